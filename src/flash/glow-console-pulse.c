/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-console-pulse.h"

#include "glow-reset.h"

static GlowReset
choose (GlowTargetUsb usb, GlowConsolePulse pulse)
{
  if (pulse == GLOW_CONSOLE_BOOTLOADER)
    return usb == GLOW_TARGET_USB_JTAG ? GLOW_RESET_USB_JTAG : GLOW_RESET_TIGHT;
  return usb == GLOW_TARGET_UART ? GLOW_RESET_HARD : GLOW_RESET_HARD_USB;
}

/**
 * glow_console_pulse_run:
 *
 * A #GlowConsolePulseFunc.
 *
 * Returns: %TRUE when the lines were moved; whether the board took notice shows in what
 * it says
 */
gboolean
glow_console_pulse_run (GlowTransport *transport,
                        GlowTarget *target,
                        GlowConsolePulse pulse,
                        GCancellable *cancellable,
                        GError **error)
{
  return glow_reset_run (choose (glow_target_get_usb (target), pulse),
                         glow_target_get_flow_control (target), transport, cancellable,
                         error);
}
