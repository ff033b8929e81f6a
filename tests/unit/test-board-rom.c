/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "board-host.h"

#include <zlib.h>

#define FIVES_8 "5555555555555555"
#define SYNC_HEX                                                                         \
  "c00008240000000000"                                                                   \
  "07071220" FIVES_8 FIVES_8 FIVES_8 FIVES_8 "c0"
#define ROM_SYNC_REPLY "c0010804000707122000000000c0"
#define ROM_ERROR      "c0010804000707122001050000c0"
#define TIMES_8(x)     x x x x x x x x

static void
send_hex (Host *host, const char *hex)
{
  for (; *hex; hex += 2) {
    guint8 byte =
      (guint8) ((g_ascii_xdigit_value (hex[0]) << 4) | g_ascii_xdigit_value (hex[1]));

    host_write (host, &byte, 1);
  }
}

/* protocol.md 9.1 */
static void
test_vectors (void)
{
  g_auto (Host) host = { 0 };

  host_init_download (&host, "esp32");
  send_hex (&host, SYNC_HEX);
  host_expect_hex (&host, TIMES_8 (ROM_SYNC_REPLY));
  send_hex (&host, "c00014000000000000c0");
  host_expect_hex (&host, TIMES_8 (ROM_ERROR));
  send_hex (&host, "c0000a04000000000000100040c0");
  host_expect_hex (&host, "c0010a0400831df00000000000c0");
  send_hex (&host, "c0000d0800000000000000000000000000c0");
  host_expect_hex (&host, "c0010d0400831df00000000000c0");
  send_hex (&host,
            "c0000b1800000000000000000000004000000001000010000000010000ffff0000c0");
  host_expect_hex (&host, "c0010b0400831df00000000000c0");
  send_hex (&host, "c0000f0800000000000008070000000000c0");
  host_expect_hex (&host, "c0010f0400831df00000000000c0c0c0");
  host_assert_violations (&host, FALSE);
}

static void
test_vectors_8266 (void)
{
  g_auto (Host) host = { 0 };

  host_init_download (&host, "esp8266");
  send_hex (&host, SYNC_HEX);
  host_expect_hex (&host, TIMES_8 ("c001080200070712200000c0"));
  send_hex (&host, "c0000a04000000000000100040c0");
  host_expect_hex (&host, "c0010a020001c1f0ff0000c0" /* 0xfff0c101 */);
  /* commands that the ESP8266's ROM lacks get the last one's opcode */
  for (guint i = 0; i < 6; i++) {
    static const guint8 ops[] = { 0x0b, 0x0d, 0x0f, 0x10, 0x13, 0x14 };

    HOST_SEND (&host, ops[i], 0, 0);
    host_expect_hex (&host, "c0010a020001c1f0ff0105c0");
  }
}

/* Empty frames and noise between frames change nothing; a cut frame is lost alone. */
static void
test_framing (void)
{
  g_auto (Host) host = { 0 };

  host_init_download (&host, "esp32");
  send_hex (&host, "1234c0c0c0" SYNC_HEX "55c0c0" SYNC_HEX);
  host_expect_hex (&host, TIMES_8 (ROM_SYNC_REPLY) TIMES_8 (ROM_SYNC_REPLY));
  send_hex (&host, "c0000adb11" SYNC_HEX);
  host_expect_hex (&host, TIMES_8 (ROM_SYNC_REPLY));
}

static void
prepare (Host *host, const char *chip)
{
  host_init_download (host, chip);
  host_sync (host);
  if (strcmp (chip, "esp8266") == 0)
    return;
  HOST_SEND (host, 0x0d, 0, 0);
  g_assert_cmphex (host_expect_status (host, 0x0d), ==, 0);
}

static void
begin (Host *host, guint32 size, guint32 n_blocks, guint32 block, guint32 offset)
{
  HOST_SEND (host, 0x02, size, n_blocks, block, offset);
  g_assert_cmphex (host_expect_status (host, 0x02), ==, 0);
}

static guint
send_block (Host *host, guint32 seq, guint8 fill, gsize len)
{
  g_autofree guint8 *data = g_malloc (len);

  memset (data, fill, len);
  host_send_data (host, 0x03, seq, data, len);
  return host_expect_status (host, 0x03);
}

