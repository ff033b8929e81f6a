/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A file and what it is, told from its content. Immutable: safe on any thread. */

#pragma once

#include "glow-chip.h"
#include "glow-filesystem.h"
#include "glow-nvs.h"
#include "glow-otadata.h"
#include "glow-partition-table.h"
#include "glow-signature.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_TYPE_IMAGE (glow_image_get_type ())
G_DECLARE_FINAL_TYPE (GlowImage, glow_image, GLOW, IMAGE, GObject)

/**
 * GlowImageKind:
 * @GLOW_IMAGE_DATA: nothing Glowplug knows
 * @GLOW_IMAGE_APP: one application image
 * @GLOW_IMAGE_BOOTLOADER: one bootloader image
 * @GLOW_IMAGE_PARTITION_TABLE: a partition table
 * @GLOW_IMAGE_MERGED: several of these as they lie in flash, padded to their places
 * @GLOW_IMAGE_OTADATA: which application slot to boot
 * @GLOW_IMAGE_BLANK: only 0xff
 * @GLOW_IMAGE_NVS: settings that ESP-IDF keeps ("non-volatile storage")
 * @GLOW_IMAGE_SPIFFS: a SPIFFS file system
 * @GLOW_IMAGE_LITTLEFS: a LittleFS file system
 * @GLOW_IMAGE_FAT: a FAT file system, with or without wear levelling
 * @GLOW_IMAGE_PHY_INIT: start values of the radio for the ESP32 family ("phy_init")
 * @GLOW_IMAGE_INIT_DATA: start values of the radio for the ESP8266
 * ("esp_init_data_default"); they belong into the fourth sector from the end of flash
 * @GLOW_IMAGE_IROM: bare code for flash of an ESP8266, the second file of a v1 pair
 * @GLOW_IMAGE_ENCRYPTED: without structure where a header must be: encrypted, or packed
 * in a way nobody here knows
 * @GLOW_IMAGE_TEXT: text, such as a web page that a server sent instead of firmware
 */
typedef enum {
  GLOW_IMAGE_DATA,
  GLOW_IMAGE_APP,
  GLOW_IMAGE_BOOTLOADER,
  GLOW_IMAGE_PARTITION_TABLE,
  GLOW_IMAGE_MERGED,
  GLOW_IMAGE_OTADATA,
  GLOW_IMAGE_BLANK,
  GLOW_IMAGE_NVS,
  GLOW_IMAGE_SPIFFS,
  GLOW_IMAGE_LITTLEFS,
  GLOW_IMAGE_FAT,
  GLOW_IMAGE_PHY_INIT,
  GLOW_IMAGE_INIT_DATA,
  GLOW_IMAGE_IROM,
  GLOW_IMAGE_ENCRYPTED,
  GLOW_IMAGE_TEXT,
} GlowImageKind;

#define GLOW_TYPE_IMAGE_KIND (glow_image_kind_get_type ())
GType glow_image_kind_get_type (void);

/**
 * GlowImageFormat:
 * @GLOW_IMAGE_FORMAT_ESP8266_V1: E9, 8 bytes of header, no digest field
 * @GLOW_IMAGE_FORMAT_ESP8266_V2: EA, the code for flash, then a whole v1 image and a
 * CRC-32
 * @GLOW_IMAGE_FORMAT_ESP8266_V3: E9, 24 bytes of header as on the ESP32
 * @GLOW_IMAGE_FORMAT_ESP32: E9, 24 bytes of header with chip id and digest field
 */
typedef enum {
  GLOW_IMAGE_FORMAT_ESP8266_V1,
  GLOW_IMAGE_FORMAT_ESP8266_V2,
  GLOW_IMAGE_FORMAT_ESP8266_V3,
  GLOW_IMAGE_FORMAT_ESP32,
} GlowImageFormat;

#define GLOW_IMAGE_MAX_SIZE                                                              \
  (32u * 1024 * 1024) /* bytes; the largest flash of any chip here */
#define GLOW_IMAGE_MAX_SEGMENTS 16

typedef struct {
  guint32 addr;      /* load address; 0: padding */
  guint32 size;      /* bytes */
  gsize file_offset; /* of the segment's data in the file */
  /* static: the memory that @addr lies in, such as "IROM" (protocol.md 3.11), or
   * "padding" (address 0); NULL: all or a part of it lies where the chip has no memory */
  const char *region;
} GlowImageSegment;

