/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-event.h"

/* From the release of the reset line until the chip sees it: 10 kΩ and 100 nF. */
#define RESET_RISE_US 1000

/**
 * glow_board_jump:
 * @entry: address in the chip's memory
 *
 * Runs what was uploaded there. A flasher stub takes over; other whole code runs and says
 * nothing; anything else hangs the chip.
 */
void
glow_board_jump (GlowBoard *self, guint32 entry)
{
  if (!self->chip->has_no_stub && glow_board_ram_is_stub (&self->ram, entry)) {
    self->state = GLOW_BOARD_STATE_STUB;
    glow_board_stub_start (self);
    return;
  }
  if (!glow_board_ram_holds (&self->ram, entry))
    glow_board_report_violation (self->report, "jumped to 0x%x, where no whole code is",
                                 entry);
  self->state = GLOW_BOARD_STATE_HUNG;
}

/* Everything but flash, lines and line rate of the host is as after power-on. */
static void
start_over (GlowBoard *self, gboolean download)
{
  glow_board_clear_events (self);
  glow_board_stub_stop (self);
  glow_board_ram_clear (&self->ram);
  glow_board_ram_init (&self->ram);
  glow_board_regs_reset (self->regs, download);
  self->flash->powered_down = FALSE;
  self->wire.faulter.is_stalled = FALSE;
  self->chip_baud = self->chip->log_baud;
  self->autobaud = TRUE;
  self->answered_us = 0;
  self->download = download;
  self->state = GLOW_BOARD_STATE_RESET;
}

/**
 * glow_board_restart:
 * @download: start the ROM's loader, or what lies in the flash
 *
 * The chip starts over at @self->at_us, without its reset pin.
 */
void
glow_board_restart (GlowBoard *self, gboolean download)
{
  start_over (self, download);
  if (download)
    glow_board_plan_download (self, self->at_us);
  else
    glow_board_plan_boot (self, self->at_us, FALSE);
}

static void
hold_in_reset (GlowBoard *self)
{
  self->in_reset = TRUE;
  self->release_us = -1;
  glow_board_wire_cut (&self->wire);
  start_over (self, FALSE);
}

/**
 * glow_board_leave_reset:
 * @at_us: when
 *
 * The reset pin has risen: the boot pin is looked at now.
 */
void
glow_board_leave_reset (GlowBoard *self, gint64 at_us)
{
  self->in_reset = FALSE;
  self->release_us = -1;
  self->report->resets++;
  self->at_us = at_us;
  self->idle_us = at_us;
  if (self->mode != GLOW_BOARD_MODE_SILENT)
    glow_board_restart (self, self->boot_pin_low);
}

/**
 * glow_board_power_on:
 * @now_us: when somebody looks at it for the first time
 *
 * A board that has had power for long then.
 */
void
glow_board_power_on (GlowBoard *self, gint64 now_us)
{
  self->now_us = now_us;
  self->at_us = now_us;
  self->idle_us = now_us;
  start_over (self, self->mode == GLOW_BOARD_MODE_DOWNLOAD);
  if (self->mode == GLOW_BOARD_MODE_DOWNLOAD) {
    self->state = GLOW_BOARD_STATE_ROM;
    glow_board_rom_start (self);
  } else if (self->mode == GLOW_BOARD_MODE_RUNNING_APP) {
    glow_board_plan_boot (self, now_us, TRUE);
  }
}

/**
 * glow_board_set_lines:
 * @dtr: asserted
 * @rts: asserted
 * @now_us: the caller's clock
 *
 * Moves the modem lines. Between them and the chip are the usual two transistors: both or
 * neither asserted does nothing (protocol.md 2.1). Thread: whichever drives the board.
 */
void
glow_board_set_lines (GlowBoard *self, gboolean dtr, gboolean rts, gint64 now_us)
{
  gboolean reset_low = rts && !dtr;

  g_return_if_fail (GLOW_IS_BOARD (self));

  glow_board_advance (self, now_us);
  self->boot_pin_low = dtr && !rts;
  if (reset_low)
    hold_in_reset (self);
  else if (self->in_reset && self->release_us < 0)
    self->release_us = self->now_us + RESET_RISE_US;
}

/**
 * glow_board_reset:
 * @now_us: the caller's clock
 *
 * Somebody presses and releases the board's RESET button. Thread: whichever drives the
 * board.
 */
void
glow_board_reset (GlowBoard *self, gint64 now_us)
{
  g_return_if_fail (GLOW_IS_BOARD (self));

  glow_board_advance (self, now_us);
  hold_in_reset (self);
  self->release_us = self->now_us + RESET_RISE_US;
}
