#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Archives, folders and lists as arguments of glowplug-cli: what inspect says of them and what flash writes.

Usage: test_sets.py GLOWPLUG-CLI [unittest arguments]
"""

import gzip
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile

CLI = sys.argv[1]
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')

# glowplug-cli(1), EXIT STATUS
OK, USAGE, FILE, CHIP = 0, 2, 3, 4
ESP32, ESP32C3 = 0, 5

needs_firmware = unittest.skipUnless(FIRMWARE, 'GLOWPLUG_FIRMWARE_DIR is not set')


def image(chip, *segments, entry=0x40080000):
    """An image as protocol.md 5.1 has it."""
    out = bytearray(struct.pack('<BBBBI', 0xe9, len(segments), 2, 0x20, entry))
    out += struct.pack('<IHBHHIB', 0xee, chip, 0, 0, 0xffff, 0, 1)
    checksum = 0xef
    for address, size in segments:
        data = bytes((i * 7 + address) & 0xff for i in range(size))
        out += struct.pack('<II', address, size) + data
        for byte in data:
            checksum ^= byte
    out += bytes(15 - len(out) % 16) + bytes([checksum])
    return bytes(out + hashlib.sha256(out).digest())


APP32 = image(ESP32, (0x3f400020, 0x300), (0x3ffb0000, 0x104), (0x400d0020, 0x250))
BOOT32 = image(ESP32, (0x3fff0030, 0x140), (0x40078000, 0x80))
APPC3 = image(ESP32C3, (0x3c000020, 0x200), (0x42000020, 0x40), entry=0x40380000)


def table():
    entries = b''.join(struct.pack('<HBBII16sI', 0x50aa, kind, subtype, offset, size, name, 0)
                       for kind, subtype, offset, size, name in (
                           (1, 2, 0x9000, 0x5000, b'nvs'), (1, 0, 0xe000, 0x2000, b'otadata'),
                           (0, 0x10, 0x10000, 0x140000, b'app0')))
    entries += b'\xeb\xeb' + b'\xff' * 14 + hashlib.md5(entries).digest()
    return entries.ljust(0xc00, b'\xff')


def cli(*args):
    done = subprocess.run([CLI, *map(str, args)], capture_output=True, text=True, timeout=60,
                          check=False)
    return done.returncode, done.stdout, done.stderr


def cli_json(*args):
    code, out, _ = cli('--json', *args)
    return code, json.loads(out)


class SetTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.dir = pathlib.Path(holder.name)

    def put(self, name, content):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def pack(self, name, **files):
        path = self.dir / name
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
            for member, content in files.items():
                archive.writestr(member.replace('__', '.'), content)
        return path

    def inspect(self, path, *args):
        code, told = cli_json('inspect', path, *args)
        self.assertEqual(code, OK, told)
        return told['files'][0]


class Inspect(SetTest):
    def test_release_zip(self):
        told = self.inspect(self.pack('fw.zip', fw32__bin=APP32, fwc3__bin=APPC3,
                                      README__md='hello'))
        self.assertEqual(told['set'], 'archive')
        self.assertEqual({build['chip'] for build in told['builds']}, {'esp32', 'esp32c3'})
        self.assertEqual([note['name'] for note in told['left_out']], ['README.md'])
        self.assertEqual(told['builds'][0]['files'][0]['kind'], 'app')

    def test_one_chip_of_it(self):
        told = self.inspect(self.pack('fw.zip', fw32__bin=APP32, fwc3__bin=APPC3), '-c', 'esp32c3')
        self.assertEqual([build['chip'] for build in told['builds']], ['esp32c3'])
        self.assertEqual(told['builds_for_other_chips'], 1)

    def test_in_words(self):
        path = self.pack('fw.zip', fw32__bin=APP32, fwc3__bin=APPC3, README__md='hello')
        code, out, _ = cli('inspect', '-c', 'esp32', path)
        self.assertEqual(code, OK)
        for words in ('Archive · 2 builds', 'fw32 for ESP32', '1 build for another chip',
                      '1 file is left out', 'README.md is not firmware.'):
            self.assertIn(words, out)

    def test_manifest_with_faults(self):
        self.put('boot.bin', BOOT32)
        self.put('table.bin', table())
        self.put('app.bin', APP32)
        path = self.put('manifest.json', json.dumps({'name': 'X', 'builds': [
            {'chipFamily': 'ESP32', 'parts': [{'path': 'boot.bin', 'offset': 0},
                                              {'path': 'table.bin', 'offset': 32.768},
                                              {'path': 'app.bin', 'offset': 65536}]}]}))
        build = self.inspect(path)['builds'][0]
        self.assertEqual([part['listed_offset'] for part in build['files']],
                         [0x1000, 0x8000, 0x10000])
        self.assertEqual([note['level'] for note in build['notes']], ['warning', 'warning'])

    def test_places_that_no_list_names(self):
        build = self.inspect(self.pack('fw.zip', boot__bin=BOOT32, table__bin=table(),
                                       app__bin=APP32))['builds'][0]
        self.assertEqual({part['name']: part['target_offset'] for part in build['files']},
                         {'boot.bin': 0x1000, 'table.bin': 0x8000, 'app.bin': 0x10000})
        self.assertTrue(build['first_installation'])
        self.assertEqual(build['findings'], [])

    def test_what_can_not_work_is_found(self):
        self.put('boot.bin', BOOT32)
        self.put('app.bin', APP32)
        path = self.put('flash_args', '0x1000 boot.bin 0x1000 app.bin')
        found = self.inspect(path)['builds'][0]['findings']
        self.assertIn('overlap', [finding['code'] for finding in found])
        self.assertTrue(all(finding['details'] for finding in found))

    def test_damaged_zip(self):
        path = self.pack('fw.zip', fw32__bin=APP32)
        path.write_bytes(path.read_bytes()[:300])
        code, told = cli_json('inspect', path)
        self.assertEqual((code, told['files'][0]['error']['code']), (FILE, 'image'))


class Flash(SetTest):
    def flash(self, chip, *args):
        return cli_json('-p', 'practice:' + chip, 'flash', '--no-boot-check', *args)

    def test_the_chip_that_answers_decides(self):
        path = self.pack('fw.zip', fw32__bin=APP32, fwc3__bin=APPC3)
        for chip, app in (('esp32', APP32), ('esp32c3', APPC3)):
            code, told = self.flash(chip, '--allow', 'parts', path)
            self.assertEqual(code, OK, told)
            self.assertEqual((told['verified'], told['bytes']), ('yes', len(app)))

    def test_no_build_for_it(self):
        code, told = self.flash('esp32s3', self.pack('fw.zip', fw32__bin=APP32, fwc3__bin=APPC3))
        self.assertEqual((code, told['error']['code']), (CHIP, 'wrong-chip'))

    def test_several_fit(self):
        path = self.pack('fw.zip', fw_de__bin=APP32, fw_en__bin=APP32 + bytes(16))
        code, told = self.flash('esp32', path)
        self.assertEqual((code, told['error']['code']), (USAGE, 'argument'))
        self.assertIn('--build', told['error']['details'])
        code, told = self.flash('esp32', '--allow', '1:parts', '--build', 'en', path)
        self.assertEqual((code, told['bytes']), (OK, len(APP32) + 16), told)

    def test_folder_of_esp_idf(self):
        self.put('p/build/bootloader/bootloader.bin', BOOT32)
        self.put('p/build/table.bin', table())
        self.put('p/build/app.bin', APP32)
        self.put('p/build/flasher_args.json', json.dumps({
            'flash_settings': {'flash_mode': 'dio', 'flash_size': '4MB', 'flash_freq': '40m'},
            'flash_files': {'0x10000': 'app.bin', '0x1000': 'bootloader/bootloader.bin',
                            '0x8000': 'table.bin'},
            'extra_esptool_args': {'chip': 'esp32'}}))
        for path in (self.dir / 'p', self.dir / 'p/build/flasher_args.json'):
            code, told = self.flash('esp32', path)
            self.assertEqual(code, OK, told)
            self.assertEqual(told['bytes'], len(BOOT32) + len(table()) + len(APP32))
        code, told = self.flash('esp8266', self.dir / 'p')
        self.assertEqual((code, told['error']['code']), (CHIP, 'wrong-chip'))

    def test_list_without_its_files(self):
        path = self.put('flasher_args.json', json.dumps({'flash_files': {'0x0': 'no.bin'}}))
        code, told = self.flash('esp32', path)
        self.assertEqual((code, told['error']['code']), (FILE, 'file'))

    def test_packed_file(self):
        path = self.put('app.bin.gz', gzip.compress(APP32))
        code, told = self.flash('esp32', path)
        self.assertEqual((code, told['error']['code']), (FILE, 'incomplete'), told)
        self.assertFalse(told['flash_touched'])
        code, told = self.flash('esp32', '--allow', 'parts', path)
        self.assertEqual((code, told['bytes']), (OK, len(APP32)), told)

    def test_offset_means_the_file_as_it_is(self):
        path = self.pack('fw.zip', fw32__bin=APP32)
        code, told = self.flash('esp32', '0x10000', path)
        self.assertEqual((code, told['error']['code']), (FILE, 'image'))

    @needs_firmware
    def test_real_release(self):
        path = self.dir / 'release.zip'
        names = ('esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin',
                 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin', 'esp32/WLED_0.15.0_ESP32.bin')
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(pathlib.Path(FIRMWARE) / name, os.path.basename(name))
        for chip, name in (('esp32', names[0]), ('esp8266', names[1])):
            code, told = self.flash(chip, path)
            self.assertEqual(code, OK, told)
            self.assertEqual(told['bytes'], (pathlib.Path(FIRMWARE) / name).stat().st_size)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
