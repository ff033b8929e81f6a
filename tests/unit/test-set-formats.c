/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Lists and containers that people leave beside firmware: UF2, Intel HEX, flash_args,
 * the Flash Download Tool's configuration. */

#include "glow-error.h"
#include "set-maker.h"

#define UF2_SIZE    512
#define UF2_PAYLOAD 256
#define FAMILY_S2   0xbfdd4eee
#define FAMILY_S3   0xc47e5767
#define FAMILY_PICO 0xe48bff56

static const MakerImage s3_app = {
  .extended = TRUE,
  .chip_id = 9,
  .entry = 0x40374000,
  .mode = 2,
  .size_freq = 0x2f,
  .max_full = 65535,
  .n_segments = 2,
  .segments = { { 0x3c000020, 0x300, NULL, 0 }, { 0x42000020, 0x40, NULL, 0 } },
};

/* Appends one series of blocks as protocol.md 5.10 has them. */
static void
put_uf2 (GByteArray *out, guint32 family, guint32 addr, GByteArray *content)
{
  guint32 total = (content->len + UF2_PAYLOAD - 1) / UF2_PAYLOAD;

  for (guint32 i = 0; i < total; i++) {
    guint32 start = i * UF2_PAYLOAD;
    guint32 size = MIN (UF2_PAYLOAD, content->len - start);
    gsize block = out->len;

    maker_put (out, 0x0a324655, 4);
    maker_put (out, 0x9e5d5157, 4);
    maker_put (out, 0x2000, 4);
    maker_put (out, addr + start, 4);
    maker_put (out, size, 4);
    maker_put (out, i, 4);
    maker_put (out, total, 4);
    maker_put (out, family, 4);
    g_byte_array_append (out, content->data + start, size);
    maker_fill (out, 0, block + UF2_SIZE - 4);
    maker_put (out, 0x0ab16f30, 4);
  }
}

/* esptool's: addresses of the flash, one series per file */
static void
test_uf2_absolute (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) uf2 = g_byte_array_new ();
  g_autoptr (GByteArray) bootloader = maker_new (&maker_esp32_bootloader);
  g_autoptr (GByteArray) app = maker_new (&maker_esp32_app);
  g_autoptr (GByteArray) table = set_maker_table ();
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  put_uf2 (uf2, 0x1c5f21b0, 0x10000, app);
  put_uf2 (uf2, 0x1c5f21b0, 0x1000, bootloader);
  put_uf2 (uf2, 0x1c5f21b0, 0x8000, table);
  set_dir_write_array (dir, "fw.uf2", uf2);
  set = set_dir_load (dir, "fw.uf2");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_UF2);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_null (glow_firmware_build_get_problem (build));
  set_assert_part (build, 0, "fw.uf2@0x1000", 0x1000);
  set_assert_part (build, 1, "fw.uf2@0x8000", 0x8000);
  set_assert_part (build, 2, "fw.uf2@0x10000", 0x10000);
  g_assert_cmpuint (glow_image_get_size (glow_firmware_build_get_part (build, 2)->image),
                    ==, app->len);
}

/* TinyUF2's: an application at 0 belongs into the first slot, wherever that is */
static void
test_uf2_relative (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) uf2 = g_byte_array_new ();
  g_autoptr (GByteArray) app = maker_new (&s3_app);
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  put_uf2 (uf2, FAMILY_S3, 0, app);
  set_dir_write_array (dir, "circuitpython.uf2", uf2);
  set = set_dir_load (dir, "circuitpython.uf2");
  build = glow_firmware_set_get_build (set, 0);
  g_assert_true (glow_firmware_build_get_chip (build) ==
                 glow_chip_get (GLOW_CHIP_ESP32S3));
  g_assert_false (glow_firmware_build_get_part (build, 0)->has_offset);
  g_assert_nonnull (set_find_note (build, GLOW_FIRMWARE_NOTE_APP_RELATIVE));
}

static void
test_uf2_two_chips (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) uf2 = g_byte_array_new ();
  g_autoptr (GByteArray) app = maker_new (&s3_app);
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GPtrArray) fits = NULL;
  guint hidden;

  put_uf2 (uf2, FAMILY_S3, 0x10000, app);
  put_uf2 (uf2, FAMILY_PICO, 0x10000000, app);
  set_dir_write_array (dir, "both.uf2", uf2);
  set = set_dir_load (dir, "both.uf2");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 1),
                                   GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN));
  fits = glow_firmware_set_match (set, glow_chip_get (GLOW_CHIP_ESP32S3), &hidden);
  g_assert_true (fits->pdata[0] == glow_firmware_set_get_build (set, 0));
}

