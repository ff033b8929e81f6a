/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-values.h"

#include "glow-secret.h"

struct _GlowSetupValues {
  char *values[GLOW_SETUP_N_FIELDS]; /* owned */
};

G_DEFINE_BOXED_TYPE (GlowSetupValues,
                     glow_setup_values,
                     glow_setup_values_ref,
                     glow_setup_values_unref)

/**
 * glow_setup_values_new:
 *
 * Returns: (transfer full): values that set nothing
 */
GlowSetupValues *
glow_setup_values_new (void)
{
  return g_atomic_rc_box_new0 (GlowSetupValues);
}

/**
 * glow_setup_values_copy:
 *
 * Returns: (transfer full): the same values, for another thread
 */
GlowSetupValues *
glow_setup_values_copy (GlowSetupValues *self)
{
  GlowSetupValues *copy = glow_setup_values_new ();

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

/**
 * glow_setup_values_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowSetupValues *
glow_setup_values_ref (GlowSetupValues *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
values_clear (gpointer data)
{
  GlowSetupValues *self = data;

  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    glow_secret_free (self->values[i]);
}

/**
 * glow_setup_values_unref:
 *
 * Any thread.
 */
void
glow_setup_values_unref (GlowSetupValues *self)
{
  g_atomic_rc_box_release_full (self, values_clear);
}

/**
 * glow_setup_values_set:
 * @id: which field
 * @value: (nullable): UTF-8; %NULL and "" leave the field of the board as it is
 *
 * Whether it can be sent is the question of glow_setup_kind_check().
 */
void
glow_setup_values_set (GlowSetupValues *self, GlowSetupFieldId id, const char *value)
{
  char *old;

  g_return_if_fail (id < GLOW_SETUP_N_FIELDS);

  old = self->values[id];
  self->values[id] = value && *value ? g_strdup (value) : NULL;
  glow_secret_free (old);
}

/**
 * glow_setup_values_get:
 * @id: which field
 *
 * Returns: (transfer none) (nullable): its value, %NULL when it is not to be set
 */
const char *
glow_setup_values_get (GlowSetupValues *self, GlowSetupFieldId id)
{
  g_return_val_if_fail (id < GLOW_SETUP_N_FIELDS, NULL);

  return self->values[id];
}

/**
 * glow_setup_values_is_empty:
 *
 * Returns: %TRUE if nothing is to be set
 */
gboolean
glow_setup_values_is_empty (GlowSetupValues *self)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if (self->values[i])
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_setup_values_add_secrets:
 * @redactor: gets the keys and the password
 */
void
glow_setup_values_add_secrets (GlowSetupValues *self, GlowRedactor *redactor)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if (glow_setup_field_is_secret ((GlowSetupFieldId) i))
      glow_redactor_add_secret (redactor, self->values[i]);
  }
}
