/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The Link check: from the USB plug to the bootloader, a mark for each stage and a
 * sentence at the first that fails. Without a board it waits for one to appear and says
 * what USB shows meanwhile. It goes on by itself when what was wrong has changed.
 * Main thread. */

#pragma once

#include "glow-board-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_LINK_PAGE (glow_link_page_get_type ())
G_DECLARE_FINAL_TYPE (GlowLinkPage, glow_link_page, GLOW, LINK_PAGE, AdwBin)

/* Signal: "use-board" (GlowBoardItem *item): go on with the board that was checked. */
void glow_link_page_set_up (GlowLinkPage *self, GlowBoardList *boards); /* once */
void glow_link_page_open (GlowLinkPage *self, GlowBoardItem *item); /* (nullable): find */
void glow_link_page_close (GlowLinkPage *self);

G_END_DECLS
