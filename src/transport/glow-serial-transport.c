/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A serial port. libserialport opens and configures it; everything after that goes to its
 * descriptor directly: libserialport can't wait for a cancellable, takes an unplugged
 * port for a silent one, moves RTS and DTR one after the other and re-sends both with
 * every setting. Ttys that libserialport does not know, such as the pseudo-terminal of
 * glowplug-board, are opened plainly. */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-serial-transport.h"

#include "glow-error.h"
#include "glow-fd-io.h"
#include "glow-termios.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* bits per second: what every ROM loader starts with (protocol.md 1) */
#define INITIAL_BAUD 115200

/* A UART samples in the middle of a bit; ten bits at 5 % off are half a bit. Both sides
 * may be off, so we take a little more than half of that for ours. */
#define BAUD_TOLERANCE_PERCENT 3

struct _GlowSerialTransport {
  GObject parent_instance;

  /* owned */
  char *name;
  struct sp_port *port; /* NULL: a tty that libserialport does not know */
  GlowFdIo io;          /* the descriptor is the port's where there is one */

  guint baud;          /* in force, bits per second */
  gboolean has_lines;  /* DTR and RTS */
  gboolean is_ours;    /* locked, so that closing may unlock */
  gboolean made_quick; /* by us, from a driver that takes its time */
};

static void glow_serial_transport_iface_init (GlowTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GlowSerialTransport,
                               glow_serial_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT,
                                                      glow_serial_transport_iface_init))

static gssize
glow_serial_transport_read (GlowTransport *transport,
                            guint8 *buf,
                            gsize buf_size,
                            gint64 timeout_us,
                            GCancellable *cancellable,
                            GError **error)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);

  return glow_fd_io_read (&self->io, buf, buf_size, timeout_us, cancellable, error);
}

static gboolean
glow_serial_transport_write (GlowTransport *transport,
                             const guint8 *buf,
                             gsize buf_len,
                             gint64 timeout_us,
                             GCancellable *cancellable,
                             GError **error)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);

  return glow_fd_io_write (&self->io, buf, buf_len, timeout_us, cancellable, error);
}

static gboolean
is_unsupported (int code)
{
  return code == ENOTTY || code == EINVAL;
}

static gboolean
is_near (guint actual_baud, guint baud)
{
  guint64 difference = actual_baud > baud ? actual_baud - baud : baud - actual_baud;

  return difference * 100 <= (guint64) baud * BAUD_TOLERANCE_PERCENT;
}

static gboolean
glow_serial_transport_set_baud (GlowTransport *transport, guint baud, GError **error)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);
  guint actual_baud = 0;
  int code;

  if (!glow_fd_io_check_open (&self->io, error))
    return FALSE;
  code = glow_termios_set_baud (self->io.fd, baud, &actual_baud);
  if (is_unsupported (code)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "%s refused %u baud: %s",
                 self->name, baud, g_strerror (code));
    return FALSE;
  }
  if (code != 0) {
    glow_fd_io_set_gone (&self->io, code, error);
    return FALSE;
  }
  if (!is_near (actual_baud, baud)) {
    (void) glow_termios_set_baud (self->io.fd, self->baud, &(guint){ 0 });
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
                 "%s was asked for %u baud, but its driver set %u", self->name, baud,
                 actual_baud);
    return FALSE;
  }
  self->baud = baud;
  g_debug ("%s: %u baud", self->name, actual_baud);
  return TRUE;
}

static gboolean
glow_serial_transport_set_lines (GlowTransport *transport,
                                 gboolean dtr,
                                 gboolean rts,
                                 GError **error)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);
  int code;

  if (!glow_fd_io_check_open (&self->io, error))
    return FALSE;
  code = glow_termios_set_lines (self->io.fd, dtr, rts);
  if (is_unsupported (code)) {
    self->has_lines = FALSE;
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
                 "%s has no DTR and RTS lines: %s", self->name, g_strerror (code));
    return FALSE;
  }
  if (code != 0) {
    glow_fd_io_set_gone (&self->io, code, error);
    return FALSE;
  }
  g_debug ("%s: DTR=%d RTS=%d", self->name, dtr != FALSE, rts != FALSE);
  return TRUE;
}

static gboolean
glow_serial_transport_discard_input (GlowTransport *transport, GError **error)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);
  int code;

  if (!glow_fd_io_check_open (&self->io, error))
    return FALSE;
  code = glow_termios_discard_input (self->io.fd);
  if (code == 0)
    return TRUE;
  glow_fd_io_set_gone (&self->io, code, error);
  return FALSE;
}

