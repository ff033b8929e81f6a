/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-partition-table.h"

#include "glow-bytes.h"
#include "glow-error.h"

#include <string.h>

/* protocol.md 5.7; bytes */
#define ENTRY_SIZE   32
#define ENTRY_MAGIC  0x50aa
#define DIGEST_MAGIC 0xebeb
#define END_MAGIC    0xffff
#define LABEL_AT     12
#define LABEL_SIZE   16
#define FLAGS_AT     28
#define DIGEST_AT    16
#define DIGEST_SIZE  16

struct _GlowPartitionTable {
  gatomicrefcount ref_count;
  GArray *partitions; /* owned, of GlowPartition */
  gsize size;
  gboolean has_digest;
};

G_DEFINE_BOXED_TYPE (GlowPartitionTable,
                     glow_partition_table,
                     glow_partition_table_ref,
                     glow_partition_table_unref)

static gboolean
is_all (const guint8 *data, gsize size, guint8 value)
{
  for (gsize i = 0; i < size; i++) {
    if (data[i] != value)
      return FALSE;
  }
  return TRUE;
}

/* Full 16 bytes without a NUL are legal. Control characters are not worth an error, but
 * must not reach a terminal. */
static void
read_label (const guint8 *bytes, char label[LABEL_SIZE + 1])
{
  memset (label, 0, LABEL_SIZE + 1);
  for (gsize i = 0; i < LABEL_SIZE && bytes[i] != 0; i++)
    label[i] = g_ascii_isprint ((char) bytes[i]) ? (char) bytes[i] : '?';
}

static gboolean
add_entry (GlowPartitionTable *self, const guint8 *entry, GError **error)
{
  GlowPartition partition = {
    .type = entry[2],
    .subtype = entry[3],
    .offset = glow_get_le32 (entry + 4),
    .size = glow_get_le32 (entry + 8),
    .flags = glow_get_le32 (entry + FLAGS_AT),
  };

  read_label (entry + LABEL_AT, partition.label);
  if (partition.size > G_MAXUINT32 - partition.offset) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "partition \"%s\" at 0x%x with 0x%x bytes ends beyond 4 GiB",
                 partition.label, partition.offset, partition.size);
    return FALSE;
  }
  g_array_append_val (self->partitions, partition);
  return TRUE;
}

static gboolean
check_digest (GlowPartitionTable *self, const guint8 *data, gsize pos, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[DIGEST_SIZE];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, data, (gssize) pos);
  g_checksum_get_digest (checksum, digest, &digest_size);
  if (memcmp (digest, data + pos + DIGEST_AT, DIGEST_SIZE) != 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "the MD5 at 0x%" G_GSIZE_MODIFIER
                 "x of the partition table does not fit its %u entries",
                 pos, self->partitions->len);
    return FALSE;
  }
  self->has_digest = TRUE;
  return TRUE;
}

typedef enum {
  READ_FAILED,
  READ_END,
  READ_MORE,
} ReadResult;

static ReadResult
read_entry (GlowPartitionTable *self, const guint8 *data, GError **error)
{
  const guint8 *entry = data + self->size;
  guint16 magic = glow_get_le16 (entry);

  if (magic == END_MAGIC && is_all (entry, ENTRY_SIZE, 0xff))
    return READ_END;
  if (magic == ENTRY_MAGIC) {
    if (!add_entry (self, entry, error))
      return READ_FAILED;
    self->size += ENTRY_SIZE;
    return READ_MORE;
  }
  if (magic == DIGEST_MAGIC && is_all (entry + 2, DIGEST_AT - 2, 0xff)) {
    if (!check_digest (self, data, self->size, error))
      return READ_FAILED;
    self->size += ENTRY_SIZE;
    return READ_END;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
               "the partition table has no entry at 0x%" G_GSIZE_MODIFIER
               "x: it starts with 0x%02x 0x%02x instead of 0xaa 0x50",
               self->size, entry[0], entry[1]);
  return READ_FAILED;
}

