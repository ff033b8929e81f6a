#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""check-strings.py ROOT: what the translators get can be translated.

- A string with a placeholder has a comment that says what will stand there.
- No string is a piece of a sentence: none ends in a word that waits for the next, or begins or ends in a space.
  A separator between two parts may."""

import pathlib
import re
import subprocess
import sys

KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']
PLACEHOLDER = re.compile(r'%(?:\d+\$)?[-+ #0\']*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[diouxXeEfgGcs]')
WAITING = re.compile(r'\b(?:the|a|an|of|and|or|has)$')


def template(root):
    command = ['xgettext', '--from-code=UTF-8', '--files-from=po/POTFILES', '--directory=.', '--output=-',
               '--add-comments=TRANSLATORS', *(f'--keyword={keyword}' for keyword in KEYWORDS)]
    run = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return run.stdout


def unquote(lines):
    return ''.join(lines).encode().decode('unicode_escape').encode('latin-1').decode()


def entries(text):
    """Place, whether there is a comment, and each English form."""
    for block in text.split('\n\n')[1:]:
        places = re.findall(r'^#: (\S+)', block, re.MULTILINE)
        strings = re.findall(r'^(msgid|msgid_plural) ((?:".*"\n?)+)', block, re.MULTILINE)
        forms = [unquote(re.findall(r'"(.*)"', quoted)) for _, quoted in strings]
        yield ' '.join(places), '\n#.' in '\n' + block, [form for form in forms if form]


def faults(text):
    for place, commented, forms in entries(text):
        for form in forms:
            if PLACEHOLDER.search(form.replace('%%', '')) and not commented:
                yield f'{place}: no TRANSLATORS comment says what stands in “{form}”'
            if form != form.strip(' ') and form.strip(' ,;·|') and not PLACEHOLDER.search(form):
                yield f'{place}: a piece of a sentence: “{form}”'
            if WAITING.search(form):
                yield f'{place}: “{form}” waits for the rest of its sentence'


def main(root):
    text = template(root)
    problems = list(dict.fromkeys(faults(text)))
    count = sum(1 for _ in entries(text))
    print('\n'.join(problems) or f'{count} strings')
    return 1 if problems or not count else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
