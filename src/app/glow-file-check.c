/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-check.h"

#include "glow-build-text.h"
#include "glow-error-text.h"
#include "glow-file-source.h"
#include "glow-finding-text.h"
#include "glow-set-text.h"

#include <glib/gi18n-lib.h>

/* The rows of the map while it is made; each array has an entry for each. */
typedef struct {
  GArray *rows;     /* of GlowFlashMapRow */
  GPtrArray *items; /* of GlowFileItem, borrowed */
} RowMaker;

static GlowFileSource *
get_source (GlowFileItem *item)
{
  return GLOW_FILE_SOURCE (glow_file_item_get_source (item));
}

static GlowFileItem *
get_heading (GlowFileItem *item)
{
  GlowFileSource *source = get_source (item);
  g_autoptr (GlowFileItem) head =
    source ? g_list_model_get_item (glow_file_source_get_items (source), 0) : NULL;

  return head; /* the source holds it */
}

/**
 * glow_file_check_is_wanted:
 * @item: a row of the list
 *
 * Returns: whether it is a file to be flashed: ticked, and its set as well
 */
gboolean
glow_file_check_is_wanted (GlowFileItem *item)
{
  GlowFileItem *heading = get_heading (item);

  return glow_file_item_get_kind (item) != GLOW_FILE_ITEM_HEADING &&
         glow_file_item_get_enabled (item) &&
         (heading == NULL || glow_file_item_get_enabled (heading));
}

static void
add_row (RowMaker *maker, GlowFileItem *item, const GlowFlashMapRow *row)
{
  g_array_append_vals (maker->rows, row, 1);
  g_ptr_array_add (maker->items, item);
}

static void
add_file (RowMaker *maker, GlowFileItem *item)
{
  GlowFlashMapRow row = { .image = glow_file_item_get_image (item),
                          .overrides = glow_file_item_get_overrides (item),
                          .typed_chip = glow_file_item_get_typed_chip (item) };

  if (row.image == NULL || !glow_file_check_is_wanted (item))
    return;
  if (!glow_file_item_offset_is_typed (item))
    row.has_offset = glow_file_item_get_given_offset (item, &row.offset);
  else if (glow_file_item_parse_offset (item, &row.offset))
    row.has_offset = TRUE;
  else
    return;
  add_row (maker, item, &row);
}

/* Builds of which the chip takes its own: all of them are checked, each for its chip. */
static void
add_builds (RowMaker *maker, GlowFileItem *heading)
{
  GlowFileSource *source = get_source (heading);
  GlowFirmwareSet *set = glow_file_source_get_set (source);

  if (glow_file_source_get_choice (source) != GLOW_BUILD_BY_CHIP ||
      !glow_file_item_get_enabled (heading))
    return;
  for (guint i = 0; i < glow_firmware_set_get_n_builds (set); i++) {
    GlowFirmwareBuild *build = glow_firmware_set_get_build (set, i);

    for (guint k = 0; k < glow_firmware_build_get_n_parts (build); k++) {
      const GlowFirmwarePart *part = glow_firmware_build_get_part (build, k);
      GlowFlashMapRow row = { .image = part->image,
                              .has_offset = part->has_offset,
                              .offset = part->offset,
                              .only_chip = glow_firmware_build_get_chip (build) };

      add_row (maker, heading, &row);
    }
  }
}

static GlowFlashMap *
create_map (RowMaker *maker, const GlowFileContext *context)
{
  const GlowFlashMapInput input = {
    .rows = (const GlowFlashMapRow *) (gpointer) maker->rows->data,
    .n_rows = maker->rows->len,
    .chip = context->options.expected_chip,
    .info = context->info,
    .board = context->board,
    .erase_all = context->options.erase_all,
    .header_flash_size = context->options.flash_size,
    .keep_flash_size = context->options.keep_flash_size
  };

  return glow_flash_map_new (&input);
}

static void
add_refusal (GPtrArray *findings, const char *sentence, gboolean about_offset)
{
  GlowItemFinding *finding = glow_item_finding_new (GLOW_ITEM_REFUSAL, sentence);

  finding->about_offset = about_offset;
  g_ptr_array_add (findings, finding);
}

static char *
find_choice_problem (GlowFileItem *item)
{
  GlowFileSource *source = get_source (item);

  switch (glow_file_source_get_choice (source)) {
  case GLOW_BUILD_ASK:
    return glow_build_text_dup_ask (glow_file_source_get_set (source),
                                    glow_file_source_get_chip (source));
  case GLOW_BUILD_NO_MATCH:
    return glow_build_text_dup_no_match (glow_file_source_get_set (source),
                                         glow_file_source_get_chip (source));
  case GLOW_BUILD_ONE:
  case GLOW_BUILD_BY_CHIP:
  case GLOW_BUILD_NONE:
  default:
    return NULL;
  }
}

/* What the makers' list has wrong, or what was read otherwise than it is written there.
 */
