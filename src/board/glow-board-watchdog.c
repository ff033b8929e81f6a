/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The chip's RTC watchdog (protocol.md 2.7, 2.8, 3.6): a way to have the straps looked at
 * again, and a trap when an application left it running. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#define KEY         0x50d83aa1u /* protocol.md 3.6 */
#define ENABLE      (1u << 31)
#define STAGE_SHIFT 28
#define STAGE_RESET 3u     /* this action and those above reset more than a core */
#define SLOW_CLOCK  136000 /* Hz; what CONFIG1 counts */

/* What a usual application leaves running; it feeds it. */
#define APP_TIMEOUT_US ((gint64) 9 * G_USEC_PER_SEC)

static gboolean
is_protected (GlowBoard *self, guint32 addr)
{
  const GlowBoardWatchdogLayout *layout = &self->chip->watchdog;

  if (layout->config0 && (addr == layout->config0 || addr == layout->config1))
    return glow_board_regs_read (self->regs, layout->protect, self->chip_baud) != KEY;
  if (layout->swd_config && addr == layout->swd_config)
    return glow_board_regs_read (self->regs, layout->swd_protect, self->chip_baud) !=
           layout->swd_key;
  return FALSE;
}

static void
start_or_stop (GlowBoard *self)
{
  const GlowBoardWatchdogLayout *layout = &self->chip->watchdog;
  guint32 config = glow_board_regs_read (self->regs, layout->config0, self->chip_baud);
  gint64 ticks = glow_board_regs_read (self->regs, layout->config1, self->chip_baud);

  if ((config & ENABLE) && ((config >> STAGE_SHIFT) & 7) >= STAGE_RESET)
    self->watchdog_us = self->at_us + ticks * G_USEC_PER_SEC / SLOW_CLOCK;
  else
    self->watchdog_us = -1;
}

/**
 * glow_board_write_register:
 * @addr: address in the chip's memory
 * @value: what to write
 * @mask: which bits of it
 *
 * Writes a register as a loader does, with what that sets off.
 */
void
glow_board_write_register (GlowBoard *self, guint32 addr, guint32 value, guint32 mask)
{
  const GlowBoardWatchdogLayout *layout = &self->chip->watchdog;

  if (is_protected (self, addr)) {
    glow_board_report_violation (self->report, "watchdog register 0x%x is locked", addr);
    return;
  }
  glow_board_regs_write (self->regs, addr, value, mask);
  if (layout->config0 && addr == layout->config0)
    start_or_stop (self);
  glow_board_power_written (self, addr);
}

/**
 * glow_board_watchdog_bite:
 * @at_us: when
 *
 * The watchdog's time is up: everything starts over, and the boot pin is looked at. On
 * some chips the USB port does not come back (protocol.md 2.8).
 */
void
glow_board_watchdog_bite (GlowBoard *self, gint64 at_us)
{
  self->at_us = at_us;
  self->idle_us = at_us;
  self->watchdog_us = -1;
  if (self->chip->watchdog_strands && self->traits.usb != GLOW_BOARD_USB_UART) {
    glow_board_report_violation (self->report, "%s lost its USB port by a watchdog reset",
                                 self->chip->name);
    self->state = GLOW_BOARD_STATE_HUNG;
    return;
  }
  self->report->resets++;
  glow_board_restart (self, GLOW_BOARD_RESET_WATCHDOG, GLOW_BOARD_CAUSE_RTC_WATCHDOG);
}

/**
 * glow_board_watchdog_leave_running:
 *
 * A core reset has ended an application that fed its watchdog (protocol.md 2.7).
 */
void
glow_board_watchdog_leave_running (GlowBoard *self)
{
  if (self->chip->watchdog.config0)
    self->watchdog_us = self->at_us + APP_TIMEOUT_US;
}
