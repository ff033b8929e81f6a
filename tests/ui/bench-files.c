/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * bench-files: a window with a thousand files, and one with a file of 16 MiB. Prints the
 * longest time for which the main loop did not turn. */

#include "config.h"

#include "glow-board-list.h"
#include "glow-resources.h"
#include "glow-window.h"

#include <glib/gstdio.h>

#define N_FILES    1000
#define FILE_SIZE  4096 /* bytes */
#define BIG_SIZE   (16u * 1024 * 1024)
#define TURN_MS    1
#define CALM_US    (2 * G_USEC_PER_SEC)  /* without a long turn: everything is in */
#define GIVE_UP_US (40 * G_USEC_PER_SEC) /* whatever happens */
#define LONG_US    100000

typedef struct {
  gint64 last_us;
  gint64 worst_us;
  gint64 last_long_us;
} Gaps;

static gboolean
turn_cb (gpointer user_data)
{
  Gaps *gaps = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 gap = now - gaps->last_us;

  gaps->worst_us = MAX (gaps->worst_us, gap);
  if (gap > LONG_US)
    gaps->last_long_us = now;
  gaps->last_us = now;
  return G_SOURCE_CONTINUE;
}

static void
measure (const char *what, const char *folder, guint n_files, gsize size)
{
  g_autoptr (GlowPortList) ports = glow_port_list_new ();
  g_autoptr (GlowBoardList) boards = glow_board_list_new (ports);
  GlowWindow *window = glow_window_new (NULL, boards);
  g_autofree char *content = g_malloc0 (size);
  Gaps gaps = { 0 };
  gint64 end = 0;
  guint source;

  memset (content, 0x5a, size);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < n_files; i++) {
    g_autofree char *name = g_strdup_printf ("%s-%04u.bin", what, i);
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    g_file_set_contents (path, content, (gssize) size, NULL);
    glow_window_add_file (window, file);
  }
  gaps.last_us = gaps.last_long_us = g_get_monotonic_time ();
  end = gaps.last_us + GIVE_UP_US;
  source = g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, turn_cb, &gaps, NULL);
  while (gaps.last_us - gaps.last_long_us < CALM_US && gaps.last_us < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  g_print ("%s: longest gap of the main loop %.1f ms\n", what,
           (double) gaps.worst_us / 1000);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("glow-bench-XXXXXX", NULL);

  glow_resources_register_resource ();
  gtk_init ();
  adw_init ();
  measure ("1000 files", folder, N_FILES, FILE_SIZE);
  measure ("16 MiB", folder, 1, BIG_SIZE);
  remove_files (folder);
  return 0;
}
