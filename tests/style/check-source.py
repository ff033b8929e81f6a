#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""check-source.py [ROOT]: the house rules of src/HACKING.md that clang-format can't hold.

Prints one "file:line: rule: text" per breach and ends with 1 if there was any. A rule is a
function below that yields (line, text); RULES names them. test-check-source.py shows each of
them failing.
"""

import os
import pathlib
import re
import subprocess
import sys

MAX_FUNCTION_LINES = 80
MAX_FILE_LINES = 600
MAX_NESTING = 4

TEXT_SUFFIXES = {
    '', '.build', '.c', '.css', '.csv', '.h', '.in', '.json', '.md', '.page', '.po', '.py', '.rules', '.sh', '.supp',
    '.svg', '.txt', '.ui', '.xml', '.yml',
}
# These two name what they forbid.
SELF = {'tests/style/check-source.py', 'tests/style/test-check-source.py'}

# Layers, and who else may use what is theirs. Folders under src/.
WITH_GETTEXT = ('words', 'cli', 'app')
GTK_HEADER = re.compile(r'<(gtk|gdk|gsk|adwaita)[/.a-z0-9-]*>')

# (regex, where it is forbidden, what to do). Regexes see code without comments and strings.
FORBIDDEN = [
    (r'\bgoto\b', 'src/ tests/', 'no goto: g_autoptr or a helper'),
    (r'\bg_error \(', 'src/', 'g_error aborts: set a GError or g_critical'),
    (r'\b(sleep|usleep|g_usleep|nanosleep) \(', 'src/', 'waiting belongs to the transport or the main loop'),
    (r'\b(strcpy|strncpy|strcat|strncat|sprintf|vsprintf|gets) \(', 'src/', 'use g_strdup_printf and friends'),
    (r'\b(atoi|atol|atof) \(', 'src/', 'tells no error: glow_parse_number or g_ascii_string_to_unsigned'),
    (r'\b(system|popen) \(', 'src/', 'no shell: GSubprocess'),
    (r'\bg_main_context_iteration \(', 'src/', 'no nested main loop'),
    (r'\bg_assert \(', 'tests/', 'g_assert_true and the rest of its family'),
]
PRINTING = re.compile(r'\b(g_print|g_printerr|printf|fprintf|puts) \(')
MAY_PRINT = re.compile(r'src/cli/|src/board/(main|glow-board-server|glow-board-options)\.c$|src/app/(main|glow-application)\.c$')

# Functions that need no words: GLib's own kind, and questions without further arguments.
PLAIN = re.compile(r'_(get_type|quark)$|_(get|is|has|used|left)_\w+$')

# The words that may begin a message with a capital though they aren't all capitals.
PROPER_NAMES = {'Espressif', 'Glowplug', 'Intel', 'Linux', 'Flatpak', 'MicroPython'}
MESSAGE_CALL = re.compile(r'\bg_(set_error(?:_literal)?|prefix_error(?:_literal)?|propagate_prefixed_error'
                          r'|task_return_new_error|debug|info|message|warning|critical) \(')
MACHINE_PATH = re.compile(r'(?<![\w.$}@-])/(work|tmp|home|root|farm)/\w')
REGISTRY = re.compile(r'\b(registry\.npmjs\.org|deb\.debian\.org|security\.debian\.org|pypi\.org|files\.pythonhosted\.org'
                      r'|proxy\.golang\.org|crates\.io|archive\.ubuntu\.com)\b')


class Source:
    """One tracked file. @code is @text with comments and string contents blanked, line for line."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split('\n')
        self.is_c = path.endswith(('.c', '.h'))
        self.code = blank_comments_and_strings(text) if self.is_c else ''
        self.code_lines = self.code.split('\n')

    def is_under(self, folders):
        return self.path.startswith(tuple(folders.split()))

    def line_of(self, position):
        return self.text.count('\n', 0, position) + 1


def blank_comments_and_strings(text):
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)

    def blank(match):
        whole = match.group()
        keep = whole[0] if whole[0] in '"\'' else ''
        return keep + re.sub(r'[^\n]', ' ', whole[len(keep):len(whole) - len(keep)]) + keep

    return token.sub(blank, text)


