/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-util"

#include "config.h"

#include "glow-secret.h"

#include <string.h>

/**
 * glow_secret_free:
 * @secret: (nullable) (transfer full): text of g_malloc()
 *
 * Frees it, and leaves nothing of it in the memory.
 */
void
glow_secret_free (char *secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * glow_secret_string_free:
 * @string: (nullable) (transfer full): a line with a secret in it
 *
 * As glow_secret_free(). A string that grew has left copies behind: make it with room for
 * all that it will hold.
 */
void
glow_secret_string_free (GString *string)
{
  if (!string)
    return;
  explicit_bzero (string->str, string->allocated_len);
  g_string_free (string, TRUE);
}

/**
 * glow_secret_bytes_free:
 * @bytes: (nullable) (transfer full): a packet with a secret in it
 *
 * As glow_secret_string_free().
 */
void
glow_secret_bytes_free (GByteArray *bytes)
{
  if (!bytes)
    return;
  if (bytes->len > 0)
    explicit_bzero (bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}
