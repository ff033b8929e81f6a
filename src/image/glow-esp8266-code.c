/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-content.h"

#include "glow-bytes.h"

/* The ESP8266's compilers use plain calls, where other Xtensa chips use windows: every
 * function returns with "ret.n" and most start by moving the stack pointer. How often in
 * real code: once in 100 bytes. */
#define MIN_SIZE        0x1000 /* bytes; less proves nothing */
#define LOOK_SIZE       0x40000
#define RET_RATE        1000       /* bytes per "ret.n", at most */
#define STACK_RATE      2000       /* bytes per "addi a1, a1, -n" */
#define FLASH_START     0x40200000 /* flash offset 0 as the CPU sees it */
#define FLASH_WINDOW    0x100000
#define MIN_N_ADDRESSES 16

static gboolean
is_return (const guint8 *bytes)
{
  return bytes[0] == 0x0d && bytes[1] == 0xf0;
}

static gboolean
moves_stack (const guint8 *bytes)
{
  return bytes[0] == 0x12 && bytes[1] == 0xc1 && bytes[2] >= 0x80;
}

/**
 * glow_content_is_esp8266_code:
 * @data: (array length=size): bytes
 * @size: how many
 *
 * The second file of an old ESP8266 pair has no header at all. Any thread.
 *
 * Returns: %TRUE if @data is bare code for the ESP8266
 */
gboolean
glow_content_is_esp8266_code (const guint8 *data, gsize size)
{
  gsize len = MIN (size, LOOK_SIZE);
  gsize n_returns = 0;
  gsize n_moves = 0;

  if (size < MIN_SIZE)
    return FALSE;
  for (gsize i = 0; i + 3 <= len; i++) {
    n_returns += is_return (data + i) ? 1 : 0;
    n_moves += moves_stack (data + i) ? 1 : 0;
  }
  return n_returns >= len / RET_RATE && n_moves >= len / STACK_RATE;
}

static gsize
count_addresses (const guint8 *data, gsize size, guint32 first, guint32 end)
{
  gsize n = 0;

  for (gsize i = 0; i + 4 <= size; i += 4) {
    guint32 value = glow_get_le32 (data + i);

    n += value >= first && value < end;
  }
  return n;
}

/**
 * glow_content_find_code_place:
 * @data: (array length=size): bare code for the ESP8266
 * @size: bytes
 * @offset: (out): where in flash it belongs, in bytes
 *
 * Code names its own places: of those that SDKs use, the one that most of the addresses
 * in it lie in. Any thread.
 *
 * Returns: %TRUE if one place explains nearly all of them; some are no addresses
 */
gboolean
glow_content_find_code_place (const guint8 *data, gsize size, guint32 *offset)
{
  static const guint32 places[] = { 0x10000, 0x9000, 0x11000, 0x20000, 0x40000 };
  gsize n_all = count_addresses (data, size, FLASH_START, FLASH_START + FLASH_WINDOW);
  gsize best = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    guint32 start = FLASH_START + places[i];
    gsize n =
      count_addresses (data, size, start, start + (guint32) MIN (size, FLASH_WINDOW));

    if (n <= best)
      continue;
    best = n;
    *offset = places[i];
  }
  return n_all >= MIN_N_ADDRESSES && best * 10 >= n_all * 9;
}
