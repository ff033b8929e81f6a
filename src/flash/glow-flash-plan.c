/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-plan.h"

#include "glow-error.h"
#include "glow-loader.h"

/* bytes from the start of flash: nobody looks for a table behind it */
#define MAX_TABLE_OFFSET 0x10000

typedef struct {
  GlowImage *image;
  guint32 offset;       /* bytes, or GLOW_FLASH_OFFSET_AUTO */
  const GlowChip *chip; /* (nullable): only for that one */
  GlowOverride overrides;
  char *typed_chip; /* (nullable) */
} GlowFlashPlanEntry;

struct _GlowFlashPlan {
  GObject parent_instance;

  /* owned; never changed after the seal */
  GlowTarget *target;
  GArray *entries; /* of GlowFlashPlanEntry, in the order to write */
  GlowFlashOptions options;
  GlowResetSequence *reset_sequence; /* (nullable) */
  GlowOperation operation;
  guint32 range_offset;
  guint32 range_size;
  gboolean sealed;
};

G_DEFINE_FINAL_TYPE (GlowFlashPlan, glow_flash_plan, G_TYPE_OBJECT)

static void
clear_entry (gpointer data)
{
  GlowFlashPlanEntry *entry = data;

  g_clear_object (&entry->image);
  g_clear_pointer (&entry->typed_chip, g_free);
}

static void
glow_flash_plan_finalize (GObject *object)
{
  GlowFlashPlan *self = GLOW_FLASH_PLAN (object);

  g_clear_object (&self->target);
  g_clear_pointer (&self->reset_sequence, glow_reset_sequence_free);
  g_array_unref (self->entries);
  G_OBJECT_CLASS (glow_flash_plan_parent_class)->finalize (object);
}

static void
glow_flash_plan_class_init (GlowFlashPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_flash_plan_finalize;
}

static void
glow_flash_plan_init (GlowFlashPlan *self)
{
  self->entries = g_array_new (FALSE, TRUE, sizeof (GlowFlashPlanEntry));
  g_array_set_clear_func (self->entries, clear_entry);
}

/**
 * glow_flash_plan_new:
 * @operation: what to do
 * @target: (transfer none): with which board
 *
 * Returns: (transfer full): an open plan with default options
 */
GlowFlashPlan *
glow_flash_plan_new (GlowOperation operation, GlowTarget *target)
{
  GlowFlashPlan *self = g_object_new (GLOW_TYPE_FLASH_PLAN, NULL);

  g_return_val_if_fail (GLOW_IS_TARGET (target), NULL);

  self->operation = operation;
  self->target = g_object_ref (target);
  return self;
}

/**
 * glow_flash_plan_set_options:
 * @options: copied
 *
 * Before the seal.
 */
void
glow_flash_plan_set_options (GlowFlashPlan *self, const GlowFlashOptions *options)
{
  g_return_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed);

  self->options = *options;
}

/**
 * glow_flash_plan_add_image:
 * @image: (transfer none): what to write or to compare with; of a read: what may be there
 * @offset: bytes from the start of flash, or %GLOW_FLASH_OFFSET_AUTO
 *
 * Before the seal. Files are written in the order they were added. What a read finds to
 * be as they say is not sent.
 */
void
glow_flash_plan_add_image (GlowFlashPlan *self, GlowImage *image, guint32 offset)
{
  glow_flash_plan_add_image_for (self, image, offset, NULL);
}

/**
 * glow_flash_plan_add_image_for:
 * @image: (transfer none): what to write or to compare with
 * @offset: bytes from the start of flash, or %GLOW_FLASH_OFFSET_AUTO
 * @chip: (nullable): left out if another chip answers; %NULL: for any
 *
 * As glow_flash_plan_add_image(), for one of several builds: the chip that answers
 * decides. What is left out is said in the log and in the result.
 */
void
glow_flash_plan_add_image_for (GlowFlashPlan *self,
                               GlowImage *image,
                               guint32 offset,
                               const GlowChip *chip)
{
  GlowFlashPlanEntry entry = { .offset = offset, .chip = chip };

  g_return_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed);
  g_return_if_fail (GLOW_IS_IMAGE (image));

  entry.image = g_object_ref (image);
  g_array_append_val (self->entries, entry);
}

