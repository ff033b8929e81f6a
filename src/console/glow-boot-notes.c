/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-boot-notes.h"

#include <string.h>

#define MAX_NOTES     24u
#define MAX_APP_NOTES 3u
#define MAX_NOTE_LEN  160u /* bytes */

/* what is text and not a stray byte or two */
#define MIN_TEXT_LEN 4u
#define MIN_LETTERS  3u
#define MAX_BAD      10u /* percent */

struct _GlowBootNotes {
  GPtrArray *lines; /* owned; of char*, NULL-terminated */
  guint n_app;
};

/**
 * glow_boot_notes_new:
 *
 * Returns: (transfer full): without a line
 */
GlowBootNotes *
glow_boot_notes_new (void)
{
  GlowBootNotes *self = g_new0 (GlowBootNotes, 1);

  self->lines = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->lines, NULL);
  return self;
}

/**
 * glow_boot_notes_free:
 */
void
glow_boot_notes_free (GlowBootNotes *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static gboolean
has_line (GlowBootNotes *self, const char *text)
{
  for (guint i = 0; i + 1 < self->lines->len; i++) {
    if (g_str_equal (g_ptr_array_index (self->lines, i), text))
      return TRUE;
  }
  return FALSE;
}

static char *
dup_clean (const char *text)
{
  g_autofree char *cut = g_strndup (text, MAX_NOTE_LEN);
  char *valid = g_utf8_make_valid (cut, -1);

  for (char *pos = valid; *pos; pos++) {
    if (g_ascii_iscntrl (*pos))
      *pos = ' ';
  }
  return g_strstrip (valid);
}

/**
 * glow_boot_notes_add:
 * @text: a line of ROM or bootloader, or one that is known
 *
 * Does nothing if it is there already, or there is no more room.
 */
void
glow_boot_notes_add (GlowBootNotes *self, const char *text)
{
  g_autofree char *clean = dup_clean (text);

  if (self->lines->len > MAX_NOTES || !*clean || has_line (self, clean))
    return;
  g_ptr_array_insert (self->lines, (gint) self->lines->len - 1, g_steal_pointer (&clean));
}

/* Boards print the keys of their networks, some at every start. */
static gboolean
may_hold_secret (const char *text)
{
  static const char *const words[] = { "pass",  "psk",   "key",        "pwd",    "ssid",
                                       "wifi",  "wi-fi", "token",      "secret", "auth",
                                       "login", "mqtt",  "credential", "connect" };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strstr (lower, words[i]))
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_boot_notes_add_app:
 * @text: a line of an application
 *
 * The first few are enough, and none that may hold a secret.
 */
void
glow_boot_notes_add_app (GlowBootNotes *self, const char *text)
{
  if (self->n_app >= MAX_APP_NOTES || may_hold_secret (text))
    return;
  self->n_app++;
  glow_boot_notes_add (self, text);
}

/**
 * glow_boot_notes_add_panic:
 * @text: a line of a crash
 * @first: the one that says why
 *
 * Of the rest only the lines that are worth something without the stack.
 */
void
glow_boot_notes_add_panic (GlowBootNotes *self, const char *text, gboolean first)
{
  static const char *const starts[] = { "PC ",        "MEPC", "MCAUSE",
                                        "Backtrace:", "epc1", "Debug exception" };

  if (first)
    glow_boot_notes_add (self, text);
  for (guint i = 0; !first && i < G_N_ELEMENTS (starts); i++) {
    if (g_str_has_prefix (text, starts[i]))
      glow_boot_notes_add (self, text);
  }
}

/**
 * glow_boot_notes_get_lines:
 *
 * Returns: (transfer none): the lines, %NULL-terminated
 */
const char *const *
glow_boot_notes_get_lines (GlowBootNotes *self)
{
  return (const char *const *) self->lines->pdata;
}

/**
 * glow_boot_notes_is_text:
 * @text: a line
 *
 * Returns: %TRUE if it can be read, and is more than a stray byte or two
 */
gboolean
glow_boot_notes_is_text (const char *text)
{
  gsize len = strlen (text);
  gsize n_letters = 0;
  gsize n_bad = 0;

  for (gsize i = 0; i < len; i++) {
    if (g_ascii_isalpha (text[i]))
      n_letters++;
    else if (g_ascii_iscntrl (text[i]) && text[i] != '\t')
      n_bad++;
  }
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  return len >= MIN_TEXT_LEN && n_letters >= MIN_LETTERS && n_bad * 100 <= len * MAX_BAD;
}
