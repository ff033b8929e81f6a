/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-source.h"

#include "glow-archive.h"
#include "glow-image-private.h"
#include "glow-set-path.h"

#include <stdlib.h>
#include <string.h>

struct _GlowSetSource {
  const GlowSetSourceClass *klass; /* borrowed: static */
  gpointer self;                   /* owned */
  GHashTable *images;              /* owned: folder, newline, path -> GlowImage */
};

/**
 * glow_set_source_new:
 * @klass: how it reads
 * @self: (transfer full): what it reads from
 *
 * Returns: (transfer full): a source with nothing read
 */
GlowSetSource *
glow_set_source_new (const GlowSetSourceClass *klass, gpointer self)
{
  GlowSetSource *source = g_new0 (GlowSetSource, 1);

  source->klass = klass;
  source->self = self;
  source->images =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return source;
}

/**
 * glow_set_source_free:
 * Frees what was read.
 */
void
glow_set_source_free (GlowSetSource *source)
{
  source->klass->free (source->self);
  g_hash_table_unref (source->images);
  g_free (source);
}

/**
 * glow_set_source_read:
 * @source: where the files are
 * @folder: the folder of the list in it; "" for its root
 * @path: as in the list
 * @why: (out): what to say of the build if there is no such file
 * @cancellable: (nullable): stops it
 * @error: %G_IO_ERROR_CANCELLED
 *
 * A file that several builds share is read once.
 *
 * Returns: (transfer full) (nullable): the image; %NULL with either @why or @error set
 */
GlowImage *
glow_set_source_read (GlowSetSource *source,
                      const char *folder,
                      const char *path,
                      GlowFirmwareNote **why,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", folder, path);
  GlowImage *image = g_hash_table_lookup (source->images, key);

  if (image)
    return g_object_ref (image);
  image = source->klass->read (source->self, folder, path, why, cancellable, error);
  if (image)
    g_hash_table_insert (source->images, g_steal_pointer (&key), g_object_ref (image));
  return image;
}

static GlowImage *
refuse (GlowFirmwareNote **why,
        GlowFirmwareNoteCode code,
        const char *path,
        const char *given)
{
  *why = glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM, code, path, given, 0, NULL);
  return NULL;
}

/* Links are followed as long as they stay in the folder. */
static char *
dup_real_path (const char *root, const char *path, GlowFirmwareNote **why)
{
  g_autofree char *full = g_build_filename (root, path, NULL);
  g_autofree char *real_root = realpath (root, NULL);
  char *real = realpath (full, NULL);
  gsize len = real_root ? strlen (real_root) : 0;

  if (!real || !real_root) {
    refuse (why, GLOW_FIRMWARE_NOTE_FILE_MISSING, path, NULL);
  } else if (strncmp (real, real_root, len) != 0 ||
             (len > 1 && real[len] != G_DIR_SEPARATOR)) {
    refuse (why, GLOW_FIRMWARE_NOTE_LINK, path, NULL);
    g_clear_pointer (&real, free);
  }
  return real;
}

/* Lists of the web are percent-encoded; a file whose name has a % comes first. */
static char *
dup_present (const char *root, const char *clean)
{
  g_autofree char *full = g_build_filename (root, clean, NULL);
  g_autofree char *decoded = g_uri_unescape_string (clean, "/");

  if (!decoded || g_file_test (full, G_FILE_TEST_EXISTS))
    return g_strdup (clean);
  return glow_set_path_resolve ("", decoded);
}

static GlowImage *
read_from_folder (gpointer self,
                  const char *folder,
                  const char *path,
                  GlowFirmwareNote **why,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *clean = glow_set_path_resolve (folder, path);
  g_autofree char *present = clean ? dup_present (self, clean) : NULL;
  g_autofree char *real = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) cause = NULL;
  GlowImage *image;

  if (!present)
    return refuse (why, GLOW_FIRMWARE_NOTE_PATH_OUTSIDE, path, NULL);
  real = dup_real_path (self, present, why);
  if (!real)
    return NULL;
  file = g_file_new_for_path (real);
  image = glow_image_new_from_file (file, cancellable, &cause);
  if (image)
    return image;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  return refuse (why, GLOW_FIRMWARE_NOTE_FILE_UNREADABLE, path, cause->message);
}

/**
 * glow_set_source_new_folder:
 * @root: a folder of this system
 *
 * Returns: (transfer full): the files in it
 */
GlowSetSource *
glow_set_source_new_folder (const char *root)
{
  static const GlowSetSourceClass klass = { read_from_folder, g_free };

  return glow_set_source_new (&klass, g_strdup (root));
}

static GBytes *
find_entry (GPtrArray *entries, const char *path)
{
  for (guint i = 0; i < entries->len; i++) {
    GlowArchiveEntry *entry = g_ptr_array_index (entries, i);

    if (g_str_equal (entry->path, path))
      return entry->bytes;
  }
  return NULL;
}

static GlowImage *
read_from_archive (gpointer self,
                   const char *folder,
                   const char *path,
                   GlowFirmwareNote **why,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *clean = glow_set_path_resolve (folder, path);
  g_autofree char *name = clean ? g_path_get_basename (clean) : NULL;
  g_autoptr (GError) cause = NULL;
  GBytes *bytes = clean ? find_entry (self, clean) : NULL;
  GlowImage *image;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!clean)
    return refuse (why, GLOW_FIRMWARE_NOTE_PATH_OUTSIDE, path, NULL);
  if (!bytes)
    return refuse (why, GLOW_FIRMWARE_NOTE_FILE_MISSING, path, NULL);
  image = glow_image_new (bytes, name, &cause);
  return image ? image
               : refuse (why, GLOW_FIRMWARE_NOTE_FILE_UNREADABLE, path, cause->message);
}

static void
unref_entries (gpointer self)
{
  g_ptr_array_unref (self);
}

/**
 * glow_set_source_new_archive:
 * @entries: (element-type GlowArchiveEntry): what was unpacked
 *
 * Returns: (transfer full): the files in it
 */
GlowSetSource *
glow_set_source_new_archive (GPtrArray *entries)
{
  static const GlowSetSourceClass klass = { read_from_archive, unref_entries };

  return glow_set_source_new (&klass, g_ptr_array_ref (entries));
}

static GlowImage *
read_nothing (gpointer self,
              const char *folder,
              const char *path,
              GlowFirmwareNote **why,
              GCancellable *cancellable,
              GError **error)
{
  return refuse (why, GLOW_FIRMWARE_NOTE_FILE_MISSING, path, NULL);
}

/**
 * glow_set_source_new_empty:
 *
 * Returns: (transfer full): what surrounds a file whose folder can't be seen
 */
GlowSetSource *
glow_set_source_new_empty (void)
{
  static const GlowSetSourceClass klass = { read_nothing, g_free };

  return glow_set_source_new (&klass, NULL);
}
