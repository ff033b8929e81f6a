/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-output.h"

#include "glow-chip-text.h"
#include "glow-cli-boot.h"
#include "glow-error-text.h"
#include "glow-error.h"
#include "glow-format.h"
#include "glow-job-text.h"
#include "glow-port-text.h"
#include "glow-udev-rule.h"

#include <glib/gi18n.h>
#include <unistd.h>

/**
 * glow_cli_output_progress:
 * @state: how far the run is
 *
 * Draws one line over itself, on a terminal only.
 */
void
glow_cli_output_progress (const GlowProgressState *state)
{
  g_autofree char *text = NULL;

  if (!isatty (STDERR_FILENO))
    return;
  text = glow_job_text_dup_progress (state);
  g_printerr ("\r\033[K%s", text);
}

/**
 * glow_cli_output_clear_progress:
 *
 * Makes room for a whole line.
 */
void
glow_cli_output_clear_progress (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
}

/**
 * glow_cli_output_error:
 * @error: what went wrong
 *
 * What happened, why, what to do, and the engine's own words, on standard error.
 */
void
glow_cli_output_error (const GError *error)
{
  g_printerr ("%s\n", glow_error_text_get_title (error));
  g_printerr ("  %s\n", glow_error_text_get_reason (error));
  g_printerr ("  %s\n", glow_error_text_get_action (error));
  g_printerr ("  (%s)\n", error->message);
}

/* (nullable): where a rule for udev is what helps; a pseudo-terminal is none of udev's */
static char *
dup_rule (GlowPort *port, GlowPortProblem *problem)
{
  if (!glow_port_is_usb (port) &&
      !g_str_has_prefix (glow_port_get_node_name (port), "tty"))
    return NULL;
  return glow_port_text_offers_rule (problem) ? glow_udev_rule_for_port (port) : NULL;
}

static void
print_indented (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i]; i++)
    if (*lines[i])
      g_printerr ("    %s\n", lines[i]);
}

/**
 * glow_cli_output_problem:
 * @port: a port
 * @problem: what keeps it from being used
 *
 * The state, the cause and what helps, on standard error.
 */
void
glow_cli_output_problem (GlowPort *port, GlowPortProblem *problem)
{
  g_autofree char *state = glow_port_text_dup_state (problem);
  g_autofree char *sentence = glow_port_text_dup_sentence (problem);
  g_autofree char *action = glow_port_text_dup_action (problem);
  g_autofree char *other = glow_port_text_dup_other_action (problem);
  g_autofree char *command = glow_port_text_dup_command (problem);
  g_autofree char *rule = dup_rule (port, problem);

  g_printerr ("%s: %s\n", glow_port_get_node_name (port), state);
  g_printerr ("  %s\n  %s\n", sentence, action);
  if (rule)
    print_indented (rule);
  if (other)
    g_printerr ("  %s\n", other);
  if (command)
    print_indented (command);
}

/**
 * glow_cli_output_json:
 * @builder: with one finished object
 *
 * Prints it on standard output.
 */
void
glow_cli_output_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  g_print ("%s\n", text);
}

/**
 * glow_cli_output_add_string:
 * @value: (nullable): null in JSON, too
 */
void
glow_cli_output_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/**
 * glow_cli_output_add_int:
 */
void
glow_cli_output_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/**
 * glow_cli_output_add_boolean:
 */
void
glow_cli_output_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static const char *
error_code_name (const GError *error)
{
  if (error->domain == GLOW_ERROR)
    return glow_error_code_to_string ((GlowError) error->code);
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "cancelled"
                                                                   : "failed";
}

/**
 * glow_cli_output_add_error:
 * @builder: inside an object
 * @error: what went wrong
 *
 * Adds the member "error".
 */
void
glow_cli_output_add_error (JsonBuilder *builder, const GError *error)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "code", error_code_name (error));
  glow_cli_output_add_string (builder, "title", glow_error_text_get_title (error));
  glow_cli_output_add_string (builder, "reason", glow_error_text_get_reason (error));
  glow_cli_output_add_string (builder, "action", glow_error_text_get_action (error));
  glow_cli_output_add_string (builder, "details", error->message);
  json_builder_end_object (builder);
}

/* what is in the way, in words */
static void
add_problem_text (JsonBuilder *builder, GlowPort *port, GlowPortProblem *problem)
{
  g_autofree char *rule = dup_rule (port, problem);
  g_autofree char *text = glow_port_text_dup_state (problem);
  g_autofree char *sentence = glow_port_text_dup_sentence (problem);
  g_autofree char *action = glow_port_text_dup_action (problem);
  g_autofree char *command = glow_port_text_dup_command (problem);

  glow_cli_output_add_string (builder, "state", text);
  glow_cli_output_add_string (builder, "sentence", sentence);
  glow_cli_output_add_string (builder, "action", action);
  glow_cli_output_add_string (builder, "command", command);
  glow_cli_output_add_string (builder, "udev_rule", rule);
}

