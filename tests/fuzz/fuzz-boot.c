/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as what a starting board says, crashes among them. The first byte chooses the
 * setup, the second cuts the rest. */

#include "glow-boot-watch.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LINES    32
#define MAX_LINE_LEN 1024

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_panic (GlowPanic *panic)
{
  g_autofree char *text = NULL;

  if (!panic)
    return;
  text = glow_panic_dup_text (panic);
  if (!g_utf8_validate (text, -1, NULL) ||
      glow_panic_get_n_frames (panic) > GLOW_PANIC_MAX_FRAMES ||
      glow_panic_get_core (panic) < -1 || glow_panic_get_cause (panic) < -1)
    abort ();
}

static void
check_report (GlowBootReport *report, gboolean decided)
{
  const char *const *lines = glow_boot_report_get_lines (report);
  GlowBootVerdict verdict = glow_boot_report_get_verdict (report);
  guint n_lines = 0;

  for (; lines[n_lines]; n_lines++) {
    if (!g_utf8_validate (lines[n_lines], -1, NULL) ||
        strlen (lines[n_lines]) > MAX_LINE_LEN)
      abort ();
  }
  if (n_lines > MAX_LINES)
    abort ();
  if (verdict == GLOW_BOOT_BOOTED && !decided)
    abort ();
  if (verdict == GLOW_BOOT_RESTARTS && glow_boot_report_get_n_restarts (report) == 0)
    abort ();
  check_panic (glow_boot_report_get_panic (report));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  GlowBootSetup setup = { .rom_baud = 74880 };
  g_autoptr (GlowBootWatch) watch = NULL;
  g_autoptr (GlowBootReport) report = NULL;
  gint64 now_us = 0;
  gsize step;

  if (size < 2)
    return 0;
  setup.has_baud = data[0] & 1;
  setup.was_reset = data[0] & 2;
  setup.safe_mode = data[0] & 4;
  setup.good_bootloader = data[0] & 8;
  step = 1 + data[1];
  watch = glow_boot_watch_new (&setup, 0);
  for (gsize pos = 2; pos < size; pos += step) {
    now_us += (gint64) data[1] * 10000;
    glow_boot_watch_feed (watch, data + pos, MIN (step, size - pos), now_us);
    if (glow_boot_watch_get_baud (watch) == 0)
      abort ();
  }
  report = glow_boot_watch_create_report (watch, GLOW_BOOT_END_TIME);
  check_report (report, glow_boot_watch_is_decided (watch));
  return 0;
}
