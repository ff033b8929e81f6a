/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-bytes.h"
#include "glow-error.h"
#include "glow-slip.h"

#include <string.h>

/* protocol.md 1.2 */
#define DIRECTION_REQUEST 0x00
#define DIRECTION_REPLY   0x01
#define HEADER_LEN        8
#define ROM_STATUS_LEN    4

#define SYNC_REPLIES      8     /* protocol.md 1.6 */
#define SYNC_DRAIN_US     20000 /* silence after which no more SYNC replies are coming */
#define UNSUPPORTED_DRAIN_US                                                             \
  200000 /* protocol.md 1.4: the error comes up to eight times */
#define BAUD_SETTLE_US        50000 /* protocol.md 1.6, CHANGE_BAUDRATE */
#define WRITE_TIMEOUT_US      10000000
#define MAX_UNRELATED_REPLIES 100  /* protocol.md 1.4 */
#define MAX_HEARD             8192 /* bytes of stray text kept for the diagnosis */
#define ROM_ERROR_UNKNOWN_OP  0x05

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
  guint32 max_block; /* bytes */
  guint8 rx[4096];
  gsize rx_pos;
  gsize rx_len;
};

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
 * glow_loader_get_flash_block:
 *
 * Returns: bytes per block of FLASH_DATA and FLASH_DEFL_DATA
 */
guint32
glow_loader_get_flash_block (GlowLoader *self)
{
  guint32 block = self->stub ? GLOW_LOADER_STUB_BLOCK : GLOW_LOADER_ROM_BLOCK;

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

static void
hear_frame (GlowLoader *self, const GByteArray *frame)
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
static gboolean
drain (GlowLoader *self, guint max_frames, gint64 silence_us, GError **error)
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
    hear_frame (self, frame);
  }
}

static gboolean
fail_with_status (GlowLoader *self,
                  const GlowRequest *request,
                  const guint8 *status,
                  GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS,
               "%s 0x%02x failed: 0x%02x%02x %s, most likely because %s",
               glow_command_get_name (request->command), (guint) request->command,
               (guint) status[0], (guint) status[1],
               glow_command_get_status_name (self->stub, status[0], status[1]),
               glow_command_get_status_cause (self->stub, status[0], status[1]));
  return FALSE;
}

static gboolean
check_reply (GlowLoader *self,
             const GlowRequest *request,
             const GByteArray *frame,
             guint8 *reply,
             guint32 *value,
             GError **error)
{
  const guint8 *data = frame->data + HEADER_LEN;
  gsize data_len = frame->len - HEADER_LEN;

  if (value)
    *value = glow_get_le32 (frame->data + 4);
  /* too short for data and status: an error reply has only the status */
  if (data_len < request->reply_len + 2)
    return fail_with_status (self, request, data, error);
  if (data[request->reply_len] != 0)
    return fail_with_status (self, request, data + request->reply_len, error);
  if (reply && request->reply_len > 0)
    memcpy (reply, data, request->reply_len);
  return TRUE;
}

/* a ROM answers what it does not know under the name of the command before;
 * protocol.md 1.4 */
static gboolean
is_unsupported_reply (const GByteArray *frame)
{
  const guint8 *status = frame->data + HEADER_LEN;

  return frame->len == HEADER_LEN + ROM_STATUS_LEN && status[0] != 0 &&
         status[1] == ROM_ERROR_UNKNOWN_OP;
}

static gboolean
is_reply (const GByteArray *frame)
{
  return frame->len >= HEADER_LEN + 2 && frame->data[0] == DIRECTION_REPLY;
}

static gboolean
await_reply (GlowLoader *self,
             const GlowRequest *request,
             guint8 *reply,
             guint32 *value,
             GError **error)
{
  gint64 timeout_us =
    glow_command_get_timeout_us (request->command, self->stub, request->flash_size);
  gint64 deadline_us = glow_transport_now (self->transport) + timeout_us;

  for (guint i = 0; i < MAX_UNRELATED_REPLIES; i++) {
    gint64 left_us = deadline_us - glow_transport_now (self->transport);
    const GByteArray *frame;
    gint got = glow_loader_receive_frame (self, MAX (left_us, 0), &frame, error);

    if (got < 0)
      return FALSE;
    if (got == 0) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT,
                   "%s was not answered within %.1f s",
                   glow_command_get_name (request->command), (double) timeout_us / 1e6);
      return FALSE;
    }
    if (!is_reply (frame)) {
      hear_frame (self, frame);
    } else if (frame->data[1] == request->command) {
      return check_reply (self, request, frame, reply, value, error);
    } else if (is_unsupported_reply (frame)) {
      if (!drain (self, SYNC_REPLIES, UNSUPPORTED_DRAIN_US, error))
        return FALSE;
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "this ROM does not know %s",
                   glow_command_get_name (request->command));
      return FALSE;
    }
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL, "%u answers, none of them to %s",
               (guint) MAX_UNRELATED_REPLIES, glow_command_get_name (request->command));
  return FALSE;
}

/* 1 when @frame answers @request and says yes, 0 when it is no answer to it, -1 with
 * @error set when it says no */
