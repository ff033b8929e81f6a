/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-crypt.h"
#include "glow-board-event.h"

#include <string.h>

/* After the reset pin has risen; orders of magnitude of real boards. */
#define ROM_LOG_US      10000  /* the ROM's first line */
#define BOOT_LOG_US     40000  /* second stage */
#define APP_LOG_US      300000 /* application */
#define RETRY_US        400000 /* watchdog, when there is nothing to run */
#define GIVE_UP_US      120000 /* second stage, when there is nothing to run */
#define REBOOT_US       40000  /* application, after it has panicked */
#define SECOND_LOG_BAUD 115200u

typedef enum {
  EVENT_TEXT,
  EVENT_LOADER, /* text, then the ROM's loader waits */
  EVENT_APP,    /* text, then the application runs */
  EVENT_RETRY,
} EventKind;

typedef struct {
  EventKind kind;
  gint64 at_us;
  guint baud; /* of the text */
  char *text; /* owned, nullable */
} GlowBoardEvent;

static void
event_free (gpointer data)
{
  GlowBoardEvent *event = data;

  g_free (event->text);
  g_free (event);
}

/* Takes @text. Events are planned in the order of their times. */
static void
plan (GlowBoard *self, EventKind kind, gint64 at_us, guint baud, char *text)
{
  GlowBoardEvent *event = g_new0 (GlowBoardEvent, 1);

  event->kind = kind;
  event->at_us = at_us;
  event->baud = baud;
  event->text = text;
  g_queue_push_tail (&self->events, event);
}

/**
 * glow_board_clear_events:
 *
 * Forgets what was planned.
 */
void
glow_board_clear_events (GlowBoard *self)
{
  g_queue_clear_full (&self->events, event_free);
}

/* protocol.md 2.4 */
static gboolean
is_mute (GlowBoard *self)
{
  return self->traits.secure_download;
}

/**
 * glow_board_plan_download:
 * @at_us: when the chip started
 *
 * The ROM says that it waits, and then its loader does.
 */
void
glow_board_plan_download (GlowBoard *self, gint64 at_us)
{
  plan (self, EVENT_LOADER, at_us + ROM_LOG_US, self->chip->log_baud,
        is_mute (self)
          ? NULL
          : g_strconcat (self->chip->rom_name, self->chip->download_text, NULL));
}

static void
plan_logs (GlowBoard *self, GlowBoardCause cause, gint64 at_us)
{
  g_autofree char *banner = glow_board_cause_dup_banner (cause, self->chip);

  plan (self, EVENT_TEXT, at_us + ROM_LOG_US, self->chip->log_baud,
        is_mute (self) ? NULL : g_strconcat (banner, self->boot->rom_log, NULL));
  if (self->boot->boot_log)
    plan (self, EVENT_TEXT, at_us + BOOT_LOG_US, SECOND_LOG_BAUD,
          g_strdup (self->boot->boot_log));
}

/* What the chip sees of its flash is decrypted when it is encrypted. */
static GlowBoardBoot *
look_for_app (GlowBoard *self)
{
  const guint8 *flash = self->flash->mem;
  gsize size = self->flash->size;
  gboolean needs_dual = self->kind && self->kind->needs_dual;
  g_autofree guint8 *plain = NULL;

  if (self->kind && !self->flash->touched)
    return glow_board_boot_new_usual (self->chip, needs_dual);
  if (self->traits.flash_encryption) {
    plain = g_memdup2 (flash, size);
    glow_board_crypt (plain, size, 0);
    flash = plain;
  }
  return glow_board_boot_new (self->chip, flash, size, needs_dual);
}

static const GlowBoardAppKind *
choose_kind (GlowBoard *self)
{
  return self->kind ? self->kind : self->boot->kind;
}

static void
start_app (GlowBoard *self, gint64 at_us, gboolean long_ago)
{
  self->state = GLOW_BOARD_STATE_APP;
  if (self->flash->n_wipes != self->n_wipes)
    glow_board_settings_clear (self->app.settings);
  self->n_wipes = self->flash->n_wipes;
  glow_board_app_start (&self->app, choose_kind (self), self->boot->title, at_us,
                        long_ago);
  self->chip_baud = self->app.baud;
}

/* A bootloader that gives up is quick; an application has said why before. */
static void
plan_retry (GlowBoard *self, gint64 at_us)
{
  gint64 after_us = RETRY_US;

  if (self->boot->cause == GLOW_BOARD_CAUSE_SYSTEM)
    after_us = GIVE_UP_US;
  if (self->boot->app_log) {
    plan (self, EVENT_TEXT, at_us + APP_LOG_US, SECOND_LOG_BAUD,
          g_strdup (self->boot->app_log));
    after_us = APP_LOG_US + REBOOT_US;
  }
  plan (self, EVENT_RETRY, at_us + after_us, SECOND_LOG_BAUD, NULL);
}

/**
 * glow_board_plan_boot:
 * @at_us: when the chip started
 * @cause: why
 * @long_ago: it started before anybody looked, and has long said its lines
 *
 * The chip looks for something to run in its flash.
 */
void
glow_board_plan_boot (GlowBoard *self,
                      gint64 at_us,
                      GlowBoardCause cause,
                      gboolean long_ago)
{
  /* a loop reads the same flash again and again */
  if (!self->boot)
    self->boot = look_for_app (self);
  glow_board_report_boot (self->report, self->boot->booted, self->boot->summary);
  if (self->boot->booted && long_ago) {
    start_app (self, at_us, TRUE);
    return;
  }
  plan_logs (self, cause, at_us);
  if (self->boot->booted)
    plan (self, EVENT_APP, at_us + APP_LOG_US, SECOND_LOG_BAUD,
          choose_kind (self)->log ? g_strdup (self->boot->app_log) : NULL);
  else
    plan_retry (self, at_us);
}

/**
 * glow_board_next_event_us:
 *
 * Returns: when the next event is due, -1 when none is planned
 */
gint64
glow_board_next_event_us (GlowBoard *self)
{
  GlowBoardEvent *event = g_queue_peek_head (&self->events);

  return event ? event->at_us : -1;
}

static void
say (GlowBoard *self, const GlowBoardEvent *event)
{
  self->chip_baud = event->baud;
  if (event->text)
    glow_board_wire_say (&self->wire, (const guint8 *) event->text, strlen (event->text),
                         event->baud, event->at_us);
}

/**
 * glow_board_run_event:
 *
 * Lets the next event happen; there must be one.
 */
void
glow_board_run_event (GlowBoard *self)
{
  GlowBoardEvent *event = g_queue_pop_head (&self->events);

  say (self, event);
  if (event->kind == EVENT_LOADER) {
    self->state = GLOW_BOARD_STATE_ROM;
    glow_board_rom_start (self);
  } else if (event->kind == EVENT_APP) {
    start_app (self, event->at_us, FALSE);
  } else if (event->kind == EVENT_RETRY) {
    self->at_us = event->at_us;
    glow_board_restart_app (self, self->boot->cause);
  }
  event_free (event);
}
