/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Sets in words. */

#include "glow-firmware-build-private.h"
#include "glow-set-text.h"

/* A note without a sentence would show nothing but a file's name. */
static void
test_every_note (void)
{
  for (guint code = 0; code < GLOW_FIRMWARE_NOTE_LAST; code++) {
    g_autoptr (GlowFirmwareNote) note =
      glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM, (GlowFirmwareNoteCode) code,
                              "file.bin", "given", 0x1000,
                              glow_chip_get (GLOW_CHIP_ESP32));
    g_autofree char *sentence = glow_set_text_dup_note (note);
    g_autofree char *message = glow_firmware_note_dup_message (note);

    g_test_message ("%s", sentence);
    g_assert_cmpstr (sentence, !=, "file.bin");
    g_assert_true (g_str_has_suffix (sentence, "."));
    g_assert_cmpstr (message, !=, "file.bin");
    g_assert_false (g_str_has_suffix (message, "."));
  }
}

static const struct {
  const char *label;
  const char *words;
} labels[] = {
  { "bluetooth", "Bluetooth" },
  { "DE", "German" },
  { "normal_ESP32_4M316k", "normal_ESP32, 4 MiB flash, 316 KiB for files" },
  { "4M1M-factory", "4 MiB flash, 1 MiB for files, first installation" },
  { "ESP32-S3_8MB", "ESP32-S3, 8 MiB flash" },
  { "tasmota32c3_14.3", "tasmota32c3_14.3" },
  { "4Mx", "4Mx" },
  { "999999999999999999999M", "999999999999999999999M" },
  { "--", "" },
  { "", "" },
};

static void
test_labels (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++) {
    g_autoptr (GlowFirmwareBuild) build = glow_firmware_build_new (NULL, labels[i].label);
    g_autofree char *words = glow_set_text_dup_label (build);

    g_assert_cmpstr (words, ==, labels[i].words);
  }
}

static void
test_hidden (void)
{
  g_autofree char *one = glow_set_text_dup_hidden (1);
  g_autofree char *many = glow_set_text_dup_hidden (12);

  g_assert_cmpstr (one, ==, "1 build for another chip");
  g_assert_cmpstr (many, ==, "12 builds for other chips");
}

static void
test_options (void)
{
  GlowFirmwareOptions options = { 2, 40, 2 * 1024 * 1024, FALSE, TRUE };
  g_autoptr (GlowFirmwareBuild) build = glow_firmware_build_new (NULL, "x");
  g_autofree char *nothing = glow_set_text_dup_options (build);
  g_autofree char *words = NULL;

  g_assert_null (nothing);
  glow_firmware_build_set_options (build, &options);
  words = glow_set_text_dup_options (build);
  g_assert_cmpstr (words, ==, "DIO, 40 MHz, 2 MiB, empty flash for a first installation");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/set-text/every-note", test_every_note);
  g_test_add_func ("/set-text/labels", test_labels);
  g_test_add_func ("/set-text/hidden", test_hidden);
  g_test_add_func ("/set-text/options", test_options);
  return g_test_run ();
}
