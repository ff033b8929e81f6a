/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is in a recipe, for those who check values by it and follow it. */

#pragma once

#include "glow-setup-recipe.h"

G_BEGIN_DECLS

/**
 * GlowSetupSend:
 * @line: with {fields}; sent if all of them are set, and always if there are none
 * @fields: a bit per field in @line
 * @reply: (nullable): a line that says it was taken; %NULL: none is waited for
 * @shows: (nullable): its first group is the value as the firmware understood it
 * @refused: (nullable): a line that says no
 * @timeout_us: for @reply
 * @pause_us: after it
 * @is_save: the line makes the settings last
 * @is_restart: the board begins anew with this line
 */
typedef struct {
  char *line;
  guint fields;
  GRegex *reply;
  GRegex *shows;
  GRegex *refused;
  gint64 timeout_us;
  gint64 pause_us;
  gboolean is_save;
  gboolean is_restart;
} GlowSetupSend;

struct _GlowSetupRecipe {
  /* owned */
  char *id;
  char *name;
  char **firmware;
  GRegex *boot; /* (nullable) */
  char *line_end;
  char *echo;      /* (nullable): what stands before a line that is repeated */
  char **quotes;   /* (nullable): pairs of characters */
  char *quoted;    /* (nullable): characters that need quotes around them */
  char *ask;       /* (nullable): a line that changes nothing ... */
  GRegex *known;   /* (nullable): ... and the answer of this firmware */
  GRegex *refused; /* (nullable) */
  char *batch;     /* (nullable): one line for all settings, with {lines} */
  char *separator; /* (nullable): between them */
  char *never[GLOW_SETUP_N_FIELDS]; /* (nullable): characters a field can't have */
  GPtrArray *sends;
  char *address_line;    /* (nullable): asks for the address */
  GRegex *address_reply; /* (nullable): its first group is the address */
  GRegex *trouble;       /* (nullable): its first group is why there is none yet */
  char *url;             /* (nullable): with {address} */

  guint baud;
  guint line_max; /* bytes, without its end */
  gint64 gap_us;
  gint64 address_every_us;
  gint64 address_within_us;
  gboolean trims; /* spaces at the ends of a value get lost */
  GlowSetupField fields[GLOW_SETUP_N_FIELDS];
};

guint glow_setup_template_fields (const char *text, GError **error);

G_END_DECLS
