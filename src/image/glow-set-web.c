/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Nothing is asked of the web unless a person gave an address. Every step of the way is
 * https, redirects too, and every answer has a limit, whatever length it claims. */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-web.h"

#include "glow-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_REDIRECTS 5
#define TIMEOUT       30                   /* seconds without a byte */
#define MAX_TOTAL     (192u * 1024 * 1024) /* bytes of one list's files together */
#define CHUNK_SIZE    (64u * 1024)         /* bytes */
#define MAX_ADDRESS   4096                 /* bytes */

struct _GlowSetWeb {
  SoupSession *session; /* owned */
  gsize total;          /* bytes so far */
};

/* A list's folder in the web. */
typedef struct {
  GlowSetWeb *web; /* borrowed: outlives the source */
  GUri *base;      /* owned */
} WebFolder;

/**
 * glow_set_web_new:
 * @trust: (nullable): who may vouch for servers; %NULL: the system says
 *
 * For the thread that calls it, whose default main context it uses.
 *
 * Returns: (transfer full): nothing is asked yet
 */
GlowSetWeb *
glow_set_web_new (GTlsDatabase *trust)
{
  GlowSetWeb *self = g_new0 (GlowSetWeb, 1);

  self->session = soup_session_new_with_options ("timeout", TIMEOUT, "user-agent",
                                                 "Glowplug/" GLOW_VERSION, NULL);
  if (trust)
    soup_session_set_tls_database (self->session, trust);
  return self;
}

/**
 * glow_set_web_free:
 *
 * Ends all connections.
 */
void
glow_set_web_free (GlowSetWeb *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self);
}

static gboolean
check_uri (GUri *uri, const char *address, GError **error)
{
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  if (host && *host && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD, "%.200s is no https address",
               address);
  return FALSE;
}

static void
set_cause (GError **error, GUri *uri, const GError *cause)
{
  const char *host = g_uri_get_host (uri);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (cause->domain == G_TLS_ERROR)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD,
                 "%s does not prove that it is %s: %s", host, host, cause->message);
  else
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD, "%s: %s", host, cause->message);
}

static gboolean
check_size (GlowSetWeb *self, GUri *uri, guint64 size, gsize limit, GError **error)
{
  if (size <= limit && size <= MAX_TOTAL - self->total)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD,
               "%s sends more than %" G_GSIZE_FORMAT " MiB", g_uri_get_host (uri),
               MIN (limit, MAX_TOTAL - self->total) / 1024 / 1024);
  return FALSE;
}

static GBytes *
read_body (GlowSetWeb *self,
           GUri *uri,
           GInputStream *stream,
           gsize limit,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  g_autoptr (GError) cause = NULL;

  for (;;) {
    gssize got = g_input_stream_read (stream, chunk, CHUNK_SIZE, cancellable, &cause);

    if (got < 0) {
      set_cause (error, uri, cause);
      return NULL;
    }
    if (got == 0)
      break;
    if (!check_size (self, uri, (guint64) content->len + (guint64) got, limit, error))
      return NULL;
    g_byte_array_append (content, chunk, (guint) got);
  }
  self->total += content->len;
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/* (nullable): where the server sends us; NULL without @error if it does not */
static GUri *
read_redirect (SoupMessage *message, GUri *uri, GError **error)
{
  const char *location = NULL;
  g_autoptr (GUri) next = NULL;

  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)))
    return NULL;
  location = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                           "Location");
  if (!location)
    return NULL;
  next = g_uri_parse_relative (uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  return check_uri (next, location, error) ? g_steal_pointer (&next) : NULL;
}

static gboolean
check_status (SoupMessage *message, GUri *uri, GError **error)
{
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_OK)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD, "%s answers %u %s",
               g_uri_get_host (uri), status, soup_status_get_phrase (status));
  return FALSE;
}

/* One question. @next: (out): where to ask instead, with NULL returned and no error. */
static GBytes *
ask (GlowSetWeb *self,
     GUri *uri,
     gsize limit,
     GUri **next,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  goffset length;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  stream = soup_session_send (self->session, message, cancellable, &cause);
  if (!stream) {
    set_cause (error, uri, cause);
    return NULL;
  }
  *next = read_redirect (message, uri, &cause);
  if (*next)
    return NULL;
  if (cause) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  length =
    soup_message_headers_get_content_length (soup_message_get_response_headers (message));
  if (!check_status (message, uri, error) ||
      !check_size (self, uri, (guint64) MAX (length, 0), limit, error))
    return NULL;
  return read_body (self, uri, stream, limit, cancellable, error);
}

