/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The keyring, by libsecret's own file and, where gnome-keyring is there, by the real
 * service on a bus of its own; and without any. Each runs in a process of its own, since
 * libsecret chooses once. */

#include "glow-error.h"
#include "glow-setup-keyring.h"

#include <string.h>

#define KEY      "GLOWsecretKEY-one"
#define KEY2     "GLOWsecretKEY-two"
#define PASSWORD "GLOWsecretKEY-admin"
#define ENV_ROLE "GLOW_TEST_KEYRING"

static GlowSetupValues *
new_values (gboolean with_secrets)
{
  GlowSetupValues *values = glow_setup_values_new ();

  glow_setup_values_set (values, GLOW_SETUP_NAME, "lamp");
  glow_setup_values_set (values, GLOW_SETUP_SSID, "Café");
  glow_setup_values_set (values, GLOW_SETUP_SSID2, "other");
  glow_setup_values_set (values, GLOW_SETUP_KEY, with_secrets ? KEY : NULL);
  glow_setup_values_set (values, GLOW_SETUP_KEY2, with_secrets ? KEY2 : NULL);
  glow_setup_values_set (values, GLOW_SETUP_ADMIN_PASSWORD,
                         with_secrets ? PASSWORD : NULL);
  return values;
}

static void
assert_fills (guint n_wanted)
{
  g_autoptr (GlowSetupValues) values = new_values (FALSE);
  g_autoptr (GError) error = NULL;
  guint n_filled;

  glow_setup_keyring_fill (values, &n_filled, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_filled, ==, n_wanted);
  g_assert_cmpstr (glow_setup_values_get (values, GLOW_SETUP_KEY), ==,
                   n_wanted ? KEY : NULL);
  g_assert_cmpstr (glow_setup_values_get (values, GLOW_SETUP_KEY2), ==,
                   n_wanted ? KEY2 : NULL);
  g_assert_cmpstr (glow_setup_values_get (values, GLOW_SETUP_ADMIN_PASSWORD), ==,
                   n_wanted ? PASSWORD : NULL);
}

/* what was typed in wins over what is kept */
static void
assert_keeps_own (void)
{
  g_autoptr (GlowSetupValues) values = new_values (FALSE);
  guint n_filled;

  glow_setup_values_set (values, GLOW_SETUP_KEY, "GLOWsecretKEY-typed");
  g_assert_true (glow_setup_keyring_fill (values, &n_filled, NULL, NULL));
  g_assert_cmpuint (n_filled, ==, 2);
  g_assert_cmpstr (glow_setup_values_get (values, GLOW_SETUP_KEY), ==,
                   "GLOWsecretKEY-typed");
}

/* libsecret 0.20 leaks the name of its file's version; asked for by the leak sanitizer */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:secret_password_storev_sync\nleak:secret_password_clearv_sync\n";
}

static int
play_user (void)
{
  g_autoptr (GlowSetupValues) values = new_values (TRUE);
  g_autoptr (GError) error = NULL;

  assert_fills (0);
  glow_setup_keyring_store (values, NULL, &error);
  g_assert_no_error (error);
  assert_fills (3);
  assert_keeps_own ();
  glow_setup_keyring_forget (values, NULL, &error);
  g_assert_no_error (error);
  assert_fills (0);
  /* twice is no error */
  glow_setup_keyring_forget (values, NULL, &error);
  g_assert_no_error (error);
  return 0;
}

static int
play_user_without (void)
{
  g_autoptr (GlowSetupValues) values = new_values (TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) fill_error = NULL;
  g_autoptr (GlowSetupValues) empty = new_values (FALSE);
  guint n_filled;

  g_assert_false (glow_setup_keyring_store (values, NULL, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_KEYRING);
  g_assert_null (strstr (error->message, "GLOW"));
  g_assert_false (glow_setup_keyring_fill (empty, &n_filled, NULL, &fill_error));
  g_assert_error (fill_error, GLOW_ERROR, GLOW_ERROR_KEYRING);
  return 0;
}

static void
run_as (char **env, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  const char *asan_options = g_environ_getenv (env, "ASAN_OPTIONS");
  g_autofree char *more =
    g_strconcat (asan_options ? asan_options : "", ":fast_unwind_on_malloc=0", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_environ (launcher, env);
  /* to see whose leak it is */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", more, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
skips (void)
{
  if (glow_setup_keyring_is_built_in ())
    return FALSE;
  g_test_skip ("built without libsecret");
  return TRUE;
}

static void
test_file (gconstpointer program)
{
  g_autofree char *dir = g_dir_make_tmp ("glow-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "keyring", NULL);
  g_auto (GStrv) env = g_get_environ ();
  g_autofree char *text = NULL;
  gsize size;

  if (skips ())
    return;
  env = g_environ_setenv (env, "SECRET_BACKEND", "file", TRUE);
  env = g_environ_setenv (env, "SECRET_FILE_TEST_PATH", path, TRUE);
  env = g_environ_setenv (env, "SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  env = g_environ_setenv (env, ENV_ROLE, "user", TRUE);
  run_as (env, (const char *[]){ program, NULL });
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_null (g_strstr_len (text, (gssize) size, "GLOW"));
  run_as (env, (const char *[]){ "rm", "-r", dir, NULL });
}

static void
test_without_service (gconstpointer program)
{
  g_auto (GStrv) env = g_get_environ ();

  env = g_environ_setenv (env, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus",
                          TRUE);
  env = g_environ_unsetenv (env, "SECRET_BACKEND");
  env = g_environ_setenv (env, ENV_ROLE, "without", TRUE);
  run_as (env, (const char *[]){ program, NULL });
}

/* the keyring of this user stays as it is: another home, another bus */
static void
test_service (gconstpointer program)
{
  static const char *const needed[] = { "dbus-run-session", "gnome-keyring-daemon",
                                        "sh" };
  g_autofree char *home = NULL;
  g_auto (GStrv) env = g_get_environ ();

  if (skips ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    g_autofree char *path = g_find_program_in_path (needed[i]);

    if (!path) {
      g_test_skip ("gnome-keyring is not installed");
      return;
    }
  }
  home = g_dir_make_tmp ("glow-keyring-XXXXXX", NULL);
  env = g_environ_setenv (env, "HOME", home, TRUE);
  env = g_environ_setenv (env, "XDG_DATA_HOME", home, TRUE);
  env = g_environ_setenv (env, "XDG_RUNTIME_DIR", home, TRUE);
  env = g_environ_setenv (env, "PROGRAM", program, TRUE);
  env = g_environ_unsetenv (env, "SECRET_BACKEND");
  env = g_environ_setenv (env, ENV_ROLE, "user", TRUE);
  run_as (env, (const char *[]){
                 "dbus-run-session", "--", "sh", "-c",
                 "printf test | gnome-keyring-daemon --unlock "
                 "--components=secrets --daemonize >/dev/null 2>&1 && \"$PROGRAM\"",
                 NULL });
  run_as (env, (const char *[]){ "rm", "-r", home, NULL });
}

int
main (int argc, char *argv[])
{
  const char *role = g_getenv (ENV_ROLE);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (role)
    return g_str_equal (role, "user") ? play_user () : play_user_without ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/setup-keyring/file", program, test_file);
  g_test_add_data_func ("/setup-keyring/without-service", program, test_without_service);
  g_test_add_data_func ("/setup-keyring/service", program, test_service);
  return g_test_run ();
}
