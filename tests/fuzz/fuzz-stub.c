/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Stub files: whatever they hold, what is taken of them can be sent. */

#include "glow-stub.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GlowStub) stub =
    glow_stub_new_from_json ((const char *) data, (gssize) size, NULL);

  if (stub && (g_bytes_get_size (stub->text) == 0 || stub->entry_addr < stub->text_addr))
    g_abort ();
  return 0;
}
