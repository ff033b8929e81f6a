/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The serial transport, with the real libserialport, on a /dev/ttyUSB0 of the fake bus.
 * The rig is in this process, in threads of its own. */

#include "glow-error.h"
#include "glow-fake-port.h"
#include "glow-serial-transport.h"
#include "port-user.h"
#include "test-user.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

/* microseconds; an upper bound that a working transport never waits for */
#define LONG_US (60 * G_USEC_PER_SEC)

#define NODE    "/dev/ttyUSB0"

typedef struct {
  /* borrowed */
  GlowFakeBus *bus;

  /* owned */
  GlowFakePort *port;
  GlowTransport *transport;

  GMutex lock;
  GCond changed;

  /* guarded by lock */
  GString *lines;    /* "10 TIOCMSET\n": DTR, RTS and what changed them */
  GByteArray *bytes; /* from the program */
  guint n_closed;    /* how often the last program closed the node */
} Fixture;

static void
data_cb (GlowFakePort *port, const guint8 *data, gsize len, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_mutex_lock (&fixture->lock);
  g_byte_array_append (fixture->bytes, data, (guint) len);
  g_cond_signal (&fixture->changed);
  g_mutex_unlock (&fixture->lock);
}

static void
lines_cb (GlowFakePort *port,
          gboolean dtr,
          gboolean rts,
          const char *how,
          gpointer user_data)
{
  Fixture *fixture = user_data;

  g_mutex_lock (&fixture->lock);
  g_string_append_printf (fixture->lines, "%d%d %s\n", dtr, rts, how);
  g_mutex_unlock (&fixture->lock);
}

static void
opened_cb (GlowFakePort *port, gboolean open, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_mutex_lock (&fixture->lock);
  fixture->n_closed += open ? 0 : 1;
  g_cond_signal (&fixture->changed);
  g_mutex_unlock (&fixture->lock);
}

static void
plug (Fixture *fixture)
{
  static const GlowFakePortOps ops = {
    .data = data_cb,
    .lines = lines_cb,
    .opened = opened_cb,
  };

  fixture->port = glow_fake_port_plug (fixture->bus, &glow_fake_cp2102, &ops, fixture);
}

static void
unplug (Fixture *fixture)
{
  glow_fake_port_unplug (fixture->port);
  fixture->port = NULL;
}

static void
set_up_closed (Fixture *fixture, gconstpointer data)
{
  g_mutex_init (&fixture->lock);
  g_cond_init (&fixture->changed);
  fixture->lines = g_string_new (NULL);
  fixture->bytes = g_byte_array_new ();
  fixture->bus = (GlowFakeBus *) data;
  plug (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up_closed (fixture, data);
  fixture->transport = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->transport)
    g_assert_finalize_object (fixture->transport);
  if (fixture->port)
    unplug (fixture);
  g_string_free (fixture->lines, TRUE);
  g_byte_array_unref (fixture->bytes);
  g_mutex_clear (&fixture->lock);
  g_cond_clear (&fixture->changed);
}

static void
wait_for_bytes (Fixture *fixture, guint len)
{
  g_mutex_lock (&fixture->lock);
  while (fixture->bytes->len < len)
    g_cond_wait (&fixture->changed, &fixture->lock);
  g_mutex_unlock (&fixture->lock);
}

static void
wait_for_close (Fixture *fixture, guint n_closed)
{
  g_mutex_lock (&fixture->lock);
  while (fixture->n_closed < n_closed)
    g_cond_wait (&fixture->changed, &fixture->lock);
  g_mutex_unlock (&fixture->lock);
}

static char *
take_lines (Fixture *fixture)
{
  char *lines;

  g_mutex_lock (&fixture->lock);
  lines = g_strdup (fixture->lines->str);
  g_string_truncate (fixture->lines, 0);
  g_mutex_unlock (&fixture->lock);
  return lines;
}

