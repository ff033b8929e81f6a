/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-target.h"

#include "glow-error.h"
#include "glow-serial-transport.h"
#include "glow-socket-transport.h"

/* protocol.md 2.6 */
#define ESPRESSIF_VID    0x303a
#define USB_JTAG_PID     0x1001
#define SILICON_LABS_VID 0x10c4
#define CP2102C_PID      0xea64

/* 10 s in all; protocol.md 2.6 */
#define REOPEN_PAUSE_MS 100
#define REOPEN_ATTEMPTS 100

struct _GlowTarget {
  GObject parent_instance;

  /* owned, never changed after construction */
  char *name;
  GlowTargetOpenFunc open;
  gpointer user_data;
  GDestroyNotify destroy;
  GlowTargetUsb usb;
  gboolean flow_control;

  /* owned */
  GlowTargetFindFunc find; /* (nullable) */
  gpointer find_data;
  GDestroyNotify find_destroy;
};

G_DEFINE_FINAL_TYPE (GlowTarget, glow_target, G_TYPE_OBJECT)

static void
glow_target_finalize (GObject *object)
{
  GlowTarget *self = GLOW_TARGET (object);

  if (self->destroy)
    self->destroy (self->user_data);
  if (self->find_destroy)
    self->find_destroy (self->find_data);
  g_free (self->name);
  G_OBJECT_CLASS (glow_target_parent_class)->finalize (object);
}

static void
glow_target_class_init (GlowTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_target_finalize;
}

static void
glow_target_init (GlowTarget *self)
{
}

/**
 * glow_target_new:
 * @name: what to call it in messages
 * @open: opens it; may be called more than once and on any one thread at a time
 * @user_data: for @open
 * @destroy: (nullable): frees @user_data
 *
 * A board behind anything that is not a serial port or a socket. Any thread.
 *
 * Returns: (transfer full): the target
 */
GlowTarget *
glow_target_new (const char *name,
                 GlowTargetOpenFunc open,
                 gpointer user_data,
                 GDestroyNotify destroy)
{
  GlowTarget *self = g_object_new (GLOW_TYPE_TARGET, NULL);

  self->name = g_strdup (name);
  self->open = open;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

/**
 * glow_target_new_native:
 * @name: what to call it in messages
 * @open: as for glow_target_new()
 * @user_data: for @open
 * @destroy: (nullable): frees @user_data
 * @usb: how the chip is reached behind it
 *
 * A board behind anything, whose chip may be reached through its own USB. Any thread.
 *
 * Returns: (transfer full): the target
 */
GlowTarget *
glow_target_new_native (const char *name,
                        GlowTargetOpenFunc open,
                        gpointer user_data,
                        GDestroyNotify destroy,
                        GlowTargetUsb usb)
{
  GlowTarget *self = glow_target_new (name, open, user_data, destroy);

  self->usb = usb;
  return self;
}

static GlowTransport *
open_serial (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return glow_serial_transport_open (user_data, error);
}

/**
 * glow_target_new_serial:
 * @devnode: path of the node, such as "/dev/ttyUSB0"
 *
 * Any thread.
 *
 * Returns: (transfer full): a serial port; it need not exist yet
 */
GlowTarget *
glow_target_new_serial (const char *devnode)
{
  return glow_target_new (devnode, open_serial, g_strdup (devnode), g_free);
}

static GlowTransport *
open_socket (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return glow_socket_transport_open (user_data, cancellable, error);
}

/**
 * glow_target_usb_from_ids:
 * @vid: USB vendor
 * @pid: USB product
 *
 * The ROM's own device carries the chip's image id as its product (protocol.md 2.6). Any
 * thread.
 *
 * Returns: how a chip behind a port with these ids is reached
 */
GlowTargetUsb
glow_target_usb_from_ids (guint16 vid, guint16 pid)
{
  static const guint16 otg_pids[] = { 0x0002, 0x0009, 0x0012, 0x0020 };

  if (vid != ESPRESSIF_VID)
    return GLOW_TARGET_UART;
  if (pid == USB_JTAG_PID)
    return GLOW_TARGET_USB_JTAG;
  for (guint i = 0; i < G_N_ELEMENTS (otg_pids); i++) {
    if (otg_pids[i] == pid)
      return GLOW_TARGET_USB_OTG;
  }
  return GLOW_TARGET_UART;
}

/**
 * glow_target_flow_control_from_ids:
 * @vid: USB vendor
 * @pid: USB product
 *
 * The CP2102C has its flow control always on (linux-desktop.md 4.3). Any thread.
 *
 * Returns: whether an adapter with these ids needs DTR kept
 */
gboolean
glow_target_flow_control_from_ids (guint16 vid, guint16 pid)
{
  return vid == SILICON_LABS_VID && pid == CP2102C_PID;
}

/**
 * glow_target_new_usb_serial:
 * @devnode: path of the node, such as "/dev/ttyACM0"
 * @usb: how the chip is reached behind it
 *
 * Any thread.
 *
 * Returns: (transfer full): a serial port that is known to be this kind of USB device
 */
GlowTarget *
glow_target_new_usb_serial (const char *devnode, GlowTargetUsb usb)
{
  GlowTarget *self = glow_target_new_serial (devnode);

  self->usb = usb;
  return self;
}

/**
 * glow_target_new_socket:
 * @host: name or address; an IPv6 address without brackets
 * @port: TCP port
 *
 * Any thread.
 *
 * Returns: (transfer full): a board behind a raw TCP connection, as pyserial's socket://
 * has it
 */
GlowTarget *
glow_target_new_socket (const char *host, guint16 port)
{
  g_autofree char *name =
    g_strdup_printf (strchr (host, ':') ? "socket://[%s]:%u" : "socket://%s:%u", host,
                     (guint) port);
  GSocketConnectable *address = g_network_address_new (host, port);

  return glow_target_new (name, open_socket, address, g_object_unref);
}

/**
 * glow_target_get_name:
 *
 * Any thread.
 *
 * Returns: (transfer none): what to call it in messages
 */
const char *
glow_target_get_name (GlowTarget *self)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), NULL);

  return self->name;
}

