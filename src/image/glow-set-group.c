/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * In one folder, a bootloader, a partition table and an application of one chip make a
 * build. Everything else that can be flashed alone is a build of its own; the rest is
 * left out and named. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-group.h"

#include "glow-archive.h"
#include "glow-intel-hex.h"
#include "glow-set-label.h"
#include "glow-set-loader.h"
#include "glow-set-path.h"
#include "glow-uf2.h"

#include <string.h>

/* One loose file. */
typedef struct {
  char *path;       /* owned */
  char *folder;     /* owned */
  GlowImage *image; /* owned */
  gboolean packed;
  gboolean used;
} Loose;

struct _GlowSetGroup {
  GlowFirmwareSet *set; /* borrowed */
  GPtrArray *files;     /* owned, of Loose */
};

static void
loose_free (gpointer data)
{
  Loose *loose = data;

  g_free (loose->path);
  g_free (loose->folder);
  g_object_unref (loose->image);
  g_free (loose);
}

/**
 * glow_set_group_new:
 * @set: gets the builds
 *
 * Returns: (transfer full): no files yet
 */
GlowSetGroup *
glow_set_group_new (GlowFirmwareSet *set)
{
  GlowSetGroup *group = g_new0 (GlowSetGroup, 1);

  group->set = set;
  group->files = g_ptr_array_new_with_free_func (loose_free);
  return group;
}

/**
 * glow_set_group_free:
 * Frees the group; the set keeps its builds.
 */
void
glow_set_group_free (GlowSetGroup *group)
{
  g_ptr_array_unref (group->files);
  g_free (group);
}

/* (nullable) without @error: left out */
static GlowImage *
unpack (GlowSetGroup *group,
        const char *path,
        GlowImage *image,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes =
    glow_archive_gunzip (glow_image_get_bytes (image), cancellable, &cause);
  g_autofree char *name = g_path_get_basename (path);
  GlowImage *unpacked;

  if (g_str_has_suffix (name, ".gz"))
    name[strlen (name) - 3] = '\0';
  unpacked = bytes ? glow_image_new (bytes, name, &cause) : NULL;
  if (unpacked)
    return unpacked;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    glow_firmware_set_leave_out (group->set, GLOW_FIRMWARE_NOTE_FILE_UNREADABLE, path,
                                 cause->message);
  return NULL;
}

static gboolean
is_gzip (GlowImage *image)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (glow_image_get_bytes (image), &size);

  return glow_archive_is_gzip (data, size);
}

/**
 * glow_set_group_add:
 * @group: the files
 * @path: of one more
 * @image: its content
 * @cancellable: (nullable): stops it
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE unless it was cancelled
 */
gboolean
glow_set_group_add (GlowSetGroup *group,
                    const char *path,
                    GlowImage *image,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GlowImage) content = NULL;
  g_autoptr (GError) cause = NULL;
  Loose *loose;

  content = is_gzip (image) ? unpack (group, path, image, cancellable, &cause)
                            : g_object_ref (image);
  if (!content) {
    g_propagate_error (error, cause ? g_steal_pointer (&cause) : NULL);
    return error == NULL || *error == NULL;
  }
  loose = g_new0 (Loose, 1);
  loose->path = g_strdup (path);
  loose->folder = glow_set_path_dup_folder (path);
  loose->packed = content != image;
  loose->image = g_steal_pointer (&content);
  g_ptr_array_add (group->files, loose);
  return TRUE;
}

static gboolean
is_same (GlowImage *a, GlowImage *b)
{
  return g_bytes_equal (glow_image_get_bytes (a), glow_image_get_bytes (b));
}

static void
leave_out (GlowSetGroup *group,
           Loose *loose,
           GlowFirmwareNoteCode code,
           const char *given)
{
  loose->used = TRUE;
  glow_firmware_set_leave_out (group->set, code, loose->path, given);
}

/* A release has most files a second time, packed for updates over the air. */
static void
drop_packed_twins (GlowSetGroup *group)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *packed = g_ptr_array_index (group->files, i);

    for (guint j = 0; packed->packed && !packed->used && j < group->files->len; j++) {
      Loose *plain = g_ptr_array_index (group->files, j);

      if (!plain->packed && is_same (plain->image, packed->image))
        leave_out (group, packed, GLOW_FIRMWARE_NOTE_SAME_PACKED, plain->path);
    }
  }
}

