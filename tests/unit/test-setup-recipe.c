/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-setup-kinds.h"
#include "glow-setup-recipe-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define NO_DIRS ((const char *const[]){ NULL })
#define HEAD    "[Recipe]\nFormat=1\nId=x\nName=X\n"
#define FIELD   "[Field ssid]\n"
#define SEND    "[Send ssid]\nLine=wifi {ssid}\n"

typedef struct {
  const char *name;
  const char *text;
  const char *reason; /* within the error */
} Bad;

static const Bad bad[] = {
  { "empty", "", "[Recipe]" },
  { "no-text", "\xff\xfe", "UTF-8" },
  { "no-key-file", "Id=x\n", "group" },
  { "format", "[Recipe]\nFormat=2\nId=x\nName=X\n" FIELD SEND, "Format" },
  { "no-id", "[Recipe]\nFormat=1\nName=X\n" FIELD SEND, "\"Id\" is missing" },
  { "no-send", HEAD FIELD, "nothing to send" },
  { "typo", HEAD "Lineend=\\n\n" FIELD SEND, "Lineend" },
  { "group", HEAD FIELD SEND "[Sned x]\n", "[Sned x]" },
  { "field", HEAD "[Field sid]\n" SEND, "\"sid\"" },
  { "placeholder", HEAD FIELD "[Send a]\nLine=wifi {sid}\n", "\"sid\"" },
  { "open-brace", HEAD FIELD "[Send a]\nLine=wifi {ssid\n", "no field" },
  { "field-not-taken", HEAD "[Send a]\nLine=wifi {ssid}\n", "has no group" },
  { "pattern", HEAD FIELD SEND "Reply=(\n", "no pattern" },
  { "pattern-empty", HEAD FIELD SEND "Reply=\n", "empty" },
  { "shows", HEAD FIELD SEND "Reply=ok\nShows=ssid\n", "group in parentheses" },
  { "number", HEAD "Baud=fast\n" FIELD SEND, "\"Baud\"" },
  { "number-range", HEAD "Baud=99999999\n" FIELD SEND, "\"Baud\"" },
  { "boolean", HEAD "Trims=maybe\n" FIELD SEND, "\"Trims\"" },
  { "characters", HEAD "[Field ssid]\nCharacters=latin\n" SEND, "latin" },
  { "limits", HEAD "[Field ssid]\nMinLength=9\nMaxLength=8\n" SEND, "limit" },
  { "quotes", HEAD "Quotes=abc;\n" FIELD SEND, "pair" },
  { "ask", HEAD "Ask=who\n" FIELD SEND, "Known" },
  { "batch", HEAD "Batch=all {lines}\n" FIELD SEND "Reply=ok\n", "BatchSeparator" },
  { "batch-reply", HEAD "Batch=all {lines}\nBatchSeparator=;\n" FIELD SEND, "Reply" },
  { "commands", HEAD "[Field commands]\n[Send c]\nLine=do {commands}\n",
    "line of its own" },
  { "address", HEAD FIELD SEND "[Address]\nLine=ip\n", "\"Reply\" is missing" },
  { "url", HEAD FIELD SEND "[Address]\nReply=(.*)\nUrl=http://x/\n", "{address}" },
};

static GlowSetupRecipe *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) data = g_bytes_new_static (text, strlen (text));

  return glow_setup_recipe_new_from_data ("test.ini", data, error);
}

static void
test_bad (gconstpointer data)
{
  const Bad *c = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (c->text, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_RECIPE);
  g_assert_nonnull (strstr (error->message, "test.ini"));
  if (!strstr (error->message, c->reason))
    g_error ("\"%s\" does not name \"%s\"", error->message, c->reason);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowSetupRecipe) recipe = parse (HEAD FIELD SEND, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (recipe->line_end, ==, "\n");
  g_assert_cmpuint (recipe->baud, ==, 115200);
  g_assert_cmpuint (recipe->fields[GLOW_SETUP_SSID].max_len, ==, 128);
  g_assert_cmpint (recipe->fields[GLOW_SETUP_SSID].characters, ==, GLOW_SETUP_ASCII);
  g_assert_false (recipe->fields[GLOW_SETUP_KEY].taken);
}

