/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Takes secrets out of what is shown, logged or reported. The stream may be cut anywhere:
 * what could be the beginning of a secret is held back until the next byte tells.
 *
 * One thread at a time: whoever has the stream has the redactor. The secrets come first.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* what stands in the place of a secret */
#define GLOW_REDACTOR_MASK "•••"

#define GLOW_TYPE_REDACTOR (glow_redactor_get_type ())

typedef struct _GlowRedactor GlowRedactor;

GType glow_redactor_get_type (void);
GlowRedactor *glow_redactor_new (void);
GlowRedactor *glow_redactor_copy (GlowRedactor *self);
GlowRedactor *glow_redactor_ref (GlowRedactor *self);
void glow_redactor_unref (GlowRedactor *self);
void glow_redactor_add_secret (GlowRedactor *self, const char *secret);
void
glow_redactor_filter (GlowRedactor *self, const guint8 *data, gsize len, GString *out);
void glow_redactor_flush (GlowRedactor *self, GString *out);
char *glow_redactor_dup_text (GlowRedactor *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowRedactor, glow_redactor_unref)

G_END_DECLS
