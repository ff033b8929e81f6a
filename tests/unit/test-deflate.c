/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-deflate-ahead.h"
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
  deflated = glow_deflate (content, GLOW_DEFLATE_BEST);
  g_assert_null (deflated);
}

static void
test_meter_adds_up (void)
{
  static const gsize sizes[] = { 64, 32768, 65536, 65537, 1000000 };
  static const gsize blocks[] = { 1, 7, 1024, 16384 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autoptr (GBytes) content = make_text (sizes[s]);
    g_autoptr (GBytes) deflated = glow_deflate (content, GLOW_DEFLATE_BEST);
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

/* in order, and never more than one beyond what was asked for */
static void
test_ahead (void)
{
  static const gsize sizes[] = { 300000, 64, 65536, 1 };
  g_autoptr (GPtrArray) contents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GlowDeflateAhead) ahead = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_ptr_array_add (contents, make_text (sizes[i]));
  ahead = glow_deflate_ahead_new (contents, GLOW_DEFLATE_BEST);
  for (guint i = 0; i < contents->len; i++) {
    g_autoptr (GBytes) got = glow_deflate_ahead_next (ahead);
    g_autoptr (GBytes) wanted =
      glow_deflate (g_ptr_array_index (contents, i), GLOW_DEFLATE_BEST);

    if (wanted)
      g_assert_true (g_bytes_equal (got, wanted));
    else
      g_assert_null (got);
  }
}

/* a run that ends early leaves streams unfetched */
static void
test_ahead_left_alone (void)
{
  g_autoptr (GPtrArray) contents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint n_taken = 0; n_taken < 3; n_taken++) {
    GlowDeflateAhead *ahead;

    g_ptr_array_add (contents, make_text (100000));
    ahead = glow_deflate_ahead_new (contents, GLOW_DEFLATE_BEST);
    for (guint i = 0; i < n_taken; i++)
      g_bytes_unref (glow_deflate_ahead_next (ahead));
    glow_deflate_ahead_free (ahead);
  }
}

/* the same content at any effort, and hardly larger with less */
static void
test_effort (void)
{
  g_autoptr (GBytes) content = make_text (300000);
  gsize best_size = 0;

  for (gint effort = GLOW_DEFLATE_BEST; effort <= (gint) GLOW_DEFLATE_LIGHT; effort++) {
    g_autoptr (GBytes) deflated = glow_deflate (content, (GlowDeflateEffort) effort);
    g_autoptr (GlowInflateMeter) meter = glow_inflate_meter_new ();
    gsize size;
    const guint8 *data = g_bytes_get_data (deflated, &size);

    g_assert_cmpuint (glow_inflate_meter_feed (meter, data, size), ==, 300000);
    best_size = best_size > 0 ? best_size : size;
    g_assert_cmpuint (size, <=, best_size + best_size / 10);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deflate/incompressible", test_incompressible_is_left_alone);
  g_test_add_func ("/deflate/effort", test_effort);
  g_test_add_func ("/deflate/ahead", test_ahead);
  g_test_add_func ("/deflate/ahead-left-alone", test_ahead_left_alone);
  g_test_add_func ("/deflate/meter", test_meter_adds_up);
  return g_test_run ();
}
