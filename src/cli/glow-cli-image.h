/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a file is, for programs and for people. Main thread. */

#pragma once

#include "glow-image.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void glow_cli_image_add (JsonBuilder *builder, GlowImage *image);
void glow_cli_image_print (GlowImage *image);

G_END_DECLS