static gboolean
read_entries (GlowPartitionTable *self, const guint8 *data, gsize size, GError **error)
{
  ReadResult result = READ_MORE;

  size = MIN (size, GLOW_PARTITION_TABLE_MAX_SIZE);
  while (result == READ_MORE && size - self->size >= ENTRY_SIZE)
    result = read_entry (self, data, error);
  if (result == READ_FAILED)
    return FALSE;
  if (result == READ_MORE && self->size < size &&
      !is_all (data + self->size, size - self->size, 0xff)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "the partition table ends at 0x%" G_GSIZE_MODIFIER
                 "x, in the middle of an entry",
                 size);
    return FALSE;
  }
  if (self->partitions->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE,
                 "the partition table has no entries");
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_partition_table_new:
 * @data: (array length=size): the table and whatever follows it
 * @size: bytes
 * @error: %GLOW_ERROR_IMAGE
 *
 * Reads a table up to its MD5, its end mark, 0xc00 bytes or the end of @data. A table
 * without an MD5 is legal (RTOS SDK, old ESP-IDF). Places are not compared with each
 * other or with a flash. Any thread.
 *
 * Returns: (transfer full): the table, or %NULL with @error set
 */
GlowPartitionTable *
glow_partition_table_new (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GlowPartitionTable) self = g_new0 (GlowPartitionTable, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->partitions = g_array_new (FALSE, FALSE, sizeof (GlowPartition));
  if (!read_entries (self, data, size, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * glow_partition_table_ref:
 * @self: the table
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowPartitionTable *
glow_partition_table_ref (GlowPartitionTable *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * glow_partition_table_unref:
 * @self: (transfer full): the table
 *
 * Any thread.
 */
void
glow_partition_table_unref (GlowPartitionTable *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->partitions);
  g_free (self);
}

guint
glow_partition_table_get_n_partitions (GlowPartitionTable *self)
{
  return self->partitions->len;
}

/**
 * glow_partition_table_get_partition:
 * @self: the table
 * @index: from 0, in the order of the table
 *
 * Any thread.
 *
 * Returns: (transfer none): the entry, valid as long as @self
 */
const GlowPartition *
glow_partition_table_get_partition (GlowPartitionTable *self, guint index)
{
  g_return_val_if_fail (index < self->partitions->len, NULL);

  return &g_array_index (self->partitions, GlowPartition, index);
}

/**
 * glow_partition_table_get_size:
 * @self: the table
 *
 * Any thread.
 *
 * Returns: bytes of all entries and the MD5, without the end mark
 */
gsize
glow_partition_table_get_size (GlowPartitionTable *self)
{
  return self->size;
}

gboolean
glow_partition_table_has_digest (GlowPartitionTable *self)
{
  return self->has_digest;
}

/**
 * glow_partition_dup_type:
 * @partition: an entry
 *
 * Any thread.
 *
 * Returns: (transfer full): "app", as in ESP-IDF's CSV files, or "0x40"
 */
char *
glow_partition_dup_type (const GlowPartition *partition)
{
  static const char *const names[] = { "app", "data", "bootloader", "partition_table" };

  if (partition->type < G_N_ELEMENTS (names))
    return g_strdup (names[partition->type]);
  return g_strdup_printf ("0x%02x", partition->type);
}

/**
 * glow_partition_dup_subtype:
 * @partition: an entry
 *
 * Any thread.
 *
 * Returns: (transfer full): "ota_0", as in ESP-IDF's CSV files, or "0x99"
 */
char *
glow_partition_dup_subtype (const GlowPartition *partition)
{
  static const struct {
    guint8 type;
    guint8 subtype;
    const char *name;
  } names[] = {
    { 0, 0x00, "factory" },  { 0, 0x20, "test" },      { 0, 0x30, "tee_0" },
    { 0, 0x31, "tee_1" },    { 1, 0x00, "ota" },       { 1, 0x01, "phy" },
    { 1, 0x02, "nvs" },      { 1, 0x03, "coredump" },  { 1, 0x04, "nvs_keys" },
    { 1, 0x05, "efuse" },    { 1, 0x06, "undefined" }, { 1, 0x80, "esphttpd" },
    { 1, 0x81, "fat" },      { 1, 0x82, "spiffs" },    { 1, 0x83, "littlefs" },
    { 1, 0x90, "tee_ota" },  { 2, 0x00, "primary" },   { 2, 0x01, "ota" },
    { 2, 0x02, "recovery" }, { 3, 0x00, "primary" },   { 3, 0x01, "ota" },
  };

  if (partition->type == GLOW_PARTITION_TYPE_APP && partition->subtype >= 0x10 &&
      partition->subtype <= 0x1f)
    return g_strdup_printf ("ota_%u", partition->subtype & 0xfu);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (names[i].type == partition->type && names[i].subtype == partition->subtype)
      return g_strdup (names[i].name);
  }
  return g_strdup_printf ("0x%02x", partition->subtype);
}
