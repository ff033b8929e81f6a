#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""count-tests.py [--failures] BUILD_DIR...: names what the last `meson test` of each left out and
adds it all up.

The last line is "N passed, N failed" or "N passed, N failed, N skipped", counted in meson's tests.
With --failures only what failed is told, each with the end of its output.
"""

import json
import pathlib
import re
import sys

PASSED = {'OK', 'EXPECTEDFAIL'}
SKIPPED = {'SKIP'}
FAILURE_LINES = 25
TAP_SKIP = re.compile(r'^(?:ok|1\.\.0)\b(.*?)#\s*skip\S*\s*(.*)$', re.IGNORECASE | re.MULTILINE)


def read_log(build):
    path = pathlib.Path(build) / 'meson-logs' / 'testlog.json'
    with open(path, encoding='utf-8', errors='replace') as file:
        return [json.loads(line) for line in file if line.strip()]


def tell_skips(test):
    """A program of many tests counts as passed when a part of it was skipped: that part is named here."""
    reasons = {}
    for name, reason in TAP_SKIP.findall(test.get('stdout') or ''):
        reasons.setdefault(reason.strip() or 'no reason given', []).append(name.strip(' -'))
    for reason, names in reasons.items():
        print(f'skipped in {test["name"]}: {len(names)} ({reason})')
    if not reasons and test['result'] in SKIPPED:
        lines = (test.get('stdout') or '').strip().splitlines()
        print(f'skipped: {test["name"]} ({lines[-1] if lines else "no reason given"})')


def has_failed(test):
    return test['result'] not in PASSED | SKIPPED


def tell_failure(build, test):
    """The cases that failed, then the end of what the program said: all that a cut log need keep."""
    lines = (test.get('stdout') or '').splitlines()
    said = lines + (test.get('stderr') or '').splitlines()
    print(f'--- {build}: {test["name"]} ({test["result"].lower()}, {test.get("duration", 0):.0f} s)')
    for line in [line for line in lines if line.startswith(('not ok', 'Bail out!'))]:
        print(line)
    print('\n'.join(said[-FAILURE_LINES:]))


def tell_failures(builds):
    for build in builds:
        try:
            failures = [test for test in read_log(build) if has_failed(test)]
        except (OSError, ValueError) as error:
            print(f'{build}: no test log that can be read: {error}')
            continue
        for test in failures:
            tell_failure(build, test)


def main(arguments):
    if arguments[:1] == ['--failures']:
        tell_failures(arguments[1:])
        return 0
    return count(arguments)


def count(builds):
    passed = failed = skipped = 0
    for build in builds:
        try:
            tests = read_log(build)
        except (OSError, ValueError) as error:
            print(f'{build}: no test log that can be read: {error}')
            failed += 1
            continue
        for test in tests:
            tell_skips(test)
            if test['result'] in PASSED:
                passed += 1
            elif test['result'] in SKIPPED:
                skipped += 1
            else:
                failed += 1
                print(f'failed: {test["name"]} ({test["result"].lower()})')
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
