/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-improv-packet.h"

#include "glow-error.h"

#include <string.h>

#define MAGIC     "IMPROV"
#define MAGIC_LEN 6
#define VERSION   1
#define TYPE_AT   7
#define LEN_AT    8
#define HEAD_LEN  9 /* magic, version, type, length */
#define MAX_LEN   (HEAD_LEN + GLOW_IMPROV_MAX_DATA + 1)

struct _GlowImprovParser {
  GlowImprovPacketFunc packet_func; /* borrowed */
  GlowImprovTextFunc text_func;     /* borrowed (nullable) */
  gpointer user_data;               /* borrowed */

  guint8 buf[MAX_LEN];
  gsize len;        /* of what may become a packet */
  gboolean in_line; /* past the beginning of a line, where no packet can begin */
};

static guint8
checksum (const guint8 *data, gsize len)
{
  guint sum = 0;

  for (gsize i = 0; i < len; i++)
    sum += data[i];
  return (guint8) (sum & 0xff);
}

/**
 * glow_improv_packet_encode:
 * @type: a %GlowImprovType
 * @data: (array length=len): what it carries
 * @len: at most %GLOW_IMPROV_MAX_DATA bytes
 *
 * Returns: (transfer full): the packet with its checksum and the line feed that ends it;
 *   it may hold a secret: glow_secret_bytes_free()
 */
GByteArray *
glow_improv_packet_encode (guint8 type, const guint8 *data, gsize len)
{
  GByteArray *packet = g_byte_array_sized_new (MAX_LEN + 1);
  guint8 head[] = { 'I', 'M', 'P', 'R', 'O', 'V', VERSION, type, (guint8) len };
  guint8 tail[2];

  g_return_val_if_fail (len <= GLOW_IMPROV_MAX_DATA, packet);

  g_byte_array_append (packet, head, sizeof head);
  g_byte_array_append (packet, data, (guint) len);
  tail[0] = checksum (packet->data, packet->len);
  tail[1] = '\n';
  g_byte_array_append (packet, tail, sizeof tail);
  return packet;
}

static gboolean
refuse (GError **error, const GlowImprovPacket *packet, const char *what)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL,
               "an Improv packet of type 0x%02x with %u bytes: %s", packet->type,
               packet->len, what);
  return FALSE;
}

/**
 * glow_improv_packet_get_strings:
 * @packet: an answer, %GLOW_IMPROV_RESULT
 * @command: (out): the %GlowImprovCommand it answers
 * @strings: (out) (transfer full): its strings, made valid UTF-8
 * @error: %GLOW_ERROR_PROTOCOL if the lengths in it do not fit
 *
 * Returns: %TRUE if it is such an answer
 */
gboolean
glow_improv_packet_get_strings (const GlowImprovPacket *packet,
                                guint8 *command,
                                char ***strings,
                                GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  gsize at = 2;

  if (packet->type != GLOW_IMPROV_RESULT)
    return refuse (error, packet, "not an answer");
  if (packet->len < 2 || packet->data[1] + 2u > packet->len)
    return refuse (error, packet, "its total length does not fit");
  while (at < packet->data[1] + 2u) {
    gsize len = packet->data[at];

    if (at + 1 + len > packet->data[1] + 2u)
      return refuse (error, packet, "a string is longer than the rest");
    g_ptr_array_add (list, g_utf8_make_valid ((const char *) packet->data + at + 1,
                                              (gssize) len));
    at += 1 + len;
  }
  g_ptr_array_add (list, NULL);
  *command = packet->data[0];
  *strings = (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
  return TRUE;
}

/**
 * glow_improv_parser_new:
 * @packet_func: gets the packets
 * @text_func: (nullable): gets all other bytes
 * @user_data: for both
 *
 * Returns: (transfer full): a parser at the start of a line
 */
GlowImprovParser *
glow_improv_parser_new (GlowImprovPacketFunc packet_func,
                        GlowImprovTextFunc text_func,
                        gpointer user_data)
{
  GlowImprovParser *self = g_new0 (GlowImprovParser, 1);

  self->packet_func = packet_func;
  self->text_func = text_func;
  self->user_data = user_data;
  return self;
}

/**
 * glow_improv_parser_free:
 */
void
glow_improv_parser_free (GlowImprovParser *self)
{
  g_free (self);
}

static gboolean
can_begin_packet (const guint8 *buf, gsize len)
{
  return memcmp (buf, MAGIC, MIN (len, MAGIC_LEN)) == 0 &&
         (len <= MAGIC_LEN || buf[MAGIC_LEN] == VERSION);
}

static gboolean
is_whole (const guint8 *buf, gsize len)
{
  return len > LEN_AT && len == HEAD_LEN + (gsize) buf[LEN_AT] + 1;
}

static void
give_text (GlowImprovParser *self, const guint8 *data, gsize len)
{
  if (len > 0 && self->text_func)
    self->text_func (data, len, self->user_data);
  if (len > 0)
    self->in_line = data[len - 1] != '\n';
}

static void
give_packet (GlowImprovParser *self)
{
  GlowImprovPacket packet = { .type = self->buf[TYPE_AT], .len = self->buf[LEN_AT] };

  memcpy (packet.data, self->buf + HEAD_LEN, packet.len);
  self->len = 0;
  self->packet_func (&packet, self->user_data);
}

/* A packet that was damaged may have swallowed the next one: all but its first byte is
 * looked at again. */
static void
give_up (GlowImprovParser *self)
{
  guint8 rest[MAX_LEN];
  gsize len = self->len;

  memcpy (rest, self->buf, len);
  self->len = 0;
  give_text (self, rest, 1);
  glow_improv_parser_feed (self, rest + 1, len - 1);
}

static void
take_byte (GlowImprovParser *self, guint8 byte)
{
  if (self->in_line) {
    give_text (self, &byte, 1);
    return;
  }
  self->buf[self->len++] = byte;
  if (!can_begin_packet (self->buf, self->len)) {
    guint8 text[MAGIC_LEN + 1];
    gsize len = self->len;

    memcpy (text, self->buf, len);
    self->len = 0;
    give_text (self, text, len);
  } else if (is_whole (self->buf, self->len)) {
    if (checksum (self->buf, self->len - 1) == self->buf[self->len - 1])
      give_packet (self);
    else
      give_up (self);
  }
}

/**
 * glow_improv_parser_feed:
 * @data: (array length=len): what came, cut anywhere
 * @len: how many bytes
 *
 * A packet begins at the start of a line, or right after another one. One whose checksum
 * is wrong is text.
 */
void
glow_improv_parser_feed (GlowImprovParser *self, const guint8 *data, gsize len)
{
  for (gsize i = 0; i < len; i++)
    take_byte (self, data[i]);
}

/**
 * glow_improv_parser_end_line:
 *
 * After a silence: a packet or line that was begun is not waited for any more, and the
 * next byte is the start of a line.
 */
void
glow_improv_parser_end_line (GlowImprovParser *self)
{
  while (self->len > 0)
    give_up (self);
  self->in_line = FALSE;
}
