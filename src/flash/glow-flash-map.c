/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-map-private.h"

G_DEFINE_BOXED_TYPE (GlowFlashMap,
                     glow_flash_map,
                     glow_flash_map_ref,
                     glow_flash_map_unref)

static void
clear_row (gpointer data)
{
  GlowMapRow *row = data;

  g_clear_object (&row->image);
}

static void
clear_region (gpointer data)
{
  GlowFlashRegion *region = data;

  g_free (region->label);
}

static GlowFlashMap *
map_alloc (void)
{
  GlowFlashMap *self = g_new0 (GlowFlashMap, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rows = g_array_new (FALSE, TRUE, sizeof (GlowMapRow));
  g_array_set_clear_func (self->rows, clear_row);
  self->regions = g_array_new (FALSE, TRUE, sizeof (GlowFlashRegion));
  g_array_set_clear_func (self->regions, clear_region);
  self->findings = g_array_new (FALSE, TRUE, sizeof (GlowFinding));
  return self;
}

static void
add_row (GlowFlashMap *self, const GlowFlashMapRow *from)
{
  const GlowChip *typed = from->overrides & GLOW_OVERRIDE_CHIP && from->typed_chip
                            ? glow_chip_find_by_name (from->typed_chip)
                            : NULL;
  GlowMapRow row = { .only_chip = from->only_chip, .overrides = from->overrides };

  if (!typed)
    row.overrides &= (GlowOverride) ~(guint) GLOW_OVERRIDE_CHIP;
  if (from->image) {
    row.image = g_object_ref (from->image);
    row.chip = typed ? typed : glow_image_get_chip (from->image);
  }
  row.left_out = self->chip && row.only_chip && row.only_chip != self->chip;
  row.has_offset = from->has_offset;
  row.offset = from->offset;
  row.source = from->has_offset ? GLOW_OFFSET_GIVEN : GLOW_OFFSET_UNKNOWN_CONTENT;
  row.table_row = -1;
  g_array_append_val (self->rows, row);
}

static const GlowChip *
find_any_chip (GlowFlashMap *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *row = glow_flash_map_peek_row (self, i);

    if (row && row->chip)
      return row->chip;
  }
  return NULL;
}

static void
find_place_chips (GlowFlashMap *self)
{
  const GlowChip *any = self->chip ? self->chip : find_any_chip (self);

  for (guint i = 0; i < self->rows->len; i++) {
    GlowMapRow *row = &g_array_index (self->rows, GlowMapRow, i);

    row->place_chip = self->chip ? self->chip : row->only_chip;
    if (!row->place_chip)
      row->place_chip = row->chip ? row->chip : any;
  }
}

static void
check_all_left_out (GlowFlashMap *self)
{
  GlowFinding finding = glow_finding_make (GLOW_FINDING_NOTHING_FITS, -1);

  for (guint i = 0; i < self->rows->len; i++) {
    if (!g_array_index (self->rows, GlowMapRow, i).left_out)
      return;
  }
  finding.other_chip = self->chip;
  if (self->rows->len > 0)
    glow_flash_map_add (self, &finding);
}

static void
take_input (GlowFlashMap *self, const GlowFlashMapInput *input)
{
  self->info = input->info ? glow_chip_info_copy (input->info) : NULL;
  self->chip = input->info ? input->info->chip : input->chip;
  self->board = input->board ? glow_board_contents_ref (input->board) : NULL;
  self->flash_size = input->flash_size;
  if (self->flash_size == 0 && input->info)
    self->flash_size = input->info->flash_size;
  self->erase_all = input->erase_all;
  self->header_flash_size = input->header_flash_size;
  self->keep_flash_size = input->keep_flash_size;
  self->compare_only = input->compare_only;
  for (guint i = 0; i < input->n_rows; i++)
    add_row (self, &input->rows[i]);
}

/**
 * glow_flash_map_new:
 * @input: the plan, and what is known of the board
 *
 * Finds the offsets, draws the map and checks it. Pure: nothing is opened or asked. Any
 * thread.
 *
 * Returns: (transfer full): the map
 */
