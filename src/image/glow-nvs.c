/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-nvs.h"

#include "glow-bytes.h"

#include <zlib.h>

/* protocol.md 5.8; bytes from the start of a page */
#define PAGE_SIZE     0x1000
#define VERSION_AT    8
#define CRC_FROM      4
#define CRC_AT        28
#define STATES_AT     32
#define STATES_SIZE   32
#define ENTRY_WRITTEN 2 /* of two bits */
#define N_ENTRIES     126
#define VERSION_1     0xff
#define VERSION_2     0xfe

/* Each state has fewer bits set than the one before. */
static gboolean
is_state (guint32 state)
{
  return state == 0xfffffffe || state == 0xfffffffc || state == 0xfffffff8;
}

static gboolean
header_is_valid (const guint8 *page)
{
  return is_state (glow_get_le32 (page)) &&
         (page[VERSION_AT] == VERSION_1 || page[VERSION_AT] == VERSION_2) &&
         crc32_z (G_MAXUINT32, page + CRC_FROM, CRC_AT - CRC_FROM) ==
           glow_get_le32 (page + CRC_AT);
}

static gboolean
is_blank (const guint8 *page)
{
  for (gsize i = 0; i < PAGE_SIZE; i++) {
    if (page[i] != 0xff)
      return FALSE;
  }
  return TRUE;
}

static guint
count_entries (const guint8 *page)
{
  guint n = 0;

  for (guint i = 0; i < N_ENTRIES; i++)
    n += ((page[STATES_AT + i / 4] >> (i % 4 * 2)) & 3) == ENTRY_WRITTEN;
  return n;
}

static void
read_page (GlowNvs *nvs, const guint8 *page)
{
  nvs->n_pages++;
  if (header_is_valid (page)) {
    guint version = page[VERSION_AT] == VERSION_2 ? 2 : 1;

    nvs->n_used++;
    nvs->n_entries += count_entries (page);
    nvs->version = MAX (nvs->version, version);
  } else if (!is_blank (page)) {
    nvs->n_damaged++;
  }
}

/**
 * glow_nvs_read:
 * @nvs: (out caller-allocates): what it holds
 * @data: (array length=size): a file or the content of a partition
 * @size: bytes
 *
 * NVS starts with a page in use; a file with blank pages only is any blank file. Any
 * thread.
 *
 * Returns: %TRUE if @data is NVS, be some of its pages damaged
 */
gboolean
glow_nvs_read (GlowNvs *nvs, const guint8 *data, gsize size)
{
  *nvs = (GlowNvs){ 0 };
  if (size < PAGE_SIZE)
    return FALSE;
  for (gsize pos = 0; size - pos >= PAGE_SIZE; pos += PAGE_SIZE)
    read_page (nvs, data + pos);
  /* one page by chance in something else does not make it NVS */
  return nvs->n_used > 0 && nvs->n_damaged < nvs->n_used &&
         (header_is_valid (data) || is_blank (data));
}
