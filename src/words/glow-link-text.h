/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The Link check for people. Any thread. */

#pragma once

#include "glow-link-check.h"

G_BEGIN_DECLS

const char *glow_link_text_get_stage (GlowLinkStage stage); /* "Permission" */
const char *glow_link_text_get_mark (GlowLinkMark mark);    /* "passed" */
char *glow_link_text_dup_sentence (GlowLinkCheck *check);   /* (nullable) the cause */
char *glow_link_text_dup_action (GlowLinkCheck *check);     /* (nullable) what helps */

G_END_DECLS