GlowFlashMap *
glow_flash_map_new (const GlowFlashMapInput *input)
{
  GlowFlashMap *self = map_alloc ();

  g_return_val_if_fail (input->n_rows == 0 || input->rows, NULL);

  take_input (self, input);
  find_place_chips (self);
  glow_flash_map_find_offsets (self);
  glow_flash_map_add_regions (self);
  check_all_left_out (self);
  for (guint i = 0; i < self->rows->len; i++) {
    if (!glow_flash_map_peek_row (self, i))
      continue;
    glow_flash_map_check_file (self, i);
    glow_flash_map_check_place (self, i);
    if (!self->compare_only)
      glow_flash_map_check_start (self, i);
  }
  return self;
}

/**
 * glow_flash_map_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowFlashMap *
glow_flash_map_ref (GlowFlashMap *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * glow_flash_map_unref:
 *
 * Any thread.
 */
void
glow_flash_map_unref (GlowFlashMap *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->rows);
  g_array_unref (self->regions);
  g_array_unref (self->findings);
  g_clear_pointer (&self->info, glow_chip_info_free);
  g_clear_pointer (&self->board, glow_board_contents_unref);
  g_free (self);
}

/* (nullable): %NULL if the row has no file or is left out */
GlowMapRow *
glow_flash_map_peek_row (GlowFlashMap *self, guint row)
{
  GlowMapRow *found = &g_array_index (self->rows, GlowMapRow, row);

  return found->image && !found->left_out ? found : NULL;
}

/* bytes from the start of flash, exclusive */
guint64
glow_map_row_get_end (const GlowMapRow *row)
{
  return row->offset + (guint64) glow_image_get_size (row->image);
}

/* whether both can be written in one run */
gboolean
glow_map_rows_meet (const GlowMapRow *a, const GlowMapRow *b)
{
  return !a->only_chip || !b->only_chip || a->only_chip == b->only_chip;
}

/* whether what is on the board was read and stays there */
gboolean
glow_flash_map_knows_board (GlowFlashMap *self)
{
  return self->erase_all || (self->board && glow_board_contents_get_state (self->board) ==
                                              GLOW_BOARD_CONTENTS_READ);
}

/* one finding of a kind is enough for a row */
void
glow_flash_map_add (GlowFlashMap *self, const GlowFinding *finding)
{
  GlowFinding copy = *finding;
  const GlowMapRow *row =
    copy.row >= 0 ? &g_array_index (self->rows, GlowMapRow, (guint) copy.row) : NULL;

  for (guint i = 0; i < self->findings->len; i++) {
    const GlowFinding *other = &g_array_index (self->findings, GlowFinding, i);

    if (other->code == copy.code && other->row == copy.row &&
        other->problem == copy.problem)
      return;
  }
  copy.overridden = row && copy.override != GLOW_OVERRIDE_NONE &&
                    (row->overrides & copy.override) == copy.override;
  g_array_append_val (self->findings, copy);
}

void
glow_flash_map_mark (GlowFlashMap *self, guint row, GlowFlashRegionFlags flags)
{
  for (guint i = 0; i < self->regions->len; i++) {
    GlowFlashRegion *region = &g_array_index (self->regions, GlowFlashRegion, i);

    if (region->kind == GLOW_REGION_FILE && region->row == (gint) row)
      region->flags |= flags;
  }
}

/* (transfer none) (nullable): the partition that @offset lies in */
const GlowPartition *
glow_flash_map_find_partition (GlowPartitionTable *table, guint64 offset)
{
  for (guint i = 0; table && i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);

    if (offset >= partition->offset &&
        offset < partition->offset + (guint64) partition->size)
      return partition;
  }
  return NULL;
}

guint
glow_flash_map_get_n_rows (GlowFlashMap *self)
{
  return self->rows->len;
}

GlowImage *
glow_flash_map_get_image (GlowFlashMap *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, NULL);

  return g_array_index (self->rows, GlowMapRow, row).image;
}

/**
 * glow_flash_map_get_offset:
 * @row: from 0
 * @offset: (out): bytes from the start of flash
 *
 * Any thread.
 *
 * Returns: %TRUE if it was given or found out
 */
gboolean
glow_flash_map_get_offset (GlowFlashMap *self, guint row, guint32 *offset)
{
  g_return_val_if_fail (row < self->rows->len, FALSE);

  *offset = g_array_index (self->rows, GlowMapRow, row).offset;
  return g_array_index (self->rows, GlowMapRow, row).has_offset;
}

/**
 * glow_flash_map_get_offset_source:
 * @row: from 0
 *
 * Any thread.
 *
 * Returns: who says where it goes, or why nobody does
 */
