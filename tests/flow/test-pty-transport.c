/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The serial transport on a pseudo-terminal, as `glowplug-board --pty` makes one: a tty
 * without modem lines that libserialport refuses. */

#include "glow-error.h"
#include "glow-serial-transport.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* microseconds; an upper bound that a working transport never waits for */
#define LONG_US (60 * G_USEC_PER_SEC)

typedef struct {
  int master;
  char node[64];
  GlowTransport *transport;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (fixture->master, >=, 0);
  g_assert_cmpint (grantpt (fixture->master), ==, 0);
  g_assert_cmpint (unlockpt (fixture->master), ==, 0);
  g_assert_cmpint (ptsname_r (fixture->master, fixture->node, sizeof fixture->node), ==,
                   0);
  fixture->transport = glow_serial_transport_open (fixture->node, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->transport);
  if (fixture->master >= 0)
    close (fixture->master);
}

static void
test_no_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (glow_transport_get_flags (fixture->transport), ==,
                   GLOW_TRANSPORT_HAS_BAUD);
  g_assert_cmpstr (glow_transport_get_name (fixture->transport), ==, fixture->node);
  g_assert_false (glow_transport_set_lines (fixture->transport, TRUE, FALSE, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
}

/* every byte value, so that nothing of a terminal's line editing may be left on */
static void
test_bytes_both_ways (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 bytes[256];
  guint8 buf[256];
  gsize read_len = 0;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) i;
  g_assert_true (glow_transport_write (fixture->transport, bytes, sizeof bytes, LONG_US,
                                       NULL, &error));
  g_assert_cmpint (read (fixture->master, buf, sizeof buf), ==, 256);
  g_assert_cmpmem (buf, 256, bytes, 256);
  g_assert_cmpint (write (fixture->master, bytes, sizeof bytes), ==, 256);
  while (read_len < sizeof buf) {
    gssize count = glow_transport_read (fixture->transport, buf + read_len,
                                        sizeof buf - read_len, LONG_US, NULL, &error);

    g_assert_no_error (error);
    read_len += (gsize) count;
  }
  g_assert_cmpmem (buf, 256, bytes, 256);
}

static void
test_silence_is_no_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16];

  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, 2000, NULL,
                                        &error),
                   ==, 0);
  g_assert_no_error (error);
}

static void
test_baud_reaches_the_other_end (Fixture *fixture, gconstpointer data)
{
  static const guint bauds[] = { 74880, 460800, 921600, 1500000, 115200 };
  struct termios2 settings;

  /* asked on the master, the kernel tells the settings of the other end */
  g_assert_cmpint (ioctl (fixture->master, TCGETS2, &settings), ==, 0);
  g_assert_cmpuint (settings.c_ospeed, ==, 115200);
  for (gsize i = 0; i < G_N_ELEMENTS (bauds); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (glow_transport_set_baud (fixture->transport, bauds[i], &error));
    g_assert_no_error (error);
    g_assert_cmpint (ioctl (fixture->master, TCGETS2, &settings), ==, 0);
    g_assert_cmpuint (settings.c_ospeed, ==, bauds[i]);
    g_assert_cmpuint (settings.c_cflag & (CRTSCTS | HUPCL), ==, 0);
  }
}

static void
test_hang_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16] = { 0 };

  close (fixture->master);
  fixture->master = -1;
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, -1);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_assert_false (
    glow_transport_write (fixture->transport, buf, sizeof buf, LONG_US, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_assert_false (glow_transport_set_baud (fixture->transport, 9600, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_assert_false (glow_transport_discard_input (fixture->transport, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
}

static void
test_one_at_a_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (glow_serial_transport_open (fixture->node, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_BUSY);
  g_clear_error (&error);
  glow_transport_close (fixture->transport);
  second = glow_serial_transport_open (fixture->node, &error);
  g_assert_no_error (error);
}

/* somebody else's lock, and a failed open of ours must leave it as it is */
static void
test_locked_by_another_program (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int other;

  glow_transport_close (fixture->transport);
  other = open (fixture->node, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (flock (other, LOCK_EX | LOCK_NB), ==, 0);
  for (guint i = 0; i < 2; i++) {
    g_assert_null (glow_serial_transport_open (fixture->node, &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_BUSY);
    g_clear_error (&error);
  }
  close (other);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) transport = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("glowplug-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (dir, "board", NULL);

  glow_transport_close (fixture->transport);
  g_assert_cmpint (symlink (fixture->node, link), ==, 0);
  transport = glow_serial_transport_open (link, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_transport_get_name (transport), ==, link);
  g_unlink (link);
  g_rmdir (dir);
}

static void
test_closed_on_exec (Fixture *fixture, gconstpointer data)
{
  const char *const argv[] = { "ls", "-l", "/proc/self/fd", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *fds = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL, NULL, &fds,
                NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (fds, "/proc/"));
  g_assert_null (strstr (fds, fixture->node));
}

static void
test_not_a_port (void)
{
  static const struct {
    const char *path;
    GlowError code;
  } cases[] = {
    { "/dev/no-such-port", GLOW_ERROR_PORT_MISSING },
    { "/dev/null/port", GLOW_ERROR_PORT_MISSING },
    { "", GLOW_ERROR_PORT_MISSING },
    { "/dev/null", GLOW_ERROR_PORT_OPEN },
    { "/dev", GLOW_ERROR_PORT_OPEN },
    { "/etc/passwd", GLOW_ERROR_PORT_OPEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].path);
    g_assert_null (glow_serial_transport_open (cases[i].path, &error));
    g_assert_error (error, GLOW_ERROR, (gint) cases[i].code);
    g_test_message ("%s", error->message);
  }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/pty-transport/no-lines", test_no_lines);
  ADD ("/pty-transport/bytes", test_bytes_both_ways);
  ADD ("/pty-transport/silence", test_silence_is_no_error);
  ADD ("/pty-transport/baud", test_baud_reaches_the_other_end);
  ADD ("/pty-transport/hang-up", test_hang_up);
  ADD ("/pty-transport/one-at-a-time", test_one_at_a_time);
  ADD ("/pty-transport/locked", test_locked_by_another_program);
  ADD ("/pty-transport/link", test_link);
  ADD ("/pty-transport/closed-on-exec", test_closed_on_exec);
  g_test_add_func ("/pty-transport/not-a-port", test_not_a_port);
  return g_test_run ();
}
