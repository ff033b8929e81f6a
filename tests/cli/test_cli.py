#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""glowplug-cli as its users call it, against glowplug-board and against everything that goes wrong.

Usage: test_cli.py GLOWPLUG-CLI GLOWPLUG-BOARD [unittest arguments]
"""

import base64
import contextlib
import fcntl
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import threading
import unittest

CLI, BOARD = sys.argv[1:3]
FIRMWARE = os.environ.get('GLOWPLUG_FIRMWARE_DIR', '')
ESP32 = FIRMWARE + '/esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin'
ESP32_PYTHON = FIRMWARE + '/esp32/esp32spiram-idf4-20200902-v1.13.bin'
ESP8266 = FIRMWARE + '/esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin'
NOBODY = 65534

# glowplug-cli(1), EXIT STATUS
OK, USAGE, FILE, CHIP, PORT, SILENT, LOADER, VERIFY, CANCELLED = 0, 2, 3, 4, 5, 6, 7, 8, 130

needs_firmware = unittest.skipUnless(FIRMWARE, 'GLOWPLUG_FIRMWARE_DIR is not set')


def write_stubs(where):
    """Stub files of our own: the board runs any code, so no published stub is needed."""
    text, data = random.Random(1).randbytes(4096), random.Random(2).randbytes(256)
    for chip, text_start, data_start in (('esp32', 0x400a8000, 0x3ffded6c),
                                         ('esp8266', 0x4010c500, 0x3fffae6c)):
        (pathlib.Path(where) / (chip + '.json')).write_text(json.dumps({
            'text': base64.b64encode(text).decode(), 'text_start': text_start,
            'data': base64.b64encode(data).decode(), 'data_start': data_start,
            'entry': text_start + 4}))


def setUpModule():
    holder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(holder.cleanup)
    write_stubs(holder.name)
    os.chmod(holder.name, 0o755)
    os.environ['GLOWPLUG_STUBS_DIR'] = holder.name


def cli(*args, **kwargs):
    """Runs glowplug-cli; returns (exit code, stdout, stderr)."""
    done = subprocess.run([CLI, *map(str, args)], capture_output=True, text=True, timeout=60,
                          check=False, **kwargs)
    return done.returncode, done.stdout, done.stderr


def cli_json(*args, **kwargs):
    """Runs glowplug-cli --json; returns (exit code, the object)."""
    code, out, _ = cli('--json', *args, **kwargs)
    return code, json.loads(out)


def no_ctty(path, flags):
    """a pty must not become the terminal of a test that leads its session: its end would hang us up"""
    return os.open(path, flags | os.O_NOCTTY)


class Board:
    """A glowplug-board on TCP or a pty, with its report and flash when it has ended."""

    def __init__(self, where, *args):
        self.where = pathlib.Path(where)
        self.flash_file = self.where / 'flash.bin'
        self.report_file = self.where / 'report.json'
        self.link = self.where / 'port'
        self.args = [str(a) for a in args]
        self.process = None
        self.port = None

    def start(self, pty=False):
        way = ['--pty', str(self.link)] if pty else ['--tcp', '0']
        self.process = subprocess.Popen(
            [BOARD, *way, '--flash-file', str(self.flash_file), '--report', str(self.report_file),
             *self.args], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if pty:
            self.port = str(self.link)
        else:
            self.port = 'socket://' + line.split()[-1]
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.process.stdout.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def flash(self):
        return self.flash_file.read_bytes()

    def report(self):
        return json.loads(self.report_file.read_text())


@contextlib.contextmanager
def peer(serve):
    """A TCP port behind which @serve (socket) plays the board."""
    server = socket.create_server(('127.0.0.1', 0))

    def accept():
        with contextlib.suppress(OSError):
            connection, _ = server.accept()
            with connection:
                serve(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield 'socket://127.0.0.1:%d' % server.getsockname()[1]
    server.close()
    thread.join(10)


class CliTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.dir = pathlib.Path(holder.name)

    def file(self, name, size=8192, seed=1):
        path = self.dir / name
        path.write_bytes(random.Random(seed).randbytes(size))
        return path

    def assert_error(self, answer, exit_code, name):
        code, told = answer
        self.assertEqual(told['error']['code'], name, told['error']['details'])
        self.assertEqual(code, exit_code)
        self.assertFalse(told['success'])
        for part in ('title', 'reason', 'action', 'details'):
            self.assertTrue(told['error'][part], part)
        if 'flash_touched' in told:
            self.assertFalse(told['flash_touched'])


class Runs(CliTest):
    def test_flash_verify_read_erase_on_each_chip(self):
        for chip in ('esp32', 'esp8266'):
            with self.subTest(chip=chip), tempfile.TemporaryDirectory() as where:
                data = self.file('data.bin', 70001)
                saved = self.dir / 'saved.bin'
                with Board(where, '--chip', chip) as board:
                    code, told = cli_json('-p', board.port, 'flash', '--no-boot-check', '0x10000', data)
                    self.assertEqual(code, OK, told)
                    self.assertEqual((told['written'], told['verified']), ('yes', 'yes'))
                    self.assertTrue(told['left_in_loader'])
                    self.assertTrue(any('RESET' in note for note in told['notes']))
                    self.assertEqual(cli('-p', board.port, 'verify', '0x10000', data)[0], OK)
                    other = self.file('other.bin', 70001, seed=2)
                    self.assertEqual(cli('-p', board.port, 'verify', '0x10000', other)[0], VERIFY)
                    self.assertEqual(cli('-p', board.port, 'read', '0x10000', 70004, saved)[0], OK)
                    self.assertEqual(saved.read_bytes(), data.read_bytes() + b'\xff' * 3)
                    self.assertEqual(cli('-p', board.port, 'erase', '0x10000', '0x1000')[0], OK)
                self.assertEqual(board.flash()[0x10000:0x11000], b'\xff' * 4096)
                self.assertEqual(board.flash()[0x11000:0x10000 + 70001],
                                 data.read_bytes()[0x1000:])
                self.assertEqual(board.report()['violations'], [])

    @needs_firmware
    def test_real_firmware_over_a_pty(self):
        for chip, path, size_byte in (('esp32', ESP32, None), ('esp8266', ESP8266, 0x40)):
            with self.subTest(chip=chip), tempfile.TemporaryDirectory() as where:
                board = Board(where, '--chip', chip).start(pty=True)
                try:
                    code, told = cli_json('-p', board.port, 'flash', '--no-boot-check', path)
                finally:
                    board.stop()
                self.assertEqual(code, OK, told)
                self.assertEqual((told['written'], told['verified']), ('yes', 'yes'))
                expected = bytearray(pathlib.Path(path).read_bytes())
                if size_byte is not None:
                    # the real flash size, put into the header on purpose and said
                    expected[3] = size_byte | expected[3] & 0x0f
                    self.assertTrue(any('header' in note for note in told['notes']))
                self.assertEqual(board.flash()[:len(expected)], bytes(expected))

    def test_practice_board(self):
        for chip in ('esp32', 'esp8266'):
            code, told = cli_json('-p', 'practice:' + chip, 'identify')
            self.assertEqual(code, OK)
            self.assertEqual(told['chip']['name'], chip)
            code, out, err = cli('-p', 'practice:' + chip, 'flash', '--no-boot-check', '0x0', self.file('x.bin'))
            self.assertEqual(code, OK, err)
            self.assertIn('Written, verified', out)

    def test_without_stub_the_esp8266_is_not_called_verified(self):
        code, told = cli_json('--no-stub', '-p', 'practice:esp8266', 'flash', '--no-boot-check', '0x0',
                              self.file('x.bin'))
        self.assertEqual(code, OK)
        self.assertEqual((told['written'], told['verified']), ('yes', 'not-checked'))
        self.assertIn('ROM', told['verify_reason'])

    def test_cancel(self):
        with Board(self.dir, '--pace') as board:
            running = subprocess.Popen([CLI, '--json', '--verbose', '-p', board.port, 'flash', '--no-boot-check',
                                        '0x0', self.file('big.bin', 400000)],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for line in running.stderr:
                if line.startswith('Writing'):
                    break
            running.send_signal(signal.SIGINT)
            told = json.loads(running.communicate(timeout=20)[0])
        self.assertEqual(running.returncode, CANCELLED)
        self.assertEqual(told['error']['code'], 'cancelled')
        self.assertTrue(told['flash_touched'])
        self.assertEqual((told['written'], told['verified']), ('no', 'no'))


class BadInput(CliTest):
    def flash(self, *args, port='practice:esp32', **kwargs):
        return cli_json('-p', port, 'flash', '--no-boot-check', *args, **kwargs)

    def test_no_such_file(self):
        self.assert_error(self.flash('0x0', self.dir / 'none.bin'), FILE, 'file')

    def test_empty_file(self):
        self.assert_error(self.flash('0x0', self.file('empty.bin', 0)), FILE, 'file')

    def test_directory(self):
        self.assert_error(self.flash('0x0', self.dir), FILE, 'file')

    def test_unreadable_file(self):
        path = self.file('secret.bin')
        path.chmod(0)
        self.dir.chmod(0o755)
        user = {'user': NOBODY} if os.geteuid() == 0 else {}
        self.assert_error(self.flash('0x0', path, **user), FILE, 'file')

    def test_bad_offset(self):
        code, told = self.flash('0x10000', self.file('a.bin'), '0xzz', self.file('b.bin'))
        self.assertEqual((code, told['error']['code']), (FILE, 'file'))  # taken for a file name
        self.assert_error(self.flash('0x100000000', self.file('a.bin')), FILE, 'file')
        self.assert_error(self.flash('0x1000'), USAGE, 'argument')

    def test_unaligned_offset(self):
        self.assert_error(self.flash('0x1234', self.file('a.bin')), USAGE, 'alignment')

    def test_overlap(self):
        self.assert_error(self.flash('0x1000', self.file('a.bin', 8193), '0x3000',
                                     self.file('b.bin')), USAGE, 'overlap')

    def test_beyond_the_flash(self):
        self.assert_error(self.flash('0x3ff000', self.file('a.bin')), FILE, 'too-big')

    def test_data_that_names_no_place(self):
        self.assert_error(self.flash(self.file('a.bin')), USAGE, 'argument')

    @needs_firmware
    def test_wrong_chip_in_both_directions(self):
        for port, path, offset in (('practice:esp8266', ESP32_PYTHON, '0x1000'),
                                   ('practice:esp8266', ESP32, '0x0'),
                                   ('practice:esp32', ESP8266, '0x0')):
            with self.subTest(port=port, path=path):
                self.assert_error(self.flash(offset, path, port=port), CHIP, 'wrong-chip')
                self.assert_error(self.flash(path, port=port), CHIP, 'wrong-chip')

    @needs_firmware
    def test_damaged_image(self):
        damaged = self.dir / 'damaged.bin'
        content = bytearray(pathlib.Path(ESP32_PYTHON).read_bytes())
        content[5000] ^= 1
        damaged.write_bytes(content)
        self.assert_error(self.flash('0x1000', damaged), FILE, 'image')

    def test_missing_port(self):
        self.assert_error(cli_json('-p', '/dev/ttyUSB77', 'identify'), PORT, 'port-missing')

    def test_no_permission(self):
        board = Board(self.dir).start(pty=True)
        self.addCleanup(board.stop)
        self.dir.chmod(0o755)
        os.chmod(os.path.realpath(board.port), 0)
        user = {'user': NOBODY} if os.geteuid() == 0 else {}
        self.assert_error(cli_json('-p', board.port, 'identify', **user), PORT, 'permission')

    def test_port_in_use(self):
        board = Board(self.dir).start(pty=True)
        self.addCleanup(board.stop)
        # not as controlling terminal, whose end would hang up the test itself
        other = os.open(board.port, os.O_RDONLY | os.O_NOCTTY)
        with os.fdopen(other, 'rb', buffering=0):
            fcntl.flock(other, fcntl.LOCK_EX)
            self.assert_error(cli_json('-p', board.port, 'identify'), PORT, 'busy')

    def test_nobody_listens(self):
        with socket.create_server(('127.0.0.1', 0)) as server:
            free = server.getsockname()[1]
        self.assert_error(cli_json('-p', 'socket://127.0.0.1:%d' % free, 'identify'), PORT,
                          'port-open')

    def test_no_such_kind_of_port(self):
        self.assert_error(cli_json('-p', 'rfc2217://host:1', 'identify'), USAGE, 'argument')
        self.assert_error(cli_json('-p', 'practice:esp99', 'identify'), USAGE, 'argument')

    def test_silent_board(self):
        with Board(self.dir, '--mode', 'silent') as board:
            self.assert_error(cli_json('-p', board.port, 'identify'), SILENT, 'silent')

    def test_board_whose_application_runs(self):
        def serve(connection):
            with contextlib.suppress(OSError):
                for _ in range(200):
                    connection.sendall(b'[I] WiFi connected, 192.168.1.7\r\n')
                    if not connection.recv(4096):
                        break

        with peer(serve) as port:
            self.assert_error(cli_json('-p', port, 'identify'), SILENT, 'app-running')

    def test_garbage(self):
        def serve(connection):
            noise = random.Random(5)
            with contextlib.suppress(OSError):
                while connection.recv(4096):
                    connection.sendall(bytes(noise.randrange(128, 256) for _ in range(40)))

        with peer(serve) as port:
            self.assert_error(cli_json('-p', port, 'identify'), SILENT, 'garbage')

    def test_board_that_vanishes(self):
        with peer(lambda connection: connection.recv(4096)) as port:
            self.assert_error(cli_json('-p', port, 'identify'), PORT, 'port-gone')

    def test_board_that_vanishes_while_writing(self):
        with Board(self.dir, '--fault', 'close:3') as board:
            code, told = cli_json('-p', board.port, 'flash', '--no-boot-check', '0x0', self.file('a.bin', 300000))
        self.assertEqual((code, told['error']['code']), (PORT, 'port-gone'))
        self.assertNotEqual(told['verified'], 'yes')

    def test_usage(self):
        for args in ([], ['fly'], ['--baud', 'fast', 'identify'], ['--baud', '7', 'identify'],
                     ['--flash-mode', 'x', 'identify'], ['--flash-size', '0', 'identify'],
                     ['--after', 'x', 'identify'], ['--chip', 'esp', 'identify'],
                     ['--no-such-option']):
            with self.subTest(args=args):
                code, _, err = cli(*args)
                self.assertEqual(code, USAGE)
                self.assertTrue(err.startswith('glowplug-cli: '), err)
        for args in (['-p', 'practice', 'read', '0'], ['-p', 'practice', 'erase'],
                     ['-p', 'practice', 'read', '0', '0', 'x'], ['-p', 'practice', 'flash']):
            with self.subTest(args=args):
                self.assertEqual(cli(*args)[0], USAGE)


class Inspect(CliTest):
    @needs_firmware
    def test_known_firmware(self):
        code, told = cli_json('inspect', ESP32, ESP8266, ESP32_PYTHON)
        self.assertEqual(code, OK)
        easy, python, python32 = told['files']
        self.assertEqual((easy['chip'], easy['kind'], easy['offset']), ('esp32', 'merged', 0))
        self.assertEqual((python['chip'], python['offset']), ('esp8266', 0))
        self.assertEqual((python32['chip'], python32['offset']), ('esp32', 0x1000))
        self.assertEqual(python['firmware'], 'MicroPython')
        self.assertTrue(all(f.get('error') is None for f in told['files']))

    def test_missing_file(self):
        code, told = cli_json('inspect', self.dir / 'none.bin')
        self.assertEqual(code, FILE)
        self.assertEqual(told['files'][0]['error']['code'], 'file')


class CheckBase(CliTest):
    """What the tests of the command check share."""

    STAGES = ['usb', 'driver', 'node', 'permission', 'lock', 'bootloader']

    def marks(self, told):
        self.assertEqual([stage['stage'] for stage in told['stages']], self.STAGES)
        return ' '.join(stage['mark'] for stage in told['stages'])

    @contextlib.contextmanager
    def board_on_a_pty(self):
        board = Board(self.dir).start(pty=True)
        try:
            yield board
        finally:
            board.stop()

    @staticmethod
    def user_of(port):
        """Another program, "cat", that has @port open and locks nothing."""
        node = os.open(port, os.O_RDWR | os.O_NOCTTY)
        try:
            return subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=node)
        finally:
            os.close(node)


class Check(CheckBase):
    """Everything between the program and the chip, told stage by stage."""

    def test_all_right(self):
        code, told = cli_json('check', 'practice:esp8266')
        self.assertEqual((code, told['success']), (OK, True))
        self.assertEqual(self.marks(told), 'skipped skipped skipped skipped passed passed')
        self.assertEqual(told['chip']['name'], 'esp8266')
        self.assertIsNone(told['problem'])
        with self.board_on_a_pty() as board:
            code, told = cli_json('check', board.port)
        self.assertEqual(code, OK, told)
        self.assertEqual(self.marks(told), 'skipped skipped passed passed passed passed')

    def test_text(self):
        code, out, err = cli('check', 'practice')
        self.assertEqual(code, OK)
        self.assertEqual(len(out.splitlines()), len(self.STAGES))
        self.assertRegex(out, r'Bootloader answers +passed +ESP32')
        self.assertEqual(err, '')

    def test_no_such_port(self):
        code, told = cli_json('check', '/dev/ttyUSB77')
        self.assertEqual((code, told['success']), (PORT, False))
        self.assertEqual(self.marks(told), 'skipped skipped failed skipped skipped skipped')
        self.assertEqual(told['problem']['kind'], 'unplugged')
        code, out, err = cli('check', '/dev/ttyUSB77')
        self.assertEqual(code, PORT)
        self.assertIn('Plug it in.', err)

    def test_silent_board(self):
        with Board(self.dir, '--mode', 'silent') as board:
            code, told = cli_json('check', board.port)
            self.assertEqual((code, told['success']), (SILENT, False))
            self.assertEqual(told['error']['code'], 'silent')
            self.assertEqual(self.marks(told), 'skipped skipped skipped skipped passed failed')

    def test_in_use(self):
        with self.board_on_a_pty() as board:
            held = self.user_of(board.port)
            try:
                code, told = cli_json('check', board.port)
                self.assertEqual(code, PORT)
                self.assertEqual(self.marks(told), 'skipped skipped passed passed failed skipped')
                self.assertEqual(told['problem']['kind'], 'in-use')
                self.assertEqual((told['problem']['holder'], told['problem']['holder_pid']),
                                 ('cat', held.pid))
                # a run leaves the port alone as well, and says whose it is
                code, told = cli_json('identify', '-p', board.port)
                self.assertEqual((code, told['error']['code']), (PORT, 'busy'))
                self.assertEqual(told['problem']['holder'], 'cat')
                code, _, err = cli('identify', '-p', board.port)
                self.assertEqual(code, PORT)
                self.assertIn('in use by cat (%d)' % held.pid, err)
            finally:
                held.communicate()
            self.assertEqual(cli('check', board.port)[0], OK)

    def test_waits_until_the_port_is_free(self):
        with self.board_on_a_pty() as board:
            held = self.user_of(board.port)
            waiting = subprocess.Popen([CLI, 'identify', '--wait', '--json', '-p', board.port],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertIn('in use by cat (%d). Waiting.' % held.pid, waiting.stderr.readline())
            held.communicate()
            out, _ = waiting.communicate(timeout=60)
            self.assertEqual(waiting.returncode, OK, out)
            self.assertEqual(json.loads(out)['chip']['name'], 'esp32')

    @unittest.skipUnless(os.getuid() == 0, 'only root can become somebody else')
    def test_waits_for_a_holder_that_can_not_be_seen(self):
        """root has it, alone; its opening is all that tells a user"""
        with self.board_on_a_pty() as board:
            os.chmod(self.dir, 0o755)
            os.chmod(os.path.realpath(board.port), 0o666)
            node = os.open(board.port, os.O_RDWR | os.O_NOCTTY)
            fcntl.ioctl(node, termios.TIOCEXCL)
            user = {'user': NOBODY, 'group': NOBODY, 'extra_groups': [],
                    'env': dict(os.environ, HOME='/nonexistent', XDG_STATE_HOME='/nonexistent')}
            code, told = cli_json('check', board.port, **user)
            self.assertEqual((code, told['problem']['kind']), (PORT, 'in-use'))
            self.assertIsNone(told['problem']['holder'])
            self.assertIn('another user or of the system', told['problem']['sentence'])
            for command in (['check', board.port], ['identify', '-p', board.port]):
                waiting = subprocess.Popen([CLI, *command, '--wait', '--json'], text=True,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, **user)
                self.assertIn('in use. Waiting.', waiting.stderr.readline())
                # the board keeps its end of the pty open, so this is not the last close
                fcntl.ioctl(node, termios.TIOCNXCL)
                os.close(node)
                out, _ = waiting.communicate(timeout=60)
                self.assertEqual(waiting.returncode, OK, out)
                node = os.open(board.port, os.O_RDWR | os.O_NOCTTY)
                fcntl.ioctl(node, termios.TIOCEXCL)
            os.close(node)

    def test_wait_can_be_ended(self):
        with self.board_on_a_pty() as board:
            held = self.user_of(board.port)
            waiting = subprocess.Popen([CLI, 'check', '--wait', board.port],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            waiting.stderr.readline()
            waiting.send_signal(signal.SIGINT)
            waiting.communicate(timeout=60)
            held.communicate()
            self.assertEqual(waiting.returncode, CANCELLED)

    @unittest.skipUnless(os.getuid() == 0, 'only root can become somebody else')
    def test_no_permission(self):
        with self.board_on_a_pty() as board:
            os.chmod(self.dir, 0o755)
            os.chmod(os.path.realpath(board.port), 0o600)
            code, told = cli_json('check', board.port, user=NOBODY, group=NOBODY, extra_groups=[])
        self.assertEqual(code, PORT)
        self.assertEqual(self.marks(told), 'skipped skipped passed failed skipped skipped')
        self.assertEqual(told['problem']['kind'], 'no-permission')

    def test_arguments(self):
        self.assert_error(cli_json('check', 'a', 'b'), USAGE, 'argument')


def can_sandbox():
    return shutil.which('bwrap') and subprocess.run(
        ['bwrap', '--unshare-user', '--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', 'true'],
        capture_output=True, check=False).returncode == 0


@unittest.skipUnless(can_sandbox(), 'bwrap is not installed or may not make namespaces')
class Sandbox(CheckBase):
    """As in a Flatpak: own users, processes and network, and the system's /dev. What looks different
    from inside."""

    OUTSIDE = {'dev', 'proc', 'run', 'sys', '.flatpak-info'}

    def sandboxed(self, *command):
        info = self.dir / 'flatpak-info'
        info.write_text('[Application]\n')
        os.chmod(self.dir, 0o755)
        become = ['setpriv', '--reuid', '1000', '--regid', '1000', '--groups', '20'] if os.getuid() == 0 else []
        binds = []
        for name in sorted(set(os.listdir('/')) - self.OUTSIDE):
            if os.path.islink('/' + name):
                binds += ['--symlink', os.readlink('/' + name), '/' + name]
            elif os.path.isdir('/' + name):
                binds += ['--ro-bind', '/' + name, '/' + name]
        return [*become, 'bwrap', '--unshare-user', '--unshare-pid', '--unshare-net', *binds, '--ro-bind', '/sys',
                '/sys', '--tmpfs', '/run', '--proc', '/proc', '--dev-bind', '/dev', '/dev', '--ro-bind', str(info),
                '/.flatpak-info', '--setenv', 'HOME', '/run', '--setenv', 'XDG_STATE_HOME', '/run', *command]

    def check_inside(self, port):
        done = subprocess.run(self.sandboxed(CLI, '--json', 'check', port), capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertTrue(done.stdout, done.stderr)
        return done.returncode, json.loads(done.stdout)

    @contextlib.contextmanager
    def node_of_a_board(self, mode):
        """the pty itself: a link of /tmp would do as well, but a port is in /dev"""
        with self.board_on_a_pty() as board:
            node = os.path.realpath(board.port)
            os.chmod(node, mode)
            yield node

    def test_all_right(self):
        with self.node_of_a_board(0o666) as node:
            code, told = self.check_inside(node)
        self.assertEqual(code, OK, told)
        self.assertEqual(self.marks(told), 'skipped skipped passed passed passed passed')

    def test_in_use(self):
        """the lock counts across the border, the name of who has it does not get through"""
        with self.node_of_a_board(0o666) as node, open(node, 'r+b', buffering=0, opener=no_ctty) as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            code, told = self.check_inside(node)
            self.assertEqual((code, told['problem']['kind']), (PORT, 'in-use'))
            self.assertIsNone(told['problem']['holder'])
            self.assertIn('sandbox', told['problem']['sentence'])

    def test_waits_until_the_port_is_free(self):
        with self.node_of_a_board(0o666) as node:
            with open(node, 'r+b', buffering=0, opener=no_ctty) as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                waiting = subprocess.Popen(self.sandboxed(CLI, 'identify', '--wait', '--json', '-p', node), text=True,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.assertIn('in use. Waiting.', waiting.stderr.readline())
            out, _ = waiting.communicate(timeout=60)
            self.assertEqual(waiting.returncode, OK, out)

    @unittest.skipUnless(os.getuid() == 0, 'only root can give a node to a group')
    def test_no_permission(self):
        """a group that the user is in counts, though it has no name inside; no name of a group is told"""
        with self.node_of_a_board(0o660) as node:
            os.chown(node, 0, 20)
            self.assertEqual(self.check_inside(node)[0], OK)
            os.chown(node, 0, 10)
            code, told = self.check_inside(node)
        self.assertEqual((code, told['problem']['kind']), (PORT, 'no-permission'))
        self.assertIsNone(told['problem']['group'])
        self.assertIsNone(told['problem']['command'])


class Ports(CliTest):
    def test_json_is_a_list(self):
        code, told = cli_json('ports')
        self.assertEqual(code, OK)
        self.assertIsInstance(told['ports'], list)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