/**
 * glow_flash_plan_set_override:
 * @index: of a file, from 0
 * @overrides: the acts of the user for this file
 * @typed_chip: (nullable): the name of the board's chip as the user typed it; without it
 * %GLOW_OVERRIDE_CHIP means nothing
 *
 * Before the seal.
 */
void
glow_flash_plan_set_override (GlowFlashPlan *self,
                              guint index,
                              GlowOverride overrides,
                              const char *typed_chip)
{
  GlowFlashPlanEntry *entry;

  g_return_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed);
  g_return_if_fail (index < self->entries->len);

  entry = &g_array_index (self->entries, GlowFlashPlanEntry, index);
  entry->overrides = overrides;
  g_free (entry->typed_chip);
  entry->typed_chip = g_strdup (typed_chip);
}

/**
 * glow_flash_plan_set_reset_sequence:
 * @text: see glow_reset_sequence_parse()
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * How to get this board into its bootloader, in place of the usual sequences. Before the
 * seal.
 *
 * Returns: %TRUE when it is one
 */
gboolean
glow_flash_plan_set_reset_sequence (GlowFlashPlan *self, const char *text, GError **error)
{
  g_return_val_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed, FALSE);

  g_clear_pointer (&self->reset_sequence, glow_reset_sequence_free);
  self->reset_sequence = glow_reset_sequence_parse (text, error);
  return self->reset_sequence != NULL;
}

/**
 * glow_flash_plan_set_range:
 * @offset: bytes from the start of flash
 * @size: bytes; 0: up to the end of the flash
 *
 * What to read or to erase. Before the seal.
 */
void
glow_flash_plan_set_range (GlowFlashPlan *self, guint32 offset, guint32 size)
{
  g_return_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed);

  self->range_offset = offset;
  self->range_size = size;
}

static gboolean
check_typed_chips (GlowFlashPlan *self, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++) {
    const GlowFlashPlanEntry *entry =
      &g_array_index (self->entries, GlowFlashPlanEntry, i);

    if (!(entry->overrides & GLOW_OVERRIDE_CHIP) ||
        (entry->typed_chip && glow_chip_find_by_name (entry->typed_chip)))
      continue;
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "%s: to write it to another chip, that chip's name has to be typed, and "
                 "\"%s\" is none",
                 glow_image_get_name (entry->image),
                 entry->typed_chip ? entry->typed_chip : "");
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_images (GlowFlashPlan *self, GError **error)
{
  g_autoptr (GlowFlashMap) map = NULL;

  if (self->entries->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no file was given");
    return FALSE;
  }
  if (!check_typed_chips (self, error))
    return FALSE;
  map = glow_flash_plan_new_map (self, NULL, NULL);
  return glow_flash_map_check (map, error);
}

static gboolean
check_range (GlowFlashPlan *self, GError **error)
{
  guint32 unit = self->operation == GLOW_OPERATION_ERASE ? GLOW_LOADER_SECTOR_SIZE : 4;

  if (self->range_offset % unit != 0 || self->range_size % unit != 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ALIGNMENT,
                 "offset 0x%x and size 0x%x must be multiples of 0x%x",
                 self->range_offset, self->range_size, unit);
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_flash_plan_seal:
 * @error: %GLOW_ERROR_ARGUMENT, %GLOW_ERROR_ALIGNMENT, %GLOW_ERROR_OVERLAP,
 * %GLOW_ERROR_TOO_BIG, %GLOW_ERROR_IMAGE, %GLOW_ERROR_PLACE, %GLOW_ERROR_INCOMPLETE,
 * %GLOW_ERROR_WRONG_CHIP when files are for different chips
 *
 * Checks all that can be checked without the board and closes the plan. Main thread; a
 * plan that is sealed may be read on any.
 *
 * Returns: %TRUE when the plan may be run
 */
gboolean
glow_flash_plan_seal (GlowFlashPlan *self, GError **error)
{
  gboolean good = TRUE;

  g_return_val_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed, FALSE);

  switch (self->operation) {
  case GLOW_OPERATION_FLASH:
  case GLOW_OPERATION_VERIFY:
    good = check_images (self, error);
    break;
  case GLOW_OPERATION_READ:
  case GLOW_OPERATION_ERASE:
    good = check_range (self, error);
    break;
  case GLOW_OPERATION_IDENTIFY:
  default:
    break;
  }
  self->sealed = good;
  return good;
}

