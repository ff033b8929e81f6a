#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Measures the window: how long until it can be used, what it does while nobody touches it, and how
long its main loop is away while a job runs. Runs under tests/ui/gui.sh; prints a table.

Usage: window.py BUILD [REPEAT]
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'ui'))

BUILD = pathlib.Path(sys.argv[1])
REPEAT = int(sys.argv[2]) if len(sys.argv) > 2 else 5
WATCH = str(BUILD / 'tests/bench/window-watch')
MINIMAL = str(BUILD / 'tests/bench/minimal-window')
GLOWPLUG = str(BUILD / 'src/app/glowplug')
FIRMWARE = pathlib.Path(os.environ.get('GLOWPLUG_FIRMWARE_DIR', '../shared/firmware'))
JOB_FILE = FIRMWARE / 'esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin'
GAP_S = 6


def watch(*arguments):
    done = subprocess.run([WATCH, *arguments], stdout=subprocess.PIPE, text=True, check=True,
                          timeout=120)
    return json.loads(done.stdout)


def measure_starts():
    """In turn, so that a busy machine hits both alike."""
    runs = {'minimal': [], 'glowplug': []}
    for _ in range(REPEAT):
        runs['minimal'].append(watch('start', MINIMAL))
        runs['glowplug'].append(watch('start', GLOWPLUG))
    for name, got in runs.items():
        print('| start/%s | %s |' % (name, ' | '.join(
            '%.1f' % statistics.median(run[key] for run in got)
            for key in ('mapped_ms', 'usable_ms', 'idle_cpu_percent'))), flush=True)


def measure_gap(practice):
    """The longest gap while a job runs with the log open. `practice`: paced, or as fast as it
    goes, which is more for the window to do than 2 Mbaud."""
    from glowdrive import Window, wait  # pylint: disable=import-outside-toplevel

    with Window(GLOWPLUG, *practice, str(JOB_FILE)) as window:
        # the log is open, each line goes into it
        window.is_enabled('Flash')
        window.click(wait('the log', lambda: next(
            (node for node in window.nodes() if node.get_name() == 'Log'), None)))
        got = {}
        thread = threading.Thread(target=lambda: got.update(watch('gap', str(GAP_S))))
        thread.start()
        window.press('Flash')
        thread.join()
        print('| gap/%s | %.1f ms longest of %d |' % (
            ' '.join(practice), got['longest_gap_ms'], got['pings']), flush=True)


def main():
    print('| what | mapped ms | usable ms | idle CPU % |')
    print('| --- | --- | --- | --- |', flush=True)
    measure_starts()
    if JOB_FILE.exists():
        measure_gap(('--practice',))
        measure_gap(('--practice', '--practice-unpaced'))
    return 0


if __name__ == '__main__':
    sys.exit(main())
