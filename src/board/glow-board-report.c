/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-report.h"

#include <json-glib/json-glib.h>
#include <string.h>

/**
 * glow_board_report_new:
 *
 * Returns: (transfer full): an empty report
 */
GlowBoardReport *
glow_board_report_new (void)
{
  GlowBoardReport *self = g_new0 (GlowBoardReport, 1);

  self->commands = g_hash_table_new (g_str_hash, g_str_equal);
  self->violations = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * glow_board_report_free:
 *
 * Frees a report and all its texts.
 */
void
glow_board_report_free (GlowBoardReport *self)
{
  g_hash_table_unref (self->commands);
  g_ptr_array_unref (self->violations);
  g_free (self->boot_text);
  g_free (self);
}

/**
 * glow_board_report_command:
 * @name: static name of a command, such as "SYNC"
 *
 * Counts one command that reached the loader whole.
 */
void
glow_board_report_command (GlowBoardReport *self, const char *name)
{
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->commands, name));

  g_hash_table_insert (self->commands, (gpointer) name, GUINT_TO_POINTER (count + 1));
}

static gboolean
is_known (GlowBoardReport *self, const char *text)
{
  return g_ptr_array_find_with_equal_func (self->violations, text, g_str_equal, NULL);
}

/**
 * glow_board_report_violation:
 * @format: what the host did wrong, with the numbers
 *
 * Notes a misuse of the protocol. The same text is kept once, and no more than
 * %GLOW_BOARD_MAX_VIOLATIONS texts are kept; all are counted.
 */
void
glow_board_report_violation (GlowBoardReport *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self->n_violations++;
  g_debug ("violation: %s", text);
  if (self->violations->len < GLOW_BOARD_MAX_VIOLATIONS && !is_known (self, text))
    g_ptr_array_add (self->violations, g_steal_pointer (&text));
}

/**
 * glow_board_report_boot:
 * @booted: whether an application runs now
 * @text: (nullable): what was found in the flash
 *
 * Notes what the last start from flash came to.
 */
void
glow_board_report_boot (GlowBoardReport *self, gboolean booted, const char *text)
{
  g_autofree char *old = g_steal_pointer (&self->boot_text);

  self->booted = booted;
  self->boot_text = g_strdup (text);
}

/**
 * glow_board_report_line:
 * @start_us: first start bit
 * @end_us: last stop bit
 *
 * Notes that bytes were on the line, in either direction. Spans come in the order of
 * their starts, or nearly so; what two of them share counts once.
 */
void
glow_board_report_line (GlowBoardReport *self, gint64 start_us, gint64 end_us)
{
  gint64 new_us = MAX (start_us, self->last_us);

  if (self->first_us == 0)
    self->first_us = start_us;
  self->line_busy_us += MAX (end_us - new_us, 0);
  self->last_us = MAX (self->last_us, end_us);
}

static void
add_int (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_commands (GlowBoardReport *self, JsonBuilder *builder)
{
  g_autoptr (GList) names = g_hash_table_get_keys (self->commands);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  json_builder_set_member_name (builder, "commands");
  json_builder_begin_object (builder);
  for (GList *l = names; l; l = l->next)
    add_int (builder, l->data,
             GPOINTER_TO_UINT (g_hash_table_lookup (self->commands, l->data)));
  json_builder_end_object (builder);
}

static void
add_violations (GlowBoardReport *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "violations");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->violations->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (self->violations, i));
  json_builder_end_array (builder);
  add_int (builder, "violation_count", self->n_violations);
}

static void
add_boot (GlowBoardReport *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "booted");
  json_builder_add_boolean_value (builder, self->booted);
  if (self->boot_text)
    add_text (builder, "boot", self->boot_text);
}

static void
add_setting (const char *name,
             const char *text,
             gsize len,
             const char *sha256,
             gpointer user_data)
{
  JsonBuilder *builder = user_data;

  if (text) {
    add_text (builder, name, text);
    return;
  }
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_int (builder, "length", len);
  add_text (builder, "sha256", sha256);
  json_builder_end_object (builder);
}

/* What the application was told, secrets only as far as a test can recognise them. */
static void
add_app (JsonBuilder *builder, const char *name, GlowBoardSettings *settings)
{
  if (name)
    add_text (builder, "app", name);
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_object (builder);
  glow_board_settings_foreach (settings, add_setting, builder);
  json_builder_end_object (builder);
}

static void
add_flash (JsonBuilder *builder, const guint8 *flash, gsize flash_size)
{
  g_autofree char *digest =
    g_compute_checksum_for_data (G_CHECKSUM_SHA256, flash, flash_size);

  add_int (builder, "flash_size", flash_size);
  add_text (builder, "flash_sha256", digest);
}

/**
 * glow_board_report_to_json:
 * @chip: name of the chip
 * @loader: what answers now
 * @baud: the chip's rate, bits per second
 * @app: (nullable): what ran last
 * @settings: what that was told to remember
 * @flash: (array length=flash_size): its content
 * @flash_size: bytes
 *
 * Returns: (transfer full): the report as JSON, see glowplug-board(1)
 */
char *
glow_board_report_to_json (GlowBoardReport *self,
                           const char *chip,
                           const char *loader,
                           guint baud,
                           const char *app,
                           GlowBoardSettings *settings,
                           const guint8 *flash,
                           gsize flash_size)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "chip", chip);
  add_text (builder, "loader", loader);
  add_int (builder, "baud", baud);
  add_int (builder, "resets", self->resets);
  add_int (builder, "restarts", self->restarts);
  add_int (builder, "bytes_in", self->bytes_in);
  add_int (builder, "bytes_out", self->bytes_out);
  add_int (builder, "first_us", (guint64) self->first_us);
  add_int (builder, "last_us", (guint64) self->last_us);
  add_int (builder, "line_busy_us", (guint64) self->line_busy_us);
  add_int (builder, "flash_busy_us", (guint64) self->flash_busy_us);
  add_boot (self, builder);
  add_app (builder, app, settings);
  add_flash (builder, flash, flash_size);
  add_commands (self, builder);
  add_violations (self, builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}
