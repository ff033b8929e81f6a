/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What files, archives and folders expand to. */

#include "glow-error.h"
#include "set-maker.h"

static const GlowChip *
esp32 (void)
{
  return glow_chip_get (GLOW_CHIP_ESP32);
}

static void
write_arduino (SetDir *dir, const char *folder)
{
  g_autofree char *bootloader = g_build_filename (folder, "s.ino.bootloader.bin", NULL);
  g_autofree char *table = g_build_filename (folder, "s.ino.partitions.bin", NULL);
  g_autofree char *app = g_build_filename (folder, "s.ino.bin", NULL);

  set_dir_write_image (dir, bootloader, &maker_esp32_bootloader);
  set_dir_write_table (dir, table);
  set_dir_write_image (dir, app, &maker_esp32_app);
}

static void
test_plain (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  set_dir_write_image (dir, "app.bin", &maker_esp32_app);
  set = set_dir_load (dir, "app.bin");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_FILE);
  g_assert_cmpstr (glow_firmware_set_get_name (set), ==, "app.bin");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_true (glow_firmware_build_get_chip (build) == esp32 ());
  g_assert_cmpuint (glow_firmware_build_get_n_parts (build), ==, 1);
  g_assert_false (glow_firmware_build_get_part (build, 0)->has_offset);
  g_assert_false (glow_firmware_build_is_whole (build));
  g_assert_null (glow_firmware_build_get_problem (build));
  g_assert_nonnull (glow_image_get_file (glow_firmware_build_get_part (build, 0)->image));
}

static void
test_gzip (SetDir *dir, gconstpointer data)
{
  static const char *const names[] = { "app.bin", NULL };
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GZlibCompressor) deflater =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GByteArray) app = maker_new (&maker_esp8266_v1);
  guint8 packed[4096];
  gsize n_read;
  gsize n_written;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (deflater), app->data, app->len,
                                        packed, sizeof packed, G_CONVERTER_INPUT_AT_END,
                                        &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);
  set_dir_write (dir, "app.bin.gz", packed, n_written);
  set = set_dir_load (dir, "app.bin.gz");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_GZIP);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  g_assert_true (glow_firmware_build_get_chip (glow_firmware_set_get_build (set, 0)) ==
                 glow_chip_get (GLOW_CHIP_ESP8266));

  g_clear_object (&set);
  set_dir_write_array (dir, "app.bin", app);
  set_dir_pack (dir, "app.tar.gz", "", names);
  set = set_dir_load (dir, "app.tar.gz");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_ARCHIVE);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
}

static void
test_loose_files (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  write_arduino (dir, "sketch/build");
  set_dir_write_text (dir, "sketch/sketch.ino", "void setup() {}");
  set = set_dir_load (dir, "sketch");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_ARDUINO);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_cmpuint (glow_firmware_build_get_n_parts (build), ==, 3);
  g_assert_true (glow_firmware_build_is_whole (build));
}

/* One archive for several chips: the right one first, the others counted. */
static void
test_release_zip (SetDir *dir, gconstpointer data)
{
  static const char *const names[] = {
    "fw/tasmota.bin", "fw/tasmota32c3.bin", "fw/tasmota32-bluetooth.bin",
    "fw/README.md",   "fw/tasmota32.bin",   NULL
  };
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GPtrArray) fits = NULL;
  g_autoptr (GByteArray) esp8266 = g_byte_array_new ();
  guint hidden;

  maker_put_v2 (esp8266);
  set_dir_write_array (dir, names[0], esp8266);
  set_dir_write_image (dir, names[1], &maker_c3_app);
  set_dir_write_image (dir, names[2], &maker_esp32_app);
  set_dir_write_text (dir, names[3], "# Read me");
  set_dir_write_image (dir, names[4], &maker_esp32_app);
  set_dir_pack (dir, "release.zip", "", names);
  set = set_dir_load (dir, "release.zip");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 4);
  fits = glow_firmware_set_match (set, esp32 (), &hidden);
  g_assert_cmpuint (fits->len, ==, 2);
  g_assert_cmpuint (hidden, ==, 2);
  g_assert_cmpstr (glow_firmware_build_get_label (fits->pdata[0]), ==,
                   "tasmota32-bluetooth");
  g_assert_nonnull (set_find_left_out (set, "fw/README.md"));
}

