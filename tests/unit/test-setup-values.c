/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-secret.h"
#include "glow-setup-kinds.h"
#include "glow-setup-line.h"
#include "glow-setup-run.h"

#include <string.h>

#define NO_DIRS ((const char *const[]){ NULL })

typedef struct {
  const char *kind;
  GlowSetupFieldId field;
  const char *value;
  int trouble; /* -1: none */
  guint limit;
} Case;

static const Case cases[] = {
  { "espeasy", GLOW_SETUP_NAME, "Desk lamp", -1, 0 },
  { "espeasy", GLOW_SETUP_NAME, "1234567890123456789012345", -1, 0 },
  { "espeasy", GLOW_SETUP_NAME, "12345678901234567890123456", GLOW_SETUP_TOO_LONG, 25 },
  { "espeasy", GLOW_SETUP_NAME, "Küche", GLOW_SETUP_CHARACTER, 0 },
  { "espeasy", GLOW_SETUP_NAME, "two\nlines", GLOW_SETUP_CHARACTER, 0 },
  { "espeasy", GLOW_SETUP_NAME, "a\"b'c`d e", -1, 0 },
  { "espeasy", GLOW_SETUP_NAME, "a\"b'c`d[e", GLOW_SETUP_QUOTES, 0 },
  { "espeasy", GLOW_SETUP_UNIT, "255", -1, 0 },
  { "espeasy", GLOW_SETUP_UNIT, "256", GLOW_SETUP_NOT_NUMBER, 0 },
  { "espeasy", GLOW_SETUP_UNIT, "-1", GLOW_SETUP_NOT_NUMBER, 0 },
  { "espeasy", GLOW_SETUP_UNIT, "7a", GLOW_SETUP_NOT_NUMBER, 0 },
  { "espeasy", GLOW_SETUP_HOSTNAME, "lamp", GLOW_SETUP_NOT_TAKEN, 0 },
  { "espeasy", GLOW_SETUP_SSID, "12345678901234567890123456789012", GLOW_SETUP_TOO_LONG,
    31 },
  { "espeasy", GLOW_SETUP_COMMANDS, "TimeZone,60\n\n  UseNTP,1 ", -1, 0 },
  { "espeasy", GLOW_SETUP_COMMANDS, "TimeZone,60\nName,Küche", GLOW_SETUP_CHARACTER, 0 },
  { "tasmota", GLOW_SETUP_SSID, "Küche", -1, 0 },
  { "tasmota", GLOW_SETUP_SSID, "a;b", GLOW_SETUP_CHARACTER, 0 },
  { "tasmota", GLOW_SETUP_SSID, " a", GLOW_SETUP_SPACES, 0 },
  { "tasmota", GLOW_SETUP_SSID, "a ", GLOW_SETUP_SPACES, 0 },
  { "tasmota", GLOW_SETUP_HOSTNAME, "lamp-2", -1, 0 },
  { "tasmota", GLOW_SETUP_HOSTNAME, "lamp_2", GLOW_SETUP_NOT_HOST, 0 },
  { "tasmota", GLOW_SETUP_HOSTNAME, "-lamp", GLOW_SETUP_NOT_HOST, 0 },
  { "improv", GLOW_SETUP_SSID, "Café ☕", -1, 0 },
  { "improv", GLOW_SETUP_SSID, "123456789012345678901234567890ü", -1, 0 },
  { "improv", GLOW_SETUP_SSID, "1234567890123456789012345678901ü", GLOW_SETUP_TOO_LONG,
    32 },
  { "improv", GLOW_SETUP_UNIT, "1", GLOW_SETUP_NOT_TAKEN, 0 },
  { "improv", GLOW_SETUP_KEY, "GLOWsecretKEY-1", GLOW_SETUP_NEEDS, 0 },
  { "improv", GLOW_SETUP_HOSTNAME, "lamp..de", GLOW_SETUP_NOT_HOST, 0 },
  { "espeasy", GLOW_SETUP_IP, "192.168.1.5", GLOW_SETUP_NEEDS, 0 },
  { "espeasy", GLOW_SETUP_IP, "192.168.1", GLOW_SETUP_NOT_ADDRESS, 0 },
  { "espeasy", GLOW_SETUP_IP, "192.168.1.256", GLOW_SETUP_NOT_ADDRESS, 0 },
  { "espeasy", GLOW_SETUP_IP, "192.168.1.5.6", GLOW_SETUP_NOT_ADDRESS, 0 },
};

static void
test_check (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  g_autoptr (GArray) problems = NULL;
  const GlowSetupProblem *problem;

  glow_setup_values_set (values, c->field, c->value);
  problems = glow_setup_kind_check (glow_setup_kinds_find (kinds, c->kind), values);
  g_assert_cmpuint (problems->len, ==, c->trouble >= 0 ? 1 : 0);
  if (c->trouble < 0)
    return;
  problem = &g_array_index (problems, GlowSetupProblem, 0);
  g_assert_cmpint ((int) problem->trouble, ==, c->trouble);
  g_assert_cmpint (problem->field, ==, c->field);
  g_assert_cmpuint (problem->limit, ==, c->limit);
}

/* not even the character that can't be sent is told */
static void
test_secret_not_told (void)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  GlowSetupKind *kind = glow_setup_kinds_find (kinds, "espeasy");
  g_autoptr (GArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  glow_setup_values_set (values, GLOW_SETUP_SSID, "home");
  glow_setup_values_set (values, GLOW_SETUP_KEY, "GLOWsecretKEY-ü");
  problems = glow_setup_kind_check (kind, values);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpuint (g_array_index (problems, GlowSetupProblem, 0).character, ==, 0);
  g_assert_false (glow_setup_kind_accepts (kind, values, &error));
  g_assert_null (strstr (error->message, "GLOW"));
}

