/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-sgr.h"

#define MAX_PARAMS 32
#define MAX_VALUE  65535u

typedef struct {
  guint value;     /* 0 where nothing was given */
  gboolean is_sub; /* a colon stood before it */
} Param;

typedef struct {
  Param params[MAX_PARAMS];
  guint n_params;
} Params;

static gboolean
parse (Params *self, const char *text, gsize len)
{
  self->n_params = 1;
  self->params[0] = (Param){ 0 };
  for (gsize i = 0; i < len; i++) {
    Param *param = &self->params[self->n_params - 1];

    if (g_ascii_isdigit (text[i])) {
      param->value = MIN (param->value * 10 + (guint) (text[i] - '0'), MAX_VALUE);
    } else if ((text[i] == ';' || text[i] == ':') && self->n_params < MAX_PARAMS) {
      self->params[self->n_params++] = (Param){ 0, text[i] == ':' };
    } else {
      return FALSE;
    }
  }
  return TRUE;
}

/* how many parameters after @at belong to it by colons */
static guint
count_subs (const Params *self, guint at)
{
  guint count = 0;

  while (at + 1 + count < self->n_params && self->params[at + 1 + count].is_sub)
    count++;
  return count;
}

static GlowSgrColor
make_rgb (const Param *rgb)
{
  return GLOW_SGR_RGB | (rgb[0].value & 0xff) << 16 | (rgb[1].value & 0xff) << 8 |
         (rgb[2].value & 0xff);
}

/* 38;5;N and 38;2;R;G;B, the same with colons, and 38:2:SPACE:R:G:B.
 *
 * Returns: how many parameters were used beside the one at @at */
static guint
parse_color (const Params *self, guint at, GlowSgrColor *color)
{
  guint n_subs = count_subs (self, at);
  guint n_left = n_subs > 0 ? n_subs : self->n_params - at - 1;
  const Param *next = self->params + at + 1;
  guint rgb_at = n_subs >= 5 ? 2 : 1;

  if (n_left >= 2 && next[0].value == 5) {
    *color = GLOW_SGR_INDEXED | (next[1].value & 0xff);
    return n_subs > 0 ? n_subs : 2;
  }
  if (n_left >= rgb_at + 3 && next[0].value == 2) {
    *color = make_rgb (next + rgb_at);
    return n_subs > 0 ? n_subs : 4;
  }
  return n_left;
}

static void
set_flag (GlowSgrStyle *style, GlowSgrFlags flag, gboolean on)
{
  style->flags = on ? style->flags | flag : style->flags & ~(guint) flag;
}

