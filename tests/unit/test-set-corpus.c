/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Published firmware as its makers hand it out: build trees, manifests, releases. Put
 * together in a temporary directory from the files of GLOWPLUG_FIRMWARE_DIR; skipped
 * without it. */

#include "set-maker.h"

static const char *const hello_chips[] = { "esp32",   "esp32s2", "esp32s3",
                                           "esp32c2", "esp32c3", "esp32c5",
                                           "esp32c6", "esp32h2", "esp32p4" };

static gboolean
skip (void)
{
  const char *corpus = g_getenv ("GLOWPLUG_FIRMWARE_DIR");

  if (corpus && *corpus)
    return FALSE;
  g_test_skip ("GLOWPLUG_FIRMWARE_DIR is not set");
  return TRUE;
}

/* Copies a file of the corpus into the temporary directory. */
static void
copy (SetDir *dir, const char *from, const char *to)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GLOWPLUG_FIRMWARE_DIR"), from, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  set_dir_write (dir, to, content, size);
}

static void
copy_hello (SetDir *dir, const char *chip, const char *to)
{
  static const char *const names[] = { "hello_bootloader.bin",
                                       "hello_partition-table.bin", "hello_world.bin" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from = g_build_filename (chip, names[i], NULL);
    g_autofree char *file = g_build_filename (to, chip, names[i], NULL);

    copy (dir, from, file);
  }
}

static void
assert_whole (GlowFirmwareBuild *build, const char *chip, guint n_parts)
{
  g_assert_null (glow_firmware_build_get_problem (build));
  g_assert_cmpstr (glow_chip_get_tool_name (glow_firmware_build_get_chip (build)), ==,
                   chip);
  g_assert_cmpuint (glow_firmware_build_get_n_parts (build), ==, n_parts);
  g_assert_true (glow_firmware_build_is_whole (build));
}

/* One folder for each chip: the chip that answers gets its own, the rest is counted. */
static void
test_every_chip (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  if (skip ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (hello_chips); i++)
    copy_hello (dir, hello_chips[i], "all");
  set = set_dir_load (dir, "all");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, G_N_ELEMENTS (hello_chips));
  for (gsize i = 0; i < G_N_ELEMENTS (hello_chips); i++) {
    guint hidden;
    g_autoptr (GPtrArray) fits =
      glow_firmware_set_match (set, glow_chip_find_by_name (hello_chips[i]), &hidden);

    g_assert_cmpuint (fits->len, ==, 1);
    g_assert_cmpuint (hidden, ==, G_N_ELEMENTS (hello_chips) - 1);
    assert_whole (fits->pdata[0], hello_chips[i], 3);
  }
}

static void
test_idf_build (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  if (skip ())
    return;
  copy (dir, "esp32p4/enip-scale_flasher_args.json", "enip/build/flasher_args.json");
  copy (dir, "esp32p4/enip-scale_bootloader.bin", "enip/build/bootloader/bootloader.bin");
  copy (dir, "esp32p4/enip-scale_partition-table.bin",
        "enip/build/partition_table/partition-table.bin");
  copy (dir, "esp32p4/enip-scale_ota_data_initial.bin",
        "enip/build/ota_data_initial.bin");
  copy (dir, "esp32p4/enip-scale_ENIP-Scale.bin", "enip/build/ENIP-Scale.bin");
  set = set_dir_load (dir, "enip");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_IDF);
  build = glow_firmware_set_get_build (set, 0);
  assert_whole (build, "esp32p4", 4);
  set_assert_part (build, 0, "bootloader/bootloader.bin", 0x2000);
  set_assert_part (build, 1, "partition_table/partition-table.bin", 0x8000);
  set_assert_part (build, 2, "ENIP-Scale.bin", 0x10000);
  set_assert_part (build, 3, "ota_data_initial.bin", 0x310000);
  g_assert_true (glow_firmware_build_get_options (build)->size_detect);
  g_assert_cmpuint (glow_firmware_build_get_options (build)->freq_mhz, ==, 80);
}

/* The published manifest of WLED 0.15.0; its ESP32-S2 build with another S2's files, its
 * S3 and C3 builds without theirs. */
