/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "flash-maker.h"
#include "glow-finding-text.h"

#define MAX_ROWS  4
#define FRESH     "bootloader@0x1000 table@0x8000"
#define RUNS_APP0 "bootloader@0x1000 table@0x8000 app@0x10000"
#define RUNS_APP1                                                                        \
  "bootloader@0x1000 table@0x8000 otadata-app1@0xe000 app@0x10000 app@0x110000"

/* One plan and what has to be found in it. */
typedef struct {
  const char *name;
  const char *rows;  /* "app@0x10000 table": files, and offsets where they are given */
  const char *chip;  /* (nullable): of the board that answered */
  const char *board; /* (nullable): what is on it; NULL: nobody looked */
  const char *found; /* "0:app-place": row and nick of each finding, in order */
  const char *error; /* (nullable): nick of the error the check ends with */
} Case;

/* clang-format off: one line each */
static const Case cases[] = {
  { "whole-set", "bootloader table otadata app", "esp32", "", "", NULL },
  { "whole-set-no-board", "bootloader table otadata app", NULL, NULL, "", NULL },
  { "lone-app-running", "app", "esp32", RUNS_APP0, "", NULL },
  { "lone-app-unknown", "app", NULL, NULL, "", NULL },
  { "lone-app-empty", "app", "esp32", "", "0:parts-missing", "incomplete" },
  { "lone-app-no-table", "app", "esp32", "bootloader@0x1000", "0:parts-missing",
    "incomplete" },
  { "app-and-bootloader", "bootloader app", "esp32", "", "1:parts-missing",
    "incomplete" },
  { "c3-on-esp32", "c3-app", "esp32", RUNS_APP0, "0:wrong-chip", "wrong-chip" },
  { "8266-on-esp32", "8266-app", "esp32", RUNS_APP0, "0:wrong-chip", "wrong-chip" },
  { "esp32-on-8266", "app", "esp8266", "", "0:wrong-chip", "wrong-chip" },
  { "two-chips", "app@0x10000 c3-app@0x110000", NULL, NULL, "1:chips-differ",
    "wrong-chip" },
  { "bootloader-at-0", "bootloader@0x0", "esp32", NULL, "0:bootloader-place", "place" },
  { "bootloader-at-0-no-board", "bootloader@0x0", NULL, NULL, "0:bootloader-place",
    "place" },
  { "c3-bootloader-at-0x1000", "c3-bootloader@0x1000", "esp32c3", NULL,
    "0:bootloader-place", "place" },
  { "app-at-bootloader", "app@0x1000", "esp32", RUNS_APP0,
    "0:over-bootloader 0:app-place", "place" },
  { "app-over-table", "app@0x8000", "esp32", RUNS_APP0, "0:over-table 0:app-place",
    "place" },
  { "app-over-table-unknown", "app@0x8000", NULL, NULL, "0:over-table", "place" },
  { "data-over-table", "data:100@0x8000", "esp32", FRESH, "0:over-table 0:outside",
    "place" },
  { "app-in-data", "app@0x210000", "esp32", RUNS_APP0, "0:app-place", "place" },
  { "app-in-middle", "app@0x20000", "esp32", RUNS_APP0, "0:app-place", "place" },
  { "app-too-big", "app:0x100001@0x10000", "esp32", RUNS_APP0, "0:content 0:app-too-big",
    "too-big" },
  { "app-beyond-flash", "app@0x3ff000", "esp32", NULL, "", NULL },
  { "data-beyond-flash", "data:0x1001@0x3ff000", "esp32", NULL, "0:beyond-flash",
    "too-big" },
  { "data-overrun", "data:0x5001@0x9000", "esp32", FRESH, "0:partition-overrun",
    "too-big" },
  { "data-outside", "data:16@0x3000", "esp32", FRESH, "0:outside", NULL },
  { "page-for-app", "text@0x10000", "esp32", FRESH, "0:content 0:not-an-app", "place" },
  { "page", "html@0x10000", "esp32", FRESH, "0:container 0:not-an-app", "image" },
  { "otadata-place", "otadata@0x9000", "esp32", FRESH, "0:data-place", "place" },
  { "not-booted", "app@0x10000", "esp32", RUNS_APP1, "0:not-booted", NULL },
  { "not-booted-but-chosen", "app@0x10000 otadata", "esp32", RUNS_APP1, "", NULL },
  { "boots-there", "app", "esp32", RUNS_APP1, "", NULL },
  { "unaligned", "data:16@0x10010", "esp32", NULL, "0:unaligned", "alignment" },
  { "overlap", "data:4097@0x10000 data:16@0x11000", "esp32", NULL, "1:overlap",
    "overlap" },
  { "touching", "data:4096@0x10000 data:16@0x11000", "esp32", NULL, "", NULL },
  { "no-offset", "data:16", "esp32", NULL, "0:no-offset", "argument" },
  { "table-inside", "table@0x9000", "esp32", NULL, "0:table-place", "place" },
  { "table-unusual", "table@0x7000", "esp32", NULL, "0:table-unusual", NULL },
  { "nothing-fits", "esp32=app@0x10000", "esp32c3", NULL, "-1:nothing-fits",
    "wrong-chip" },
  { "variant", "esp32=app@0x10000 esp32c3=c3-app@0x10000", "esp32c3", NULL, "", NULL },
  { "variants-unknown", "esp32=app@0x10000 esp32c3=c3-app@0x10000", NULL, NULL, "",
    NULL },
  { "variant-of-other-chip", "esp32=c3-app@0x10000", NULL, NULL, "0:wrong-chip",
    "wrong-chip" },
  { "8266-at-0", "8266-app", "esp8266", "", "", NULL },
  { "8266-at-0x10000", "8266-app@0x10000", "esp8266", "", "0:bootloader-place", "place" },
};
/* clang-format on */

