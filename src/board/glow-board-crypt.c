/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-crypt.h"

#include "glow-board-private.h"

/* Different for neighbours, never without effect on a whole block. */
static guint8
mask_at (gsize offset)
{
  guint32 mixed = (guint32) offset * 2654435761u; /* Knuth's multiplicative hash */

  return (guint8) (mixed >> 24) ^ (guint8) (mixed >> 13) ^ 0x5a;
}

/**
 * glow_board_crypt:
 * @data: (array length=len) (inout): what is encrypted, or decrypted
 * @len: bytes
 * @offset: where in the flash it is, bytes
 *
 * Encrypts in place; once more decrypts. No secret: a simulation needs none.
 */
void
glow_board_crypt (guint8 *data, gsize len, gsize offset)
{
  for (gsize i = 0; i < len; i++)
    data[i] ^= mask_at (offset + i);
}

/**
 * glow_board_program:
 * @offset: bytes into the flash
 * @data: (array length=len): what to program
 * @len: bytes
 * @encrypted: the chip encrypts it on the way
 *
 * Programs the flash for a loader.
 */
void
glow_board_program (GlowBoard *self,
                    gsize offset,
                    const guint8 *data,
                    gsize len,
                    gboolean encrypted)
{
  g_autofree guint8 *copy = NULL;

  if (encrypted) {
    copy = g_memdup2 (data, len);
    glow_board_crypt (copy, len, offset);
  }
  glow_board_flash_program (self->flash, offset, encrypted ? copy : data, len);
}
