/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-console-style.h"

#include <math.h>

/* A log that uses more styles than this draws rainbows; they lose their colours. */
#define MAX_TAGS 1000

/* WCAG 2.1, 1.4.3: for text of normal size */
#define MIN_CONTRAST 4.5

/* what libadwaita's view has behind its text */
#define LIGHT_RGB 0xffffff
#define DARK_RGB  0x1e1e1e

typedef struct {
  GlowSgrStyle style;
  GtkTextTag *tag; /* owned */
} Entry;

struct _GlowConsoleStyle {
  /* owned */
  GtkTextBuffer *buffer;
  GHashTable *entries; /* of Entry, keys and values */
  GtkTextTag *note_tag;
  GtkTextTag *time_tag;

  gboolean dark;
};

static guint
hash_entry (gconstpointer data)
{
  const GlowSgrStyle *style = &((const Entry *) data)->style;

  return style->fg * 31 + style->bg * 17 + style->flags;
}

static gboolean
equal_entries (gconstpointer a, gconstpointer b)
{
  return glow_sgr_equal (&((const Entry *) a)->style, &((const Entry *) b)->style);
}

static void
free_entry (gpointer data)
{
  g_clear_object (&((Entry *) data)->tag);
  g_free (data);
}

static double
linear (guint32 part)
{
  double value = part / 255.0;

  return value <= 0.03928 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (guint32 rgb)
{
  return 0.2126 * linear (rgb >> 16 & 0xff) + 0.7152 * linear (rgb >> 8 & 0xff) +
         0.0722 * linear (rgb & 0xff);
}

static double
contrast (guint32 a, guint32 b)
{
  double la = luminance (a);
  double lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static guint32
mix (guint32 rgb, guint32 other, guint percent)
{
  guint32 mixed = 0;

  for (guint shift = 0; shift <= 16; shift += 8)
    mixed |=
      (((rgb >> shift & 0xff) * (100 - percent) + (other >> shift & 0xff) * percent) /
       100)
      << shift;
  return mixed;
}

/**
 * glow_console_style_make_readable:
 * @rgb: a colour of text, 0xrrggbb
 * @on_rgb: what is behind it
 *
 * Any thread.
 *
 * Returns: @rgb, as far towards black or white as it takes to be read
 */
guint32
glow_console_style_make_readable (guint32 rgb, guint32 on_rgb)
{
  guint32 end =
    contrast (on_rgb, 0x000000) > contrast (on_rgb, 0xffffff) ? 0x000000 : 0xffffff;

  for (guint percent = 0; percent < 100; percent += 5) {
    guint32 mixed = mix (rgb, end, percent);

    if (contrast (mixed, on_rgb) >= MIN_CONTRAST)
      return mixed;
  }
  return end;
}

static guint32
to_rgb (GlowSgrColor color, guint32 normal)
{
  if (GLOW_SGR_KIND (color) == GLOW_SGR_INDEXED)
    return glow_sgr_index_to_rgb (GLOW_SGR_VALUE (color));
  return GLOW_SGR_KIND (color) == GLOW_SGR_RGB ? GLOW_SGR_VALUE (color) : normal;
}

static GdkRGBA
to_rgba (guint32 rgb)
{
  return (GdkRGBA){ (float) (rgb >> 16 & 0xff) / 255, (float) (rgb >> 8 & 0xff) / 255,
                    (float) (rgb & 0xff) / 255, 1 };
}

static void
set_colors (GlowConsoleStyle *self, Entry *entry)
{
  const GlowSgrStyle *style = &entry->style;
  gboolean is_reverse = (style->flags & GLOW_SGR_REVERSE) != 0;
  guint32 normal_bg = self->dark ? DARK_RGB : LIGHT_RGB;
  guint32 normal_fg = self->dark ? 0xffffff : 0x000000;
  guint32 fg =
    to_rgb (is_reverse ? style->bg : style->fg, is_reverse ? normal_bg : normal_fg);
  guint32 bg =
    to_rgb (is_reverse ? style->fg : style->bg, is_reverse ? normal_fg : normal_bg);
  GdkRGBA rgba;

  if (style->flags & (GLOW_SGR_DIM | GLOW_SGR_RAW))
    fg = mix (fg, bg, 40);
  fg = glow_console_style_make_readable (fg, bg);
  rgba = to_rgba (fg);
  g_object_set (entry->tag, "foreground-rgba", &rgba, NULL);
  rgba = to_rgba (bg);
  g_object_set (entry->tag, "background-rgba", bg == normal_bg ? NULL : &rgba, NULL);
}

static void
set_attributes (Entry *entry)
{
  guint flags = entry->style.flags;

  if (flags & GLOW_SGR_BOLD)
    g_object_set (entry->tag, "weight", PANGO_WEIGHT_BOLD, NULL);
  if (flags & GLOW_SGR_ITALIC)
    g_object_set (entry->tag, "style", PANGO_STYLE_ITALIC, NULL);
  if (flags & GLOW_SGR_UNDERLINE)
    g_object_set (entry->tag, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  if (flags & GLOW_SGR_STRIKE)
    g_object_set (entry->tag, "strikethrough", TRUE, NULL);
}

static void
set_own_colors (GlowConsoleStyle *self)
{
  guint32 bg = self->dark ? DARK_RGB : LIGHT_RGB;
  GdkRGBA grey = to_rgba (glow_console_style_make_readable (0x808080, bg));

  g_object_set (self->time_tag, "foreground-rgba", &grey, NULL);
  g_object_set (self->note_tag, "foreground-rgba", &grey, NULL);
}

/**
 * glow_console_style_new:
 * @buffer: (transfer none): gets the tags
 *
 * Returns: (transfer full): for light
 */
GlowConsoleStyle *
glow_console_style_new (GtkTextBuffer *buffer)
{
  GlowConsoleStyle *self = g_new0 (GlowConsoleStyle, 1);

  self->buffer = g_object_ref (buffer);
  self->entries = g_hash_table_new_full (hash_entry, equal_entries, free_entry, NULL);
  self->note_tag = g_object_ref (
    gtk_text_buffer_create_tag (buffer, NULL, "style", PANGO_STYLE_ITALIC, NULL));
  self->time_tag = g_object_ref (gtk_text_buffer_create_tag (buffer, NULL, NULL));
  set_own_colors (self);
  return self;
}

/**
 * glow_console_style_free:
 */
void
glow_console_style_free (GlowConsoleStyle *self)
{
  g_hash_table_unref (self->entries);
  g_clear_object (&self->note_tag);
  g_clear_object (&self->time_tag);
  g_clear_object (&self->buffer);
  g_free (self);
}

/**
 * glow_console_style_set_dark:
 * @dark: whether the text stands on dark
 *
 * Changes the tags, and so what has them.
 */
void
glow_console_style_set_dark (GlowConsoleStyle *self, gboolean dark)
{
  GHashTableIter iter;
  gpointer entry;

  if (self->dark == dark)
    return;
  self->dark = dark;
  set_own_colors (self);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &entry, NULL))
    set_colors (self, entry);
}

/**
 * glow_console_style_get_tag:
 *
 * Returns: (transfer none) (nullable): what makes text look so; nothing for plain text
 */
GtkTextTag *
glow_console_style_get_tag (GlowConsoleStyle *self, const GlowSgrStyle *style)
{
  Entry key = { .style = *style };
  Entry *entry;

  if (glow_sgr_is_plain (style))
    return NULL;
  if (g_hash_table_size (self->entries) >= MAX_TAGS)
    key.style.fg = key.style.bg = GLOW_SGR_DEFAULT;
  entry = g_hash_table_lookup (self->entries, &key);
  if (!entry) {
    entry = g_new (Entry, 1);
    *entry = key;
    entry->tag = g_object_ref (gtk_text_buffer_create_tag (self->buffer, NULL, NULL));
    set_colors (self, entry);
    set_attributes (entry);
    g_hash_table_add (self->entries, entry);
  }
  return entry->tag;
}

GtkTextTag *
glow_console_style_get_note_tag (GlowConsoleStyle *self)
{
  return self->note_tag;
}

GtkTextTag *
glow_console_style_get_time_tag (GlowConsoleStyle *self)
{
  return self->time_tag;
}
