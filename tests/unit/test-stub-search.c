/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-stub-search.h"
#include "glow-stub.h"

#include <glib/gstdio.h>

#define STUBS "targets/stub_flasher/"

typedef struct {
  char *root; /* owned: a made-up file system */
  char *home; /* owned */
} Tree;

static void
setup (Tree *tree, gconstpointer data)
{
  (void) data;
  tree->root = g_dir_make_tmp ("stub-search-XXXXXX", NULL);
  g_assert_nonnull (tree->root);
  tree->home = g_build_filename (tree->root, "home", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
teardown (Tree *tree, gconstpointer data)
{
  (void) data;
  remove_tree (tree->root);
  g_free (tree->root);
  g_free (tree->home);
}

static void
put (const char *base, const char *name)
{
  g_autofree char *path = g_build_filename (base, name, NULL);
  g_autofree char *dir = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
}

/* what is found, from @base on; NULL: nothing */
static void
assert_found (Tree *tree, const char *name, const char *base, const char *expected)
{
  g_autofree char *found = glow_stub_search (tree->root, tree->home, name);
  g_autofree char *path = expected ? g_canonicalize_filename (expected, base) : NULL;
  g_autofree char *clean = found ? g_canonicalize_filename (found, "/") : NULL;

  g_assert_cmpstr (clean, ==, path);
}

static void
test_every_place (Tree *tree, gconstpointer data)
{
  const char *place = data;
  gboolean system = g_str_has_prefix (place, "usr/");
  const char *base = system ? tree->root : tree->home;
  g_autofree char *file = g_build_filename (place, STUBS "2/esp32c3.json", NULL);

  put (base, file);
  assert_found (tree, "esp32c3", base, file);
  assert_found (tree, "esp32c6", base, NULL);
}

static void
test_new_before_old (Tree *tree, gconstpointer data)
{
  const char *user = ".local/lib/python3.11/site-packages/esptool/" STUBS "1/esp32.json";
  const char *system = "usr/lib/python3/dist-packages/esptool/" STUBS "2/esp32.json";

  (void) data;
  put (tree->home, user);
  assert_found (tree, "esp32", tree->home, user);
  put (tree->root, system);
  assert_found (tree, "esp32", tree->root, system);
}

static void
test_newest_version_first (Tree *tree, gconstpointer data)
{
  const char *names[] = {
    ".arduino15/packages/esp32/tools/esptool_py/4.9.1/esptool/" STUBS "2/esp32.json",
    ".arduino15/packages/esp32/tools/esptool_py/4.10.0/esptool/" STUBS "2/esp32.json",
    ".arduino15/packages/esp32/tools/esptool_py/4.2.0/esptool/" STUBS "2/esp32.json",
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    put (tree->home, names[i]);
  assert_found (tree, "esp32", tree->home, names[1]);
}

static void
test_single_old_files (Tree *tree, gconstpointer data)
{
  static const struct {
    const char *name;
    const char *file;
    gboolean found;
  } cases[] = {
    { "esp32", "stub_flasher_32.json", TRUE },
    { "esp8266", "stub_flasher_8266.json", TRUE },
    { "esp32s3", "stub_flasher_32s3.json", TRUE },
    /* made for the early revisions, whose RAM is elsewhere */
    { "esp32p4-rev1", "stub_flasher_32p4.json", TRUE },
    { "esp32p4", "stub_flasher_32p4.json", FALSE },
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *file =
      g_build_filename (".platformio/packages/tool-esptoolpy/esptool", STUBS,
                        cases[i].file, NULL);

    g_test_message ("%s", cases[i].name);
    put (tree->home, file);
    assert_found (tree, cases[i].name, tree->home, cases[i].found ? file : NULL);
  }
}

static void
test_environment_turns_it_off (Tree *tree, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  put (tree->home, ".local/lib/python3.11/site-packages/esptool/" STUBS "2/esp32.json");
  g_setenv ("HOME", tree->home, TRUE);
  g_setenv ("GLOWPLUG_STUBS_DIR", "", TRUE);
  g_assert_null (glow_stub_find ("esp32", &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_STUB);
  /* not the file in the tree, which is no stub and would be complained about */
  g_assert_nonnull (g_strstr_len (error->message, -1, "no stub image"));
}

int
main (int argc, char *argv[])
{
  static const char *const places[] = {
    ".local/lib/python3.11/site-packages/esptool",
    ".local/lib/python3.9/site-packages/esptool",
    ".local/share/pipx/venvs/esptool/lib/python3.12/site-packages/esptool",
    ".espressif/python_env/idf5.4_py3.12_env/lib/python3.12/site-packages/esptool",
    ".platformio/packages/tool-esptoolpy/esptool",
    ".platformio/packages/tool-esptoolpy@1.40501.0/esptool",
    ".platformio/penv/lib/python3.11/site-packages/esptool",
    ".arduino15/packages/esp32/tools/esptool_py/5.3.0/esptool",
    ".arduino15/packages/m5stack/tools/esptool/5.3.0/_internal/esptool",
    "usr/local/lib/python3.11/dist-packages/esptool",
    "usr/lib/python3/dist-packages/esptool",
    "usr/lib/python3.13/site-packages/esptool",
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_strconcat ("/stub-search/", places[i], NULL);

    g_test_add (path, Tree, places[i], setup, test_every_place, teardown);
  }
#define ADD(path, func) g_test_add (path, Tree, NULL, setup, func, teardown)
  ADD ("/stub-search/new-before-old", test_new_before_old);
  ADD ("/stub-search/newest-version", test_newest_version_first);
  ADD ("/stub-search/single-files", test_single_old_files);
  ADD ("/stub-search/environment", test_environment_turns_it_off);
  return g_test_run ();
}
