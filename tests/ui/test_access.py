#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_access.py PROGRAM RIGD PROBE_DIR [TEST...]: what a screen reader gets on every page and dialog, and a run by
the keyboard alone, without one action of a screen reader."""

import os
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import pages  # noqa: E402
from glowdrive import Atspi, Window, check, run_tests, wait  # noqa: E402

PROGRAM, RIGD, PROBE = (sys.argv + [''] * 3)[1:4]
# Roles of things that can be operated; what else has the focus only holds them (a page that scrolls, a list).
CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'switch', 'text', 'password text', 'combo box',
            'entry', 'list item', 'menu item', 'slider', 'spin button', 'link', 'page tab', 'group', 'dial'}
HOLDERS = {'list', 'scroll pane', 'panel', 'filler', 'frame', 'dialog', 'label', 'menu', 'table', 'alert', 'grouping',
           'tree', 'tool bar', 'page tab list', 'notification', 'window', 'unknown', 'log', 'article'}
TYPE_NAME = re.compile(r'(Gtk|Adw|Glow|Gdk)[A-Z]\w+')


def has(node, state):
    return node.get_state_set().contains(state)


def parents(node):
    while node := node.get_parent():
        yield node


def is_of_the_toolkit(node):
    """The inside of a combo box and of the window of shortcuts is not ours."""
    return any(parent.get_role_name() == 'combo box' or parent.get_name() == 'Keyboard shortcuts'
               for parent in parents(node))


def relations(node):
    return {relation.get_relation_type().value_nick for relation in node.get_relation_set()}


def own_name(node):
    """GTK falls back on the name of the type: nobody wants to hear that."""
    name = (node.get_name() or '').strip()
    return '' if TYPE_NAME.fullmatch(name) else name


def describe(node):
    return f'{node.get_role_name()} “{node.get_name()}” in ' + ' < '.join(
        f'{parent.get_role_name()} “{parent.get_name()}”' for parent in list(parents(node))[:4])


def faults(node):
    role = node.get_role_name()
    if has(node, Atspi.StateType.FOCUSABLE) and role not in HOLDERS and not is_of_the_toolkit(node):
        if role not in CONTROLS:
            yield f'can have the focus, and is a {describe(node)}'
        if not own_name(node):
            yield f'has no name: {describe(node)}'
    if role == 'progress bar' and not own_name(node):
        yield f'has no name: {describe(node)}'
    if role in ('text', 'password text') and has(node, Atspi.StateType.EDITABLE):
        if not own_name(node) and 'labelled-by' not in relations(node):
            yield f'an entry without a label: {describe(node)}'


def ambiguous(nodes):
    """Two buttons of one name in a window, that do different things, can't be told apart by ear."""
    seen = {}
    for node in nodes:
        if node.get_role_name() != 'push button' or not has(node, Atspi.StateType.FOCUSABLE):
            continue
        if is_of_the_toolkit(node) or node.get_name().startswith('_'):  # AdwMessageDialog has each twice, one hidden
            continue
        window = next((p for p in parents(node) if p.get_role_name() in ('frame', 'dialog', 'window')), None)
        key = (own_name(node), window and window.get_name(), node.get_description())
        if key in seen and key[0] not in ('Close',):
            yield f'two buttons “{key[0]}” in “{key[1]}”'
        seen[key] = node


def look_at(tour):
    problems, stops = set(), 0
    for stop, visit in tour(pages.Guide(PROGRAM), RIGD):
        stops += 1
        print(f'# {stop}', flush=True)
        nodes = visit.window.nodes()
        check(any(node.get_role_name() in ('frame', 'dialog') for node in nodes), f'{stop}: no window')
        problems |= {f'{stop}: {fault}' for node in nodes for fault in faults(node)}
        problems |= {f'{stop}: {fault}' for fault in ambiguous(nodes)}
    print('\n'.join('# ' + problem for problem in sorted(problems)), flush=True)
    check(not problems, f'{len(problems)} problems in {stops} places')


def tab_to(window, wanted, key='Tab', limit=60):
    """Goes on until the focus is where it is wanted."""
    for _ in range(limit):
        if any(wanted == name for name in window.focused()):
            return
        xdotool('key', key)
        time.sleep(0.15)
    raise AssertionError(f'{key} does not lead to “{wanted}”: the focus is on {window.focused()}')


def xdotool(*args):
    subprocess.run(['xdotool', *args], check=True)


