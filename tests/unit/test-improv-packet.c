/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-improv-packet.h"

#include <string.h>

/* state 2, by hand: 'I'+'M'+'P'+'R'+'O'+'V' = 0x1dd, + 1 + 1 + 1 + 2 = 0x1e2 */
#define STATE_READY "IMPROV\x01\x01\x01\x02\xe2"

typedef struct {
  const char *name;
  const char *stream;
  gsize len;
  const char *packets; /* "type:length " each */
  const char *text;
} Case;

#define STREAM(text) text, sizeof text - 1

static const Case cases[] = {
  { "alone", STREAM (STATE_READY "\n"), "1:1 ", "\n" },
  { "after-line", STREAM ("I (12) boot\r\n" STATE_READY "\nI (13) x\n"), "1:1 ",
    "I (12) boot\r\n\nI (13) x\n" },
  { "two-without-line-feed", STREAM (STATE_READY STATE_READY), "1:1 1:1 ", "" },
  { "in-a-line", STREAM ("log " STATE_READY "\n" STATE_READY "\n"), "1:1 ",
    "log " STATE_READY "\n\n" },
  { "wrong-sum", STREAM ("IMPROV\x01\x01\x01\x02\xdf\n" STATE_READY), "1:1 ",
    "IMPROV\x01\x01\x01\x02\xdf\n" },
  { "version", STREAM ("IMPROV\x02\x01\x01\x02\xdf\n" STATE_READY), "1:1 ",
    "IMPROV\x02\x01\x01\x02\xdf\n" },
  { "nearly", STREAM ("IMPROVED\nIMP\nI\n" STATE_READY), "1:1 ", "IMPROVED\nIMP\nI\n" },
  { "swallowed", STREAM ("IMPROV\x01\x01\x0c\x02\n" STATE_READY "\n"), "1:1 ",
    "IMPROV\x01\x01\x0c\x02\n\n" },
  { "reset-within", STREAM ("IMPROV\x01\x01\x04\x02\nets Jun  8\n"), "",
    "IMPROV\x01\x01\x04\x02\nets Jun  8\n" },
};

typedef struct {
  GString *packets;
  GString *text;
} Seen;

static void
packet_cb (const GlowImprovPacket *packet, gpointer user_data)
{
  g_string_append_printf (((Seen *) user_data)->packets, "%u:%u ", packet->type,
                          packet->len);
}

static void
text_cb (const guint8 *data, gsize len, gpointer user_data)
{
  g_string_append_len (((Seen *) user_data)->text, (const char *) data, (gssize) len);
}

static void
test_every_split (gconstpointer data)
{
  const Case *c = data;
  const guint8 *stream = (const guint8 *) c->stream;

  for (gsize split = 0; split <= c->len; split++) {
    g_autoptr (GString) packets = g_string_new (NULL);
    g_autoptr (GString) text = g_string_new (NULL);
    Seen seen = { packets, text };
    g_autoptr (GlowImprovParser) parser =
      glow_improv_parser_new (packet_cb, text_cb, &seen);

    glow_improv_parser_feed (parser, stream, split);
    glow_improv_parser_feed (parser, stream + split, c->len - split);
    g_assert_cmpstr (packets->str, ==, c->packets);
    g_assert_cmpstr (text->str, ==, c->text);
  }
}

static void
test_end_line (void)
{
  g_autoptr (GString) packets = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  Seen seen = { packets, text };
  g_autoptr (GlowImprovParser) parser =
    glow_improv_parser_new (packet_cb, text_cb, &seen);

  glow_improv_parser_feed (parser, (const guint8 *) "IMPROV\x01", 7);
  g_assert_cmpstr (text->str, ==, "");
  glow_improv_parser_end_line (parser);
  g_assert_cmpstr (text->str, ==, "IMPROV\x01");
  glow_improv_parser_feed (parser, (const guint8 *) STATE_READY, sizeof STATE_READY - 1);
  g_assert_cmpstr (packets->str, ==, "1:1 ");
}

static void
test_encode (void)
{
  const guint8 data[] = { 0x02, 0x00 };
  g_autoptr (GByteArray) packet = glow_improv_packet_encode (GLOW_IMPROV_RPC, data, 2);
  /* 0x1dd + 1 + 3 + 2 + 2 + 0 = 0x1e5 */
  const char *wanted = "IMPROV\x01\x03\x02\x02\x00\xe5\n";

  g_assert_cmpmem (packet->data, packet->len, wanted, 13);
}

static void
test_strings (void)
{
  static const struct {
    guint8 type;
    guint8 len;
    const char *data;
    const char *strings; /* joined by '|'; NULL: an error */
  } rows[] = {
    { 4, 7,
      "\x04\x05\x02"
      "ab"
      "\x01"
      "c",
      "ab|c" },
    { 4, 2, "\x04\x00", "" },
    { 4, 3, "\x05\x01\x00", "" },
    { 4, 3, "\x05\x01\x01", NULL },
    { 4, 1, "\x05", NULL },
    { 4, 0, "", NULL },
    { 4, 4,
      "\x05\x09\x01"
      "a",
      NULL },
    { 1, 1, "\x02", NULL },
    { 4, 4, "\x05\x02\x01\xff", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GlowImprovPacket packet = { .type = rows[i].type, .len = rows[i].len };
    g_auto (GStrv) strings = NULL;
    g_autofree char *joined = NULL;
    g_autoptr (GError) error = NULL;
    guint8 command;

    memcpy (packet.data, rows[i].data, rows[i].len);
    if (!rows[i].strings) {
      g_assert_false (
        glow_improv_packet_get_strings (&packet, &command, &strings, &error));
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL);
      continue;
    }
    g_assert_true (glow_improv_packet_get_strings (&packet, &command, &strings, &error));
    g_assert_cmpuint (command, ==, packet.data[0]);
    joined = g_strjoinv ("|", strings);
    g_assert_cmpstr (joined, ==, rows[i].strings);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/improv-packet/split/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_every_split);
  }
  g_test_add_func ("/improv-packet/end-line", test_end_line);
  g_test_add_func ("/improv-packet/encode", test_encode);
  g_test_add_func ("/improv-packet/strings", test_strings);
  return g_test_run ();
}
