/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * "base" is the place in flash of the file's first byte. Partitions that overlap are
 * looked at once, which keeps the work in proportion to the file. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-merged.h"

#include "glow-content.h"
#include "glow-image-header.h"
#include "glow-image-recognise.h"
#include "glow-partition-table.h"

#include <string.h>

/* bytes from the start of flash */
#define TABLE_FIRST       0x3000
#define TABLE_LAST        0x20000
#define SECTOR_SIZE       0x1000
#define APP_DEFAULT_PLACE 0x10000
#define DIGEST_SIZE       192 /* bytes: IV and digest of secure boot 1, at 0 */

typedef struct {
  const guint8 *data; /* borrowed */
  gsize size;         /* of the file */
  guint32 base;
  GArray *parts; /* borrowed, of GlowImagePart */
  GlowMergedFlags flags;
} Collector;

static gboolean
is_empty (const guint8 *data, gsize size)
{
  return glow_content_is_filled (data, size, 0xff) ||
         glow_content_is_filled (data, size, 0x00);
}

static GlowPartitionTable *
try_table (const guint8 *data, gsize size, gsize pos, GError **error)
{
  return glow_partition_table_new (data + pos,
                                   MIN (size - pos, GLOW_PARTITION_TABLE_MAX_SIZE),
                                   error);
}

static gboolean
has_table (const guint8 *data, gsize size)
{
  g_autoptr (GlowPartitionTable) table = NULL;

  if (size > GLOW_PARTITION_TABLE_OFFSET)
    table = try_table (data, size, GLOW_PARTITION_TABLE_OFFSET, NULL);
  return table != NULL;
}

/* A dump can have the digest of secure boot 1 or old rubbish before the bootloader; then
 * the rest of the sector or the table vouches for it. */
static gboolean
padding_is_plausible (const guint8 *data, gsize size, gsize padding)
{
  if (is_empty (data, padding))
    return TRUE;
  if (glow_content_is_filled (data + DIGEST_SIZE, padding - DIGEST_SIZE, 0xff))
    return TRUE;
  return has_table (data, size);
}

static gboolean
is_expected_at (const GlowImageHeader *header, guint32 place)
{
  return !header->chip || glow_chip_get_bootloader_offset (header->chip) == place;
}

/**
 * glow_merged_find_bootloader:
 * @header: (out caller-allocates): of the bootloader
 * @data: (array length=size): a file that does not start with an image
 * @size: bytes
 *
 * Looks where the chips expect a bootloader, behind padding of 0xff or 0x00. One for a
 * chip that expects it elsewhere counts if a partition table follows. Any thread.
 *
 * Returns: %TRUE if one is there
 */
gboolean
glow_merged_find_bootloader (GlowImageHeader *header, const guint8 *data, gsize size)
{
  static const guint32 places[] = { 0x1000, 0x2000 }; /* protocol.md 3.2 */

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    if (places[i] >= size || !glow_image_header_parse (data, size, places[i], header))
      continue;
    if (!is_expected_at (header, places[i]) &&
        !(glow_image_header_is_ram_only (header) && has_table (data, size)))
      continue;
    if (padding_is_plausible (data, size, places[i]))
      return TRUE;
  }
  return FALSE;
}

static void
add_part (Collector *self,
          GlowImageKind kind,
          gsize file_offset,
          gsize size,
          const char *label)
{
  GlowImagePart part = { .kind = kind, .file_offset = file_offset, .size = size };

  g_strlcpy (part.label, label, sizeof part.label);
  g_array_append_val (self->parts, part);
}

static void
add_image (Collector *self,
           GlowImageKind kind,
           const GlowImageHeader *header,
           const char *label)
{
  GlowImagePart *part;

  add_part (self, kind, header->file_offset, header->size, label);
  part = &g_array_index (self->parts, GlowImagePart, self->parts->len - 1);
  part->has_header = TRUE;
  part->header = *header;
}

static GlowPartitionTable *
find_table_at (const Collector *self, guint32 place, gsize after, gsize *pos)
{
  g_autoptr (GlowPartitionTable) table = NULL;

  if (place < self->base || place - self->base < after ||
      place - self->base >= self->size)
    return NULL;
  table = try_table (self->data, self->size, place - self->base, NULL);
  if (table)
    *pos = place - self->base;
  return g_steal_pointer (&table);
}

static GlowPartitionTable *
find_table (const Collector *self, gsize after, gsize *pos)
{
  g_autoptr (GlowPartitionTable) table =
    find_table_at (self, GLOW_PARTITION_TABLE_OFFSET, after, pos);

  for (guint32 place = TABLE_FIRST; !table && place <= TABLE_LAST; place += SECTOR_SIZE)
    table = find_table_at (self, place, after, pos);
  return g_steal_pointer (&table);
}

