#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Boards of the fake bus that are unplugged while something is written to them.

Usage: test_replug.py GLOWPLUG-CLI [unittest arguments]
GLOWPLUG_FAULT_SEEDS sets at how many points each of them is.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'rig'))
import fakebus  # noqa: E402 (it stands beside the rig)

CLI = sys.argv[1]
OK, PORT = 0, 5
SEEDS = int(os.environ.get('GLOWPLUG_FAULT_SEEDS', 2))
SIZE = 120000
OFFSET = 0x20000


class Replug(unittest.TestCase):
    def setUp(self):
        self.bus = fakebus.FakeBus()
        self.addCleanup(self.bus.__exit__)
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.dir = pathlib.Path(directory.name)
        self.content = random.Random(5).randbytes(SIZE)
        self.file = self.dir / 'content.bin'
        self.file.write_bytes(self.content)
        self.flash_file = self.dir / 'flash.bin'

    def plug(self, node, chip):
        self.bus.say(f'plug {node} {fakebus.CP2102} board={chip} mode=running-app flash-file={self.flash_file}')

    def start(self):
        return subprocess.Popen([CLI, '--json', '-p', '/dev/ttyUSB0', 'flash', '--no-boot-check', hex(OFFSET), str(self.file)],
                                env=self.bus.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def wait_for(self, event):
        while event not in self.bus.events:
            answer = self.bus.process.stdout.readline().rstrip('\n')
            self.assertTrue(answer, 'glow-rigd has ended')
            self.bus.events.append(answer)

    def finish(self, running):
        out, err = running.communicate(timeout=100)
        return running.returncode, json.loads(out), err

    def assert_content(self, node):
        self.bus.say(f'unplug {node}')
        flash = self.flash_file.read_bytes()
        self.assertEqual(flash[OFFSET:OFFSET + SIZE], self.content)
        self.assertEqual(flash[:OFFSET].strip(b'\xff'), b'')
        self.assertEqual(flash[OFFSET + SIZE:].strip(b'\xff'), b'')

    def test_comes_back_under_another_name(self):
        for chip in ('esp32', 'esp8266', 'esp32c3'):
            for seed in range(SEEDS):
                # from the first words to the middle of the data
                limit = random.Random(f'{chip}{seed}').choice([80, 2000, 20000, 60000])
                with self.subTest(chip=chip, seed=seed, limit=limit):
                    self.flash_file.unlink(missing_ok=True)
                    self.bus.events.clear()
                    self.plug('ttyUSB0', chip)
                    self.bus.say(f'unplug-after ttyUSB0 {limit}')
                    running = self.start()
                    self.wait_for('unplugged ttyUSB0')
                    self.plug('ttyUSB1', chip)
                    code, told, err = self.finish(running)
                    self.assertEqual((code, told['written']), (OK, 'yes'), (told, err))
                    self.assert_content('ttyUSB1')

    def test_stays_away_and_is_repaired(self):
        self.plug('ttyUSB0', 'esp32')
        self.bus.say('unplug-after ttyUSB0 60000')
        running = self.start()
        self.wait_for('unplugged ttyUSB0')
        code, told, err = self.finish(running)
        self.assertEqual((code, told['error']['code']), (PORT, 'port-gone'), (told, err))
        self.assertTrue(told['flash_touched'])
        self.assertNotEqual(told['written'], 'yes')
        self.plug('ttyUSB0', 'esp32')
        code, told, err = self.finish(self.start())
        self.assertEqual((code, told['verified']), (OK, 'yes'), (told, err))
        self.assert_content('ttyUSB0')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
