/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How the reader fills a panic in. */

#pragma once

#include "glow-panic.h"

G_BEGIN_DECLS

struct _GlowPanic {
  char *reason; /* owned */
  GlowPanicArch arch;
  GlowPanicKind kind;
  gint core;
  gint cause;
  gboolean has_pc;
  guint32 pc;
  gboolean has_fault_addr;
  guint32 fault_addr;
  gboolean corrupted;
  guint n_frames;
  guint32 frames[GLOW_PANIC_MAX_FRAMES];
};

G_END_DECLS
