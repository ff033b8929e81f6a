/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What has to be said to a tty's own descriptor: settings, rate, modem lines, exclusive
 * use. In a file of its own because struct termios2 comes with <asm/termbits.h>, which
 * clashes with <termios.h>. All functions return 0 or an errno. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int glow_termios_set_raw (int fd);
int glow_termios_set_baud (int fd, guint baud, guint *actual_baud);
int glow_termios_get_baud (int fd, guint *baud);
int glow_termios_set_lines (int fd, gboolean dtr, gboolean rts);
int glow_termios_check_lines (int fd);
int glow_termios_discard_input (int fd);
int glow_termios_set_exclusive (int fd, gboolean exclusive);
int glow_termios_set_low_latency (int fd, gboolean low, gboolean *was_low);

G_END_DECLS
