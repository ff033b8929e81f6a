/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-line.h"

#include "glow-secret.h"
#include "glow-setup-recipe-private.h"

#include <string.h>

static gboolean
needs_quotes (GlowSetupRecipe *recipe, const char *value)
{
  return recipe->quotes && recipe->quoted && strpbrk (value, recipe->quoted);
}

/**
 * glow_setup_line_find_quotes:
 * @value: what is to stand in a line
 * @quotes: (out): what goes before and after it; two NULs where it needs none
 *
 * Returns: %FALSE if it needs quotes, and all that the firmware knows are within it
 */
gboolean
glow_setup_line_find_quotes (GlowSetupRecipe *recipe, const char *value, char quotes[2])
{
  quotes[0] = quotes[1] = '\0';
  if (!needs_quotes (recipe, value))
    return TRUE;
  for (guint i = 0; recipe->quotes[i]; i++) {
    const char *pair = recipe->quotes[i];

    if (!strchr (value, pair[0]) && !strchr (value, pair[1])) {
      memcpy (quotes, pair, 2);
      return TRUE;
    }
  }
  return FALSE;
}

static void
append_value (GString *line, GlowSetupRecipe *recipe, const char *value)
{
  char quotes[2];

  glow_setup_line_find_quotes (recipe, value, quotes);
  if (quotes[0])
    g_string_append_c (line, quotes[0]);
  g_string_append (line, value);
  if (quotes[1])
    g_string_append_c (line, quotes[1]);
}

static gsize
room_for (const char *text, GlowSetupValues *values)
{
  gsize room = strlen (text) + 1;

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    const char *value = glow_setup_values_get (values, (GlowSetupFieldId) i);

    room += value ? strlen (value) + 2 : 0;
  }
  return room;
}

/**
 * glow_setup_line_expand:
 * @text: a line of the recipe, with {fields}
 * @values: has all of them
 *
 * Returns: (transfer full): the line as it is sent, without its end
 */
GString *
glow_setup_line_expand (GlowSetupRecipe *recipe,
                        const char *text,
                        GlowSetupValues *values)
{
  /* all at once: a string that grows leaves copies behind */
  GString *line = g_string_sized_new (room_for (text, values));

  while (*text) {
    const char *open = strchr (text, '{');
    const char *close = open ? strchr (open, '}') : NULL;
    g_autofree char *name = NULL;
    const char *value = NULL;
    GlowSetupFieldId id;

    if (!close) {
      g_string_append (line, text);
      break;
    }
    g_string_append_len (line, text, open - text);
    name = g_strndup (open + 1, (gsize) (close - open - 1));
    if (glow_setup_field_id_from_string (name, &id))
      value = glow_setup_values_get (values, id);
    if (value)
      append_value (line, recipe, value);
    text = close + 1;
  }
  return line;
}

/**
 * glow_setup_line_dup_commands:
 *
 * Returns: (transfer full) (element-type utf8): the free commands, without empty lines
 *   and the spaces around them
 */
GPtrArray *
glow_setup_line_dup_commands (GlowSetupValues *values)
{
  GPtrArray *commands =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_secret_free);
  const char *text = glow_setup_values_get (values, GLOW_SETUP_COMMANDS);
  char **lines = g_strsplit (text ? text : "", "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    g_strstrip (lines[i]);
    if (*lines[i])
      g_ptr_array_add (commands, g_strdup (lines[i]));
    explicit_bzero (lines[i], strlen (lines[i]));
  }
  g_strfreev (lines);
  return commands;
}