/**
 * glow_target_get_usb:
 *
 * Any thread.
 *
 * Returns: how the chip is reached
 */
GlowTargetUsb
glow_target_get_usb (GlowTarget *self)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), GLOW_TARGET_UART);

  return self->usb;
}

/**
 * glow_target_set_flow_control:
 * @flow_control: the adapter has RTS/CTS flow control of its own, so that DTR has to stay
 * asserted (linux-desktop.md 4.3, CP2102C)
 *
 * Before the target is handed to a worker.
 */
void
glow_target_set_flow_control (GlowTarget *self, gboolean flow_control)
{
  g_return_if_fail (GLOW_IS_TARGET (self));

  self->flow_control = flow_control;
}

/**
 * glow_target_set_finder:
 * @find: looks where the board is now
 * @user_data: for @find; used on the worker's thread
 * @destroy: (nullable): frees @user_data
 *
 * Before the target is handed to a worker.
 */
void
glow_target_set_finder (GlowTarget *self,
                        GlowTargetFindFunc find,
                        gpointer user_data,
                        GDestroyNotify destroy)
{
  g_return_if_fail (GLOW_IS_TARGET (self) && !self->find);

  self->find = find;
  self->find_data = user_data;
  self->find_destroy = destroy;
}

/**
 * glow_target_get_flow_control:
 *
 * Any thread.
 *
 * Returns: whether the adapter has flow control of its own
 */
gboolean
glow_target_get_flow_control (GlowTarget *self)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), FALSE);

  return self->flow_control;
}

/**
 * glow_target_has_finder:
 *
 * Any thread.
 *
 * Returns: whether glow_target_reopen() can find the board again
 */
gboolean
glow_target_has_finder (GlowTarget *self)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), FALSE);

  return self->find != NULL;
}

/* what the first moments of a fresh node look like: not there yet, not permitted yet */
static gboolean
is_worth_waiting (const GError *error)
{
  static const GlowError codes[] = { GLOW_ERROR_PORT_MISSING, GLOW_ERROR_PERMISSION,
                                     GLOW_ERROR_BUSY, GLOW_ERROR_PORT_GONE };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, GLOW_ERROR, (gint) codes[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
wait_a_little (GCancellable *cancellable, GError **error)
{
  GPollFD poll_fd;

  if (g_cancellable_make_pollfd (cancellable, &poll_fd)) {
    g_poll (&poll_fd, 1, REOPEN_PAUSE_MS);
    g_cancellable_release_fd (cancellable);
  } else {
    g_poll (NULL, 0, REOPEN_PAUSE_MS);
  }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static GlowTransport *
open_found (GlowTarget *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *devnode = self->find (self->find_data);

  if (!devnode) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE, "%s did not come back",
                 self->name);
    return NULL;
  }
  if (self->open == open_serial)
    return glow_serial_transport_open (devnode, error);
  return self->open (self->user_data, cancellable, error);
}

/**
 * glow_target_reopen:
 * @cancellable: (nullable): ends the wait at once
 * @error: %GLOW_ERROR_PORT_GONE when it did not come back within 10 s, or see
 *   #GlowTargetOpenFunc
 *
 * Opens the board again after its port went away: a chip with its own USB does that at a
 * reset, and may come back under another name. Blocks; the worker's thread.
 *
 * Returns: (transfer full): the transport, or %NULL
 */
GlowTransport *
glow_target_reopen (GlowTarget *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self) && self->find, NULL);

  for (guint i = 1;; i++) {
    g_autoptr (GError) local_error = NULL;
    GlowTransport *transport = open_found (self, cancellable, &local_error);

    if (transport)
      return transport;
    if (i == REOPEN_ATTEMPTS || !is_worth_waiting (local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    if (!wait_a_little (cancellable, error))
      return NULL;
  }
}

/**
 * glow_target_open:
 * @cancellable: (nullable): ends the opening at once
 * @error: see #GlowTargetOpenFunc
 *
 * Opens the board's transport. Call it on the thread that will use it.
 *
 * Returns: (transfer full): the transport, or %NULL
 */
GlowTransport *
glow_target_open (GlowTarget *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), NULL);

  return self->open (self->user_data, cancellable, error);
}
