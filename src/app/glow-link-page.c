/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-link-page.h"

#include "glow-help-dialog.h"
#include "glow-link-row.h"
#include "glow-news-text.h"
#include "glow-port-help.h"

#include "glow-link-text.h"

#include <glib/gi18n-lib.h>

struct _GlowLinkPage {
  AdwBin parent_instance;

  /* owned */
  GlowBoardList *boards;
  GlowBoardItem *item; /* (nullable): none has appeared yet */
  GSignalGroup *item_signals;
  GlowLinkCheck *check; /* (nullable): nothing to check yet */
  GSignalGroup *check_signals;

  gint64 opened_us; /* monotonic */
  gboolean open;
  gboolean was_usable; /* when the check began */

  /* children */
  GlowLinkRow *rows[GLOW_LINK_N_STAGES];

  /* template children */
  GtkLabel *title_label;
  GtkLabel *place_label;
  GtkListBox *stage_list;
  GtkWidget *verdict_box;
  GtkLabel *sentence_label;
  GtkLabel *action_label;
  GtkWidget *details_expander;
  GtkLabel *details_label;
  GtkWidget *help_button;
  GtkLabel *help_button_label;
  GtkWidget *use_button;
  GtkWidget *again_button;
};

enum {
  SIGNAL_USE_BOARD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowLinkPage, glow_link_page, ADW_TYPE_BIN)

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static GlowPortProblem *
get_problem (GlowLinkPage *self)
{
  return self->check ? glow_link_check_get_problem (self->check) : NULL;
}

static void
show_board (GlowLinkPage *self)
{
  set_text (self->title_label, self->item ? glow_board_item_get_title (self->item)
                                          : _ ("Looking for a board"));
  set_text (self->place_label,
            self->item ? glow_board_item_get_subtitle (self->item) : NULL);
}

static void
show_stages (GlowLinkPage *self)
{
  for (GlowLinkStage i = 0; i < GLOW_LINK_N_STAGES; i++) {
    if (self->check)
      glow_link_row_show (self->rows[i], glow_link_check_get_mark (self->check, i),
                          glow_link_check_get_detail (self->check, i));
    else
      glow_link_row_show (self->rows[i],
                          i == GLOW_LINK_USB ? GLOW_LINK_RUNNING : GLOW_LINK_PENDING,
                          NULL);
  }
}

static void
show_details (GlowLinkPage *self)
{
  const GError *error = self->check ? glow_link_check_get_error (self->check) : NULL;

  gtk_widget_set_visible (self->details_expander, error != NULL);
  if (error)
    gtk_label_set_label (self->details_label, error->message);
}

static void
show_buttons (GlowLinkPage *self)
{
  GlowLinkStage failed;
  gboolean finished = self->check && glow_link_check_is_finished (self->check);
  gboolean passed = finished && !glow_link_check_get_failed_stage (self->check, &failed);
  GlowPortProblem *problem = get_problem (self);
  gboolean explain = glow_port_help_for (problem) == GLOW_PORT_HELP_EXPLAIN;

  gtk_widget_set_visible (self->help_button, explain);
  if (explain)
    gtk_label_set_label (self->help_button_label, glow_port_help_get_label (problem));
  gtk_widget_set_visible (self->use_button, passed);
  gtk_widget_set_visible (self->again_button, finished);
}

static void
show_news (GlowLinkPage *self)
{
  const GlowPortEvent *event = NULL;
  GlowPortNews news = glow_port_list_get_news (glow_board_list_get_ports (self->boards),
                                               self->opened_us, &event);
  g_autofree char *sentence = glow_news_text_dup_sentence (news, event);

  set_text (self->sentence_label, sentence);
  set_text (self->action_label, glow_news_text_get_action (news));
}

static void
show_verdict (GlowLinkPage *self)
{
  g_autofree char *sentence = glow_link_text_dup_sentence (self->check);
  g_autofree char *action = glow_link_text_dup_action (self->check);

  if (!glow_link_check_is_finished (self->check)) {
    set_text (self->sentence_label, _ ("Checking"));
    set_text (self->action_label,
              _ ("The last step restarts the board. Nothing is written."));
  } else if (sentence) {
    set_text (self->sentence_label, sentence);
    set_text (self->action_label, action);
  } else {
    set_text (self->sentence_label,
              _ ("Everything works, from the USB plug to the bootloader."));
    set_text (self->action_label, NULL);
  }
}

static void
update (GlowLinkPage *self)
{
  if (!self->open)
    return;
  show_board (self);
  show_stages (self);
  if (self->check)
    show_verdict (self);
  else
    show_news (self);
  show_details (self);
  show_buttons (self);
}

static void
set_check (GlowLinkPage *self, GlowLinkCheck *check)
{
  g_signal_group_set_target (self->check_signals, check);
  if (self->check && !glow_link_check_is_finished (self->check))
    glow_link_check_cancel (self->check);
  g_set_object (&self->check, check);
}

static void
start_check (GlowLinkPage *self)
{
  GlowPort *port = glow_board_item_get_port (self->item);
  g_autoptr (GlowTarget) target = NULL;
  g_autoptr (GlowLinkCheck) check = NULL;

  if (port == NULL || glow_port_get_devnode (port))
    target = glow_board_item_create_target (self->item);
  check = glow_link_check_new (port, target);
  self->was_usable = glow_board_item_is_usable (self->item);
  set_check (self, check);
  glow_link_check_start (check);
  update (self);
}

