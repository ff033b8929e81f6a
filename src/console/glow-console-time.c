/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-console-time.h"

/**
 * glow_console_dup_time:
 * @time_us: since 1970, in UTC
 *
 * Returns: (transfer full): the local time of day to the millisecond, and two blanks
 */
char *
glow_console_dup_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *seconds = g_date_time_format (local, "%H:%M:%S");

  return g_strdup_printf ("%s.%03d  ", seconds, (int) (time_us / 1000 % 1000));
}
