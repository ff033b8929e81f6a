/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board that answers: from the closed port to an identified chip with its flash
 * attached at the rate for the data, and back. Worker thread; lives on the flasher's
 * stack. */

#pragma once

#include "glow-flash-result-private.h"
#include "glow-loader.h"
#include "glow-progress.h"

G_BEGIN_DECLS

typedef struct {
  /* borrowed */
  GlowFlashPlan *plan;
  const GlowFlasherHooks *hooks;
  GCancellable *cancellable;
  GlowFlashResult *result;

  /* owned */
  GlowTransport *transport;
  GlowLoader *loader;
  GlowChipInfo *info;
  GlowChipInfo *seen; /* (nullable) who answered first: it has to stay the same board */

  GlowProgress progress;
  guint max_baud;       /* data rate not to exceed */
  gint64 turnaround_us; /* from a request to its answer, the line not counted */
  GlowTargetUsb usb;
  gboolean came_back;      /* its port went away and was found again */
  gboolean was_reset;      /* by the lines, so they work */
  gboolean by_hand;        /* somebody had to do it */
  gboolean erased;         /* the whole flash, in this run */
  gboolean wrote_header;   /* of an image, at the place of the bootloader */
  gboolean header_is_safe; /* it asks for DIO or DOUT */
} GlowFlashSession;

gboolean glow_flash_session_open (GlowFlashSession *self, GError **error);
gboolean glow_flash_session_start (GlowFlashSession *self, GError **error);
gboolean glow_flash_session_connect (GlowFlashSession *self, GError **error);
void glow_flash_session_use_transport (GlowFlashSession *self);
gboolean glow_flash_session_follow (GlowFlashSession *self, GError **error);
gboolean glow_flash_session_check_same (GlowFlashSession *self, GError **error);
gboolean glow_flash_session_await_return (GlowFlashSession *self,
                                          const GError *reason,
                                          GError **error);
gboolean glow_flash_session_raise_baud (GlowFlashSession *self, GError **error);
gboolean glow_flash_session_can_change_baud (GlowFlashSession *self);
gboolean glow_flash_session_find_loader (GlowFlashSession *self, GError **error);
guint glow_flash_session_get_autobaud (GlowFlashSession *self);
gboolean glow_flash_session_resume (GlowFlashSession *self, GError **error);
guint glow_flash_session_get_line_baud (GlowFlashSession *self);
gboolean glow_flash_session_look (GlowFlashSession *self, GError **error);
void glow_flash_session_leave (GlowFlashSession *self);
void glow_flash_session_park (GlowFlashSession *self);
void glow_flash_session_close (GlowFlashSession *self);

void glow_flash_session_report (GlowFlashSession *self);
void glow_flash_session_start_phase (GlowFlashSession *self,
                                     GlowPhase phase,
                                     guint64 bytes_total);
void glow_flash_session_set_bytes (GlowFlashSession *self, guint64 bytes_done);
void glow_flash_session_log (GlowFlashSession *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
void glow_flash_session_note (GlowFlashSession *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);

G_END_DECLS
