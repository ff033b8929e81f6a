/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-recipe.h"

#include "glow-error.h"
#include "glow-setup-recipe-private.h"

#include <string.h>

#define FORMAT             1
#define MAX_FILE_SIZE      (64 * 1024) /* bytes */
#define MAX_SENDS          64
#define MAX_TIME_MS        300000
#define MAX_BAUD           3000000

#define DEFAULT_BAUD       115200
#define DEFAULT_LINE_MAX   128
#define DEFAULT_TIMEOUT_MS 2000
#define DEFAULT_EVERY_MS   3000
#define DEFAULT_WITHIN_MS  45000

#define GROUP_RECIPE       "Recipe"
#define GROUP_ADDRESS      "Address"
#define PREFIX_FIELD       "Field "
#define PREFIX_SEND        "Send "

static const char *const recipe_keys[] = {
  "Format",  "Id",    "Name",           "Firmware", "Boot",   "Baud", "LineEnd",
  "LineMax", "GapMs", "Echo",           "Quotes",   "Quoted", "Ask",  "Known",
  "Refused", "Batch", "BatchSeparator", "Trims",    NULL,
};
static const char *const field_keys[] = {
  "Characters", "MinLength", "MaxLength", "Minimum", "Maximum", "Required", "Never", NULL,
};
static const char *const send_keys[] = {
  "Line", "Reply", "Shows", "Refused", "TimeoutMs", "PauseMs", "Saves", "Restarts", NULL,
};
static const char *const address_keys[] = {
  "Line", "Reply", "EveryMs", "WithinMs", "Trouble", "Url", NULL,
};
static const char *const characters_names[] = {
  [GLOW_SETUP_UTF8] = "utf-8",    [GLOW_SETUP_ASCII] = "ascii",
  [GLOW_SETUP_NUMBER] = "number", [GLOW_SETUP_ADDRESS] = "address",
  [GLOW_SETUP_HOST] = "host",
};

/* One file while it is read; the first thing that is wrong ends it. */
typedef struct {
  const char *name;  /* borrowed: of the file */
  GKeyFile *file;    /* borrowed */
  const char *group; /* borrowed: which is read */
  GError *error;     /* owned (nullable) */
} Reader;

static void G_GNUC_PRINTF (2, 3) complain (Reader *reader, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (reader->error)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (&reader->error, GLOW_ERROR, GLOW_ERROR_RECIPE, "recipe %s: [%s] %s",
               reader->name, reader->group, text);
}

static gboolean
has_key (Reader *reader, const char *key)
{
  return g_key_file_has_key (reader->file, reader->group, key, NULL);
}

static void
check_keys (Reader *reader, const char *const *known)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, reader->group, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++) {
    if (!g_strv_contains (known, keys[i]))
      complain (reader, "there is no key \"%s\"", keys[i]);
  }
}

/* with the escapes of key files: \s \n \t \r \\ */
static char *
read_text (Reader *reader, const char *key, gboolean required)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!has_key (reader, key)) {
    if (required)
      complain (reader, "\"%s\" is missing", key);
    return NULL;
  }
  text = g_key_file_get_string (reader->file, reader->group, key, &error);
  if (!text || (required && !*text))
    complain (reader, "\"%s\" can't be read: %s", key,
              error ? error->message : "it is empty");
  return g_steal_pointer (&text);
}

static char **
read_list (Reader *reader, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;

  if (!has_key (reader, key))
    return NULL;
  list = g_key_file_get_string_list (reader->file, reader->group, key, NULL, &error);
  if (!list)
    complain (reader, "\"%s\" can't be read: %s", key, error->message);
  return g_steal_pointer (&list);
}

static guint
read_number (Reader *reader, const char *key, guint usual, guint min, guint max)
{
  g_autofree char *text = NULL;
  guint64 number;

  if (!has_key (reader, key))
    return usual;
  text = g_key_file_get_value (reader->file, reader->group, key, NULL);
  if (!text ||
      !g_ascii_string_to_unsigned (g_strchomp (text), 10, min, max, &number, NULL)) {
    complain (reader, "\"%s\" is no number from %u to %u", key, min, max);
    return usual;
  }
  return (guint) number;
}

static gint64
read_time_us (Reader *reader, const char *key, guint usual_ms)
{
  return (gint64) read_number (reader, key, usual_ms, 0, MAX_TIME_MS) * 1000;
}

