/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * "Select graphic rendition": the one escape sequence of terminals that a console
 * follows. ECMA-48 8.3.117, colours by ITU-T T.416 and xterm. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A colour: 0 is the default, else one of 256, or red, green and blue. */
typedef guint32 GlowSgrColor;

#define GLOW_SGR_DEFAULT      0u
#define GLOW_SGR_INDEXED      0x01000000u
#define GLOW_SGR_RGB          0x02000000u
#define GLOW_SGR_KIND(color)  ((color) &0xff000000u)
#define GLOW_SGR_VALUE(color) ((color) &0x00ffffffu)

typedef enum {
  GLOW_SGR_BOLD = 1 << 0,
  GLOW_SGR_DIM = 1 << 1,
  GLOW_SGR_ITALIC = 1 << 2,
  GLOW_SGR_UNDERLINE = 1 << 3,
  GLOW_SGR_REVERSE = 1 << 4,
  GLOW_SGR_STRIKE = 1 << 5,
  GLOW_SGR_RAW =
    1 << 6, /* no style of the board's: bytes that are no text, spelled out */
} GlowSgrFlags;

typedef struct {
  GlowSgrColor fg;
  GlowSgrColor bg;
  guint flags; /* of GlowSgrFlags */
} GlowSgrStyle;

void glow_sgr_apply (GlowSgrStyle *style, const char *params, gsize len);
gboolean glow_sgr_equal (const GlowSgrStyle *a, const GlowSgrStyle *b);
gboolean glow_sgr_is_plain (const GlowSgrStyle *style);
guint32 glow_sgr_index_to_rgb (guint index);
void glow_sgr_append_escape (const GlowSgrStyle *style, GString *out);

G_END_DECLS
