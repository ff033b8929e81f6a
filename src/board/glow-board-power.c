/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The flash of the ESP32-P4 from v3.1 on has no power until it is switched on
 * (protocol.md 3.12). */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#define CHIP_ID_P4 18

/* protocol.md 3.12 */
#define PAD_GROUP     0x5011010cu
#define LDO_ANALOG    0x501151bcu
#define LDO           0x501151b8u
#define SWITCH        0x501153fcu
#define CURRENT_LIMIT (1u << 27)
#define TIE_HIGH      (1u << 7)
#define TARGET        (0xffu << 23)
#define SWITCH_ON     3u

static gboolean
has_switch (GlowBoard *self)
{
  return self->chip->chip_id == CHIP_ID_P4 &&
         (self->traits.revision == 301 || self->traits.revision == 302);
}

static guint32
get (GlowBoard *self, guint32 addr)
{
  return glow_board_regs_read (self->regs, addr, self->chip_baud);
}

/**
 * glow_board_power_reset:
 *
 * The chip has lost its power. In secure download mode nobody could switch the flash on;
 * it is taken to be on there.
 */
void
glow_board_power_reset (GlowBoard *self)
{
  self->power_armed = FALSE;
  self->flash->is_off = has_switch (self) && !self->traits.secure_download;
}

/**
 * glow_board_power_written:
 * @addr: register that was just written
 *
 * The flash is on after the last step of the sequence, if all others came before.
 */
void
glow_board_power_written (GlowBoard *self, guint32 addr)
{
  if (!self->flash->is_off || (addr != SWITCH && addr != LDO))
    return;
  if (addr == SWITCH)
    self->power_armed =
      get (self, PAD_GROUP) == 1 && (get (self, LDO_ANALOG) & CURRENT_LIMIT) &&
      (get (self, LDO) & TIE_HIGH) && (get (self, SWITCH) & SWITCH_ON) == SWITCH_ON;
  else if (self->power_armed && !(get (self, LDO_ANALOG) & CURRENT_LIMIT) &&
           !(get (self, LDO) & (TIE_HIGH | TARGET)))
    self->flash->is_off = FALSE;
}
