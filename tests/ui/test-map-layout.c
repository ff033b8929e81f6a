/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where the flash map puts its parts. */

#include "config.h"

#include "glow-flash-map-layout.h"

#define MIB (1024.0 * 1024.0)

static const GlowMapWindow all_of_4_mib = { .start = 0, .span = 4 * MIB, .width = 400 };

static void
test_scale (void)
{
  GlowMapBox boxes[] = { { .offset = 0x100000, .size = 0x100000 },
                         { .offset = 0x200000, .size = 0x200000 } };

  glow_flash_map_layout_assign_rows (boxes, G_N_ELEMENTS (boxes));
  glow_flash_map_layout_place (boxes, G_N_ELEMENTS (boxes), &all_of_4_mib);
  g_assert_cmpfloat_with_epsilon (boxes[0].x, 100, 0.01);
  g_assert_cmpfloat_with_epsilon (boxes[0].x + boxes[0].width, 199, 0.01);
  g_assert_cmpfloat_with_epsilon (boxes[1].x, 200, 0.01);
  g_assert_cmpfloat_with_epsilon (boxes[1].x + boxes[1].width, 399, 0.01);
}

static void
assert_apart (const GlowMapBox *boxes, guint n_boxes)
{
  for (guint i = 0; i < n_boxes; i++) {
    g_assert_cmpfloat (boxes[i].width, >=, 6);
    g_assert_cmpfloat (boxes[i].x, >=, 0);
    g_assert_cmpfloat (boxes[i].x + boxes[i].width, <=, 400.01);
    if (i > 0)
      g_assert_cmpfloat (boxes[i].x, >=, boxes[i - 1].x + boxes[i - 1].width);
  }
}

static void
test_small_parts_are_seen (void)
{
  GlowMapBox boxes[] = { { .offset = 0x1000, .size = 0x6000 },
                         { .offset = 0x8000, .size = 0xc00 },
                         { .offset = 0x9000, .size = 0x5000 },
                         { .offset = 0xe000, .size = 0x2000 },
                         { .offset = 0x10000, .size = 0x140000 } };

  glow_flash_map_layout_assign_rows (boxes, G_N_ELEMENTS (boxes));
  glow_flash_map_layout_place (boxes, G_N_ELEMENTS (boxes), &all_of_4_mib);
  assert_apart (boxes, G_N_ELEMENTS (boxes));
}

static void
test_small_parts_at_the_end (void)
{
  GlowMapBox boxes[] = { { .offset = 0x300000, .size = 0xfd000 },
                         { .offset = 0x3fd000, .size = 0x1000 },
                         { .offset = 0x3fe000, .size = 0x1000 },
                         { .offset = 0x3ff000, .size = 0x1000 } };

  glow_flash_map_layout_assign_rows (boxes, G_N_ELEMENTS (boxes));
  glow_flash_map_layout_place (boxes, G_N_ELEMENTS (boxes), &all_of_4_mib);
  assert_apart (boxes, G_N_ELEMENTS (boxes));
}

static void
test_overlap_gets_a_row (void)
{
  GlowMapBox boxes[] = { { .offset = 0, .size = 0x200000 },
                         { .offset = 0x100000, .size = 0x200000 },
                         { .offset = 0x200000, .size = 0x100000 },
                         { .lane = 1, .offset = 0, .size = 0x200000 } };

  glow_flash_map_layout_assign_rows (boxes, G_N_ELEMENTS (boxes));
  g_assert_cmpuint (boxes[0].row, ==, 0);
  g_assert_cmpuint (boxes[1].row, ==, 1);
  g_assert_cmpuint (boxes[2].row, ==, 0);
  g_assert_cmpuint (boxes[3].row, ==, 0);
}

static void
test_zoom (void)
{
  const GlowMapWindow window = { .start = 0x8000, .span = 0x8000, .width = 320 };

  g_assert_cmpfloat_with_epsilon (glow_flash_map_layout_get_x (&window, 0xc000), 160,
                                  0.01);
  g_assert_cmpfloat (glow_flash_map_layout_get_x (&window, 0), <, 0);
}

static void
test_steps (void)
{
  const GlowMapWindow small = { .start = 0, .span = 0x8000, .width = 320 };
  guint64 step = glow_flash_map_layout_choose_step (&all_of_4_mib, 80);

  g_assert_cmpuint (step % 0x100000, ==, 0);
  g_assert_cmpuint (glow_flash_map_layout_choose_step (&small, 80), ==, 0x2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-layout/scale", test_scale);
  g_test_add_func ("/map-layout/small-parts-are-seen", test_small_parts_are_seen);
  g_test_add_func ("/map-layout/small-parts-at-the-end", test_small_parts_at_the_end);
  g_test_add_func ("/map-layout/overlap-gets-a-row", test_overlap_gets_a_row);
  g_test_add_func ("/map-layout/zoom", test_zoom);
  g_test_add_func ("/map-layout/steps", test_steps);
  return g_test_run ();
}