static gboolean
read_boolean (Reader *reader, const char *key)
{
  g_autoptr (GError) error = NULL;
  gboolean value;

  if (!has_key (reader, key))
    return FALSE;
  value = g_key_file_get_boolean (reader->file, reader->group, key, &error);
  if (error)
    complain (reader, "\"%s\" is neither true nor false", key);
  return value;
}

/* As it stands, so that a backslash is one. Bytes, since a board's line may be no UTF-8.
 */
static GRegex *
read_regex (Reader *reader, const char *key, gint min_groups)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex = NULL;

  if (!has_key (reader, key))
    return NULL;
  text = g_key_file_get_value (reader->file, reader->group, key, NULL);
  regex = g_regex_new (text ? text : "", G_REGEX_RAW, 0, &error);
  if (!regex)
    complain (reader, "\"%s\" is no pattern: %s", key, error->message);
  else if (!text || !*text)
    complain (reader, "\"%s\" is empty", key);
  else if (g_regex_get_capture_count (regex) < min_groups)
    complain (reader, "\"%s\" has no group in parentheses", key);
  return g_steal_pointer (&regex);
}

/**
 * glow_setup_template_fields:
 * @text: a line with {fields}
 * @error: %GLOW_ERROR_RECIPE for a name in braces that is none
 *
 * Returns: a bit per field, 0 also with @error set
 */
guint
glow_setup_template_fields (const char *text, GError **error)
{
  guint fields = 0;

  for (const char *at = strchr (text, '{'); at; at = strchr (at + 1, '{')) {
    const char *end = strchr (at, '}');
    g_autofree char *name = end ? g_strndup (at + 1, (gsize) (end - at - 1)) : NULL;
    GlowSetupFieldId id;

    if (!name || !glow_setup_field_id_from_string (name, &id)) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_RECIPE, "there is no field \"%s\"",
                   name ? name : at);
      return 0;
    }
    fields |= 1u << id;
  }
  return fields;
}

static void
read_recipe_group (GlowSetupRecipe *self, Reader *reader)
{
  reader->group = GROUP_RECIPE;
  check_keys (reader, recipe_keys);
  if (read_number (reader, "Format", 0, 0, G_MAXINT) != FORMAT)
    complain (reader, "\"Format\" is not %d", FORMAT);
  self->id = read_text (reader, "Id", TRUE);
  self->name = read_text (reader, "Name", TRUE);
  self->firmware = read_list (reader, "Firmware");
  self->boot = read_regex (reader, "Boot", 0);
  self->baud = read_number (reader, "Baud", DEFAULT_BAUD, 300, MAX_BAUD);
  self->line_end =
    has_key (reader, "LineEnd") ? read_text (reader, "LineEnd", TRUE) : g_strdup ("\n");
  self->line_max = read_number (reader, "LineMax", DEFAULT_LINE_MAX, 1, 4096);
  self->gap_us = read_time_us (reader, "GapMs", 0);
  self->echo = read_text (reader, "Echo", FALSE);
  self->quotes = read_list (reader, "Quotes");
  self->quoted = read_text (reader, "Quoted", FALSE);
  self->ask = read_text (reader, "Ask", FALSE);
  self->known = read_regex (reader, "Known", 0);
  self->refused = read_regex (reader, "Refused", 0);
  self->batch = read_text (reader, "Batch", FALSE);
  self->separator = read_text (reader, "BatchSeparator", FALSE);
  self->trims = read_boolean (reader, "Trims");
}

static void
check_recipe_group (GlowSetupRecipe *self, Reader *reader)
{
  reader->group = GROUP_RECIPE;
  if ((self->ask == NULL) != (self->known == NULL))
    complain (reader, "\"Ask\" and \"Known\" go together");
  if ((self->batch == NULL) != (self->separator == NULL))
    complain (reader, "\"Batch\" and \"BatchSeparator\" go together");
  if (self->batch && !strstr (self->batch, "{lines}"))
    complain (reader, "\"Batch\" has no {lines}");
  for (guint i = 0; self->quotes && self->quotes[i]; i++) {
    if (strlen (self->quotes[i]) != 2)
      complain (reader, "\"%s\" is no pair of quotes", self->quotes[i]);
  }
  if (self->sends->len == 0)
    complain (reader, "there is nothing to send");
}

static void
read_characters (GlowSetupField *field, Reader *reader)
{
  g_autofree char *text = read_text (reader, "Characters", FALSE);

  field->characters = GLOW_SETUP_ASCII;
  for (guint i = 0; text && i < G_N_ELEMENTS (characters_names); i++) {
    if (g_str_equal (text, characters_names[i])) {
      field->characters = (GlowSetupCharacters) i;
      return;
    }
  }
  if (text)
    complain (reader, "\"%s\" are no characters Glowplug knows", text);
}

