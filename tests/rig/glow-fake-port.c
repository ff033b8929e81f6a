/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The wire of a fake port. The rig holds a descriptor of the slave end all the time: a
 * master without any slave polls POLLHUP and reads EIO. What the last close of a real tty
 * does is therefore done by hand. */

#include "config.h"

#include "glow-fake-port.h"

#include "glow-fake-port-private.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* milliseconds; umockdev tells nobody that a program closed a node, we have to look */
#define CLOSE_POLL_MS 20

/* umockdev's preload then does the ioctl itself, on the real slave. A handler that
 * returns FALSE would have it answered with ENOTTY. */
#define IOCTL_PASS_ON (-100)

const GlowFakePortSpec glow_fake_cp2102 = {
  .name = "ttyUSB0",
  .usb_name = "1-2",
  .vid = 0x10c4,
  .pid = 0xea60,
  .manufacturer = "Silicon Labs",
  .product = "CP2102 USB to UART Bridge Controller",
  .serial = "0001",
  .driver = "cp210x",
};

struct _GlowFakePort {
  /* borrowed, until it is unplugged */
  GlowFakeBus *bus;

  /* owned */
  GlowFakeDevice device;
  UMockdevIoctlBase *handler;
  GThread *thread;
  int stop_fd;

  /* never changed after plugging */
  const GlowFakePortOps *ops;
  gpointer user_data;

  GMutex lock;

  /* guarded by lock */
  int master; /* -1: unplugged */
  int slave;
  int lines;          /* TIOCM_* */
  int serial_flags;   /* ASYNC_* */
  guint n_calls;      /* that set lines */
  GPtrArray *clients; /* UMockdevIoctlClient: who has the node open */
  gboolean is_open;   /* as far as bytes are concerned */
  GMutex tell_lock;

  /* guarded by tell_lock */
  gboolean is_gone; /* nobody is told anything any more */
};

static void
glow_fake_port_clear (GlowFakePort *self)
{
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  glow_fake_device_clear (&self->device);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->tell_lock);
}

static void
glow_fake_port_unref (GlowFakePort *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) glow_fake_port_clear);
}

static void
tell_lines (GlowFakePort *self, int lines, const char *how)
{
  g_mutex_lock (&self->tell_lock);
  if (!self->is_gone && self->ops->lines)
    self->ops->lines (self, (lines & TIOCM_DTR) != 0, (lines & TIOCM_RTS) != 0, how,
                      self->user_data);
  g_mutex_unlock (&self->tell_lock);
}

static void
tell_opened (GlowFakePort *self, gboolean open)
{
  g_mutex_lock (&self->tell_lock);
  if (!self->is_gone && self->ops->opened)
    self->ops->opened (self, open, self->user_data);
  g_mutex_unlock (&self->tell_lock);
}

static void
change_lines (GlowFakePort *self, int set, int clear, const char *how)
{
  int before;
  int after;

  g_mutex_lock (&self->lock);
  before = self->lines;
  after = (before | set) & ~clear;
  self->lines = after;
  g_mutex_unlock (&self->lock);
  if (((before ^ after) & (TIOCM_DTR | TIOCM_RTS)) != 0)
    tell_lines (self, after, how);
}

static void
apply_line_ioctl (GlowFakePort *self, gulong request, int value)
{
  const int both = TIOCM_DTR | TIOCM_RTS;

  g_mutex_lock (&self->lock);
  self->n_calls++;
  g_mutex_unlock (&self->lock);
  if (request == TIOCMSET)
    change_lines (self, value & both, ~value & both, "TIOCMSET");
  else if (request == TIOCMBIS)
    change_lines (self, value & both, 0, "TIOCMBIS");
  else
    change_lines (self, 0, value & both, "TIOCMBIC");
}

static gboolean
is_line_ioctl (gulong request)
{
  return request == TIOCMGET || request == TIOCMSET || request == TIOCMBIS ||
         request == TIOCMBIC;
}

static gboolean
is_serial_ioctl (gulong request)
{
  return request == TIOCGSERIAL || request == TIOCSSERIAL;
}

