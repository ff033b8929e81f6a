/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The chip's own USB port (protocol.md 2.2, 2.6, 2.8): its modem lines are not pins, and
 * what they set off resets the cores only: the straps are not looked at. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#define MAX_OTG_DATA 0x800u /* bytes of a DATA command, protocol.md 2.6 */
#define FRAME_HEAD   24u    /* bytes before them, protocol.md 1.2, 1.6 */

static void
reset_cores (GlowBoard *self, gboolean download)
{
  gboolean was_app = self->state == GLOW_BOARD_STATE_APP;

  if (self->mode == GLOW_BOARD_MODE_SILENT)
    return;
  glow_board_wire_cut (&self->wire);
  self->at_us = self->now_us;
  self->idle_us = self->now_us;
  self->report->resets++;
  self->usb_download = download;
  glow_board_restart (self, GLOW_BOARD_RESET_CORE, GLOW_BOARD_CAUSE_USB);
  if (was_app && self->download)
    glow_board_watchdog_leave_running (self);
}

/* DTR alone sets a flag, nothing clears it, RTS alone resets as the flag says, and both
 * together do nothing. */
static void
move_jtag (GlowBoard *self, gboolean dtr, gboolean rts)
{
  gboolean is_reset = rts && !dtr;
  gboolean was_reset = self->usb_rts && !self->usb_dtr;

  if (is_reset && !was_reset)
    reset_cores (self, self->usb_flag);
  else if (!rts)
    self->usb_flag = dtr;
}

/* The firmware looks at DTR when RTS falls. To get into the loader it forces it, and the
 * ROM of the ESP32-S2 takes that back on a plain reset (protocol.md 2.8, 3.5). */
static void
move_otg (GlowBoard *self, gboolean dtr, gboolean rts)
{
  const GlowBoardChip *chip = self->chip;

  if (rts || !self->usb_rts)
    return;
  if (chip->force_addr && dtr)
    glow_board_regs_write (self->regs, chip->force_addr, chip->force_mask,
                           chip->force_mask);
  else if (chip->force_addr && !chip->has_jtag)
    glow_board_regs_write (self->regs, chip->force_addr, 0, chip->force_mask);
  reset_cores (self, dtr);
}

/**
 * glow_board_usb_set_lines:
 * @dtr: asserted
 * @rts: asserted
 *
 * The host has set the line state of the chip's own port.
 */
void
glow_board_usb_set_lines (GlowBoard *self, gboolean dtr, gboolean rts)
{
  if (self->traits.usb == GLOW_BOARD_USB_JTAG)
    move_jtag (self, dtr, rts);
  else
    move_otg (self, dtr, rts);
  self->usb_dtr = dtr;
  self->usb_rts = rts;
}

/**
 * glow_board_usb_breaks:
 * @len: bytes of a frame
 *
 * Returns: whether that was more than a loader on USB-OTG survives; then it is dead
 */
gboolean
glow_board_usb_breaks (GlowBoard *self, gsize len)
{
  if (self->traits.usb != GLOW_BOARD_USB_OTG || len <= FRAME_HEAD + MAX_OTG_DATA)
    return FALSE;
  glow_board_report_violation (self->report, "0x%zx bytes of data over USB-OTG",
                               len - FRAME_HEAD);
  self->state = GLOW_BOARD_STATE_HUNG;
  return TRUE;
}
