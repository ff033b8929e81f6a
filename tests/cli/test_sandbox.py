#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_sandbox.py CLI: the ports as they are seen from a sandbox without the host's network.

bwrap makes what Flatpak makes: namespaces of its own for network, users and processes, a bound /dev
and /sys, no /run/udev. Nothing is preloaded into the program: the fake bus's folders are its /dev and
/sys, the kernel's inotify tells it of them, and the real udev monitor gets no event."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'rig'))
import fakebus  # noqa: E402 (it stands beside the rig)

CLI = sys.argv[1]
CP2102 = 'plug {node} {usb} 10c4 ea60 cp210x {serial} Silicon Labs|CP2102 USB to UART Bridge Controller'
JTAG = 'plug {node} {usb} 303a 1001 cdc_acm {serial} Espressif|USB JTAG/serial debug unit'


def bwrap(directory, *command):
    return ['bwrap', '--unshare-net', '--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', '--tmpfs', '/run',
            '--proc', '/proc', '--dev-bind', directory + '/dev', '/dev', '--dev-bind', '/dev/pts', '/dev/pts',
            '--dev-bind', '/dev/null', '/dev/null', '--ro-bind', directory + '/sys', '/sys', *command]


def can_run():
    """Some build machines don't let anybody make namespaces."""
    if not shutil.which('bwrap'):
        return False
    with tempfile.TemporaryDirectory() as folder:
        for name in ('dev', 'sys'):
            os.mkdir(os.path.join(folder, name))
        return subprocess.run(bwrap(folder, 'true'), capture_output=True, check=False).returncode == 0


class Sandbox(unittest.TestCase):
    def setUp(self):
        self.bus = fakebus.FakeBus()
        # /sys is a folder here, which libudev would not believe
        self.env = dict(os.environ, SYSTEMD_DEVICE_VERIFY_SYSFS='0')
        self.program = None

    def tearDown(self):
        if self.program:
            self.program.send_signal(signal.SIGKILL)
            self.program.wait(20)
            self.program.stdout.close()
        self.bus.__exit__()

    def watch(self):
        command = bwrap(self.bus.dir, '--die-with-parent', CLI, 'ports', '--watch', '--json')
        self.program = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def event(self):
        return json.loads(self.program.stdout.readline())

    def port_event(self):
        event = self.event()
        while event['event'] in ('fell-off', 'no-serial', 'node-lost'):
            event = self.event()
        return event

    def test_boards_come_and_go(self):
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        self.watch()
        first = self.event()
        self.assertEqual((first['event'], first['port'], first['serial'], first['driver'], first['name']),
                         ('added', '/dev/ttyUSB0', 'A50285BI', 'cp210x', 'CP2102 USB to UART bridge'))
        self.bus.say(JTAG.format(node='ttyACM0', usb='1-3', serial='7C:DF:A1:00:00:01'))
        second = self.event()
        self.assertEqual((second['event'], second['port'], second['usb_path']), ('added', '/dev/ttyACM0', '1-3'))
        self.bus.say('unplug ttyUSB0')
        gone = self.port_event()
        self.assertEqual((gone['event'], gone['port']), ('removed', '/dev/ttyUSB0'))
        self.bus.say('unplug ttyACM0')
        # on a quick machine it was there for so short a time that it fell off, and that is told as well
        self.assertEqual(self.port_event()['event'], 'removed')
        self.bus.say(JTAG.format(node='ttyACM1', usb='1-3', serial='7C:DF:A1:00:00:01'))
        again = self.port_event()
        self.assertEqual((again['event'], again['port'], again['row']), ('added', '/dev/ttyACM1', second['row']))

    def test_devices_without_serial_port(self):
        self.bus.say(JTAG.format(node='ttyACM0', usb='1-3', serial='7C:DF:A1:00:00:01'))
        self.watch()
        self.assertEqual(self.event()['port'], '/dev/ttyACM0')
        self.bus.say('device 1-5 046d c077 usbhid - Logitech|USB Optical Mouse class=03')
        told = self.event()
        self.assertEqual((told['event'], told['name']), ('no-serial', 'USB Optical Mouse'))
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        self.assertEqual(self.event()['event'], 'added')
        self.bus.say('claim ttyUSB0')
        events = [self.event(), self.event()]
        self.assertEqual({event['event'] for event in events}, {'changed', 'node-lost'})


if __name__ == '__main__':
    if not can_run():
        print('1..0 # SKIP bwrap can not make a sandbox here')
        sys.exit(77)
    del sys.argv[1]
    unittest.main(verbosity=2)
