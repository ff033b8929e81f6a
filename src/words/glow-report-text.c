/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-report-text.h"

#include "glow-boot-text.h"
#include "glow-error.h"

#include <string.h>
#include <sys/utsname.h>

#define MAX_LOG_LINES 200u
#define MASK          GLOW_REDACTOR_MASK

/* a line with one of these may name a network or hold a key */
#define SECRET_WORDS "ssid|passw|psk|secret|token|api.?key|credential|pwd"

static const char *
nick_of (GType type, gint value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

static char *
replace_all (const char *text, const char *pattern, const char *by)
{
  g_autoptr (GRegex) regex =
    g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, by, 0, NULL);
}

static char *
dup_without_home (const char *text)
{
  const char *home = g_get_home_dir ();
  g_autofree char *escaped = g_regex_escape_string (home, -1);
  g_autofree char *own = NULL;

  if (strlen (home) > 1)
    own = replace_all (text, escaped, "~");
  return replace_all (own ? own : text, "/(home|Users|run/user|media)/[^/\\s:\"']+",
                      "/\\1/" MASK);
}

/**
 * glow_report_text_dup_private:
 * @text: any text
 * @redactor: (nullable): secrets that are known
 *
 * Leaves out what is only its owner's. Any thread.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
glow_report_text_dup_private (const char *text, GlowRedactor *redactor)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *redacted =
    redactor ? glow_redactor_dup_text (redactor, valid) : g_strdup (valid);
  g_autofree char *clean = g_utf8_make_valid (redacted, -1);
  g_autofree char *no_home = dup_without_home (clean);
  g_autofree char *no_mac = replace_all (no_home,
                                         "\\b([0-9a-f]{2}([:-])[0-9a-f]{2}\\2[0-9a-f]{2})"
                                         "(\\2[0-9a-f]{2}){3,5}\\b",
                                         "\\1\\2" MASK);

  return replace_all (no_mac, "^.*(" SECRET_WORDS ").*$",
                      "(a line that may hold a secret is left out)");
}

static void
append_system (GString *text, const char *program)
{
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  struct utsname name;

  g_string_append_printf (text, "Program: %s %s\n", program, GLOW_VERSION);
  g_string_append_printf (text, "System: %s", os ? os : "unknown");
  if (uname (&name) == 0)
    g_string_append_printf (text, ", %s %s, %s", name.sysname, name.release,
                            name.machine);
  g_string_append_printf (text, "\nGLib: %u.%u.%u\n", glib_major_version,
                          glib_minor_version, glib_micro_version);
}

static void
append_image (GString *text, GlowImage *image, guint32 offset)
{
  GBytes *bytes = glow_image_get_bytes (image);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_string_append_printf (text, "  %s, %" G_GSIZE_FORMAT " bytes, SHA-256 %s, ",
                          glow_image_get_name (image), glow_image_get_size (image), hash);
  if (offset == GLOW_FLASH_OFFSET_AUTO)
    g_string_append (text, "offset found out\n");
  else
    g_string_append_printf (text, "at 0x%x\n", offset);
}

static void
append_plan (GString *text, GlowFlashPlan *plan)
{
  static const char *const operations[] = { "identify", "flash", "verify", "read",
                                            "erase" };
  const GlowFlashOptions *options = glow_flash_plan_get_options (plan);

  g_string_append_printf (text, "\nOperation: %s\nPort: %s\n",
                          operations[glow_flash_plan_get_operation (plan)],
                          glow_target_get_name (glow_flash_plan_get_target (plan)));
  g_string_append_printf (
    text,
    "Options: baud %u, mode %u, %u MHz, size 0x%x%s%s%s%s, after %u, boot time %u s\n",
    options->baud, (guint) options->flash_mode, options->flash_freq_mhz,
    options->flash_size, options->keep_flash_size ? " kept" : "",
    options->erase_all ? ", erase all" : "", options->no_stub ? ", no stub" : "",
    options->no_compress ? ", not compressed" : "", (guint) options->after,
    options->boot_time_s);
  if (glow_flash_plan_get_n_images (plan) > 0)
    g_string_append (text, "Files:\n");
  for (guint i = 0; i < glow_flash_plan_get_n_images (plan); i++) {
    guint32 offset;
    GlowImage *image = glow_flash_plan_get_image (plan, i, &offset);

    append_image (text, image, offset);
  }
}

static const char *
name_verdict (GlowVerdict verdict)
{
  static const char *const names[] = { "no", "yes", "not checked" };

  return names[verdict];
}

static void
append_chip (GString *text, const GlowChipInfo *info)
{
  g_autofree char *revision = glow_chip_info_dup_revision (info);
  g_autofree char *mac = glow_chip_info_dup_mac (info);

  g_string_append_printf (
    text, "\nChip: %s, %s, crystal %u MHz, MAC %s\nFlash: 0x%06x, 0x%x bytes\n",
    info->description ? info->description : glow_chip_get_name (info->chip),
    revision ? revision : "revision unknown", info->crystal_mhz, mac ? mac : "unknown",
    info->flash_id, (guint) info->flash_size);
}

static void
append_boot (GString *text, GlowBootReport *boot)
{
  GlowBootVerdict verdict = glow_boot_report_get_verdict (boot);
  GlowBootCause cause = glow_boot_report_get_cause (boot);
  g_autofree char *details = glow_boot_text_dup_details (boot);

  g_string_append_printf (text,
                          "Start: %s, cause %s, %u restarts, %u baud, firmware %s\n%s\n",
                          nick_of (GLOW_TYPE_BOOT_VERDICT, (gint) verdict),
                          nick_of (GLOW_TYPE_BOOT_CAUSE, (gint) cause),
                          glow_boot_report_get_n_restarts (boot),
                          glow_boot_report_get_baud (boot),
                          glow_boot_report_get_app_name (boot)
                            ? glow_boot_report_get_app_name (boot)
                            : "unknown",
                          details);
}

static void
append_result (GString *text, GlowFlashResult *result)
{
  if (glow_flash_result_get_chip_info (result))
    append_chip (text, glow_flash_result_get_chip_info (result));
  g_string_append_printf (
    text, "\nWritten: %s, verified: %s, flash touched: %s, %.1f s, %u baud, %s\n",
    name_verdict (glow_flash_result_get_written (result)),
    name_verdict (glow_flash_result_get_verified (result)),
    glow_flash_result_flash_touched (result) ? "yes" : "no",
    (double) glow_flash_result_get_duration_us (result) / G_USEC_PER_SEC,
    glow_flash_result_get_baud (result),
    glow_flash_result_used_stub (result) ? "stub" : "ROM");
  if (glow_flash_result_get_boot (result))
    append_boot (text, glow_flash_result_get_boot (result));
}

static void
append_lines (GString *text, const char *title, const char *const *log)
{
  guint n_lines = g_strv_length ((char **) log);
  guint first = n_lines > MAX_LOG_LINES ? n_lines - MAX_LOG_LINES : 0;

  g_string_append_printf (text, "\n%s:\n", title);
  if (first > 0)
    g_string_append_printf (text, "(%u lines before these)\n", first);
  for (guint i = first; i < n_lines; i++)
    g_string_append_printf (text, "%s\n", log[i]);
}

/**
 * glow_report_text_dup:
 * @report: what is known
 *
 * Any thread.
 *
 * Returns: (transfer full): the text, for eyes before it is sent
 */
char *
glow_report_text_dup (const GlowReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_ours;

  append_system (text, report->program);
  if (report->plan)
    append_plan (text, report->plan);
  if (report->result)
    append_result (text, report->result);
  if (report->error) {
    is_ours = report->error->domain == GLOW_ERROR;
    g_string_append_printf (text, "\nError: %s: %s\n",
                            is_ours ? glow_error_code_to_string (
                                        (GlowError) report->error->code)
                                    : g_quark_to_string (report->error->domain),
                            report->error->message);
  }
  if (report->log)
    append_lines (text, "Log", report->log);
  if (report->console)
    append_lines (text, "Console", report->console);
  return glow_report_text_dup_private (text->str, report->redactor);
}
