/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-line-input.h"

/* The hardware's FIFO and the driver's buffer. */
#define WAITING_SIZE (128u + 64u)

/**
 * glow_board_line_input_init:
 * @line_size: bytes of a line that are kept
 * @only_ascii: nothing but what can be printed is kept
 *
 * Sets up an empty input.
 */
void
glow_board_line_input_init (GlowBoardLineInput *self,
                            gsize line_size,
                            gboolean only_ascii)
{
  self->waiting = g_byte_array_new ();
  self->line = g_string_new (NULL);
  self->line_size = line_size;
  self->only_ascii = only_ascii;
  self->busy_us = G_MININT64;
}

/**
 * glow_board_line_input_clear:
 *
 * Frees what has come.
 */
void
glow_board_line_input_clear (GlowBoardLineInput *self)
{
  g_clear_pointer (&self->waiting, g_byte_array_unref);
  if (self->line)
    g_string_free (self->line, TRUE);
  self->line = NULL;
}

/**
 * glow_board_line_input_be_busy:
 * @app: (transfer none): whose %GLOW_BOARD_TIMER_BUSY ticks afterwards
 * @duration_us: how long
 *
 * The application does something, and looks at nothing that comes.
 */
void
glow_board_line_input_be_busy (GlowBoardLineInput *self,
                               GlowBoardApp *app,
                               gint64 duration_us)
{
  self->busy_us = app->at_us + duration_us;
  glow_board_app_timer_in (app, GLOW_BOARD_TIMER_BUSY, duration_us);
}

/**
 * glow_board_line_input_defers:
 * @app: (transfer none): at the time of the byte
 * @byte: has come
 *
 * Returns: whether the byte has to wait, or is lost
 */
gboolean
glow_board_line_input_defers (GlowBoardLineInput *self, GlowBoardApp *app, guint8 byte)
{
  if (app->at_us >= self->busy_us && self->waiting->len == 0)
    return FALSE;
  if (self->waiting->len < WAITING_SIZE)
    g_byte_array_append (self->waiting, &byte, 1);
  return TRUE;
}

/**
 * glow_board_line_input_next:
 * @app: (transfer none): after %GLOW_BOARD_TIMER_BUSY has ticked
 * @byte: (out): one that had to wait
 *
 * Returns: %FALSE when none waits, or the application is busy again
 */
gboolean
glow_board_line_input_next (GlowBoardLineInput *self, GlowBoardApp *app, guint8 *byte)
{
  if (self->waiting->len == 0 || app->at_us < self->busy_us || app->is_over)
    return FALSE;
  *byte = self->waiting->data[0];
  g_byte_array_remove_index (self->waiting, 0);
  return TRUE;
}

/**
 * glow_board_line_input_push:
 * @byte: the next one
 *
 * Returns: (transfer full) (nullable): a line that is complete and not empty
 */
char *
glow_board_line_input_push (GlowBoardLineInput *self, guint8 byte)
{
  char *line;

  if (byte == '\r' || byte == '\n') {
    if (self->line->len == 0)
      return NULL;
    line = g_strdup (self->line->str);
    g_string_truncate (self->line, 0);
    return line;
  }
  if (byte != 0 && self->line->len < self->line_size &&
      (!self->only_ascii || g_ascii_isprint ((char) byte)))
    g_string_append_c (self->line, (char) byte);
  return NULL;
}
