#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""What flash says of the start of what it wrote, and its exit code, on boards that start and boards that don't.

Usage: test_boot.py GLOWPLUG-CLI GLOWPLUG-BOARD [unittest arguments]
"""

import hashlib
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

CLI, BOARD = sys.argv[1:3]

# glowplug-cli(1), EXIT STATUS
OK, USAGE, NOT_BOOTED = 0, 2, 9


def image(*segments, entry):
    """An image for the ESP32 as protocol.md 5.1 has it."""
    out = bytearray(struct.pack('<BBBBI', 0xe9, len(segments), 2, 0x20, entry))
    out += struct.pack('<IHBHHIB', 0xee, 0, 0, 0, 0xffff, 0, 1)
    checksum = 0xef
    for address, size in segments:
        data = bytes((i * 7 + address) & 0xff for i in range(size))
        out += struct.pack('<II', address, size) + data
        for byte in data:
            checksum ^= byte
    out += bytes(15 - len(out) % 16) + bytes([checksum])
    return bytes(out + hashlib.sha256(out).digest())


def partition(kind, subtype, offset, size, label):
    return struct.pack('<HBBII16sI', 0x50aa, kind, subtype, offset, size, label, 0)


def factory():
    """Bootloader, table and application, to be written from 0x1000 on."""
    table = (partition(1, 2, 0x9000, 0x6000, b'nvs') +
             partition(0, 0, 0x10000, 0x100000, b'factory'))
    table += b'\xeb\xeb' + b'\xff' * 14 + hashlib.md5(table).digest()
    parts = {0x1000: image((0x3fff0030, 0x140), (0x40078000, 0x80), entry=0x40080400),
             0x8000: table,
             0x10000: image((0x3f400020, 0x300), (0x3ffb0000, 0x104), (0x400d0020, 0x250), entry=0x40081234)}
    out = bytearray()
    for offset, data in parts.items():
        out += b'\xff' * (offset - 0x1000 - len(out)) + data
    return bytes(out)


class Boot(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.dir = pathlib.Path(holder.name)
        self.firmware = self.dir / 'factory.bin'
        self.firmware.write_bytes(factory())

    def board(self, app):
        """A board without modem lines, reached by a socket."""
        process = subprocess.Popen([BOARD, '--tcp', '0', '--chip', 'esp32', '--app', app, '--mode', 'download'],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.send_signal, signal.SIGTERM)
        return 'socket://' + process.stdout.readline().split()[-1]

    def cli(self, *args):
        done = subprocess.run([CLI, *map(str, args)], capture_output=True, text=True, timeout=100, check=False,
                              env={**os.environ, 'GLOWPLUG_STUBS_DIR': ''})
        return done.returncode, done.stdout, done.stderr

    def flash(self, app, *options):
        """Flashes a board that its ROM can start without a reset line."""
        code, out, _ = self.cli('--json', '-p', self.board(app), 'flash', '--after', 'run', *options,
                                '0x1000', self.firmware)
        told = json.loads(out)
        self.assertTrue(told['success'], told)
        self.assertEqual((told['written'], told['verified']), ('yes', 'yes'))
        return code, told

    def test_booted(self):
        code, told = self.flash('counter')
        self.assertEqual(code, OK)
        self.assertEqual(told['booted'], 'yes')
        self.assertEqual(told['boot']['verdict'], 'booted')
        self.assertIsNone(told['boot']['panic'])

    def test_restarts(self):
        code, told = self.flash('panic')
        self.assertEqual(code, NOT_BOOTED)
        self.assertEqual(told['booted'], 'no')
        self.assertEqual((told['boot']['verdict'], told['boot']['cause']), ('restarts', 'panic'))
        self.assertGreater(told['boot']['restarts'], 1)
        self.assertGreater(told['boot']['period_ms'], 100)
        self.assertRegex(told['boot']['panic']['pc'], '^0x[0-9a-f]{8}$')
        self.assertTrue(any('Guru Meditation' in line for line in told['boot']['lines']))

    def test_not_asked_for(self):
        code, told = self.flash('panic', '--no-boot-check')
        self.assertEqual(code, OK)
        self.assertEqual(told['booted'], 'not-checked')
        self.assertIsNone(told['boot'])

    def test_time_is_kept(self):
        code, told = self.flash('silent', '--boot-time', '2')
        self.assertEqual(code, OK)
        self.assertEqual(told['booted'], 'not-checked')
        self.assertEqual((told['boot']['verdict'], told['boot']['end']), ('unproven', 'time'))
        self.assertLess(told['boot']['listened_ms'], 3000)

    def test_nobody_presses_reset(self):
        code, out, _ = self.cli('--json', '-p', self.board('counter'), 'flash', '--boot-time', '1', '0x1000',
                                self.firmware)
        told = json.loads(out)
        self.assertEqual(code, OK)
        self.assertTrue(told['left_in_loader'])
        self.assertEqual((told['boot']['verdict'], told['boot']['cause']), ('silent', 'no-reset'))
        self.assertEqual(told['boot']['repair'], 'press-reset')

    def test_in_words(self):
        code, out, err = self.cli('-p', self.board('panic'), 'flash', '--after', 'run', '0x1000', self.firmware)
        self.assertEqual(code, NOT_BOOTED)
        self.assertIn('Written, verified', out)
        self.assertIn('Restarts', out)
        self.assertIn('crashes', err)
        self.assertIn('Guru Meditation', err)

    def test_report(self):
        report = self.dir / 'report.txt'
        self.cli('-p', self.board('panic'), 'flash', '--after', 'run', '--report', report, '0x1000', self.firmware)
        text = report.read_text(encoding='utf-8')
        for words in ('Program: glowplug-cli ', 'Operation: flash', 'factory.bin, ', 'Written: yes, verified: yes',
                      'Start: restarts, cause panic', 'Guru Meditation', 'Log:', 'Connecting to '):
            self.assertIn(words, text)
        self.assertRegex(text, 'MAC:? [0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:•••')
        self.assertNotRegex(text, '([0-9a-f]{2}:){5}')

    def test_report_of_a_failure(self):
        report = self.dir / 'report.txt'
        code, _, err = self.cli('-p', 'socket://127.0.0.1:1', 'flash', '--report', report, '0x1000', self.firmware)
        self.assertNotEqual(code, OK, err)
        self.assertIn('Error: port-open', report.read_text(encoding='utf-8'))

    def test_blank_board_in_words(self):
        data = self.dir / 'data.bin'
        data.write_bytes(bytes(range(256)) * 64)
        code, out, err = self.cli('-p', 'practice:esp32', 'flash', '0x110000', data)
        self.assertEqual(code, NOT_BOOTED, err)
        self.assertIn('Not booted', out)
        self.assertIn('bootloader', err)
        self.assertIn('invalid header', err)

    def test_bad_times(self):
        for text in ('0', '-1', 'long', '601', ''):
            code, _, err = self.cli('-p', 'practice:esp32', 'flash', '--boot-time=' + text, '0x0', self.firmware)
            self.assertEqual(code, USAGE, text)
            self.assertIn('seconds', err)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
