/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A key of a Wi-Fi is found by the name of the Wi-Fi, so all boards share it; the
 * password of a board's page by the name of the board. */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-keyring.h"

#include "glow-error.h"

#ifdef HAVE_LIBSECRET
#include <libsecret/secret.h>
#endif

static const struct {
  GlowSetupFieldId secret;
  GlowSetupFieldId owner;
  const char *what;
} rows[] = {
  { GLOW_SETUP_KEY, GLOW_SETUP_SSID, "wifi" },
  { GLOW_SETUP_KEY2, GLOW_SETUP_SSID2, "wifi" },
  { GLOW_SETUP_ADMIN_PASSWORD, GLOW_SETUP_NAME, "admin" },
};

#ifdef HAVE_LIBSECRET

static const SecretSchema schema = {
  GLOW_APP_ID ".Setup",
  SECRET_SCHEMA_NONE,
  {
    { "what", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "of", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static gboolean
fail (GError **error, const char *what, const GError *reason)
{
  /* the reason is of another process, but there is no secret in what it was asked */
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_KEYRING, "the keyring did not %s: %s", what,
               reason->message);
  return FALSE;
}

static gboolean
convert (GError *reason, const char *what, GError **error)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, reason);
    return FALSE;
  }
  fail (error, what, reason);
  g_error_free (reason);
  return FALSE;
}

static gboolean
store_one (const char *what,
           const char *of,
           const char *secret,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree char *label = g_strdup_printf ("Glowplug: %s", of);
  GError *reason = NULL;

  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, secret,
                                  cancellable, &reason, "what", what, "of", of, NULL))
    return TRUE;
  return convert (reason, "take a secret", error);
}

static gboolean
fill_one (GlowSetupValues *values,
          GlowSetupFieldId id,
          const char *what,
          const char *of,
          guint *n_filled,
          GCancellable *cancellable,
          GError **error)
{
  GError *reason = NULL;
  char *secret = secret_password_lookup_sync (&schema, cancellable, &reason, "what", what,
                                              "of", of, NULL);

  if (reason)
    return convert (reason, "give a secret", error);
  if (secret) {
    glow_setup_values_set (values, id, secret);
    (*n_filled)++;
  }
  secret_password_free (secret);
  return TRUE;
}

static gboolean
forget_one (const char *what, const char *of, GCancellable *cancellable, GError **error)
{
  GError *reason = NULL;

  /* FALSE without a reason: there was none */
  secret_password_clear_sync (&schema, cancellable, &reason, "what", what, "of", of,
                              NULL);
  return reason ? convert (reason, "forget a secret", error) : TRUE;
}

#else

static gboolean
fail_without (GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_KEYRING,
               "this Glowplug was built without libsecret");
  return FALSE;
}

static gboolean
store_one (const char *what,
           const char *of,
           const char *secret,
           GCancellable *cancellable,
           GError **error)
{
  return fail_without (error);
}

static gboolean
fill_one (GlowSetupValues *values,
          GlowSetupFieldId id,
          const char *what,
          const char *of,
          guint *n_filled,
          GCancellable *cancellable,
          GError **error)
{
  return fail_without (error);
}

static gboolean
forget_one (const char *what, const char *of, GCancellable *cancellable, GError **error)
{
  return fail_without (error);
}

#endif

/**
 * glow_setup_keyring_is_built_in:
 *
 * Returns: %FALSE if all else here fails, since there was no libsecret to build with
 */
gboolean
glow_setup_keyring_is_built_in (void)
{
#ifdef HAVE_LIBSECRET
  return TRUE;
#else
  return FALSE;
#endif
}

/**
 * glow_setup_keyring_store:
 * @values: whose keys and passwords to keep
 * @cancellable: (nullable): ends the wait
 * @error: %GLOW_ERROR_KEYRING, %G_IO_ERROR_CANCELLED
 *
 * Keeps those whose network or board has a name.
 *
 * Returns: %TRUE when all of them are in the keyring
 */
gboolean
glow_setup_keyring_store (GlowSetupValues *values,
                          GCancellable *cancellable,
                          GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *secret = glow_setup_values_get (values, rows[i].secret);
    const char *owner = glow_setup_values_get (values, rows[i].owner);

    if (secret && owner && !store_one (rows[i].what, owner, secret, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_setup_keyring_fill:
 * @values: gets the keys and passwords that are missing
 * @n_filled: (out): how many were there
 * @cancellable: (nullable): ends the wait
 * @error: %GLOW_ERROR_KEYRING, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE, also if nothing was there
 */
gboolean
glow_setup_keyring_fill (GlowSetupValues *values,
                         guint *n_filled,
                         GCancellable *cancellable,
                         GError **error)
{
  *n_filled = 0;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *owner = glow_setup_values_get (values, rows[i].owner);

    if (owner && !glow_setup_values_get (values, rows[i].secret) &&
        !fill_one (values, rows[i].secret, rows[i].what, owner, n_filled, cancellable,
                   error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_setup_keyring_forget:
 * @values: whose keys and passwords to take out of the keyring
 * @cancellable: (nullable): ends the wait
 * @error: %GLOW_ERROR_KEYRING, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when none is there any more
 */
gboolean
glow_setup_keyring_forget (GlowSetupValues *values,
                           GCancellable *cancellable,
                           GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *owner = glow_setup_values_get (values, rows[i].owner);

    if (owner && !forget_one (rows[i].what, owner, cancellable, error))
      return FALSE;
  }
  return TRUE;
}