/**
 * glow_flash_plan_get_reset_sequence:
 *
 * Returns: (transfer none) (nullable): the sequence of the user's own
 */
const GlowResetSequence *
glow_flash_plan_get_reset_sequence (GlowFlashPlan *self)
{
  return self->reset_sequence;
}

/**
 * glow_flash_plan_is_sealed:
 *
 * Returns: whether the plan may be run
 */
gboolean
glow_flash_plan_is_sealed (GlowFlashPlan *self)
{
  return self->sealed;
}

/**
 * glow_flash_plan_get_operation:
 *
 * Returns: what to do
 */
GlowOperation
glow_flash_plan_get_operation (GlowFlashPlan *self)
{
  return self->operation;
}

/**
 * glow_flash_plan_get_target:
 *
 * Returns: (transfer none): with which board
 */
GlowTarget *
glow_flash_plan_get_target (GlowFlashPlan *self)
{
  return self->target;
}

/**
 * glow_flash_plan_get_options:
 *
 * Returns: (transfer none): how
 */
const GlowFlashOptions *
glow_flash_plan_get_options (GlowFlashPlan *self)
{
  return &self->options;
}

/**
 * glow_flash_plan_get_likely_chip:
 *
 * Returns: (transfer none) (nullable): the chip that is asked for, else the one all files
 *   that are for one are for; the board has the last word
 */
const GlowChip *
glow_flash_plan_get_likely_chip (GlowFlashPlan *self)
{
  const GlowChip *likely = self->options.expected_chip;

  for (guint i = 0; i < self->entries->len && !self->options.expected_chip; i++) {
    const GlowChip *chip =
      glow_image_get_chip (glow_flash_plan_get_image (self, i, NULL));

    if (chip && likely && chip != likely)
      return NULL;
    likely = chip ? chip : likely;
  }
  return likely;
}

/**
 * glow_flash_plan_get_n_images:
 *
 * Returns: how many files
 */
guint
glow_flash_plan_get_n_images (GlowFlashPlan *self)
{
  return self->entries->len;
}

/**
 * glow_flash_plan_get_image:
 * @index: from 0
 * @offset: (out) (optional): where in flash, bytes, or %GLOW_FLASH_OFFSET_AUTO
 *
 * Returns: (transfer none): the file
 */
GlowImage *
glow_flash_plan_get_image (GlowFlashPlan *self, guint index, guint32 *offset)
{
  const GlowFlashPlanEntry *entry;

  g_return_val_if_fail (index < self->entries->len, NULL);

  entry = &g_array_index (self->entries, GlowFlashPlanEntry, index);
  if (offset)
    *offset = entry->offset;
  return entry->image;
}

/**
 * glow_flash_plan_get_range:
 * @offset: (out): bytes from the start of flash
 * @size: (out): bytes; 0: up to the end
 *
 * What to read or to erase.
 */
void
glow_flash_plan_get_range (GlowFlashPlan *self, guint32 *offset, guint32 *size)
{
  *offset = self->range_offset;
  *size = self->range_size;
}

static GlowFlashMapRow
row_of_entry (const GlowFlashPlanEntry *entry)
{
  return (GlowFlashMapRow){ .image = entry->image,
                            .has_offset = entry->offset != GLOW_FLASH_OFFSET_AUTO,
                            .offset = entry->offset,
                            .only_chip = entry->chip,
                            .overrides = entry->overrides,
                            .typed_chip = entry->typed_chip };
}

/**
 * glow_flash_plan_new_map:
 * @info: (nullable): the chip that answered
 * @board: (nullable): what is in its flash
 *
 * Any thread, once the plan is sealed.
 *
 * Returns: (transfer full): what the plan would make of the board; row i is file i
 */
