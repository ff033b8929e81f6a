/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What the files of the loader share among themselves. */

#pragma once

#include "glow-loader.h"
#include "glow-slip.h"

G_BEGIN_DECLS

struct _GlowLoader {
  GObject parent_instance;

  /* owned */
  GlowTransport *transport;
  GCancellable *cancellable; /* (nullable) */
  GlowSlipDecoder decoder;
  GByteArray *heard; /* bytes that were no frames */

  gboolean stub;
  gboolean begin_5_words;
  guint baud;
  guint32 max_block;     /* bytes */
  gboolean large_blocks; /* of flash to a ROM */
  guint8 rx[4096];
  gsize rx_pos;
  gsize rx_len;
};

/* One request. The answer's data has a known length; where it ends the status bytes begin
 * (protocol.md 1.3). */
typedef struct {
  GlowCommand command;
  const guint8 *payload;
  gsize payload_len;
  guint32 checksum;   /* of DATA commands, else 0 */
  gsize reply_len;    /* bytes of data before the status bytes */
  guint64 flash_size; /* bytes of flash behind it, for the time limit */
  gint64 timeout_us;  /* 0: by the table of commands */
} GlowRequest;

gboolean
glow_loader_send_request (GlowLoader *self, const GlowRequest *request, GError **error);
gint glow_loader_match_reply (GlowLoader *self,
                              const GlowRequest *request,
                              const GByteArray *frame,
                              GError **error);
gboolean glow_loader_execute (GlowLoader *self,
                              const GlowRequest *request,
                              guint8 *reply,
                              guint32 *value,
                              GError **error);
gboolean glow_loader_execute_words (GlowLoader *self,
                                    GlowCommand command,
                                    const guint32 *words,
                                    guint n_words,
                                    guint64 flash_size,
                                    GError **error);
gboolean glow_loader_execute_data (GlowLoader *self,
                                   GlowCommand command,
                                   guint32 seq,
                                   const guint8 *data,
                                   gsize len,
                                   guint64 flash_size,
                                   GError **error);
gboolean
glow_loader_send_frame (GlowLoader *self, const guint8 *data, gsize len, GError **error);
gint glow_loader_receive_frame (GlowLoader *self,
                                gint64 timeout_us,
                                const GByteArray **frame,
                                GError **error);
gboolean
glow_loader_drain (GlowLoader *self, guint max_frames, gint64 silence_us, GError **error);
void glow_loader_hear_frame (GlowLoader *self, const GByteArray *frame);
void glow_loader_set_stub (GlowLoader *self, gboolean stub);
gboolean glow_loader_begins_with_5_words (GlowLoader *self);

G_END_DECLS
