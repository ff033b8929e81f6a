/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-reset.h"

#include "glow-error.h"

#include <string.h>

#define MAX_STEPS  32
#define MAX_WAIT_S 10.0

/* One change of the lines and the wait after it. */
typedef struct {
  gboolean dtr;
  gboolean rts;
  guint wait_ms;
} GlowResetStep;

struct _GlowResetSequence {
  const char *name;
  guint n_steps;
  GlowResetStep steps[MAX_STEPS];
};

/* Usual board: EN is low while RTS and not DTR, the boot pin is low while DTR and not
 * RTS. Waits in ms from protocol.md 2.2. */
static const GlowResetSequence sequences[GLOW_N_RESETS] = {
  [GLOW_RESET_TIGHT] = { "tight",
                         5,
                         { { FALSE, FALSE, 0 },
                           { TRUE, TRUE, 0 },
                           { FALSE, TRUE, 100 },
                           { TRUE, FALSE, 50 },
                           { FALSE, FALSE, 0 } } },
  [GLOW_RESET_TIGHT_SLOW] = { "tight, slow",
                              5,
                              { { FALSE, FALSE, 0 },
                                { TRUE, TRUE, 0 },
                                { FALSE, TRUE, 100 },
                                { TRUE, FALSE, 550 },
                                { FALSE, FALSE, 0 } } },
  [GLOW_RESET_CLASSIC] = { "classic",
                           4,
                           { { FALSE, TRUE, 100 },
                             { TRUE, TRUE, 0 },
                             { TRUE, FALSE, 50 },
                             { FALSE, FALSE, 0 } } },
  [GLOW_RESET_CLASSIC_SLOW] = { "classic, slow",
                                4,
                                { { FALSE, TRUE, 100 },
                                  { TRUE, TRUE, 0 },
                                  { TRUE, FALSE, 550 },
                                  { FALSE, FALSE, 0 } } },
  /* over (1,1) and never (0,0): the unit takes RTS without DTR for a reset */
  [GLOW_RESET_USB_JTAG] = { "USB-Serial/JTAG",
                            5,
                            { { FALSE, FALSE, 100 },
                              { TRUE, FALSE, 100 },
                              { TRUE, TRUE, 0 },
                              { FALSE, TRUE, 100 },
                              { FALSE, FALSE, 0 } } },
  [GLOW_RESET_HARD_USB] = { "hard reset, native USB",
                            2,
                            { { FALSE, TRUE, 200 }, { FALSE, FALSE, 200 } } },
  [GLOW_RESET_HARD] = { "hard reset", 2, { { FALSE, TRUE, 100 }, { FALSE, FALSE, 0 } } },
};

/**
 * glow_reset_get_name:
 *
 * Returns: (transfer none): its name for logs
 */
const char *
glow_reset_get_name (GlowReset reset)
{
  g_return_val_if_fail (reset < GLOW_N_RESETS, NULL);

  return sequences[reset].name;
}

