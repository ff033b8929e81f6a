/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-server.h"

#include "glow-error.h"
#include "glow-termios.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <termios.h>
#include <unistd.h>

/* A pseudo-terminal does not say when it is opened. */
#define PTY_LOOK_MS 10

/* Above this the board waits until the client has read. */
#define MAX_UNSENT (256u * 1024)

struct _GlowBoardServer {
  /* owned */
  GlowBoard *board;
  GSocket *listener; /* nullable */
  GSocket *client;   /* nullable; TCP only */
  GByteArray *unsent;
  char *link;     /* nullable: to be removed */
  gint pty_fd;    /* -1: no pseudo-terminal */
  gboolean obeys; /* the rate set on the terminal is the line's */

  gint fd;       /* of the connection; -1: none */
  gint timer_fd; /* when the board has something to say; the main loop's own timers have
                  * whole milliseconds only */
  guint timer_watch; /* main loop source ids, 0: none */
  guint in_watch;
  guint out_watch;
  guint accept_watch;
  guint pty_watch;

  GlowBoardServerFunc ended;
  gpointer user_data;
};

static void start_waiting (GlowBoardServer *self);
static gboolean open_terminal (GlowBoardServer *self, GError **error);

static void
remove_watch (guint *watch)
{
  guint id = *watch;

  *watch = 0;
  if (id)
    g_source_remove (id);
}

/* A terminal can only be hung up by closing it; the link then leads to a new one. */
static void
hang_up (GlowBoardServer *self)
{
  g_autoptr (GError) error = NULL;

  if (self->pty_fd < 0)
    return;
  close (self->pty_fd);
  self->pty_fd = -1;
  if (!open_terminal (self, &error))
    g_warning ("%s", error->message);
}

static void
disconnect (GlowBoardServer *self)
{
  remove_watch (&self->in_watch);
  remove_watch (&self->out_watch);
  g_clear_object (&self->client);
  self->fd = -1;
  g_byte_array_set_size (self->unsent, 0);
  if (glow_board_is_closed (self->board))
    hang_up (self);
  glow_board_discard (self->board, g_get_monotonic_time ());
  start_waiting (self);
  self->ended (self, self->user_data);
}

static gboolean write_unsent (GlowBoardServer *self);

static gboolean
on_writable (gint fd, GIOCondition condition, gpointer user_data)
{
  GlowBoardServer *self = user_data;

  self->out_watch = 0;
  write_unsent (self);
  return G_SOURCE_REMOVE;
}

/* FALSE when the connection is gone. */
static gboolean
write_unsent (GlowBoardServer *self)
{
  while (self->unsent->len > 0) {
    gssize len = write (self->fd, self->unsent->data, self->unsent->len);

    if (len > 0) {
      g_byte_array_remove_range (self->unsent, 0, (guint) len);
    } else if (len < 0 && errno == EAGAIN) {
      if (self->out_watch == 0)
        self->out_watch = g_unix_fd_add (self->fd, G_IO_OUT, on_writable, self);
      return TRUE;
    } else if (len == 0 || errno != EINTR) {
      disconnect (self);
      return FALSE;
    }
  }
  return TRUE;
}

static void
set_clock (GlowBoardServer *self)
{
  gint64 due_us = glow_board_next_chunk_us (self->board, g_get_monotonic_time ());
  struct itimerspec due = { 0 };

  if (due_us >= 0) {
    due.it_value.tv_sec = due_us / G_USEC_PER_SEC;
    due.it_value.tv_nsec = MAX (due_us % G_USEC_PER_SEC * 1000, 1);
  }
  timerfd_settime (self->timer_fd, TFD_TIMER_ABSTIME, &due, NULL);
}

