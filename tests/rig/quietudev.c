/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A preload that makes udev's monitor silent as it is in a sandbox: the socket is there,
 * everything succeeds, and no event ever comes (linux-desktop.md 1.2). */

struct udev_monitor;
int udev_monitor_enable_receiving (struct udev_monitor *monitor);

int
udev_monitor_enable_receiving (struct udev_monitor *monitor)
{
  (void) monitor;
  return 0;
}
