/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board starts from its flash. Images are made here; those of real projects come
 * from GLOWPLUG_FIRMWARE_DIR and are skipped without. */

#include "board-host.h"

/* An image of one segment with checksum, and with digest where the chip has one. */
static GByteArray *
make_image (guint8 chip_id, gboolean is_8266, const guint8 *content, gsize len)
{
  GByteArray *image = g_byte_array_new ();
  guint8 header[24] = { 0xe9, 1, 2, 0x20, 0x00, 0x00, 0x10, 0x40, 0xee };
  guint8 segment[8] = { 0x00, 0x00, 0x10, 0x40 };
  guint8 checksum = 0xef;
  static const guint8 zeros[16] = { 0 };

  header[12] = chip_id;
  header[23] = 1;
  glow_put_le32 (segment + 4, (guint32) len);
  g_byte_array_append (image, header, is_8266 ? 8 : 24);
  g_byte_array_append (image, segment, 8);
  g_byte_array_append (image, content, (guint) len);
  for (gsize i = 0; i < len; i++)
    checksum ^= content[i];
  g_byte_array_append (image, zeros, 15 - image->len % 16);
  g_byte_array_append (image, &checksum, 1);
  if (!is_8266) {
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize digest_len = sizeof digest;

    g_checksum_update (sum, image->data, image->len);
    g_checksum_get_digest (sum, digest, &digest_len);
    g_byte_array_append (image, digest, sizeof digest);
  }
  return image;
}

static GByteArray *
make_app (const char *project)
{
  guint8 content[256] = { 0x32, 0x54, 0xcd, 0xab };

  memcpy (content + 0x10, "1.2.3", 5);
  memcpy (content + 0x30, project, strlen (project));
  return make_image (0, FALSE, content, sizeof content);
}

static void
put (Host *host, guint32 offset, const guint8 *data, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, len);

  glow_board_load_flash (host->board, offset, bytes);
}

static void
put_partition (Host *host, guint index, guint8 type, guint8 subtype, guint32 offset)
{
  guint8 entry[32] = { 0xaa, 0x50, type, subtype };

  glow_put_le32 (entry + 4, offset);
  glow_put_le32 (entry + 8, 0x10000);
  put (host, 0x8000 + 32 * index, entry, sizeof entry);
}

static void
start (Host *host, const char *chip)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = chip;
  host_init (host, &config);
}

/* Bootloader, table with factory and two OTA slots, and an application in each. */
static void
start_full (Host *host)
{
  static const guint8 code[16] = { 1, 2, 3 };
  g_autoptr (GByteArray) bootloader = make_image (0, FALSE, code, sizeof code);
  g_autoptr (GByteArray) factory = make_app ("factory-app");
  g_autoptr (GByteArray) ota_0 = make_app ("first-app");
  g_autoptr (GByteArray) ota_1 = make_app ("second-app");

  start (host, "esp32");
  put (host, 0x1000, bootloader->data, bootloader->len);
  put (host, 0x10000, factory->data, factory->len);
  put (host, 0x20000, ota_0->data, ota_0->len);
  put (host, 0x30000, ota_1->data, ota_1->len);
  put_partition (host, 0, 1, 0x00, 0xd000);
  put_partition (host, 1, 0, 0x00, 0x10000);
  put_partition (host, 2, 0, 0x10, 0x20000);
  put_partition (host, 3, 0, 0x11, 0x30000);
}

/* The digest behind a bootloader of start_full(), after a change. */
static void
renew_digest (Host *host, guint32 offset)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_len = sizeof digest;
  gsize size;
  const guint8 *flash = glow_board_peek_flash (host->board, &size);

  g_checksum_update (sum, flash + offset, 64);
  g_checksum_get_digest (sum, digest, &digest_len);
  put (host, offset + 64, digest, sizeof digest);
}

/* Presses RESET and returns what is said in one second. */
static char *
boot (Host *host)
{
  g_autoptr (GByteArray) log = NULL;
  g_autoptr (GByteArray) before = NULL;

  before = host_read (host, 0);
  glow_board_reset (host->board, host->now_us);
  log = host_read (host, G_USEC_PER_SEC);
  return g_strndup ((const char *) log->data, log->len);
}

