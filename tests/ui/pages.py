# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Every page and dialog of the window, one after the other, in any language: for tests that look at all of them.

A tour is a generator that yields the name of each stop with the window at it. Buttons are named in
English; in a made-up language they are looked for as its translator would call them."""

import json
import os
import signal
import subprocess
import tempfile
import time

from firmwaresets import FIRMWARE, HELLO, write_zip
from glowdrive import Atspi, Failed, Window, slow, wait
from pseudo_po import pseudo
from rigbus import CH340, CP2102, FakeBus, Program

ESPEASY = os.path.join(FIRMWARE, 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin')
MICROPYTHON = os.path.join(FIRMWARE, 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin')
PARTITIONS = os.path.join(FIRMWARE, 'esp32/hello_partition-table.bin')
BOOTLOADER = os.path.join(FIRMWARE, 'esp32/hello_bootloader.bin')
FAST = '--practice-unpaced'


class Guide:
    """Where the tours get their windows from, and how the things in them are called there."""

    def __init__(self, program, kind=None, width=800, height=760, probe=None, env=None):
        self.program, self.kind, self.size = program, kind, (width, height)
        self.probe_file = os.path.join(os.environ['HOME'], 'probe.json')
        self.env = dict(env or {})
        if probe:
            self.env.update(GIO_EXTRA_MODULES=probe, GLOW_PROBE_FILE=self.probe_file)

    def name(self, text):
        return pseudo(text, self.kind) if self.kind else text

    def part(self, text):
        return self.name(text)[1:-1] if self.kind else text

    def window(self, *args, bus=None, env=None):
        env = {**self.env, **(env or {})}
        if bus:
            window = bus.window(*args, **env)
        else:
            window = Window(self.program, *args, env=env)
        return Visit(window, self)


class Visit:
    """A window on a tour."""

    def __init__(self, window, guide):
        self.window, self.guide = window, guide

    def resize(self):
        window = self.x_windows()[-1]
        width, height = map(str, self.guide.size)
        subprocess.run(['xdotool', 'windowsize', '--sync', window, width, height, 'windowfocus', '--sync', window],
                       check=True, timeout=20)
        subprocess.run(['xdotool', 'mousemove', '1439', '999'], check=True)  # no tool tip under it
        time.sleep(0.4)

    def x_windows(self):
        return wait('an X window', lambda: subprocess.run(
            ['xdotool', 'search', '--onlyvisible', '--name', '^Glowplug$'], stdout=subprocess.PIPE, text=True,
            check=False).stdout.split())

    def until(self, part):
        self.window.wait_text(self.guide.part(part))

    def until_label(self, text):
        self.window.find('label', self.guide.name(text))

    def press(self, name, role='push button'):
        self.window.press(self.guide.name(name), role)

    def click(self, name):
        """With the mouse: for menu buttons and list rows."""
        name = self.guide.name(name)
        self.window.click(wait(f'“{name}”', lambda: next(
            (n for n in self.window.nodes('push button', 'list item') if n.get_name().startswith(name)), None)))
        time.sleep(0.5)

    def do(self, action, role='frame', index=0):
        """An action of the window or of a row, whatever the menu calls it."""
        nodes = [n for n in self.window.nodes(role) if action in actions_of(n)]
        if not nodes:
            raise Failed(f'no {role} has the action {action}')
        node = nodes[index]
        Atspi.Action.do_action(node.get_action_iface(), actions_of(node).index(action))
        time.sleep(0.7)

    def keys(self, *keys):
        """To whatever has the focus; there is no window manager to give it away."""
        subprocess.run(['xdotool', 'key', '--delay', '30', *keys], check=True)
        time.sleep(1)  # GTK 4.8 falls over when it is asked about a window that is being torn down

    def focus_newest(self):
        ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.window.process.pid)],
                             stdout=subprocess.PIPE, text=True, check=False).stdout.split()
        subprocess.run(['xdotool', 'windowfocus', '--sync', ids[-1]], check=False)

    def leave(self):
        """Out of a dialog or a menu."""
        self.focus_newest()
        self.keys('Escape')

    def probe(self):
        """What GTK knows of every window."""
        path = self.guide.probe_file
        if os.path.exists(path):
            os.unlink(path)
        self.window.process.send_signal(signal.SIGUSR1)
        return wait('the probe', lambda: read_json(path))

    def __enter__(self):
        self.window.__enter__()
        self.resize()
        return self

    def __exit__(self, *error):
        self.window.__exit__(*error)


def read_json(path):
    try:
        with open(path, encoding='utf-8') as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def actions_of(node):
    action = node.get_action_iface()
    count = Atspi.Action.get_n_actions(action) if action else 0
    return [Atspi.Action.get_action_name(action, i) for i in range(count)]


def tour_without_a_board(guide):
    with guide.window() as visit:
        visit.until('Plug in a board')
        yield 'nothing yet', visit
        visit.do('win.open-web')
        yield 'from the web', visit
        visit.leave()
        visit.do('win.show-help-overlay')
        yield 'shortcuts', visit
        visit.leave()
        visit.click('Main menu')
        yield 'main menu', visit
        visit.leave()
        visit.do('win.find-board')
        visit.until('Nothing has appeared on USB since you opened this.')
        yield 'looking for a board', visit


def tour_of_files(guide):
    with guide.window('--practice', FAST, BOOTLOADER, PARTITIONS, HELLO) as visit:
        visit.until('Ready to flash')
        yield 'ready', visit
        visit.click('Options')
        yield 'options', visit
        visit.do('file.details', 'list item')
        yield 'details', visit
        visit.leave()
        visit.press('Identify')
        visit.window.wait_text('4 MiB')
        yield 'identified', visit
        visit.do('win.flash')
        visit.until_label('Written')
        yield 'written', visit


def tour_of_a_set(guide):
    with tempfile.TemporaryDirectory() as folder:
        archive = write_zip(os.path.join(folder, 'release.zip'))
        with guide.window('--practice', FAST, MICROPYTHON, archive) as visit:
            visit.until('the chip that answers decides')
            visit.press('Identify')
            visit.until('this board is an')
            yield 'a file for another chip', visit
            visit.press('Choose a build…')
            time.sleep(1)
            yield 'builds', visit


def tour_of_a_run(guide):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'app.bin')
        os.symlink(ESPEASY, path)
        with guide.window('--practice', path, env=slow()) as visit:
            visit.until('Ready to flash')
            visit.do('win.flash')
            visit.until('Writing')
            yield 'writing', visit
            visit.do('window.close')
            visit.until('Stop flashing?')
            yield 'stop?', visit
            visit.leave()
            visit.do('win.cancel')
            visit.until('Cancelled')
            yield 'cancelled', visit
            os.unlink(path)
            visit.do('win.flash')
            visit.until('The file can\'t be read')
            yield 'a file that is gone', visit


def tour_of_the_board(guide):
    with guide.window('--practice', FAST, '--practice=esp8266', HELLO) as visit:
        visit.until('Ready to flash')
        visit.click('Choose a board')
        yield 'the list of boards', visit
        visit.leave()
        visit.click('More for this board')
        yield 'the menu of a board', visit
        visit.leave()
        visit.do('win.flash')
        visit.until('The file is for another chip')
        yield 'failed', visit
        visit.do('win.link-check')
        visit.until('Everything works, from the USB plug to the bootloader.')
        yield 'link check', visit


def tour_of_the_console(guide):
    with guide.window('--practice=esp32?app=counter', FAST) as visit:
        visit.until('Add a firmware file')
        visit.do('win.show-console')
        wait('the button', lambda: any(n.get_name() == guide.name('Reset the board')
                                       for n in visit.window.nodes('push button')))
        time.sleep(1)
        yield 'console', visit
        visit.keys('ctrl+f')
        yield 'search in the console', visit
        visit.click('Console menu')
        yield 'console menu', visit
        visit.leave()


def tour_of_settings(guide):
    with guide.window('--practice=esp32?app=improv', FAST) as visit:
        visit.until('Add a firmware file')
        visit.do('win.set-up-board')
        visit.until('is ready for its settings')
        time.sleep(1)
        yield 'Wi-Fi', visit
        visit.leave()


def tour_of_many_settings(guide):
    with guide.window('--practice=esp32?app=espeasy', FAST) as visit:
        visit.until('Add a firmware file')
        visit.do('win.set-up-board')
        visit.until('is ready for its settings')
        time.sleep(1)
        yield 'settings', visit
        visit.leave()


def plug(bus, spec=CP2102, node='ttyUSB0', usb='1-2', more='board=esp32 mode=running-app'):
    bus.do(spec.format(node=node, usb=usb) + ' ' + more)


def tour_of_ports(guide, rigd):
    """Ports that can't be used, on a fake USB bus."""
    with FakeBus(rigd, guide.program) as bus, guide.window(HELLO, bus=bus) as visit:
        plug(bus)
        visit.window.wait_text('ttyUSB0')
        with Program('picocom', bus.terminal('ttyUSB0')):
            visit.window.wait_text('picocom')
            yield 'in use', visit
            visit.do('win.flash')
            visit.until('Waiting until')
            yield 'waiting', visit
            visit.do('win.cancel')
        bus.do('unplug ttyUSB0')
        visit.until('Plug in a board')
        bus.do('device 1-3 1a86 7523 - - QinHeng|USB Serial')
        visit.window.wait_text('ch341')
        yield 'no driver', visit
        bus.do('remove 1-3')
        visit.until('Plug in a board')
        plug(bus, CH340, 'ttyUSB3', '1-4', 'board=esp32 mode=silent')
        visit.until('Ready to flash')
        visit.do('win.flash')
        visit.until('The board needs a hand')
        yield 'a hand is needed', visit
        visit.do('win.cancel')
        visit.until('Cancelled')
        visit.do('win.link-check')
        visit.until('Hold BOOT')
        yield 'link check of a silent board', visit
        visit.do('win.back')
        bus.do('unplug ttyUSB3')
        visit.until('Plug in a board')
        with Program('brltty', os.devnull, True):
            plug(bus, node='ttyUSB5', usb='1-5')
            bus.do('lose ttyUSB5 usbfs')
            visit.until('claimed by')
            yield 'taken by the braille service', visit
            visit.press('What helps')
            visit.window.wait_text('systemctl')
            yield 'what helps', visit
            visit.leave()


def tour_of_ports_if_there(guide, rigd):
    if rigd and 'GLOW_RIG_PRELOAD' in os.environ:
        yield from tour_of_ports(guide, rigd)


# A process for each: libatspi may fall over what is left of a program that has ended.
TOURS = {
    'without_a_board': lambda guide, rigd: tour_without_a_board(guide),
    'files': lambda guide, rigd: tour_of_files(guide),
    'a_set': lambda guide, rigd: tour_of_a_set(guide),
    'a_run': lambda guide, rigd: tour_of_a_run(guide),
    'many_settings': lambda guide, rigd: tour_of_many_settings(guide),
    'settings': lambda guide, rigd: tour_of_settings(guide),
    'the_board': lambda guide, rigd: tour_of_the_board(guide),
    'the_console': lambda guide, rigd: tour_of_the_console(guide),
    'ports': tour_of_ports_if_there,
}
