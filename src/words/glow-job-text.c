/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-job-text.h"

#include "glow-format.h"

#include <glib/gi18n-lib.h>

#define SEPARATOR " · "

/**
 * glow_job_text_get_phase:
 * @phase: what the run is at
 *
 * Any thread.
 *
 * Returns: (transfer none): the phase in a word or two, translated
 */
const char *
glow_job_text_get_phase (GlowPhase phase)
{
  switch (phase) {
  case GLOW_PHASE_CONNECT:
    return _ ("Connecting");
  case GLOW_PHASE_IDENTIFY:
    return _ ("Identifying the chip");
  case GLOW_PHASE_STUB:
    return _ ("Starting the stub");
  case GLOW_PHASE_SPEED:
    return _ ("Raising the speed");
  case GLOW_PHASE_CHECK:
    return _ ("Checking the files");
  case GLOW_PHASE_ERASE:
    return _ ("Erasing");
  case GLOW_PHASE_WRITE:
    return _ ("Writing");
  case GLOW_PHASE_READ:
    return _ ("Reading");
  case GLOW_PHASE_VERIFY:
    return _ ("Verifying");
  case GLOW_PHASE_RESET:
    return _ ("Restarting the board");
  case GLOW_PHASE_BOOT:
    return _ ("Watching it start");
  case GLOW_PHASE_DONE:
    return _ ("Finished");
  default:
    g_return_val_if_reached ("");
  }
}

/**
 * glow_job_text_get_heard:
 * @heard: what the board says while no loader answers
 *
 * Any thread.
 *
 * Returns: (transfer none): it in a sentence, translated
 */
const char *
glow_job_text_get_heard (GlowHeard heard)
{
  switch (heard) {
  case GLOW_HEARD_GARBAGE:
    return _ ("It sends bytes that can't be read: another speed, or a bad contact.");
  case GLOW_HEARD_APPLICATION:
    return _ ("Its program is running and talks.");
  case GLOW_HEARD_ROM_NORMAL_BOOT:
    return _ ("It restarted, but BOOT was not held down.");
  case GLOW_HEARD_ROM_DOWNLOAD:
    return _ ("It is in its bootloader, but our bytes don't reach it: look at the wire to its RX pin.");
  case GLOW_HEARD_NOTHING:
  default:
    return _ ("It says nothing so far.");
  }
}

static char *
dup_time_left (double seconds)
{
  if (seconds < 90)
    /* TRANSLATORS: time until the run ends, in seconds */
    return g_strdup_printf (_ ("%.0f s left"), MAX (seconds, 1));
  /* TRANSLATORS: time until the run ends, in minutes */
  return g_strdup_printf (_ ("%.0f min left"), seconds / 60);
}

/* The time limit is what it takes at most: a board that talks is through much sooner. */
static char *
dup_boot_progress (const GlowProgressState *state)
{
  double seconds = MAX (state->seconds_left, 0);

  if (state->waits_for_port)
    return g_strdup (_ ("The board is back on USB in a moment"));
  if (state->asks_for_reset)
    /* TRANSLATORS: a button on the board, and a time in seconds */
    return g_strdup_printf (_ ("Press RESET on the board · at most %.0f s"), seconds);
  /* TRANSLATORS: a time in seconds */
  return g_strdup_printf (_ ("Written · watching it start · at most %.0f s"), seconds);
}

/**
 * glow_job_text_dup_progress:
 * @state: how far a run is
 *
 * Phase, percent of the whole run, and rate and time left where they are known. Any
 * thread.
 *
 * Returns: (transfer full): "Writing · 62 % · 88 kB/s · 7 s left"
 */
char *
glow_job_text_dup_progress (const GlowProgressState *state)
{
  g_autoptr (GString) text = NULL;

  if (state->needs_hand)
    return g_strdup (_ ("Waiting for the board: hold BOOT, tap RESET"));
  if (state->phase == GLOW_PHASE_BOOT)
    return dup_boot_progress (state);
  if (state->waits_for_port)
    return g_strdup (_ ("Unplugged: plug it in again and it goes on"));
  text = g_string_new (glow_job_text_get_phase (state->phase));

  g_string_append (text, SEPARATOR);
  /* TRANSLATORS: how much of the run is over */
  g_string_append_printf (text, _ ("%d %%"), (int) (state->fraction * 100));
  if (state->rate > 0) {
    g_string_append (text, SEPARATOR);
    /* TRANSLATORS: thousands of bytes in a second */
    g_string_append_printf (text, _ ("%.0f kB/s"), state->rate / 1000);
  }
  if (state->seconds_left >= 0 && state->phase != GLOW_PHASE_DONE) {
    g_autofree char *left = dup_time_left (state->seconds_left);

    g_string_append (text, SEPARATOR);
    g_string_append (text, left);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * glow_job_text_dup_chip:
 * @info: what was found out about a chip
 *
 * Any thread.
 *
 * Returns: (transfer full): "ESP32-D0WD-V3 rev 3.1 · 4 MiB · 24:6f:28:00:11:22", without
 * what is not known
 */
char *
glow_job_text_dup_chip (const GlowChipInfo *info)
{
  const char *name =
    info->description ? info->description : glow_chip_get_name (info->chip);
  g_autofree char *revision = glow_chip_info_dup_revision (info);
  g_autofree char *mac = glow_chip_info_dup_mac (info);
  g_autoptr (GString) text = g_string_new (name);

  if (revision) {
    const char *number = revision[0] == 'v' ? revision + 1 : revision;

    g_string_append_c (text, ' ');
    /* TRANSLATORS: revision of a chip, such as 3.1 */
    g_string_append_printf (text, _ ("rev %s"), number);
  }
  if (info->flash_size > 0) {
    g_autofree char *size = glow_format_size (info->flash_size);

    g_string_append_printf (text, SEPARATOR "%s", size);
  }
  if (mac)
    g_string_append_printf (text, SEPARATOR "%s", mac);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * glow_job_text_dup_flash_state:
 * @result: (nullable): of a run that has ended; %NULL when it never reached the board
 *
 * What has to be known about the flash after a run that did not reach its end. Any
 * thread.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL when all was written and
 * nothing speaks against it
 */
char *
glow_job_text_dup_flash_state (GlowFlashResult *result)
{
  if (result == NULL || !glow_flash_result_flash_touched (result))
    return g_strdup (_ ("Nothing was written: the flash is as it was."));
  if (glow_flash_result_get_written (result) != GLOW_VERDICT_YES)
    return g_strdup (_ ("The flash is partly overwritten: flash again."));
  if (glow_flash_result_get_verified (result) == GLOW_VERDICT_NO)
    return g_strdup (_ ("The content was not verified: flash again."));
  return NULL;
}
