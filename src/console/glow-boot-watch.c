/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-boot-watch-private.h"

#include "glow-boot-line.h"

#define DEFAULT_BAUD 115200u
/* µs */
#define BOUNCE_US 300000  /* a reset line that is pulled twice in a row */
#define DEAD_US   100000  /* a crash takes less to be told */
#define PAUSE_US  300000  /* between two things a board says */
#define DOUBT_US  1000000 /* a line a second is enough to tell */

/**
 * glow_boot_watch_new:
 * @setup: copied
 * @now_us: µs of the clock that also goes with the bytes
 *
 * Returns: (transfer full): a watch that has seen nothing
 */
GlowBootWatch *
glow_boot_watch_new (const GlowBootSetup *setup, gint64 now_us)
{
  GlowBootWatch *self = g_new0 (GlowBootWatch, 1);

  self->setup = *setup;
  if (self->setup.rom_baud == 0)
    self->setup.rom_baud = DEFAULT_BAUD;
  self->splitter = glow_line_splitter_new ();
  self->reader = glow_panic_reader_new ();
  self->guess = glow_baud_guess_new (self->setup.rom_baud);
  self->notes = glow_boot_notes_new ();
  self->app_baud = DEFAULT_BAUD;
  self->begin_us = self->now_us = now_us;
  self->start_us = self->banner_us = self->doubt_us = -1;
  self->safe_mode = setup->safe_mode;
  return self;
}

/**
 * glow_boot_watch_free:
 */
void
glow_boot_watch_free (GlowBootWatch *self)
{
  glow_line_splitter_free (self->splitter);
  glow_panic_reader_free (self->reader);
  glow_baud_guess_free (self->guess);
  glow_boot_notes_free (self->notes);
  g_clear_pointer (&self->panic, glow_panic_unref);
  g_free (self->first_line);
  g_free (self);
}

static void
set_stage (GlowBootWatch *self, GlowBootStage stage)
{
  if (self->stage == stage)
    return;
  self->stage = stage;
  self->stage_us = self->now_us;
}

/* What comes after it is heard at another rate; where there is none it does not matter.
 */
static void
use_baud (GlowBootWatch *self, guint baud)
{
  if (!self->setup.has_baud || glow_baud_guess_get_baud (self->guess) == baud)
    return;
  glow_baud_guess_set_baud (self->guess, baud);
  glow_line_splitter_reset (self->splitter);
}

/* Takes over a crash as soon as it is over. */
void
_glow_boot_watch_keep_panic (GlowBootWatch *self)
{
  GlowPanic *panic = glow_panic_reader_take (self->reader);
  guint32 addr;

  if (!panic)
    return;
  /* one that has only begun tells less than the one before */
  if (self->panic && glow_panic_get_pc (self->panic, &addr) &&
      !glow_panic_get_pc (panic, &addr)) {
    glow_panic_unref (panic);
    return;
  }
  g_clear_pointer (&self->panic, glow_panic_unref);
  self->panic = panic;
}

static GlowBootCause
cause_of_reset (GlowBootReset reset)
{
  switch (reset) {
  case GLOW_BOOT_RESET_WATCHDOG:
    return GLOW_BOOT_CAUSE_WATCHDOG;
  case GLOW_BOOT_RESET_BROWNOUT:
    return GLOW_BOOT_CAUSE_BROWNOUT;
  case GLOW_BOOT_RESET_POWER:
    return GLOW_BOOT_CAUSE_POWER;
  case GLOW_BOOT_RESET_SOFTWARE:
    return GLOW_BOOT_CAUSE_SOFTWARE;
  case GLOW_BOOT_RESET_SLEEP:
  case GLOW_BOOT_RESET_UNKNOWN:
  default:
    return GLOW_BOOT_CAUSE_NONE;
  }
}

/* The supply is behind whatever else it leads to. */
static GlowBootCause
cause_of_restart (GlowBootWatch *self, GlowBootReset reset)
{
  if (reset == GLOW_BOOT_RESET_BROWNOUT)
    return GLOW_BOOT_CAUSE_BROWNOUT;
  if (self->fault != GLOW_BOOT_CAUSE_NONE)
    return self->fault;
  if (self->complaint != GLOW_BOOT_CAUSE_NONE)
    return self->complaint;
  return cause_of_reset (reset);
}

static gboolean
is_fault (GlowBootCause cause)
{
  return cause != GLOW_BOOT_CAUSE_NONE && cause != GLOW_BOOT_CAUSE_SOFTWARE &&
         cause != GLOW_BOOT_CAUSE_POWER;
}

