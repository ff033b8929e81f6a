/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Any bytes as a partition table. */

#include "glow-partition-table.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_partition (const GlowPartition *partition)
{
  g_autofree char *type = glow_partition_dup_type (partition);
  g_autofree char *subtype = glow_partition_dup_subtype (partition);

  if (!*type || !*subtype || strlen (partition->label) > 16 ||
      partition->size > G_MAXUINT32 - partition->offset)
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowPartitionTable) table = glow_partition_table_new (data, size, &error);
  guint n;

  if ((table == NULL) != (error != NULL))
    abort ();
  if (!table)
    return 0;
  n = glow_partition_table_get_n_partitions (table);
  if (n == 0 || n > GLOW_PARTITION_TABLE_MAX_SIZE / 32 ||
      glow_partition_table_get_size (table) > MIN (size, GLOW_PARTITION_TABLE_MAX_SIZE))
    abort ();
  for (guint i = 0; i < n; i++)
    check_partition (glow_partition_table_get_partition (table, i));
  return 0;
}