typedef struct {
  GlowFlashMapRow rows[MAX_ROWS];
  guint n_rows;
} Rows;

static void
rows_init (Rows *self, const char *text)
{
  g_auto (GStrv) items = g_strsplit (text, " ", -1);

  memset (self, 0, sizeof *self);
  for (guint i = 0; items[i] && *items[i]; i++) {
    GlowFlashMapRow *row = &self->rows[self->n_rows++];
    char *item = items[i];
    char *at;

    g_assert_cmpuint (i, <, MAX_ROWS);
    if (strchr (item, '=')) {
      *strchr (item, '=') = '\0';
      row->only_chip = glow_chip_find_by_name (item);
      item += strlen (item) + 1;
    }
    at = strchr (item, '@');
    row->has_offset = at != NULL;
    row->offset = at ? (guint32) g_ascii_strtoull (at + 1, NULL, 0) : 0;
    if (at)
      *at = '\0';
    row->image = maker_file (item);
  }
}

static void
rows_clear (Rows *self)
{
  for (guint i = 0; i < self->n_rows; i++)
    g_object_unref (self->rows[i].image);
}

static char *
dup_found (GlowFlashMap *map)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_FINDING_CODE);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++) {
    const GlowFinding *finding = glow_flash_map_get_finding (map, i);
    g_autofree char *sentence = glow_finding_text_dup_sentence (map, finding);
    g_autofree char *message = glow_flash_map_dup_message (map, finding);

    g_test_message ("%s", sentence);
    g_assert_true (g_str_has_suffix (sentence, "."));
    g_assert_false (g_str_has_suffix (message, "."));
    g_string_append_printf (found, "%s%d:%s", i > 0 ? " " : "", finding->row,
                            g_enum_get_value (klass, (gint) finding->code)->value_nick);
  }
  return g_string_free (g_steal_pointer (&found), FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GlowChipInfo) info = c->chip ? maker_chip_info (c->chip) : NULL;
  g_autoptr (GlowBoardContents) board = c->board ? maker_board (c->board, info) : NULL;
  g_autoptr (GlowFlashMap) map = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  Rows rows;

  rows_init (&rows, c->rows);
  map = glow_flash_map_new (&(GlowFlashMapInput){
    .rows = rows.rows, .n_rows = rows.n_rows, .info = info, .board = board });
  found = dup_found (map);
  g_assert_cmpstr (found, ==, c->found);
  g_assert_true (glow_flash_map_check (map, &error) == (c->error == NULL));
  if (c->error)
    g_assert_cmpstr (glow_error_code_to_string ((GlowError) error->code), ==, c->error);
  rows_clear (&rows);
}

