/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "board-host.h"

#include <zlib.h>

static void
start (Host *host, const char *chip)
{
  host_init_download (host, chip);
  host_start_stub (host);
}

static void
begin (Host *host, guint8 op, guint32 size, guint32 offset)
{
  HOST_SEND (host, op, size, (size + 0x3fff) / 0x4000, 0x4000, offset);
  g_assert_cmphex (host_expect_status (host, op), ==, 0);
}

static guint
send_fill (Host *host, guint32 seq, guint8 fill, gsize len)
{
  g_autofree guint8 *data = g_malloc (len);

  memset (data, fill, len);
  host_send_data (host, 0x03, seq, data, len);
  return host_expect_status (host, 0x03);
}

static guint
end (Host *host)
{
  HOST_SEND (host, 0x04, 1);
  return host_expect_status (host, 0x04);
}

static void
test_sync (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) replies = NULL;
  guint8 payload[36];

  start (&host, "esp32");
  memset (payload, 0x55, sizeof payload);
  host_send (&host, 0x08, 0, payload, sizeof payload);
  replies = host_read (&host, 0);
  g_assert_cmpuint (replies->len, ==, 8 * 12);
  for (gsize i = 0; i < 8; i++)
    g_assert_cmpmem (replies->data + 12 * i, 12,
                     "\xc0\x01\x08\x02\x00\x00\x00\x00\x00\x00\x00\xc0", 12);
  host_send (&host, 0x08, 0, payload, 35);
  g_assert_cmphex (host_expect_status (&host, 0x08), ==, 0xc0);
}

static const struct {
  const char *what;
  guint8 op;
  gsize n_words;
  guint status;
} refusals[] = {
  { "unknown command", 0x0c, 0, 0xc3 },
  { "READ_FLASH_SLOW", 0x0e, 2, 0xc3 },
  { "security info on an ESP32", 0x14, 0, 0xff },
  { "SPI_ATTACH as for the ROM", 0x0d, 2, 0xc0 },
  { "BEGIN of three words", 0x02, 3, 0xc0 },
  { "END without a BEGIN", 0x04, 1, 0xc6 },
};

static void
test_refusals (void)
{
  static const guint32 words[8] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_auto (Host) host = { 0 };

    g_test_message ("%s", refusals[i].what);
    start (&host, "esp32");
    host_send_words (&host, refusals[i].op, words, refusals[i].n_words);
    g_assert_cmphex (host_expect_status (&host, refusals[i].op), ==, refusals[i].status);
  }
}

static void
test_write (void)
{
  g_auto (Host) host = { 0 };
  const guint8 *flash;
  gsize size;

  start (&host, "esp32");
  begin (&host, 0x02, 0x5000, 0x3000);
  g_assert_cmphex (send_fill (&host, 0, 0x11, 0x4000), ==, 0);
  /* the padding of the last block is cut off */
  g_assert_cmphex (send_fill (&host, 1, 0x22, 0x4000), ==, 0);
  g_assert_cmphex (end (&host), ==, 0);
  flash = glow_board_peek_flash (host.board, &size);
  g_assert_cmphex (flash[0x2fff], ==, 0xff);
  g_assert_cmphex (flash[0x3000], ==, 0x11);
  g_assert_cmphex (flash[0x7fff], ==, 0x22);
  g_assert_cmphex (flash[0x8000], ==, 0xff);
  host_assert_violations (&host, FALSE);
}

/* All 32 bits of the checksum count; the block may be sent again. */
static void
test_checksum (void)
{
  g_auto (Host) host = { 0 };
  guint8 payload[16 + 0x10] = { 0x10 };

  start (&host, "esp32");
  begin (&host, 0x02, 0x10, 0);
  host_send (&host, 0x03, 0x1ef, payload, sizeof payload);
  g_assert_cmphex (host_expect_status (&host, 0x03), ==, 0xc1);
  host_send (&host, 0x03, 0xef, payload, sizeof payload);
  g_assert_cmphex (host_expect_status (&host, 0x03), ==, 0);
  g_assert_cmphex (end (&host), ==, 0);
}

static void
test_missing_data (void)
{
  g_auto (Host) host = { 0 };

  start (&host, "esp32");
  begin (&host, 0x02, 0x8000, 0);
  g_assert_cmphex (send_fill (&host, 0, 0x11, 0x4000), ==, 0);
  g_assert_cmphex (end (&host), ==, 0xc0);
  host_assert_violations (&host, TRUE);
}