static void
add_notes (GPtrArray *findings, GlowFirmwareBuild *build)
{
  for (guint i = 0; build && i < glow_firmware_build_get_n_notes (build); i++) {
    const GlowFirmwareNote *note = glow_firmware_build_get_note (build, i);
    g_autofree char *sentence = glow_set_text_dup_note (note);

    if (note->level == GLOW_FIRMWARE_NOTE_PROBLEM)
      add_refusal (findings, sentence, FALSE);
    else if (note->level == GLOW_FIRMWARE_NOTE_WARNING)
      g_ptr_array_add (findings, glow_item_finding_new (GLOW_ITEM_WARNING, sentence));
  }
}

static void
add_own_findings (GPtrArray *findings, GlowFileItem *item)
{
  GlowFileItemKind kind = glow_file_item_get_kind (item);
  const GError *error = glow_file_item_get_error (item);
  g_autofree char *choice = NULL;

  if (error)
    add_refusal (findings, glow_error_text_get_title (error), FALSE);
  if (kind == GLOW_FILE_ITEM_PART || error || get_source (item) == NULL)
    return;
  choice = find_choice_problem (item);
  if (choice)
    add_refusal (findings, choice, FALSE);
  add_notes (findings, glow_file_source_get_build (get_source (item)));
}

static void
add_text_finding (GPtrArray *findings, GlowFileItem *item)
{
  const char *text = glow_file_item_get_offset_text (item);
  g_autofree char *sentence = NULL;
  guint32 offset;

  if (!glow_file_item_offset_is_typed (item) || !glow_file_check_is_wanted (item) ||
      glow_file_item_get_image (item) == NULL ||
      glow_file_item_parse_offset (item, &offset))
    return;
  sentence = text[0] == '\0'
    ? g_strdup (_ ("Type the offset this file belongs at, such as 0x10000."))
    /* TRANSLATORS: what was typed */
    : g_strdup_printf (_ ("“%s” is not an offset; type one like 0x10000"), text);
  add_refusal (findings, sentence, TRUE);
}

static void
add_allowed_chip (GPtrArray *findings, GlowFileItem *item)
{
  const char *typed = glow_file_item_get_typed_chip (item);
  g_autofree char *sentence = NULL;

  if (typed == NULL || !(glow_file_item_get_overrides (item) & GLOW_OVERRIDE_CHIP))
    return;
  /* TRANSLATORS: name of a chip */
  sentence = g_strdup_printf (_ ("It is written as if it were for %s."), typed);
  g_ptr_array_add (findings, glow_item_finding_new (GLOW_ITEM_ALLOWED, sentence));
}

static gboolean
is_about_offset (const GlowFinding *finding)
{
  switch ((guint) finding->code) {
  case GLOW_FINDING_NO_OFFSET:
  case GLOW_FINDING_UNALIGNED:
  case GLOW_FINDING_OVERLAP:
  case GLOW_FINDING_BEYOND_FLASH:
  case GLOW_FINDING_BOOTLOADER_PLACE:
  case GLOW_FINDING_OVER_BOOTLOADER:
  case GLOW_FINDING_OVER_TABLE:
  case GLOW_FINDING_TABLE_PLACE:
  case GLOW_FINDING_TABLE_UNUSUAL:
  case GLOW_FINDING_APP_PLACE:
  case GLOW_FINDING_NOT_AN_APP:
  case GLOW_FINDING_DATA_PLACE:
  case GLOW_FINDING_OUTSIDE:
    return TRUE;
  default:
    return FALSE;
  }
}

static GlowItemFinding *
create_finding (GlowFlashMap *map, const GlowFinding *finding)
{
  g_autofree char *sentence = glow_finding_text_dup_sentence (map, finding);
  GlowItemFindingLevel level = GLOW_ITEM_WARNING;
  GlowItemFinding *own;

  if (finding->overridden)
    level = GLOW_ITEM_ALLOWED;
  else if (finding->severity == GLOW_FINDING_REFUSAL)
    level = GLOW_ITEM_REFUSAL;
  own = glow_item_finding_new (level, sentence);
  own->overrides = finding->override;
  own->about_offset = is_about_offset (finding);
  return own;
}

/* A heading stands for all the rows of its builds: what is the same is said once. */
static gboolean
says (GPtrArray *findings, const GlowItemFinding *finding)
{
  for (guint i = 0; i < findings->len; i++) {
    const GlowItemFinding *other = g_ptr_array_index (findings, i);

    if (g_str_equal (other->sentence, finding->sentence))
      return TRUE;
  }
  return FALSE;
}

static void
sort_finding (GHashTable *by_item,
              GlowFlashMap *map,
              GPtrArray *rows,
              const GlowFinding *finding)
{
  gpointer item = g_ptr_array_index (rows, finding->row >= 0 ? (guint) finding->row : 0);
  GPtrArray *findings = g_hash_table_lookup (by_item, item);
  GlowItemFinding *own = create_finding (map, finding);

  if (findings == NULL) {
    findings = glow_item_findings_new ();
    g_hash_table_insert (by_item, item, findings);
  }
  if (says (findings, own))
    glow_item_finding_free (own);
  else
    g_ptr_array_add (findings, own);
}

/* Findings of the map by item; what is said of all rows is said at the first, what is
 * between two at both. */
