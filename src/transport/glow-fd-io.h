/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Waiting, reading and writing on a non-blocking descriptor with a deadline and a
 * cancellable: what the serial and the socket transport have in common. One thread at a
 * time. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GlowFdIo:
 * @fd: the descriptor, non-blocking; -1 when the transport is closed
 * @name: for messages
 * @zero_is_end: whether read() == 0 is the end (a socket); else only a hang-up is (a tty,
 *   whose read gives 0 for "no data" as well)
 *
 * One end of a connection; owns nothing.
 */
typedef struct {
  int fd;
  const char *name;
  gboolean zero_is_end;
} GlowFdIo;

gssize glow_fd_io_read (const GlowFdIo *self,
                        guint8 *buf,
                        gsize buf_size,
                        gint64 timeout_us,
                        GCancellable *cancellable,
                        GError **error);
gboolean glow_fd_io_write (const GlowFdIo *self,
                           const guint8 *buf,
                           gsize buf_len,
                           gint64 timeout_us,
                           GCancellable *cancellable,
                           GError **error);
gboolean glow_fd_io_sleep (gint64 duration_us, GCancellable *cancellable, GError **error);
gboolean glow_fd_io_check_open (const GlowFdIo *self, GError **error);
void glow_fd_io_set_gone (const GlowFdIo *self, int code, GError **error);

G_END_DECLS
