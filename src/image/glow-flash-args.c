/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-flash-args.h"

#include "glow-error.h"
#include "glow-format.h"
#include "glow-set-offset.h"

#include <string.h>

#define MAX_SIZE (64u * 1024) /* bytes; a build has a dozen files */
#define MAX_ARGS 256

/* Where the reading is. */
typedef struct {
  GPtrArray *args; /* borrowed, of char *, NULL at the end */
  guint pos;
  GlowRecipe *recipe;     /* borrowed */
  GlowRecipeBuild *build; /* borrowed */
} Reader;

typedef void (*TakeValue) (Reader *reader, const char *option, const char *value);

static void
ignore (Reader *reader, const char *option, const char *value)
{
  glow_recipe_build_add_note (reader->build, GLOW_FIRMWARE_NOTE_WARNING,
                              GLOW_FIRMWARE_NOTE_OPTION_IGNORED, option, value, 0);
}

static void
take_mode (Reader *reader, const char *option, const char *value)
{
  if (!glow_recipe_read_mode (value, &reader->build->options))
    ignore (reader, option, value);
}

static void
take_freq (Reader *reader, const char *option, const char *value)
{
  if (!glow_recipe_read_freq (value, &reader->build->options))
    ignore (reader, option, value);
}

static void
take_size (Reader *reader, const char *option, const char *value)
{
  if (!glow_recipe_read_size (value, &reader->build->options))
    ignore (reader, option, value);
}

static void
take_chip (Reader *reader, const char *option, const char *value)
{
  if (g_str_equal (value, "auto"))
    return;
  reader->build->chip = glow_recipe_find_chip (value);
  if (!reader->build->chip)
    glow_recipe_build_add_note (reader->build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_CHIP_UNKNOWN, option, value, 0);
}

/* port, speed and the like are the user's, not the file's */
static void
take_nothing (Reader *reader, const char *option, const char *value)
{
}

static void
take_erase (Reader *reader, const char *option, const char *value)
{
  reader->build->options.erase_first = TRUE;
}

static void
take_encrypt (Reader *reader, const char *option, const char *value)
{
  glow_recipe_build_add_note (reader->build, GLOW_FIRMWARE_NOTE_PROBLEM,
                              GLOW_FIRMWARE_NOTE_ENCRYPTED, option, NULL, 0);
}

/* esptool 5.3 and before; options with "_" are written with "-" here */
static const struct {
  const char *name;
  const char *abbreviation; /* (nullable) */
  gboolean has_value;
  TakeValue take;
} options[] = {
  { "--flash-mode", "-fm", TRUE, take_mode },
  { "--flash-freq", "-ff", TRUE, take_freq },
  { "--flash-size", "-fs", TRUE, take_size },
  { "--chip", "-c", TRUE, take_chip },
  { "--port", "-p", TRUE, take_nothing },
  { "--baud", "-b", TRUE, take_nothing },
  { "--before", NULL, TRUE, take_nothing },
  { "--after", "-a", TRUE, take_nothing },
  { "--connect-attempts", NULL, TRUE, take_nothing },
  { "--erase-all", "-e", FALSE, take_erase },
  { "--encrypt", NULL, FALSE, take_encrypt },
  { "--encrypt-files", NULL, FALSE, take_encrypt },
  { "--compress", "-z", FALSE, take_nothing },
  { "--no-compress", "-u", FALSE, take_nothing },
  { "--no-progress", NULL, FALSE, take_nothing },
  { "--no-stub", NULL, FALSE, take_nothing },
  { "--verify", NULL, FALSE, take_nothing },
  { "--force", NULL, FALSE, ignore },
};

static void
take_option (Reader *reader, const char *arg)
{
  g_autofree char *name = g_strdelimit (g_strdup (arg), "_", '-');
  char *equals = g_str_has_prefix (name, "--") ? strchr (name, '=') : NULL;
  const char *value = equals ? strchr (arg, '=') + 1 : NULL;

  if (equals)
    *equals = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++) {
    if (!g_str_equal (name, options[i].name) &&
        g_strcmp0 (arg, options[i].abbreviation) != 0)
      continue;
    if (options[i].has_value && !value)
      value = reader->pos < reader->args->len
                ? g_ptr_array_index (reader->args, reader->pos++)
                : "";
    options[i].take (reader, arg, value);
    return;
  }
  ignore (reader, "", arg);
}

