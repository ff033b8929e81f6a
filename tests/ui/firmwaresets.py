# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Sets of real firmware for the tests of the window, in all the forms people have them in."""

import json
import os
import shutil
import zipfile

from glowdrive import text_of

FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
CHIPS = {'esp32': 'ESP32', 'esp32s3': 'ESP32-S3', 'esp32c3': 'ESP32-C3'}
PARTS = {'hello_bootloader.bin': {'esp32': 0x1000, 'esp32s3': 0, 'esp32c3': 0},
         'hello_partition-table.bin': dict.fromkeys(CHIPS, 0x8000),
         'hello_world.bin': dict.fromkeys(CHIPS, 0x10000)}
HELLO = os.path.join(FIRMWARE, 'esp32/hello_world.bin')


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


def write_zip(path):
    with zipfile.ZipFile(path, 'w') as archive:
        for chip in CHIPS:
            for part in PARTS:
                archive.write(os.path.join(FIRMWARE, chip, part), f'{chip}/{part}')
    return path


def offsets(window):
    return [text_of(n) for n in window.nodes('text') if n.get_name().startswith('Offset of ') and
            n.get_extents(1).width > 0]
