/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-check.h"

#include "glow-secret.h"
#include "glow-setup-line.h"
#include "glow-setup-recipe-private.h"

#include <string.h>

#define MAX_LABEL_LEN 63 /* bytes between two dots; RFC 1123 2.1 */

/* Of no use one without the other. */
static const struct {
  GlowSetupFieldId field;
  GlowSetupFieldId needs;
} pairs[] = {
  { GLOW_SETUP_KEY, GLOW_SETUP_SSID },   { GLOW_SETUP_KEY2, GLOW_SETUP_SSID2 },
  { GLOW_SETUP_IP, GLOW_SETUP_GATEWAY }, { GLOW_SETUP_IP, GLOW_SETUP_SUBNET },
  { GLOW_SETUP_GATEWAY, GLOW_SETUP_IP }, { GLOW_SETUP_SUBNET, GLOW_SETUP_IP },
  { GLOW_SETUP_DNS, GLOW_SETUP_IP },
};

static const char *const trouble_names[] = {
  [GLOW_SETUP_MISSING] = "missing",
  [GLOW_SETUP_NOT_TAKEN] = "not-taken",
  [GLOW_SETUP_TOO_SHORT] = "too-short",
  [GLOW_SETUP_TOO_LONG] = "too-long",
  [GLOW_SETUP_CHARACTER] = "character",
  [GLOW_SETUP_QUOTES] = "quotes",
  [GLOW_SETUP_SPACES] = "spaces",
  [GLOW_SETUP_NOT_NUMBER] = "not-number",
  [GLOW_SETUP_NOT_ADDRESS] = "not-address",
  [GLOW_SETUP_NOT_HOST] = "not-host",
  [GLOW_SETUP_NEEDS] = "needs",
  [GLOW_SETUP_LINE_TOO_LONG] = "line-too-long",
};

G_STATIC_ASSERT (G_N_ELEMENTS (trouble_names) == GLOW_SETUP_N_TROUBLES);

/**
 * glow_setup_trouble_to_string:
 * @trouble: what is wrong with a value
 *
 * Returns: (transfer none): its name for logs and JSON
 */
const char *
glow_setup_trouble_to_string (GlowSetupTrouble trouble)
{
  g_return_val_if_fail (trouble < GLOW_SETUP_N_TROUBLES, NULL);

  return trouble_names[trouble];
}

static gboolean
is_number (const char *text, guint min, guint max)
{
  return g_ascii_isdigit (*text) &&
         g_ascii_string_to_unsigned (text, 10, min, max, NULL, NULL);
}

/**
 * glow_setup_is_address:
 * @text: what may be an IPv4 address
 *
 * Returns: %TRUE for four numbers from 0 to 255 with dots between them
 */
gboolean
glow_setup_is_address (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 5);

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++) {
    if (strlen (parts[i]) > 3 || !is_number (parts[i], 0, 255))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_host (const char *text)
{
  g_auto (GStrv) labels = g_strsplit (text, ".", -1);

  for (guint i = 0; labels[i]; i++) {
    gsize len = strlen (labels[i]);

    if (len == 0 || len > MAX_LABEL_LEN || labels[i][0] == '-' ||
        labels[i][len - 1] == '-')
      return FALSE;
    for (const char *at = labels[i]; *at; at++) {
      if (!g_ascii_isalnum (*at) && *at != '-')
        return FALSE;
    }
  }
  return TRUE;
}

/* the first character that can't be sent, 0 if all can */
static gunichar
find_character (const GlowSetupField *field, const char *never, const char *text)
{
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);
    gboolean ascii = character >= 0x20 && character <= 0x7e;

    if (character < 0x20 || character == 0x7f ||
        (!ascii && field->characters != GLOW_SETUP_UTF8) ||
        (never && g_utf8_strchr (never, -1, character)))
      return character;
  }
  return 0;
}

static gboolean
set (GlowSetupProblem *problem, GlowSetupTrouble trouble, guint limit)
{
  problem->trouble = trouble;
  problem->limit = limit;
  return TRUE;
}

static gboolean
find_shape_problem (const GlowSetupField *field,
                    const char *text,
                    GlowSetupProblem *problem)
{
  if (field->characters == GLOW_SETUP_NUMBER &&
      !is_number (text, field->min, field->max)) {
    problem->max_limit = field->max;
    return set (problem, GLOW_SETUP_NOT_NUMBER, field->min);
  }
  if (field->characters == GLOW_SETUP_ADDRESS && !glow_setup_is_address (text))
    return set (problem, GLOW_SETUP_NOT_ADDRESS, 0);
  if (field->characters == GLOW_SETUP_HOST && !is_host (text))
    return set (problem, GLOW_SETUP_NOT_HOST, 0);
  return FALSE;
}

static gboolean
find_text_problem (const GlowSetupField *field,
                   const char *never,
                   const char *text,
                   GlowSetupProblem *problem)
{
  gunichar character = find_character (field, never, text);
  gsize len = strlen (text);

  if (find_shape_problem (field, text, problem))
    return TRUE;
  if (character) {
    /* not even one character of a secret is shown */
    problem->character = glow_setup_field_is_secret (problem->field) ? 0 : character;
    return set (problem, GLOW_SETUP_CHARACTER, 0);
  }
  if (len < field->min_len)
    return set (problem, GLOW_SETUP_TOO_SHORT, field->min_len);
  if (len > field->max_len)
    return set (problem, GLOW_SETUP_TOO_LONG, field->max_len);
  return FALSE;
}

