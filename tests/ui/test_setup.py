#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_setup.py PROGRAM [TEST...]: a board is told its Wi-Fi and settings, as a person does it.

The practice boards hear the network “Workshop”, whose key is KEY, and get ADDRESS there."""

import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from glowdrive import Failed, Window, check, run_tests, text_of, wait, walk  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ''
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
ESPEASY = os.path.join(FIRMWARE, 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin')
KEY = 'GLOWsecretKEY-wifi'
WRONG_KEY = 'GLOWsecretKEY-wrong'
ADDRESS = '192.168.7.42'
SSID_ENTRY = 'Name of the Wi-Fi'
KEY_ENTRY = 'Key of the Wi-Fi'
SECRET_ENTRIES = (KEY_ENTRY, 'Key of the second Wi-Fi', 'Password of its web page')
TITLE = 'Wi-Fi and settings'


def open_form(window):
    window.wait_text('Add a firmware file')
    window.keys('ctrl+u')


def board(app):
    return Window(PROGRAM, f'--practice=esp32?app={app}', '--practice-unpaced')


def shown(window, name, role='text'):
    """Whether such a thing is there for somebody to see."""
    return any(n.get_name() == name for n in window.nodes(role))


def choose_network(window, ssid):
    """By the keyboard: the list is before the name, where the focus is."""
    for _ in range(12):
        window.keys('shift+Tab', title=TITLE)
        if any(name.startswith(f'{ssid}, ') for name in window.focused()):
            window.keys('Return', title=TITLE)
            return
    raise Failed(f'the focus does not come to “{ssid}”, it is on {window.focused()}')


def type_key(window, key):
    """To whatever has the focus, which has to be the entry of the key: GTK 4.8 does not tell of entries
    in rows that they have it. Not as an argument, where others could read it."""
    subprocess.run(['xdotool', 'type', '--delay', '20', '--file', '-'], input=key, text=True, check=True)
    wait('the key in its entry', lambda: text_of(window.find('text', KEY_ENTRY)) == key)


def close_form(window):
    window.keys('Escape', title=TITLE)
    time.sleep(1)  # GTK 4.8 falls over when it is asked about a window that is just being torn down


def save_profile(window, name):
    window.type('Save these values as', name)
    window.press('Save')


def send(window):
    wait('Send', lambda: window.is_enabled('Send to the board'))
    window.press('Send to the board')


def check_secrets(window):
    """No key is anywhere a screen reader comes but in its entry, which GTK 4.8 reads out as it is; nor
    in what the program said or wrote."""
    for node in walk(window.root):
        if node.get_role_name() == 'text' and node.get_name() in SECRET_ENTRIES:
            continue
        for text in (node.get_name(), node.get_description(), text_of(node)):
            check('GLOWsecretKEY' not in (text or ''), f'a key is in {node.get_role_name()} “{text}”')
    check('GLOWsecretKEY' not in window.said(), 'a key is in the messages')
    for folder, _, names in os.walk(os.environ['HOME']):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                check(b'GLOWsecretKEY' not in file.read(), f'a key is in {folder}/{name}')


def test_improv():
    """The list of networks, the key, the address."""
    with board('improv') as window:
        open_form(window)
        window.wait_text('is ready for its settings')
        window.wait_text('very strong signal · needs a key')
        choose_network(window, 'Workshop')
        check(text_of(window.find('text', SSID_ENTRY)) == 'Workshop', 'the name is not in the form')
        type_key(window, KEY)
        check_secrets(window)
        send(window)
        window.wait_text('The board is in the network')
        window.wait_text(ADDRESS)
        check('The board is in the network' in window.focused(), f'the focus is on {window.focused()}')
        check(window.is_enabled('Open in the browser'), 'the browser can not be asked for')
        check_secrets(window)
        window.answer('Flash the next board')
        check(not window.has_text('The board is in the network'), 'it is still open')


def test_wrong_key():
    """One cause, one action: it leads to the key, the rest is as it was."""
    with board('improv') as window:
        open_form(window)
        window.wait_text('is ready for its settings')
        window.type(SSID_ENTRY, 'Workshop')
        window.type(KEY_ENTRY, WRONG_KEY)
        send(window)
        window.wait_text('The board is not in the Wi-Fi', timeout=60)
        check_secrets(window)
        window.press('Correct the key')
        check(text_of(window.find('text', SSID_ENTRY)) == 'Workshop', 'the name is gone')
        window.keys('ctrl+a', title=TITLE)
        type_key(window, KEY)
        window.keys('ctrl+Return', title=TITLE)
        window.wait_text(ADDRESS)


def test_wled_can_not_look():
    with board('wled') as window:
        open_form(window)
        window.wait_text('type the name')
        window.type(SSID_ENTRY, 'Workshop')
        window.type(KEY_ENTRY, KEY)
        send(window)
        window.wait_text(ADDRESS)


def test_espeasy_says_beforehand():
    """What its serial line can't take is refused before anything is sent, with the reason."""
    with board('espeasy') as window:
        open_form(window)
        window.wait_text('ESPEasy is ready')
        check(window.has_text('Second Wi-Fi') and window.has_text('Unit number'), 'fields are missing')
        check(not window.has_text('Networks the board sees'), 'it can not look for networks')
        window.type(KEY_ENTRY, KEY)
        for name, words in (('Café Nord', '“é” can\'t be sent to this firmware'),
                            ('x' * 32, 'at most 31 bytes fit')):
            window.type(SSID_ENTRY, name)
            window.wait_text(words)
            check(not window.is_enabled('Send to the board'), f'{name} can be sent')
        window.type(SSID_ENTRY, 'Workshop')
        window.type('Unit number', '256')
        window.wait_text('A number from 0 to 255')
        window.type('Unit number', '7')
        window.type('Password of its web page', 'GLOWsecretKEY-admin')
        send(window)
        window.wait_text('The board is in the network', timeout=60)
        window.wait_text(f'http://{ADDRESS}/')
        check_secrets(window)
        close_form(window)
        window.keys('alt+2')
        wait('what the board repeated of the key', lambda: any('WifiKey,•••' in text_of(n) for n in window.nodes('text')))
        check_secrets(window)