def functions(source):
    """(first line, lines of the body) of each function: a brace alone in column 0 opens only those."""
    start = None
    for number, line in enumerate(source.code_lines, 1):
        if line == '{':
            start = number
        elif line == '}' and start:
            yield start, source.code_lines[start - 1:number]
            start = None


def messages(source):
    """(line, kind, first string literal, joined) of each error and each log line."""
    literal = re.compile(r'"((?:\\.|[^"\\\n])*)"')
    for call in MESSAGE_CALL.finditer(source.code):
        end = source.code.find(';', call.end())
        first = source.code.find('"', call.end(), end)
        if first < 0:
            continue
        parts, position = [], first
        while source.text.startswith('"', position):
            match = literal.match(source.text, position)
            parts.append(match.group(1))
            position = match.end() + len(source.text[match.end():]) - len(source.text[match.end():].lstrip())
        yield source.line_of(first), call.group(1), ''.join(parts)


# ---- the rules

def spdx(source):
    is_script = source.text.startswith('#!')
    if not (source.is_c or source.path.endswith(('.py', '.sh')) or is_script):
        return
    head = '\n'.join(source.lines[:4])
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in head or 'SPDX-FileCopyrightText: ' not in head:
        yield 1, 'no SPDX lines at the top'


def forbidden(source):
    for regex, where, advice in FORBIDDEN:
        if source.is_under(where):
            for match in re.finditer(regex, source.code):
                # a declaration or the call of a vfunc member is not a call of libc's
                if source.code[:match.start()].rstrip(' ').endswith(('->', '(*')):
                    continue
                if re.search(r'\)->$', source.code[:match.start()]):
                    continue
                yield source.line_of(match.start()), f'{match.group().strip(" (")}: {advice}'


def printing(source):
    if source.is_under('src/') and not MAY_PRINT.match(source.path):
        for match in PRINTING.finditer(source.code):
            yield source.line_of(match.start()), 'only the programs print; log with g_debug to g_warning'


def length(source):
    if not source.is_c:
        return
    if len(source.lines) - 1 > MAX_FILE_LINES:
        yield MAX_FILE_LINES, f'{len(source.lines) - 1} lines: split it by concern'
    for start, body in functions(source):
        if len(body) > MAX_FUNCTION_LINES:
            yield start, f'a function of {len(body)} lines'


def nesting(source):
    for start, body in functions(source):
        depth = 0
        for number, line in enumerate(body):
            depth += line.count('{') - line.count('}')
            if depth > MAX_NESTING + 1:
                yield start + number, f'nested deeper than {MAX_NESTING}: take out a function'
                break


def layers(source):
    if not source.path.startswith('src/') or source.path.count('/') < 2:
        return
    folder = source.path.split('/')[1]
    for number, line in enumerate(source.lines, 1):
        if not line.startswith('#include'):
            continue
        if GTK_HEADER.search(line) and folder != 'app':
            yield number, 'GTK and libadwaita only in src/app'
        if '<libudev.h>' in line and folder != 'port':
            yield number, 'libudev only in src/port'
        if '<libserialport.h>' in line and folder != 'transport':
            yield number, 'libserialport only in src/transport'
        if ('<glib/gi18n' in line or '<libintl.h>' in line) and folder not in WITH_GETTEXT:
            yield number, 'gettext only in src/' + ', src/'.join(WITH_GETTEXT)


def error_text(source):
    if not source.is_under('src/'):
        return
    for number, kind, text in messages(source):
        if 'error' not in kind:
            continue
        first = re.match(r'[A-Z][a-z]+', text)
        if first and first.group() not in PROPER_NAMES:
            yield number, f'an error begins in lower case: "{text}"'
        if re.search(r'[^.]\.$|\\n$', text):
            yield number, f'an error ends without full stop and newline: "{text}"'


def log_text(source):
    if not source.is_under('src/'):
        return
    for number, kind, text in messages(source):
        if 'error' in kind:
            continue
        first = re.match(r'[A-Z][a-z]+', text)
        if first and first.group() not in PROPER_NAMES:
            yield number, f'a log line begins in lower case: "{text}"'
        if re.search(r'[^.]\.$|\\n$', text):
            yield number, f'a log line ends without full stop and newline: "{text}"'


