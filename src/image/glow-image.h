/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A file and what it is, told from its content. Immutable: safe on any thread. */

#pragma once

#include "glow-chip.h"

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
 */
typedef enum {
  GLOW_IMAGE_DATA,
  GLOW_IMAGE_APP,
  GLOW_IMAGE_BOOTLOADER,
  GLOW_IMAGE_PARTITION_TABLE,
  GLOW_IMAGE_MERGED,
  GLOW_IMAGE_OTADATA,
  GLOW_IMAGE_BLANK,
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

#define GLOW_IMAGE_MAX_SEGMENTS 16

typedef struct {
  guint32 addr;      /* load address; 0: padding */
  guint32 size;      /* bytes */
  gsize file_offset; /* of the segment's data in the file */
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
  gboolean digest_valid; /* TRUE as well when there is none */
  guint n_declared;      /* segments as the header counts them */
  guint n_segments;      /* of these, the ones whose headers are in the file */
  GlowImageSegment segments[GLOW_IMAGE_MAX_SEGMENTS];
} GlowImageHeader;

/* One thing found in a merged file, or the file itself. */
typedef struct {
  GlowImageKind kind;
  gsize file_offset;
  gsize size;           /* bytes */
  char label[17];       /* partition name, or "" */
  gboolean app_missing; /* data where the table promises an application */
  gboolean has_header;
  GlowImageHeader header; /* only with has_header */
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
} GlowImageProblem;

#define GLOW_IMAGE_PROBLEM_ERRORS 0x3f

GlowImage *glow_image_new (GBytes *bytes, const char *name, GError **error);
GlowImage *
glow_image_new_from_file (GFile *file, GCancellable *cancellable, GError **error);
void glow_image_load_async (GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GlowImage *glow_image_load_finish (GAsyncResult *result, GError **error);

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
