#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""glowplug-cli monitor as its users call it: a pseudo-terminal is the board, another one the user's.

Usage: test_monitor.py GLOWPLUG-CLI [unittest arguments]
"""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
import tty
import unittest

CLI = sys.argv[1]
OK, FAILED, USAGE, FILE, PORT = 0, 1, 2, 3, 5
TIMEOUT = 30  # seconds; nothing takes that long, a loaded machine may


def read_until(fd, text):
    """Everything up to @text, which has to come."""
    seen = b''
    end = time.monotonic() + TIMEOUT
    while text not in seen:
        ready, _, _ = select.select([fd], [], [], max(0, end - time.monotonic()))
        if not ready:
            raise AssertionError(f'{text} did not come after {seen}')
        seen += os.read(fd, 4096)
    return seen


class Board:
    """The other end of a port."""

    def __init__(self):
        self.fd, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path = os.ttyname(self.slave)

    def say(self, data):
        os.write(self.fd, data)

    def hear(self, text):
        return read_until(self.fd, text)

    def close(self):
        os.close(self.fd)
        os.close(self.slave)


class MonitorTest(unittest.TestCase):
    def setUp(self):
        self.board = Board()
        self.addCleanup(self.board.close)

    def start(self, *args, **kwargs):
        """Started, and the port open: it has sent us its hello."""
        process = subprocess.Popen([CLI, 'monitor', '--port', self.board.path, '--send', 'hello', *args],
                                   stdin=kwargs.pop('stdin', subprocess.DEVNULL), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, **kwargs)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.board.hear(b'hello')
        return process

    def monitor(self, said, *args):
        """Runs to the end; what the board says ends with a line "the end"."""
        process = self.start('--until', 'the end', *args)
        self.board.say(said + b'the end\r\n')
        out, err = process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, OK, err)
        return out

    def test_lines(self):
        out = self.monitor(b'one\r\ntwo\r\n')
        self.assertEqual(out, 'one\ntwo\nthe end\n')

    def test_no_escape_gets_through(self):
        out = self.monitor(b'\x1b[31mred\x1b[0m\x1b[2J\x1b]0;title\x07\x9b5n\xc2\x9b6n\r\n')
        self.assertEqual(out, 'red\\x9b5n\\u009b6n\nthe end\n')

    def test_raw_lets_all_through(self):
        process = subprocess.Popen([CLI, 'monitor', self.board.path, '--raw', '--send', 'hello', '--until', 'the end'],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.addCleanup(process.kill)
        self.board.hear(b'hello')
        self.board.say(b'\x1b[2J\xff\x00 the end\r\n')
        out, _ = process.communicate(timeout=TIMEOUT)
        self.assertEqual(out, b'\x1b[2J\xff\x00 the end\r\n')

    def test_unfinished_line(self):
        process = self.start('--until', '>>> ')
        self.board.say(b'MicroPython\r\n>>> ')
        out, _ = process.communicate(timeout=TIMEOUT)
        self.assertEqual(out, 'MicroPython\n>>> \n')

    def test_timestamps(self):
        out = self.monitor(b'', '--timestamps')
        self.assertRegex(out, r'^\d\d:\d\d:\d\d\.\d\d\d  the end\n$')

    def test_filter(self):
        said = b'I (1) wifi: up\r\nI (2) eth: down\r\n'
        self.assertEqual(self.monitor(said, '--filter', 'WIFI'), 'I (1) wifi: up\n')
        self.assertEqual(self.monitor(said, '--filter', '!wifi|end'), 'I (2) eth: down\n')

    def test_hex(self):
        out = self.monitor(b'\x00\xff\r\n', '--hex')
        self.assertEqual(out, '00000000  00 ff 0d 0a 74 68 65 20  65 6e 64 0d 0a           '
                              '....the end..\n')

    def test_json(self):
        lines = [json.loads(line) for line in self.monitor(b'a "quote"\r\n', '--json').splitlines()]
        self.assertEqual([line['text'] for line in lines], ['a "quote"', 'the end'])
        for line in lines:
            self.assertRegex(line['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$')

    def test_save(self):
        with tempfile.TemporaryDirectory() as where:
            path = os.path.join(where, 'log')
            self.monitor(b'\x1b[31mred\x1b[0m\r\n', '--save', path)
            with open(path, encoding='utf-8') as file:
                self.assertEqual(file.read(), 'red\nthe end\n')

    def test_save_nowhere(self):
        done = subprocess.run([CLI, 'monitor', '--port', self.board.path, '--save', '/nowhere/log'],
                              capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, FILE)
        self.assertIn('/nowhere/log', done.stderr)

    def test_until_that_does_not_come(self):
        process = self.start('--until', 'never', '--time', '0.2')
        self.assertEqual(process.wait(TIMEOUT), FAILED)
        self.assertIn('never', process.stderr.read())

    def test_time(self):
        self.assertEqual(self.start('--time', '0.1').wait(TIMEOUT), OK)

    def test_line_ends(self):
        for name, sent in (('crlf', b'hello\r\nx\r\n'), ('lf', b'hello\nx\n'), ('cr', b'hello\rx\r'),
                           ('none', b'hellox')):
            process = subprocess.Popen([CLI, 'monitor', self.board.path, '--send', 'hello', '--send', 'x',
                                        '--line-end', name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            heard = self.board.hear(sent)
            process.terminate()
            self.assertEqual(process.wait(TIMEOUT), OK)
            self.assertEqual(heard, sent)

    def test_wrong_line_end(self):
        done = subprocess.run([CLI, 'monitor', self.board.path, '--line-end', 'x'], capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, USAGE)

    def test_pipe_is_sent_as_it_is(self):
        process = self.start(stdin=subprocess.PIPE)
        process.stdin.write('a\nb')
        process.stdin.close()
        process.stdin = None  # closed already
        self.board.hear(b'a\nb')

    def test_signal_ends_it(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start()
            process.send_signal(number)
            self.assertEqual(process.wait(TIMEOUT), OK)

    def test_no_port(self):
        done = subprocess.run([CLI, 'monitor', '--port', '/dev/nowhere'], capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, PORT)

    def test_practice_board_takes_its_time(self):
        begun = time.monotonic()
        done = subprocess.run([CLI, 'monitor', '--port', 'practice:esp32?app=counter', '--until', 'counter: 62'],
                              capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, OK)
        self.assertGreater(time.monotonic() - begun, 1)

    def test_port_is_given_back(self):
        for _ in range(3):
            self.start('--time', '0.05').wait(TIMEOUT)

    def test_panic_is_told(self):
        process = self.start('--until', 'Rebooting')
        self.board.say(b"Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.\r\n"
                       b'Core  0 register dump:\r\n'
                       b'PC      : 0x400d1234  PS      : 0x00060030  A0      : 0x800d2345  A1      : 0x3ffb1234\r\n'
                       b'EXCVADDR: 0x00000000\r\n\r\n'
                       b'Backtrace: 0x400d1231:0x3ffb1234 0x400d2342:0x3ffb1254\r\n\r\n'
                       b'Rebooting...\r\n')
        _, err = process.communicate(timeout=TIMEOUT)
        self.assertIn('LoadProhibited', err)
        self.assertIn('400d2342', err)


class TerminalTest(MonitorTest):
    """With the user at a terminal of their own."""

    def setUp(self):
        super().setUp()
        self.fd, self.slave = pty.openpty()
        self.addCleanup(os.close, self.fd)
        self.addCleanup(os.close, self.slave)
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen([CLI, 'monitor', self.board.path, '--send', 'hello'], stdin=self.slave,
                                        stdout=self.slave, stderr=self.slave, start_new_session=True,
                                        preexec_fn=lambda: __import__('fcntl').ioctl(0, termios.TIOCSCTTY, 0))
        self.addCleanup(self.process.kill)
        self.addCleanup(self.process.wait)
        self.board.hear(b'hello\r\n')

    def end(self):
        os.write(self.fd, b'\x1d')
        self.assertEqual(self.process.wait(TIMEOUT), OK)
        after = termios.tcgetattr(self.slave)
        self.assertEqual(after, self.before)

    def test_keys_go_to_the_board(self):
        os.write(self.fd, b'x\x03\x04\r')
        self.board.hear(b'x\x03\x04\r\n')
        self.end()

    def test_colour_and_nothing_else(self):
        self.board.say(b'\x1b[1;31mred\x1b[0m\x1b[2J\x1b]0;t\x07 plain\r\n')
        seen = read_until(self.fd, b'plain\r\n')
        self.assertIn(b'red', seen)
        for escape in re.findall(rb'\x1b[^m]*m|\x1b.', seen):
            self.assertRegex(escape, rb'^\x1b\[[0-9;]*m$|^\x1b\[$')
        self.assertNotIn(b'2J', seen)
        self.assertNotIn(b'\x1b]', seen)
        self.end()

    def test_prompt_is_shown_and_goes_on(self):
        self.board.say(b'login: ')
        read_until(self.fd, b'login: ')
        self.board.say(b'root\r\nok\r\n')
        self.assertEqual(read_until(self.fd, b'ok\r\n'), b'root\r\nok\r\n')
        self.end()

    def test_progress_in_place(self):
        self.board.say(b'10 %')
        read_until(self.fd, b'10 %')
        self.board.say(b'\r20 %')
        self.assertIn(b'\r\x1b[K20 %', read_until(self.fd, b'20 %'))
        self.end()

    def test_terminal_is_left_as_found_by_a_signal(self):
        self.process.terminate()
        self.assertEqual(self.process.wait(TIMEOUT), OK)
        self.assertEqual(termios.tcgetattr(self.slave), self.before)


# only its own tests, not again those of the class it is made from
for name in [name for name in dir(MonitorTest) if name.startswith('test_')]:
    if name not in TerminalTest.__dict__:
        setattr(TerminalTest, name, None)

if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
