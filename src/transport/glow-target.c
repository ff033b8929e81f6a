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

/* How long whoever had the port last gets to hand it over: a console does so within one
 * read, some 50 ms. */
#define CLAIM_PAUSE_MS 10
#define CLAIM_ATTEMPTS 300

#define OPEN_BAUD      115200 /* bits per second: what #GlowTargetOpenFunc promises */

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

  /* atomic */
  gpointer parked; /* (nullable): GlowTransport, owned by whoever takes it out */
  gint claimed;    /* somebody has it for longer, see glow_target_claim() */
  gint moved;      /* it was found under another node than the one it is opened by */
};

G_DEFINE_FINAL_TYPE (GlowTarget, glow_target, G_TYPE_OBJECT)

/* takes @transport */
static void
close_transport (GlowTransport *transport)
{
  if (!transport)
    return;
  glow_transport_close (transport);
  g_object_unref (transport);
}

static void
glow_target_finalize (GObject *object)
{
  GlowTarget *self = GLOW_TARGET (object);

  glow_target_close_parked (self);
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
wait_a_little (gint pause_ms, GCancellable *cancellable, GError **error)
{
  GPollFD poll_fd;

  if (g_cancellable_make_pollfd (cancellable, &poll_fd)) {
    g_poll (&poll_fd, 1, pause_ms);
    g_cancellable_release_fd (cancellable);
  } else {
    g_poll (NULL, 0, pause_ms);
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
  if (self->open != open_serial)
    return self->open (self->user_data, cancellable, error);
  g_atomic_int_set (&self->moved, strcmp (devnode, self->name) != 0);
  return glow_serial_transport_open (devnode, error);
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

  glow_target_close_parked (self);
  for (guint i = 1;; i++) {
    g_autoptr (GError) local_error = NULL;
    GlowTransport *transport = open_found (self, cancellable, &local_error);

    if (transport)
      return transport;
    if (i == REOPEN_ATTEMPTS || !is_worth_waiting (local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    if (!wait_a_little (REOPEN_PAUSE_MS, cancellable, error))
      return NULL;
  }
}

/**
 * glow_target_park:
 * @transport: (transfer full): an open transport of this board, as it is
 *
 * Keeps the port open for whoever opens the target next. A second one closes the first;
 * one that was found under another node than the target's is closed at once, since the
 * target would not be asked for it any more. The caller must not use @transport again.
 * Any thread.
 */
void
glow_target_park (GlowTarget *self, GlowTransport *transport)
{
  g_return_if_fail (GLOW_IS_TARGET (self) && GLOW_IS_TRANSPORT (transport));

  if (g_atomic_int_get (&self->moved))
    close_transport (transport);
  else
    close_transport (g_atomic_pointer_exchange (&self->parked, transport));
}

/**
 * glow_target_close_parked:
 *
 * Gives the port back if nobody uses it. Any thread.
 */
void
glow_target_close_parked (GlowTarget *self)
{
  g_return_if_fail (GLOW_IS_TARGET (self));

  close_transport (g_atomic_pointer_exchange (&self->parked, NULL));
}

/**
 * glow_target_has_parked:
 *
 * Any thread.
 *
 * Returns: whether the port is kept open for whoever comes next
 */
gboolean
glow_target_has_parked (GlowTarget *self)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), FALSE);

  return g_atomic_pointer_get (&self->parked) != NULL;
}

static gboolean
check_claim_wait (GlowTarget *self, guint i, GCancellable *cancellable, GError **error)
{
  if (i < CLAIM_ATTEMPTS)
    return wait_a_little (CLAIM_PAUSE_MS, cancellable, error);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_BUSY,
               "%s is in use by another part of this"
               " program and was not given back within %d ms",
               self->name, CLAIM_PAUSE_MS * CLAIM_ATTEMPTS);
  return FALSE;
}

/**
 * glow_target_claim:
 * @cancellable: (nullable): ends the wait at once
 * @error: %GLOW_ERROR_BUSY, %G_IO_ERROR_CANCELLED
 *
 * Takes the board for a use without a foreseeable end, such as a console's. Whoever opens
 * the target waits up to 3 s for glow_target_release(); so does a second claim. Blocks;
 * the worker's thread.
 *
 * Returns: %TRUE when it is the caller's
 */
gboolean
glow_target_claim (GlowTarget *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (GLOW_IS_TARGET (self), FALSE);

  for (guint i = 0; !g_atomic_int_compare_and_exchange (&self->claimed, FALSE, TRUE);
       i++) {
    if (!check_claim_wait (self, i, cancellable, error))
      return FALSE;
  }
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    return TRUE;
  glow_target_release (self);
  return FALSE;
}

/**
 * glow_target_release:
 *
 * Ends a claim, after the transport was parked or closed. Any thread.
 */
void
glow_target_release (GlowTarget *self)
{
  g_return_if_fail (GLOW_IS_TARGET (self) && g_atomic_int_get (&self->claimed));

  g_atomic_int_set (&self->claimed, FALSE);
}

/**
 * glow_target_open_claimed:
 * @parked: (out) (optional): whether it was open already
 * @cancellable: (nullable): ends the opening at once
 * @error: see #GlowTargetOpenFunc
 *
 * Opens the board for who has claimed it. A parked transport is handed out as it is, with
 * its rate, its lines and what it has received; its port may have gone meanwhile, which
 * the first read tells. Blocks; the worker's thread.
 *
 * Returns: (transfer full): the transport, or %NULL
 */
GlowTransport *
glow_target_open_claimed (GlowTarget *self,
                          gboolean *parked,
                          GCancellable *cancellable,
                          GError **error)
{
  GlowTransport *transport;

  g_return_val_if_fail (GLOW_IS_TARGET (self), NULL);

  transport = g_atomic_pointer_exchange (&self->parked, NULL);
  if (parked)
    *parked = transport != NULL;
  return transport ? transport : self->open (self->user_data, cancellable, error);
}

/* made what a freshly opened one is; %NULL when there is none, or its port is gone */
static GlowTransport *
take_parked (GlowTarget *self)
{
  GlowTransport *transport = g_atomic_pointer_exchange (&self->parked, NULL);

  if (transport && glow_transport_set_baud (transport, OPEN_BAUD, NULL) &&
      glow_transport_discard_input (transport, NULL))
    return transport;
  close_transport (transport);
  return NULL;
}

/**
 * glow_target_open:
 * @cancellable: (nullable): ends the opening at once
 * @error: see #GlowTargetOpenFunc
 *
 * Opens the board's transport, or takes the parked one. Call it on the thread that will
 * use it.
 *
 * Returns: (transfer full): the transport, or %NULL
 */
GlowTransport *
glow_target_open (GlowTarget *self, GCancellable *cancellable, GError **error)
{
  GlowTransport *transport;

  g_return_val_if_fail (GLOW_IS_TARGET (self), NULL);

  for (guint i = 0; g_atomic_int_get (&self->claimed); i++) {
    if (!check_claim_wait (self, i, cancellable, error))
      return NULL;
  }
  transport = take_parked (self);
  return transport ? transport : self->open (self->user_data, cancellable, error);
}
