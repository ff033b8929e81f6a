#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Real esptool and glowplug-cli leave the same flash, and each finds right what the other wrote.

Usage: same_flash.py GLOWPLUG-CLI GLOWPLUG-BOARD

ESPTOOL is the command that starts esptool 5, GLOWPLUG_FIRMWARE_DIR has the real firmware; without
either the test is skipped.
"""

import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile

CLI, BOARD = sys.argv[1:3]
ESPTOOL = shlex.split(os.environ.get('ESPTOOL', ''))
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
SKIPPED = 77

KEEP = (('--flash-size', 'keep'), ())
SET = (('--flash-size', '4MB', '--flash-mode', 'dout', '--flash-freq', '40m'),) * 2

# Chip, file, offset, and pairs of options that mean the same to both. No SET for the factory
# image: esptool looks for a header only at the start of a file, glowplug-cli where the bootloader
# will lie in flash, so that only the latter does what was asked for there.
FILES = (
    ('esp32', 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin', '0x0', (KEEP,)),
    ('esp32', 'esp32/esp32spiram-idf4-20200902-v1.13.bin', '0x1000', (KEEP, SET)),
    ('esp8266', 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin', '0x0',
     (KEEP, SET)),
)


class Board:
    """A board on TCP; its flash and report are there when it has ended."""

    def __init__(self, where, chip):
        self.flash_file = pathlib.Path(where) / 'flash.bin'
        self.report_file = pathlib.Path(where) / 'report.json'
        self.process = subprocess.Popen(
            [BOARD, '--tcp', '0', '--chip', chip, '--flash-file', str(self.flash_file),
             '--report', str(self.report_file)], stdout=subprocess.PIPE, text=True)
        self.port = 'socket://' + self.process.stdout.readline().split()[-1]

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.process.stdout.close()
        violations = json.loads(self.report_file.read_text())['violations']
        assert violations == [], violations
        return self.flash_file.read_bytes()


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=300,
                          check=False)
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def esptool(board, chip, stub, *args):
    return run(*ESPTOOL, '--port', board.port, '--chip', chip, '--before', 'no-reset', '--after',
               'no-reset', *([] if stub else ['--no-stub']), *args)


def glowplug(board, stub, *args):
    return run(CLI, '-p', board.port, *([] if stub else ['--no-stub']), *args)


def compare(chip, path, offset, stub, our_options, their_options):
    """Writes the file with both, each onto a blank board of its own; returns both flashes."""
    can_verify = stub or chip != 'esp8266'
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        ours, theirs = Board(one, chip), Board(other, chip)
        glowplug(ours, stub, *our_options, 'flash', '--no-boot-check', offset, path)
        esptool(theirs, chip, stub, 'write-flash', *their_options, offset, path)
        if can_verify:
            # each verifies what the other wrote
            esptool(ours, chip, stub, 'verify-flash', *their_options, offset, path)
            glowplug(theirs, stub, *our_options, 'verify', offset, path)
        return ours.end(), theirs.end()


def main():
    if not ESPTOOL or not FIRMWARE:
        print('ESPTOOL or GLOWPLUG_FIRMWARE_DIR is not set')
        return SKIPPED
    for chip, name, offset, options in FILES:
        path = os.path.join(FIRMWARE, name)
        for stub in (True, False):
            for ours, theirs in options:
                one, other = compare(chip, path, offset, stub, ours, theirs)
                same = one == other
                print('%-8s %-60s %-4s %-50s %s' % (
                    chip, name, 'stub' if stub else 'ROM', ' '.join(ours),
                    'same' if same else 'DIFFERENT'), flush=True)
                assert same, [hex(i) for i in range(len(one)) if one[i] != other[i]][:8]
    return 0


if __name__ == '__main__':
    sys.exit(main())