static void
finished_cb (GlowLinkPage *self)
{
  const GlowChipInfo *info = glow_link_check_get_chip_info (self->check);

  if (info)
    glow_board_item_set_chip_info (self->item, info);
  update (self);
  gtk_widget_grab_focus (self->verdict_box);
}

/* What the check ended at has changed: it goes on by itself. While it runs, the port is
 * in use by ourselves and changes all the time. */
static void
item_changed_cb (GlowLinkPage *self)
{
  GlowPortProblem *problem = glow_board_item_get_problem (self->item);
  GlowPortProblem *checked = get_problem (self);
  gboolean usable = glow_board_item_is_usable (self->item);

  if (glow_link_check_is_finished (self->check) &&
      (checked ? !glow_port_problem_equal (problem, checked)
               : usable != self->was_usable) &&
      !(glow_board_item_is_occupied (self->item) && checked == NULL))
    start_check (self);
  else
    update (self);
}

static void
set_item (GlowLinkPage *self, GlowBoardItem *item)
{
  if (item)
    glow_board_item_watch (item);
  if (self->item)
    glow_board_item_unwatch (self->item);
  g_set_object (&self->item, item);
  g_signal_group_set_target (self->item_signals, item);
  if (item)
    start_check (self);
}

/* The board that is looked for is the one that came last, since the page was opened. */
static void
boards_changed_cb (GlowLinkPage *self, guint position, guint removed, guint added)
{
  if (!self->open || self->item)
    return;
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GlowBoardItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->boards), i);
    GlowPort *port = glow_board_item_get_port (item);

    if (port && glow_port_get_plugged_us (port) >= self->opened_us) {
      set_item (self, item);
      return;
    }
  }
  update (self);
}

static void
help_cb (GlowLinkPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (glow_help_dialog_new (GTK_WINDOW (root), self->item)));
}

static void
use_cb (GlowLinkPage *self)
{
  g_autoptr (GlowBoardItem) item = g_object_ref (self->item);

  g_signal_emit (self, signals[SIGNAL_USE_BOARD], 0, item);
}

static void
glow_link_page_dispose (GObject *object)
{
  GlowLinkPage *self = GLOW_LINK_PAGE (object);

  glow_link_page_close (self);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->check_signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_LINK_PAGE);
  G_OBJECT_CLASS (glow_link_page_parent_class)->dispose (object);
}

static void
glow_link_page_finalize (GObject *object)
{
  g_clear_object (&GLOW_LINK_PAGE (object)->boards);
  G_OBJECT_CLASS (glow_link_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-link-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, place_label);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, stage_list);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, action_label);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, details_expander);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, details_label);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, help_button);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, help_button_label);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, use_button);
  gtk_widget_class_bind_template_child (widget_class, GlowLinkPage, again_button);
}

static void
glow_link_page_class_init (GlowLinkPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = glow_link_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = glow_link_page_finalize;
  signals[SIGNAL_USE_BOARD] =
    g_signal_new ("use-board", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, GLOW_TYPE_BOARD_ITEM);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
connect_signals (GlowLinkPage *self)
{
  self->item_signals = g_signal_group_new (GLOW_TYPE_BOARD_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "changed",
                                  G_CALLBACK (item_changed_cb), self);
  self->check_signals = g_signal_group_new (GLOW_TYPE_LINK_CHECK);
  g_signal_group_connect_swapped (self->check_signals, "changed", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->check_signals, "finished",
                                  G_CALLBACK (finished_cb), self);
  g_signal_connect_object (self->help_button, "clicked", G_CALLBACK (help_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->use_button, "clicked", G_CALLBACK (use_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->again_button, "clicked", G_CALLBACK (start_check), self,
                           G_CONNECT_SWAPPED);
}

static void
glow_link_page_init (GlowLinkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (GlowLinkStage i = 0; i < GLOW_LINK_N_STAGES; i++) {
    self->rows[i] = GLOW_LINK_ROW (glow_link_row_new (i));
    gtk_list_box_append (self->stage_list, GTK_WIDGET (self->rows[i]));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stage_list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Stages"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->details_expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Details"), -1);
  connect_signals (self);
}

/**
 * glow_link_page_set_up:
 * @boards: the boards there are
 *
 * Call once.
 */
void
glow_link_page_set_up (GlowLinkPage *self, GlowBoardList *boards)
{
  g_return_if_fail (self->boards == NULL);

  self->boards = g_object_ref (boards);
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (boards_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (glow_board_list_get_ports (boards), "happened",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * glow_link_page_open:
 * @item: (nullable): the board to check; without one, the next that is plugged in
 *
 * Begins at once.
 */
void
glow_link_page_open (GlowLinkPage *self, GlowBoardItem *item)
{
  glow_link_page_close (self);
  self->open = TRUE;
  self->opened_us = g_get_monotonic_time ();
  set_item (self, item);
  update (self);
  gtk_widget_grab_focus (self->verdict_box);
}

/**
 * glow_link_page_close:
 *
 * Ends what is going on.
 */
void
glow_link_page_close (GlowLinkPage *self)
{
  self->open = FALSE;
  if (self->check_signals)
    set_check (self, NULL);
  if (self->item)
    set_item (self, NULL);
}
