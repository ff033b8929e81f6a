/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is in a board's flash, as far as it says what it is: bootloader, partition table,
 * the applications and which of them boots. Immutable: safe on any thread. */

#pragma once

#include "glow-chip-info.h"
#include "glow-image.h"

G_BEGIN_DECLS

/**
 * GlowBoardContentsState:
 * @GLOW_BOARD_CONTENTS_READ: the flash was read
 * @GLOW_BOARD_CONTENTS_ENCRYPTED: flash encryption is on, nothing can be told
 * @GLOW_BOARD_CONTENTS_UNREADABLE: this loader can't read flash, or the chip lets nobody
 */
typedef enum {
  GLOW_BOARD_CONTENTS_READ,
  GLOW_BOARD_CONTENTS_ENCRYPTED,
  GLOW_BOARD_CONTENTS_UNREADABLE,
} GlowBoardContentsState;

/* One place for a program: the bootloader's, or an application's. */
typedef struct {
  GlowPartition partition; /* ESP8266 and bootloader: offset only, size 0, no label */
  gboolean blank;          /* it starts with erased flash */
  gboolean has_image;      /* an image header starts here */
  GlowImageHeader header; /* only with has_image; of the first bytes, so never complete */
  gboolean has_app_descriptor;
  GlowAppDescriptor app_descriptor;
  gboolean has_bootloader_descriptor;
  GlowBootloaderDescriptor bootloader_descriptor;
  gboolean boots; /* the bootloader takes this one */
} GlowBoardSlot;

/**
 * GlowBoardReadFunc:
 * @offset: bytes from the start of flash, multiple of 4
 * @size: bytes, multiple of 4
 *
 * Reads flash, from wherever.
 *
 * Returns: (transfer full): @size bytes
 */
typedef GBytes *(*GlowBoardReadFunc) (guint32 offset,
                                      guint32 size,
                                      gpointer user_data,
                                      GError **error);

#define GLOW_TYPE_BOARD_CONTENTS (glow_board_contents_get_type ())
typedef struct _GlowBoardContents GlowBoardContents;

GType glow_board_contents_get_type (void);
GlowBoardContents *glow_board_contents_read (const GlowChipInfo *info,
                                             GlowBoardReadFunc read,
                                             gpointer user_data,
                                             GError **error);
GlowBoardContents *glow_board_contents_new_unread (GlowBoardContentsState state,
                                                   const char *reason);
GlowBoardContents *glow_board_contents_ref (GlowBoardContents *self);
void glow_board_contents_unref (GlowBoardContents *self);

GlowBoardContentsState glow_board_contents_get_state (GlowBoardContents *self);
const char *glow_board_contents_get_reason (GlowBoardContents *self); /* (nullable) */
gboolean glow_board_contents_is_blank (GlowBoardContents *self);
const GlowBoardSlot *
glow_board_contents_get_bootloader (GlowBoardContents *self); /* (nullable): not read */
GlowPartitionTable *
glow_board_contents_get_partition_table (GlowBoardContents *self); /* (nullable) */
guint32 glow_board_contents_get_table_offset (GlowBoardContents *self);
const GlowOtadata *
glow_board_contents_get_otadata (GlowBoardContents *self); /* (nullable): never chosen */
guint glow_board_contents_get_n_slots (GlowBoardContents *self);
const GlowBoardSlot *glow_board_contents_get_slot (GlowBoardContents *self, guint index);
gint glow_board_contents_get_boots (GlowBoardContents *self); /* slot, -1: none */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBoardContents, glow_board_contents_unref)

G_END_DECLS
