#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_drop.py PROGRAM [TEST...]: files dragged from another program's window into ours, by the mouse."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from firmwaresets import FIRMWARE, HELLO, PARTS, copy_chip, offsets, write_manifest, write_zip  # noqa: E402
from glowdrive import Window, check, run_tests, slow, wait  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'dragsource.py')
ESPEASY = os.path.join(FIRMWARE, 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin')
FAST = '--practice-unpaced'
PLACE = (1300, 800)  # of the source: beside the window


def xdotool(*words):
    return subprocess.run(['xdotool', *map(str, words)], stdout=subprocess.PIPE, text=True, check=True).stdout


def find_window(title):
    return wait(f'the window “{title}”', lambda: xdotool('search', '--onlyvisible', '--name', f'^{title}$').split())[-1]


def drag_to(x, y):
    """A drag begins after some pixels; who is below learns of it by each further step."""
    xdotool('mousemove', '--sync', PLACE[0] + 20, PLACE[1] + 20, 'mousedown', 1)
    for i in range(1, 11):
        xdotool('mousemove', '--sync', PLACE[0] + 20 + (x - PLACE[0] - 20) * i // 10,
                PLACE[1] + 20 + (y - PLACE[1] - 20) * i // 10)
        time.sleep(0.05)
    time.sleep(0.3)
    xdotool('mouseup', 1)


@contextlib.contextmanager
def drag_source(*paths):
    with subprocess.Popen([sys.executable, '-W', 'ignore', SOURCE, *paths], stdout=subprocess.PIPE, text=True,
                          env=dict(os.environ, GTK_A11Y='none')) as source:
        try:
            check(source.stdout.readline() == 'shown\n', 'the drag source does not start')
            xdotool('windowmove', '--sync', find_window('Drag source'), *PLACE)
            yield source
        finally:
            source.kill()


def drop(window, *paths):
    with drag_source(*paths) as source:
        frame = window.find('frame', 'Glowplug').get_extents(1)
        drag_to(frame.width // 2, frame.height // 2)
        return source.stdout.readline().strip()


@contextlib.contextmanager
def dropped(*paths):
    with Window(PROGRAM, '--practice', FAST) as window:
        window.wait_text('Add a firmware file')
        end = drop(window, *paths)
        check(end == 'dropped', f'the drop was {end}')
        yield window


def test_one_file():
    with dropped(HELLO) as window:
        window.wait_text('Ready to flash')
        window.find('list item', os.path.basename(HELLO))


def test_three_files():
    with dropped(*(os.path.join(FIRMWARE, 'esp32', part) for part in PARTS)) as window:
        window.wait_text('Ready to flash')
        wait('three offsets', lambda: sorted(offsets(window)) == ['0x1000', '0x10000', '0x8000'])
        window.press('Flash')
        window.find('label', 'Written')
        window.find('label', 'Verified')


def test_manifest():
    with tempfile.TemporaryDirectory() as folder, dropped(write_manifest(folder)) as window:
        window.wait_text('Ready to flash the build for the chip that answers')
        window.press('Flash')
        window.find('label', 'Written')
        window.wait_text('2 builds for other chips')


def test_zip():
    with tempfile.TemporaryDirectory() as folder, \
            dropped(write_zip(os.path.join(folder, 'a release.zip'))) as window:
        window.wait_text('3 builds')
        window.find('list item', 'a release.zip')


def test_folder():
    with tempfile.TemporaryDirectory() as folder:
        build = os.path.join(folder, 'build')
        copy_chip('esp32', build)
        with dropped(build) as window:
            window.wait_text('hello_bootloader.bin')
            window.wait_text('Ready to flash')
            check(sorted(offsets(window)) == ['0x1000', '0x10000', '0x8000'], f'the offsets are {offsets(window)}')


def test_same_file_twice():
    with dropped(HELLO) as window:
        window.wait_text('Ready to flash')
        check(drop(window, HELLO) == 'dropped', 'the second drop was refused')
        time.sleep(0.5)
        rows = [n for n in window.nodes('list item') if n.get_name() == os.path.basename(HELLO)]
        check(len(rows) == 1, f'there are {len(rows)} rows of one file')


def test_not_while_flashing():
    with Window(PROGRAM, '--practice', ESPEASY, env=slow()) as window:
        window.wait_text('Ready to flash')
        window.press('Flash')
        window.wait_text('Writing · ')
        drop(window, HELLO)
        check(not window.has_text('Verified'), 'the run was over before the drop')
        window.press('Cancel')
        window.wait_text('Cancelled')
        check(not window.has_text(os.path.basename(HELLO)), 'it is in the list')


if __name__ == '__main__':
    if not os.path.exists(HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 1))
