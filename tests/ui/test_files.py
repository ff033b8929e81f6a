#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_files.py PROGRAM [TEST...]: what a person drops into the window, and what it says of that."""

import json
import os
import shutil
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True
from glowdrive import Failed, Window, check, run_tests, text_of, wait  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
CHIPS = {'esp32': 'ESP32', 'esp32s3': 'ESP32-S3', 'esp32c3': 'ESP32-C3'}
PARTS = {'hello_bootloader.bin': {'esp32': 0x1000, 'esp32s3': 0, 'esp32c3': 0},
         'hello_partition-table.bin': dict.fromkeys(CHIPS, 0x8000),
         'hello_world.bin': dict.fromkeys(CHIPS, 0x10000)}
HELLO = os.path.join(FIRMWARE, 'esp32/hello_world.bin')
ESP8266 = os.path.join(FIRMWARE, 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin')
FAST = '--practice-unpaced'


def copy_chip(chip, folder):
    os.makedirs(folder, exist_ok=True)
    for part in PARTS:
        shutil.copy(os.path.join(FIRMWARE, chip, part), folder)


def write_manifest(folder):
    builds = []
    for chip, family in CHIPS.items():
        copy_chip(chip, os.path.join(folder, chip))
        builds.append({'chipFamily': family, 'parts': [
            {'path': f'{chip}/{part}', 'offset': offsets[chip]} for part, offsets in PARTS.items()]})
    path = os.path.join(folder, 'manifest.json')
    with open(path, 'w', encoding='utf-8') as manifest:
        json.dump({'name': 'Hello', 'version': '1.0', 'builds': builds}, manifest)
    return path


def identify(window):
    window.press('Identify')
    wait('the chip', lambda: not window.has_text('Chip not read yet'))


def offsets(window):
    return [text_of(n) for n in window.nodes('text') if n.get_name().startswith('Offset of ') and
            n.get_extents(1).width > 0]


def menu(window, name, entry):
    window.click(next(n for n in window.nodes() if n.get_name() == f'More for {name}'))
    window.find('menu item', entry)
    for _ in range(12):
        if entry in window.focused():
            window.keys('Return')
            return
        window.keys('Down')
    raise Failed(f'the focus does not come to “{entry}”, it is on {window.focused()}')


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
        path = os.path.join(folder, 'release.zip')
        with zipfile.ZipFile(path, 'w') as archive:
            for chip in CHIPS:
                for part in PARTS:
                    archive.write(os.path.join(FIRMWARE, chip, part), f'{chip}/{part}')
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
        menu(window, os.path.basename(ESP8266), 'Write it although it is for another chip')
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
