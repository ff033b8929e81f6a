# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""A fake USB bus for tests in Python: glow-rigd, and programs that see its bus."""

import os
import subprocess

CP2102 = '1-2 10c4 ea60 cp210x 0001 Silicon Labs|CP2102 USB to UART Bridge Controller'


class FakeBus:
    """Runs glow-rigd (GLOW_RIGD) under the preload (RIG_PRELOAD); @env is what programs on its bus need."""

    def __init__(self):
        self.preload = os.environ['RIG_PRELOAD']
        self.env = dict(os.environ, LD_PRELOAD=self.preload)
        self.process = subprocess.Popen([os.environ['GLOW_RIGD']], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=self.env)
        self.dir = self.process.stdout.readline().split()[1]
        self.env['UMOCKDEV_DIR'] = self.dir
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.write('quit\n')
        self.process.stdin.flush()
        self.process.stdout.read()
        self.process.wait(30)
        self.process.stdin.close()
        self.process.stdout.close()

    def say(self, line):
        """One command; what happened on the bus until its answer is in @events."""
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        while True:
            answer = self.process.stdout.readline().rstrip('\n')
            if answer.startswith('ok'):
                return
            if answer.startswith('error') or not answer:
                raise RuntimeError(answer or 'glow-rigd has ended')
            self.events.append(answer)

    def run(self, *command, **kwargs):
        return subprocess.run([str(word) for word in command], env=self.env, capture_output=True, text=True,
                              timeout=120, check=False, **kwargs)