/* A damaged stream is acknowledged; the next command gets the error, once, and is lost.
 */
static void
test_deferred_error (void)
{
  g_auto (Host) host = { 0 };
  guint8 damaged[64] = { 0xff, 0xff };

  start (&host, "esp32");
  begin (&host, 0x10, 0x1000, 0);
  host_send_data (&host, 0x11, 0, damaged, sizeof damaged);
  g_assert_cmphex (host_expect_status (&host, 0x11), ==, 0);
  HOST_SEND (&host, 0xd1, 0, 0x1000);
  g_assert_cmphex (host_expect_status (&host, 0xd1), ==, 0xc7);
  HOST_SEND (&host, 0xd1, 0, 0x1000);
  g_assert_cmphex (host_expect_status (&host, 0xd1), ==, 0);
}

/* Sizes at and around the window of the inflater, and blocks that end with few bytes. */
static void
test_deflate_sizes (void)
{
  static const gsize sizes[] = { 1, 32767, 32768, 65536, 65537, 70001 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_auto (Host) host = { 0 };
    g_autofree guint8 *data = g_malloc (sizes[i]);
    g_autofree guint8 *packed = g_malloc (sizes[i] + 1024);
    uLongf packed_len = sizes[i] + 1024;
    gsize first;
    const guint8 *flash;
    gsize size;

    g_test_message ("%zu bytes", sizes[i]);
    for (gsize j = 0; j < sizes[i]; j++)
      data[j] = (guint8) (j * j >> 3);
    g_assert_cmpint (compress2 (packed, &packed_len, data, sizes[i], 9), ==, Z_OK);
    first = packed_len - 5;
    start (&host, "esp32");
    begin (&host, 0x10, (guint32) sizes[i], 0x10000);
    host_send_data (&host, 0x11, 0, packed, first);
    g_assert_cmphex (host_expect_status (&host, 0x11), ==, 0);
    host_send_data (&host, 0x11, 1, packed + first, packed_len - first);
    g_assert_cmphex (host_expect_status (&host, 0x11), ==, 0);
    HOST_SEND (&host, 0x12, 1);
    g_assert_cmphex (host_expect_status (&host, 0x12), ==, 0);
    flash = glow_board_peek_flash (host.board, &size);
    g_assert_cmpmem (flash + 0x10000, sizes[i], data, sizes[i]);
  }
}

static void
test_too_much_deflated (void)
{
  g_auto (Host) host = { 0 };
  guint8 data[0x2000] = { 0 };
  guint8 packed[256];
  uLongf packed_len = sizeof packed;
  const guint8 *flash;
  gsize size;

  start (&host, "esp32");
  g_assert_cmpint (compress2 (packed, &packed_len, data, sizeof data, 9), ==, Z_OK);
  begin (&host, 0x10, 0x1000, 0);
  host_send_data (&host, 0x11, 0, packed, packed_len);
  g_assert_cmphex (host_expect_status (&host, 0x11), ==, 0);
  HOST_SEND (&host, 0x12, 1);
  g_assert_cmphex (host_expect_status (&host, 0x12), ==, 0xc0);
  flash = glow_board_peek_flash (host.board, &size);
  g_assert_cmphex (flash[0x0fff], ==, 0x00);
  g_assert_cmphex (flash[0x1000], ==, 0xff);
}

static void
test_erase (void)
{
  g_auto (Host) host = { 0 };
  g_autofree guint8 *dirt = g_malloc0 (0x40000);
  g_autoptr (GBytes) content = g_bytes_new_static (dirt, 0x40000);
  const guint8 *flash;
  gsize size;

  start (&host, "esp32");
  glow_board_load_flash (host.board, 0, content);
  HOST_SEND (&host, 0xd1, 0xf000, 0x12000);
  g_assert_cmphex (host_expect_status (&host, 0xd1), ==, 0);
  flash = glow_board_peek_flash (host.board, &size);
  g_assert_cmphex (flash[0xefff], ==, 0x00);
  g_assert_cmphex (flash[0xf000], ==, 0xff);
  g_assert_cmphex (flash[0x20fff], ==, 0xff);
  g_assert_cmphex (flash[0x21000], ==, 0x00);
  HOST_SEND (&host, 0xd1, 0x800, 0x1000);
  g_assert_cmphex (host_expect_status (&host, 0xd1), ==, 0xc0);
  host_send (&host, 0xd0, 0, NULL, 0);
  g_assert_cmphex (host_expect_status (&host, 0xd0), ==, 0);
  g_assert_cmphex (flash[0], ==, 0xff);
  g_assert_cmphex (flash[0x3ffff], ==, 0xff);
}

