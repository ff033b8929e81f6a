# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""A fake USB bus for the tests of the window, and other programs that have its ports open."""

import os
import queue
import subprocess
import sys
import tempfile
import threading

from glowdrive import Failed, Window

CP2102 = 'plug {node} {usb} 10c4 ea60 cp210x 0001 Silicon Labs|CP2102 USB to UART Bridge Controller'
CH340 = 'plug {node} {usb} 1a86 7523 ch341 - QinHeng|USB Serial'


class FakeBus:
    """glow-rigd: a fake USB bus, driven by lines."""

    def __init__(self, rigd, program):
        self.program = program
        self.environment = dict(os.environ, LD_PRELOAD=os.environ['GLOW_RIG_PRELOAD'])
        self.process = subprocess.Popen([rigd], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=self.environment)
        self.environment['UMOCKDEV_DIR'] = self.process.stdout.readline().split()[1]
        self.state = tempfile.TemporaryDirectory()  # what is remembered of boards
        self.answers = queue.Queue()
        self.events = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith(('ok', 'error')):
                self.answers.put(line.strip())
            else:
                self.events.append(line.strip())

    def do(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        answer = self.answers.get(timeout=90)
        if not answer.startswith('ok'):
            raise Failed(f'{line}: {answer}')

    def window(self, *args, **more):
        return Window(self.program, *args, env={'LD_PRELOAD': self.environment['LD_PRELOAD'],
                                                'UMOCKDEV_DIR': self.environment['UMOCKDEV_DIR'],
                                                'XDG_STATE_HOME': self.state.name, **more})

    def touched(self, node):
        """Whether anybody under the preload has opened the node or moved one of its lines."""
        return any(event.startswith((f'lines {node} ', f'opened {node}')) for event in self.events)

    def remembered(self):
        """The file that keeps what is known of boards."""
        path = os.path.join(self.state.name, 'glowplug', 'boards.ini')
        if not os.path.exists(path):
            return ''
        with open(path, encoding='utf-8') as file:
            return file.read()

    def terminal(self, node):
        """The pseudo-terminal behind a node."""
        return os.readlink(os.path.join(self.environment['UMOCKDEV_DIR'], 'dev', node))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.process.stdin.close()
        self.process.wait(30)
        self.state.cleanup()


class Program:
    """Another program, called NAME, that has a port open until it is told to close it; a SERVICE
    is known by the name its process has."""

    CODE = """import os, sys
port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
if len(sys.argv) > 2:
    with open('/proc/self/comm', 'w', encoding='utf-8') as comm:
        comm.write(sys.argv[2])
print('open', flush=True)
sys.stdin.readline()
"""

    def __init__(self, name, terminal, service=False):
        self.folder = tempfile.TemporaryDirectory()
        script = os.path.join(self.folder.name, name)
        with open(script, 'w', encoding='utf-8') as file:
            file.write(self.CODE)
        self.process = subprocess.Popen([sys.executable, script, terminal, *([name] if service else [])],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != 'open':
            raise Failed(f'{name} could not open {terminal}')

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(30)
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()