static void
test_uf2_wrong_chip (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) uf2 = g_byte_array_new ();
  g_autoptr (GByteArray) app = maker_new (&s3_app);
  g_autoptr (GlowFirmwareSet) set = NULL;

  put_uf2 (uf2, FAMILY_S2, 0x10000, app);
  set_dir_write_array (dir, "odd.uf2", uf2);
  set = set_dir_load (dir, "odd.uf2");
  g_assert_error (glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 0)),
                  GLOW_ERROR, GLOW_ERROR_WRONG_CHIP);
}

/* Where one byte or the length of a good file is changed. */
static const struct {
  const char *name;
  gsize at;
  guint32 value; /* 4 bytes */
  gsize size;    /* 0: all */
} uf2_faults[] = {
  { "second magic", UF2_SIZE + 4, 0, 0 },
  { "end magic", UF2_SIZE - 4, 0, 0 },
  { "payload larger than the block", 16, 477, 0 },
  { "payload of 4 GiB", 16, 0xffffffff, 0 },
  { "beyond 4 GiB", 12, 0xfffffff0, 0 },
  { "different bytes for one address", UF2_SIZE + 12, 0x10000, 0 },
  { "cut", 0, 0x0a324655, UF2_SIZE + 100 },
  { "nothing for flash", 8, 1, UF2_SIZE },
};

static void
test_uf2_bad (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) app = maker_new (&s3_app);

  for (gsize i = 0; i < G_N_ELEMENTS (uf2_faults); i++) {
    g_autoptr (GByteArray) uf2 = g_byte_array_new ();
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", uf2_faults[i].name);
    put_uf2 (uf2, FAMILY_S3, 0x10000, app);
    for (guint j = 0; j < 4; j++)
      uf2->data[uf2_faults[i].at + j] = (guint8) (uf2_faults[i].value >> (8 * j));
    if (uf2_faults[i].size)
      g_byte_array_set_size (uf2, (guint) uf2_faults[i].size);
    set_dir_write_array (dir, "bad.uf2", uf2);
    g_assert_null (set_dir_try (dir, "bad.uf2", &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE);
  }
}

static void
test_uf2_missing_blocks (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) uf2 = g_byte_array_new ();
  g_autoptr (GByteArray) app = maker_new (&s3_app);
  g_autoptr (GlowFirmwareSet) set = NULL;

  put_uf2 (uf2, FAMILY_S3, 0x10000, app);
  g_byte_array_set_size (uf2, uf2->len - UF2_SIZE);
  set_dir_write_array (dir, "short.uf2", uf2);
  set = set_dir_load (dir, "short.uf2");
  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 0),
                                   GLOW_FIRMWARE_NOTE_BLOCKS_MISSING));
}

static void
put_record (GString *out, guint8 type, guint16 addr, const guint8 *data, guint8 size)
{
  guint sum = size + (addr >> 8) + (addr & 0xff) + type;

  g_string_append_printf (out, ":%02X%04X%02X", size, addr, type);
  for (guint i = 0; i < size; i++) {
    g_string_append_printf (out, "%02x", data[i]);
    sum += data[i];
  }
  g_string_append_printf (out, "%02X\r\n", -sum & 0xff);
}

static void
put_hex (GString *out, guint32 addr, GByteArray *content)
{
  for (guint32 i = 0; i < content->len; i += 32) {
    const guint8 base[2] = { (guint8) ((addr + i) >> 24), (guint8) ((addr + i) >> 16) };

    if (i == 0 || ((addr + i) & 0xffff) < 32)
      put_record (out, 4, 0, base, 2);
    put_record (out, 0, (guint16) (addr + i), content->data + i,
                (guint8) MIN (32, content->len - i));
  }
}

static void
test_hex (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) bootloader = maker_new (&maker_esp32_bootloader);
  g_autoptr (GByteArray) app = maker_new (&maker_esp32_app);
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  put_hex (hex, 0x1000, bootloader);
  put_hex (hex, 0xff00, app); /* over the border of 64 KiB */
  put_record (hex, 1, 0, NULL, 0);
  set_dir_write_text (dir, "fw.hex", hex->str);
  set = set_dir_load (dir, "fw.hex");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_INTEL_HEX);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_null (glow_firmware_build_get_problem (build));
  g_assert_true (glow_firmware_build_get_chip (build) == glow_chip_get (GLOW_CHIP_ESP32));
  set_assert_part (build, 0, "fw.hex@0x1000", 0x1000);
  set_assert_part (build, 1, "fw.hex@0xff00", 0xff00);
  g_assert_true (glow_firmware_build_is_whole (build));
}