static gboolean
glow_serial_transport_sleep (GlowTransport *transport,
                             gint64 duration_us,
                             GCancellable *cancellable,
                             GError **error)
{
  return glow_fd_io_sleep (duration_us, cancellable, error);
}

static gint64
glow_serial_transport_now (GlowTransport *transport)
{
  return g_get_monotonic_time ();
}

static GlowTransportFlags
glow_serial_transport_get_flags (GlowTransport *transport)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);

  return GLOW_TRANSPORT_HAS_BAUD |
         (self->has_lines ? GLOW_TRANSPORT_HAS_LINES : GLOW_TRANSPORT_NONE);
}

static const char *
glow_serial_transport_get_name (GlowTransport *transport)
{
  return GLOW_SERIAL_TRANSPORT (transport)->name;
}

static void
glow_serial_transport_close (GlowTransport *transport)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (transport);

  if (self->io.fd < 0)
    return;
  if (self->made_quick)
    (void) glow_termios_set_low_latency (self->io.fd, FALSE, &self->made_quick);
  if (self->is_ours) {
    (void) glow_termios_set_exclusive (self->io.fd, FALSE);
    (void) flock (self->io.fd, LOCK_UN);
  }
  if (self->port)
    sp_close (self->port);
  else
    close (self->io.fd);
  self->io.fd = -1;
  g_debug ("%s: closed", self->name);
}

static void
glow_serial_transport_finalize (GObject *object)
{
  GlowSerialTransport *self = GLOW_SERIAL_TRANSPORT (object);

  glow_serial_transport_close (GLOW_TRANSPORT (self));
  g_clear_pointer (&self->port, sp_free_port);
  g_free (self->name);
  G_OBJECT_CLASS (glow_serial_transport_parent_class)->finalize (object);
}

static void
glow_serial_transport_class_init (GlowSerialTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_serial_transport_finalize;
}

static void
glow_serial_transport_init (GlowSerialTransport *self)
{
  self->io.fd = -1;
  self->baud = INITIAL_BAUD;
}

static void
glow_serial_transport_iface_init (GlowTransportInterface *iface)
{
  iface->read = glow_serial_transport_read;
  iface->write = glow_serial_transport_write;
  iface->set_baud = glow_serial_transport_set_baud;
  iface->set_lines = glow_serial_transport_set_lines;
  iface->discard_input = glow_serial_transport_discard_input;
  iface->sleep = glow_serial_transport_sleep;
  iface->now = glow_serial_transport_now;
  iface->get_flags = glow_serial_transport_get_flags;
  iface->get_name = glow_serial_transport_get_name;
  iface->close = glow_serial_transport_close;
}

/* linux-desktop.md 3.3 tells the cause behind each number */
static GlowError
open_errno_to_code (int code)
{
  switch (code) {
  case ENOENT:
  case ENOTDIR:
    return GLOW_ERROR_PORT_MISSING;
  case EACCES:
  case EPERM:
    return GLOW_ERROR_PERMISSION;
  case EBUSY:
  case EWOULDBLOCK:
    return GLOW_ERROR_BUSY;
  case EIO:
  case ENODEV:
    return GLOW_ERROR_PORT_GONE;
  default:
    return GLOW_ERROR_PORT_OPEN;
  }
}

static gboolean
set_open_error (GlowSerialTransport *self, int code, GError **error)
{
  g_set_error (error, GLOW_ERROR, (gint) open_errno_to_code (code), "can't open %s: %s",
               self->name, code == ENOTTY ? "not a serial port" : g_strerror (code));
  return FALSE;
}

/* libserialport keeps errno to itself but for the call right after the failed one */
static int
return_to_errno (enum sp_return result)
{
  if (result == SP_OK)
    return 0;
  if (result == SP_ERR_FAIL)
    return sp_last_error_code ();
  return result == SP_ERR_MEM ? ENOMEM : EINVAL;
}

/* One call with only these fields set: those left out, the lines among them, are not
 * touched, whereas each of the single setters would send RTS and DTR again. */
static int
configure (struct sp_port *port)
{
  struct sp_port_config *config = NULL;
  int code = return_to_errno (sp_new_config (&config));

  if (code != 0)
    return code;
  sp_set_config_baudrate (config, INITIAL_BAUD);
  sp_set_config_bits (config, 8);
  sp_set_config_parity (config, SP_PARITY_NONE);
  sp_set_config_stopbits (config, 1);
  sp_set_config_xon_xoff (config, SP_XONXOFF_DISABLED);
  code = return_to_errno (sp_set_config (port, config));
  sp_free_config (config);
  return code;
}