static void
test_line_too_long (void)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  g_autofree char *text = g_strnfill (480, 'a');
  g_autoptr (GArray) problems = NULL;

  glow_setup_values_set (values, GLOW_SETUP_SSID, "12345678901234567890123456789012");
  glow_setup_values_set (values, GLOW_SETUP_COMMANDS, text);
  problems = glow_setup_kind_check (glow_setup_kinds_find (kinds, "tasmota"), values);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpint (g_array_index (problems, GlowSetupProblem, 0).trouble, ==,
                   GLOW_SETUP_LINE_TOO_LONG);
  g_assert_cmpuint (g_array_index (problems, GlowSetupProblem, 0).limit, ==, 500);
}

static void
test_quotes (void)
{
  static const struct {
    const char *value;
    const char *line;
  } rows[] = {
    { "lamp", "Name,lamp" },           { "desk lamp", "Name,\"desk lamp\"" },
    { "a,b", "Name,\"a,b\"" },         { "5\" disk", "Name,'5\" disk'" },
    { "it's 5\"", "Name,`it's 5\"`" }, { "`'\"", "Name,[`'\"]" },
    { "[a]", "Name,\"[a]\"" },         { "{ssid}", "Name,{ssid}" },
  };
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  GlowSetupRecipe *recipe =
    glow_setup_kind_get_recipe (glow_setup_kinds_find (kinds, "espeasy"));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
    GString *line;

    glow_setup_values_set (values, GLOW_SETUP_NAME, rows[i].value);
    glow_setup_values_set (values, GLOW_SETUP_SSID, "home");
    line = glow_setup_line_expand (recipe, "Name,{name}", values);
    g_assert_cmpstr (line->str, ==, rows[i].line);
    glow_secret_string_free (line);
  }
}

static void
test_values (void)
{
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  g_autoptr (GlowSetupValues) copy = NULL;
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  g_autofree char *text = NULL;

  g_assert_true (glow_setup_values_is_empty (values));
  glow_setup_values_set (values, GLOW_SETUP_NAME, "");
  g_assert_true (glow_setup_values_is_empty (values));
  glow_setup_values_set (values, GLOW_SETUP_SSID, "home");
  glow_setup_values_set (values, GLOW_SETUP_KEY, "GLOWsecretKEY-1");
  glow_setup_values_set (values, GLOW_SETUP_KEY2, "GLOWsecretKEY-2");
  glow_setup_values_set (values, GLOW_SETUP_ADMIN_PASSWORD, "GLOWsecretKEY-3");
  copy = glow_setup_values_copy (values);
  glow_setup_values_set (values, GLOW_SETUP_SSID, NULL);
  g_assert_null (glow_setup_values_get (values, GLOW_SETUP_SSID));
  g_assert_cmpstr (glow_setup_values_get (copy, GLOW_SETUP_SSID), ==, "home");
  glow_setup_values_add_secrets (copy, redactor);
  text = glow_redactor_dup_text (
    redactor, "home GLOWsecretKEY-1 GLOWsecretKEY-2 GLOWsecretKEY-3 another");
  g_assert_cmpstr (text, ==, "home ••• ••• ••• another");
}

static void
test_fields (void)
{
  for (guint i = 0; i < GLOW_SETUP_N_FIELDS; i++) {
    GlowSetupFieldId id;

    g_assert_true (glow_setup_field_id_from_string (
      glow_setup_field_id_to_string ((GlowSetupFieldId) i), &id));
    g_assert_cmpuint (id, ==, i);
  }
}

/* Improv where the firmware's own way can't, and only where the board knows it. */
static void
test_choose (void)
{
  g_autoptr (GlowSetupKinds) kinds = glow_setup_kinds_new_for_dirs (NO_DIRS);
  g_autoptr (GlowSetupResult) found =
    glow_setup_result_new (glow_setup_kinds_find (kinds, "tasmota"));
  g_autoptr (GlowSetupValues) values = glow_setup_values_new ();
  GlowSetupKind *improv = glow_setup_kinds_find (kinds, "improv");

  g_assert_true (glow_setup_choose_scan_kind (kinds, found) == found->kind);
  found->improv = TRUE;
  g_assert_true (glow_setup_choose_scan_kind (kinds, found) == improv);

  glow_setup_values_set (values, GLOW_SETUP_SSID, "Workshop");
  g_assert_true (glow_setup_choose_kind (kinds, found, values) == found->kind);
  glow_setup_values_set (values, GLOW_SETUP_SSID, "a;b");
  g_assert_true (glow_setup_choose_kind (kinds, found, values) == improv);
  glow_setup_values_set (values, GLOW_SETUP_SSID2, "Office");
  g_assert_true (glow_setup_choose_kind (kinds, found, values) == found->kind);
  glow_setup_values_set (values, GLOW_SETUP_SSID2, NULL);
  found->improv = FALSE;
  g_assert_true (glow_setup_choose_kind (kinds, found, values) == found->kind);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
      g_strdup_printf ("/setup-values/check/%s/%s/%u", cases[i].kind,
                       glow_setup_field_id_to_string (cases[i].field), i);

    g_test_add_data_func (path, &cases[i], test_check);
  }
  g_test_add_func ("/setup-values/secret-not-told", test_secret_not_told);
  g_test_add_func ("/setup-values/line-too-long", test_line_too_long);
  g_test_add_func ("/setup-values/quotes", test_quotes);
  g_test_add_func ("/setup-values/values", test_values);
  g_test_add_func ("/setup-values/fields", test_fields);
  g_test_add_func ("/setup-values/choose", test_choose);
  return g_test_run ();
}