static void
test_open_raises_both_lines_at_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lines = take_lines (fixture);

  g_assert_cmpstr (lines, ==, "11 open\n");
  g_assert_cmpuint (glow_fake_port_get_baud (fixture->port), ==, 115200);
  g_assert_cmpint (glow_transport_get_flags (fixture->transport), ==,
                   GLOW_TRANSPORT_HAS_LINES | GLOW_TRANSPORT_HAS_BAUD);
  g_assert_cmpstr (glow_transport_get_name (fixture->transport), ==, NODE);
}

static void
test_baud_is_exact_and_leaves_the_lines (Fixture *fixture, gconstpointer data)
{
  static const guint bauds[] = { 9600,   74880,   230400,  460800,
                                 921600, 1500000, 2000000, 115200 };
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  guint n_calls;

  g_assert_true (glow_transport_set_lines (fixture->transport, FALSE, TRUE, &error));
  g_free (take_lines (fixture));
  n_calls = glow_fake_port_get_n_line_calls (fixture->port);
  for (gsize i = 0; i < G_N_ELEMENTS (bauds); i++) {
    g_assert_true (glow_transport_set_baud (fixture->transport, bauds[i], &error));
    g_assert_no_error (error);
    g_assert_cmpuint (glow_fake_port_get_baud (fixture->port), ==, bauds[i]);
  }
  lines = take_lines (fixture);
  g_assert_cmpstr (lines, ==, "");
  g_assert_cmpuint (glow_fake_port_get_n_line_calls (fixture->port), ==, n_calls);
}

static void
test_lines_change_in_one_step (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;

  g_free (take_lines (fixture));
  g_assert_true (glow_transport_set_lines (fixture->transport, FALSE, FALSE, &error));
  g_assert_true (glow_transport_set_lines (fixture->transport, FALSE, TRUE, &error));
  g_assert_true (glow_transport_set_lines (fixture->transport, TRUE, FALSE, &error));
  g_assert_true (glow_transport_set_lines (fixture->transport, FALSE, FALSE, &error));
  g_assert_no_error (error);
  lines = take_lines (fixture);
  g_assert_cmpstr (lines, ==, "00 TIOCMSET\n01 TIOCMSET\n10 TIOCMSET\n00 TIOCMSET\n");
}

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
  wait_for_bytes (fixture, sizeof bytes);
  g_assert_cmpmem (fixture->bytes->data, fixture->bytes->len, bytes, sizeof bytes);
  g_assert_cmpuint (glow_fake_port_send (fixture->port, bytes, sizeof bytes), ==,
                    sizeof bytes);
  while (read_len < sizeof buf) {
    gssize count = glow_transport_read (fixture->transport, buf + read_len,
                                        sizeof buf - read_len, LONG_US, NULL, &error);

    g_assert_no_error (error);
    read_len += (gsize) count;
  }
  g_assert_cmpmem (buf, sizeof buf, bytes, sizeof bytes);
}

/* far more than the buffers on the way hold */
static void
test_long_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = g_malloc (300000);

  for (guint i = 0; i < 300000; i++)
    bytes[i] = (guint8) (i * 7 + i / 251);
  g_assert_true (
    glow_transport_write (fixture->transport, bytes, 300000, LONG_US, NULL, &error));
  wait_for_bytes (fixture, 300000);
  g_assert_cmpmem (fixture->bytes->data, fixture->bytes->len, bytes, 300000);
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
test_discard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16];

  glow_fake_port_send (fixture->port, (const guint8 *) "old", 3);
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, 1, LONG_US, NULL,
                                        &error),
                   ==, 1);
  g_assert_true (glow_transport_discard_input (fixture->transport, &error));
  glow_fake_port_send (fixture->port, (const guint8 *) "n", 1);
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, 1);
  g_assert_cmpint (buf[0], ==, 'n');
}

typedef struct {
  Fixture *fixture;
  GCancellable *cancellable;
} Helper;

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (((Helper *) data)->cancellable);
  return NULL;
}

static void
test_cancel_ends_a_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Helper helper = { .cancellable = cancellable };
  GThread *thread = g_thread_new ("cancel", cancel_thread, &helper);
  guint8 buf[16];

  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        cancellable, &error),
                   ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static gpointer
unplug_thread (gpointer data)
{
  Helper *helper = data;

  g_usleep (20 * 1000);
  unplug (helper->fixture);
  return NULL;
}