GlowOffsetSource
glow_flash_map_get_offset_source (GlowFlashMap *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, GLOW_OFFSET_UNKNOWN_CONTENT);

  return g_array_index (self->rows, GlowMapRow, row).source;
}

/**
 * glow_flash_map_is_left_out:
 * @row: from 0
 *
 * Any thread.
 *
 * Returns: whether it is for another chip only than the one that answered or is expected
 */
gboolean
glow_flash_map_is_left_out (GlowFlashMap *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, FALSE);

  return g_array_index (self->rows, GlowMapRow, row).left_out;
}

const GlowChip *
glow_flash_map_get_chip (GlowFlashMap *self)
{
  return self->chip;
}

guint64
glow_flash_map_get_flash_size (GlowFlashMap *self)
{
  return self->flash_size;
}

/**
 * glow_flash_map_get_table:
 * @offset: (out) (optional): bytes from the start of flash
 * @row: (out) (optional): the row whose file has it; -1: it is on the board
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the partition table that is in place after the
 * write; %NULL: none, or none is known
 */
GlowPartitionTable *
glow_flash_map_get_table (GlowFlashMap *self, guint32 *offset, gint *row)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const GlowMapRow *found = glow_flash_map_peek_row (self, i);

    if (!found || !found->table)
      continue;
    if (offset)
      *offset = found->table_offset;
    if (row)
      *row = found->table_row;
    return found->table;
  }
  if (offset)
    *offset = self->board ? glow_board_contents_get_table_offset (self->board) : 0;
  if (row)
    *row = -1;
  return self->board && !self->erase_all
           ? glow_board_contents_get_partition_table (self->board)
           : NULL;
}

guint
glow_flash_map_get_n_regions (GlowFlashMap *self)
{
  return self->regions->len;
}

const GlowFlashRegion *
glow_flash_map_get_region (GlowFlashMap *self, guint index)
{
  g_return_val_if_fail (index < self->regions->len, NULL);

  return &g_array_index (self->regions, GlowFlashRegion, index);
}

guint
glow_flash_map_get_n_findings (GlowFlashMap *self)
{
  return self->findings->len;
}

const GlowFinding *
glow_flash_map_get_finding (GlowFlashMap *self, guint index)
{
  g_return_val_if_fail (index < self->findings->len, NULL);

  return &g_array_index (self->findings, GlowFinding, index);
}

/**
 * glow_flash_map_get_worst:
 * @row: from 0; -1: of the plan as a whole; %GLOW_FLASH_MAP_ALL_ROWS
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the first refusal that still stands, else the
 * first that was overridden, else the first warning
 */
const GlowFinding *
glow_flash_map_get_worst (GlowFlashMap *self, gint row)
{
  const GlowFinding *worst = NULL;

  for (guint i = 0; i < self->findings->len; i++) {
    const GlowFinding *finding = &g_array_index (self->findings, GlowFinding, i);

    if (row != GLOW_FLASH_MAP_ALL_ROWS && finding->row != row)
      continue;
    if (glow_finding_refuses (finding))
      return finding;
    if (!worst || finding->severity > worst->severity)
      worst = finding;
  }
  return worst;
}

static const char *
name_of_row (GlowFlashMap *self, gint row)
{
  GlowImage *image =
    row >= 0 ? g_array_index (self->rows, GlowMapRow, (guint) row).image : NULL;

  return image ? glow_image_get_name (image) : "the file";
}

/**
 * glow_flash_map_dup_message:
 * @finding: one of its findings
 *
 * Any thread.
 *
 * Returns: (transfer full): one line in English, for logs and errors
 */
char *
glow_flash_map_dup_message (GlowFlashMap *self, const GlowFinding *finding)
{
  return glow_finding_dup_message (finding, name_of_row (self, finding->row),
                                   name_of_row (self, finding->other_row));
}

/**
 * glow_flash_map_check:
 * @error: the first refusal that stands
 *
 * Any thread.
 *
 * Returns: %TRUE if nothing keeps the plan from being run
 */
gboolean
glow_flash_map_check (GlowFlashMap *self, GError **error)
{
  const GlowFinding *worst = glow_flash_map_get_worst (self, GLOW_FLASH_MAP_ALL_ROWS);
  g_autofree char *message = NULL;

  if (!worst || !glow_finding_refuses (worst))
    return TRUE;
  message = glow_flash_map_dup_message (self, worst);
  g_set_error_literal (error, GLOW_ERROR, (gint) glow_finding_get_error_code (worst),
                       message);
  return FALSE;
}
