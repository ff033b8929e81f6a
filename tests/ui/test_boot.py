#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_boot.py PROGRAM [TEST...]: whether the board started what was written, as the window tells it."""

import os
import struct
import sys
import tempfile

sys.dont_write_bytecode = True
from glowdrive import Window, check, run_tests, text_of, wait  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
FAST = '--practice-unpaced'
DIO, QIO = 2, 0
STUB = bool(os.environ.get('GLOWPLUG_STUBS_DIR'))  # without one nobody can verify an ESP8266


def image(mode):
    """An application for the ESP8266, as protocol.md 5.1 has it."""
    out = bytearray(struct.pack('<BBBBI', 0xe9, 2, mode, 0x40, 0x40100004))
    checksum = 0xef
    for address, size in ((0x40100000, 0x1240), (0x3ffe8000, 0x300)):
        data = bytes((i * 7 + address) & 0xff for i in range(size))
        out += struct.pack('<II', address, size) + data
        for byte in data:
            checksum ^= byte
    return bytes(out + bytes(15 - len(out) % 16) + bytes([checksum]))


class Board:
    """The window with a board that runs @app, and a file for it; Flash has been pressed."""

    def __init__(self, app, mode=DIO):
        self.folder = tempfile.TemporaryDirectory()
        path = os.path.join(self.folder.name, 'firmware.bin')
        with open(path, 'wb') as file:
            file.write(image(mode))
        self.window = Window(PROGRAM, f'--practice=esp8266?app={app}', FAST, path)

    def __enter__(self):
        window = self.window.__enter__()
        window.wait_text('Ready to flash')
        window.press('Flash')
        return window

    def __exit__(self, *args):
        self.window.__exit__(*args)
        self.folder.cleanup()


def test_booted():
    with Board('espeasy') as window:
        window.wait_text('watching it start · at most')
        window.find('label', 'Booted')
        window.find('label', 'Written')
        window.wait_text('ESPEasy has started' if STUB else 'The ESP8266\'s ROM can\'t compute a digest of its flash')
        check(window.progress() == 1, 'the bar is not full')
        wait('the result in focus', lambda: any('Booted' in name for name in window.focused()))
        check(not window.has_text('Details'), 'there is a card without a failure')


def test_report_after_a_success():
    with Board('espeasy') as window:
        window.find('label', 'Booted')
        window.choose_from_menu('Main menu', 'Report a problem…')
        window.wait_text('Read it before you send it')
        report = text_of(window.find('text', 'Report'))
        check(f'Written: yes, verified: {"yes" if STUB else "not checked"}' in report, report)
        check('ets Jan  8 2013' in report.split('Console:\n')[1], report)


def test_restarts():
    with Board('panic') as window:
        window.find('label', 'Restarts')
        window.wait_text('The board restarts every')
        window.wait_text('The firmware crashes.')
        window.find('label', 'Written')
        check(not window.has_text('Flash again with DIO'), 'a repair is offered that does not help')
        window.press('Report …')
        window.wait_text('Read it before you send it')
        window.press('Copy')
        window.wait_text('Copied')


def test_repair_repairs():
    with Board('wrong-mode', QIO) as window:
        window.find('label', 'Not booted')
        window.wait_text('The board does not start its firmware')
        window.press('Flash again with DIO')
        window.find('label', 'Booted')
        check(not window.has_text('The board does not start its firmware'), 'the card stays')


def test_skip():
    with Board('silent') as window:
        window.wait_text('watching it start')
        window.press('Skip')
        window.find('label', 'Unproven')
        window.find('label', 'Written')
        check(window.is_enabled('Flash'), 'Flash can not be pressed again')
        check(not window.has_text('Booted'), 'silence is called a success')


if __name__ == '__main__':
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 1))
