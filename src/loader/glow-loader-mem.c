/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Starting code: the stub in RAM, the firmware in flash. */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

#include "glow-bytes.h"
#include "glow-error.h"

#include <string.h>

#define STUB_START_US                                                                    \
  3000000 /* protocol.md 6.1: the greeting comes within milliseconds */

static gboolean
upload (GlowLoader *self, GBytes *segment, guint32 addr, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (segment, &size);
  guint32 block = glow_loader_get_ram_block (self);
  guint32 n_blocks = (guint32) ((size + block - 1) / block);
  guint32 words[] = { (guint32) size, n_blocks, block, addr };

  if (!glow_loader_execute_words (self, GLOW_COMMAND_MEM_BEGIN, words,
                                  G_N_ELEMENTS (words), 0, error))
    return FALSE;
  for (guint32 seq = 0; seq < n_blocks; seq++) {
    gsize start = (gsize) seq * block;

    if (!glow_loader_execute_data (self, GLOW_COMMAND_MEM_DATA, seq, data + start,
                                   MIN (size - start, block), 0, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_greeting (const GByteArray *frame)
{
  static const guint8 greeting[] = { 'O', 'H', 'A', 'I' };

  return frame->len == sizeof greeting &&
         memcmp (frame->data, greeting, sizeof greeting) == 0;
}

/* The code takes the UART over while the ROM still answers: the answer may be lost, and
 * the greeting may be the first thing to come. Only it counts (protocol.md 1.6). */
static gboolean
await_greeting (GlowLoader *self, const GlowRequest *request, GError **error)
{
  GlowTransport *transport = glow_loader_get_transport (self);
  gint64 deadline_us = glow_transport_now (transport) + STUB_START_US;
  gboolean heard_other = FALSE;

  while (TRUE) {
    gint64 left_us = deadline_us - glow_transport_now (transport);
    const GByteArray *frame;
    gint got = glow_loader_receive_frame (self, MAX (left_us, 0), &frame, error);
    gint answered;

    if (got < 0)
      return FALSE;
    if (got == 0)
      break;
    if (is_greeting (frame))
      return TRUE;
    answered = glow_loader_match_reply (self, request, frame, error);
    if (answered < 0)
      return FALSE;
    heard_other = heard_other || answered == 0;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB,
               heard_other ? "the stub was loaded but answers something else"
                           : "the stub was loaded but does not answer");
  return FALSE;
}

static gboolean
start (GlowLoader *self, guint32 entry_addr, GError **error)
{
  guint8 payload[8] = { 0 };
  GlowRequest request = { .command = GLOW_COMMAND_MEM_END,
                          .payload = payload,
                          .payload_len = sizeof payload };

  glow_put_le32 (payload + 4, entry_addr);
  return glow_loader_send_request (self, &request, error) &&
         await_greeting (self, &request, error);
}

/**
 * glow_loader_run_stub:
 * @stub: the stub for this chip
 * @error: %GLOW_ERROR_STUB when it does not start; the ROM is then in an unknown state
 * and the board has to be reset
 *
 * Loads the stub and starts it. From then on the stub answers.
 *
 * Returns: %TRUE when it has greeted
 */
gboolean
glow_loader_run_stub (GlowLoader *self, const GlowStub *stub, GError **error)
{
  if (!upload (self, stub->text, stub->text_addr, error) ||
      (stub->data && !upload (self, stub->data, stub->data_addr, error)) ||
      !start (self, stub->entry_addr, error))
    return FALSE;
  glow_loader_set_stub (self, TRUE);
  return TRUE;
}

/**
 * glow_loader_run_user_code:
 * @error: the loader's
 *
 * Lets the ROM loader start the firmware without a reset: it leaves at a FLASH_END after
 * a write of nothing. A stub stays (protocol.md 1.6).
 *
 * Returns: %TRUE when it was told to
 */
gboolean
glow_loader_run_user_code (GlowLoader *self, GError **error)
{
  guint32 leave[] = { 1 };

  return glow_loader_flash_begin (self, FALSE, 0, 0, 0, GLOW_LOADER_ROM_BLOCK, error) &&
         glow_loader_execute_words (self, GLOW_COMMAND_FLASH_END, leave,
                                    G_N_ELEMENTS (leave), 0, error);
}
