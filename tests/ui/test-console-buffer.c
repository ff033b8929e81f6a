/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is selected in the console stays selected, whatever the board says meanwhile. */

#include "config.h"

#include "glow-console-buffer.h"

#include <string.h>

static void
say (GlowConsoleBuffer *console, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  glow_console_buffer_feed (console, bytes, 0);
  while (glow_console_buffer_render (console, 2))
    continue;
}

static void
assert_selected (GlowConsoleBuffer *console, const char *expected)
{
  GtkTextBuffer *buffer = glow_console_buffer_get_buffer (console);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
find (GlowConsoleBuffer *console, const char *needle)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (glow_console_buffer_get_buffer (console), &start);
  end = start;
  g_assert_true (glow_console_buffer_find (console, needle, FALSE, &start, &end));
  gtk_text_buffer_select_range (glow_console_buffer_get_buffer (console), &start, &end);
  assert_selected (console, needle);
}

static void
test_open_line (void)
{
  g_autoptr (GlowConsoleBuffer) console = glow_console_buffer_new (100);

  say (console, "one\ntwo \x1b[31msen");
  find (console, "sen");
  say (console, "sor");
  assert_selected (console, "sen");
  say (console, "\x1b[0m 3\nfour\nfive\nsix\nsev");
  assert_selected (console, "sen");
  say (console, "en\n");
  assert_selected (console, "sen");
}

static void
test_into_the_open_line (void)
{
  g_autoptr (GlowConsoleBuffer) console = glow_console_buffer_new (100);
  GtkTextBuffer *buffer = glow_console_buffer_get_buffer (console);
  GtkTextIter start;
  GtkTextIter end;

  say (console, "one\ntwo");
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  say (console, " and more\nthree");
  assert_selected (console, "one\ntwo");
}

/* the lines before go, then the selected one */
static void
test_ring (void)
{
  g_autoptr (GlowConsoleBuffer) console = glow_console_buffer_new (3);

  say (console, "one\ntwo\nthree");
  find (console, "three");
  say (console, "\nfour\nfive");
  assert_selected (console, "three");
  say (console, "\nsix\nseven\neight");
  assert_selected (console, "");
}

/* a board that says the line anew: what was selected is not there any more */
static void
test_line_is_overwritten (void)
{
  g_autoptr (GlowConsoleBuffer) console = glow_console_buffer_new (3);

  say (console, "one\nloading 50 %");
  find (console, "50 %");
  say (console, "\rok");
  assert_selected (console, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console-buffer/open-line", test_open_line);
  g_test_add_func ("/console-buffer/into-the-open-line", test_into_the_open_line);
  g_test_add_func ("/console-buffer/ring", test_ring);
  g_test_add_func ("/console-buffer/line-is-overwritten", test_line_is_overwritten);
  return g_test_run ();
}
