/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a run leaves the board: its firmware started, or in its bootloader, and said so. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-session.h"

#include "glow-chip-control.h"
#include "glow-chip-detect.h"
#include "glow-chip-table.h"
#include "glow-error.h"
#include "glow-flash-boot.h"
#include "glow-reset.h"

/* Through native USB the reset line does not sample the boot pins anew: where the chip
 * has a watchdog for it, that one is sure to start the firmware (protocol.md 2.8). */
static gboolean
reset_board (GlowFlashSession *self, GError **error)
{
  if (!glow_chip_clear_force_download (self->info, self->loader, error))
    return FALSE;
  glow_flash_boot_prepare (self);
  if (self->usb != GLOW_TARGET_UART && glow_chip_can_watchdog_reset (self->info))
    return glow_chip_watchdog_reset (self->info, self->loader, error);
  return glow_reset_run (self->usb == GLOW_TARGET_UART ? GLOW_RESET_HARD
                                                       : GLOW_RESET_HARD_USB,
                         FALSE, self->transport, NULL, error);
}

/* whoever comes next looks for a loader at 115200 baud */
static void
stay_in_loader (GlowFlashSession *self)
{
  g_autoptr (GError) local_error = NULL;
  guint baud = GLOW_LOADER_ROM_BAUD;
  guint baud_to_say;

  if (glow_loader_get_baud (self->loader) == baud)
    return;
  if (!glow_flash_session_can_change_baud (self)) {
    glow_flash_session_note (self, "The bootloader stays at %u baud",
                             glow_loader_get_baud (self->loader));
    return;
  }
  if (!glow_chip_get_baud_to_say (self->info, self->loader, baud, &baud_to_say,
                                  &local_error) ||
      !glow_loader_leave_baud (self->loader, baud, baud_to_say, &local_error))
    glow_flash_session_note (self, "The bootloader stays at its speed: %s",
                             local_error->message);
}

/* by the watchdog where the chip has one for it, else by the ROM loader; a stub has no
 * way that it confirms (protocol.md 1.6, 2.8) */
static gboolean
run_firmware (GlowFlashSession *self, GError **error)
{
  if (!glow_chip_clear_force_download (self->info, self->loader, error))
    return FALSE;
  if (glow_chip_can_watchdog_reset (self->info))
    return glow_chip_watchdog_reset (self->info, self->loader, error);
  if (!glow_loader_is_stub (self->loader))
    return glow_loader_run_user_code (self->loader, error);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
               "the %s's stub can't start the firmware; without a stub it would",
               self->info->chip->name);
  return FALSE;
}

static void
leave_by_running (GlowFlashSession *self)
{
  g_autoptr (GError) local_error = NULL;

  if (run_firmware (self, &local_error)) {
    self->result->left_in_loader = FALSE;
    glow_flash_session_log (self, "The board was told to start its firmware");
    return;
  }
  stay_in_loader (self);
  glow_flash_session_note (self, "The board is left in its bootloader: %s",
                           local_error->message);
}

/**
 * glow_flash_session_leave:
 *
 * Starts the firmware by the way that fits the chip, or says that the board stays in its
 * bootloader.
 */
void
glow_flash_session_leave (GlowFlashSession *self)
{
  gboolean has_lines =
    glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_LINES;
  g_autoptr (GError) local_error = NULL;

  self->result->left_in_loader = TRUE;
  if (glow_flash_plan_get_options (self->plan)->after == GLOW_AFTER_NO_RESET) {
    stay_in_loader (self);
    glow_flash_session_log (self, "The board stays in its bootloader, as asked");
    return;
  }
  if (glow_flash_plan_get_options (self->plan)->after == GLOW_AFTER_RUN) {
    leave_by_running (self);
    return;
  }
  if (!has_lines || self->by_hand) {
    stay_in_loader (self);
    glow_flash_session_note (
      self, "The board is left in its bootloader: press its RESET button");
    return;
  }
  if (!reset_board (self, &local_error)) {
    glow_flash_session_note (self, "The board could not be reset: %s",
                             local_error->message);
    return;
  }
  self->result->left_in_loader = FALSE;
  glow_flash_session_log (self, "The board was reset");
}
