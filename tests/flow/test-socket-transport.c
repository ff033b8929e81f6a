/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The socket transport against a listener of this process. The other end is a plain
 * socket in the test's own hand, so that nothing depends on the speed of a thread. */

#include "glow-error.h"
#include "glow-socket-transport.h"

#include <string.h>

/* microseconds; an upper bound that a working transport never waits for */
#define LONG_US (60 * G_USEC_PER_SEC)

typedef struct {
  GSocketListener *listener;
  guint16 port;
  GSocketConnection *peer;
  GlowTransport *transport;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnectable) address = NULL;
  g_autoptr (GError) error = NULL;

  fixture->listener = g_socket_listener_new ();
  fixture->port = g_socket_listener_add_any_inet_port (fixture->listener, NULL, &error);
  g_assert_no_error (error);
  address = g_network_address_new ("127.0.0.1", fixture->port);
  fixture->transport = glow_socket_transport_open (address, NULL, &error);
  g_assert_no_error (error);
  fixture->peer = g_socket_listener_accept (fixture->listener, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->transport);
  g_clear_object (&fixture->peer);
  g_socket_listener_close (fixture->listener);
  g_clear_object (&fixture->listener);
}

static void
send_from_peer (Fixture *fixture, const char *text)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (fixture->peer));

  g_assert_true (
    g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL));
}

static void
test_bytes_both_ways (Fixture *fixture, gconstpointer data)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (fixture->peer));
  g_autoptr (GError) error = NULL;
  guint8 buf[16] = { 0 };
  char text[5] = { 0 };

  send_from_peer (fixture, "hello");
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, 5);
  g_assert_cmpmem (buf, 5, "hello", 5);
  g_assert_true (glow_transport_write (fixture->transport, (const guint8 *) "abcd", 4,
                                       LONG_US, NULL, &error));
  g_assert_true (g_input_stream_read_all (stream, text, 4, NULL, NULL, NULL));
  g_assert_cmpstr (text, ==, "abcd");
}

static void
test_silence_is_no_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16];

  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, 0, NULL,
                                        &error),
                   ==, 0);
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, 2000, NULL,
                                        &error),
                   ==, 0);
  g_assert_no_error (error);
}

static void
test_last_bytes_come_before_the_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16];

  send_from_peer (fixture, "bye");
  g_assert_true (g_io_stream_close (G_IO_STREAM (fixture->peer), NULL, NULL));
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, 3);
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, -1);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
}

static void
test_write_after_the_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buf = g_malloc0 (1 << 20);
  gboolean written = TRUE;

  g_assert_true (g_io_stream_close (G_IO_STREAM (fixture->peer), NULL, NULL));
  /* the first may still be taken by the kernel; its reset answers it */
  for (guint i = 0; i < 100 && written; i++)
    written =
      glow_transport_write (fixture->transport, buf, 1 << 20, LONG_US, NULL, &error);
  g_assert_false (written);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
}

static void
test_write_that_is_not_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buf = g_malloc0 (64 << 20);

  g_assert_false (
    glow_transport_write (fixture->transport, buf, 64 << 20, 50 * 1000, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT);
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel_ends_a_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
  gint64 start_us = glow_transport_now (fixture->transport);
  guint8 buf[16];

  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        cancellable, &error),
                   ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (glow_transport_now (fixture->transport) - start_us, <, LONG_US / 2);
  g_thread_join (thread);
}

static void
test_cancel_ends_a_sleep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);

  g_assert_false (
    glow_transport_sleep (fixture->transport, LONG_US, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_discard_takes_what_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16];

  send_from_peer (fixture, "old");
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, 1, LONG_US, NULL,
                                        &error),
                   ==, 1);
  g_assert_true (glow_transport_discard_input (fixture->transport, &error));
  send_from_peer (fixture, "new");
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US,
                                        NULL, &error),
                   ==, 3);
  g_assert_cmpmem (buf, 3, "new", 3);
}

static void
test_no_lines_and_no_rate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (glow_transport_get_flags (fixture->transport), ==,
                   GLOW_TRANSPORT_NONE);
  g_assert_true (glow_transport_set_baud (fixture->transport, 921600, &error));
  g_assert_no_error (error);
  g_assert_false (glow_transport_set_lines (fixture->transport, TRUE, FALSE, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 buf[16];

  glow_transport_close (fixture->transport);
  glow_transport_close (fixture->transport);
  g_assert_cmpint (glow_transport_read (fixture->transport, buf, sizeof buf, 0, NULL,
                                        &error),
                   ==, -1);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_clear_error (&error);
  g_assert_false (glow_transport_set_baud (fixture->transport, 9600, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
}

static void
test_refused (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GSocketConnectable) address = g_network_address_new ("127.0.0.1", port);
  g_autoptr (GError) error = NULL;

  g_socket_listener_close (listener);
  g_assert_null (glow_socket_transport_open (address, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_OPEN);
  g_assert_nonnull (strstr (error->message, "socket://127.0.0.1:"));
}

static void
test_cancelled_before_connecting (void)
{
  g_autoptr (GSocketConnectable) address = g_network_address_new ("127.0.0.1", 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (glow_socket_transport_open (address, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/socket-transport/bytes", test_bytes_both_ways);
  ADD ("/socket-transport/silence", test_silence_is_no_error);
  ADD ("/socket-transport/end/read", test_last_bytes_come_before_the_end);
  ADD ("/socket-transport/end/write", test_write_after_the_end);
  ADD ("/socket-transport/write-timeout", test_write_that_is_not_taken);
  ADD ("/socket-transport/cancel/read", test_cancel_ends_a_read);
  ADD ("/socket-transport/cancel/sleep", test_cancel_ends_a_sleep);
  ADD ("/socket-transport/discard", test_discard_takes_what_is_there);
  ADD ("/socket-transport/flags", test_no_lines_and_no_rate);
  ADD ("/socket-transport/closed", test_closed);
  g_test_add_func ("/socket-transport/refused", test_refused);
  g_test_add_func ("/socket-transport/cancelled", test_cancelled_before_connecting);
  return g_test_run ();
}
