/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-item-finding.h"

/**
 * glow_item_finding_new:
 * @level: how much it matters
 * @sentence: copied, translated
 *
 * Returns: (transfer full): a finding that nothing sets aside
 */
GlowItemFinding *
glow_item_finding_new (GlowItemFindingLevel level, const char *sentence)
{
  GlowItemFinding *self = g_new0 (GlowItemFinding, 1);

  self->level = level;
  self->sentence = g_strdup (sentence);
  return self;
}

/**
 * glow_item_finding_free:
 * @self: (transfer full): a finding
 */
void
glow_item_finding_free (GlowItemFinding *self)
{
  g_free (self->sentence);
  g_free (self);
}

/**
 * glow_item_findings_new:
 *
 * Returns: (transfer full) (element-type GlowItemFinding): none yet
 */
GPtrArray *
glow_item_findings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) glow_item_finding_free);
}

static gboolean
finding_equal (const GlowItemFinding *a, const GlowItemFinding *b)
{
  return a->level == b->level && a->overrides == b->overrides &&
         a->about_offset == b->about_offset && g_str_equal (a->sentence, b->sentence);
}

/**
 * glow_item_findings_equal:
 * @a: (element-type GlowItemFinding): findings
 * @b: (element-type GlowItemFinding): findings
 *
 * Returns: whether they say the same in the same order
 */
gboolean
glow_item_findings_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (!finding_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  }
  return TRUE;
}

const GlowItemFinding *
glow_item_findings_get_refusal (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    const GlowItemFinding *finding = g_ptr_array_index (findings, i);

    if (finding->level == GLOW_ITEM_REFUSAL)
      return finding;
  }
  return NULL;
}

/**
 * glow_item_findings_get_overrides:
 * @findings: (element-type GlowItemFinding): findings
 *
 * Returns: bits of what would set the refusals aside, as far as anything can
 */
guint
glow_item_findings_get_overrides (GPtrArray *findings)
{
  guint overrides = 0;

  for (guint i = 0; i < findings->len; i++) {
    const GlowItemFinding *finding = g_ptr_array_index (findings, i);

    if (finding->level == GLOW_ITEM_REFUSAL)
      overrides |= finding->overrides;
  }
  return overrides;
}