/**
 * glow_cli_output_add_problem:
 * @builder: inside an object
 * @port: (nullable): a port
 * @problem: (nullable): what keeps it from being used; null in JSON, too
 *
 * Adds the member "problem".
 */
void
glow_cli_output_add_problem (JsonBuilder *builder,
                             GlowPort *port,
                             GlowPortProblem *problem)
{
  g_autoptr (GEnumClass) kinds = g_type_class_ref (GLOW_TYPE_PORT_PROBLEM_KIND);
  gint kind;

  json_builder_set_member_name (builder, "problem");
  if (!port || !problem) {
    json_builder_add_null_value (builder);
    return;
  }
  kind = (gint) glow_port_problem_get_kind (problem);
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "kind",
                              g_enum_get_value (kinds, kind)->value_nick);
  add_problem_text (builder, port, problem);
  glow_cli_output_add_string (builder, "holder",
                              glow_port_problem_get_holder_name (problem));
  glow_cli_output_add_int (builder, "holder_pid",
                           glow_port_problem_get_holder_pid (problem));
  glow_cli_output_add_string (builder, "service",
                              glow_port_problem_get_service (problem));
  glow_cli_output_add_string (builder, "module", glow_port_problem_get_module (problem));
  glow_cli_output_add_string (builder, "group", glow_port_problem_get_group (problem));
  json_builder_end_object (builder);
}

static const char *
usb_name (GlowChipUsb usb)
{
  switch (usb) {
  case GLOW_CHIP_USB_NONE:
    return "uart";
  case GLOW_CHIP_USB_JTAG:
    return "jtag";
  case GLOW_CHIP_USB_OTG:
    return "otg";
  case GLOW_CHIP_USB_UNKNOWN:
  default:
    return NULL;
  }
}

static void
add_keys (JsonBuilder *builder, const GlowChipInfo *info)
{
  json_builder_set_member_name (builder, "key_purposes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < info->n_keys; i++)
    json_builder_add_int_value (builder, info->key_purposes[i]);
  json_builder_end_array (builder);
}

static void
add_security (JsonBuilder *builder, const GlowChipInfo *info)
{
  glow_cli_output_add_boolean (builder, "security_known", info->has_security);
  glow_cli_output_add_boolean (builder, "secure_boot", info->secure_boot);
  glow_cli_output_add_boolean (builder, "flash_encryption", info->flash_encryption);
  glow_cli_output_add_boolean (builder, "secure_download", info->secure_download);
  glow_cli_output_add_int (builder, "security_flags", info->security_flags);
  add_keys (builder, info);
}

/**
 * glow_cli_output_add_chip:
 * @builder: inside an object
 * @info: what the chip told
 *
 * Adds the member "chip".
 */
void
glow_cli_output_add_chip (JsonBuilder *builder, const GlowChipInfo *info)
{
  g_autofree char *revision = glow_chip_info_dup_revision (info);
  g_autofree char *mac = glow_chip_info_dup_mac (info);
  g_autofree char *eui64 = glow_chip_info_dup_eui64 (info);

  json_builder_set_member_name (builder, "chip");
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "name", glow_chip_get_tool_name (info->chip));
  glow_cli_output_add_string (builder, "description", info->description);
  glow_cli_output_add_string (builder, "revision", revision);
  glow_cli_output_add_string (builder, "features", info->features);
  glow_cli_output_add_string (builder, "mac", mac);
  glow_cli_output_add_string (builder, "eui64", eui64);
  glow_cli_output_add_int (builder, "embedded_flash_size",
                           (gint64) info->embedded_flash_mib * 1024 * 1024);
  glow_cli_output_add_int (builder, "embedded_psram_size",
                           (gint64) info->embedded_psram_mib * 1024 * 1024);
  glow_cli_output_add_int (builder, "crystal_mhz", info->crystal_mhz);
  glow_cli_output_add_int (builder, "flash_id", info->flash_id);
  glow_cli_output_add_string (builder, "flash_maker",
                              glow_chip_info_get_flash_maker (info));
  glow_cli_output_add_int (builder, "flash_size", (gint64) info->flash_size);
  glow_cli_output_add_string (builder, "usb", usb_name (info->usb));
  add_security (builder, info);
  json_builder_end_object (builder);
}

static const char *
verdict_name (GlowVerdict verdict)
{
  switch (verdict) {
  case GLOW_VERDICT_YES:
    return "yes";
  case GLOW_VERDICT_NOT_CHECKED:
    return "not-checked";
  case GLOW_VERDICT_NO:
  default:
    return "no";
  }
}