static void
assert_booted (Host *host, const char *log, const char *text)
{
  g_autofree char *report = glow_board_dup_report (host->board);

  g_test_message ("%s", log);
  g_assert_nonnull (strstr (log, text));
  g_assert_nonnull (strstr (report, "\"booted\" : true"));
}

static void
assert_not_booted (Host *host, const char *log, const char *text)
{
  g_autofree char *report = glow_board_dup_report (host->board);

  g_test_message ("%s", log);
  g_assert_nonnull (strstr (log, text));
  g_assert_nonnull (strstr (report, "\"booted\" : false"));
}

static void
test_factory (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *log = NULL;

  start_full (&host);
  log = boot (&host);
  assert_booted (&host, log, "Project name:     factory-app");
  g_assert_nonnull (
    strstr (log, "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)"));
  g_assert_nonnull (strstr (log, "load:0x40100000,len:16"));
  g_assert_nonnull (strstr (log, "App version:      1.2.3"));
}

/* protocol.md 5.8: the higher number wins; the CRC of 2 is a vector of its own */
static void
test_otadata (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *log = NULL;
  guint8 select[32];

  memset (select, 0xff, sizeof select);
  glow_put_le32 (select, 2);
  glow_put_le32 (select + 28, 0x55f63774);
  start_full (&host);
  put (&host, 0xd000, select, sizeof select);
  log = boot (&host);
  assert_booted (&host, log, "second-app");
}

static const struct {
  const char *name;
  guint32 offset; /* of the byte that is changed */
  const char *text;
} damages[] = {
  { "/board/boot/no-header", 0x1000, "invalid header: 0x" },
  { "/board/boot/other-chip", 0x100c, "invalid header: 0x" },
  { "/board/boot/checksum", 0x1020, "csum err" },
  { "/board/boot/digest", 0x1008, "invalid header: 0x" },
  { "/board/boot/no-table", 0x8000, "Failed to verify partition table" },
  { "/board/boot/app-checksum", 0x10030, "esp_image: Checksum failed." },
  { "/board/boot/app-digest", 0x10008, "esp_image: Image hash failed" },
  { "/board/boot/app-chip", 0x1000c,
    "boot_comm: mismatch chip ID, expected 0, found 64" },
  { "/board/boot/app-magic", 0x10000, "image at 0x10000 has invalid magic byte" },
  { "/board/boot/app-segments", 0x10001, "segment count 65 exceeds max 16" },
};

static void
test_damage (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *log = NULL;
  const guint8 *flash;
  guint8 byte;
  gsize size;

  start_full (&host);
  flash = glow_board_peek_flash (host.board, &size);
  byte = flash[damages[i].offset] ^ 0x40;
  put (&host, damages[i].offset, &byte, 1);
  log = boot (&host);
  assert_not_booted (&host, log, damages[i].text);
}

/* The second stage gives up by resetting all there is; the ROM waits for its watchdog. */
static const struct {
  const char *name;
  guint32 offset; /* of the byte that is changed */
  const char *cause;
  guint min_starts; /* in 10 s */
  guint max_starts;
} retries[] = {
  { "/board/boot/loop/rom", 0x1000, "rst:0x10 (RTCWDT_RTC_RESET)", 23, 27 },
  { "/board/boot/loop/table", 0x8000, "rst:0x3 (SW_RESET)", 70, 100 },
  { "/board/boot/loop/app", 0x10030, "rst:0x3 (SW_RESET)", 70, 100 },
  { "/board/boot/loop/size", 0x1003, "rst:0xc (SW_CPU_RESET)", 27, 33 },
};

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (; (text = strstr (text, what)); text += strlen (what))
    n++;
  return n;
}

static void
test_retry (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) all = NULL;
  g_autofree char *before = NULL;
  g_autofree char *log = NULL;
  const guint8 *flash;
  guint8 byte;
  gsize size;

  start_full (&host);
  flash = glow_board_peek_flash (host.board, &size);
  byte = retries[i].offset == 0x1003 ? 0x40 : flash[retries[i].offset] ^ 0x40;
  put (&host, retries[i].offset, &byte, 1);
  if (retries[i].offset == 0x1003)
    renew_digest (&host, 0x1000);
  before = boot (&host);
  all = host_read (&host, 10 * G_USEC_PER_SEC);
  log = g_strndup ((const char *) all->data, all->len);
  g_assert_nonnull (strstr (log, retries[i].cause));
  g_assert_cmpuint (count (log, retries[i].cause), >=, retries[i].min_starts);
  g_assert_cmpuint (count (log, retries[i].cause), <=, retries[i].max_starts);
}

