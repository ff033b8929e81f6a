/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * "My board doesn't show up": what happened on USB meanwhile, for people. Any thread. */

#pragma once

#include "glow-port-event.h"

G_BEGIN_DECLS

char *glow_news_text_dup_sentence (GlowPortNews news, const GlowPortEvent *event);
const char *glow_news_text_get_action (GlowPortNews news);

G_END_DECLS
