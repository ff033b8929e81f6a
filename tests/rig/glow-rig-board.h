/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A simulated board behind a fake port: bytes, lines and rate go to it at the time they
 * happen, its answers go back when they are due. Any thread. */

#pragma once

#include "glow-board.h"
#include "glow-fake-port.h"

G_BEGIN_DECLS

typedef struct _GlowRigBoard GlowRigBoard;

GlowRigBoard *glow_rig_board_new (GlowBoard *board);
void glow_rig_board_free (GlowRigBoard *self);

void glow_rig_board_start (GlowRigBoard *self, GlowFakePort *port);
void glow_rig_board_stop (GlowRigBoard *self);

void glow_rig_board_receive (GlowRigBoard *self,
                             const guint8 *data,
                             gsize len,
                             guint host_baud);
void glow_rig_board_set_lines (GlowRigBoard *self, gboolean dtr, gboolean rts);
char *glow_rig_board_dup_report (GlowRigBoard *self);
GBytes *glow_rig_board_dup_flash (GlowRigBoard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowRigBoard, glow_rig_board_free)

G_END_DECLS
