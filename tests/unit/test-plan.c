/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-flash-plan.h"

static GlowTarget *
new_target (void)
{
  return glow_target_new_serial ("/dev/ttyUSB0");
}

static GlowImage *
new_data_image (gsize size, const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (GError) error = NULL;
  GlowImage *image = glow_image_new (bytes, name, &error);

  g_assert_no_error (error);
  return image;
}

static void
assert_seals (guint n_images, const guint32 *offsets, const gsize *sizes, gint code)
{
  g_autoptr (GlowTarget) target = new_target ();
  g_autoptr (GlowFlashPlan) plan = glow_flash_plan_new (GLOW_OPERATION_FLASH, target);
  g_autoptr (GError) error = NULL;
  gboolean sealed;

  for (guint i = 0; i < n_images; i++) {
    g_autofree char *name = g_strdup_printf ("file-%u.bin", i);
    g_autoptr (GlowImage) image = new_data_image (sizes[i], name);

    glow_flash_plan_add_image (plan, image, offsets[i]);
  }
  sealed = glow_flash_plan_seal (plan, &error);
  g_test_message ("%s", error ? error->message : "sealed");
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, GLOW_ERROR, code);
  g_assert_true (sealed == glow_flash_plan_is_sealed (plan));
  g_assert_true (sealed == (code < 0));
}

static void
test_nothing_to_write (void)
{
  assert_seals (0, NULL, NULL, GLOW_ERROR_ARGUMENT);
}

static void
test_alignment (void)
{
  static const guint32 good[] = { 0x1000 };
  static const guint32 bad[] = { 0x1001 };
  static const gsize sizes[] = { 100 };

  assert_seals (1, good, sizes, -1);
  assert_seals (1, bad, sizes, GLOW_ERROR_ALIGNMENT);
}

static void
test_overlap_is_by_sectors (void)
{
  static const guint32 apart[] = { 0x1000, 0x3000 };
  static const guint32 swapped[] = { 0x3000, 0x1000 };
  static const gsize fits[] = { 0x2000, 0x1000 };
  static const gsize one_more[] = { 0x2001, 0x1000 };
  static const gsize swapped_one_more[] = { 0x1000, 0x2001 };

  assert_seals (2, apart, fits, -1);
  assert_seals (2, apart, one_more, GLOW_ERROR_OVERLAP);
  assert_seals (2, swapped, swapped_one_more, GLOW_ERROR_OVERLAP);
}

static void
test_beyond_any_flash (void)
{
  static const guint32 offsets[] = { 0xfffff000 };
  static const gsize sizes[] = { 0x2000 };

  assert_seals (1, offsets, sizes, GLOW_ERROR_TOO_BIG);
}

static void
test_range (void)
{
  static const struct {
    GlowOperation operation;
    guint32 offset;
    guint32 size;
    gboolean good;
  } cases[] = {
    { GLOW_OPERATION_ERASE, 0, 0, TRUE },
    { GLOW_OPERATION_ERASE, 0x1000, 0x2000, TRUE },
    { GLOW_OPERATION_ERASE, 0x1004, 0x1000, FALSE },
    { GLOW_OPERATION_ERASE, 0x1000, 4, FALSE },
    { GLOW_OPERATION_READ, 4, 4, TRUE },
    { GLOW_OPERATION_READ, 2, 4, FALSE },
    { GLOW_OPERATION_READ, 4, 5, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowTarget) target = new_target ();
    g_autoptr (GlowFlashPlan) plan = glow_flash_plan_new (cases[i].operation, target);
    g_autoptr (GError) error = NULL;

    glow_flash_plan_set_range (plan, cases[i].offset, cases[i].size);
    g_assert_true (glow_flash_plan_seal (plan, &error) == cases[i].good);
    if (!cases[i].good)
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ALIGNMENT);
  }
}

static void
test_getters (void)
{
  g_autoptr (GlowTarget) target = new_target ();
  g_autoptr (GlowFlashPlan) plan = glow_flash_plan_new (GLOW_OPERATION_FLASH, target);
  g_autoptr (GlowImage) image = new_data_image (100, "a.bin");
  GlowFlashOptions options = { .baud = 460800, .erase_all = TRUE };
  guint32 offset;

  glow_flash_plan_set_options (plan, &options);
  glow_flash_plan_add_image (plan, image, 0x8000);
  g_assert_cmpuint (glow_flash_plan_get_n_images (plan), ==, 1);
  g_assert_true (glow_flash_plan_get_image (plan, 0, &offset) == image);
  g_assert_cmphex (offset, ==, 0x8000);
  g_assert_cmpuint (glow_flash_plan_get_total_size (plan), ==, 100);
  g_assert_cmpuint (glow_flash_plan_get_options (plan)->baud, ==, 460800);
  g_assert_cmpstr (glow_target_get_name (glow_flash_plan_get_target (plan)), ==,
                   "/dev/ttyUSB0");
  g_assert_finalize_object (g_steal_pointer (&plan));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/nothing", test_nothing_to_write);
  g_test_add_func ("/plan/alignment", test_alignment);
  g_test_add_func ("/plan/overlap", test_overlap_is_by_sectors);
  g_test_add_func ("/plan/too-big", test_beyond_any_flash);
  g_test_add_func ("/plan/range", test_range);
  g_test_add_func ("/plan/getters", test_getters);
  return g_test_run ();
}
