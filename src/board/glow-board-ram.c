/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-ram.h"

/* No flasher stub is smaller (protocol.md 6.4: 3 KiB and more). */
#define MIN_STUB_LEN 1024u

static void
upload_free (gpointer data)
{
  GlowBoardUpload *upload = data;

  g_byte_array_unref (upload->data);
  g_free (upload);
}

/**
 * glow_board_ram_init:
 *
 * Sets up RAM into which nothing was uploaded.
 */
void
glow_board_ram_init (GlowBoardRam *self)
{
  self->uploads = g_ptr_array_new_with_free_func (upload_free);
  self->current = NULL;
  self->seq = 0;
}

/**
 * glow_board_ram_clear:
 *
 * Forgets everything; glow_board_ram_init() makes it usable again.
 */
void
glow_board_ram_clear (GlowBoardRam *self)
{
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  self->current = NULL;
}

/**
 * glow_board_ram_begin:
 * @addr: where it goes
 * @size: bytes that will come
 * @num_blocks: blocks that will come
 *
 * Starts an upload; the one before is over.
 */
void
glow_board_ram_begin (GlowBoardRam *self, guint32 addr, guint32 size, guint32 num_blocks)
{
  GlowBoardUpload *upload = g_new0 (GlowBoardUpload, 1);

  upload->addr = addr;
  upload->size = size;
  upload->num_blocks = num_blocks;
  upload->data = g_byte_array_new ();
  g_ptr_array_add (self->uploads, upload);
  self->current = upload;
  self->seq = 0;
}

/**
 * glow_board_ram_add:
 * @data: (array length=len): the next block of the current upload
 * @len: bytes
 */
void
glow_board_ram_add (GlowBoardRam *self, const guint8 *data, gsize len)
{
  g_byte_array_append (self->current->data, data, (guint) len);
  self->current->n_seen++;
}

/**
 * glow_board_ram_refuse:
 *
 * A block of the current upload was refused: what it holds can't run.
 */
void
glow_board_ram_refuse (GlowBoardRam *self)
{
  if (self->current)
    self->current->damaged = TRUE;
}

static gboolean
is_whole (const GlowBoardUpload *upload)
{
  return !upload->damaged && upload->n_seen == upload->num_blocks &&
         upload->data->len >= upload->size;
}

static GlowBoardUpload *
find (const GlowBoardRam *self, guint32 entry)
{
  for (guint i = self->uploads->len; i > 0; i--) {
    GlowBoardUpload *upload = g_ptr_array_index (self->uploads, i - 1);

    if (entry - upload->addr < upload->data->len)
      return upload;
  }
  return NULL;
}

/**
 * glow_board_ram_holds:
 * @entry: where the chip is told to jump
 *
 * Returns: whether there is code that was uploaded whole
 */
gboolean
glow_board_ram_holds (const GlowBoardRam *self, guint32 entry)
{
  const GlowBoardUpload *text = find (self, entry);

  return text && is_whole (text);
}

/**
 * glow_board_ram_is_stub:
 * @entry: where the chip is told to jump
 *
 * Returns: whether the code at @entry is as long as a flasher stub and came with a data
 *   segment of its own, both whole
 */
gboolean
glow_board_ram_is_stub (const GlowBoardRam *self, guint32 entry)
{
  const GlowBoardUpload *text = find (self, entry);

  if (!text || !is_whole (text) || text->data->len < MIN_STUB_LEN)
    return FALSE;
  for (guint i = 0; i < self->uploads->len; i++) {
    const GlowBoardUpload *data = g_ptr_array_index (self->uploads, i);

    if (data->addr != text->addr && data->data->len > 0 && is_whole (data))
      return TRUE;
  }
  return FALSE;
}
