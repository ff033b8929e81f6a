#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""check-metainfo.py FILE: `appstreamcli validate --pedantic` has nothing to say but what is known here."""

import shutil
import subprocess
import sys

KNOWN = {
    'cid-contains-uppercase-letter': "the last part of an application's id is its name, as GNOME's own have it",
    'unknown-tag developer': 'Flathub asks for it; AppStream before 0.16.4 does not know it',
}


def main(path):
    if not shutil.which('appstreamcli'):
        print('appstreamcli is not installed')
        return 77
    run = subprocess.run(['appstreamcli', 'validate', '--no-net', '--no-color', '--pedantic', path], check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={'LC_ALL': 'C.UTF-8'})
    print(run.stdout)
    findings = [line for line in run.stdout.splitlines() if line[:3] in ('P: ', 'I: ', 'W: ', 'E: ')]
    unknown = [line for line in findings if not any(known in line for known in KNOWN)]
    print('\n'.join(f'not known: {line}' for line in unknown))
    return 1 if unknown or run.returncode else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
