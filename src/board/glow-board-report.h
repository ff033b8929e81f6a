/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a simulated board has seen: commands, bytes, resets, and every misuse of the
 * protocol that a real chip would punish later or silently. */

#pragma once

#include "glow-board-settings.h"

G_BEGIN_DECLS

/* The list stays short enough to read; further kinds of misuse are only counted. */
#define GLOW_BOARD_MAX_VIOLATIONS 32

typedef struct {
  /* owned */
  GHashTable *commands;  /* static name → count */
  GPtrArray *violations; /* char *, each once */
  char *boot_text;       /* nullable: what the last boot came to */

  /* µs of the clock that drives the board; 0 as long as nothing went over the line */
  gint64 first_us; /* first start bit */
  gint64 last_us;  /* last stop bit */
  gint64 line_busy_us;
  gint64 flash_busy_us; /* what the flash worked, with a pace */

  guint64 bytes_in;
  guint64 bytes_out;
  guint n_violations; /* with repetitions */
  guint resets;
  guint restarts; /* by what runs, or for the want of it */
  gboolean booted;
} GlowBoardReport;

GlowBoardReport *glow_board_report_new (void);
void glow_board_report_free (GlowBoardReport *self);
void glow_board_report_line (GlowBoardReport *self, gint64 start_us, gint64 end_us);
void glow_board_report_command (GlowBoardReport *self, const char *name);
void glow_board_report_violation (GlowBoardReport *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
char *glow_board_report_to_json (GlowBoardReport *self,
                                 const char *chip,
                                 const char *loader,
                                 guint baud,
                                 const char *app,
                                 GlowBoardSettings *settings,
                                 const guint8 *flash,
                                 gsize flash_size);
void glow_board_report_boot (GlowBoardReport *self, gboolean booted, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBoardReport, glow_board_report_free)

G_END_DECLS
