#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_mime.py MIME_XML DESKTOP_FILE METAINFO: what a file manager takes files for with our types installed.

Without update-mime-database or GIO for Python it skips."""

import configparser
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

MIME_XML, DESKTOP_FILE, METAINFO = map(pathlib.Path, (sys.argv + [''] * 3)[1:4])
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
NAMESPACE = '{http://www.freedesktop.org/standards/shared-mime-info}'
ESP = 'application/x-esp-image'
LIST = 'application/x-esp-web-manifest+json'
UF2 = 'application/x-uf2'
ASK = ('import sys; from gi.repository import Gio\n'
       'for path in sys.argv[1:]: print(Gio.File.new_for_path(path).query_info("standard::content-type", 0, None)'
       '.get_content_type())')


def image(magic=0xe9, segments=3, mode=2, entry=0x40081234):
    return struct.pack('<BBBBI', magic, segments, mode, 0x20, entry) + bytes(5000)


TABLE = struct.pack('<HBBII16sI', 0x50aa, 1, 2, 0x9000, 0x5000, b'nvs', 0) + b'\xff' * 3000
UF2_BLOCK = struct.pack('<III', 0x0a324655, 0x9e5d5157, 0x2000) + bytes(500)

FILES = [
    ('esp32.bin', image(), ESP),
    ('esp32-p4.bin', image(entry=0x4ff00000), ESP),
    ('esp8266.bin', image(entry=0x4010f29c), ESP),
    ('no-suffix', image(), ESP),
    ('two-images.bin', image(magic=0xea, segments=4), ESP),
    ('partitions.bin', TABLE, ESP),
    ('merged.bin', b'\xff' * 0x1000 + image(), ESP),
    ('board.uf2', UF2_BLOCK, UF2),
    ('renamed', UF2_BLOCK, UF2),
    ('flasher_args.json', b'{"flash_files": {}}', LIST),
    ('tasmota.manifest.json', b'{"builds": []}', LIST),
    # what is not ours
    ('manifest.json', b'{"manifest_version": 3}', 'application/json'),
    ('start.com', image(entry=0x21cd4cb4), None),
    ('jump', b'\xe9\x80\x02\x20' + bytes(500), None),
    ('photo.jpg', b'\xff\xd8\xff\xe0' + b'\xff' * 5000, 'image/jpeg'),
    ('blank-start', b'\xff' * 64 + b'text' * 2000, None),
    ('aa50', b'\xaa\x50\x01\x02' + b'\x55' * 500, None),
    ('archive.zip', b'PK\x03\x04' + bytes(500), 'application/zip'),
]


def mime_types():
    return [node.get('type') for node in ElementTree.parse(MIME_XML).getroot().iter(NAMESPACE + 'mime-type')]


class Database(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        top = pathlib.Path(cls.folder.name)
        (top / 'data' / 'mime' / 'packages').mkdir(parents=True)
        shutil.copy(MIME_XML, top / 'data' / 'mime' / 'packages')
        cls.environment = dict(os.environ, XDG_DATA_DIRS=f'{top}/data:/usr/share', XDG_DATA_HOME=f'{top}/home')
        cls.made = subprocess.run(['update-mime-database', top / 'data' / 'mime'], env=cls.environment, check=False,
                                  stderr=subprocess.PIPE, text=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def ask(self, paths):
        run = subprocess.run([sys.executable, '-c', ASK, *paths], env=self.environment, check=True,
                             stdout=subprocess.PIPE, text=True)
        return run.stdout.split()

    def test_the_database_takes_it(self):
        self.assertEqual((self.made.returncode, self.made.stderr), (0, ''))

    def test_files_made_for_it(self):
        folder = pathlib.Path(self.folder.name)
        for name, content, _ in FILES:
            (folder / name).write_bytes(content)
        told = self.ask([str(folder / name) for name, _, _ in FILES])
        for (name, _, want), have in zip(FILES, told):
            with self.subTest(name):
                if want:
                    self.assertEqual(have, want)
                else:
                    self.assertNotIn(have, mime_types())

    @unittest.skipUnless(os.path.isdir(FIRMWARE), 'no firmware: set GLOWPLUG_FIRMWARE_DIR')
    def test_published_firmware(self):
        paths = [path for path in pathlib.Path(FIRMWARE).rglob('*.bin')
                 if path.read_bytes()[:1] in (b'\xe9', b'\xea') or path.read_bytes()[:4] == b'\xff' * 4]
        self.assertGreater(len(paths), 10)
        told = self.ask(map(str, paths))
        self.assertEqual([str(path) for path, have in zip(paths, told) if have != ESP], [])

    def test_the_same_types_everywhere(self):
        entry = configparser.RawConfigParser()
        entry.optionxform = str
        entry.read(DESKTOP_FILE, encoding='utf-8')
        claimed = entry['Desktop Entry']['MimeType'].rstrip(';').split(';')
        provided = [node.text for node in ElementTree.parse(METAINFO).getroot().iter('mediatype')]
        self.assertEqual(sorted(claimed), sorted(mime_types()))
        self.assertEqual(sorted(provided), sorted(mime_types()))


if __name__ == '__main__':
    if not shutil.which('update-mime-database') or subprocess.run(
            [sys.executable, '-c', 'from gi.repository import Gio'], stderr=subprocess.DEVNULL, check=False).returncode:
        print('update-mime-database or GIO for Python is not installed')
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
