#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Measures glowplug-cli, and esptool where there is one, on the same simulated board.

Prints a table and never judges: exit code 0 says that every run did its work and left the right
flash, not that it was fast.

ESPTOOL is the command that starts esptool 5; GLOWPLUG_FIRMWARE_DIR has the real firmware;
GLOWPLUG_STUBS_DIR the stub images for both sides to be alike.
"""

import argparse
import datetime
import fnmatch
import json
import os
import pathlib
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import model
import scenarios

ESPTOOL = shlex.split(os.environ.get('ESPTOOL', ''))
WAIT_S = 20
GRAINS = 16  # per block, of the best cut
LIMIT_S = 900


class Board:
    """A paced board on a pseudo-terminal that obeys the rate set on it."""

    def __init__(self, program, where, scenario, flash, turnaround):
        self.flash_file = pathlib.Path(where) / 'flash.bin'
        self.report_file = pathlib.Path(where) / 'report.json'
        self.port = str(pathlib.Path(where) / 'port')
        self.flash_file.write_bytes(flash)
        self.process = subprocess.Popen(
            [program, '--pty', self.port, '--obey-rate', '--pace', '--turnaround', str(turnaround),
             '--chip', scenario.chip, '--flash-size', str(len(flash)), '--flash-file',
             str(self.flash_file), '--report', str(self.report_file), *scenario.board_options],
            stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(WAIT_S)
        self.process.stdout.close()
        report = json.loads(self.report_file.read_text())
        if report['violations']:
            print('  the board was misused:', report['violations'][:3], file=sys.stderr)
        return report, self.flash_file.read_bytes()


def command_of(tool, options, scenario, port, where):
    """What a person would type for it."""
    files = [arg for offset, path in scenario.files for arg in (hex(offset), str(path))]
    read_to = str(pathlib.Path(where) / 'read.bin')
    baud = [] if scenario.baud is None else ['-b', str(scenario.baud)]
    chip = ['--chip', scenario.chip] if scenario.names_chip else []
    if tool == 'glowplug':
        stub = [] if scenario.stub else ['--no-stub']
        known = [arg for offset, name in scenario.known
                 for arg in (hex(offset), str(scenario.firmware / name))]
        work = (['read', '0', hex(scenario.read_size), read_to, *known] if scenario.read_size
                else ['flash', '--no-boot-check', *files])
        return [options.cli, '-p', port, *baud, *chip, *stub, '--after', 'stay', *work]
    stub = [] if scenario.stub else ['--no-stub']
    work = (['read-flash', '0', hex(scenario.read_size), read_to] if scenario.read_size
            else ['write-flash', *files])
    return [*ESPTOOL, '--port', port, *baud, *chip, '--before', 'no-reset', '--after', 'no-reset', *stub,
            *work]


def check(scenario, where, before, flash):
    """The right flash, or the right copy of it."""
    if scenario.read_size:
        return (pathlib.Path(where) / 'read.bin').read_bytes() == before[:scenario.read_size]
    return all(flash[o:o + len(d)] == d for o, d in scenario.contents()
               if not scenario.changes_header(o, d, flash))


def run_once(tool, options, scenario):
    before = scenario.flash()
    with tempfile.TemporaryDirectory() as where:
        board = Board(options.board, where, scenario, before, options.turnaround)
        try:
            usage_file = pathlib.Path(where) / 'usage.json'
            done = subprocess.run(
                [options.measure, str(usage_file),
                 *command_of(tool, options, scenario, board.port, where)],
                # nothing remembered from one run to the next
                env={**os.environ, 'XDG_STATE_HOME': where},
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT_S,
                check=False)
        finally:
            report, flash = board.end()
        if done.returncode != 0 or not check(scenario, where, before, flash):
            print(done.stdout[-1500:], done.stderr[-1500:], file=sys.stderr)
            raise SystemExit('%s: %s failed' % (scenario.name, tool))
        if options.verbose:
            print(done.stdout, done.stderr)
        return {**json.loads(usage_file.read_text()), **report}


def figures(runs):
    """Of several runs: medians, but for what is the worst case by nature."""
    def median(function):
        return statistics.median(function(run) for run in runs)

    walls = sorted(run['wall_s'] for run in runs)
    return {
        'wall_s': statistics.median(walls), 'min_s': walls[0], 'max_s': walls[-1],
        'to_board': median(lambda r: r['bytes_in']), 'to_host': median(lambda r: r['bytes_out']),
        'idle_s': median(lambda r: (r['last_us'] - r['first_us'] - r['line_busy_us']) / 1e6),
        'flash_s': median(lambda r: r['flash_busy_us'] / 1e6),
        'first_byte_s': median(lambda r: (r['first_us'] - r['start_us']) / 1e6),
        'cpu_s': median(lambda r: r['cpu_s']),
        'peak_mib': max(r['peak_kib'] for r in runs) / 1024,
    }


def priority():
    """What both tools and the board inherit: on a machine with other work it decides."""
    policy = os.sched_getscheduler(0)
    names = {os.SCHED_FIFO: 'first in, first out', os.SCHED_RR: 'round robin'}
    if policy in names:
        return 'real-time priority %d, %s' % (os.sched_getparam(0).sched_priority, names[policy])
    return 'nice %d' % os.nice(0)


HEADER = ('scenario', 'tool', 'median s', 'min', 'max', 'floor s', '× floor', '× esptool',
          'KiB to board', 'to host', 'idle s', 'CPU s', 'peak MiB', 'first byte ms')


def row(scenario, tool, got, floor, theirs):
    compared = '' if tool == 'esptool' or not theirs else '%.2f' % (got['wall_s'] / theirs['wall_s'])
    return (scenario.name, tool, '%.2f' % got['wall_s'], '%.2f' % got['min_s'],
            '%.2f' % got['max_s'], '%.2f' % floor, '%.2f' % (got['wall_s'] / floor), compared,
            '%.0f' % (got['to_board'] / 1024), '%.0f' % (got['to_host'] / 1024),
            '%.2f' % got['idle_s'], '%.2f' % got['cpu_s'], '%.1f' % got['peak_mib'],
            '%.0f' % (got['first_byte_s'] * 1000))


def print_row(cells):
    print('| ' + ' | '.join(cells) + ' |', flush=True)


def measure(options, scenario, tools):
    """In turn, so that a busy machine hits all alike."""
    runs = {tool: [] for tool in tools}
    for _ in range(options.repeat):
        for tool in tools:
            runs[tool].append(run_once(tool, options, scenario))
    return {tool: figures(of_tool) for tool, of_tool in runs.items()}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default='build', help='build directory (build)')
    parser.add_argument('--repeat', type=int, default=3, help='runs of each tool (3)')
    parser.add_argument('--turnaround', type=int, default=1, choices=(1, 2, 16),
                        help='ms a USB bridge adds (1)')
    parser.add_argument('--tool', action='append', choices=('glowplug', 'esptool'),
                        help='only this one')
    parser.add_argument('--json', help='write all figures there')
    parser.add_argument('--list', action='store_true', help='print the scenarios and end')
    parser.add_argument('--verbose', action='store_true', help="print the tools' output too")
    parser.add_argument('scenario', nargs='*', help='names or patterns; all without')
    options = parser.parse_args()
    build = pathlib.Path(options.build).resolve()
    options.cli = str(build / 'src/cli/glowplug-cli')
    options.board = str(build / 'src/board/glowplug-board')
    options.measure = str(build / 'tests/bench/measure')
    return options


def main():
    options = parse_arguments()
    firmware = pathlib.Path(os.environ.get('GLOWPLUG_FIRMWARE_DIR', '../shared/firmware'))
    chosen = [s for s in scenarios.all_of(firmware)
              if not options.scenario or any(fnmatch.fnmatch(s.name, p) for p in options.scenario)]
    if options.list or not chosen:
        print('\n'.join(s.name for s in scenarios.all_of(firmware)))
        return 0 if options.list else 2
    tools = options.tool or (['glowplug', 'esptool'] if ESPTOOL else ['glowplug'])
    print('%s, turn-around %d ms, median of %d runs each, %s%s\n' % (
        datetime.date.fromtimestamp(time.time()), options.turnaround, options.repeat, priority(),
        '' if shutil.which((ESPTOOL or ['-'])[0]) else '; no esptool: ESPTOOL is not set'))
    print_row(HEADER)
    print_row(['---'] * len(HEADER))
    everything = {}
    for scenario in chosen:
        floor = scenario.floor_s()
        got = measure(options, scenario, [t for t in tools if scenario.fits(t)])
        for tool, of_tool in got.items():
            print_row(row(scenario, tool, of_tool, floor, got.get('esptool')))
        everything[scenario.name] = {'floor_s': floor, **got}
        if scenario.wants_optimum:
            for what, grains in (('full blocks', 1), ('best blocks', GRAINS)):
                optimum = model.block_by_block_s(scenario.contents(), scenario.baud, grains)
                print_row([scenario.name, what, '%.2f' % optimum] + [''] * (len(HEADER) - 3))
                everything[scenario.name][what.replace(' ', '_') + '_s'] = optimum
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(everything, indent=1))
    return 0


if __name__ == '__main__':
    sys.exit(main())
