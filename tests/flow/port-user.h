/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Another program that uses a port: the test's own executable, started again without the
 * preload, under a name of its choice. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GlowPortUser GlowPortUser;

/* First thing in main(): runs as the other program if it was started as one. */
gboolean port_user_run (int argc, char *argv[], int *status);

/* @how: what it does with @path, in this order: "o" opens it, "f" locks it by flock(),
 * "x" takes it with TIOCEXCL, "t" makes it its terminal and closes it, "c" closes it. ""
 * is a program that only runs. Returns when it has done so. */
GlowPortUser *port_user_start (const char *name, const char *how, const char *path);
gint port_user_get_pid (GlowPortUser *self);
void port_user_stop (GlowPortUser *self);

G_END_DECLS
