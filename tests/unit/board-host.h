/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The host's end of a simulated board, written as bytes: tests of the board must not use
 * the engine's own loader. */

#pragma once

#include "glow-board.h"
#include "glow-bytes.h"

#include <string.h>

typedef struct {
  GlowBoard *board;
  gint64 now_us;
} Host;

static inline void
host_init (Host *host, const GlowBoardConfig *config)
{
  g_autoptr (GError) error = NULL;

  host->board = glow_board_new (config, &error);
  g_assert_no_error (error);
  host->now_us = 0;
}

static inline void
host_config (GlowBoardConfig *config, const char *chip)
{
  glow_board_config_init (config);
  config->chip = chip;
  config->mode = GLOW_BOARD_MODE_DOWNLOAD;
}

/* A board that waits in its loader. */
static inline void
host_init_download (Host *host, const char *chip)
{
  GlowBoardConfig config;

  host_config (&config, chip);
  host_init (host, &config);
}

static inline void
host_clear (Host *host)
{
  g_clear_object (&host->board);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Host, host_clear)

static inline void
host_write (Host *host, const guint8 *data, gsize len)
{
  glow_board_receive (host->board, data, len, host->now_us);
}

/* Everything that arrives until nothing more comes or @wait_us are over. */
static inline GByteArray *
host_read (Host *host, gint64 wait_us)
{
  GByteArray *all = g_byte_array_new ();
  gint64 deadline_us = host->now_us + wait_us;
  guint8 buf[4096];
  gint64 next_us;
  gsize len;

  while (TRUE) {
    while ((len = glow_board_transmit (host->board, buf, sizeof buf, host->now_us)) > 0)
      g_byte_array_append (all, buf, (guint) len);
    next_us = glow_board_next_output_us (host->board, host->now_us);
    if (next_us < 0 || next_us > deadline_us)
      break;
    host->now_us = next_us;
  }
  host->now_us = MAX (host->now_us, deadline_us);
  return all;
}

static inline void
host_put (GByteArray *frame, guint8 byte)
{
  static const guint8 end[] = { 0xdb, 0xdc };
  static const guint8 esc[] = { 0xdb, 0xdd };

  if (byte == 0xc0)
    g_byte_array_append (frame, end, 2);
  else if (byte == 0xdb)
    g_byte_array_append (frame, esc, 2);
  else
    g_byte_array_append (frame, &byte, 1);
}

static inline void
host_send_frame (Host *host, const guint8 *data, gsize len)
{
  static const guint8 delimiter = 0xc0;
  g_autoptr (GByteArray) frame = g_byte_array_new ();

  g_byte_array_append (frame, &delimiter, 1);
  for (gsize i = 0; i < len; i++)
    host_put (frame, data[i]);
  g_byte_array_append (frame, &delimiter, 1);
  host_write (host, frame->data, frame->len);
}

/* One request; @checksum goes into the header as it is. */
static inline void
host_send (Host *host, guint8 op, guint32 checksum, const guint8 *payload, gsize len)
{
  g_autofree guint8 *data = g_malloc0 (8 + len);

  data[1] = op;
  glow_put_le16 (data + 2, (guint16) len);
  glow_put_le32 (data + 4, checksum);
  if (len > 0)
    memcpy (data + 8, payload, len);
  host_send_frame (host, data, 8 + len);
}

/* One request of @n_words words. */
static inline void
host_send_words (Host *host, guint8 op, const guint32 *words, gsize n_words)
{
  guint8 payload[64];

  g_assert_cmpuint (n_words, <=, G_N_ELEMENTS (payload) / 4);
  for (gsize i = 0; i < n_words; i++)
    glow_put_le32 (payload + 4 * i, words[i]);
  host_send (host, op, 0, payload, 4 * n_words);
}

#define HOST_SEND(host, op, ...)                                                         \
  host_send_words ((host), (op), (const guint32[]){ __VA_ARGS__ },                       \
                   G_N_ELEMENTS (((const guint32[]){ __VA_ARGS__ })))

/* One DATA request with its right checksum. */
static inline void
host_send_data (Host *host, guint8 op, guint32 seq, const guint8 *data, gsize len)
{
  g_autofree guint8 *payload = g_malloc0 (16 + len);
  guint32 checksum = 0xef;

  glow_put_le32 (payload, (guint32) len);
  glow_put_le32 (payload + 4, seq);
  if (len > 0)
    memcpy (payload + 16, data, len);
  for (gsize i = 0; i < len; i++)
    checksum ^= data[i];
  host_send (host, op, checksum, payload, 16 + len);
}

static inline char *
host_hex (const guint8 *data, gsize len)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

/* Reads all there is and compares it with bytes given in hex. */
static inline void
host_expect_hex (Host *host, const char *hex)
{
  g_autoptr (GByteArray) got = host_read (host, 0);
  g_autofree char *got_hex = host_hex (got->data, got->len);

  g_assert_cmpstr (got_hex, ==, hex);
}

/* Reads one reply that has no data before its status: 0, or the error code. */
static inline guint
host_expect_status (Host *host, guint8 op)
{
  g_autoptr (GByteArray) got = host_read (host, 120 * G_USEC_PER_SEC);

  g_assert_cmpuint (got->len, >=, 12);
  g_assert_cmphex (got->data[0], ==, 0xc0);
  g_assert_cmphex (got->data[1], ==, 0x01);
  g_assert_cmphex (got->data[2], ==, op);
  for (gsize i = 3; i < got->len - 1; i++)
    if (got->data[i] == 0xdb) { /* unescape in place: the value may need it */
      got->data[i] = got->data[i + 1] == 0xdc ? 0xc0 : 0xdb;
      g_byte_array_remove_index (got, (guint) i + 1);
    }
  if (got->data[9] == 0)
    return 0;
  return got->data[9] == 1 ? got->data[10] : got->data[9];
}

