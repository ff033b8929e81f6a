/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Stands for the chip's flash encryption: content that was not encrypted on its way into
 * the flash is noise to the boot ROM, and the other way round (protocol.md 4.10). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GLOW_BOARD_CRYPT_ALIGN 16u /* bytes, protocol.md 4.10 */

void glow_board_crypt (guint8 *data, gsize len, gsize offset);

G_END_DECLS
