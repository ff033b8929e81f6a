/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-diagnose.h"

#include "glow-chip-detect.h"
#include "glow-error.h"
#include "glow-flash-write.h"

#include <string.h>

#define MAX_REWRITES 2

/* of the chip in one search; what is left then counts as wrong */
#define MAX_DIGESTS 512

/* A stretch of flash that does not hold what it should, and what it holds instead. */
typedef struct {
  guint32 start; /* bytes from the start of the part, on a sector */
  guint32 size;  /* bytes */
  guint8 digest[GLOW_LOADER_MD5_LEN];
} GlowBadRange;

/* One search through a part. */
typedef struct {
  /* borrowed */
  GlowFlashSession *session;
  const GlowFlashPart *part;

  GArray *bad; /* owned: of GlowBadRange, by start */
  guint n_digests;
} GlowBadSearch;

static void
digest_of_content (const GlowFlashPart *part, guint32 start, guint32 size, guint8 *digest)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  const guint8 *data = g_bytes_get_data (part->content, NULL);
  gsize digest_len = GLOW_LOADER_MD5_LEN;

  g_checksum_update (md5, data + start, (gssize) size);
  g_checksum_get_digest (md5, digest, &digest_len);
}

/* halves what is wrong until single sectors are left */
static gboolean
search (GlowBadSearch *self, guint32 start, guint32 size, GError **error)
{
  const guint32 sector = GLOW_LOADER_SECTOR_SIZE;
  GlowBadRange range = { .start = start, .size = size };
  guint8 wanted[GLOW_LOADER_MD5_LEN];
  guint32 half = (size / 2 + sector - 1) / sector * sector;

  self->n_digests++;
  digest_of_content (self->part, start, size, wanted);
  if (!glow_loader_flash_md5 (self->session->loader, self->part->offset + start, size,
                              range.digest, error))
    return FALSE;
  if (memcmp (wanted, range.digest, sizeof wanted) == 0)
    return TRUE;
  if (size <= sector || self->n_digests >= MAX_DIGESTS) {
    g_array_append_val (self->bad, range);
    return TRUE;
  }
  return search (self, start, half, error) &&
         search (self, start + half, size - half, error);
}

static GArray *
find_bad (GlowFlashSession *session, const GlowFlashPart *part, GError **error)
{
  g_autoptr (GArray) bad = g_array_new (FALSE, FALSE, sizeof (GlowBadRange));
  GlowBadSearch self = { .session = session, .part = part, .bad = bad };

  if (!search (&self, 0, (guint32) g_bytes_get_size (part->content), error))
    return NULL;
  return g_steal_pointer (&bad);
}

static gboolean
is_same (GArray *before, GArray *now)
{
  return before->len == now->len &&
         memcmp (before->data, now->data, now->len * sizeof (GlowBadRange)) == 0;
}

static gboolean
lower_baud (GlowFlashSession *session, GError **error)
{
  guint baud = glow_loader_get_baud (session->loader);
  guint lower = MAX (baud / 2, (guint) GLOW_LOADER_ROM_BAUD);
  guint baud_to_say;

  if (!(glow_transport_get_flags (session->transport) & GLOW_TRANSPORT_HAS_BAUD) ||
      lower >= baud)
    return TRUE;
  if (!glow_chip_get_baud_to_say (session->info, session->loader, lower, &baud_to_say,
                                  error) ||
      !glow_loader_change_baud (session->loader, lower, baud_to_say, error))
    return FALSE;
  session->result->baud = lower;
  glow_flash_session_log (session, "Speed: %u baud", lower);
  return TRUE;
}

static void
free_part (gpointer data)
{
  GlowFlashPart *part = data;

  g_bytes_unref (part->content);
  g_free (part);
}

/* plain: a deflate stream is one more thing that could be at fault */
static gboolean
rewrite_bad (GlowFlashSession *session,
             const GlowFlashPart *part,
             GArray *bad,
             GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (free_part);
  guint64 bytes = session->result->bytes;
  gboolean done;

  for (guint i = 0; i < bad->len; i++) {
    const GlowBadRange *range = &g_array_index (bad, GlowBadRange, i);
    GlowFlashPart *piece = g_new0 (GlowFlashPart, 1);

    piece->name = part->name;
    piece->offset = part->offset + range->start;
    piece->content = g_bytes_new_from_bytes (part->content, range->start, range->size);
    g_ptr_array_add (pieces, piece);
  }
  done = lower_baud (session, error) && glow_flash_write_parts (session, pieces, error);
  session->result->bytes = bytes;
  return done;
}

static gboolean
fail (const GlowFlashPart *part, GArray *bad, const char *cause, GError **error)
{
  const GlowBadRange *first = &g_array_index (bad, GlowBadRange, 0);
  guint32 size = 0;

  for (guint i = 0; i < bad->len; i++)
    size += g_array_index (bad, GlowBadRange, i).size;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_VERIFY,
               "%s: %u bytes of flash from 0x%x on do not hold what they should%s",
               part->name, size, part->offset + first->start, cause);
  return FALSE;
}

/**
 * glow_flash_diagnose_part:
 * @part: one whose digest differs
 * @rewrite: write what is wrong again, at half the speed, at most twice
 * @error: %GLOW_ERROR_VERIFY with what it is, or the loader's
 *
 * Finds the sectors that are wrong by asking for the digests of ever smaller stretches.
 * After a rewrite the same wrong bytes again mean the flash or its supply, others mean
 * the line.
 *
 * Returns: %TRUE when the flash holds the part after all; the result has a note why
 */
gboolean
glow_flash_diagnose_part (GlowFlashSession *session,
                          const GlowFlashPart *part,
                          gboolean rewrite,
                          GError **error)
{
  g_autoptr (GArray) bad = find_bad (session, part, error);
  gboolean same = FALSE;

  if (!bad)
    return FALSE;
  if (bad->len == 0) {
    glow_flash_session_note (session,
                             "%s: the digest differed once and was right when "
                             "asked for again: the line is not reliable",
                             part->name);
    return TRUE;
  }
  for (guint i = 0; rewrite && i < MAX_REWRITES; i++) {
    g_autoptr (GArray) before = g_steal_pointer (&bad);

    glow_flash_session_note (session,
                             "%s: %u stretches of flash are wrong, the first at "
                             "0x%x: written again",
                             part->name, before->len,
                             part->offset +
                               g_array_index (before, GlowBadRange, 0).start);
    if (!rewrite_bad (session, part, before, error))
      return FALSE;
    bad = find_bad (session, part, error);
    if (!bad)
      return FALSE;
    if (bad->len == 0)
      return TRUE;
    same = is_same (before, bad);
  }
  if (!rewrite)
    return fail (part, bad, "", error);
  return fail (part, bad,
               same ? ", the same wrong bytes each time: the flash chip or its supply"
                    : ", other wrong bytes each time: the line",
               error);
}
