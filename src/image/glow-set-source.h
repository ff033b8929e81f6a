/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Where the files of a list come from: a folder, an archive or the web. For one thread.
 */

#pragma once

#include "glow-firmware-set-private.h"

G_BEGIN_DECLS

typedef struct _GlowSetSource GlowSetSource;

/* What a source does itself. @path is as in the list; on failure @why says which note it
 * makes, and @error is set only if all is lost (cancelled). */
typedef struct {
  GlowImage *(*read) (gpointer self,
                      const char *folder,
                      const char *path,
                      GlowFirmwareNote **why,
                      GCancellable *cancellable,
                      GError **error);
  void (*free) (gpointer self);
} GlowSetSourceClass;

GlowSetSource *glow_set_source_new (const GlowSetSourceClass *klass, gpointer self);
GlowSetSource *glow_set_source_new_folder (const char *root);
GlowSetSource *glow_set_source_new_archive (GPtrArray *entries);
GlowSetSource *glow_set_source_new_empty (void);
void glow_set_source_free (GlowSetSource *source);
GlowImage *glow_set_source_read (GlowSetSource *source,
                                 const char *folder,
                                 const char *path,
                                 GlowFirmwareNote **why,
                                 GCancellable *cancellable,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetSource, glow_set_source_free)

G_END_DECLS
