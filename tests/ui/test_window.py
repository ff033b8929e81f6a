#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_window.py PROGRAM [TEST...]: the window with practice boards, as a person uses it."""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
from glowdrive import Failed, Window, check, run_tests, text_of, wait  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
ESPEASY = os.path.join(FIRMWARE, 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin')
MICROPYTHON = os.path.join(FIRMWARE, 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin')
PARTITIONS = os.path.join(FIRMWARE, 'esp32/hello_partition-table.bin')
HELLO = os.path.join(FIRMWARE, 'esp32/hello_world.bin')
FAST = '--practice-unpaced'


def name(path):
    return os.path.basename(path)


def flash_and_read(chip, path, facts, verified):
    with Window(PROGRAM, f'--practice={chip}', FAST, path) as window:
        window.wait_text('Ready to flash')
        window.press('Flash')
        wait('a moving bar', lambda: window.progress() > 0)
        window.find('label', 'Written')
        window.find('label', verified)
        window.wait_text(facts)
        check(window.progress() == 1, 'the bar is not full')
        check(any(n.startswith(f'Written, {verified}') for n in window.focused()), f'the focus is on {window.focused()}')
        check(window.is_enabled('Flash'), 'Flash can not be pressed again')
        return window.texts()


def test_flash_esp32():
    flash_and_read('esp32', ESPEASY, 'ESP32-', 'Verified')


def test_flash_esp8266():
    """Its ROM has no digest of the flash: without a stub nothing can be said, and the reason is."""
    if os.environ.get('GLOWPLUG_STUBS_DIR'):
        flash_and_read('esp8266', MICROPYTHON, 'ESP8266', 'Verified')
    else:
        texts = flash_and_read('esp8266', MICROPYTHON, 'ESP8266', 'Not verified')
        check(any('ROM' in text for text in texts), f'no reason in {texts}')


def test_empty_window_says_what_to_do():
    with Window(PROGRAM) as window:
        window.wait_text('Plug in a board')
        window.wait_text('Drop firmware here or add it')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')
        window.press('Use a practice board')
        window.wait_text('Practice board ESP32')
        window.wait_text('Add a firmware file')


def test_identify():
    with Window(PROGRAM, '--practice', FAST) as window:
        window.wait_text('Chip not read yet')
        window.press('Identify')
        window.wait_text('4 MiB · ')
        window.wait_text('Add a firmware file')


def refuse(chip, path, words):
    with Window(PROGRAM, f'--practice={chip}', FAST, path) as window:
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('The file is for another chip')
        window.wait_text('Nothing was written')
        window.wait_text(words)
        check(not window.has_text('Verified'), 'it claims to be verified')


def test_esp32_file_on_esp8266():
    refuse('esp8266', ESPEASY, 'The file is for ESP32; this board is an ESP8266')


def test_esp8266_file_on_esp32():
    refuse('esp32', MICROPYTHON, 'The file is for ESP8266; this board is an ESP32')


def test_offsets_are_checked_as_typed():
    entry = f'Offset of {name(HELLO)}'
    with Window(PROGRAM, '--practice', FAST, HELLO) as window:
        window.wait_text('Ready to flash')
        for text, words in (('0x1001', 'An offset is a multiple of 0x1000; 0x1001 is not.'),
                            ('zebra', '“zebra” is not an offset'),
                            ('', 'Type the offset this file belongs at')):
            window.type(entry, text)
            window.wait_text(words)
            check(not window.is_enabled('Flash'), f'Flash can be pressed with “{text}”')
        window.type(entry, '0x20000')
        window.wait_text('Ready to flash')


def test_end_of_the_flash_is_known_after_contact():
    with Window(PROGRAM, '--practice', FAST, HELLO) as window:
        window.type(f'Offset of {name(HELLO)}', '0x3ff000')
        window.wait_text('Ready to flash')
        window.press('Identify')
        window.wait_text('beyond the 4 MiB of this board')


def test_files_that_overlap():
    with Window(PROGRAM, '--practice', FAST, HELLO, PARTITIONS) as window:
        window.wait_text('Ready to flash')
        window.type(f'Offset of {name(PARTITIONS)}', '0x11000')
        window.wait_text(f'Overlaps with {name(HELLO)}')
        window.wait_text(f'Overlaps with {name(PARTITIONS)}')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')
        window.toggle(f'Flash {name(PARTITIONS)}')
        window.wait_text('Ready to flash')


def test_files_that_are_none():
    with tempfile.TemporaryDirectory() as folder:
        empty = os.path.join(folder, 'empty.bin')
        with open(empty, 'wb'):
            pass
        for path in (os.path.join(folder, 'missing.bin'), empty, folder):
            with Window(PROGRAM, '--practice', FAST, path) as window:
                window.wait_text('The file can\'t be read')
                check(not window.is_enabled('Flash'), 'Flash can be pressed')


def test_damaged_file():
    with tempfile.TemporaryDirectory() as folder:
        damaged = os.path.join(folder, 'damaged.bin')
        with open(HELLO, 'rb') as source, open(damaged, 'wb') as target:
            target.write(source.read()[:-4096])
        with Window(PROGRAM, '--practice', FAST, damaged) as window:
            wait('a reason', lambda: not window.has_text('Reading') and not window.has_text('Ready to flash'))
            check(not window.is_enabled('Flash'), 'Flash can be pressed')


def test_file_is_read_again_at_flash():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'app.bin')
        with open(HELLO, 'rb') as source, open(path, 'wb') as target:
            target.write(source.read())
        with Window(PROGRAM, '--practice', FAST, path) as window:
            window.wait_text('Ready to flash')
            os.unlink(path)
            window.press('Flash')
            window.wait_text('The file can\'t be read')
            check(not window.has_text('Written'), 'a file that is gone was written')


def test_cancel_tells_the_truth():
    with Window(PROGRAM, '--practice', ESPEASY) as window:
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('Writing · ')
        wait('a few percent', lambda: window.progress() > 0.1)
        window.press('Cancel')
        window.wait_text('Cancelled. The flash is partly overwritten', 3)
        window.find('label', 'Not written')
        window.press('Flash')
        window.wait_text('Writing · ')


def test_keyboard_alone():
    with Window(PROGRAM, '--practice', FAST, HELLO, PARTITIONS) as window:
        window.wait_text('Ready to flash')
        rows = [name(HELLO), name(PARTITIONS)]
        listed = lambda: [n.get_name() for n in window.nodes('list item') if n.get_name() in rows]  # noqa: E731
        window.keys('Tab')
        while name(HELLO) not in window.focused():
            window.keys('Tab')
        window.keys('alt+Down')
        wait('the other order', lambda: listed() == rows[::-1])
        wait('the focus on the moved row', lambda: name(HELLO) in window.focused())
        window.keys('Delete')
        wait('one file less', lambda: listed() == [name(PARTITIONS)])
        window.keys('ctrl+Return')
        window.find('label', 'Written')


def test_close_asks_while_flashing():
    with Window(PROGRAM, '--practice', ESPEASY) as window:
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('Writing · ')
        window.press('Close')
        window.wait_text('Stop flashing?')
        window.answer('Keep flashing')
        window.wait_text('Writing · ')
        window.press('Close')
        window.wait_text('Stop flashing?')
        window.answer('Stop and close')
        check(window.wait_end() == 0, 'it did not end well')


def test_second_start_reaches_the_first():
    with Window(PROGRAM, '--practice', FAST) as window:
        window.wait_text('Add a firmware file')
        second = os.spawnl(os.P_WAIT, PROGRAM, PROGRAM, '--practice=esp8266', MICROPYTHON)
        check(second == 0, f'the second start ended with {second}')
        window.wait_text('Practice board ESP8266')
        window.wait_text('Ready to flash')


def test_unknown_practice_board():
    check(os.spawnl(os.P_WAIT, PROGRAM, PROGRAM, '--practice=z80') == 1, 'a Z80 was accepted')


def test_everything_comes_back():
    if 'GSETTINGS_SCHEMA_DIR' not in os.environ:
        raise Failed('GSETTINGS_SCHEMA_DIR is not set')
    settings = {'GSETTINGS_BACKEND': 'keyfile'}
    with Window(PROGRAM, '--practice', FAST, HELLO, PARTITIONS, env=settings) as window:
        window.wait_text('Ready to flash')
        window.type(f'Offset of {name(HELLO)}', '0x20000')
        window.toggle(f'Flash {name(PARTITIONS)}')
        window.click(window.find('list item', 'Options'))
        window.toggle('Start clean')
        window.wait_text('erase everything first')
        window.press('Close')
        check(window.wait_end() == 0, 'it did not end well')
    with Window(PROGRAM, '--practice', FAST, env=settings) as window:
        # an application alone, and nothing of the board stays
        window.wait_text('This file alone would not start')
        window.wait_text('erase everything first')
        offset = text_of(window.find('text', f'Offset of {name(HELLO)}'))
        check(offset == '0x20000', f'the offset is {offset}')


if __name__ == '__main__':
    if not os.path.exists(ESPEASY):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 1))
