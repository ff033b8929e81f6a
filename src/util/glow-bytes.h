/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Little-endian integers in byte buffers, without casts of the buffer: the wire format
 * and every file format of the chips are little-endian and unaligned. The caller vouches
 * for the length. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

static inline guint16
glow_get_le16 (const guint8 *buf)
{
  return (guint16) (buf[0] | (guint16) (buf[1] << 8));
}

static inline guint32
glow_get_le32 (const guint8 *buf)
{
  return (guint32) buf[0] | ((guint32) buf[1] << 8) | ((guint32) buf[2] << 16) |
         ((guint32) buf[3] << 24);
}

static inline void
glow_put_le16 (guint8 *buf, guint16 value)
{
  buf[0] = (guint8) (value & 0xff);
  buf[1] = (guint8) (value >> 8);
}

static inline void
glow_put_le32 (guint8 *buf, guint32 value)
{
  buf[0] = (guint8) (value & 0xff);
  buf[1] = (guint8) ((value >> 8) & 0xff);
  buf[2] = (guint8) ((value >> 16) & 0xff);
  buf[3] = (guint8) ((value >> 24) & 0xff);
}

G_END_DECLS
