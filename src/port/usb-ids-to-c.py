#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""usb-ids-to-c.py IN.csv OUT.h: turns data/usb-ids.csv into the rows of a C table, narrowest first."""

import csv
import json
import re
import sys

KINDS = {
    'bridge': 'GLOW_USB_KIND_BRIDGE',
    'native': 'GLOW_USB_KIND_NATIVE',
    'board': 'GLOW_USB_KIND_BOARD',
}


def fail(number, text):
    raise SystemExit(f'usb-ids.csv: entry {number}: {text}')


def parse_pids(text):
    if text == '*':
        return 0x0000, 0xFFFF
    first, _, last = text.partition('-')
    return int(first, 16), int(last or first, 16)


def parse(number, row):
    if not re.fullmatch('[0-9a-f]{4}', row['vid']):
        fail(number, f'not a vendor id: {row["vid"]}')
    if not re.fullmatch(r'\*|[0-9a-f]{4}(-[0-9a-f]{4})?', row['pid']):
        fail(number, f'not a product id or a range: {row["pid"]}')
    if row['kind'] not in KINDS:
        fail(number, f'no such kind: {row["kind"]}')
    if not row['source']:
        fail(number, 'no source')
    if not row['name'] and row['kind'] != 'native':
        fail(number, 'no name')
    if not re.fullmatch('[a-z][a-z0-9_]*', row['module']):
        fail(number, f'no kernel module: {row["module"]}')
    if row['ports'] and not re.fullmatch(r'\*?\w+(\|\*?\w+)+', row['ports']):
        fail(number, f'not the names of two and more ports: {row["ports"]}')
    first, last = parse_pids(row['pid'])
    return int(row['vid'], 16), first, last, row['name'], KINDS[row['kind']], row['module'], row['ports']


def main(source, output):
    with open(source, encoding='utf-8', newline='') as file:
        rows = csv.DictReader(line for line in file if not line.startswith('#'))
        entries = [parse(number, row) for number, row in enumerate(rows, 1)]
    if len({entry[:3] for entry in entries}) != len(entries):
        raise SystemExit('usb-ids.csv: an id is listed twice')
    entries.sort(key=lambda entry: (entry[2] - entry[1], entry))
    with open(output, 'w', encoding='utf-8') as file:
        file.write('/* made from data/usb-ids.csv */\n')
        for vid, first, last, name, kind, module, ports in entries:
            texts = ', '.join(json.dumps(text) if text else 'NULL' for text in (name, module, ports))
            file.write(f'{{ 0x{vid:04x}, 0x{first:04x}, 0x{last:04x}, {kind}, {texts} }},\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