/* One image header (protocol.md 5.1) with what was checked of it. */
typedef struct {
  GlowImageFormat format;
  gsize file_offset;        /* where 0xE9 or 0xEA lies in the file */
  gsize size;               /* bytes up to and including checksum and digest */
  const GlowChip *chip;     /* (nullable): an id Glowplug does not know */
  guint16 chip_id;          /* as in the file; GLOW_CHIP_NO_IMAGE_ID on the ESP8266 */
  guint8 flash_mode;        /* byte 2: 0 qio, 1 qout, 2 dio, 3 dout */
  guint8 flash_size_nibble; /* byte 3, high */
  guint8 flash_freq_nibble; /* byte 3, low */
  guint32 entry_addr;
  guint16 min_revision; /* major * 100 + minor */
  guint16 max_revision; /* 65535: no limit */
  gboolean has_digest;  /* a SHA-256 follows the checksum; format v2: a CRC-32 */
  gboolean complete;    /* all segments and the footer are in the file */
  gboolean checksum_valid;
  guint8 checksum;       /* as in the file; 0 unless @complete */
  guint8 digest[32];     /* as in the file; the CRC-32 of format v2 takes 4 bytes */
  guint8 digest_size;    /* bytes of @digest: 0, 4 or 32 */
  guint8 pins[4];        /* bytes 8 to 11 of 24: write-protect pin, drive strengths */
  gboolean places_valid; /* entry and segments lie in memory of the chip */
  gboolean digest_valid; /* TRUE as well when there is none */
  guint n_declared;      /* segments as the header counts them */
  guint n_segments;      /* of these, the ones whose headers are in the file */
  GlowImageSegment segments[GLOW_IMAGE_MAX_SEGMENTS];
} GlowImageHeader;

/* esp_app_desc_t (protocol.md 5.3). Texts are printable ASCII, empty where the image
 * says nothing. */
typedef struct {
  char project[33];
  char version[33];
  char idf_version[33];
  char date[17];
  char time[17];
  guint32 secure_version;    /* for rollback protection */
  guint8 elf_digest[32];     /* SHA-256 of the program for debugging; zeros: not told */
  guint16 min_efuse_block;   /* revision of the eFuse block, major * 100 + minor */
  guint16 max_efuse_block;   /* 0: not told */
  guint8 mmu_page_size_log2; /* 0: not told */
} GlowAppDescriptor;

/* esp_bootloader_desc_t (protocol.md 5.4) */
typedef struct {
  char idf_version[33];
  char date_time[25];
  guint32 version;
  guint8 secure_version;
} GlowBootloaderDescriptor;

/**
 * GlowImageTail:
 * @GLOW_IMAGE_TAIL_NONE: the file or partition ends with the image
 * @GLOW_IMAGE_TAIL_BLANK: padded with 0xff
 * @GLOW_IMAGE_TAIL_ZERO: padded with 0x00
 * @GLOW_IMAGE_TAIL_CODE: code for flash that the header does not count (ESP8266)
 * @GLOW_IMAGE_TAIL_DATA: something else
 *
 * What follows an image and its signature.
 */
typedef enum {
  GLOW_IMAGE_TAIL_NONE,
  GLOW_IMAGE_TAIL_BLANK,
  GLOW_IMAGE_TAIL_ZERO,
  GLOW_IMAGE_TAIL_CODE,
  GLOW_IMAGE_TAIL_DATA,
} GlowImageTail;

/* One thing found in a merged file, or the file itself. */
typedef struct {
  GlowImageKind kind;
  gsize file_offset;
  gsize size;           /* bytes */
  char label[17];       /* partition name, or "" */
  gboolean app_missing; /* data where the table promises an application */

  /* applications and bootloaders */
  gboolean has_header;
  GlowImageHeader header; /* only with has_header */
  gboolean has_app_descriptor;
  GlowAppDescriptor app_descriptor; /* only with has_app_descriptor */
  gboolean has_bootloader_descriptor;
  GlowBootloaderDescriptor bootloader_descriptor; /* as above */
  GlowSignature signature;                        /* scheme NONE: not signed */
  GlowImageTail tail;
  gsize tail_size; /* bytes */

  /* the other kinds */
  GlowPartitionTable *table; /* owned by the image (nullable): of a partition table */
  GlowOtadata otadata;       /* of otadata */
  GlowNvs nvs;               /* of NVS */
  GlowFilesystem filesystem; /* of SPIFFS, LittleFS and FAT */
} GlowImagePart;

