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

#define ECHO_PROOFS 8 /* register reads that must come back right at a new rate */

static gboolean
prove_baud (GlowFlashSession *self, guint32 addr, guint32 expected, GError **error)
{
  for (guint i = 0; i < ECHO_PROOFS; i++) {
    guint32 value;

    if (!glow_loader_read_reg (self->loader, addr, &value, error))
      return FALSE;
    if (value != expected) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL,
                   "a register reads 0x%08x instead of 0x%08x", value, expected);
      return FALSE;
    }
  }
  return TRUE;
}

static guint
choose_baud (GlowFlashSession *self)
{
  guint wanted = glow_flash_plan_get_options (self->plan)->baud;

  if (wanted > 0 && wanted <= self->max_baud)
    return wanted;
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

static gboolean
can_change_baud (GlowFlashSession *self)
{
  if (!(glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_BAUD))
    return FALSE;
  return glow_loader_is_stub (self->loader) ||
         ((self->info->chip->flags & GLOW_CHIP_ROM_BAUD) && !self->info->secure_download);
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
  guint32 addr = self->info->chip->efuse_base;
  guint32 expected;
  guint baud;
  guint baud_to_say;

  glow_flash_session_start_phase (self, GLOW_PHASE_SPEED, 0);
  if (!can_change_baud (self)) {
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
  if (!glow_loader_read_reg (self->loader, addr, &expected, error) ||
      !glow_chip_get_baud_to_say (self->info, self->loader, baud, &baud_to_say, error) ||
      !glow_loader_change_baud (self->loader, baud, baud_to_say, error) ||
      !prove_baud (self, addr, expected, error)) {
    g_prefix_error (error, "at %u baud: ", baud);
    return FALSE;
  }
  glow_flash_session_log (self, "Speed: %u baud", baud);
  return TRUE;
}