/* As a driver for FTDI bridges does. */
static void
handle_serial_ioctl (GlowFakePort *self, UMockdevIoctlClient *client, gulong request)
{
  struct serial_struct settings = { 0 };
  g_autoptr (UMockdevIoctlData) argument =
    umockdev_ioctl_data_resolve (umockdev_ioctl_client_get_arg (client), 0,
                                 sizeof settings, NULL);

  if (!argument) {
    umockdev_ioctl_client_complete (client, -1, EFAULT);
    return;
  }
  g_mutex_lock (&self->lock);
  if (request == TIOCGSERIAL) {
    settings.flags = self->serial_flags;
    memcpy (argument->data, &settings, sizeof settings);
  } else {
    memcpy (&settings, argument->data, sizeof settings);
    self->serial_flags = settings.flags;
  }
  g_mutex_unlock (&self->lock);
  umockdev_ioctl_client_complete (client, 0, 0);
}

static gboolean
handle_ioctl_cb (UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data)
{
  GlowFakePort *self = data;
  gulong request = umockdev_ioctl_client_get_request (client);
  g_autoptr (UMockdevIoctlData) argument = NULL;
  gboolean unplugged;
  int lines;

  if (is_serial_ioctl (request)) {
    handle_serial_ioctl (self, client, request);
    return TRUE;
  }
  if (!is_line_ioctl (request)) {
    umockdev_ioctl_client_complete (client, IOCTL_PASS_ON, 0);
    return TRUE;
  }
  g_mutex_lock (&self->lock);
  unplugged = self->master < 0;
  lines = self->lines;
  g_mutex_unlock (&self->lock);
  argument = umockdev_ioctl_data_resolve (umockdev_ioctl_client_get_arg (client), 0,
                                          sizeof lines, NULL);
  if (unplugged || !argument) {
    umockdev_ioctl_client_complete (client, -1, unplugged ? EIO : EFAULT);
    return TRUE;
  }
  if (request == TIOCMGET) {
    memcpy (argument->data, &lines, sizeof lines);
  } else {
    memcpy (&lines, argument->data, sizeof lines);
    apply_line_ioctl (self, request, lines);
  }
  umockdev_ioctl_client_complete (client, 0, 0);
  return TRUE;
}

/* The last close of a real tty forgets what was on its way. It lies in the buffers
 * between the two ends and in the line discipline; the kernel moves it between them as it
 * likes. */
static void
forget_bytes (GlowFakePort *self)
{
  int left = 1;

  for (guint i = 0; i < 20 && left > 0; i++) {
    ioctl (self->master, TCFLSH, TCOFLUSH);
    ioctl (self->slave, TCFLSH, TCIFLUSH);
    g_usleep (500);
    if (ioctl (self->slave, FIONREAD, &left) < 0)
      break;
  }
  ioctl (self->slave, TIOCNXCL);
}

static gboolean
hangs_up_on_close (GlowFakePort *self)
{
  struct termios2 settings;

  return self->master >= 0 && ioctl (self->master, TCGETS2, &settings) == 0 &&
         (settings.c_cflag & HUPCL) != 0;
}

static void
remove_vanished_clients (GPtrArray *clients)
{
  for (guint i = clients->len; i-- > 0;)
    if (!umockdev_ioctl_client_get_connected (g_ptr_array_index (clients, i)))
      g_ptr_array_remove_index_fast (clients, i);
}

/* umockdev 0.17.16 never says that a client went away ("client-vanished" is declared and
 * emitted nowhere), but its getter is right while we hold a reference. */
static void
update_clients (GlowFakePort *self, UMockdevIoctlClient *fresh)
{
  gboolean was_open;
  gboolean closed;
  gboolean drop_lines = FALSE;

  g_mutex_lock (&self->lock);
  was_open = self->clients->len > 0;
  remove_vanished_clients (self->clients);
  closed = was_open && self->clients->len == 0;
  if (closed) {
    drop_lines = hangs_up_on_close (self);
    self->is_open = FALSE;
  }
  if (closed && !fresh && self->slave >= 0)
    forget_bytes (self);
  was_open = self->clients->len > 0;
  if (fresh) {
    g_ptr_array_add (self->clients, g_object_ref (fresh));
    self->is_open = TRUE;
  }
  g_mutex_unlock (&self->lock);
  if (drop_lines)
    change_lines (self, 0, TIOCM_DTR | TIOCM_RTS, "close");
  if (closed)
    tell_opened (self, FALSE);
  if (fresh && !was_open) {
    change_lines (self, TIOCM_DTR | TIOCM_RTS, 0, "open");
    tell_opened (self, TRUE);
  }
}

static void
client_connected_cb (UMockdevIoctlBase *handler,
                     UMockdevIoctlClient *client,
                     gpointer data)
{
  update_clients (data, client);
}

