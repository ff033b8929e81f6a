/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-firmware-build-private.h"

/* The bootloader lies below this on every chip, bytes (protocol.md 3.2, 5.7). */
#define BOOTLOADER_AREA 0x8000
#define SECTOR_SIZE     0x1000 /* bytes; protocol.md 4.3 */

struct _GlowFirmwareBuild {
  GObject parent_instance;

  /* owned; nothing changes once the set is loaded */
  char *label;
  GPtrArray *parts; /* of GlowFirmwarePart */
  GPtrArray *notes; /* of GlowFirmwareNote */
  GError *problem;  /* (nullable) */

  const GlowChip *chip; /* (nullable) borrowed: static */
  GlowFirmwareOptions options;
};

G_DEFINE_FINAL_TYPE (GlowFirmwareBuild, glow_firmware_build, G_TYPE_OBJECT)

static void
part_free (gpointer data)
{
  GlowFirmwarePart *part = data;

  g_object_unref (part->image);
  g_free (part->name);
  g_free (part);
}

static void
note_free (gpointer data)
{
  glow_firmware_note_free (data);
}

static void
glow_firmware_build_finalize (GObject *object)
{
  GlowFirmwareBuild *self = GLOW_FIRMWARE_BUILD (object);

  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (glow_firmware_build_parent_class)->finalize (object);
}

static void
glow_firmware_build_class_init (GlowFirmwareBuildClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_firmware_build_finalize;
}

static void
glow_firmware_build_init (GlowFirmwareBuild *self)
{
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->options.mode = -1;
}

GlowFirmwareBuild *
glow_firmware_build_new (const GlowChip *chip, const char *label)
{
  GlowFirmwareBuild *self = g_object_new (GLOW_TYPE_FIRMWARE_BUILD, NULL);

  self->chip = chip;
  self->label = g_utf8_make_valid (label, -1);
  return self;
}

void
glow_firmware_build_set_chip (GlowFirmwareBuild *self, const GlowChip *chip)
{
  self->chip = chip;
}

void
glow_firmware_build_set_label (GlowFirmwareBuild *self, const char *label)
{
  g_free (self->label);
  self->label = g_utf8_make_valid (label, -1);
}

void
glow_firmware_build_set_options (GlowFirmwareBuild *self,
                                 const GlowFirmwareOptions *options)
{
  self->options = *options;
}

/* @offset NULL: the content says. The part can be changed until the set is loaded. */
GlowFirmwarePart *
glow_firmware_build_add_part (GlowFirmwareBuild *self,
                              GlowImage *image,
                              const char *name,
                              const guint32 *offset)
{
  GlowFirmwarePart *part = g_new0 (GlowFirmwarePart, 1);

  part->image = g_object_ref (image);
  part->name = g_utf8_make_valid (name, -1);
  part->has_offset = offset != NULL;
  part->offset = offset ? *offset : 0;
  g_ptr_array_add (self->parts, part);
  return part;
}

/* To be changed until the set is loaded. */
GlowFirmwarePart *
glow_firmware_build_peek_part (GlowFirmwareBuild *self, guint index)
{
  return g_ptr_array_index (self->parts, index);
}

/* Takes @note. The first problem is the build's. */
void
glow_firmware_build_add_note (GlowFirmwareBuild *self, GlowFirmwareNote *note)
{
  g_ptr_array_add (self->notes, note);
  if (note->level == GLOW_FIRMWARE_NOTE_PROBLEM && !self->problem)
    self->problem = glow_firmware_note_to_error (note);
}

static void
settle_chip (GlowFirmwareBuild *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    GlowFirmwarePart *part = g_ptr_array_index (self->parts, i);
    const GlowChip *chip = glow_image_get_chip (part->image);

    if (!chip || chip == self->chip)
      continue;
    if (!self->chip)
      self->chip = chip;
    else
      glow_firmware_build_add_note (
        self,
        glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM, GLOW_FIRMWARE_NOTE_WRONG_CHIP,
                                part->name, glow_chip_get_name (self->chip), 0, chip));
  }
}

static gboolean
is_free (GlowFirmwareBuild *self, const GlowFirmwarePart *mover, guint32 offset)
{
  guint64 end = offset + (guint64) glow_image_get_size (mover->image);

  for (guint i = 0; i < self->parts->len; i++) {
    GlowFirmwarePart *part = g_ptr_array_index (self->parts, i);
    guint64 part_end = part->offset + (guint64) glow_image_get_size (part->image);

    if (part != mover && part->has_offset && part->offset < end &&
        offset < (part_end + SECTOR_SIZE - 1) / SECTOR_SIZE * SECTOR_SIZE)
      return FALSE;
  }
  return TRUE;
}

static gboolean
starts_with_bootloader (GlowImage *image)
{
  const GlowImagePart *first = glow_image_get_part (image, 0);

  return glow_image_get_kind (image) == GLOW_IMAGE_BOOTLOADER ||
         (glow_image_get_kind (image) == GLOW_IMAGE_MERGED &&
          first->kind == GLOW_IMAGE_BOOTLOADER && first->file_offset == 0);
}

