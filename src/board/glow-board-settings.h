/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What an application was told to remember: texts by name, some of them secret. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GlowBoardSettings GlowBoardSettings;

/* @text is NULL for a secret, of which there are only @len bytes and @sha256 */
typedef void (*GlowBoardSettingsFunc) (const char *name,
                                       const char *text,
                                       gsize len,
                                       const char *sha256,
                                       gpointer user_data);

GlowBoardSettings *glow_board_settings_new (void);
void glow_board_settings_free (GlowBoardSettings *self);
void
glow_board_settings_set (GlowBoardSettings *self, const char *name, const char *text);
void glow_board_settings_set_secret (GlowBoardSettings *self,
                                     const char *name,
                                     const char *text);
const char *glow_board_settings_get (GlowBoardSettings *self, const char *name);
void glow_board_settings_copy (GlowBoardSettings *self, GlowBoardSettings *from);
void glow_board_settings_clear (GlowBoardSettings *self);
void glow_board_settings_foreach (GlowBoardSettings *self,
                                  GlowBoardSettingsFunc func,
                                  gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowBoardSettings, glow_board_settings_free)

G_END_DECLS
