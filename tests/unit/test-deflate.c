/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-deflate.h"

static GBytes *
make_text (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i % 97 * (i / 4096 % 5));
  return g_bytes_new_take (data, size);
}

static void
test_incompressible_is_left_alone (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint8 noise[4096];
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) deflated = NULL;

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) g_rand_int_range (random, 0, 256);
  content = g_bytes_new (noise, sizeof noise);
  deflated = glow_deflate (content);
  g_assert_null (deflated);
}

static void
test_meter_adds_up (void)
{
  static const gsize sizes[] = { 64, 32768, 65536, 65537, 1000000 };
  static const gsize blocks[] = { 1, 7, 1024, 16384 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autoptr (GBytes) content = make_text (sizes[s]);
    g_autoptr (GBytes) deflated = glow_deflate (content);
    gsize len;
    const guint8 *data = g_bytes_get_data (deflated, &len);

    for (guint b = 0; b < G_N_ELEMENTS (blocks); b++) {
      g_autoptr (GlowInflateMeter) meter = glow_inflate_meter_new ();
      guint64 total = 0;

      for (gsize pos = 0; pos < len; pos += blocks[b])
        total += glow_inflate_meter_feed (meter, data + pos, MIN (blocks[b], len - pos));
      g_assert_cmpuint (total, ==, sizes[s]);
    }
  }
}

/* a stub before 0.8.1 refuses a last block of 5 to 7 bytes when all is written */
static void
test_no_last_block_of_a_few_bytes (void)
{
  const gsize block_size = 0x4000;

  for (gsize size = 8; size <= 4 * block_size + 16; size++) {
    gsize n_blocks = (size + block_size - 1) / block_size;
    gsize end = 0;
    gsize len = 0;

    for (gsize seq = 0; seq < n_blocks; seq++) {
      g_assert_cmpuint (glow_deflate_block_start (size, block_size, seq), ==, end);
      end = glow_deflate_block_start (size, block_size, seq + 1);
      len = end - glow_deflate_block_start (size, block_size, seq);
      g_assert_cmpuint (len, >, 0);
      g_assert_cmpuint (len, <=, block_size);
    }
    g_assert_cmpuint (end, ==, size);
    g_assert_true (len <= 4 || len >= 8);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deflate/incompressible", test_incompressible_is_left_alone);
  g_test_add_func ("/deflate/last-block", test_no_last_block_of_a_few_bytes);
  g_test_add_func ("/deflate/meter", test_meter_adds_up);
  return g_test_run ();
}
