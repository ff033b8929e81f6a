/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Makes files with a bootloader, a partition table and applications in them. */

#pragma once

#include "image-maker.h"

#define TABLE_AT 0x8000
#define APP_AT   0x10000
#define SLOT_AT  0x20000

/* bytes from the start of flash */
typedef struct {
  gsize first; /* what the file starts with */
  guint8 padding;
  gsize bootloader_at;
  gsize table_at;
  gsize app_at;
  const MakerImage *bootloader;
  const MakerImage *app;
} MergedPlan;

static const MergedPlan merged_esp32_plan G_GNUC_UNUSED = {
  0, 0xff, 0x1000, TABLE_AT, APP_AT, &maker_esp32_bootloader, &maker_esp32_app
};

static inline void
merged_put_table (GByteArray *out, gsize app_at)
{
  gsize start = out->len;

  maker_put_partition (out, 1, 2, 0xd000, 0x1000, "nvs");
  maker_put_partition (out, 1, 0, 0xe000, 0x2000, "otadata");
  maker_put_partition (out, 0, 0x10, (guint32) app_at, 0x8000, "app0");
  maker_put_partition (out, 0, 0x11, (guint32) app_at + 0x8000, 0x8000, "app1");
  maker_put_partition (out, 1, 0x82, (guint32) app_at + 0x10000, 0x10000, "spiffs");
  maker_put_table_end (out, start);
}

static inline GByteArray *
merged_make (const MergedPlan *plan)
{
  GByteArray *out = g_byte_array_new ();

  maker_fill (out, plan->padding, plan->bootloader_at - plan->first);
  maker_put_image (out, plan->bootloader);
  maker_fill (out, plan->padding, plan->table_at - plan->first);
  merged_put_table (out, plan->app_at);
  maker_fill (out, plan->padding, plan->app_at - plan->first);
  if (plan->app)
    maker_put_image (out, plan->app);
  return out;
}

static const MakerImage merged_c3_bootloader G_GNUC_UNUSED = {
  .extended = TRUE,
  .chip_id = 5,
  .entry = 0x403cc710,
  .n_segments = 1,
  .segments = { { 0x3fcd5820, 0x98, NULL, 0 } },
};

static const MakerImage merged_p4_bootloader G_GNUC_UNUSED = {
  .extended = TRUE,
  .chip_id = 18,
  .entry = 0x4ff29eda,
  .n_segments = 1,
  .segments = { { 0x4ff33ce0, 0x98, NULL, 0 } },
};

static const MakerImage merged_p4_app G_GNUC_UNUSED = {
  .extended = TRUE,
  .chip_id = 18,
  .entry = 0x4ff00564,
  .n_segments = 1,
  .segments = { { 0x400a0020, 0x198, NULL, 0 } },
};

static inline void
merged_assert_part (GlowImage *image,
                    guint index,
                    GlowImageKind kind,
                    gsize file_offset,
                    const char *label)
{
  const GlowImagePart *part = glow_image_get_part (image, index);

  g_assert_cmpint (part->kind, ==, kind);
  g_assert_cmphex (part->file_offset, ==, file_offset);
  g_assert_cmpstr (part->label, ==, label);
}
