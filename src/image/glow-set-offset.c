/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-set-offset.h"

#include "glow-format.h"

#include <math.h>
#include <string.h>

#define SECTOR_SIZE 0x1000 /* bytes; protocol.md 4.3 */
#define MAX_TEXT    32     /* characters of a number */

static gboolean
refuse (GlowRecipeBuild *build, const char *subject, const char *text)
{
  glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                              GLOW_FIRMWARE_NOTE_OFFSET_BAD, subject, text, 0);
  return FALSE;
}

/* "10000" and "8000" are what esptool's command lines say after 0x. */
static gboolean
check_hex (GlowRecipeBuild *build, const char *subject, const char *text, guint32 offset)
{
  char *end = NULL;
  guint64 hex;

  if (offset % SECTOR_SIZE == 0 || g_ascii_strncasecmp (text, "0x", 2) == 0)
    return TRUE;
  hex = g_ascii_strtoull (text, &end, 16);
  if (*end || hex > G_MAXUINT32 || hex % SECTOR_SIZE != 0)
    return TRUE;
  glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                              GLOW_FIRMWARE_NOTE_OFFSET_MAYBE_HEX, subject, text,
                              (guint32) hex);
  return FALSE;
}

/* "32.768", "1,048,576": 1 to 3 digits, then groups of three */
static gboolean
read_grouped (const char *text, guint32 *offset)
{
  g_auto (GStrv) groups = g_strsplit_set (text, ".,'", -1);
  g_autofree char *digits = NULL;

  if (g_strv_length (groups) < 2 || !*groups[0] || strlen (groups[0]) > 3)
    return FALSE;
  for (guint i = 1; groups[i]; i++) {
    if (strlen (groups[i]) != 3)
      return FALSE;
  }
  digits = g_strjoinv (NULL, groups);
  if (strspn (digits, "0123456789") != strlen (digits))
    return FALSE;
  return glow_parse_number (digits, offset, NULL) && *offset % SECTOR_SIZE == 0;
}

/**
 * glow_set_offset_read:
 * @build: gets a note if the text is odd, a problem if it is no offset
 * @subject: the file that the offset is for
 * @text: "0x8000", "32768"; also "32.768", which is read as 32768
 * @offset: (out): bytes from the start of flash
 *
 * Any thread.
 *
 * Returns: %TRUE if it is one
 */
gboolean
glow_set_offset_read (GlowRecipeBuild *build,
                      const char *subject,
                      const char *text,
                      guint32 *offset)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (text, MAX_TEXT));

  if (glow_parse_number (trimmed, offset, NULL))
    return check_hex (build, subject, trimmed, *offset);
  if (!read_grouped (trimmed, offset))
    return refuse (build, subject, trimmed);
  glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_WARNING,
                              GLOW_FIRMWARE_NOTE_OFFSET_READ_AS, subject, trimmed,
                              *offset);
  return TRUE;
}

static gboolean
read_integer (GlowRecipeBuild *build, const char *subject, gint64 value, guint32 *offset)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  if (value < 0 || value > G_MAXUINT32)
    return refuse (build, subject, text);
  *offset = (guint32) value;
  return check_hex (build, subject, text, *offset);
}

/* 32.768 and 65.536 in a WLED manifest are 32768 and 65536 with a dot for the thousands;
 * no offset has a fraction (firmware-files.md trap 5). */
static gboolean
read_double (GlowRecipeBuild *build, const char *subject, double value, guint32 *offset)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double thousands = round (value * 1000);

  g_ascii_formatd (text, sizeof text, "%.10g", value);
  if (!isfinite (value) || value < 0 || value > G_MAXUINT32)
    return refuse (build, subject, text);
  if (floor (value) == value)
    return read_integer (build, subject, (gint64) value, offset);
  if (fabs (value * 1000 - thousands) > 1e-6 || thousands > G_MAXUINT32 ||
      (guint32) thousands % SECTOR_SIZE != 0)
    return refuse (build, subject, text);
  *offset = (guint32) thousands;
  glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_WARNING,
                              GLOW_FIRMWARE_NOTE_OFFSET_READ_AS, subject, text, *offset);
  return TRUE;
}

/**
 * glow_set_offset_read_node:
 * @build: gets a note if the value is odd, a problem if it is no offset
 * @subject: the file that the offset is for
 * @node: (nullable): of any type
 * @offset: (out): bytes from the start of flash
 *
 * Any thread.
 *
 * Returns: %TRUE if it is one
 */
gboolean
glow_set_offset_read_node (GlowRecipeBuild *build,
                           const char *subject,
                           JsonNode *node,
                           guint32 *offset)
{
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                    : G_TYPE_INVALID;

  if (!node || JSON_NODE_HOLDS_NULL (node)) {
    glow_recipe_build_add_note (build, GLOW_FIRMWARE_NOTE_PROBLEM,
                                GLOW_FIRMWARE_NOTE_OFFSET_MISSING, subject, NULL, 0);
    return FALSE;
  }
  if (type == G_TYPE_INT64)
    return read_integer (build, subject, json_node_get_int (node), offset);
  if (type == G_TYPE_DOUBLE)
    return read_double (build, subject, json_node_get_double (node), offset);
  if (type == G_TYPE_STRING)
    return glow_set_offset_read (build, subject, json_node_get_string (node), offset);
  return refuse (build, subject, json_node_type_name (node));
}