/**
 * glow_cli_output_add_result:
 * @builder: inside an object
 * @result: what is known to be true
 *
 * Adds its members.
 */
void
glow_cli_output_add_result (JsonBuilder *builder, GlowFlashResult *result)
{
  if (glow_flash_result_get_chip_info (result))
    glow_cli_output_add_chip (builder, glow_flash_result_get_chip_info (result));
  glow_cli_output_add_string (builder, "written",
                              verdict_name (glow_flash_result_get_written (result)));
  glow_cli_output_add_string (builder, "verified",
                              verdict_name (glow_flash_result_get_verified (result)));
  glow_cli_output_add_string (builder, "verify_reason",
                              glow_flash_result_get_verify_reason (result));
  glow_cli_output_add_int (builder, "bytes",
                           (gint64) glow_flash_result_get_bytes (result));
  glow_cli_output_add_int (builder, "bytes_same",
                           (gint64) glow_flash_result_get_bytes_same (result));
  glow_cli_output_add_int (builder, "duration_ms",
                           glow_flash_result_get_duration_us (result) / 1000);
  glow_cli_output_add_int (builder, "baud", glow_flash_result_get_baud (result));
  glow_cli_output_add_boolean (builder, "stub", glow_flash_result_used_stub (result));
  glow_cli_output_add_boolean (builder, "left_in_loader",
                               glow_flash_result_left_in_loader (result));
  glow_cli_output_add_boolean (builder, "flash_touched",
                               glow_flash_result_flash_touched (result));
  glow_cli_boot_add_json (builder, result);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_flash_result_get_n_notes (result); i++)
    json_builder_add_string_value (builder, glow_flash_result_get_note (result, i));
  json_builder_end_array (builder);
}

static void
print_not_verified (GlowFlashResult *result)
{
  if (glow_flash_result_get_verified (result) == GLOW_VERDICT_NOT_CHECKED)
    /* TRANSLATORS: %s is the reason, in English */
    g_print (_ ("Not verified: %s\n"), glow_flash_result_get_verify_reason (result));
}

static void
print_written (GlowFlashResult *result)
{
  g_autofree char *size = glow_format_size (glow_flash_result_get_bytes (result));
  g_autofree char *same = glow_format_size (glow_flash_result_get_bytes_same (result));
  double seconds = (double) glow_flash_result_get_duration_us (result) / 1e6;

  if (glow_flash_result_get_verified (result) == GLOW_VERDICT_YES)
    /* TRANSLATORS: %s is a size such as "1.6 MiB" */
    g_print (_ ("Written, verified: %s in %.1f s\n"), size, seconds);
  else
    /* TRANSLATORS: %s is a size such as "1.6 MiB" */
    g_print (_ ("Written: %s in %.1f s\n"), size, seconds);
  if (glow_flash_result_get_bytes_same (result) > 0)
    /* TRANSLATORS: %s is a size such as "1.6 MiB" */
    g_print (_ ("%s of it were in the flash already\n"), same);
  print_not_verified (result);
}

static void
print_chip (const GlowChipInfo *info)
{
  g_autofree char *text = glow_job_text_dup_chip (info);
  g_autofree char *facts = glow_chip_text_dup_facts (info);

  g_print ("%s\n%s", text, facts);
}

/**
 * glow_cli_output_result:
 * @operation: what was done
 * @result: what is known to be true of it
 *
 * Prints a run that went well, on standard output.
 */
void
glow_cli_output_result (GlowOperation operation, GlowFlashResult *result)
{
  g_autofree char *size = glow_format_size (glow_flash_result_get_bytes (result));

  switch (operation) {
  case GLOW_OPERATION_IDENTIFY:
    print_chip (glow_flash_result_get_chip_info (result));
    break;
  case GLOW_OPERATION_FLASH:
    print_written (result);
    break;
  case GLOW_OPERATION_VERIFY:
    if (glow_flash_result_get_verified (result) == GLOW_VERDICT_YES)
      g_print (_ ("Verified: the flash holds these files\n"));
    print_not_verified (result);
    break;
  case GLOW_OPERATION_READ:
    /* TRANSLATORS: %s is a size such as "4 MiB" */
    g_print (_ ("Read: %s\n"), size);
    break;
  case GLOW_OPERATION_ERASE:
  default:
    /* TRANSLATORS: %s is a size such as "4 MiB" */
    g_print (_ ("Erased: %s\n"), size);
    print_not_verified (result);
    break;
  }
  for (guint i = 0; i < glow_flash_result_get_n_notes (result); i++)
    g_print ("%s\n", glow_flash_result_get_note (result, i));
  glow_cli_boot_print (result);
}
