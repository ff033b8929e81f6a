/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * An https server on the loopback, in a thread of its own, with a certificate that nobody
 * but the tests trusts: its key is public. */

#pragma once

#include "image-maker.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

static const char web_server_pem[] G_GNUC_UNUSED =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpa9IZJHy+evfrqXx\n"
  "kDLKfYq+8XIJZOcr554trYQXT0ehRANCAASaZGjLjIQd7ZrYXvOHGGhO7ipt5cNO\n"
  "ka4YoZj8wYwuJwyrgdzMu11WmEyDdJPy0GsSBi/AZF39x7DuGG5IcNg2\n"
  "-----END PRIVATE KEY-----\n"
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv\n"
  "c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM\n"
  "CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJpkaMuMhB3tmthe\n"
  "84cYaE7uKm3lw06RrhihmPzBjC4nDKuB3My7XVaYTIN0k/LQaxIGL8BkXf3HsO4Y\n"
  "bkhw2DajTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0\n"
  "hwR/AAABMB0GA1UdDgQWBBTyBrMm0ToX8dP4jZ3NqBK8KVIpsjAKBggqhkjOPQQD\n"
  "AgNHADBEAiAcJ4POFAhg4Dx3wAON8EAYckcZCzV7ReBOlDE4k/JozwIgVrBLBYWE\n"
  "xew9O6INTRcV9YYR0SoygIP4de5O5NPdRfg=\n"
  "-----END CERTIFICATE-----\n";

typedef struct {
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  GHashTable *files; /* of GBytes, by path */
  GTlsDatabase *trust;
  char *base;  /* https://127.0.0.1:PORT */
  char *pem;   /* file */
  GMutex lock; /* for started */
  GCond cond;
  gboolean started;
} WebServer;

/* /redirect?ADDRESS sends there; what starts with /packed is unpacked on the way. */
static inline void
web_server_answer (SoupServer *server,
                   SoupServerMessage *message,
                   const char *path,
                   GHashTable *query,
                   gpointer user_data)
{
  WebServer *self = user_data;
  GBytes *bytes = g_hash_table_lookup (self->files, path);
  GUri *uri = soup_server_message_get_uri (message);
  gsize size;
  const char *data;

  if (g_str_equal (path, "/redirect")) {
    if (g_uri_get_query (uri))
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND,
                                        g_uri_get_query (uri));
    else
      soup_server_message_set_status (message, SOUP_STATUS_FOUND, NULL);
    return;
  }
  if (!bytes) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    return;
  }
  data = g_bytes_get_data (bytes, &size);
  if (g_str_has_prefix (path, "/packed"))
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Content-Encoding", "gzip");
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY,
                                    data, size);
}

static inline gpointer
web_server_run (gpointer user_data)
{
  WebServer *self = user_data;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  certificate = g_tls_certificate_new_from_pem (web_server_pem, -1, &error);
  g_assert_no_error (error);
  self->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (self->server, NULL, web_server_answer, self, NULL);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->base = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_mutex_lock (&self->lock);
  self->started = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static inline void
web_server_set_up (WebServer *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_bytes_unref);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->pem = g_build_filename (g_get_tmp_dir (), "glow-web-XXXXXX", NULL);
  g_close (g_mkstemp (self->pem), NULL);
  g_file_set_contents (self->pem, strstr (web_server_pem, "-----BEGIN CERT"), -1, &error);
  g_assert_no_error (error);
  self->trust = g_tls_file_database_new (self->pem, &error);
  g_assert_no_error (error);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("server", web_server_run, self);
  g_mutex_lock (&self->lock);
  while (!self->started)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

static inline gboolean
web_server_quit_cb (gpointer user_data)
{
  WebServer *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static inline void
web_server_tear_down (WebServer *self, gconstpointer data)
{
  g_autoptr (GSource) quit = g_idle_source_new ();

  /* by a source: the loop may not run yet */
  g_source_set_callback (quit, web_server_quit_cb, self, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->files);
  g_object_unref (self->trust);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_remove (self->pem);
  g_free (self->pem);
  g_free (self->base);
}

static inline void
web_server_put (WebServer *self, const char *path, gconstpointer data, gsize size)
{
  g_hash_table_insert (self->files, g_strdup (path), g_bytes_new (data, size));
}

static inline void
web_server_put_image (WebServer *self, const char *path, const MakerImage *image)
{
  g_autoptr (GByteArray) array = maker_new (image);

  web_server_put (self, path, array->data, array->len);
}
