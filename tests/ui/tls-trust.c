/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A TLS backend that is GnuTLS's but for whom it trusts: the authorities in the file
 * GLOW_TEST_AUTHORITIES. GIO takes it by GIO_EXTRA_MODULES and GIO_USE_TLS=glow-test, so
 * the program under test needs no switch of its own. */

#define G_LOG_DOMAIN "glow-test"

#include "config.h"

#include <gio/gio.h>

#define GLOW_TYPE_TLS_TRUST (glow_tls_trust_get_type ())
G_DECLARE_FINAL_TYPE (GlowTlsTrust, glow_tls_trust, GLOW, TLS_TRUST, GObject)

struct _GlowTlsTrust {
  GObject parent_instance;

  GTlsBackend *real; /* owned (nullable): not installed */
};

static void glow_tls_trust_iface_init (GTlsBackendInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (GlowTlsTrust,
                                glow_tls_trust,
                                G_TYPE_OBJECT,
                                G_TYPE_FLAG_FINAL,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (G_TYPE_TLS_BACKEND,
                                                               glow_tls_trust_iface_init))

static gboolean
supports_tls (GTlsBackend *backend)
{
  GTlsBackend *real = GLOW_TLS_TRUST (backend)->real;

  return real && g_tls_backend_supports_tls (real);
}

static GTlsDatabase *
get_default_database (GTlsBackend *backend)
{
  const char *path = g_getenv ("GLOW_TEST_AUTHORITIES");
  g_autoptr (GError) error = NULL;
  GTlsDatabase *database =
    g_initable_new (g_tls_backend_get_file_database_type (GLOW_TLS_TRUST (backend)->real),
                    NULL, &error, "anchors", path, NULL);

  if (!database)
    g_error ("no authorities: %s", error->message);
  return database;
}

static void
glow_tls_trust_finalize (GObject *object)
{
  g_clear_object (&GLOW_TLS_TRUST (object)->real);
  G_OBJECT_CLASS (glow_tls_trust_parent_class)->finalize (object);
}

static void
glow_tls_trust_class_init (GlowTlsTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_tls_trust_finalize;
}

static void
glow_tls_trust_class_finalize (GlowTlsTrustClass *klass)
{
}

static void
glow_tls_trust_init (GlowTlsTrust *self)
{
  GIOExtensionPoint *point =
    g_io_extension_point_lookup (G_TLS_BACKEND_EXTENSION_POINT_NAME);
  GIOExtension *extension = g_io_extension_point_get_extension_by_name (point, "gnutls");

  if (extension)
    self->real = g_object_new (g_io_extension_get_type (extension), NULL);
}

/* The types are those of the real one, whose instances know nothing of this. */
static void
glow_tls_trust_iface_init (GTlsBackendInterface *iface)
{
  GIOExtensionPoint *point =
    g_io_extension_point_lookup (G_TLS_BACKEND_EXTENSION_POINT_NAME);
  GIOExtension *extension = g_io_extension_point_get_extension_by_name (point, "gnutls");
  g_autoptr (GTypeClass) klass = NULL;
  const GTlsBackendInterface *real;

  if (!extension)
    return;
  klass = g_type_class_ref (g_io_extension_get_type (extension));
  real = g_type_interface_peek (klass, G_TYPE_TLS_BACKEND);
  iface->supports_tls = supports_tls;
  iface->supports_dtls = supports_tls;
  iface->get_certificate_type = real->get_certificate_type;
  iface->get_client_connection_type = real->get_client_connection_type;
  iface->get_server_connection_type = real->get_server_connection_type;
  iface->get_file_database_type = real->get_file_database_type;
  iface->get_dtls_client_connection_type = real->get_dtls_client_connection_type;
  iface->get_dtls_server_connection_type = real->get_dtls_server_connection_type;
  iface->get_default_database = get_default_database;
}

G_MODULE_EXPORT void
g_io_module_load (GIOModule *module)
{
  glow_tls_trust_register_type (G_TYPE_MODULE (module));
  g_io_extension_point_implement (G_TLS_BACKEND_EXTENSION_POINT_NAME, GLOW_TYPE_TLS_TRUST,
                                  "glow-test", -100);
}

G_MODULE_EXPORT void
g_io_module_unload (GIOModule *module)
{
}