/* UF2 and Intel HEX know their places by themselves. */
static void
make_of_blocks (GlowSetGroup *group)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);
    gsize size;
    const guint8 *data = g_bytes_get_data (glow_image_get_bytes (loose->image), &size);
    g_autoptr (GError) cause = NULL;

    if (loose->used || (!glow_uf2_recognise (data, size) &&
                        !glow_intel_hex_recognise ((const char *) data, size)))
      continue;
    if (glow_set_loader_add_blocks (group->set, glow_image_get_bytes (loose->image),
                                    loose->path, &cause))
      loose->used = TRUE;
    else
      leave_out (group, loose, GLOW_FIRMWARE_NOTE_FILE_UNREADABLE, cause->message);
  }
}

static void
drop_foreign (GlowSetGroup *group)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);
    const char *container = glow_image_get_container (loose->image);

    if (!loose->used && container)
      leave_out (group, loose, GLOW_FIRMWARE_NOTE_NOT_FIRMWARE, container);
  }
}

/* The only file of a kind, and of a chip where it has one; NULL if there are more. */
static Loose *
find_only (GlowSetGroup *group,
           const char *folder,
           GlowImageKind kind,
           const GlowChip *chip)
{
  Loose *found = NULL;

  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);
    const GlowChip *own = glow_image_get_chip (loose->image);

    if (loose->used || glow_image_get_kind (loose->image) != kind ||
        !g_str_equal (loose->folder, folder) || (own && own != chip))
      continue;
    if (found)
      return NULL;
    found = loose;
  }
  return found;
}

static void
add_part (GlowFirmwareBuild *build, Loose *loose)
{
  glow_firmware_build_add_part (build, loose->image, loose->path, NULL);
  loose->used = TRUE;
}

static gboolean
is_companion (const Loose *loose)
{
  switch ((guint) glow_image_get_kind (loose->image)) {
  case GLOW_IMAGE_OTADATA:
  case GLOW_IMAGE_NVS:
  case GLOW_IMAGE_SPIFFS:
  case GLOW_IMAGE_LITTLEFS:
  case GLOW_IMAGE_FAT:
  case GLOW_IMAGE_PHY_INIT:
    return TRUE;
  default:
    return FALSE;
  }
}

/* otadata and file systems, whose place the partition table knows */
static void
add_companions (GlowSetGroup *group, GlowFirmwareBuild *build, const char *folder)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);

    if (!loose->used && g_str_equal (loose->folder, folder) && is_companion (loose))
      add_part (build, loose);
  }
}

static void
take (GlowSetGroup *group, GlowFirmwareBuild *build)
{
  glow_firmware_build_settle (build);
  glow_firmware_set_add_build (group->set, build);
}

static void
make_whole (GlowSetGroup *group, Loose *app)
{
  const GlowChip *chip = glow_image_get_chip (app->image);
  Loose *only = find_only (group, app->folder, GLOW_IMAGE_APP, chip);
  Loose *table = find_only (group, app->folder, GLOW_IMAGE_PARTITION_TABLE, chip);
  Loose *bootloader = find_only (group, app->folder, GLOW_IMAGE_BOOTLOADER, chip);
  g_autofree char *folder = g_strdup (app->folder);
  GlowFirmwareBuild *build;

  if (!chip || only != app || !table || !bootloader)
    return;
  build = glow_firmware_build_new (chip, app->path);
  add_part (build, bootloader);
  add_part (build, table);
  add_part (build, app);
  add_companions (group, build, folder);
  take (group, build);
}

static void
make_alone (GlowSetGroup *group, Loose *loose)
{
  GlowFirmwareBuild *build =
    glow_firmware_build_new (glow_image_get_chip (loose->image), loose->path);
  gboolean app = glow_image_get_kind (loose->image) == GLOW_IMAGE_APP;

  add_part (build, loose);
  if (app && !glow_firmware_build_is_whole (build))
    glow_firmware_build_add_note (build,
                                  glow_firmware_note_new (GLOW_FIRMWARE_NOTE_INFO,
                                                          GLOW_FIRMWARE_NOTE_APP_ONLY,
                                                          loose->path, NULL, 0, NULL));
  take (group, build);
}

