#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_layout.py PROGRAM RIGD PROBE_DIR [TEST...]: nothing jumps while boards come and go and a run goes on."""

import os
import sys
import time

sys.dont_write_bytecode = True
import pages  # noqa: E402
from glowdrive import check, run_tests, slow  # noqa: E402
from rigbus import FakeBus, Program  # noqa: E402

PROGRAM, RIGD, PROBE = (sys.argv + [''] * 3)[1:4]


def place(visit, *kinds):
    """Where widgets of the main window lie, top to bottom."""
    window = next(w for w in visit.probe()['windows'] if w['type'] == 'GlowWindow')
    return {kind: next((w['y'], w['height']) for w in window['widgets'] if w['type'] == kind) for kind in kinds}


def held(visit, before, what):
    now = place(visit, *before)
    check(now == before, f'{what}: {before} became {now}')


def a_run_moves_nothing(width):
    """Header and bar from before the run to its result; the files above keep their place, too."""
    guide = pages.Guide(PROGRAM, None, width, 800, PROBE)
    with guide.window('--practice', pages.FAST, pages.ESPEASY) as visit:
        visit.until('Ready to flash')
        time.sleep(0.5)
        before = place(visit, 'AdwHeaderBar', 'GlowJobBar', 'GlowBoardPicker', 'GlowFileList')
        visit.do('win.flash')
        visit.until_label('Written')
        held(visit, before, 'the result')


def a_slow_run_moves_nothing(width):
    guide = pages.Guide(PROGRAM, None, width, 800, PROBE)
    with guide.window('--practice', pages.ESPEASY, env=slow()) as visit:
        visit.until('Ready to flash')
        time.sleep(0.5)
        before = place(visit, 'AdwHeaderBar', 'GlowJobBar', 'GlowBoardPicker', 'GlowFileList')
        visit.do('win.flash')
        for moment in range(12):
            held(visit, before, f'moment {moment} of the run')
            time.sleep(0.25)
        visit.do('win.cancel')
        visit.until('Cancelled')
        held(visit, before, 'the end')


def boards_move_nothing(width):
    """Below the board, there is room for two lines: whatever is said, what follows keeps its place. A narrow window
    has to put buttons below a text, so there only header and bar stay."""
    if 'GLOW_RIG_PRELOAD' not in os.environ:
        return
    kinds = ['AdwHeaderBar', 'GlowJobBar'] + (['GlowFileList'] if width > 600 else [])
    guide = pages.Guide(PROGRAM, None, width, 800, PROBE)
    with FakeBus(RIGD, PROGRAM) as bus, guide.window(pages.HELLO, bus=bus) as visit:
        visit.until('Plug in a board')
        time.sleep(0.5)
        before = place(visit, *kinds)
        for _ in range(2):
            pages.plug(bus)
            visit.until('Ready to flash')
            held(visit, before, 'a board came')
            with Program('picocom', bus.terminal('ttyUSB0')):
                visit.until('in use by picocom')
                time.sleep(0.3)
                held(visit, before, 'its port is in use')
            bus.do('unplug ttyUSB0')
            visit.until('Plug in a board')
            held(visit, before, 'it went')


def tests():
    for name in 'a_run_moves_nothing', 'a_slow_run_moves_nothing', 'boards_move_nothing':
        for width in (360, 800):
            def test(name=name, width=width):
                globals()[name](width)
            test.__name__ = f'{name}_{width}'
            yield test


if __name__ == '__main__':
    if not os.path.exists(pages.HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests(list(tests()), 3))
