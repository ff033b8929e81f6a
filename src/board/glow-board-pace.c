/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-pace.h"

/**
 * glow_board_pace_line_us:
 * @baud: bits per second, not 0
 * @len: bytes
 *
 * Returns: µs that @len bytes take on the line, rounded up
 */
gint64
glow_board_pace_line_us (guint baud, gsize len)
{
  guint64 bits = (guint64) len * GLOW_BOARD_BITS_PER_BYTE * G_USEC_PER_SEC;

  return (gint64) ((bits + baud - 1) / baud);
}

/**
 * glow_board_pace_line_bytes:
 * @baud: bits per second, not 0
 * @elapsed_us: µs since the first start bit
 *
 * Returns: bytes that have gone over the line whole
 */
gsize
glow_board_pace_line_bytes (guint baud, gint64 elapsed_us)
{
  guint64 bits;

  if (elapsed_us <= 0)
    return 0;
  bits = (guint64) elapsed_us * baud / G_USEC_PER_SEC;
  return (gsize) (bits / GLOW_BOARD_BITS_PER_BYTE);
}