static void
test_needs_attach (void)
{
  g_auto (Host) host = { 0 };

  host_init_download (&host, "esp32");
  host_sync (&host);
  HOST_SEND (&host, 0x02, 0x1000, 4, 0x400, 0);
  g_assert_cmphex (host_expect_status (&host, 0x02), ==, 0x06);
  host_assert_violations (&host, TRUE);
}

static const struct {
  const char *what;
  guint32 words[5];
  gsize n_words;
  guint error;
} bad_begins[] = {
  { "16 bytes and one word more", { 0x1000, 4, 0x400, 0, 0 }, 5, 0x05 },
  { "block of 0x1804", { 0x1804, 1, 0x1804, 0 }, 4, 0x05 },
  { "no sector", { 0x400, 1, 0x400, 0x200 }, 4, 0x06 },
  { "beyond the 2 MiB the ROM believes in", { 0x1000, 4, 0x400, 0x200000 }, 4, 0x06 },
  { "good", { 0x1000, 4, 0x400, 0x1ff000 }, 4, 0 },
};

static void
test_begin_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_begins); i++) {
    g_auto (Host) host = { 0 };

    g_test_message ("%s", bad_begins[i].what);
    prepare (&host, "esp32");
    host_send_words (&host, 0x02, bad_begins[i].words, bad_begins[i].n_words);
    g_assert_cmphex (host_expect_status (&host, 0x02), ==, bad_begins[i].error);
    host_assert_violations (&host, bad_begins[i].error != 0);
  }
}

static void
test_begin_len_of_later_chips (void)
{
  g_auto (Host) host = { 0 };

  prepare (&host, "esp32c3");
  HOST_SEND (&host, 0x02, 0x1000, 4, 0x400, 0);
  g_assert_cmphex (host_expect_status (&host, 0x02), ==, 0x05);
  HOST_SEND (&host, 0x02, 0x1000, 4, 0x400, 0, 0);
  g_assert_cmphex (host_expect_status (&host, 0x02), ==, 0);
}

static void
test_seq_is_strict (void)
{
  g_auto (Host) host = { 0 };

  prepare (&host, "esp32");
  begin (&host, 0x1000, 4, 0x400, 0);
  g_assert_cmphex (send_block (&host, 1, 0x11, 0x400), ==, 0x05);
  g_assert_cmphex (send_block (&host, 0, 0x11, 0x400), ==, 0);
  g_assert_cmphex (send_block (&host, 0, 0x11, 0x400), ==, 0x05);
  g_assert_cmphex (send_block (&host, 1, 0x22, 0x400), ==, 0);
  host_assert_violations (&host, TRUE);
}

/* The counter moves before the checksum is looked at: the block is lost for good. */
static void
test_checksum_uses_up_seq (void)
{
  g_auto (Host) host = { 0 };
  guint8 payload[16 + 0x400] = { 0x00, 0x04 };

  prepare (&host, "esp32");
  begin (&host, 0x1000, 4, 0x400, 0);
  host_send (&host, 0x03, 0x12, payload, sizeof payload);
  g_assert_cmphex (host_expect_status (&host, 0x03), ==, 0x07);
  g_assert_cmphex (send_block (&host, 0, 0x11, 0x400), ==, 0x05);
  g_assert_cmphex (send_block (&host, 1, 0x11, 0x400), ==, 0);
}

/* Only the low byte of the checksum counts on the ROM. */
static void
test_checksum_low_byte (void)
{
  g_auto (Host) host = { 0 };
  guint8 payload[16 + 4] = { 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 };

  prepare (&host, "esp32");
  begin (&host, 4, 1, 4, 0);
  host_send (&host, 0x03, 0xffffffee, payload, sizeof payload);
  g_assert_cmphex (host_expect_status (&host, 0x03), ==, 0);
}

/* A short last block is programmed whole, with whatever is in the buffer behind it. */
static void
test_short_block_is_not_padded (void)
{
  g_auto (Host) host = { 0 };
  const guint8 *flash;
  gsize size;

  prepare (&host, "esp32");
  begin (&host, 0x500, 2, 0x400, 0);
  g_assert_cmphex (send_block (&host, 0, 0x11, 0x400), ==, 0);
  g_assert_cmphex (send_block (&host, 1, 0x22, 0x100), ==, 0);
  flash = glow_board_peek_flash (host.board, &size);
  g_assert_cmphex (flash[0x4ff], ==, 0x22);
  g_assert_cmphex (flash[0x500], ==, 0x11);
  host_assert_violations (&host, TRUE);
}

