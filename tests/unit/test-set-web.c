/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Addresses into sets, from a server on the loopback. */

#include "glow-error.h"
#include "glow-firmware-set.h"
#include "web-server.h"

static GlowFirmwareSet *
load (WebServer *server, const char *path, GError **error)
{
  g_autofree char *uri = g_strconcat (server->base, path, NULL);

  return glow_firmware_set_load_uri (uri, server->trust, NULL, error);
}

static GlowFirmwareSet *
must_load (WebServer *server, const char *path)
{
  g_autoptr (GError) error = NULL;
  GlowFirmwareSet *set = load (server, path, &error);

  g_assert_no_error (error);
  return set;
}

static void
must_fail (WebServer *server, const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowFirmwareSet) set = load (server, path, &error);

  g_assert_null (set);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
put_manifest (WebServer *server)
{
  static const char text[] =
    "{ \"name\": \"X\", \"builds\": [ { \"chipFamily\": \"ESP32\", \"parts\": ["
    " { \"path\": \"boot.bin\", \"offset\": 4096 },"
    " { \"path\": \"../shared/app.bin\", \"offset\": 65536 } ] },"
    " { \"chipFamily\": \"ESP32-C3\", \"parts\": ["
    " { \"path\": \"gone.bin\", \"offset\": 0 } ] } ] }";

  web_server_put (server, "/fw/manifest.json", text, strlen (text));
  web_server_put_image (server, "/fw/boot.bin", &maker_esp32_bootloader);
  web_server_put_image (server, "/shared/app.bin", &maker_esp32_app);
}

static void
test_manifest (WebServer *server, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  put_manifest (server);
  set = must_load (server, "/fw/manifest.json");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_WEB_MANIFEST);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
  build = glow_firmware_set_get_build (set, 0);
  g_assert_null (glow_firmware_build_get_problem (build));
  g_assert_cmpuint (glow_firmware_build_get_n_parts (build), ==, 2);
  g_assert_cmphex (glow_firmware_build_get_part (build, 1)->offset, ==, 0x10000);
  g_assert_nonnull (
    glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 1)));
  g_assert_true (g_str_has_prefix (glow_firmware_set_get_uri (set), server->base));
}

static void
test_file (WebServer *server, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  web_server_put_image (server, "/app.bin", &maker_esp32_app);
  set = must_load (server, "/app.bin");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_FILE);
  g_assert_cmpstr (glow_firmware_set_get_name (set), ==, "app.bin");
}

/* What is relative is so to where the manifest was found in the end. */
static void
test_redirect (WebServer *server, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;

  put_manifest (server);
  set = must_load (server, "/redirect?/fw/manifest.json");
  g_assert_null (glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 0)));
}

/* The servers that web pages need in between. */
static void
test_between (WebServer *server, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/proxy?%s/app.bin", server->base);
  g_autoptr (GlowFirmwareSet) set = NULL;

  web_server_put_image (server, "/app.bin", &maker_esp32_app);
  set = must_load (server, path);
  g_assert_cmpstr (glow_firmware_set_get_name (set), ==, "app.bin");
}

static void
test_refused_redirects (WebServer *server, gconstpointer data)
{
  must_fail (server, "/redirect?http://127.0.0.1/app.bin", "no https address");
  must_fail (server, "/redirect?file:///etc/hostname", "no https address");
  must_fail (server, "/redirect?/redirect", "302");
}

static void
test_redirect_circle (WebServer *server, gconstpointer data)
{
  g_autofree char *path = g_strdup ("/redirect?/redirect");

  for (guint i = 0; i < 6; i++) {
    char *longer = g_strconcat ("/redirect?", path, NULL);

    g_free (path);
    path = longer;
  }
  must_fail (server, path, "more than 5 times");
}

