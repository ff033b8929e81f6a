/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Changes are put into the file as it is at that moment, so that the window and the
 * command line, running at the same time, don't undo each other's. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-board-file.h"

#include "glow-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/* More boards than anybody has; the first that was remembered is forgotten first. */
#define MAX_BOARDS 1000

static void
change_free (gpointer data)
{
  GlowBoardChange *change = data;

  g_free (change->board);
  g_free (change->name);
  g_free (change->value);
  g_free (change);
}

/**
 * glow_board_changes_new:
 *
 * Returns: (transfer full) (element-type GlowBoardChange): no changes yet
 */
GPtrArray *
glow_board_changes_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

/**
 * glow_board_changes_add:
 * @changes: to append to
 * @board: key of the board
 * @name: (nullable): of the value; %NULL for all of this board
 * @value: (nullable): %NULL to forget it
 */
void
glow_board_changes_add (GPtrArray *changes,
                        const char *board,
                        const char *name,
                        const char *value)
{
  GlowBoardChange *change = g_new0 (GlowBoardChange, 1);

  change->board = g_strdup (board);
  change->name = g_strdup (name);
  change->value = g_strdup (value);
  g_ptr_array_add (changes, change);
}

static gboolean
is_empty (GKeyFile *file, const char *board)
{
  gsize n_keys = 0;
  g_auto (GStrv) keys = g_key_file_get_keys (file, board, &n_keys, NULL);

  return keys && n_keys == 0;
}

static void
apply (const GlowBoardChange *change, GKeyFile *file)
{
  if (change->value) {
    g_key_file_set_string (file, change->board, change->name, change->value);
    return;
  }
  if (change->name)
    g_key_file_remove_key (file, change->board, change->name, NULL);
  if (!change->name || is_empty (file, change->board))
    g_key_file_remove_group (file, change->board, NULL);
}

static void
forget_oldest (GKeyFile *file)
{
  gsize n_boards = 0;
  g_auto (GStrv) boards = g_key_file_get_groups (file, &n_boards);

  for (gsize i = 0; i + MAX_BOARDS < n_boards; i++)
    g_key_file_remove_group (file, boards[i], NULL);
}

/**
 * glow_board_changes_apply:
 * @changes: (element-type GlowBoardChange): in order
 * @file: where to
 */
void
glow_board_changes_apply (GPtrArray *changes, GKeyFile *file)
{
  for (guint i = 0; i < changes->len; i++)
    apply (g_ptr_array_index (changes, i), file);
  forget_oldest (file);
}

/**
 * glow_board_file_load:
 * @path: of the file
 *
 * What can't be read is as if it were not there: it is a convenience, and nothing in it
 * is worth not to start for.
 *
 * Returns: (transfer full): its content, empty when there is none
 */
GKeyFile *
glow_board_file_load (const char *path)
{
  GKeyFile *file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_warning ("can't read what is remembered of boards: %s", error->message);
  return file;
}

static gboolean
fail (const char *path, const char *why, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "writing %s: %s", path, why);
  return FALSE;
}

/* -1 with errno; closing it gives the lock back */
static int
lock (const char *path)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  int fd = g_open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int result;

  if (fd < 0)
    return -1;
  do
    result = flock (fd, LOCK_EX);
  while (result < 0 && errno == EINTR);
  return fd;
}

/**
 * glow_board_file_save:
 * @path: of the file; its folder is made if need be
 * @changes: (element-type GlowBoardChange): in order
 * @error: %GLOW_ERROR_FILE
 *
 * Puts the changes into the file as it is now.
 *
 * Returns: whether that succeeded
 */
gboolean
glow_board_file_save (const char *path, GPtrArray *changes, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GKeyFile) file = NULL;
  gboolean saved;
  int fd;

  if (g_mkdir_with_parents (dir, 0700) < 0)
    return fail (path, g_strerror (errno), error);
  fd = lock (path);
  if (fd < 0)
    return fail (path, g_strerror (errno), error);
  file = glow_board_file_load (path);
  glow_board_changes_apply (changes, file);
  saved = g_key_file_save_to_file (file, path, &local_error);
  close (fd);
  return saved || fail (path, local_error->message, error);
}
