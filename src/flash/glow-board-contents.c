/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-board-contents.h"

#include "glow-chip-table.h"
#include "glow-image-descriptor.h"
#include "glow-image-header.h"

#include <string.h>

/* Bytes that tell what an image is: 24 of header, 8 of a segment's, 256 of the
 * application descriptor behind them (protocol.md 5.1, 5.3). */
#define HEAD_SIZE        288

#define READ_UNIT        4  /* bytes; what ROMs read a multiple of */
#define TABLE_ENTRY_SIZE 32 /* bytes; protocol.md 5.7 */
#define TABLE_MAGIC_0    0xaa
#define TABLE_MAGIC_1    0x50

#define OTADATA_SECTOR   0x1000 /* bytes; protocol.md 5.8 */
#define OTADATA_ENTRY    32

/* Where tables were seen: 0x8000 by default, others up to here (firmware-files.md 5.7).
 */
#define LAST_TABLE_OFFSET 0x10000
#define SECTOR_SIZE       0x1000

#define MAX_SLOTS         17 /* a factory application and 16 others; protocol.md 5.7 */

/* Where an ESP8266's second image lies: Arduino's application behind eboot, the SDK's
 * behind its boot.bin (linux-desktop.md 7.4). */
#define ESP8266_SECOND_OFFSET 0x1000

struct _GlowBoardContents {
  gatomicrefcount ref_count;
  GlowBoardContentsState state;
  gboolean blank;
  gboolean has_bootloader;
  gboolean has_otadata;
  guint32 table_offset;
  gint boots;

  /* owned */
  char *reason;              /* (nullable) */
  GlowPartitionTable *table; /* (nullable) */
  GArray *slots;             /* of GlowBoardSlot */

  GlowBoardSlot bootloader;
  GlowOtadata otadata;
};

/* One look into a flash. */
typedef struct {
  /* borrowed */
  GlowBoardContents *contents;
  const GlowChipInfo *info;
  GlowBoardReadFunc read;
  gpointer user_data;
} GlowBoardLook;

G_DEFINE_BOXED_TYPE (GlowBoardContents,
                     glow_board_contents,
                     glow_board_contents_ref,
                     glow_board_contents_unref)

/**
 * glow_board_contents_new_unread:
 * @state: why not
 * @reason: (nullable): in a few words
 *
 * Any thread.
 *
 * Returns: (transfer full): nothing that is known
 */
GlowBoardContents *
glow_board_contents_new_unread (GlowBoardContentsState state, const char *reason)
{
  GlowBoardContents *self = g_new0 (GlowBoardContents, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->state = state;
  self->reason = g_strdup (reason);
  self->boots = -1;
  self->slots = g_array_new (FALSE, TRUE, sizeof (GlowBoardSlot));
  return self;
}

/**
 * glow_board_contents_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowBoardContents *
glow_board_contents_ref (GlowBoardContents *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * glow_board_contents_unref:
 *
 * Any thread.
 */
void
glow_board_contents_unref (GlowBoardContents *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->table, glow_partition_table_unref);
  g_array_unref (self->slots);
  g_free (self->reason);
  g_free (self);
}

