#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""glowplug-cli setup against the simulated firmwares, and that no secret gets out.

Usage: test_setup.py GLOWPLUG-CLI GLOWPLUG-BOARD RECIPES [unittest arguments]

Every secret in here begins with MARKER. LeakTest looks for it wherever a run of ours could have
left it: output, logs, files, profiles, reports, and the command lines of all processes meanwhile.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

CLI, BOARD, RECIPES = sys.argv[1:4]
MARKER = 'GLOWsecretKEY-'
SSID, KEY, WRONG = 'Workshop', MARKER + 'wifi', MARKER + 'wrong'

# glowplug-cli(1), EXIT STATUS
OK, FAILED, USAGE, FILE, SILENT, LOADER, CANCELLED = 0, 1, 2, 3, 6, 7, 130


class Board:
    def __init__(self, where, app, *args):
        self.report_file = pathlib.Path(where) / 'board-report.json'
        self.process = subprocess.Popen(
            [BOARD, '--tcp', '0', '--app', app, '--report', str(self.report_file), *args],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = 'socket://' + self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)

    def report(self):
        return json.loads(self.report_file.read_text())


class SetupTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.dir = pathlib.Path(holder.name)
        self.home = self.dir / 'home'
        self.home.mkdir()
        self.secrets = self.dir / 'secrets'
        self.secrets.mkdir()
        self.env = dict(os.environ, HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / 'config'),
                        XDG_DATA_HOME=str(self.home / 'data'), XDG_STATE_HOME=str(self.home / 'state'),
                        XDG_CACHE_HOME=str(self.home / 'cache'),
                        DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent/bus')
        self.env.pop('SECRET_BACKEND', None)
        self.be_impatient()

    def be_impatient(self):
        """The built-in recipes, but for how long they wait for an address that never comes."""
        folder = self.home / 'data/glowplug/setup'
        folder.mkdir(parents=True)
        for recipe in pathlib.Path(RECIPES).glob('*.ini'):
            (folder / recipe.name).write_text(recipe.read_text().replace('WithinMs=60000', 'WithinMs=15000'))

    def each(self, function, rows):
        """function (*row) for all rows at once: most of the time they wait"""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for row, future in [(row, pool.submit(function, *row)) for row in rows]:
                with self.subTest(row=row):
                    future.result()

    def folder(self, *name):
        path = self.dir / '-'.join(map(str, name))
        path.mkdir()
        return path

    def key_file(self, key=KEY):
        # the name of the file is no secret, and must not be one
        path = self.secrets / hashlib.sha256(key.encode()).hexdigest()[:8]
        if not path.exists():
            # whole at once: runs go side by side, and one may be reading it
            begun = path.with_name(f'{path.name}-{threading.get_ident()}')
            begun.write_text(key + '\n')
            begun.replace(path)
        return path

    def cli(self, *args, env=None, text_in=None):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([CLI, *map(str, args)], capture_output=True, text=True, timeout=180,
                              check=False, env=env or self.env, input=text_in,
                              stdin=None if text_in is not None else subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def setup(self, board, *args, **kwargs):
        """(exit code, the object)"""
        code, out, err = self.cli('--json', 'setup', '-p', board.port, *args, **kwargs)
        self.assertTrue(out, err)
        return code, json.loads(out)


class Firmwares(SetupTest):
    def joins(self, app, kind, firmware):
        with Board(self.folder(app), app) as board:
            code, told = self.setup(board, '--ssid', SSID, '--key-file', self.key_file())
            self.assertEqual(code, OK, told)
            self.assertEqual(told['kind'], kind)
            self.assertEqual(told['firmware'], firmware)
            self.assertTrue(told['connected'])
            self.assertRegex(told['address'], r'^192\.168\.7\.\d+$')
            self.assertEqual(told['url'].rstrip('/'), 'http://' + told['address'])
            code, told = self.setup(board, '--info')
            self.assertEqual(code, OK, told)
            self.assertTrue(told['connected'])

    def test_each_joins_the_network(self):
        self.each(self.joins, (('espeasy', 'espeasy', 'ESPEasy'), ('tasmota', 'tasmota', 'Tasmota'),
                               ('improv', 'improv', 'ESPHome'), ('wled', 'improv', 'WLED')))

    def does_not_join(self, app, ssid, key):
        with Board(self.folder(app, ssid), app) as board:
            code, told = self.setup(board, '--ssid', ssid, '--key-file', self.key_file(key))
            self.assertEqual(code, FAILED, told)
            self.assertEqual(told['error']['code'], 'wifi')

    def test_wrong_key_and_wrong_name(self):
        self.each(self.does_not_join, [(app, ssid, key) for app in ('espeasy', 'tasmota', 'improv')
                                       for ssid, key in ((SSID, WRONG), ('Nowhere', KEY))])

    def test_espeasy_takes_everything(self):
        with Board(self.dir, 'espeasy') as board:
            code, told = self.setup(
                board, '--ssid', SSID, '--key-file', self.key_file(), '--ssid2', 'Other one',
                '--key2-file', self.key_file(MARKER + 'two'), '--name', 'Bob\'s "lamp"', '--unit', '7',
                '--password-file', self.key_file(MARKER + 'admin'), '--ip', '192.168.7.200', '--gateway',
                '192.168.7.1', '--subnet', '255.255.255.0', '--dns', '192.168.7.1')
            self.assertEqual(code, OK, told)
            self.assertEqual(told['address'], '192.168.7.200')
        settings = json.dumps(board.report())
        self.assertIn('Other one', settings)
        self.assertIn('lamp', settings)

    def test_what_cannot_be_sent(self):
        with Board(self.dir, 'espeasy') as board:
            code, told = self.setup(board, '--name', 'Küche', '--ssid', 'a', '--key-file',
                                    self.key_file(MARKER + 'ü'))
        self.assertEqual(code, USAGE)
        self.assertEqual(told['error']['code'], 'setting')
        self.assertEqual([(p['field'], p['trouble']) for p in told['problems']],
                         [('name', 'character'), ('key', 'character')])
        self.assertIn('ü', told['problems'][0]['sentence'])
        self.assertNotIn('ü', told['problems'][1]['sentence'])

    def test_umlaut_by_improv(self):
        with Board(self.dir, 'improv') as board:
            code, told = self.setup(board, '--ssid', 'Café Nord', '--open')
            self.assertEqual(code, OK, told)
            self.assertRegex(told['address'], r'^10\.0\.8\.')

    def test_scan(self):
        with Board(self.dir, 'improv') as board:
            code, told = self.setup(board, '--scan')
            self.assertEqual(code, OK)
            names = [n['ssid'] for n in told['networks']]
            self.assertEqual(names.count(SSID), 1)
            self.assertEqual(names[0], SSID)
            strengths = [n['rssi_dbm'] for n in told['networks']]
            self.assertEqual(strengths, sorted(strengths, reverse=True))
        with Board(self.dir, 'wled') as board:
            code, told = self.setup(board, '--scan')
            self.assertEqual((code, told['error']['code']), (LOADER, 'unsupported'))

    def test_nothing_there(self):
        for app in ('silent', 'counter'):
            with self.subTest(app=app), Board(self.dir, app) as board:
                code, told = self.setup(board, '--info')
                self.assertEqual((code, told['error']['code']), (SILENT, 'no-setup'))

    def test_recipe_of_the_user(self):
        folder = self.home / 'data/glowplug/setup'
        (folder / 'bad.ini').write_text('[Recipe]\nFormat=1\nId=bad\n')
        (folder / 'mine.ini').write_text(
            '[Recipe]\nFormat=1\nId=mine\nName=Mine\nEcho=>\n[Field unit]\nCharacters=number\n'
            '[Send unit]\nLine=Unit,{unit}\nReply=^Ok$\n[Send save]\nLine=Save\nReply=^Ok$\nSaves=true\n')
        with Board(self.dir, 'espeasy') as board:
            code, out, err = self.cli('setup', '-p', board.port, '--kind', 'mine', '--unit', '9')
            self.assertEqual(code, OK, err)
        self.assertIn('bad.ini: [Recipe] "Name" is missing', err)
        self.assertIn('Mine', out)
        self.assertIn('9', json.dumps(board.report()))


class Words(SetupTest):
    def test_bad_command_lines(self):
        for args in (['--ssid', 'a'], ['--kind', 'none', '--unit', '1'], [], ['argument', '--info']):
            with self.subTest(args=args):
                code, out, _ = self.cli('--json', 'setup', '-p', 'socket://127.0.0.1:9', *args)
                self.assertEqual(code, USAGE, out)
                self.assertEqual(json.loads(out)['error']['code'], 'argument')

    def test_missing_files(self):
        for args, code, name in ((['--ssid', 'a', '--key-file', '/nonexistent'], FILE, 'file'),
                                 (['--profile', 'none'], FILE, 'profile'),
                                 (['--profile', '../x'], FILE, 'profile'),
                                 (['--ssid', 'a', '--open', '--save-profile', '.x'], FILE, 'profile')):
            with self.subTest(args=args):
                got, out, _ = self.cli('--json', 'setup', '-p', 'socket://127.0.0.1:9', *args)
                self.assertEqual((got, json.loads(out)['error']['code']), (code, name))

    def test_after_flash(self):
        """what is wrong with the settings is said before anything is flashed"""
        firmware = self.dir / 'firmware.bin'
        firmware.write_bytes(bytes(4096))
        for args, code, name in ((['flash', '--setup', 'none', '0x1000', firmware], FILE, 'profile'),
                                 (['identify', '--setup', 'none'], USAGE, 'argument')):
            with self.subTest(args=args):
                got, out, _ = self.cli('--json', '-p', 'socket://127.0.0.1:9', *args)
                self.assertEqual((got, json.loads(out)['error']['code']), (code, name))

    def test_example_of_the_manual(self):
        folder = self.home / 'data/glowplug/setup'
        page = (pathlib.Path(RECIPES).parent / 'man/glowplug-recipe.5').read_text()
        example = page.split('.SH EXAMPLE')[1].split('.fi')[0]
        lines = [line for line in example.splitlines() if not line.startswith('.')]
        (folder / 'lamp.ini').write_text('\n'.join(lines).replace('\\e', '\\'))
        with Board(self.dir, 'silent') as board:
            _, out, err = self.cli('--json', 'setup', '-p', board.port, '--kind', 'lamp', '--info')
        self.assertEqual(err, '')
        self.assertEqual(json.loads(out)['kind'], 'lamp')

    def test_no_keyring(self):
        code, out, _ = self.cli('--json', 'setup', '-p', 'socket://127.0.0.1:9', '--ssid', 'a', '--remember')
        self.assertEqual((code, json.loads(out)['error']['code']), (FAILED, 'keyring'))

    def test_profile(self):
        with Board(self.dir, 'improv') as board:
            code, told = self.setup(board, '--ssid', SSID, '--key-file', self.key_file(), '--save-profile', 'home')
            self.assertEqual(code, OK, told)
        saved = self.home / 'config/glowplug/profiles/home.profile'
        self.assertIn('ssid=' + SSID, saved.read_text())
        with Board(self.dir, 'improv') as board:
            code, told = self.setup(board, '--profile', 'home', '--key-file', '-', text_in=KEY + '\n')
            self.assertEqual(code, OK, told)

    def test_prompt_shows_nothing(self):
        """typed on a terminal, with a correction, and taken back by Ctrl+C"""
        for typed, code in ((KEY + 'x\x7f\n', OK), (KEY[:5] + '\x03', CANCELLED)):
            with self.subTest(code=code), Board(self.dir, 'improv') as board:
                pid, terminal = pty.fork()
                if pid == 0:
                    os.execve(CLI, [CLI, 'setup', '-p', board.port, '--ssid', SSID], self.env)
                shown = b''
                while 'not shown'.encode() not in shown:
                    shown += os.read(terminal, 1000)
                os.write(terminal, typed.encode())
                try:
                    while piece := os.read(terminal, 1000):
                        shown += piece
                except OSError:
                    pass
                _, status = os.waitpid(pid, 0)
                os.close(terminal)
                self.assertEqual(os.waitstatus_to_exitcode(status), code, shown)
                self.assertNotIn(MARKER[:5].encode(), shown)

    def test_cancelled(self):
        with Board(self.dir, 'improv') as board:
            process = subprocess.Popen(
                [CLI, 'setup', '-v', '-p', board.port, '--ssid', SSID, '--key-file', str(self.key_file(WRONG))],
                env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for line in process.stderr:
                if 'joins the network' in line:
                    break
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, CANCELLED)


class CommandLines(threading.Thread):
    """Reads the command lines of all processes, over and over, and keeps those with the marker."""

    def __init__(self):
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.found = []
        self.n_looks = 0

    def run(self):
        while not self.over.wait(0.1):
            self.n_looks += 1
            for path in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
                try:
                    text = path.read_bytes()
                except OSError:
                    continue
                if MARKER.encode() in text:
                    self.found.append(text)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()


def find_marker(folders):
    """The files under folders with the marker in them."""
    return [path for folder in folders for path in sorted(pathlib.Path(folder).rglob('*'))
            if path.is_file() and MARKER.encode() in path.read_bytes()]


class LeakTest(SetupTest):
    """Every way a run can go, with all logs on, and then the search."""

    RUNS = (
        ('espeasy', ['--ssid', SSID], KEY),
        ('espeasy', ['--ssid', SSID], WRONG),
        ('espeasy', ['--ssid', SSID, '--name', 'Küche'], KEY),
        ('tasmota', ['--ssid', SSID, '--hostname', 'lamp'], KEY),
        ('improv', ['--ssid', SSID, '--name', 'lamp'], KEY),
        ('improv', ['--ssid', SSID], WRONG),
        ('wled', ['--ssid', SSID], KEY),
        ('counter', ['--ssid', SSID], KEY),
        ('espeasy', ['--ssid', SSID, '--kind', 'tasmota'], KEY),
        ('tasmota', ['--ssid', SSID, '--kind', 'espeasy'], KEY),
    )

    def record(self, name, *args, env=None):
        _, out, err = self.cli('-v', 'setup', *args, env=dict(env or self.env, G_MESSAGES_DEBUG='all'))
        (self.logs / (name + '.out')).write_text(out)
        (self.logs / (name + '.err')).write_text(err)
        # where GLib puts what is for debugging
        return out

    def setUp(self):
        super().setUp()
        self.logs = self.dir / 'logs'
        self.logs.mkdir()

    def run_one(self, name, app, args, key, faults):
        where = self.logs / name
        where.mkdir()
        with Board(where, app, *faults) as board:
            log = self.record(name, '-p', board.port, *args, '--key-file', self.key_file(key),
                              '--password-file', self.key_file(MARKER + 'admin'), '--save-profile', name)
        self.assertIn('glow-setup-DEBUG', log)

    def test_no_secret_gets_out(self):
        rows = [('%s-%d%s' % (app, i, '-faulty' if faults else ''), app, args, key, faults)
                for i, (app, args, key) in enumerate(self.RUNS)
                for faults in ((), ('--fault', 'drop:%d:0.004' % (i + 1)))[:1 + (i < 5)]]
        with CommandLines() as command_lines:
            self.each(self.run_one, rows)
        self.assertGreater(command_lines.n_looks, 10)
        self.assertFalse(command_lines.found)
        # it was said, and by those who repeat it in the clear
        heard = (self.logs / 'espeasy-0.err').read_text()
        self.assertIn('< >WifiKey,•••', heard)
        self.assertTrue((self.home / 'config/glowplug/profiles/espeasy-0.profile').exists())
        self.assertEqual(find_marker([self.logs, self.home]), [])
        self.assertEqual(len(find_marker([self.secrets])), 3)

    def test_the_search_finds_what_leaks(self):
        """the same search, with a leak on purpose in each place"""
        (self.home / 'data/leak').write_text('x' + KEY)
        (self.logs / 'leak.err').write_text(KEY)
        self.assertEqual(len(find_marker([self.logs, self.home])), 2)
        with CommandLines() as command_lines, subprocess.Popen(
                [sys.executable, '-c', 'input()', KEY], stdin=subprocess.PIPE) as process:
            while not command_lines.found:
                command_lines.join(0.01)
            process.communicate(b'\n')
        self.assertTrue(command_lines.found)

    def test_the_board_does_repeat_keys(self):
        """without our redactor the marker would be in what the board says"""
        with Board(self.dir, 'espeasy') as board:
            import socket
            host, port = board.port.removeprefix('socket://').rsplit(':', 1)
            with socket.create_connection((host, int(port))) as line:
                line.settimeout(20)
                line.sendall(b'WifiKey,' + KEY.encode() + b'\n')
                heard = b''
                while b'>WifiKey,' + KEY.encode() not in heard:
                    heard += line.recv(1000)
        self.assertIn(MARKER.encode(), heard)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
