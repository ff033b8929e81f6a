/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The rate of the data: chosen, asked for, proven. */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-session.h"

#include "glow-chip-detect.h"
#include "glow-chip-table.h"
#include "glow-error.h"

/* Rates worth trying, fastest first. Above 921600 only the user's word goes: clones of
 * the common bridges accept more and lose bytes (linux-desktop.md 5.1). */
static const guint automatic_bauds[] = { 921600, 460800, 230400 };

#define ECHO_PROOFS  8 /* register reads that must come back right at a new rate */
#define SEARCH_SYNCS 5 /* at each rate the loader may be at */

static guint
choose_baud (GlowFlashSession *self)
{
  guint wanted = glow_flash_plan_get_options (self->plan)->baud;
  guint proven = glow_flash_plan_get_options (self->plan)->proven_baud;

  if (wanted > 0 && wanted <= self->max_baud)
    return wanted;
  if (wanted == 0 && proven >= GLOW_LOADER_ROM_BAUD && proven <= self->max_baud)
    return proven;
  for (guint i = 0; i < G_N_ELEMENTS (automatic_bauds); i++) {
    if (automatic_bauds[i] <= self->max_baud &&
        (wanted == 0 || automatic_bauds[i] < wanted))
      return automatic_bauds[i];
  }
  return GLOW_LOADER_ROM_BAUD;
}

/* Asks our own side first: once the chip has changed its rate there is no way back but a
 * reset. */
static gboolean
port_takes_baud (GlowFlashSession *self, guint baud, gboolean *takes, GError **error)
{
  guint old_baud = glow_loader_get_baud (self->loader);
  g_autoptr (GError) local_error = NULL;

  *takes = glow_transport_set_baud (self->transport, baud, &local_error);
  if (!*takes && !g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (!*takes)
    glow_flash_session_note (self, "%s", local_error->message);
  return glow_transport_set_baud (self->transport, old_baud, error);
}

static gboolean
find_baud (GlowFlashSession *self, guint *baud, GError **error)
{
  gboolean takes = FALSE;

  *baud = choose_baud (self);
  while (*baud > GLOW_LOADER_ROM_BAUD) {
    if (!port_takes_baud (self, *baud, &takes, error))
      return FALSE;
    if (takes)
      return TRUE;
    self->max_baud = *baud - 1;
    *baud = choose_baud (self);
  }
  return TRUE;
}

/**
 * glow_flash_session_can_change_baud:
 * @self: a session whose chip is known
 *
 * Returns: whether the loader that answers knows another rate
 */
gboolean
glow_flash_session_can_change_baud (GlowFlashSession *self)
{
  if (!(glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_BAUD))
    return FALSE;
  return glow_loader_is_stub (self->loader) ||
         ((self->info->chip->flags & GLOW_CHIP_ROM_BAUD) && !self->info->secure_download);
}

static gboolean
change_baud (GlowFlashSession *self, guint baud, GError **error)
{
  guint32 addr = self->info->chip->efuse_base;
  guint32 expected;
  guint baud_to_say;

  if (!glow_loader_read_reg (self->loader, addr, &expected, error) ||
      !glow_chip_get_baud_to_say (self->info, self->loader, baud, &baud_to_say, error) ||
      !glow_loader_change_baud (self->loader, baud, baud_to_say, error) ||
      !glow_loader_prove_line (self->loader, addr, expected, ECHO_PROOFS, error)) {
    g_prefix_error (error, "at %u baud: ", baud);
    return FALSE;
  }
  glow_flash_session_log (self, "Speed: %u baud", baud);
  return TRUE;
}

static GlowConnectWay
way_of (GlowFlashSession *self)
{
  return (GlowConnectWay){
    self->usb, glow_target_get_flow_control (glow_flash_plan_get_target (self->plan)),
    glow_flash_plan_get_reset_sequence (self->plan)
  };
}

static gboolean
can_autobaud (GlowFlashSession *self, const GlowChip *chip)
{
  return chip && (chip->flags & GLOW_CHIP_AUTOBAUD) && self->usb == GLOW_TARGET_UART &&
         (glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_BAUD);
}

/**
 * glow_flash_session_get_autobaud:
 * @self: a session with an open port
 *
 * A ROM that can't change its rate takes over that of the first SYNC after a reset. Where
 * the lines can't reset it, a rate that does not hold would leave it deaf: then it takes
 * a user who asked for this rate and this chip.
 *
 * Returns: the rate to try first; 0: the usual one
 */
guint
glow_flash_session_get_autobaud (GlowFlashSession *self)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (self->plan);
  gboolean can_reset =
    (glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_LINES) &&
    !options->no_reset_before;
  guint baud;

  if (!can_autobaud (self, options->expected_chip) || self->came_back ||
      glow_flash_plan_get_operation (self->plan) == GLOW_OPERATION_IDENTIFY ||
      (!can_reset && options->baud == 0))
    return 0;
  baud = choose_baud (self);
  return baud > GLOW_LOADER_ROM_BAUD ? baud : 0;
}

