/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What speaks against one file of the list, in a sentence, and what can be done about it
 * in its row. Main thread. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GlowItemFindingLevel:
 * @GLOW_ITEM_ALLOWED: a refusal that somebody has set aside by a named act
 * @GLOW_ITEM_WARNING: told, but it does not keep the file from being flashed
 * @GLOW_ITEM_REFUSAL: the file is not flashed like this
 */
typedef enum {
  GLOW_ITEM_ALLOWED,
  GLOW_ITEM_WARNING,
  GLOW_ITEM_REFUSAL,
} GlowItemFindingLevel;

typedef struct {
  GlowItemFindingLevel level;
  char *sentence;        /* owned, translated */
  guint overrides;       /* what would set it aside: bits for the plan; 0: nothing */
  gboolean about_offset; /* another offset would solve it */
} GlowItemFinding;

GlowItemFinding *glow_item_finding_new (GlowItemFindingLevel level, const char *sentence);
void glow_item_finding_free (GlowItemFinding *self);
GPtrArray *glow_item_findings_new (void);
gboolean glow_item_findings_equal (GPtrArray *a, GPtrArray *b);

const GlowItemFinding *
glow_item_findings_get_refusal (GPtrArray *findings); /* (nullable): the first */
guint glow_item_findings_get_overrides (GPtrArray *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowItemFinding, glow_item_finding_free)

G_END_DECLS
