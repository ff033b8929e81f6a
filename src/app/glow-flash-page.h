/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The page that puts firmware on a board: choose, add, press Flash, read the result.
 * Main thread. */

#pragma once

#include "glow-board-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GLOW_TYPE_FLASH_PAGE (glow_flash_page_get_type ())
G_DECLARE_FINAL_TYPE (GlowFlashPage, glow_flash_page, GLOW, FLASH_PAGE, AdwBin)

/* Properties: "ready" (Flash can be pressed), "contactable" (Identify can), "running",
 * "board" (the selected one). */
void
glow_flash_page_set_up (GlowFlashPage *self, GlowBoardList *boards, GSettings *settings);
void glow_flash_page_open_web (GlowFlashPage *self);
void glow_flash_page_add_file (GlowFlashPage *self, GFile *file);
void glow_flash_page_choose_board (GlowFlashPage *self, GlowBoardItem *item);
void glow_flash_page_flash (GlowFlashPage *self);
void glow_flash_page_identify (GlowFlashPage *self);
void glow_flash_page_cancel (GlowFlashPage *self);
gboolean glow_flash_page_is_ready (GlowFlashPage *self);
gboolean glow_flash_page_is_contactable (GlowFlashPage *self);
gboolean glow_flash_page_is_running (GlowFlashPage *self);
gboolean glow_flash_page_is_fresh (GlowFlashPage *self);
gboolean glow_flash_page_is_waiting (GlowFlashPage *self);
void glow_flash_page_report_async (GlowFlashPage *self,
                                   const char *const *console,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *glow_flash_page_report_finish (GlowFlashPage *self, GAsyncResult *result);
GlowBoardItem *glow_flash_page_get_board (GlowFlashPage *self); /* (nullable) */

G_END_DECLS
