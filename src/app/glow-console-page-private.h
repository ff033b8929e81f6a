/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Shared by the two files of the page. */

#pragma once

#include "glow-baud-chooser.h"
#include "glow-console-page.h"
#include "glow-console-view.h"
#include "glow-panic-stream.h"
#include "glow-send-bar.h"

G_BEGIN_DECLS

struct _GlowConsolePage {
  AdwBin parent_instance;

  /* owned */
  GSettings *settings;      /* (nullable) */
  GlowBoardItem *item;      /* (nullable): none is selected */
  GlowBoardItem *last_item; /* (nullable): whose lines come last in the log */
  GSignalGroup *item_signals;
  GlowConsole *console; /* (nullable): of the item's target */
  GSignalGroup *console_signals;
  GlowPanicStream *panics;
  GActionGroup *actions;

  guint n_holds;         /* of those who talk to the board */
  guint linger_id;       /* after a run, until somebody looks */
  gboolean shown;        /* the page is */
  gboolean used;         /* it was, for this board */
  gboolean disconnected; /* as the user wants it */
  gboolean suspended;    /* somebody else needs the port */
  gboolean was_busy;
  gboolean was_open; /* told as such in the log */

  /* template children */
  GtkLabel *status_label;
  GtkWidget *connect_button;
  GtkToggleButton *pause_button;
  GtkToggleButton *search_button;
  GtkWidget *save_button;
  GtkWidget *clear_button;
  GtkMenuButton *menu_button;
  GtkWidget *find_revealer;
  GtkEditable *search_entry;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *found_label;
  GtkEditable *filter_entry;
  AdwStatusPage *empty_page;
  GlowConsoleView *view;
  GlowSendBar *send_bar;
  GlowBaudChooser *baud_chooser;
  GtkWidget *reset_button;
  GtkWidget *bootloader_button;
};

void _glow_console_page_init_port (GlowConsolePage *self);
void _glow_console_page_sync (GlowConsolePage *self);
void _glow_console_page_connect (GlowConsolePage *self, gboolean connected);
void _glow_console_page_send (GlowConsolePage *self, GBytes *bytes);
void _glow_console_page_update (GlowConsolePage *self);
gboolean _glow_console_page_is_open (GlowConsolePage *self);

G_END_DECLS