/* Two entries' magics, or one and a digest's, at the place where the table should be. */
static gboolean
has_bad_table (const Collector *self)
{
  gsize pos;
  const guint8 *bytes;

  if (self->base > GLOW_PARTITION_TABLE_OFFSET)
    return FALSE;
  pos = GLOW_PARTITION_TABLE_OFFSET - self->base;
  if (pos >= self->size || self->size - pos < 64)
    return FALSE;
  bytes = self->data + pos;
  return bytes[0] == 0xaa && bytes[1] == 0x50 &&
         ((bytes[32] == 0xaa && bytes[33] == 0x50) ||
          (bytes[32] == 0xeb && bytes[33] == 0xeb));
}

static void
add_app (Collector *self, const GlowPartition *partition, gsize pos, gsize size)
{
  GlowImageHeader header;
  GlowImageKind kind;

  /* an application that is too long for its partition is as bad as one cut off */
  if (glow_image_header_parse (self->data, pos + size, pos, &header)) {
    add_image (self, GLOW_IMAGE_APP, &header, partition->label);
    g_array_index (self->parts, GlowImagePart, self->parts->len - 1).size = size;
    return;
  }
  kind = glow_content_recognise (self->data + pos, size);
  add_part (self, kind, pos, size, partition->label);
  /* nobody but the chip can tell what an encrypted application is */
  if (kind == GLOW_IMAGE_ENCRYPTED)
    return;
  self->flags |= GLOW_MERGED_APP_MISSING;
  g_array_index (self->parts, GlowImagePart, self->parts->len - 1).app_missing = TRUE;
}

static void
add_partition (Collector *self, const GlowPartition *partition)
{
  gsize pos = partition->offset - self->base;
  gsize size = MIN (partition->size, self->size - pos);

  /* slots and file systems that a build leaves empty */
  if (is_empty (self->data + pos, size))
    return;
  if (partition->type == GLOW_PARTITION_TYPE_APP)
    add_app (self, partition, pos, size);
  else
    add_part (self, glow_content_recognise (self->data + pos, size), pos, size,
              partition->label);
}

static gint
compare_offsets (gconstpointer a, gconstpointer b)
{
  const GlowPartition *const *first = a;
  const GlowPartition *const *second = b;

  return ((*first)->offset > (*second)->offset) - ((*first)->offset < (*second)->offset);
}

static void
add_partitions (Collector *self, GlowPartitionTable *table, guint32 end)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint n = glow_partition_table_get_n_partitions (table);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sorted, (gpointer) glow_partition_table_get_partition (table, i));
  g_ptr_array_sort (sorted, compare_offsets);
  for (guint i = 0; i < n; i++) {
    const GlowPartition *partition = g_ptr_array_index (sorted, i);

    if (partition->offset < end || partition->offset < self->base ||
        partition->offset - self->base >= self->size)
      continue;
    add_partition (self, partition);
    end = partition->offset + partition->size;
  }
}

/* How many application partitions have an image if the file starts at @base. */
static guint
count_apps (const Collector *self, GlowPartitionTable *table, guint32 base)
{
  guint n = 0;

  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);
    GlowImageHeader header = { 0 };
    gsize pos = partition->offset - base;

    if (partition->type == GLOW_PARTITION_TYPE_APP && partition->offset >= base &&
        pos < self->size &&
        glow_image_recognise (self->data + pos, self->size - pos, &header) ==
          GLOW_RECOGNITION_IMAGE)
      n++;
  }
  return n;
}

/* A file that starts with a bootloader can still be meant for 0: put together wrongly. */
static void
check_base (Collector *self, const GlowImageHeader *bootloader, GlowPartitionTable *table)
{
  if (self->base > 0 &&
      count_apps (self, table, 0) > count_apps (self, table, self->base))
    self->base = 0;
  if (!is_expected_at (bootloader, (guint32) (self->base + bootloader->file_offset)))
    self->flags |= GLOW_MERGED_BAD_PLACE;
}

static void
collect_table (Collector *self, GlowPartitionTable *table, gsize pos)
{
  add_part (self, GLOW_IMAGE_PARTITION_TABLE, pos, glow_partition_table_get_size (table),
            "");
  add_partitions (self, table, (guint32) (self->base + pos + SECTOR_SIZE));
}

static gboolean
collect_by_table (Collector *self, const GlowImageHeader *bootloader)
{
  g_autoptr (GlowPartitionTable) table = NULL;
  gsize pos = 0;

  table = find_table (self, bootloader->file_offset + bootloader->size, &pos);
  if (!table)
    return FALSE;
  check_base (self, bootloader, table);
  collect_table (self, table, pos);
  return TRUE;
}

