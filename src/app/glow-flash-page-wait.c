/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The part of the page that waits for a port another program has open, and goes on by
 * itself when it is let go. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-page-private.h"

#include <glib/gi18n-lib.h>

static void
show_waiting (GlowFlashPage *self)
{
  const char *node = glow_port_get_node_name (glow_board_item_get_port (self->job_board));
  /* TRANSLATORS: name of a port such as ttyUSB0, which another program has open */
  g_autofree char *text = g_strdup_printf (_ ("Waiting until %s is free"), node);

  glow_job_bar_show_status (self->bar, text);
}

/**
 * _glow_flash_page_wait:
 * @operation: what to do as soon as the selected board's port is free
 *
 * Main thread.
 */
void
_glow_flash_page_wait (GlowFlashPage *self, GlowOperation operation)
{
  g_set_object (&self->job_board, glow_board_picker_get_selected (self->picker));
  /* whoever waits for a board has chosen it */
  glow_board_picker_choose (self->picker, self->job_board);
  g_clear_pointer (&self->end_setup, g_free);
  glow_failure_card_hide (self->failure_card);
  self->waiting = TRUE;
  self->awaited_operation = operation;
  glow_job_bar_set_running (self->bar, TRUE);
  _glow_flash_page_refresh (self);
}

/**
 * _glow_flash_page_stop_waiting:
 *
 * Main thread.
 */
void
_glow_flash_page_stop_waiting (GlowFlashPage *self)
{
  if (!self->waiting)
    return;
  self->waiting = FALSE;
  glow_job_bar_set_running (self->bar, FALSE);
}

/**
 * _glow_flash_page_go_on_waiting:
 *
 * Starts what was waited for if the port is free now, and gives up if it will not be.
 * Main thread.
 *
 * Returns: %TRUE if it still waits, or has just started
 */
gboolean
_glow_flash_page_go_on_waiting (GlowFlashPage *self)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);

  if (!self->waiting)
    return FALSE;
  if (board == self->job_board && glow_board_item_is_occupied (board)) {
    show_waiting (self);
    return TRUE;
  }
  _glow_flash_page_stop_waiting (self);
  if (board != self->job_board || !glow_board_item_is_usable (board))
    return FALSE;
  if (self->awaited_operation == GLOW_OPERATION_FLASH) {
    /* by way of the files, which may be others by now */
    self->starting = TRUE;
    glow_file_list_reload (self->files);
    return TRUE;
  }
  _glow_flash_page_start (self, self->awaited_operation);
  return TRUE;
}