/* Takes what the board has said, hands it on, and waits for the next. */
static void
pump (GlowBoardServer *self)
{
  guint8 buf[4096];
  gsize len;

  while (self->unsent->len < MAX_UNSENT &&
         (len = glow_board_transmit (self->board, buf, sizeof buf,
                                     g_get_monotonic_time ())) > 0)
    if (self->fd >= 0)
      g_byte_array_append (self->unsent, buf, (guint) len);
  if (self->fd >= 0 && !write_unsent (self))
    return;
  if (self->fd >= 0 && glow_board_is_closed (self->board))
    disconnect (self);
  set_clock (self);
}

static gboolean
on_due (gint fd, GIOCondition condition, gpointer user_data)
{
  guint64 n_times;

  (void) !read (fd, &n_times, sizeof n_times);
  pump (user_data);
  return G_SOURCE_CONTINUE;
}

/* The rate that the program on the other side has set. */
static void
take_rate (GlowBoardServer *self)
{
  guint baud;

  if (glow_termios_get_baud (self->pty_fd, &baud) == 0)
    glow_board_set_host_baud (self->board, baud, g_get_monotonic_time ());
}

static gboolean
on_readable (gint fd, GIOCondition condition, gpointer user_data)
{
  GlowBoardServer *self = user_data;
  guint8 buf[4096];
  gssize len = read (fd, buf, sizeof buf);

  if (len < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (len <= 0) {
    disconnect (self);
    return G_SOURCE_CONTINUE;
  }
  if (self->obeys && self->pty_fd >= 0)
    take_rate (self);
  glow_board_receive (self->board, buf, (gsize) len, g_get_monotonic_time ());
  pump (self);
  return G_SOURCE_CONTINUE;
}

static void
connect_fd (GlowBoardServer *self, gint fd)
{
  self->fd = fd;
  glow_board_reconnect (self->board);
  self->in_watch = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
  pump (self);
}

static gboolean
on_connection (gint fd, GIOCondition condition, gpointer user_data)
{
  GlowBoardServer *self = user_data;

  self->client = g_socket_accept (self->listener, NULL, NULL);
  if (!self->client)
    return G_SOURCE_CONTINUE;
  self->accept_watch = 0;
  g_socket_set_blocking (self->client, FALSE);
  g_socket_set_option (self->client, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  connect_fd (self, g_socket_get_fd (self->client));
  return G_SOURCE_REMOVE;
}

/* As long as nobody has the terminal open, it reports a hang-up. */
static gboolean
on_look (gpointer user_data)
{
  GlowBoardServer *self = user_data;
  struct pollfd item = { .fd = self->pty_fd, .events = POLLIN };

  if (poll (&item, 1, 0) > 0 && (item.revents & POLLHUP))
    return G_SOURCE_CONTINUE;
  self->pty_watch = 0;
  connect_fd (self, self->pty_fd);
  return G_SOURCE_REMOVE;
}

static void
start_waiting (GlowBoardServer *self)
{
  if (self->listener && self->accept_watch == 0)
    self->accept_watch =
      g_unix_fd_add (g_socket_get_fd (self->listener), G_IO_IN, on_connection, self);
  if (self->pty_fd >= 0 && self->pty_watch == 0)
    self->pty_watch = g_timeout_add (PTY_LOOK_MS, on_look, self);
}

/**
 * glow_board_server_new:
 * @board: (transfer none): what is to be reached
 * @ended: called after each connection
 * @user_data: for @ended
 *
 * Returns: (transfer full): a server without a way in
 */
GlowBoardServer *
glow_board_server_new (GlowBoard *board, GlowBoardServerFunc ended, gpointer user_data)
{
  GlowBoardServer *self = g_new0 (GlowBoardServer, 1);

  self->board = g_object_ref (board);
  self->unsent = g_byte_array_new ();
  self->fd = -1;
  self->pty_fd = -1;
  self->ended = ended;
  self->user_data = user_data;
  self->timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  self->timer_watch = g_unix_fd_add (self->timer_fd, G_IO_IN, on_due, self);
  return self;
}

/**
 * glow_board_server_obey_rate:
 *
 * Takes the rate that a program sets on the pseudo-terminal for that of the line. It is
 * looked at when bytes come, so a program must wait for an answer before it changes it.
 */
void
glow_board_server_obey_rate (GlowBoardServer *self)
{
  self->obeys = TRUE;
}

/**
 * glow_board_server_free:
 *
 * Ends the connection without a word and closes the way in.
 */
void
glow_board_server_free (GlowBoardServer *self)
{
  remove_watch (&self->in_watch);
  remove_watch (&self->out_watch);
  remove_watch (&self->accept_watch);
  remove_watch (&self->pty_watch);
  remove_watch (&self->timer_watch);
  close (self->timer_fd);
  g_clear_object (&self->client);
  g_clear_object (&self->listener);
  if (self->pty_fd >= 0)
    close (self->pty_fd);
  if (self->link)
    unlink (self->link);
  g_free (self->link);
  g_byte_array_unref (self->unsent);
  g_object_unref (self->board);
  g_free (self);
}

static gboolean
take_error (GError *from, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_OPEN, "%s", from->message);
  return FALSE;
}

static gboolean
bind_listener (GlowBoardServer *self, guint16 port, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &local);
  if (!self->listener || !g_socket_bind (self->listener, address, TRUE, &local) ||
      !g_socket_listen (self->listener, &local))
    return take_error (local, error);
  g_socket_set_blocking (self->listener, FALSE);
  return TRUE;
}

