/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-transport.h"

#include "glow-board-private.h"

#include "glow-error.h"
#include "glow-target.h"
#include "glow-transport.h"

#define OPEN_BAUD 115200u /* what GlowTarget promises */

struct _GlowBoardTransport {
  GObject parent_instance;

  /* owned */
  GlowBoard *board; /* NULL when closed */

  gboolean real_time;
  gint64 virtual_us; /* the virtual clock */
};

static void glow_board_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowBoardTransport,
                               glow_board_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      glow_board_transport_iface_init))

static gint64
transport_now (GlowTransport *transport)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  return self->real_time ? g_get_monotonic_time () : self->virtual_us;
}

static gboolean
check_open (GlowBoardTransport *self, GError **error)
{
  if (self->board && !glow_board_is_closed (self->board))
    return TRUE;
  g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE,
                       "the simulated board was unplugged");
  return FALSE;
}

static gboolean
wait_really (gint64 until_us, GCancellable *cancellable, GError **error)
{
  GPollFD fd = { -1, G_IO_IN, 0 };
  gboolean has_fd = cancellable && g_cancellable_make_pollfd (cancellable, &fd);
  gint64 left_us;

  while ((left_us = until_us - g_get_monotonic_time ()) > 0) {
    g_poll (&fd, has_fd ? 1 : 0, (gint) MIN ((left_us + 999) / 1000, G_MAXINT));
    if (g_cancellable_is_cancelled (cancellable))
      break;
  }
  if (has_fd)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
wait_until (GlowBoardTransport *self,
            gint64 until_us,
            GCancellable *cancellable,
            GError **error)
{
  if (self->real_time)
    return wait_really (until_us, cancellable, error);
  self->virtual_us = MAX (self->virtual_us, until_us);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gssize
transport_read (GlowTransport *transport,
                guint8 *buf,
                gsize buf_size,
                gint64 timeout_us,
                GCancellable *cancellable,
                GError **error)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);
  gint64 now_us = transport_now (transport);
  gint64 deadline_us = now_us + MAX (timeout_us, 0);
  gint64 next_us;
  gsize len;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !check_open (self, error))
    return -1;
  while ((len = glow_board_transmit (self->board, buf, buf_size, now_us)) == 0) {
    if (!check_open (self, error))
      return -1;
    if (now_us >= deadline_us)
      return 0;
    next_us = glow_board_next_output_us (self->board, now_us);
    if (next_us < 0 || next_us > deadline_us)
      next_us = deadline_us;
    if (!wait_until (self, next_us, cancellable, error))
      return -1;
    now_us = transport_now (transport);
  }
  return (gssize) len;
}

static gboolean
transport_write (GlowTransport *transport,
                 const guint8 *buf,
                 gsize buf_len,
                 gint64 timeout_us,
                 GCancellable *cancellable,
                 GError **error)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !check_open (self, error))
    return FALSE;
  glow_board_receive (self->board, buf, buf_len, transport_now (transport));
  return TRUE;
}

static gboolean
transport_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  if (!check_open (self, error))
    return FALSE;
  glow_board_set_host_baud (self->board, baud, transport_now (transport));
  return TRUE;
}

static gboolean
transport_set_lines (GlowTransport *transport, gboolean dtr, gboolean rts, GError **error)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  if (!check_open (self, error))
    return FALSE;
  glow_board_set_lines (self->board, dtr, rts, transport_now (transport));
  return TRUE;
}

static gboolean
transport_discard_input (GlowTransport *transport, GError **error)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  if (!check_open (self, error))
    return FALSE;
  glow_board_discard (self->board, transport_now (transport));
  return TRUE;
}

static gboolean
transport_sleep (GlowTransport *transport,
                 gint64 duration_us,
                 GCancellable *cancellable,
                 GError **error)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return wait_until (self, transport_now (transport) + duration_us, cancellable, error);
}

static GlowTransportFlags
transport_get_flags (GlowTransport *transport)
{
  return GLOW_TRANSPORT_HAS_LINES | GLOW_TRANSPORT_HAS_BAUD;
}

