/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Loading code into RAM and starting it: the stub. */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-loader-private.h"

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

/* the reply may be lost when the code takes over the UART: only the greeting counts */
static gboolean
start (GlowLoader *self, guint32 entry_addr, GError **error)
{
  guint32 words[] = { 0, entry_addr };
  g_autoptr (GError) local_error = NULL;

  if (glow_loader_execute_words (self, GLOW_COMMAND_MEM_END, words, G_N_ELEMENTS (words),
                                 0, &local_error) ||
      g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
await_greeting (GlowLoader *self, GError **error)
{
  static const char greeting[] = { 'O', 'H', 'A', 'I' };
  const GByteArray *frame;
  gint got = glow_loader_receive_frame (self, STUB_START_US, &frame, error);

  if (got < 0)
    return FALSE;
  if (got == 0 || frame->len != sizeof greeting ||
      memcmp (frame->data, greeting, sizeof greeting) != 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_STUB,
                 got == 0 ? "the stub was loaded but does not answer"
                          : "the stub was loaded but answers something else");
    return FALSE;
  }
  return TRUE;
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
      !start (self, stub->entry_addr, error) || !await_greeting (self, error))
    return FALSE;
  glow_loader_set_stub (self, TRUE);
  return TRUE;
}
