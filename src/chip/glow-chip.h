/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The chips, one constant table entry each. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GLOW_CHIP_ESP8266,
  GLOW_CHIP_ESP32,
  GLOW_CHIP_ESP32S2,
  GLOW_CHIP_ESP32S3,
  GLOW_CHIP_ESP32C2,
  GLOW_CHIP_ESP32C3,
  GLOW_CHIP_ESP32C5,
  GLOW_CHIP_ESP32C6,
  GLOW_CHIP_ESP32C61,
  GLOW_CHIP_ESP32H2,
  GLOW_CHIP_ESP32H21,
  GLOW_CHIP_ESP32H4,
  GLOW_CHIP_ESP32P4,
  GLOW_CHIP_ESP32S31,
  GLOW_N_CHIPS,
} GlowChipId;

#define GLOW_CHIP_NO_IMAGE_ID 0xffff /* the ESP8266's images have no chip id field */

typedef struct _GlowChip GlowChip;

/* One memory region a segment may be loaded to; end is exclusive. */
typedef struct {
  guint32 start;
  guint32 end;
} GlowMemoryRegion;

const GlowChip *glow_chip_get (GlowChipId id);
const GlowChip *glow_chip_find_by_name (const char *name);
const GlowChip *glow_chip_find_by_image_id (guint16 image_id);

GlowChipId glow_chip_get_id (const GlowChip *chip);
const char *glow_chip_get_name (const GlowChip *chip);      /* "ESP32-S3" */
const char *glow_chip_get_tool_name (const GlowChip *chip); /* "esp32s3" */
guint16 glow_chip_get_image_id (const GlowChip *chip);
guint32 glow_chip_get_bootloader_offset (
  const GlowChip *chip); /* bytes from the start of flash */

G_END_DECLS
