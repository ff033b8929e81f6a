/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-loader.h"

#include "glow-archive.h"
#include "glow-download-tool.h"
#include "glow-error.h"
#include "glow-flash-args.h"
#include "glow-flasher-args.h"
#include "glow-image-private.h"
#include "glow-intel-hex.h"
#include "glow-set-path.h"
#include "glow-set-tree.h"
#include "glow-uf2.h"
#include "glow-web-manifest.h"

#include <string.h>

/* A part that is a container or a web page belongs nowhere in flash, whatever the list
 * says (firmware-files.md traps 2 and 15). */
static void
check_content (GlowFirmwareBuild *build, GlowImage *image, const char *path)
{
  const char *container = glow_image_get_container (image);

  if (container)
    glow_firmware_build_add_note (build,
                                  glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                                                          GLOW_FIRMWARE_NOTE_NOT_FIRMWARE,
                                                          path, container, 0, NULL));
}

/* The longest end of another computer's path that is found here, in the list's folder or
 * above it. */
static GlowImage *
read_foreign (GlowSetSource *source,
              const char *folder,
              const char *path,
              GlowFirmwareNote **why,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *slashes = g_strdelimit (g_strdup (path), "\\", '/');
  g_autofree char *place = g_strdup (folder);
  char *above;

  for (;;) {
    for (const char *end = slashes; end; end = strchr (end, '/')) {
      GlowImage *image;

      end += *end == '/';
      g_clear_pointer (why, glow_firmware_note_free);
      image = glow_set_source_read (source, place, end, why, cancellable, error);
      if (image || !*why)
        return image;
    }
    if (!*place)
      return NULL;
    above = glow_set_path_dup_folder (place);
    g_free (place);
    place = above;
  }
}

static GlowImage *
read_part (const GlowRecipePart *part,
           GlowSetSource *source,
           const char *folder,
           GlowFirmwareNote **why,
           GCancellable *cancellable,
           GError **error)
{
  if (part->foreign)
    return read_foreign (source, folder, part->path, why, cancellable, error);
  return glow_set_source_read (source, folder, part->path, why, cancellable, error);
}

/* FALSE: cancelled */
static gboolean
add_part (GlowFirmwareBuild *build,
          const GlowRecipePart *part,
          GlowSetSource *source,
          const char *folder,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GlowFirmwareNote) why = NULL;
  g_autoptr (GlowImage) image =
    read_part (part, source, folder, &why, cancellable, error);

  if (!image && !why)
    return FALSE;
  if (why) {
    glow_firmware_build_add_note (build, g_steal_pointer (&why));
    return TRUE;
  }
  glow_firmware_build_add_part (build, image, part->path,
                                part->has_offset ? &part->offset : NULL);
  check_content (build, image, part->path);
  return TRUE;
}

static GlowFirmwareBuild *
new_build (const GlowRecipeBuild *from,
           GlowSetSource *source,
           const char *folder,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GlowFirmwareBuild) build = glow_firmware_build_new (from->chip, from->label);

  glow_firmware_build_set_options (build, &from->options);
  for (guint i = 0; i < from->notes->len; i++)
    glow_firmware_build_add_note (build, glow_firmware_note_copy (
                                           g_ptr_array_index (from->notes, i)));
  for (guint i = 0; i < from->parts->len; i++) {
    if (!add_part (build, g_ptr_array_index (from->parts, i), source, folder, cancellable,
                   error))
      return NULL;
  }
  glow_firmware_build_settle (build);
  return g_steal_pointer (&build);
}

/**
 * glow_set_loader_add_recipe:
 * @set: gets the builds
 * @recipe: what the list says
 * @name: of builds that have no name of their own
 * @source: where its files are
 * @folder: the list's folder in it
 * @cancellable: (nullable): stops it
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Opens the files of a list. What is wrong with one build is its problem alone.
 *
 * Returns: %TRUE unless it was cancelled
 */
gboolean
glow_set_loader_add_recipe (GlowFirmwareSet *set,
                            GlowRecipe *recipe,
                            const char *name,
                            GlowSetSource *source,
                            const char *folder,
                            GCancellable *cancellable,
                            GError **error)
{
  for (guint i = 0; i < recipe->builds->len; i++) {
    GlowRecipeBuild *from = g_ptr_array_index (recipe->builds, i);
    GlowFirmwareBuild *build = new_build (from, source, folder, cancellable, error);

    if (!build)
      return FALSE;
    if (!*from->label)
      glow_firmware_build_set_label (build, recipe->name ? recipe->name : name);
    glow_firmware_set_add_build (set, build);
  }
  if (recipe->name)
    glow_firmware_set_set_name (set, recipe->name);
  if (recipe->version)
    glow_firmware_set_set_version (set, recipe->version);
  glow_firmware_set_set_kind (set, recipe->kind);
  return TRUE;
}

/**
 * glow_set_loader_parse_list:
 * @bytes: a file
 * @path: its name, best with the folder it is in
 * @error: %GLOW_ERROR_FILE if it is a list that can't be used
 *
 * Returns: (transfer full) (nullable): what it says; %NULL without @error set if it is no
 * list
 */
GlowRecipe *
glow_set_loader_parse_list (GBytes *bytes, const char *path, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size > GLOW_RECIPE_MAX_SIZE)
    return NULL;
  if (glow_web_manifest_recognise (data, size))
    return glow_web_manifest_parse (data, size, error);
  if (glow_flasher_args_recognise (data, size))
    return glow_flasher_args_parse (data, size, error);
  if (glow_download_tool_recognise (data, size))
    return glow_download_tool_parse (data, size, path, error);
  if (glow_flash_args_recognise (data, size, path))
    return glow_flash_args_parse (data, size, error);
  return NULL;
}

