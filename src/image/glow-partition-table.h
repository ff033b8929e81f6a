/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which part of flash is for what, as the bootloader reads it. Immutable: safe on any
 * thread. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GLOW_PARTITION_TYPE_APP        0x00
#define GLOW_PARTITION_TYPE_DATA       0x01
#define GLOW_PARTITION_TYPE_BOOTLOADER 0x02
#define GLOW_PARTITION_TYPE_TABLE      0x03

#define GLOW_PARTITION_APP_FACTORY     0x00
#define GLOW_PARTITION_APP_OTA_0       0x10
#define GLOW_PARTITION_DATA_OTA        0x00
#define GLOW_PARTITION_DATA_NVS        0x02

#define GLOW_PARTITION_TABLE_MAX_SIZE  0xc00  /* bytes: 95 entries and the MD5 */
#define GLOW_PARTITION_TABLE_OFFSET    0x8000 /* bytes from the start of flash, default */

typedef enum {
  GLOW_PARTITION_ENCRYPTED = 1 << 0,
  GLOW_PARTITION_READ_ONLY = 1 << 1,
} GlowPartitionFlags;

typedef struct {
  guint8 type;
  guint8 subtype;
  guint32 offset; /* bytes from the start of flash */
  guint32 size;   /* bytes; offset + size is at most 4 GiB */
  char label[17]; /* NUL-terminated, printable ASCII */
  guint32 flags;  /* GlowPartitionFlags and bits nobody here knows */
} GlowPartition;

#define GLOW_TYPE_PARTITION_TABLE (glow_partition_table_get_type ())
typedef struct _GlowPartitionTable GlowPartitionTable;

GType glow_partition_table_get_type (void);
GlowPartitionTable *
glow_partition_table_new (const guint8 *data, gsize size, GError **error);
GlowPartitionTable *glow_partition_table_ref (GlowPartitionTable *self);
void glow_partition_table_unref (GlowPartitionTable *self);

guint glow_partition_table_get_n_partitions (GlowPartitionTable *self);
const GlowPartition *glow_partition_table_get_partition (GlowPartitionTable *self,
                                                         guint index);
gsize glow_partition_table_get_size (GlowPartitionTable *self);
gboolean glow_partition_table_has_digest (GlowPartitionTable *self);

char *glow_partition_dup_type (const GlowPartition *partition);
char *glow_partition_dup_subtype (const GlowPartition *partition);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPartitionTable, glow_partition_table_unref)

G_END_DECLS
