/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-panic-stream.h"

#include "glow-line-splitter.h"

struct _GlowPanicStream {
  /* owned */
  GlowLineSplitter *splitter;
  GlowPanicReader *reader;

  GlowPanicFunc func;
  gpointer user_data;
};

/**
 * glow_panic_stream_new:
 * @func: told of each crash
 * @user_data: for @func
 *
 * Returns: (transfer full): a stream that has seen nothing
 */
GlowPanicStream *
glow_panic_stream_new (GlowPanicFunc func, gpointer user_data)
{
  GlowPanicStream *self = g_new0 (GlowPanicStream, 1);

  self->splitter = glow_line_splitter_new ();
  self->reader = glow_panic_reader_new ();
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * glow_panic_stream_free:
 */
void
glow_panic_stream_free (GlowPanicStream *self)
{
  glow_line_splitter_free (self->splitter);
  glow_panic_reader_free (self->reader);
  g_free (self);
}

static void
line_cb (const char *line, gsize len, gpointer user_data)
{
  GlowPanicStream *self = user_data;
  gboolean was_reading = glow_panic_reader_is_reading (self->reader);
  g_autoptr (GlowPanic) panic = NULL;

  glow_panic_reader_feed (self->reader, line);
  if (!was_reading || glow_panic_reader_is_reading (self->reader))
    return;
  panic = glow_panic_reader_take (self->reader);
  if (panic)
    self->func (panic, self->user_data);
}

/**
 * glow_panic_stream_feed:
 * @data: (array length=len): what the board said, cut anywhere
 * @len: its length in bytes
 */
void
glow_panic_stream_feed (GlowPanicStream *self, const guint8 *data, gsize len)
{
  glow_line_splitter_feed (self->splitter, data, len, line_cb, self);
}
