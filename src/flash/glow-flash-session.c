/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-session.h"

#include "glow-chip-control.h"
#include "glow-chip-detect.h"
#include "glow-chip-table.h"
#include "glow-connect.h"
#include "glow-error.h"
#include "glow-format.h"
#include "glow-spi-flash.h"

/* What is assumed where the flash does not say its size, as the vendor's tool does. */
#define DEFAULT_FLASH_SIZE (4u * 1024 * 1024)

/**
 * glow_flash_session_report:
 *
 * Tells the hooks how it stands.
 */
void
glow_flash_session_report (GlowFlashSession *self)
{
  if (self->hooks && self->hooks->progress)
    self->hooks->progress (&self->progress.state, self->hooks->user_data);
}

/**
 * glow_flash_session_start_phase:
 * @bytes_total: bytes of flash it works on; 0: it can't be counted
 */
void
glow_flash_session_start_phase (GlowFlashSession *self,
                                GlowPhase phase,
                                guint64 bytes_total)
{
  gint64 now_us = self->transport ? glow_transport_now (self->transport) : 0;

  glow_progress_start_phase (&self->progress, phase, bytes_total, now_us);
  glow_flash_session_report (self);
}

/**
 * glow_flash_session_set_bytes:
 * @bytes_done: bytes of flash of this phase
 */
void
glow_flash_session_set_bytes (GlowFlashSession *self, guint64 bytes_done)
{
  glow_progress_set_bytes (&self->progress, bytes_done,
                           glow_transport_now (self->transport));
  glow_flash_session_report (self);
}

/**
 * glow_flash_session_log:
 * @format: one line, for the log
 */
void
glow_flash_session_log (GlowFlashSession *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_info ("%s", line);
  if (self->hooks && self->hooks->log)
    self->hooks->log (line, self->hooks->user_data);
}

/**
 * glow_flash_session_note:
 * @format: one line that belongs to the result as well as to the log
 */
void
glow_flash_session_note (GlowFlashSession *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  glow_flash_result_add_note (self->result, line);
  glow_flash_session_log (self, "%s", line);
}

static void
heard_cb (GlowHeard heard, gpointer user_data)
{
  GlowFlashSession *self = user_data;

  self->progress.state.needs_hand = TRUE;
  self->progress.state.heard = heard;
  glow_flash_session_report (self);
}

static gboolean
wait_for_hand (GlowFlashSession *self, GError **error)
{
  gboolean answered;

  glow_flash_session_log (self, "Waiting: hold BOOT, tap RESET, let go");
  self->by_hand = TRUE;
  self->was_reset = FALSE;
  answered = glow_connect_wait (self->loader, heard_cb, self, error);
  self->progress.state.needs_hand = FALSE;
  glow_flash_session_report (self);
  return answered;
}

/* A port that came back after a reset may be in the bootloader already: another reset
 * would only make it go away again. */
static gboolean
connect_by_way (GlowFlashSession *self, gboolean reset, GError **error)
{
  GlowTarget *target = glow_flash_plan_get_target (self->plan);
  GlowConnectWay way = { self->usb, glow_target_get_flow_control (target),
                         glow_flash_plan_get_reset_sequence (self->plan) };
  gboolean was_reset;

  way.baud = glow_flash_session_get_autobaud (self);
  way.attempts = way.baud > 0 ? 1 : 0;
  if (way.baud > 0 && glow_connect (self->loader, &way, reset, &self->was_reset, NULL))
    return TRUE;
  way.baud = way.attempts = 0;
  if (self->came_back && glow_connect (self->loader, &way, FALSE, &was_reset, NULL)) {
    self->was_reset = reset;
    return TRUE;
  }
  return glow_connect (self->loader, &way, reset, &self->was_reset, error);
}

static gboolean
reach_loader (GlowFlashSession *self, GError **error)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (self->plan);
  g_autoptr (GError) local_error = NULL;

  if (connect_by_way (self, !options->no_reset_before, &local_error))
    return TRUE;
  if (!options->wait_for_board || !glow_connect_error_needs_hand (local_error)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  glow_flash_session_log (self, "%s", local_error->message);
  return wait_for_hand (self, error);
}

static gboolean
connect_board (GlowFlashSession *self, GError **error)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (self->plan);
  gboolean has_lines =
    glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_LINES;

  glow_flash_session_log (self, "Connecting to %s",
                          glow_transport_get_name (self->transport));
  if (!has_lines && !options->no_reset_before)
    glow_flash_session_note (self, "%s has no DTR and RTS lines: the board is not reset",
                             glow_transport_get_name (self->transport));
  if (!reach_loader (self, error))
    return FALSE;
  if (glow_loader_is_stub (self->loader))
    glow_flash_session_log (self, "A stub is running already");
  return TRUE;
}

