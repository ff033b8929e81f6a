/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-kinds.h"

#include "glow-error.h"
#include "glow-setup-resources.h"

#include <string.h>

#define RESOURCE_DIR "/glowplug/setup/"
#define SUFFIX       ".ini"
#define MAX_FILES    200 /* per folder */

struct _GlowSetupKinds {
  GPtrArray *kinds;  /* owned */
  GPtrArray *errors; /* owned: of GError */
};

/* What takes settings by Improv and by nothing else that Glowplug knows (linux-desktop.md
 * 7.1); others are asked. */
static const char *const improv_firmware[] = { "ESPHome", "WLED", NULL };

G_DEFINE_BOXED_TYPE (GlowSetupKinds,
                     glow_setup_kinds,
                     glow_setup_kinds_ref,
                     glow_setup_kinds_unref)

static void
kinds_clear (gpointer data)
{
  GlowSetupKinds *self = data;

  g_ptr_array_unref (self->kinds);
  g_ptr_array_unref (self->errors);
}

/* A later one with the same id takes its place. */
static void
add_recipe (GlowSetupKinds *self, const char *name, GBytes *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowSetupRecipe) recipe =
    glow_setup_recipe_new_from_data (name, data, &error);
  GlowSetupKind *old;
  guint index;

  if (!recipe) {
    g_info ("%s", error->message);
    g_ptr_array_add (self->errors, g_steal_pointer (&error));
    return;
  }
  old = glow_setup_kinds_find (self, glow_setup_recipe_get_id (recipe));
  if (old && g_ptr_array_find (self->kinds, old, &index))
    g_ptr_array_remove_index (self->kinds, index);
  g_ptr_array_add (self->kinds, glow_setup_kind_new_recipe (recipe));
}

static void
add_own (GlowSetupKinds *self)
{
  GResource *resource = glow_setup_get_resource ();
  g_auto (GStrv) names =
    g_resource_enumerate_children (resource, RESOURCE_DIR, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                   NULL);

  for (guint i = 0; names && names[i]; i++) {
    g_autofree char *path = g_strconcat (RESOURCE_DIR, names[i], NULL);
    g_autoptr (GBytes) data =
      g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    if (data)
      add_recipe (self, names[i], data);
  }
}

static void
add_file (GlowSetupKinds *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = NULL;
  char *text;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, &error)) {
    g_ptr_array_add (self->errors,
                     g_error_new (GLOW_ERROR, GLOW_ERROR_RECIPE,
                                  "recipe %s can't be read: %s", path, error->message));
    return;
  }
  data = g_bytes_new_take (text, size);
  add_recipe (self, path, data);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_dir (GlowSetupKinds *self, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) && names->len < MAX_FILES) {
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    add_file (self, g_ptr_array_index (names, i));
}

/**
 * glow_setup_kinds_new_for_dirs:
 * @dirs: (array zero-terminated=1): folders with recipes; later ones win
 *
 * Reads files: not for the main thread of the window.
 *
 * Returns: (transfer full): Improv, Glowplug's own recipes and those in @dirs. What could
 *   not be read is in glow_setup_kinds_get_errors().
 */
GlowSetupKinds *
glow_setup_kinds_new_for_dirs (const char *const *dirs)
{
  GlowSetupKinds *self = g_atomic_rc_box_new0 (GlowSetupKinds);

  self->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) glow_setup_kind_unref);
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_ptr_array_add (self->kinds, glow_setup_kind_new_improv ());
  add_own (self);
  for (guint i = 0; dirs[i]; i++)
    add_dir (self, dirs[i]);
  return self;
}

/**
 * glow_setup_kinds_new:
 *
 * As glow_setup_kinds_new_for_dirs() with "glowplug/setup" in the data folders of the
 * system and of the user, whose recipes win.
 *
 * Returns: (transfer full): all kinds there are
 */
GlowSetupKinds *
glow_setup_kinds_new (void)
{
  const char *const *system = g_get_system_data_dirs ();
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = g_strv_length ((char **) system); i > 0; i--)
    g_ptr_array_add (dirs, g_build_filename (system[i - 1], "glowplug", "setup", NULL));
  g_ptr_array_add (dirs, g_build_filename (GLOW_PKGDATADIR, "setup", NULL));
  g_ptr_array_add (dirs,
                   g_build_filename (g_get_user_data_dir (), "glowplug", "setup", NULL));
  g_ptr_array_add (dirs, NULL);
  return glow_setup_kinds_new_for_dirs ((const char *const *) dirs->pdata);
}

/**
 * glow_setup_kinds_ref:
 *
 * Returns: (transfer full): @self
 */
GlowSetupKinds *
glow_setup_kinds_ref (GlowSetupKinds *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * glow_setup_kinds_unref:
 */
void
glow_setup_kinds_unref (GlowSetupKinds *self)
{
  g_atomic_rc_box_release_full (self, kinds_clear);
}

guint
glow_setup_kinds_get_n (GlowSetupKinds *self)
{
  return self->kinds->len;
}

/**
 * glow_setup_kinds_get:
 * @i: which one
 *
 * Returns: (transfer none): the kind; Improv is the first
 */
GlowSetupKind *
glow_setup_kinds_get (GlowSetupKinds *self, guint i)
{
  return g_ptr_array_index (self->kinds, i);
}

/**
 * glow_setup_kinds_get_errors:
 *
 * Returns: (transfer none) (element-type GError): one per recipe that is no use, with its
 *   file in it
 */
GPtrArray *
glow_setup_kinds_get_errors (GlowSetupKinds *self)
{
  return self->errors;
}

GlowSetupKind *
glow_setup_kinds_find (GlowSetupKinds *self, const char *id)
{
  for (guint i = 0; i < self->kinds->len; i++) {
    GlowSetupKind *kind = g_ptr_array_index (self->kinds, i);

    if (g_str_equal (glow_setup_kind_get_id (kind), id))
      return kind;
  }
  return NULL;
}

/**
 * glow_setup_kinds_find_for_firmware:
 * @firmware: (nullable): a name as GlowFirmware or a board tells it
 *
 * Returns: (transfer none) (nullable): how that firmware takes settings
 */
GlowSetupKind *
glow_setup_kinds_find_for_firmware (GlowSetupKinds *self, const char *firmware)
{
  for (guint i = self->kinds->len; i > 0; i--) {
    GlowSetupKind *kind = g_ptr_array_index (self->kinds, i - 1);
    GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (kind);

    if (recipe && glow_setup_recipe_is_for_firmware (recipe, firmware))
      return kind;
  }
  return firmware && g_strv_contains (improv_firmware, firmware)
           ? g_ptr_array_index (self->kinds, 0)
           : NULL;
}

/**
 * glow_setup_kinds_find_for_boot_line:
 * @line: what a board printed while it started
 *
 * Returns: (transfer none) (nullable): the kind whose firmware says so
 */
GlowSetupKind *
glow_setup_kinds_find_for_boot_line (GlowSetupKinds *self, const char *line)
{
  for (guint i = self->kinds->len; i > 0; i--) {
    GlowSetupKind *kind = g_ptr_array_index (self->kinds, i - 1);
    GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (kind);

    if (recipe && glow_setup_recipe_is_boot_line (recipe, line))
      return kind;
  }
  return NULL;
}
