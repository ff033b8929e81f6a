/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-firmware-set-private.h"
#include "glow-set-loader.h"

struct _GlowFirmwareSet {
  GObject parent_instance;

  /* owned; nothing changes once the set is loaded */
  char *name;
  char *version;       /* (nullable) */
  GFile *file;         /* (nullable) */
  char *uri;           /* (nullable) */
  GPtrArray *builds;   /* of GlowFirmwareBuild */
  GPtrArray *left_out; /* of GlowFirmwareNote */

  GlowFirmwareSetKind kind;
};

G_DEFINE_FINAL_TYPE (GlowFirmwareSet, glow_firmware_set, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (GlowFirmwareSetKind,
                    glow_firmware_set_kind,
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_GZIP, "gzip"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_ARCHIVE, "archive"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_FOLDER, "folder"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_IDF, "esp-idf"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_FLASH_ARGS, "flash-args"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_PLATFORMIO, "platformio"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_ARDUINO, "arduino"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_WEB_MANIFEST, "web-manifest"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_UF2, "uf2"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_INTEL_HEX, "intel-hex"),
                    G_DEFINE_ENUM_VALUE (GLOW_FIRMWARE_SET_DOWNLOAD_TOOL,
                                         "download-tool"))

static void
glow_firmware_set_finalize (GObject *object)
{
  GlowFirmwareSet *self = GLOW_FIRMWARE_SET (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_object (&self->file);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->builds, g_ptr_array_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);

  G_OBJECT_CLASS (glow_firmware_set_parent_class)->finalize (object);
}

static void
glow_firmware_set_class_init (GlowFirmwareSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_firmware_set_finalize;
}

static void
note_free (gpointer data)
{
  glow_firmware_note_free (data);
}

static void
glow_firmware_set_init (GlowFirmwareSet *self)
{
  self->builds = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_out = g_ptr_array_new_with_free_func (note_free);
}

GlowFirmwareSet *
glow_firmware_set_new (GlowFirmwareSetKind kind, const char *name)
{
  GlowFirmwareSet *self = g_object_new (GLOW_TYPE_FIRMWARE_SET, NULL);

  self->kind = kind;
  glow_firmware_set_set_name (self, name);
  return self;
}

void
glow_firmware_set_set_kind (GlowFirmwareSet *self, GlowFirmwareSetKind kind)
{
  self->kind = kind;
}

void
glow_firmware_set_set_name (GlowFirmwareSet *self, const char *name)
{
  g_free (self->name);
  self->name = g_utf8_make_valid (name, -1);
}

void
glow_firmware_set_set_version (GlowFirmwareSet *self, const char *version)
{
  g_free (self->version);
  self->version = version ? g_utf8_make_valid (version, -1) : NULL;
}

void
glow_firmware_set_set_file (GlowFirmwareSet *self, GFile *file)
{
  g_set_object (&self->file, file);
}

void
glow_firmware_set_set_uri (GlowFirmwareSet *self, const char *uri)
{
  g_free (self->uri);
  self->uri = g_strdup (uri);
}

/* Takes @build. Returns: FALSE when there are too many already */
gboolean
glow_firmware_set_add_build (GlowFirmwareSet *self, GlowFirmwareBuild *build)
{
  g_autoptr (GlowFirmwareBuild) owned = build;

  if (self->builds->len >= GLOW_FIRMWARE_SET_MAX_BUILDS)
    return FALSE;
  g_ptr_array_add (self->builds, g_steal_pointer (&owned));
  return TRUE;
}

/* Takes @note. */
void
glow_firmware_set_add_left_out (GlowFirmwareSet *self, GlowFirmwareNote *note)
{
  g_autoptr (GlowFirmwareNote) owned = note;

  if (self->left_out->len < GLOW_FIRMWARE_SET_MAX_LEFT_OUT)
    g_ptr_array_add (self->left_out, g_steal_pointer (&owned));
}