static gboolean
run_steps (const GlowResetSequence *self,
           guint n_steps,
           GlowTransport *transport,
           GCancellable *cancellable,
           GError **error)
{
  for (guint i = 0; i < n_steps; i++) {
    const GlowResetStep *step = &self->steps[i];

    if (!glow_transport_set_lines (transport, step->dtr, step->rts, error))
      return FALSE;
    if (step->wait_ms > 0 &&
        !glow_transport_sleep (transport, (gint64) step->wait_ms * 1000, cancellable,
                               error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_reset_run:
 * @reset: which sequence
 * @keep_dtr: leave out the last step, as adapters with flow control of their own need it
 *   (protocol.md 2.2)
 * @transport: one with %GLOW_TRANSPORT_HAS_LINES
 * @cancellable: (nullable): ends the waits
 * @error: %GLOW_ERROR_UNSUPPORTED when the port has no modem lines after all
 *
 * Returns: %TRUE when all steps were made
 */
gboolean
glow_reset_run (GlowReset reset,
                gboolean keep_dtr,
                GlowTransport *transport,
                GCancellable *cancellable,
                GError **error)
{
  const GlowResetSequence *sequence;

  g_return_val_if_fail (reset < GLOW_N_RESETS, FALSE);

  sequence = &sequences[reset];
  return run_steps (sequence, sequence->n_steps - (keep_dtr ? 1 : 0), transport,
                    cancellable, error);
}

static gboolean
parse_line (const char *text, gboolean *line)
{
  if (!g_str_equal (text, "0") && !g_str_equal (text, "1"))
    return FALSE;
  *line = *text == '1';
  return TRUE;
}

static gboolean
parse_both (const char *text, GlowResetStep *step)
{
  g_auto (GStrv) lines = g_strsplit (text, ",", -1);

  return g_strv_length (lines) == 2 && parse_line (lines[0], &step->dtr) &&
         parse_line (lines[1], &step->rts);
}

static gboolean
parse_wait (const char *text, guint *wait_ms)
{
  char *end = NULL;
  double seconds = g_ascii_strtod (text, &end);

  if (!g_ascii_isdigit (*text) || strspn (text, "0123456789.") != strlen (text) || *end ||
      seconds > MAX_WAIT_S)
    return FALSE;
  *wait_ms += (guint) (seconds * 1000 + 0.5);
  return TRUE;
}

/* a wait belongs to the step before it; the others are steps of their own */
static gboolean
parse_command (GlowResetSequence *self, const char *command)
{
  GlowResetStep *last = self->n_steps > 0 ? &self->steps[self->n_steps - 1] : NULL;
  /* the kernel raises both lines at the first open */
  GlowResetStep step = { last ? last->dtr : TRUE, last ? last->rts : TRUE, 0 };

  if (*command == 'W' && last)
    return parse_wait (command + 1, &last->wait_ms);
  if (self->n_steps == MAX_STEPS)
    return FALSE;
  if (!(*command == 'W' && parse_wait (command + 1, &step.wait_ms)) &&
      !(*command == 'D' && parse_line (command + 1, &step.dtr)) &&
      !(*command == 'R' && parse_line (command + 1, &step.rts)) &&
      !(*command == 'U' && parse_both (command + 1, &step)))
    return FALSE;
  self->steps[self->n_steps++] = step;
  return TRUE;
}

/**
 * glow_reset_sequence_parse:
 * @text: commands with | between them: D0 or D1 (DTR), R0 or R1 (RTS), U0,1 (DTR and RTS
 *   together), W0.1 (wait, in seconds); as esptool's configuration has them
 * @error: %GLOW_ERROR_ARGUMENT with the command that is none
 *
 * Any thread.
 *
 * Returns: (transfer full): the sequence
 */
GlowResetSequence *
glow_reset_sequence_parse (const char *text, GError **error)
{
  g_autoptr (GlowResetSequence) self = g_new0 (GlowResetSequence, 1);
  g_auto (GStrv) commands = g_strsplit (text, "|", -1);

  self->name = "custom";
  for (guint i = 0; commands[i]; i++) {
    if (!parse_command (self, g_strstrip (commands[i]))) {
      g_set_error (
        error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
        "\"%s\" in the reset sequence is none of D0, R1, U0,1 or W0.1, or one too many",
        commands[i]);
      return NULL;
    }
  }
  if (self->n_steps == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "the reset sequence is empty");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * glow_reset_sequence_free:
 * @self: (transfer full): the sequence
 */
void
glow_reset_sequence_free (GlowResetSequence *self)
{
  g_free (self);
}

/**
 * glow_reset_sequence_run:
 * @transport: one with %GLOW_TRANSPORT_HAS_LINES
 * @cancellable: (nullable): ends the waits
 * @error: %GLOW_ERROR_UNSUPPORTED when the port has no modem lines after all
 *
 * Returns: %TRUE when all steps were made
 */
gboolean
glow_reset_sequence_run (const GlowResetSequence *self,
                         GlowTransport *transport,
                         GCancellable *cancellable,
                         GError **error)
{
  return run_steps (self, self->n_steps, transport, cancellable, error);
}
