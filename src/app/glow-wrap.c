/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-wrap.h"

#include <string.h>

#define NO_BREAK_SPACE "\302\240"     /* U+00A0 */
#define WORD_JOINER    "\342\201\240" /* U+2060 */

/**
 * glow_wrap_at_dots:
 * @text: parts joined by " · "; a text of one part breaks as it likes
 *
 * Keeps a number by its unit and an address in one piece when the line is too long for a
 * narrow window.
 *
 * Returns: (transfer full): the same to read, with breaks only between the parts
 */
char *
glow_wrap_at_dots (const char *text)
{
  g_autoptr (GString) kept = g_string_new (text);

  if (strstr (text, " · ") == NULL)
    return g_string_free (g_steal_pointer (&kept), FALSE);
  g_string_replace (kept, " ", NO_BREAK_SPACE, 0);
  g_string_replace (kept, NO_BREAK_SPACE "·" NO_BREAK_SPACE, NO_BREAK_SPACE "· ", 0);
  g_string_replace (kept, ":", WORD_JOINER ":" WORD_JOINER, 0);
  return g_string_free (g_steal_pointer (&kept), FALSE);
}

/**
 * glow_wrap_before_sizes:
 * @text: may have sizes in it, such as "1.6 MiB"
 *
 * Keeps a size by its unit; everything else may break as it likes.
 *
 * Returns: (transfer full): the same to read
 */
char *
glow_wrap_before_sizes (const char *text)
{
  g_autoptr (GString) kept = g_string_new (text);

  g_string_replace (kept, " KiB", NO_BREAK_SPACE "KiB", 0);
  g_string_replace (kept, " MiB", NO_BREAK_SPACE "MiB", 0);
  return g_string_free (g_steal_pointer (&kept), FALSE);
}