static gboolean
is_number (const char *text)
{
  guint32 number;

  return glow_parse_number (text, &number, NULL);
}

static void
take_file (Reader *reader, const char *offset_text)
{
  const char *path = reader->pos < reader->args->len
                       ? g_ptr_array_index (reader->args, reader->pos++)
                       : NULL;
  guint32 offset;

  if (!path || !*path)
    glow_recipe_build_add_note (reader->build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_NO_FILES, offset_text, NULL, 0);
  else if (glow_set_offset_read (reader->build, path, offset_text, &offset))
    glow_recipe_build_add_part (reader->build, path, &offset);
  else
    glow_recipe_build_add_part (reader->build, path, NULL);
}

/* "esptool.py", "write_flash" and "python" may stand before the arguments */
static void
read_args (Reader *reader)
{
  while (reader->pos < reader->args->len &&
         reader->build->parts->len < GLOW_RECIPE_MAX_PARTS) {
    const char *arg = g_ptr_array_index (reader->args, reader->pos++);

    if (*arg == '-')
      take_option (reader, arg);
    else if (is_number (arg))
      take_file (reader, arg);
    else if (*arg == '@' || reader->build->parts->len > 0)
      ignore (reader, "", arg);
  }
}

static gboolean
check_text (const char *data, gsize size)
{
  if (size == 0 || size > MAX_SIZE || !g_utf8_validate_len (data, size, NULL))
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    if (g_ascii_iscntrl (data[i]) && !g_ascii_isspace (data[i]))
      return FALSE;
  }
  return TRUE;
}

/* Each line as a shell reads it, which is what esptool does with an @file. */
static gboolean
split (const char *data, gsize size, GPtrArray *args, GError **error)
{
  g_autofree char *text = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    g_auto (GStrv) words = NULL;
    g_autoptr (GError) cause = NULL;
    char *line = g_strstrip (lines[i]);

    if (!*line)
      continue;
    if (!g_shell_parse_argv (line, NULL, &words, &cause)) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "line %u: %s", i + 1,
                   cause->message);
      return FALSE;
    }
    for (guint j = 0; words[j] && args->len <= MAX_ARGS; j++)
      g_ptr_array_add (args, g_strdup (words[j]));
  }
  if (args->len <= MAX_ARGS)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "more than %d arguments", MAX_ARGS);
  return FALSE;
}

/**
 * glow_flash_args_parse:
 * @data: (array length=size): the file
 * @size: bytes
 * @error: %GLOW_ERROR_FILE
 *
 * Any thread.
 *
 * Returns: (transfer full): one build, or %NULL with @error set
 */
GlowRecipe *
glow_flash_args_parse (const char *data, gsize size, GError **error)
{
  g_autoptr (GlowRecipe) recipe = glow_recipe_new (GLOW_FIRMWARE_SET_FLASH_ARGS);
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { args, 0, recipe, NULL };

  if (!check_text (data, size)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "it is no list of arguments");
    return NULL;
  }
  if (!split (data, size, args, error))
    return NULL;
  reader.build = glow_recipe_add_build (recipe, NULL, "");
  read_args (&reader);
  if (reader.build->parts->len == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "the arguments name no files");
    return NULL;
  }
  return g_steal_pointer (&recipe);
}

static gboolean
starts_with (const char *data, gsize size, const char *text)
{
  return size >= strlen (text) && memcmp (data, text, strlen (text)) == 0;
}

/**
 * glow_flash_args_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 * @name: its name
 *
 * Any thread.
 *
 * Returns: %TRUE if it is called as ESP-IDF calls it, or is nothing but such arguments
 */
gboolean
glow_flash_args_recognise (const char *data, gsize size, const char *name)
{
  g_autoptr (GlowRecipe) recipe = NULL;

  if (!check_text (data, size))
    return FALSE;
  if (g_str_has_suffix (name, "flash_args") ||
      g_str_has_suffix (name, "flash_project_args"))
    return TRUE;
  if (*data != '-' && !starts_with (data, size, "0x") &&
      !starts_with (data, size, "write") && !starts_with (data, size, "esptool"))
    return FALSE;
  recipe = glow_flash_args_parse (data, size, NULL);
  return recipe != NULL;
}
