#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_window.py ID RIG_DIR OPTION [TEST...]: the window of the installed Flatpak, run with OPTION (of the network).

Nothing is preloaded into the program: flatpak runs in a mount namespace where the fake bus's folders are /dev and /sys,
and makes its sandbox of those. Needs root. Run by try.sh, under tests/ui/gui.sh."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / 'ui'), str(TESTS / 'rig')]
from glowdrive import Atspi, Failed, Window, check, run_tests, wait  # noqa: E402
import fakebus  # noqa: E402

ID, RIG, SHARE = (sys.argv + [''] * 3)[1:4]
CP2102 = 'plug {} 1-2 10c4 ea60 cp210x 0001 Silicon Labs|CP2102 USB to UART Bridge Controller board=esp32 mode={}'
JTAG = 'plug {} 1-3 303a 1001 cdc_acm 7C:DF:A1:00:00:01 Espressif|USB JTAG/serial debug unit'
# what a program wants of /dev besides the ports
NODES = ('null', 'zero', 'full', 'random', 'urandom', 'tty')
# the arguments: the fake bus's folder, then the command
OWN_MACHINE = """set -e
bus=$1; shift
for node in %s; do : >"$bus/dev/$node"; mount --bind "/dev/$node" "$bus/dev/$node"; done
for folder in pts shm; do mkdir -p "$bus/dev/$folder"; mount --rbind "/dev/$folder" "$bus/dev/$folder"; done
for folder in block bus class dev devices; do mkdir -p "$bus/sys/$folder"; done
mount --rbind "$bus/dev" /dev
mount --bind "$bus/sys" /sys
exec "$@"
""" % ' '.join(NODES)


class Bus(fakebus.FakeBus):
    def __init__(self):
        os.environ['GLOW_RIGD'] = f'{RIG}/glow-rigd'
        os.environ['RIG_PRELOAD'] = f'{RIG}/devguard.so:libumockdev-preload.so.0'
        super().__init__()


class SandboxWindow(Window):
    """In a sandbox the accessibility bus sees a proxy's process."""

    def __init__(self, bus, *paths):  # pylint: disable=super-init-not-called
        self.messages = tempfile.NamedTemporaryFile('w+', encoding='utf-8')  # pylint: disable=consider-using-with
        folders = [f'--filesystem={os.path.dirname(path)}:ro' for path in paths]
        # /sys is a folder here, which libudev would not believe
        flatpak = ['flatpak', 'run', '--env=SYSTEMD_DEVICE_VERIFY_SYSFS=0', SHARE, *folders, ID, *paths]
        self.process = subprocess.Popen(['unshare', '--mount', 'sh', '-c', OWN_MACHINE, 'sh', bus.dir, *flatpak],
                                        stderr=self.messages, start_new_session=True)
        self.root = wait('the window', self._find, 60)

    def _find(self):
        if self.process.poll() is not None:
            raise Failed(f'the program ended: {self.said()}')
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == 'glowplug' and child.get_child_count() > 0:
                child.set_cache_mask(Atspi.Cache.NONE)
                return child
        return None

    def close(self):
        subprocess.run(['flatpak', 'kill', ID], check=False)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
        self.messages.close()
        time.sleep(1)


def test_inside():
    """The option does what it is there for: with a network of its own the sandbox has only the loopback."""
    run = subprocess.run(['flatpak', 'run', SHARE, '--command=sh', ID, '-c', 'cat /proc/net/dev; readlink /proc/self/ns/net'],
                         stdout=subprocess.PIPE, text=True, check=True)
    same = run.stdout.splitlines()[-1] == os.readlink('/proc/self/ns/net')
    check(same == (SHARE == '--share=network'), f'{SHARE}: {run.stdout}')


def test_ports_come_and_go():
    with Bus() as bus, SandboxWindow(bus) as window:
        window.wait_text('Plug in a board')
        for _ in range(2):
            bus.say(CP2102.format('ttyUSB0', 'download'))
            window.wait_text('ttyUSB0 · ready')
            bus.say(JTAG.format('ttyACM0'))
            window.wait_text('ttyACM0 · ready')
            bus.say('unplug ttyACM0')
            wait('no ttyACM0', lambda: not window.has_text('ttyACM0'))
            bus.say('unplug ttyUSB0')
            window.wait_text('Plug in a board')


def test_flash_by_a_port_that_came():
    with Bus() as bus, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'data.bin')
        content = os.urandom(0x8000)
        with open(path, 'wb') as file:
            file.write(content)
        with SandboxWindow(bus, path) as window:
            window.wait_text('Plug in a board')
            # no modem lines here, so no reset: it waits in its bootloader
            bus.say(CP2102.format('ttyUSB0', 'download'))
            window.wait_text('ttyUSB0 · ready')
            window.type('Offset of data.bin', '0x110000')
            window.wait_text('Ready to flash')
            window.press('Flash')
            window.find('label', 'Written')
            window.find('label', 'Verified')
            if 'GLOW_SCREENSHOT' in os.environ:
                subprocess.run(['import', '-window', 'root', os.environ['GLOW_SCREENSHOT']], check=True)
            bus.say(f'dump ttyUSB0 {folder}/flash')
        with open(f'{folder}/flash', 'rb') as flash:
            check(flash.read()[0x110000:0x118000] == content, 'something else is in the flash')


if __name__ == '__main__':
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 3))
