#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Pictures of the window, made from practice boards. Under gui.sh:

figures.py guide PROGRAM PROBE_DIR DIRECTORY             the figures of the guide, and screenshots/flash.png
figures.py tour PROGRAM PROBE_DIR DIRECTORY WIDTH RIGD   every page and dialog, for whoever judges how they look

Needs imagemagick; optipng makes the pictures smaller. Dark and high contrast by the environment
(ADW_DEBUG_COLOR_SCHEME=prefer-dark, ADW_DEBUG_HIGH_CONTRAST=1); the texts it goes by are English."""

import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import pages  # noqa: E402

SETTLE = 0.8  # seconds: a bar and a fold move for a while
HAND_MADE = 'ADW_DEBUG_COLOR_SCHEME', 'ADW_DEBUG_HIGH_CONTRAST'


def shrink(path):
    if shutil.which('optipng'):
        subprocess.run(['optipng', '-quiet', '-strip', 'all', path], check=False)


def save(path, window, area=None):
    """A window, or a part of it: x, y, width, height."""
    crop = ['-crop', '{2}x{3}+{0}+{1}'.format(*area), '+repage'] if area else []
    subprocess.run(['import', '-window', window, *crop, '-strip', '+dither', '-colors', '200', f'PNG8:{path}'], check=True)
    shrink(path)


def newest(visit):
    ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(visit.window.process.pid)],
                         stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return ids[-1]


def area_of(visit, kind, margin=12):
    """Where a widget lies, with some air around it."""
    window = visit.probe()['windows'][-1]
    widget = next(w for w in window['widgets'] if w['type'] == kind)
    return (max(widget['x'] - margin, 0), max(widget['y'] - margin, 0),
            widget['width'] + 2 * margin, widget['height'] + 2 * margin)


def rest(visit):
    """The pointer away from everything, and no focus ring but where it is meant."""
    subprocess.run(['xdotool', 'mousemove', '1439', '999'], check=True)
    time.sleep(SETTLE)
    return visit.x_windows()[-1]


def ready_and_written(program, probe, out):
    with pages.Guide(program, None, 760, 760, probe).window('--practice', pages.FAST, pages.ESPEASY) as visit:
        visit.until('Ready to flash')
        visit.press('Identify')
        visit.window.wait_text('4 MiB')
        save(out / 'ready.png', rest(visit))
        visit.do('win.flash')
        visit.until_label('Written')
        save(out / 'written.png', rest(visit), area_of(visit, 'GlowJobBar', 0))


def flash_map(program, probe, out):
    files = pages.BOOTLOADER, pages.PARTITIONS, pages.HELLO
    with pages.Guide(program, None, 760, 900, probe).window('--practice', pages.FAST, *files) as visit:
        visit.until('Ready to flash')
        visit.press('Identify')
        visit.window.wait_text('4 MiB')
        save(out / 'map.png', rest(visit), area_of(visit, 'GlowFlashMapBox'))


def failed(program, probe, out):
    with pages.Guide(program, None, 760, 760, probe).window('--practice=esp8266', pages.FAST, pages.HELLO) as visit:
        visit.until('Ready to flash')
        visit.do('win.flash')
        visit.until('The file is for another chip')
        save(out / 'failed.png', rest(visit), area_of(visit, 'GlowFailureCard'))


def link_check(program, probe, out):
    with pages.Guide(program, None, 760, 620, probe).window('--practice', pages.FAST) as visit:
        visit.until('Add a firmware file')
        visit.do('win.link-check')
        visit.until('Everything works, from the USB plug to the bootloader.')
        save(out / 'link-check.png', rest(visit))


def console(program, probe, out):
    with pages.Guide(program, None, 760, 560, probe).window('--practice=esp32?app=espeasy') as visit:
        visit.until('Add a firmware file')
        visit.do('win.show-console')
        time.sleep(3)
        visit.press('Reset the board')
        time.sleep(6)  # what it says at its start takes as long as on a real one
        save(out / 'console.png', rest(visit))


def wifi(program, probe, out):
    with pages.Guide(program, None, 760, 620, probe).window('--practice=esp32?app=improv', pages.FAST) as visit:
        visit.until('Add a firmware file')
        visit.do('win.set-up-board')
        visit.until('is ready for its settings')
        rest(visit)
        save(out / 'wifi.png', newest(visit))
        visit.leave()


def screenshot(program, probe, out):
    with pages.Guide(program, None, 800, 820, probe).window('--practice', pages.FAST, pages.ESPEASY) as visit:
        visit.until('Ready to flash')
        visit.press('Identify')
        visit.window.wait_text('4 MiB')
        save(out / 'flash.png', rest(visit))


def guide(program, probe, directory):
    figures, shots = directory / 'help/C/figures', directory / 'screenshots'
    figures.mkdir(parents=True, exist_ok=True)
    shots.mkdir(exist_ok=True)
    for make, out in ((ready_and_written, figures), (flash_map, figures), (failed, figures), (link_check, figures),
                      (console, figures), (wifi, figures), (screenshot, shots)):
        in_a_process(lambda make=make, out=out: make(program, probe, out))


def in_a_process(work):
    """libatspi may fall over what is left of a program that has ended."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit('a picture could not be made')


def tour_pictures(name, tour, guide_to, rigd, directory):
    for number, (stop, visit) in enumerate(tour(guide_to, rigd), 1):
        time.sleep(SETTLE)
        picture = directory / f'{name}-{number}-{"".join(c for c in stop if c.isalnum() or c == " ")}.png'
        main, dialog = visit.x_windows()[-1], newest(visit)
        save(picture, main)
        if dialog != main:
            save(picture.with_suffix('.dialog.png'), dialog)


def tour(program, probe, directory, width, rigd):
    directory.mkdir(parents=True, exist_ok=True)
    env = {key: os.environ[key] for key in HAND_MADE if key in os.environ}
    for name, walk in pages.TOURS.items():
        guide_to = pages.Guide(program, None, int(width), int(os.environ.get('HEIGHT', 800)), probe, env)
        in_a_process(lambda name=name, walk=walk, to=guide_to: tour_pictures(name, walk, to, rigd, directory))


if __name__ == '__main__':
    WHAT, PROGRAM, PROBE, OUT, *MORE = sys.argv[1:]
    {'guide': guide, 'tour': tour}[WHAT](PROGRAM, PROBE, pathlib.Path(OUT), *MORE)