/* Every refusal names its act or has none; with that act, and with no other, it passes.
 */
static void
test_overrides (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GlowChipInfo) info = c->chip ? maker_chip_info (c->chip) : NULL;
  g_autoptr (GlowBoardContents) board = c->board ? maker_board (c->board, info) : NULL;
  Rows rows;

  rows_init (&rows, c->rows);
  for (guint act = 0; act < 8; act++) {
    g_autoptr (GlowFlashMap) map = NULL;

    for (guint i = 0; i < rows.n_rows; i++)
      rows.rows[i].overrides = (GlowOverride) (1u << act);
    map = glow_flash_map_new (&(GlowFlashMapInput){
      .rows = rows.rows, .n_rows = rows.n_rows, .info = info, .board = board });
    for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++) {
      const GlowFinding *finding = glow_flash_map_get_finding (map, i);
      gboolean may = finding->override == (GlowOverride) (1u << act) &&
                     finding->override != GLOW_OVERRIDE_CHIP;

      g_assert_true (finding->overridden == may);
      g_assert_true (glow_finding_refuses (finding) ==
                     (finding->severity == GLOW_FINDING_REFUSAL && !may));
    }
  }
  rows_clear (&rows);
}

/* for every pair of chips: refused without the name, with a wrong one, and not with its
 * own */
static void
test_typed_chip (void)
{
  g_autoptr (GlowImage) image = maker_file ("app");

  for (guint i = 0; i < GLOW_N_CHIPS; i++) {
    const GlowChip *chip = glow_chip_get ((GlowChipId) i);
    g_autoptr (GlowChipInfo) info = maker_chip_info (glow_chip_get_tool_name (chip));
    const char *const typed[] = { NULL, "", "esp", "ESP32", glow_chip_get_name (chip) };

    for (guint j = 0; j < G_N_ELEMENTS (typed); j++) {
      GlowFlashMapRow row = { .image = image,
                              .has_offset = TRUE,
                              .offset = 0x10000,
                              .overrides = GLOW_OVERRIDE_CHIP,
                              .typed_chip = typed[j] };
      g_autoptr (GlowFlashMap) map = glow_flash_map_new (
        &(GlowFlashMapInput){ .rows = &row, .n_rows = 1, .info = info });
      const GlowFinding *worst = glow_flash_map_get_worst (map, 0);
      gboolean right =
        chip == glow_chip_get (GLOW_CHIP_ESP32) || (j == 4 && typed[j] != NULL);

      g_test_message ("%s, typed %s", glow_chip_get_name (chip),
                      typed[j] ? typed[j] : "nothing");
      g_assert_true ((worst && worst->code == GLOW_FINDING_WRONG_CHIP) == !right);
      g_assert_true (glow_flash_map_check (map, NULL) == right);
    }
  }
}

