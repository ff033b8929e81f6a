/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-result-private.h"

G_DEFINE_FINAL_TYPE (GlowFlashResult, glow_flash_result, G_TYPE_OBJECT)

static void
glow_flash_result_finalize (GObject *object)
{
  GlowFlashResult *self = GLOW_FLASH_RESULT (object);

  g_clear_pointer (&self->info, glow_chip_info_free);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->verify_reason);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->board, glow_board_contents_unref);
  g_clear_pointer (&self->map, glow_flash_map_unref);
  g_clear_pointer (&self->boot, glow_boot_report_unref);
  G_OBJECT_CLASS (glow_flash_result_parent_class)->finalize (object);
}

static void
glow_flash_result_class_init (GlowFlashResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_flash_result_finalize;
}

static void
glow_flash_result_init (GlowFlashResult *self)
{
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

/**
 * glow_flash_result_new:
 *
 * Returns: (transfer full): a result in which nothing has happened yet
 */
GlowFlashResult *
glow_flash_result_new (void)
{
  return g_object_new (GLOW_TYPE_FLASH_RESULT, NULL);
}

/**
 * glow_flash_result_add_note:
 * @note: what a person should know of the run, copied; said once
 */
void
glow_flash_result_add_note (GlowFlashResult *self, const char *note)
{
  if (!g_ptr_array_find_with_equal_func (self->notes, note, g_str_equal, NULL))
    g_ptr_array_add (self->notes, g_strdup (note));
}

GlowVerdict
glow_flash_result_get_written (GlowFlashResult *self)
{
  return self->written;
}

GlowVerdict
glow_flash_result_get_verified (GlowFlashResult *self)
{
  return self->verified;
}

const char *
glow_flash_result_get_verify_reason (GlowFlashResult *self)
{
  return self->verify_reason;
}

const GlowChipInfo *
glow_flash_result_get_chip_info (GlowFlashResult *self)
{
  return self->info;
}

guint64
glow_flash_result_get_bytes (GlowFlashResult *self)
{
  return self->bytes;
}

guint64
glow_flash_result_get_bytes_same (GlowFlashResult *self)
{
  return self->bytes_same;
}

gint64
glow_flash_result_get_duration_us (GlowFlashResult *self)
{
  return self->duration_us;
}

guint
glow_flash_result_get_baud (GlowFlashResult *self)
{
  return self->baud;
}

gboolean
glow_flash_result_used_stub (GlowFlashResult *self)
{
  return self->used_stub;
}

gboolean
glow_flash_result_left_in_loader (GlowFlashResult *self)
{
  return self->left_in_loader;
}

gboolean
glow_flash_result_flash_touched (GlowFlashResult *self)
{
  return self->flash_touched;
}

GBytes *
glow_flash_result_get_data (GlowFlashResult *self)
{
  return self->data;
}

guint
glow_flash_result_get_n_notes (GlowFlashResult *self)
{
  return self->notes->len;
}

const char *
glow_flash_result_get_note (GlowFlashResult *self, guint index)
{
  g_return_val_if_fail (index < self->notes->len, NULL);

  return g_ptr_array_index (self->notes, index);
}

/**
 * glow_flash_result_get_board_contents:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): what was in the flash when the board answered;
 * %NULL: nobody had to look
 */
GlowBoardContents *
glow_flash_result_get_board_contents (GlowFlashResult *self)
{
  return self->board;
}

/**
 * glow_flash_result_get_map:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the check of the plan against the board that
 * answered, with all it found; %NULL: it was not reached
 */
GlowFlashMap *
glow_flash_result_get_map (GlowFlashResult *self)
{
  return self->map;
}

/**
 * glow_flash_result_get_boot:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): whether the board started what was written; %NULL:
 * the plan did not ask for it, or it was not reached
 */
GlowBootReport *
glow_flash_result_get_boot (GlowFlashResult *self)
{
  return self->boot;
}
