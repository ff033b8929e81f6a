/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-port.h"

#include "glow-error.h"
#include "glow-port-monitor.h"
#include "glow-port-text.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

typedef struct {
  GMainLoop *loop;       /* borrowed */
  GCancellable *stopped; /* borrowed */
} Wait;

/* What may pass while one waits; a missing driver or a dead one needs somebody to act on
 * the board itself, and then it is another port. */
static gboolean
is_worth_waiting (GlowPortProblem *problem)
{
  GlowPortProblemKind kind = glow_port_problem_get_kind (problem);

  return kind == GLOW_PORT_PROBLEM_IN_USE || kind == GLOW_PORT_PROBLEM_CLAIMED ||
         kind == GLOW_PORT_PROBLEM_NO_PERMISSION;
}

static void
problem_cb (GlowPortMonitor *monitor, GParamSpec *pspec, Wait *wait)
{
  GlowPortProblem *problem = glow_port_monitor_get_problem (monitor);
  g_autofree char *state = NULL;
  g_autofree char *action = NULL;

  if (!is_worth_waiting (problem)) {
    g_main_loop_quit (wait->loop);
    return;
  }
  state = glow_port_text_dup_state (problem);
  action = glow_port_text_dup_action (problem);
  /* TRANSLATORS: a port, its state, and what helps: "/dev/ttyUSB0: in use by screen (12)"
   */
  g_printerr (_ ("%s: %s. Waiting. %s\n"), glow_port_problem_get_devnode (problem), state,
                 action);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  Wait *wait = user_data;

  g_cancellable_cancel (wait->stopped);
  g_main_loop_quit (wait->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
wait_for_monitor (GlowPortMonitor *monitor, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) stopped = g_cancellable_new ();
  Wait wait = { loop, stopped };
  guint interrupt_id = g_unix_signal_add (SIGINT, interrupt_cb, &wait);
  guint terminate_id = g_unix_signal_add (SIGTERM, interrupt_cb, &wait);

  g_signal_connect (monitor, "notify::problem", G_CALLBACK (problem_cb), &wait);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (monitor, &wait);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  return !g_cancellable_set_error_if_cancelled (stopped, error);
}

/**
 * glow_cli_port_wait:
 * @options: with --wait or without
 * @error: %G_IO_ERROR_CANCELLED after Ctrl+C
 *
 * With --wait: waits until a port that another program has, or that this user may not
 * open yet, is ready. Whatever else is wrong with it is left to whoever opens it.
 *
 * Returns: %FALSE when the wait was ended by a signal
 */
gboolean
glow_cli_port_wait (const GlowCliOptions *options, GError **error)
{
  g_autoptr (GlowPort) port =
    options->flash.wait_for_board ? glow_cli_options_dup_port (options) : NULL;
  g_autoptr (GlowPortMonitor) monitor = NULL;

  if (!port || !glow_port_get_devnode (port))
    return TRUE;
  monitor = glow_port_monitor_new (port);
  return wait_for_monitor (monitor, error);
}

/**
 * glow_cli_port_wait_busy:
 * @options: with --wait or without
 * @reason: (nullable): why a run has failed
 * @error: %G_IO_ERROR_CANCELLED after Ctrl+C
 *
 * With --wait, and when opening the port has shown that somebody has it: waits until it
 * is closed, also where nobody could be seen to have it.
 *
 * Returns: whether the run may be tried again
 */
gboolean
glow_cli_port_wait_busy (const GlowCliOptions *options,
                         const GError *reason,
                         GError **error)
{
  g_autoptr (GlowPort) port = NULL;
  g_autoptr (GlowPortMonitor) monitor = NULL;

  if (!options->flash.wait_for_board ||
      !g_error_matches (reason, GLOW_ERROR, GLOW_ERROR_BUSY))
    return FALSE;
  port = glow_cli_options_dup_port (options);
  if (!port || !glow_port_get_devnode (port))
    return FALSE;
  monitor = glow_port_monitor_new_busy (port);
  return wait_for_monitor (monitor, error);
}

/**
 * glow_cli_port_prepare:
 * @options: what was asked for
 * @port: (nullable): from glow_cli_options_dup_port()
 * @error: %GLOW_ERROR_BUSY: another program has the port; %G_IO_ERROR_CANCELLED
 *
 * Waits if that is wanted. Else a port that another program has open is not touched, even
 * where that program did not lock it: both would lose bytes.
 *
 * Returns: %TRUE when the port may be opened
 */
gboolean
glow_cli_port_prepare (const GlowCliOptions *options, GlowPort *port, GError **error)
{
  g_autoptr (GlowPortProblem) problem = NULL;

  if (options->flash.wait_for_board)
    return glow_cli_port_wait (options, error);
  problem = port ? glow_port_problem_look (port, NULL, NULL) : NULL;
  if (!problem || glow_port_problem_get_kind (problem) != GLOW_PORT_PROBLEM_IN_USE)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_BUSY, "%s (%d) has %s open",
               glow_port_problem_get_holder_name (problem),
               glow_port_problem_get_holder_pid (problem),
               glow_port_problem_get_devnode (problem));
  return FALSE;
}

/* the causes that the port itself knows more of than the error does */
static gboolean
is_about_port (const GError *error)
{
  static const GlowError codes[] = { GLOW_ERROR_PORT_MISSING, GLOW_ERROR_PERMISSION,
                                     GLOW_ERROR_BUSY, GLOW_ERROR_PORT_OPEN,
                                     GLOW_ERROR_PORT_GONE };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, GLOW_ERROR, (gint) codes[i]))
      return TRUE;
  return FALSE;
}

/**
 * glow_cli_port_explain:
 * @options: what was asked for
 * @error: why it failed
 * @port: (out) (transfer full): the port
 * @problem: (out) (transfer full): what is in its way
 *
 * Returns: %FALSE when @error is about something else or says all there is to say
 */
gboolean
glow_cli_port_explain (const GlowCliOptions *options,
                       const GError *error,
                       GlowPort **port,
                       GlowPortProblem **problem)
{
  *problem = NULL;
  *port = is_about_port (error) ? glow_cli_options_dup_port (options) : NULL;
  if (!*port)
    return FALSE;
  *problem = g_error_matches (error, GLOW_ERROR, GLOW_ERROR_BUSY)
               ? glow_port_problem_look_held (*port, NULL, NULL)
               : glow_port_problem_look (*port, NULL, NULL);
  return glow_port_problem_get_kind (*problem) != GLOW_PORT_PROBLEM_NONE;
}
