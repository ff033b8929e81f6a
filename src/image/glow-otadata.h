/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The two sectors that say which application slot to boot. Any thread. */

#pragma once

#include "glow-partition-table.h"

G_BEGIN_DECLS

#define GLOW_OTADATA_SIZE 0x2000 /* bytes */

/* protocol.md 5.8 */
typedef enum {
  GLOW_OTADATA_NEW = 0,
  GLOW_OTADATA_PENDING_VERIFY = 1,
  GLOW_OTADATA_VALID = 2,
  GLOW_OTADATA_INVALID = 3,
  GLOW_OTADATA_ABORTED = 4,
  GLOW_OTADATA_UNDEFINED = -1, /* the bootloader does no rollback */
} GlowOtadataState;

/* One of the two sectors. */
typedef struct {
  gboolean present; /* a sequence number whose CRC fits */
  gboolean damaged; /* one whose CRC does not; the bootloader ignores it */
  guint32 sequence; /* with one of both; from 1 */
  gint state;       /* GlowOtadataState, or what else is there */
} GlowOtadataEntry;

typedef struct {
  GlowOtadataEntry entries[2];
  gint chosen; /* the entry that the bootloader takes; -1: it takes none */
} GlowOtadata;

gboolean glow_otadata_read (GlowOtadata *otadata, const guint8 *data, gsize size);
gboolean glow_otadata_recognise (const guint8 *data, gsize size);
const GlowPartition *glow_otadata_choose (const GlowOtadata *otadata,
                                          GlowPartitionTable *table);

G_END_DECLS
