/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-job-text.h"

#include "glow-flash-result-private.h"

static void
test_progress (void)
{
  static const struct {
    GlowProgressState state;
    const char *text;
  } cases[] = {
    { { .phase = GLOW_PHASE_WRITE,
        .fraction = 0.625,
        .rate = 88200,
        .seconds_left = 7.2 },
      "Writing · 62 % · 88 kB/s · 7 s left" },
    { { .phase = GLOW_PHASE_CONNECT, .fraction = 0, .seconds_left = -1 },
      "Connecting · 0 %" },
    { { .phase = GLOW_PHASE_ERASE, .fraction = 0.999, .seconds_left = 0.1 },
      "Erasing · 99 % · 1 s left" },
    { { .phase = GLOW_PHASE_VERIFY, .fraction = 0.5, .rate = 400, .seconds_left = 150 },
      "Verifying · 50 % · 0 kB/s · 2 min left" },
    { { .phase = GLOW_PHASE_DONE, .fraction = 1, .seconds_left = 0 },
      "Finished · 100 %" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = glow_job_text_dup_progress (&cases[i].state);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_every_phase (void)
{
  for (int phase = GLOW_PHASE_CONNECT; phase <= GLOW_PHASE_DONE; phase++)
    g_assert_cmpstr (glow_job_text_get_phase ((GlowPhase) phase), !=, "");
}

static void
test_chip (void)
{
  g_autoptr (GlowChipInfo) info = glow_chip_info_new (glow_chip_get (GLOW_CHIP_ESP32));
  static const guint8 mac[6] = { 0x24, 0x6f, 0x28, 0x00, 0x11, 0x22 };
  g_autofree char *bare = NULL;
  g_autofree char *full = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (mac); i++)
    info->mac[i] = mac[i];
  info->has_mac = TRUE;
  bare = glow_job_text_dup_chip (info);
  g_assert_cmpstr (bare, ==, "ESP32 · 24:6f:28:00:11:22");
  info->description = g_strdup ("ESP32-D0WD-V3");
  info->has_revision = TRUE;
  info->revision = 301;
  info->flash_size = 4 * 1024 * 1024;
  full = glow_job_text_dup_chip (info);
  g_assert_cmpstr (full, ==, "ESP32-D0WD-V3 rev 3.1 · 4 MiB · 24:6f:28:00:11:22");
}

static void
test_flash_state (void)
{
  static const struct {
    gboolean touched;
    GlowVerdict written;
    GlowVerdict verified;
    const char *text;
  } cases[] = {
    { FALSE, GLOW_VERDICT_NO, GLOW_VERDICT_NO,
      "Nothing was written: the flash is as it was." },
    { TRUE, GLOW_VERDICT_NO, GLOW_VERDICT_NO,
      "The flash is partly overwritten: flash again." },
    { TRUE, GLOW_VERDICT_YES, GLOW_VERDICT_NO,
      "The content was not verified: flash again." },
    { TRUE, GLOW_VERDICT_YES, GLOW_VERDICT_NOT_CHECKED, NULL },
    { TRUE, GLOW_VERDICT_YES, GLOW_VERDICT_YES, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowFlashResult) result = glow_flash_result_new ();
    g_autofree char *text = NULL;

    result->flash_touched = cases[i].touched;
    result->written = cases[i].written;
    result->verified = cases[i].verified;
    text = glow_job_text_dup_flash_state (result);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_flash_state_without_contact (void)
{
  g_autofree char *text = glow_job_text_dup_flash_state (NULL);

  g_assert_cmpstr (text, ==, "Nothing was written: the flash is as it was.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job-text/progress", test_progress);
  g_test_add_func ("/job-text/every-phase", test_every_phase);
  g_test_add_func ("/job-text/chip", test_chip);
  g_test_add_func ("/job-text/flash-state", test_flash_state);
  g_test_add_func ("/job-text/flash-state-without-contact",
                   test_flash_state_without_contact);
  return g_test_run ();
}
