/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Files that hold firmware but are not it: recognised, so that a message can say what
 * they are. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *glow_container_recognise (const guint8 *data, gsize size);

G_END_DECLS