static void
test_nor_only_clears_bits (void)
{
  g_auto (Host) host = { 0 };
  guint8 zeros[16] = { 0 };
  g_autoptr (GBytes) dirt = g_bytes_new_static (zeros, sizeof zeros);
  const guint8 *flash;
  gsize size;

  prepare (&host, "esp32");
  begin (&host, 0x1000, 1, 0x400, 0);
  glow_board_load_flash (host.board, 0x10, dirt);
  /* 16 equal bytes have no parity, so only the content shows it */
  g_assert_cmphex (send_block (&host, 0, 0x5a, 0x400), ==, 0);
  flash = glow_board_peek_flash (host.board, &size);
  g_assert_cmphex (flash[0x0f], ==, 0x5a);
  g_assert_cmphex (flash[0x10], ==, 0x00);
  g_assert_cmphex (flash[0x20], ==, 0x5a);
  host_assert_violations (&host, TRUE);
}

/* FLASH_END leaves the loader whatever it answers. */
static void
test_end_leaves (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) rest = NULL;

  prepare (&host, "esp32");
  begin (&host, 0x1000, 4, 0x400, 0);
  HOST_SEND (&host, 0x04, 1);
  g_assert_cmphex (host_expect_status (&host, 0x04), ==, 0x06);
  send_hex (&host, SYNC_HEX);
  rest = host_read (&host, 1000);
  g_assert_cmpuint (rest->len, ==, 0);
}

/* Word 0 = 0 resets without a look at the boot pin: back in the loader. */
static void
test_end_resets (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) log = NULL;

  prepare (&host, "esp32");
  begin (&host, 0, 0, 0, 0);
  HOST_SEND (&host, 0x04, 0);
  log = host_read (&host, 100000);
  g_byte_array_append (log, (const guint8 *) "", 1);
  g_assert_nonnull (memmem (log->data, log->len, "waiting for download", 20));
  send_hex (&host, SYNC_HEX);
  host_expect_hex (&host, TIMES_8 (ROM_SYNC_REPLY));
}

typedef struct {
  guint8 data[70000];
  guint8 packed[80000];
  gsize packed_len;
} Packed;

static void
pack (Packed *self, gsize len)
{
  uLongf packed_len = sizeof self->packed;

  for (gsize i = 0; i < len; i++)
    self->data[i] = (guint8) ((i * 7) ^ (i >> 8));
  g_assert_cmpint (compress2 (self->packed, &packed_len, self->data, len, 9), ==, Z_OK);
  self->packed_len = packed_len;
}

static void
begin_deflate (Host *host, guint32 size, guint32 n_blocks)
{
  HOST_SEND (host, 0x10, size, n_blocks, 0x400, 0x10000);
  g_assert_cmphex (host_expect_status (host, 0x10), ==, 0);
}

static guint
send_packed (Host *host, const Packed *packed, guint32 seq)
{
  gsize pos = seq * 0x400;

  host_send_data (host, 0x11, seq, packed->packed + pos,
                  MIN (0x400, packed->packed_len - pos));
  return host_expect_status (host, 0x11);
}

static void
test_deflate (void)
{
  g_auto (Host) host = { 0 };
  g_autofree Packed *packed = g_new0 (Packed, 1);
  const guint8 *flash;
  guint32 n_blocks;
  gsize size;

  pack (packed, sizeof packed->data);
  n_blocks = (guint32) (packed->packed_len + 0x3ff) / 0x400;
  prepare (&host, "esp32");
  begin_deflate (&host, sizeof packed->data, n_blocks);
  for (guint32 seq = 0; seq < n_blocks; seq++)
    g_assert_cmphex (send_packed (&host, packed, seq), ==, 0);
  flash = glow_board_peek_flash (host.board, &size);
  g_assert_cmpmem (flash + 0x10000, sizeof packed->data, packed->data,
                   sizeof packed->data);
  host_assert_violations (&host, FALSE);
}

static void
test_deflate_block_count (void)
{
  g_auto (Host) host = { 0 };
  g_autofree Packed *packed = g_new0 (Packed, 1);

  pack (packed, 70000);
  g_assert_cmpuint (packed->packed_len, >, 0x400);
  prepare (&host, "esp32");
  begin_deflate (&host, 70000, 1);
  g_assert_cmphex (send_packed (&host, packed, 0), ==, 0x06);
  host_assert_violations (&host, TRUE);
}

