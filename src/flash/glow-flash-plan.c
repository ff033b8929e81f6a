/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-plan.h"

#include "glow-error.h"
#include "glow-loader.h"

/* 24 address bits are what ROM and most stubs can reach; protocol.md 3.10 */
#define MAX_FLASH_SIZE                                                                   \
  G_GUINT64_CONSTANT (0x10000000) /* bytes, the largest flash there is */

typedef struct {
  GlowImage *image;
  guint32 offset;
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
 * @image: (transfer none): what to write or to compare with
 * @offset: bytes from the start of flash
 *
 * Before the seal. Files are written in the order they were added.
 */
void
glow_flash_plan_add_image (GlowFlashPlan *self, GlowImage *image, guint32 offset)
{
  GlowFlashPlanEntry entry = { g_object_ref (image), offset };

  g_return_if_fail (GLOW_IS_FLASH_PLAN (self) && !self->sealed);

  g_array_append_val (self->entries, entry);
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
check_entry (const GlowFlashPlanEntry *entry, GError **error)
{
  const char *name = glow_image_get_name (entry->image);

  if (entry->offset % GLOW_LOADER_SECTOR_SIZE != 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ALIGNMENT,
                 "%s at 0x%x: an offset must be a multiple of 0x%x, the size of a sector",
                 name, entry->offset, (guint) GLOW_LOADER_SECTOR_SIZE);
    return FALSE;
  }
  if (entry->offset + (guint64) glow_image_get_size (entry->image) > MAX_FLASH_SIZE) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_TOO_BIG,
                 "%s at 0x%x ends beyond the largest flash there is", name,
                 entry->offset);
    return FALSE;
  }
  return TRUE;
}

static guint64
sector_end (const GlowFlashPlanEntry *entry)
{
  guint64 end = entry->offset + (guint64) glow_image_get_size (entry->image);
  const guint64 sector = GLOW_LOADER_SECTOR_SIZE;

  return (end + sector - 1) / sector * sector;
}

static gboolean
check_overlaps (GlowFlashPlan *self, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++) {
    for (guint j = 0; j < i; j++) {
      const GlowFlashPlanEntry *a = &g_array_index (self->entries, GlowFlashPlanEntry, j);
      const GlowFlashPlanEntry *b = &g_array_index (self->entries, GlowFlashPlanEntry, i);

      if (a->offset < sector_end (b) && b->offset < sector_end (a)) {
        g_set_error (error, GLOW_ERROR, GLOW_ERROR_OVERLAP,
                     "%s at 0x%x to 0x%" G_GINT64_MODIFIER "x and %s at 0x%x to "
                     "0x%" G_GINT64_MODIFIER "x share sectors",
                     glow_image_get_name (a->image), a->offset, sector_end (a),
                     glow_image_get_name (b->image), b->offset, sector_end (b));
        return FALSE;
      }
    }
  }
  return TRUE;
}

/* files for two chips can't be right whatever the board is */
static gboolean
check_one_chip (GlowFlashPlan *self, GError **error)
{
  const GlowFlashPlanEntry *first = NULL;

  for (guint i = 0; i < self->entries->len; i++) {
    const GlowFlashPlanEntry *entry =
      &g_array_index (self->entries, GlowFlashPlanEntry, i);
    const GlowChip *chip = glow_image_get_chip (entry->image);

    if (!chip)
      continue;
    if (first && glow_image_get_chip (first->image) != chip) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_WRONG_CHIP,
                   "%s is for the %s, %s for the %s", glow_image_get_name (first->image),
                   glow_chip_get_name (glow_image_get_chip (first->image)),
                   glow_image_get_name (entry->image), glow_chip_get_name (chip));
      return FALSE;
    }
    first = entry;
  }
  return TRUE;
}

static gboolean
check_images (GlowFlashPlan *self, GError **error)
{
  if (self->entries->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no file was given");
    return FALSE;
  }
  for (guint i = 0; i < self->entries->len; i++) {
    const GlowFlashPlanEntry *entry =
      &g_array_index (self->entries, GlowFlashPlanEntry, i);

    if (!check_entry (entry, error))
      return FALSE;
    if (self->operation == GLOW_OPERATION_FLASH &&
        !glow_image_check (entry->image, error))
      return FALSE;
  }
  return check_overlaps (self, error) && check_one_chip (self, error);
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
 * %GLOW_ERROR_TOO_BIG, %GLOW_ERROR_IMAGE, %GLOW_ERROR_WRONG_CHIP when files are for
 * different chips
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
 * @offset: (out) (optional): where in flash, bytes
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