/**
 * glow_board_server_listen:
 * @port: TCP port on 127.0.0.1; 0 for any free one
 * @error: %GLOW_ERROR_PORT_OPEN
 *
 * Waits for connections, one at a time.
 *
 * Returns: the port, 0 with @error set
 */
guint16
glow_board_server_listen (GlowBoardServer *self, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (!bind_listener (self, port, error))
    return 0;
  address = g_socket_get_local_address (self->listener, NULL);
  start_waiting (self);
  pump (self);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static gboolean
set_errno (GError **error, const char *what)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_OPEN, "%s: %s", what,
               g_strerror (errno));
  return FALSE;
}

/* Nothing of the terminal may touch the bytes. The setting outlives the descriptor. */
static gboolean
make_raw (const char *name, GError **error)
{
  gint fd = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios settings;
  gboolean ok;

  if (fd < 0)
    return set_errno (error, name);
  ok = tcgetattr (fd, &settings) == 0;
  if (ok) {
    cfmakeraw (&settings);
    ok = tcsetattr (fd, TCSANOW, &settings) == 0;
  }
  close (fd);
  return ok || set_errno (error, name);
}

static gboolean
open_terminal (GlowBoardServer *self, GError **error)
{
  char name[64];

  self->pty_fd = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->pty_fd < 0 || grantpt (self->pty_fd) < 0 || unlockpt (self->pty_fd) < 0 ||
      ptsname_r (self->pty_fd, name, sizeof name) != 0)
    return set_errno (error, "pseudo-terminal");
  if (!make_raw (name, error))
    return FALSE;
  if (g_file_test (self->link, G_FILE_TEST_IS_SYMLINK))
    unlink (self->link);
  return symlink (name, self->link) == 0 || set_errno (error, self->link);
}

/**
 * glow_board_server_open_pty:
 * @link: where a symbolic link to the terminal goes; an old link there is replaced
 * @error: %GLOW_ERROR_PORT_OPEN
 *
 * Waits for programs that open the terminal, one at a time.
 *
 * Returns: %TRUE when the link is there
 */
gboolean
glow_board_server_open_pty (GlowBoardServer *self, const char *link, GError **error)
{
  self->link = g_strdup (link);
  if (!open_terminal (self, error)) {
    g_clear_pointer (&self->link, g_free);
    return FALSE;
  }
  start_waiting (self);
  pump (self);
  return TRUE;
}
