#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_pseudo.py PROGRAM RIGD PROBE_DIR SOURCE_ROOT [TEST...]: the window in two made-up languages, one long and one
that is read from right to left. On every page and dialog: nothing that was not given to the translators, no label
that is cut off without a way to read all of it, nothing outside of the window."""

import gettext
import os
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import pages  # noqa: E402
import pseudo_po  # noqa: E402
from glowdrive import check, run_tests, text_of  # noqa: E402

PROGRAM, RIGD, PROBE, ROOT = (sys.argv + [''] * 4)[1:5]
# Names that are the same in every language, and what is told as it was found.
SAME = re.compile(r'Glowplug|ESP\d\w*(-\w+)*|ESPEasy|ESP-IDF|ttyUSB\d+|picocom|brltty|/?([\w.+-]+/)*[\w.+-]+\.(bin|zip|json)'
                  r'|hello_world|world|v\d[\w.-]*|[KM]iB|kB/s|[kM]?Hz|baud|0x[0-9a-f]+|DIO|DOUT|QIO|QOUT|https?'
                  r'|nvs|phy(_init)?|factory|app\d?|data|eeprom|otadata|ota_\d|spiffs|SPIFFS|LittleFS|FAT|GPL\S*'
                  r'|SHA-256|MD5|MAC|UTC|(Ctrl|Alt|Shift)\+\S+|([0-9a-f]{2}:){5}[0-9a-f]{2}'
                  r'|Workshop|Guest|Café Nord|FRITZ!Box 7590 XY|it\'s "home", \[sweet\]|[A-Z][a-z]{2} \d\d? \d{4} [\d:]+|(CP2102|CH340)( USB to UART bridge)?|ch341|USB \d-\d|sudo .*|/dev/')
# What is shown as it is meant for a terminal, a search or a report: never translated.
RAW = ('application', 'text', 'terminal', 'password text')


def of_gtk():
    """What GTK and libadwaita say by themselves: their translators' business."""
    known = set()
    for domain in ('gtk40', 'libadwaita'):
        path = gettext.find(domain, '/usr/share/locale', ['de', 'fr', 'es'])
        if path:
            with open(path, 'rb') as file:
                catalog = gettext.GNUTranslations(file)
            known |= {key[0] if isinstance(key, tuple) else key.split('\4')[-1] for key in catalog._catalog}
            known |= {text for text in catalog._catalog.values()}
    return {text.replace('_', '') for text in known}


def untranslated(text, known):
    while '⟦' in text:
        shorter = re.sub(r'⟦[^⟦⟧]*⟧', ' ', text)
        if shorter == text:
            break
        text = shorter
    text = text.strip()
    if text in known or re.fullmatch(r'(Gtk|Adw|Glow|Gdk)[A-Z]\w+', text):
        return None
    return next(iter(re.findall(r'[A-Za-z]{2,}', SAME.sub(' ', text))), None) and text


def is_glued(text):
    """One translation right behind another, but for the marks that part a list."""
    return re.search(r'⟧⟦\w', re.sub(r'⟦[ ,;·]+⟧', ' · ', text))


def told(node):
    """Everything a screen reader or an eye gets of a node."""
    texts = [node.get_name(), node.get_description()]
    if node.get_role_name() == 'label':
        texts.append(text_of(node))
    for text in texts:
        yield (text or '').replace('\u00a0', ' ').replace('\u2060', '')  # where lines may not break


def find_untranslated(visit, known):
    found = set()
    for node in visit.window.nodes():
        if node.get_role_name() in RAW:
            continue
        for text in set(told(node)):  # asking costs a round trip each
            if is_glued(text):
                found.add(f'{text} (glued)')
            if untranslated(text, known):
                found.add(text)
    return found


def find_misplaced(visit):
    """Labels that are cut, and what sticks out of its window; below the fold is no fault, a page scrolls."""
    for window in visit.probe()['windows']:
        if window['type'] == 'GtkTooltipWindow':
            continue  # as long as its line, wherever there is room
        for widget in window['widgets'][1:]:  # the first is the window
            if widget['cut'] and not widget['explained']:
                yield f'cut: {widget["text"]!r} ({widget["type"]} {widget["id"]} {widget["classes"]})'
            if widget['width'] and widget['type'] != 'GtkGizmo' and (widget['x'] < -1 or widget['x'] + widget['width'] > window['width'] + 1):
                yield (f'outside: {widget["type"]} {widget["id"]} {widget["text"]!r} at {widget["x"]}, '
                       f'{widget["width"]} wide in {window["width"]}')


def look_at_all(tour, language, width):
    directory = pathlib.Path(os.environ['HOME']) / 'locale'
    pseudo_po.main(pathlib.Path(ROOT), directory)
    guide = pages.Guide(PROGRAM, pseudo_po.LANGUAGES[language], width, probe=PROBE,
                        env={'LANGUAGE': language, 'GLOWPLUG_LOCALE_DIR': str(directory)})
    known, problems = of_gtk(), []
    for stop, visit in tour(guide, RIGD):
        print(f'# {stop}', flush=True)
        if language.startswith('ar'):
            check(all(window['rtl'] for window in visit.probe()['windows']), f'{stop}: it is from left to right')
        else:
            problems += [f'{stop}: not translated: {text!r}' for text in sorted(find_untranslated(visit, known))]
        problems += [f'{stop}: {problem}' for problem in find_misplaced(visit)]
    print('\n'.join('# ' + problem for problem in problems), flush=True)
    check(not problems, f'{len(problems)} problems')


def tests():
    for name, tour in pages.TOURS.items():
        for language, kind in (('en@pseudo', 'long'), ('ar@pseudo', 'right_to_left')):
            for width in (360, 800):
                def test(tour=tour, language=language, width=width):
                    look_at_all(tour, language, width)
                test.__name__ = f'{name}_{kind}_{width}'
                yield test


if __name__ == '__main__':
    if not os.path.exists(pages.HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests(list(tests()), 4))
