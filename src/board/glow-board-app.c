/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#include <string.h>

/* How long an application has been running that was there before anybody looked. */
#define LONG_AGO_US ((gint64) 60 * G_USEC_PER_SEC)

/**
 * glow_board_app_init:
 * @chip: static
 * @traits: (transfer none): of the board
 * @wire: (transfer none): of the board
 *
 * Sets up a board on which nothing runs yet.
 */
void
glow_board_app_init (GlowBoardApp *self,
                     const GlowBoardChip *chip,
                     const GlowBoardTraits *traits,
                     GlowBoardWire *wire)
{
  memset (self, 0, sizeof *self);
  self->settings = glow_board_settings_new ();
  self->chip = chip;
  self->traits = traits;
  self->wire = wire;
}

/**
 * glow_board_app_clear:
 *
 * Ends what runs and frees what it remembers.
 */
void
glow_board_app_clear (GlowBoardApp *self)
{
  glow_board_app_stop (self);
  g_clear_pointer (&self->settings, glow_board_settings_free);
  g_clear_pointer (&self->title, g_free);
}

/* What another firmware has left is of no use to this one. */
static void
own_settings (GlowBoardApp *self)
{
  if (self->owner != self->kind)
    glow_board_settings_clear (self->settings);
  self->owner = self->kind;
}

/* The timer that is due first, GLOW_BOARD_N_TIMERS when none runs. */
static guint
next_timer (const GlowBoardApp *self)
{
  guint next = GLOW_BOARD_N_TIMERS;

  for (guint i = 0; i < GLOW_BOARD_N_TIMERS; i++)
    if ((self->running & (1u << i)) &&
        (next == GLOW_BOARD_N_TIMERS || self->due_us[i] < self->due_us[next]))
      next = i;
  return next;
}

static void
catch_up (GlowBoardApp *self, gint64 until_us)
{
  guint timer;

  self->is_mute = TRUE;
  self->kind->start (self);
  while (!self->is_over && (timer = next_timer (self)) < GLOW_BOARD_N_TIMERS &&
         self->due_us[timer] < until_us)
    glow_board_app_tick (self, until_us);
  self->is_mute = FALSE;
  if (self->is_over)
    self->due_us[GLOW_BOARD_TIMER_OWN] = until_us;
}

/**
 * glow_board_app_start:
 * @kind: (transfer none): static: what runs from now on
 * @title: (nullable): what it calls itself
 * @at_us: the board's clock
 * @long_ago: it has been running for a while
 *
 * An application begins.
 */
void
glow_board_app_start (GlowBoardApp *self,
                      const GlowBoardAppKind *kind,
                      const char *title,
                      gint64 at_us,
                      gboolean long_ago)
{
  glow_board_app_stop (self);
  self->kind = kind;
  g_free (self->title);
  self->title = g_strdup (title);
  own_settings (self);
  self->state = kind->state_size > 0 ? g_malloc0 (kind->state_size) : NULL;
  self->baud = self->baud_wanted ? self->baud_wanted : kind->baud;
  self->start_us = at_us - (long_ago ? LONG_AGO_US : 0);
  self->at_us = self->start_us;
  self->now_us = at_us;
  if (long_ago)
    catch_up (self, at_us);
  else
    kind->start (self);
}

/**
 * glow_board_app_stop:
 *
 * Ends what runs without a word; what it remembers stays.
 */
void
glow_board_app_stop (GlowBoardApp *self)
{
  if (self->kind && self->kind->stop)
    self->kind->stop (self);
  g_clear_pointer (&self->state, g_free);
  self->kind = NULL;
  self->running = 0;
  self->is_over = FALSE;
}

/**
 * glow_board_app_next_us:
 *
 * Returns: when it wants to act by itself, -1 when it waits for input
 */
gint64
glow_board_app_next_us (const GlowBoardApp *self)
{
  guint timer = next_timer (self);

  return self->kind && timer < GLOW_BOARD_N_TIMERS ? self->due_us[timer] : -1;
}

