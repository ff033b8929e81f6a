/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board prints, cut into lines for those who read it by program: without line
 * ends, NULs and the escape sequences of terminals. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* bytes; what is longer comes in pieces */
#define GLOW_LINE_MAX_LEN 1024u

typedef struct _GlowLineSplitter GlowLineSplitter;

/**
 * GlowLineFunc:
 * @line: (array length=len): the line, not checked to be UTF-8, ended by a NUL
 * @len: its length in bytes, at most %GLOW_LINE_MAX_LEN
 * @user_data: of the caller
 */
typedef void (*GlowLineFunc) (const char *line, gsize len, gpointer user_data);

GlowLineSplitter *glow_line_splitter_new (void);
void glow_line_splitter_free (GlowLineSplitter *self);
void glow_line_splitter_feed (GlowLineSplitter *self,
                              const guint8 *data,
                              gsize len,
                              GlowLineFunc func,
                              gpointer user_data);
const char *glow_line_splitter_peek_rest (GlowLineSplitter *self);
void glow_line_splitter_reset (GlowLineSplitter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowLineSplitter, glow_line_splitter_free)

G_END_DECLS