GlowFlashMap *
glow_flash_plan_new_map (GlowFlashPlan *self,
                         const GlowChipInfo *info,
                         GlowBoardContents *board)
{
  g_autofree GlowFlashMapRow *rows = g_new0 (GlowFlashMapRow, self->entries->len + 1);
  GlowFlashMapInput input = {
    .rows = rows,
    .n_rows = self->entries->len,
    .chip = self->options.expected_chip,
    .info = info,
    .board = board,
    .erase_all = self->options.erase_all && self->operation == GLOW_OPERATION_FLASH,
    .header_flash_size = self->options.flash_size,
    .keep_flash_size = self->options.keep_flash_size,
    .compare_only = self->operation == GLOW_OPERATION_VERIFY,
  };

  for (guint i = 0; i < self->entries->len; i++)
    rows[i] = row_of_entry (&g_array_index (self->entries, GlowFlashPlanEntry, i));
  return glow_flash_map_new (&input);
}

static gboolean
has_part (GlowFlashPlan *self, const GlowChip *chip, GlowImageKind kind)
{
  for (guint i = 0; i < self->entries->len; i++) {
    const GlowFlashPlanEntry *entry =
      &g_array_index (self->entries, GlowFlashPlanEntry, i);

    if (entry->chip && entry->chip != chip)
      continue;
    for (guint j = 0; j < glow_image_get_n_parts (entry->image); j++) {
      if (glow_image_get_part (entry->image, j)->kind == kind)
        return TRUE;
    }
  }
  return FALSE;
}

/* unknown data only matters where the board may have its table */
static gboolean
may_cover_table (const GlowFlashPlanEntry *entry)
{
  return entry->offset < MAX_TABLE_OFFSET &&
         entry->offset + (guint64) glow_image_get_size (entry->image) >
           GLOW_PARTITION_TABLE_OFFSET;
}

static gboolean
entry_needs_board (const GlowFlashPlanEntry *entry, gboolean has_table, gboolean has_all)
{
  switch (glow_image_get_kind (entry->image)) {
  case GLOW_IMAGE_APP:
  case GLOW_IMAGE_IROM:
    return !has_all;
  case GLOW_IMAGE_DATA:
    return !has_table && may_cover_table (entry);
  case GLOW_IMAGE_PARTITION_TABLE:
    return entry->offset == GLOW_FLASH_OFFSET_AUTO;
  case GLOW_IMAGE_BOOTLOADER:
  case GLOW_IMAGE_MERGED:
  case GLOW_IMAGE_BLANK:
  case GLOW_IMAGE_INIT_DATA:
    return FALSE;
  case GLOW_IMAGE_OTADATA:
  case GLOW_IMAGE_NVS:
  case GLOW_IMAGE_SPIFFS:
  case GLOW_IMAGE_LITTLEFS:
  case GLOW_IMAGE_FAT:
  case GLOW_IMAGE_PHY_INIT:
  case GLOW_IMAGE_ENCRYPTED:
  case GLOW_IMAGE_TEXT:
  default:
    return !has_table;
  }
}

/**
 * glow_flash_plan_needs_board:
 * @chip: the chip that answered
 *
 * Any thread, once the plan is sealed.
 *
 * Returns: whether the check needs to know what is in the flash: not if the files bring
 * all that it takes, or if nothing stays
 */
gboolean
glow_flash_plan_needs_board (GlowFlashPlan *self, const GlowChip *chip)
{
  gboolean has_table = has_part (self, chip, GLOW_IMAGE_PARTITION_TABLE);
  gboolean has_all = has_table && has_part (self, chip, GLOW_IMAGE_BOOTLOADER);

  if (self->operation == GLOW_OPERATION_FLASH && self->options.erase_all)
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++) {
    const GlowFlashPlanEntry *entry =
      &g_array_index (self->entries, GlowFlashPlanEntry, i);

    if (entry->chip && entry->chip != chip)
      continue;
    if (self->operation == GLOW_OPERATION_VERIFY
          ? entry->offset == GLOW_FLASH_OFFSET_AUTO
          : entry_needs_board (entry, has_table, has_all))
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_flash_plan_get_total_size:
 *
 * Returns: bytes of all files together
 */
guint64
glow_flash_plan_get_total_size (GlowFlashPlan *self)
{
  guint64 total = 0;

  for (guint i = 0; i < self->entries->len; i++)
    total +=
      glow_image_get_size (g_array_index (self->entries, GlowFlashPlanEntry, i).image);
  return total;
}
