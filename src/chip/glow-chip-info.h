/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include "glow-chip.h"

G_BEGIN_DECLS

/* Which port of the chip the loader talks through. */
typedef enum {
  GLOW_CHIP_USB_UNKNOWN,
  GLOW_CHIP_USB_NONE, /* a UART, so a bridge or an adapter */
  GLOW_CHIP_USB_JTAG, /* USB-Serial/JTAG */
  GLOW_CHIP_USB_OTG,
} GlowChipUsb;

/* Flags of GET_SECURITY_INFO, protocol.md 1.6; the restrictions of the download mode. */
typedef enum {
  GLOW_CHIP_SECURE_BOOT = 1 << 0,
  GLOW_CHIP_SECURE_DOWNLOAD = 1 << 2,
  GLOW_CHIP_JTAG_OFF_SOFT = 1 << 6,
  GLOW_CHIP_JTAG_OFF = 1 << 7,
  GLOW_CHIP_USB_OFF = 1 << 8,
  GLOW_CHIP_DOWNLOAD_DCACHE_OFF = 1 << 9,
  GLOW_CHIP_DOWNLOAD_ICACHE_OFF = 1 << 10,
} GlowChipSecurityFlags;

#define GLOW_CHIP_MAX_KEYS  7 /* key blocks GET_SECURITY_INFO has room for */
#define GLOW_CHIP_EUI64_LEN 8

/* What was found out about the chip that answered. A plain value; strings are owned. */
typedef struct {
  const GlowChip *chip;
  guint16 revision; /* major * 100 + minor; 0 on the ESP8266 */
  gboolean has_revision;
  char *description;                 /* "ESP32-D0WD-V3" */
  char *features;                    /* "Wi-Fi, BT, Dual Core, 240MHz" */
  guint8 mac[6];                     /* factory station address, first byte first */
  gboolean has_mac;                  /* FALSE in secure download mode */
  guint8 eui64[GLOW_CHIP_EUI64_LEN]; /* the IEEE 802.15.4 address */
  gboolean has_eui64;
  guint crystal_mhz;        /* 0: unknown */
  guint embedded_flash_mib; /* in the package; 0: none, or not told */
  guint embedded_psram_mib;
  GlowChipUsb usb;
  guint32
    flash_id; /* as RDID gives it: maker | type << 8 | capacity << 16; 0: not read */
  guint64 flash_size; /* bytes; 0: unknown */
  gboolean secure_boot;
  gboolean flash_encryption;
  gboolean secure_download;
  gboolean has_security;  /* the chip has told the three above */
  guint32 security_flags; /* GlowChipSecurityFlags and others; 0 where it has not told */
  guint8 key_purposes[GLOW_CHIP_MAX_KEYS];
  guint8 n_keys; /* how many of them are known */
} GlowChipInfo;

GlowChipInfo *glow_chip_info_new (const GlowChip *chip);
GlowChipInfo *glow_chip_info_copy (const GlowChipInfo *self);
void glow_chip_info_free (GlowChipInfo *self);
char *glow_chip_info_dup_revision (const GlowChipInfo *self); /* "v3.1" or NULL */
char *glow_chip_info_dup_mac (const GlowChipInfo *self);      /* "24:6f:28:00:11:22" */
char *glow_chip_info_dup_eui64 (const GlowChipInfo *self);    /* as the MAC, or NULL */
const char *glow_chip_info_get_key_purpose (const GlowChipInfo *self,
                                            guint i);                  /* (nullable) */
const char *glow_chip_info_get_flash_maker (const GlowChipInfo *self); /* (nullable) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowChipInfo, glow_chip_info_free)

G_END_DECLS