/* Bytes after the stream keep the ROM in its loop: it never answers again. */
static void
test_deflate_padding_hangs (void)
{
  g_auto (Host) host = { 0 };
  g_autofree Packed *packed = g_new0 (Packed, 1);
  g_autoptr (GByteArray) rest = NULL;

  pack (packed, 64);
  prepare (&host, "esp32");
  begin_deflate (&host, 64, 1);
  host_send_data (&host, 0x11, 0, packed->packed, packed->packed_len + 4);
  send_hex (&host, SYNC_HEX);
  rest = host_read (&host, 1000000);
  g_assert_cmpuint (rest->len, ==, 0);
  host_assert_violations (&host, TRUE);
}

static void
test_deflate_damaged (void)
{
  g_auto (Host) host = { 0 };
  g_autofree Packed *packed = g_new0 (Packed, 1);

  pack (packed, 64);
  prepare (&host, "esp32");
  begin_deflate (&host, 64, 1);
  packed->packed[packed->packed_len - 1] ^= 1;
  g_assert_cmphex (send_packed (&host, packed, 0), ==, 0x0c);
  begin_deflate (&host, 64, 1);
  packed->packed[0] ^= 0xff;
  g_assert_cmphex (send_packed (&host, packed, 0), ==, 0x0b);
}

/* protocol.md 4.7: what to ask for, so that the ROM erases no less than is needed */
static const struct {
  guint32 offset;
  guint32 size;
  guint32 param;
} erases[] = {
  { 0x0, 0x1000, 0x1000 },      { 0x0, 0x10000, 0x8000 },
  { 0x0, 0x20000, 0x10000 },    { 0x1000, 0x3000, 0x2000 },
  { 0x1000, 0xf000, 0x8000 },   { 0x1000, 0x10000, 0x8000 },
  { 0x1000, 0x1f000, 0x10000 }, { 0x10000, 0x80000, 0x70000 },
  { 0xf000, 0x1000, 0x1000 },   { 0xf000, 0x2000, 0x1000 },
};

static gsize
count_erased (const guint8 *flash, gsize offset)
{
  gsize n = 0;

  while (flash[offset + n] == 0xff)
    n++;
  return n;
}

static void
test_erase_bug (void)
{
  g_autofree guint8 *dirt = g_malloc0 (0x100000);
  g_autoptr (GBytes) content = g_bytes_new_static (dirt, 0x100000);

  for (gsize i = 0; i < G_N_ELEMENTS (erases); i++) {
    g_auto (Host) host = { 0 };
    guint32 sector = erases[i].offset / 0x1000;
    guint32 n = erases[i].param / 0x1000;
    const guint8 *flash;
    gsize erased;
    gsize size;

    prepare (&host, "esp8266");
    glow_board_load_flash (host.board, 0, content);
    begin (&host, erases[i].param, 1, 0x400, erases[i].offset);
    flash = glow_board_peek_flash (host.board, &size);
    erased = count_erased (flash, erases[i].offset);
    g_test_message ("0x%x of 0x%x: 0x%zx erased", erases[i].offset, erases[i].size,
                    erased);
    g_assert_cmpuint (erased, >=, erases[i].size);
    g_assert_cmpuint (erased, ==, (MIN (16 - sector % 16, n) + n) * 0x1000);
  }
}

/* Bytes beyond the buffer are lost without a word, and then the length is wrong. */
static void
test_long_frame (void)
{
  g_auto (Host) host = { 0 };
  g_autofree guint8 *data = g_malloc0 (0x2100);

  prepare (&host, "esp32");
  begin (&host, 0x1800, 1, 0x1800, 0);
  host_send_data (&host, 0x03, 0, data, 0x2100);
  g_assert_cmphex (host_expect_status (&host, 0x03), ==, 0x05);
  host_assert_violations (&host, TRUE);
}

static void
test_md5_and_slow_read (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *hex = NULL;
  g_autoptr (GByteArray) reply = NULL;

  prepare (&host, "esp32");
  HOST_SEND (&host, 0x13, 0, 0x1000, 0, 0);
  reply = host_read (&host, 0);
  g_assert_cmpuint (reply->len, ==, 10 + 32 + 4);
  g_assert_cmpmem (reply->data + 9, 32, "6ae59e64850377ee5470c854761551ea", 32);
  HOST_SEND (&host, 0x0e, 0, 65);
  g_assert_cmphex (host_expect_status (&host, 0x0e), ==, 0x0a);
  HOST_SEND (&host, 0x0e, 0, 4);
  g_clear_pointer (&reply, g_byte_array_unref);
  reply = host_read (&host, 0);
  g_assert_cmpuint (reply->len, ==, 10 + 64 + 4);
}

