/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A port that goes away during a run: waited for, opened again under whatever name it has
 * then, and used only if the same board is behind it. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-session.h"

#include "glow-chip-table.h"
#include "glow-error.h"

#include <string.h>

#define MAX_RETURNS 2 /* of a port that goes away while the board is being connected */

/**
 * glow_flash_session_use_transport:
 *
 * Makes the loader for a transport that has just been opened.
 */
void
glow_flash_session_use_transport (GlowFlashSession *self)
{
  self->loader = glow_loader_new (self->transport, self->cancellable);
  glow_loader_set_large_blocks (self->loader, TRUE);
  if (self->usb == GLOW_TARGET_USB_OTG)
    glow_loader_set_max_block (self->loader, GLOW_LOADER_USB_OTG_BLOCK);
}

static gboolean
reopen (GlowFlashSession *self, GError **error)
{
  GlowTarget *target = glow_flash_plan_get_target (self->plan);

  glow_flash_session_close (self);
  self->progress.state.waits_for_port = TRUE;
  glow_flash_session_report (self);
  self->transport = glow_target_reopen (target, self->cancellable, error);
  self->progress.state.waits_for_port = FALSE;
  glow_flash_session_report (self);
  self->came_back = self->transport != NULL;
  return self->came_back;
}

/* the board itself is there: only its port went away, as native USB does at a reset */
static gboolean
follow_port (GlowFlashSession *self, GError **error)
{
  glow_flash_session_log (self, "The port went away: waiting for it to come back");
  if (!reopen (self, error))
    return FALSE;
  glow_flash_session_use_transport (self);
  return TRUE;
}

/**
 * glow_flash_session_follow:
 * @self: a session with an open transport
 * @error: whatever kept the board from answering
 *
 * Connects and identifies, and follows a port that goes away meanwhile.
 *
 * Returns: %TRUE when the board answers and is known
 */
gboolean
glow_flash_session_follow (GlowFlashSession *self, GError **error)
{
  gboolean can_follow = glow_target_has_finder (glow_flash_plan_get_target (self->plan));

  for (guint i = 0;; i++) {
    g_autoptr (GError) local_error = NULL;

    if (glow_flash_session_connect (self, &local_error))
      return TRUE;
    if (!can_follow || i == MAX_RETURNS ||
        !g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_PORT_GONE)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    if (!follow_port (self, error))
      return FALSE;
  }
}

static gboolean
is_same (const GlowChipInfo *a, const GlowChipInfo *b)
{
  return a->chip == b->chip && a->has_mac == b->has_mac &&
         (!a->has_mac || memcmp (a->mac, b->mac, sizeof a->mac) == 0);
}

/**
 * glow_flash_session_check_same:
 * @self: a session whose chip has just been identified
 * @error: %GLOW_ERROR_PORT_GONE when it is another board
 *
 * Within one run the port may go away and come back, and it may be another board that
 * comes: that one is left alone.
 *
 * Returns: %TRUE when it is the board that answered first
 */
gboolean
glow_flash_session_check_same (GlowFlashSession *self, GError **error)
{
  g_autofree char *mac = NULL;

  if (!self->seen) {
    self->seen = glow_chip_info_copy (self->info);
    return TRUE;
  }
  if (is_same (self->seen, self->info))
    return TRUE;
  mac = glow_chip_info_dup_mac (self->info);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE,
               "another board came back: an %s%s%s", self->info->chip->name,
               mac ? ", " : "", mac ? mac : "");
  return FALSE;
}

static const char *
name_of_phase (GlowPhase phase)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_PHASE);

  return g_enum_get_value (klass, (gint) phase)->value_nick;
}

/**
 * glow_flash_session_await_return:
 * @self: a session whose port is gone
 * @reason: how that was noticed
 * @error: %GLOW_ERROR_PORT_GONE when it did not come back, %G_IO_ERROR_CANCELLED
 *
 * Waits up to 10 s for the port. What was done so far counts as not done: the run looks
 * at the flash anew and writes what is not there.
 *
 * Returns: %TRUE when the transport is open again; glow_flash_session_start() is next
 */
gboolean
glow_flash_session_await_return (GlowFlashSession *self,
                                 const GError *reason,
                                 GError **error)
{
  const char *phase = name_of_phase (self->progress.state.phase);
  GlowFlashResult *result = self->result;

  glow_flash_session_log (self, "%s", reason->message);
  glow_flash_session_log (self, "Unplugged (%s): waiting 10 s for it to come back",
                          phase);
  result->written = result->verified = GLOW_VERDICT_NO;
  g_clear_pointer (&result->verify_reason, g_free);
  if (!reopen (self, error)) {
    g_prefix_error (error, "unplugged (%s): ", phase);
    return FALSE;
  }
  glow_flash_session_note (self,
                           "The board was unplugged (%s) and came back: again from "
                           "what is in its flash",
                           phase);
  return TRUE;
}