/* 16 MB in the header of the bootloader, 4 MB on the board */
static void
test_size (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *log = NULL;
  guint8 byte = 0x40;

  start_full (&host);
  put (&host, 0x1003, &byte, 1);
  renew_digest (&host, 0x1000);
  log = boot (&host);
  assert_not_booted (
    &host, log,
    "spi_flash: Detected size(4096k) smaller than the size in the binary "
    "image header(16384k). Probe failed.");
  g_assert_nonnull (strstr (log, "boot.esp32: SPI Flash Size : 16MB"));
  g_assert_nonnull (strstr (log, "assert failed: do_core_init"));
}

static void
test_8266 (void)
{
  static const guint8 code[16] = { 1, 2, 3 };
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) image = make_image (0, TRUE, code, sizeof code);
  g_autoptr (GByteArray) foreign = make_image (0, FALSE, code, sizeof code);
  g_autofree char *log = NULL;
  g_autofree char *foreign_log = NULL;

  start (&host, "esp8266");
  put (&host, 0, image->data, image->len);
  log = boot (&host);
  assert_booted (&host, log, "load 0x40100000, len 16");
  put (&host, 0, foreign->data, foreign->len);
  foreign_log = boot (&host);
  assert_not_booted (&host, foreign_log, "flash read err");
}

/* An application says something now and then, and takes no commands. */
static void
test_heartbeat (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) all = NULL;
  g_autofree char *text = NULL;

  start_full (&host);
  HOST_SEND (&host, 0x0a, 0x40001000);
  all = host_read (&host, 12 * G_USEC_PER_SEC);
  text = g_strndup ((const char *) all->data, all->len);
  g_assert_true (g_str_has_prefix (text, "I ("));
  g_assert_cmpuint (strlen (text), >, strlen ("I (5000) app: alive\r\n"));
}

static const struct {
  const char *name;
  const char *chip;
  const char *file;
  guint32 offset;
  const char *text;
} files[] = {
  { "/board/boot/espeasy", "esp32",
    "esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin", 0, "entry 0x" },
  { "/board/boot/micropython", "esp32", "esp32/esp32spiram-idf4-20200902-v1.13.bin",
    0x1000, "entry 0x" },
  { "/board/boot/micropython-esp8266", "esp8266",
    "esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin", 0, "csum 0x" },
  { "/board/boot/wled-esp8266", "esp8266", "esp8266/WLED_0.15.0_ESP8266.bin", 0,
    "csum 0x" },
};

static void
test_file (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autofree char *path = g_build_filename (dir ? dir : "", files[i].file, NULL);
  g_autofree char *content = NULL;
  g_autofree char *log = NULL;
  g_auto (Host) host = { 0 };
  gsize len;

  if (!g_file_get_contents (path, &content, &len, NULL)) {
    g_test_skip ("no such firmware in GLOWPLUG_FIRMWARE_DIR");
    return;
  }
  start (&host, files[i].chip);
  put (&host, files[i].offset, (const guint8 *) content, len);
  log = boot (&host);
  assert_booted (&host, log, files[i].text);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/boot/factory", test_factory);
  g_test_add_func ("/board/boot/otadata", test_otadata);
  g_test_add_func ("/board/boot/esp8266", test_8266);
  g_test_add_func ("/board/boot/heartbeat", test_heartbeat);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    g_test_add_data_func (damages[i].name, GSIZE_TO_POINTER (i), test_damage);
  g_test_add_func ("/board/boot/size", test_size);
  for (gsize i = 0; i < G_N_ELEMENTS (retries); i++)
    g_test_add_data_func (retries[i].name, GSIZE_TO_POINTER (i), test_retry);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_test_add_data_func (files[i].name, GSIZE_TO_POINTER (i), test_file);
  return g_test_run ();
}
