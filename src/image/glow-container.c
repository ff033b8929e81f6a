/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-container.h"

#include <string.h>

#define HEX_RECORD_MIN 11 /* ":LLAAAATT" and a checksum, in characters */
#define PAGE_HEAD_SIZE 64 /* bytes looked at for an HTML tag */

static const struct {
  const char *name;
  guint8 size; /* bytes of magic */
  const char *magic;
} magics[] = {
  { "gzip", 3, "\x1f\x8b\x08" },
  { "zip", 4, "PK\x03\x04" },
  { "UF2", 8, "\x55\x46\x32\x0a\x57\x51\x5d\x9e" }, /* protocol.md 5.10 */
  { "ELF", 4,
    "\x7f"
    "ELF" },
  { "xz", 6,
    "\xfd"
    "7zXZ\x00" },
  { "7z", 6, "7z\xbc\xaf\x27\x1c" },
  { "zstd", 4, "\x28\xb5\x2f\xfd" },
};

static gboolean
is_intel_hex (const guint8 *data, gsize size)
{
  if (size < HEX_RECORD_MIN || data[0] != ':')
    return FALSE;
  for (gsize i = 1; i < HEX_RECORD_MIN; i++) {
    if (!g_ascii_isxdigit ((char) data[i]))
      return FALSE;
  }
  return TRUE;
}

/* What a server sends instead of a file that is not there (firmware-files.md trap 2). */
static gboolean
is_web_page (const guint8 *data, gsize size)
{
  g_autofree char *head = g_strndup ((const char *) data, MIN (size, PAGE_HEAD_SIZE));
  g_autofree char *lower = g_ascii_strdown (g_strstrip (head), -1);

  return g_str_has_prefix (lower, "<!doctype html") ||
         g_str_has_prefix (lower, "<html") || g_str_has_prefix (lower, "<head");
}

static gboolean
is_json (const guint8 *data, gsize size)
{
  g_autofree char *head = g_strndup ((const char *) data, MIN (size, PAGE_HEAD_SIZE));
  const char *text = g_strstrip (head);

  if (*text != '{')
    return FALSE;
  for (text++; g_ascii_isspace (*text); text++)
    continue;
  return *text == '"';
}

/**
 * glow_container_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: (nullable): "gzip", "zip", "UF2", "ELF", "xz", "7z", "zstd", "Intel HEX",
 * "HTML" or "JSON"; %NULL for anything else
 */
const char *
glow_container_recognise (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++) {
    if (size >= magics[i].size && memcmp (data, magics[i].magic, magics[i].size) == 0)
      return magics[i].name;
  }
  if (is_intel_hex (data, size))
    return "Intel HEX";
  if (is_web_page (data, size))
    return "HTML";
  return is_json (data, size) ? "JSON" : NULL;
}
