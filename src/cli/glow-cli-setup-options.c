/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-setup-options.h"

#include "glow-cli-secret.h"
#include "glow-error.h"
#include "glow-secret.h"
#include "glow-setup-keyring.h"
#include "glow-setup-profile.h"

#include <glib/gi18n.h>

/**
 * glow_cli_setup_options_clear:
 *
 * Frees what the options own.
 */
void
glow_cli_setup_options_clear (GlowCliSetupOptions *self)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++)
    g_free (self->values[i]);
  g_strfreev (self->commands);
  g_free (self->kind);
  g_free (self->profile);
  g_free (self->save_profile);
  g_free (self->profile_after_flash);
}

/**
 * glow_cli_setup_options_add:
 * @context: gets the options, as a group of their own
 */
void
glow_cli_setup_options_add (GlowCliSetupOptions *self, GOptionContext *context)
{
  char **values = self->values;
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "ssid", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_SSID],
      N_ ("Name of the Wi-Fi; its key is asked for"), "SSID" },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &values[GLOW_SETUP_KEY],
      N_ ("File with the key of the Wi-Fi in its first line; - is standard input"), N_ ("FILE") },
    { "open", 0, 0, G_OPTION_ARG_NONE, &self->open, N_ ("The Wi-Fi has no key"), NULL },
    { "ssid2", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_SSID2],
      N_ ("Name of a second Wi-Fi"), "SSID" },
    { "key2-file", 0, 0, G_OPTION_ARG_FILENAME, &values[GLOW_SETUP_KEY2],
      N_ ("File with the key of the second Wi-Fi"), N_ ("FILE") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_NAME],
      N_ ("What the board calls itself"), N_ ("NAME") },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_UNIT],
      N_ ("ESPEasy's number of the board"), N_ ("NUMBER") },
    { "hostname", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_HOSTNAME],
      N_ ("Its name in the network"), N_ ("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &values[GLOW_SETUP_ADMIN_PASSWORD],
      N_ ("File with the password for the board's web page"), N_ ("FILE") },
    { "ip", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_IP],
      N_ ("Static address, with --gateway and --subnet"), N_ ("ADDRESS") },
    { "gateway", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_GATEWAY],
      N_ ("Gateway of a static address"), N_ ("ADDRESS") },
    { "subnet", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_SUBNET],
      N_ ("Subnet mask of a static address"), N_ ("MASK") },
    { "dns", 0, 0, G_OPTION_ARG_STRING, &values[GLOW_SETUP_DNS],
      N_ ("DNS server of a static address"), N_ ("ADDRESS") },
    { "command", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->commands,
      N_ ("A command of the firmware's own; may be given more than once"), N_ ("LINE") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &self->kind,
      N_ ("How the firmware takes settings, without asking it"), "improv|espeasy|tasmota|…" },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &self->profile,
      N_ ("Values that were saved, for what is not given"), N_ ("PROFILE") },
    { "save-profile", 0, 0, G_OPTION_ARG_STRING, &self->save_profile,
      N_ ("Save the values, without keys and passwords"), N_ ("PROFILE") },
    { "remember", 0, 0, G_OPTION_ARG_NONE, &self->remember,
      N_ ("Take keys from the keyring, and put those into it that were asked for"), NULL },
    { "scan", 0, 0, G_OPTION_ARG_NONE, &self->scan,
      N_ ("List the networks that the board sees"), NULL },
    { "info", 0, 0, G_OPTION_ARG_NONE, &self->info,
      N_ ("Tell what is on the board and where it is, and set nothing"), NULL },
    { "fresh", 0, 0, G_OPTION_ARG_NONE, &self->fresh,
      N_ ("Give the board time for its first start"), NULL },
    { "setup", 0, 0, G_OPTION_ARG_STRING, &self->profile_after_flash,
      N_ ("flash: then set the board up with this profile"), N_ ("PROFILE") },
    { NULL },
  };
  /* clang-format on */
  GOptionGroup *group =
    g_option_group_new ("setup", _ ("Wi-Fi and settings:"),
                                    _ ("Show the options of setup"), NULL, NULL);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);
  g_option_context_add_group (context, group);
}

/**
 * glow_cli_setup_options_new_values:
 * @error: %GLOW_ERROR_PROFILE
 *
 * Returns: (transfer full): what is to be set, from the profile and what was given, still
 *   without keys and passwords
 */
GlowSetupValues *
glow_cli_setup_options_new_values (const GlowCliSetupOptions *self, GError **error)
{
  const char *profile =
    self->profile_after_flash ? self->profile_after_flash : self->profile;
  g_autoptr (GlowSetupValues) values =
    profile ? glow_setup_profile_load (NULL, profile, error) : glow_setup_values_new ();

  if (!values)
    return NULL;
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    if (self->values[i] && !glow_setup_field_is_secret ((GlowSetupFieldId) i))
      glow_setup_values_set (values, (GlowSetupFieldId) i, self->values[i]);
  }
  if (self->commands) {
    g_autofree char *commands = g_strjoinv ("\n", self->commands);

    glow_setup_values_set (values, GLOW_SETUP_COMMANDS, commands);
  }
  return g_steal_pointer (&values);
}

static gboolean
read_files (const GlowCliSetupOptions *self, GlowSetupValues *values, GError **error)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    char *secret;

    if (!self->values[i] || !glow_setup_field_is_secret ((GlowSetupFieldId) i))
      continue;
    secret = glow_cli_secret_read (self->values[i], error);
    if (!secret)
      return FALSE;
    glow_setup_values_set (values, (GlowSetupFieldId) i, secret);
    glow_secret_free (secret);
  }
  return TRUE;
}

static gboolean
ask_for_key (GlowSetupValues *values,
             GlowSetupFieldId ssid,
             GlowSetupFieldId key,
             GError **error)
{
  const char *name = glow_setup_values_get (values, ssid);
  g_autofree char *question = NULL;
  char *secret;

  if (!name || glow_setup_values_get (values, key))
    return TRUE;
  if (!glow_cli_secret_can_ask ()) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "no key for the Wi-Fi \"%s\": give --key-file, or --open if it has none",
                 name);
    return FALSE;
  }
  /* TRANSLATORS: name of a Wi-Fi */
  question = g_strdup_printf (_ ("Key of the Wi-Fi “%s” (not shown):"), name);
  secret = glow_cli_secret_ask (question, error);
  if (!secret)
    return FALSE;
  glow_setup_values_set (values, key, secret);
  glow_secret_free (secret);
  return TRUE;
}

/**
 * glow_cli_setup_options_fill:
 * @values: gets the keys and passwords
 * @error: %GLOW_ERROR_FILE, %GLOW_ERROR_KEYRING, %GLOW_ERROR_ARGUMENT where nobody can be
 *   asked, %G_IO_ERROR_CANCELLED
 *
 * From files, from the keyring, and from whoever sits there, in this order.
 *
 * Returns: %TRUE when all that is needed is there
 */
gboolean
glow_cli_setup_options_fill (const GlowCliSetupOptions *self,
                             GlowSetupValues *values,
                             GError **error)
{
  guint n_filled;

  if (!read_files (self, values, error))
    return FALSE;
  if (self->remember && !glow_setup_keyring_fill (values, &n_filled, NULL, error))
    return FALSE;
  return self->open || (ask_for_key (values, GLOW_SETUP_SSID, GLOW_SETUP_KEY, error) &&
                        ask_for_key (values, GLOW_SETUP_SSID2, GLOW_SETUP_KEY2, error));
}
