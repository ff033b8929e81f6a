/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Runs a command and tells what it took: measure REPORT COMMAND [ARGUMENT...]. A small
 * program of its own, because the kernel counts the memory of the parent at the fork for
 * the child's peak. */

#define G_LOG_DOMAIN "bench"

#include "config.h"

#include <glib.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_NOT_RUN 127

static double
seconds (struct timeval t)
{
  return (double) t.tv_sec + (double) t.tv_usec / G_USEC_PER_SEC;
}

static void
write_report (const char *path, gint64 start_us, gint64 end_us, int status)
{
  struct rusage usage;
  FILE *file = fopen (path, "w");

  if (!file || getrusage (RUSAGE_CHILDREN, &usage) != 0)
    return;
  fprintf (file,
           "{\"start_us\": %" G_GINT64_FORMAT ", \"wall_s\": %.6f, \"cpu_s\": %.6f, "
           "\"peak_kib\": %ld, \"status\": %d}\n",
           start_us, (double) (end_us - start_us) / G_USEC_PER_SEC,
           seconds (usage.ru_utime) + seconds (usage.ru_stime), usage.ru_maxrss, status);
  fclose (file);
}

int
main (int argc, char *argv[])
{
  gint64 start_us;
  int status = 0;
  pid_t child;

  if (argc < 3)
    return EXIT_NOT_RUN;
  start_us = g_get_monotonic_time ();
  child = fork ();
  if (child == 0) {
    execvp (argv[2], argv + 2);
    _exit (EXIT_NOT_RUN);
  }
  if (child < 0 || waitpid (child, &status, 0) != child)
    return EXIT_NOT_RUN;
  write_report (argv[1], start_us, g_get_monotonic_time (), status);
  return WIFEXITED (status) ? WEXITSTATUS (status) : EXIT_NOT_RUN;
}
