/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-port-line.h"

#include "glow-board-memory.h"
#include "glow-cli-output.h"
#include "glow-port-text.h"

#include <glib/gi18n.h>

/* A moment after plugging it is too early to say what is wrong. */
static char *
dup_state (GlowPort *port, GlowPortProblem *problem)
{
  if (glow_port_get_state (port) == GLOW_PORT_SETTLING)
    return g_strdup (C_ ("port state", "just plugged in"));
  return glow_port_text_dup_state (problem);
}

static const char *
get_state_nick (GlowPort *port, GlowPortProblem *problem)
{
  g_autoptr (GEnumClass) kinds = g_type_class_ref (GLOW_TYPE_PORT_PROBLEM_KIND);

  if (glow_port_get_state (port) == GLOW_PORT_SETTLING)
    return "settling";
  return g_enum_get_value (kinds, (gint) glow_port_problem_get_kind (problem))
    ->value_nick;
}

/* where it is; a device without a node has only a place */
static const char *
get_where (GlowPort *port)
{
  const char *devnode = glow_port_get_devnode (port);

  return devnode ? devnode : glow_port_get_node_name (port);
}

static char *
dup_facts (GlowPort *port)
{
  const char *serial = glow_port_get_serial (port);
  const char *driver = glow_port_get_driver (port);

  if (!glow_port_is_usb (port))
    return g_strdup ("");
  return g_strdup_printf (" (%04x:%04x, %s, %s, USB %s)",
                          (guint) glow_port_get_vid (port),
                          (guint) glow_port_get_pid (port), serial ? serial : "-",
                          driver ? driver : "-", glow_port_get_usb_path (port));
}

/**
 * glow_cli_port_dup_line:
 * @problem: what glow_port_problem_look() said of @port
 *
 * Returns: (transfer full): where, state, name, facts; without a newline
 */
char *
glow_cli_port_dup_line (GlowPort *port, GlowPortProblem *problem)
{
  g_autofree char *state = dup_state (port, problem);
  g_autofree char *facts = dup_facts (port);
  g_autofree char *name =
    glow_board_memory_dup_name (glow_board_memory_get_default (), port);
  /* TRANSLATORS: the name somebody gave to a board; another part of the line follows */
  g_autofree char *quoted = name ? g_strdup_printf (_ ("“%s”, "), name) : g_strdup ("");

  return g_strdup_printf ("%-16s %-14s %s%s%s", get_where (port), state, quoted,
                          glow_port_get_display_name (port), facts);
}

static void
add_id (JsonBuilder *builder, const char *name, GlowPort *port, guint16 id)
{
  g_autofree char *text = g_strdup_printf ("%04x", (guint) id);

  glow_cli_output_add_string (builder, name, glow_port_is_usb (port) ? text : NULL);
}

static void
add_remembered (JsonBuilder *builder, GlowPort *port)
{
  GlowBoardMemory *memory = glow_board_memory_get_default ();
  g_autofree char *name = glow_board_memory_dup_name (memory, port);
  g_autofree char *chip = glow_board_memory_dup_chip_name (memory, port);
  guint baud = glow_board_memory_get_baud (memory, port);

  glow_cli_output_add_string (builder, "given_name", name);
  glow_cli_output_add_string (builder, "last_chip", chip);
  if (baud > 0)
    glow_cli_output_add_int (builder, "proven_baud", baud);
}

static gboolean
is_in_the_way (GlowPort *port, GlowPortProblem *problem)
{
  return glow_port_get_state (port) != GLOW_PORT_SETTLING &&
         glow_port_problem_get_kind (problem) != GLOW_PORT_PROBLEM_NONE;
}

/**
 * glow_cli_port_add_json:
 * @builder: inside an object
 * @problem: what glow_port_problem_look() said of @port
 *
 * Adds the members of @port.
 */
void
glow_cli_port_add_json (JsonBuilder *builder, GlowPort *port, GlowPortProblem *problem)
{
  glow_cli_output_add_string (builder, "port", glow_port_get_devnode (port));
  glow_cli_output_add_string (builder, "name", glow_port_get_display_name (port));
  glow_cli_output_add_string (builder, "state", get_state_nick (port, problem));
  add_id (builder, "vid", port, glow_port_get_vid (port));
  add_id (builder, "pid", port, glow_port_get_pid (port));
  glow_cli_output_add_string (builder, "manufacturer", glow_port_get_manufacturer (port));
  glow_cli_output_add_string (builder, "product", glow_port_get_product (port));
  glow_cli_output_add_string (builder, "serial", glow_port_get_serial (port));
  glow_cli_output_add_string (builder, "usb_path", glow_port_get_usb_path (port));
  glow_cli_output_add_string (builder, "driver", glow_port_get_driver (port));
  glow_cli_output_add_string (builder, "port_name", glow_port_get_port_name (port));
  glow_cli_output_add_int (builder, "row", glow_port_get_row (port));
  add_remembered (builder, port);
  glow_cli_output_add_problem (builder, port,
                               is_in_the_way (port, problem) ? problem : NULL);
}

/**
 * glow_cli_port_get_event_nick:
 *
 * Returns: (transfer none) (nullable): what happened, for a script; %NULL for what the
 * list of ports shows by itself
 */
const char *
glow_cli_port_get_event_nick (const GlowPortEvent *event)
{
  switch (event->kind) {
  case GLOW_PORT_EVENT_NO_SERIAL:
    return "no-serial";
  case GLOW_PORT_EVENT_NODE_LOST:
    return "node-lost";
  case GLOW_PORT_EVENT_FELL_OFF:
    return "fell-off";
  case GLOW_PORT_EVENT_APPEARED:
  case GLOW_PORT_EVENT_UNPLUGGED:
  default:
    return NULL;
  }
}

/**
 * glow_cli_port_dup_event_line:
 *
 * Returns: (transfer full) (nullable): what happened, without a newline
 */
char *
glow_cli_port_dup_event_line (const GlowPortEvent *event)
{
  const char *name = event->name ? event->name : _ ("A USB device");

  switch (event->kind) {
  case GLOW_PORT_EVENT_NO_SERIAL:
    /* TRANSLATORS: name of a USB device, its vendor and product id */
    return g_strdup_printf (_ ("%s (%04x:%04x) appeared and has no serial port"), name,
                               (guint) event->vid, (guint) event->pid);
  case GLOW_PORT_EVENT_NODE_LOST:
    /* TRANSLATORS: name of a USB device, its vendor and product id */
    return g_strdup_printf (_ ("%s (%04x:%04x) lost its serial port and is still there"),
                               name, (guint) event->vid, (guint) event->pid);
  case GLOW_PORT_EVENT_FELL_OFF:
    /* TRANSLATORS: name of a USB device, its vendor and product id */
    return g_strdup_printf (_ ("%s (%04x:%04x) appeared and fell off again"), name,
                               (guint) event->vid, (guint) event->pid);
  case GLOW_PORT_EVENT_APPEARED:
  case GLOW_PORT_EVENT_UNPLUGGED:
  default:
    return NULL;
  }
}