static void
count_restart (GlowBootWatch *self, GlowBootReset reset, gint64 at_us)
{
  self->last_cause = cause_of_restart (self, reset);
  self->last_complaint = self->complaint;
  self->last_stage = self->stage;
  self->n_restarts++;
  if (is_fault (self->last_cause))
    self->n_faults++;
  if (self->start_us >= 0)
    self->period_us = at_us - self->start_us;
}

/* Nothing happened between two pulls of the reset line. */
static gboolean
is_bounce (GlowBootWatch *self, gint64 at_us)
{
  return self->start_us >= 0 && at_us - self->start_us < BOUNCE_US &&
         self->stage <= GLOW_BOOT_STAGE_ROM && self->fault == GLOW_BOOT_CAUSE_NONE &&
         self->complaint == GLOW_BOOT_CAUSE_NONE;
}

static void
begin_start (GlowBootWatch *self, GlowBootReset reset, gint64 at_us)
{
  _glow_boot_watch_keep_panic (self);
  if (reset == GLOW_BOOT_RESET_SLEEP)
    self->slept = TRUE;
  else if ((self->start_us >= 0 || self->stage >= GLOW_BOOT_STAGE_HANDOVER) &&
           !is_bounce (self, at_us))
    count_restart (self, reset, at_us);
  self->awaits_rom = FALSE;
  self->banner_us = -1;
  self->start_us = at_us;
  self->hint = self->fault = self->complaint = GLOW_BOOT_CAUSE_NONE;
  self->stage = GLOW_BOOT_STAGE_NOTHING;
  set_stage (self, GLOW_BOOT_STAGE_ROM);
}

static void
take_reset (GlowBootWatch *self, const GlowBootLine *line)
{
  begin_start (self, line->reset, self->banner_us >= 0 ? self->banner_us : self->now_us);
  if (line->download)
    set_stage (self, GLOW_BOOT_STAGE_DOWNLOAD);
}

/* ROMs that don't say why they start */
static void
end_banner (GlowBootWatch *self)
{
  if (self->banner_us >= 0)
    begin_start (self, GLOW_BOOT_RESET_UNKNOWN, self->banner_us);
}

/* The ROM was nothing but garbage at the application's rate, and then it says again what
 * it said first: it has started again. */
static void
infer_repetition (GlowBootWatch *self, const char *text)
{
  if (self->had_garbage && self->stage == GLOW_BOOT_STAGE_APP &&
      g_strcmp0 (self->first_line, text) == 0)
    begin_start (self, GLOW_BOOT_RESET_UNKNOWN, self->now_us);
}

static void
take_app (GlowBootWatch *self, const char *text, const char *app_name)
{
  infer_repetition (self, text);
  if (app_name)
    self->app_name = app_name;
  if (self->stage != GLOW_BOOT_STAGE_APP) {
    g_free (self->first_line);
    self->first_line = g_strdup (text);
    self->had_garbage = FALSE;
  }
  self->talk_us = self->now_us;
  self->complaint = GLOW_BOOT_CAUSE_NONE;
  self->app_baud = glow_baud_guess_get_baud (self->guess);
  set_stage (self, GLOW_BOOT_STAGE_APP);
}

/* What is behind a crash was said before it. */
static void
take_fault (GlowBootWatch *self, GlowBootCause cause)
{
  if (self->fault == GLOW_BOOT_CAUSE_NONE || self->fault == GLOW_BOOT_CAUSE_PANIC ||
      cause == GLOW_BOOT_CAUSE_FLASH_SIZE)
    self->fault = cause;
}

static void
take_complaint (GlowBootWatch *self, GlowBootCause cause)
{
  if (self->complaint != GLOW_BOOT_CAUSE_NONE)
    return;
  self->complaint = cause;
  self->complaint_us = self->now_us;
}

static void
take_panic (GlowBootWatch *self)
{
  gboolean watchdog;

  _glow_boot_watch_keep_panic (self);
  watchdog = self->panic && glow_panic_get_kind (self->panic) == GLOW_PANIC_WATCHDOG;
  if (watchdog)
    take_fault (self, GLOW_BOOT_CAUSE_WATCHDOG);
}

/* Where the ROM was missed, as it may be when it talks at another rate: who crashed and
 * talks again has started again. */
static void
infer_start (GlowBootWatch *self)
{
  if (self->stage == GLOW_BOOT_STAGE_CRASHED && self->now_us - self->stage_us >= DEAD_US)
    begin_start (self, GLOW_BOOT_RESET_UNKNOWN, self->now_us);
}

