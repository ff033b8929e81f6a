/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-kind.h"

#include "glow-error.h"
#include "glow-setup-check.h"
#include "glow-setup-recipe-private.h"

struct _GlowSetupKind {
  GlowSetupRecipe *recipe; /* owned (nullable): NULL is Improv */
};

/* A packet has 255 bytes: command, length, and two strings with theirs (linux-desktop.md
 * 7.1); 802.11 gives the rest, RFC 1123 that of a name. */
static const GlowSetupField improv_fields[GLOW_SETUP_N_FIELDS] = {
  [GLOW_SETUP_NAME] = { TRUE, FALSE, GLOW_SETUP_UTF8, 0, 253, 0, 0 },
  [GLOW_SETUP_SSID] = { TRUE, FALSE, GLOW_SETUP_UTF8, 0, 32, 0, 0 },
  [GLOW_SETUP_KEY] = { TRUE, FALSE, GLOW_SETUP_UTF8, 8, 64, 0, 0 },
  [GLOW_SETUP_HOSTNAME] = { TRUE, FALSE, GLOW_SETUP_HOST, 0, 253, 0, 0 },
};

G_DEFINE_BOXED_TYPE (GlowSetupKind,
                     glow_setup_kind,
                     glow_setup_kind_ref,
                     glow_setup_kind_unref)

/**
 * glow_setup_kind_new_improv:
 *
 * Returns: (transfer full): Improv Wi-Fi Serial
 */
GlowSetupKind *
glow_setup_kind_new_improv (void)
{
  return g_atomic_rc_box_new0 (GlowSetupKind);
}

/**
 * glow_setup_kind_new_recipe:
 * @recipe: how to talk to the firmware
 *
 * Returns: (transfer full): that firmware's console
 */
GlowSetupKind *
glow_setup_kind_new_recipe (GlowSetupRecipe *recipe)
{
  GlowSetupKind *self = glow_setup_kind_new_improv ();

  self->recipe = glow_setup_recipe_ref (recipe);
  return self;
}

/**
 * glow_setup_kind_ref:
 *
 * Returns: (transfer full): @self
 */
GlowSetupKind *
glow_setup_kind_ref (GlowSetupKind *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
kind_clear (gpointer data)
{
  GlowSetupKind *self = data;

  g_clear_pointer (&self->recipe, glow_setup_recipe_unref);
}

/**
 * glow_setup_kind_unref:
 */
void
glow_setup_kind_unref (GlowSetupKind *self)
{
  g_atomic_rc_box_release_full (self, kind_clear);
}

/**
 * glow_setup_kind_get_id:
 *
 * Returns: (transfer none): "improv", or the id of the recipe
 */
const char *
glow_setup_kind_get_id (GlowSetupKind *self)
{
  return self->recipe ? self->recipe->id : "improv";
}

/**
 * glow_setup_kind_get_name:
 *
 * Returns: (transfer none): "Improv", or the name of the firmware
 */
const char *
glow_setup_kind_get_name (GlowSetupKind *self)
{
  return self->recipe ? self->recipe->name : "Improv";
}

GlowSetupRecipe *
glow_setup_kind_get_recipe (GlowSetupKind *self)
{
  return self->recipe;
}

/**
 * glow_setup_kind_can_scan:
 *
 * Returns: %TRUE if the board can be asked which networks it sees; WLED may still say no
 */
gboolean
glow_setup_kind_can_scan (GlowSetupKind *self)
{
  return !self->recipe;
}

/**
 * glow_setup_kind_get_field:
 * @id: which field
 *
 * Returns: (transfer none): what may be in it, and whether the firmware has it at all
 */
const GlowSetupField *
glow_setup_kind_get_field (GlowSetupKind *self, GlowSetupFieldId id)
{
  g_return_val_if_fail (id < GLOW_SETUP_N_FIELDS, NULL);

  return self->recipe ? &self->recipe->fields[id] : &improv_fields[id];
}

/**
 * glow_setup_kind_check:
 * @values: what is to be sent
 *
 * Says beforehand what can't be. Pure.
 *
 * Returns: (transfer full) (element-type GlowSetupProblem): one per field at most, in the
 *   order of the fields; empty if all can be sent
 */
GArray *
glow_setup_kind_check (GlowSetupKind *self, GlowSetupValues *values)
{
  return glow_setup_check (self, values);
}

/**
 * glow_setup_kind_accepts:
 * @values: what is to be sent
 * @error: %GLOW_ERROR_SETTING with the name of the first field that can't be
 *
 * Returns: %TRUE if glow_setup_kind_check() finds nothing
 */
gboolean
glow_setup_kind_accepts (GlowSetupKind *self, GlowSetupValues *values, GError **error)
{
  g_autoptr (GArray) problems = glow_setup_check (self, values);
  const GlowSetupProblem *problem;

  if (problems->len == 0)
    return TRUE;
  problem = &g_array_index (problems, GlowSetupProblem, 0);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETTING,
               "the field \"%s\" can't be sent to %s as it is (%s, limit %u)",
               glow_setup_field_id_to_string (problem->field),
               glow_setup_kind_get_name (self),
               glow_setup_trouble_to_string (problem->trouble), problem->limit);
  return FALSE;
}
