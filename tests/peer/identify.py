#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Real esptool and glowplug-cli tell the same about the same chip.

Usage: identify.py GLOWPLUG-CLI GLOWPLUG-BOARD

ESPTOOL is the command that starts esptool 5; without it the test is skipped.

Where the two differ on purpose, so that the texts are brought into one form first:
- esptool counts calibration data, the coding scheme and reserved blocks of the eFuses among the
  features; for flashing they are of no use.
- esptool says "No Embedded Flash" (S2) and "Unknown Embedded Flash" where the code is 0 (C6);
  glowplug-cli then says nothing about a memory.
- esptool leaves empty brackets when the eFuses name no vendor.
- glowplug-cli gives the size of the ESP8285's flash, which esptool only puts into the name.
- A package that is in no table is "Unknown ESP32-C3" there, "ESP32-C3 (unknown package 5)" here.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import sys

CLI, BOARD = sys.argv[1:3]
ESPTOOL = shlex.split(os.environ.get('ESPTOOL', ''))
SKIPPED = 77

# chip of glowplug-board, its options
CASES = (
    ('esp8266', ''),
    ('esp32', ''),
    ('esp32', '--revision 1.0 --package 1'),
    ('esp32', '--revision 3.1 --package 6'),
    ('esp32', '--package 5'),
    ('esp32s2', ''),
    ('esp32s2', '--embedded-flash 2 --embedded-psram 1'),
    ('esp32s2', '--embedded-flash 1 --revision 1.0'),
    ('esp32s3', ''),
    ('esp32s3', '--revision 0.2 --embedded-flash 1 --embedded-psram 3'),
    ('esp32s3', '--package 1 --embedded-psram 4 --flash-size 8MB'),
    ('esp32c2', ''),
    ('esp32c2', '--package 1 --embedded-flash 2 --crystal 26'),
    ('esp32c3', ''),
    ('esp32c3', '--package 1 --embedded-flash 4 --revision 1.1'),
    ('esp32c3', '--package 5 --revision 0.4'),
    ('esp32c5', ''),
    ('esp32c5', '--crystal 40'),
    ('esp32c6', ''),
    ('esp32c6', '--package 1 --embedded-flash 2 --revision 0.2'),
    ('esp32c61', ''),
    ('esp32h2', '--revision 1.2'),
    ('esp32h21', ''),
    ('esp32h4', ''),
    ('esp32p4', ''),
    ('esp32p4', '--revision 0.1'),
    ('esp32p4-rev3', ''),
    ('esp32s31', '--flash-size 16MB'),
    ('esp32c3', '--flash-encryption'),
    ('esp32s3', '--secure-boot'),
    ('esp32s2', '--secure-boot --flash-encryption'),
    ('esp32', '--flash-encryption'),
    ('esp8266', '--flash-size 1MB'),
)

NO_FEATURES = re.compile(
    r'No .*|Unknown Embedded.*|.*alibration.*|BLK3 partially reserved|Coding Scheme .*')


class Board:
    """A board on TCP."""

    def __init__(self, chip, options):
        self.process = subprocess.Popen(
            [BOARD, '--tcp', '0', '--chip', chip, *options.split()], stdout=subprocess.PIPE,
            text=True)
        self.port = 'socket://' + self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.process.stdout.close()


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def esptool(board, command):
    return run(*ESPTOOL, '--port', board.port, '--before', 'no-reset', '--after', 'no-reset',
               '--no-stub', command)


def field(text, name):
    found = re.search(r'^%s: +(.*)$' % re.escape(name), text, re.MULTILINE)
    return found.group(1) if found else None


def features_of(text):
    """One form of both lists; see above."""
    kept = (item.replace(' ()', '') for item in text.split(', '))
    return [item for item in kept if not NO_FEATURES.fullmatch(item)]


def theirs(board, security):
    """What esptool says, in the form of our JSON."""
    text = esptool(board, 'flash-id')
    mac = esptool(board, 'read-mac')
    name, revision = re.fullmatch(r'(.*?)(?: \(revision (.*)\))?', field(text, 'Chip type')).groups()
    long_mac = field(mac, 'BASE MAC')
    answer = {
        'description': name,
        'revision': revision,
        'features': features_of(field(text, 'Features')),
        'crystal_mhz': int(field(text, 'Crystal frequency').rstrip('MHz')),
        'mac': long_mac or field(mac, 'MAC'),
        'eui64': field(mac, 'MAC') if long_mac else None,
        'flash_id': int(field(text, 'Manufacturer'), 16) |
                    int(field(text, 'Device')[:2], 16) << 8 |
                    int(field(text, 'Device')[2:], 16) << 16,
        'flash_size': int(field(text, 'Detected flash size').rstrip('MB')) << 20,
    }
    if security:
        text = esptool(board, 'get-security-info')
        answer['secure_boot'] = field(text, 'Secure Boot') == 'Enabled'
        answer['flash_encryption'] = field(text, 'Flash Encryption') == 'Enabled'
        answer['security_flags'] = int(field(text, 'Flags').split()[0], 16)
        purposes = field(text, 'Key Purposes')
        answer['key_purposes'] = list(json.loads(
            purposes.replace('(', '[').replace(')', ']'))) if purposes else []
    return answer


def ours(board):
    answer = json.loads(run(CLI, '-p', board.port, '--no-stub', '--json', 'identify'))['chip']
    answer['features'] = features_of(answer['features'])
    if answer['description'].startswith('ESP8285'):
        answer['features'] = [re.sub(r'(Embedded Flash) .*', r'\1', f) for f in answer['features']]
    answer['description'] = re.sub(r'(.*) \(unknown package .*\)', r'Unknown \1',
                                   answer['description'])
    return answer


def compare(chip, options):
    with Board(chip, options) as board:
        our_answer = ours(board)
        # these two have no such command
        their_answer = theirs(board, chip not in ('esp8266', 'esp32'))
    if 'key_purposes' in their_answer:
        n_keys = len(our_answer['key_purposes'])
        their_answer['key_purposes'] = their_answer['key_purposes'][:n_keys]
    return [(name, our_answer[name], value) for name, value in their_answer.items()
            if our_answer[name] != value]


def main():
    if not ESPTOOL:
        print('ESPTOOL is not set')
        return SKIPPED
    failed = False
    for chip, options in CASES:
        differences = compare(chip, options)
        print('%-14s %-55s %s' % (chip, options, 'DIFFERENT' if differences else 'same'),
              flush=True)
        for name, our_value, their_value in differences:
            print('    %s: glowplug-cli %r, esptool %r' % (name, our_value, their_value))
            failed = True
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
