/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-crypt.h"
#include "glow-board-event.h"

#include <string.h>

/* After the reset pin has risen; orders of magnitude of real boards. */
#define ROM_LOG_US      10000   /* the ROM's first line */
#define BOOT_LOG_US     40000   /* second stage */
#define APP_LOG_US      300000  /* application */
#define RETRY_US        400000  /* watchdog, when there is nothing to run */
#define HEARTBEAT_US    5000000 /* between two lines of the application */
#define SECOND_LOG_BAUD 115200u

typedef enum {
  EVENT_TEXT,
  EVENT_LOADER, /* text, then the ROM's loader waits */
  EVENT_APP,    /* text, then the application runs */
  EVENT_BEAT,
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
plan_logs (GlowBoard *self, GlowBoardBoot *boot, gint64 at_us)
{
  plan (self, EVENT_TEXT, at_us + ROM_LOG_US, self->chip->log_baud,
        is_mute (self) ? NULL : g_steal_pointer (&boot->rom_log));
  if (boot->boot_log)
    plan (self, EVENT_TEXT, at_us + BOOT_LOG_US, SECOND_LOG_BAUD,
          g_steal_pointer (&boot->boot_log));
}

static void
plan_beat (GlowBoard *self, gint64 at_us)
{
  plan (self, EVENT_BEAT, at_us, SECOND_LOG_BAUD,
        g_strdup_printf ("I (%" G_GINT64_FORMAT ") app: alive\r\n", at_us / 1000));
}

/* What the chip sees of its flash is decrypted when it is encrypted. */
static GlowBoardBoot *
look_for_app (GlowBoard *self, gboolean after_failure)
{
  const guint8 *flash = self->flash->mem;
  gsize size = self->flash->size;
  g_autofree guint8 *plain = NULL;

  if (self->traits.flash_encryption) {
    plain = g_memdup2 (flash, size);
    glow_board_crypt (plain, size, 0);
    flash = plain;
  }
  return glow_board_boot_new (self->chip, flash, size, after_failure);
}

static void
plan_boot (GlowBoard *self, gint64 at_us, gboolean long_ago, gboolean after_failure)
{
  g_autoptr (GlowBoardBoot) boot = look_for_app (self, after_failure);

  glow_board_report_boot (self->report, boot->booted, boot->summary);
  if (boot->booted && long_ago) {
    self->state = GLOW_BOARD_STATE_APP;
    self->chip_baud = SECOND_LOG_BAUD;
    plan_beat (self, at_us + HEARTBEAT_US);
    return;
  }
  plan_logs (self, boot, at_us);
  if (boot->booted)
    plan (self, EVENT_APP, at_us + APP_LOG_US, SECOND_LOG_BAUD,
          g_steal_pointer (&boot->app_log));
  else
    plan (self, EVENT_RETRY, at_us + RETRY_US, SECOND_LOG_BAUD, NULL);
}

/**
 * glow_board_plan_boot:
 * @at_us: when the chip started
 * @long_ago: it started before anybody looked, and has long said its lines
 *
 * The chip looks for something to run in its flash.
 */
void
glow_board_plan_boot (GlowBoard *self, gint64 at_us, gboolean long_ago)
{
  plan_boot (self, at_us, long_ago, FALSE);
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
    glow_board_wire_send (&self->wire, (const guint8 *) event->text, strlen (event->text),
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
  } else if (event->kind == EVENT_APP || event->kind == EVENT_BEAT) {
    self->state = GLOW_BOARD_STATE_APP;
    plan_beat (self, event->at_us + HEARTBEAT_US);
  } else if (event->kind == EVENT_RETRY) {
    plan_boot (self, event->at_us, FALSE, TRUE);
  }
  event_free (event);
}
