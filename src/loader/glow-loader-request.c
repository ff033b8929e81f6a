/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One request and its answer: matching, time limits, status bytes. */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-bytes.h"
#include "glow-error.h"

#include <string.h>

/* protocol.md 1.2 */
#define DIRECTION_REQUEST 0x00
#define DIRECTION_REPLY   0x01
#define HEADER_LEN        8
#define ROM_STATUS_LEN    4

/* protocol.md 1.4: right after a SYNC the error comes eight times, else once */
#define UNSUPPORTED_REPLIES 8
#define UNSUPPORTED_DRAIN_US                                                             \
  50000 /* silence after the last of them: more than a bridge waits */
#define MAX_UNRELATED_REPLIES 100 /* protocol.md 1.4 */
#define ROM_ERROR_UNKNOWN_OP  0x05

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
    request->timeout_us > 0
      ? request->timeout_us
      : glow_command_get_timeout_us (request->command, self->stub, request->flash_size);
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
      glow_loader_hear_frame (self, frame);
    } else if (frame->data[1] == request->command) {
      return check_reply (self, request, frame, reply, value, error);
    } else if (is_unsupported_reply (frame)) {
      if (!glow_loader_drain (self, UNSUPPORTED_REPLIES - 1, UNSUPPORTED_DRAIN_US, error))
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
