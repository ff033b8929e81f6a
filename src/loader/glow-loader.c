/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-slip.h"

#define WRITE_TIMEOUT_US 10000000
#define MAX_HEARD        8192 /* bytes of stray text kept for the diagnosis */

G_DEFINE_FINAL_TYPE (GlowLoader, glow_loader, G_TYPE_OBJECT)

static void
glow_loader_dispose (GObject *object)
{
  GlowLoader *self = GLOW_LOADER (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (glow_loader_parent_class)->dispose (object);
}

static void
glow_loader_finalize (GObject *object)
{
  GlowLoader *self = GLOW_LOADER (object);

  glow_slip_decoder_clear (&self->decoder);
  g_byte_array_unref (self->heard);
  G_OBJECT_CLASS (glow_loader_parent_class)->finalize (object);
}

static void
glow_loader_class_init (GlowLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = glow_loader_dispose;
  object_class->finalize = glow_loader_finalize;
}

static void
glow_loader_init (GlowLoader *self)
{
  glow_slip_decoder_init (&self->decoder);
  self->heard = g_byte_array_new ();
  self->baud = GLOW_LOADER_ROM_BAUD;
  self->max_block = G_MAXUINT32;
}

/**
 * glow_loader_new:
 * @transport: an open transport at 115200 baud
 * @cancellable: (nullable): ends every wait at once
 *
 * Returns: (transfer full): a loader that expects a ROM at the other end
 */
GlowLoader *
glow_loader_new (GlowTransport *transport, GCancellable *cancellable)
{
  GlowLoader *self = g_object_new (GLOW_TYPE_LOADER, NULL);

  self->transport = g_object_ref (transport);
  g_set_object (&self->cancellable, cancellable);
  return self;
}

/**
 * glow_loader_get_transport:
 *
 * Returns: (transfer none): the transport
 */
GlowTransport *
glow_loader_get_transport (GlowLoader *self)
{
  return self->transport;
}

/**
 * glow_loader_get_cancellable:
 *
 * Returns: (transfer none) (nullable): what ends its waits
 */
GCancellable *
glow_loader_get_cancellable (GlowLoader *self)
{
  return self->cancellable;
}

/**
 * glow_loader_is_stub:
 *
 * Returns: whether a stub answers; decided by what was seen, never by reply lengths
 */
gboolean
glow_loader_is_stub (GlowLoader *self)
{
  return self->stub;
}

void
glow_loader_set_stub (GlowLoader *self, gboolean stub)
{
  self->stub = stub;
}

/**
 * glow_loader_set_begin_5_words:
 * @five: the chip's ROM wants the fifth word (encryption) in the BEGIN commands
 *
 * A stub takes five words on every chip (protocol.md 1.6).
 */
void
glow_loader_set_begin_5_words (GlowLoader *self, gboolean five)
{
  self->begin_5_words = five;
}

gboolean
glow_loader_begins_with_5_words (GlowLoader *self)
{
  return self->stub || self->begin_5_words;
}

/**
 * glow_loader_get_baud:
 *
 * Returns: the rate in force, bits per second
 */
guint
glow_loader_get_baud (GlowLoader *self)
{
  return self->baud;
}

/**
 * glow_loader_set_max_block:
 * @max_block: bytes; the way to the chip takes no larger block of RAM or flash
 */
void
glow_loader_set_max_block (GlowLoader *self, guint32 max_block)
{
  self->max_block = max_block;
}

/**
 * glow_loader_get_ram_block:
 *
 * Returns: bytes per block of MEM_DATA
 */
guint32
glow_loader_get_ram_block (GlowLoader *self)
{
  return MIN (GLOW_LOADER_RAM_BLOCK, self->max_block);
}

/**
 * glow_loader_set_large_blocks:
 * @large: try what ROMs take at most, not what the vendor's tool sends
 *
 * Fewer round trips; a ROM that does not take them has to be given the usual ones.
 */
void
glow_loader_set_large_blocks (GlowLoader *self, gboolean large)
{
  self->large_blocks = large;
}

/**
 * glow_loader_has_large_blocks:
 *
 * Returns: whether a ROM gets larger blocks than usual
 */
gboolean
glow_loader_has_large_blocks (GlowLoader *self)
{
  return self->large_blocks && !self->stub && self->max_block > GLOW_LOADER_ROM_BLOCK;
}

/**
 * glow_loader_get_flash_block:
 * @compressed: of a deflate stream
 *
 * Returns: bytes per block of FLASH_DATA or FLASH_DEFL_DATA
 */
guint32
glow_loader_get_flash_block (GlowLoader *self, gboolean compressed)
{
  guint32 block = GLOW_LOADER_ROM_BLOCK;

  if (self->stub)
    block = GLOW_LOADER_STUB_BLOCK;
  else if (self->large_blocks)
    block = compressed ? GLOW_LOADER_ROM_LARGE_BLOCK : GLOW_LOADER_ROM_SECTOR_BLOCK;
  return MIN (block, self->max_block);
}

/**
 * glow_loader_reset_state:
 *
 * Forgets the stub and half-received frames: the board was reset and its ROM is expected.
 */
void
glow_loader_reset_state (GlowLoader *self)
{
  self->stub = FALSE;
  self->rx_pos = self->rx_len = 0;
  glow_slip_decoder_reset (&self->decoder);
}

/**
 * glow_loader_steal_heard:
 *
 * Takes what the board said outside of the protocol: boot messages, an application's
 * text, noise.
 *
 * Returns: (transfer full): at most the last 8 KiB of it
 */
GBytes *
glow_loader_steal_heard (GlowLoader *self)
{
  GBytes *bytes = g_byte_array_free_to_bytes (self->heard);

  self->heard = g_byte_array_new ();
  return bytes;
}

static void
trim_heard (GlowLoader *self)
{
  if (self->heard->len > MAX_HEARD)
    g_byte_array_remove_range (self->heard, 0, self->heard->len - MAX_HEARD);
}

/* keeps a frame that answers nothing for the diagnosis */
void
glow_loader_hear_frame (GlowLoader *self, const GByteArray *frame)
{
  g_byte_array_append (self->heard, frame->data, frame->len);
  trim_heard (self);
}

/**
 * glow_loader_send_frame:
 * @data: (array length=len): payload, not yet escaped
 *
 * Returns: %TRUE when the port took it
 */
gboolean
glow_loader_send_frame (GlowLoader *self, const guint8 *data, gsize len, GError **error)
{
  g_autoptr (GByteArray) wire = g_byte_array_sized_new ((guint) len * 2 + 2);

  glow_slip_encode (wire, data, len);
  /* ten bits a byte on the line, on top of the fixed limit */
  return glow_transport_write (self->transport, wire->data, wire->len,
                               WRITE_TIMEOUT_US +
                                 (gint64) wire->len * 10 * G_USEC_PER_SEC / self->baud,
                               self->cancellable, error);
}

/**
 * glow_loader_receive_frame:
 * @timeout_us: how long to wait for the end of the frame
 * @frame: (out) (transfer none): the decoded frame, good until the next call
 *
 * There is no limit between two bytes of a frame: a stub may send the head, work for
 * seconds and send the rest (protocol.md 1.3).
 *
 * Returns: 1 with a frame, 0 when the time was up, -1 with @error set
 */
gint
glow_loader_receive_frame (GlowLoader *self,
                           gint64 timeout_us,
                           const GByteArray **frame,
                           GError **error)
{
  gint64 deadline_us = glow_transport_now (self->transport) + timeout_us;

  while (TRUE) {
    gboolean complete = FALSE;
    gint64 left_us;
    gssize n;

    self->rx_pos +=
      glow_slip_decoder_feed (&self->decoder, self->rx + self->rx_pos,
                              self->rx_len - self->rx_pos, self->heard, &complete);
    trim_heard (self);
    if (complete) {
      *frame = self->decoder.frame;
      return 1;
    }
    left_us = deadline_us - glow_transport_now (self->transport);
    n = glow_transport_read (self->transport, self->rx, sizeof self->rx, MAX (left_us, 0),
                             self->cancellable, error);
    if (n < 0)
      return -1;
    self->rx_pos = 0;
    self->rx_len = (gsize) n;
    if (n == 0 && left_us <= 0)
      return 0;
  }
}

/* reads frames for a while and throws them away */
gboolean
glow_loader_drain (GlowLoader *self, guint max_frames, gint64 silence_us, GError **error)
{
  const GByteArray *frame;

  for (guint i = 0; i < max_frames; i++) {
    gint got = glow_loader_receive_frame (self, silence_us, &frame, error);

    if (got < 0)
      return FALSE;
    if (got == 0)
      break;
  }
  return TRUE;
}

/**
 * glow_loader_listen:
 * @duration_us: for how long
 *
 * Collects what the board says by itself; see glow_loader_steal_heard().
 *
 * Returns: %TRUE unless the port is gone or the run was cancelled
 */
gboolean
glow_loader_listen (GlowLoader *self, gint64 duration_us, GError **error)
{
  gint64 deadline_us = glow_transport_now (self->transport) + duration_us;
  const GByteArray *frame;

  while (TRUE) {
    gint64 left_us = deadline_us - glow_transport_now (self->transport);
    gint got;

    if (left_us <= 0)
      return TRUE;
    got = glow_loader_receive_frame (self, left_us, &frame, error);
    if (got < 0)
      return FALSE;
    if (got == 0)
      return TRUE;
    glow_loader_hear_frame (self, frame);
  }
}