/* No table, but an application where most tables have it. */
static gboolean
collect_by_habit (Collector *self, const GlowImageHeader *bootloader)
{
  GlowImageHeader app;
  gsize pos = APP_DEFAULT_PLACE - self->base;

  if (bootloader->file_offset + bootloader->size > pos || bootloader->chip == NULL ||
      bootloader->format != GLOW_IMAGE_FORMAT_ESP32)
    return FALSE;
  if (!glow_image_header_parse (self->data, self->size, pos, &app) ||
      app.format != bootloader->format || !app.complete)
    return FALSE;
  add_image (self, GLOW_IMAGE_APP, &app, "");
  g_array_index (self->parts, GlowImagePart, self->parts->len - 1).size =
    self->size - pos;
  return TRUE;
}

/**
 * glow_merged_collect:
 * @parts: of #GlowImagePart: empty; gets what is found, in file order
 * @bootloader: the header at the bootloader's place
 * @base: (inout): bytes from the start of flash to the file's first byte; set to 0 if the
 * table shows that the file starts there
 * @data: (array length=size): the file
 * @size: bytes
 *
 * Lists a merged file. @parts stays empty if there is nothing beside the bootloader and
 * the file starts with it. Any thread.
 *
 * Returns: what was noticed
 */
GlowMergedFlags
glow_merged_collect (GArray *parts,
                     const GlowImageHeader *bootloader,
                     guint32 *base,
                     const guint8 *data,
                     gsize size)
{
  Collector self = { .data = data, .size = size, .base = *base, .parts = parts };

  add_image (&self, GLOW_IMAGE_BOOTLOADER, bootloader, "");
  if (has_bad_table (&self))
    self.flags |= GLOW_MERGED_BAD_TABLE | GLOW_MERGED_FOUND;
  if (collect_by_table (&self, bootloader)) {
    self.flags |= GLOW_MERGED_FOUND;
    self.flags &= ~(guint) GLOW_MERGED_BAD_TABLE;
  } else if (collect_by_habit (&self, bootloader)) {
    self.flags |= GLOW_MERGED_FOUND;
  }
  if (!self.flags && bootloader->file_offset == 0)
    g_array_set_size (parts, 0);
  *base = self.base;
  return self.flags;
}

/* Where the file starts, told by the applications in it; else where tables usually are.
 */
static guint32
guess_base (const Collector *self, GlowPartitionTable *table, gsize table_at)
{
  guint best_n = count_apps (self, table, 0);
  guint32 best = 0;

  if (best_n == 0 && table_at < GLOW_PARTITION_TABLE_OFFSET)
    best = (guint32) (GLOW_PARTITION_TABLE_OFFSET - table_at);
  for (guint32 place = TABLE_FIRST; place <= TABLE_LAST; place += SECTOR_SIZE) {
    guint n =
      place >= table_at ? count_apps (self, table, (guint32) (place - table_at)) : 0;

    if (n <= best_n)
      continue;
    best_n = n;
    best = (guint32) (place - table_at);
  }
  return best;
}

/**
 * glow_merged_find_table:
 * @table_at: (out): where a table lies, in bytes from the start of the file
 * @base: (out): bytes from the start of flash to the file's first byte
 * @data: (array length=size): a file without a bootloader
 * @size: bytes
 *
 * Looks at each sector. Any thread.
 *
 * Returns: %TRUE if there is a partition table
 */
gboolean
glow_merged_find_table (gsize *table_at, guint32 *base, const guint8 *data, gsize size)
{
  Collector self = { .data = data, .size = size };

  for (gsize pos = 0; pos < size; pos += SECTOR_SIZE) {
    g_autoptr (GlowPartitionTable) table = try_table (data, size, pos, NULL);

    if (!table)
      continue;
    *table_at = pos;
    *base = guess_base (&self, table, pos);
    return TRUE;
  }
  return FALSE;
}

/**
 * glow_merged_collect_from_table:
 * @parts: of #GlowImagePart: empty; gets what is found, in file order
 * @table_at: where the table lies, in bytes from the start of the file
 * @base: bytes from the start of flash to the file's first byte
 * @data: (array length=size): a file without a bootloader
 * @size: bytes
 *
 * Lists a piece of a flash's content. Any thread.
 *
 * Returns: what was noticed
 */
GlowMergedFlags
glow_merged_collect_from_table (GArray *parts,
                                gsize table_at,
                                guint32 base,
                                const guint8 *data,
                                gsize size)
{
  Collector self = { .data = data, .size = size, .base = base, .parts = parts };
  g_autoptr (GlowPartitionTable) table = try_table (data, size, table_at, NULL);

  g_return_val_if_fail (table != NULL, 0);

  collect_table (&self, table, table_at);
  if (parts->len > 1)
    self.flags |= GLOW_MERGED_FOUND;
  return self.flags;
}
