/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-talk.h"

#include "glow-error.h"
#include "glow-secret.h"
#include "glow-setup-address.h"
#include "glow-setup-line.h"
#include "glow-setup-recipe-private.h"

#include <string.h>

#define MAX_SENDS 3 /* of one line that came back damaged, or not at all */
#define ASK_US                                                                           \
  (2 * G_TIME_SPAN_SECOND) /* for the answer to a question that changes nothing */
#define SETTLE_US                                                                        \
  (300 * G_TIME_SPAN_MILLISECOND) /* for what the first line end brings up */

/* What is to be sent, in order. */
typedef struct {
  GString *line;    /* owned: as it goes over the wire, with secrets */
  GPtrArray *parts; /* owned: of const GlowSetupSend: whose replies it brings */
  GlowSetupFieldId field;
  const char *value; /* borrowed (nullable): of a line with one field */
} Line;

typedef enum {
  WAITING,
  TAKEN,
  DAMAGED, /* the line, on its way to the board or back */
  REFUSED, /* with the error set */
} Outcome;

static void
line_free (Line *line)
{
  glow_secret_string_free (line->line);
  g_ptr_array_unref (line->parts);
  g_free (line);
}

/* What somebody, or an application, has begun must not become part of our first line. */
static gboolean
begin (GlowSetupLink *link, GlowSetupRecipe *recipe, GError **error)
{
  if (!glow_setup_link_write_line (link, "", recipe->line_end, error) ||
      !glow_setup_link_pause (link, SETTLE_US, error))
    return FALSE;
  glow_setup_link_forget (link);
  return TRUE;
}

/* (transfer full) (nullable): the first line that matches, within the time */
static gboolean
wait_for_match (GlowSetupLink *link,
                GRegex *regex,
                gint64 deadline_us,
                GMatchInfo **match,
                char **line,
                GError **error)
{
  for (;;) {
    while ((*line = glow_setup_link_pop_line (link))) {
      if (g_regex_match (regex, *line, 0, match))
        return TRUE;
      g_clear_pointer (match, g_match_info_unref);
      g_clear_pointer (line, glow_secret_free);
    }
    if (glow_setup_link_now (link) >= deadline_us)
      return TRUE;
    if (!glow_setup_link_wait (link, deadline_us, error))
      return FALSE;
  }
}

/**
 * glow_setup_talk_find:
 * @limit_us: how long to ask
 * @found: (out): whether the recipe's firmware answered
 * @error: the transport's, %G_IO_ERROR_CANCELLED
 *
 * Asks what changes nothing. That nobody answers is no error.
 *
 * Returns: %FALSE with @error set
 */
gboolean
glow_setup_talk_find (GlowSetupLink *link,
                      GlowSetupRecipe *recipe,
                      gint64 limit_us,
                      gboolean *found,
                      GError **error)
{
  gint64 deadline_us = glow_setup_link_now (link) + limit_us;

  *found = FALSE;
  if (!recipe->ask)
    return TRUE;
  if (!begin (link, recipe, error))
    return FALSE;
  do {
    g_autoptr (GMatchInfo) match = NULL;
    char *line = NULL;

    if (!glow_setup_link_write_line (link, recipe->ask, recipe->line_end, error) ||
        !wait_for_match (link, recipe->known, glow_setup_link_now (link) + ASK_US, &match,
                         &line, error))
      return FALSE;
    *found = line != NULL;
    glow_secret_free (line);
  } while (!*found && glow_setup_link_now (link) < deadline_us);
  return TRUE;
}

static gboolean
matches (GRegex *regex, const char *line)
{
  return regex && g_regex_match (regex, line, 0, NULL);
}

static Outcome
refuse (GlowSetupLink *link, const Line *line, const char *heard, GError **error)
{
  g_autofree char *shown = glow_setup_link_dup_shown (link, heard);

  g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED,
               "the firmware answered the field \"%s\" with: %s",
               line->field < GLOW_SETUP_N_FIELDS
                 ? glow_setup_field_id_to_string (line->field)
                 : "all",
               shown);
  return REFUSED;
}

/* The firmware repeats the value as it understood it: a template in it may have become
 * something else. */
static gboolean
is_shown (const Line *line, const GlowSetupSend *send, const char *heard, gboolean *same)
{
  g_autoptr (GMatchInfo) match = NULL;
  char *shown;

  if (!line->value || !send->shows || !g_regex_match (send->shows, heard, 0, &match))
    return FALSE;
  shown = g_match_info_fetch (match, 1);
  *same = g_str_equal (shown, line->value);
  glow_secret_free (shown);
  return TRUE;
}

static Outcome
refuse_shown (const Line *line, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_REFUSED,
               "the firmware took something else than it was sent for the field \"%s\"",
               glow_setup_field_id_to_string (line->field));
  return REFUSED;
}

