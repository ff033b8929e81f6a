/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-boot.h"

#include "glow-boot-text.h"
#include "glow-cli-output.h"
#include "glow-error.h"
#include "glow-format.h"

#include <glib/gi18n.h>

#define MAX_TIME_S 600u

/**
 * glow_cli_boot_parse_time:
 * @text: (nullable): seconds
 * @time_s: (inout): kept without @text
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * Returns: %TRUE if it is a time
 */
gboolean
glow_cli_boot_parse_time (const char *text, guint *time_s, GError **error)
{
  guint32 value;

  if (!text)
    return TRUE;
  if (!glow_parse_number (text, &value, NULL) || value < 1 || value > MAX_TIME_S) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "\"%s\" is not a time of 1 to %u seconds", text, MAX_TIME_S);
    return FALSE;
  }
  *time_s = value;
  return TRUE;
}

/**
 * glow_cli_boot_failed:
 * @result: (nullable): of a run
 *
 * Returns: %TRUE if the board provably does not start its firmware
 */
gboolean
glow_cli_boot_failed (GlowFlashResult *result)
{
  GlowBootReport *boot = result ? glow_flash_result_get_boot (result) : NULL;

  return boot && glow_boot_report_is_failure (boot);
}

static void
print_backtrace (GlowPanic *panic)
{
  g_autofree char *text = panic ? glow_panic_dup_text (panic) : NULL;

  if (text)
    g_printerr ("  %s\n", text);
}

static void
print_trouble (GlowBootReport *boot)
{
  g_autofree char *title = glow_boot_text_dup_title (boot);
  g_autofree char *reason = glow_boot_text_dup_reason (boot);
  const char *action = glow_boot_text_get_action (boot);
  const char *const *lines = glow_boot_report_get_lines (boot);

  g_printerr ("%s\n  %s\n", title, reason);
  if (action)
    g_printerr ("  %s\n", action);
  for (guint i = 0; lines[i]; i++)
    g_printerr ("    %s\n", lines[i]);
  print_backtrace (glow_boot_report_get_panic (boot));
}

/**
 * glow_cli_boot_print:
 * @result: of a run
 *
 * The verdict on standard output, and what is wrong on standard error.
 */
void
glow_cli_boot_print (GlowFlashResult *result)
{
  GlowBootReport *boot = glow_flash_result_get_boot (result);
  g_autofree char *title = NULL;

  if (!boot)
    return;
  if (glow_boot_report_get_verdict (boot) != GLOW_BOOT_BOOTED) {
    g_print ("%s\n", glow_boot_text_get_mark (glow_boot_report_get_verdict (boot)));
    print_trouble (boot);
    return;
  }
  title = glow_boot_text_dup_title (boot);
  /* TRANSLATORS: a sentence, such as "Tasmota has started" */
  g_print (_ ("Booted: %s\n"), title);
}

static const char *
nick_of (GType type, gint value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

static const char *
booted_name (GlowBootReport *boot)
{
  if (boot && glow_boot_report_get_verdict (boot) == GLOW_BOOT_BOOTED)
    return "yes";
  return boot && glow_boot_report_is_failure (boot) ? "no" : "not-checked";
}

static void
add_hex (JsonBuilder *builder, const char *name, gboolean known, guint32 addr)
{
  g_autofree char *text = known ? g_strdup_printf ("0x%08x", addr) : NULL;

  glow_cli_output_add_string (builder, name, text);
}

static void
add_panic (JsonBuilder *builder, GlowPanic *panic)
{
  guint32 addr;
  gboolean known;

  json_builder_set_member_name (builder, "panic");
  if (!panic) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "reason", glow_panic_get_reason (panic));
  glow_cli_output_add_int (builder, "core", glow_panic_get_core (panic));
  glow_cli_output_add_int (builder, "cause", glow_panic_get_cause (panic));
  glow_cli_output_add_string (builder, "cause_name", glow_panic_get_cause_name (panic));
  known = glow_panic_get_pc (panic, &addr);
  add_hex (builder, "pc", known, addr);
  known = glow_panic_get_fault_addr (panic, &addr);
  add_hex (builder, "address", known, addr);
  json_builder_set_member_name (builder, "backtrace");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_panic_get_n_frames (panic); i++) {
    g_autofree char *text = g_strdup_printf ("0x%08x", glow_panic_get_frame (panic, i));

    json_builder_add_string_value (builder, text);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_words (JsonBuilder *builder, GlowBootReport *boot)
{
  g_autofree char *title = glow_boot_text_dup_title (boot);
  g_autofree char *reason = glow_boot_text_dup_reason (boot);
  const char *const *lines = glow_boot_report_get_lines (boot);

  glow_cli_output_add_string (builder, "title", title);
  glow_cli_output_add_string (builder, "reason", reason);
  glow_cli_output_add_string (builder, "action", glow_boot_text_get_action (boot));
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint i = 0; lines[i]; i++)
    json_builder_add_string_value (builder, lines[i]);
  json_builder_end_array (builder);
}

static void
add_facts (JsonBuilder *builder, GlowBootReport *boot)
{
  gint verdict = (gint) glow_boot_report_get_verdict (boot);
  gint cause = (gint) glow_boot_report_get_cause (boot);
  gint repair = (gint) glow_boot_report_get_repair (boot);
  gint end = (gint) glow_boot_report_get_end (boot);

  glow_cli_output_add_string (builder, "verdict",
                              nick_of (GLOW_TYPE_BOOT_VERDICT, verdict));
  glow_cli_output_add_string (builder, "cause", nick_of (GLOW_TYPE_BOOT_CAUSE, cause));
  glow_cli_output_add_string (builder, "repair", nick_of (GLOW_TYPE_BOOT_REPAIR, repair));
  glow_cli_output_add_string (builder, "end", nick_of (GLOW_TYPE_BOOT_END, end));
  glow_cli_output_add_string (builder, "firmware", glow_boot_report_get_app_name (boot));
  glow_cli_output_add_int (builder, "baud", glow_boot_report_get_baud (boot));
  glow_cli_output_add_int (builder, "restarts", glow_boot_report_get_n_restarts (boot));
  glow_cli_output_add_int (builder, "period_ms",
                           glow_boot_report_get_period_us (boot) / 1000);
  glow_cli_output_add_int (builder, "listened_ms",
                           glow_boot_report_get_listened_us (boot) / 1000);
}

/**
 * glow_cli_boot_add_json:
 * @builder: inside an object
 * @result: of a run
 *
 * Adds the members "booted" and "boot".
 */
void
glow_cli_boot_add_json (JsonBuilder *builder, GlowFlashResult *result)
{
  GlowBootReport *boot = glow_flash_result_get_boot (result);

  glow_cli_output_add_string (builder, "booted", booted_name (boot));
  json_builder_set_member_name (builder, "boot");
  if (!boot) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  add_facts (builder, boot);
  add_words (builder, boot);
  add_panic (builder, glow_boot_report_get_panic (boot));
  json_builder_end_object (builder);
}
