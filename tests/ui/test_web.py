#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_web.py PROGRAM MODULES [TEST...]: “Open from the web…” against a server on the loopback.

MODULES is the folder of the GIO module by which the program trusts that server."""

import contextlib
import os
import socket
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from firmwaresets import HELLO, write_manifest, write_zip  # noqa: E402
from glowdrive import Window, check, run_tests, wait  # noqa: E402
from webserver import WebServer  # noqa: E402

PROGRAM, MODULES = (sys.argv + ['', ''])[1:3]
FAST = '--practice-unpaced'
HINT = 'beginning with https://'


@contextlib.contextmanager
def dialog(env=None):
    with Window(PROGRAM, '--practice', FAST, env=env) as window:
        window.wait_text('Add a firmware file')
        window.choose_from_menu('Add a folder, or from the web', 'Open from the web…')
        window.wait_text(HINT)
        check('Address' in window.focused(), f'the focus is on {window.focused()}')
        yield window


def ask(window, address):
    window.type('Address', address)
    wait('Open', lambda: window.is_enabled('Open'))
    window.press('Open')


def ask_in_vain(window, address, *words):
    """It says why, keeps the address and can be asked again."""
    ask(window, address)
    for word in words:
        window.wait_text(word)
    wait('Open again', lambda: window.is_enabled('Open'))
    check(window.has_text(HINT), 'the dialog is gone')
    check(window.has_text('Add a firmware file'), 'something was added')


@contextlib.contextmanager
def server_and_dialog(fill):
    with tempfile.TemporaryDirectory() as folder:
        fill(folder)
        with WebServer(folder) as server, dialog(server.trusting(MODULES)) as window:
            yield server, window


def test_manifest():
    with server_and_dialog(write_manifest) as (server, window):
        ask(window, server.address('manifest.json'))
        time.sleep(1)  # GTK 4.8 falls over when asked about the dialog as it goes
        window.wait_text('Ready to flash the build for the chip that answers')
        check(not window.has_text(HINT), 'the dialog is still there')
        window.press('Flash')
        window.find('label', 'Written')
        window.find('label', 'Verified')
        window.wait_text('2 builds for other chips')


def test_zip():
    with server_and_dialog(lambda folder: write_zip(os.path.join(folder, 'release.zip'))) as (server, window):
        ask(window, server.address('release.zip'))
        time.sleep(1)
        window.wait_text('3 builds')


def test_file():
    def fill(folder):
        os.symlink(HELLO, os.path.join(folder, 'hello.bin'))

    with server_and_dialog(fill) as (server, window):
        ask(window, '  ' + server.address('hello.bin'))
        time.sleep(1)
        window.wait_text('Ready to flash')
        window.find('list item', 'hello.bin')


def test_what_is_not_there():
    with server_and_dialog(lambda folder: None) as (server, window):
        ask_in_vain(window, server.address('gone.bin'), '404')


def test_web_page():
    def fill(folder):
        with open(os.path.join(folder, 'page.bin'), 'w', encoding='ascii') as page:
            page.write('<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>')

    with server_and_dialog(fill) as (server, window):
        ask_in_vain(window, server.address('page.bin'), 'web page')


def test_server_that_nobody_vouches_for():
    with tempfile.TemporaryDirectory() as folder, WebServer(folder) as server, dialog() as window:
        ask_in_vain(window, server.address('manifest.json'), 'does not prove that it is 127.0.0.1')


def test_server_that_is_not_there():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))  # and nobody listens
        with dialog() as window:
            ask_in_vain(window, f'https://127.0.0.1:{taken.getsockname()[1]}/manifest.json', '127.0.0.1')


def test_http_is_refused_as_typed():
    with dialog() as window:
        window.type('Address', 'http://127.0.0.1/manifest.json')
        window.wait_text('Only https:// is opened')
        check(not window.is_enabled('Open'), 'http:// can be opened')
        window.type('Address', 'https://127.0.0.1/manifest.json')
        wait('Open', lambda: window.is_enabled('Open'))
        check(not window.has_text('Only https:// is opened'), 'it still speaks against it')


def test_nonsense():
    with dialog() as window:
        for text in ('', 'zebra', 'https://', 'ftp://127.0.0.1/x.bin', 'file:///etc/passwd', '/etc/passwd'):
            window.type('Address', text)
            time.sleep(0.2)
            check(not window.is_enabled('Open'), f'“{text}” can be opened')
        for text in ('https://[', 'https:///firmware.bin', 'https://127.0.0.1:99999/'):
            ask_in_vain(window, text, 'is no https address')


def test_cancel_while_loading():
    with server_and_dialog(write_manifest) as (server, window):
        ask(window, server.address('held/manifest.json'))
        check(server.server.asked.wait(30), 'the server was not asked')
        window.find('progress bar', 'Loading')
        check(not window.is_enabled('Open'), 'it can be asked twice')
        window.press('Cancel')
        wait('Open again', lambda: window.is_enabled('Open'))
        check(window.has_text(HINT), 'the dialog is gone')
        window.answer('Cancel')
        check(not window.has_text(HINT), 'the dialog is still there')
        window.wait_text('Add a firmware file')


if __name__ == '__main__':
    if not os.path.exists(HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 2))
