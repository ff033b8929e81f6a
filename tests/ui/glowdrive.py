# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Drives the window as a person with a screen reader would: through AT-SPI, by names and texts.

Runs under gui.sh. Every wait ends with what was awaited, or fails with what is on the screen."""

import os
import pathlib
import subprocess
import sys
import time
import traceback

try:
    import gi

    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi
except (ImportError, ValueError) as error:
    print(f'1..0 # SKIP no AT-SPI for Python: {error}')
    sys.exit(77)

# What GTK 4.8 says of itself when a second window with an accessible tree goes away.
KNOWN_COMPLAINT = "g_variant_is_object_path: assertion 'string != NULL' failed"
# And of a scrollbar when its text becomes longer than the page while the lines are measured.
KNOWN_SCROLLBAR = 'Trying to snapshot GtkGizmo'
TIMEOUT = 90  # seconds; nothing takes a third of it, a loaded machine may
PATIENCE = 2  # seconds, after which less is asked: every question keeps the program from its work


class Failed(Exception):
    """Something that was awaited did not come."""


def walk(node):
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child)



# What GTK 4.18 calls by a name of its own is known here by that of GTK 4.8.
OLDER_ROLES = {'button': 'push button', 'toggle button': 'push button', 'switch': 'check box', 'entry': 'text'}


def role_of(node):
    role = node.get_role_name()
    return OLDER_ROLES.get(role, role)


def text_of(node):
    text = node.get_text_iface()
    shown = Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else node.get_name()
    return (shown or '').replace('\u00a0', ' ').replace('\u2060', '')  # where lines may not break


def wait(what, probe, timeout=TIMEOUT):
    start = time.monotonic()
    while time.monotonic() < start + timeout:
        try:
            value = probe()
        except gi.repository.GLib.Error:  # nodes vanish while the tree is walked
            value = None
        if value:
            return value
        time.sleep(0.03 if time.monotonic() < start + PATIENCE else 0.2)
    raise Failed(f'{what} did not come')


def slow():
    """The environment of a program whose paced runs take more than a minute, however long they are looked at."""
    schema = next(pathlib.Path(os.environ['GSETTINGS_SCHEMA_DIR']).glob('*.gschema.xml')).name
    config = pathlib.Path(os.environ['HOME'], 'slow')
    path = config / 'glib-2.0/settings/keyfile'
    path.parent.mkdir(parents=True, exist_ok=True)
    group = schema.removesuffix('.gschema.xml').replace('.', '/')
    path.write_text(f'[{group}]\nbaud=uint32 115200\n', encoding='utf-8')
    return {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(config)}


class Window:
    """One run of the program."""

    def __init__(self, program, *args, env=None):
        self.messages = open(os.path.join(os.environ['HOME'], 'messages'), 'w+', encoding='utf-8')
        self.process = subprocess.Popen([program, *args], env=dict(os.environ, G_DEBUG='', **(env or {})),
                                        stderr=self.messages)
        self.root = wait('the window', self._find)

    def _find(self):
        if self.process.poll() is not None:
            raise Failed(f'the program ended: {self.said()}')
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()  # else a late application is never seen
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                # of all else GTK does not tell every change
                child.set_cache_mask(Atspi.Cache.ROLE | Atspi.Cache.INTERFACES)
                return child
        return None

    def said(self):
        self.messages.flush()
        with open(self.messages.name, encoding='utf-8') as messages:
            return messages.read()

    def nodes(self, *roles):
        return [node for node in walk(self.root) if not roles or role_of(node) in roles]

    def texts(self):
        return [text_of(node) for node in self.nodes('label')]

    def find(self, role, name):
        """GTK 4.8 calls a dialog's button "_Stop Stop": what comes last is its label."""
        return wait(f'{role} “{name}”', lambda: next(
            (n for n in self.nodes(role) if n.get_name() == name or n.get_name().endswith(' ' + name)), None))

    def wait_text(self, part, timeout=TIMEOUT):
        """Waits for a label that contains PART and returns its text."""
        try:
            return wait(f'“{part}”', lambda: next((t for t in self.texts() if part in (t or '')), None), timeout)
        except Failed as failed:
            raise Failed(f'{failed}; there is: {self.texts()}') from None

    def has_text(self, part):
        return any(part in (text or '') for text in self.texts())

    def press(self, name, role='push button'):
        """A menu button is two buttons of one name, and only the inner one can be pressed."""
        self.find(role, name)
        nodes = [n for n in self.nodes(role) if n.get_name() == name or n.get_name().endswith(' ' + name)]
        self.act(next((n for n in nodes if n.get_action_iface().get_n_actions() > 0), nodes[0]))

    def act(self, node):
        action = node.get_action_iface()
        names = [Atspi.Action.get_action_name(action, i) for i in range(Atspi.Action.get_n_actions(action))]
        if not names or not Atspi.Action.do_action(action, names.index('click') if 'click' in names else 0):
            raise Failed(f'{node.get_role_name()} “{node.get_name()}” can not be pressed')

    def answer(self, name):
        """Presses a button of a dialog and keeps quiet while the dialog goes: GTK 4.8 falls over
        when it is asked about a window that is just being torn down."""
        self.press(name)
        time.sleep(1)

    def toggle(self, name):
        """A check box or a switch; by the mouse where it has no action, as with GTK 4.8."""
        box = self.find('check box', name)
        before = box.get_state_set().contains(Atspi.StateType.CHECKED)
        action = box.get_action_iface()
        if action and Atspi.Action.get_n_actions(action) > 0:
            self.act(box)
        else:
            self.click(box)
        wait(f'another state of “{name}”',
             lambda: box.get_state_set().contains(Atspi.StateType.CHECKED) != before)

    def is_enabled(self, name, role='push button'):
        return self.find(role, name).get_state_set().contains(Atspi.StateType.SENSITIVE)

    def type(self, name, text):
        entry = self.find('text', name)
        Atspi.EditableText.set_text_contents(entry.get_editable_text_iface(), text)

    def focused(self):
        return [n.get_name() for n in self.nodes() if n.get_state_set().contains(Atspi.StateType.FOCUSED)]

    def progress(self):
        return Atspi.Value.get_current_value(self.find('progress bar', 'Progress').get_value_iface())

    def click(self, node):
        """With the mouse: there is no window manager, so the window lies at 0, 0 without a shadow.
        GTK 4.18 counts from within the border it draws then, and tells so by a frame that begins before 0."""
        place = self.scroll_to(node)
        frame = self.find('frame', 'Glowplug').get_extents(Atspi.CoordType.WINDOW)
        border = 12 if frame.x < 0 else 0
        subprocess.run(['xdotool', 'mousemove', '--sync', str(place.x + place.width // 2 + border),
                        str(place.y + place.height // 2 + border), 'click', '1'], check=True)

    def scroll_to(self, node):
        """Turns the wheel over the page until the node is between the title and the bar."""
        frame = self.find('frame', 'Glowplug').get_extents(Atspi.CoordType.WINDOW)
        for _ in range(40):
            place = node.get_extents(Atspi.CoordType.WINDOW)
            middle = place.y + place.height // 2
            if 60 < middle < frame.height - 130:
                return place
            subprocess.run(['xdotool', 'mousemove', '16', str(frame.height // 2), 'click',
                            '4' if middle <= 60 else '5'], check=True)
            time.sleep(0.1)
        return place

    def choose(self, name):
        """An item of the list that was just opened, by the keyboard."""
        self.find('list item', name)
        for _ in range(20):
            if name in self.focused():
                self.keys('Return')
                return
            self.keys('Down')
        raise Failed(f'the focus does not come to “{name}”, it is on {self.focused()}')

    def choose_from_menu(self, button, name):
        """The button is found by its name, whatever it is to a screen reader; the entry by the keyboard."""
        self.click(wait(f'“{button}”', lambda: next((n for n in self.nodes() if n.get_name() == button), None)))
        self.find('menu item', name)
        for _ in range(12):
            if name in self.focused():
                self.keys('Return')
                return
            self.keys('Down')
        raise Failed(f'the focus does not come to “{name}”, it is on {self.focused()}')

    def keys(self, *keys, title='Glowplug'):
        windows = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'],
                                 stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        subprocess.run(['xdotool', 'windowfocus', '--sync', windows[-1], 'key', '--delay', '30', *keys], check=True)

    def dump(self):
        """What is there, for whoever reads a failed test."""
        try:
            for node in walk(self.root):
                if node.get_role_name() not in ('panel', 'filler'):
                    print(f'# {node.get_role_name()} “{node.get_name()}” {text_of(node)!r}', flush=True)
        except gi.repository.GLib.Error as error:
            print(f'# the window is gone: {error}; exit status {self.process.poll()}')
        print('# ' + '\n# '.join(self.said().splitlines()), flush=True)

    def close(self):
        """Ends the program from outside, whatever state it is in."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)
        said = self.said()
        self.messages.close()
        complaints = [line for line in said.splitlines()
                      if ('CRITICAL' in line or 'Gtk-WARNING' in line)
                      and KNOWN_COMPLAINT not in line and KNOWN_SCROLLBAR not in line]
        if complaints:
            raise Failed(f'the program complained: {complaints}')

    def wait_end(self):
        self.process.wait(10)
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            self.dump()
        self.close()


def check(condition, what):
    if not condition:
        raise Failed(what)


def no_root(test):
    """Marks a test of what root can't be kept from."""
    test.skip = 'root may open everything' if os.geteuid() == 0 else ''
    return test


def run_one(test):
    try:
        test()
        return 0
    except Exception:  # every test has to be reported
        print('\n'.join('# ' + line for line in traceback.format_exc().splitlines()), flush=True)
        return 1


def run_tests(tests, n_arguments):
    """TAP. Names after the script's own arguments choose tests. Each runs in a process of its own:
    libatspi may crash on what is left of a program that has ended."""
    names = sys.argv[n_arguments + 1:]
    by_name = {test.__name__: test for test in tests}
    if len(names) == 2 and names[0] == '--one':
        return run_one(by_name[names[1]])
    chosen = names or list(by_name)
    failures = 0
    print(f'1..{len(chosen)}', flush=True)
    for number, name in enumerate(chosen, 1):
        skip = getattr(by_name[name], 'skip', '')
        if skip:
            print(f'ok {number} - {name} # SKIP {skip}', flush=True)
            continue
        run = subprocess.run([sys.executable, *sys.argv[:n_arguments + 1], '--one', name], check=False)
        failures += run.returncode != 0
        print(f'{"not ok" if run.returncode else "ok"} {number} - {name}', flush=True)
    return 1 if failures else 0
