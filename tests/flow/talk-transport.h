/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The other end of the wire as a function of the test: it gets what was written and says
 * what it wants to, now or later, on a clock that only moves when somebody waits. */

#pragma once

#include "glow-transport.h"

G_BEGIN_DECLS

#define TALK_TYPE_TRANSPORT (talk_transport_get_type ())
G_DECLARE_FINAL_TYPE (TalkTransport, talk_transport, TALK, TRANSPORT, GObject)

typedef void (*TalkFunc) (TalkTransport *self,
                          const guint8 *data,
                          gsize len,
                          gpointer user_data);

TalkTransport *talk_transport_new (TalkFunc func, gpointer user_data);
void talk_transport_say (TalkTransport *self, gint64 delay_us, const char *text);
void talk_transport_say_bytes (TalkTransport *self,
                               gint64 delay_us,
                               const guint8 *data,
                               gsize len);

/* loses @per_mille of the bytes, both ways */
void talk_transport_set_loss (TalkTransport *self, guint32 seed, guint per_mille);
void talk_transport_set_gone_at (TalkTransport *self, gint64 time_us);
void talk_transport_set_cancel_at (TalkTransport *self,
                                   gint64 time_us,
                                   GCancellable *cancellable);
guint talk_transport_get_baud (TalkTransport *self);
GString *talk_transport_get_sent (TalkTransport *self);

G_END_DECLS
