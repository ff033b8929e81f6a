/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What an application is, told by texts that only it has. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#include <string.h>

#define MAX_TITLE 120u /* bytes */

/* One that holds another's name comes first. */
static const struct {
  const GlowBoardAppKind *kind;
  const char *texts[2]; /* all of them */
  const char *title;    /* nullable: how what it calls itself begins */
} marks[] = {
  { &glow_board_app_espeasy, { "INIT : Booting version" }, "ESP_Easy_mega_" },
  { &glow_board_app_micropython, { "raw REPL; CTRL-B to exit" }, "MicroPython v" },
  { &glow_board_app_improv, { "ESPHome", "IMPROV" }, NULL },
  { &glow_board_app_wled, { "WLED", "IMPROV" }, NULL },
  { &glow_board_app_tasmota, { "Tasmota", "Backlog" }, NULL },
};

static const guint8 *
find (const guint8 *image, gsize size, const char *text)
{
  return memmem (image, size, text, strlen (text));
}

static gboolean
has_all (const guint8 *image, gsize size, const char *const *texts, gsize n_texts)
{
  for (gsize i = 0; i < n_texts && texts[i]; i++)
    if (!find (image, size, texts[i]))
      return FALSE;
  return TRUE;
}

static char *
dup_title (const guint8 *image, gsize size, const char *begin)
{
  const guint8 *at = find (image, size, begin);
  gsize left = at ? size - (gsize) (at - image) : 0;
  gsize len = 0;

  while (len < left && len < MAX_TITLE && g_ascii_isprint ((char) at[len]))
    len++;
  return len > 0 ? g_strndup ((const char *) at, len) : NULL;
}

/**
 * glow_board_app_guess:
 * @image: (array length=size): the application in the flash
 * @size: bytes
 * @title: (out) (nullable): what it calls itself, with its version
 *
 * Returns: (transfer none): the personality that comes nearest to it
 */
const GlowBoardAppKind *
glow_board_app_guess (const guint8 *image, gsize size, char **title)
{
  *title = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (!has_all (image, size, marks[i].texts, G_N_ELEMENTS (marks[i].texts)))
      continue;
    if (marks[i].title)
      *title = dup_title (image, size, marks[i].title);
    return marks[i].kind;
  }
  return &glow_board_app_counter;
}