def test_tasmota():
    with board('tasmota') as window:
        open_form(window)
        window.wait_text('Tasmota 14.3.0 is ready')
        window.wait_text('Networks the board sees')
        window.type(SSID_ENTRY, 'Work;shop')
        wait('its Improv, which takes the semicolon', lambda: window.is_enabled('Send to the board'))
        window.type('Name in the network', 'lamp_2')
        window.wait_text('“;” can\'t be sent to this firmware')
        window.type('Name in the network', '')
        window.type(KEY_ENTRY, KEY)
        send(window)
        window.wait_text('The board is not in the Wi-Fi')
        window.press('Correct the key')
        # and by Tasmota's own commands again, which know more than Improv
        window.type(SSID_ENTRY, 'Workshop')
        window.type('Name of the second Wi-Fi', 'Guest')
        window.type(KEY_ENTRY, KEY)
        send(window)
        window.wait_text(f'http://{ADDRESS}/', timeout=60)
        check_secrets(window)


def test_nothing_takes_settings():
    with board('counter') as window:
        open_form(window)
        window.wait_text('Nothing on this board takes settings', timeout=60)
        check(not shown(window, SSID_ENTRY), 'there is a form all the same')
        window.press('Look again')
        window.wait_text('Finding out which firmware is there')
        window.answer('Cancel')
        check(window.has_text('Add a firmware file'), 'the window is not as before')


def test_cancel():
    """At once, with what was typed still there."""
    with Window(PROGRAM, '--practice=esp32?app=improv') as window:
        open_form(window)
        window.wait_text('is ready for its settings')
        window.type(SSID_ENTRY, 'Workshop')
        window.type(KEY_ENTRY, WRONG_KEY)
        send(window)
        window.wait_text('The board joins the network (up to 45 s)')
        window.press('Cancel')
        window.wait_text('Cancelled.', timeout=2)
        check(text_of(window.find('text', SSID_ENTRY)) == 'Workshop', 'the name is gone')


def test_profiles():
    """Kept without secrets, taken into the form of another board, removed."""
    profile = os.path.join(os.environ['XDG_CONFIG_HOME'], 'glowplug/profiles/Workshop 7.profile')
    with board('espeasy') as window:
        open_form(window)
        window.wait_text('ESPEasy is ready')
        window.type(SSID_ENTRY, 'Workshop')
        window.type(KEY_ENTRY, KEY)
        window.type('Unit number', '7')
        save_profile(window, 'Workshop 7')
        window.wait_text('Saved as “Workshop 7”, without keys and passwords.')
        with open(profile, encoding='utf-8') as file:
            check('unit=7' in file.read(), 'the unit is not in the profile')
        check_secrets(window)
        close_form(window)
        open_form(window)
        window.wait_text('ESPEasy is ready')
        window.press('Use “Workshop 7”')
        wait('the values', lambda: text_of(window.find('text', 'Unit number')) == '7')
        check(text_of(window.find('text', SSID_ENTRY)) == 'Workshop', 'the name is missing')
        check(text_of(window.find('text', KEY_ENTRY)) == '', 'there is a key')
        window.press('Remove “Workshop 7”')
        window.wait_text('Remove “Workshop 7”?')
        window.answer('Remove')
        window.wait_text('“Workshop 7” is removed.')
        check(not os.path.exists(profile), 'the file is still there')


def test_after_flashing():
    """Written, verified, running, and on to its Wi-Fi without looking for anything."""
    with Window(PROGRAM, '--practice=esp32', '--practice-unpaced', ESPEASY) as window:
        window.wait_text('Ready to flash')
        check(not shown(window, 'Set up Wi-Fi', 'push button'), 'there is nothing to set up yet')
        window.press('Flash')
        window.find('label', 'Verified')
        window.wait_text('ESPEasy can be told its Wi-Fi now.', timeout=60)
        window.press('Set up Wi-Fi')
        window.wait_text('ESPEasy is ready', timeout=60)
        window.type(SSID_ENTRY, 'Workshop')
        window.type(KEY_ENTRY, KEY)
        send(window)
        window.wait_text(f'http://{ADDRESS}/', timeout=60)
        check_secrets(window)
        window.answer('Flash the next board')
        wait('a board to flash', lambda: window.is_enabled('Flash'))


def test_no_keyring():
    """It is asked only when somebody wants it, and what is missing is said."""
    with board('improv') as window:
        open_form(window)
        window.wait_text('is ready for its settings')
        window.type(SSID_ENTRY, 'Workshop')
        window.press('Fill in')
        window.wait_text('The keyring can\'t be used')


def quit_while(app, words):
    """What goes with the window goes once."""
    with board(app) as window:
        open_form(window)
        window.wait_text(words)
        window.keys('ctrl+q', title=TITLE)
        check(window.wait_end() == 0, 'it did not end well')
        said = [line for line in window.said().splitlines() if 'CRITICAL' in line or 'WARNING' in line]
        check(not said, f'it complained: {said}')


def test_quit_from_the_form():
    quit_while('improv', 'is ready for its settings')


def test_quit_while_asking():
    quit_while('counter', 'Finding out which firmware is there')


TESTS = [value for name, value in list(globals().items()) if name.startswith('test_')]

if __name__ == '__main__':
    sys.exit(run_tests(TESTS, 1))
