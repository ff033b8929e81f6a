/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * "ports --watch": the list first, then a line for whatever comes (+), goes (-), changes
 * (~) or otherwise happens on USB (!). A port is told of when it is known what is with
 * it; a monitor of its own follows that. */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-commands.h"
#include "glow-cli-output.h"
#include "glow-cli-port-line.h"
#include "glow-port-monitor.h"

#include <glib-unix.h>
#include <signal.h>

/* One row of the list. */
typedef struct {
  GlowPort *port;              /* owned */
  GlowPortMonitor *monitor;    /* owned; NULL while the port is settling */
  GlowPortProblem *problem;    /* owned; NULL before the first answer */
  char *line;                  /* owned; NULL before it was told of */
  struct _GlowCliWatch *watch; /* borrowed */
} Row;

typedef struct _GlowCliWatch {
  /* owned */
  GlowPortList *ports;
  GHashTable *rows; /* number of the row → Row */
  GMainLoop *loop;

  guint last_event_id;
  gboolean json;
} GlowCliWatch;

static void
row_free (gpointer data)
{
  Row *row = data;

  if (row->monitor)
    g_signal_handlers_disconnect_by_data (row->monitor, row);
  g_clear_object (&row->monitor);
  g_clear_pointer (&row->problem, glow_port_problem_unref);
  g_object_unref (row->port);
  g_free (row->line);
  g_free (row);
}

/* One object per line, so that a script can read while it goes on. */
static void
print_json_line (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  g_print ("%s\n", text);
}

static void
print_row_json (Row *row, const char *event)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "event", event);
  glow_cli_port_add_json (builder, row->port, row->problem);
  json_builder_end_object (builder);
  print_json_line (builder);
}

static void
print_row (Row *row, const char *event, char mark)
{
  if (row->watch->json)
    print_row_json (row, event);
  else
    g_print ("%c %s\n", mark, row->line);
}

/* Tells of a row what has not been told. */
static void
tell (Row *row)
{
  g_autofree char *old = g_steal_pointer (&row->line);

  row->line = glow_cli_port_dup_line (row->port, row->problem);
  if (!old)
    print_row (row, "added", '+');
  else if (!g_str_equal (old, row->line))
    print_row (row, "changed", '~');
}

/* That a node went is told by the list, which knows whether its device went, too. */
static void
problem_cb (GlowPortMonitor *monitor, GParamSpec *pspec, Row *row)
{
  GlowPortProblem *problem = glow_port_monitor_get_problem (monitor);
  const char *devnode = glow_port_get_devnode (row->port);

  if (!problem || glow_port_problem_get_kind (problem) == GLOW_PORT_PROBLEM_UNPLUGGED ||
      (devnode && !g_file_test (devnode, G_FILE_TEST_EXISTS)))
    return;
  g_clear_pointer (&row->problem, glow_port_problem_unref);
  row->problem = glow_port_problem_ref (problem);
  tell (row);
}

static void
set_port (Row *row, GlowPort *port)
{
  if (row->port == port)
    return;
  g_set_object (&row->port, port);
  if (row->monitor)
    g_signal_handlers_disconnect_by_data (row->monitor, row);
  g_clear_object (&row->monitor);
  if (glow_port_get_state (port) == GLOW_PORT_SETTLING)
    return;
  row->monitor = glow_port_monitor_new (port);
  g_signal_connect (row->monitor, "notify::problem", G_CALLBACK (problem_cb), row);
}

static Row *
take_row (GlowCliWatch *self, GHashTable *old_rows, GlowPort *port)
{
  gpointer number = GUINT_TO_POINTER (glow_port_get_row (port));
  Row *row = g_hash_table_lookup (old_rows, number);

  if (row) {
    g_hash_table_steal (old_rows, number);
  } else {
    row = g_new0 (Row, 1);
    row->watch = self;
  }
  g_hash_table_insert (self->rows, number, row);
  return row;
}

static void
ports_changed_cb (GlowCliWatch *self)
{
  GListModel *ports = G_LIST_MODEL (self->ports);
  g_autoptr (GHashTable) old_rows = g_steal_pointer (&self->rows);
  GHashTableIter iter;
  gpointer value;

  self->rows = g_hash_table_new_full (NULL, NULL, NULL, row_free);
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (ports, i);

    set_port (take_row (self, old_rows, port), port);
  }
  g_hash_table_iter_init (&iter, old_rows);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Row *row = value;

    if (row->line)
      print_row (row, "removed", '-');
  }
}

static void
print_event (GlowCliWatch *self, const GlowPortEvent *event)
{
  g_autofree char *line = glow_cli_port_dup_event_line (event);
  g_autofree char *ids =
    g_strdup_printf ("%04x:%04x", (guint) event->vid, (guint) event->pid);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!line)
    return;
  if (!self->json) {
    g_print ("! %s\n", line);
    return;
  }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "event", glow_cli_port_get_event_nick (event));
  glow_cli_output_add_string (builder, "name", event->name);
  glow_cli_output_add_string (builder, "ids", ids);
  glow_cli_output_add_string (builder, "usb_path", event->usb_path);
  json_builder_end_object (builder);
  print_json_line (builder);
}

static void
happened_cb (GlowCliWatch *self)
{
  for (guint i = 0; i < glow_port_list_get_n_events (self->ports); i++) {
    const GlowPortEvent *event = glow_port_list_get_event (self->ports, i);

    if (event->id <= self->last_event_id)
      continue;
    self->last_event_id = event->id;
    print_event (self, event);
  }
}

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/**
 * glow_cli_watch:
 *
 * Tells what comes, goes and changes, until a signal ends it. Nothing is opened.
 *
 * Returns: %GLOW_EXIT_OK
 */
GlowExit
glow_cli_watch (const GlowCliOptions *options)
{
  g_autoptr (GlowPortList) ports = glow_port_list_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GlowCliWatch self = {
    .ports = ports,
    .rows = g_hash_table_new_full (NULL, NULL, NULL, row_free),
    .loop = loop,
    .json = options->json,
  };
  guint interrupt_id = g_unix_signal_add (SIGINT, stop_cb, loop);
  guint terminate_id = g_unix_signal_add (SIGTERM, stop_cb, loop);

  glow_port_list_set_show_all (ports, options->all);
  g_signal_connect_swapped (ports, "items-changed", G_CALLBACK (ports_changed_cb), &self);
  g_signal_connect_swapped (ports, "happened", G_CALLBACK (happened_cb), &self);
  ports_changed_cb (&self);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (ports, &self);
  g_hash_table_unref (self.rows);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  return GLOW_EXIT_OK;
}
