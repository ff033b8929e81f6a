/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Reads eFuse words of a chip, each of them once: many fields share a word, and a word is
 * a round trip. Lives on the stack of its user. Worker thread. */

#pragma once

#include "glow-chip-table.h"
#include "glow-loader.h"

G_BEGIN_DECLS

#define GLOW_CHIP_EFUSE_MAX_WORDS 16

typedef struct {
  GlowLoader *loader; /* borrowed */
  guint32 base;
  guint n_words;
  guint16 regs[GLOW_CHIP_EFUSE_MAX_WORDS]; /* byte offsets from @base */
  guint32 words[GLOW_CHIP_EFUSE_MAX_WORDS];
} GlowChipEfuse;

void glow_chip_efuse_init (GlowChipEfuse *self, const GlowChip *chip, GlowLoader *loader);
gboolean glow_chip_efuse_read_word (GlowChipEfuse *self,
                                    guint16 reg,
                                    guint32 *word,
                                    GError **error);
gboolean glow_chip_efuse_read (GlowChipEfuse *self,
                               const GlowEfuseField *field,
                               guint32 *value,
                               GError **error);

G_END_DECLS
