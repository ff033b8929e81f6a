#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_desktop.py PROGRAM DESKTOP_FILE SERVICE_FILE [TEST...]: the program and the desktop it runs in: one instance,
files from a file manager, notifications, what keeps the machine awake, portals."""

import configparser
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from glowdrive import Window, check, run_tests, wait  # noqa: E402
from desktopmock import COOKIE, Desktop  # noqa: E402
import gi  # noqa: E402
gi.require_version('Gtk', '4.0')
from gi.repository import Gio, GLib, Gtk  # noqa: E402

PROGRAM, DESKTOP_FILE, SERVICE_FILE = (sys.argv + [''] * 3)[1:4]
ID = pathlib.Path(DESKTOP_FILE).stem
OBJECT = '/' + ID.replace('.', '/')
NOTES = 'org.gtk.Notifications'
FAST = '--practice-unpaced'


def firmware(folder, name, size=0x4000):
    """Data that any board takes, with its offset in no list."""
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(os.urandom(size))
    return path


def esp8266_image():
    """One segment for its RAM; the last byte of the padding is the sum of all."""
    data = os.urandom(64)
    head = struct.pack('<BBBBIII', 0xe9, 1, 2, 0x40, 0x40100000, 0x40100000, len(data))
    total = 0xef
    for byte in data:
        total ^= byte
    return (head + data).ljust(95, b'\0') + bytes([total])


class Bench:
    """A file with its offset typed in, a practice board, and a button to flash it."""

    def __init__(self, *arguments, size=0x4000, **env):
        self.folder = tempfile.TemporaryDirectory()
        self.path = firmware(self.folder.name, 'data.bin', size)
        self.window = Window(PROGRAM, '--practice', *arguments, self.path, env=env)

    def __enter__(self):
        self.window.type('Offset of data.bin', '0x110000')
        self.window.wait_text('Ready to flash')
        return self.window

    def __exit__(self, *error):
        try:
            self.window.__exit__(*error)
        finally:
            self.folder.cleanup()


# another program's window
OTHER = """import gi
gi.require_version('Gtk', '4.0')
from gi.repository import GLib, Gtk
window = Gtk.Window(title='Another program')
window.present()
GLib.timeout_add(200, lambda: print('shown', flush=True))
GLib.MainLoop().run()
"""


class OtherWindowInFront:
    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, '-c', OTHER], stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        number = subprocess.run(['xdotool', 'search', '--sync', '--onlyvisible', '--name', '^Another program$'],
                                stdout=subprocess.PIPE, text=True, check=True).stdout.split()[-1]
        subprocess.run(['xdotool', 'windowfocus', '--sync', number], check=True)

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(10)


def bring_to_front():
    number = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Glowplug$'], stdout=subprocess.PIPE,
                            text=True, check=True).stdout.split()[-1]
    subprocess.run(['xdotool', 'windowfocus', '--sync', number], check=True)


def test_notified_when_another_window_is_in_front():
    with Desktop(NOTES) as desktop, Bench(FAST) as window:
        with OtherWindowInFront():
            window.press('Flash')
            sender, number, note = wait('the notification', lambda: desktop.of('AddNotification'))[0]
            check(sender == ID, f'it comes from {sender}')
            check(note['title'] == 'Written and verified', f'it says {note}')
            check('ESP32' in note['body'], f'no board in {note}')
            check(not desktop.of('RemoveNotification'), 'it was taken back')
            bring_to_front()
            wait('the end of it', lambda: [ID, number] in desktop.of('RemoveNotification'))


def test_not_notified_when_in_front():
    with Desktop(NOTES) as desktop, Bench(FAST) as window:
        bring_to_front()
        window.press('Flash')
        window.find('label', 'Written')
        time.sleep(1)
        check(not desktop.of('AddNotification'), f'there was one: {desktop.calls}')


def test_notified_of_a_failure():
    with Desktop(NOTES) as desktop, tempfile.TemporaryDirectory() as folder:
        image = os.path.join(folder, 'esp8266.bin')
        with open(image, 'wb') as file:
            file.write(esp8266_image())
        with Window(PROGRAM, '--practice', FAST, image) as window:
            window.wait_text('Ready to flash')
            with OtherWindowInFront():
                window.press('Flash')
                note = wait('the notification', lambda: desktop.of('AddNotification'))[0][2]
            check(note['title'] == 'The file is for another chip', f'it says {note}')
            check('Nothing was written' in note['body'], f'not what is in the flash: {note}')


def test_cancelled_is_no_news():
    with Desktop(NOTES) as desktop, Bench(size=0x100000) as window:
        with OtherWindowInFront():
            window.press('Flash')
            window.wait_text('Writing · ')
            window.press('Cancel')
            window.wait_text('Cancelled')
            time.sleep(1)
        check(not desktop.of('AddNotification'), f'there was one: {desktop.calls}')


def test_kept_awake_while_flashing():
    """By the session manager, or, as newer GTK has it, by the portal."""
    by = {'GDK_DEBUG': 'portals'} if Gtk.get_minor_version() > 18 else {}
    with Desktop('org.gnome.SessionManager', 'org.freedesktop.portal.Desktop') as desktop, \
            Bench(size=0x100000, **by) as window:
        check(not desktop.of('Inhibit'), 'it keeps the machine awake with nothing to do')
        window.press('Flash')
        window.wait_text('Writing · ')
        [request] = wait('the request', lambda: desktop.of('Inhibit'))
        if len(request) == 4:
            [who, _, reason, flags] = request
            check(who == ID, f'it calls itself {who}')
        else:
            [_, flags, options] = request
            reason = options['reason']
        check(reason == 'A board is being flashed', f'the reason is “{reason}”')
        check(flags == 1 | 4, f'neither logging out nor suspending: {flags}')
        check(not desktop.of('Uninhibit') and not desktop.of('Close'), 'it was given up at once')
        window.press('Cancel')
        window.wait_text('Cancelled')
        wait('the end of it', lambda: desktop.of('Uninhibit') == [[COOKIE]] or desktop.of('Close'))


def test_second_start_adds_its_files_to_the_window():
    with tempfile.TemporaryDirectory() as folder, Window(PROGRAM) as window:
        names = ['one.bin', 'two.bin', 'three.bin']
        paths = [firmware(folder, name) for name in names]
        for arguments in (paths[:2], paths[2:]):
            subprocess.run([PROGRAM, *arguments], check=True, timeout=20)
        for name in names:
            window.find('text', f'Offset of {name}')
        frames = [node for node in window.nodes('frame') if node.get_name() == 'Glowplug']
        check(len(frames) == 1, f'{len(frames)} windows')


def test_opened_file_is_seen_from_every_page():
    with tempfile.TemporaryDirectory() as folder, Window(PROGRAM, '--practice', '--practice-unpaced') as window:
        window.wait_text('Add a firmware file')
        for name, key, there in (('one.bin', 'alt+2', 'Reset the board'), ('two.bin', 'ctrl+l', 'Check again')):
            window.keys(key)
            wait(there, lambda there=there: any(n.get_name() == there for n in window.nodes('push button')))
            subprocess.run([PROGRAM, firmware(folder, name)], check=True, timeout=20)
            window.find('text', f'Offset of {name}')
            check(not any(n.get_name() == there for n in window.nodes('push button')), 'the other page is still there')


def test_nothing_is_added_to_a_run():
    with Bench(size=0x100000) as window, tempfile.TemporaryDirectory() as folder:
        window.press('Flash')
        window.wait_text('Writing · ')
        subprocess.run([PROGRAM, firmware(folder, 'late.bin')], check=True, timeout=20)
        window.wait_text('No file can be added while a board is being flashed')
        window.press('Cancel')
        window.wait_text('Cancelled')
        check(not window.has_text('late.bin'), 'it was added all the same')


class Service:
    """The program as the session bus starts it for the installed D-Bus service."""

    def __init__(self):
        entry = configparser.RawConfigParser()
        entry.optionxform = str
        entry.read(SERVICE_FILE, encoding='utf-8')
        service = entry['D-BUS Service']
        check(service['Name'] == ID, f'the service is called {service["Name"]}')
        program, *arguments = service['Exec'].split()
        check(os.path.isabs(program) and os.path.basename(program) == 'glowplug', f'it starts {program}')
        self.file = pathlib.Path(os.environ['HOME']).parent / 'services' / f'{ID}.service'
        # as the bus would, but the program of the build, and noted
        self.noted = pathlib.Path(os.environ['HOME']) / 'pid'
        script = pathlib.Path(os.environ['HOME']) / 'start'
        script.write_text(f'#!/bin/sh\necho $$ >{self.noted}\nexec {os.path.abspath(PROGRAM)} "$@"\n', encoding='utf-8')
        script.chmod(0o755)
        self.file.write_text(f'[D-BUS Service]\nName={ID}\nExec={script} {" ".join(arguments)}\n', encoding='utf-8')
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        names = {name: os.environ[name] for name in
                 ('DISPLAY', 'GDK_BACKEND', 'GSK_RENDERER', 'GTK_A11Y', 'GSETTINGS_SCHEMA_DIR', 'HOME')
                 if name in os.environ}
        self.dbus('UpdateActivationEnvironment', GLib.Variant('(a{ss})', (names,)))
        self.dbus('ReloadConfig', None)

    def dbus(self, method, arguments):
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method, arguments,
                           None, 0, -1, None)

    def call(self, method, signature, *arguments):
        self.bus.call_sync(ID, OBJECT, 'org.freedesktop.Application', method,
                           GLib.Variant(signature, (*arguments, {})), None, 0, 20000, None)

    def window(self):
        return Running(int(wait('the program', self.noted.exists) and self.noted.read_text()))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.unlink()
        self.dbus('ReloadConfig', None)


class Running(Window):
    """A window that somebody else has started."""

    def __init__(self, pid):  # pylint: disable=super-init-not-called
        self.process = Process(pid)
        self.root = wait('the window', self._find)

    def said(self):
        return ''

    def close(self):
        self.process.terminate()


class Process:
    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        return None if os.path.exists(f'/proc/{self.pid}') else 0

    def terminate(self):
        os.kill(self.pid, 15)
        wait('its end', lambda: self.poll() is not None)


def test_started_by_the_bus_to_open_files():
    with Service() as service, tempfile.TemporaryDirectory() as folder:
        uris = [pathlib.Path(firmware(folder, name)).as_uri() for name in ('one.bin', 'two.bin')]
        service.call('Open', '(asa{sv})', uris)
        with service.window() as window:
            window.find('text', 'Offset of one.bin')
            window.find('text', 'Offset of two.bin')


ACTIONS = {'practice': 'Practice board ESP32', 'find-board': 'Nothing has appeared on USB since you opened this.'}


def desktop_actions():
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(DESKTOP_FILE, encoding='utf-8')
    check(entry['Desktop Entry']['DBusActivatable'] == 'true', 'not started by the bus')
    names = entry['Desktop Entry']['Actions'].rstrip(';').split(';')
    return {name: entry[f'Desktop Action {name}']['Exec'].split() for name in names}


def test_actions_of_the_icon():
    check(set(desktop_actions()) == set(ACTIONS), f'they are {desktop_actions()}')
    for name, want in ACTIONS.items():
        with Service() as service:
            service.call('ActivateAction', '(sava{sv})', name, [])
            with service.window() as window:
                window.wait_text(want)
            service.noted.unlink()


def test_actions_of_the_icon_without_a_bus_that_starts_programs():
    for name, (program, *arguments) in desktop_actions().items():
        check(program == 'glowplug', f'{name} starts {program}')
        with Window(PROGRAM, *arguments) as window:
            window.wait_text(ACTIONS[name])


def test_portals():
    """As in a sandbox: files, what keeps the machine awake and notifications come and go by the portals."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = firmware(folder, 'chosen.bin')
        with Desktop('org.freedesktop.portal.Desktop', files=[chosen]) as desktop, \
                Bench(FAST, GTK_USE_PORTAL='1', GDK_DEBUG='portals') as window:
            window.keys('ctrl+o')
            window.find('text', 'Offset of chosen.bin')
            [[_, title, options]] = desktop.of('OpenFile')
            check(title == 'Add firmware' and options['multiple'], f'asked for {title}, {options}')
            window.type('Offset of chosen.bin', '0x200000')
            window.wait_text('Ready to flash')
            with OtherWindowInFront():
                window.press('Flash')
                window.find('label', 'Written')
                if GLib.check_version(2, 83, 0):  # newer ones do so only in a real sandbox
                    note = wait('the notification', lambda: desktop.of('AddNotification'))[0][-1]
                    check(note['title'] == 'Written and verified', f'it says {note}')
            [[_, flags, options]] = wait('the request', lambda: desktop.of('Inhibit'))
            check(flags == 1 | 4 and options['reason'] == 'A board is being flashed', f'{flags} {options}')
            wait('the end of it', lambda: desktop.of('Close'))


if __name__ == '__main__':
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 3))
