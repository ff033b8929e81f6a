/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-map-style.h"

/* linux-desktop.md section 7; protocol.md 5.6 */
#define SUBTYPE_FAT      0x81
#define SUBTYPE_SPIFFS   0x82
#define SUBTYPE_LITTLEFS 0x83

static const GlowMapStyle styles[] = {
  [GLOW_IMAGE_DATA] = GLOW_MAP_OTHER,
  [GLOW_IMAGE_APP] = GLOW_MAP_APP,
  [GLOW_IMAGE_BOOTLOADER] = GLOW_MAP_BOOTLOADER,
  [GLOW_IMAGE_PARTITION_TABLE] = GLOW_MAP_TABLE,
  [GLOW_IMAGE_MERGED] = GLOW_MAP_MERGED,
  [GLOW_IMAGE_OTADATA] = GLOW_MAP_SETTINGS,
  [GLOW_IMAGE_BLANK] = GLOW_MAP_OTHER,
  [GLOW_IMAGE_NVS] = GLOW_MAP_SETTINGS,
  [GLOW_IMAGE_SPIFFS] = GLOW_MAP_FILES,
  [GLOW_IMAGE_LITTLEFS] = GLOW_MAP_FILES,
  [GLOW_IMAGE_FAT] = GLOW_MAP_FILES,
  [GLOW_IMAGE_PHY_INIT] = GLOW_MAP_SETTINGS,
  [GLOW_IMAGE_INIT_DATA] = GLOW_MAP_SETTINGS,
  [GLOW_IMAGE_IROM] = GLOW_MAP_APP,
  [GLOW_IMAGE_ENCRYPTED] = GLOW_MAP_OTHER,
  [GLOW_IMAGE_TEXT] = GLOW_MAP_OTHER,
};

/**
 * glow_map_style_for_kind:
 *
 * Returns: how such content is drawn
 */
GlowMapStyle
glow_map_style_for_kind (GlowImageKind kind)
{
  return (gsize) kind < G_N_ELEMENTS (styles) ? styles[kind] : GLOW_MAP_OTHER;
}

/**
 * glow_map_style_for_partition:
 *
 * Returns: how what is in such a partition is drawn
 */
GlowMapStyle
glow_map_style_for_partition (const GlowPartition *partition)
{
  if (partition->type == GLOW_PARTITION_TYPE_APP)
    return GLOW_MAP_APP;
  if (partition->type == GLOW_PARTITION_TYPE_BOOTLOADER)
    return GLOW_MAP_BOOTLOADER;
  if (partition->type == GLOW_PARTITION_TYPE_TABLE)
    return GLOW_MAP_TABLE;
  if (partition->type != GLOW_PARTITION_TYPE_DATA)
    return GLOW_MAP_OTHER;
  if (partition->subtype >= SUBTYPE_FAT && partition->subtype <= SUBTYPE_LITTLEFS)
    return GLOW_MAP_FILES;
  return GLOW_MAP_SETTINGS;
}
