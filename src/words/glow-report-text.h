/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A run as a text for a bug report: what was to be done with what, what was seen, and
 * nothing that is only its owner's: no keys, no names of networks, no home paths, half of
 * each MAC. In English, whatever the language. Any thread. */

#pragma once

#include "glow-flasher.h"
#include "glow-redactor.h"

G_BEGIN_DECLS

/* All borrowed; only the first has to be there. */
typedef struct {
  const char *program;     /* "glowplug-cli" */
  GlowFlashPlan *plan;     /* (nullable) */
  GlowFlashResult *result; /* (nullable): it never came so far */
  const GError *error;     /* (nullable) */
  const char *const *log;  /* (nullable): lines, NULL-terminated */
  const char *const
    *console;             /* (nullable): last lines of the board, as they were shown */
  GlowRedactor *redactor; /* (nullable): secrets that are known */
} GlowReport;

char *glow_report_text_dup (const GlowReport *report);
char *glow_report_text_dup_private (const char *text, GlowRedactor *redactor);

G_END_DECLS
