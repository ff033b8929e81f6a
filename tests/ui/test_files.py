#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_files.py PROGRAM [TEST...]: what a person drops into the window, and what it says of that."""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
from firmwaresets import FIRMWARE, HELLO, PARTS, copy_chip, offsets, write_manifest, write_zip  # noqa: E402
from glowdrive import Window, check, run_tests, wait, walk  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
ESP8266 = os.path.join(FIRMWARE, 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin')
WRITTEN_OVER = ' · will be written over'
FAST = '--practice-unpaced'


def identify(window):
    window.press('Identify')
    wait('the chip', lambda: not window.has_text('Chip not read yet'))


def map_parts(window):
    """The names of the flash map's parts, as a screen reader says them."""
    flash_map = window.find('list', 'Flash map')
    return [n.get_name() for n in walk(flash_map) if n.get_role_name() == 'list item']


def test_manifest_by_the_chip():
    """Three builds, one for each chip: the one that answers decides, by itself."""
    with tempfile.TemporaryDirectory() as folder:
        with Window(PROGRAM, '--practice', FAST, write_manifest(folder)) as window:
            window.wait_text('the chip that answers decides')
            window.press('Flash')
            window.find('label', 'Written')
            window.wait_text('2 builds for other chips')
            check('0x1000' in offsets(window), f'the offsets are {offsets(window)}')


def test_manifest_hides_other_chips_and_says_so():
    with tempfile.TemporaryDirectory() as folder:
        with Window(PROGRAM, '--practice', FAST, write_manifest(folder)) as window:
            window.wait_text('the chip that answers decides')
            identify(window)
            window.wait_text('2 builds for other chips')
            window.press('Choose a build…')
            window.wait_text('For ESP32')
            window.press('2 builds for other chips')
            window.wait_text('For ESP32-S3; this board is an ESP32')


def test_folder():
    with tempfile.TemporaryDirectory() as folder:
        build = os.path.join(folder, 'build')
        copy_chip('esp32', build)
        with Window(PROGRAM, '--practice', FAST, build) as window:
            window.wait_text('hello_bootloader.bin')
            window.wait_text('Ready to flash')
            check(sorted(offsets(window)) == ['0x1000', '0x10000', '0x8000'], f'the offsets are {offsets(window)}')


def test_zip_with_many_builds():
    with tempfile.TemporaryDirectory() as folder:
        path = write_zip(os.path.join(folder, 'release.zip'))
        with Window(PROGRAM, '--practice', FAST, path) as window:
            window.wait_text('3 builds')
            identify(window)
            window.wait_text('2 builds for other chips')
            window.wait_text('hello_bootloader.bin')


def test_wrong_chip_by_typing_its_name():
    with Window(PROGRAM, '--practice', FAST, ESP8266) as window:
        window.wait_text('Ready to flash')
        identify(window)
        window.wait_text('The file is for ESP8266; this board is an ESP32')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')
        window.choose_from_menu(f'More for {os.path.basename(ESP8266)}', 'Write it although it is for another chip')
        window.wait_text('Write a file for another chip?')
        check(not window.is_enabled('Write it'), 'it can be written without typing')
        window.type('Name of the chip', 'ESP8266')
        check(not window.is_enabled('Write it'), 'it can be written with a wrong name')
        window.type('Name of the chip', 'esp32')
        wait('the act', lambda: window.is_enabled('Write it'))
        window.answer('Write it')
        window.wait_text('It is written as if it were for ESP32.')


def test_map_by_the_keyboard():
    parts = [os.path.join(FIRMWARE, 'esp32', part) for part in PARTS]
    with Window(PROGRAM, '--practice', FAST, *parts) as window:
        window.wait_text('Ready to flash')
        for _ in range(40):
            window.keys('Tab')
            if any('hello_bootloader.bin' in n and '0x1000' in n for n in window.focused()):
                break
        check(any('0x1000' in n for n in window.focused()), f'the focus is on {window.focused()}')
        window.wait_text('hello_bootloader.bin · ')
        window.keys('Right', 'Right')
        wait('the application', lambda: any('hello_world.bin' in n for n in window.focused()))
        window.wait_text('hello_world.bin · ')
        window.keys('Down')
        wait('its partition', lambda: any('factory' in n for n in window.focused()))
        window.keys('plus', 'Home')
        wait('the first partition', lambda: any('nvs' in n for n in window.focused()))


def test_map_against_the_board():
    """What the board holds shows up when it is asked, and its table is the one that counts without another."""
    parts = [os.path.join(FIRMWARE, 'esp32', part) for part in PARTS]
    with Window(PROGRAM, '--practice', FAST, *parts) as window:
        window.wait_text('Ready to flash')
        identify(window)
        before = map_parts(window)
        check(not any(WRITTEN_OVER in part for part in before), f'an empty board holds {before}')
        window.press('Flash')
        window.find('label', 'Verified')
        window.press('Identify')
        wait('what the board holds', lambda: any(WRITTEN_OVER in part for part in map_parts(window)))
        check(map_parts(window)[:len(before)] == before, f'the plan is {map_parts(window)}')
        check(map_parts(window)[len(before):] == [
            f'Bootloader · at 0x1000{WRITTEN_OVER}',
            f'Partition table · 0x8000 to 0x9000, 4 KiB{WRITTEN_OVER}',
            f'hello_world · Application · 0x10000 to 0x110000, 1 MiB{WRITTEN_OVER} · the one that starts',
        ], f'the board holds {map_parts(window)}')
        window.toggle('Flash hello_partition-table.bin')  # from here on the table is the board's
        wait('the table of the board', lambda: 'Partition table · 0x8000 to 0x9000, 4 KiB' in map_parts(window))
        check('nvs · partition data, nvs · 0x9000 to 0xf000, 24 KiB' in map_parts(window),
              f'its partitions are not among {map_parts(window)}')


def test_details():
    with Window(PROGRAM, '--practice', FAST, HELLO) as window:
        window.wait_text('Ready to flash')
        window.click(window.find('list item', os.path.basename(HELLO)))
        window.wait_text('SHA-256')
        window.wait_text('Nothing speaks against this file')
        check(window.has_text('ESP32'), f'no chip in {window.texts()}')


if __name__ == '__main__':
    if not os.path.exists(HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 1))