/* 0 or an errno; ENOTTY and EINVAL say that libserialport does not take this tty: it
 * wants an entry in /sys/class/tty and modem lines */
static int
open_by_libserialport (GlowSerialTransport *self, const char *path)
{
  int code = return_to_errno (sp_get_port_by_name (path, &self->port));

  if (code == 0)
    code = return_to_errno (sp_open (self->port, SP_MODE_READ_WRITE));
  if (code == 0)
    code = return_to_errno (sp_get_port_handle (self->port, &self->io.fd));
  if (code == 0)
    code = configure (self->port);
  if (code != 0 && self->io.fd < 0)
    g_clear_pointer (&self->port, sp_free_port);
  return code;
}

static int
open_plainly (GlowSerialTransport *self, const char *path)
{
  guint actual_baud = 0;

  self->io.fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->io.fd < 0)
    return errno;
  return glow_termios_set_baud (self->io.fd, INITIAL_BAUD, &actual_baud);
}

/* Asks for the lock before anything about the port is changed: libserialport sets rate
 * and lines while it opens. The lock is given back, because 0.1.2 takes it itself, but
 * the descriptor is kept until that has happened: a last close would drop the lines.
 *
 * Returns: the descriptor, -1 with errno set */
static int
open_unlocked (const char *path)
{
  int fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  int code;

  if (fd < 0)
    return -1;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 && flock (fd, LOCK_UN) == 0)
    return fd;
  code = errno;
  close (fd);
  errno = code;
  return -1;
}

static int
open_node (GlowSerialTransport *self)
{
  /* libserialport 0.1.1 does not follow links such as /dev/serial/by-id/... */
  g_autofree char *path = realpath (self->name, NULL);
  struct stat info = { 0 };
  int first_fd;
  int code;

  if (!path || stat (path, &info) < 0)
    return errno;
  if (!S_ISCHR (info.st_mode))
    return ENOTTY;
  first_fd = open_unlocked (path);
  if (first_fd < 0)
    return errno;
  code = open_by_libserialport (self, path);
  if (is_unsupported (code) && self->io.fd < 0)
    code = open_plainly (self, path);
  close (first_fd);
  return code;
}

/* Makes both versions of libserialport, and none, behave the same (linux-desktop.md 4.1)
 */
static int
take_port (GlowSerialTransport *self)
{
  int fd = self->io.fd;
  gboolean was_quick = FALSE;
  int code;

  if (fcntl (fd, F_SETFD, FD_CLOEXEC) < 0 || flock (fd, LOCK_EX | LOCK_NB) < 0)
    return errno;
  self->is_ours = TRUE;
  code = glow_termios_set_raw (fd);
  if (code == 0)
    code = glow_termios_set_exclusive (fd, TRUE);
  self->has_lines = glow_termios_check_lines (fd) == 0;
  /* of use with one kind of bridge, and no loss without */
  self->made_quick =
    glow_termios_set_low_latency (fd, TRUE, &was_quick) == 0 && !was_quick;
  return code;
}

/**
 * glow_serial_transport_open:
 * @devnode: path of a serial port or of a link to one
 * @error: %GLOW_ERROR_PORT_MISSING, %GLOW_ERROR_PERMISSION, %GLOW_ERROR_BUSY when another
 *   program has it, %GLOW_ERROR_PORT_GONE when it was unplugged meanwhile, else
 *   %GLOW_ERROR_PORT_OPEN
 *
 * Opens a port at 115200 baud, 8N1, for this program alone. The kernel raises DTR and RTS
 * at the first open, together, and they are left so: the reset circuit takes both lines
 * asserted for none. Closing leaves them as they are, too. Worker thread.
 *
 * Returns: (transfer full): the open port
 */
GlowTransport *
glow_serial_transport_open (const char *devnode, GError **error)
{
  g_autoptr (GlowSerialTransport) self = g_object_new (GLOW_TYPE_SERIAL_TRANSPORT, NULL);
  int code;

  g_return_val_if_fail (devnode != NULL, NULL);

  self->name = g_strdup (devnode);
  self->io.name = self->name;
  code = open_node (self);
  if (code == 0)
    code = take_port (self);
  if (code != 0) {
    set_open_error (self, code, error);
    return NULL;
  }
  g_debug ("%s: open, %s", self->name, self->has_lines ? "with lines" : "without lines");
  return GLOW_TRANSPORT (g_steal_pointer (&self));
}
