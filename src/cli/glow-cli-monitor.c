/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * "monitor": the console without a window. Keys go to the board as they are pressed;
 * Ctrl+] ends it, as in other monitors. */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-boot-text.h"
#include "glow-cli-commands.h"
#include "glow-cli-monitor-options.h"
#include "glow-cli-monitor-print.h"
#include "glow-cli-output.h"
#include "glow-cli-terminal.h"
#include "glow-console-pulse.h"
#include "glow-console.h"
#include "glow-error.h"
#include "glow-format.h"
#include "glow-panic-stream.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#define KEY_END 0x1d /* Ctrl+] */

typedef struct {
  /* borrowed */
  const GlowCliOptions *options;
  GlowConsole *console;
  GMainLoop *loop;
  const char *line_end;

  /* owned */
  GlowCliPrinter *printer;
  GlowCliTerminal *terminal; /* (nullable): keys come from something else */
  GlowPanicStream *panics;

  GlowExit exit;
  guint input_id;
  gboolean begun; /* the first lines were sent */
} Monitor;

static void
end (Monitor *self, GlowExit exit)
{
  self->exit = exit;
  g_main_loop_quit (self->loop);
}

static void
send_text (Monitor *self, const char *text, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);

  glow_console_send (self->console, bytes);
}

static void
panic_cb (GlowPanic *panic, gpointer user_data)
{
  g_autofree char *text = glow_boot_text_dup_panic (panic);
  g_autofree char *details = glow_panic_dup_text (panic);

  /* TRANSLATORS: why a program crashed, in a sentence */
  g_printerr (_ ("The program crashed: %s\n"), text);
  g_printerr ("  (%s)\n", details);
}

static void
output_cb (Monitor *self, GBytes *bytes, gint64 time_us)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  glow_panic_stream_feed (self->panics, data, len);
  if (glow_cli_printer_feed (self->printer, bytes, time_us))
    end (self, GLOW_EXIT_OK);
}

static void
dropped_cb (Monitor *self, guint64 n_dropped)
{
  g_autofree char *size = glow_format_size (n_dropped);

  /* TRANSLATORS: an amount such as 1.6 MiB */
  g_printerr (_ ("%s came faster than it could be shown and is missing here\n"), size);
}

static void
trouble_cb (Monitor *self, const GError *error)
{
  glow_cli_output_error (error);
}

/* once: a board that comes back is not told everything again */
static void
begin (Monitor *self)
{
  const GlowCliMonitorOptions *monitor = &self->options->monitor;

  if (self->begun)
    return;
  self->begun = TRUE;
  if (monitor->reset)
    glow_console_pulse (self->console, GLOW_CONSOLE_RESET);
  for (char **line = monitor->send; line && *line; line++) {
    g_autofree char *text = g_strconcat (*line, self->line_end, NULL);

    send_text (self, text, strlen (text));
  }
}

static void
state_cb (Monitor *self)
{
  const GError *error = glow_console_get_error (self->console);

  switch (glow_console_get_state (self->console)) {
  case GLOW_CONSOLE_OPEN:
    begin (self);
    break;
  case GLOW_CONSOLE_GONE:
    g_printerr (_ ("The board was unplugged; waiting for it to come back\n"));
    break;
  case GLOW_CONSOLE_FAILED:
    glow_cli_output_error (error);
    end (self, glow_cli_exit_for_error (error));
    break;
  case GLOW_CONSOLE_STOPPED:
  case GLOW_CONSOLE_OPENING:
  default:
    break;
  }
}

static void
baud_cb (Monitor *self)
{
  if (self->options->verbose)
    /* TRANSLATORS: speed of the port */
    g_printerr (_ ("Listening at %u baud\n"), glow_console_get_baud (self->console));
}

/* From a terminal: Enter is a line end, Ctrl+] the end. */
static void
send_keys (Monitor *self, const char *keys, gsize len)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < len; i++) {
    if (keys[i] == KEY_END) {
      end (self, GLOW_EXIT_OK);
      break;
    }
    if (keys[i] == '\r')
      g_string_append (text, self->line_end);
    else
      g_string_append_c (text, keys[i]);
  }
  send_text (self, text->str, text->len);
}