static gboolean
check_expected_chip (GlowFlashSession *self, GError **error)
{
  const GlowChip *expected = glow_flash_plan_get_options (self->plan)->expected_chip;

  if (!expected || expected == self->info->chip)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_WRONG_CHIP, "this board is an %s, not an %s",
               self->info->chip->name, expected->name);
  return FALSE;
}

static void
log_chip (GlowFlashSession *self)
{
  g_autofree char *revision = glow_chip_info_dup_revision (self->info);
  g_autofree char *mac = glow_chip_info_dup_mac (self->info);

  glow_flash_session_log (self, "Chip: %s%s%s%s", self->info->description,
                          revision ? ", revision " : "", revision ? revision : "",
                          self->info->secure_download ? ", secure download mode" : "");
  if (self->info->features)
    glow_flash_session_log (self, "Features: %s", self->info->features);
  if (self->info->crystal_mhz > 0)
    glow_flash_session_log (self, "Crystal: %u MHz", self->info->crystal_mhz);
  if (mac)
    glow_flash_session_log (self, "MAC: %s", mac);
}

static gboolean
identify (GlowFlashSession *self, GError **error)
{
  glow_flash_session_start_phase (self, GLOW_PHASE_IDENTIFY, 0);
  g_clear_pointer (&self->info, glow_chip_info_free);
  self->info =
    glow_chip_detect (self->loader, glow_flash_plan_get_likely_chip (self->plan), error);
  if (!self->info || !glow_chip_read_facts (self->info, self->loader, error))
    return FALSE;
  log_chip (self);
  if (self->usb == GLOW_TARGET_USB_JTAG && !glow_loader_is_stub (self->loader) &&
      !glow_chip_stop_watchdogs (self->info, self->loader, error))
    return FALSE;
  return glow_flash_session_check_same (self, error) && check_expected_chip (self, error);
}

/**
 * glow_flash_session_connect:
 * @self: a session with a loader
 * @error: whatever kept the board from answering
 *
 * Gets an answer and finds out whose it is.
 *
 * Returns: %TRUE when the chip is known
 */
gboolean
glow_flash_session_connect (GlowFlashSession *self, GError **error)
{
  return connect_board (self, error) && identify (self, error);
}

static GlowStub *
find_stub (GlowFlashSession *self)
{
  const char *name = glow_chip_get_stub_name (self->info);
  g_autoptr (GError) local_error = NULL;
  GlowStub *stub;

  if (!name) {
    glow_flash_session_log (self, "This chip takes no stub as it is");
    return NULL;
  }
  stub = glow_stub_find (name, &local_error);
  if (!stub)
    glow_flash_session_note (self, "Without a stub, by the slower ROM loader: %s",
                             local_error->message);
  return stub;
}

