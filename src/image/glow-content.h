/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What bytes are that are no image of a program: settings, file systems, text, and so on.
 * Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

GlowImageKind glow_content_recognise (const guint8 *data, gsize size);
gboolean glow_content_is_filled (const guint8 *data, gsize size, guint8 value);
gsize glow_content_count_fill (const guint8 *data, gsize size);
gboolean glow_content_is_text (const guint8 *data, gsize size);
gboolean glow_content_is_encrypted (const guint8 *data, gsize size);
gboolean glow_content_is_esp8266_code (const guint8 *data, gsize size);
gboolean glow_content_find_code_place (const guint8 *data, gsize size, guint32 *offset);

G_END_DECLS
