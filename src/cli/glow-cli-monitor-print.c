/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-monitor-print.h"

#include "glow-cli-output.h"
#include "glow-console-filter.h"
#include "glow-console-hex.h"
#include "glow-console-text.h"
#include "glow-console-time.h"
#include "glow-error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINES                                                                        \
  1000 /* kept between two prints: more than 64 KiB hold of usual ones                   \
        */

struct _GlowCliPrinter {
  const GlowCliOptions *options; /* borrowed */

  /* owned */
  GlowConsoleText *text;
  GlowConsoleHex *hex;
  GlowConsoleFilter *filter; /* (nullable) */
  FILE *file;                /* (nullable) */
  GString *begun;            /* what stands on the terminal of the line that goes on */

  guint64 next; /* number of the line to be printed next */
  gboolean is_terminal;
  gboolean has_color;
  gboolean found; /* what is to be waited for */
};

/**
 * glow_cli_printer_new:
 * @options: kept
 * @error: %GLOW_ERROR_FILE when the file can't be made
 *
 * Returns: (transfer full): a printer
 */
GlowCliPrinter *
glow_cli_printer_new (const GlowCliOptions *options, GError **error)
{
  g_autoptr (GlowCliPrinter) self = g_new0 (GlowCliPrinter, 1);
  const GlowCliMonitorOptions *monitor = &options->monitor;

  self->options = options;
  self->text = glow_console_text_new (MAX_LINES);
  self->hex = glow_console_hex_new (MAX_LINES * 16);
  self->filter = monitor->filter ? glow_console_filter_new (monitor->filter) : NULL;
  self->begun = g_string_new (NULL);
  self->is_terminal = isatty (STDOUT_FILENO) && !options->json;
  self->has_color = self->is_terminal && !g_getenv ("NO_COLOR");
  if (!monitor->save)
    return g_steal_pointer (&self);
  self->file = fopen (monitor->save, "we");
  if (self->file)
    return g_steal_pointer (&self);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "can't write %s: %s", monitor->save,
               g_strerror (errno));
  return NULL;
}

/**
 * glow_cli_printer_free:
 */
void
glow_cli_printer_free (GlowCliPrinter *self)
{
  g_clear_pointer (&self->file, fclose);
  g_clear_pointer (&self->text, glow_console_text_free);
  g_clear_pointer (&self->hex, glow_console_hex_free);
  g_clear_pointer (&self->filter, glow_console_filter_free);
  g_string_free (self->begun, TRUE);
  g_free (self);
}

static char *
dup_iso_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) exact = g_date_time_add (utc, time_us % G_USEC_PER_SEC);

  return g_date_time_format (exact, "%Y-%m-%dT%H:%M:%S.%fZ");
}

static void
append_colored (const GlowConsoleLine *line, GString *out)
{
  gboolean is_plain = TRUE;

  for (guint i = 0; i < line->n_spans; i++) {
    const GlowConsoleSpan *span = &line->spans[i];
    gsize end = i + 1 < line->n_spans ? line->spans[i + 1].start : line->len;

    if (!is_plain || !glow_sgr_is_plain (&span->style))
      glow_sgr_append_escape (&span->style, out);
    is_plain = glow_sgr_is_plain (&span->style);
    g_string_append_len (out, line->text + span->start, (gssize) (end - span->start));
  }
  if (!is_plain)
    g_string_append (out, "\033[0m");
}

static void
print_json (const char *text, gint64 time_us)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *time = dup_iso_time (time_us);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "time", time);
  glow_cli_output_add_string (builder, "text", text);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  g_print ("%s\n", line);
}

static void
save (GlowCliPrinter *self, const char *time, const char *text)
{
  if (self->file)
    fprintf (self->file, "%s%s\n", time, text);
}

/* what of an unfinished line stood there is written anew, with its end */
static void
print_over (GlowCliPrinter *self, const char *shown)
{
  if (self->begun->len > 0 && g_str_has_prefix (shown, self->begun->str))
    g_print ("%s\n", shown + self->begun->len);
  else
    g_print ("%s%s\n", self->begun->len > 0 ? "\r\033[K" : "", shown);
  g_string_truncate (self->begun, 0);
}

static void
print_line (GlowCliPrinter *self, const char *text, const char *colored, gint64 time_us)
{
  const GlowCliMonitorOptions *monitor = &self->options->monitor;
  g_autofree char *time =
    monitor->timestamps ? glow_console_dup_time (time_us) : g_strdup ("");
  g_autofree char *shown = g_strconcat (time, colored, NULL);

  if (!glow_console_filter_shows (self->filter, text, strlen (text)))
    return;
  save (self, time, text);
  if (self->options->json)
    print_json (text, time_us);
  else if (!monitor->raw)
    print_over (self, shown);
}

