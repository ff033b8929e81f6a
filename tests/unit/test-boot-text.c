/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-boot-text.h"

#include <string.h>

static GlowBootReport *
new_report (GlowBootVerdict verdict, GlowBootCause cause, GlowBootRepair repair)
{
  const GlowBootFindings findings = {
    .verdict = verdict, .cause = cause, .repair = repair, .period_us = 2340000
  };

  return glow_boot_report_new (&findings);
}

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_ascii_isupper (text[0]));
  g_assert_true (g_str_has_suffix (text, "."));
}

/* every verdict with every cause has a title and a reason */
static void
test_all_have_words (void)
{
  for (gint verdict = GLOW_BOOT_UNPROVEN; verdict <= GLOW_BOOT_UNREADABLE; verdict++) {
    g_assert_cmpuint (strlen (glow_boot_text_get_mark ((GlowBootVerdict) verdict)), >, 3);
    for (gint cause = 0; cause <= GLOW_BOOT_CAUSE_NO_RESET; cause++) {
      g_autoptr (GlowBootReport) report =
        new_report ((GlowBootVerdict) verdict, (GlowBootCause) cause,
                    GLOW_BOOT_REPAIR_NONE);
      g_autofree char *title = glow_boot_text_dup_title (report);
      g_autofree char *reason = glow_boot_text_dup_reason (report);

      g_assert_false (g_str_has_suffix (title, "."));
      assert_sentence (reason);
    }
  }
}

static void
test_all_repairs_have_words (void)
{
  for (gint repair = GLOW_BOOT_REPAIR_FLASH_MODE; repair <= GLOW_BOOT_REPAIR_PRESS_RESET;
       repair++) {
    g_autoptr (GlowBootReport) report =
      new_report (GLOW_BOOT_STOPPED, GLOW_BOOT_CAUSE_FLASH_READ, (GlowBootRepair) repair);

    assert_sentence (glow_boot_text_get_action (report));
  }
}

/* what a button can do, and what it can't */
static void
test_buttons (void)
{
  g_assert_nonnull (glow_boot_text_get_repair (GLOW_BOOT_REPAIR_FLASH_MODE));
  g_assert_nonnull (glow_boot_text_get_repair (GLOW_BOOT_REPAIR_FLASH_SIZE));
  g_assert_nonnull (glow_boot_text_get_repair (GLOW_BOOT_REPAIR_BOOTLOADER));
  g_assert_null (glow_boot_text_get_repair (GLOW_BOOT_REPAIR_POWER));
  g_assert_null (glow_boot_text_get_repair (GLOW_BOOT_REPAIR_PRESS_RESET));
  g_assert_null (glow_boot_text_get_repair (GLOW_BOOT_REPAIR_NONE));
}

static void
test_period (void)
{
  g_autoptr (GlowBootReport) report =
    new_report (GLOW_BOOT_RESTARTS, GLOW_BOOT_CAUSE_BROWNOUT, GLOW_BOOT_REPAIR_POWER);
  g_autofree char *title = glow_boot_text_dup_title (report);

  g_assert_cmpstr (title, ==, "The board restarts every 2.3 s");
}

static void
test_name (void)
{
  const GlowBootFindings findings = { .verdict = GLOW_BOOT_BOOTED,
                                      .app_name = "Tasmota" };
  g_autoptr (GlowBootReport) report = glow_boot_report_new (&findings);
  g_autofree char *title = glow_boot_text_dup_title (report);

  g_assert_cmpstr (title, ==, "Tasmota has started");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot-text/words", test_all_have_words);
  g_test_add_func ("/boot-text/repairs", test_all_repairs_have_words);
  g_test_add_func ("/boot-text/buttons", test_buttons);
  g_test_add_func ("/boot-text/period", test_period);
  g_test_add_func ("/boot-text/name", test_name);
  return g_test_run ();
}
