/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Shared by the parts of the page: what is set up, the files in it, and what runs. */

#pragma once

#include "glow-board-picker.h"
#include "glow-failure-card.h"
#include "glow-file-list.h"
#include "glow-flash-job.h"
#include "glow-flash-map-box.h"
#include "glow-flash-page.h"
#include "glow-hand-card.h"
#include "glow-job-bar.h"
#include "glow-log-view.h"
#include "glow-options-row.h"
#include "glow-setup-card.h"

G_BEGIN_DECLS

struct _GlowFlashPage {
  AdwBin parent_instance;

  /* owned */
  GSettings *settings;           /* (nullable) */
  GlowFlashJob *job;             /* (nullable): running */
  GlowBoardContents *contents;   /* (nullable): what is on @contents_board */
  GlowBoardItem *contents_board; /* (nullable) */
  GlowBoardItem *job_board; /* (nullable): the board of the run, or of the shown result */
  char *end_setup;          /* (nullable): what was set up when the shown result came */
  GlowFlashJob *end_job;    /* (nullable): the last run, for a report of it */
  GSource *refresh_source;  /* (nullable): a refresh is pending */

  guint inhibit_cookie; /* 0: none */
  gboolean ready;
  gboolean contactable;
  gboolean starting; /* Flash was pressed, the files are being read once more */
  gboolean waiting;  /* for somebody else to let go of the port */
  GlowOperation awaited_operation;
  gboolean end_succeeded;
  GlowBootRepair repair; /* what the next run does about the start */

  /* template children */
  GtkScrolledWindow *scrolled_window;
  GlowFailureCard *failure_card;
  GlowHandCard *hand_card;
  GlowBoardPicker *picker;
  GlowFileList *files;
  GlowFlashMapBox *map;
  GtkWidget *options_group;
  GlowOptionsRow *options;
  GlowLogView *log_view;
  GlowSetupCard *setup_card;
  GlowJobBar *bar;
};

void _glow_flash_page_refresh (GlowFlashPage *self);
char *_glow_flash_page_dup_setup (GlowFlashPage *self);
void _glow_flash_page_start (GlowFlashPage *self, GlowOperation operation);
void _glow_flash_page_wait (GlowFlashPage *self, GlowOperation operation);
gboolean _glow_flash_page_go_on_waiting (GlowFlashPage *self);
void _glow_flash_page_stop_waiting (GlowFlashPage *self);

void _glow_flash_page_connect_files (GlowFlashPage *self);
void _glow_flash_page_take_contents (GlowFlashPage *self, GlowFlashResult *result);

G_END_DECLS
