/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-options.h"
#include "glow-board-server.h"
#include "glow-board.h"

#include "glow-error.h"

#include <glib-unix.h>
#include <stdio.h>

#define EXIT_USAGE 2

typedef struct {
  GlowBoardOptions options;

  /* owned */
  GlowBoard *board;
  GMainLoop *loop;

  gboolean failed;
} Program;

static gboolean
load_flash (Program *self, GError **error)
{
  const char *path = self->options.flash_file;
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *content;
  gsize size;

  if (!path || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &content, &size, &local)) {
    g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_FILE, local->message);
    return FALSE;
  }
  bytes = g_bytes_new_take (content, size);
  if (size > self->options.config.flash_size) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_TOO_BIG, "%s has %zu bytes, the flash %u",
                 path, size, self->options.config.flash_size);
    return FALSE;
  }
  glow_board_load_flash (self->board, 0, bytes);
  return TRUE;
}

static void
save (Program *self, const char *path, const char *content, gssize size)
{
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents (path, content, size, &error))
    return;
  fprintf (stderr, "glowplug-board: %s\n", error->message);
  self->failed = TRUE;
}

static void
save_all (Program *self)
{
  g_autofree char *report = glow_board_dup_report (self->board);
  g_autofree char *text = g_strconcat (report, "\n", NULL);
  gsize size;
  const guint8 *flash = glow_board_peek_flash (self->board, &size);

  if (self->options.flash_file)
    save (self, self->options.flash_file, (const char *) flash, (gssize) size);
  if (self->options.report_file)
    save (self, self->options.report_file, text, -1);
}

static void
on_ended (GlowBoardServer *server, gpointer user_data)
{
  Program *self = user_data;

  save_all (self);
  if (self->options.once)
    g_main_loop_quit (self->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  Program *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_way_in (Program *self, GlowBoardServer *server, GError **error)
{
  guint16 port;

  if (self->options.pty_link) {
    if (!glow_board_server_open_pty (server, self->options.pty_link, error))
      return FALSE;
    printf ("listening on %s\n", self->options.pty_link);
  } else {
    port = glow_board_server_listen (server, (guint16) self->options.tcp_port, error);
    if (port == 0)
      return FALSE;
    printf ("listening on 127.0.0.1:%u\n", (guint) port);
  }
  fflush (stdout);
  return TRUE;
}

static gboolean
run (Program *self, GError **error)
{
  g_autoptr (GlowBoardServer) server = NULL;

  self->board = glow_board_new (&self->options.config, error);
  if (!self->board || !load_flash (self, error))
    return FALSE;
  server = glow_board_server_new (self->board, on_ended, self);
  if (self->options.obeys_rate)
    glow_board_server_obey_rate (server);
  if (!open_way_in (self, server, error))
    return FALSE;
  g_unix_signal_add (SIGINT, on_signal, self);
  g_unix_signal_add (SIGTERM, on_signal, self);
  g_main_loop_run (self->loop);
  save_all (self);
  return TRUE;
}

static gint
finish (Program *self, const GError *error)
{
  if (error)
    fprintf (stderr, "glowplug-board: %s\n", error->message);
  g_clear_object (&self->board);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  glow_board_options_clear (&self->options);
  return error || self->failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  Program self = { 0 };

  if (!glow_board_options_parse (&self.options, &argc, &argv, &error)) {
    finish (&self, error);
    return EXIT_USAGE;
  }
  if (self.options.version) {
    printf ("glowplug-board %s\n", GLOW_VERSION);
    return finish (&self, NULL);
  }
  self.loop = g_main_loop_new (NULL, FALSE);
  run (&self, &error);
  return finish (&self, error);
}