static void
read_field_group (GlowSetupRecipe *self, Reader *reader)
{
  const char *name = reader->group + strlen (PREFIX_FIELD);
  GlowSetupFieldId id;
  GlowSetupField *field;

  if (!glow_setup_field_id_from_string (name, &id)) {
    complain (reader, "there is no field \"%s\"", name);
    return;
  }
  check_keys (reader, field_keys);
  field = &self->fields[id];
  field->taken = TRUE;
  read_characters (field, reader);
  field->required = read_boolean (reader, "Required");
  field->min_len = read_number (reader, "MinLength", 0, 0, 4096);
  field->max_len = read_number (reader, "MaxLength", self->line_max, 1, 4096);
  field->min = read_number (reader, "Minimum", 0, 0, G_MAXINT);
  field->max = read_number (reader, "Maximum", G_MAXINT, 0, G_MAXINT);
  self->never[id] = read_text (reader, "Never", FALSE);
  if (field->min_len > field->max_len || field->min > field->max)
    complain (reader, "the lowest limit is higher than the highest");
}

static void
send_free (GlowSetupSend *send)
{
  g_free (send->line);
  g_clear_pointer (&send->reply, g_regex_unref);
  g_clear_pointer (&send->shows, g_regex_unref);
  g_clear_pointer (&send->refused, g_regex_unref);
  g_free (send);
}

static void
check_send (GlowSetupRecipe *self, GlowSetupSend *send, Reader *reader)
{
  g_autoptr (GError) error = NULL;

  send->fields = glow_setup_template_fields (send->line, &error);
  if (error)
    complain (reader, "\"Line\": %s", error->message);
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if ((send->fields & (1u << i)) && !self->fields[i].taken)
      complain (reader, "the field \"%s\" has no group",
                glow_setup_field_id_to_string ((GlowSetupFieldId) i));
  }
  if ((send->fields & (1u << GLOW_SETUP_COMMANDS)) &&
      !g_str_equal (send->line, "{commands}"))
    complain (reader, "{commands} stands in a line of its own");
  if (send->shows && !send->reply)
    complain (reader, "\"Shows\" needs \"Reply\"");
  if (self->batch && send->fields && !send->reply)
    complain (reader, "a line of a batch needs \"Reply\"");
}

static void
read_send_group (GlowSetupRecipe *self, Reader *reader)
{
  GlowSetupSend *send = g_new0 (GlowSetupSend, 1);

  g_ptr_array_add (self->sends, send);
  check_keys (reader, send_keys);
  send->line = read_text (reader, "Line", TRUE);
  send->reply = read_regex (reader, "Reply", 0);
  send->shows = read_regex (reader, "Shows", 1);
  send->refused = read_regex (reader, "Refused", 0);
  send->timeout_us = read_time_us (reader, "TimeoutMs", DEFAULT_TIMEOUT_MS);
  send->pause_us = read_time_us (reader, "PauseMs", 0);
  send->is_save = read_boolean (reader, "Saves");
  send->is_restart = read_boolean (reader, "Restarts");
  if (send->line)
    check_send (self, send, reader);
  if (self->sends->len > MAX_SENDS)
    complain (reader, "more than %d lines to send", MAX_SENDS);
}

static void
read_address_group (GlowSetupRecipe *self, Reader *reader)
{
  reader->group = GROUP_ADDRESS;
  if (!g_key_file_has_group (reader->file, GROUP_ADDRESS))
    return;
  check_keys (reader, address_keys);
  self->address_line = read_text (reader, "Line", FALSE);
  self->address_reply = read_regex (reader, "Reply", 1);
  self->trouble = read_regex (reader, "Trouble", 1);
  self->address_every_us = read_time_us (reader, "EveryMs", DEFAULT_EVERY_MS);
  self->address_within_us = read_time_us (reader, "WithinMs", DEFAULT_WITHIN_MS);
  self->url = read_text (reader, "Url", FALSE);
  if (!self->address_reply)
    complain (reader, "\"Reply\" is missing");
  if (self->address_every_us == 0)
    complain (reader, "\"EveryMs\" is 0");
  if (self->url && !strstr (self->url, "{address}"))
    complain (reader, "\"Url\" has no {address}");
}

static void
read_groups (GlowSetupRecipe *self, Reader *reader, const char *prefix)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->file, NULL);

  for (guint i = 0; groups[i]; i++) {
    reader->group = groups[i];
    if (!g_str_has_prefix (groups[i], prefix))
      continue;
    if (g_str_equal (prefix, PREFIX_FIELD))
      read_field_group (self, reader);
    else
      read_send_group (self, reader);
  }
}

