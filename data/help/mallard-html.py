#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""mallard-html.py OUTPUT_DIRECTORY PAGE...: the guide as plain HTML, for desktops and sandboxes without a help viewer.

Knows the part of Mallard that the guide uses, and fails on anything else."""

import html
import pathlib
import shutil
import sys
import xml.etree.ElementTree as ET

MALLARD = '{http://projectmallard.org/1.0/}'
INLINE = {'em': 'em', 'gui': 'b', 'key': 'kbd', 'cmd': 'code', 'file': 'code', 'input': 'code'}
STYLE = """:root { color-scheme: light dark; }
body { font: 1.05em/1.5 Cantarell, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em; }
img { max-width: 100%; height: auto; display: block; margin: 1em auto; }
pre { padding: .8em; overflow-x: auto; border: 1px solid; border-radius: 6px; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; } dt { font-weight: bold; }
nav { border-top: 1px solid; margin-top: 2em; padding-top: .5em; }
"""


class Unknown(Exception):
    """An element the guide was not meant to use."""


def name_of(element):
    return element.tag.removeprefix(MALLARD)


class Guide:
    """All pages, so that links know the titles of what they lead to."""

    def __init__(self, paths):
        self.pages = {path.stem: ET.parse(path).getroot() for path in paths}

    def title(self, page):
        return self.inline(self.pages[page].find(f'{MALLARD}title'))

    def href(self, xref):
        page, _, part = xref.partition('#')
        return (f'{page}.html' if page else '') + (f'#{part}' if part else '')

    def inline(self, element):
        parts = [html.escape(element.text or '')]
        for child in element:
            parts += [self.inline_element(child), html.escape(child.tail or '')]
        return ''.join(parts)

    def inline_element(self, element):
        name = name_of(element)
        if name in INLINE:
            return f'<{INLINE[name]}>{self.inline(element)}</{INLINE[name]}>'
        if name in ('guiseq', 'keyseq'):
            return (' ▸ ' if name == 'guiseq' else '+').join(self.inline_element(child) for child in element)
        if name == 'link':
            text = self.inline(element) or self.title(element.get('xref').partition('#')[0])
            return f'<a href="{self.href(element.get("xref"))}">{text}</a>'
        raise Unknown(f'<{name}> in a line')

    def blocks(self, parent, page, level):
        return '\n'.join(self.block(child, page, level) for child in parent if name_of(child) not in ('info', 'title'))

    def block(self, element, page, level):
        name = name_of(element)
        if name == 'p':
            return f'<p>{self.inline(element)}</p>'
        if name == 'screen':
            return f'<pre>{self.inline(element)}</pre>'
        if name == 'media':
            alt = html.escape(' '.join(''.join(element.itertext()).split()), quote=True)
            return f'<img src="{element.get("src")}" alt="{alt}">'
        if name in ('list', 'steps'):
            tag = 'ul' if name == 'list' else 'ol'
            items = ''.join(f'<li>{self.blocks(item, page, level)}</li>\n' for item in element)
            return f'<{tag}>\n{items}</{tag}>'
        if name == 'terms':
            return '<dl>\n' + ''.join(f'<dt>{self.inline(item.find(f"{MALLARD}title"))}</dt>'
                                      f'<dd>{self.blocks(item, page, level)}</dd>\n' for item in element) + '</dl>'
        if name == 'section':
            return self.section(element, page, level)
        raise Unknown(f'<{name}>')

    def section(self, element, page, level):
        place = f'{page}#{element.get("id")}'
        inside = self.blocks(element, page, level + 1)
        return (f'<section id="{element.get("id")}">\n<h{level}>{self.inline(element.find(f"{MALLARD}title"))}</h{level}>\n'
                f'{inside}{self.topics(place)}</section>')

    def links(self, page, kind):
        return [link.get('xref') for link in self.pages[page].findall(f'{MALLARD}info/{MALLARD}link')
                if link.get('type') == kind]

    def topics(self, place):
        pages = sorted((page for page in self.pages if place in self.links(page, 'guide')), key=self.title)
        items = ''.join(f'<li><a href="{page}.html">{self.title(page)}</a></li>\n' for page in pages)
        return f'<ul>\n{items}</ul>\n' if items else ''

    def see_also(self, page):
        ways = ['index'] * (page != 'index') + [xref.partition('#')[0] for xref in self.links(page, 'seealso')]
        links = ' · '.join(f'<a href="{other}.html">{self.title(other)}</a>' for other in ways)
        return f'<nav>{links}</nav>\n' if links else ''

    def page(self, page):
        root = self.pages[page]
        return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{self.title(page)}</title>\n'
                f'<meta name="viewport" content="width=device-width"><style>\n{STYLE}</style></head><body>\n'
                f'<h1>{self.title(page)}</h1>\n{self.blocks(root, page, 2)}{self.topics(page)}\n{self.see_also(page)}'
                '</body></html>\n')


def figures_of(path):
    return [path.parent / media.get('src') for media in ET.parse(path).getroot().iter(f'{MALLARD}media')]


def main(directory, paths):
    guide = Guide(paths)
    directory.mkdir(parents=True, exist_ok=True)
    for page in guide.pages:
        (directory / f'{page}.html').write_text(guide.page(page), encoding='utf-8')
    for figure in {source for path in paths for source in figures_of(path)}:
        (directory / 'figures').mkdir(exist_ok=True)
        shutil.copy(figure, directory / 'figures')
    return 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]), [pathlib.Path(path) for path in sys.argv[2:]]))
