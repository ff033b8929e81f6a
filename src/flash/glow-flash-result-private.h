/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How the flasher fills a result in while it runs. */

#pragma once

#include "glow-flasher.h"

G_BEGIN_DECLS

struct _GlowFlashResult {
  GObject parent_instance;

  /* owned */
  GlowChipInfo *info;
  char *verify_reason;
  GBytes *data;
  GPtrArray *notes;         /* of char* */
  GlowBoardContents *board; /* (nullable) */
  GlowFlashMap *map;        /* (nullable) */
  GlowBootReport *boot;     /* (nullable) */

  GlowVerdict written;
  GlowVerdict verified;
  guint64 bytes;
  guint64 bytes_same;
  gint64 duration_us;
  guint baud;
  gboolean used_stub;
  gboolean left_in_loader;
  gboolean flash_touched;
};

GlowFlashResult *glow_flash_result_new (void);
void glow_flash_result_add_note (GlowFlashResult *self, const char *note);

G_END_DECLS
