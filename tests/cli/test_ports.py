#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_ports.py CLI: "ports" and "ports --watch" as their users call them, on a fake bus."""

import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'rig'))
import fakebus  # noqa: E402 (it stands beside the rig)

CLI = sys.argv[1]
CP2102 = 'plug {node} {usb} 10c4 ea60 cp210x {serial} Silicon Labs|CP2102 USB to UART Bridge Controller'
CH340 = 'plug {node} {usb} 1a86 7523 ch341 - QinHeng|USB Serial'
JTAG = 'plug {node} {usb} 303a 1001 cdc_acm {serial} Espressif|USB JTAG/serial debug unit'


class Watch:
    """A program that runs, and its lines."""

    def __init__(self, command, env):
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip('\n'))

    def next(self):
        return self.lines.get(timeout=20)

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.reader.join(20)
        self.process.stdout.close()
        return code, list(self.lines.queue)


class PortsTest(unittest.TestCase):
    quiet = False

    def setUp(self):
        self.bus = fakebus.FakeBus()
        self.state = tempfile.TemporaryDirectory()
        self.env = dict(self.bus.env, XDG_STATE_HOME=self.state.name)
        if self.quiet:
            self.env['LD_PRELOAD'] += ':' + os.environ['GLOW_QUIETUDEV']
        self.watches = []

    def tearDown(self):
        for watch in self.watches:
            if watch.process.poll() is None:
                watch.stop(signal.SIGKILL)
        self.bus.__exit__()
        self.state.cleanup()

    def cli(self, *args):
        done = subprocess.run([CLI, 'ports', *args], env=self.env, capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def ports(self, *args):
        return json.loads(self.cli('--json', *args))['ports']

    def watch(self, *args, env=None):
        watch = Watch([CLI, 'ports', '--watch', *args], env or self.env)
        self.watches.append(watch)
        return watch


class Once(PortsTest):
    def test_text(self):
        self.assertEqual(self.cli(), 'No board is plugged in.\n')
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        line = self.cli()
        for word in ('/dev/ttyUSB0', 'ready', 'CP2102 USB to UART bridge', '10c4:ea60', 'A50285BI', 'cp210x', 'USB 1-2'):
            self.assertIn(word, line)

    def test_json(self):
        self.bus.say(JTAG.format(node='ttyACM0', usb='1-3', serial='7C:DF:A1:00:00:01'))
        port, = self.ports()
        row = port.pop('row')
        self.assertGreater(row, 0)
        self.assertEqual(port, {
            'port': '/dev/ttyACM0', 'name': 'USB JTAG/serial', 'state': 'ready', 'vid': '303a', 'pid': '1001',
            'manufacturer': 'Espressif', 'product': 'USB JTAG/serial debug unit', 'serial': '7C:DF:A1:00:00:01',
            'usb_path': '1-3', 'driver': 'cdc_acm', 'port_name': None, 'given_name': None, 'last_chip': None, 'problem': None,
        })

    def test_device_without_driver(self):
        self.bus.say('device 1-5 10c4 ea60 - 0001 Silicon Labs|CP2102')
        port, = self.ports()
        self.assertIsNone(port['port'])
        self.assertEqual(port['state'], 'no-driver')
        self.assertEqual(port['problem']['module'], 'cp210x')
        self.assertIn('USB 1-5', self.cli())

    def test_claimed_by_a_program(self):
        self.bus.say(CH340.format(node='ttyUSB0', usb='1-3'))
        self.bus.say('claim ttyUSB0')
        port, = self.ports()
        self.assertEqual((port['port'], port['driver']), (None, 'usbfs'))
        self.assertEqual(port['state'], 'claimed')

    def test_mouse_is_no_port(self):
        self.bus.say('device 1-5 046d c077 usbhid - Logitech|USB Optical Mouse class=03')
        self.assertEqual(self.ports(), [])

    def test_legacy(self):
        self.bus.say('legacy ttyS0')
        self.assertEqual(self.ports(), [])
        port, = self.ports('--all')
        self.assertEqual((port['port'], port['vid']), ('/dev/ttyS0', None))

    def test_remembered(self):
        folder = pathlib.Path(self.state.name, 'glowplug')
        folder.mkdir()
        (folder / 'boards.ini').write_text('[serial 10c4:ea60 A50285BI]\nname=Küche\nchip=ESP32\nbaud=921600\n',
                                           encoding='utf-8')
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        port, = self.ports()
        self.assertEqual((port['given_name'], port['last_chip'], port['proven_baud']), ('Küche', 'ESP32', 921600))
        self.assertIn('“Küche”', self.cli())


    def test_chip_is_remembered(self):
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI') + ' board=esp32 mode=download')
        subprocess.run([CLI, 'identify', '--port', '/dev/ttyUSB0'], env=self.env, capture_output=True, check=True,
                       timeout=60)
        self.bus.say('unplug ttyUSB0')
        self.bus.say(CP2102.format(node='ttyUSB1', usb='1-7', serial='A50285BI'))
        port, = self.ports()
        self.assertEqual(port['last_chip'], 'ESP32')


class Followed(PortsTest):
    def event(self, watch):
        return json.loads(watch.next())

    def test_text(self):
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        watch = self.watch()
        self.assertRegex(watch.next(), r'^\+ /dev/ttyUSB0     ready ')
        self.bus.say(CH340.format(node='ttyUSB1', usb='1-3'))
        self.assertRegex(watch.next(), r'^\+ /dev/ttyUSB1     ready ')
        self.bus.say('unplug ttyUSB0')
        self.assertRegex(watch.next(), r'^- /dev/ttyUSB0 ')
        self.assertEqual(watch.stop(), (0, []))

    def test_ends_by_sigterm(self):
        self.bus.say(CH340.format(node='ttyUSB1', usb='1-3'))
        watch = self.watch()
        watch.next()
        self.assertEqual(watch.stop(signal.SIGTERM), (0, []))

    def test_comes_back_under_another_node(self):
        self.bus.say(JTAG.format(node='ttyACM0', usb='1-3', serial='7C:DF:A1:00:00:01'))
        watch = self.watch('--json')
        first = self.event(watch)
        self.bus.say('unplug ttyACM0')
        self.assertEqual(self.event(watch)['event'], 'removed')
        self.bus.say(JTAG.format(node='ttyACM1', usb='1-3', serial='7C:DF:A1:00:00:01'))
        again = self.event(watch)
        self.assertEqual((again['event'], again['port'], again['row']), ('added', '/dev/ttyACM1', first['row']))

    def test_claimed_and_no_serial(self):
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        watch = self.watch('--json')
        self.assertEqual(self.event(watch)['state'], 'ready')
        self.bus.say('claim ttyUSB0')
        events = [self.event(watch), self.event(watch)]
        self.assertEqual({event['event'] for event in events}, {'changed', 'node-lost'})
        changed, = (event for event in events if event['event'] == 'changed')
        self.assertEqual((changed['port'], changed['state']), (None, 'claimed'))
        self.bus.say('device 1-5 046d c077 usbhid - Logitech|USB Optical Mouse class=03')
        told = self.event(watch)
        self.assertEqual((told['event'], told['name'], told['ids']), ('no-serial', 'USB Optical Mouse', '046d:c077'))
        self.bus.say('device 1-6 046d c078 usbhid - Logitech|Another class=03')
        self.bus.say('remove 1-6')
        self.assertEqual(self.event(watch)['event'], 'fell-off')

    def test_permission_comes(self):
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI'))
        self.bus.say('chmod ttyUSB0 000')
        if os.geteuid() == 0:
            # root may open everything: try as nobody
            command = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', CLI, 'ports', '--watch', '--json']
            watch = Watch(command, self.env)
            self.watches.append(watch)
        else:
            watch = self.watch('--json')
        self.assertEqual(self.event(watch)['state'], 'no-permission')
        self.bus.say('chmod ttyUSB0 666')
        told = self.event(watch)
        self.assertEqual((told['event'], told['state']), ('changed', 'ready'))

    def test_nothing_touches_the_lines(self):
        self.bus.say(CP2102.format(node='ttyUSB0', usb='1-2', serial='A50285BI') + ' board=esp32')
        watch = self.watch('--json')
        self.event(watch)
        self.ports()
        watch.stop()
        self.bus.say('chmod ttyUSB0 666')  # whatever was said before its answer has been read then
        self.assertEqual([event for event in self.bus.events if event.startswith(('lines', 'opened'))], [])


class FollowedWithoutUdev(Followed):
    """As in a sandbox: the monitor is there and silent."""

    quiet = True


if __name__ == '__main__':
    del sys.argv[1]
    unittest.main(verbosity=2)
