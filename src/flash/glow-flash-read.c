/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-read.h"

#include "glow-flash-skip.h"
#include "glow-flash-write.h"
#include "glow-format.h"

#include <string.h>

#define SECTOR GLOW_LOADER_SECTOR_SIZE

typedef struct {
  GlowFlashSession *session; /* borrowed */

  /* owned */
  guint8 *data;    /* at first what is guessed: the plan's files, and 0xff between them */
  gboolean *full;  /* by sector: not known by a digest */
  gboolean *known; /* by sector: guessed to be something else than blank */

  GlowFlashCost cost;
  guint32 offset;  /* bytes from the start of flash */
  guint32 size;    /* bytes */
  guint32 done;    /* bytes known so far */
  guint32 skipped; /* bytes that need not be read */
} GlowFlashRead;

static void
glow_flash_read_clear (GlowFlashRead *self)
{
  g_free (self->data);
  g_free (self->full);
  g_free (self->known);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowFlashRead, glow_flash_read_clear)

static guint32
count_sectors (const GlowFlashRead *self)
{
  return (self->size + SECTOR - 1) / SECTOR;
}

static gboolean
ask_chip (guint32 offset,
          guint32 size,
          guint8 *digest,
          gpointer user_data,
          GError **error)
{
  GlowFlashRead *self = user_data;

  return glow_flash_ask_md5 (self->session, &self->cost, offset, size, digest, error);
}

/* What the files of the plan say of the range; the later one where they overlap. */
static void
guess (GlowFlashRead *self)
{
  GlowFlashPlan *plan = self->session->plan;

  memset (self->data, 0xff, self->size);
  for (guint i = 0; i < glow_flash_plan_get_n_images (plan); i++) {
    guint32 at;
    GlowImage *image = glow_flash_plan_get_image (plan, i, &at);
    guint64 start = MAX (at, self->offset);
    guint64 end = MIN ((guint64) at + glow_image_get_size (image),
                       (guint64) self->offset + self->size);
    const guint8 *bytes = g_bytes_get_data (glow_image_get_bytes (image), NULL);

    if (at == GLOW_FLASH_OFFSET_AUTO || start >= end)
      continue;
    memcpy (self->data + (start - self->offset), bytes + (start - at), end - start);
    for (guint64 pos = start - self->offset; pos < end - self->offset;
         pos += SECTOR - pos % SECTOR)
      self->known[pos / SECTOR] = TRUE;
  }
}

static gboolean
compare (GlowFlashRead *self,
         const guint8 *data,
         guint32 first,
         guint32 end,
         GError **error)
{
  GlowFlashSkip skip = { .data = data,
                         .cost = &self->cost,
                         .ask = ask_chip,
                         .user_data = self,
                         .offset = self->offset + first * SECTOR,
                         .size = MIN (end * SECTOR, self->size) - first * SECTOR,
                         .differs = self->full + first };

  return glow_flash_skip_find (&skip, error);
}

/* What is not as the files say may still be blank. */
static gboolean
find_blank_in (GlowFlashRead *self, guint32 first, guint32 end, GError **error)
{
  for (guint32 i = first; i < end; i++)
    self->full[i] = FALSE;
  if (!compare (self, NULL, first, end, error))
    return FALSE;
  for (guint32 i = first; i < end; i++) {
    gsize start = (gsize) i * SECTOR;

    if (!self->full[i])
      memset (self->data + start, 0xff, MIN (self->size - start, SECTOR));
  }
  return TRUE;
}

static gboolean
find_known (GlowFlashRead *self, GError **error)
{
  guint32 n = count_sectors (self);
  gint64 roundtrip_us;
  guint32 i = 0;

  if (!glow_flash_measure_roundtrip (self->session, self->offset, &roundtrip_us, error))
    return FALSE;
  glow_flash_cost_set_roundtrip (&self->cost, roundtrip_us);
  if (!compare (self, self->data, 0, n, error))
    return FALSE;
  while (i < n) {
    guint32 first = i;

    while (i < n && self->full[i] && self->known[i])
      i++;
    if (i > first && !find_blank_in (self, first, i, error))
      return FALSE;
    i = MAX (i, first + 1);
  }
  return TRUE;
}

static void
read_cb (guint64 done, guint64 total, gpointer user_data)
{
  GlowFlashRead *self = user_data;

  glow_flash_session_set_bytes (self->session, self->done + done);
}

static gboolean
read_run (GlowFlashRead *self, guint32 start, guint32 size, GError **error)
{
  g_autoptr (GBytes) bytes =
    glow_loader_read_flash (self->session->loader, self->offset + start, size, read_cb,
                            self, error);

  if (!bytes)
    return FALSE;
  memcpy (self->data + start, g_bytes_get_data (bytes, NULL), size);
  return TRUE;
}

static gboolean
read_runs (GlowFlashRead *self, GError **error)
{
  guint32 n = count_sectors (self);
  guint32 i = 0;

  while (i < n) {
    guint32 first = i;
    guint32 size;

    while (i < n && self->full[i] == self->full[first])
      i++;
    size = MIN (i * SECTOR, self->size) - first * SECTOR;
    if (!self->full[first])
      self->skipped += size;
    else if (!read_run (self, first * SECTOR, size, error))
      return FALSE;
    self->done += size;
    glow_flash_session_set_bytes (self->session, self->done);
  }
  return TRUE;
}

static void
log_skipped (GlowFlashRead *self)
{
  g_autofree char *skipped = glow_format_size (self->skipped);
  g_autofree char *total = glow_format_size (self->size);

  if (self->skipped > 0)
    glow_flash_session_log (self->session,
                            "%s of %s are blank or known by their MD5 and were not sent",
                            skipped, total);
}

/**
 * glow_flash_read:
 * @offset: bytes from the start of flash, a multiple of 4
 * @size: bytes, at least 1
 * @error: the loader's, %GLOW_ERROR_VERIFY when a digest and its data differ
 *
 * What is blank, or as a file of the plan says, is not sent: each byte of it was in a
 * digest that was right.
 *
 * Returns: (transfer full): @size bytes
 */
GBytes *
glow_flash_read (GlowFlashSession *session, guint32 offset, guint32 size, GError **error)
{
  g_auto (GlowFlashRead) self = { .session = session, .offset = offset, .size = size };

  self.data = g_malloc (size);
  self.full = g_new0 (gboolean, count_sectors (&self));
  self.known = g_new0 (gboolean, count_sectors (&self));
  guess (&self);
  glow_flash_cost_init_read (&self.cost, glow_flash_session_get_line_baud (session),
                             glow_loader_is_stub (session->loader));
  if (!glow_flash_can_md5 (session))
    for (guint32 i = 0; i < count_sectors (&self); i++)
      self.full[i] = TRUE;
  else if (!find_known (&self, error))
    return NULL;
  if (!read_runs (&self, error))
    return NULL;
  log_skipped (&self);
  return g_bytes_new_take (g_steal_pointer (&self.data), size);
}
