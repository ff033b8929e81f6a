/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-field.h"

/* in profiles, recipes and JSON: they don't change */
static const char *const names[] = {
  [GLOW_SETUP_NAME] = "name",
  [GLOW_SETUP_UNIT] = "unit",
  [GLOW_SETUP_ADMIN_PASSWORD] = "admin-password",
  [GLOW_SETUP_SSID] = "ssid",
  [GLOW_SETUP_KEY] = "key",
  [GLOW_SETUP_SSID2] = "ssid2",
  [GLOW_SETUP_KEY2] = "key2",
  [GLOW_SETUP_IP] = "ip",
  [GLOW_SETUP_GATEWAY] = "gateway",
  [GLOW_SETUP_SUBNET] = "subnet",
  [GLOW_SETUP_DNS] = "dns",
  [GLOW_SETUP_HOSTNAME] = "hostname",
  [GLOW_SETUP_COMMANDS] = "commands",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == GLOW_SETUP_N_FIELDS);

/**
 * glow_setup_field_id_to_string:
 * @id: a field
 *
 * Returns: (transfer none): its name in files, such as "ssid2"
 */
const char *
glow_setup_field_id_to_string (GlowSetupFieldId id)
{
  g_return_val_if_fail (id < GLOW_SETUP_N_FIELDS, NULL);

  return names[id];
}

/**
 * glow_setup_field_id_from_string:
 * @text: a name in a file
 * @id: (out): the field
 *
 * Returns: %TRUE if there is such a field
 */
gboolean
glow_setup_field_id_from_string (const char *text, GlowSetupFieldId *id)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if (g_str_equal (text, names[i])) {
      *id = (GlowSetupFieldId) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * glow_setup_field_is_secret:
 * @id: a field
 *
 * Returns: %TRUE for what must not be shown, logged or saved in the clear
 */
gboolean
glow_setup_field_is_secret (GlowSetupFieldId id)
{
  return id == GLOW_SETUP_ADMIN_PASSWORD || id == GLOW_SETUP_KEY || id == GLOW_SETUP_KEY2;
}
