/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Bytes from a board: the frame decoder, fed in pieces whose length the input gives, and
 * the diagnosis of what was no frame. */

#include "glow-connect.h"
#include "glow-slip.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (GlowSlipDecoder) decoder;
  g_autoptr (GByteArray) stray = g_byte_array_new ();
  gsize pos = 0;

  glow_slip_decoder_init (&decoder);
  while (pos < size) {
    gsize len = MIN (size - pos, 1u + data[pos] % 61u);
    gboolean complete;
    gsize taken = glow_slip_decoder_feed (&decoder, data + pos, len, stray, &complete);

    if (taken > len || (taken < len && !complete) ||
        decoder.frame->len > GLOW_SLIP_MAX_FRAME)
      g_abort ();
    pos += taken;
  }
  glow_connect_classify (stray->data, stray->len);
  return 0;
}