static void
test_unplug_ends_a_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Helper helper = { .fixture = fixture };
  GThread *thread = g_thread_new ("unplug", unplug_thread, &helper);
  guint8 buf[16];

  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, -1);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_thread_join (thread);
}

static void
test_unplug_ends_a_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buf = g_malloc0 (4096);
  Helper helper = { .fixture = fixture };
  GThread *thread = g_thread_new ("unplug", unplug_thread, &helper);
  gboolean written = TRUE;

  while (written)
    written = glow_transport_write (fixture->transport, buf, 4096, LONG_US, NULL, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_thread_join (thread);
}

static void
test_everything_fails_after_an_unplug (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  unplug (fixture);
  g_assert_false (glow_transport_set_lines (fixture->transport, TRUE, TRUE, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_assert_false (glow_transport_set_baud (fixture->transport, 9600, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_assert_false (glow_transport_discard_input (fixture->transport, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_clear_object (&fixture->transport);
  g_assert_null (glow_serial_transport_open (NODE, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_MISSING);
}

static void
test_replugged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  unplug (fixture);
  g_clear_object (&fixture->transport);
  plug (fixture);
  fixture->transport = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
  g_assert_true (glow_transport_write (fixture->transport, (const guint8 *) "x", 1,
                                       LONG_US, NULL, &error));
  wait_for_bytes (fixture, 1);
}

static void
test_close_leaves_the_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;

  g_assert_true (glow_transport_set_lines (fixture->transport, FALSE, FALSE, &error));
  g_assert_true (glow_transport_set_lines (fixture->transport, TRUE, TRUE, &error));
  g_free (take_lines (fixture));
  glow_transport_close (fixture->transport);
  wait_for_close (fixture, 1);
  lines = take_lines (fixture);
  g_assert_cmpstr (lines, ==, "");
}

/* root may open an exclusive tty, and meets the lock */
static void
test_second_open_is_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowTransport) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (glow_serial_transport_open (NODE, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_BUSY);
  g_clear_error (&error);
  glow_transport_close (fixture->transport);
  again = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
}

/* as udev makes them, and as libserialport 0.1.1 does not take them */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  const char *link = "/dev/serial/by-id/usb-Silicon_Labs_CP2102_0001-if00-port0";
  g_autofree char *path =
    g_build_filename (glow_fake_bus_get_dir (fixture->bus), link, NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  g_assert_cmpint (symlink ("../../ttyUSB0", path), ==, 0);
  fixture->transport = glow_serial_transport_open (link, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_transport_get_name (fixture->transport), ==, link);
  g_assert_true (glow_transport_set_baud (fixture->transport, 57600, &error));
  g_assert_cmpuint (glow_fake_port_get_baud (fixture->port), ==, 57600);
  g_unlink (path);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (glow_serial_transport_open ("/dev/ttyUSB7", &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_MISSING);
}

/* What another program left behind: RTS/CTS and XON/XOFF, which libserialport can't
 * clear. */
static void
test_flow_control_is_cleared (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct termios settings;
  int other = open (NODE, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

  g_assert_cmpint (other, >=, 0);
  g_assert_cmpint (tcgetattr (other, &settings), ==, 0);
  settings.c_cflag |= CRTSCTS | PARENB | CSTOPB;
  settings.c_iflag |= IXON | IXOFF | ICRNL;
  g_assert_cmpint (tcsetattr (other, TCSANOW, &settings), ==, 0);
  fixture->transport = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tcgetattr (other, &settings), ==, 0);
  g_assert_cmpuint (settings.c_cflag & (CRTSCTS | HUPCL | PARENB | CSTOPB), ==, 0);
  g_assert_cmpuint (settings.c_cflag & (CLOCAL | CREAD), ==, CLOCAL | CREAD);
  g_assert_cmpuint (settings.c_iflag & (IXON | IXOFF | IXANY | ICRNL), ==, 0);
  g_assert_true (glow_transport_set_lines (fixture->transport, TRUE, FALSE, &error));
  close (other);
}

/* Root may open everything; give that up for a while. */
static void
test_permission (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  glow_fake_port_set_mode (fixture->port, 0);
  become_a_user ();
  g_assert_null (glow_serial_transport_open (NODE, &error));
  become_root_again ();
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PERMISSION);
}

/* the kernel refuses a user's second open by itself, without moving a line */
static void
test_second_open_of_a_user (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_calls = glow_fake_port_get_n_line_calls (fixture->port);

  glow_fake_port_set_mode (fixture->port, 0666);
  become_a_user ();
  g_assert_null (glow_serial_transport_open (NODE, &error));
  become_root_again ();
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_BUSY);
  g_assert_cmpuint (glow_fake_port_get_n_line_calls (fixture->port), ==, n_calls);
}

/* What another program has locked keeps its rate and its lines. */
static void
test_lock_is_respected (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *node =
    g_build_filename (glow_fake_bus_get_dir (fixture->bus), NODE, NULL);
  g_autofree char *terminal = g_file_read_link (node, NULL);
  GlowPortUser *user = port_user_start ("picocom", "of", terminal);
  guint baud = glow_fake_port_get_baud (fixture->port);

  g_assert_null (glow_serial_transport_open (NODE, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_BUSY);
  g_assert_cmpuint (glow_fake_port_get_n_line_calls (fixture->port), ==, 0);
  g_assert_cmpuint (glow_fake_port_get_baud (fixture->port), ==, baud);
  port_user_stop (user);
  g_clear_error (&error);
  fixture->transport = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
}

/* It is refused to others while we have it: by the lock, and by the kernel. */
static void
test_lock_is_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *node =
    g_build_filename (glow_fake_bus_get_dir (fixture->bus), NODE, NULL);
  g_autofree char *terminal = g_file_read_link (node, NULL);
  int other;

  glow_fake_port_set_mode (fixture->port, 0666);
  other = open (terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  /* root may open an exclusive tty */
  if (other >= 0) {
    g_assert_cmpint (flock (other, LOCK_EX | LOCK_NB), ==, -1);
    g_assert_cmpint (errno, ==, EWOULDBLOCK);
    close (other);
  }
  become_a_user ();
  g_assert_cmpint (open (terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), ==, -1);
  become_root_again ();
  glow_transport_close (fixture->transport);
  other = open (terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (flock (other, LOCK_EX | LOCK_NB), ==, 0);
  close (other);
}

#define ADD(path, set_up_func, func)                                                     \
  g_test_add ("/serial-transport/" path, Fixture, bus, set_up_func, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = NULL;
  int status = 0;

  if (port_user_run (argc, argv, &status))
    return status;
  bus = glow_fake_bus_new ();
  g_test_init (&argc, &argv, NULL);
  ADD ("open", set_up, test_open_raises_both_lines_at_once);
  ADD ("baud", set_up, test_baud_is_exact_and_leaves_the_lines);
  ADD ("lines", set_up, test_lines_change_in_one_step);
  ADD ("bytes/short", set_up, test_bytes_both_ways);
  ADD ("bytes/long", set_up, test_long_write);
  ADD ("silence", set_up, test_silence_is_no_error);
  ADD ("discard", set_up, test_discard);
  ADD ("cancel", set_up, test_cancel_ends_a_read);
  ADD ("unplug/read", set_up, test_unplug_ends_a_read);
  ADD ("unplug/write", set_up, test_unplug_ends_a_write);
  ADD ("unplug/after", set_up, test_everything_fails_after_an_unplug);
  ADD ("unplug/replug", set_up, test_replugged);
  ADD ("close", set_up, test_close_leaves_the_lines);
  ADD ("busy/any", set_up, test_second_open_is_busy);
  ADD ("busy/user", set_up, test_second_open_of_a_user);
  ADD ("lock/respected", set_up_closed, test_lock_is_respected);
  ADD ("lock/taken", set_up, test_lock_is_taken);
  ADD ("link", set_up_closed, test_link);
  ADD ("missing", set_up_closed, test_missing);
  ADD ("flow-control", set_up_closed, test_flow_control_is_cleared);
  ADD ("permission", set_up_closed, test_permission);
  return g_test_run ();
}