static gboolean
is_blank (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (data[i] != 0xff)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_in_flash (const GlowBoardLook *look, guint64 offset, guint32 size)
{
  /* a table may say anything */
  return offset % READ_UNIT == 0 && offset + size <= look->info->flash_size &&
         offset + size <= G_MAXUINT32;
}

/* what starts at the offset of @slot */
static gboolean
look_at_slot (const GlowBoardLook *look, GlowBoardSlot *slot, GError **error)
{
  g_autoptr (GBytes) head = NULL;
  const guint8 *data;
  gsize size;

  if (!is_in_flash (look, slot->partition.offset, HEAD_SIZE))
    return TRUE;
  head = look->read (slot->partition.offset, HEAD_SIZE, look->user_data, error);
  if (!head)
    return FALSE;
  data = g_bytes_get_data (head, &size);
  slot->blank = is_blank (data, size);
  slot->has_image = glow_image_header_parse (data, size, 0, &slot->header);
  if (!slot->has_image)
    return TRUE;
  slot->has_app_descriptor =
    glow_app_descriptor_read (&slot->app_descriptor, &slot->header, data, size);
  slot->has_bootloader_descriptor =
    glow_bootloader_descriptor_read (&slot->bootloader_descriptor, &slot->header, data,
                                     size);
  return TRUE;
}

static gboolean
look_for_bootloader (const GlowBoardLook *look, GError **error)
{
  GlowBoardContents *self = look->contents;

  self->bootloader.partition.offset = look->info->chip->bootloader_offset;
  self->has_bootloader = TRUE;
  return look_at_slot (look, &self->bootloader, error);
}

static gboolean
starts_table (GBytes *head)
{
  const guint8 *data = g_bytes_get_data (head, NULL);

  return data[0] == TABLE_MAGIC_0 && data[1] == TABLE_MAGIC_1;
}

static gboolean
look_for_table (const GlowBoardLook *look, GError **error)
{
  GlowBoardContents *self = look->contents;

  for (guint32 offset = GLOW_PARTITION_TABLE_OFFSET;
       offset <= LAST_TABLE_OFFSET && !self->table; offset += SECTOR_SIZE) {
    g_autoptr (GBytes) head = NULL;
    g_autoptr (GBytes) bytes = NULL;

    if (!is_in_flash (look, offset, GLOW_PARTITION_TABLE_MAX_SIZE))
      return TRUE;
    head = look->read (offset, TABLE_ENTRY_SIZE, look->user_data, error);
    if (!head)
      return FALSE;
    if (!starts_table (head))
      continue;
    bytes = look->read (offset, GLOW_PARTITION_TABLE_MAX_SIZE, look->user_data, error);
    if (!bytes)
      return FALSE;
    self->table = glow_partition_table_new (g_bytes_get_data (bytes, NULL),
                                            g_bytes_get_size (bytes), NULL);
    self->table_offset = offset;
  }
  return TRUE;
}

static const GlowPartition *
find_otadata (GlowPartitionTable *table)
{
  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (table, i);

    if (partition->type == GLOW_PARTITION_TYPE_DATA &&
        partition->subtype == GLOW_PARTITION_DATA_OTA)
      return partition;
  }
  return NULL;
}

/* both entries, at the start of a sector each */
static gboolean
look_at_otadata (const GlowBoardLook *look, GError **error)
{
  GlowBoardContents *self = look->contents;
  const GlowPartition *partition = find_otadata (self->table);
  guint8 data[GLOW_OTADATA_SIZE];

  if (!partition || !is_in_flash (look, partition->offset, GLOW_OTADATA_SIZE))
    return TRUE;
  memset (data, 0xff, sizeof data);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GBytes) entry = look->read (partition->offset + i * OTADATA_SECTOR,
                                           OTADATA_ENTRY, look->user_data, error);

    if (!entry)
      return FALSE;
    memmove (data + i * OTADATA_SECTOR, g_bytes_get_data (entry, NULL), OTADATA_ENTRY);
  }
  self->has_otadata = glow_otadata_read (&self->otadata, data, sizeof data);
  return TRUE;
}

static gboolean
look_at_apps (const GlowBoardLook *look, GError **error)
{
  GlowBoardContents *self = look->contents;
  const GlowPartition *boots =
    glow_otadata_choose (self->has_otadata ? &self->otadata : NULL, self->table);

  for (guint i = 0; i < glow_partition_table_get_n_partitions (self->table); i++) {
    const GlowPartition *partition = glow_partition_table_get_partition (self->table, i);
    GlowBoardSlot slot = { .partition = *partition, .boots = partition == boots };

    if (partition->type != GLOW_PARTITION_TYPE_APP || self->slots->len == MAX_SLOTS)
      continue;
    if (!look_at_slot (look, &slot, error))
      return FALSE;
    if (slot.boots)
      self->boots = (gint) self->slots->len;
    g_array_append_val (self->slots, slot);
  }
  return TRUE;
}