static void
test_not_https (WebServer *server, gconstpointer data)
{
  static const char *const addresses[] = {
    "http://127.0.0.1/x", "ftp://127.0.0.1/x", "https://", "file:///etc/hostname", "x", ""
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (
      glow_firmware_set_load_uri (addresses[i], server->trust, NULL, &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD);
  }
}

static void
test_not_trusted (WebServer *server, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (server->base, "/app.bin", NULL);
  g_autoptr (GError) error = NULL;

  web_server_put_image (server, "/app.bin", &maker_esp32_app);
  g_assert_null (glow_firmware_set_load_uri (uri, NULL, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_DOWNLOAD);
  g_assert_nonnull (strstr (error->message, "does not prove"));
}

static void
test_missing (WebServer *server, gconstpointer data)
{
  must_fail (server, "/nothing.bin", "404");
}

static void
test_web_page (WebServer *server, gconstpointer data)
{
  static const char page[] = "<!DOCTYPE html><html><body>Log in</body></html>";

  web_server_put (server, "/fw.bin", page, sizeof page - 1);
  must_fail (server, "/fw.bin", "web page");
}

/* 200 MiB of zeros in 200 KiB, unpacked on the way in */
static void
test_bomb (WebServer *server, gconstpointer data)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) deflater =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) packer =
    g_converter_output_stream_new (memory, G_CONVERTER (deflater));
  g_autofree guint8 *zeros = g_malloc0 (1024 * 1024);
  GMemoryOutputStream *packed = G_MEMORY_OUTPUT_STREAM (memory);

  for (guint i = 0; i < 200; i++)
    g_assert_true (
      g_output_stream_write_all (packer, zeros, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (packer, NULL, NULL));
  web_server_put (server, "/packed.bin", g_memory_output_stream_get_data (packed),
                  g_memory_output_stream_get_data_size (packed));
  must_fail (server, "/packed.bin", "more than 128 MiB");
}

static void
test_too_big_part (WebServer *server, gconstpointer data)
{
  static const char text[] = "{ \"builds\": [ { \"chipFamily\": \"ESP32\", \"parts\": ["
                             " { \"path\": \"big.bin\", \"offset\": 0 } ] } ] }";
  g_autofree guint8 *zeros = g_malloc0 (33 * 1024 * 1024);
  g_autoptr (GlowFirmwareSet) set = NULL;

  web_server_put (server, "/m.json", text, sizeof text - 1);
  web_server_put (server, "/big.bin", zeros, 33 * 1024 * 1024);
  set = must_load (server, "/m.json");
  g_assert_nonnull (strstr (
    glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 0))->message,
    "more than 32 MiB"));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
test_async (WebServer *server, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (server->base, "/fw/manifest.json", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GlowFirmwareSet) set = NULL;
  g_autoptr (GError) error = NULL;

  put_manifest (server);
  glow_firmware_set_load_uri_async (uri, server->trust, NULL, loaded_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  set = glow_firmware_set_load_uri_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
}

static void
test_cancelled (WebServer *server, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *uri = g_strconcat (server->base, "/app.bin", NULL);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (glow_firmware_set_load_uri (uri, server->trust, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *path, void (*test) (WebServer *server, gconstpointer data))
{
  g_test_add (path, WebServer, NULL, web_server_set_up, test, web_server_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ())) {
    g_print ("1..0 # SKIP this system has no TLS for GLib\n");
    return 0;
  }
  add ("/set-web/manifest", test_manifest);
  add ("/set-web/file", test_file);
  add ("/set-web/redirect", test_redirect);
  add ("/set-web/between", test_between);
  add ("/set-web/refused-redirects", test_refused_redirects);
  add ("/set-web/redirect-circle", test_redirect_circle);
  add ("/set-web/not-https", test_not_https);
  add ("/set-web/not-trusted", test_not_trusted);
  add ("/set-web/missing", test_missing);
  add ("/set-web/web-page", test_web_page);
  add ("/set-web/bomb", test_bomb);
  add ("/set-web/too-big-part", test_too_big_part);
  add ("/set-web/async", test_async);
  add ("/set-web/cancelled", test_cancelled);
  return g_test_run ();
}
