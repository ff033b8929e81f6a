/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * bench-console [SECONDS]: the real window with its console on a board that floods 2
 * Mbaud of colourful log. Prints the longest time for which the main loop did not turn,
 * the most processor time that passed in one such gap (the same without what other
 * programs take), and how much the memory has grown since the log was full. */

#include "config.h"

#include "glow-board-list.h"
#include "glow-console-page.h"
#include "glow-resources.h"
#include "glow-window.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BOARD     "esp32?app=flood:2000000"
#define RUN_S     60
#define TURN_MS   1
#define TELL_US   (10 * G_USEC_PER_SEC)
#define WARM_UP_S 2

typedef struct {
  gint64 last_us;
  gint64 last_cpu_us;
  gint64 worst_us;
  gint64 worst_cpu_us;
} Gaps;

static gint64
get_cpu_us (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
turn_cb (gpointer user_data)
{
  Gaps *gaps = user_data;
  gint64 now_us = g_get_monotonic_time ();
  gint64 cpu_us = get_cpu_us ();

  gaps->worst_us = MAX (gaps->worst_us, now_us - gaps->last_us);
  gaps->worst_cpu_us = MAX (gaps->worst_cpu_us, cpu_us - gaps->last_cpu_us);
  gaps->last_us = now_us;
  gaps->last_cpu_us = cpu_us;
  return G_SOURCE_CONTINUE;
}

static double
get_rss_mib (void)
{
  g_autofree char *text = NULL;
  char *end = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  g_ascii_strtoull (text, &end, 10);
  return (double) g_ascii_strtoull (end, NULL, 10) * (double) sysconf (_SC_PAGESIZE) /
         (1024 * 1024);
}

static void
turn_until (gint64 end_us)
{
  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
}

static void
measure (GlowWindow *window, gint64 run_us)
{
  gint64 start_us = g_get_monotonic_time ();
  Gaps gaps = { .last_us = start_us, .last_cpu_us = get_cpu_us () };
  double before_mib = 0;
  guint source = g_timeout_add_full (G_PRIORITY_HIGH, TURN_MS, turn_cb, &gaps, NULL);

  for (gint64 at_us = TELL_US; at_us <= run_us; at_us += TELL_US) {
    turn_until (start_us + at_us);
    if (at_us * 2 <= run_us)
      before_mib = get_rss_mib ();
    g_print ("%2" G_GINT64_FORMAT " s: longest gap %.1f ms, of it %.1f ms at work; "
             "%.1f MiB\n",
             at_us / G_USEC_PER_SEC, (double) gaps.worst_us / 1000,
             (double) gaps.worst_cpu_us / 1000, get_rss_mib ());
  }
  g_source_remove (source);
  g_print ("memory in the second half: %+.1f MiB\n", get_rss_mib () - before_mib);
}

int
main (int argc, char **argv)
{
  gint64 run_s = argc > 1 ? atoi (argv[1]) : RUN_S;
  g_autoptr (GlowPortList) ports = NULL;
  g_autoptr (GlowBoardList) boards = NULL;
  GlowWindow *window;
  GlowBoardItem *item;

  glow_resources_register_resource ();
  gtk_init ();
  adw_init ();
  ports = glow_port_list_new ();
  boards = glow_board_list_new (ports);
  window = glow_window_new (NULL, boards);
  item = glow_board_list_add_practice (boards, BOARD, TRUE, NULL);
  g_assert_nonnull (item);
  glow_window_choose_board (window, item);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-console", NULL);
  turn_until (g_get_monotonic_time () + WARM_UP_S * G_USEC_PER_SEC);
  measure (window, run_s * G_USEC_PER_SEC);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
