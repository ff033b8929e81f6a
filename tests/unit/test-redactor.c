/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-redactor.h"

#include <string.h>

#define M GLOW_REDACTOR_MASK

typedef struct {
  const char *name;
  const char *secrets[4];
  const char *stream;
  const char *shown;
} Case;

static const Case cases[] = {
  { "none", { NULL }, "abc", "abc" },
  { "empty", { "" }, "abc", "abc" },
  { "once", { "GLOWsecretKEY-1" }, "key GLOWsecretKEY-1\r\n", "key " M "\r\n" },
  { "begins", { "GLOWsecretKEY-1" }, "GLOWsecretKEY-1.", M "." },
  { "ends", { "GLOWsecretKEY-1" }, ".GLOWsecretKEY-1", "." M },
  { "twice", { "abcd" }, "abcd abcdabcd", M " " M },
  { "nearly", { "abcd" }, "abcabcabce", "abcabcabce" },
  { "within-a-beginning", { "aab" }, "aaaab", "aa" M },
  { "overlap-of-one", { "abab" }, "xababab.", "x" M "." },
  { "overlap-of-two", { "abcd", "cdef" }, "xabcdefx", "x" M "x" },
  { "one-in-the-other", { "bc", "abcd" }, "abce abcd", "a" M "e " M },
  { "longer-fails", { "ab", "abcdef" }, "abcde!", M "cde!" },
  { "one-byte", { "a" }, "banana", "b" M "n" M "n" M },
  { "utf-8", { "schlüssel" }, "der schlüssel!", "der " M "!" },
  { "byte-lost", { "GLOWsecretKEY-1" }, ".GLOWsecetKEY-1.", "." M "." },
  { "byte-changed", { "GLOWsecretKEY-1" }, ".GLOWse?retKEY-1.", "." M "?" M "." },
  { "piece", { "GLOWsecretKEY-1" }, "a secretKEY b", "a " M " b" },
  { "short-piece", { "GLOWsecretKEY-1" }, "a secre b", "a secre b" },
  { "json", { "a\"b\\c" }, "{\"k\":\"a\\\"b\\\\c\"} a\"b\\c", "{\"k\":\"" M "\"} " M },
};

static GlowRedactor *
new_redactor (const Case *c)
{
  GlowRedactor *redactor = glow_redactor_new ();

  for (guint i = 0; c->secrets[i]; i++)
    glow_redactor_add_secret (redactor, c->secrets[i]);
  return redactor;
}

static void
test_every_split (gconstpointer data)
{
  const Case *c = data;
  const guint8 *stream = (const guint8 *) c->stream;
  gsize len = strlen (c->stream);

  for (gsize first = 0; first <= len; first++) {
    for (gsize second = first; second <= len; second++) {
      g_autoptr (GlowRedactor) redactor = new_redactor (c);
      g_autoptr (GString) out = g_string_new (NULL);

      glow_redactor_filter (redactor, stream, first, out);
      glow_redactor_filter (redactor, stream + first, second - first, out);
      glow_redactor_filter (redactor, stream + second, len - second, out);
      glow_redactor_flush (redactor, out);
      g_assert_cmpstr (out->str, ==, c->shown);
    }
  }
}

static void
test_text (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GlowRedactor) redactor = new_redactor (c);
  g_autofree char *text = glow_redactor_dup_text (redactor, c->stream);
  g_autofree char *again = glow_redactor_dup_text (redactor, c->stream);

  g_assert_cmpstr (text, ==, c->shown);
  g_assert_cmpstr (again, ==, c->shown);
}

/* what is no beginning of a secret comes at once */
static void
test_holds_back_no_more_than_needed (void)
{
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  glow_redactor_add_secret (redactor, "secret");
  glow_redactor_filter (redactor, (const guint8 *) "login: ", 7, out);
  g_assert_cmpstr (out->str, ==, "login: ");
  glow_redactor_filter (redactor, (const guint8 *) "sec", 3, out);
  g_assert_cmpstr (out->str, ==, "login: ");
  glow_redactor_filter (redactor, (const guint8 *) "t", 1, out);
  g_assert_cmpstr (out->str, ==, "login: sect");
}

/* a flush at any point, as in a pause of the line, gives three bytes away at most */
static void
test_flush_within (void)
{
  const char *stream = "key GLOWsecretKEY-1 end";
  const char *secret = "GLOWsecretKEY-1";
  gsize len = strlen (stream);

  for (gsize split = 0; split <= len; split++) {
    g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
    g_autoptr (GString) out = g_string_new (NULL);

    glow_redactor_add_secret (redactor, secret);
    glow_redactor_filter (redactor, (const guint8 *) stream, split, out);
    glow_redactor_flush (redactor, out);
    glow_redactor_filter (redactor, (const guint8 *) stream + split, len - split, out);
    glow_redactor_flush (redactor, out);
    g_assert_nonnull (strstr (out->str, M));
    g_assert_null (strstr (out->str, "GLOW"));
    for (gsize i = 0; i + 4 <= strlen (secret); i++) {
      g_autofree char *piece = g_strndup (secret + i, 4);

      g_assert_null (strstr (out->str, piece));
    }
    g_assert_true (g_str_has_prefix (out->str, "key "));
    g_assert_true (g_str_has_suffix (out->str, M " end"));
  }
}

static void
test_added_later_and_copied (void)
{
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
  g_autoptr (GlowRedactor) copy = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  glow_redactor_add_secret (redactor, "first");
  glow_redactor_filter (redactor, (const guint8 *) "fir", 3, out);
  glow_redactor_add_secret (redactor, "second");
  glow_redactor_add_secret (redactor, NULL);
  copy = glow_redactor_copy (redactor);
  glow_redactor_filter (redactor, (const guint8 *) "st second!", 10, out);
  g_assert_cmpstr (out->str, ==, M " " M "!");
  g_string_truncate (out, 0);
  glow_redactor_filter (copy, (const guint8 *) "st second!", 10, out);
  g_assert_cmpstr (out->str, ==, "st " M "!");
}

/* one byte lost or changed anywhere, and no six in a row of the secret are shown */
static void
test_damaged (void)
{
  const char *secret = "GLOWsecretKEY-with-many-bytes";
  gsize len = strlen (secret);

  for (gsize at = 0; at < 2 * len; at++) {
    g_autoptr (GlowRedactor) redactor = glow_redactor_new ();
    g_autoptr (GString) damaged = g_string_new (secret);
    g_autofree char *text = NULL;

    if (at < len)
      g_string_erase (damaged, (gssize) at, 1);
    else
      damaged->str[at - len] = '\x7f';
    glow_redactor_add_secret (redactor, secret);
    text = glow_redactor_dup_text (redactor, damaged->str);
    for (gsize i = 0; i + 6 <= len; i++) {
      g_autofree char *piece = g_strndup (secret + i, 6);

      g_assert_null (strstr (text, piece));
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *split = g_strdup_printf ("/redactor/split/%s", cases[i].name);
    g_autofree char *text = g_strdup_printf ("/redactor/text/%s", cases[i].name);

    g_test_add_data_func (split, &cases[i], test_every_split);
    g_test_add_data_func (text, &cases[i], test_text);
  }
  g_test_add_func ("/redactor/holds-back", test_holds_back_no_more_than_needed);
  g_test_add_func ("/redactor/flush-within", test_flush_within);
  g_test_add_func ("/redactor/damaged", test_damaged);
  g_test_add_func ("/redactor/later-and-copied", test_added_later_and_copied);
  return g_test_run ();
}
