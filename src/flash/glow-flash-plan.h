/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What to do with which board: built and checked on the main thread, sealed, then read by
 * the worker. Nothing can be changed after the seal, so no lock is needed. */

#pragma once

#include "glow-flash-map.h"
#include "glow-reset.h"
#include "glow-target.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FLASH_PLAN (glow_flash_plan_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashPlan, glow_flash_plan, GLOW, FLASH_PLAN, GObject)

/* An offset that the run finds out: by content, chip and the partition table in place. */
#define GLOW_FLASH_OFFSET_AUTO G_MAXUINT32

typedef enum {
  GLOW_OPERATION_IDENTIFY,
  GLOW_OPERATION_FLASH,
  GLOW_OPERATION_VERIFY,
  GLOW_OPERATION_READ,
  GLOW_OPERATION_ERASE,
} GlowOperation;

/* How the flash is wired into the image header; KEEP: as the file says. */
typedef enum {
  GLOW_FLASH_MODE_KEEP,
  GLOW_FLASH_MODE_QIO,
  GLOW_FLASH_MODE_QOUT,
  GLOW_FLASH_MODE_DIO,
  GLOW_FLASH_MODE_DOUT,
} GlowFlashMode;

/* What happens to the board at the end. */
typedef enum {
  GLOW_AFTER_RESET,    /* start the firmware, by the reset line */
  GLOW_AFTER_NO_RESET, /* stay in the bootloader */
  GLOW_AFTER_RUN,      /* start the firmware without the reset line, where the chip can */
} GlowAfter;

/* Seconds that are enough for a verdict on most boards. */
#define GLOW_FLASH_BOOT_TIME_S 15u

typedef struct {
  guint baud;        /* 0: automatic */
  guint proven_baud; /* what this adapter was clean at last time; 0: not known */
  GlowFlashMode flash_mode;
  guint flash_freq_mhz; /* 0: as the file says */
  guint32 flash_size;   /* bytes to write into the header; 0: as the file says, or by the
                         * ESP8266 rule of PRODUCT.md */
  gboolean keep_flash_size; /* as the file says on the ESP8266 too */
  gboolean erase_all;       /* the whole chip before writing */
  gboolean no_stub;         /* stay with the ROM loader */
  gboolean no_reset_before; /* the board is in its bootloader already */
  gboolean wait_for_board;  /* where it does not reset by itself: until somebody helps */
  gboolean no_compress;
  gboolean keep_open; /* at the end the transport is parked in the target */
  GlowAfter after;
  guint boot_time_s;             /* how long to watch it start; 0: not at all */
  const GlowChip *expected_chip; /* (nullable): refuse any other */
} GlowFlashOptions;

GlowFlashPlan *glow_flash_plan_new (GlowOperation operation, GlowTarget *target);
void glow_flash_plan_set_options (GlowFlashPlan *self, const GlowFlashOptions *options);
void glow_flash_plan_add_image (GlowFlashPlan *self, GlowImage *image, guint32 offset);
void glow_flash_plan_add_image_for (GlowFlashPlan *self,
                                    GlowImage *image,
                                    guint32 offset,
                                    const GlowChip *chip);
void glow_flash_plan_set_override (GlowFlashPlan *self,
                                   guint index,
                                   GlowOverride overrides,
                                   const char *typed_chip);
gboolean glow_flash_plan_set_reset_sequence (GlowFlashPlan *self,
                                             const char *text,
                                             GError **error);
void glow_flash_plan_set_range (GlowFlashPlan *self, guint32 offset, guint32 size);
gboolean glow_flash_plan_seal (GlowFlashPlan *self, GError **error);

const GlowResetSequence *glow_flash_plan_get_reset_sequence (GlowFlashPlan *self);
gboolean glow_flash_plan_is_sealed (GlowFlashPlan *self);
GlowOperation glow_flash_plan_get_operation (GlowFlashPlan *self);
GlowTarget *glow_flash_plan_get_target (GlowFlashPlan *self);
const GlowFlashOptions *glow_flash_plan_get_options (GlowFlashPlan *self);
const GlowChip *glow_flash_plan_get_likely_chip (GlowFlashPlan *self); /* (nullable) */
guint glow_flash_plan_get_n_images (GlowFlashPlan *self);
GlowImage *glow_flash_plan_get_image (GlowFlashPlan *self, guint index, guint32 *offset);
void glow_flash_plan_get_range (GlowFlashPlan *self, guint32 *offset, guint32 *size);
GlowFlashMap *glow_flash_plan_new_map (GlowFlashPlan *self,
                                       const GlowChipInfo *info,
                                       GlowBoardContents *board);
gboolean glow_flash_plan_needs_board (GlowFlashPlan *self, const GlowChip *chip);
guint64 glow_flash_plan_get_total_size (GlowFlashPlan *self); /* bytes of all images */

G_END_DECLS
