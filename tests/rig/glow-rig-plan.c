/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-rig-slot.h"

#include "glow-error.h"
#include "glow-format.h"

#include <string.h>

/* words of a plug line before the names, which contain spaces */
#define N_WORDS 7

void
glow_rig_plan_free (GlowRigPlan *self)
{
  g_free (self->name);
  g_free (self->usb_name);
  g_free (self->driver);
  g_free (self->serial);
  g_free (self->manufacturer);
  g_free (self->product);
  g_free (self->flash_file);
  g_free (self->chip);
  g_free (self->interface_class);
  g_free (self);
}

static gboolean
parse_mode (GlowRigPlan *self, const char *value, GError **error)
{
  static const struct {
    const char *name;
    GlowBoardMode mode;
  } modes[] = {
    { "running-app", GLOW_BOARD_MODE_RUNNING_APP },
    { "download", GLOW_BOARD_MODE_DOWNLOAD },
    { "silent", GLOW_BOARD_MODE_SILENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    if (g_str_equal (value, modes[i].name)) {
      self->board.mode = modes[i].mode;
      return TRUE;
    }
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no mode \"%s\"", value);
  return FALSE;
}

static gboolean
is_option (const char *word)
{
  static const char *const names[] = {
    "board=", "mode=", "flash-size=", "flash-file=", "pace=", "class=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (word, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
parse_option (GlowRigPlan *self, const char *word, GError **error)
{
  const char *value = strchr (word, '=') + 1;

  if (g_str_has_prefix (word, "board="))
    self->chip = g_strdup (value);
  else if (g_str_has_prefix (word, "flash-file="))
    self->flash_file = g_strdup (value);
  else if (g_str_has_prefix (word, "class="))
    self->interface_class = g_strdup (value);
  else if (g_str_has_prefix (word, "pace="))
    self->board.pace = g_str_equal (value, "1");
  else if (g_str_has_prefix (word, "flash-size="))
    return glow_parse_number (value, &self->board.flash_size, error);
  else
    return parse_mode (self, value, error);
  return TRUE;
}

static void
parse_names (GlowRigPlan *self, char **words, guint n_words)
{
  g_autofree char *text = NULL;
  const char *bar;

  words[n_words] = NULL;
  text = g_strjoinv (" ", words);
  bar = strchr (text, '|');
  self->manufacturer = bar ? g_strndup (text, (gsize) (bar - text)) : g_strdup (text);
  self->product = g_strdup (bar ? bar + 1 : text);
}

static gboolean
parse_id (const char *text, guint16 *id, GError **error)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 16, 0, G_MAXUINT16, &number, error))
    return FALSE;
  *id = (guint16) number;
  return TRUE;
}

/* plug NAME USBNAME VID PID DRIVER SERIAL|- MANUFACTURER|PRODUCT [KEY=VALUE...] */
GlowRigPlan *
glow_rig_plan_parse (const char *line, GError **error)
{
  g_autoptr (GlowRigPlan) self = g_new0 (GlowRigPlan, 1);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n_words = g_strv_length (words);

  glow_board_config_init (&self->board);
  for (; n_words > N_WORDS && is_option (words[n_words - 1]); n_words--) {
    if (!parse_option (self, words[n_words - 1], error))
      return NULL;
    g_clear_pointer (&words[n_words - 1], g_free);
  }
  if (n_words <= N_WORDS) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "plug NAME USBNAME VID PID DRIVER SERIAL MANUFACTURER|PRODUCT ...");
    return NULL;
  }
  if (!parse_id (words[3], &self->vid, error) || !parse_id (words[4], &self->pid, error))
    return NULL;
  self->name = g_strdup (words[1]);
  self->usb_name = g_strdup (words[2]);
  self->driver = g_strdup (words[5]);
  self->serial = g_str_equal (words[6], "-") ? NULL : g_strdup (words[6]);
  parse_names (self, words + N_WORDS, n_words - N_WORDS);
  if (self->chip)
    self->board.chip = self->chip;
  return g_steal_pointer (&self);
}
