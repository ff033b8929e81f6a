#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Real esptool and glowplug-cli read the same from every image of the firmware collection.

Usage: esptool-image-info.py GLOWPLUG-CLI

Each image that glowplug-cli finds is cut out of its file and given to `esptool image-info`; files
in which it finds none must be none for esptool either. ESPTOOL is the command that starts esptool
5, GLOWPLUG_FIRMWARE_DIR has the files; without either the test is skipped.
"""

import csv
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

CLI = sys.argv[1]
ESPTOOL = shlex.split(os.environ.get('ESPTOOL', ''))
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
SKIPPED = 77

# esptool takes a byte of code for a chip id (firmware-files.md trap 10).
MISDETECTED = {'nonos_boot_v1.7.bin': 'esp32s31'}

MEGA = 1024 * 1024
SEGMENT = re.compile(r'^ *\d+  0x([0-9a-f]+)  0x([0-9a-f]+)  0x([0-9a-f]+)  (.*)$', re.M)

# What esptool leaves out in some cases: the descriptor of bootloaders for chips whose code and data
# share one memory, everything of the RTOS SDK behind the checksum (firmware-files.md trap 11).
NOT_SHOWN = ('app', 'bootloader', 'digest')

# Our names of memories, and the words of esptool that mean the same.
MEMORIES = {
    'padding': ['PADDING'], 'IROM': ['IROM'], 'DROM': ['DROM'], 'IROM/DROM': ['IROM', 'DROM'],
    'IRAM': ['IRAM'], 'DRAM': ['DRAM'], 'RAM': ['IRAM', 'DRAM'], 'cache': ['CACHE_PRO', 'CACHE_APP'],
    'RTC fast': ['RTC_IRAM', 'RTC_DRAM'], 'RTC slow': ['RTC_DATA'],
    'LP RAM': ['RTC_IRAM', 'RTC_DRAM', 'LP_IRAM', 'LP_DRAM'], 'TCM': ['MEM_SPM'],
}


def to_bytes(text):
    """"512KB" or "4MB-c1" as bytes"""
    match = re.match(r'(\d+)(KB|MB)', text)
    return int(match[1]) * (1024 if match[2] == 'KB' else MEGA)


def field(text, pattern):
    match = re.search(pattern, text, re.M)
    return match[1] if match else None


def run_esptool(path, chip=None):
    arguments = ['--chip', chip] if chip else []
    run = subprocess.run([*ESPTOOL, *arguments, 'image-info', str(path)], text=True,
                         capture_output=True, env={**os.environ, 'NO_COLOR': '1'}, check=False)
    return run.stdout if run.returncode == 0 else None


def to_efuse(text):
    """"1.2" as major * 100 + minor"""
    major, minor = text.split('.')
    return int(major) * 100 + int(minor)


def read_app(text):
    compiled = field(text, r'^Application Information\n(?:.*\n)*?Compile time: (.*)') or ''
    return {
        'project': field(text, r'^Project name: (.*)'),
        'version': field(text, r'^App version: (.*)'),
        'compiled': ' '.join(compiled.split()),
        'idf_version': field(text, r'^ESP-IDF: (.*)'),
        'elf_digest': field(text, r'^ELF file SHA256: (\w+)'),
        'min_efuse_block': to_efuse(field(text, r'^Minimal eFuse block revision: (\S+)') or '0.0'),
        'max_efuse_block': to_efuse(field(text, r'^Maximal eFuse block revision: (\S+)') or '0.0'),
        'secure_version': int(field(text, r'^Secure version: (\d+)') or 0),
    }


def read_bootloader(text):
    return {
        'version': int(field(text, r'^Bootloader version: (\d+)')),
        'idf_version': field(text, r'^ESP-IDF: (.*)'),
        'date_time': ' '.join(field(text, r'^Compile time: (.*)').split()),
    }


def read_esptool(text):
    digest = field(text, r'^Validation hash: .*\((\w+)')
    frequency = field(text, r'^Flash freq: (\d+)m')
    theirs = {
        'entry': int(field(text, r'^Entry point: (0x[0-9a-f]+)'), 16),
        'flash_mode': field(text, r'^Flash mode: (\w+)').lower(),
        'flash_size': to_bytes(field(text, r'^Flash size: (\S+)')),
        'flash_freq_mhz': int(frequency) if frequency else None,
        'checksum': int(field(text, r'^Checksum: (0x[0-9a-f]+)'), 16),
        'checksum_valid': field(text, r'^Checksum: \w+ \((\w+)') == 'valid',
        'digest': field(text, r'^Validation hash: (\w+)') or '',
        'digest_valid': digest is None or digest == 'valid',
        'segments': [(int(address, 16), int(size, 16)) for size, address, _, _
                     in SEGMENT.findall(text)],
        'app': read_app(text) if 'Application Information' in text else None,
        'bootloader': read_bootloader(text) if 'Bootloader Information' in text else None,
    }
    chip_id = field(text, r'^Chip ID: (\d+)')
    pin = field(text, r'^WP pin: (0x[0-9a-f]+)')
    if chip_id is not None:
        theirs['chip_id'] = int(chip_id)
    if pin is not None:
        theirs['write_protect_pin'] = int(pin, 16)
    return theirs


def read_our_app(app):
    ours = {name: app[name] for name in ('project', 'version', 'idf_version', 'elf_digest',
                                         'min_efuse_block', 'max_efuse_block', 'secure_version')}
    ours['compiled'] = ' '.join(f'{app["date"]} {app["time"]}'.split())
    return ours


def read_our_bootloader(boot):
    return {'version': boot['version'], 'idf_version': boot['idf_version'],
            'date_time': ' '.join(boot['date_time'].split())}


def read_ours(part):
    ours = {name: part.get(name) for name in
            ('entry', 'flash_mode', 'flash_size', 'flash_freq_mhz', 'checksum', 'checksum_valid',
             'digest_valid', 'chip_id', 'write_protect_pin')}
    # the CRC-32 of format v2 is none of esptool's lines
    ours['digest'] = part['digest'] if len(part['digest']) == 64 else ''
    # esptool rounds the sizes of segments up to words
    ours['segments'] = [(segment['address'], segment['size'] + 3 & ~3 if segment['address'] else
                         segment['size']) for segment in part['segments']]
    ours['app'] = read_our_app(part['app']) if 'app' in part else None
    ours['bootloader'] = read_our_bootloader(part['bootloader']) if 'bootloader' in part else None
    return ours


def compare_memories(text, part):
    """Places in the file and names of memories; esptool counts from the segment's header."""
    problems = []
    for (_, address, offset, memories), segment in zip(SEGMENT.findall(text), part['segments']):
        theirs = {word.strip() for word in memories.split(',')}
        place = segment['file_offset'] - part['file_offset']
        if int(offset, 16) != place - 8 and int(offset, 16) != place:
            problems.append(f'segment 0x{address}: at 0x{place:x}, not 0x{offset}')
        if memories.strip() and not theirs.intersection(MEMORIES.get(segment['region'], [])):
            problems.append(f'segment 0x{address}: {segment["region"]} is {memories}')
    return problems


