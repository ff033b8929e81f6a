/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The board's end of a conversation: what it says, cut into lines and Improv packets, and
 * what is said to it. One thread; time is the transport's. */

#pragma once

#include "glow-improv-packet.h"
#include "glow-setup-hooks.h"
#include "glow-setup-values.h"
#include "glow-transport.h"

G_BEGIN_DECLS

typedef struct _GlowSetupLink GlowSetupLink;

GlowSetupLink *glow_setup_link_new (GlowTransport *transport,
                                    GlowSetupValues *values,
                                    const GlowSetupHooks *hooks,
                                    GCancellable *cancellable);
void glow_setup_link_free (GlowSetupLink *self);
gboolean glow_setup_link_open (GlowSetupLink *self, guint baud, GError **error);
gboolean glow_setup_link_write (GlowSetupLink *self,
                                const guint8 *data,
                                gsize len,
                                GError **error);
gboolean glow_setup_link_write_line (GlowSetupLink *self,
                                     const char *text,
                                     const char *line_end,
                                     GError **error);
gint64 glow_setup_link_now (GlowSetupLink *self);
gboolean glow_setup_link_wait (GlowSetupLink *self, gint64 deadline_us, GError **error);
gboolean glow_setup_link_pause (GlowSetupLink *self, gint64 duration_us, GError **error);
char *glow_setup_link_pop_line (GlowSetupLink *self);
GlowImprovPacket *glow_setup_link_pop_packet (GlowSetupLink *self);
void glow_setup_link_forget (GlowSetupLink *self);
gboolean glow_setup_link_has_heard (GlowSetupLink *self);
char *glow_setup_link_dup_shown (GlowSetupLink *self, const char *text);
void glow_setup_link_step (GlowSetupLink *self,
                           GlowSetupPhase phase,
                           GlowSetupFieldId field,
                           gint64 limit_us);
void glow_setup_link_plan (GlowSetupLink *self, guint n_steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetupLink, glow_setup_link_free)

G_END_DECLS