static void
acknowledge (Host *host, guint32 len)
{
  guint8 ack[4];

  glow_put_le32 (ack, len);
  host_send_frame (host, ack, sizeof ack);
}

static void
test_read (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GByteArray) second = NULL;
  g_autoptr (GByteArray) md5 = NULL;

  start (&host, "esp32");
  HOST_SEND (&host, 0xd2, 0, 0x1001, 0x1000, 64);
  first = host_read (&host, 0);
  g_assert_cmpuint (first->len, ==, 12 + 0x1002);
  acknowledge (&host, 0x1000);
  second = host_read (&host, 0);
  g_assert_cmpuint (second->len, ==, 3);
  acknowledge (&host, 0x1001);
  md5 = host_read (&host, 0);
  g_assert_cmpuint (md5->len, >=, 18);
  host_assert_violations (&host, FALSE);
}

/* A frame that is no acknowledgement ends it, with the digest of what was sent. */
static void
test_read_abort (void)
{
  static const guint8 md5[] = { 0x6a, 0xe5, 0x9e, 0x64, 0x85, 0x03, 0x77, 0xee,
                                0x54, 0x70, 0xc8, 0x54, 0x76, 0x15, 0x51, 0xea };
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) packet = NULL;
  g_autoptr (GByteArray) digest = NULL;

  start (&host, "esp32");
  HOST_SEND (&host, 0xd2, 0, 0x8000, 0x1000, 64);
  packet = host_read (&host, 0);
  host_send_frame (&host, md5, 1);
  digest = host_read (&host, 0);
  g_assert_cmpuint (digest->len, ==, 18);
  g_assert_cmpmem (digest->data + 1, 16, md5, 16);
  HOST_SEND (&host, 0x13, 0, 0x1000, 0, 0);
  g_assert_cmphex (host_expect_status (&host, 0x13), ==, 0x6a);
}

static void
test_read_packet_size (void)
{
  g_auto (Host) host = { 0 };

  start (&host, "esp32");
  HOST_SEND (&host, 0xd2, 0, 0x8000, 0x1001, 64);
  g_assert_cmphex (host_expect_status (&host, 0xd2), ==, 0);
  HOST_SEND (&host, 0x0a, 0x40001000);
  g_assert_cmphex (host_expect_status (&host, 0x0a), ==, 0xc0);
}

static guint32
read_reg (Host *host, guint32 addr)
{
  g_autoptr (GByteArray) reply = NULL;

  HOST_SEND (host, 0x0a, addr);
  reply = host_read (host, 0);
  g_assert_cmpuint (reply->len, >=, 12);
  for (guint i = 1; i < reply->len - 1; i++)
    if (reply->data[i] == 0xdb) {
      reply->data[i] = reply->data[i + 1] == 0xdc ? 0xc0 : 0xdb;
      g_byte_array_remove_index (reply, i + 1);
    }
  return glow_get_le32 (reply->data + 5);
}

static void
write_reg (Host *host, guint32 addr, guint32 value)
{
  HOST_SEND (host, 0x09, addr, value, G_MAXUINT32, 0);
  g_assert_cmphex (host_expect_status (host, 0x09), ==, 0);
}

/* protocol.md 4.3, with the ESP32's registers; address and data lengths in bits */
static guint32
spi_command (Host *host, guint8 command, guint32 addr, guint addr_len, guint in_len)
{
  const guint32 base = 0x3ff42000;
  guint32 usr = (1u << 31) | (addr_len ? 1u << 30 : 0) | (in_len ? 1u << 28 : 0);

  if (in_len)
    write_reg (host, base + 0x2c, in_len - 1);
  if (addr_len) {
    write_reg (host, base + 0x20, (addr_len - 1) << 26);
    write_reg (host, base + 0x04, addr << (32 - addr_len));
  }
  write_reg (host, base + 0x1c, usr);
  write_reg (host, base + 0x24, 0x70000000u | command);
  write_reg (host, base + 0x80, 0);
  write_reg (host, base, 1u << 18);
  g_assert_cmphex (read_reg (host, base) & (1u << 18), ==, 0);
  return read_reg (host, base + 0x80);
}

