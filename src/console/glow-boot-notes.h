/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The lines of a start that are worth showing: few, each once, none that may hold a key.
 * Any thread, but one at a time. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GlowBootNotes GlowBootNotes;

GlowBootNotes *glow_boot_notes_new (void);
void glow_boot_notes_free (GlowBootNotes *self);
void glow_boot_notes_add (GlowBootNotes *self, const char *text);
void glow_boot_notes_add_app (GlowBootNotes *self, const char *text);
void glow_boot_notes_add_panic (GlowBootNotes *self, const char *text, gboolean first);
const char *const *glow_boot_notes_get_lines (GlowBootNotes *self);

gboolean glow_boot_notes_is_text (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBootNotes, glow_boot_notes_free)

G_END_DECLS