static void
assert_offset (const char *rows_text,
               const char *board_text,
               guint row,
               guint32 offset,
               GlowOffsetSource source)
{
  g_autoptr (GlowChipInfo) info = maker_chip_info ("esp32");
  g_autoptr (GlowBoardContents) board =
    board_text ? maker_board (board_text, info) : NULL;
  g_autoptr (GlowFlashMap) map = NULL;
  guint32 found;
  Rows rows;

  rows_init (&rows, rows_text);
  map = glow_flash_map_new (&(GlowFlashMapInput){
    .rows = rows.rows, .n_rows = rows.n_rows, .info = info, .board = board });
  g_assert_cmpint (glow_flash_map_get_offset_source (map, row), ==, source);
  g_assert_true (glow_flash_map_get_offset (map, row, &found) ==
                 GLOW_OFFSET_IS_KNOWN (source));
  if (GLOW_OFFSET_IS_KNOWN (source))
    g_assert_cmphex (found, ==, offset);
  rows_clear (&rows);
}

static void
test_offsets (void)
{
  assert_offset ("bootloader", NULL, 0, 0x1000, GLOW_OFFSET_BY_CONTENT);
  assert_offset ("c3-bootloader", NULL, 0, 0x0, GLOW_OFFSET_BY_CONTENT);
  assert_offset ("table", NULL, 0, 0x8000, GLOW_OFFSET_USUAL);
  assert_offset ("app", NULL, 0, 0x10000, GLOW_OFFSET_USUAL);
  assert_offset ("app table", NULL, 0, 0x10000, GLOW_OFFSET_BY_TABLE_IN_FILES);
  assert_offset ("app", RUNS_APP1, 0, 0x110000, GLOW_OFFSET_BY_TABLE_ON_BOARD);
  assert_offset ("app otadata", RUNS_APP1, 0, 0x10000, GLOW_OFFSET_BY_TABLE_ON_BOARD);
  assert_offset ("app app", RUNS_APP0, 1, 0x110000, GLOW_OFFSET_BY_TABLE_ON_BOARD);
  assert_offset ("otadata", NULL, 0, 0xe000, GLOW_OFFSET_USUAL);
  assert_offset ("otadata", FRESH, 0, 0xe000, GLOW_OFFSET_BY_TABLE_ON_BOARD);
  assert_offset ("table", "bootloader@0x1000 table@0xc000", 0, 0xc000,
                 GLOW_OFFSET_BY_TABLE_ON_BOARD);
  assert_offset ("8266-app", NULL, 0, 0, GLOW_OFFSET_BY_CONTENT);
  assert_offset ("data:16", FRESH, 0, 0, GLOW_OFFSET_UNKNOWN_CONTENT);
  assert_offset ("app@0x20000", RUNS_APP1, 0, 0x20000, GLOW_OFFSET_GIVEN);
}

static const GlowFlashRegion *
find_region (GlowFlashMap *map, GlowFlashRegionKind kind, guint32 offset)
{
  for (guint i = 0; i < glow_flash_map_get_n_regions (map); i++) {
    const GlowFlashRegion *region = glow_flash_map_get_region (map, i);

    if (region->kind == kind && region->offset == offset)
      return region;
  }
  return NULL;
}

static void
test_regions (void)
{
  g_autoptr (GlowChipInfo) info = maker_chip_info ("esp32");
  g_autoptr (GlowBoardContents) board = maker_board (RUNS_APP1, info);
  g_autoptr (GlowFlashMap) map = NULL;
  const GlowFlashRegion *region;
  Rows rows;

  rows_init (&rows, "app@0x110000 data:16@0x111000");
  map = glow_flash_map_new (&(GlowFlashMapInput){
    .rows = rows.rows, .n_rows = rows.n_rows, .info = info, .board = board });
  region = find_region (map, GLOW_REGION_FILE, 0x110000);
  g_assert_nonnull (region);
  g_assert_cmpint (region->row, ==, 0);
  g_assert_cmpint (region->image_kind, ==, GLOW_IMAGE_APP);
  g_assert_cmpint (region->flags, ==, 0);
  region = find_region (map, GLOW_REGION_FILE, 0x111000);
  g_assert_cmpint (region->flags, ==, GLOW_REGION_MISPLACED);
  region = find_region (map, GLOW_REGION_PARTITION, 0x110000);
  g_assert_cmpstr (region->label, ==, "app1");
  g_assert_cmphex (region->size, ==, 0x100000);
  g_assert_false (region->from_files);
  region = find_region (map, GLOW_REGION_BOARD, 0x110000);
  g_assert_cmpint (region->flags, ==, GLOW_REGION_BOOTS | GLOW_REGION_REPLACED);
  region = find_region (map, GLOW_REGION_BOARD, 0x10000);
  g_assert_cmpint (region->flags, ==, 0);
  g_assert_nonnull (find_region (map, GLOW_REGION_BOARD, 0x1000));
  g_assert_nonnull (find_region (map, GLOW_REGION_BOARD, 0x8000));
  rows_clear (&rows);
}

