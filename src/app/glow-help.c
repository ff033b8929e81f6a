/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The user guide: in the desktop's help viewer where there is one that finds it, else its
 * plain HTML in the browser. A sandbox has no viewer, many desktops have none. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-help.h"

#include "glow-error.h"

#include <glib/gi18n-lib.h>

static gboolean
has_page_below (const char *dir, const char *page)
{
  g_autofree char *file = g_strconcat (page, ".page", NULL);
  g_autofree char *path = g_build_filename (dir, "help", "C", "glowplug", file, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
has_viewer (const char *page)
{
  g_autoptr (GAppInfo) viewer = g_app_info_get_default_for_uri_scheme ("help");
  const char *const *dirs = g_get_system_data_dirs ();

  if (viewer == NULL)
    return FALSE;
  for (gsize i = 0; dirs[i]; i++) {
    if (has_page_below (dirs[i], page))
      return TRUE;
  }
  return has_page_below (g_get_user_data_dir (), page);
}

/* (nullable): the guide is not installed */
static char *
dup_html_uri (const char *page)
{
  const char *environment = g_getenv ("GLOWPLUG_HELP_DIR");
  const char *dir = environment ? environment : GLOW_PKGDATADIR "/help/C";
  g_autofree char *file = g_strconcat (page, ".html", NULL);
  g_autofree char *path = g_build_filename (dir, file, NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  return g_filename_to_uri (path, NULL, NULL);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    return;
  g_info ("the guide can't be opened: %s", error->message);
  glow_window_tell (window, _ ("No program is there to show the guide"));
}

/**
 * glow_help_dup_page:
 * @error: an error of the engine; any other has the page of %GLOW_ERROR_FAILED
 *
 * Returns: (transfer full): the page of the guide that is about it
 */
char *
glow_help_dup_page (const GError *error)
{
  GlowError code =
    error && error->domain == GLOW_ERROR ? (GlowError) error->code : GLOW_ERROR_FAILED;

  return g_strconcat ("error-", glow_error_code_to_string (code), NULL);
}

/**
 * glow_help_show:
 * @window: where it was asked for
 * @page: the id of a page of the guide, "index" for the first
 *
 * Opens the guide in another program; if that fails, the window says so.
 */
void
glow_help_show (GlowWindow *window, const char *page)
{
  g_autofree char *uri =
    has_viewer (page) ? g_strconcat ("help:glowplug/", page, NULL) : dup_html_uri (page);

  if (uri == NULL) {
    glow_window_tell (window, _ ("The guide is not installed"));
    return;
  }
  gtk_show_uri_full (GTK_WINDOW (window), uri, GDK_CURRENT_TIME, NULL, shown_cb,
                     g_object_ref (window));
}
