/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Bytes with addresses, in any order, put together to runs without gaps. For one
 * thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GLOW_BYTE_RUNS_MAX_SIZE                                                          \
  (32u * 1024 * 1024)              /* bytes in all; the largest flash                    \
                                    */
#define GLOW_BYTE_RUNS_MAX_RUNS 64 /* more is no flash image */

typedef struct {
  guint32 addr;
  GBytes *bytes; /* owned */
} GlowByteRun;

typedef struct _GlowByteRuns GlowByteRuns;

GlowByteRuns *glow_byte_runs_new (void);
void glow_byte_runs_free (GlowByteRuns *self);
gboolean glow_byte_runs_add (GlowByteRuns *self,
                             guint32 addr,
                             const guint8 *data,
                             gsize size,
                             GError **error);
GPtrArray *glow_byte_runs_join (GlowByteRuns *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowByteRuns, glow_byte_runs_free)

G_END_DECLS