/**
 * glow_board_app_tick:
 * @now_us: what the board is being moved to, maybe much later than this tick
 *
 * The time has come that it asked for.
 */
void
glow_board_app_tick (GlowBoardApp *self, gint64 now_us)
{
  guint timer = next_timer (self);

  self->at_us = self->due_us[timer];
  self->now_us = now_us;
  self->running &= ~(1u << timer);
  self->kind->tick (self, timer);
}

/**
 * glow_board_app_receive:
 * @byte: as a receiver at its rate sees it
 * @at_us: when it has arrived
 *
 * A byte from the host.
 */
void
glow_board_app_receive (GlowBoardApp *self, guint8 byte, gint64 at_us)
{
  self->at_us = at_us;
  if (self->kind && self->kind->receive && !self->is_over)
    self->kind->receive (self, byte);
}

/**
 * glow_board_app_send:
 * @data: (array length=len): bytes
 * @len: how many
 *
 * Sends bytes to the host, at the application's rate.
 */
void
glow_board_app_send (GlowBoardApp *self, const guint8 *data, gsize len)
{
  if (!self->is_mute)
    glow_board_wire_say (self->wire, data, len, self->baud, self->at_us);
}

/**
 * glow_board_app_say:
 * @text: as it goes over the line
 *
 * Sends a text to the host.
 */
void
glow_board_app_say (GlowBoardApp *self, const char *text)
{
  glow_board_app_send (self, (const guint8 *) text, strlen (text));
}

/**
 * glow_board_app_print:
 * @format: as printf() has it
 *
 * Sends a text to the host.
 */
void
glow_board_app_print (GlowBoardApp *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  glow_board_app_say (self, text);
}

/**
 * glow_board_app_set_baud:
 * @baud: bits per second
 *
 * Sets the rate unless somebody asked for one.
 */
void
glow_board_app_set_baud (GlowBoardApp *self, guint baud)
{
  self->baud = self->baud_wanted ? self->baud_wanted : baud;
}

/**
 * glow_board_app_uptime_ms:
 *
 * Returns: how long it has been running
 */
gint64
glow_board_app_uptime_ms (const GlowBoardApp *self)
{
  return (self->at_us - self->start_us) / 1000;
}

/**
 * glow_board_app_spend:
 * @duration_us: how long something takes
 *
 * What it says next in the same call, it says that much later.
 */
void
glow_board_app_spend (GlowBoardApp *self, gint64 duration_us)
{
  self->at_us += duration_us;
}

/**
 * glow_board_app_tick_in:
 * @delay_us: from the time at which it acts
 *
 * Asks its own timer for the next tick, instead of what it was asked for before.
 */
void
glow_board_app_tick_in (GlowBoardApp *self, gint64 delay_us)
{
  glow_board_app_timer_in (self, GLOW_BOARD_TIMER_OWN, delay_us);
}

/**
 * glow_board_app_timer_in:
 * @timer: which one
 * @delay_us: from the time at which it acts
 *
 * Asks a timer for a tick, instead of what it was asked for before.
 */
void
glow_board_app_timer_in (GlowBoardApp *self, guint timer, gint64 delay_us)
{
  self->due_us[timer] = self->at_us + delay_us;
  self->running |= 1u << timer;
}

/**
 * glow_board_app_stop_timer:
 * @timer: which one
 *
 * Forgets what a timer was asked for.
 */
void
glow_board_app_stop_timer (GlowBoardApp *self, guint timer)
{
  self->running &= ~(1u << timer);
}

/**
 * glow_board_app_restart:
 * @cause: what the ROM will say
 *
 * It restarts the chip, now: nothing may be said after that.
 */
void
glow_board_app_restart (GlowBoardApp *self, GlowBoardCause cause)
{
  self->is_over = TRUE;
  self->cause = cause;
  self->running = 0;
  glow_board_app_tick_in (self, 0);
}