/* The same for a chip that is known by now: another reset, then SYNC at the rate wanted.
 * Where that does not work it goes on as it was. */
static gboolean
sync_at (GlowFlashSession *self, guint baud, GError **error)
{
  GlowConnectWay way = way_of (self);
  guint32 addr = self->info->chip->efuse_base;
  guint32 expected;

  way.baud = baud;
  way.attempts = 1;
  if (!glow_loader_read_reg (self->loader, addr, &expected, error))
    return FALSE;
  if (glow_connect (self->loader, &way, TRUE, &self->was_reset, NULL) &&
      glow_loader_prove_line (self->loader, addr, expected, ECHO_PROOFS, NULL)) {
    glow_flash_session_log (self, "Speed: %u baud, from a new start on", baud);
    return TRUE;
  }
  glow_flash_session_log (self, "The chip does not take %u baud from the start", baud);
  way.baud = way.attempts = 0;
  return glow_connect (self->loader, &way, TRUE, &self->was_reset, error);
}

static gboolean
sync_again (GlowFlashSession *self, guint baud, gboolean *synced, GError **error)
{
  *synced = FALSE;
  glow_loader_reset_state (self->loader);
  return glow_loader_set_line_baud (self->loader, baud, error) &&
         glow_transport_discard_input (self->transport, error) &&
         glow_loader_try_sync (self->loader, synced, error);
}

/* back to where the line was good enough to tell the chip by */
static gboolean
calm_down (GlowFlashSession *self)
{
  guint32 addr = self->info->chip->efuse_base;
  guint baud = GLOW_LOADER_ROM_BAUD;
  guint32 expected;
  guint baud_to_say;

  if (glow_loader_get_baud (self->loader) != baud &&
      (!glow_flash_session_can_change_baud (self) ||
       !glow_chip_get_baud_to_say (self->info, self->loader, baud, &baud_to_say, NULL) ||
       !glow_loader_change_baud (self->loader, baud, baud_to_say, NULL)))
    return FALSE;
  return glow_loader_read_reg (self->loader, addr, &expected, NULL) &&
         glow_loader_prove_line (self->loader, addr, expected, ECHO_PROOFS, NULL);
}

/**
 * glow_flash_session_find_loader:
 * @self: a session in which something went wrong
 * @error: the transport's, or %GLOW_ERROR_NO_SYNC
 *
 * Looks whether the loader still answers, at the rate in force or at the one it starts
 * with, and brings it back to the latter; for ports without lines, so none is touched.
 *
 * Returns: %TRUE when it answers there
 */
gboolean
glow_flash_session_find_loader (GlowFlashSession *self, GError **error)
{
  guint bauds[] = { glow_loader_get_baud (self->loader), GLOW_LOADER_ROM_BAUD };

  for (guint i = 0; i < SEARCH_SYNCS * G_N_ELEMENTS (bauds); i++) {
    gboolean synced;

    if (!sync_again (self, bauds[i % G_N_ELEMENTS (bauds)], &synced, error))
      return FALSE;
    if (synced && calm_down (self))
      return TRUE;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_SYNC,
               "the loader does not answer any more");
  return FALSE;
}

/**
 * glow_flash_session_raise_baud:
 * @self: a session whose loader answers
 * @error: the loader's or the port's
 *
 * Goes to the fastest rate that the options, the port and the loader allow, and proves
 * it.
 *
 * Returns: %TRUE when the loader answers at the rate it has now
 */
gboolean
glow_flash_session_raise_baud (GlowFlashSession *self, GError **error)
{
  guint baud;

  if (!glow_flash_session_can_change_baud (self) &&
      !can_autobaud (self, self->info->chip)) {
    glow_flash_session_log (self, "The speed stays as it is: %s",
                            glow_loader_is_stub (self->loader)
                              ? "the port has none"
                              : "this loader can't change it");
    return TRUE;
  }
  if (!find_baud (self, &baud, error))
    return FALSE;
  if (baud == glow_loader_get_baud (self->loader))
    return TRUE;
  if (glow_flash_session_can_change_baud (self))
    return change_baud (self, baud, error);
  return self->was_reset ? sync_at (self, baud, error) : TRUE;
}