/* Lists in the wild put bootloaders where another chip has them (firmware-files.md trap
 * 5). There is one place where the ROM looks, so nothing is guessed here. */
static void
settle_bootloader (GlowFirmwareBuild *self, GlowFirmwarePart *part)
{
  const GlowChip *chip = glow_image_get_chip (part->image);
  g_autofree char *given = g_strdup_printf ("0x%x", part->offset);
  guint32 right;

  if (!part->has_offset || !chip || part->offset >= BOOTLOADER_AREA ||
      !starts_with_bootloader (part->image))
    return;
  right = glow_chip_get_bootloader_offset (chip);
  if (right == part->offset)
    return;
  if (!is_free (self, part, right)) {
    glow_firmware_build_add_note (
      self, glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                                    GLOW_FIRMWARE_NOTE_BOOTLOADER_PLACE, part->name,
                                    given, right, chip));
    return;
  }
  part->offset = right;
  glow_firmware_build_add_note (
    self, glow_firmware_note_new (GLOW_FIRMWARE_NOTE_WARNING,
                                  GLOW_FIRMWARE_NOTE_BOOTLOADER_MOVED, part->name, given,
                                  right, chip));
}

static gint
compare_parts (gconstpointer a, gconstpointer b)
{
  const GlowFirmwarePart *left = *(const GlowFirmwarePart *const *) a;
  const GlowFirmwarePart *right = *(const GlowFirmwarePart *const *) b;

  if (left->has_offset != right->has_offset)
    return left->has_offset ? -1 : 1;
  return (left->offset > right->offset) - (left->offset < right->offset);
}

/* When all parts are in: one chip, the bootloader at its place, parts in order. */
void
glow_firmware_build_settle (GlowFirmwareBuild *self)
{
  settle_chip (self);
  for (guint i = 0; i < self->parts->len; i++)
    settle_bootloader (self, g_ptr_array_index (self->parts, i));
  g_ptr_array_sort (self->parts, compare_parts);
}

const GlowChip *
glow_firmware_build_get_chip (GlowFirmwareBuild *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), NULL);

  return self->chip;
}

const char *
glow_firmware_build_get_label (GlowFirmwareBuild *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), NULL);

  return self->label;
}

guint
glow_firmware_build_get_n_parts (GlowFirmwareBuild *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), 0);

  return self->parts->len;
}

const GlowFirmwarePart *
glow_firmware_build_get_part (GlowFirmwareBuild *self, guint index)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), NULL);
  g_return_val_if_fail (index < self->parts->len, NULL);

  return g_ptr_array_index (self->parts, index);
}

const GlowFirmwareOptions *
glow_firmware_build_get_options (GlowFirmwareBuild *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), NULL);

  return &self->options;
}

guint
glow_firmware_build_get_n_notes (GlowFirmwareBuild *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), 0);

  return self->notes->len;
}

const GlowFirmwareNote *
glow_firmware_build_get_note (GlowFirmwareBuild *self, guint index)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), NULL);
  g_return_val_if_fail (index < self->notes->len, NULL);

  return g_ptr_array_index (self->notes, index);
}

const GError *
glow_firmware_build_get_problem (GlowFirmwareBuild *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), NULL);

  return self->problem;
}

/* the way of most firmware for the ESP8266; the RTOS SDK's has a bootloader */
static gboolean
starts_at_0 (GlowFirmwareBuild *self)
{
  if (!self->chip || glow_chip_get_id (self->chip) != GLOW_CHIP_ESP8266)
    return FALSE;
  for (guint i = 0; i < self->parts->len; i++) {
    GlowFirmwarePart *part = g_ptr_array_index (self->parts, i);
    guint32 offset;

    if (glow_image_get_kind (part->image) == GLOW_IMAGE_APP &&
        glow_image_suggest_offset (part->image, self->chip, &offset) && offset == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_firmware_build_is_whole:
 * @self: the build
 *
 * Tells a first installation from an update of the application. An ESP8266 needs no more
 * than its application. Any thread.
 *
 * Returns: %TRUE if an empty board starts with it
 */
gboolean
glow_firmware_build_is_whole (GlowFirmwareBuild *self)
{
  gboolean bootloader = FALSE;
  gboolean app = FALSE;

  g_return_val_if_fail (GLOW_IS_FIRMWARE_BUILD (self), FALSE);

  for (guint i = 0; i < self->parts->len; i++) {
    GlowFirmwarePart *part = g_ptr_array_index (self->parts, i);

    for (guint j = 0; j < glow_image_get_n_parts (part->image); j++) {
      GlowImageKind kind = glow_image_get_part (part->image, j)->kind;

      bootloader = bootloader || kind == GLOW_IMAGE_BOOTLOADER;
      app = app || kind == GLOW_IMAGE_APP;
    }
  }
  return app && (bootloader || starts_at_0 (self));
}
