#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""pseudo_po.py SOURCE_ROOT DIRECTORY: two made-up translations of everything there is to translate.

en@pseudo  accents, every vowel twice (some 40 % longer), all of it between ⟦ and ⟧
ar@pseudo  Hebrew letters between ⟦ and ⟧; GTK's own Arabic turns the window from right to left

What stands on the screen outside of the brackets was never given to a translator."""

import pathlib
import re
import struct
import subprocess
import sys
import tempfile

# printf's directives, markup, entities, GLib's %I and the like stay as they are.
KEPT = re.compile(r'%(?:\d+\$)?[-+ #0\']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|q|j|z|t|L)?[diouxXeEfFgGaAcspnm%]'
                  r'|<[^<>]*>|&[a-z]+;')
ACCENTS = str.maketrans('aceghijlnorsuwyzACEGINOSUYZ', 'åçéğħîĵļñöŕšûŵýžÅÇÉĞÎÑÖŠÛÝŽ')
HEBREW = str.maketrans('abcdefghijklmnopqrstuvwxyz', 'אבגדהוזחטיכלמנסעפצקרשתאבגד')
LANGUAGES = {'en@pseudo': 'long', 'ar@pseudo': 'turned'}


def long_piece(text):
    return re.sub(r'[aeiouyAEIOUY]', lambda vowel: vowel.group() + vowel.group().lower(), text).translate(ACCENTS)


def turned_piece(text):
    return text.lower().translate(HEBREW)


def pseudo(text, kind='long'):
    """What a made-up translator makes of TEXT; the mnemonic's underscore stays where it is."""
    piece = long_piece if kind == 'long' else turned_piece
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [piece(text[end:kept.start()]), kept.group()]
        end = kept.end()
    return f'⟦{"".join(parts)}{piece(text[end:])}⟧' if text else ''


def template(root):
    """All strings, as the translators get them."""
    command = ['xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES', '--directory=.', '--output=-',
               '--add-comments', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
               '--keyword=ngettext:1,2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
               '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format']
    return subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def read_mo(data):
    count, originals, translations = struct.unpack_from('<3I', data, 8)
    for i in range(count):
        yield tuple(data[offset:offset + length].decode() for length, offset in
                    (struct.unpack_from('<2I', data, table + 8 * i) for table in (originals, translations)))


def write_mo(entries, path):
    entries = sorted((key.encode(), value.encode()) for key, value in entries.items())
    tables, strings = [], b''
    start = 28 + 16 * len(entries)
    for column in (0, 1):
        for entry in entries:
            tables.append(struct.pack('<2I', len(entry[column]), start + len(strings)))
            strings += entry[column] + b'\0'
    head = struct.pack('<7I', 0x950412de, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + b''.join(tables) + strings)


def messages(root):
    """Context and plural included, as gettext looks them up: key, then the English of it."""
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / 'all.pot'
        pot.write_bytes(template(root))
        english = subprocess.run(['msgen', pot], check=True, stdout=subprocess.PIPE).stdout
        compiled = subprocess.run(['msgfmt', '--endianness=little', '--output-file=-', '-'], input=english,
                                  check=True, stdout=subprocess.PIPE).stdout
    return {key: value for key, value in read_mo(compiled) if key}


def main(root, directory):
    known = messages(root)
    for language, kind in LANGUAGES.items():
        entries = {key: '\0'.join(pseudo(form, kind) for form in value.split('\0')) for key, value in known.items()}
        entries[''] = (f'Language: {language}\nContent-Type: text/plain; charset=UTF-8\n'
                       'Plural-Forms: nplurals=2; plural=(n != 1);\n')
        write_mo(entries, directory / language / 'LC_MESSAGES' / 'glowplug.mo')
    return 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
