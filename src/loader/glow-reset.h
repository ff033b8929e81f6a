/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How DTR and RTS get a board into its bootloader and out of it: sequences as data
 * (protocol.md 2.2). Worker thread. */

#pragma once

#include "glow-transport.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_RESET_TIGHT,      /* both lines always change together */
  GLOW_RESET_TIGHT_SLOW, /* for boards with a large capacitor at EN */
  GLOW_RESET_CLASSIC,    /* one line after the other, for boards without transistors */
  GLOW_RESET_CLASSIC_SLOW,
  GLOW_RESET_USB_JTAG, /* into the bootloader through the USB-Serial/JTAG unit */
  GLOW_RESET_HARD,     /* start the firmware */
  GLOW_RESET_HARD_USB, /* the same through native USB, which needs longer pulses */
  GLOW_N_RESETS,
} GlowReset;

/* A sequence of the user's own, see glow_reset_sequence_parse(). Immutable. */
typedef struct _GlowResetSequence GlowResetSequence;

GlowResetSequence *glow_reset_sequence_parse (const char *text, GError **error);
void glow_reset_sequence_free (GlowResetSequence *self);
gboolean glow_reset_sequence_run (const GlowResetSequence *self,
                                  GlowTransport *transport,
                                  GCancellable *cancellable,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowResetSequence, glow_reset_sequence_free)

const char *glow_reset_get_name (GlowReset reset);
gboolean glow_reset_run (GlowReset reset,
                         gboolean keep_dtr,
                         GlowTransport *transport,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
