/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The command line of glowplug-board. */

#pragma once

#include "glow-board.h"

G_BEGIN_DECLS

typedef struct {
  GlowBoardConfig config;
  gint tcp_port; /* 0: any free one; -1: no TCP */
  gboolean once;
  gboolean obeys_rate;
  gboolean version;

  /* owned, nullable */
  char *pty_link;
  char *flash_file;
  char *report_file;

  /* owned, as given */
  char *chip;
  char *flash_size;
  char *mac;
  char *mode;
  char *fault;
  char *app;
  gint turnaround_ms;
  gint md5_rate;
  gint clean_baud;
  char *revision;
  char *crystal;
  char *usb;
  gint package;
  gint flash_cap;
  gint psram_cap;
} GlowBoardOptions;

gboolean glow_board_options_parse (GlowBoardOptions *self,
                                   gint *argc,
                                   char ***argv,
                                   GError **error);
void glow_board_options_clear (GlowBoardOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowBoardOptions, glow_board_options_clear)

G_END_DECLS
