/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Gets a board to answer: reset sequences, SYNC, and when it stays deaf, why. Worker
 * thread. */

#pragma once

#include "glow-loader.h"
#include "glow-reset.h"
#include "glow-target.h"

G_BEGIN_DECLS

/* What the board sent while no loader answered. */
typedef enum {
  GLOW_HEARD_NOTHING,
  GLOW_HEARD_GARBAGE,         /* neither text nor frames: another rate, or noise */
  GLOW_HEARD_APPLICATION,     /* text of a running firmware */
  GLOW_HEARD_ROM_NORMAL_BOOT, /* the ROM started, but not into download mode */
  GLOW_HEARD_ROM_DOWNLOAD,    /* the ROM waits for a download; our bytes don't arrive */
} GlowHeard;

GlowHeard glow_connect_classify (const guint8 *data, gsize len);
/* How this board is got into its bootloader. */
typedef struct {
  GlowTargetUsb usb;               /* how the chip is reached */
  gboolean flow_control;           /* the adapter needs DTR kept at the end */
  const GlowResetSequence *custom; /* (nullable): only this one */
  guint baud;     /* to sync at, by the ROM's autobaud; 0: what every ROM takes */
  guint attempts; /* 0: as many as it takes to try all resets */
} GlowConnectWay;

gboolean glow_connect (GlowLoader *loader,
                       const GlowConnectWay *way,
                       gboolean reset,
                       gboolean *was_reset,
                       GError **error);

/* Told what the board says while it waits for a hand, whenever that changes. */
typedef void (*GlowConnectHeardFunc) (GlowHeard heard, gpointer user_data);

gboolean glow_connect_error_needs_hand (const GError *error);
gboolean glow_connect_wait (GlowLoader *loader,
                            GlowConnectHeardFunc func,
                            gpointer user_data,
                            GError **error);

G_END_DECLS
