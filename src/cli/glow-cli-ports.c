/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-commands.h"
#include "glow-cli-output.h"
#include "glow-cli-port-line.h"

#include <glib/gi18n.h>

static GlowPortProblem *
look (GlowPort *port)
{
  /* without a cancellable it can't fail */
  return glow_port_problem_look (port, NULL, NULL);
}

static void
print_json (GListModel *ports)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "ports");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (ports, i);
    g_autoptr (GlowPortProblem) problem = look (port);

    json_builder_begin_object (builder);
    glow_cli_port_add_json (builder, port, problem);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  glow_cli_output_json (builder);
}

static void
print_text (GListModel *ports)
{
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (ports, i);
    g_autoptr (GlowPortProblem) problem = look (port);
    g_autofree char *line = glow_cli_port_dup_line (port, problem);

    g_print ("%s\n", line);
  }
  if (g_list_model_get_n_items (ports) == 0)
    g_print (_ ("No board is plugged in.\n"));
}

/**
 * glow_cli_ports:
 *
 * Lists the ports as they are now. Nothing is opened.
 *
 * Returns: %GLOW_EXIT_OK
 */
GlowExit
glow_cli_ports (const GlowCliOptions *options)
{
  g_autoptr (GlowPortList) ports = glow_port_list_new ();

  glow_port_list_set_show_all (ports, options->all);
  if (options->json)
    print_json (G_LIST_MODEL (ports));
  else
    print_text (G_LIST_MODEL (ports));
  return GLOW_EXIT_OK;
}
