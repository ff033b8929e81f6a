/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-image.h"

#include "glow-content.h"
#include "glow-error.h"
#include "glow-image-header.h"
#include "glow-image-private.h"
#include "glow-partition-table.h"

#include <string.h>

/* linux-desktop.md 7.4; bytes from the start of flash */
#define APP_OFFSET        0x10000
#define OTADATA_OFFSET    0xe000 /* the Arduino core's and PlatformIO's tables */
#define ESP8266_V2_OFFSET 0x1000 /* behind the SDK's boot.bin */

G_DEFINE_FINAL_TYPE (GlowImage, glow_image, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (GlowImageKind,
                    glow_image_kind,
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_DATA, "data"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_APP, "app"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_BOOTLOADER, "bootloader"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_PARTITION_TABLE, "partition-table"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_MERGED, "merged"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_OTADATA, "otadata"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_BLANK, "blank"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_NVS, "nvs"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_SPIFFS, "spiffs"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_LITTLEFS, "littlefs"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_FAT, "fat"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_PHY_INIT, "phy-init"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_INIT_DATA, "init-data"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_IROM, "irom"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_ENCRYPTED, "encrypted"),
                    G_DEFINE_ENUM_VALUE (GLOW_IMAGE_TEXT, "text"))

static void
glow_image_finalize (GObject *object)
{
  GlowImage *self = GLOW_IMAGE (object);

  glow_firmware_clear (&self->firmware);
  glow_image_layout_clear (&self->layout);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (glow_image_parent_class)->finalize (object);
}

static void
glow_image_class_init (GlowImageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_image_finalize;
}

static void
glow_image_init (GlowImage *self)
{
}

/* As glow_image_new(), for a file that was read. */
GlowImage *
glow_image_new_full (GBytes *bytes, const char *name, GFile *file, GError **error)
{
  g_autoptr (GlowImage) self = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s is empty", name);
    return NULL;
  }
  self = g_object_new (GLOW_TYPE_IMAGE, NULL);
  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  g_set_object (&self->file, file);
  glow_image_layout_read (&self->layout, data, size);
  glow_firmware_read (&self->firmware, &self->layout, name, data, size);
  return g_steal_pointer (&self);
}

/**
 * glow_image_new:
 * @bytes: the content of a file
 * @name: what to call it, usually the file's basename
 * @error: %GLOW_ERROR_FILE if @bytes is empty
 *
 * Finds out what a file is. Damaged files give an image too; see
 * glow_image_get_problems() and glow_image_check(). Takes up to a second for tens of MiB:
 * not for the main thread. Any other thread.
 *
 * Returns: (transfer full): the image, or %NULL with @error set
 */
GlowImage *
glow_image_new (GBytes *bytes, const char *name, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return glow_image_new_full (bytes, name, NULL, error);
}

GBytes *
glow_image_get_bytes (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->bytes;
}

gsize
glow_image_get_size (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), 0);

  return g_bytes_get_size (self->bytes);
}

const char *
glow_image_get_name (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->name;
}

GFile *
glow_image_get_file (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->file;
}

GlowImageKind
glow_image_get_kind (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), GLOW_IMAGE_DATA);

  return self->layout.kind;
}

/**
 * glow_image_get_chip:
 * @self: the image
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the chip the image was built for; %NULL if it fits
 * any chip or is for one that nobody here knows
 */
const GlowChip *
glow_image_get_chip (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->layout.chip;
}

guint
glow_image_get_n_parts (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), 0);

  return self->layout.parts->len;
}

/**
 * glow_image_get_part:
 * @self: the image
 * @index: from 0, in the order of the file
 *
 * A file that is one thing has one part. Any thread.
 *
 * Returns: (transfer none): the part, valid as long as @self
 */
const GlowImagePart *
glow_image_get_part (GlowImage *self, guint index)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);
  g_return_val_if_fail (index < self->layout.parts->len, NULL);

  return &g_array_index (self->layout.parts, GlowImagePart, index);
}

GlowImageProblem
glow_image_get_problems (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), GLOW_IMAGE_PROBLEM_NONE);

  return self->layout.problems;
}

/**
 * glow_image_get_container:
 * @self: the image
 *
 * Any thread.
 *
 * Returns: (nullable): with %GLOW_IMAGE_PROBLEM_COMPRESSED what the file is instead of
 * firmware: "gzip", "zip", "UF2", "ELF", "xz", "7z", "zstd", "Intel HEX", "HTML" or
 * "JSON"
 */
const char *
glow_image_get_container (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->layout.container;
}

const char *
glow_image_get_firmware_name (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->firmware.name;
}

const char *
glow_image_get_firmware_version (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->firmware.version;
}

const char *
glow_image_get_idf_version (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->firmware.idf_version;
}

const char *
glow_image_get_build_date (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  return self->firmware.build_date;
}

/**
 * glow_image_is_update_only:
 * @self: the image
 *
 * Some makers publish one file for the first time and another to update a board that runs
 * their firmware already; written alone to an empty board, the second does not start. Any
 * thread.
 *
 * Returns: %TRUE if this is known to be such a file
 */