/* the folder of a saved configuration names the chip */
static char *
dup_hint (GFile *file, const char *name)
{
  g_autoptr (GFile) folder = file ? g_file_get_parent (file) : NULL;
  g_autofree char *folder_name = folder ? g_file_get_basename (folder) : NULL;

  return folder_name ? g_strconcat (folder_name, "/", name, NULL) : g_strdup (name);
}

/* FALSE without @error: never */
static gboolean
add_list (GlowFirmwareSet *set,
          GBytes *bytes,
          const char *name,
          GFile *file,
          GlowSetSource *source,
          gboolean *found,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = dup_hint (file, name);
  g_autoptr (GlowRecipe) recipe = glow_set_loader_parse_list (bytes, path, &cause);
  g_autofree char *stem = glow_set_path_dup_stem (name);

  *found = recipe != NULL || cause != NULL;
  if (cause) {
    g_propagate_prefixed_error (error, g_steal_pointer (&cause), "%s: ", name);
    return FALSE;
  }
  return !recipe ||
         glow_set_loader_add_recipe (set, recipe, stem, source, "", cancellable, error);
}

static gboolean
add_image (GlowFirmwareSet *set,
           GBytes *bytes,
           const char *name,
           GFile *file,
           GError **error)
{
  g_autoptr (GlowImage) image = glow_image_new_full (bytes, name, file, error);
  g_autoptr (GlowFirmwareBuild) build = NULL;
  g_autofree char *stem = glow_set_path_dup_stem (name);

  if (!image)
    return FALSE;
  build = glow_firmware_build_new (glow_image_get_chip (image), stem);
  glow_firmware_build_add_part (build, image, name, NULL);
  glow_firmware_set_add_build (set, g_steal_pointer (&build));
  return TRUE;
}

static gboolean
add_archive (GlowFirmwareSet *set,
             GBytes *bytes,
             const char *name,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) entries = glow_archive_unpack (bytes, set, cancellable, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GlowSetSource) source = NULL;

  if (!entries)
    return FALSE;
  source = glow_set_source_new_archive (entries);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (paths, ((GlowArchiveEntry *) g_ptr_array_index (entries, i))->path);
  glow_firmware_set_set_kind (set, GLOW_FIRMWARE_SET_ARCHIVE);
  return glow_set_tree_load (set, paths, name, source, cancellable, error);
}

/* what is in there, once: no packed file inside of a packed file */
static gboolean
add_gzip (GlowFirmwareSet *set,
          GBytes *bytes,
          const char *name,
          GCancellable *cancellable,
          GError **error)
{
  gsize size;
  g_autoptr (GBytes) content = glow_archive_gunzip (bytes, cancellable, error);
  g_autofree char *inner = g_strdup (name);
  const guint8 *data;

  if (!content)
    return FALSE;
  data = g_bytes_get_data (content, &size);
  if (size > 0 && glow_archive_recognise (data, size))
    return add_archive (set, bytes, name, cancellable, error);
  if (g_str_has_suffix (inner, ".gz"))
    inner[strlen (inner) - 3] = '\0';
  glow_firmware_set_set_kind (set, GLOW_FIRMWARE_SET_GZIP);
  return add_image (set, content, inner, NULL, error);
}

/**
 * glow_set_loader_add_blocks:
 * @set: gets the builds
 * @bytes: a UF2 or Intel HEX file
 * @name: its name
 * @error: %GLOW_ERROR_IMAGE if it is damaged
 *
 * Returns: %TRUE if there are any
 */
gboolean
glow_set_loader_add_blocks (GlowFirmwareSet *set,
                            GBytes *bytes,
                            const char *name,
                            GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *base = g_path_get_basename (name);
  gboolean uf2 = glow_uf2_recognise (data, size);

  if (glow_firmware_set_get_kind (set) == GLOW_FIRMWARE_SET_FILE)
    glow_firmware_set_set_kind (set, uf2 ? GLOW_FIRMWARE_SET_UF2
                                         : GLOW_FIRMWARE_SET_INTEL_HEX);
  return uf2 ? glow_uf2_add_builds (set, bytes, base, error)
             : glow_intel_hex_add_build (set, bytes, base, error);
}

/**
 * glow_set_loader_add_content:
 * @set: gets the builds
 * @bytes: a file
 * @name: its name
 * @file: (nullable): where it is
 * @source: what surrounds it
 * @cancellable: (nullable): stops it
 * @error: %GLOW_ERROR_FILE, %GLOW_ERROR_IMAGE, %G_IO_ERROR_CANCELLED
 *
 * Finds out what a file is and makes builds of it.
 *
 * Returns: %TRUE if there are any
 */
gboolean
glow_set_loader_add_content (GlowFirmwareSet *set,
                             GBytes *bytes,
                             const char *name,
                             GFile *file,
                             GlowSetSource *source,
                             GCancellable *cancellable,
                             GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean found;

  if (glow_archive_is_gzip (data, size))
    return add_gzip (set, bytes, name, cancellable, error);
  if (glow_archive_recognise (data, size))
    return add_archive (set, bytes, name, cancellable, error);
  if (glow_uf2_recognise (data, size) ||
      glow_intel_hex_recognise ((const char *) data, size))
    return glow_set_loader_add_blocks (set, bytes, name, error);
  if (!add_list (set, bytes, name, file, source, &found, cancellable, error))
    return FALSE;
  return found || add_image (set, bytes, name, file, error);
}