static void
look_for_end (GlowCliPrinter *self, const char *text)
{
  const char *until = self->options->monitor.until;

  self->found |= until && strstr (text, until) != NULL;
}

static char *
dup_colored (GlowCliPrinter *self, const GlowConsoleLine *line)
{
  GString *out = g_string_new (NULL);

  if (self->has_color)
    append_colored (line, out);
  else
    g_string_append (out, line->text);
  return g_string_free (out, FALSE);
}

static void
print_text (GlowCliPrinter *self)
{
  guint64 end = glow_console_text_get_end (self->text);

  for (self->next = MAX (self->next, glow_console_text_get_first (self->text));
       self->next < end; self->next++) {
    const GlowConsoleLine *line = glow_console_text_get_line (self->text, self->next);
    g_autofree char *colored = dup_colored (self, line);

    look_for_end (self, line->text);
    if (!self->options->monitor.hex)
      print_line (self, line->text, colored, line->time_us);
  }
}

static void
print_hex (GlowCliPrinter *self, guint64 from)
{
  for (guint64 i = MAX (from, glow_console_hex_get_first (self->hex));
       i < glow_console_hex_get_end (self->hex); i++) {
    gint64 time_us = 0;
    g_autofree char *row = glow_console_hex_dup_row (self->hex, i, &time_us);

    print_line (self, row, row, time_us);
  }
}

/* a prompt has no line end, and a progress line none for a long time */
static void
print_begun (GlowCliPrinter *self)
{
  const GlowCliMonitorOptions *monitor = &self->options->monitor;
  const GlowConsoleLine *line =
    glow_console_text_get_line (self->text, glow_console_text_get_end (self->text));
  g_autofree char *time =
    monitor->timestamps ? glow_console_dup_time (line->time_us) : g_strdup ("");
  g_autofree char *colored = NULL;
  g_autofree char *shown = NULL;

  look_for_end (self, line->text);
  if (!self->is_terminal || monitor->raw || monitor->hex || self->filter)
    return;
  colored = dup_colored (self, line);
  shown = line->len > 0 ? g_strconcat (time, colored, NULL) : g_strdup ("");
  if (g_str_equal (shown, self->begun->str))
    return;
  if (self->begun->len > 0 && g_str_has_prefix (shown, self->begun->str))
    g_print ("%s", shown + self->begun->len);
  else
    g_print ("%s%s", self->begun->len > 0 ? "\r\033[K" : "", shown);
  g_string_assign (self->begun, shown);
}

static void
write_raw (GlowCliPrinter *self, GBytes *bytes)
{
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);

  if (self->options->monitor.raw && !self->options->json)
    fwrite (data, 1, len, stdout);
}

/**
 * glow_cli_printer_feed:
 * @bytes: what the board said
 * @time_us: when, by the wall clock
 *
 * Returns: %TRUE when it had what is to be waited for in it
 */
gboolean
glow_cli_printer_feed (GlowCliPrinter *self, GBytes *bytes, gint64 time_us)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  guint64 row = glow_console_hex_get_end (self->hex);

  write_raw (self, bytes);
  /* in pieces, so that no line is dropped before it was printed */
  for (gsize at = 0; at < len; at += MAX_LINES / 2) {
    glow_console_text_feed (self->text, data + at, MIN (len - at, MAX_LINES / 2),
                            time_us);
    print_text (self);
  }
  if (self->options->monitor.hex) {
    glow_console_hex_feed (self->hex, data, len, time_us);
    print_hex (self, row);
  }
  print_begun (self);
  fflush (stdout);
  return self->found;
}

static void
end_hex (GlowCliPrinter *self)
{
  gint64 time_us = 0;
  g_autofree char *row =
    glow_console_hex_dup_row (self->hex, glow_console_hex_get_end (self->hex), &time_us);

  if (*row)
    print_line (self, row, row, time_us);
}

/**
 * glow_cli_printer_end:
 *
 * Prints what had no end yet.
 */
void
glow_cli_printer_end (GlowCliPrinter *self)
{
  const GlowConsoleLine *line =
    glow_console_text_get_line (self->text, glow_console_text_get_end (self->text));
  g_autofree char *colored = dup_colored (self, line);

  if (self->options->monitor.hex)
    end_hex (self);
  else if (line->len > 0)
    print_line (self, line->text, colored, line->time_us);
  fflush (stdout);
}