static void
test_too_big (void)
{
  g_autofree char *padding = g_strnfill (70000, '#');
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (padding, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_RECIPE);
}

static void
test_own (void)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  GPtrArray *errors = glow_setup_kinds_get_errors (kinds);

  for (guint i = 0; i < errors->len; i++)
    g_error ("%s", ((GError *) g_ptr_array_index (errors, i))->message);
  g_assert_cmpuint (glow_setup_kinds_get_n (kinds), ==, 3);
  g_assert_nonnull (glow_setup_kinds_find (kinds, "espeasy"));
  g_assert_nonnull (glow_setup_kinds_find (kinds, "tasmota"));
  g_assert_null (glow_setup_kinds_find (kinds, "none"));
}

static const char *
id_of (GlowSetupKind *kind)
{
  return kind ? glow_setup_kind_get_id (kind) : NULL;
}

static void
test_which_kind (void)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  static const struct {
    const char *firmware;
    const char *id;
  } names[] = {
    { "ESPEasy", "espeasy" }, { "Tasmota", "tasmota" }, { "WLED", "improv" },
    { "ESPHome", "improv" },  { "MicroPython", NULL },  { NULL, NULL },
  };
  static const struct {
    const char *line;
    const char *id;
  } lines[] = {
    { "77 : Info   : INIT : Booting version: 20210529", "espeasy" },
    { "00:00:00.002-025 Project tasmota - Tasmota Version 14.3.0", "tasmota" },
    { "ets Jun  8 2016 00:22:57", NULL },
    { "\xff\xfe", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (id_of (
                       glow_setup_kinds_find_for_firmware (kinds, names[i].firmware)),
                     ==, names[i].id);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpstr (id_of (glow_setup_kinds_find_for_boot_line (kinds, lines[i].line)),
                     ==, lines[i].id);
}

static void
write_recipe (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* the user's win over Glowplug's, and a bad one keeps nothing else from being read */
static void
test_folders (void)
{
  g_autofree char *dir = g_dir_make_tmp ("glow-setup-XXXXXX", NULL);
  const char *const dirs[] = { "/nonexistent", dir, NULL };
  g_autoptr (GlowSetupKinds) kinds = NULL;
  GPtrArray *errors;

  write_recipe (dir, "a.ini", "[Recipe]\nFormat=9\n");
  write_recipe (
    dir, "b.ini",
    "[Recipe]\nFormat=1\nId=espeasy\nName=Mine\nFirmware=ESPEasy;\n" FIELD SEND);
  write_recipe (dir, "c.ini", HEAD "Firmware=Other;\n" FIELD SEND);
  write_recipe (dir, "d.txt", "no recipe");
  kinds = glow_setup_kinds_new_for_dirs (dirs);
  errors = glow_setup_kinds_get_errors (kinds);
  g_assert_cmpuint (errors->len, ==, 1);
  g_assert_nonnull (
    strstr (((GError *) g_ptr_array_index (errors, 0))->message, "a.ini"));
  g_assert_cmpuint (glow_setup_kinds_get_n (kinds), ==, 4);
  g_assert_cmpstr (glow_setup_kind_get_name (
                     glow_setup_kinds_find_for_firmware (kinds, "ESPEasy")),
                   ==, "Mine");
  g_assert_cmpstr (id_of (glow_setup_kinds_find_for_firmware (kinds, "Other")), ==, "x");
  for (const char *name = "abcd"; *name; name++) {
    g_autofree char *path =
      g_strdup_printf ("%s/%c.%s", dir, *name, *name == 'd' ? "txt" : "ini");

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strdup_printf ("/setup-recipe/bad/%s", bad[i].name);

    g_test_add_data_func (path, &bad[i], test_bad);
  }
  g_test_add_func ("/setup-recipe/defaults", test_defaults);
  g_test_add_func ("/setup-recipe/too-big", test_too_big);
  g_test_add_func ("/setup-recipe/own", test_own);
  g_test_add_func ("/setup-recipe/which-kind", test_which_kind);
  g_test_add_func ("/setup-recipe/folders", test_folders);
  return g_test_run ();
}
