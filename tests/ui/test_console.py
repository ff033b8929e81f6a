#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_console.py PROGRAM [RIGD [TEST...]]: the page that shows what a board says, as a person uses it."""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
from glowdrive import Window, check, run_tests, text_of, wait  # noqa: E402
from rigbus import CP2102, FakeBus  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
RIGD = sys.argv[2] if len(sys.argv) > 2 else 'none'
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
FAST = '--practice-unpaced'
LOG = 'What the board says'
ENTRY = 'Line to send to the board'


def board(app, *args):
    return Window(PROGRAM, f'--practice=esp32?app={app}', *args)


def open_console(window):
    window.wait_text('Add a firmware file')
    window.keys('alt+2')
    window.wait_text('listening at')


def log(window):
    return text_of(window.find('text', LOG))


def wait_log(window, part):
    wait(f'“{part}” in the log', lambda: part in log(window))


def send(window, text):
    window.type(ENTRY, text)
    window.press('Send')


def choose_first_baud(window):
    """From the entry, which has the focus: behind line end and Send; the first one is Automatic."""
    window.keys('Tab', 'Tab', 'Tab', 'space', 'Down', 'Return')


def needs(what):
    def mark(test):
        test.skip = '' if what else 'nothing to flash, or no bus to plug in'
        return test
    return mark


def test_lines_appear_and_reset_shows_the_start():
    with board('counter') as window:
        open_console(window)
        wait_log(window, 'counter: ')
        window.press('Reset the board')
        wait_log(window, 'SPI_FAST_FLASH_BOOT')


def test_bootloader():
    with board('counter') as window:
        open_console(window)
        window.press('Reset the board into its bootloader')
        wait_log(window, 'waiting for download')


def test_reply_and_history():
    with board('micropython') as window:
        open_console(window)
        send(window, 'print(1)')
        wait_log(window, 'print(1)')
        send(window, 'print(2)')
        wait_log(window, 'print(2)')
        window.keys('Up', 'Up')
        wait('the line before the last', lambda: text_of(window.find('text', ENTRY)) == 'print(1)')
        window.keys('Down', 'Down')
        wait('an empty entry', lambda: text_of(window.find('text', ENTRY)) == '')


def test_control_c_goes_to_the_board():
    with board('micropython') as window:
        open_console(window)
        send(window, 'x')
        wait_log(window, '>>> ')
        before = log(window).count('>>>')
        window.keys('ctrl+c')
        wait('a new prompt', lambda: log(window).count('>>>') > before)


def test_pause_and_clear():
    with board('counter') as window:
        open_console(window)
        wait_log(window, 'counter: ')
        window.press('Pause')
        window.wait_text('paused')
        shown = log(window)
        subprocess.run(['sleep', '1.5'], check=True)
        check(log(window) == shown, 'the log goes on while it is paused')
        window.press('Pause')
        wait('the next line', lambda: log(window) != shown)
        first = log(window).splitlines()[0]
        window.press('Clear the console')
        wait('a log from the middle on', lambda: first not in log(window))


def test_find_and_filter():
    with board('flood:9600') as window:
        open_console(window)
        wait_log(window, 'sensor')
        wait_log(window, 'i2c')
        window.keys('ctrl+f')
        window.type('Find', 'sensor')
        view = window.find('text', LOG)
        wait('the match selected', lambda: view.get_text_iface().get_n_selections() == 1)
        window.press('Previous match')
        window.type('Find', 'nobody says this')
        window.press('Next match')
        window.wait_text('Not found')
        window.type('Find', '')
        window.type('Show only lines with', 'I2C|wifi')
        wait('only those lines', lambda: log(window) and 'sensor' not in log(window))
        wait_log(window, 'i2c')
        window.press('Find and filter')
        wait_log(window, 'sensor')


def test_rate_is_found_and_chosen():
    with board('noise:74880') as window:
        window.wait_text('Add a firmware file')
        window.keys('alt+2')
        window.wait_text('listening at 74880 baud')
        choose_first_baud(window)
        window.wait_text('listening at 9600 baud')


def test_bytes_and_times():
    with board('counter') as window:
        open_console(window)
        wait_log(window, 'counter: ')
        window.choose_from_menu('Console menu', 'Bytes instead of text')
        wait_log(window, '00000010  ')
        window.choose_from_menu('Console menu', 'Bytes instead of text')
        window.choose_from_menu('Console menu', 'Timestamps')
        wait('a time before the line', lambda: log(window)[2:3] == ':' and log(window)[8:9] == '.')


def test_disconnect_and_connect():
    with board('counter') as window:
        open_console(window)
        wait_log(window, 'counter: ')
        window.choose_from_menu('Console menu', 'Disconnect')
        window.wait_text('Not connected')
        check(not window.is_enabled('Reset the board'), 'a board that is not there can be reset')
        window.press('Connect')
        window.wait_text('listening at')


def test_crash_is_told():
    with board('panic') as window:
        open_console(window)
        wait_log(window, 'The program crashed: ')


def test_no_board():
    with Window(PROGRAM) as window:
        window.wait_text('Plug in a board')
        window.keys('alt+2')
        window.wait_text('Plug one in, or choose one on the page Flash.')


def test_switcher_is_no_trap():
    """What the other page has is not there for a screen reader."""
    with board('silent') as window:
        open_console(window)
        check(not window.has_text('Add a firmware file'), 'the page Flash is still there')
        window.keys('alt+1')
        window.wait_text('Add a firmware file')
        check(not window.has_text('listening at'), 'the page Console is still there')


@needs(FIRMWARE)
def test_flash_while_the_console_is_open():
    path = os.path.join(FIRMWARE, 'esp8266', 'ESP8266_GENERIC-20240105-v1.22.1.bin')
    with Window(PROGRAM, '--practice=esp8266', FAST, path) as window:
        window.wait_text('Ready to flash')
        window.keys('alt+2')
        window.wait_text('listening at')
        window.keys('alt+1')
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('Written')
        window.press('Open console')
        window.wait_text('listening at')
        wait_log(window, 'MicroPython')
        window.press('Reset the board')
        wait_log(window, 'ets Jan')


@needs(RIGD != 'none')
def test_unplug_and_replug():
    with FakeBus(RIGD, PROGRAM) as bus, bus.window() as window:
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2') + ' board=esp32 mode=running-app')
        window.wait_text('ttyUSB0 · ready')
        window.keys('alt+2')
        window.wait_text('listening at')
        window.press('Reset the board')
        wait_log(window, 'rst:')
        bus.do('unplug ttyUSB0')
        wait_log(window, 'The board was unplugged')
        bus.do(CP2102.format(node='ttyUSB1', usb='1-2') + ' board=esp32 mode=running-app')
        window.wait_text('listening at')
        before = log(window).count('rst:')
        window.press('Reset the board')
        wait('another start', lambda: log(window).count('rst:') > before)


if __name__ == '__main__':
    sys.exit(run_tests([test for name, test in list(globals().items()) if name.startswith('test_')], 2))