/* Returns: whether the line is part of a crash. */
static gboolean
read_panic (GlowBootWatch *self, const char *text)
{
  gboolean was_reading = glow_panic_reader_is_reading (self->reader);
  gboolean is_part = glow_panic_reader_feed (self->reader, text);

  if (glow_panic_reader_is_reading (self->reader)) {
    if (!was_reading) {
      infer_start (self);
      take_fault (self, self->hint ? self->hint : GLOW_BOOT_CAUSE_PANIC);
    }
    glow_boot_notes_add_panic (self->notes, text, !was_reading);
    set_stage (self, GLOW_BOOT_STAGE_CRASHED);
  } else if (was_reading) {
    take_panic (self);
    self->awaits_rom = TRUE;
  }
  return is_part;
}

/* Nobody's that is known: text of an application, if it is text, and can be one's. */
static void
take_unknown (GlowBootWatch *self, const char *text)
{
  if (!glow_boot_notes_is_text (text))
    return;
  if (self->stage != GLOW_BOOT_STAGE_NOTHING && self->stage < GLOW_BOOT_STAGE_HANDOVER)
    return;
  if (self->stage == GLOW_BOOT_STAGE_CRASHED)
    return;
  if (self->stage != GLOW_BOOT_STAGE_APP)
    glow_boot_notes_add_app (self->notes, text);
  take_app (self, text, NULL);
}

static void
take_stage (GlowBootWatch *self, const GlowBootLine *line)
{
  switch (line->kind) {
  case GLOW_BOOT_LINE_ROM:
    if (self->stage == GLOW_BOOT_STAGE_NOTHING)
      set_stage (self, GLOW_BOOT_STAGE_ROM);
    break;
  case GLOW_BOOT_LINE_DOWNLOAD:
    set_stage (self, GLOW_BOOT_STAGE_DOWNLOAD);
    break;
  case GLOW_BOOT_LINE_HANDOVER:
    if (self->stage >= GLOW_BOOT_STAGE_HANDOVER)
      begin_start (self, GLOW_BOOT_RESET_UNKNOWN, self->now_us);
    set_stage (self, GLOW_BOOT_STAGE_HANDOVER);
    use_baud (self, self->app_baud);
    break;
  case GLOW_BOOT_LINE_LOADER:
    if (self->stage < GLOW_BOOT_STAGE_LOADER)
      set_stage (self, GLOW_BOOT_STAGE_LOADER);
    break;
  case GLOW_BOOT_LINE_LOADED:
    self->complaint = GLOW_BOOT_CAUSE_NONE;
    set_stage (self, GLOW_BOOT_STAGE_LOADED);
    break;
  case GLOW_BOOT_LINE_UNKNOWN:
  case GLOW_BOOT_LINE_BANNER:
  case GLOW_BOOT_LINE_RESET:
  case GLOW_BOOT_LINE_APP:
  case GLOW_BOOT_LINE_COMPLAINT:
  case GLOW_BOOT_LINE_FAULT:
  default:
    break;
  }
}

static void
take_kind (GlowBootWatch *self, const char *text, const GlowBootLine *line)
{
  switch (line->kind) {
  case GLOW_BOOT_LINE_RESET:
    take_reset (self, line);
    break;
  case GLOW_BOOT_LINE_BANNER:
    self->banner_us = self->now_us;
    break;
  case GLOW_BOOT_LINE_APP:
    if (line->app_name)
      infer_start (self);
    if (self->stage != GLOW_BOOT_STAGE_CRASHED)
      take_app (self, text, line->app_name);
    break;
  case GLOW_BOOT_LINE_COMPLAINT:
    take_complaint (self, line->cause);
    break;
  case GLOW_BOOT_LINE_FAULT:
    take_fault (self, line->cause);
    break;
  case GLOW_BOOT_LINE_UNKNOWN:
    take_unknown (self, text);
    break;
  case GLOW_BOOT_LINE_ROM:
  case GLOW_BOOT_LINE_DOWNLOAD:
  case GLOW_BOOT_LINE_HANDOVER:
  case GLOW_BOOT_LINE_LOADER:
  case GLOW_BOOT_LINE_LOADED:
  default:
    take_stage (self, line);
  }
}

static void
note (GlowBootWatch *self, const char *text, const GlowBootLine *line)
{
  if (line->kind == GLOW_BOOT_LINE_UNKNOWN || line->kind == GLOW_BOOT_LINE_ROM ||
      line->kind == GLOW_BOOT_LINE_LOADER || line->kind == GLOW_BOOT_LINE_HANDOVER)
    return;
  if (line->kind == GLOW_BOOT_LINE_APP)
    glow_boot_notes_add_app (self->notes, text);
  else
    glow_boot_notes_add (self->notes, text);
}

