/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-board-options.h"
#include "glow-board-server.h"
#include "glow-board.h"
#include "glow-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Never reached: only a hanging test takes so long. */
#define GUARD_MS 20000

typedef struct {
  GlowBoard *board;
  GlowBoardServer *server;
  guint n_ended;
  gboolean is_late;
  guint guard;
} Fixture;

static gboolean
on_guard (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->is_late = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
on_ended (GlowBoardServer *server, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_ended++;
}

static void
set_up (Fixture *fixture, gconstpointer fault)
{
  g_autoptr (GError) error = NULL;
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  config.fault = (GlowBoardFault) GPOINTER_TO_UINT (fault);
  fixture->board = glow_board_new (&config, &error);
  g_assert_no_error (error);
  fixture->server = glow_board_server_new (fixture->board, on_ended, fixture);
  fixture->guard = g_timeout_add (GUARD_MS, on_guard, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer fault)
{
  g_source_remove (fixture->guard);
  g_clear_pointer (&fixture->server, glow_board_server_free);
  g_clear_object (&fixture->board);
}

static void
step (Fixture *fixture)
{
  g_assert_false (fixture->is_late);
  g_main_context_iteration (NULL, FALSE);
}

static GSocket *
connect_tcp (guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  return socket;
}

static gint
open_pty (const char *link)
{
  gint fd = open (link, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

/* Reads exactly @len bytes while the server runs. */
static void
read_exactly (Fixture *fixture, gint fd, guint8 *buf, gsize len)
{
  gsize done = 0;

  while (done < len) {
    gssize n = read (fd, buf + done, len - done);

    g_assert_true (n > 0 || (n < 0 && errno == EAGAIN));
    done += n > 0 ? (gsize) n : 0;
    step (fixture);
  }
}

static void
assert_answers (Fixture *fixture, gint fd)
{
  static const guint8 request[] = { 0xc0, 0x00, 0x0a, 0x04, 0x00, 0x00, 0x00,
                                    0x00, 0x00, 0x00, 0x10, 0x00, 0x40, 0xc0 };
  static const guint8 want[] = { 0xc0, 0x01, 0x0a, 0x04, 0x00, 0x83, 0x1d,
                                 0xf0, 0x00, 0x00, 0x00, 0x00, 0x00, 0xc0 };
  guint8 reply[sizeof want];

  g_assert_cmpint (write (fd, request, sizeof request), ==, sizeof request);
  read_exactly (fixture, fd, reply, sizeof reply);
  g_assert_cmpmem (reply, sizeof reply, want, sizeof want);
}

/* Writes until the other end is gone. */
static void
exhaust (Fixture *fixture, gint fd)
{
  guint8 buf[256] = { 0 };
  gssize n;

  do {
    n = write (fd, buf, sizeof buf);
    step (fixture);
    if (n < 0 && errno == EAGAIN)
      n = 0;
  } while (n >= 0 && fixture->n_ended == 0);
  while (fixture->n_ended == 0)
    step (fixture);
}

/* One after the other; the board stays as it is in between. */
static void
test_tcp (Fixture *fixture, gconstpointer fault)
{
  g_autoptr (GError) error = NULL;
  guint16 port = glow_board_server_listen (fixture->server, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (port, !=, 0);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GSocket) socket = connect_tcp (port);

    assert_answers (fixture, g_socket_get_fd (socket));
    g_socket_close (socket, NULL);
    while (fixture->n_ended == i)
      step (fixture);
  }
}

static void
test_pty (Fixture *fixture, gconstpointer fault)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("glow-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (dir, "board", NULL);

  glow_board_server_open_pty (fixture->server, link, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++) {
    gint fd = open_pty (link);

    assert_answers (fixture, fd);
    close (fd);
    while (fixture->n_ended == i)
      step (fixture);
  }
  g_clear_pointer (&fixture->server, glow_board_server_free);
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  rmdir (dir);
}

static void
test_tcp_close (Fixture *fixture, gconstpointer fault)
{
  guint16 port = glow_board_server_listen (fixture->server, 0, NULL);
  g_autoptr (GSocket) socket = connect_tcp (port);
  g_autoptr (GSocket) again = NULL;

  exhaust (fixture, g_socket_get_fd (socket));
  again = connect_tcp (port);
  assert_answers (fixture, g_socket_get_fd (again));
}

static void
test_pty_close (Fixture *fixture, gconstpointer fault)
{
  g_autofree char *dir = g_dir_make_tmp ("glow-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (dir, "board", NULL);
  guint8 byte;
  gint again;
  gint fd;

  g_assert_true (glow_board_server_open_pty (fixture->server, link, NULL));
  fd = open_pty (link);
  exhaust (fixture, fd);
  g_assert_cmpint (read (fd, &byte, 1), <=, 0);
  again = open_pty (link);
  assert_answers (fixture, again);
  close (fd);
  close (again);
  g_clear_pointer (&fixture->server, glow_board_server_free);
  rmdir (dir);
}

static void
test_port_in_use (Fixture *fixture, gconstpointer fault)
{
  g_autoptr (GlowBoardServer) other = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port = glow_board_server_listen (fixture->server, 0, NULL);

  other = glow_board_server_new (fixture->board, on_ended, fixture);
  g_assert_cmpuint (glow_board_server_listen (other, port, &error), ==, 0);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_OPEN);
}

static const char *const wrong_lines[] = {
  "",
  "--tcp 0 --pty link",
  "--tcp 65536",
  "--tcp -2",
  "--tcp x",
  "--tcp 0 file",
  "--tcp 0 --mode download,silent",
  "--tcp 0 --mac 24:0a:c4:11:22",
  "--tcp 0 --mac 24:0a:c4:11:22:3g",
  "--tcp 0 --flash-size 4XB",
  "--tcp 0 --fault drop:x",
  "--tcp 0 --fault drop:1:2",
  "--tcp 0 --fault melt",
  "--tcp 0 --fault drop:1:0.1:1",
  "--tcp 0 --turnaround -1",
  "--tcp 0 --no-such-option",
};

static gboolean
parse (GlowBoardOptions *options, const char *line, GError **error)
{
  g_autofree char *command = g_strconcat ("glowplug-board ", line, NULL);
  g_auto (GStrv) args = g_strsplit (command, " ", -1);
  g_autofree char **argv = g_new0 (char *, g_strv_length (args) + 1);
  gint argc = 0;

  for (gsize i = 0; args[i]; i++)
    if (args[i][0] != '\0')
      argv[argc++] = args[i];
  return glow_board_options_parse (options, &argc, &argv, error);
}

static void
test_wrong_options (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_lines); i++) {
    g_auto (GlowBoardOptions) options;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", wrong_lines[i]);
    g_assert_false (parse (&options, wrong_lines[i], &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
  }
}

static void
test_options (void)
{
  g_auto (GlowBoardOptions) options;
  g_autoptr (GError) error = NULL;

  parse (&options,
         "--pty l --chip esp8266 --flash-size 1MB --mac 5c:cf:7f:01:02:03 --mode silent "
         "--fault flip:42:0.5 --pace --turnaround 16 --once",
         &error);
  g_assert_no_error (error);
  g_assert_cmpstr (options.config.chip, ==, "esp8266");
  g_assert_cmpuint (options.config.flash_size, ==, 0x100000);
  g_assert_cmpmem (options.config.mac, 6, "\x5c\xcf\x7f\x01\x02\x03", 6);
  g_assert_cmpint (options.config.mode, ==, GLOW_BOARD_MODE_SILENT);
  g_assert_cmpint (options.config.fault, ==, GLOW_BOARD_FAULT_FLIP);
  g_assert_cmpuint (options.config.fault_seed, ==, 42);
  g_assert_cmpfloat (options.config.fault_rate, ==, 0.5);
  g_assert_true (options.config.pace);
  g_assert_cmpuint (options.config.turnaround_us, ==, 16000);
  g_assert_true (options.once);
}

int
main (int argc, char *argv[])
{
  const gconstpointer none = GUINT_TO_POINTER (GLOW_BOARD_FAULT_NONE);
  const gconstpointer breaks = GUINT_TO_POINTER (GLOW_BOARD_FAULT_CLOSE);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/options/wrong", test_wrong_options);
  g_test_add_func ("/board/options/right", test_options);
  g_test_add ("/board/server/tcp", Fixture, none, set_up, test_tcp, tear_down);
  g_test_add ("/board/server/pty", Fixture, none, set_up, test_pty, tear_down);
  g_test_add ("/board/server/tcp-close", Fixture, breaks, set_up, test_tcp_close,
              tear_down);
  g_test_add ("/board/server/pty-close", Fixture, breaks, set_up, test_pty_close,
              tear_down);
  g_test_add ("/board/server/port-in-use", Fixture, none, set_up, test_port_in_use,
              tear_down);
  return g_test_run ();
}
