/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is known of a chip, for people. Any thread. */

#pragma once

#include "glow-chip-info.h"

G_BEGIN_DECLS

char *glow_chip_text_dup_facts (const GlowChipInfo *info);

G_END_DECLS
