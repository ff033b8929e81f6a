/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-boot.h"

#include "glow-boot-listen.h"
#include "glow-chip-table.h"
#include "glow-error.h"
#include "glow-flash-check.h"
#include "glow-loader.h"

#define IMAGE_MAGIC         0xe9 /* protocol.md 5.1 */
#define MODE_DIO            2    /* protocol.md 3.10; 3 is DOUT */
#define MAX_RETURNS         3    /* of a port that goes away while it is listened to */

#define ESP8266_CRYSTAL_MHZ 26 /* the usual one */
#define ROM_CRYSTAL_MHZ     40 /* with which its log is at 115200 baud; protocol.md 2.4 */

/* One listening. */
typedef struct {
  GlowFlashSession *session; /* borrowed */
  GlowBootWatch *watch;      /* owned */
  GCancellable *stop;        /* owned: the run is cancelled, or this phase is skipped */
  gint64 start_us;
  gint64 until_us;
} Listening;

/**
 * glow_flash_boot_note_parts:
 * @parts: (element-type GlowFlashPart): what is written
 *
 * Remembers what the ROM will find at the place of the bootloader.
 */
void
glow_flash_boot_note_parts (GlowFlashSession *session, GPtrArray *parts)
{
  guint32 offset = session->info->chip->bootloader_offset;

  session->wrote_header = FALSE;
  for (guint i = 0; i < parts->len; i++) {
    const GlowFlashPart *part = g_ptr_array_index (parts, i);
    gsize size;
    const guint8 *data = g_bytes_get_data (part->content, &size);

    if (offset < part->offset || offset - part->offset + 4 > size)
      continue;
    data += offset - part->offset;
    session->wrote_header = data[0] == IMAGE_MAGIC;
    session->header_is_safe = data[2] == MODE_DIO || data[2] == MODE_DIO + 1;
  }
}

/**
 * glow_flash_boot_is_wanted:
 *
 * Returns: %TRUE if the plan asks for it, and the board is meant to start
 */
gboolean
glow_flash_boot_is_wanted (GlowFlashSession *session)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (session->plan);

  return options->boot_time_s > 0 && options->after != GLOW_AFTER_NO_RESET &&
         glow_flash_plan_get_operation (session->plan) == GLOW_OPERATION_FLASH;
}

/* The logs of the ESP8266's and of newer ROMs are meant for a crystal of 40 MHz. */
static guint
rom_baud (GlowFlashSession *session)
{
  const GlowChipInfo *info = session->info;
  guint crystal_mhz = info->crystal_mhz;

  if (info->chip->id == GLOW_CHIP_ESP8266 && crystal_mhz == 0)
    crystal_mhz = ESP8266_CRYSTAL_MHZ;
  if (crystal_mhz == 0 || (info->chip->id != GLOW_CHIP_ESP8266 &&
                           !(info->chip->flags & GLOW_CHIP_BAUD_BY_CRYSTAL)))
    return GLOW_LOADER_ROM_BAUD;
  return GLOW_LOADER_ROM_BAUD * crystal_mhz /
         (info->chip->rom_crystal_mhz > 0 ? info->chip->rom_crystal_mhz
                                          : ROM_CRYSTAL_MHZ);
}

static gboolean
set_rate (GlowTransport *transport, guint baud, GError **error)
{
  return !(glow_transport_get_flags (transport) & GLOW_TRANSPORT_HAS_BAUD) ||
         glow_transport_set_baud (transport, baud, error);
}

/**
 * glow_flash_boot_prepare:
 *
 * Right before the board starts: its first lines come at the ROM's rate, and what the
 * loader said is not among them.
 */
void
glow_flash_boot_prepare (GlowFlashSession *session)
{
  g_autoptr (GError) error = NULL;

  if (!glow_flash_boot_is_wanted (session))
    return;
  if (!set_rate (session->transport, rom_baud (session), &error) ||
      !glow_transport_discard_input (session->transport, &error))
    g_info ("%s", error->message);
}

static void
tick_cb (gint64 now_us, gpointer user_data)
{
  Listening *self = user_data;
  GlowFlashSession *session = self->session;

  glow_progress_set_time (&session->progress,
                          (double) (now_us - self->start_us) / G_USEC_PER_SEC,
                          (double) (self->until_us - now_us) / G_USEC_PER_SEC);
  glow_flash_session_report (session);
}

/* A chip's own USB port goes away at a reset, and may come back under another name. */
static gboolean
follow_port (Listening *self, GError **error)
{
  GlowFlashSession *session = self->session;
  GlowTarget *target = glow_flash_plan_get_target (session->plan);

  glow_flash_session_log (session, "The port went away: waiting for it to come back");
  session->progress.state.waits_for_port = TRUE;
  glow_flash_session_report (session);
  glow_transport_close (session->transport);
  g_clear_object (&session->loader);
  g_clear_object (&session->transport);
  session->transport = glow_target_reopen (target, self->stop, error);
  session->progress.state.waits_for_port = FALSE;
  return session->transport &&
         set_rate (session->transport, glow_boot_watch_get_baud (self->watch), error);
}