static void
test_flasher_args (SetDir *dir, gconstpointer data)
{
  static const char text[] =
    "{ \"flash_settings\": { \"flash_mode\": \"dio\", \"flash_size\": \"2MB\","
    "  \"flash_freq\": \"40m\" },"
    "  \"flash_files\": { \"0x10000\": \"app.bin\", \"0x1000\": \"boot/bootloader.bin\","
    "  \"0x8000\": \"table.bin\" },"
    "  \"extra_esptool_args\": { \"chip\": \"esp32\" } }";
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  set_dir_write_image (dir, "project/build/app.bin", &maker_esp32_app);
  set_dir_write_image (dir, "project/build/boot/bootloader.bin", &maker_esp32_bootloader);
  set_dir_write_table (dir, "project/build/table.bin");
  set_dir_write_text (dir, "project/build/flasher_args.json", text);
  set = set_dir_load (dir, "project");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_IDF);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_null (glow_firmware_build_get_problem (build));
  g_assert_cmpstr (glow_firmware_build_get_label (build), ==, "project");
  set_assert_part (build, 0, "boot/bootloader.bin", 0x1000);
  set_assert_part (build, 1, "table.bin", 0x8000);
  set_assert_part (build, 2, "app.bin", 0x10000);
  g_assert_cmpint (glow_firmware_build_get_options (build)->mode, ==, 2);
  g_assert_cmpuint (glow_firmware_build_get_options (build)->freq_mhz, ==, 40);
  g_assert_cmpuint (glow_firmware_build_get_options (build)->size, ==, 2 * 1024 * 1024);
}

/* The mistakes of real manifests: firmware-files.md trap 5. */
static void
test_manifest (SetDir *dir, gconstpointer data)
{
  static const char text[] = "{ \"name\": \"WLED\", \"version\": \"0.15\", \"builds\": ["
                             "  { \"chipFamily\": \"ESP32\", \"parts\": ["
                             "    { \"path\": \"boot.bin\", \"offset\": 0 },"
                             "    { \"path\": \"table.bin\", \"offset\": 32.768 },"
                             "    { \"path\": \"app.bin\", \"offset\": \"0x10000\" } ] },"
                             "  { \"chipFamily\": \"ESP32-S2\", \"parts\": ["
                             "    { \"path\": \"app.bin\", \"offset\": 65536 } ] },"
                             "  { \"chipFamily\": \"ESP32-C3\", \"parts\": ["
                             "    { \"path\": \"../app.bin\", \"offset\": 65536 } ] },"
                             "  { \"chipFamily\": \"ESP8266\", \"parts\": ["
                             "    { \"path\": \"missing.bin\", \"offset\": 0 } ] } ] }";
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  set_dir_write_image (dir, "app.bin", &maker_esp32_app);
  set_dir_write_image (dir, "web/app.bin", &maker_esp32_app);
  set_dir_write_image (dir, "web/boot.bin", &maker_esp32_bootloader);
  set_dir_write_table (dir, "web/table.bin");
  set_dir_write_text (dir, "web/manifest.json", text);
  set = set_dir_load (dir, "web/manifest.json");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_WEB_MANIFEST);
  g_assert_cmpstr (glow_firmware_set_get_name (set), ==, "WLED");
  g_assert_cmpstr (glow_firmware_set_get_version (set), ==, "0.15");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 4);

  build = glow_firmware_set_get_build (set, 0);
  g_assert_null (glow_firmware_build_get_problem (build));
  set_assert_part (build, 0, "boot.bin", 0x1000);
  set_assert_part (build, 1, "table.bin", 0x8000);
  set_assert_part (build, 2, "app.bin", 0x10000);
  g_assert_nonnull (set_find_note (build, GLOW_FIRMWARE_NOTE_BOOTLOADER_MOVED));
  g_assert_nonnull (set_find_note (build, GLOW_FIRMWARE_NOTE_OFFSET_READ_AS));
  g_assert_true (glow_firmware_build_get_options (build)->erase_first);

  g_assert_error (glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 1)),
                  GLOW_ERROR, GLOW_ERROR_WRONG_CHIP);
  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 2),
                                   GLOW_FIRMWARE_NOTE_PATH_OUTSIDE));
  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 3),
                                   GLOW_FIRMWARE_NOTE_FILE_MISSING));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
test_async (SetDir *dir, gconstpointer data)
{
  g_autofree char *path = set_dir_path (dir, "app.bin");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_dir_write_image (dir, "app.bin", &maker_esp32_app);
  glow_firmware_set_load_async (file, NULL, loaded_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  set = glow_firmware_set_load_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
}

static void
test_missing (SetDir *dir, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (set_dir_try (dir, "nothing.bin", &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
}

static void
test_empty_folder (SetDir *dir, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (set_dir_try (dir, "", &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
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
  add ("/firmware-set/plain", test_plain);
  add ("/firmware-set/gzip", test_gzip);
  add ("/firmware-set/loose-files", test_loose_files);
  add ("/firmware-set/release-zip", test_release_zip);
  add ("/firmware-set/flasher-args", test_flasher_args);
  add ("/firmware-set/manifest", test_manifest);
  add ("/firmware-set/async", test_async);
  add ("/firmware-set/missing", test_missing);
  add ("/firmware-set/empty-folder", test_empty_folder);
  return g_test_run ();
}