def compare_revisions(text, part):
    low = field(text, r'^Minimal chip revision: v([\d.]+)')
    high = field(text, r'^Maximal chip revision: v([\d.]+)')
    old = field(text, r'legacy min_rev = (\d+)')
    if low is None:
        return []
    minimum, maximum = (int(major) * 100 + int(minor) for major, minor in
                        (low.split('.'), high.split('.')))
    if maximum == 0 or (maximum == 65535 and minimum == 0 and int(old) > 0):
        minimum = int(old) * (1 if part['chip'] == 'esp32c3' else 100)
        maximum = 65535
    found = (part['min_revision'], part['max_revision'])
    return [] if found == (minimum, maximum) else [f'revisions: {found} is {minimum, maximum}']


def compare_chip(name, text, part):
    """Returns what is wrong, and esptool's text for the right chip."""
    chip = field(text, r'^Detected image type: (\S+)').lower().replace('-', '')
    if chip == part['chip']:
        return [], text
    if MISDETECTED.get(name) == chip:
        return [], None
    return [f'chip: {part["chip"]} is {chip}'], None


def compare_part(directory, path, part):
    cut = pathlib.Path(directory, path.name)
    content = path.read_bytes()
    cut.write_bytes(content[part['file_offset']:part['file_offset'] + part['size']])
    text = run_esptool(cut)
    if text is None and path.name not in MISDETECTED:
        return ['esptool finds no image']
    problems, text = compare_chip(path.name, text, part) if text else ([], None)
    text = text or run_esptool(cut, part['chip'])
    if text is None:
        return problems + ['esptool can\'t read it']
    theirs, ours = read_esptool(text), read_ours(part)
    # one code for 40 and 80 MHz on the ESP32-C6 (protocol.md 3.10)
    if part['chip'] == 'esp32c6' and {theirs['flash_freq_mhz'], ours['flash_freq_mhz']} == {40, 80}:
        ours['flash_freq_mhz'] = theirs['flash_freq_mhz']
    problems += [f'{name}: {ours[name]} is {value}' for name, value in theirs.items()
                 if ours[name] != value and not (name in NOT_SHOWN and not value)]
    return problems + compare_memories(text, part) + compare_revisions(text, part)


def compare_file(directory, path):
    run = subprocess.run([CLI, 'inspect', '--json', str(path)], text=True, capture_output=True,
                         check=False)
    parts = [part for part in json.loads(run.stdout)['files'][0]['parts'] if 'entry' in part]
    if not parts and run_esptool(path) is not None:
        return 0, ['esptool finds an image']
    problems = []
    for part in parts:
        problems += [f'at 0x{part["file_offset"]:x}: {problem}'
                     for problem in compare_part(directory, path, part)]
    return len(parts), problems


def list_files():
    with open(pathlib.Path(FIRMWARE, 'INDEX.csv'), encoding='utf-8', newline='') as index:
        return [pathlib.Path(FIRMWARE, row['file']) for row in csv.DictReader(index)
                if row['file'].endswith('.bin')]


def main():
    if not ESPTOOL or not pathlib.Path(FIRMWARE, 'INDEX.csv').is_file():
        print('skipped: ESPTOOL or GLOWPLUG_FIRMWARE_DIR is not set')
        return SKIPPED
    n_files = n_images = n_problems = 0
    with tempfile.TemporaryDirectory() as directory:
        for path in list_files():
            images, problems = compare_file(directory, path)
            n_files += 1
            n_images += images
            n_problems += len(problems)
            for problem in problems:
                print(f'{path.parent.name}/{path.name}: {problem}')
    print(f'{n_images} images in {n_files} files compared, {n_problems} differences')
    return 1 if n_problems or not n_images else 0


if __name__ == '__main__':
    sys.exit(main())
