/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#include "glow-error.h"

#include <string.h>

#define AUTO     "auto"
#define MIN_BAUD 300
#define MAX_BAUD 12000000

static const GlowBoardAppKind *const kinds[] = {
  &glow_board_app_brownout,   &glow_board_app_counter,  &glow_board_app_espeasy,
  &glow_board_app_flood,      &glow_board_app_improv,   &glow_board_app_micropython,
  &glow_board_app_noise,      &glow_board_app_panic,    &glow_board_app_silent,
  &glow_board_app_tasmota,    &glow_board_app_watchdog, &glow_board_app_wled,
  &glow_board_app_wrong_mode,
};

/* Names of the personalities, in the order of a list. */
static const char *const names[] = {
  AUTO,      "brownout",    "counter", "espeasy",    "flood",
  "improv",  "micropython", "noise",   "panic",      "silent",
  "tasmota", "watchdog",    "wled",    "wrong-mode", NULL,
};

/**
 * glow_board_app_find:
 * @name: such as "counter"
 *
 * Returns: (transfer none) (nullable): the personality, %NULL when there is none
 */
const GlowBoardAppKind *
glow_board_app_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return kinds[i];
  return NULL;
}

/**
 * glow_board_app_names:
 *
 * Returns: (transfer none): what can be asked for, %NULL-terminated
 */
const char *const *
glow_board_app_names (void)
{
  return names;
}

/**
 * glow_board_app_parse:
 * @text: (nullable): NAME[:BAUD]
 * @kind: (out): the personality; %NULL: as the flash has it
 * @baud: (out): bits per second; 0: that of the personality
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * Reads what somebody asked for.
 *
 * Returns: %TRUE when there is such a thing
 */
gboolean
glow_board_app_parse (const char *text,
                      const GlowBoardAppKind **kind,
                      guint *baud,
                      GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text ? text : AUTO, ":", 2);
  guint64 value = 0;

  *kind = parts[0] ? glow_board_app_find (parts[0]) : NULL;
  if (parts[0] && (*kind || strcmp (parts[0], AUTO) == 0) &&
      (!parts[1] ||
       g_ascii_string_to_unsigned (parts[1], 10, MIN_BAUD, MAX_BAUD, &value, NULL))) {
    *baud = (guint) value;
    return TRUE;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no simulated application \"%s\"",
               text ? text : AUTO);
  return FALSE;
}
