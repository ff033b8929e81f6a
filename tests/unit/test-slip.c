/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-slip.h"

/* Feeds @wire cut at @split and collects the frames, each followed by a '|' byte. */
static GByteArray *
decode_split (const guint8 *wire, gsize len, gsize split, GByteArray *stray)
{
  g_auto (GlowSlipDecoder) decoder;
  GByteArray *frames = g_byte_array_new ();
  const gsize ends[] = { split, len };
  gsize pos = 0;

  glow_slip_decoder_init (&decoder);
  for (guint part = 0; part < 2; part++) {
    while (pos < ends[part]) {
      gboolean complete;

      pos +=
        glow_slip_decoder_feed (&decoder, wire + pos, ends[part] - pos, stray, &complete);
      if (complete) {
        g_byte_array_append (frames, decoder.frame->data, decoder.frame->len);
        g_byte_array_append (frames, (const guint8 *) "|", 1);
      }
    }
  }
  return frames;
}

static void
assert_decodes (const char *wire, gsize wire_len, const char *frames, gsize frames_len)
{
  for (gsize split = 0; split <= wire_len; split++) {
    g_autoptr (GByteArray) stray = g_byte_array_new ();
    g_autoptr (GByteArray) found =
      decode_split ((const guint8 *) wire, wire_len, split, stray);

    g_assert_cmpmem (found->data, found->len, frames, frames_len);
  }
}

static void
test_decode_at_every_split (void)
{
  assert_decodes ("\xc0"
                  "ab\xc0",
                  4, "ab|", 3);
  assert_decodes ("\xc0\xdb\xdc\xdb\xdd\xc0", 6, "\xc0\xdb|", 3);
  /* what a ROM adds after a change of rate: empty frames */
  assert_decodes ("\xc0\xc0\xc0"
                  "a\xc0\xc0\xc0",
                  7, "a|", 2);
  /* one delimiter between two frames */
  assert_decodes ("\xc0"
                  "a\xc0"
                  "b\xc0",
                  5, "a|b|", 4);
}

static void
test_decode_drops_a_bad_escape (void)
{
  assert_decodes ("\xc0"
                  "a\xdb"
                  "b\xc0\xc0"
                  "c\xc0",
                  8, "c|", 2);
  assert_decodes ("\xc0"
                  "a\xdb\xc0\xc0"
                  "c\xc0",
                  7, "c|", 2);
}

static void
test_text_around_frames_is_stray (void)
{
  g_autoptr (GByteArray) stray = g_byte_array_new ();
  g_autoptr (GByteArray) frames = decode_split ((const guint8 *) "ets Jun\r\n\xc0"
                                                                 "a\xc0",
                                                12, 5, stray);

  g_assert_cmpmem (frames->data, frames->len, "a|", 2);
  g_assert_cmpmem (stray->data, stray->len, "ets Jun\r\n", 9);
}

static void
test_a_frame_without_end_is_bounded (void)
{
  g_auto (GlowSlipDecoder) decoder;
  g_autoptr (GByteArray) stray = g_byte_array_new ();
  guint8 noise[1024];
  gboolean complete;

  glow_slip_decoder_init (&decoder);
  glow_slip_decoder_feed (&decoder, (const guint8 *) "\xc0", 1, stray, &complete);
  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = 0x41;
  for (guint i = 0; i < 200; i++) {
    glow_slip_decoder_feed (&decoder, noise, sizeof noise, stray, &complete);
    g_assert_false (complete);
  }
  g_assert_cmpuint (decoder.frame->len, <=, GLOW_SLIP_MAX_FRAME);
  glow_slip_decoder_feed (&decoder, (const guint8 *) "\xc0", 1, stray, &complete);
  g_assert_false (complete);
}

static void
test_encode_round_trip (void)
{
  guint8 all[256];
  g_autoptr (GByteArray) wire = g_byte_array_new ();
  g_autoptr (GByteArray) frames = NULL;

  for (guint i = 0; i < sizeof all; i++)
    all[i] = (guint8) i;
  glow_slip_encode (wire, all, sizeof all);
  /* two delimiters, two escaped bytes */
  g_assert_cmpuint (wire->len, ==, sizeof all + 2 + 2);
  frames = decode_split (wire->data, wire->len, 100, NULL);
  g_assert_cmpuint (frames->len, ==, sizeof all + 1);
  g_assert_cmpmem (frames->data, sizeof all, all, sizeof all);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slip/decode/every-split", test_decode_at_every_split);
  g_test_add_func ("/slip/decode/bad-escape", test_decode_drops_a_bad_escape);
  g_test_add_func ("/slip/decode/stray-text", test_text_around_frames_is_stray);
  g_test_add_func ("/slip/decode/bounded", test_a_frame_without_end_is_bounded);
  g_test_add_func ("/slip/encode/round-trip", test_encode_round_trip);
  return g_test_run ();
}
