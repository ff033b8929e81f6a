/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-chip"

#include "config.h"

#include "glow-chip-efuse.h"

/**
 * glow_chip_efuse_init:
 * @self: (out caller-allocates): nothing read yet
 * @loader: (transfer none): outlives @self
 */
void
glow_chip_efuse_init (GlowChipEfuse *self, const GlowChip *chip, GlowLoader *loader)
{
  self->loader = loader;
  self->base = chip->efuse_base;
  self->n_words = 0;
}

/**
 * glow_chip_efuse_read_word:
 * @reg: byte offset from the eFuse base
 * @word: (out): what it holds
 * @error: the loader's
 *
 * Returns: %TRUE when it was read, now or before
 */
gboolean
glow_chip_efuse_read_word (GlowChipEfuse *self,
                           guint16 reg,
                           guint32 *word,
                           GError **error)
{
  for (guint i = 0; i < self->n_words; i++) {
    if (self->regs[i] == reg) {
      *word = self->words[i];
      return TRUE;
    }
  }
  if (!glow_loader_read_reg (self->loader, self->base + reg, word, error))
    return FALSE;
  if (self->n_words < GLOW_CHIP_EFUSE_MAX_WORDS) {
    self->regs[self->n_words] = reg;
    self->words[self->n_words++] = *word;
  }
  return TRUE;
}

/**
 * glow_chip_efuse_read:
 * @field: where it is; one without bits reads as 0
 * @value: (out): what it holds
 * @error: the loader's
 *
 * Returns: %TRUE when it was read
 */
gboolean
glow_chip_efuse_read (GlowChipEfuse *self,
                      const GlowEfuseField *field,
                      guint32 *value,
                      GError **error)
{
  guint32 word;

  *value = 0;
  if (field->width == 0)
    return TRUE;
  if (!glow_chip_efuse_read_word (self, field->reg, &word, error))
    return FALSE;
  *value = word >> field->shift & ((1u << field->width) - 1);
  return TRUE;
}
