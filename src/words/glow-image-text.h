/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a file is, in one line for people. Any thread. */

#pragma once

#include "glow-image.h"

G_BEGIN_DECLS

char *glow_image_text_dup_summary (
  GlowImage *image); /* "MicroPython 1.22.1 for ESP8266 · application · 626.9 KiB" */
const char *glow_image_text_get_kind (GlowImageKind kind); /* "Partition table" */
char **glow_image_text_dup_problems (GlowImage *image);    /* all, the worst first */
char *glow_image_text_dup_problem (GlowImage *image); /* (nullable) the worst, in words */
char *glow_image_text_dup_problem_of (GlowImage *image, GlowImageProblem problems);

G_END_DECLS
