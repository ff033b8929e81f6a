/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-setup-output.h"

#include "glow-cli-output.h"
#include "glow-setup-check.h"
#include "glow-setup-text.h"
#include "glow-wifi-network.h"

#include <glib/gi18n.h>

/**
 * glow_cli_setup_output_step:
 * @step: what begins
 *
 * A line on standard error.
 */
void
glow_cli_setup_output_step (const GlowSetupStep *step, gpointer user_data)
{
  g_autofree char *text = glow_setup_text_dup_step (step);

  g_printerr ("[%u/%u] %s\n", step->step, step->n_steps, text);
}

/**
 * glow_cli_setup_output_heard:
 * @line: what the board said, without secrets
 *
 * A line on standard error.
 */
void
glow_cli_setup_output_heard (const char *line, gpointer user_data)
{
  g_printerr ("  < %s\n", line);
}

static void
print_result (GlowSetupResult *result)
{
  if (result->firmware)
    g_print ("%s %s\n", _ ("Firmware:"), result->firmware);
  if (result->version)
    g_print ("%s %s\n", _ ("Version:"), result->version);
  if (result->chip)
    g_print ("%s %s\n", _ ("Chip:"), result->chip);
  if (result->device_name)
    g_print ("%s %s\n", _ ("Name:"), result->device_name);
  if (result->hostname)
    g_print ("%s %s\n", _ ("Name in the network:"), result->hostname);
  g_print ("%s %s\n", _ ("Takes settings by:"), glow_setup_kind_get_name (result->kind));
  if (result->url || result->address)
    g_print ("%s %s\n", _ ("Address:"), result->url ? result->url : result->address);
  else
    g_print ("%s\n", result->connected ? _ ("The board is in its network.")
                                       : _ ("The board is in no network yet."));
}

static void
print_networks (GPtrArray *networks)
{
  if (networks->len == 0)
    g_print ("%s\n", _ ("The board sees no network."));
  for (guint i = 0; i < networks->len; i++) {
    const GlowWifiNetwork *network = g_ptr_array_index (networks, i);

    g_print ("%4d dBm  %-10s  %s\n", network->rssi_dbm,
             network->secured ? _ ("with key") : _ ("open"), network->ssid);
  }
}

static void
print_problems (GArray *problems)
{
  for (guint i = 0; i < problems->len; i++) {
    const GlowSetupProblem *problem = &g_array_index (problems, GlowSetupProblem, i);
    g_autofree char *text = glow_setup_text_dup_problem (problem);

    /* TRANSLATORS: the name of a field, and what is wrong with its value */
    g_printerr (_ ("%s: %s\n"), glow_setup_text_get_field (problem->field), text);
  }
}

/**
 * glow_cli_setup_output_text:
 * @outcome: how it ended
 *
 * For people: what is known on standard output, what is wrong on standard error.
 */
void
glow_cli_setup_output_text (const GlowCliSetupOutcome *outcome)
{
  if (outcome->problems)
    print_problems (outcome->problems);
  if (outcome->error) {
    glow_cli_output_error (outcome->error);
    return;
  }
  if (outcome->networks)
    print_networks (outcome->networks);
  else
    print_result (outcome->result);
}

static void
add_result (JsonBuilder *builder, GlowSetupResult *result)
{
  glow_cli_output_add_string (builder, "kind", glow_setup_kind_get_id (result->kind));
  glow_cli_output_add_boolean (builder, "improv", result->improv);
  glow_cli_output_add_boolean (builder, "connected", result->connected);
  glow_cli_output_add_string (builder, "firmware", result->firmware);
  glow_cli_output_add_string (builder, "version", result->version);
  glow_cli_output_add_string (builder, "chip_name", result->chip);
  glow_cli_output_add_string (builder, "device_name", result->device_name);
  glow_cli_output_add_string (builder, "hostname", result->hostname);
  glow_cli_output_add_string (builder, "address", result->address);
  glow_cli_output_add_string (builder, "url", result->url);
}

static void
add_networks (JsonBuilder *builder, GPtrArray *networks)
{
  json_builder_set_member_name (builder, "networks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < networks->len; i++) {
    const GlowWifiNetwork *network = g_ptr_array_index (networks, i);

    json_builder_begin_object (builder);
    glow_cli_output_add_string (builder, "ssid", network->ssid);
    glow_cli_output_add_int (builder, "rssi_dbm", network->rssi_dbm);
    glow_cli_output_add_boolean (builder, "secured", network->secured);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_problems (JsonBuilder *builder, GArray *problems)
{
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < problems->len; i++) {
    const GlowSetupProblem *problem = &g_array_index (problems, GlowSetupProblem, i);
    g_autofree char *text = glow_setup_text_dup_problem (problem);

    json_builder_begin_object (builder);
    glow_cli_output_add_string (builder, "field",
                                glow_setup_field_id_to_string (problem->field));
    glow_cli_output_add_string (builder, "trouble",
                                glow_setup_trouble_to_string (problem->trouble));
    glow_cli_output_add_string (builder, "sentence", text);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/**
 * glow_cli_setup_output_json:
 * @outcome: how it ended
 *
 * One object on standard output.
 */
void
glow_cli_setup_output_json (const GlowCliSetupOutcome *outcome)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "command", "setup");
  glow_cli_output_add_boolean (builder, "success", outcome->error == NULL);
  if (outcome->result)
    add_result (builder, outcome->result);
  if (outcome->networks)
    add_networks (builder, outcome->networks);
  if (outcome->problems)
    add_problems (builder, outcome->problems);
  if (outcome->error)
    glow_cli_output_add_error (builder, outcome->error);
  json_builder_end_object (builder);
  glow_cli_output_json (builder);
}
