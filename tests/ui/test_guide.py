#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_guide.py PROGRAM HTML_DIR PAGES_DIR [TEST...]: what is asked of the desktop when somebody wants help: its help
viewer where there is one that has the guide, else the guide's HTML, else the window says that there is none."""

import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
import pages  # noqa: E402
from glowdrive import check, run_tests, wait  # noqa: E402

PROGRAM, HTML, PAGES = (sys.argv + [''] * 3)[1:4]
ENTRY = '[Desktop Entry]\nType=Application\nName=Reader\nExec={script} %u\nMimeType={kind};\n'


class Desktop:
    """A home with a program for one kind of address, that writes down what it was asked to show."""

    def __init__(self, folder, kind):
        self.asked = folder / 'asked'
        script = folder / 'reader'
        script.write_text(f'#!/bin/sh\necho "$1" >> "{self.asked}"\n', encoding='utf-8')
        script.chmod(0o755)
        data, config = folder / 'data', folder / 'config'
        (data / 'applications').mkdir(parents=True)
        config.mkdir()
        (data / 'applications/reader.desktop').write_text(ENTRY.format(script=script, kind=kind), encoding='utf-8')
        (config / 'mimeapps.list').write_text(f'[Default Applications]\n{kind}=reader.desktop\n', encoding='utf-8')
        self.data = data
        self.env = {'XDG_DATA_HOME': str(data), 'XDG_CONFIG_HOME': str(config), 'GLOWPLUG_HELP_DIR': HTML}

    def install_guide(self):
        (self.data / 'help/C').mkdir(parents=True)
        (self.data / 'help/C/glowplug').symlink_to(PAGES)

    def wait(self, part):
        return wait(f'somebody to be asked for {part}', lambda: self.asked.exists() and next(
            (line for line in self.asked.read_text(encoding='utf-8').splitlines() if part in line), None))


def with_desktop(kind, what, more=lambda desktop: None):
    with tempfile.TemporaryDirectory() as folder:
        desktop = Desktop(pathlib.Path(folder), kind)
        more(desktop)
        with pages.Guide(PROGRAM, env=desktop.env).window('--practice=esp8266', pages.FAST, pages.HELLO) as visit:
            visit.until('Ready to flash')
            what(visit, desktop)


def fail(visit):
    visit.do('win.flash')
    visit.until('The file is for another chip')


def test_failure_opens_its_page_in_the_viewer():
    def what(visit, desktop):
        fail(visit)
        visit.press('Learn more')
        check(desktop.wait('error-') == 'help:glowplug/error-wrong-chip', desktop.asked)
    with_desktop('x-scheme-handler/help', what, Desktop.install_guide)


def test_f1_opens_the_guide():
    def what(visit, desktop):
        visit.keys('F1')
        check(desktop.wait('help:') == 'help:glowplug/index', desktop.asked)
    with_desktop('x-scheme-handler/help', what, Desktop.install_guide)


def test_without_a_viewer_the_html_is_opened():
    def what(visit, desktop):
        fail(visit)
        visit.press('Learn more')
        shown = desktop.wait('error-')
        check(shown.endswith('/error-wrong-chip.html'), shown)
        with open(shown.removeprefix('file://'), encoding='utf-8') as page:
            check('The file is for another chip' in page.read(), 'the page is about something else')
    with_desktop('text/html', what)


def test_viewer_that_does_not_find_the_guide():
    """A program from its build directory, beside a desktop with a viewer: nothing of ours is where that looks."""
    def what(visit, desktop):
        visit.keys('F1')
        visit.until('No program is there to show the guide')
        check(not desktop.asked.exists(), 'the viewer was asked')
    with_desktop('x-scheme-handler/help', what)


def test_no_guide_at_all():
    def what(visit, desktop):
        visit.keys('F1')
        visit.until('The guide is not installed')
    with_desktop('text/html', what, lambda desktop: desktop.env.update(GLOWPLUG_HELP_DIR='/nowhere'))


if __name__ == '__main__':
    if not os.path.exists(pages.HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests([test for key, test in list(globals().items()) if key.startswith('test_')], 3))
