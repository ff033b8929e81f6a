/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The two sectors that say which application slot to boot. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GLOW_OTADATA_SIZE 0x2000 /* bytes */

gboolean glow_otadata_recognise (const guint8 *data, gsize size);

G_END_DECLS
