/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A few lines for a terminal or a file, to read and to copy. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_CODE_BLOCK (glow_code_block_get_type ())
G_DECLARE_FINAL_TYPE (GlowCodeBlock, glow_code_block, GLOW, CODE_BLOCK, AdwBin)

/* Properties: "code" (nullable: then it is not shown), "copy-label" (of its button). */
const char *glow_code_block_get_code (GlowCodeBlock *self); /* (nullable) */
void glow_code_block_set_code (GlowCodeBlock *self, const char *code);

G_END_DECLS