static void
take_bytes (GlowFakePort *self)
{
  guint8 buf[16384];
  ssize_t count = read (self->master, buf, sizeof buf);

  if (count <= 0)
    return;
  g_mutex_lock (&self->lock);
  /* may come before the "client-connected" of the same open */
  self->is_open = TRUE;
  g_mutex_unlock (&self->lock);
  if (self->ops->data)
    self->ops->data (self, buf, (gsize) count, self->user_data);
}

static gpointer
port_thread (gpointer data)
{
  GlowFakePort *self = data;

  for (;;) {
    struct pollfd fds[] = {
      { .fd = self->master, .events = POLLIN },
      { .fd = self->stop_fd, .events = POLLIN },
    };

    if (poll (fds, G_N_ELEMENTS (fds), CLOSE_POLL_MS) == 0)
      update_clients (self, NULL);
    if (fds[1].revents != 0)
      return NULL;
    if (fds[0].revents & POLLIN)
      take_bytes (self);
  }
}

/* As a fresh USB tty is, 9600 8N1; and raw, so that nothing is echoed to the board. */
static void
set_fresh_settings (int master)
{
  struct termios2 settings;

  g_assert_cmpint (ioctl (master, TCGETS2, &settings), ==, 0);
  settings.c_iflag = 0;
  settings.c_oflag = 0;
  settings.c_lflag = 0;
  settings.c_cflag = B9600 | CS8 | CREAD | HUPCL | CLOCAL;
  settings.c_ispeed = 9600;
  settings.c_ospeed = 9600;
  g_assert_cmpint (ioctl (master, TCSETS2, &settings), ==, 0);
}

/* Not by open() of the slave: this process runs under the preload as well, which would
 * send the ioctls of that descriptor to our own thread. */
static void
open_terminal (GlowFakePort *self)
{
  char slave_name[64];
  g_autofree char *node =
    g_build_filename (glow_fake_bus_get_dir (self->bus), self->device.node, NULL);

  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->master, >=, 0);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  g_assert_cmpint (ptsname_r (self->master, slave_name, sizeof slave_name), ==, 0);
  self->slave = ioctl (self->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->slave, >=, 0);
  /* a blocking write would hang while the program does not read */
  g_assert_cmpint (fcntl (self->master, F_SETFL, O_RDWR | O_NONBLOCK), ==, 0);
  set_fresh_settings (self->master);
  if (symlink (slave_name, node) < 0)
    g_error ("can't make %s: %s", node, g_strerror (errno));
}

static void
connect_handler (GlowFakePort *self, const char *signal, GCallback callback)
{
  g_signal_connect_data (self->handler, signal, callback, g_atomic_rc_box_acquire (self),
                         (GClosureNotify) glow_fake_port_unref, 0);
}

/* Before the node exists: a node of the testbed without a handler makes the preload end
 * the program. */
static void
attach_handler (GlowFakePort *self)
{
  g_autoptr (GError) error = NULL;

  self->handler = umockdev_ioctl_base_new ();
  connect_handler (self, "handle-ioctl", G_CALLBACK (handle_ioctl_cb));
  connect_handler (self, "client-connected", G_CALLBACK (client_connected_cb));
  if (!umockdev_testbed_attach_ioctl (glow_fake_bus_get_testbed (self->bus),
                                      self->device.node, self->handler, &error))
    g_error ("can't attach to %s: %s", self->device.node, error->message);
}

/* Plugs a device in: the node is there before the first event. */
GlowFakePort *
glow_fake_port_plug (GlowFakeBus *bus,
                     const GlowFakePortSpec *spec,
                     const GlowFakePortOps *ops,
                     gpointer user_data)
{
  static const GlowFakePortOps no_ops = { 0 };
  GlowFakePort *self = g_atomic_rc_box_new0 (GlowFakePort);

  g_mutex_init (&self->lock);
  g_mutex_init (&self->tell_lock);
  self->bus = bus;
  self->ops = ops ? ops : &no_ops;
  self->user_data = user_data;
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
  self->lines = TIOCM_CTS | TIOCM_DSR | TIOCM_CD;
  self->stop_fd = eventfd (0, EFD_CLOEXEC);
  self->device.node = g_strconcat ("/dev/", spec->name, NULL);
  attach_handler (self);
  open_terminal (self);
  self->thread = g_thread_new (spec->name, port_thread, self);
  glow_fake_device_plug (&self->device, bus, spec);
  return self;
}