def by_keys_alone_from_the_empty_window():
    """Practice board, a file by the file dialog's location bar, Flash, the result: keys only."""
    with Window(PROGRAM, pages.FAST) as window:
        window.wait_text('Plug in a board')
        focus(window)
        tab_to(window, 'Use a practice board')
        xdotool('key', 'space')
        window.wait_text('Practice board ESP32')
        xdotool('key', 'ctrl+o')
        dialog = newest(window, 2)
        xdotool('windowfocus', '--sync', dialog)
        time.sleep(1)
        xdotool('key', 'slash')
        time.sleep(0.5)
        xdotool('key', 'ctrl+a')
        xdotool('type', '--delay', '12', pages.ESPEASY)
        xdotool('key', 'Return')
        time.sleep(4)  # GTK 4.8 falls over when it is asked about the dialog as it goes
        focus(window)
        window.wait_text(os.path.basename(pages.ESPEASY))
        window.wait_text('Ready to flash')
        tab_to(window, 'Flash')
        xdotool('key', 'space')
        window.find('label', 'Written')
        window.find('label', 'Verified')
        check(any(name.startswith('Written, Verified') for name in window.focused()),
              f'the result is not where the focus is: {window.focused()}')


def by_keys_alone_out_of_everything():
    """Escape closes each dialog and menu, and the focus is back where it was."""
    with Window(PROGRAM, '--practice', pages.FAST, pages.HELLO) as window:
        window.wait_text('Ready to flash')
        focus(window)
        tab_to(window, 'Flash')
        for keys, sign, after in (('ctrl+question', 'General', 'Flash'), ('F10', None, 'Main menu')):
            xdotool('key', keys)
            time.sleep(1)
            if sign:
                window.wait_text(sign)
                xdotool('windowfocus', '--sync', newest(window, 2))
            xdotool('key', 'Escape')
            time.sleep(1)
            focus(window)
            wait(f'the focus on {after} after {keys}', lambda after=after: after in window.focused())
        xdotool('key', 'ctrl+l')
        window.wait_text('Everything works')
        xdotool('key', 'Escape')
        wait('the page before', lambda: not window.has_text('Everything works'))
        check(window.focused(), 'nothing has the focus')


def the_failure_is_where_the_focus_is():
    with Window(PROGRAM, '--practice=esp8266', pages.FAST, pages.HELLO) as window:
        window.wait_text('Ready to flash')
        focus(window)
        xdotool('key', 'ctrl+Return')
        window.wait_text('The file is for another chip')
        wait('the focus on the card', lambda: 'The file is for another chip' in window.focused())
        card = next(n for n in window.nodes() if n.get_name() == 'The file is for another chip'
                    and has(n, Atspi.StateType.FOCUSED))
        check({'labelled-by', 'described-by'} <= relations(card), f'the card is only {relations(card)}')
        tab_to(window, 'Learn more', limit=3)
        tab_to(window, 'Report …', limit=2)
        tab_to(window, 'Details', limit=2)


def nothing_is_said_by_colour_alone():
    """What is wrong with a file has an icon with a name and a sentence; the parts of the map say it, too."""
    with Window(PROGRAM, '--practice', pages.FAST, pages.HELLO, pages.PARTITIONS) as window:
        window.wait_text('Ready to flash')
        window.type(f'Offset of {os.path.basename(pages.PARTITIONS)}', '0x11000')
        window.wait_text('Overlaps with')
        check(any(n.get_name() == 'Problem' for n in window.nodes('image')), 'the mark has no name')
        parts = [n.get_name() for n in window.nodes('list item') if 'overlaps with another file' in n.get_name()]
        check(len(parts) >= 2, 'the map does not say which parts overlap')


def newest(window, count):
    """The id of the newest of at least COUNT X windows."""
    def ids():
        out = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)],
                             stdout=subprocess.PIPE, text=True, check=False).stdout.split()
        return out if len(out) >= count else None
    return wait(f'{count} windows', ids)[-1]


def focus(window):
    xdotool('windowfocus', '--sync', newest(window, 1))
    time.sleep(0.3)


def tests():
    for name, tour in pages.TOURS.items():
        def test(tour=tour):
            look_at(tour)
        test.__name__ = f'names_and_roles_of_{name}'
        yield test
    yield by_keys_alone_from_the_empty_window
    yield by_keys_alone_out_of_everything
    yield the_failure_is_where_the_focus_is
    yield nothing_is_said_by_colour_alone


if __name__ == '__main__':
    if not os.path.exists(pages.HELLO):
        print('1..0 # SKIP no firmware: set GLOWPLUG_FIRMWARE_DIR')
        sys.exit(0)
    sys.exit(run_tests(list(tests()), 3))
