/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-chip.h"

G_BEGIN_DECLS

/* What was found out about the chip that answered. A plain value; strings are owned. */
typedef struct {
  const GlowChip *chip;
  guint16 revision; /* major * 100 + minor; 0 on the ESP8266 */
  gboolean has_revision;
  char *description; /* "ESP32-D0WD-V3" */
  char *features;    /* "Wi-Fi, BT, Dual Core, 240MHz" */
  guint8 mac[6];     /* factory station address, first byte first */
  guint crystal_mhz; /* 0: unknown */
  guint32
    flash_id; /* as RDID gives it: maker | type << 8 | capacity << 16; 0: not read */
  guint64 flash_size; /* bytes; 0: unknown */
  gboolean secure_boot;
  gboolean flash_encryption;
  gboolean secure_download;
} GlowChipInfo;

GlowChipInfo *glow_chip_info_new (const GlowChip *chip);
GlowChipInfo *glow_chip_info_copy (const GlowChipInfo *self);
void glow_chip_info_free (GlowChipInfo *self);
char *glow_chip_info_dup_revision (const GlowChipInfo *self); /* "v3.1" or NULL */
char *glow_chip_info_dup_mac (const GlowChipInfo *self);      /* "24:6f:28:00:11:22" */
const char *glow_chip_info_get_flash_maker (const GlowChipInfo *self); /* (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowChipInfo, glow_chip_info_free)

G_END_DECLS