static void
test_erase_all (void)
{
  g_autoptr (GlowChipInfo) info = maker_chip_info ("esp32");
  g_autoptr (GlowBoardContents) board = maker_board (RUNS_APP0, info);
  g_autoptr (GlowFlashMap) map = NULL;
  g_autoptr (GError) error = NULL;
  Rows rows;

  rows_init (&rows, "app");
  map = glow_flash_map_new (&(GlowFlashMapInput){ .rows = rows.rows,
                                                  .n_rows = rows.n_rows,
                                                  .info = info,
                                                  .board = board,
                                                  .erase_all = TRUE });
  g_assert_false (glow_flash_map_check (map, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_INCOMPLETE);
  g_assert_cmpint (glow_flash_map_get_worst (map, 0)->missing, ==,
                   GLOW_MISSING_BOOTLOADER | GLOW_MISSING_TABLE);
  rows_clear (&rows);
}

static void
assert_locked (gboolean secure_boot,
               gboolean encryption,
               const char *what,
               const char *nick)
{
  g_autoptr (GlowChipInfo) info = maker_chip_info ("esp32");
  g_autoptr (GlowFlashMap) map = NULL;
  g_autofree char *found = NULL;
  Rows rows;

  info->secure_boot = secure_boot;
  info->flash_encryption = encryption;
  rows_init (&rows, what);
  map = glow_flash_map_new (
    &(GlowFlashMapInput){ .rows = rows.rows, .n_rows = rows.n_rows, .info = info });
  found = dup_found (map);
  g_assert_cmpstr (found, ==, nick);
  rows_clear (&rows);
}

static void
test_locks (void)
{
  assert_locked (TRUE, FALSE, "app@0x10000", "0:unsigned");
  assert_locked (TRUE, FALSE, "data:16@0x10000", "");
  assert_locked (TRUE, FALSE, "data:16@0x7000", "0:secure-boot");
  assert_locked (TRUE, FALSE, "bootloader", "0:unsigned 0:secure-boot");
  assert_locked (FALSE, TRUE, "data:16@0x10000", "0:encryption");
}

/* Looking takes little whatever is there, and believes no table: maker_flash_read()
 * checks what it is asked for. */
static void
test_look_is_bounded (void)
{
  g_autoptr (GlowChipInfo) esp32 = maker_chip_info ("esp32");
  g_autoptr (GlowChipInfo) esp8266 = maker_chip_info ("esp8266");
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  MakerFlash flash;

  maker_flash_init (&flash);
  for (guint i = 0; i < 300; i++) {
    g_autoptr (GByteArray) table = g_byte_array_new ();
    g_autoptr (GlowBoardContents) a = NULL;
    g_autoptr (GlowBoardContents) b = NULL;

    for (guint j = 0; j < 60; j++)
      maker_put_partition (table, (guint8) g_rand_int_range (random, 0, 2),
                           (guint8) g_rand_int_range (random, 0, 0x20),
                           g_rand_int (random) >> g_rand_int_range (random, 0, 12),
                           g_rand_int (random) >> 16, "x");
    maker_put_table_end (table, 0);
    memmove (flash.data + 0x8000, table->data, table->len);
    for (guint j = 0; j < 0x1200; j++)
      flash.data[j] = (guint8) g_rand_int (random);
    flash.data[0] = flash.data[0x1000] = 0xe9;
    flash.n_bytes_read = 0;
    a = maker_look (&flash, esp32);
    g_assert_cmpuint (flash.n_bytes_read, <=, 10 * 1024);
    flash.n_bytes_read = 0;
    b = maker_look (&flash, esp8266);
    g_assert_cmpuint (flash.n_bytes_read, <=, 10 * 1024);
    g_assert_false (glow_board_contents_is_blank (a));
    g_assert_false (glow_board_contents_is_blank (b));
  }
  maker_flash_clear (&flash);
}

/* comparing harms nobody, whatever is locked */
static void
test_compare (void)
{
  g_autoptr (GlowChipInfo) info = maker_chip_info ("esp32");
  g_autoptr (GlowFlashMap) map = NULL;
  g_autofree char *found = NULL;
  Rows rows;

  info->secure_boot = TRUE;
  rows_init (&rows, "bootloader@0x0 app@0x8000 c3-app@0x20000");
  map = glow_flash_map_new (&(GlowFlashMapInput){
    .rows = rows.rows, .n_rows = rows.n_rows, .info = info, .compare_only = TRUE });
  found = dup_found (map);
  g_assert_cmpstr (found, ==, "2:wrong-chip");
  rows_clear (&rows);
}

static void
test_revision (void)
{
  g_autoptr (GlowChipInfo) info = maker_chip_info ("esp32");
  g_autoptr (GlowFlashMap) map = NULL;
  const GlowFinding *worst;
  Rows rows;

  info->has_revision = TRUE;
  info->revision = 400;
  rows_init (&rows, "app@0x10000");
  map = glow_flash_map_new (
    &(GlowFlashMapInput){ .rows = rows.rows, .n_rows = rows.n_rows, .info = info });
  worst = glow_flash_map_get_worst (map, 0);
  g_assert_nonnull (worst);
  g_assert_cmpint (worst->code, ==, GLOW_FINDING_REVISION);
  g_assert_cmpint (worst->override, ==, GLOW_OVERRIDE_REVISION);
  rows_clear (&rows);
}

/* Header and table name more flash than there is. */
static void
test_flash_size (void)
{
  g_autoptr (GlowFlashMap) map = NULL;
  g_autofree char *found = NULL;
  Rows rows;

  rows_init (&rows, "bootloader table");
  map = glow_flash_map_new (&(GlowFlashMapInput){
    .rows = rows.rows,
    .n_rows = rows.n_rows,
    .chip = glow_chip_get (GLOW_CHIP_ESP32),
    .flash_size = 0x200000,
    .header_flash_size = 0x400000,
  });
  found = dup_found (map);
  g_assert_cmpstr (found, ==, "0:header-size 1:table-beyond-flash");
  rows_clear (&rows);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/flash-map/case/", cases[i].name, NULL);
    g_autofree char *acts = g_strconcat ("/flash-map/acts/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
    g_test_add_data_func (acts, &cases[i], test_overrides);
  }
  g_test_add_func ("/flash-map/typed-chip", test_typed_chip);
  g_test_add_func ("/flash-map/offsets", test_offsets);
  g_test_add_func ("/flash-map/regions", test_regions);
  g_test_add_func ("/flash-map/erase-all", test_erase_all);
  g_test_add_func ("/flash-map/locks", test_locks);
  g_test_add_func ("/flash-map/look-is-bounded", test_look_is_bounded);
  g_test_add_func ("/flash-map/compare", test_compare);
  g_test_add_func ("/flash-map/revision", test_revision);
  g_test_add_func ("/flash-map/flash-size", test_flash_size);
  return g_test_run ();
}
