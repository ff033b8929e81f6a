/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Makes folders and archives for tests, in a temporary directory. */

#pragma once

#include "glow-firmware-set.h"
#include "image-maker.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *root;
} SetDir;

static inline void
set_dir_set_up (SetDir *dir, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  dir->root = g_dir_make_tmp ("glow-set-XXXXXX", &error);
  g_assert_no_error (error);
}

static inline void
set_dir_remove (const char *path)
{
  g_autoptr (GDir) entries = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) &&
      g_file_test (path, G_FILE_TEST_IS_DIR)) {
    entries = g_dir_open (path, 0, NULL);
    while (entries && (name = g_dir_read_name (entries))) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      set_dir_remove (child);
    }
  }
  g_remove (path);
}

static inline void
set_dir_tear_down (SetDir *dir, gconstpointer data)
{
  set_dir_remove (dir->root);
  g_free (dir->root);
}

static inline char *
set_dir_path (SetDir *dir, const char *name)
{
  return g_build_filename (dir->root, name, NULL);
}

static inline void
set_dir_write (SetDir *dir, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = set_dir_path (dir, name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
}

static inline void
set_dir_write_text (SetDir *dir, const char *name, const char *text)
{
  set_dir_write (dir, name, text, strlen (text));
}

static inline void
set_dir_write_array (SetDir *dir, const char *name, GByteArray *array)
{
  set_dir_write (dir, name, array->data, array->len);
}

static inline void
set_dir_write_image (SetDir *dir, const char *name, const MakerImage *image)
{
  g_autoptr (GByteArray) array = maker_new (image);

  set_dir_write_array (dir, name, array);
}

static inline GByteArray *
set_maker_table (void)
{
  GByteArray *table = g_byte_array_new ();

  maker_put_partition (table, 1, 2, 0x9000, 0x5000, "nvs");
  maker_put_partition (table, 1, 0, 0xe000, 0x2000, "otadata");
  maker_put_partition (table, 0, 0x10, 0x10000, 0x140000, "app0");
  maker_put_table_end (table, 0);
  maker_fill (table, 0xff, 0xc00);
  return table;
}

static inline void
set_dir_write_table (SetDir *dir, const char *name)
{
  g_autoptr (GByteArray) table = set_maker_table ();

  set_dir_write_array (dir, name, table);
}

/* An archive of the files of @folder, which @names lists. */
static inline void
set_dir_pack (SetDir *dir,
              const char *archive_name,
              const char *folder,
              const char *const *names)
{
  g_autofree char *path = set_dir_path (dir, archive_name);
  struct archive *writer = archive_write_new ();

  if (g_str_has_suffix (archive_name, ".zip"))
    g_assert_cmpint (archive_write_set_format_zip (writer), ==, ARCHIVE_OK);
  else
    g_assert_cmpint (archive_write_set_format_pax_restricted (writer), ==, ARCHIVE_OK);
  if (g_str_has_suffix (archive_name, "gz"))
    archive_write_add_filter_gzip (writer);
  g_assert_cmpint (archive_write_open_filename (writer, path), ==, ARCHIVE_OK);
  for (gsize i = 0; names[i]; i++) {
    g_autofree char *file = g_build_filename (dir->root, folder, names[i], NULL);
    g_autofree char *content = NULL;
    struct archive_entry *entry = archive_entry_new ();
    gsize size;

    g_assert_true (g_file_get_contents (file, &content, &size, NULL));
    archive_entry_set_pathname (entry, names[i]);
    archive_entry_set_size (entry, (la_int64_t) size);
    archive_entry_set_filetype (entry, AE_IFREG);
    archive_entry_set_perm (entry, 0644);
    g_assert_cmpint (archive_write_header (writer, entry), ==, ARCHIVE_OK);
    g_assert_cmpint (archive_write_data (writer, content, size), ==, (la_ssize_t) size);
    archive_entry_free (entry);
  }
  g_assert_cmpint (archive_write_close (writer), ==, ARCHIVE_OK);
  archive_write_free (writer);
}

static inline GlowFirmwareSet *
set_dir_try (SetDir *dir, const char *name, GError **error)
{
  g_autofree char *path = set_dir_path (dir, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return glow_firmware_set_load (file, NULL, error);
}

static inline GlowFirmwareSet *
set_dir_load (SetDir *dir, const char *name)
{
  g_autoptr (GError) error = NULL;
  GlowFirmwareSet *set = set_dir_try (dir, name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (set);
  return set;
}

static inline void
set_assert_part (GlowFirmwareBuild *build, guint index, const char *name, guint32 offset)
{
  const GlowFirmwarePart *part = glow_firmware_build_get_part (build, index);

  g_assert_cmpstr (part->name, ==, name);
  g_assert_true (part->has_offset);
  g_assert_cmphex (part->offset, ==, offset);
}

static inline const GlowFirmwareNote *
set_find_note (GlowFirmwareBuild *build, GlowFirmwareNoteCode code)
{
  for (guint i = 0; i < glow_firmware_build_get_n_notes (build); i++) {
    if (glow_firmware_build_get_note (build, i)->code == code)
      return glow_firmware_build_get_note (build, i);
  }
  return NULL;
}

static inline const GlowFirmwareNote *
set_find_left_out (GlowFirmwareSet *set, const char *name)
{
  for (guint i = 0; i < glow_firmware_set_get_n_left_out (set); i++) {
    if (g_str_equal (glow_firmware_set_get_left_out (set, i)->subject, name))
      return glow_firmware_set_get_left_out (set, i);
  }
  return NULL;
}
