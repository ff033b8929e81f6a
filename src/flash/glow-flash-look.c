/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A look at what is in the flash of the board that answered. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-session.h"

#include "glow-chip-table.h"
#include "glow-error.h"

static GBytes *
read_flash (guint32 offset, guint32 size, gpointer user_data, GError **error)
{
  GlowFlashSession *self = user_data;

  return glow_loader_read_flash (self->loader, offset, size, NULL, NULL, error);
}

/* (nullable): what keeps this loader from reading flash */
static const char *
find_obstacle (GlowFlashSession *self)
{
  if (self->info->secure_download)
    return "in secure download mode the chip does not tell what is in its flash";
  if (glow_loader_is_stub (self->loader) ||
      (self->info->chip->flags & GLOW_CHIP_ROM_READ))
    return NULL;
  return "this chip's ROM can't read its flash; a stub can";
}

static void
log_slot (GlowFlashSession *self, const GlowBoardSlot *slot)
{
  const char *what = slot->blank ? "blank" : "something else";

  if (slot->has_image)
    what = slot->has_app_descriptor ? slot->app_descriptor.project : "an application";
  glow_flash_session_log (self, "On the board at 0x%x%s%s: %s%s%s%s",
                          slot->partition.offset, *slot->partition.label ? ", " : "",
                          slot->partition.label, what,
                          slot->has_app_descriptor ? " " : "",
                          slot->has_app_descriptor ? slot->app_descriptor.version : "",
                          slot->boots && slot->has_image ? " (boots)" : "");
}

static void
log_contents (GlowFlashSession *self, GlowBoardContents *board)
{
  if (glow_board_contents_get_state (board) != GLOW_BOARD_CONTENTS_READ) {
    glow_flash_session_log (self, "What is on the board is not known: %s",
                            glow_board_contents_get_reason (board));
    return;
  }
  if (glow_board_contents_is_blank (board))
    glow_flash_session_log (self, "The board is empty: nothing to start in its flash");
  if (glow_board_contents_get_partition_table (board))
    glow_flash_session_log (self, "On the board at 0x%x: a partition table",
                            glow_board_contents_get_table_offset (board));
  for (guint i = 0; i < glow_board_contents_get_n_slots (board); i++)
    log_slot (self, glow_board_contents_get_slot (board, i));
}

/**
 * glow_flash_session_look:
 * @self: an open session
 * @error: the loader's
 *
 * Reads what is on the board, once, into the result. A board that can't be read is no
 * error: the result says so.
 *
 * Returns: %FALSE when the line failed
 */
gboolean
glow_flash_session_look (GlowFlashSession *self, GError **error)
{
  const char *obstacle = find_obstacle (self);
  GlowBoardContents *board;

  if (self->result->board)
    return TRUE;
  if (obstacle && !self->info->flash_encryption)
    board = glow_board_contents_new_unread (GLOW_BOARD_CONTENTS_UNREADABLE, obstacle);
  else
    board = glow_board_contents_read (self->info, read_flash, self, error);
  if (!board)
    return FALSE;
  self->result->board = board;
  log_contents (self, board);
  return TRUE;
}
