#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_port_states.py PROGRAM RIGD [TEST...]: what the window says of ports that can't be used, what it
offers, and that it goes on by itself when the reason is gone."""

import os
import re
import sys
import time

sys.dont_write_bytecode = True
from glowdrive import TIMEOUT, check, no_root, run_tests, text_of, wait  # noqa: E402
from rigbus import CH340, CP2102, FakeBus, Program  # noqa: E402

PROGRAM, RIGD = (sys.argv + ['', ''])[1:3]
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
ESPEASY = os.path.join(FIRMWARE, 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin')
HELLO = os.path.join(FIRMWARE, 'esp32/hello_world.bin')


def Bus():  # noqa: N802 - as a constructor
    return FakeBus(RIGD, PROGRAM)


def plug(bus, node='ttyUSB0', usb='1-2', spec=CP2102, more='board=esp32 mode=running-app'):
    bus.do(spec.format(node=node, usb=usb) + ' ' + more)


def marks(window):
    """What the Link check says of each stage."""
    words = ('not yet', 'trying', 'passed', 'failed', 'not checked')
    return [text for text in window.texts() if text in words]


@no_root
def test_permission_comes_later():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        bus.do('chmod ttyUSB0 000')
        window.wait_text('ttyUSB0 · no permission')
        window.wait_text('The system doesn\'t let you open ttyUSB0.')
        window.press('Get access')
        rule = window.wait_text('ATTRS{idVendor}=="10c4"')
        check('ATTRS{idProduct}=="ea60"' in rule and 'TAG+="uaccess"' in rule, rule)
        window.press('Copy rule')
        window.find('push button', 'Copied')
        bus.do('chmod ttyUSB0 666')
        window.wait_text('Solved. The board can be used now.')
        check(not window.has_text('uaccess'), 'the advice is still there')
        window.answer('Continue')
        window.wait_text('ttyUSB0 · ready')
        window.wait_text('Ready to flash')


def test_in_use_then_freed():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        with Program('picocom', bus.terminal('ttyUSB0')) as program:
            window.wait_text(f'ttyUSB0 · in use by picocom ({program.process.pid})')
            window.wait_text(f'picocom ({program.process.pid}) has ttyUSB0 open.')
        window.wait_text('ttyUSB0 · ready')
        check(not window.has_text('picocom'), 'it is still said to be in use')
        check(not bus.touched('ttyUSB0'), 'looking moved a line')


def test_flash_waits_until_the_port_is_free():
    with Bus() as bus, bus.window(ESPEASY) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        with Program('picocom', bus.terminal('ttyUSB0')):
            window.wait_text('in use by picocom')
            window.press('Flash')
            window.wait_text('Waiting until ttyUSB0 is free')
            check(not window.is_enabled('Identify when free'), 'what waits can be asked to wait')
            window.press('Cancel')
            window.wait_text('Ready to flash')
            window.press('Flash')
            window.wait_text('Waiting until ttyUSB0 is free')
        window.find('label', 'Written')


def test_identify_waits_until_the_port_is_free():
    with Bus() as bus, bus.window() as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        with Program('picocom', bus.terminal('ttyUSB0')):
            window.press('Identify when free')
            window.wait_text('Waiting until ttyUSB0 is free')
        window.wait_text('4 MiB · ')
        window.wait_text('ESP32 board')


@no_root
def test_list_names_the_reason_and_opens_the_help():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        plug(bus, 'ttyUSB1', '1-3', CH340)
        bus.do('chmod ttyUSB0 000')
        window.wait_text('ttyUSB1 · ready')
        window.press('Choose a board')
        window.wait_text('ttyUSB0 · no permission')
        window.choose('CP2102 USB to UART bridge')
        window.wait_text('Add the udev rule for this adapter')
        window.keys('Escape', title='Get access')
        wait('the end of the dialog', lambda: not window.has_text('Add the udev rule'))


def test_board_comes_back_under_another_node():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        plug(bus, 'ttyUSB1', '1-3', CH340)
        window.wait_text('ttyUSB1 · ready')
        window.press('Choose a board')
        window.choose('CP2102 USB to UART bridge')
        window.wait_text('ttyUSB0 · ready')
        bus.do('unplug ttyUSB0')
        wait('no ttyUSB0', lambda: not window.has_text('ttyUSB0'))
        plug(bus, 'ttyUSB7')
        window.wait_text('ttyUSB7 · ready')
        check(not window.has_text('ttyUSB1'), 'another board is chosen')


def test_naming_a_board():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        window.press('More for this board')
        window.press('Name this board…', 'menu item')
        window.type('Name', 'Weather station')
        window.answer('Set name')
        window.wait_text('Weather station')
        window.wait_text('CP2102 USB to UART bridge · ttyUSB0 · ready')
        bus.do('unplug ttyUSB0')
        window.wait_text('Plug in a board')
        plug(bus, 'ttyUSB3')
        window.wait_text('Weather station')
        wait('the file', lambda: 'Weather station' in bus.remembered())


def test_last_chip_is_shown_before_the_first_contact():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        window.press('Identify')
        window.wait_text('4 MiB · ')
        bus.do('unplug ttyUSB0')
        window.wait_text('Plug in a board')
        plug(bus, 'ttyUSB3')
        window.wait_text('Last time: ESP32')
        wait('the file', lambda: 'ESP32' in bus.remembered())


def test_link_check_passes():
    with Bus() as bus, bus.window() as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        window.keys('ctrl+l')
        window.wait_text('Everything works, from the USB plug to the bootloader.')
        check(marks(window) == ['passed'] * 6, f'{marks(window)}')
        window.press('Use this board')
        window.wait_text('ESP32 board')


def test_link_check_goes_on_when_the_port_is_free():
    with Bus() as bus, bus.window() as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        with Program('picocom', bus.terminal('ttyUSB0')):
            window.wait_text('in use by picocom')
            window.keys('ctrl+l')
            window.wait_text('has ttyUSB0 open.')
            wait('the mark', lambda: marks(window) == ['passed'] * 4 + ['failed', 'not checked'])
        window.wait_text('Everything works, from the USB plug to the bootloader.')
        window.keys('Escape')
        window.wait_text('ESP32 board')


@no_root
def test_link_check_goes_on_when_permission_comes():
    with Bus() as bus, bus.window() as window:
        plug(bus)
        bus.do('chmod ttyUSB0 000')
        window.wait_text('ttyUSB0 · no permission')
        window.keys('ctrl+l')
        wait('the mark', lambda: marks(window) == ['passed'] * 3 + ['failed', 'not checked', 'not checked'])
        bus.do('chmod ttyUSB0 666')
        window.wait_text('Everything works, from the USB plug to the bootloader.')


def test_link_check_of_a_silent_board():
    with Bus() as bus, bus.window() as window:
        plug(bus, more='board=esp32 mode=silent')
        window.wait_text('ttyUSB0 · ready')
        window.keys('ctrl+l')
        wait('the mark', lambda: marks(window) == ['passed'] * 5 + ['failed'])
        window.press('Check again')
        wait('another try', lambda: 'trying' in marks(window))


def test_board_that_is_looked_for():
    with Bus() as bus, bus.window() as window:
        window.press('My board doesn\'t show up')
        window.wait_text('Nothing has appeared on USB since you opened this.')
        plug(bus)
        window.wait_text('Everything works, from the USB plug to the bootloader.')
        bus.do('unplug ttyUSB0')
        window.wait_text('unplugged')


def test_device_without_a_serial_driver():
    with Bus() as bus, bus.window(HELLO) as window:
        window.wait_text('Plug in a board')
        bus.do('device 1-2 1a86 7523 - - QinHeng|USB Serial')
        window.wait_text('no serial driver')
        window.wait_text('ch341')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')
        bus.do('remove 1-2')
        window.wait_text('Plug in a board')


def test_braille_service_takes_the_port():
    """The node comes and is gone again at once, the device stays."""
    with Bus() as bus, bus.window(HELLO) as window, Program('brltty', os.devnull, True):
        window.wait_text('Plug in a board')
        plug(bus)
        bus.do('lose ttyUSB0 usbfs')
        window.wait_text('claimed by the braille service')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')
        window.press('What helps')
        window.wait_text('If nobody reads braille here')
        window.wait_text('brltty')
        window.keys('Escape', title='What helps')
        wait('the end of the dialog', lambda: not window.has_text('If nobody reads braille here'))


def test_another_program_takes_the_whole_adapter():
    with Bus() as bus, bus.window(HELLO) as window:
        plug(bus)
        window.wait_text('ttyUSB0 · ready')
        bus.do('lose ttyUSB0 usbfs')
        window.wait_text('claimed by another program')
        check(not window.is_enabled('Flash'), 'Flash can be pressed')


def measure(label, want, what, act):
    """Prints how long it took from ACT until the row says WANT; includes what the fake bus takes."""
    start = time.monotonic()
    act()
    told = time.monotonic()
    while want not in text_of(label):
        check(time.monotonic() - told < TIMEOUT, f'{what}: the row still says {text_of(label)!r}')
        time.sleep(0.001)
    end = time.monotonic()
    print(f'# {what}: {(end - told) * 1000:.0f} ms after the bus had it, {(end - start) * 1000:.0f} ms in all', flush=True)


def test_how_long_the_row_takes():
    with Bus() as bus, bus.window(HELLO) as window:
        carries = 'With a USB cable that carries data'
        window.wait_text(carries)
        label = next(node for node in window.nodes('label') if text_of(node) == carries)
        for _ in range(5):
            measure(label, 'ttyUSB0 · ready', 'plugged', lambda: plug(bus))
            if os.geteuid() != 0:
                measure(label, 'no permission', 'not permitted', lambda: bus.do('chmod ttyUSB0 000'))
                measure(label, 'ready', 'permitted', lambda: bus.do('chmod ttyUSB0 666'))
            measure(label, carries, 'unplugged', lambda: bus.do('unplug ttyUSB0'))


def test_looking_for_a_board_tells_what_usb_shows():
    with Bus() as bus, bus.window() as window:
        window.press('My board doesn\'t show up')
        window.wait_text('Nothing has appeared on USB since you opened this.')
        bus.do('device 1-4 046d c31c - - Logitech|Keyboard class=03')
        window.wait_text('appeared, but it has no serial side')
        bus.do('remove 1-4')
        window.wait_text('appeared and fell off again')
        plug(bus)
        window.wait_text('Everything works, from the USB plug to the bootloader.')


def test_run_follows_a_board_that_comes_back():
    with Bus() as bus, bus.window(ESPEASY) as window:
        plug(bus, more='board=esp32 mode=silent')
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('The board needs a hand')
        bus.do('unplug ttyUSB0')
        plug(bus, 'ttyUSB5')
        window.wait_text('ttyUSB5 · working')
        window.find('label', 'Written')
        window.wait_text('ttyUSB5 · ready')


def test_every_row_of_the_open_list_is_kept_fresh():
    with Bus() as bus, bus.window(HELLO) as window:
        for i in range(40):
            plug(bus, f'ttyUSB{i}', f'1-{i + 1}', CH340)
        window.press('Choose a board')
        window.wait_text('ttyUSB0 · ready')
        with Program('picocom', bus.terminal('ttyUSB0')), Program('minicom', bus.terminal('ttyUSB39')):
            window.wait_text('ttyUSB0 · in use by picocom')
            window.wait_text('ttyUSB39 · in use by minicom')
        wait('the end of it', lambda: not window.has_text('in use by'))


def test_two_hundred_ports():
    """A look now and then keeps libatspi from falling over the events that heap up."""
    with Bus() as bus, bus.window(HELLO) as window:
        window.wait_text('Plug in a board')
        for i in range(200):
            bus.do(CH340.format(node=f'ttyUSB{i}', usb=f'1-{i + 1}'))
            if i % 20 == 0:
                window.wait_text(' · ready')
        wait('the last ones', lambda: re.search(r'ttyUSB1\d\d · ready', ' '.join(window.texts())))
        for i in range(200):
            bus.do(f'unplug ttyUSB{i}')
            if i % 20 == 0:
                window.wait_text(' · ready')
        window.wait_text('Plug in a board')


if __name__ == '__main__':
    if not os.path.exists(HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 2))