/* A stub may set the UART anew to the rate that ROMs start with. */
static gboolean
run_stub (GlowFlashSession *self, const GlowStub *stub, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean synced = FALSE;

  if (glow_loader_run_stub (self->loader, stub, &local_error))
    return TRUE;
  if (g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_STUB) &&
      glow_loader_get_baud (self->loader) > GLOW_LOADER_ROM_BAUD) {
    if (!glow_loader_set_line_baud (self->loader, GLOW_LOADER_ROM_BAUD, error) ||
        !glow_loader_try_sync (self->loader, &synced, error))
      return FALSE;
    if (synced && glow_loader_is_stub (self->loader))
      return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
start_stub (GlowFlashSession *self, GError **error)
{
  g_autoptr (GlowStub) stub = NULL;

  if (glow_loader_is_stub (self->loader) ||
      glow_flash_plan_get_options (self->plan)->no_stub)
    return TRUE;
  stub = find_stub (self);
  if (!stub)
    return TRUE;
  glow_flash_session_log (self, "Loading the stub");
  return run_stub (self, stub, error);
}

/* where the ROM can, before the stub is loaded: that goes faster, too */
static gboolean
prepare_loader (GlowFlashSession *self, GError **error)
{
  glow_flash_session_start_phase (self, GLOW_PHASE_STUB, 0);
  if (!glow_loader_is_stub (self->loader) &&
      (self->info->chip->flags & GLOW_CHIP_ROM_BAUD) &&
      !glow_flash_session_raise_baud (self, error))
    return FALSE;
  if (!start_stub (self, error))
    return FALSE;
  glow_flash_session_start_phase (self, GLOW_PHASE_SPEED, 0);
  return glow_flash_session_raise_baud (self, error);
}

/* A ROM that can't read its flash needs a stub to tell what is in it. */
static gboolean
prepare_to_look (GlowFlashSession *self, GError **error)
{
  if ((self->info->chip->flags & GLOW_CHIP_ROM_READ) || self->info->secure_download)
    return TRUE;
  glow_flash_session_start_phase (self, GLOW_PHASE_STUB, 0);
  return start_stub (self, error);
}

/* in secure download mode the flash can't be asked */
static void
assume_flash_size (GlowFlashSession *self)
{
  guint32 given = glow_flash_plan_get_options (self->plan)->flash_size;
  g_autofree char *text = NULL;

  if (self->info->flash_size > 0)
    return;
  self->info->flash_size = given > 0 ? given : DEFAULT_FLASH_SIZE;
  text = glow_format_size (self->info->flash_size);
  glow_flash_session_note (self, "The flash does not say its size (id 0x%06x): %s %s",
                           self->info->flash_id, text,
                           given > 0 ? "as given" : "assumed");
}

static void
log_flash (GlowFlashSession *self)
{
  const char *maker = glow_chip_info_get_flash_maker (self->info);
  g_autofree char *size = glow_format_size (self->info->flash_size);

  glow_flash_session_log (self, "Flash: %s, %s (id 0x%06x)",
                          maker ? maker : "unknown maker", size, self->info->flash_id);
}

static gboolean
attach_flash (GlowFlashSession *self, GError **error)
{
  if (!glow_chip_power_flash (self->info, self->loader, error) ||
      !glow_spi_flash_attach (self->loader, self->info, error) ||
      (!self->info->secure_download &&
       !glow_spi_flash_identify (self->loader, self->info, error)))
    return FALSE;
  assume_flash_size (self);
  log_flash (self);
  if (!glow_loader_is_stub (self->loader) &&
      !(self->info->chip->flags & GLOW_CHIP_ROM_ATTACH))
    return TRUE;
  return glow_loader_set_flash_size (self->loader, (guint32) self->info->flash_size,
                                     error);
}

/**
 * glow_flash_session_open:
 * @self: a session with its borrowed fields set; @self->max_baud limits the rate
 * @error: whatever kept the board from answering
 *
 * Opens the port, gets the board into its bootloader, identifies it, starts the stub,
 * raises the rate and attaches the flash. Nothing in flash is changed.
 *
 * Returns: %TRUE when data may be moved
 */
gboolean
glow_flash_session_open (GlowFlashSession *self, GError **error)
{
  GlowTarget *target = glow_flash_plan_get_target (self->plan);

  self->transport = glow_target_open (target, self->cancellable, error);
  if (!self->transport)
    return FALSE;
  self->usb = glow_target_get_usb (target);
  self->came_back = FALSE;
  return glow_flash_session_start (self, error);
}

/**
 * glow_flash_session_start:
 * @self: a session whose transport has just been opened
 * @error: whatever kept the board from answering
 *
 * The rest of glow_flash_session_open(); also after the port has come back.
 *
 * Returns: %TRUE when data may be moved
 */
gboolean
glow_flash_session_start (GlowFlashSession *self, GError **error)
{
  glow_flash_session_use_transport (self);
  glow_flash_session_start_phase (self, GLOW_PHASE_CONNECT, 0);
  if (!glow_flash_session_follow (self, error))
    return FALSE;
  return glow_flash_session_resume (self, error);
}

/**
 * glow_flash_session_resume:
 * @self: a session whose chip is known and whose loader answers
 * @error: the loader's
 *
 * The rest of glow_flash_session_open(); also after trouble, once the loader was found
 * again.
 *
 * Returns: %TRUE when data may be moved
 */
gboolean
glow_flash_session_resume (GlowFlashSession *self, GError **error)
{
  gboolean identify_only =
    glow_flash_plan_get_operation (self->plan) == GLOW_OPERATION_IDENTIFY;

  if (identify_only ? !prepare_to_look (self, error) : !prepare_loader (self, error))
    return FALSE;
  if (!attach_flash (self, error))
    return FALSE;
  self->result->baud = glow_loader_get_baud (self->loader);
  self->result->used_stub = glow_loader_is_stub (self->loader);
  g_clear_pointer (&self->result->info, glow_chip_info_free);
  self->result->info = glow_chip_info_copy (self->info);
  return TRUE;
}

/**
 * glow_flash_session_close:
 *
 * Gives the port back and forgets the board. The session may be opened again.
 */
void
glow_flash_session_close (GlowFlashSession *self)
{
  if (self->transport)
    glow_transport_close (self->transport);
  g_clear_object (&self->loader);
  g_clear_object (&self->transport);
  g_clear_pointer (&self->info, glow_chip_info_free);
}

/**
 * glow_flash_session_park:
 *
 * Leaves the port open, for whoever wants to hear the board next.
 */
void
glow_flash_session_park (GlowFlashSession *self)
{
  GlowTarget *target = glow_flash_plan_get_target (self->plan);

  g_clear_object (&self->loader);
  if (self->transport)
    glow_target_park (target, g_steal_pointer (&self->transport));
}