static inline void
host_sync (Host *host)
{
  static const guint8 head[] = { 0x07, 0x07, 0x12, 0x20 };
  g_autoptr (GByteArray) replies = NULL;
  guint8 payload[36];

  memset (payload, 0x55, sizeof payload);
  memcpy (payload, head, sizeof head);
  host_send (host, 0x08, 0, payload, sizeof payload);
  replies = host_read (host, 100000);
  g_assert_cmpuint (replies->len, >, 0);
}

/* Takes no time: a watchdog may be running. */
static inline void
host_write_reg (Host *host, guint32 addr, guint32 value)
{
  g_autoptr (GByteArray) got = NULL;

  HOST_SEND (host, 0x09, addr, value, G_MAXUINT32, 0);
  got = host_read (host, 0);
  g_assert_cmpuint (got->len, >=, 12);
  g_assert_cmphex (got->data[2], ==, 0x09);
}

static inline void
host_unescape (GByteArray *got)
{
  for (guint i = 0; i < got->len; i++)
    if (got->data[i] == 0xdb) {
      got->data[i] = got->data[i + 1] == 0xdc ? 0xc0 : 0xdb;
      g_byte_array_remove_index (got, i + 1);
    }
}

static inline guint32
host_read_reg (Host *host, guint32 addr)
{
  g_autoptr (GByteArray) got = NULL;

  HOST_SEND (host, 0x0a, addr);
  got = host_read (host, 0);
  g_assert_cmpuint (got->len, >=, 12);
  g_assert_cmphex (got->data[2], ==, 0x0a);
  host_unescape (got);
  return glow_get_le32 (got->data + 5);
}

/* A board whose loader was spoken to. */
static inline void
host_start (Host *host, const GlowBoardConfig *config)
{
  host_init (host, config);
  host_sync (host);
}

typedef struct {
  const char *chip;
  guint32 text;
  guint32 data;
} HostStub;

/* Where the stub of each chip goes, protocol.md 6.4. */
static inline const HostStub *
host_find_stub (const char *chip)
{
  static const HostStub stubs[] = {
    { "esp32", 0x400a8000, 0x3ffded6c },        { "esp32c2", 0x40380000, 0x3fcb6d6c },
    { "esp32c3", 0x40380000, 0x3fc96d68 },      { "esp32c5", 0x40800000, 0x40852f0c },
    { "esp32c6", 0x40800000, 0x40852f0c },      { "esp32c61", 0x40800000, 0x40816d68 },
    { "esp32h2", 0x40800000, 0x40842d68 },      { "esp32h21", 0x40800000, 0x40842d68 },
    { "esp32h4", 0x40810000, 0x40842d68 },      { "esp32p4", 0x4ff10000, 0x4ff62db8 },
    { "esp32p4-rev3", 0x4ff50000, 0x4ff72db8 }, { "esp32s2", 0x40028000, 0x3ffe2dc0 },
    { "esp32s3", 0x40378000, 0x3fcb2dc0 },      { "esp32s31", 0x2f001000, 0x2f01cdb8 },
    { "esp8266", 0x4010c500, 0x3fffae6c },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stubs); i++)
    if (strcmp (stubs[i].chip, chip) == 0)
      return &stubs[i];
  g_assert_not_reached ();
}

/* Uploads code and data as long as a stub's, and jumps there. */
static inline void
host_upload_stub (Host *host, guint32 text_addr, guint32 data_addr)
{
  g_autofree guint8 *text = g_malloc (0x1000);
  guint8 data[64] = { 1, 2, 3 };

  memset (text, 0x3d, 0x1000);
  HOST_SEND (host, 0x05, 0x1000, 1, 0x1800, text_addr);
  g_assert_cmphex (host_expect_status (host, 0x05), ==, 0);
  host_send_data (host, 0x07, 0, text, 0x1000);
  g_assert_cmphex (host_expect_status (host, 0x07), ==, 0);
  HOST_SEND (host, 0x05, sizeof data, 1, 0x1800, data_addr);
  g_assert_cmphex (host_expect_status (host, 0x05), ==, 0);
  host_send_data (host, 0x07, 0, data, sizeof data);
  g_assert_cmphex (host_expect_status (host, 0x07), ==, 0);
  HOST_SEND (host, 0x06, 0, text_addr + 0x100);
}

/* Whether what comes now ends with a stub's greeting. */
static inline gboolean
host_is_greeted (Host *host)
{
  g_autoptr (GByteArray) got = host_read (host, 100000);

  return got->len >= 6 && memcmp (got->data + got->len - 6, "\xc0OHAI\xc0", 6) == 0;
}

/* Brings the board into the stub: any code and data will do. */
static inline void
host_start_stub (Host *host)
{
  const HostStub *stub = host_find_stub (glow_board_get_chip_name (host->board));

  host_sync (host);
  host_upload_stub (host, stub->text, stub->data);
  g_assert_true (host_is_greeted (host));
}

static inline void
host_assert_violations (Host *host, gboolean any)
{
  g_autofree char *report = glow_board_dup_report (host->board);

  if (any)
    g_assert_null (strstr (report, "\"violation_count\" : 0"));
  else
    g_assert_nonnull (strstr (report, "\"violation_count\" : 0"));
}