static Outcome
take_heard (GlowSetupLink *link,
            GlowSetupRecipe *recipe,
            const Line *line,
            guint *n_taken,
            const char *heard,
            GError **error)
{
  const GlowSetupSend *send = g_ptr_array_index (line->parts, *n_taken);
  gboolean same = FALSE;
  gboolean shown = is_shown (line, send, heard, &same);

  if (shown && same)
    return WAITING;
  if (matches (send->refused ? send->refused : recipe->refused, heard))
    return refuse (link, line, heard, error);
  if (shown)
    return refuse_shown (line, error);
  if (matches (send->reply, heard))
    (*n_taken)++;
  return *n_taken == line->parts->len ? TAKEN : WAITING;
}

/* whether @heard is our line coming back; the board's own text may stand before it */
static Outcome
take_echo (GlowSetupRecipe *recipe, const Line *line, const char *heard)
{
  gsize prefix_len = strlen (recipe->echo);
  gsize heard_len = strlen (heard);
  gsize len = prefix_len + line->line->len;

  if (heard_len >= len &&
      memcmp (heard + heard_len - len, recipe->echo, prefix_len) == 0 &&
      memcmp (heard + heard_len - line->line->len, line->line->str, line->line->len) == 0)
    return TAKEN;
  return g_str_has_prefix (heard, recipe->echo) ? DAMAGED : WAITING;
}

static Outcome
listen_for_reply (GlowSetupLink *link,
                  GlowSetupRecipe *recipe,
                  const Line *line,
                  gboolean *has_echo,
                  GError **error)
{
  const GlowSetupSend *last = g_ptr_array_index (line->parts, line->parts->len - 1);
  gint64 deadline_us =
    glow_setup_link_now (link) + last->timeout_us * (gint64) line->parts->len;
  guint n_taken = 0;

  *has_echo = recipe->echo == NULL;
  if (*has_echo && !last->reply)
    return TAKEN;
  for (;;) {
    Outcome outcome = WAITING;
    char *heard;

    while (outcome == WAITING && (heard = glow_setup_link_pop_line (link))) {
      if (!*has_echo) {
        outcome = take_echo (recipe, line, heard);
        *has_echo = outcome == TAKEN;
        /* a line that has no reply is taken with its echo */
        if (*has_echo && last->reply)
          outcome = WAITING;
      } else {
        outcome = take_heard (link, recipe, line, &n_taken, heard, error);
      }
      glow_secret_free (heard);
    }
    if (outcome != WAITING || glow_setup_link_now (link) >= deadline_us)
      return outcome;
    if (!glow_setup_link_wait (link, deadline_us, error))
      return REFUSED;
  }
}

static gboolean
fail_silent (const Line *line, gboolean has_echo, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETUP_SILENT,
               has_echo ? "no reply to the field \"%s\" after %d tries"
                        : "the field \"%s\" did not come back whole in %d tries",
               line->field < GLOW_SETUP_N_FIELDS
                 ? glow_setup_field_id_to_string (line->field)
                 : "all",
               MAX_SENDS);
  return FALSE;
}

static gboolean
exchange (GlowSetupLink *link, GlowSetupRecipe *recipe, const Line *line, GError **error)
{
  const GlowSetupSend *last = g_ptr_array_index (line->parts, line->parts->len - 1);
  gboolean has_echo = FALSE;

  for (guint i = 0; i < MAX_SENDS; i++) {
    Outcome outcome;

    glow_setup_link_forget (link);
    if (!glow_setup_link_write_line (link, line->line->str, recipe->line_end, error))
      return FALSE;
    outcome = listen_for_reply (link, recipe, line, &has_echo, error);
    if (outcome == REFUSED)
      return FALSE;
    /* a board that starts anew may do so in the middle of the echo */
    if (outcome == TAKEN || (outcome == WAITING && last->is_restart && !last->reply))
      return glow_setup_link_pause (link, MAX (last->pause_us, recipe->gap_us), error);
    g_info ("a line %s, try %u", has_echo ? "got no reply" : "did not come back whole",
            i + 1);
    if (!begin (link, recipe, error))
      return FALSE;
  }
  return fail_silent (line, has_echo, error);
}

static GlowSetupFieldId
first_field (guint fields)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if (fields & (1u << i))
      return (GlowSetupFieldId) i;
  }
  return GLOW_SETUP_N_FIELDS;
}

static Line *
add_line (GPtrArray *lines, GString *text, const GlowSetupSend *send)
{
  Line *line = g_new0 (Line, 1);

  line->line = text;
  line->parts = g_ptr_array_new ();
  g_ptr_array_add (line->parts, (gpointer) send);
  line->field = first_field (send->fields);
  g_ptr_array_add (lines, line);
  return line;
}

static void
add_commands (GPtrArray *lines, const GlowSetupSend *send, GlowSetupValues *values)
{
  g_autoptr (GPtrArray) commands = glow_setup_line_dup_commands (values);

  for (guint i = 0; i < commands->len; i++)
    add_line (lines, g_string_new (g_ptr_array_index (commands, i)), send);
}

static gboolean
is_set (const GlowSetupSend *send, GlowSetupValues *values)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if ((send->fields & (1u << i)) &&
        !glow_setup_values_get (values, (GlowSetupFieldId) i))
      return FALSE;
  }
  return TRUE;
}