static void
apply_attribute (GlowSgrStyle *style, guint value)
{
  static const struct {
    guint value;
    GlowSgrFlags flags;
    gboolean on;
  } table[] = {
    { 1, GLOW_SGR_BOLD, TRUE },       { 2, GLOW_SGR_DIM, TRUE },
    { 3, GLOW_SGR_ITALIC, TRUE },     { 4, GLOW_SGR_UNDERLINE, TRUE },
    { 7, GLOW_SGR_REVERSE, TRUE },    { 9, GLOW_SGR_STRIKE, TRUE },
    { 21, GLOW_SGR_UNDERLINE, TRUE }, { 22, GLOW_SGR_BOLD | GLOW_SGR_DIM, FALSE },
    { 23, GLOW_SGR_ITALIC, FALSE },   { 24, GLOW_SGR_UNDERLINE, FALSE },
    { 27, GLOW_SGR_REVERSE, FALSE },  { 29, GLOW_SGR_STRIKE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (table[i].value == value)
      set_flag (style, table[i].flags, table[i].on);
  }
}

static void
apply_color (GlowSgrStyle *style, guint value)
{
  if (value >= 30 && value <= 37)
    style->fg = GLOW_SGR_INDEXED | (value - 30);
  else if (value >= 90 && value <= 97)
    style->fg = GLOW_SGR_INDEXED | (value - 90 + 8);
  else if (value == 39)
    style->fg = GLOW_SGR_DEFAULT;
  else if (value >= 40 && value <= 47)
    style->bg = GLOW_SGR_INDEXED | (value - 40);
  else if (value >= 100 && value <= 107)
    style->bg = GLOW_SGR_INDEXED | (value - 100 + 8);
  else if (value == 49)
    style->bg = GLOW_SGR_DEFAULT;
}

/* Returns: how many parameters after the one at @at were used */
static guint
apply_param (GlowSgrStyle *style, const Params *params, guint at)
{
  guint value = params->params[at].value;
  guint n_subs = count_subs (params, at);
  GlowSgrColor unused;

  if (value == 38)
    return parse_color (params, at, &style->fg);
  if (value == 48)
    return parse_color (params, at, &style->bg);
  if (value == 58)
    return parse_color (params, at, &unused);
  if (value == 0)
    *style = (GlowSgrStyle){ 0 };
  else if (value == 4 && n_subs > 0)
    set_flag (style, GLOW_SGR_UNDERLINE, params->params[at + 1].value != 0);
  else
    apply_attribute (style, value);
  apply_color (style, value);
  return n_subs;
}

/**
 * glow_sgr_apply:
 * @style: changed by it
 * @params: (array length=len): what stands between "ESC [" and "m"
 * @len: its length in bytes
 *
 * What is not understood changes nothing. Any thread.
 */
void
glow_sgr_apply (GlowSgrStyle *style, const char *params, gsize len)
{
  Params parsed;

  if (!parse (&parsed, params, len))
    return;
  for (guint i = 0; i < parsed.n_params; i++)
    i += apply_param (style, &parsed, i);
}

/**
 * glow_sgr_equal:
 *
 * Returns: whether both look the same
 */
gboolean
glow_sgr_equal (const GlowSgrStyle *a, const GlowSgrStyle *b)
{
  return a->fg == b->fg && a->bg == b->bg && a->flags == b->flags;
}

gboolean
glow_sgr_is_plain (const GlowSgrStyle *style)
{
  return glow_sgr_equal (style, &(GlowSgrStyle){ 0 });
}

/**
 * glow_sgr_index_to_rgb:
 * @index: one of xterm's 256 colours; of the first 16 a usual one
 *
 * Any thread.
 *
 * Returns: red, green and blue, as 0xrrggbb
 */
guint32
glow_sgr_index_to_rgb (guint index)
{
  static const guint32 base[16] = {
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
  };
  static const guint32 steps[6] = { 0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff };
  guint32 grey;

  index &= 0xff;
  if (index < 16)
    return base[index];
  if (index < 232) {
    index -= 16;
    return steps[index / 36] << 16 | steps[index / 6 % 6] << 8 | steps[index % 6];
  }
  grey = 8 + 10 * (index - 232);
  return grey << 16 | grey << 8 | grey;
}

static void
append_color (GlowSgrColor color, guint code, GString *out)
{
  guint32 value = GLOW_SGR_VALUE (color);

  if (GLOW_SGR_KIND (color) == GLOW_SGR_INDEXED)
    g_string_append_printf (out, ";%u;5;%u", code, value);
  else if (GLOW_SGR_KIND (color) == GLOW_SGR_RGB)
    g_string_append_printf (out, ";%u;2;%u;%u;%u", code, value >> 16, value >> 8 & 0xff,
                            value & 0xff);
}

/**
 * glow_sgr_append_escape:
 * @out: gets the sequence that sets exactly @style
 *
 * Any thread.
 */
void
glow_sgr_append_escape (const GlowSgrStyle *style, GString *out)
{
  static const struct {
    GlowSgrFlags flag;
    const char *text;
  } table[] = {
    { GLOW_SGR_BOLD, ";1" },      { GLOW_SGR_DIM, ";2" },     { GLOW_SGR_ITALIC, ";3" },
    { GLOW_SGR_UNDERLINE, ";4" }, { GLOW_SGR_REVERSE, ";7" }, { GLOW_SGR_STRIKE, ";9" },
    { GLOW_SGR_RAW, ";2" },
  };

  g_string_append (out, "\033[0");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (style->flags & table[i].flag)
      g_string_append (out, table[i].text);
  }
  append_color (style->fg, 38, out);
  append_color (style->bg, 48, out);
  g_string_append_c (out, 'm');
}
