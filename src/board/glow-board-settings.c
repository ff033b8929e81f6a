/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-settings.h"

#include <string.h>

typedef struct {
  char *text; /* owned */
  gboolean is_secret;
} Value;

struct _GlowBoardSettings {
  GHashTable *values; /* owned: char * → Value * */
};

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->text);
  g_free (value);
}

/**
 * glow_board_settings_new:
 *
 * Returns: (transfer full): settings of a board that was told nothing
 */
GlowBoardSettings *
glow_board_settings_new (void)
{
  GlowBoardSettings *self = g_new0 (GlowBoardSettings, 1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
  return self;
}

/**
 * glow_board_settings_free:
 *
 * Frees the texts, too.
 */
void
glow_board_settings_free (GlowBoardSettings *self)
{
  g_hash_table_unref (self->values);
  g_free (self);
}

static void
put (GlowBoardSettings *self, const char *name, const char *text, gboolean is_secret)
{
  Value *value = g_new0 (Value, 1);

  value->text = g_strdup (text);
  value->is_secret = is_secret;
  g_hash_table_insert (self->values, g_strdup (name), value);
}

/**
 * glow_board_settings_set:
 * @name: of the setting
 * @text: its value from now on
 *
 * Remembers a value that everybody may see.
 */
void
glow_board_settings_set (GlowBoardSettings *self, const char *name, const char *text)
{
  put (self, name, text, FALSE);
}

/**
 * glow_board_settings_set_secret:
 * @name: of the setting
 * @text: its value from now on
 *
 * Remembers a value that no report may hold.
 */
void
glow_board_settings_set_secret (GlowBoardSettings *self,
                                const char *name,
                                const char *text)
{
  put (self, name, text, TRUE);
}

/**
 * glow_board_settings_get:
 * @name: of the setting
 *
 * Returns: (transfer none): its value, "" when it was never set
 */
const char *
glow_board_settings_get (GlowBoardSettings *self, const char *name)
{
  Value *value = g_hash_table_lookup (self->values, name);

  return value ? value->text : "";
}

/**
 * glow_board_settings_copy:
 * @from: another one
 *
 * Makes @self the same as @from.
 */
void
glow_board_settings_copy (GlowBoardSettings *self, GlowBoardSettings *from)
{
  GHashTableIter iter;
  gpointer name;
  gpointer data;

  g_hash_table_remove_all (self->values);
  g_hash_table_iter_init (&iter, from->values);
  while (g_hash_table_iter_next (&iter, &name, &data)) {
    const Value *value = data;

    put (self, name, value->text, value->is_secret);
  }
}

/**
 * glow_board_settings_clear:
 *
 * Forgets everything.
 */
void
glow_board_settings_clear (GlowBoardSettings *self)
{
  g_hash_table_remove_all (self->values);
}

static void
show (GlowBoardSettings *self,
      const char *name,
      GlowBoardSettingsFunc func,
      gpointer user_data)
{
  const Value *value = g_hash_table_lookup (self->values, name);
  gsize len = strlen (value->text);
  g_autofree char *sha256 = NULL;

  if (value->is_secret)
    sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, value->text, -1);
  func (name, value->is_secret ? NULL : value->text, len, sha256, user_data);
}

/**
 * glow_board_settings_foreach:
 * @func: (scope call): called for each
 * @user_data: for @func
 *
 * Shows all settings in the order of their names, secrets as length and digest only.
 */
void
glow_board_settings_foreach (GlowBoardSettings *self,
                             GlowBoardSettingsFunc func,
                             gpointer user_data)
{
  g_autoptr (GList) names = g_hash_table_get_keys (self->values);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l; l = l->next)
    show (self, l->data, func, user_data);
}
