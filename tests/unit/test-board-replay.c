/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Replays recorded conversations of real boot ROMs. GLOWPLUG_WIRE_DIR holds them; without
 * it, and without the file that was flashed there, the test is skipped. */

#include "board-host.h"

#include <zlib.h>

typedef struct {
  Host host;
  guint8 *small; /* what was flashed in the recording */
  gsize small_len;
  gboolean is_chip_register; /* the last register read differs between boards */
  guint n_compared;
} Replay;

static GByteArray *
from_hex (const char *hex, gsize len)
{
  GByteArray *bytes = g_byte_array_new ();

  for (gsize i = 0; i + 1 < len; i += 2) {
    guint8 byte =
      (guint8) ((g_ascii_xdigit_value (hex[i]) << 4) | g_ascii_xdigit_value (hex[i + 1]));

    g_byte_array_append (bytes, &byte, 1);
  }
  return bytes;
}

/* Long frames are cut in the middle of the recording; the board needs them whole. */
static void
send_cut_frame (Replay *self, const guint8 *head)
{
  guint32 len = glow_get_le32 (head + 9);
  guint32 seq = glow_get_le32 (head + 13);
  g_autofree guint8 *data = g_malloc (MAX (len, 0x4000));
  uLongf packed_len = 0x4000;

  memset (data, 0xff, len);
  if (head[2] == 0x03) {
    memcpy (data, self->small + seq * 0x400, MIN (len, self->small_len - seq * 0x400));
  } else if (head[2] != 0x07) {
    g_assert_cmpint (compress2 (data, &packed_len, self->small, self->small_len, 9), ==,
                     Z_OK);
    g_assert_cmpuint (seq * 0x400, <, packed_len);
    memmove (data, data + seq * 0x400, MIN (len, packed_len - seq * 0x400));
  }
  host_send_data (&self->host, head[2], seq, data, len);
}

static void
note_register (Replay *self, const guint8 *frame)
{
  guint32 addr = glow_get_le32 (frame + 9);
  gboolean is_spi = (addr & ~0xffu) == 0x3ff42000 || (addr & ~0xffu) == 0x60002000;

  /* USR and USR2 keep what the ROM's own flash driver did; the SFDP tables, the crystal's
   * error and the straps are that board's */
  self->is_chip_register = is_spi || addr == 0x3ff40014 || addr == 0x3ff44038;
}

static void
send_request (Replay *self, const char *hex)
{
  const char *cut = strstr (hex, "...(");
  g_autoptr (GByteArray) bytes = from_hex (hex, cut ? (gsize) (cut - hex) : strlen (hex));

  if (bytes->data[2] == 0x0a && bytes->len == 14)
    note_register (self, bytes->data);
  if (cut)
    send_cut_frame (self, bytes->data);
  else
    host_write (&self->host, bytes->data, bytes->len);
}

/* The next frame the board has sent, with its delimiters. */
static GByteArray *
next_frame (Replay *self)
{
  GByteArray *frame = g_byte_array_new ();
  guint8 byte;

  while (glow_board_transmit (self->host.board, &byte, 1, self->host.now_us) == 1) {
    g_byte_array_append (frame, &byte, 1);
    if (byte == 0xc0 && frame->len > 1)
      break;
  }
  return frame;
}

/* The value is bytes 4 to 7 of the frame's content; any of them may be escaped. */
static void
drop_value (GByteArray *frame)
{
  for (guint i = 0; i < 4; i++) {
    if (frame->data[5] == 0xdb)
      g_byte_array_remove_index (frame, 5);
    g_byte_array_remove_index (frame, 5);
  }
}

static void
check_reply (Replay *self, const char *hex)
{
  const char *cut = strstr (hex, "...(");
  g_autoptr (GByteArray) want = from_hex (hex, cut ? (gsize) (cut - hex) : strlen (hex));
  g_autoptr (GByteArray) got = next_frame (self);
  g_autofree char *want_hex = NULL;
  g_autofree char *got_hex = NULL;

  if (!cut && self->is_chip_register && want->len >= 12 && got->len >= 12 &&
      (want->data[2] == 0x09 || want->data[2] == 0x0a)) {
    drop_value (want);
    drop_value (got);
  }
  if (cut)
    g_byte_array_set_size (got, MIN (got->len, want->len));
  want_hex = host_hex (want->data, want->len);
  got_hex = host_hex (got->data, got->len);
  g_assert_cmpstr (got_hex, ==, want_hex);
  self->n_compared++;
}

static void
replay_lines (Replay *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i]; i++) {
    g_test_message ("%zu: %.60s", i + 1, lines[i]);
    if (g_str_has_prefix (lines[i], "> "))
      send_request (self, lines[i] + 2);
    else if (g_str_has_prefix (lines[i], "< "))
      check_reply (self, lines[i] + 2);
  }
}

static void
test_replay (gconstpointer chip)
{
  const char *wire_dir = g_getenv ("GLOWPLUG_WIRE_DIR");
  const char *firmware_dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autofree char *name = g_strconcat (chip, ".txt", NULL);
  g_autofree char *path = NULL;
  g_autofree char *small_path = NULL;
  g_autofree char *text = NULL;
  GlowBoardConfig config;
  Replay self = { 0 };

  glow_board_config_init (&config);
  config.chip = chip;
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  memcpy (config.mac,
          strcmp (chip, "esp32") == 0 ? "\x24\x0a\xc4\x11\x22\x33"
                                      : "\xc4\x0a\x24\xfe\x10\x01",
          6);
  path = g_build_filename (wire_dir ? wire_dir : "", name, NULL);
  small_path =
    g_build_filename (firmware_dir ? firmware_dir : "", "esp32", "hello_world.bin", NULL);
  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      !g_file_get_contents (small_path, (char **) &self.small, &self.small_len, NULL)) {
    g_test_skip ("no recording: set GLOWPLUG_WIRE_DIR and GLOWPLUG_FIRMWARE_DIR");
    return;
  }
  /* 5001 bytes, which the tool pads to a word */
  self.small_len = 5004;
  memset (self.small + 5001, 0xff, 3);
  host_init (&self.host, &config);
  replay_lines (&self, text);
  g_assert_cmpuint (self.n_compared, >, 700);
  host_assert_violations (&self.host, FALSE);
  host_clear (&self.host);
  g_free (self.small);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/board/replay/esp32", "esp32", test_replay);
  g_test_add_data_func ("/board/replay/esp32c3", "esp32c3", test_replay);
  return g_test_run ();
}
