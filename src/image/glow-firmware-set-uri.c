/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Addresses into sets. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-archive.h"
#include "glow-container.h"
#include "glow-error.h"
#include "glow-firmware-set-private.h"
#include "glow-set-loader.h"
#include "glow-set-web.h"

#define MAX_DOWNLOAD (128u * 1024 * 1024) /* bytes; archives of many builds */

/* What is asked for. */
typedef struct {
  char *uri;           /* owned */
  GTlsDatabase *trust; /* owned (nullable) */
} Address;

/* "manifest.json"; the server's name if the path has none */
static char *
dup_name (GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  g_autofree char *base = g_path_get_basename (*path ? path : "/");

  return g_str_equal (base, "/") ? g_strdup (g_uri_get_host (uri))
                                 : g_steal_pointer (&base);
}

static gboolean
check_content (GBytes *bytes, GUri *uri, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean archive =
    glow_archive_is_gzip (data, size) || glow_archive_recognise (data, size);

  if (g_strcmp0 (glow_container_recognise (data, size), "HTML") == 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD,
                 "%s sends a web page, not firmware", g_uri_get_host (uri));
    return FALSE;
  }
  if (size <= GLOW_IMAGE_MAX_SIZE || archive)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD,
               "%s sends %" G_GSIZE_FORMAT " bytes, more than any flash",
               g_uri_get_host (uri), size);
  return FALSE;
}

static GlowFirmwareSet *
load (GlowSetWeb *web, const char *address, GCancellable *cancellable, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GBytes) bytes =
    glow_set_web_fetch (web, address, MAX_DOWNLOAD, &uri, cancellable, error);
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GlowSetSource) source = NULL;
  g_autofree char *name = NULL;

  if (!bytes || !check_content (bytes, uri, error))
    return NULL;
  name = dup_name (uri);
  set = glow_firmware_set_new (GLOW_FIRMWARE_SET_FILE, name);
  glow_firmware_set_set_uri (set, address);
  source = glow_set_web_new_source (web, uri);
  if (!glow_set_loader_add_content (set, bytes, name, NULL, source, cancellable, error))
    return NULL;
  return g_steal_pointer (&set);
}

/**
 * glow_firmware_set_load_uri:
 * @uri: an https address of a manifest, an archive or a file
 * @trust: (nullable): who may vouch for servers; %NULL: the system says. For tests with
 * servers of their own
 * @cancellable: (nullable): stops the loading
 * @error: %GLOW_ERROR_DOWNLOAD if it can't be had, else as with glow_firmware_set_load()
 *
 * As glow_firmware_set_load(), and the only way by which Glowplug asks anything of a
 * network: only after a person gave the address, only by https, with at most 5 redirects,
 * and within limits of size. What a manifest names is fetched as well. Blocks: for
 * workers and the command line; the window uses glow_firmware_set_load_uri_async().
 *
 * Returns: (transfer full): the set, with at least one build, or %NULL with @error set
 */
GlowFirmwareSet *
glow_firmware_set_load_uri (const char *uri,
                            GTlsDatabase *trust,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GlowSetWeb *web;
  GlowFirmwareSet *set;

  g_return_val_if_fail (uri != NULL, NULL);

  g_main_context_push_thread_default (context);
  web = glow_set_web_new (trust);
  set = load (web, uri, cancellable, error);
  glow_set_web_free (web);
  g_main_context_pop_thread_default (context);
  return set;
}

static void
address_free (gpointer data)
{
  Address *address = data;

  g_free (address->uri);
  g_clear_object (&address->trust);
  g_free (address);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Address *address = data;
  g_autoptr (GError) error = NULL;
  GlowFirmwareSet *set =
    glow_firmware_set_load_uri (address->uri, address->trust, cancellable, &error);

  if (set)
    g_task_return_pointer (task, set, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * glow_firmware_set_load_uri_async:
 * @uri: an https address of a manifest, an archive or a file
 * @trust: (nullable): who may vouch for servers; %NULL: the system says
 * @cancellable: (nullable): stops the loading
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * glow_firmware_set_load_uri() in a thread of its own.
 */
void
glow_firmware_set_load_uri_async (const char *uri,
                                  GTlsDatabase *trust,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Address *address;

  g_return_if_fail (uri != NULL);

  address = g_new0 (Address, 1);
  address->uri = g_strdup (uri);
  g_set_object (&address->trust, trust);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, glow_firmware_set_load_uri_async);
  g_task_set_task_data (task, address, address_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * glow_firmware_set_load_uri_finish:
 * @result: what the callback was given
 * @error: as with glow_firmware_set_load_uri()
 *
 * Returns: (transfer full): the set, or %NULL with @error set
 */
GlowFirmwareSet *
glow_firmware_set_load_uri_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result,
                                                  glow_firmware_set_load_uri_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
