/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes behind an image, which takes as many bytes as the first two say. */

#include "glow-bytes.h"
#include "glow-signature.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GlowSignature signature;
  gsize end;
  gboolean found;

  if (size < 2)
    return 0;
  end = MIN (glow_get_le16 (data), size);
  found = glow_signature_read (&signature, data, size, 0, end);
  if (found != (signature.scheme != GLOW_SIGNATURE_NONE))
    abort ();
  if (found &&
      (signature.n_blocks == 0 || signature.n_valid > signature.n_blocks ||
       signature.n_blocks > GLOW_SIGNATURE_MAX_BLOCKS || signature.file_offset < end ||
       signature.size > size || signature.file_offset > size - signature.size))
    abort ();
  return 0;
}