void
glow_firmware_set_leave_out (GlowFirmwareSet *self,
                             GlowFirmwareNoteCode code,
                             const char *name,
                             const char *given)
{
  glow_firmware_set_add_left_out (self,
                                  glow_firmware_note_new (GLOW_FIRMWARE_NOTE_INFO, code,
                                                          name, given, 0, NULL));
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GlowFirmwareSet *set = glow_firmware_set_load (data, cancellable, &error);

  if (set)
    g_task_return_pointer (task, set, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * glow_firmware_set_load_async:
 * @file: a file or a folder
 * @cancellable: (nullable): stops the loading
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * glow_firmware_set_load() in a thread of its own.
 */
void
glow_firmware_set_load_async (GFile *file,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, glow_firmware_set_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * glow_firmware_set_load_finish:
 * @result: what the callback was given
 * @error: as with glow_firmware_set_load()
 *
 * Returns: (transfer full): the set, or %NULL with @error set
 */
GlowFirmwareSet *
glow_firmware_set_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, glow_firmware_set_load_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
glow_firmware_set_get_name (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);

  return self->name;
}

const char *
glow_firmware_set_get_version (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);

  return self->version;
}

GlowFirmwareSetKind
glow_firmware_set_get_kind (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), GLOW_FIRMWARE_SET_FILE);

  return self->kind;
}

GFile *
glow_firmware_set_get_file (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);

  return self->file;
}

const char *
glow_firmware_set_get_uri (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);

  return self->uri;
}

guint
glow_firmware_set_get_n_builds (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), 0);

  return self->builds->len;
}

GlowFirmwareBuild *
glow_firmware_set_get_build (GlowFirmwareSet *self, guint index)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);
  g_return_val_if_fail (index < self->builds->len, NULL);

  return g_ptr_array_index (self->builds, index);
}

guint
glow_firmware_set_get_n_left_out (GlowFirmwareSet *self)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), 0);

  return self->left_out->len;
}

const GlowFirmwareNote *
glow_firmware_set_get_left_out (GlowFirmwareSet *self, guint index)
{
  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);
  g_return_val_if_fail (index < self->left_out->len, NULL);

  return g_ptr_array_index (self->left_out, index);
}

/* Smaller is better. */
static guint
rank (GlowFirmwareBuild *build, const GlowChip *chip)
{
  guint rank = 0;

  if (glow_firmware_build_get_problem (build))
    rank += 4;
  if (chip && glow_firmware_build_get_chip (build) != chip)
    rank += 2;
  if (!glow_firmware_build_is_whole (build))
    rank += 1;
  return rank;
}

/**
 * glow_firmware_set_match:
 * @self: the set
 * @chip: (nullable): the chip that answered, or that is expected; %NULL: any
 * @n_hidden: (out) (optional): builds for other chips
 *
 * Says which builds fit a chip: first the ones without a problem, of these the ones made
 * for it before the ones that name no chip, and first installations before updates; else
 * as in the set. Any thread.
 *
 * Returns: (transfer container) (element-type GlowFirmwareBuild): the builds, best first
 */
GPtrArray *
glow_firmware_set_match (GlowFirmwareSet *self, const GlowChip *chip, guint *n_hidden)
{
  GPtrArray *found = g_ptr_array_new ();
  guint hidden = 0;

  g_return_val_if_fail (GLOW_IS_FIRMWARE_SET (self), NULL);

  for (guint wanted = 0; wanted < 8; wanted++) {
    for (guint i = 0; i < self->builds->len; i++) {
      GlowFirmwareBuild *build = g_ptr_array_index (self->builds, i);
      const GlowChip *own = glow_firmware_build_get_chip (build);

      if (chip && own && own != chip)
        hidden += wanted == 0;
      else if (rank (build, chip) == wanted)
        g_ptr_array_add (found, build);
    }
  }
  if (n_hidden)
    *n_hidden = hidden;
  return found;
}