static void
test_spi_commands (void)
{
  static const struct {
    guint32 size;
    guint32 id;
  } sizes[] = { { 0x100000, 0x1440c8 }, { 0x400000, 0x1640c8 }, { 0x1000000, 0x1840c8 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    glow_board_config_init (&config);
    config.mode = GLOW_BOARD_MODE_DOWNLOAD;
    config.flash_size = sizes[i].size;
    host_init (&host, &config);
    host_start_stub (&host);
    g_assert_cmphex (spi_command (&host, 0x9f, 0, 0, 24), ==, sizes[i].id);
    g_assert_cmphex (spi_command (&host, 0x5a, 0, 24, 32), ==, 0x50444653);
    g_assert_cmphex (spi_command (&host, 0x5a, 0x10, 24, 8), ==, 0xc8);
    g_assert_cmphex (spi_command (&host, 0x05, 0, 0, 8), ==, 0x00);
    spi_command (&host, 0x06, 0, 0, 0);
    g_assert_cmphex (spi_command (&host, 0x05, 0, 0, 8), ==, 0x02);
    spi_command (&host, 0x66, 0, 0, 0);
    spi_command (&host, 0x99, 0, 0, 0);
    g_assert_cmphex (spi_command (&host, 0x05, 0, 0, 8), ==, 0x00);
    spi_command (&host, 0xb9, 0, 0, 0);
    g_assert_cmphex (spi_command (&host, 0x9f, 0, 0, 24), ==, 0xffffff);
    spi_command (&host, 0xab, 0, 0, 0);
    g_assert_cmphex (spi_command (&host, 0x9f, 0, 0, 24), ==, sizes[i].id);
  }
}

/* Host and board at different rates: neither understands the other. */
static void
test_baud (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) garbage = NULL;

  host_init_download (&host, "esp32");
  glow_board_set_host_baud (host.board, 115200, 0);
  host_start_stub (&host);
  HOST_SEND (&host, 0x0f, 921600, 115200);
  g_assert_cmphex (host_expect_status (&host, 0x0f), ==, 0);
  HOST_SEND (&host, 0x0a, 0x40001000);
  garbage = host_read (&host, 1000000);
  g_assert_cmpuint (garbage->len, ==, 0);
  glow_board_set_host_baud (host.board, 921600, host.now_us);
  g_assert_cmphex (read_reg (&host, 0x40001000), ==, 0x00f01d83);
}

/* protocol.md 6.2: it believes to run at 115200 */
static void
test_baud_8266 (void)
{
  g_auto (Host) host = { 0 };

  host_init_download (&host, "esp8266");
  glow_board_set_host_baud (host.board, 230400, 0);
  host_start_stub (&host);
  HOST_SEND (&host, 0x0f, 460800, 230400);
  g_assert_cmphex (host_expect_status (&host, 0x0f), ==, 0);
  glow_board_set_host_baud (host.board, 921600, host.now_us);
  g_assert_cmphex (read_reg (&host, 0x40001000), ==, 0xfff0c101);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/stub/sync", test_sync);
  g_test_add_func ("/board/stub/refusals", test_refusals);
  g_test_add_func ("/board/stub/write", test_write);
  g_test_add_func ("/board/stub/checksum", test_checksum);
  g_test_add_func ("/board/stub/missing-data", test_missing_data);
  g_test_add_func ("/board/stub/deferred-error", test_deferred_error);
  g_test_add_func ("/board/stub/deflate-sizes", test_deflate_sizes);
  g_test_add_func ("/board/stub/deflate-too-much", test_too_much_deflated);
  g_test_add_func ("/board/stub/erase", test_erase);
  g_test_add_func ("/board/stub/read", test_read);
  g_test_add_func ("/board/stub/read-abort", test_read_abort);
  g_test_add_func ("/board/stub/read-packet-size", test_read_packet_size);
  g_test_add_func ("/board/stub/spi", test_spi_commands);
  g_test_add_func ("/board/stub/baud", test_baud);
  g_test_add_func ("/board/stub/baud-esp8266", test_baud_8266);
  return g_test_run ();
}
