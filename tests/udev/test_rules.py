#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""What udev itself makes of our rules: of the file we ship and of the rule for one adapter.

Usage: test_rules.py GLOWPLUG-CLI RULES PORT-IDS [unittest arguments]

The device is on the fake bus. `udevadm test` reads the rules of the system and ours, which stand in a /run of
their own (a mount namespace); it runs nothing. `udevadm verify` exists since systemd 254.
"""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'rig'))
import fakebus  # noqa: E402 (it stands beside the rig)

CLI, RULES, PORT_IDS = sys.argv[1:4]
UDEVADM = shutil.which('udevadm', path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin:/bin')
NOBODY = 65534
UNSHARE = ['unshare', '--mount'] if os.getuid() == 0 else ['unshare', '--map-root-user', '--mount']

# In the namespace: /run is ours, and in it the rules of the file $1 as the file named $2.
INSIDE = '''mount -t tmpfs none /run && mkdir -p /run/udev/rules.d && cp "$1" "/run/udev/rules.d/$2" &&
SYSTEMD_DEVICE_VERIFY_SYSFS=0 LD_PRELOAD="$RIG_PRELOAD" exec "$3" test --action="$4" "$5" 2>&1'''


def can_unshare():
    return subprocess.run([*UNSHARE, 'sh', '-c', 'mount -t tmpfs none /run'], capture_output=True,
                          check=False).returncode == 0


def version():
    return int(subprocess.run([UDEVADM, '--version'], capture_output=True, text=True, check=True).stdout.split()[0])


class RulesTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.dir = pathlib.Path(holder.name)
        self.bus = fakebus.FakeBus()
        self.addCleanup(self.bus.__exit__)

    def plug(self, node, ids, driver='cp210x', maker='Maker|Product'):
        self.bus.say(f'plug {node} 1-2 {ids} {driver} 0001 {maker}')

    def run_udevadm(self, rules, node, action='add', name='70-glowplug.rules'):
        """All that udevadm says, with a rules file of that content."""
        path = self.dir / 'rules'
        path.write_text(rules)
        env = dict(self.bus.env, RIG_PRELOAD=self.bus.preload)
        del env['LD_PRELOAD']
        done = subprocess.run([*UNSHARE, 'sh', '-c', INSIDE, 'sh', path, name, UDEVADM, action,
                               '/sys/class/tty/' + node], env=env, capture_output=True, text=True, check=False)
        self.assertIn(f'Reading rules file: /run/udev/rules.d/{name}', done.stdout, done.stderr)
        return done.stdout

    def properties(self, rules, node, **kwargs):
        """What udev would know of the device; nothing about our file may have been complained of."""
        out = self.run_udevadm(rules, node, **kwargs)
        complaints = [line for line in out.splitlines()
                      if '/run/udev/rules.d/' in line and not line.startswith('Reading rules file')]
        self.assertEqual(complaints, [])
        return dict(line.split('=', 1) for line in out.splitlines() if '=' in line and not line.startswith(' '))

    def assert_tagged(self, wanted, told):
        self.assertEqual(':uaccess:' in told.get('TAGS', ''), wanted, told)


class Shipped(RulesTest):
    """data/udev/70-glowplug.rules"""

    ADAPTERS = [
        # node, ids, driver, tagged, kept from ModemManager
        ('ttyACM0', '303a 1001', 'cdc_acm', True, True),
        ('ttyACM0', '303a 0002', 'cdc_acm', True, True),
        ('ttyUSB0', '10c4 ea60', 'cp210x', True, False),
        ('ttyUSB0', '10c4 ea70', 'cp210x', True, False),
        ('ttyACM0', '10c4 ea64', 'cdc_acm', True, False),
        ('ttyUSB0', '1a86 7523', 'ch341', True, False),
        ('ttyACM0', '1a86 55d4', 'cdc_acm', True, False),
        ('ttyUSB0', '0403 6001', 'ftdi_sio', True, False),
        ('ttyUSB0', '0403 6015', 'ftdi_sio', True, False),
        ('ttyUSB0', '067b 2303', 'pl2303', True, False),
        ('ttyUSB0', '067b 23c3', 'pl2303', True, False),
        ('ttyACM0', '239a 8123', 'cdc_acm', True, False),
        ('ttyACM0', '2886 0056', 'cdc_acm', True, False),
        # a modem, another bridge of the same makers, and a maker of boards with a bridge
        ('ttyACM0', '1199 9071', 'cdc_acm', False, False),
        ('ttyUSB0', '10c4 8a2a', 'cp210x', False, False),
        ('ttyUSB0', '0403 bcd9', 'ftdi_sio', False, False),
        ('ttyUSB0', '239a 8123', 'cp210x', False, False),
    ]

    def test_adapters(self):
        text = pathlib.Path(RULES).read_text()
        for node, ids, driver, tagged, ignored in self.ADAPTERS:
            with self.subTest(ids=ids, node=node):
                self.plug(node, ids, driver)
                told = self.properties(text, node)
                self.assert_tagged(tagged, told)
                self.assertEqual(told.get('ID_MM_PORT_IGNORE'), '1' if ignored else None)
                self.bus.say('unplug ' + node)

    def test_every_port_id_we_know(self):
        text = pathlib.Path(RULES).read_text()
        lines = [line for line in pathlib.Path(PORT_IDS).read_text().splitlines() if not line.startswith('#')]
        makers = set()
        for row in csv.DictReader(lines):
            # native: one of a maker stands for all, as the rule goes by the maker
            if row['kind'] != 'bridge' and row['vid'] in makers or not row['pid'].isalnum():
                continue
            makers.add(row['vid'])
            node = 'ttyACM0' if row['module'] == 'cdc_acm' else 'ttyUSB0'
            with self.subTest(vid=row['vid'], pid=row['pid']):
                self.plug(node, f"{row['vid']} {row['pid']}", row['module'])
                self.assert_tagged(True, self.properties(text, node))
                self.bus.say('unplug ' + node)

    def test_without_it_nothing_is_tagged(self):
        self.plug('ttyUSB0', '10c4 ea60')
        self.assert_tagged(False, self.properties('# nothing\n', 'ttyUSB0'))

    def test_nothing_at_a_removal(self):
        self.plug('ttyUSB0', '10c4 ea60')
        self.assert_tagged(False, self.properties(pathlib.Path(RULES).read_text(), 'ttyUSB0', action='remove'))

    def test_a_mistake_would_be_found(self):
        """the check can fail"""
        self.plug('ttyUSB0', '10c4 ea60')
        out = self.run_udevadm('SUBSYSTEM=="tty", TAGG+="uaccess"\n', 'ttyUSB0')
        self.assertRegex(out, r'/run/udev/rules.d/70-glowplug.rules:1 .*TAGG')

    def test_it_must_come_before_the_seat(self):
        """73-seat-late.rules acts on the tag: a file that sorts after it is of no use, and this would be seen"""
        text = pathlib.Path(RULES).read_text()
        if not any(pathlib.Path(d, '73-seat-late.rules').exists()
                   for d in ('/usr/lib/udev/rules.d', '/lib/udev/rules.d')):
            self.skipTest('systemd has no 73-seat-late.rules here')
        self.plug('ttyUSB0', '10c4 ea60')
        self.assertIn("run: 'uaccess'", self.run_udevadm(text, 'ttyUSB0'))
        self.assertNotIn("run: 'uaccess'", self.run_udevadm(text, 'ttyUSB0', name='99-glowplug.rules'))

    def test_verify(self):
        if version() < 254:
            self.skipTest(f'udevadm {version()} has no verify')
        done = subprocess.run([UDEVADM, 'verify', RULES], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


class OfOneAdapter(RulesTest):
    """what the help for a missing permission offers"""

    def rule_for(self, node):
        """As a user who may not open it is told."""
        self.bus.say(f'chmod {node} 0')
        os.chmod(self.bus.dir, 0o755)
        done = subprocess.run([CLI, 'check', '--json', '/dev/' + node], env=self.bus.env, capture_output=True,
                              text=True, check=False,
                              **({'user': NOBODY, 'group': NOBODY, 'extra_groups': []} if os.getuid() == 0 else {}))
        problem = json.loads(done.stdout)['problem']
        self.assertEqual(problem['kind'], 'no-permission')
        return problem['udev_rule']

    def test_only_this_adapter(self):
        for node, ids, driver in (('ttyUSB0', '10c4 ea60', 'cp210x'), ('ttyACM0', '303a 1001', 'cdc_acm'),
                                  ('ttyUSB0', '1234 abcd', 'usbserial_generic')):
            with self.subTest(ids=ids):
                self.plug(node, ids, driver)
                rule = self.rule_for(node)
                told = self.properties(rule, node)
                self.assert_tagged(True, told)
                self.assertEqual(told.get('ID_MM_PORT_IGNORE'), '1' if ids.startswith('303a') else None)
                self.assert_tagged(False, self.properties(rule, node, action='remove'))
                self.bus.say('unplug ' + node)
                self.plug(node, ids[:-1] + ('0' if ids[-1] != '0' else '1'), driver)
                self.assert_tagged(False, self.properties(rule, node))
                self.bus.say('unplug ' + node)

    def test_what_a_device_calls_itself(self):
        """neither a quote nor a backslash at its end gets out of the comment"""
        self.plug('ttyUSB0', '1234 5678', maker='Maker|A "name", RUN+="x" \\')
        self.assert_tagged(True, self.properties(self.rule_for('ttyUSB0'), 'ttyUSB0'))


if __name__ == '__main__':
    if not UDEVADM:
        print('udevadm is not installed')
        sys.exit(77)
    if not can_unshare():
        print('no mount namespace can be had')
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