static GHashTable *
sort_findings (GlowFlashMap *map, GPtrArray *rows)
{
  GHashTable *by_item =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < glow_flash_map_get_n_findings (map); i++) {
    const GlowFinding *finding = glow_flash_map_get_finding (map, i);
    GlowFinding other = *finding;

    sort_finding (by_item, map, rows, finding);
    if (finding->code != GLOW_FINDING_OVERLAP || finding->other_row < 0)
      continue;
    other.row = finding->other_row;
    other.other_row = finding->row;
    sort_finding (by_item, map, rows, &other);
  }
  return by_item;
}

static void
add_level (GPtrArray *findings, GPtrArray *found, GlowItemFindingLevel level)
{
  for (guint i = 0; found && i < found->len; i++) {
    const GlowItemFinding *finding = g_ptr_array_index (found, i);
    GlowItemFinding *copy;

    if (finding->level != level)
      continue;
    copy = glow_item_finding_new (level, finding->sentence);
    copy->overrides = finding->overrides;
    copy->about_offset = finding->about_offset;
    g_ptr_array_add (findings, copy);
  }
}

static void
check_item (GlowFileItem *item, GPtrArray *found)
{
  g_autoptr (GPtrArray) findings = glow_item_findings_new ();

  add_own_findings (findings, item);
  add_text_finding (findings, item);
  add_level (findings, found, GLOW_ITEM_REFUSAL);
  add_level (findings, found, GLOW_ITEM_WARNING);
  add_allowed_chip (findings, item);
  add_level (findings, found, GLOW_ITEM_ALLOWED);
  glow_file_item_take_findings (item, g_steal_pointer (&findings));
}

static void
count_item (GlowFileItem *item, GlowFileCheck *check)
{
  GlowImage *image = glow_file_item_get_image (item);
  gboolean heading = glow_file_item_get_kind (item) == GLOW_FILE_ITEM_HEADING;

  if (heading ? !glow_file_item_get_enabled (item) : !glow_file_check_is_wanted (item))
    return;
  if (heading) {
    check->n_sets++;
    check->n_deciding +=
      glow_file_source_get_choice (get_source (item)) == GLOW_BUILD_BY_CHIP;
  } else {
    check->n_enabled++;
  }
  if (image)
    check->total_size += glow_image_get_size (image);
  if (check->loading == NULL && glow_file_item_is_loading (item))
    check->loading = item;
  if (check->problem == NULL && glow_file_item_get_problem (item))
    check->problem = item;
}

/* For a file with a typed offset, too: it can be taken back. */
static void
suggest_offset (GlowFileItem *item, const GlowFileContext *context)
{
  GlowImage *image = glow_file_item_get_image (item);
  guint32 offset;

  if (image == NULL)
    return;
  if (glow_file_item_get_given_offset (item, &offset) ||
      glow_image_suggest_offset (image, context->info ? context->info->chip : NULL,
                                 &offset))
    glow_file_item_suggest_offset (item, offset);
}

static void
take_offsets (GlowFlashMap *map, GPtrArray *rows, const GlowFileContext *context)
{
  for (guint i = 0; i < rows->len; i++) {
    GlowFileItem *item = g_ptr_array_index (rows, i);
    guint32 offset;

    if (glow_file_item_get_kind (item) == GLOW_FILE_ITEM_HEADING)
      continue;
    if (glow_file_item_offset_is_typed (item))
      suggest_offset (item, context);
    else if (glow_flash_map_get_offset (map, i, &offset))
      glow_file_item_suggest_offset (item, offset);
    else
      glow_file_item_drop_suggestion (item);
  }
}

static void
make_rows (RowMaker *maker, GListModel *items)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);

    if (glow_file_item_get_kind (item) == GLOW_FILE_ITEM_HEADING)
      add_builds (maker, item);
    else
      add_file (maker, item);
  }
}

/**
 * glow_file_check_run:
 * @items: of #GlowFileItem
 * @context: what they are checked against
 * @check: (out): the sum of it; borrowed items in it live until the list changes
 *
 * Sets the findings of every item, and its offset where nobody has typed one. The bad
 * offset of one that is not ticked is nobody's business.
 */
void
glow_file_check_run (GListModel *items,
                     const GlowFileContext *context,
                     GlowFileCheck *check)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (GlowFlashMapRow));
  RowMaker maker = { .rows = rows, .items = g_ptr_array_new () };
  g_autoptr (GHashTable) by_item = NULL;

  *check = (GlowFileCheck){ .rows = maker.items };
  make_rows (&maker, items);
  check->map = create_map (&maker, context);
  take_offsets (check->map, check->rows, context);
  by_item = sort_findings (check->map, check->rows);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);

    check_item (item, g_hash_table_lookup (by_item, item));
    count_item (item, check);
  }
}

/**
 * glow_file_check_clear:
 * @check: filled, or all zero
 *
 * Lets go of what it owns.
 */
void
glow_file_check_clear (GlowFileCheck *check)
{
  g_clear_pointer (&check->map, glow_flash_map_unref);
  g_clear_pointer (&check->rows, g_ptr_array_unref);
}
