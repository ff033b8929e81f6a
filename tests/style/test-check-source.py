#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""Shows each rule of check-source.py failing on the line it should, and passing clean code."""

import importlib.util
import pathlib
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location('check_source', HERE / 'check-source.py')
check_source = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(check_source)

HEAD = '/* SPDX-License-Identifier: GPL-3.0-or-later\n * SPDX-FileCopyrightText: 2026 The Glowplug authors */\n'


def function(*lines):
    return HEAD + 'static void\nf (void)\n{\n' + '\n'.join(lines) + '\n}\n'


# rule, file, text, line of the breach. HEAD has 2 lines, function()'s first line is the 6th.
BAD = [
    ('spdx', 'src/util/a.c', 'int x;\n', 1),
    ('spdx', 'build-aux/tool', '#!/bin/sh\nexit 0\n', 1),
    ('forbidden', 'src/util/a.c', function('  goto out;'), 6),
    ('forbidden', 'tests/unit/a.c', function('  goto out;'), 6),
    ('forbidden', 'src/util/a.c', function('  g_error ("no");'), 6),
    ('forbidden', 'src/loader/a.c', function('  g_usleep (10);'), 6),
    ('forbidden', 'src/util/a.c', function('  strcpy (a, b);'), 6),
    ('forbidden', 'src/util/a.c', function('  x = atoi (text);'), 6),
    ('forbidden', 'src/util/a.c', function('  system (command);'), 6),
    ('forbidden', 'src/app/a.c', function('  g_main_context_iteration (NULL, TRUE);'), 6),
    ('forbidden', 'tests/unit/a.c', function('  g_assert (x);'), 6),
    ('printing', 'src/flash/a.c', function('  g_print ("%u", n);'), 6),
    ('length', 'src/util/a.c', function(*['  x++;'] * 79), 5),
    ('length', 'src/util/a.c', HEAD + '\n' * 599, 600),
    ('nesting', 'src/util/a.c', function(*['  if (x) {'] * 5, *['  }'] * 5), 10),
    ('layers', 'src/flash/a.c', HEAD + '#include <gtk/gtk.h>\n', 3),
    ('layers', 'src/cli/a.c', HEAD + '#include <adwaita.h>\n', 3),
    ('layers', 'src/transport/a.c', HEAD + '#include <libudev.h>\n', 3),
    ('layers', 'src/port/a.c', HEAD + '#include <libserialport.h>\n', 3),
    ('layers', 'src/flash/a.c', HEAD + '#include <glib/gi18n.h>\n', 3),
    ('error-text', 'src/util/a.c', function('  g_set_error (error, D, C,', '    "Cannot open %s", x);'), 7),
    ('error-text', 'src/util/a.c', function('  g_set_error (error, D, C, "it " "broke.");'), 6),
    ('error-text', 'src/util/a.c', function('  g_prefix_error (error, "%s\\n", x);'), 6),
    ('log-text', 'src/util/a.c', function('  g_debug ("Opened %s", x);'), 6),
    ('log-text', 'src/util/a.c', function('  g_warning ("gone\\n");'), 6),
    ('log-text', 'src/util/a.c', function('  g_message ("it is gone.");'), 6),
    ('static', 'src/util/a.c', HEAD + 'static int counter;\n', 3),
    ('static', 'src/util/a.c', function('  static gboolean said = FALSE;'), 6),
    ('unfinished', 'src/util/a.c', function('  /* TODO: the rest */'), 6),
    ('machine', 'README.md', 'See /home/me/glowplug.\n', 1),
    ('machine', 'build-aux/list.txt', 'https://registry.npmjs.org/esptool-js\n', 1),
]

GOOD = [
    ('src/util/a.c', function('  g_set_error (error, D, C, "ESP32 says 0x%x", x);', '  g_debug ("read %u bytes ...", n);')),
    ('src/util/a.c', function('  /* goto and sleep () in a comment */', '  g_strdup ("goto");')),
    ('src/util/a.c', function(*['  x++;'] * 78)),
    ('src/util/a.c', function(*['  if (x) {'] * 4, *['  }'] * 4)),
    ('src/util/a.c', HEAD + 'static const int table[] = { 1 };\nstatic guint signals[2];\nstatic int f (int x);\n'),
    ('src/transport/a.c', function('  return GLOW_TRANSPORT_GET_IFACE (self)->sleep (self, 1);')),
    ('src/transport/a.c', HEAD + '#include <libserialport.h>\n'),
    ('src/cli/a.c', HEAD + '#include <glib/gi18n.h>\n' + function('  g_print ("%u", n);')),
    ('src/util/a.h', HEAD + '\n/* Does it. */\nvoid glow_thing_do (void);\n'),
    ('src/util/a.h', HEAD + '\nguint glow_thing_get_size (GlowThing *self);\n'),
    ('README.md', 'Installed below /usr/local, https://example.org/home/page.\n'),
]


def breaches(path, text):
    with tempfile.TemporaryDirectory() as root:
        file = pathlib.Path(root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding='utf-8')
        return [(rule, line) for _, line, rule, _ in check_source.check(root)]


class TestCheckSource(unittest.TestCase):

    def test_bad(self):
        for rule, path, text, line in BAD:
            with self.subTest(rule=rule, path=path, text=text[len(HEAD):]):
                self.assertEqual(breaches(path, text), [(rule, line)])

    def test_good(self):
        for path, text in GOOD:
            with self.subTest(path=path, text=text):
                self.assertEqual(breaches(path, text), [])

    def test_every_rule_is_shown(self):
        self.assertEqual({rule for rule, *_ in BAD}, set(check_source.RULES))

    def test_gtk_doc_is_found(self):
        with tempfile.TemporaryDirectory() as root:
            folder = pathlib.Path(root) / 'src' / 'util'
            folder.mkdir(parents=True, exist_ok=True)
            (folder / 'a.h').write_text(HEAD + '\nvoid glow_thing_do (void);\n', encoding='utf-8')
            (folder / 'a.c').write_text(HEAD + '\n/**\n * glow_thing_do:\n */\n', encoding='utf-8')
            self.assertEqual(list(check_source.check(root)), [])


if __name__ == '__main__':
    unittest.main()
