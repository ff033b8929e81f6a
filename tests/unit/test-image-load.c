/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files that can and can't be read, at once and in a thread as the window does. */

#include "glow-error.h"
#include "glow-firmware-set.h"
#include "image-maker.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *dir;
  GFile *file;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("glowplug-image-XXXXXX", &error);
  g_assert_no_error (error);
  self->file = g_file_new_build_filename (self->dir, "firmware.bin", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_file_delete (self->file, NULL, NULL);
  g_assert_cmpint (g_rmdir (self->dir), ==, 0);
  g_clear_object (&self->file);
  g_clear_pointer (&self->dir, g_free);
}

static void
write_content (Fixture *self, const guint8 *content, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (self->file), (const char *) content,
                       (gssize) size, &error);
  g_assert_no_error (error);
}

static void
write_image (Fixture *self)
{
  g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);

  write_content (self, bytes->data, bytes->len);
}

static void
assert_refused (Fixture *self, const char *format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) message = g_string_new (format);

  g_string_replace (message, "%s", g_file_peek_path (self->file), 1);
  g_assert_null (glow_image_new_from_file (self->file, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
  g_assert_cmpstr (error->message, ==, message->str);
}

static void
test_good (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = NULL;

  write_image (self);
  image = glow_image_new_from_file (self->file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_image_get_name (image), ==, "firmware.bin");
  g_assert_true (g_file_equal (glow_image_get_file (image), self->file));
  g_assert_cmpint (glow_image_get_kind (image), ==, GLOW_IMAGE_APP);
}

static void
test_missing (Fixture *self, gconstpointer data)
{
  assert_refused (self, "no such file: %s");
}

static void
test_directory (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (g_file_peek_path (self->file), 0700), ==, 0);
  assert_refused (self, "%s is a directory, not a file");
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  write_content (self, (const guint8 *) "", 0);
  assert_refused (self, "firmware.bin is empty");
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  if (geteuid () == 0) {
    g_test_skip ("root may read everything");
    return;
  }
  write_image (self);
  g_assert_cmpint (g_chmod (g_file_peek_path (self->file), 0), ==, 0);
  assert_refused (self, "no permission to read %s");
}

/* Nobody writes to it: opening it would never return. */
static void
test_pipe (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (mkfifo (g_file_peek_path (self->file), 0600), ==, 0);
  assert_refused (self, "%s is not a regular file");
}

static void
make_sparse (Fixture *self, off_t size)
{
  int fd = g_open (g_file_peek_path (self->file), O_CREAT | O_WRONLY, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, size), ==, 0);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
test_too_big (Fixture *self, gconstpointer data)
{
  make_sparse (self, 32 * 1024 * 1024 + 1);
  assert_refused (self, "%s is larger than 32 MiB, more than any flash");
}

static void
test_as_big_as_can_be (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = NULL;

  make_sparse (self, 32 * 1024 * 1024);
  image = glow_image_new_from_file (self->file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (glow_image_get_size (image), ==, 32 * 1024 * 1024);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GlowFirmwareSet *
load (Fixture *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  glow_firmware_set_load_async (self->file, cancellable, keep_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return glow_firmware_set_load_finish (result, error);
}

static void
test_async (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowFirmwareSet) set = NULL;
  const GlowFirmwarePart *part;

  write_image (self);
  set = load (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  part = glow_firmware_build_get_part (glow_firmware_set_get_build (set, 0), 0);
  g_assert_cmpint (glow_image_get_kind (part->image), ==, GLOW_IMAGE_APP);
}

static void
test_async_missing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (self, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) async_error = NULL;

  write_image (self);
  g_cancellable_cancel (cancellable);
  g_assert_null (glow_image_new_from_file (self->file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (load (self, cancellable, &async_error));
  g_assert_error (async_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/image-load/good", test_good },
    { "/image-load/missing", test_missing },
    { "/image-load/directory", test_directory },
    { "/image-load/empty", test_empty },
    { "/image-load/unreadable", test_unreadable },
    { "/image-load/pipe", test_pipe },
    { "/image-load/too-big", test_too_big },
    { "/image-load/as-big-as-can-be", test_as_big_as_can_be },
    { "/image-load/async", test_async },
    { "/image-load/async-missing", test_async_missing },
    { "/image-load/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
