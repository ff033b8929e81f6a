/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-target.h"

#include "glow-serial-transport.h"
#include "glow-socket-transport.h"

/* protocol.md 2.6 */
#define ESPRESSIF_VID 0x303a
#define USB_JTAG_PID  0x1001

struct _GlowTarget {
  GObject parent_instance;

  /* owned, never changed after construction */
  char *name;
  GlowTargetOpenFunc open;
  gpointer user_data;
  GDestroyNotify destroy;
  GlowTargetUsb usb;
};

G_DEFINE_FINAL_TYPE (GlowTarget, glow_target, G_TYPE_OBJECT)

static void
glow_target_finalize (GObject *object)
{
  GlowTarget *self = GLOW_TARGET (object);

  if (self->destroy)
    self->destroy (self->user_data);
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
