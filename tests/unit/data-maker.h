/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Makes settings and file systems for tests, without the code under test. */

#pragma once

#include "image-maker.h"

#define MAKER_PAGE_SIZE 0x1000

/* One page of NVS (protocol.md 5.8) with as many entries. */
static inline void
maker_put_nvs_page (GByteArray *out, guint32 sequence, guint n_entries)
{
  gsize start = out->len;
  guint32 crc;

  maker_put (out, 0xfffffffe, 4);
  maker_put (out, sequence, 4);
  maker_put (out, 0xfe, 1);
  maker_fill (out, 0xff, start + 28);
  crc = ~maker_crc32_from (0, out->data + start + 4, 24);
  maker_put (out, crc, 4);
  maker_fill (out, 0xff, start + 64);
  for (guint i = 0; i < n_entries; i++)
    out->data[start + 32 + i / 4] &= (guint8) ~(1u << (i % 4 * 2));
  for (guint i = 0; i < n_entries; i++)
    maker_fill (out, (guint8) i, start + 64 + (i + 1) * 32);
  maker_fill (out, 0xff, start + MAKER_PAGE_SIZE);
}

/* Blocks of SPIFFS with 256-byte pages; @counted: the magic counts the blocks, too. */
static inline void
maker_put_spiffs (GByteArray *out, guint32 block_size, guint n_blocks, gboolean counted)
{
  for (guint i = 0; i < n_blocks; i++) {
    gsize start = out->len;
    guint32 magic = 0x20140529 ^ 256;

    maker_put (out, 0x8001 + i, 2);
    maker_fill (out, 0xff, start + 252);
    maker_put (out, counted ? magic ^ (n_blocks - i) : magic, 2);
    maker_put (out, 1, 2);
    maker_fill (out, 0xff, start + block_size);
  }
}

/* As littlefs 2.9 formats it: name and fields of the superblock, then nothing. */
static inline void
maker_put_littlefs (GByteArray *out, guint32 block_size, guint n_blocks)
{
  static const guint8 name_tag[] = { 0xf0, 0x0f, 0xff, 0xf7 };
  static const guint8 fields_tag[] = { 0x2f, 0xe0, 0x00, 0x10 };

  maker_put (out, 1, 4);
  g_byte_array_append (out, name_tag, sizeof name_tag);
  g_byte_array_append (out, (const guint8 *) "littlefs", 8);
  g_byte_array_append (out, fields_tag, sizeof fields_tag);
  maker_put (out, 0x00020001, 4);
  maker_put (out, block_size, 4);
  maker_put (out, n_blocks, 4);
  maker_put (out, 255, 4);
  maker_put (out, 0x7fffffff, 4);
  maker_put (out, 1022, 4);
  maker_fill (out, 0xff, block_size * n_blocks);
}

/* The boot sector of a FAT file system with 4 KiB sectors. */
static inline void
maker_put_fat (GByteArray *out, guint n_sectors)
{
  gsize start = out->len;

  g_byte_array_append (out, (const guint8 *) "\xeb\xfe\x90MSDOS5.0", 11);
  maker_put (out, 4096, 2);
  maker_put (out, 1, 1);
  maker_put (out, 1, 2);
  maker_put (out, 1, 1);
  maker_put (out, 512, 2);
  maker_put (out, n_sectors, 2);
  maker_put (out, 0xf8, 1);
  maker_put (out, 1, 2);
  maker_fill (out, 0x00, start + 510);
  maker_put (out, 0xaa55, 2);
  maker_fill (out, 0x00, start + 4096 * n_sectors);
}

/* Bytes without structure, always the same: a 32-bit xorshift. */
static inline void
maker_put_noise (GByteArray *out, gsize size)
{
  guint32 state = 0x2545f491;

  for (gsize i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    maker_put (out, state >> 11 & 0xff, 1);
  }
}