/**
 * GlowImageProblem:
 *
 * What is wrong with a file by itself, as flags. Errors make it unflashable, warnings
 * don't.
 */
typedef enum {
  GLOW_IMAGE_PROBLEM_NONE = 0,
  GLOW_IMAGE_PROBLEM_TRUNCATED = 1 << 0, /* error: segments go past the end of the file */
  GLOW_IMAGE_PROBLEM_CHECKSUM = 1 << 1,  /* error */
  GLOW_IMAGE_PROBLEM_DIGEST = 1 << 2,    /* error */
  GLOW_IMAGE_PROBLEM_MIXED_CHIPS = 1 << 3,  /* error: parts for different chips */
  GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP = 1 << 4, /* error: a chip id nobody knows */
  GLOW_IMAGE_PROBLEM_COMPRESSED =
    1 << 5, /* error: a container or text: glow_image_get_container() */
  GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM =
    1 << 6,                                /* warning: the Arduino core's way, harmless */
  GLOW_IMAGE_PROBLEM_APP_MISSING = 1 << 7, /* warning: an app partition holds no image */
  GLOW_IMAGE_PROBLEM_TAIL = 1 << 8,   /* warning: unknown data behind the image's end */
  GLOW_IMAGE_PROBLEM_PLACES = 1 << 9, /* warning: a segment outside the chip's memory */
  GLOW_IMAGE_PROBLEM_SIGNATURE = 1 << 10,  /* warning: a signature that does not fit */
  GLOW_IMAGE_PROBLEM_ENCRYPTED = 1 << 11,  /* warning: runs on one chip only, if at all */
  GLOW_IMAGE_PROBLEM_TEXT = 1 << 12,       /* warning: text, hardly meant for flash */
  GLOW_IMAGE_PROBLEM_SHORT_DATA = 1 << 13, /* warning: the end of a file system is cut */
  GLOW_IMAGE_PROBLEM_SETTINGS = 1 << 14,   /* warning: damaged pages in settings (NVS) */
  GLOW_IMAGE_PROBLEM_BOOTLOADER_PLACE =
    1 << 15, /* warning: by the table, the bootloader lies where its chip never looks */
  GLOW_IMAGE_PROBLEM_OTADATA = 1 << 16, /* warning: otadata that the bootloader ignores */
} GlowImageProblem;

#define GLOW_IMAGE_PROBLEM_ERRORS 0x3f

GlowImage *glow_image_new (GBytes *bytes, const char *name, GError **error);
GlowImage *
glow_image_new_from_file (GFile *file, GCancellable *cancellable, GError **error);

GBytes *glow_image_get_bytes (GlowImage *self);
gsize glow_image_get_size (GlowImage *self);
const char *glow_image_get_name (GlowImage *self); /* display name: the file's basename */
GFile *glow_image_get_file (GlowImage *self);      /* (nullable) */
GlowImageKind glow_image_get_kind (GlowImage *self);
const GlowChip *glow_image_get_chip (GlowImage *self); /* (nullable): any chip */
guint glow_image_get_n_parts (GlowImage *self);
const GlowImagePart *glow_image_get_part (GlowImage *self, guint index);
GlowImageProblem glow_image_get_problems (GlowImage *self);
const char *glow_image_get_container (GlowImage *self);     /* (nullable) "gzip", "UF2" */
const char *glow_image_get_firmware_name (GlowImage *self); /* (nullable) "MicroPython" */
const char *glow_image_get_firmware_version (GlowImage *self); /* (nullable) "1.22.1" */
const char *glow_image_get_idf_version (GlowImage *self);      /* (nullable) */
const char *glow_image_get_build_date (GlowImage *self); /* (nullable) "Jul 25 2024" */
gboolean glow_image_is_update_only (GlowImage *self);
GlowPartitionTable *glow_image_get_partition_table (GlowImage *self); /* (nullable) */
gboolean
glow_image_suggest_offset (GlowImage *self, const GlowChip *chip, guint32 *offset);
gboolean glow_image_wants_own_flash_size (GlowImage *self);
gboolean glow_image_check (GlowImage *self, GError **error);

/* Header bytes as the flash options want them; see glow_image_patch(). */
typedef struct {
  gint mode;        /* 0..3 as in the header, -1: as in the file */
  gint size_nibble; /* -1: as in the file */
  gint freq_nibble; /* -1: as in the file */
} GlowImagePatch;

GBytes *
glow_image_patch (GlowImage *self, gsize file_offset, const GlowImagePatch *patch);

G_END_DECLS
