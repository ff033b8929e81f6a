#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_ports.py PROGRAM RIGD [TEST...]: the window with serial ports that come and go.

The bus is a fake of umockdev's, what the program does with it is not: libudev, libserialport, the
modem lines and the bytes are those of a real board. GLOW_RIG_PRELOAD is what makes it see the fake."""

import os
import sys
import tempfile

sys.dont_write_bytecode = True
from glowdrive import check, no_root, run_tests, wait  # noqa: E402
from rigbus import CH340, CP2102, FakeBus  # noqa: E402

PROGRAM, RIGD = (sys.argv + ['', ''])[1:3]
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
ESPEASY = os.path.join(FIRMWARE, 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin')
MICROPYTHON = os.path.join(FIRMWARE, 'esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin')
HELLO = os.path.join(FIRMWARE, 'esp32/hello_world.bin')


def Bus():  # noqa: N802 - as a constructor
    return FakeBus(RIGD, PROGRAM)


def flash(window, verified='Verified'):
    window.wait_text('Ready to flash')
    window.press('Flash')
    window.find('label', 'Written')
    window.find('label', verified)


def flash_plugged(chip, path, verified, may_differ):
    """Plugged while the window is open, reset by DTR and RTS, flashed, compared byte for byte."""
    with Bus() as bus, tempfile.TemporaryDirectory() as folder, bus.window(path) as window:
        window.wait_text('Plug in a board')
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2') + f' board={chip} mode=running-app')
        window.wait_text('ttyUSB0 · ready')
        flash(window, verified)
        window.wait_text('ttyUSB0 · ready')
        check(any(event.startswith('lines ttyUSB0') for event in bus.events), 'DTR and RTS were left alone')
        dump = os.path.join(folder, 'flash')
        bus.do(f'dump ttyUSB0 {dump}')
        with open(dump, 'rb') as flashed, open(path, 'rb') as source:
            want = source.read()
            have = flashed.read()[:len(want)]
        differ = [i for i in range(len(want)) if want[i] != have[i]]
        check(set(differ) <= set(may_differ), f'the flash differs at {[hex(i) for i in differ[:20]]}')


def test_flash_esp32_by_the_port():
    flash_plugged('esp32', ESPEASY, 'Verified', [])


def test_flash_esp8266_by_the_port():
    """Byte 3 of the header: the measured flash size is written where the file has another."""
    stub = bool(os.environ.get('GLOWPLUG_STUBS_DIR'))
    flash_plugged('esp8266', MICROPYTHON, 'Verified' if stub else 'Not verified', [3])


def test_unplugged_while_writing():
    with Bus() as bus, bus.window(ESPEASY) as window:
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2') + ' board=esp32 mode=running-app pace=1')
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('Writing · ')
        wait('a few percent', lambda: window.progress() > 0.1)
        bus.do('unplug ttyUSB0')
        # for 10 s it may come back
        window.wait_text('ttyUSB0 · unplugged', 9)
        window.wait_text('Unplugged: plug it in again')
        window.wait_text('The board was unplugged', 25)
        window.wait_text('The flash is partly overwritten')
        window.wait_text('Plug in a board')
        check(not window.has_text('ttyUSB0'), 'the list still has the port')
        bus.do(CP2102.format(node='ttyUSB1', usb='1-2') + ' board=esp32')
        window.wait_text('ttyUSB1 · ready')
        # the same board: what was left in its flash stays on the screen, and Flash repairs it
        wait('a button to press', lambda: window.is_enabled('Flash'))
        window.press('Flash')
        window.find('label', 'Written')
        window.find('label', 'Verified')


def test_list_follows_the_bus():
    with Bus() as bus, bus.window(HELLO) as window:
        window.wait_text('Plug in a board')
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2'))
        window.wait_text('ttyUSB0 · ready')
        bus.do(CH340.format(node='ttyUSB1', usb='1-3'))
        window.wait_text('ttyUSB1 · ready')
        bus.do('unplug ttyUSB1')
        window.wait_text('ttyUSB0 · ready')
        check(not window.has_text('ttyUSB1'), 'the list still has the unplugged port')


def test_choice_is_kept_while_plugged():
    with Bus() as bus, bus.window(HELLO) as window:
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2') + ' board=esp32 mode=download')
        window.wait_text('ttyUSB0 · ready')
        window.press('Identify')
        window.wait_text('ESP32 board')
        bus.do(CH340.format(node='ttyUSB1', usb='1-3'))
        window.press('Choose a board')
        window.wait_text('ttyUSB1 · ready')
        chosen = [node.get_name() for node in window.nodes('list item')]
        check('ESP32 board' in chosen, f'another board was taken: {chosen}')
        bus.do('unplug ttyUSB0')
        wait('the other board', lambda: not window.has_text('ESP32 board'))


@no_root
def test_no_permission_is_told_and_clears():
    with Bus() as bus, bus.window(HELLO) as window:
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2') + ' board=esp32')
        bus.do('chmod ttyUSB0 000')
        window.wait_text('ttyUSB0 · no permission')
        window.wait_text('This port can\'t be used yet: no permission')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')
        bus.do('chmod ttyUSB0 666')
        window.wait_text('ttyUSB0 · ready')


def test_silent_board():
    with Bus() as bus, bus.window(HELLO) as window:
        bus.do(CP2102.format(node='ttyUSB0', usb='1-2') + ' board=esp32 mode=silent')
        window.wait_text('Ready to flash')
        window.press('Flash')
        # it asks for a hand and listens, until it is told to stop
        window.wait_text('The board needs a hand')
        window.wait_text('It says nothing so far')
        window.press('Cancel')
        window.wait_text('Nothing was written')
        check(window.is_enabled('Flash'), 'Flash can not be pressed again')


if __name__ == '__main__':
    if not os.path.exists(ESPEASY):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 2))