static void
check_groups (Reader *reader)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->file, NULL);

  for (guint i = 0; groups[i]; i++) {
    reader->group = groups[i];
    if (!g_str_equal (groups[i], GROUP_RECIPE) &&
        !g_str_equal (groups[i], GROUP_ADDRESS) &&
        !g_str_has_prefix (groups[i], PREFIX_FIELD) &&
        !g_str_has_prefix (groups[i], PREFIX_SEND))
      complain (reader, "there is no such group");
  }
}

static GlowSetupRecipe *
recipe_new (void)
{
  GlowSetupRecipe *self = g_atomic_rc_box_new0 (GlowSetupRecipe);

  self->sends = g_ptr_array_new_with_free_func ((GDestroyNotify) send_free);
  return self;
}

static gboolean
load_key_file (GKeyFile *file, const char *name, GBytes *data, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (data, &size);

  if (size > MAX_FILE_SIZE) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_RECIPE,
                 "recipe %s: %" G_GSIZE_FORMAT " bytes are more than %d", name, size,
                 MAX_FILE_SIZE);
    return FALSE;
  }
  if (!text || !g_utf8_validate (text, (gssize) size, NULL)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_RECIPE, "recipe %s: not a text in UTF-8",
                 name);
    return FALSE;
  }
  if (g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, &local_error))
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_RECIPE, "recipe %s: %s", name,
               local_error->message);
  return FALSE;
}

/**
 * glow_setup_recipe_new_from_data:
 * @name: of the file, for errors
 * @data: its content
 * @error: %GLOW_ERROR_RECIPE with the group and the key that is wrong
 *
 * Reads a recipe, all of it, and takes nothing that it does not understand.
 *
 * Returns: (transfer full): the recipe
 */
GlowSetupRecipe *
glow_setup_recipe_new_from_data (const char *name, GBytes *data, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GlowSetupRecipe) self = recipe_new ();
  Reader reader = { name, file, NULL, NULL };

  if (!load_key_file (file, name, data, error))
    return NULL;
  check_groups (&reader);
  read_recipe_group (self, &reader);
  read_groups (self, &reader, PREFIX_FIELD);
  read_groups (self, &reader, PREFIX_SEND);
  read_address_group (self, &reader);
  check_recipe_group (self, &reader);
  if (reader.error) {
    g_propagate_error (error, reader.error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * glow_setup_recipe_ref:
 *
 * Returns: (transfer full): @self
 */
GlowSetupRecipe *
glow_setup_recipe_ref (GlowSetupRecipe *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
recipe_clear (gpointer data)
{
  GlowSetupRecipe *self = data;
  GRegex *const regexes[] = { self->boot, self->known, self->refused, self->address_reply,
                              self->trouble };
  char *const texts[] = { self->id,           self->name, self->line_end, self->echo,
                          self->quoted,       self->ask,  self->batch,    self->separator,
                          self->address_line, self->url };

  for (guint i = 0; i < G_N_ELEMENTS (regexes); i++) {
    if (regexes[i])
      g_regex_unref (regexes[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    g_free (self->never[i]);
  g_strfreev (self->firmware);
  g_strfreev (self->quotes);
  g_ptr_array_unref (self->sends);
}

/**
 * glow_setup_recipe_unref:
 */
void
glow_setup_recipe_unref (GlowSetupRecipe *self)
{
  g_atomic_rc_box_release_full (self, recipe_clear);
}

const char *
glow_setup_recipe_get_id (GlowSetupRecipe *self)
{
  return self->id;
}

const char *
glow_setup_recipe_get_name (GlowSetupRecipe *self)
{
  return self->name;
}

/**
 * glow_setup_recipe_is_for_firmware:
 * @firmware: (nullable): a name as GlowFirmware tells it
 *
 * Returns: %TRUE if the recipe says it is for that one
 */
gboolean
glow_setup_recipe_is_for_firmware (GlowSetupRecipe *self, const char *firmware)
{
  return firmware && self->firmware &&
         g_strv_contains ((const char *const *) self->firmware, firmware);
}

/**
 * glow_setup_recipe_is_boot_line:
 * @line: what a board printed while it started
 *
 * Returns: %TRUE if only this firmware says so
 */
gboolean
glow_setup_recipe_is_boot_line (GlowSetupRecipe *self, const char *line)
{
  return self->boot && g_regex_match (self->boot, line, 0, NULL);
}
