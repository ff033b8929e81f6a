#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""What real esptool merges, glowplug-cli takes apart again.

Usage: esptool-merge-bin.py GLOWPLUG-CLI

For each chip of the firmware collection with a bootloader, a partition table and an application of
ESP-IDF's "hello world": merged from the start of flash and from the bootloader on, with and without
padding to 2 MiB. ESPTOOL is the command that starts esptool 5, GLOWPLUG_FIRMWARE_DIR has the files;
without either the test is skipped.
"""

import csv
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

CLI = sys.argv[1]
ESPTOOL = shlex.split(os.environ.get('ESPTOOL', ''))
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
SKIPPED = 77

# bytes from the start of flash; the bootloader's is that of the list
TABLE, APP = 0x8000, 0x10000


def list_chips():
    """(chip, offset of the bootloader) of each set"""
    with open(pathlib.Path(FIRMWARE, 'INDEX.csv'), encoding='utf-8', newline='') as index:
        return [(row['chip'], int(row['offset'], 0)) for row in csv.DictReader(index)
                if pathlib.Path(row['file']).name == 'hello_bootloader.bin']


def merge(out, chip, bootloader, base, padded):
    folder = pathlib.Path(FIRMWARE, chip)
    options = ['--target-offset', hex(base)] if base else []
    options += ['--pad-to-size', '2MB'] if padded else []
    subprocess.run([*ESPTOOL, '--chip', chip, 'merge-bin', '--output', str(out), *options,
                    hex(bootloader), str(folder / 'hello_bootloader.bin'),
                    hex(TABLE), str(folder / 'hello_partition-table.bin'),
                    hex(APP), str(folder / 'hello_world.bin')], check=True, capture_output=True)


def inspect(path):
    run = subprocess.run([CLI, 'inspect', '--json', str(path)], text=True, capture_output=True,
                         check=True)
    told = json.loads(run.stdout)['files'][0]
    parts = [(part['kind'], part['file_offset']) for part in told['parts']]
    return told['kind'], told['chip'], told['offset'], parts, told['problem']


def check(directory, chip, bootloader, base, padded):
    out = pathlib.Path(directory, f'{chip}-{base:x}-{padded}.bin')
    merge(out, chip, bootloader, base, padded)
    wanted = ('merged', chip, base,
              [('bootloader', bootloader - base), ('partition-table', TABLE - base),
               ('app', APP - base)], None)
    found = inspect(out)
    if found != wanted:
        print(f'{out.name}: {found} is {wanted}')
    return found == wanted


def main():
    if not ESPTOOL or not pathlib.Path(FIRMWARE, 'INDEX.csv').is_file():
        print('skipped: ESPTOOL or GLOWPLUG_FIRMWARE_DIR is not set')
        return SKIPPED
    with tempfile.TemporaryDirectory() as directory:
        results = [check(directory, chip, bootloader, base, padded)
                   for chip, bootloader in list_chips()
                   for base in sorted({0, bootloader}) for padded in (False, True)]
    print(f'{len(results)} merged files, {results.count(False)} read differently')
    return 0 if results and all(results) else 1


if __name__ == '__main__':
    sys.exit(main())
