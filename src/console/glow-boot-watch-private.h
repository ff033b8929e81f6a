/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a watch has seen so far; glow-boot-verdict.c says what it means. */

#pragma once

#include "glow-baud-guess.h"
#include "glow-boot-notes.h"
#include "glow-boot-watch.h"
#include "glow-line-splitter.h"

G_BEGIN_DECLS

#define GLOW_BOOT_FEW_BYTES 8u /* a line that changes its level makes some */

/* How far the current start came; in order. */
typedef enum {
  GLOW_BOOT_STAGE_NOTHING,
  GLOW_BOOT_STAGE_ROM,
  GLOW_BOOT_STAGE_DOWNLOAD,
  GLOW_BOOT_STAGE_HANDOVER, /* the ROM jumped to what it had loaded */
  GLOW_BOOT_STAGE_LOADER,
  GLOW_BOOT_STAGE_LOADED, /* the bootloader has an application */
  GLOW_BOOT_STAGE_APP,
  GLOW_BOOT_STAGE_CRASHED,
} GlowBootStage;

struct _GlowBootWatch {
  /* owned */
  GlowLineSplitter *splitter;
  GlowPanicReader *reader;
  GlowBaudGuess *guess;
  GlowBootNotes *notes;
  GlowPanic *panic; /* (nullable): the last one that is over */
  char *first_line; /* (nullable): of the application that started last */

  GlowBootSetup setup;
  gint64 begin_us;
  gint64 now_us;
  guint n_bytes;
  guint n_lines;   /* that could be read */
  guint baud;      /* of the last of them */
  gint64 byte_us;  /* when the last one came */
  gint64 doubt_us; /* when what comes at this rate began to look like garbage; -1: no */
  guint app_baud;  /* where an application was read, or may be */
  const char *app_name;
  gboolean safe_mode;
  gboolean slept;
  gboolean port_gone;
  gboolean had_garbage; /* since its first line: the ROM, at another rate */
  gboolean awaits_rom;  /* after a crash: the next byte that is no text is the ROM's */

  /* the current start */
  GlowBootStage stage;
  gint64 stage_us;
  gint64 talk_us;     /* of the application's last line */
  gint64 start_us;    /* -1: none was heard */
  gint64 banner_us;   /* -1: none without its reset line */
  GlowBootCause hint; /* why it may crash */
  GlowBootCause fault;
  GlowBootCause complaint;
  gint64 complaint_us;

  /* the starts before */
  guint n_restarts;
  guint n_faults;
  gint64 period_us;
  GlowBootStage last_stage;
  GlowBootCause last_cause;
  GlowBootCause last_complaint;
};

void _glow_boot_watch_keep_panic (GlowBootWatch *self);

G_END_DECLS