static gboolean
look_at_family (const GlowBoardLook *look, GError **error)
{
  GlowBoardContents *self = look->contents;

  if (!look_for_bootloader (look, error) || !look_for_table (look, error))
    return FALSE;
  self->blank = self->bootloader.blank && !self->table;
  return !self->table || (look_at_otadata (look, error) && look_at_apps (look, error));
}

/* no table: the ROM starts what lies at 0, and that may start what lies behind it */
static gboolean
look_at_esp8266 (const GlowBoardLook *look, GError **error)
{
  GlowBoardContents *self = look->contents;
  static const guint32 offsets[] = { 0, ESP8266_SECOND_OFFSET };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
    GlowBoardSlot slot = { .partition = { .offset = offsets[i] }, .boots = i == 0 };

    if (!look_at_slot (look, &slot, error))
      return FALSE;
    if (i > 0 && !slot.has_image)
      break;
    if (i == 0 && slot.has_image)
      self->boots = 0;
    g_array_append_val (self->slots, slot);
  }
  self->blank = g_array_index (self->slots, GlowBoardSlot, 0).blank;
  return look_for_table (look, error);
}

/**
 * glow_board_contents_read:
 * @info: the chip that answered, with the size of its flash
 * @read: reads the flash
 * @user_data: for @read
 * @error: that of @read
 *
 * Looks at what starts with a mark of its own: at most about 10 KiB of reading, most of
 * it 288 bytes at a time. Nothing in flash is changed. Any thread.
 *
 * Returns: (transfer full): what is there
 */
GlowBoardContents *
glow_board_contents_read (const GlowChipInfo *info,
                          GlowBoardReadFunc read,
                          gpointer user_data,
                          GError **error)
{
  g_autoptr (GlowBoardContents) self = NULL;
  GlowBoardLook look = { NULL, info, read, user_data };
  gboolean done;

  if (info->flash_encryption)
    return glow_board_contents_new_unread (GLOW_BOARD_CONTENTS_ENCRYPTED,
                                           "flash encryption is on");
  self = glow_board_contents_new_unread (GLOW_BOARD_CONTENTS_READ, NULL);
  look.contents = self;
  if (glow_chip_get_id (info->chip) == GLOW_CHIP_ESP8266)
    done = look_at_esp8266 (&look, error);
  else
    done = look_at_family (&look, error);
  return done ? g_steal_pointer (&self) : NULL;
}

GlowBoardContentsState
glow_board_contents_get_state (GlowBoardContents *self)
{
  return self->state;
}

const char *
glow_board_contents_get_reason (GlowBoardContents *self)
{
  return self->reason;
}

/**
 * glow_board_contents_is_blank:
 *
 * Any thread.
 *
 * Returns: %TRUE if it was read and there is neither a program to start nor a table
 */
gboolean
glow_board_contents_is_blank (GlowBoardContents *self)
{
  return self->state == GLOW_BOARD_CONTENTS_READ && self->blank;
}

const GlowBoardSlot *
glow_board_contents_get_bootloader (GlowBoardContents *self)
{
  return self->has_bootloader ? &self->bootloader : NULL;
}

GlowPartitionTable *
glow_board_contents_get_partition_table (GlowBoardContents *self)
{
  return self->table;
}

guint32
glow_board_contents_get_table_offset (GlowBoardContents *self)
{
  return self->table_offset;
}

const GlowOtadata *
glow_board_contents_get_otadata (GlowBoardContents *self)
{
  return self->has_otadata ? &self->otadata : NULL;
}

guint
glow_board_contents_get_n_slots (GlowBoardContents *self)
{
  return self->slots->len;
}

const GlowBoardSlot *
glow_board_contents_get_slot (GlowBoardContents *self, guint index)
{
  g_return_val_if_fail (index < self->slots->len, NULL);

  return &g_array_index (self->slots, GlowBoardSlot, index);
}

gint
glow_board_contents_get_boots (GlowBoardContents *self)
{
  return self->boots;
}
