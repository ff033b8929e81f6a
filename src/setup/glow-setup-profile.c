/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-profile.h"

#include "glow-error.h"
#include "glow-setup-line.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define SUFFIX        ".profile"
#define GROUP_PROFILE "Profile"
#define GROUP_VALUES  "Values"
#define FORMAT        1
#define MAX_NAME_LEN  100 /* bytes: a file name has 255 */
#define MAX_FILE_SIZE (64 * 1024)

/**
 * glow_setup_profile_dup_dir:
 *
 * Returns: (transfer full): where this user's profiles are
 */
char *
glow_setup_profile_dup_dir (void)
{
  return g_build_filename (g_get_user_config_dir (), "glowplug", "profiles", NULL);
}

/* It becomes the name of a file, and must not lead to another place. */
static gboolean
check_name (const char *name, GError **error)
{
  gboolean bad = !*name || *name == '.' || strlen (name) > MAX_NAME_LEN ||
                 strchr (name, '/') || !g_utf8_validate (name, -1, NULL);

  for (const char *at = name; *at && !bad; at++)
    bad = (guchar) *at < 0x20;
  if (bad)
    g_set_error (
      error, GLOW_ERROR, GLOW_ERROR_PROFILE,
      "a profile can't have this name: 1 to %d bytes, no \"/\" and no dot first",
      MAX_NAME_LEN);
  return !bad;
}

static char *
dup_path (const char *dir, const char *name)
{
  g_autofree char *usual = dir ? NULL : glow_setup_profile_dup_dir ();
  g_autofree char *file = g_strconcat (name, SUFFIX, NULL);

  return g_build_filename (dir ? dir : usual, file, NULL);
}

/* A command that says a key would bring it into the profile by the back door. */
static char *
dup_commands_without_secrets (GlowSetupValues *values)
{
  g_autoptr (GPtrArray) commands = glow_setup_line_dup_commands (values);
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  glow_setup_values_add_secrets (values, redactor);
  for (guint i = 0; i < commands->len; i++) {
    const char *command = g_ptr_array_index (commands, i);
    g_autofree char *shown = glow_redactor_dup_text (redactor, command);

    if (g_str_equal (shown, command))
      g_string_append_printf (text, "%s\n", command);
  }
  return g_strdup (text->str);
}

static GKeyFile *
new_key_file (GlowSetupValues *values)
{
  GKeyFile *file = g_key_file_new ();

  g_key_file_set_integer (file, GROUP_PROFILE, "Format", FORMAT);
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    GlowSetupFieldId id = (GlowSetupFieldId) i;
    const char *value = glow_setup_values_get (values, id);
    g_autofree char *commands =
      id == GLOW_SETUP_COMMANDS ? dup_commands_without_secrets (values) : NULL;

    if (!value || glow_setup_field_is_secret (id))
      continue;
    g_key_file_set_string (file, GROUP_VALUES, glow_setup_field_id_to_string (id),
                           commands ? commands : value);
  }
  return file;
}

/**
 * glow_setup_profile_save:
 * @dir: (nullable): where, %NULL for the usual place
 * @name: what to call it; an older one of that name is replaced
 * @values: what to keep
 * @error: %GLOW_ERROR_PROFILE
 *
 * Keys and passwords are left out, and so are commands with one of them in it. Only the
 * user may read the file.
 *
 * Returns: %TRUE when it is on the disk
 */
gboolean
glow_setup_profile_save (const char *dir,
                         const char *name,
                         GlowSetupValues *values,
                         GError **error)
{
  g_autoptr (GKeyFile) file = new_key_file (values);
  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!check_name (name, error))
    return FALSE;
  path = dup_path (dir, name);
  parent = g_path_get_dirname (path);
  if (g_mkdir_with_parents (parent, 0700) == 0 &&
      g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &local_error))
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROFILE, "profile %s can't be written: %s",
               name, local_error ? local_error->message : g_strerror (errno));
  return FALSE;
}

static gboolean
load_file (GKeyFile *file, const char *path, const char *name, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, &local_error)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROFILE, "profile %s can't be read: %s",
                 name, local_error->message);
    return FALSE;
  }
  if (size > MAX_FILE_SIZE || !g_utf8_validate (text, (gssize) size, NULL) ||
      !g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, GROUP_PROFILE, "Format", NULL) != FORMAT) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROFILE,
                 "profile %s is damaged, or of a later version", name);
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_setup_profile_load:
 * @dir: (nullable): where, %NULL for the usual place
 * @name: which one
 * @error: %GLOW_ERROR_PROFILE
 *
 * Returns: (transfer full): its values, without keys and passwords
 */
GlowSetupValues *
glow_setup_profile_load (const char *dir, const char *name, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  g_autofree char *path = NULL;

  if (!check_name (name, error))
    return NULL;
  path = dup_path (dir, name);
  if (!load_file (file, path, name, error))
    return NULL;
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    GlowSetupFieldId id = (GlowSetupFieldId) i;
    g_autofree char *value = NULL;

    if (glow_setup_field_is_secret (id))
      continue;
    value = g_key_file_get_string (file, GROUP_VALUES, glow_setup_field_id_to_string (id),
                                   NULL);
    glow_setup_values_set (values, id, value);
  }
  return g_steal_pointer (&values);
}

/**
 * glow_setup_profile_remove:
 * @dir: (nullable): where, %NULL for the usual place
 * @name: which one
 * @error: %GLOW_ERROR_PROFILE
 *
 * Returns: %TRUE when it is gone
 */
gboolean
glow_setup_profile_remove (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = NULL;

  if (!check_name (name, error))
    return FALSE;
  path = dup_path (dir, name);
  if (g_unlink (path) == 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROFILE, "profile %s can't be removed: %s",
               name, g_strerror (errno));
  return FALSE;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/**
 * glow_setup_profile_list:
 * @dir: (nullable): where, %NULL for the usual place
 *
 * Returns: (transfer full): the names of the profiles, sorted; empty without any
 */
char **
glow_setup_profile_list (const char *dir)
{
  g_autofree char *usual = glow_setup_profile_dup_dir ();
  g_autoptr (GDir) folder = g_dir_open (dir ? dir : usual, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  while (folder && (file = g_dir_read_name (folder))) {
    g_autofree char *name = NULL;

    if (!g_str_has_suffix (file, SUFFIX))
      continue;
    name = g_strndup (file, strlen (file) - strlen (SUFFIX));
    if (check_name (name, NULL))
      g_ptr_array_add (names, g_steal_pointer (&name));
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
