/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Sizes and offsets as people write them. Flash and files are counted in KiB and MiB,
 * offsets are hexadecimal; see the words list in HACKING.md. */

#define G_LOG_DOMAIN "glow-util"

#include "config.h"

#include "glow-format.h"

#include "glow-error.h"

#include <string.h>

/**
 * glow_format_size:
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: (transfer full): "812 B", "16.7 KiB", "1.6 MiB" or "4 MiB"
 */
char *
glow_format_size (guint64 size)
{
  const guint64 kib = 1024;
  const guint64 mib = 1024 * kib;
  guint64 unit = size >= mib ? mib : kib;
  const char *name = size >= mib ? "MiB" : "KiB";

  if (size < kib)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " B", size);
  if (size % unit == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", size / unit, name);
  return g_strdup_printf ("%.1f %s", (double) size / (double) unit, name);
}

/**
 * glow_format_hex:
 * @value: an offset, an address or a length in bytes
 *
 * Any thread.
 *
 * Returns: (transfer full): "0x10000"
 */
char *
glow_format_hex (guint64 value)
{
  return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", value);
}

static gboolean
suffix_to_factor (const char *suffix, guint64 *factor)
{
  static const struct {
    const char *suffix;
    guint64 factor;
  } units[] = {
    { "", 1 },
    { "k", 1024 },
    { "kb", 1024 },
    { "kib", 1024 },
    { "m", 1024 * 1024 },
    { "mb", 1024 * 1024 },
    { "mib", 1024 * 1024 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (g_ascii_strcasecmp (suffix, units[i].suffix) == 0) {
      *factor = units[i].factor;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * glow_parse_number:
 * @text: "0x1000", "4096", "64k" or "4MB"; spaces around it are ignored
 * @value: (out): the number, at most 32 bits
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * Reads an offset or a size. Decimal unless it starts with 0x; k and M are 1024 and
 * 1048576, as the tools of this field use them. Any thread.
 *
 * Returns: %TRUE if @text is such a number and nothing else
 */
gboolean
glow_parse_number (const char *text, guint32 *value, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  gboolean hex = g_ascii_strncasecmp (trimmed, "0x", 2) == 0;
  const char *digits = hex ? trimmed + 2 : trimmed;
  char *end = NULL;
  guint64 factor = 1;
  guint64 number;

  if (hex ? !g_ascii_isxdigit (digits[0]) : !g_ascii_isdigit (digits[0])) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "\"%s\" is not a number", text);
    return FALSE;
  }
  number = g_ascii_strtoull (digits, &end, hex ? 16 : 10);
  if (!suffix_to_factor (end, &factor)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "\"%s\" is not a number", text);
    return FALSE;
  }
  if (number > G_MAXUINT32 || number * factor > G_MAXUINT32) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "%s is more than 32 bits", text);
    return FALSE;
  }
  *value = (guint32) (number * factor);
  return TRUE;
}
