/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-reset.h"

#define MAX_STEPS 6

/* One change of the lines and the wait after it. */
typedef struct {
  gboolean dtr;
  gboolean rts;
  guint wait_ms;
} GlowResetStep;

typedef struct {
  const char *name;
  guint n_steps;
  GlowResetStep steps[MAX_STEPS];
} GlowResetSequence;

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

/**
 * glow_reset_run:
 * @reset: which sequence
 * @transport: one with %GLOW_TRANSPORT_HAS_LINES
 * @cancellable: (nullable): ends the waits
 * @error: %GLOW_ERROR_UNSUPPORTED when the port has no modem lines after all
 *
 * Returns: %TRUE when all steps were made
 */
gboolean
glow_reset_run (GlowReset reset,
                GlowTransport *transport,
                GCancellable *cancellable,
                GError **error)
{
  const GlowResetSequence *sequence;

  g_return_val_if_fail (reset < GLOW_N_RESETS, FALSE);

  sequence = &sequences[reset];
  for (guint i = 0; i < sequence->n_steps; i++) {
    const GlowResetStep *step = &sequence->steps[i];

    if (!glow_transport_set_lines (transport, step->dtr, step->rts, error))
      return FALSE;
    if (step->wait_ms > 0 &&
        !glow_transport_sleep (transport, (gint64) step->wait_ms * 1000, cancellable,
                               error))
      return FALSE;
  }
  return TRUE;
}
