/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What keeps a port from being used, for people: one state, one sentence, one action. Any
 * thread. */

#pragma once

#include "glow-port-problem.h"

G_BEGIN_DECLS

char *glow_port_text_dup_state (GlowPortProblem *problem); /* "in use by screen (1234)" */
char *glow_port_text_dup_sentence (GlowPortProblem *problem);
char *glow_port_text_dup_action (GlowPortProblem *problem);
char *glow_port_text_dup_other_action (GlowPortProblem *problem); /* (nullable) */
char *glow_port_text_dup_command (GlowPortProblem *problem);      /* (nullable) */
gboolean glow_port_text_offers_rule (GlowPortProblem *problem);   /* in its action */

G_END_DECLS
