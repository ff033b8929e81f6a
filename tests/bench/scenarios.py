# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""What is measured: which chip, which real files, what lies in the flash before, how it is asked."""

import dataclasses
import pathlib
import random

import model

MIB = 1024 * 1024
ESPEASY = 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin'
TASMOTA = 'esp32c3/tasmota32c3_14.3.0.4_de.factory.bin'
MICROPYTHON = 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin'
P4_SET = ((0x2000, 'esp32p4/enip-scale_bootloader.bin'),
          (0x8000, 'esp32p4/enip-scale_partition-table.bin'),
          (0x10000, 'esp32p4/enip-scale_ENIP-Scale.bin'),
          (0x310000, 'esp32p4/enip-scale_ota_data_initial.bin'))
BAUDS = (115200, 460800, 921600, 2000000)
DEFAULT_BAUD = 921600  # what the floor of a run that chooses by itself goes by


def nothing(_contents):
    return {}


def same(contents):
    return dict(contents)


def one_sector(contents):
    """As it will be, but for one sector in the middle."""
    changed = {offset: bytearray(data) for offset, data in contents}
    offset, data = max(contents, key=lambda c: len(c[1]))
    middle = len(data) // 2 // model.SECTOR * model.SECTOR
    changed[offset][middle:middle + 64] = bytes(b ^ 0x5a for b in data[middle:middle + 64])
    return changed


def half_written(contents):
    """What a run leaves that was unplugged at half its way: the rest is an older firmware."""
    return {offset: data[:len(data) // 2 // model.SECTOR * model.SECTOR] +
            random.Random(len(data)).randbytes(len(data) - len(data) // 2 // model.SECTOR *
                                               model.SECTOR)
            for offset, data in contents}


def other(contents):
    """Another firmware all over."""
    return {offset: random.Random(offset).randbytes(len(data)) for offset, data in contents}


@dataclasses.dataclass
class Scenario:
    name: str
    chip: str
    names: tuple
    firmware: pathlib.Path
    baud: int = None
    stub: bool = True
    before: object = nothing
    read_size: int = 0
    board_options: tuple = ()
    tools: tuple = ('glowplug', 'esptool')
    wants_optimum: bool = False
    names_chip: bool = False  # both tools are told which chip it is
    flash_size: int = 4 * MIB
    known: tuple = ()  # of a read: (offset, name) of files at hand

    @property
    def files(self):
        return [(offset, self.firmware / name) for offset, name in self.names]

    def contents(self):
        return tuple((offset, path.read_bytes()) for offset, path in self.files)

    def flash(self):
        flash = bytearray(b'\xff' * self.flash_size)
        for offset, data in self.before(self.contents()).items():
            flash[offset:offset + len(data)] = data
        if self.read_size:
            for offset, data in self.contents():
                flash[offset:offset + len(data)] = data
        return bytes(flash)

    def changes_header(self, offset, data, flash):
        """The ESP8266's image gets the real flash size in byte 3 by glowplug's rule."""
        return (self.chip == 'esp8266' and
                flash[offset + 4:offset + len(data)] == data[4:])

    def fits(self, tool):
        return tool in self.tools

    def changed(self):
        """What is to be written: the sectors that differ and are not blank."""
        flash = self.flash()
        blank = b'\xff' * model.SECTOR
        runs = []
        for offset, data in self.contents():
            for start in range(0, len(data), model.SECTOR):
                piece = data[start:start + model.SECTOR]
                at = offset + start
                if flash[at:at + len(piece)] == piece or piece == blank[:len(piece)]:
                    continue
                if runs and runs[-1][0] + len(runs[-1][1]) == at:
                    runs[-1][1].extend(piece)
                else:
                    runs.append((at, bytearray(piece)))
        return [(at, bytes(data)) for at, data in runs]

    def floor_s(self):
        baud = self.baud or DEFAULT_BAUD
        if self.read_size:
            known = bytearray(b'\xff' * self.read_size)
            for offset, name in self.known:
                data = (self.firmware / name).read_bytes()
                known[offset:offset + len(data)] = data
            return model.floor_read_s(self.flash()[:self.read_size], bytes(known), baud)
        if self.before is nothing or self.before is other:
            return model.floor_write_s(self.contents(), baud)
        return model.floor_changed_s(self.contents(), self.changed(), baud)


def all_of(firmware):
    esp32 = ('esp32', ((0, ESPEASY),))
    esp32c3 = ('esp32c3', ((0, TASMOTA),))
    esp8266 = ('esp8266', ((0, MICROPYTHON),))
    esp32p4 = ('esp32p4', P4_SET)
    rows = []

    def add(name, chip_and_files, **rest):
        # the set is made for a flash of 32 MiB
        if chip_and_files is esp32p4:
            rest['flash_size'] = 32 * MIB
        rows.append(Scenario(name, *chip_and_files, firmware, **rest))

    for chip in (esp32, esp32c3, esp8266, esp32p4):
        for baud in BAUDS:
            # whose ROM can only be synced at a higher rate from the start: then it has to be named
            add('first/%s/%d' % (chip[0], baud), chip, baud=baud, wants_optimum=baud >= 921600,
                names_chip=chip is esp8266)
    for chip in (esp32, esp32c3, esp8266, esp32p4):
        add('default/' + chip[0], chip)
    for chip in (esp32, esp32c3, esp8266, esp32p4):
        add('again/' + chip[0], chip, baud=921600, before=same, names_chip=chip is esp8266)
    add('sector/esp32', esp32, baud=921600, before=one_sector)
    add('other/esp32', esp32, baud=921600, before=other)
    add('resume/esp32', esp32, baud=921600, before=half_written)
    for chip in (esp32, esp32c3, esp8266):
        add('no-stub/' + chip[0], chip, baud=921600, stub=False, names_chip=True)
    add('read/esp32', esp32, baud=921600, read_size=4 * MIB)
    add('read-known/esp32', esp32, baud=921600, read_size=4 * MIB, known=((0, ESPEASY),))
    return rows
