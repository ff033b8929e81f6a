/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-event.h"

/* From the release of the reset line until the chip sees it: 10 kΩ and 100 nF. */
#define RESET_RISE_US 1000

#define CHIP_ID_C2    12
#define CHIP_ID_C3    5

/* protocol.md 3.9: where code that was uploaded never comes to life */
static gboolean
is_barred (GlowBoard *self)
{
  guint32 chip_id = self->chip->chip_id;

  if ((chip_id != CHIP_ID_C3 || !self->traits.secure_boot) &&
      (chip_id != CHIP_ID_C2 || self->traits.revision != 0))
    return FALSE;
  glow_board_report_violation (self->report, "stub started on %s, where none runs",
                               chip_id == CHIP_ID_C2 ? "an ESP32-C2 v0.0"
                                                     : "an ESP32-C3 with secure boot");
  return TRUE;
}

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
  if (is_barred (self)) {
    self->state = GLOW_BOARD_STATE_HUNG;
    return;
  }
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

/* Whether the next start leads to the loader. */
static gboolean
choose_download (GlowBoard *self, GlowBoardResetKind kind)
{
  const GlowBoardChip *chip = self->chip;

  if (kind != GLOW_BOARD_RESET_CORE)
    self->strap_low = self->boot_pin_low || self->boot_held;
  if (self->strap_low || (kind == GLOW_BOARD_RESET_CORE && self->usb_download))
    return TRUE;
  return kind == GLOW_BOARD_RESET_CORE && chip->force_addr &&
         (glow_board_regs_read (self->regs, chip->force_addr, self->chip_baud) &
          chip->force_mask);
}

/* Everything but flash, lines and line rate of the host is as after power-on. */
static void
start_over (GlowBoard *self, GlowBoardResetKind kind, gboolean download)
{
  glow_board_clear_events (self);
  glow_board_app_stop (&self->app);
  glow_board_stub_stop (self);
  glow_board_ram_clear (&self->ram);
  glow_board_ram_init (&self->ram);
  glow_board_regs_reset (self->regs, self->strap_low, kind == GLOW_BOARD_RESET_CORE);
  if (kind != GLOW_BOARD_RESET_CORE)
    glow_board_power_reset (self);
  self->watchdog_us = -1;
  self->usb_download = FALSE;
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
 * @kind: how much starts over
 * @cause: why
 *
 * The chip starts over at @self->at_us: the ROM's loader, or what lies in the flash.
 */
void
glow_board_restart (GlowBoard *self, GlowBoardResetKind kind, GlowBoardCause cause)
{
  gboolean download = choose_download (self, kind);

  start_over (self, kind, download);
  if (download)
    glow_board_plan_download (self, self->at_us);
  else
    glow_board_plan_boot (self, self->at_us, cause, FALSE);
}

/**
 * glow_board_restart_app:
 * @cause: why
 *
 * What runs, or the want of it, starts the chip over at @self->at_us, and not into the
 * loader: the straps are not looked at again.
 */
void
glow_board_restart_app (GlowBoard *self, GlowBoardCause cause)
{
  self->report->restarts++;
  self->idle_us = self->at_us;
  start_over (self, GLOW_BOARD_RESET_CORE, FALSE);
  glow_board_plan_boot (self, self->at_us, cause, FALSE);
}

/**
 * glow_board_leave_loader:
 *
 * The ROM ends its loader and starts what lies in the flash.
 */
void
glow_board_leave_loader (GlowBoard *self)
{
  start_over (self, GLOW_BOARD_RESET_CORE, FALSE);
  glow_board_plan_boot (self, self->at_us, GLOW_BOARD_CAUSE_SOFTWARE, FALSE);
}

static void
hold_in_reset (GlowBoard *self)
{
  self->in_reset = TRUE;
  self->release_us = -1;
  glow_board_wire_cut (&self->wire);
  start_over (self, GLOW_BOARD_RESET_POWER, FALSE);
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
    glow_board_restart (self, GLOW_BOARD_RESET_POWER, GLOW_BOARD_CAUSE_POWER);
}

/* Without BOOT, the way into the loader of USB-OTG was to ask for it (protocol.md 3.5).
 */
static void
force_download (GlowBoard *self)
{
  const GlowBoardChip *chip = self->chip;

  if (self->traits.usb == GLOW_BOARD_USB_OTG && chip->force_addr && !self->strap_low)
    glow_board_regs_write (self->regs, chip->force_addr, chip->force_mask,
                           chip->force_mask);
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
  gboolean download = self->mode == GLOW_BOARD_MODE_DOWNLOAD ||
                      (self->boot_held && self->mode != GLOW_BOARD_MODE_SILENT);

  self->now_us = now_us;
  self->at_us = now_us;
  self->idle_us = now_us;
  self->strap_low = self->boot_held || (self->mode == GLOW_BOARD_MODE_DOWNLOAD &&
                                        self->traits.usb == GLOW_BOARD_USB_UART);
  start_over (self, GLOW_BOARD_RESET_POWER, download);
  if (download) {
    force_download (self);
    self->state = GLOW_BOARD_STATE_ROM;
    glow_board_rom_start (self);
  } else if (self->mode == GLOW_BOARD_MODE_RUNNING_APP) {
    glow_board_plan_boot (self, now_us, GLOW_BOARD_CAUSE_POWER, TRUE);
  }
}

/**
 * glow_board_set_lines:
 * @dtr: asserted
 * @rts: asserted
 * @now_us: the caller's clock
 *
 * Moves the modem lines. Between them and the chip are the usual two transistors: both or
 * neither asserted does nothing (protocol.md 2.1). On the chip's own USB port they mean
 * something else (protocol.md 2.2). Thread: whichever drives the board.
 */
void
glow_board_set_lines (GlowBoard *self, gboolean dtr, gboolean rts, gint64 now_us)
{
  gboolean reset_low = rts && !dtr;

  g_return_if_fail (GLOW_IS_BOARD (self));

  glow_board_advance (self, now_us);
  if (self->traits.usb != GLOW_BOARD_USB_UART) {
    glow_board_usb_set_lines (self, dtr, rts);
    return;
  }
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

/**
 * glow_board_hold_boot:
 * @held: pressed
 * @now_us: the caller's clock
 *
 * Somebody presses or lets go of the board's BOOT button. Thread: whichever drives the
 * board.
 */
void
glow_board_hold_boot (GlowBoard *self, gboolean held, gint64 now_us)
{
  g_return_if_fail (GLOW_IS_BOARD (self));

  glow_board_advance (self, now_us);
  self->boot_held = held;
  self->boot_waits = FALSE;
}
