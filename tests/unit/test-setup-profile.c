/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-setup-profile.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define KEY "GLOWsecretKEY-one"

typedef struct {
  char *root; /* owned */
  char *dir;  /* owned: does not exist at first */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = g_dir_make_tmp ("glow-profile-XXXXXX", NULL);
  fixture->dir = g_build_filename (fixture->root, "profiles", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) names = glow_setup_profile_list (fixture->dir);

  for (guint i = 0; names[i]; i++)
    g_assert_true (glow_setup_profile_remove (fixture->dir, names[i], NULL));
  g_rmdir (fixture->dir);
  g_assert_cmpint (g_rmdir (fixture->root), ==, 0);
  g_free (fixture->root);
  g_free (fixture->dir);
}

static GlowSetupValues *
new_values (void)
{
  GlowSetupValues *values = glow_setup_values_new ();

  glow_setup_values_set (values, GLOW_SETUP_NAME, " Küche; [1] = \\ \n");
  glow_setup_values_set (values, GLOW_SETUP_SSID, "home");
  glow_setup_values_set (values, GLOW_SETUP_KEY, KEY);
  glow_setup_values_set (values, GLOW_SETUP_KEY2, "GLOWsecretKEY-two");
  glow_setup_values_set (values, GLOW_SETUP_ADMIN_PASSWORD, "GLOWsecretKEY-admin");
  glow_setup_values_set (values, GLOW_SETUP_COMMANDS,
                         "TimeZone,60\nPublish,x," KEY "\nUseNTP,1");
  return values;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autoptr (GlowSetupValues) loaded = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_profile_save (fixture->dir, "Bedroom ☾", values, &error);
  g_assert_no_error (error);
  loaded = glow_setup_profile_load (fixture->dir, "Bedroom ☾", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (glow_setup_values_get (loaded, GLOW_SETUP_NAME), ==,
                   glow_setup_values_get (values, GLOW_SETUP_NAME));
  g_assert_cmpstr (glow_setup_values_get (loaded, GLOW_SETUP_SSID), ==, "home");
  g_assert_cmpstr (glow_setup_values_get (loaded, GLOW_SETUP_COMMANDS), ==,
                   "TimeZone,60\nUseNTP,1\n");
  g_assert_null (glow_setup_values_get (loaded, GLOW_SETUP_KEY));
  g_assert_null (glow_setup_values_get (loaded, GLOW_SETUP_UNIT));
}

static void
test_no_secrets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autofree char *path = g_build_filename (fixture->dir, "a.profile", NULL);
  g_autofree char *text = NULL;
  GStatBuf st;

  g_assert_true (glow_setup_profile_save (fixture->dir, "a", values, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "GLOWsecretKEY"));
  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 0777, ==, 0600);
}

/* a key that somebody wrote into the file by hand is not used either */
static void
test_secret_in_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "a.profile", NULL);
  g_autoptr (GlowSetupValues) loaded = NULL;

  g_assert_cmpint (g_mkdir (fixture->dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (
    path, "[Profile]\nFormat=1\n[Values]\nssid=home\nkey=" KEY "\nfuture=1\n", -1, NULL));
  loaded = glow_setup_profile_load (fixture->dir, "a", NULL);
  g_assert_cmpstr (glow_setup_values_get (loaded, GLOW_SETUP_SSID), ==, "home");
  g_assert_null (glow_setup_values_get (loaded, GLOW_SETUP_KEY));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", ".", "..", ".a", "a/b", "../a", "a\nb", "\xff" };
  g_autoptr (GlowSetupValues) values = new_values ();
  g_autofree char *long_name = g_strnfill (101, 'a');

  for (guint i = 0; i <= G_N_ELEMENTS (bad); i++) {
    const char *name = i < G_N_ELEMENTS (bad) ? bad[i] : long_name;
    g_autoptr (GError) save_error = NULL;
    g_autoptr (GError) load_error = NULL;

    g_assert_false (glow_setup_profile_save (fixture->dir, name, values, &save_error));
    g_assert_error (save_error, GLOW_ERROR, GLOW_ERROR_PROFILE);
    g_assert_null (glow_setup_profile_load (fixture->dir, name, &load_error));
    g_assert_error (load_error, GLOW_ERROR, GLOW_ERROR_PROFILE);
  }
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "no key file", "[Profile]\nFormat=2\n",
                                       "\xff\xfe" };
  g_autofree char *path = g_build_filename (fixture->dir, "a.profile", NULL);

  g_assert_cmpint (g_mkdir (fixture->dir, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_assert_null (glow_setup_profile_load (fixture->dir, "a", &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PROFILE);
  }
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) load_error = NULL;
  g_autoptr (GError) remove_error = NULL;
  g_auto (GStrv) names = glow_setup_profile_list (fixture->dir);

  g_assert_cmpuint (g_strv_length (names), ==, 0);
  g_assert_null (glow_setup_profile_load (fixture->dir, "a", &load_error));
  g_assert_error (load_error, GLOW_ERROR, GLOW_ERROR_PROFILE);
  g_assert_false (glow_setup_profile_remove (fixture->dir, "a", &remove_error));
  g_assert_error (remove_error, GLOW_ERROR, GLOW_ERROR_PROFILE);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowSetupValues) values = new_values ();
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  g_assert_true (glow_setup_profile_save (fixture->dir, "b", values, NULL));
  g_assert_true (glow_setup_profile_save (fixture->dir, "a", values, NULL));
  g_assert_true (glow_setup_profile_save (fixture->dir, "a", values, NULL));
  names = glow_setup_profile_list (fixture->dir);
  joined = g_strjoinv ("|", names);
  g_assert_cmpstr (joined, ==, "a|b");
}

#define ADD(name, func)                                                                  \
  g_test_add ("/setup-profile/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("no-secrets", test_no_secrets);
  ADD ("secret-in-file", test_secret_in_file);
  ADD ("names", test_names);
  ADD ("damaged", test_damaged);
  ADD ("missing", test_missing);
  ADD ("list", test_list);
  return g_test_run ();
}