gint
glow_loader_match_reply (GlowLoader *self,
                         const GlowRequest *request,
                         const GByteArray *frame,
                         GError **error)
{
  if (!is_reply (frame) || frame->data[1] != request->command)
    return 0;
  return check_reply (self, request, frame, NULL, NULL, error) ? 1 : -1;
}

/* for a request whose answers the caller reads itself */
gboolean
glow_loader_send_request (GlowLoader *self, const GlowRequest *request, GError **error)
{
  g_autoptr (GByteArray) frame =
    g_byte_array_sized_new ((guint) (HEADER_LEN + request->payload_len));
  guint8 header[HEADER_LEN] = { DIRECTION_REQUEST, (guint8) request->command };

  glow_put_le16 (header + 2, (guint16) request->payload_len);
  glow_put_le32 (header + 4, request->checksum);
  g_byte_array_append (frame, header, sizeof header);
  if (request->payload_len > 0)
    g_byte_array_append (frame, request->payload, (guint) request->payload_len);
  return glow_loader_send_frame (self, frame->data, frame->len, error);
}

/**
 * glow_loader_execute:
 * @request: what to send
 * @reply: (nullable) (out caller-allocates): @request->reply_len bytes
 * @value: (nullable) (out): the "value" word of the reply header
 * @error: %GLOW_ERROR_TIMED_OUT, %GLOW_ERROR_LOADER_STATUS with code and name,
 *   %GLOW_ERROR_UNSUPPORTED, %GLOW_ERROR_PROTOCOL, or the transport's
 *
 * Sends one request and waits for its answer; never a second one meanwhile
 * (protocol.md 1.7).
 *
 * Returns: %TRUE when the loader did it
 */
gboolean
glow_loader_execute (GlowLoader *self,
                     const GlowRequest *request,
                     guint8 *reply,
                     guint32 *value,
                     GError **error)
{
  gint64 start_us = glow_transport_now (self->transport);
  gboolean done = glow_loader_send_request (self, request, error) &&
                  await_reply (self, request, reply, value, error);

  g_debug ("%s %" G_GSIZE_FORMAT " bytes: %s after %" G_GINT64_FORMAT " us",
           glow_command_get_name (request->command), request->payload_len,
           done ? "ok" : "failed", glow_transport_now (self->transport) - start_us);
  return done;
}

/**
 * glow_loader_try_sync:
 * @synced: (out): whether a loader answered
 * @error: the transport's; silence is none
 *
 * Sends SYNC once, which also teaches the ROM our rate. A stub answers with a value of 0,
 * a ROM never does (protocol.md 1.6).
 *
 * Returns: %TRUE unless the port is gone or the run was cancelled
 */
gboolean
glow_loader_try_sync (GlowLoader *self, gboolean *synced, GError **error)
{
  guint8 payload[36];
  GlowRequest request = { .command = GLOW_COMMAND_SYNC,
                          .payload = payload,
                          .payload_len = sizeof payload };
  g_autoptr (GError) local_error = NULL;
  guint32 value = 0;

  *synced = FALSE;
  memset (payload, 0x55, sizeof payload);
  glow_put_le32 (payload, 0x20120707);
  if (!glow_loader_execute (self, &request, NULL, &value, &local_error)) {
    if (local_error->domain == GLOW_ERROR && local_error->code != GLOW_ERROR_PORT_GONE)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  self->stub = value == 0;
  *synced = TRUE;
  return drain (self, SYNC_REPLIES - 1, SYNC_DRAIN_US, error);
}

/**
 * glow_loader_change_baud:
 * @baud: the new rate of the line, bits per second
 * @baud_to_say: what to ask the loader for; a ROM whose clock is off needs a corrected
 * figure
 *
 * The loader answers at the old rate and then switches; the ROM sends a few bytes more in
 * between, which are thrown away (protocol.md 1.6). The caller proves the rate by a
 * command.
 *
 * Returns: %TRUE when both sides have been told
 */
gboolean
glow_loader_change_baud (GlowLoader *self, guint baud, guint baud_to_say, GError **error)
{
  guint32 words[] = { baud_to_say, self->stub ? self->baud : 0 };

  if (!glow_loader_execute_words (self, GLOW_COMMAND_CHANGE_BAUDRATE, words,
                                  G_N_ELEMENTS (words), 0, error) ||
      !glow_transport_set_baud (self->transport, baud, error))
    return FALSE;
  self->baud = baud;
  if (!glow_transport_sleep (self->transport, BAUD_SETTLE_US, self->cancellable, error) ||
      !glow_transport_discard_input (self->transport, error))
    return FALSE;
  self->rx_pos = self->rx_len = 0;
  glow_slip_decoder_reset (&self->decoder);
  return TRUE;
}

/**
 * glow_loader_set_line_baud:
 * @baud: bits per second
 *
 * Sets only our side, before a sync.
 *
 * Returns: %TRUE when the port took it
 */
gboolean
glow_loader_set_line_baud (GlowLoader *self, guint baud, GError **error)
{
  if (!glow_transport_set_baud (self->transport, baud, error))
    return FALSE;
  self->baud = baud;
  return TRUE;
}