static gboolean
holds (GlowImage *merged, GlowImage *app)
{
  const guint8 *data = g_bytes_get_data (glow_image_get_bytes (merged), NULL);
  const guint8 *wanted = g_bytes_get_data (glow_image_get_bytes (app), NULL);
  gsize size = glow_image_get_size (merged);
  gsize wanted_size = glow_image_get_size (app);

  for (guint i = 0; i < glow_image_get_n_parts (merged); i++) {
    const GlowImagePart *part = glow_image_get_part (merged, i);

    if (part->kind == GLOW_IMAGE_APP && wanted_size <= size - part->file_offset &&
        memcmp (data + part->file_offset, wanted, wanted_size) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Arduino and ESP-IDF leave the same build a second time in one file; the parts of it are
 * shorter to write. */
static void
drop_merged_twins (GlowSetGroup *group)
{
  for (guint i = 0; i < glow_firmware_set_get_n_builds (group->set); i++) {
    GlowFirmwareBuild *build = glow_firmware_set_get_build (group->set, i);

    for (guint j = 0; j < group->files->len; j++) {
      Loose *loose = g_ptr_array_index (group->files, j);

      for (guint k = 0; k < glow_firmware_build_get_n_parts (build); k++) {
        const GlowFirmwarePart *part = glow_firmware_build_get_part (build, k);

        if (!loose->used && glow_image_get_kind (loose->image) == GLOW_IMAGE_MERGED &&
            glow_image_get_kind (part->image) == GLOW_IMAGE_APP &&
            holds (loose->image, part->image))
          leave_out (group, loose, GLOW_FIRMWARE_NOTE_SAME_MERGED, part->name);
      }
    }
  }
}

static gboolean
stands_alone (GlowSetGroup *group, const Loose *loose)
{
  GlowImageKind kind = glow_image_get_kind (loose->image);

  return kind == GLOW_IMAGE_APP || kind == GLOW_IMAGE_MERGED || group->files->len == 1;
}

static void
make_builds (GlowSetGroup *group)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);

    if (!loose->used && glow_image_get_kind (loose->image) == GLOW_IMAGE_APP)
      make_whole (group, loose);
  }
  drop_merged_twins (group);
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);

    if (!loose->used && stands_alone (group, loose))
      make_alone (group, loose);
  }
}

static void
leave_out_rest (GlowSetGroup *group)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);

    if (loose->used)
      continue;
    if (glow_image_get_kind (loose->image) == GLOW_IMAGE_DATA ||
        glow_image_get_kind (loose->image) == GLOW_IMAGE_TEXT)
      leave_out (group, loose, GLOW_FIRMWARE_NOTE_NOT_FIRMWARE, NULL);
    else
      leave_out (group, loose, GLOW_FIRMWARE_NOTE_AMBIGUOUS, NULL);
  }
}

static gboolean
has_path_with (GlowSetGroup *group, const char *text)
{
  for (guint i = 0; i < group->files->len; i++) {
    Loose *loose = g_ptr_array_index (group->files, i);

    if (strstr (loose->path, text))
      return TRUE;
  }
  return FALSE;
}

/* Only a folder is called after who built in it; an archive stays an archive. */
static void
tell_kind (GlowSetGroup *group)
{
  if (glow_firmware_set_get_kind (group->set) != GLOW_FIRMWARE_SET_FOLDER)
    return;
  if (has_path_with (group, ".pio/build/") ||
      (has_path_with (group, "firmware.bin") && has_path_with (group, "partitions.bin")))
    glow_firmware_set_set_kind (group->set, GLOW_FIRMWARE_SET_PLATFORMIO);
  else if (has_path_with (group, ".ino.bin"))
    glow_firmware_set_set_kind (group->set, GLOW_FIRMWARE_SET_ARDUINO);
}

/**
 * glow_set_group_finish:
 * @group: all files are in
 * @name: of the folder or archive
 *
 * Makes the builds.
 */
void
glow_set_group_finish (GlowSetGroup *group, const char *name)
{
  tell_kind (group);
  drop_packed_twins (group);
  make_of_blocks (group);
  drop_foreign (group);
  make_builds (group);
  leave_out_rest (group);
  glow_set_label_tell_apart (group->set, name);
}