static const struct {
  const char *text;
  gboolean loads; /* with a problem */
} hex_faults[] = {
  { ":10000000000102030405060708090A0B0C0D0E0F78\n", TRUE }, /* no end record */
  { ":020000040000FA\n:0400000001020304F2\n:00000001FF\n:junk", TRUE },
  { ":0400000001020304F3\n:00000001FF\n", FALSE }, /* checksum */
  { ":04000000010203F5\n:00000001FF\n", FALSE },   /* count */
  { ":0400000901020304E9\n:00000001FF\n", FALSE }, /* type */
  { ":0100000400FB\n:00000001FF\n", FALSE },       /* base of 1 byte */
  { ":00000001FF\n", FALSE },                      /* nothing in it */
  { ":0400000001020304F2 x\n", FALSE },
  { ":02000004FFFFFC\n:04FFFF0001020304F4\n:00000001FF\n", FALSE }, /* over 4 GiB */
};

static void
test_hex_bad (SetDir *dir, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hex_faults); i++) {
    g_autoptr (GlowFirmwareSet) set = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", hex_faults[i].text);
    set_dir_write_text (dir, "bad.hex", hex_faults[i].text);
    set = set_dir_try (dir, "bad.hex", &error);
    g_assert_true ((set != NULL) == hex_faults[i].loads);
    if (!set)
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE);
  }
}

/* objcopy of an ELF file: where the code runs, not where it lies */
static void
test_hex_memory (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  set_dir_write_text (dir, "elf.hex",
                      ":02000004400DAD\n:0400000001020304F2\n:00000001FF\n");
  set = set_dir_load (dir, "elf.hex");
  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 0),
                                   GLOW_FIRMWARE_NOTE_MEMORY_ADDRESSES));
}

static void
write_build (SetDir *dir)
{
  set_dir_write_image (dir, "my app.bin", &maker_esp32_app);
  set_dir_write_image (dir, "boot.bin", &maker_esp32_bootloader);
  set_dir_write_table (dir, "table.bin");
}

/* Each is a spelling somebody's esptool knows. */
static const char *const flash_args[] = {
  "--flash_mode dio --flash_freq 40m --flash_size 2MB\n0x1000 boot.bin\n"
  "0x10000 \"my app.bin\"\n0x8000 table.bin\n",
  "--flash-mode=dio --flash-freq=40m --flash-size=2MB 0x1000 boot.bin 0x10000 "
  "'my app.bin' 0x8000 table.bin",
  "write_flash -fm dio -ff 40m -fs 2MB 4096 boot.bin 0x10000 my\\ app.bin 0x8000 "
  "table.bin",
  "esptool.py --chip esp32 -p /dev/ttyUSB0 -b 460800 --before default_reset --after "
  "hard_reset write_flash -z --flash_mode dio --flash_freq 40m --flash_size 2MB\r\n"
  "0x1000 boot.bin\r\n0x10000 'my app.bin'\r\n0x8000 table.bin\r\n",
};

static void
test_flash_args (SetDir *dir, gconstpointer data)
{
  write_build (dir);
  for (gsize i = 0; i < G_N_ELEMENTS (flash_args); i++) {
    g_autoptr (GlowFirmwareSet) set = NULL;
    GlowFirmwareBuild *build;

    g_test_message ("%s", flash_args[i]);
    set_dir_write_text (dir, "args.txt", flash_args[i]);
    set = set_dir_load (dir, "args.txt");
    g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_FLASH_ARGS);
    build = glow_firmware_set_get_build (set, 0);
    g_assert_null (glow_firmware_build_get_problem (build));
    g_assert_cmpuint (glow_firmware_build_get_n_notes (build), ==, 0);
    g_assert_cmpuint (glow_firmware_build_get_n_parts (build), ==, 3);
    set_assert_part (build, 0, "boot.bin", 0x1000);
    set_assert_part (build, 1, "table.bin", 0x8000);
    set_assert_part (build, 2, "my app.bin", 0x10000);
    g_assert_cmpint (glow_firmware_build_get_options (build)->mode, ==, 2);
    g_assert_cmpuint (glow_firmware_build_get_options (build)->freq_mhz, ==, 40);
    g_assert_cmpuint (glow_firmware_build_get_options (build)->size, ==, 2097152);
  }
}

static const struct {
  const char *text;
  GlowFirmwareNoteCode code;
} flash_args_notes[] = {
  { "--encrypt 0x10000 boot.bin", GLOW_FIRMWARE_NOTE_ENCRYPTED },
  { "--chip esp99 0x10000 boot.bin", GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN },
  { "0x1000 boot.bin 0x10000", GLOW_FIRMWARE_NOTE_NO_FILES },
  { "0x1000 boot.bin @more_args", GLOW_FIRMWARE_NOTE_OPTION_IGNORED },
  { "--flash_mode sideways 0x1000 boot.bin", GLOW_FIRMWARE_NOTE_OPTION_IGNORED },
  { "0x1000 boot.bin --force", GLOW_FIRMWARE_NOTE_OPTION_IGNORED },
  { "0x1000 boot.bin 10000 'my app.bin'", GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX },
  { "0x1000 /etc/hostname", GLOW_FIRMWARE_NOTE_PATH_OUTSIDE },
};

