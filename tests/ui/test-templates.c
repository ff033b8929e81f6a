/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Makes every widget of the window and lets go of it again: a mistake in a template is no
 * more than a critical at run time, and criticals are fatal here. */

#include "config.h"

#include "glow-baud-chooser.h"
#include "glow-board-list.h"
#include "glow-board-picker.h"
#include "glow-console-page.h"
#include "glow-console-view.h"
#include "glow-failure-card.h"
#include "glow-file-details.h"
#include "glow-file-list.h"
#include "glow-file-row.h"
#include "glow-flash-map-box.h"
#include "glow-flash-page.h"
#include "glow-job-bar.h"
#include "glow-log-view.h"
#include "glow-options-row.h"
#include "glow-resources.h"
#include "glow-send-bar.h"
#include "glow-setup-form.h"
#include "glow-setup-networks.h"
#include "glow-setup-profiles.h"
#include "glow-setup-remember.h"
#include "glow-web-dialog.h"
#include "glow-window.h"

#include "glow-error.h"

static void
assert_comes_and_goes (GType type)
{
  GtkWidget *widget = g_object_new (type, NULL);

  g_object_ref_sink (widget);
  g_assert_finalize_object (widget);
}

static void
test_parts (void)
{
  assert_comes_and_goes (GLOW_TYPE_BAUD_CHOOSER);
  assert_comes_and_goes (GLOW_TYPE_BOARD_PICKER);
  assert_comes_and_goes (GLOW_TYPE_CONSOLE_VIEW);
  assert_comes_and_goes (GLOW_TYPE_CONSOLE_PAGE);
  assert_comes_and_goes (GLOW_TYPE_FAILURE_CARD);
  assert_comes_and_goes (GLOW_TYPE_FILE_LIST);
  assert_comes_and_goes (GLOW_TYPE_FLASH_MAP_BOX);
  assert_comes_and_goes (GLOW_TYPE_FLASH_PAGE);
  assert_comes_and_goes (GLOW_TYPE_JOB_BAR);
  assert_comes_and_goes (GLOW_TYPE_LOG_VIEW);
  assert_comes_and_goes (GLOW_TYPE_OPTIONS_ROW);
  assert_comes_and_goes (GLOW_TYPE_SEND_BAR);
  assert_comes_and_goes (GLOW_TYPE_SETUP_FORM);
  assert_comes_and_goes (GLOW_TYPE_SETUP_NETWORKS);
  assert_comes_and_goes (GLOW_TYPE_SETUP_REMEMBER);
}

static void
test_file_row (void)
{
  g_autoptr (GlowFileItem) item = glow_file_item_new (GLOW_FILE_ITEM_SINGLE, "app.bin");
  GPtrArray *findings = glow_item_findings_new ();
  GtkWidget *row = glow_file_row_new (item);

  g_object_ref_sink (row);
  g_ptr_array_add (findings, glow_item_finding_new (GLOW_ITEM_WARNING, "It is odd"));
  g_ptr_array_add (findings, glow_item_finding_new (GLOW_ITEM_REFUSAL, "It is nowhere"));
  glow_file_item_take_findings (item, findings);
  g_assert_cmpstr (glow_file_item_get_problem (item), ==, "It is nowhere");
  g_assert_true (glow_file_row_get_item (GLOW_FILE_ROW (row)) == item);
  g_assert_finalize_object (row);
}

static void
test_windows (void)
{
  g_autoptr (GlowFileItem) item = glow_file_item_new (GLOW_FILE_ITEM_SINGLE, "app.bin");
  GtkWindow *windows[] = { glow_file_details_new (NULL, item),
                           glow_web_dialog_new (NULL) };

  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++) {
    GtkWindow *window = windows[i];

    gtk_window_present (window);
    g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
    gtk_window_destroy (window);
    while (window && g_main_context_iteration (NULL, FALSE))
      ;
    g_assert_null (window);
  }
}

static void
test_failure_card (void)
{
  g_autoptr (GError) error = g_error_new (GLOW_ERROR, GLOW_ERROR_SILENT, "no answer");
  GtkWidget *card = g_object_new (GLOW_TYPE_FAILURE_CARD, NULL);

  g_object_ref_sink (card);
  g_assert_false (gtk_widget_get_visible (card));
  glow_failure_card_show (GLOW_FAILURE_CARD (card), error);
  g_assert_true (gtk_widget_get_visible (card));
  glow_failure_card_hide (GLOW_FAILURE_CARD (card));
  g_assert_false (gtk_widget_get_visible (card));
  g_assert_finalize_object (card);
}

static void
test_options (void)
{
  GtkWidget *row = g_object_new (GLOW_TYPE_OPTIONS_ROW, NULL);
  GlowFlashOptions options = { 0 };

  g_object_ref_sink (row);
  g_object_set (row, "baud", 460800u, "flash-mode", "dio", "flash-frequency", "80m",
                "flash-size", "file", "erase-all", TRUE, NULL);
  glow_options_row_fill (GLOW_OPTIONS_ROW (row), &options);
  g_assert_cmpuint (options.baud, ==, 460800);
  g_assert_cmpint (options.flash_mode, ==, GLOW_FLASH_MODE_DIO);
  g_assert_cmpuint (options.flash_freq_mhz, ==, 80);
  g_assert_cmpuint (options.flash_size, ==, 0);
  g_assert_true (options.keep_flash_size);
  g_assert_true (options.erase_all);
  g_object_set (row, "flash-size", "4MB", "flash-mode", "no such mode", NULL);
  glow_options_row_fill (GLOW_OPTIONS_ROW (row), &options);
  g_assert_cmpuint (options.flash_size, ==, 4 * 1024 * 1024);
  g_assert_false (options.keep_flash_size);
  g_assert_cmpint (options.flash_mode, ==, GLOW_FLASH_MODE_DIO);
  g_assert_finalize_object (row);
}

static void
test_window (void)
{
  g_autoptr (GlowPortList) ports = glow_port_list_new ();
  g_autoptr (GlowBoardList) boards = glow_board_list_new (ports);
  GlowWindow *window = glow_window_new (NULL, boards);
  GlowBoardItem *item = glow_board_list_add_practice (boards, "esp32", FALSE, NULL);

  g_assert_nonnull (item);
  glow_window_choose_board (window, item);
  gtk_window_present (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  while (window && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  glow_resources_register_resource ();
  gtk_init ();
  adw_init ();
  g_test_add_func ("/templates/parts", test_parts);
  g_test_add_func ("/templates/file-row", test_file_row);
  g_test_add_func ("/templates/failure-card", test_failure_card);
  g_test_add_func ("/templates/windows", test_windows);
  g_test_add_func ("/templates/options", test_options);
  g_test_add_func ("/templates/window", test_window);
  return g_test_run ();
}
