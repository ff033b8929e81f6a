/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-improv-packet.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
packet_cb (const GlowImprovPacket *packet, gpointer user_data)
{
  g_auto (GStrv) strings = NULL;
  guint8 command;

  glow_improv_packet_get_strings (packet, &command, &strings, NULL);
}

static void
text_cb (const guint8 *data, gsize len, gpointer user_data)
{
  *(gsize *) user_data += len;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize n_text = 0;
  g_autoptr (GlowImprovParser) parser =
    glow_improv_parser_new (packet_cb, text_cb, &n_text);

  glow_improv_parser_feed (parser, data, size);
  glow_improv_parser_end_line (parser);
  g_assert_cmpuint (n_text, <=, size);
  return 0;
}
