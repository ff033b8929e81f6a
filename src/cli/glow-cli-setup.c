/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-setup.h"

#include "glow-cli-commands.h"
#include "glow-cli-port.h"
#include "glow-cli-setup-output.h"
#include "glow-error.h"
#include "glow-setup-keyring.h"
#include "glow-setup-profile.h"
#include "glow-setup-run.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

struct _GlowCliSetup {
  const GlowCliOptions *options; /* borrowed */
  GlowSetupKinds *kinds;         /* owned */
  GlowSetupKind *kind;           /* owned (nullable): the one that was asked for */
  GlowSetupValues *values;       /* owned */
  GlowTarget *target;            /* owned (nullable) */

  /* the worker's while it runs; owned, nullable */
  GlowSetupResult *result;
  GPtrArray *networks;
  GArray *problems;
};

static gboolean
only_looks (const GlowCliOptions *options)
{
  return options->setup.scan || options->setup.info;
}

static gboolean
find_kind (GlowCliSetup *self, GError **error)
{
  const char *id = self->options->setup.kind;
  GlowSetupKind *kind = id ? glow_setup_kinds_find (self->kinds, id) : NULL;

  if (kind)
    self->kind = glow_setup_kind_ref (kind);
  else if (id)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "\"%s\" is not a kind of set-up Glowplug knows", id);
  return kind || !id;
}

static gboolean
take_values (GlowCliSetup *self, GError **error)
{
  const GlowCliSetupOptions *options = &self->options->setup;

  self->values = glow_cli_setup_options_new_values (options, error);
  if (!self->values)
    return FALSE;
  if (only_looks (self->options))
    return TRUE;
  if (!glow_cli_setup_options_fill (options, self->values, error))
    return FALSE;
  if (glow_setup_values_is_empty (self->values)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "nothing to set: give --ssid, --profile, --info or another of "
                 "glowplug-cli --help-setup");
    return FALSE;
  }
  return !options->save_profile ||
         glow_setup_profile_save (NULL, options->save_profile, self->values, error);
}

/**
 * glow_cli_setup_new:
 * @options: stay as they are while it lives
 * @error: %GLOW_ERROR_ARGUMENT, %GLOW_ERROR_PROFILE, %GLOW_ERROR_FILE,
 *   %GLOW_ERROR_KEYRING, %G_IO_ERROR_CANCELLED
 *
 * Reads the profile and asks for the keys. The board is not touched.
 *
 * Returns: (transfer full): what is to be set
 */
