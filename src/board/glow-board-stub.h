/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * State of the flasher stub (protocol.md 6.2, new stub). */

#pragma once

#include "glow-board-inflate.h"

G_BEGIN_DECLS

typedef struct {
  guint8 deferred; /* error that the next command gets for an answer; 0: none */

  /* flash session */
  gboolean in_session;
  gboolean is_encrypted;
  guint32 offset;     /* next byte to program */
  guint32 end;        /* bytes into the flash, from BEGIN */
  guint32 next_erase; /* sectors before it are erased */
  gint64 remaining;   /* bytes; below 0: more came than announced */
  GlowBoardInflate inflate;

  /* READ_FLASH, protocol.md 4.8 */
  gboolean is_reading;
  guint32 read_offset;
  guint32 read_len;    /* bytes in all */
  guint32 read_sent;   /* bytes */
  guint32 packet_size; /* bytes */
  GChecksum *read_md5; /* owned */
} GlowBoardStub;

G_END_DECLS