gboolean
glow_image_is_update_only (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), FALSE);

  return self->firmware.update_only;
}

/**
 * glow_image_get_partition_table:
 * @self: the image
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the table that this file is or has
 */
GlowPartitionTable *
glow_image_get_partition_table (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), NULL);

  for (guint i = 0; i < self->layout.parts->len; i++) {
    if (glow_image_get_part (self, i)->table)
      return glow_image_get_part (self, i)->table;
  }
  return NULL;
}

static gboolean
suggest_for_esp8266_app (GlowImage *self, guint32 *offset)
{
  const GlowImageHeader *header = &glow_image_get_part (self, 0)->header;

  *offset = 0;
  if (self->layout.eboot)
    return TRUE;
  if (header->format == GLOW_IMAGE_FORMAT_ESP8266_V2) {
    /* the second slot's place depends on the flash map that the SDK was given */
    *offset = ESP8266_V2_OFFSET;
    return strstr (self->name, "user2") == NULL;
  }
  /* without code for flash: the part that the ROM loads, at the start */
  if (!glow_image_header_get_flash_place (header, offset))
    *offset = 0;
  return TRUE;
}

static gboolean
suggest_for_app (GlowImage *self, const GlowChip *chip, guint32 *offset)
{
  const GlowImageHeader *header = &glow_image_get_part (self, 0)->header;

  if (header->n_segments == 0)
    return FALSE;
  if (glow_chip_get_id (chip) == GLOW_CHIP_ESP8266)
    return suggest_for_esp8266_app (self, offset);
  *offset = APP_OFFSET;
  /* a program for RAM is for no place in flash */
  return !glow_image_header_is_ram_only (header);
}

static gboolean
suggest_for_image (GlowImage *self, const GlowChip *chip, guint32 *offset)
{
  if (self->layout.kind == GLOW_IMAGE_MERGED && !self->layout.from_bootloader) {
    *offset = self->layout.base;
    return TRUE;
  }
  if (!chip)
    return FALSE;
  if (self->layout.kind == GLOW_IMAGE_APP)
    return suggest_for_app (self, chip, offset);
  *offset = glow_chip_get_bootloader_offset (chip);
  return TRUE;
}

/**
 * glow_image_suggest_offset:
 * @self: the image
 * @chip: (nullable): the chip on the board; the image's own is preferred
 * @offset: (out): bytes from the start of flash
 *
 * Says where a file of this kind belongs if that does not depend on anything else. Blank
 * files are left out: nothing says what they should erase. File systems and settings have
 * their places in the partition table, the ESP8266's init data at the end of flash. Any
 * thread.
 *
 * Returns: %TRUE if its content tells
 */
gboolean
glow_image_suggest_offset (GlowImage *self, const GlowChip *chip, guint32 *offset)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), FALSE);
  g_return_val_if_fail (offset != NULL, FALSE);

  switch (self->layout.kind) {
  case GLOW_IMAGE_APP:
  case GLOW_IMAGE_BOOTLOADER:
  case GLOW_IMAGE_MERGED:
    return suggest_for_image (self, self->layout.chip ? self->layout.chip : chip, offset);
  case GLOW_IMAGE_PARTITION_TABLE:
    *offset = GLOW_PARTITION_TABLE_OFFSET;
    return TRUE;
  case GLOW_IMAGE_OTADATA:
    *offset = OTADATA_OFFSET;
    return TRUE;
  case GLOW_IMAGE_IROM:
    return glow_content_find_code_place (g_bytes_get_data (self->bytes, NULL),
                                         glow_image_get_size (self), offset);
  case GLOW_IMAGE_DATA:
  case GLOW_IMAGE_BLANK:
  case GLOW_IMAGE_NVS:
  case GLOW_IMAGE_SPIFFS:
  case GLOW_IMAGE_LITTLEFS:
  case GLOW_IMAGE_FAT:
  case GLOW_IMAGE_PHY_INIT:
  case GLOW_IMAGE_INIT_DATA:
  case GLOW_IMAGE_ENCRYPTED:
  case GLOW_IMAGE_TEXT:
  default:
    return FALSE;
  }
}

/**
 * glow_image_wants_own_flash_size:
 * @self: the image
 *
 * On the ESP8266 the SDK keeps its settings in the last sectors of the flash size that
 * the header names, and MicroPython puts its file system behind itself up to that size:
 * both want the true size there, and published files say 512 KiB or 1 MiB.
 *
 * The Arduino core is different. Its linker scripts (eagle.flash.*.ld) fix the places of
 * EEPROM and file system at build time, so another size in the header moves the SDK's
 * settings away from the sectors kept for them and gains nothing. Its length and CRC
 * words (elf2bin.py, add_crc) cover the header too: ESP.checkFlashCRC() fails once a byte
 * of it is changed, as the CRC of the published WLED 0.15.0 shows, which fits over all
 * bytes from 0. Any thread.
 *
 * Returns: %TRUE if the flash size in the header must stay as it was built
 */
gboolean
glow_image_wants_own_flash_size (GlowImage *self)
{
  g_return_val_if_fail (GLOW_IS_IMAGE (self), FALSE);

  return self->layout.eboot;
}