/* Web pages fetch by way of servers such as https://proxy.example/?https://… since
 * browsers forbid the direct way (linux-desktop.md 7.2). We may take it. */
static GUri *
parse_address (const char *address, GUri *base, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *query;

  if (strlen (address) <= MAX_ADDRESS)
    uri = base ? g_uri_parse_relative (base, address, SOUP_HTTP_URI_FLAGS, NULL)
               : g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  query = uri ? g_uri_get_query (uri) : NULL;
  if (query && g_str_has_prefix (query, "https://")) {
    GUri *direct = g_uri_parse (query, SOUP_HTTP_URI_FLAGS, NULL);

    if (direct) {
      g_uri_unref (uri);
      uri = direct;
    }
  }
  return check_uri (uri, address, error) ? g_steal_pointer (&uri) : NULL;
}

static GBytes *
fetch (GlowSetWeb *self,
       GUri **uri,
       gsize limit,
       GCancellable *cancellable,
       GError **error)
{
  for (guint i = 0; i <= MAX_REDIRECTS; i++) {
    g_autoptr (GError) cause = NULL;
    GUri *next = NULL;
    GBytes *bytes = ask (self, *uri, limit, &next, cancellable, &cause);

    if (bytes)
      return bytes;
    if (!next) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
    g_uri_unref (*uri);
    *uri = next;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD,
               "%s sends us on more than %d times", g_uri_get_host (*uri), MAX_REDIRECTS);
  return NULL;
}

/**
 * glow_set_web_fetch:
 * @self: the web
 * @address: what to fetch, https
 * @limit: bytes it may have
 * @final_uri: (out): where it was in the end
 * @cancellable: (nullable): stops it
 * @error: %GLOW_ERROR_DOWNLOAD, %G_IO_ERROR_CANCELLED
 *
 * Blocks.
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
GBytes *
glow_set_web_fetch (GlowSetWeb *self,
                    const char *address,
                    gsize limit,
                    GUri **final_uri,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GUri) uri = parse_address (address, NULL, error);
  GBytes *bytes;

  if (!uri)
    return NULL;
  bytes = fetch (self, &uri, limit, cancellable, error);
  if (bytes)
    *final_uri = g_steal_pointer (&uri);
  return bytes;
}

/* what a server calls the file, without its folders */
static char *
dup_name (GUri *uri)
{
  g_autofree char *name = g_path_get_basename (g_uri_get_path (uri));

  return g_utf8_make_valid (name, -1);
}

static GlowImage *
read_from_web (gpointer self,
               const char *folder,
               const char *path,
               GlowFirmwareNote **why,
               GCancellable *cancellable,
               GError **error)
{
  WebFolder *place = self;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GUri) uri = parse_address (path, place->base, &cause);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  GlowImage *image = NULL;

  if (uri)
    bytes = fetch (place->web, &uri, GLOW_IMAGE_MAX_SIZE, cancellable, &cause);
  if (bytes) {
    name = dup_name (uri);
    image = glow_image_new (bytes, name, &cause);
  }
  if (image)
    return image;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    *why = glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                                   GLOW_FIRMWARE_NOTE_FILE_UNREADABLE, path,
                                   cause->message, 0, NULL);
  return NULL;
}

static void
web_folder_free (gpointer self)
{
  WebFolder *place = self;

  g_uri_unref (place->base);
  g_free (place);
}

/**
 * glow_set_web_new_source:
 * @self: the web; has to outlive the source
 * @base: where the list is
 *
 * Returns: (transfer full): the files that lie relative to it
 */
GlowSetSource *
glow_set_web_new_source (GlowSetWeb *self, GUri *base)
{
  static const GlowSetSourceClass klass = { read_from_web, web_folder_free };
  WebFolder *place = g_new0 (WebFolder, 1);

  place->web = self;
  place->base = g_uri_ref (base);
  return glow_set_source_new (&klass, place);
}