/* Closing the master does to the slave what the USB core does to a tty: a hang-up. */
static void
hang_up (GlowFakePort *self)
{
  const guint64 one = 1;

  if (!self->thread)
    return;
  g_assert_cmpint (write (self->stop_fd, &one, sizeof one), ==, sizeof one);
  g_thread_join (g_steal_pointer (&self->thread));
  g_mutex_lock (&self->tell_lock);
  self->is_gone = TRUE;
  g_mutex_unlock (&self->tell_lock);
  glow_fake_device_hide (&self->device, self->bus);
  g_mutex_lock (&self->lock);
  close (self->slave);
  close (self->master);
  self->slave = -1;
  self->master = -1;
  g_mutex_unlock (&self->lock);
}

/* Pulls the plug: the program's descriptors hang up, the node goes, the events are sent.
 * Not from a callback of the port. */
void
glow_fake_port_unplug (GlowFakePort *self)
{
  hang_up (self);
  glow_fake_device_unplug (&self->device, self->bus);
  /* descriptors that the program still holds keep the handler, and with it our memory */
  umockdev_testbed_detach_ioctl (glow_fake_bus_get_testbed (self->bus), self->device.node,
                                 NULL);
  close (self->stop_fd);
  g_clear_object (&self->handler);
  glow_fake_port_unref (self);
}

/* The node goes and the device stays, with @driver (nullable: none) in place of the
 * serial one; "usbfs" is what the kernel calls a program, such as brltty's. Not from a
 * callback of the port. */
void
glow_fake_port_lose_node (GlowFakePort *self, const char *driver)
{
  hang_up (self);
  glow_fake_device_set_driver (&self->device, self->bus, driver);
  glow_fake_device_lose_tty (&self->device, self->bus);
}

/* chmod of the node, and of the link that stands for it in the testbed's /dev, so that a
 * watch on the directory sees the change as it would see it in a real one. */
void
glow_fake_port_set_mode (GlowFakePort *self, guint mode)
{
  g_autofree char *node =
    g_build_filename (glow_fake_bus_get_dir (self->bus), self->device.node, NULL);

  g_assert_cmpint (fchmod (self->slave, (mode_t) mode), ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, node, NULL, AT_SYMLINK_NOFOLLOW), ==, 0);
}

/* Bytes to the program, as many as go in at once. Without a program they are lost, as
 * with a real driver. Returns how many were taken; fewer while the program does not read.
 */
gsize
glow_fake_port_send (GlowFakePort *self, const guint8 *data, gsize len)
{
  gsize sent_len = 0;
  ssize_t count = 1;

  g_mutex_lock (&self->lock);
  if (self->master < 0 || !self->is_open)
    sent_len = len;
  while (sent_len < len && count > 0) {
    count = write (self->master, data + sent_len, len - sent_len);
    sent_len += count > 0 ? (gsize) count : 0;
  }
  g_mutex_unlock (&self->lock);
  return sent_len;
}

/* The rate the program has set: asked on the master, the kernel tells the slave's. */
guint
glow_fake_port_get_baud (GlowFakePort *self)
{
  struct termios2 settings = { 0 };

  g_mutex_lock (&self->lock);
  if (self->master < 0 || ioctl (self->master, TCGETS2, &settings) < 0)
    settings.c_ospeed = 0;
  g_mutex_unlock (&self->lock);
  return settings.c_ospeed;
}

void
glow_fake_port_get_lines (GlowFakePort *self, gboolean *dtr, gboolean *rts)
{
  g_mutex_lock (&self->lock);
  *dtr = (self->lines & TIOCM_DTR) != 0;
  *rts = (self->lines & TIOCM_RTS) != 0;
  g_mutex_unlock (&self->lock);
}

/* How often a program has set lines, whether they changed by it or not. */
guint
glow_fake_port_get_n_line_calls (GlowFakePort *self)
{
  guint n_calls;

  g_mutex_lock (&self->lock);
  n_calls = self->n_calls;
  g_mutex_unlock (&self->lock);
  return n_calls;
}

/* ASYNC_*, as a program has set them. */
int
glow_fake_port_get_serial_flags (GlowFakePort *self)
{
  int flags;

  g_mutex_lock (&self->lock);
  flags = self->serial_flags;
  g_mutex_unlock (&self->lock);
  return flags;
}

/* Before a program opens it: what another one left. */
void
glow_fake_port_set_serial_flags (GlowFakePort *self, int flags)
{
  g_mutex_lock (&self->lock);
  self->serial_flags = flags;
  g_mutex_unlock (&self->lock);
}
