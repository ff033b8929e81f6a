#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""check-flatpak.py ROOT DESKTOP_FILE METAINFO: flatpak-builder can read both manifests, they ask for no more than they
have reasons for, and Flathub's rules that need no network hold."""

import configparser
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

ROOT, DESKTOP_FILE, METAINFO = map(pathlib.Path, (sys.argv + ['.', '', ''])[1:4])
MESON = (ROOT / 'meson.build').read_text(encoding='utf-8')
ID = re.search(r"^app_id = '(.*)'$", MESON, re.M)[1]
URL = re.search(r"^project_url = '(.*)'$", MESON, re.M)[1]
VERSION = re.search(r"^  version: '(.*)',$", MESON, re.M)[1]
PERMISSIONS = ['--share=ipc', '--share=network', '--socket=wayland', '--socket=fallback-x11', '--device=all']
KEYS = ['id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup', 'modules']


def manifest(name):
    path = (ROOT / 'flatpak' / f'{name}.yml').resolve()
    with tempfile.TemporaryDirectory() as folder:  # it leaves a folder behind wherever it is started
        shown = subprocess.run(['flatpak-builder', '--show-manifest', path], stdout=subprocess.PIPE, check=True, cwd=folder)
    return path.read_text(encoding='utf-8'), json.loads(shown.stdout)


class Manifests(unittest.TestCase):
    def setUp(self):
        self.text, self.release = manifest(ID)
        self.devel_text, self.devel = manifest(f'{ID}.Devel')

    def test_named_by_their_ids(self):
        for name, shown in ((ID, self.release), (f'{ID}.Devel', self.devel)):
            self.assertEqual(shown.get('id', shown.get('app-id')), name)
            self.assertIn(len(name.split('.')), (4, 5))
            self.assertLessEqual(len(name), 255)

    def test_permissions(self):
        self.assertEqual(self.release['finish-args'], PERMISSIONS)
        self.assertEqual(self.devel['finish-args'], PERMISSIONS)

    def test_same_but_for_the_sources(self):
        ours = ('config-opts', 'sources')
        for key in ('runtime', 'runtime-version', 'sdk', 'command', 'cleanup'):
            self.assertEqual(self.release[key], self.devel[key], key)
        for mine, other in zip(self.release['modules'], self.devel['modules']):
            self.assertEqual({key: value for key, value in mine.items() if key not in ours or mine['name'] != 'glowplug'},
                             {key: value for key, value in other.items() if key not in ours or mine['name'] != 'glowplug'})
        self.assertEqual([source['type'] for source in self.devel['modules'][-1]['sources']], ['dir'])

    def test_order_of_the_keys(self):
        self.assertEqual(re.findall(r'^([a-z-]+):', self.text, re.M), KEYS)

    def test_sources_are_pinned(self):
        """Our own by its tag: what commit that is, is known when there is one."""
        for module in self.release['modules']:
            for source in module['sources']:
                self.assertEqual(source['type'], 'git', module['name'])
                self.assertTrue(source['url'].startswith('https://') and source['url'].endswith('.git'), source)
                if module['name'] == 'glowplug':
                    self.assertEqual((source['url'], source['tag']), (f'{URL}.git', f'v{VERSION}'))
                else:
                    self.assertRegex(source['commit'], '^[0-9a-f]{40}$')

    def test_nothing_from_the_network_while_building(self):
        for text in (self.text, self.devel_text):
            self.assertNotIn('build-args', text)
            self.assertNotIn('build-options', text)

    def test_no_path_of_a_machine(self):
        for text in (self.text, self.devel_text):
            self.assertNotRegex(text, r'(^|[\s=:"\'])/(home|root|tmp|work|usr/local)\b')

    def test_every_module_brings_its_licence(self):
        for module in self.release['modules']:
            commands = module.get('post-install', []) + module.get('build-commands', [])
            self.assertTrue(any('share/licenses/${FLATPAK_ID}' in line for line in commands), module['name'])


class Shown(unittest.TestCase):
    """What Flathub and software centres make of the desktop entry and the metainfo."""

    def setUp(self):
        self.root = ElementTree.parse(METAINFO).getroot()
        self.entry = configparser.RawConfigParser()
        self.entry.optionxform = str
        self.entry.read(DESKTOP_FILE, encoding='utf-8')

    def test_desktop_entry(self):
        entry = self.entry['Desktop Entry']
        self.assertEqual(DESKTOP_FILE.stem, METAINFO.name.removesuffix('.metainfo.xml'))
        self.assertEqual(entry['Icon'], DESKTOP_FILE.stem)
        self.assertNotIn('flatpak', entry['Exec'])
        self.assertTrue(set(entry['Categories'].rstrip(';').split(';')) - {'GTK', 'GNOME', 'Qt', 'KDE'})

    def test_metainfo(self):
        root = self.root
        self.assertEqual(root.get('type'), 'desktop-application')
        self.assertEqual(root.findtext('id'), DESKTOP_FILE.stem)
        self.assertIn(root.findtext('metadata_license'), ('CC0-1.0', 'FSFAP'))
        self.assertTrue(root.find('developer').get('id') and root.findtext('developer/name'))
        self.assertEqual(root.findtext('launchable'), DESKTOP_FILE.name)
        self.assertEqual(root.find('content_rating').get('type'), 'oars-1.1')
        self.assertEqual({node.get('scheme_preference') for node in root.findall('branding/color')}, {'light', 'dark'})
        self.assertEqual(root.find('requires/display_length').text, '360')

    def test_words(self):
        summary = self.root.findtext('summary')
        self.assertTrue(10 <= len(summary) <= 35 and not summary.endswith('.'), summary)
        for caption in self.root.iter('caption'):
            if not any(key.endswith('lang') for key in caption.attrib):
                self.assertFalse(caption.text.endswith('.'), caption.text)

    def test_screenshots(self):
        for image in self.root.iter('image'):
            start = f'{URL}/raw/v{VERSION}/'
            self.assertTrue(image.text.startswith(start), image.text)
            data = (ROOT / image.text.removeprefix(start)).read_bytes()
            self.assertEqual(data[:8], b'\x89PNG\r\n\x1a\n')
            width, height = (int.from_bytes(data[i:i + 4], 'big') for i in (16, 20))
            self.assertTrue(width <= 2000 and height <= 1400, f'{image.text}: {width} x {height}')

    def test_releases(self):
        releases = self.root.findall('releases/release')
        self.assertEqual(releases[0].get('version'), VERSION)
        for release in releases:
            self.assertLessEqual(datetime.date.fromisoformat(release.get('date')), datetime.date.today())
            self.assertTrue(''.join(release.find('description').itertext()).strip())


if __name__ == '__main__':
    if not shutil.which('flatpak-builder'):
        print('flatpak-builder is not installed')
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
