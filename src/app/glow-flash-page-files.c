/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is asked and shown about the files of the page, in windows of its own. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-flash-page-private.h"

#include "glow-alert.h"
#include "glow-build-chooser.h"
#include "glow-file-details.h"
#include "glow-web-dialog.h"

#include <glib/gi18n-lib.h>

static GtkWindow *
get_window (GlowFlashPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
open_details_cb (GlowFlashPage *self, GlowFileItem *item)
{
  gtk_window_present (glow_file_details_new (get_window (self), item));
}

static void
choose_build_cb (GlowFlashPage *self, GlowFileItem *item)
{
  GlowFileSource *source = GLOW_FILE_SOURCE (glow_file_item_get_source (item));

  if (source && glow_file_source_get_set (source))
    gtk_window_present (glow_build_chooser_new (get_window (self), source));
}

/* What is asked, for as long as the answer is open. */
typedef struct {
  GlowFileItem *item;
  const GlowChip *chip;
} OverrideQuestion;

static void
override_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OverrideQuestion *question = user_data;

  if (glow_alert_ask_finish (result))
    glow_file_item_set_overrides (question->item,
                                  glow_file_item_get_overrides (question->item) |
                                    GLOW_OVERRIDE_CHIP,
                                  glow_chip_get_name (question->chip));
  g_object_unref (question->item);
  g_free (question);
}

/* An image for another chip has ended many a board's day: its name has to be typed. */
static void
override_cb (GlowFlashPage *self, GlowFileItem *item)
{
  GlowBoardItem *board = glow_board_picker_get_selected (self->picker);
  const GlowChipInfo *info = board ? glow_board_item_get_chip_info (board) : NULL;
  GlowImage *image = glow_file_item_get_image (item);
  OverrideQuestion *question;
  g_autofree char *body = NULL;
  g_autofree char *label = NULL;

  if (info == NULL || image == NULL)
    return;
  question = g_new0 (OverrideQuestion, 1);
  question->item = g_object_ref (item);
  question->chip = info->chip;
  /* TRANSLATORS: name of a file, twice the name of the board's chip */
  body = g_strdup_printf (_ ("“%s” is for another chip. With it this %s will most likely not start. To write it "
       "all the same, type the name of the board's chip: %s"),
    glow_file_item_get_name (item), glow_chip_get_name (info->chip),
    glow_chip_get_name (info->chip));
  label = g_strdup (_ ("Name of the chip"));
  glow_alert_ask_async (get_window (self),
                        &(GlowAlertQuestion){
                          .title = _ ("Write a file for another chip?"), .body = body,
                                      .keep_label =
                                        _ ("_Don't write it"),
                                           .act_label =
                                             _ ("_Write it"),
                                                .word = glow_chip_get_name (info->chip),
                                                .entry_label = label },
                                      override_answered_cb, question);
}

/* What was read of the flash holds until something is written to it. */
void
_glow_flash_page_take_contents (GlowFlashPage *self, GlowFlashResult *result)
{
  GlowBoardContents *contents =
    result ? glow_flash_result_get_board_contents (result) : NULL;
  gboolean touched = result && glow_flash_result_flash_touched (result);

  if (!touched && contents == NULL)
    return;
  g_clear_pointer (&self->contents, glow_board_contents_unref);
  if (!touched)
    self->contents = glow_board_contents_ref (contents);
  g_set_object (&self->contents_board, self->job_board);
}

static void
web_loaded_cb (GlowFlashPage *self, GlowFirmwareSet *set)
{
  g_autoptr (GlowFileSource) source = glow_file_source_new_for_set (set);

  if (self->job == NULL)
    glow_file_list_add_source (self->files, source);
}

/**
 * glow_flash_page_open_web:
 *
 * Asks for an address and adds what is there.
 */
void
glow_flash_page_open_web (GlowFlashPage *self)
{
  GtkWindow *dialog = glow_web_dialog_new (get_window (self));

  g_signal_connect_object (dialog, "loaded", G_CALLBACK (web_loaded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
options_changed_cb (GlowFlashPage *self)
{
  g_signal_emit_by_name (self->files, "changed");
}

/* Once, when the page is made. */
void
_glow_flash_page_connect_files (GlowFlashPage *self)
{
  g_signal_connect_object (self->files, "open-details", G_CALLBACK (open_details_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->files, "choose-build", G_CALLBACK (choose_build_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->files, "override", G_CALLBACK (override_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->options, "notify::erase-all",
                           G_CALLBACK (options_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->options, "notify::flash-size",
                           G_CALLBACK (options_changed_cb), self, G_CONNECT_SWAPPED);
}