static void
line_cb (const char *text, gsize len, gpointer user_data)
{
  GlowBootWatch *self = user_data;
  GlowBootLine line;

  if (read_panic (self, text)) {
    self->n_lines++;
    self->baud = glow_baud_guess_get_baud (self->guess);
    return;
  }
  glow_boot_line_read (text, &line);
  if (line.kind != GLOW_BOOT_LINE_UNKNOWN || glow_boot_notes_is_text (text)) {
    self->n_lines++;
    self->baud = glow_baud_guess_get_baud (self->guess);
  }
  self->safe_mode |= line.safe_mode;
  if (line.kind != GLOW_BOOT_LINE_BANNER && line.kind != GLOW_BOOT_LINE_ROM &&
      line.kind != GLOW_BOOT_LINE_RESET)
    end_banner (self);
  note (self, text, &line);
  take_kind (self, text, &line);
  if (line.cause != GLOW_BOOT_CAUSE_NONE)
    self->hint = line.cause;
}

/* Nobody knows what happened meanwhile: its life counts from here.
 * At a rate that was right until now it is the ROM that starts anew; else the next rate
 * is tried. */
static void
leave_garbage (GlowBootWatch *self)
{
  guint baud = glow_baud_guess_get_baud (self->guess);

  glow_line_splitter_reset (self->splitter);
  self->doubt_us = -1;
  self->had_garbage = TRUE;
  self->stage_us = self->now_us;
  if (glow_baud_guess_was_text (self->guess) && baud != self->setup.rom_baud)
    glow_baud_guess_set_baud (self->guess, self->setup.rom_baud);
  else
    glow_baud_guess_next (self->guess);
}

/* A rate at which next to nothing comes, and that no text, is given up as well. */
static void
doubt (GlowBootWatch *self)
{
  if (!self->setup.has_baud || !glow_baud_guess_is_doubtful (self->guess))
    self->doubt_us = -1;
  else if (self->doubt_us < 0)
    self->doubt_us = self->now_us;
  else if (self->now_us - self->doubt_us >= DOUBT_US)
    leave_garbage (self);
}

/**
 * glow_boot_watch_feed:
 * @data: (array length=len): what came at the rate of glow_boot_watch_get_baud(), cut
 * anywhere
 * @len: its length in bytes
 * @now_us: when, in µs; never before the last time
 *
 * Where the rate was changed meanwhile, what had come before is to be left out.
 */
void
glow_boot_watch_feed (GlowBootWatch *self, const guint8 *data, gsize len, gint64 now_us)
{
  guint baud = glow_baud_guess_get_baud (self->guess);

  self->now_us = now_us;
  if (len > 0 && now_us - self->byte_us >= PAUSE_US)
    glow_baud_guess_note_pause (self->guess);
  if (len > 0)
    self->byte_us = now_us;
  for (gsize i = 0; i < len && glow_baud_guess_get_baud (self->guess) == baud; i++) {
    self->n_bytes = MIN (self->n_bytes + 1, GLOW_BOOT_FEW_BYTES + 1);
    if (self->awaits_rom && !g_ascii_isprint (data[i]) && !g_ascii_isspace (data[i])) {
      self->awaits_rom = FALSE;
      use_baud (self, self->setup.rom_baud);
      continue;
    }
    glow_baud_guess_feed (self->guess, data + i, 1);
    glow_line_splitter_feed (self->splitter, data + i, 1, line_cb, self);
    if (self->setup.has_baud &&
        glow_baud_guess_get_fit (self->guess) == GLOW_BAUD_GARBAGE)
      leave_garbage (self);
  }
  doubt (self);
}

/**
 * glow_boot_watch_advance:
 * @now_us: it is so late, and nothing came
 */
void
glow_boot_watch_advance (GlowBootWatch *self, gint64 now_us)
{
  self->now_us = now_us;
  doubt (self);
}

/**
 * glow_boot_watch_note_port_gone:
 *
 * The port went away and did not come back.
 */
void
glow_boot_watch_note_port_gone (GlowBootWatch *self)
{
  self->port_gone = TRUE;
}

/**
 * glow_boot_watch_get_baud:
 *
 * Returns: the rate to listen at from now on
 */
guint
glow_boot_watch_get_baud (GlowBootWatch *self)
{
  return glow_baud_guess_get_baud (self->guess);
}
