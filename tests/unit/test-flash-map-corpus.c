/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Real firmware in plans: on its own chip nothing refuses it, on every other chip it is
 * refused, and so it is at a wrong place or with too little flash. */

#include "config.h"

#include "glow-chip-table.h"

#include "glow-finding-text.h"
#include <string.h>

#define COLUMN_FILE   0
#define COLUMN_CHIP   1
#define COLUMN_OFFSET 7

#define LARGE_FLASH   (64u * 1024 * 1024)

typedef struct {
  GlowImage *image;
  GlowChipInfo *info;
  GlowFlashMapRow row;
} Plan;

static void
plan_init (Plan *self, const char *const *columns, const char *chip)
{
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autoptr (GFile) file = g_file_new_build_filename (dir, columns[COLUMN_FILE], NULL);
  g_autoptr (GError) error = NULL;

  self->image = glow_image_new_from_file (file, NULL, &error);
  g_assert_no_error (error);
  self->info = glow_chip_info_new (glow_chip_find_by_name (chip));
  self->info->flash_size = LARGE_FLASH;
  self->row = (GlowFlashMapRow){
    .image = self->image,
    .has_offset = TRUE,
    .offset = (guint32) g_ascii_strtoull (columns[COLUMN_OFFSET], NULL, 0),
  };
}

static void
plan_clear (Plan *self)
{
  g_clear_object (&self->image);
  g_clear_pointer (&self->info, glow_chip_info_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static GlowFlashMap *
new_map (Plan *self)
{
  GlowFlashMap *map = glow_flash_map_new (
    &(GlowFlashMapInput){ .rows = &self->row, .n_rows = 1, .info = self->info });

  for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++) {
    g_autofree char *sentence =
      glow_finding_text_dup_sentence (map, glow_flash_map_get_finding (map, i));

    g_test_message ("%s", sentence);
  }
  return map;
}

static void
test_own_chip (gconstpointer data)
{
  const char *const *columns = data;
  g_auto (Plan) plan = { NULL, NULL, { NULL } };
  g_autoptr (GlowFlashMap) map = NULL;
  g_autoptr (GError) error = NULL;

  plan_init (&plan, columns, columns[COLUMN_CHIP]);
  map = new_map (&plan);
  glow_flash_map_check (map, &error);
  g_assert_no_error (error);
}

static void
test_offset (gconstpointer data)
{
  const char *const *columns = data;
  g_auto (Plan) plan = { NULL, NULL, { NULL } };
  g_autoptr (GlowFlashMap) map = NULL;
  guint32 offset;

  plan_init (&plan, columns, columns[COLUMN_CHIP]);
  plan.row.has_offset = FALSE;
  map = new_map (&plan);
  if (glow_image_get_kind (plan.image) == GLOW_IMAGE_BLANK) {
    g_assert_false (glow_flash_map_get_offset (map, 0, &offset));
    return;
  }
  g_assert_true (glow_flash_map_get_offset (map, 0, &offset));
  if (glow_image_get_kind (plan.image) != GLOW_IMAGE_PARTITION_TABLE &&
      glow_image_get_kind (plan.image) != GLOW_IMAGE_OTADATA &&
      glow_image_get_kind (plan.image) != GLOW_IMAGE_APP)
    g_assert_cmphex (offset, ==, plan.row.offset);
}

static void
test_other_chips (gconstpointer data)
{
  const char *const *columns = data;
  g_auto (Plan) plan = { NULL, NULL, { NULL } };

  plan_init (&plan, columns, columns[COLUMN_CHIP]);
  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    g_autoptr (GlowFlashMap) map = NULL;
    g_autoptr (GError) error = NULL;

    plan.info->chip = glow_chip_get ((GlowChipId) i);
    if (!glow_image_get_chip (plan.image) ||
        glow_image_get_chip (plan.image) == plan.info->chip)
      continue;
    map = new_map (&plan);
    g_assert_false (glow_flash_map_check (map, &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_WRONG_CHIP);
  }
}

/* whatever boots from a fixed place is refused one sector behind it */
static void
test_wrong_place (gconstpointer data)
{
  const char *const *columns = data;
  g_auto (Plan) plan = { NULL, NULL, { NULL } };
  g_autoptr (GlowFlashMap) map = NULL;
  g_autoptr (GError) error = NULL;
  GlowImageKind kind;

  plan_init (&plan, columns, columns[COLUMN_CHIP]);
  kind = glow_image_get_kind (plan.image);
  plan.row.offset += 0x1000;
  map = new_map (&plan);
  if (kind != GLOW_IMAGE_BOOTLOADER && kind != GLOW_IMAGE_MERGED)
    return;
  g_assert_false (glow_flash_map_check (map, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PLACE);
}

static void
test_small_flash (gconstpointer data)
{
  const char *const *columns = data;
  g_auto (Plan) plan = { NULL, NULL, { NULL } };
  g_autoptr (GlowFlashMap) map = NULL;
  g_autoptr (GError) error = NULL;

  plan_init (&plan, columns, columns[COLUMN_CHIP]);
  plan.info->flash_size = plan.row.offset + glow_image_get_size (plan.image) - 1;
  map = new_map (&plan);
  g_assert_false (glow_flash_map_check (map, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_TOO_BIG);
}

static const struct {
  const char *name;
  GTestDataFunc func;
} tests[] = {
  { "own-chip", test_own_chip },       { "offset", test_offset },
  { "other-chips", test_other_chips }, { "wrong-place", test_wrong_place },
  { "small-flash", test_small_flash },
};

static void
free_columns (gpointer data)
{
  g_strfreev (data);
}

/* lists of files are no rows of a plan: a set opens them */
static void
add_file (const char *line)
{
  if (strstr (line, ".json,"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    char **columns = g_strsplit (line, ",", -1);
    g_autofree char *path =
      g_strdup_printf ("/flash-map-corpus/%s/%s", tests[i].name, columns[COLUMN_FILE]);

    g_test_add_data_func_full (path, columns, tests[i].func, free_columns);
  }
}

static void
test_nothing (void)
{
  g_test_skip ("no real firmware here: GLOWPLUG_FIRMWARE_DIR is not set");
}

int
main (int argc, char *argv[])
{
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!dir || !*dir) {
    g_test_add_func ("/flash-map-corpus/none", test_nothing);
    return g_test_run ();
  }
  path = g_build_filename (dir, "INDEX.csv", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] && *lines[i]; i++)
    add_file (lines[i]);
  return g_test_run ();
}