def mutable_static(source):
    if not (source.path.startswith('src/') and source.path.endswith('.c')):
        return
    allowed = re.compile(r'\bconst\b|\bGParamSpec \*|\bguint signals\[|\bGQuark\b|\bGSourceFuncs\b')
    for number, line in enumerate(source.code_lines, 1):
        is_variable = re.match(r'\s*static [^(]*?[\w\]]\s*(=|;|\[)', line)
        if is_variable and not allowed.search(line):
            yield number, 'a static that can change: give it to an object'


def unfinished(source):
    if source.path in SELF or source.path == 'src/HACKING.md':
        return
    for number, line in enumerate(source.lines, 1):
        if re.search(r'\b(TODO|FIXME|XXX)\b', line):
            yield number, 'finish it, or open an issue'


def machine(source):
    if source.path in SELF:
        return
    for number, line in enumerate(source.lines, 1):
        if MACHINE_PATH.search(line):
            yield number, 'a path of one machine'
        if REGISTRY.search(line):
            yield number, 'the host of a package registry: leave that to its client'


# ---- one rule that needs two files

def undocumented(sources):
    """Public functions: a gtk-doc block in a .c of the folder, a comment at the declaration or over
    the block of declarations it stands in, or a getter whose name says it all."""
    declaration = re.compile(r'^(?!typedef|static|#|\s|/)[^(){};=]*?\b(glow_\w+) \([^;{]*\);([^\n]*)', re.MULTILINE)
    for header in sources:
        if not re.match(r'src/.*\.h$', header.path) or header.path.endswith('-private.h'):
            continue
        folder = os.path.dirname(header.path)
        documented = {
            name
            for source in sources if source.path.startswith(folder + '/') and source.path.endswith('.c')
            for name in re.findall(r'^ \* (glow_\w+):', source.text, re.MULTILINE)
        }
        for match in declaration.finditer(header.code):
            name = match.group(1)
            original = header.text[match.start():match.end()]
            block = header.text[:match.start()].rpartition('\n\n')[2]
            if PLAIN.search(name) or name in documented or '/*' in block + original:
                continue
            yield header.path, header.line_of(match.start()), f'{name} has no gtk-doc block'


RULES = {
    'spdx': spdx,
    'forbidden': forbidden,
    'printing': printing,
    'length': length,
    'nesting': nesting,
    'layers': layers,
    'error-text': error_text,
    'log-text': log_text,
    'static': mutable_static,
    'unfinished': unfinished,
    'machine': machine,
}


def tracked_paths(root):
    """What git knows, or everything where the source came without git."""
    try:
        listing = subprocess.run(['git', '-C', root, 'ls-files', '-z'], capture_output=True, text=True, check=True)
        paths = [path for path in listing.stdout.split('\0') if path]
    except (OSError, subprocess.CalledProcessError):
        paths = []
    if not paths:
        paths = [
            path.relative_to(root).as_posix() for path in pathlib.Path(root).rglob('*')
            if path.is_file() and not re.match(r'\.git/|build(-(?!aux/)[^/]*)?/', path.relative_to(root).as_posix())
        ]
    return sorted(path for path in paths if pathlib.Path(path).suffix in TEXT_SUFFIXES and path != 'COPYING'
                  and not path.startswith('tests/fuzz/seeds/'))


def read_sources(root):
    for path in tracked_paths(root):
        file = pathlib.Path(root) / path
        if file.is_file() and not file.is_symlink():
            yield Source(path, file.read_text(encoding='utf-8'))


def check(root):
    """All breaches under root: (path, line, rule, text)."""
    sources = list(read_sources(root))
    for source in sources:
        for name, rule in RULES.items():
            for line, text in rule(source):
                yield source.path, line, name, text
    for path, line, text in undocumented(sources):
        yield path, line, 'undocumented', text


def main(root):
    breaches = list(check(root))
    for path, line, rule, text in breaches:
        print(f'{path}:{line}: {rule}: {text}')
    print(f'{len(breaches)} breaches of the house rules')
    return 1 if breaches else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else '.'))
