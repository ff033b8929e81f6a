/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Published firmware files against the list of what they are. Skipped without
 * GLOWPLUG_FIRMWARE_DIR; nothing of them is in this repository. */

#include "glow-image.h"
#include "glow-partition-table.h"

/* Columns of INDEX.csv; none of the first eight has a comma in quotes. */
enum {
  COLUMN_FILE,
  COLUMN_CHIP,
  COLUMN_KIND,
  COLUMN_SIZE,
  COLUMN_OFFSET = 7,
  N_COLUMNS = 9,
};

/* What is wrong with a few of these files and does not keep them from being flashed;
 * which file has which stands in @known. */
#define EXPECTED_PROBLEMS                                                                \
  (GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM | GLOW_IMAGE_PROBLEM_APP_MISSING)

/* The list's words are about use, ours about content. */
static const struct {
  const char *file;
  GlowImageKind kind;
  gboolean has_offset;
} special[] = {
  /* bootloader, partition table and otadata in one file */
  { "esp32/WLED_0.15.0_esp32_bootloader_v4.bin", GLOW_IMAGE_MERGED, TRUE },
  { "esp32/webtools-tutorial_boot_app0.bin", GLOW_IMAGE_OTADATA, TRUE },
  /* only 0xff: its place stands in its project's partition table */
  { "esp32p4/enip-scale_ota_data_initial.bin", GLOW_IMAGE_BLANK, FALSE },
};

static GlowImageKind
expect_kind (const char *file, const char *word, gboolean *has_offset)
{
  *has_offset = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++) {
    if (g_str_equal (file, special[i].file)) {
      *has_offset = special[i].has_offset;
      return special[i].kind;
    }
  }
  if (g_str_equal (word, "app"))
    return GLOW_IMAGE_APP;
  if (g_str_equal (word, "bootloader"))
    return GLOW_IMAGE_BOOTLOADER;
  if (g_str_equal (word, "partitions"))
    return GLOW_IMAGE_PARTITION_TABLE;
  if (g_str_equal (word, "factory"))
    return GLOW_IMAGE_MERGED;
  g_test_message ("%s has the new kind %s", file, word);
  g_assert_not_reached ();
}

static void
check_chip (GlowImage *image, const char *tool_name)
{
  const GlowChip *chip = glow_image_get_chip (image);
  gboolean has_images = glow_image_get_part (image, 0)->has_header;

  if (has_images) {
    g_assert_nonnull (chip);
    g_assert_cmpstr (glow_chip_get_tool_name (chip), ==, tool_name);
  } else {
    g_assert_null (chip);
  }
}

static void
check_offset (GlowImage *image, const char *tool_name, guint32 expected)
{
  const GlowChip *chip = glow_chip_find_by_name (tool_name);
  guint32 offset = 1;

  g_assert_nonnull (chip);
  g_assert_true (glow_image_suggest_offset (image, chip, &offset));
  g_assert_cmphex (offset, ==, expected);
  /* the file's own chip counts, not the board's */
  if (!glow_image_get_chip (image))
    return;
  chip = glow_chip_find_by_name ("esp32p4");
  g_assert_true (glow_image_suggest_offset (image, chip, &offset));
  g_assert_cmphex (offset, ==, expected);
  g_assert_true (glow_image_suggest_offset (image, NULL, &offset));
  g_assert_cmphex (offset, ==, expected);
}

/* Published images are whole, and made for memory that their chip has. */
static void
check_parts (GlowImage *image)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);
    const GlowImageHeader *header = &part->header;

    g_assert_true ((part->kind == GLOW_IMAGE_PARTITION_TABLE) == (part->table != NULL));
    if (!part->has_header)
      continue;
    g_assert_true (header->complete);
    g_assert_true (header->digest_valid);
    g_assert_true (header->places_valid);
    g_assert_cmpuint (header->n_segments, ==, header->n_declared);
    for (guint j = 0; j < header->n_segments; j++)
      g_assert_nonnull (header->segments[j].region);
    g_assert_cmpint (part->signature.scheme, ==, GLOW_SIGNATURE_NONE);
  }
}