static gsize
batch_room (GlowSetupRecipe *recipe, GPtrArray *lines)
{
  gsize room = strlen (recipe->batch) + 1;

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    room += line->line->len + strlen (recipe->separator);
  }
  return room;
}

/* all lines with fields as one, whose replies come one after the other */
static void
join_batch (GlowSetupRecipe *recipe, GPtrArray *lines)
{
  const char *place = strstr (recipe->batch, "{lines}");
  GString *text = g_string_sized_new (batch_room (recipe, lines));
  GPtrArray *parts = g_ptr_array_new ();
  Line *batch;
  guint n = 0;

  g_string_append_len (text, recipe->batch, place - recipe->batch);
  while (n < lines->len) {
    const Line *line = g_ptr_array_index (lines, n);

    if (line->field == GLOW_SETUP_N_FIELDS)
      break;
    g_string_append (text, n > 0 ? recipe->separator : "");
    g_string_append (text, line->line->str);
    g_ptr_array_add (parts, g_ptr_array_index (line->parts, 0));
    n++;
  }
  g_string_append (text, place + strlen ("{lines}"));
  batch = g_new0 (Line, 1);
  batch->line = text;
  batch->parts = parts;
  batch->field =
    n == 1 ? ((Line *) g_ptr_array_index (lines, 0))->field : GLOW_SETUP_N_FIELDS;
  g_ptr_array_remove_range (lines, 0, n);
  g_ptr_array_insert (lines, 0, batch);
}

static GPtrArray *
new_lines (GlowSetupRecipe *recipe, GlowSetupValues *values)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);

  for (guint i = 0; i < recipe->sends->len; i++) {
    const GlowSetupSend *send = g_ptr_array_index (recipe->sends, i);
    Line *line;

    if (!is_set (send, values))
      continue;
    if (send->fields == 1u << GLOW_SETUP_COMMANDS) {
      add_commands (lines, send, values);
      continue;
    }
    line = add_line (lines, glow_setup_line_expand (recipe, send->line, values), send);
    /* with one field, its value is what the firmware may show */
    if (send->fields && (send->fields & (send->fields - 1)) == 0)
      line->value = glow_setup_values_get (values, line->field);
  }
  if (recipe->batch && lines->len > 0 &&
      ((Line *) g_ptr_array_index (lines, 0))->field != GLOW_SETUP_N_FIELDS)
    join_batch (recipe, lines);
  return lines;
}

static GlowSetupPhase
phase_of (const Line *line)
{
  const GlowSetupSend *send = g_ptr_array_index (line->parts, line->parts->len - 1);

  if (send->is_restart)
    return GLOW_SETUP_RESTART;
  return send->is_save ? GLOW_SETUP_SAVE : GLOW_SETUP_SEND;
}

static gboolean
check_lengths (GlowSetupRecipe *recipe, GPtrArray *lines, GError **error)
{
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    if (line->line->len <= recipe->line_max)
      continue;
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETTING,
                 "a line of %" G_GSIZE_FORMAT " bytes, and the firmware takes %u",
                 line->line->len, recipe->line_max);
    return FALSE;
  }
  return TRUE;
}

/* A board without a network for its settings has no address to wait for. */
static gboolean
wants_address (GlowSetupRecipe *recipe, GlowSetupValues *values)
{
  return recipe->address_reply && (glow_setup_values_get (values, GLOW_SETUP_SSID) ||
                                   glow_setup_values_get (values, GLOW_SETUP_SSID2));
}

/**
 * glow_setup_talk_run:
 * @values: what is to be set, checked by glow_setup_kind_check()
 * @result: gets where the board is then
 * @error: %GLOW_ERROR_SETUP_REFUSED, %GLOW_ERROR_SETUP_SILENT, %GLOW_ERROR_WIFI, the
 *   transport's, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when all was taken and, if it was told a network, the board is in it
 */
gboolean
glow_setup_talk_run (GlowSetupLink *link,
                     GlowSetupRecipe *recipe,
                     GlowSetupValues *values,
                     GlowSetupResult *result,
                     GError **error)
{
  g_autoptr (GPtrArray) lines = new_lines (recipe, values);
  gboolean ask = wants_address (recipe, values);

  if (!check_lengths (recipe, lines, error) || !begin (link, recipe, error))
    return FALSE;
  glow_setup_link_plan (link, lines->len + (ask ? 1 : 0));
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = g_ptr_array_index (lines, i);

    glow_setup_link_step (link, phase_of (line), line->field, 0);
    if (!exchange (link, recipe, line, error))
      return FALSE;
  }
  if (!ask)
    return TRUE;
  glow_setup_link_step (link, GLOW_SETUP_CONNECT, GLOW_SETUP_N_FIELDS,
                        recipe->address_within_us);
  if (!glow_setup_address_find (link, recipe, recipe->address_within_us, result, error))
    return FALSE;
  return TRUE;
}
