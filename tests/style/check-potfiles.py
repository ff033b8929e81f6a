#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""check-potfiles.py ROOT: po/POTFILES lists each file with words for people, sorted, and no other."""

import pathlib
import re
import sys

# A call of a gettext macro or function, or GtkBuilder's attribute.
TRANSLATABLE = re.compile(r'\b(?:_|N_|C_|NC_|Q_|d?n?p?gettext|g_d[np]?gettext2?) \(\s*"|translatable="yes"')
# Marked by their format, not by a call.
ALWAYS = ['data/glowplug.desktop.in', 'data/glowplug.gschema.xml.in', 'data/glowplug.metainfo.xml.in',
          'data/glowplug.mime.xml']


def wanted(root):
    paths = list(ALWAYS)
    for path in (root / 'src').rglob('*'):
        if path.suffix in {'.c', '.h', '.ui'} and TRANSLATABLE.search(path.read_text(encoding='utf-8')):
            paths.append(path.relative_to(root).as_posix())
    return sorted(paths)


def listed(root):
    lines = (root / 'po' / 'POTFILES').read_text(encoding='utf-8').splitlines()
    return [line for line in lines if line and not line.startswith('#')]


def main(root):
    want, have = wanted(root), listed(root)
    problems = [f'po/POTFILES lacks {path}' for path in want if path not in have]
    problems += [f'po/POTFILES lists {path}, which has nothing to translate' for path in have if path not in want]
    if not problems and have != want:
        problems.append('po/POTFILES is not sorted, or lists a file twice')
    print('\n'.join(problems) or f'{len(have)} files')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