GlowCliSetup *
glow_cli_setup_new (const GlowCliOptions *options, GError **error)
{
  g_autoptr (GlowCliSetup) self = g_new0 (GlowCliSetup, 1);
  GPtrArray *bad;

  self->options = options;
  self->kinds = glow_setup_kinds_new ();
  bad = glow_setup_kinds_get_errors (self->kinds);
  for (guint i = 0; i < bad->len; i++)
    g_printerr ("glowplug-cli: %s\n",
                ((const GError *) g_ptr_array_index (bad, i))->message);
  if (!find_kind (self, error) || !take_values (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * glow_cli_setup_free:
 */
void
glow_cli_setup_free (GlowCliSetup *self)
{
  g_clear_pointer (&self->kinds, glow_setup_kinds_unref);
  g_clear_pointer (&self->kind, glow_setup_kind_unref);
  g_clear_pointer (&self->values, glow_setup_values_unref);
  g_clear_object (&self->target);
  g_clear_pointer (&self->result, glow_setup_result_unref);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_array_unref);
  g_free (self);
}

static GlowSetupHooks
hooks_of (GlowCliSetup *self)
{
  const GlowCliOptions *options = self->options;
  gboolean chatty = options->verbose || (!options->json && isatty (STDERR_FILENO));

  return (GlowSetupHooks){
    .step = chatty ? glow_cli_setup_output_step : NULL,
    .heard = options->verbose ? glow_cli_setup_output_heard : NULL,
    .user_data = self,
    .fresh = options->setup.fresh || options->command == GLOW_CLI_FLASH,
  };
}

static gboolean
detect (GlowCliSetup *self,
        GlowTransport *transport,
        GCancellable *cancellable,
        GError **error)
{
  GlowSetupHooks hooks = hooks_of (self);

  if (self->kind) {
    self->result = glow_setup_result_new (self->kind);
    return TRUE;
  }
  return glow_setup_detect (transport, self->kinds, &hooks, cancellable, &self->result,
                            error);
}

static gboolean
scan (GlowCliSetup *self,
      GlowTransport *transport,
      GCancellable *cancellable,
      GError **error)
{
  GlowSetupHooks hooks = hooks_of (self);
  GlowSetupKind *kind = glow_setup_choose_scan_kind (self->kinds, self->result);

  return glow_setup_scan (transport, kind, &hooks, cancellable, &self->networks, error);
}

/* what was found out about the board, and what it said while it was told */
static void
take_told (GlowCliSetup *self, GlowSetupResult *told)
{
  GlowSetupResult *found = self->result;

  told->improv |= found->improv;
  if (!told->version)
    told->version = g_strdup (found->version);
  if (!told->chip)
    told->chip = g_strdup (found->chip);
  glow_setup_result_unref (found);
  self->result = told;
}

static gboolean
tell (GlowCliSetup *self,
      GlowTransport *transport,
      GCancellable *cancellable,
      GError **error)
{
  GlowSetupHooks hooks = hooks_of (self);
  GlowSetupKind *kind =
    self->kind ? self->kind
               : glow_setup_choose_kind (self->kinds, self->result, self->values);
  GlowSetupResult *told = NULL;

  self->problems = glow_setup_kind_check (kind, self->values);
  if (!glow_setup_run (transport, kind, self->values, &hooks, cancellable, &told, error))
    return FALSE;
  take_told (self, told);
  return TRUE;
}

static gboolean
converse (GlowCliSetup *self,
          GlowTransport *transport,
          GCancellable *cancellable,
          GError **error)
{
  if (!detect (self, transport, cancellable, error))
    return FALSE;
  if (self->options->setup.scan)
    return scan (self, transport, cancellable, error);
  return self->options->setup.info || tell (self, transport, cancellable, error);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GlowCliSetup *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowTransport) transport =
    glow_target_open (self->target, cancellable, &error);

  if (transport && converse (self, transport, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  if (transport)
    glow_transport_close (transport);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_main_loop_quit (user_data);
}

static gboolean
run_worker (GlowCliSetup *self, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, finished_cb, loop);
  guint interrupt_id = g_unix_signal_add (SIGINT, interrupt_cb, cancellable);
  guint terminate_id = g_unix_signal_add (SIGTERM, interrupt_cb, cancellable);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, work);
  g_main_loop_run (loop);
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  return g_task_propagate_boolean (task, error);
}

static gboolean
run (GlowCliSetup *self, GError **error)
{
  g_autoptr (GlowPort) port = glow_cli_options_dup_port (self->options);

  self->target = glow_cli_options_new_target (self->options, port, error);
  if (!self->target || !glow_cli_port_prepare (self->options, port, error) ||
      !run_worker (self, error))
    return FALSE;
  return !self->options->setup.remember || only_looks (self->options) ||
         glow_setup_keyring_store (self->values, NULL, error);
}

/**
 * glow_cli_setup_run:
 *
 * Talks to the board, and prints what came of it. Ctrl+C ends it.
 *
 * Returns: how it ended
 */
GlowExit
glow_cli_setup_run (GlowCliSetup *self)
{
  g_autoptr (GError) error = NULL;
  gboolean done = run (self, &error);
  GlowCliSetupOutcome outcome = { self->result, self->networks, NULL, error };

  if (self->problems && self->problems->len > 0)
    outcome.problems = self->problems;
  if (self->options->json)
    glow_cli_setup_output_json (&outcome);
  else
    glow_cli_setup_output_text (&outcome);
  return done ? GLOW_EXIT_OK : glow_cli_exit_for_error (error);
}

static GlowExit
fail (const GlowCliOptions *options, const GError *error)
{
  GlowCliSetupOutcome outcome = { .error = error };

  if (options->json)
    glow_cli_setup_output_json (&outcome);
  else
    glow_cli_setup_output_text (&outcome);
  return glow_cli_exit_for_error (error);
}

/**
 * glow_cli_setup:
 * @options: the command line
 *
 * The command setup.
 *
 * Returns: how it ended
 */
GlowExit
glow_cli_setup (const GlowCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowCliSetup) setup = NULL;

  if (options->n_args > 0) {
    g_set_error (&error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "setup takes options only; see glowplug-cli --help-setup");
    return fail (options, error);
  }
  setup = glow_cli_setup_new (options, &error);
  return setup ? glow_cli_setup_run (setup) : fail (options, error);
}
