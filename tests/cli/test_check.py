#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""glowplug-cli check on whole boards of the fake bus: as their user types it, stage by stage.

Usage: test_check.py GLOWPLUG-CLI [unittest arguments]
"""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'rig'))
import fakebus  # noqa: E402 (it stands beside the rig)

CLI = sys.argv[1]
OK, PORT, SILENT = 0, 5, 6
NOBODY = 65534
STAGES = ['usb', 'driver', 'node', 'permission', 'lock', 'bootloader']

# With a group file of our own, as somebody of no group: what the login of $1 has not got yet.
JOINED = '''printf 'root:x:0:\\nuucp:x:10:%s\\n' "$1" > "$2/group" && mount --bind "$2/group" /etc/group && shift 2 &&
exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"'''


def can_bind():
    return os.getuid() == 0 and subprocess.run(
        ['unshare', '--mount', 'mount', '--bind', '/etc/group', '/etc/group'], capture_output=True,
        check=False).returncode == 0


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.bus = fakebus.FakeBus()
        self.addCleanup(self.bus.__exit__)
        os.chmod(self.bus.dir, 0o755)

    def plug(self, *options):
        self.bus.say(' '.join(['plug ttyUSB0', fakebus.CP2102, *options]))

    def check(self, port='/dev/ttyUSB0', **kwargs):
        """(exit code, the marks, the whole answer)"""
        done = self.bus.run(CLI, 'check', '--json', port, **kwargs)
        told = json.loads(done.stdout)
        self.assertEqual([stage['stage'] for stage in told['stages']], STAGES)
        return done.returncode, ' '.join(stage['mark'] for stage in told['stages']), told

    def test_board_that_runs_its_program(self):
        self.plug('board=esp8266', 'mode=running-app')
        code, marks, told = self.check()
        self.assertEqual(code, OK, told)
        self.assertEqual(marks, 'passed passed passed passed passed passed')
        self.assertEqual(told['chip']['name'], 'esp8266')
        self.assertEqual(told['stages'][0]['detail'], 'CP2102 USB to UART bridge (10c4:ea60)')
        # it was reset into its bootloader and at the end out of it, and both lines are free
        self.bus.say('chmod ttyUSB0 666')
        lines = [event for event in self.bus.events if event.startswith('lines ')]
        self.assertIn('dtr=0 rts=0', lines[-1])

    def test_silent_board(self):
        self.plug('board=esp32', 'mode=silent')
        code, marks, told = self.check()
        self.assertEqual((code, told['error']['code']), (SILENT, 'silent'))
        self.assertEqual(marks, 'passed passed passed passed passed failed')

    def test_unplugged(self):
        self.plug()
        self.bus.say('unplug ttyUSB0')
        code, marks, told = self.check()
        self.assertEqual((code, told['problem']['kind']), (PORT, 'unplugged'))

    def test_claimed_by_the_braille_service(self):
        self.plug()
        self.bus.say('lose ttyUSB0 usbfs')
        code, marks, told = self.check('1-2')
        self.assertEqual((code, told['problem']['kind']), (PORT, 'claimed'))
        self.assertEqual(marks, 'passed failed skipped skipped skipped skipped')

    def test_no_driver(self):
        self.bus.say('device 1-5 10c4 ea60 - 0001 Silicon Labs|CP2102')
        code, marks, told = self.check('1-5')
        self.assertEqual((code, told['problem']['kind']), (PORT, 'no-driver'))
        self.assertEqual(told['problem']['module'], 'cp210x')
        self.assertEqual(marks, 'passed failed skipped skipped skipped skipped')

    def test_driver_without_a_port(self):
        self.plug()
        self.bus.say('lose ttyUSB0 cp210x')
        code, marks, told = self.check('1-2')
        self.assertEqual((code, told['problem']['kind']), (PORT, 'driver-dead'))
        self.assertEqual(marks, 'passed failed skipped skipped skipped skipped')

    @unittest.skipUnless(os.getuid() == 0, 'only root can become somebody else')
    def test_no_permission_touches_nothing(self):
        self.plug('board=esp32')
        self.bus.say('chmod ttyUSB0 0')
        code, marks, told = self.check(user=NOBODY, group=NOBODY, extra_groups=[])
        self.assertEqual((code, told['problem']['kind']), (PORT, 'no-permission'))
        self.assertEqual(marks, 'passed passed passed failed skipped skipped')
        self.assertIn('ATTRS{idProduct}=="ea60", TAG+="uaccess"', told['problem']['udev_rule'])
        self.bus.say('chmod ttyUSB0 0')
        self.assertEqual(self.bus.events, [])

    @unittest.skipUnless(can_bind(), 'a group file of our own needs root and a mount namespace')
    def test_the_group_that_owns_the_node(self):
        """by its real name, with the command to join it; and after joining, that a new login is missing"""
        self.plug()
        node = os.path.realpath(self.bus.dir + '/dev/ttyUSB0')
        os.chown(node, 0, 10)
        self.bus.say('chmod ttyUSB0 660')
        for members, joined in (('root', False), ('nobody', True)):
            with self.subTest(members=members):
                done = self.bus.run('unshare', '--mount', 'sh', '-c', JOINED, 'sh', members, self.bus.dir,
                                    CLI, 'check', '--json', '/dev/ttyUSB0')
                problem = json.loads(done.stdout)['problem']
                self.assertEqual((problem['kind'], problem['group']), ('no-permission', 'uucp'))
                if joined:
                    self.assertIn('since you logged in', problem['sentence'])
                    self.assertIsNone(problem['command'])
                    self.assertIsNone(problem['udev_rule'])
                else:
                    self.assertIn('members of the group uucp', problem['sentence'])
                    self.assertEqual(problem['command'], 'sudo usermod -aG uucp nobody')


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
