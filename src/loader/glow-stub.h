/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Espressif's flasher stub for one chip, read from the JSON file it is published as
 * (protocol.md 6.1). Glowplug carries none: see glow_stub_find(). Any thread; reads
 * files, so a worker. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  GBytes *text; /* owned: code */
  guint32 text_addr;
  GBytes *data; /* (nullable) owned: initialised data */
  guint32 data_addr;
  guint32 entry_addr;
  char *path; /* owned: the file it came from */
} GlowStub;

GlowStub *glow_stub_new_from_json (const char *json, gssize len, GError **error);
GlowStub *glow_stub_find (const char *name, GError **error);
void glow_stub_free (GlowStub *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowStub, glow_stub_free)

G_END_DECLS
