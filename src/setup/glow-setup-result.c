/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-result.h"

G_DEFINE_BOXED_TYPE (GlowSetupResult,
                     glow_setup_result,
                     glow_setup_result_ref,
                     glow_setup_result_unref)

/**
 * glow_setup_result_new:
 * @kind: how the board takes settings
 *
 * Returns: (transfer full): nothing known but that
 */
GlowSetupResult *
glow_setup_result_new (GlowSetupKind *kind)
{
  GlowSetupResult *self = g_atomic_rc_box_new0 (GlowSetupResult);

  self->kind = glow_setup_kind_ref (kind);
  return self;
}

/**
 * glow_setup_result_ref:
 *
 * Returns: (transfer full): @self
 */
GlowSetupResult *
glow_setup_result_ref (GlowSetupResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
result_clear (gpointer data)
{
  GlowSetupResult *self = data;

  glow_setup_kind_unref (self->kind);
  g_free (self->firmware);
  g_free (self->version);
  g_free (self->chip);
  g_free (self->device_name);
  g_free (self->hostname);
  g_free (self->address);
  g_free (self->url);
}

/**
 * glow_setup_result_unref:
 */
void
glow_setup_result_unref (GlowSetupResult *self)
{
  g_atomic_rc_box_release_full (self, result_clear);
}

/**
 * glow_setup_result_set_url:
 * @url: (nullable): as the board told it
 *
 * Takes nothing but an address of the web: a board is not to be trusted with what a
 * browser, or another program, opens. Its host becomes the address.
 */
void
glow_setup_result_set_url (GlowSetupResult *self, const char *url)
{
  g_autoptr (GUri) uri = url ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  g_clear_pointer (&self->url, g_free);
  if (!uri || !g_uri_get_host (uri) || !*g_uri_get_host (uri) ||
      (!g_str_equal (g_uri_get_scheme (uri), "http") &&
       !g_str_equal (g_uri_get_scheme (uri), "https")))
    return;
  self->url = g_uri_to_string (uri);
  g_free (self->address);
  self->address = g_strdup (g_uri_get_host (uri));
}
