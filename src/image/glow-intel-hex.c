/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-intel-hex.h"

#include "glow-byte-runs.h"
#include "glow-error.h"
#include "glow-set-path.h"
#include "glow-set-runs.h"

#include <string.h>

/* protocol.md 5.11 */
#define RECORD_DATA    0x00
#define RECORD_END     0x01
#define RECORD_SEGMENT 0x02
#define RECORD_START   0x03
#define RECORD_LINEAR  0x04
#define RECORD_START32 0x05
#define HEAD_SIZE      4   /* bytes before the data: count, address, type */
#define MAX_RECORD     260 /* bytes: head, 255 of data, checksum */
#define MIN_LINE       11  /* characters of the shortest record */

/* Where the reading is. */
typedef struct {
  const char *data; /* borrowed */
  gsize size;       /* bytes */
  gsize pos;
  guint line;
  guint32 base; /* added to the address of a record */
  gboolean ended;
  GlowByteRuns *runs; /* borrowed */
} Reader;

static gboolean
refuse (const Reader *reader, const char *what, GError **error)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE, "line %u of the Intel HEX file %s",
               reader->line, what);
  return FALSE;
}

/* 0: not a record */
static gsize
decode_line (const char *text, gsize len, guint8 record[MAX_RECORD])
{
  gsize n = (len - 1) / 2;

  if (len < MIN_LINE || len % 2 == 0 || *text != ':' || n > MAX_RECORD)
    return 0;
  for (gsize i = 0; i < n; i++) {
    gint high = g_ascii_xdigit_value (text[1 + 2 * i]);
    gint low = g_ascii_xdigit_value (text[2 + 2 * i]);

    if (high < 0 || low < 0)
      return 0;
    record[i] = (guint8) (high * 16 + low);
  }
  return n == (gsize) record[0] + HEAD_SIZE + 1 ? n : 0;
}

static gboolean
is_sum_right (const guint8 *record, gsize n)
{
  guint8 sum = 0;

  for (gsize i = 0; i < n; i++)
    sum = (guint8) (sum + record[i]);
  return sum == 0;
}

static gboolean
take_record (Reader *reader, const guint8 *record, GError **error)
{
  guint32 addr = (guint32) record[1] << 8 | record[2];
  guint8 count = record[0];
  const guint8 *data = record + HEAD_SIZE;

  switch (record[3]) {
  case RECORD_DATA:
    if (addr > G_MAXUINT32 - reader->base)
      return refuse (reader, "has an address beyond 4 GiB", error);
    return glow_byte_runs_add (reader->runs, reader->base + addr, data, count, error);
  case RECORD_END:
    reader->ended = TRUE;
    return TRUE;
  case RECORD_SEGMENT:
  case RECORD_LINEAR:
    if (count != 2)
      return refuse (reader, "has a base address that is not 2 bytes long", error);
    reader->base = ((guint32) data[0] << 8 | data[1])
                   << (record[3] == RECORD_LINEAR ? 16 : 4);
    return TRUE;
  case RECORD_START:
  case RECORD_START32:
    return TRUE;
  default:
    return refuse (reader, "has a type that nobody knows", error);
  }
}

static gboolean
take_line (Reader *reader, const char *text, gsize len, GError **error)
{
  guint8 record[MAX_RECORD];
  gsize n;

  while (len > 0 && g_ascii_isspace (text[len - 1]))
    len--;
  if (len == 0)
    return TRUE;
  n = decode_line (text, len, record);
  if (n == 0)
    return refuse (reader, "is no record", error);
  if (!is_sum_right (record, n))
    return refuse (reader, "is damaged: its checksum is wrong", error);
  return take_record (reader, record, error);
}

/* what comes behind the end record is nobody's business */
static gboolean
read_lines (Reader *reader, GError **error)
{
  while (reader->pos < reader->size && !reader->ended) {
    const char *text = reader->data + reader->pos;
    gsize left = reader->size - reader->pos;
    const char *end = memchr (text, '\n', left);
    gsize len = end ? (gsize) (end - text) : left;

    reader->line++;
    reader->pos += end ? len + 1 : len;
    if (!take_line (reader, text, len, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_intel_hex_add_build:
 * @set: gets the build
 * @bytes: an Intel HEX file
 * @name: its name
 * @error: %GLOW_ERROR_IMAGE if it is damaged
 *
 * Any thread.
 *
 * Returns: %TRUE if there is one
 */
gboolean
glow_intel_hex_add_build (GlowFirmwareSet *set,
                          GBytes *bytes,
                          const char *name,
                          GError **error)
{
  g_autoptr (GlowByteRuns) runs = glow_byte_runs_new ();
  g_autofree char *stem = glow_set_path_dup_stem (name);
  g_autoptr (GlowFirmwareBuild) build = glow_firmware_build_new (NULL, stem);
  Reader reader = { .runs = runs };

  reader.data = g_bytes_get_data (bytes, &reader.size);
  if (!read_lines (&reader, error))
    return FALSE;
  if (!reader.ended)
    glow_firmware_build_add_note (build,
                                  glow_firmware_note_new (GLOW_FIRMWARE_NOTE_PROBLEM,
                                                          GLOW_FIRMWARE_NOTE_NO_END, name,
                                                          NULL, 0, NULL));
  if (!glow_set_runs_add_parts (build, runs, name, error))
    return FALSE;
  glow_firmware_set_add_build (set, g_steal_pointer (&build));
  return TRUE;
}

/**
 * glow_intel_hex_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE if it starts like a record
 */
gboolean
glow_intel_hex_recognise (const char *data, gsize size)
{
  if (size < MIN_LINE || *data != ':')
    return FALSE;
  for (gsize i = 1; i < MIN_LINE; i++) {
    if (!g_ascii_isxdigit (data[i]))
      return FALSE;
  }
  return TRUE;
}