static gboolean
may_follow (Listening *self, const GError *error, guint n_returns)
{
  return n_returns < MAX_RETURNS &&
         g_error_matches (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE) &&
         glow_target_has_finder (glow_flash_plan_get_target (self->session->plan));
}

/* Whatever ends it, the board is flashed: no trouble here is one of the run. */
static GlowBootEnd
listen_to_it (Listening *self)
{
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;

    if (glow_boot_listen (self->session->transport, self->watch, self->until_us, tick_cb,
                          self, self->stop, &error))
      return glow_boot_watch_is_decided (self->watch) ? GLOW_BOOT_END_DECIDED
                                                      : GLOW_BOOT_END_TIME;
    if (may_follow (self, error, i)) {
      g_clear_error (&error);
      if (follow_port (self, &error))
        continue;
    }
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return GLOW_BOOT_END_SKIPPED;
    glow_flash_session_log (self->session, "%s", error->message);
    glow_boot_watch_note_port_gone (self->watch);
    return GLOW_BOOT_END_TIME;
  }
}

static const char *
name_of (GType type, gint value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

static void
log_report (GlowFlashSession *session, GlowBootReport *report)
{
  GlowBootVerdict verdict = glow_boot_report_get_verdict (report);
  GlowBootCause cause = glow_boot_report_get_cause (report);
  const char *const *lines = glow_boot_report_get_lines (report);

  for (guint i = 0; lines[i]; i++)
    glow_flash_session_log (session, "  %s", lines[i]);
  glow_flash_session_log (session, "Start: %s, cause: %s",
                          name_of (GLOW_TYPE_BOOT_VERDICT, (gint) verdict),
                          name_of (GLOW_TYPE_BOOT_CAUSE, (gint) cause));
  if (glow_boot_report_get_panic (report)) {
    g_autofree char *text = glow_panic_dup_text (glow_boot_report_get_panic (report));

    glow_flash_session_log (session, "Crash: %s", text);
  }
}

static GlowBootWatch *
new_watch (GlowFlashSession *session)
{
  GlowBootSetup setup = { .rom_baud = rom_baud (session),
                          .was_reset = !session->result->left_in_loader,
                          .safe_mode = session->wrote_header && session->header_is_safe,
                          .good_bootloader =
                            session->wrote_header &&
                            session->result->verified == GLOW_VERDICT_YES };

  setup.has_baud =
    (glow_transport_get_flags (session->transport) & GLOW_TRANSPORT_HAS_BAUD) != 0;
  return glow_boot_watch_new (&setup, glow_transport_now (session->transport));
}

static void
stop_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Two ways to end it, one to wait for. */
static GlowBootEnd
listen_until_stopped (Listening *self)
{
  GCancellable *cancellable = self->session->cancellable;
  GCancellable *skip = self->session->hooks ? self->session->hooks->skip_boot : NULL;
  gulong cancel_id = 0;
  gulong skip_id = 0;
  GlowBootEnd end;

  if (cancellable)
    cancel_id =
      g_cancellable_connect (cancellable, G_CALLBACK (stop_cb), self->stop, NULL);
  if (skip)
    skip_id = g_cancellable_connect (skip, G_CALLBACK (stop_cb), self->stop, NULL);
  end = listen_to_it (self);
  g_cancellable_disconnect (cancellable, cancel_id);
  g_cancellable_disconnect (skip, skip_id);
  return end;
}

/* somebody pressed RESET meanwhile */
static void
note_reset_by_hand (GlowFlashSession *session, GlowBootReport *report)
{
  GlowBootVerdict verdict = glow_boot_report_get_verdict (report);

  if (verdict == GLOW_BOOT_BOOTED || verdict == GLOW_BOOT_RESTARTS ||
      verdict == GLOW_BOOT_STOPPED)
    session->result->left_in_loader = FALSE;
}

/**
 * glow_flash_boot_watch:
 * @session: a session that has just left the bootloader
 *
 * Listens for as long as the plan allows, until there is a verdict or somebody skips or
 * cancels it; the run has succeeded by then, and nothing here changes that.
 */
void
glow_flash_boot_watch (GlowFlashSession *session)
{
  Listening self = { .session = session };
  guint time_s = glow_flash_plan_get_options (session->plan)->boot_time_s;
  GlowBootReport *report;

  if (!glow_flash_boot_is_wanted (session))
    return;
  session->progress.state.asks_for_reset = session->result->left_in_loader;
  glow_flash_session_start_phase (session, GLOW_PHASE_BOOT, 0);
  glow_flash_session_log (session, "Watching the board start, for %u s at most", time_s);
  self.watch = new_watch (session);
  self.stop = g_cancellable_new ();
  self.start_us = glow_transport_now (session->transport);
  self.until_us = self.start_us + (gint64) time_s * G_USEC_PER_SEC;
  report = glow_boot_watch_create_report (self.watch, listen_until_stopped (&self));
  session->progress.state.asks_for_reset = FALSE;
  log_report (session, report);
  note_reset_by_hand (session, report);
  g_clear_pointer (&session->result->boot, glow_boot_report_unref);
  session->result->boot = report;
  glow_boot_watch_free (self.watch);
  g_object_unref (self.stop);
}