static void
test_flash_args_notes (SetDir *dir, gconstpointer data)
{
  write_build (dir);
  for (gsize i = 0; i < G_N_ELEMENTS (flash_args_notes); i++) {
    g_autoptr (GlowFirmwareSet) set = NULL;

    g_test_message ("%s", flash_args_notes[i].text);
    set_dir_write_text (dir, "flash_args", flash_args_notes[i].text);
    set = set_dir_load (dir, "flash_args");
    g_assert_nonnull (
      set_find_note (glow_firmware_set_get_build (set, 0), flash_args_notes[i].code));
  }
}

/* Text that is no list is a file like any other, and one that is broken says so. */
static void
test_flash_args_bad (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GError) error = NULL;

  set_dir_write_text (dir, "notes.txt", "- buy milk\n- flash the board\n");
  set = set_dir_load (dir, "notes.txt");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_FILE);
  set_dir_write_text (dir, "flash_args", "0x1000 'boot.bin\n");
  g_assert_null (set_dir_try (dir, "flash_args", &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
}

static const char tool_text[] =
  "[DOWNLOAD PATH]\nfile_sel0 = 1\nfile_path0 = C:\\Users\\me\\bin\\boot.bin\n"
  "file_offset0 = 0x1000\nfile_sel1 = 1\nfile_path1 = D:\\x\\my app.bin\n"
  "file_offset1 = 0x10000\nfile_sel2 = 0\nfile_path2 = other.bin\nfile_offset2 = 0x0\n"
  "[FLASH_CRYSTAL]\nspicfgdis = 0\nspispeed = 3\nspimode = 2\n";

/* The paths are those of another computer, so only their ends are of use. */
static void
test_download_tool (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  set_dir_write_image (dir, "bin/boot.bin", &maker_esp32_bootloader);
  set_dir_write_image (dir, "my app.bin", &maker_esp32_app);
  set_dir_write_text (dir, "configure/esp32/spi_download.conf", tool_text);
  set = set_dir_load (dir, "");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==,
                    GLOW_FIRMWARE_SET_DOWNLOAD_TOOL);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_null (glow_firmware_build_get_problem (build));
  g_assert_true (glow_firmware_build_get_chip (build) == glow_chip_get (GLOW_CHIP_ESP32));
  g_assert_cmpuint (glow_firmware_build_get_n_parts (build), ==, 2);
  g_assert_cmphex (glow_firmware_build_get_part (build, 0)->offset, ==, 0x1000);
  g_assert_cmphex (glow_firmware_build_get_part (build, 1)->offset, ==, 0x10000);
  g_assert_cmpint (glow_firmware_build_get_options (build)->mode, ==, 2);
  g_assert_cmpuint (glow_firmware_build_get_options (build)->freq_mhz, ==, 80);
}

static void
test_download_tool_alone (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  set_dir_write_text (dir, "esp32/spi_download.conf", tool_text);
  set = set_dir_load (dir, "esp32/spi_download.conf");
  g_assert_nonnull (set_find_note (glow_firmware_set_get_build (set, 0),
                                   GLOW_FIRMWARE_NOTE_FILE_MISSING));
}

static void
test_download_tool_empty (SetDir *dir, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_dir_write_text (dir, "spi_download.conf",
                      "[DOWNLOAD PATH]\nfile_sel0 = 0\nfile_path0 = \nfile_offset0 = \n");
  g_assert_null (set_dir_try (dir, "spi_download.conf", &error));
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
  add ("/set-formats/uf2/absolute", test_uf2_absolute);
  add ("/set-formats/uf2/relative", test_uf2_relative);
  add ("/set-formats/uf2/two-chips", test_uf2_two_chips);
  add ("/set-formats/uf2/wrong-chip", test_uf2_wrong_chip);
  add ("/set-formats/uf2/bad", test_uf2_bad);
  add ("/set-formats/uf2/missing-blocks", test_uf2_missing_blocks);
  add ("/set-formats/hex/good", test_hex);
  add ("/set-formats/hex/bad", test_hex_bad);
  add ("/set-formats/hex/memory", test_hex_memory);
  add ("/set-formats/flash-args/spellings", test_flash_args);
  add ("/set-formats/flash-args/notes", test_flash_args_notes);
  add ("/set-formats/flash-args/bad", test_flash_args_bad);
  add ("/set-formats/download-tool/folder", test_download_tool);
  add ("/set-formats/download-tool/alone", test_download_tool_alone);
  add ("/set-formats/download-tool/empty", test_download_tool_empty);
  return g_test_run ();
}