static gboolean
find_recipe_problem (GlowSetupRecipe *recipe, const char *text, GlowSetupProblem *problem)
{
  char quotes[2];

  if (!glow_setup_line_find_quotes (recipe, text, quotes))
    return set (problem, GLOW_SETUP_QUOTES, 0);
  if (recipe->trims && (g_str_has_prefix (text, " ") || g_str_has_suffix (text, " ")))
    return set (problem, GLOW_SETUP_SPACES, 0);
  return FALSE;
}

static gboolean
find_need (GlowSetupKind *kind, GlowSetupValues *values, GlowSetupProblem *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    if (pairs[i].field != problem->field ||
        glow_setup_values_get (values, pairs[i].needs) ||
        !glow_setup_kind_get_field (kind, pairs[i].needs)->taken)
      continue;
    problem->other = pairs[i].needs;
    return set (problem, GLOW_SETUP_NEEDS, 0);
  }
  return FALSE;
}

/* each of them is a line as it stands */
static gboolean
find_commands_problem (GlowSetupRecipe *recipe,
                       GlowSetupValues *values,
                       GlowSetupProblem *problem)
{
  const GlowSetupField *field = &recipe->fields[GLOW_SETUP_COMMANDS];
  g_autoptr (GPtrArray) commands = glow_setup_line_dup_commands (values);

  for (guint i = 0; i < commands->len; i++) {
    if (find_text_problem (field, recipe->never[GLOW_SETUP_COMMANDS],
                           g_ptr_array_index (commands, i), problem))
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_problem (GlowSetupKind *kind, GlowSetupValues *values, GlowSetupProblem *problem)
{
  const GlowSetupField *field = glow_setup_kind_get_field (kind, problem->field);
  const char *text = glow_setup_values_get (values, problem->field);
  GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (kind);

  if (!text)
    return field->taken && field->required && set (problem, GLOW_SETUP_MISSING, 0);
  if (!field->taken)
    return set (problem, GLOW_SETUP_NOT_TAKEN, 0);
  if (recipe && problem->field == GLOW_SETUP_COMMANDS)
    return find_commands_problem (recipe, values, problem);
  return find_text_problem (field, recipe ? recipe->never[problem->field] : NULL, text,
                            problem) ||
         (recipe && find_recipe_problem (recipe, text, problem)) ||
         find_need (kind, values, problem);
}

static gboolean
has_all_fields (GlowSetupValues *values, guint fields)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if ((fields & (1u << i)) && !glow_setup_values_get (values, (GlowSetupFieldId) i))
      return FALSE;
  }
  return TRUE;
}

static gsize
line_len (GlowSetupRecipe *recipe, const GlowSetupSend *send, GlowSetupValues *values)
{
  GString *line = glow_setup_line_expand (recipe, send->line, values);
  gsize len = line->len;

  glow_secret_string_free (line);
  return len;
}

static gboolean
has_problem (GArray *problems, GlowSetupFieldId field)
{
  for (guint i = 0; i < problems->len; i++) {
    if (g_array_index (problems, GlowSetupProblem, i).field == field)
      return TRUE;
  }
  return FALSE;
}

/* the longest of the fields, which most often is the one to shorten */
static void
add_line_problem (GlowSetupRecipe *recipe,
                  guint fields,
                  GlowSetupValues *values,
                  GArray *problems)
{
  GlowSetupProblem problem = { .trouble = GLOW_SETUP_LINE_TOO_LONG,
                               .limit = recipe->line_max };
  gsize longest = 0;

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    const char *value = glow_setup_values_get (values, (GlowSetupFieldId) i);

    if ((fields & (1u << i)) && value && strlen (value) > longest) {
      longest = strlen (value);
      problem.field = (GlowSetupFieldId) i;
    }
  }
  if (!has_problem (problems, problem.field))
    g_array_append_val (problems, problem);
}

static void
check_lines (GlowSetupRecipe *recipe, GlowSetupValues *values, GArray *problems)
{
  gsize batch_len = recipe->batch ? strlen (recipe->batch) : 0;
  guint batch_fields = 0;

  for (guint i = 0; i < recipe->sends->len; i++) {
    const GlowSetupSend *send = g_ptr_array_index (recipe->sends, i);
    gsize len;

    if (!send->fields || !has_all_fields (values, send->fields))
      continue;
    len = line_len (recipe, send, values);
    batch_len += len + (recipe->batch ? strlen (recipe->separator) : 0);
    batch_fields |= send->fields;
    if (!recipe->batch && send->fields != 1u << GLOW_SETUP_COMMANDS &&
        len > recipe->line_max)
      add_line_problem (recipe, send->fields, values, problems);
  }
  if (recipe->batch && batch_len > recipe->line_max)
    add_line_problem (recipe, batch_fields, values, problems);
}

/**
 * glow_setup_check:
 * @kind: what takes them
 * @values: what is to be sent
 *
 * See glow_setup_kind_check().
 *
 * Returns: (transfer full) (element-type GlowSetupProblem): what can't be sent
 */
GArray *
glow_setup_check (GlowSetupKind *kind, GlowSetupValues *values)
{
  GArray *problems = g_array_new (FALSE, FALSE, sizeof (GlowSetupProblem));
  GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (kind);

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    GlowSetupProblem problem = { .field = (GlowSetupFieldId) i };

    if (find_problem (kind, values, &problem))
      g_array_append_val (problems, problem);
  }
  if (recipe)
    check_lines (recipe, values, problems);
  return problems;
}
