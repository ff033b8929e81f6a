/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-commands.h"
#include "glow-cli-output.h"
#include "glow-cli-port.h"
#include "glow-error.h"
#include "glow-link-check.h"
#include "glow-link-text.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#define STAGE_COLUMN_WIDTH 22 /* characters */
#define MARK_COLUMN_WIDTH  10

static void
print_padded (const char *text, glong width)
{
  glong missing = width - g_utf8_strlen (text, -1);

  g_print ("%s%*s ", text, (int) MAX (missing, 0), "");
}

static void
print_stages (GlowLinkCheck *check)
{
  for (GlowLinkStage stage = GLOW_LINK_USB; stage < GLOW_LINK_N_STAGES; stage++) {
    GlowLinkMark mark = glow_link_check_get_mark (check, stage);
    const char *detail = glow_link_check_get_detail (check, stage);

    print_padded (glow_link_text_get_stage (stage), STAGE_COLUMN_WIDTH);
    print_padded (glow_link_text_get_mark (mark), MARK_COLUMN_WIDTH);
    g_print ("%s\n", detail && mark == GLOW_LINK_PASSED ? detail : "");
  }
}

static void
print_text (GlowLinkCheck *check)
{
  GlowPortProblem *problem = glow_link_check_get_problem (check);

  print_stages (check);
  if (problem)
    glow_cli_output_problem (glow_link_check_get_port (check), problem);
  else if (glow_link_check_get_error (check))
    glow_cli_output_error (glow_link_check_get_error (check));
}

static void
add_stages (JsonBuilder *builder, GlowLinkCheck *check)
{
  g_autoptr (GEnumClass) stages = g_type_class_ref (GLOW_TYPE_LINK_STAGE);
  g_autoptr (GEnumClass) marks = g_type_class_ref (GLOW_TYPE_LINK_MARK);

  json_builder_set_member_name (builder, "stages");
  json_builder_begin_array (builder);
  for (GlowLinkStage stage = GLOW_LINK_USB; stage < GLOW_LINK_N_STAGES; stage++) {
    GlowLinkMark mark = glow_link_check_get_mark (check, stage);

    json_builder_begin_object (builder);
    glow_cli_output_add_string (builder, "stage",
                                g_enum_get_value (stages, (gint) stage)->value_nick);
    glow_cli_output_add_string (builder, "mark",
                                g_enum_get_value (marks, (gint) mark)->value_nick);
    glow_cli_output_add_string (builder, "detail",
                                glow_link_check_get_detail (check, stage));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
print_json (const GlowCliOptions *options, GlowLinkCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GlowFlashJob *job = glow_link_check_get_job (check);
  GlowFlashResult *result = job ? glow_flash_job_get_result (job) : NULL;
  GlowPortProblem *problem = glow_link_check_get_problem (check);
  const GError *error = glow_link_check_get_error (check);

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "command",
                              glow_cli_options_get_command_name (options));
  glow_cli_output_add_boolean (builder, "success", !problem && !error);
  add_stages (builder, check);
  glow_cli_output_add_problem (builder, glow_link_check_get_port (check), problem);
  if (result && glow_flash_result_get_chip_info (result))
    glow_cli_output_add_chip (builder, glow_flash_result_get_chip_info (result));
  if (error)
    glow_cli_output_add_error (builder, error);
  json_builder_end_object (builder);
  glow_cli_output_json (builder);
}

static void
finished_cb (GlowLinkCheck *check, gpointer user_data)
{
  g_main_loop_quit (user_data);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  glow_link_check_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

static void
run_check (GlowLinkCheck *check)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint interrupt_id = g_unix_signal_add (SIGINT, interrupt_cb, check);
  guint terminate_id = g_unix_signal_add (SIGTERM, interrupt_cb, check);
  gulong finished_id =
    g_signal_connect (check, "finished", G_CALLBACK (finished_cb), loop);

  glow_link_check_start (check);
  g_main_loop_run (loop);
  g_signal_handler_disconnect (check, finished_id);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
}

static GlowFlashPlan *
new_plan (const GlowCliOptions *options, GlowTarget *target, GError **error)
{
  g_autoptr (GlowFlashPlan) plan = glow_flash_plan_new (GLOW_OPERATION_IDENTIFY, target);

  glow_flash_plan_set_options (plan, &options->flash);
  if (options->reset_sequence &&
      !glow_flash_plan_set_reset_sequence (plan, options->reset_sequence, error))
    return NULL;
  return glow_flash_plan_seal (plan, error) ? g_steal_pointer (&plan) : NULL;
}

static GlowLinkCheck *
new_check (const GlowCliOptions *options, GError **error)
{
  g_autoptr (GlowPort) port = glow_cli_options_dup_port (options);
  g_autoptr (GlowTarget) target = NULL;
  g_autoptr (GlowFlashPlan) plan = NULL;

  /* a USB device without a serial side can be looked at, and there it ends */
  if (port && !glow_port_get_devnode (port))
    return glow_link_check_new (port, NULL);
  target = glow_cli_options_new_target (options, port, error);
  plan = target ? new_plan (options, target, error) : NULL;
  return plan ? glow_link_check_new_for_plan (port, plan) : NULL;
}

static void
print_failure_json (const GlowCliOptions *options, const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "command",
                              glow_cli_options_get_command_name (options));
  glow_cli_output_add_boolean (builder, "success", FALSE);
  glow_cli_output_add_error (builder, error);
  json_builder_end_object (builder);
  glow_cli_output_json (builder);
}

static GlowExit
fail (const GlowCliOptions *options, const GError *error)
{
  if (options->json)
    print_failure_json (options, error);
  else
    glow_cli_output_error (error);
  return glow_cli_exit_for_error (error);
}

/**
 * glow_cli_check:
 *
 * Goes through everything between this program and the chip, and tells the first thing
 * that is in the way. With --wait it waits until a port that can't be had yet is ready.
 *
 * Returns: how it ended
 */
GlowExit
glow_cli_check (const GlowCliOptions *options)
{
  g_autoptr (GlowLinkCheck) check = NULL;
  g_autoptr (GError) error = NULL;

  if (options->n_args > 0) {
    g_set_error (&error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "usage: glowplug-cli check [PORT]");
    return fail (options, error);
  }
  if (!glow_cli_port_wait (options, &error))
    return fail (options, error);
  do {
    g_clear_object (&check);
    check = new_check (options, &error);
    if (!check)
      return fail (options, error);
    run_check (check);
  } while (glow_cli_port_wait_busy (options, glow_link_check_get_error (check), &error));
  if (error)
    return fail (options, error);
  if (options->json)
    print_json (options, check);
  else
    print_text (check);
  if (glow_link_check_get_problem (check))
    return GLOW_EXIT_PORT;
  return glow_link_check_get_error (check)
           ? glow_cli_exit_for_error (glow_link_check_get_error (check))
           : GLOW_EXIT_OK;
}