static void
test_upload_must_be_whole (void)
{
  g_auto (Host) host = { 0 };
  guint8 text[0x1000] = { 0 };

  prepare (&host, "esp32");
  HOST_SEND (&host, 0x05, 0x2000, 2, 0x1800, 0x400a8000);
  host_expect_status (&host, 0x05);
  host_send_data (&host, 0x07, 0, text, sizeof text);
  g_assert_cmphex (host_expect_status (&host, 0x07), ==, 0);
  HOST_SEND (&host, 0x06, 0, 0x400a8000);
  g_assert_cmphex (host_expect_status (&host, 0x06), ==, 0);
  host_expect_hex (&host, "");
  host_assert_violations (&host, TRUE);
}

static void
send_random (Host *host)
{
  static const guint8 ops[] = { 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09,
                                0x0a, 0x0b, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12,
                                0x13, 0x14, 0xd0, 0xd1, 0xd2, 0xd3 };
  gsize len = (gsize) g_test_rand_int_range (0, 48);
  guint32 words[12];

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    words[i] = (guint32) g_test_rand_int () >> g_test_rand_int_range (0, 32);
  host_send (host, ops[g_test_rand_int_range (0, G_N_ELEMENTS (ops))],
             (guint32) g_test_rand_int () & 0xff, (const guint8 *) words, len);
}

/* Whatever comes, in ROM and stub: no crash, and a reset brings the board back. */
static void
test_random_frames (gconstpointer chip)
{
  /* protocol.md 3.2: there is no stub for it */
  gboolean has_stub = strcmp (chip, "esp32h21") != 0;

  for (guint round = 0; round < 10; round++) {
    g_auto (Host) host = { 0 };

    host_init_download (&host, chip);
    if (has_stub && round % 2)
      host_start_stub (&host);
    for (guint i = 0; i < 500; i++) {
      g_autoptr (GByteArray) reply = NULL;

      send_random (&host);
      reply = host_read (&host, 100);
    }
    glow_board_set_lines (host.board, FALSE, TRUE, host.now_us);
    glow_board_set_lines (host.board, TRUE, FALSE, host.now_us);
    g_byte_array_unref (host_read (&host, 100000));
    host_sync (&host);
  }
}

int
main (int argc, char *argv[])
{
  const char *const *chips = glow_board_get_chip_names ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/rom/vectors", test_vectors);
  g_test_add_func ("/board/rom/vectors-esp8266", test_vectors_8266);
  g_test_add_func ("/board/rom/framing", test_framing);
  g_test_add_func ("/board/rom/needs-attach", test_needs_attach);
  g_test_add_func ("/board/rom/begin-rules", test_begin_rules);
  g_test_add_func ("/board/rom/begin-len", test_begin_len_of_later_chips);
  g_test_add_func ("/board/rom/seq", test_seq_is_strict);
  g_test_add_func ("/board/rom/checksum-seq", test_checksum_uses_up_seq);
  g_test_add_func ("/board/rom/checksum-low-byte", test_checksum_low_byte);
  g_test_add_func ("/board/rom/short-block", test_short_block_is_not_padded);
  g_test_add_func ("/board/rom/nor", test_nor_only_clears_bits);
  g_test_add_func ("/board/rom/end-leaves", test_end_leaves);
  g_test_add_func ("/board/rom/end-resets", test_end_resets);
  g_test_add_func ("/board/rom/deflate", test_deflate);
  g_test_add_func ("/board/rom/deflate-block-count", test_deflate_block_count);
  g_test_add_func ("/board/rom/deflate-padding", test_deflate_padding_hangs);
  g_test_add_func ("/board/rom/deflate-damaged", test_deflate_damaged);
  g_test_add_func ("/board/rom/erase-bug", test_erase_bug);
  g_test_add_func ("/board/rom/long-frame", test_long_frame);
  g_test_add_func ("/board/rom/md5", test_md5_and_slow_read);
  g_test_add_func ("/board/rom/upload-whole", test_upload_must_be_whole);
  for (gsize i = 0; chips[i]; i++) {
    g_autofree char *path = g_strconcat ("/board/random/", chips[i], NULL);

    g_test_add_data_func (path, chips[i], test_random_frames);
  }
  return g_test_run ();
}
