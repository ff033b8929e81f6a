#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""check-guide.py ROOT: the guide has a page for each code of GLOW_ERROR, under the title that the window shows;
each link of a page leads somewhere, each page is reached from the first one, and each is installed."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

MALLARD = '{http://projectmallard.org/1.0/}'
ENUM = re.compile(r'^typedef enum \{$(.*?)^\} GlowError;$', re.MULTILINE | re.DOTALL)
TEXT = r'\[GLOW_ERROR_%s\] = \{\s*N_ \("(.*?)"\)'


def plain(element):
    return ' '.join(''.join(element.itertext()).split()).replace('’', '\'')


def codes(root):
    body = ENUM.search((root / 'src/util/glow-error.h').read_text(encoding='utf-8')).group(1)
    return [code for code in re.findall(r'GLOW_ERROR_(\w+)', body) if code != 'LAST']


def error_faults(root, pages):
    words = (root / 'src/words/glow-error-text.c').read_text(encoding='utf-8')
    for code in codes(root):
        page = 'error-' + code.lower().replace('_', '-')
        if page not in pages:
            yield f'data/help/C/{page}.page is missing'
            continue
        title = re.search(TEXT % code, words).group(1)
        if plain(pages[page].find(f'{MALLARD}title')) != title:
            yield f'data/help/C/{page}.page: its title is not “{title}”'


def links(page):
    return [(link.get('xref'), link.get('type')) for link in page.iter(f'{MALLARD}link') if link.get('xref')]


def link_faults(folder, pages):
    for name, page in pages.items():
        if page.get('id') != name:
            yield f'{name}.page calls itself {page.get("id")}'
        for xref, _ in links(page):
            other, _, part = xref.partition('#')
            if other not in pages or part and all(s.get('id') != part for s in pages[other].iter(f'{MALLARD}section')):
                yield f'{name}.page: the link {xref} leads nowhere'
        for media in page.iter(f'{MALLARD}media'):
            if not (folder / media.get('src')).is_file():
                yield f'{name}.page: {media.get("src")} is missing'
            if not plain(media):
                yield f'{name}.page: {media.get("src")} is not described'


def reached(pages):
    """A page is shown on the guide pages that it names."""
    known = {'index'}
    while True:
        more = {name for name, page in pages.items() if name not in known and
                any(kind == 'guide' and xref.partition('#')[0] in known for xref, kind in links(page))}
        if not more:
            return known
        known |= more


def main(root):
    folder = root / 'data/help/C'
    pages = {path.stem: ET.parse(path).getroot() for path in sorted(folder.glob('*.page'))}
    listed = (root / 'data/help/meson.build').read_text(encoding='utf-8')
    problems = list(error_faults(root, pages)) + list(link_faults(folder, pages))
    problems += [f'{name}.page can not be reached' for name in sorted(set(pages) - reached(pages))]
    problems += [f'data/help/meson.build lacks {path.relative_to(root / "data/help")}'
                 for path in sorted(folder.rglob('*.*')) if f"'{path.relative_to(root / 'data/help')}'" not in listed]
    print('\n'.join(problems) or f'{len(pages)} pages')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
