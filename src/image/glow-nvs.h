/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Settings that ESP-IDF keeps in pages of one sector. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the pages' headers and entry maps say (protocol.md 5.8). Entries of an encrypted
 * NVS can't be read, its headers can. */
typedef struct {
  guint version;   /* 1 or 2 */
  guint n_pages;   /* of 0x1000 bytes, blank ones included */
  guint n_used;    /* with a header whose CRC fits */
  guint n_damaged; /* with something else */
  guint n_entries; /* written, of 32 bytes each */
} GlowNvs;

gboolean glow_nvs_read (GlowNvs *nvs, const guint8 *data, gsize size);

G_END_DECLS
