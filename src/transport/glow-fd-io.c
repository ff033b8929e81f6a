/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-fd-io.h"

#include "glow-error.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

static gint64
deadline_after (gint64 timeout_us)
{
  gint64 now_us = g_get_monotonic_time ();

  return timeout_us < G_MAXINT64 - now_us ? now_us + timeout_us : G_MAXINT64;
}

/* poll() that counts microseconds and ends at once when @cancellable is cancelled.
 * @revents is 0 when the time was up; poll() sets POLLHUP, POLLERR and POLLNVAL unasked.
 */
static gboolean
wait_until (int fd,
            short events,
            gint64 deadline_us,
            GCancellable *cancellable,
            short *revents,
            GError **error)
{
  GPollFD cancel = { .fd = -1 };
  gboolean watched = g_cancellable_make_pollfd (cancellable, &cancel);
  struct pollfd fds[] = {
    { .fd = fd, .events = events },
    { .fd = watched ? cancel.fd : -1, .events = POLLIN },
  };
  int count;

  do {
    gint64 left_us = MAX (deadline_us - g_get_monotonic_time (), 0);
    struct timespec left = {
      .tv_sec = left_us / G_USEC_PER_SEC,
      .tv_nsec = (left_us % G_USEC_PER_SEC) * 1000,
    };

    count = ppoll (fds, G_N_ELEMENTS (fds), &left, NULL);
  } while (count < 0 && errno == EINTR);
  if (watched)
    g_cancellable_release_fd (cancellable);
  *revents = count > 0 ? fds[0].revents : 0;
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * glow_fd_io_set_gone:
 * @code: an errno; 0: the other side ended the connection
 * @error: is set to %GLOW_ERROR_PORT_GONE
 *
 * Any thread.
 */
void
glow_fd_io_set_gone (const GlowFdIo *self, int code, GError **error)
{
  if (code != 0)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE, "%s is gone: %s", self->name,
                 g_strerror (code));
  else
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE, "%s is gone: %s", self->name,
                 self->zero_is_end ? "the other side closed the connection"
                                   : "it was unplugged");
}

/**
 * glow_fd_io_check_open:
 * @error: %GLOW_ERROR_PORT_GONE
 *
 * Any thread.
 *
 * Returns: %TRUE unless the transport has been closed
 */
gboolean
glow_fd_io_check_open (const GlowFdIo *self, GError **error)
{
  if (self->fd >= 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE, "%s has been closed", self->name);
  return FALSE;
}

/* Bytes read, 0 when there are none yet, -1 with @error set. After a hang-up a tty reads
 * as 0 for ever; only poll() tells it from silence. */
static gssize
read_once (const GlowFdIo *self,
           guint8 *buf,
           gsize buf_size,
           short revents,
           GError **error)
{
  gssize count = read (self->fd, buf, buf_size);

  if (count > 0)
    return count;
  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return 0;
  if (count < 0) {
    glow_fd_io_set_gone (self, errno, error);
    return -1;
  }
  if (self->zero_is_end || (revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
    glow_fd_io_set_gone (self, 0, error);
    return -1;
  }
  return 0;
}

/**
 * glow_fd_io_read:
 *
 * See glow_transport_read(). Worker thread.
 *
 * Returns: bytes read, 0 when the time was up, -1 with @error set
 */
gssize
glow_fd_io_read (const GlowFdIo *self,
                 guint8 *buf,
                 gsize buf_size,
                 gint64 timeout_us,
                 GCancellable *cancellable,
                 GError **error)
{
  gint64 deadline_us = deadline_after (timeout_us);

  if (!glow_fd_io_check_open (self, error))
    return -1;
  for (;;) {
    short revents = 0;
    gssize count;

    if (!wait_until (self->fd, POLLIN, deadline_us, cancellable, &revents, error))
      return -1;
    if (revents == 0)
      return 0;
    count = read_once (self, buf, buf_size, revents, error);
    if (count != 0)
      return count;
  }
}

/**
 * glow_fd_io_write:
 *
 * See glow_transport_write(). Worker thread.
 *
 * Returns: %TRUE when every byte was taken
 */
gboolean
glow_fd_io_write (const GlowFdIo *self,
                  const guint8 *buf,
                  gsize buf_len,
                  gint64 timeout_us,
                  GCancellable *cancellable,
                  GError **error)
{
  gint64 deadline_us = deadline_after (timeout_us);
  gsize written_len = 0;

  if (!glow_fd_io_check_open (self, error))
    return FALSE;
  while (written_len < buf_len) {
    short revents = 0;
    gssize count;

    if (!wait_until (self->fd, POLLOUT, deadline_us, cancellable, &revents, error))
      return FALSE;
    if (revents == 0) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT,
                   "%s took only %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                   " bytes in %" G_GINT64_FORMAT " ms",
                   self->name, written_len, buf_len, timeout_us / 1000);
      return FALSE;
    }
    count = write (self->fd, buf + written_len, buf_len - written_len);
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      glow_fd_io_set_gone (self, errno, error);
      return FALSE;
    }
    written_len += count > 0 ? (gsize) count : 0;
  }
  return TRUE;
}

/**
 * glow_fd_io_sleep:
 * @duration_us: microseconds
 * @cancellable: (nullable): ends the wait at once
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Worker thread.
 *
 * Returns: %TRUE when the time has passed
 */
gboolean
glow_fd_io_sleep (gint64 duration_us, GCancellable *cancellable, GError **error)
{
  short revents = 0;

  return wait_until (-1, 0, deadline_after (duration_us), cancellable, &revents, error);
}
