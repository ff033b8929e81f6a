/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-commands.h"
#include "glow-cli-output.h"
#include "glow-port-list.h"

#include <glib/gi18n.h>

static const char *
get_state_text (GlowPort *port)
{
  switch (glow_port_get_state (port)) {
  case GLOW_PORT_NO_PERMISSION:
    return C_ ("port state", "no permission");
  case GLOW_PORT_SETTLING:
    return C_ ("port state", "just plugged in");
  case GLOW_PORT_NO_DRIVER:
    return C_ ("port state", "no serial side");
  case GLOW_PORT_READY:
  default:
    return C_ ("port state", "ready");
  }
}

static const char *
get_state_nick (GlowPort *port)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (GLOW_TYPE_PORT_STATE);

  return g_enum_get_value (states, (gint) glow_port_get_state (port))->value_nick;
}

/* where it is; a device without a node has only a place */
static const char *
get_where (GlowPort *port)
{
  const char *devnode = glow_port_get_devnode (port);

  return devnode ? devnode : glow_port_get_node_name (port);
}

static void
print_port (GlowPort *port)
{
  const char *serial = glow_port_get_serial (port);
  const char *driver = glow_port_get_driver (port);

  g_print ("%-16s %-14s %s", get_where (port), get_state_text (port),
           glow_port_get_display_name (port));
  if (glow_port_is_usb (port))
    g_print (" (%04x:%04x, %s, %s)", (guint) glow_port_get_vid (port),
             (guint) glow_port_get_pid (port), serial ? serial : "-",
             driver ? driver : "-");
  g_print ("\n");
}

static void
add_port (JsonBuilder *builder, GlowPort *port)
{
  gboolean usb = glow_port_is_usb (port);
  g_autofree char *vid = g_strdup_printf ("%04x", (guint) glow_port_get_vid (port));
  g_autofree char *pid = g_strdup_printf ("%04x", (guint) glow_port_get_pid (port));

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "port", glow_port_get_devnode (port));
  glow_cli_output_add_string (builder, "name", glow_port_get_display_name (port));
  glow_cli_output_add_string (builder, "state", get_state_nick (port));
  glow_cli_output_add_string (builder, "vid", usb ? vid : NULL);
  glow_cli_output_add_string (builder, "pid", usb ? pid : NULL);
  glow_cli_output_add_string (builder, "manufacturer", glow_port_get_manufacturer (port));
  glow_cli_output_add_string (builder, "product", glow_port_get_product (port));
  glow_cli_output_add_string (builder, "serial", glow_port_get_serial (port));
  glow_cli_output_add_string (builder, "usb_path", glow_port_get_usb_path (port));
  glow_cli_output_add_string (builder, "driver", glow_port_get_driver (port));
  json_builder_end_object (builder);
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

    add_port (builder, port);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  glow_cli_output_json (builder);
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
  GListModel *model = G_LIST_MODEL (ports);

  glow_port_list_set_show_all (ports, options->all);
  if (options->json) {
    print_json (model);
    return GLOW_EXIT_OK;
  }
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (model, i);

    print_port (port);
  }
  if (g_list_model_get_n_items (model) == 0)
    g_print (_ ("No board is plugged in.\n"));
  return GLOW_EXIT_OK;
}
