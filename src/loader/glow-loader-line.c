/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Both sides at one rate: SYNC, and raising the speed. */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-bytes.h"
#include "glow-error.h"

#include <string.h>

#define SYNC_REPLIES   8     /* protocol.md 1.6 */
#define SYNC_DRAIN_US  20000 /* silence after which no more SYNC replies are coming */
#define BAUD_SETTLE_US 50000 /* protocol.md 1.6, CHANGE_BAUDRATE */

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
  return glow_loader_drain (self, SYNC_REPLIES - 1, SYNC_DRAIN_US, error);
}

static gboolean
tell_baud (GlowLoader *self, guint baud, guint baud_to_say, GError **error)
{
  guint32 words[] = { baud_to_say, self->stub ? self->baud : 0 };

  if (!glow_loader_execute_words (self, GLOW_COMMAND_CHANGE_BAUDRATE, words,
                                  G_N_ELEMENTS (words), 0, error) ||
      !glow_transport_set_baud (self->transport, baud, error))
    return FALSE;
  self->baud = baud;
  return TRUE;
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
  if (!tell_baud (self, baud, baud_to_say, error) ||
      !glow_transport_sleep (self->transport, BAUD_SETTLE_US, self->cancellable, error) ||
      !glow_transport_discard_input (self->transport, error))
    return FALSE;
  self->rx_pos = self->rx_len = 0;
  glow_slip_decoder_reset (&self->decoder);
  return TRUE;
}

/**
 * glow_loader_leave_baud:
 * @baud: the rate the next program will look for the loader at, bits per second
 * @baud_to_say: as for glow_loader_change_baud()
 *
 * The last command of a run: nothing follows that would have to wait.
 *
 * Returns: %TRUE when both sides have been told
 */
gboolean
glow_loader_leave_baud (GlowLoader *self, guint baud, guint baud_to_say, GError **error)
{
  return tell_baud (self, baud, baud_to_say, error);
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