static void
test_wled_manifest (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  if (skip ())
    return;
  copy (dir, "esp32/WLED_0.15.0_manifest.json", "manifest.json");
  copy (dir, "esp32/WLED_0.15.0_esp32_bootloader_v4.bin", "esp32_bootloader_v4.bin");
  copy (dir, "esp32/WLED_0.15.0_ESP32.bin", "WLED_0.15.0_ESP32.bin");
  copy (dir, "esp8266/WLED_0.15.0_ESP8266.bin", "WLED_0.15.0_ESP8266.bin");
  copy (dir, "esp32s2/hello_bootloader.bin", "bootloader_s2.bin");
  copy (dir, "esp32s2/hello_partition-table.bin", "partitions_s2_4m.bin");
  copy (dir, "esp32s2/hello_world.bin", "WLED_0.15.0_ESP32-S2.bin");
  set = set_dir_load (dir, "manifest.json");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 5);

  build = glow_firmware_set_get_build (set, 0);
  assert_whole (build, "esp32", 2);
  set_assert_part (build, 0, "esp32_bootloader_v4.bin", 0); /* padded up to 0x1000 */
  g_assert_cmpuint (glow_firmware_build_get_n_notes (build), ==, 0);

  build = glow_firmware_set_get_build (set, 2);
  assert_whole (build, "esp32s2", 3);
  set_assert_part (build, 0, "bootloader_s2.bin", 0x1000);    /* listed at 0 */
  set_assert_part (build, 1, "partitions_s2_4m.bin", 0x8000); /* listed at 32.768 */
  g_assert_cmpuint (glow_firmware_build_get_n_notes (build), ==, 2);

  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 3),
                                   GLOW_FIRMWARE_NOTE_FILE_MISSING));
  assert_whole (glow_firmware_set_get_build (set, 4), "esp8266", 1);
}

static void
test_tutorial_manifest (SetDir *dir, gconstpointer data)
{
  static const char *const names[] = { "manifest.json",
                                       "boot_app0.bin",
                                       "SerialHelloWorld.ino.bin",
                                       "SerialHelloWorld.ino.bootloader.bin",
                                       "SerialHelloWorld.ino.partitions.bin",
                                       "esp8266/SerialHelloWorld.ino.bin",
                                       NULL };
  g_autoptr (GlowFirmwareSet) set = NULL;

  if (skip ())
    return;
  copy (dir, "esp32/webtools-tutorial_manifest.json", names[0]);
  copy (dir, "esp32/webtools-tutorial_boot_app0.bin", names[1]);
  copy (dir, "esp32/webtools-tutorial_SerialHelloWorld.bin", names[2]);
  copy (dir, "esp32/webtools-tutorial_bootloader.bin", names[3]);
  copy (dir, "esp32/webtools-tutorial_partitions.bin", names[4]);
  copy (dir, "esp8266/webtools-tutorial_SerialHelloWorld.bin", names[5]);
  set_dir_pack (dir, "webflash.zip", "", names);
  set = set_dir_load (dir, "webflash.zip");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_WEB_MANIFEST);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
  assert_whole (glow_firmware_set_get_build (set, 0), "esp32", 4);
  assert_whole (glow_firmware_set_get_build (set, 1), "esp8266", 1);
  g_assert_false (
    glow_firmware_build_get_options (glow_firmware_set_get_build (set, 0))->erase_first);
}

/* What the Arduino IDE leaves, with boot_app0.bin put beside it. */
static void
test_arduino_build (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  if (skip ())
    return;
  copy (dir, "esp32/webtools-tutorial_boot_app0.bin", "build/boot_app0.bin");
  copy (dir, "esp32/webtools-tutorial_SerialHelloWorld.bin", "build/s.ino.bin");
  copy (dir, "esp32/webtools-tutorial_bootloader.bin", "build/s.ino.bootloader.bin");
  copy (dir, "esp32/webtools-tutorial_partitions.bin", "build/s.ino.partitions.bin");
  set = set_dir_load (dir, "build");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_ARDUINO);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  assert_whole (glow_firmware_set_get_build (set, 0), "esp32", 4);
}

/* Two environments of one PlatformIO project. */
static void
test_platformio_build (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  if (skip ())
    return;
  copy (dir, "esp32c3/hello_bootloader.bin", "p/.pio/build/c3/bootloader.bin");
  copy (dir, "esp32c3/hello_partition-table.bin", "p/.pio/build/c3/partitions.bin");
  copy (dir, "esp32c3/hello_world.bin", "p/.pio/build/c3/firmware.bin");
  copy (dir, "esp8266/WLED_0.15.0_ESP8266.bin", "p/.pio/build/d1_mini/firmware.bin");
  set_dir_write_text (dir, "p/platformio.ini", "[env:c3]\n");
  set = set_dir_load (dir, "p");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_PLATFORMIO);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
  assert_whole (glow_firmware_set_get_build (set, 0), "esp32c3", 3);
  assert_whole (glow_firmware_set_get_build (set, 1), "esp8266", 1);
  g_assert_cmpstr (glow_firmware_build_get_label (glow_firmware_set_get_build (set, 0)),
                   ==, "c3");
}

static void
add (const char *path, void (*test) (SetDir *dir, gconstpointer data))
{
  g_test_add (path, SetDir, NULL, set_dir_set_up, test, set_dir_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/set-corpus/every-chip", test_every_chip);
  add ("/set-corpus/idf-build", test_idf_build);
  add ("/set-corpus/wled-manifest", test_wled_manifest);
  add ("/set-corpus/tutorial-manifest", test_tutorial_manifest);
  add ("/set-corpus/arduino-build", test_arduino_build);
  add ("/set-corpus/platformio-build", test_platformio_build);
  return g_test_run ();
}