static gboolean
input_cb (gint fd, GIOCondition condition, gpointer user_data)
{
  Monitor *self = user_data;
  char buf[4096];
  gssize len = read (fd, buf, sizeof buf);

  if (len < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (len <= 0) {
    self->input_id = 0;
    return G_SOURCE_REMOVE;
  }
  if (self->terminal)
    send_keys (self, buf, (gsize) len);
  else
    send_text (self, buf, (gsize) len);
  return G_SOURCE_CONTINUE;
}

static gboolean
stop_cb (gpointer user_data)
{
  end (user_data, GLOW_EXIT_OK);
  return G_SOURCE_CONTINUE;
}

static gboolean
time_up_cb (gpointer user_data)
{
  Monitor *self = user_data;
  const GlowCliMonitorOptions *monitor = &self->options->monitor;

  if (monitor->until)
    /* TRANSLATORS: a text that was waited for */
    g_printerr (_ ("“%s” did not come\n"), monitor->until);
  end (self, monitor->until ? GLOW_EXIT_FAILED : GLOW_EXIT_OK);
  return G_SOURCE_CONTINUE;
}

static void
listen_to_console (Monitor *self)
{
  g_signal_connect_swapped (self->console, "output", G_CALLBACK (output_cb), self);
  g_signal_connect_swapped (self->console, "dropped", G_CALLBACK (dropped_cb), self);
  g_signal_connect_swapped (self->console, "trouble", G_CALLBACK (trouble_cb), self);
  g_signal_connect_swapped (self->console, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (self->console, "notify::baud", G_CALLBACK (baud_cb), self);
  glow_console_set_pulse_func (self->console, glow_console_pulse_run);
  glow_console_set_follow (self->console, TRUE);
  glow_console_set_baud (self->console, self->options->flash.baud);
}

static void
run (Monitor *self)
{
  double time_s = self->options->monitor.time_s;
  guint ids[] = {
    g_unix_signal_add (SIGINT, stop_cb, self),
    g_unix_signal_add (SIGTERM, stop_cb, self),
    g_unix_signal_add (SIGHUP, stop_cb, self),
    time_s > 0 ? g_timeout_add ((guint) MIN (time_s * 1000, G_MAXINT), time_up_cb, self)
               : 0,
  };

  self->terminal = glow_cli_terminal_take (STDIN_FILENO);
  if (self->terminal)
    g_printerr (_ ("Ctrl+] ends it\n"));
  self->input_id = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, input_cb, self);
  glow_console_start (self->console);
  g_main_loop_run (self->loop);
  glow_console_stop (self->console, FALSE);
  g_clear_handle_id (&self->input_id, g_source_remove);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_clear_handle_id (&ids[i], g_source_remove);
  glow_cli_printer_end (self->printer);
  g_clear_pointer (&self->terminal, glow_cli_terminal_give_back);
}

static GlowExit
monitor_target (const GlowCliOptions *options, GlowTarget *target, GError **error)
{
  g_autoptr (GlowConsole) console = glow_console_new (target);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GlowCliPrinter) printer = NULL;
  g_autoptr (GlowPanicStream) panics = glow_panic_stream_new (panic_cb, NULL);
  Monitor self = {
    .options = options,
    .console = console,
    .loop = loop,
    .panics = panics,
  };

  self.line_end = glow_cli_monitor_get_line_end (&options->monitor, error);
  if (!self.line_end)
    return GLOW_EXIT_USAGE;
  printer = glow_cli_printer_new (options, error);
  if (!printer)
    return GLOW_EXIT_FILE;
  self.printer = printer;
  listen_to_console (&self);
  run (&self);
  g_signal_handlers_disconnect_by_data (console, &self);
  return self.exit;
}

/**
 * glow_cli_monitor:
 *
 * Shows what a board says and sends it what is typed, until something ends it.
 *
 * Returns: %GLOW_EXIT_OK, also when it was ended by a signal or by Ctrl+];
 *   %GLOW_EXIT_FAILED when what was waited for did not come
 */
GlowExit
glow_cli_monitor (const GlowCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowPort) port = glow_cli_options_dup_port (options);
  g_autoptr (GlowTarget) target = glow_cli_options_new_target (options, port, &error);
  GlowExit exit = GLOW_EXIT_OK;

  if (target)
    exit = monitor_target (options, target, &error);
  if (!error)
    return exit;
  glow_cli_output_error (error);
  return glow_cli_exit_for_error (error);
}
