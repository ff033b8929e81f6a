/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-deflate.h"
#include "glow-flash-cut.h"

#define BLOCK_SIZE 0x4000

/* what firmware looks like to a compressor: now dense, now thin */
static GBytes *
make_content (gsize size, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (i / 30000) % 3 == 0 ? (guint8) (i / 64)
                                   : (guint8) g_rand_int_range (random, 0, 200);
  return g_bytes_new_take (data, size);
}

static GlowFlashCutInput
make_input (GBytes *deflated, gsize content_size, guint baud, gboolean stub)
{
  GlowFlashCutInput input = { .content_size = content_size,
                              .offset = 0x10000,
                              .block_size = stub ? BLOCK_SIZE : 0x400,
                              .baud = baud,
                              .turnaround_us = 1000,
                              .overlaps = stub };

  input.data = g_bytes_get_data (deflated, &input.size);
  return input;
}

/* every byte once, no block too large, and a last one that no stub stumbles over */
static void
test_blocks_are_whole (void)
{
  static const guint bauds[] = { 0, 115200, 921600, 2000000 };

  for (gsize size = 1; size < 400000; size = size * 3 + 17) {
    g_autoptr (GBytes) content = make_content (size, (guint32) size);
    g_autoptr (GBytes) deflated = glow_deflate (content, GLOW_DEFLATE_BEST);

    for (guint i = 0; deflated && i < 2 * G_N_ELEMENTS (bauds); i++) {
      GlowFlashCutInput input = make_input (deflated, size, bauds[i / 2], i % 2 == 0);
      g_autoptr (GArray) blocks = glow_flash_cut (&input);
      const GlowFlashBlock *last =
        &g_array_index (blocks, GlowFlashBlock, blocks->len - 1);
      guint64 flash_size = 0;
      gsize len = 0;

      for (guint b = 0; b < blocks->len; b++) {
        const GlowFlashBlock *block = &g_array_index (blocks, GlowFlashBlock, b);

        g_assert_cmpuint (block->len, >, 0);
        g_assert_cmpuint (block->len, <=, input.block_size);
        len += block->len;
        flash_size += block->flash_size;
      }
      g_assert_cmpuint (len, ==, input.size);
      g_assert_cmpuint (flash_size, ==, size);
      if (input.overlaps && blocks->len > 1) {
        g_assert_cmpuint (last->len, >=, 8);
        g_assert_cmpuint (last->flash_size, >=, 8);
      }
    }
  }
}

/* a last block of all sizes by cutting the same stream at all lengths */
static void
test_no_last_block_of_a_few_bytes (void)
{
  g_autoptr (GBytes) content = make_content (120000, 3);
  g_autoptr (GBytes) deflated = glow_deflate (content, GLOW_DEFLATE_BEST);
  GlowFlashCutInput input = make_input (deflated, 120000, 921600, TRUE);
  gsize size = input.size;

  for (; input.size > size - 1100; input.size--) {
    g_autoptr (GArray) blocks = glow_flash_cut (&input);

    g_assert_cmpuint (g_array_index (blocks, GlowFlashBlock, blocks->len - 1).len, >=, 8);
  }
}

/* on a slow line only the overhead of a block counts: as few of them as can be */
static void
test_slow_line_takes_full_blocks (void)
{
  g_autoptr (GBytes) content = make_content (600000, 5);
  g_autoptr (GBytes) deflated = glow_deflate (content, GLOW_DEFLATE_BEST);
  GlowFlashCutInput input = make_input (deflated, 600000, 9600, TRUE);
  g_autoptr (GArray) blocks = glow_flash_cut (&input);

  /* but one more so that little is left to work on at the end */
  g_assert_cmpuint (blocks->len, <=, (input.size + BLOCK_SIZE - 1) / BLOCK_SIZE + 1);
}

/* µs that a stub takes for the blocks, from the same typical times */
static gint64
play_us (const GlowFlashCutInput *input, GArray *blocks)
{
  guint64 start = input->offset;
  guint64 end = start + input->content_size;
  guint64 erased = start;
  guint64 pos = start;
  gint64 answered_us = 0;
  gint64 free_us = 0;

  for (guint i = 0; i < blocks->len; i++) {
    const GlowFlashBlock *block = &g_array_index (blocks, GlowFlashBlock, i);
    gint64 line_us =
      (gint64) ((block->len + block->len / 128 + 38) * 10 * 1000000 / input->baud);

    answered_us = MAX (answered_us + line_us + input->turnaround_us, free_us);
    free_us = answered_us;
    pos += block->flash_size;
    for (; erased < pos; erased += 4096) {
      if (erased % 65536 == 0 && end - erased >= 65536) {
        free_us += 150000;
        erased += 65536 - 4096;
      } else {
        free_us += 45000;
      }
    }
    free_us += (gint64) (block->flash_size + 255) / 256 * 700;
  }
  return free_us;
}

/* where the line and the flash are about as fast, full blocks leave the line idle at each
 * erase */
static void
test_faster_than_full_blocks (void)
{
  g_autoptr (GBytes) content = make_content (1700000, 9);
  g_autoptr (GBytes) deflated = glow_deflate (content, GLOW_DEFLATE_BEST);
  GlowFlashCutInput input = make_input (deflated, 1700000, 1500000, TRUE);
  g_autoptr (GArray) blocks = glow_flash_cut (&input);
  g_autoptr (GArray) full = g_array_new (FALSE, FALSE, sizeof (GlowFlashBlock));
  g_autoptr (GlowInflateMeter) meter = glow_inflate_meter_new ();

  for (gsize pos = 0; pos < input.size; pos += BLOCK_SIZE) {
    GlowFlashBlock block = { .len = MIN (input.size - pos, BLOCK_SIZE) };

    block.flash_size = glow_inflate_meter_feed (meter, input.data + pos, block.len);
    g_array_append_val (full, block);
  }
  g_test_message ("%u blocks, %.2f s; full %u, %.2f s", blocks->len,
                  (double) play_us (&input, blocks) / 1e6, full->len,
                  (double) play_us (&input, full) / 1e6);
  g_assert_cmpint (play_us (&input, blocks), <, play_us (&input, full));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flash-cut/whole", test_blocks_are_whole);
  g_test_add_func ("/flash-cut/last-block", test_no_last_block_of_a_few_bytes);
  g_test_add_func ("/flash-cut/slow-line", test_slow_line_takes_full_blocks);
  g_test_add_func ("/flash-cut/faster", test_faster_than_full_blocks);
  return g_test_run ();
}
