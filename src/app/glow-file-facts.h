/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Everything that is known of a file, as names and values in sections: for the details
 * view, and as text. Main thread. */

#pragma once

#include "glow-file-item.h"

G_BEGIN_DECLS

/**
 * GlowFactMark:
 * @GLOW_FACT_PLAIN: a value
 * @GLOW_FACT_RIGHT: checked, and right
 * @GLOW_FACT_WRONG: checked, and wrong
 */
typedef enum {
  GLOW_FACT_PLAIN,
  GLOW_FACT_RIGHT,
  GLOW_FACT_WARNED,
  GLOW_FACT_WRONG,
} GlowFactMark;

typedef struct {
  char *name;  /* owned, translated */
  char *value; /* owned, translated */
  GlowFactMark mark;
} GlowFact;

typedef struct {
  char *title;      /* owned, translated */
  char *subtitle;   /* owned (nullable) */
  GPtrArray *facts; /* owned, of GlowFact */
} GlowFactSection;

GPtrArray *glow_file_facts_new (GlowFileItem *item); /* of GlowFactSection */
char *glow_file_facts_dup_text (GPtrArray *sections);

GlowFactSection *
glow_fact_section_add (GPtrArray *sections, const char *title, const char *subtitle);
void glow_fact_add (GlowFactSection *section, const char *name, const char *value);
void glow_fact_add_marked (GlowFactSection *section,
                           const char *name,
                           const char *value,
                           GlowFactMark mark);

G_END_DECLS