static const char *
transport_get_name (GlowTransport *transport)
{
  return "simulated board";
}

static void
transport_close (GlowTransport *transport)
{
  GlowBoardTransport *self = GLOW_BOARD_TRANSPORT (transport);

  if (self->board)
    g_atomic_int_set (&self->board->is_open, 0);
  g_clear_object (&self->board);
}

static void
glow_board_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = transport_read;
  iface->write = transport_write;
  iface->set_baud = transport_set_baud;
  iface->set_lines = transport_set_lines;
  iface->discard_input = transport_discard_input;
  iface->sleep = transport_sleep;
  iface->now = transport_now;
  iface->get_flags = transport_get_flags;
  iface->get_name = transport_get_name;
  iface->close = transport_close;
}

static void
glow_board_transport_finalize (GObject *object)
{
  transport_close (GLOW_TRANSPORT (object));
  G_OBJECT_CLASS (glow_board_transport_parent_class)->finalize (object);
}

static void
glow_board_transport_class_init (GlowBoardTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_board_transport_finalize;
}

static void
glow_board_transport_init (GlowBoardTransport *self)
{
}

/* As a serial driver does it: 115200 baud, both lines asserted, nothing old to read. */
static void
connect_lines (GlowBoardTransport *self)
{
  gint64 now_us = transport_now (GLOW_TRANSPORT (self));

  glow_board_set_host_baud (self->board, OPEN_BAUD, now_us);
  glow_board_set_lines (self->board, TRUE, TRUE, now_us);
  glow_board_discard (self->board, now_us);
}

/**
 * glow_board_transport_open:
 * @board: (transfer none): the board; kept until the transport is closed
 * @real_time: wait really, on the monotonic clock; otherwise waiting takes no time
 * @error: %GLOW_ERROR_BUSY when the board is open already
 *
 * Connects to a board of this process. A board whose connection broke is plugged in
 * again. The thread that opens it drives the board.
 *
 * Returns: (transfer full): the transport
 */
GlowTransport *
glow_board_transport_open (GlowBoard *board, gboolean real_time, GError **error)
{
  GlowBoardTransport *self;

  if (!g_atomic_int_compare_and_exchange (&board->is_open, 0, 1)) {
    g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_BUSY,
                         "the simulated board is in use");
    return NULL;
  }
  self = g_object_new (GLOW_TYPE_BOARD_TRANSPORT, NULL);
  self->board = g_object_ref (board);
  self->real_time = real_time;
  self->virtual_us = board->now_us;
  glow_board_reconnect (board);
  connect_lines (self);
  return GLOW_TRANSPORT (self);
}

static GlowTransport *
open_virtual (gpointer user_data, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return glow_board_transport_open (user_data, FALSE, error);
}

static GlowTransport *
open_real (gpointer user_data, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return glow_board_transport_open (user_data, TRUE, error);
}

/* what a host would read off the USB ids of such a port */
static GlowTargetUsb
target_usb (GlowBoard *board)
{
  switch (board->traits.usb) {
  case GLOW_BOARD_USB_JTAG:
    return GLOW_TARGET_USB_JTAG;
  case GLOW_BOARD_USB_OTG:
    return GLOW_TARGET_USB_OTG;
  case GLOW_BOARD_USB_UART:
  default:
    return GLOW_TARGET_UART;
  }
}

/**
 * glow_board_target_new:
 * @board: (transfer none): the board; kept until the target is gone
 * @real_time: wait really, on the monotonic clock; otherwise waiting takes no time
 *
 * Any thread, but only one may have the board open.
 *
 * Returns: (transfer full): a target that opens @board, also again and again
 */
GlowTarget *
glow_board_target_new (GlowBoard *board, gboolean real_time)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (GLOW_IS_BOARD (board), NULL);

  name = g_strdup_printf ("simulated %s", board->chip->name);
  return glow_target_new_native (name, real_time ? open_real : open_virtual,
                                 g_object_ref (board), g_object_unref,
                                 target_usb (board));
}
