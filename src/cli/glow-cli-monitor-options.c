/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-monitor-options.h"

#include "glow-error.h"

#include <glib/gi18n.h>

/**
 * glow_cli_monitor_new_group:
 * @self: gets what was asked for
 *
 * Returns: (transfer full): what reads it
 */
GOptionGroup *
glow_cli_monitor_new_group (GlowCliMonitorOptions *self)
{
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "reset", 0, 0, G_OPTION_ARG_NONE, &self->reset,
      N_ ("Reset the board at the start"), NULL },
    { "send", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->send,
      N_ ("Send a line as soon as the port is open; more than once: one after the other"), N_ ("TEXT") },
    { "line-end", 0, 0, G_OPTION_ARG_STRING, &self->line_end,
      N_ ("What ends a line that is sent; usually crlf"), "crlf|lf|cr|none" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &self->until,
      N_ ("End when a line has this in it"), N_ ("TEXT") },
    { "time", 0, 0, G_OPTION_ARG_DOUBLE, &self->time_s,
      N_ ("End after so long; with --until that is a failure"), N_ ("SECONDS") },
    { "timestamps", 0, 0, G_OPTION_ARG_NONE, &self->timestamps,
      N_ ("Begin each line with the time it came"), NULL },
    { "hex", 0, 0, G_OPTION_ARG_NONE, &self->hex,
      N_ ("Show bytes instead of text"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &self->filter,
      N_ ("Show only lines with TEXT; A|B: with either, !A: without"), N_ ("TEXT") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &self->save,
      N_ ("Write what is shown to a file, too"), N_ ("FILE") },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &self->raw,
      N_ ("Give every byte to the terminal as it comes, escape sequences and all"), NULL },
    { NULL },
  };
  /* clang-format on */
  GOptionGroup *group =
    g_option_group_new ("monitor", _ ("Options of monitor:"),
                                      _ ("Show the options of monitor"), NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

/**
 * glow_cli_monitor_options_clear:
 *
 * Frees what the options own.
 */
void
glow_cli_monitor_options_clear (GlowCliMonitorOptions *self)
{
  g_clear_pointer (&self->until, g_free);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->save, g_free);
  g_clear_pointer (&self->send, g_strfreev);
  g_clear_pointer (&self->line_end, g_free);
}

/**
 * glow_cli_monitor_get_line_end:
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * Returns: (transfer none): the bytes
 */
const char *
glow_cli_monitor_get_line_end (const GlowCliMonitorOptions *self, GError **error)
{
  static const struct {
    const char *name;
    const char *bytes;
  } table[] = { { "crlf", "\r\n" }, { "lf", "\n" }, { "cr", "\r" }, { "none", "" } };

  if (!self->line_end)
    return table[0].bytes;
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_str_equal (table[i].name, self->line_end))
      return table[i].bytes;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
               "\"%s\" is not \"crlf\", \"lf\", \"cr\" or \"none\"", self->line_end);
  return NULL;
}