/* Reproducible builds leave the date out, but not what they were built with. */
static void
check_descriptors (GlowImage *image)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    if (part->has_app_descriptor)
      g_assert_cmpstr (part->app_descriptor.idf_version, !=, "");
    if (part->has_bootloader_descriptor)
      g_assert_cmpstr (part->bootloader_descriptor.idf_version, !=, "");
  }
}

static void
test_file (gconstpointer data)
{
  const char *const *columns = data;
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autoptr (GFile) file = g_file_new_build_filename (dir, columns[COLUMN_FILE], NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = glow_image_new_from_file (file, NULL, &error);
  gboolean has_offset;
  GlowImageKind kind =
    expect_kind (columns[COLUMN_FILE], columns[COLUMN_KIND], &has_offset);

  g_assert_no_error (error);
  g_assert_cmpuint (glow_image_get_size (image), ==,
                    g_ascii_strtoull (columns[COLUMN_SIZE], NULL, 10));
  g_assert_cmpint (glow_image_get_kind (image), ==, kind);
  check_chip (image, columns[COLUMN_CHIP]);
  check_parts (image);
  check_descriptors (image);
  g_assert_cmphex (glow_image_get_problems (image) & (guint) ~EXPECTED_PROBLEMS, ==, 0);
  g_assert_true (glow_image_check (image, &error));
  g_assert_no_error (error);
  if (has_offset)
    check_offset (image, columns[COLUMN_CHIP],
                  (guint32) g_ascii_strtoull (columns[COLUMN_OFFSET], NULL, 16));
}

/* What people look for in the window. */
static const struct {
  const char *file;
  const char *name;
  const char *version;
  GlowImageProblem problems;
  gboolean own_size;
} known[] = {
  { "esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin", "MicroPython", "1.22.1", 0, FALSE },
  { "esp32/esp32spiram-idf4-20200902-v1.13.bin", "MicroPython", "1.13", 0, FALSE },
  { "esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin", "ESPEasy",
    "mega-20210529", 0, FALSE },
  { "esp8266/WLED_0.15.0_ESP8266.bin", "WLED", "0.15.0",
    GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM, TRUE },
  { "esp32/WLED_0.15.0_ESP32.bin", "WLED", "0.15.0", 0, FALSE },
  { "esp32c3/tasmota32c3_14.3.0.4_de.factory.bin", "Tasmota", "14.3.0.4",
    GLOW_IMAGE_PROBLEM_APP_MISSING, FALSE },
  { "esp8266/webtools-tutorial_SerialHelloWorld.bin", NULL, NULL, 0, TRUE },
  { "esp8266/rtos-sdk_hello-world.bin", "hello-world", "v3.4-dirty", 0, FALSE },
  { "esp8266/nonos_boot_v1.7.bin", NULL, NULL, 0, FALSE },
  { "esp32p4/enip-scale_20251129_013829.bin", "ENIP-Scale", "78a8e1b-dirty", 0, FALSE },
};

static void
test_known (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (GFile) file = g_file_new_build_filename (g_getenv ("GLOWPLUG_FIRMWARE_DIR"),
                                                      known[index].file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = glow_image_new_from_file (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (glow_image_get_firmware_name (image), ==, known[index].name);
  g_assert_cmpstr (glow_image_get_firmware_version (image), ==, known[index].version);
  g_assert_cmphex (glow_image_get_problems (image), ==, known[index].problems);
  g_assert_cmpint (glow_image_wants_own_flash_size (image), ==, known[index].own_size);
}

/* What lies in the files with more than one thing in them, in their order. */
static const struct {
  const char *file;
  guint n_parts;
  struct {
    GlowImageKind kind;
    gsize file_offset;
    const char *label;
  } parts[5];
} contents[] = {
  { "esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin",
    4,
    { { GLOW_IMAGE_BOOTLOADER, 0x1000, "" },
      { GLOW_IMAGE_PARTITION_TABLE, 0x8000, "" },
      { GLOW_IMAGE_OTADATA, 0xe000, "otadata" },
      { GLOW_IMAGE_APP, 0x10000, "app0" } } },
  { "esp32/esp32spiram-idf4-20200902-v1.13.bin",
    3,
    { { GLOW_IMAGE_BOOTLOADER, 0, "" },
      { GLOW_IMAGE_PARTITION_TABLE, 0x7000, "" },
      { GLOW_IMAGE_APP, 0xf000, "factory" } } },
  { "esp32/WLED_0.15.0_esp32_bootloader_v4.bin",
    4,
    { { GLOW_IMAGE_BOOTLOADER, 0x1000, "" },
      { GLOW_IMAGE_PARTITION_TABLE, 0x8000, "" },
      /* a board's own settings, from the dump that the file was made of */
      { GLOW_IMAGE_NVS, 0x9000, "nvs" },
      { GLOW_IMAGE_OTADATA, 0xe000, "otadata" } } },
  { "esp32c3/tasmota32c3_14.3.0.4_de.factory.bin",
    5,
    { { GLOW_IMAGE_BOOTLOADER, 0, "" },
      { GLOW_IMAGE_PARTITION_TABLE, 0x8000, "" },
      { GLOW_IMAGE_OTADATA, 0xe000, "otadata" },
      /* a web page, firmware-files.md trap 2 */
      { GLOW_IMAGE_TEXT, 0x10000, "safeboot" },
      { GLOW_IMAGE_APP, 0xe0000, "app0" } } },
  { "esp8266/WLED_0.15.0_ESP8266.bin",
    2,
    { { GLOW_IMAGE_BOOTLOADER, 0, "" }, { GLOW_IMAGE_APP, 0x1000, "" } } },
  { "esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin",
    2,
    { { GLOW_IMAGE_APP, 0, "" }, { GLOW_IMAGE_IROM, 0x9000, "" } } },
};

static void
test_contents (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (GFile) file = g_file_new_build_filename (g_getenv ("GLOWPLUG_FIRMWARE_DIR"),
                                                      contents[index].file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = glow_image_new_from_file (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (glow_image_get_n_parts (image), ==, contents[index].n_parts);
  for (guint i = 0; i < contents[index].n_parts; i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    g_assert_cmpint (part->kind, ==, contents[index].parts[i].kind);
    g_assert_cmphex (part->file_offset, ==, contents[index].parts[i].file_offset);
    g_assert_cmpstr (part->label, ==, contents[index].parts[i].label);
  }
}

static void
add_row (const char *line, GPtrArray *rows)
{
  g_auto (GStrv) columns = g_strsplit (line, ",", N_COLUMNS);
  g_autofree char *path = NULL;

  if (g_strv_length (columns) < N_COLUMNS || !g_str_has_suffix (columns[0], ".bin"))
    return;
  path = g_strdup_printf ("/image-corpus/file/%s", columns[COLUMN_FILE]);
  g_test_add_data_func (path, columns, test_file);
  g_ptr_array_add (rows, g_steal_pointer (&columns));
}

static void
test_absent (void)
{
  g_test_skip ("GLOWPLUG_FIRMWARE_DIR is not set");
}

static void
add_tests (const char *index, GPtrArray *rows)
{
  g_auto (GStrv) lines = g_strsplit (index, "\n", -1);

  for (gsize i = 1; lines[i]; i++)
    add_row (g_strchomp (lines[i]), rows);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autofree char *path = g_strdup_printf ("/image-corpus/known/%s", known[i].file);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_known);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autofree char *path =
      g_strdup_printf ("/image-corpus/contents/%s", contents[i].file);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_contents);
  }
}

int
main (int argc, char *argv[])
{
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *path = g_build_filename (dir ? dir : "", "INDEX.csv", NULL);
  g_autofree char *index = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!dir || !*dir || !g_file_get_contents (path, &index, NULL, NULL))
    g_test_add_func ("/image-corpus/absent", test_absent);
  else
    add_tests (index, rows);
  return g_test_run ();
}
