/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-update.h"

#include "glow-deflate-ahead.h"
#include "glow-flash-skip.h"
#include "glow-flash-write.h"
#include "glow-format.h"

#include <string.h>

#define SECTOR            GLOW_LOADER_SECTOR_SIZE
#define SECTORS_PER_BLOCK 16
#define MIN_BLANK_RUN     4 /* sectors of 0xff that are worth a stream of their own */

/* One stretch of a part: either all blank, or with something in each few sectors. */
typedef struct {
  const GlowFlashPart *part; /* borrowed */
  guint index;               /* of the part */
  guint32 start;             /* bytes from the start of the part, on a sector */
  guint32 size;              /* bytes */
  gboolean blank;
  gboolean *differs; /* owned: by sector */
} GlowFlashUnit;

/* What is to be done: one write or one erase. */
typedef struct {
  const GlowFlashUnit *unit; /* borrowed */
  guint32 start;             /* bytes from the start of the part, on a sector */
  guint32 size;              /* bytes */
} GlowFlashSpan;

struct _GlowFlashUpdate {
  /* borrowed */
  GlowFlashSession *session;
  GPtrArray *parts;

  /* owned */
  GPtrArray *units;        /* of GlowFlashUnit, in the order to write */
  GArray *spans;           /* of GlowFlashSpan, in the same order */
  GlowDeflateAhead *ahead; /* (nullable): the streams of all spans that need one */

  GlowFlashCost cost;
  gboolean compressed;
  gboolean has_answer; /* the chip has answered the first question about content */
  guint64 total_size;  /* bytes of all parts */
  guint64 same_size;   /* bytes that are there already */
  gboolean looked;     /* everything that is no span was in a digest that was right */
};

static void
free_unit (gpointer data)
{
  GlowFlashUnit *unit = data;

  g_free (unit->differs);
  g_free (unit);
}

static guint32
count_sectors (guint32 size)
{
  return (size + SECTOR - 1) / SECTOR;
}

static gboolean
is_blank (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (data[i] != 0xff)
      return FALSE;
  }
  return TRUE;
}

static void
add_unit (GlowFlashUpdate *self,
          const GlowFlashPart *part,
          guint index,
          guint32 start,
          guint32 end,
          gboolean blank)
{
  GlowFlashUnit *unit;

  if (start >= end)
    return;
  unit = g_new0 (GlowFlashUnit, 1);
  *unit =
    (GlowFlashUnit){ part,        index, start,
                     end - start, blank, g_new0 (gboolean, count_sectors (end - start)) };
  g_ptr_array_add (self->units, unit);
}

static guint32
end_of_blank_run (const guint8 *data, guint32 start, guint32 size)
{
  while (start < size && is_blank (data + start, MIN (size - start, SECTOR)))
    start = MIN (start + SECTOR, size);
  return start;
}

static void
cut_part (GlowFlashUpdate *self, const GlowFlashPart *part, guint index)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (part->content, &size);
  guint32 end = (guint32) size;
  guint32 start = 0;
  guint32 pos = 0;

  while (pos < end && glow_flash_can_md5 (self->session)) {
    guint32 run_end = end_of_blank_run (data, pos, end);

    if (run_end - pos >= MIN_BLANK_RUN * SECTOR) {
      add_unit (self, part, index, start, pos, FALSE);
      add_unit (self, part, index, pos, run_end, TRUE);
      start = run_end;
    }
    pos = MAX (run_end, MIN (pos + SECTOR, end));
  }
  add_unit (self, part, index, start, end, FALSE);
}

static GBytes *
content_of (const GlowFlashUnit *unit, guint32 start, guint32 size)
{
  return g_bytes_new_from_bytes (unit->part->content, start, size);
}

/* a stub erases what is to be blank; a ROM has to be sent it */
static gboolean
is_sent (GlowFlashUpdate *self, const GlowFlashUnit *unit)
{
  return !unit->blank || !glow_loader_is_stub (self->session->loader);
}

static void
start_deflating (GlowFlashUpdate *self, GPtrArray *contents)
{
  if (contents->len > 0)
    self->ahead =
      glow_deflate_ahead_new (contents, glow_flash_cost_choose_effort (&self->cost));
}

/* Most likely nothing is the same where the first question says so: then what is to be
 * written is compressed while the others are asked. */
static void
first_cb (gboolean same, gpointer user_data)
{
  GlowFlashUpdate *self = user_data;
  g_autoptr (GPtrArray) contents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (self->has_answer)
    return;
  self->has_answer = TRUE;
  if (same || !self->compressed)
    return;
  for (guint i = 0; i < self->units->len; i++) {
    const GlowFlashUnit *unit = g_ptr_array_index (self->units, i);

    if (is_sent (self, unit))
      g_ptr_array_add (contents, content_of (unit, unit->start, unit->size));
  }
  start_deflating (self, contents);
}

/**
 * glow_flash_update_new:
 * @session: an open session
 * @parts: (transfer none) (element-type GlowFlashPart): from glow_flash_check_prepare()
 *
 * Nothing is asked yet.
 *
 * Returns: (transfer full): the update
 */
GlowFlashUpdate *
glow_flash_update_new (GlowFlashSession *session, GPtrArray *parts)
{
  GlowFlashUpdate *self = g_new0 (GlowFlashUpdate, 1);

  self->session = session;
  self->parts = parts;
  self->compressed = glow_flash_can_deflate (session);
  self->units = g_ptr_array_new_with_free_func (free_unit);
  self->spans = g_array_new (FALSE, FALSE, sizeof (GlowFlashSpan));
  for (guint i = 0; i < parts->len; i++) {
    const GlowFlashPart *part = g_ptr_array_index (parts, i);

    cut_part (self, part, i);
    self->total_size += g_bytes_get_size (part->content);
  }
  glow_flash_cost_init (&self->cost, glow_flash_session_get_line_baud (session),
                        self->compressed, glow_loader_is_stub (session->loader));
  return self;
}

/**
 * glow_flash_update_free:
 * @self: (transfer full): the update
 */
void
glow_flash_update_free (GlowFlashUpdate *self)
{
  g_clear_pointer (&self->ahead, glow_deflate_ahead_free);
  g_ptr_array_unref (self->units);
  g_array_unref (self->spans);
  g_free (self);
}

static gboolean
ask_chip (guint32 offset,
          guint32 size,
          guint8 *digest,
          gpointer user_data,
          GError **error)
{
  GlowFlashUpdate *self = user_data;

  return glow_flash_ask_md5 (self->session, &self->cost, offset, size, digest, error);
}

static gboolean
measure_roundtrip (GlowFlashUpdate *self, GError **error)
{
  const GlowFlashPart *part = g_ptr_array_index (self->parts, 0);
  gint64 us;

  if (!glow_flash_measure_roundtrip (self->session, part->offset, &us, error))
    return FALSE;
  glow_flash_cost_set_roundtrip (&self->cost, us);
  return TRUE;
}

static gboolean
look_at_unit (GlowFlashUpdate *self, GlowFlashUnit *unit, GError **error)
{
  GlowFlashSkip skip = {
    .data = (const guint8 *) g_bytes_get_data (unit->part->content, NULL) + unit->start,
    .cost = &self->cost,
    .ask = ask_chip,
    .first = first_cb,
    .user_data = self,
    .offset = unit->part->offset + unit->start,
    .size = unit->size,
    .differs = unit->differs
  };

  return glow_flash_skip_find (&skip, error);
}

/* everything, but what an erase has made right already */
static void
mark_unit (GlowFlashUnit *unit, gboolean erased)
{
  for (guint32 i = 0; i < count_sectors (unit->size); i++)
    unit->differs[i] = !(erased && unit->blank);
}

/* A block of 64 KiB is erased at once in the time of four sectors: where many of its
 * sectors differ, all of it is written. */
static void
join_block (GlowFlashUpdate *self, GlowFlashUnit *unit, guint32 first)
{
  guint32 n_differ = 0;

  for (guint32 i = first; i < first + SECTORS_PER_BLOCK; i++)
    n_differ += unit->differs[i] ? 1 : 0;
  if (n_differ == 0 || glow_flash_cost_of_lone_us (&self->cost, n_differ) <=
                         glow_flash_cost_of_block_us (&self->cost))
    return;
  for (guint32 i = first; i < first + SECTORS_PER_BLOCK; i++)
    unit->differs[i] = TRUE;
}

static void
join_blocks (GlowFlashUpdate *self, GlowFlashUnit *unit)
{
  guint32 sector = (unit->part->offset + unit->start) / SECTOR;
  guint32 first = (SECTORS_PER_BLOCK - sector % SECTORS_PER_BLOCK) % SECTORS_PER_BLOCK;

  for (; first + SECTORS_PER_BLOCK <= unit->size / SECTOR; first += SECTORS_PER_BLOCK)
    join_block (self, unit, first);
}

static void
collect_spans (GlowFlashUpdate *self, const GlowFlashUnit *unit)
{
  guint32 n = count_sectors (unit->size);
  guint32 i = 0;

  while (i < n) {
    guint32 first = i;
    GlowFlashSpan span = { .unit = unit };

    while (i < n && unit->differs[i] == unit->differs[first])
      i++;
    span.start = unit->start + first * SECTOR;
    span.size = MIN (i * SECTOR, unit->size) - first * SECTOR;
    if (unit->differs[first])
      g_array_append_val (self->spans, span);
    else
      self->same_size += span.size;
  }
}

static gboolean
look_at_units (GlowFlashUpdate *self, GError **error)
{
  guint64 seen = 0;

  if (!measure_roundtrip (self, error))
    return FALSE;
  for (guint i = 0; i < self->units->len; i++) {
    GlowFlashUnit *unit = g_ptr_array_index (self->units, i);

    self->session->progress.state.item = unit->index;
    if (!look_at_unit (self, unit, error))
      return FALSE;
    seen += unit->size;
    glow_flash_session_set_bytes (self->session, seen);
  }
  self->looked = TRUE;
  return TRUE;
}

/* whether what was begun on a guess is what the spans need */
static gboolean
has_streams (GlowFlashUpdate *self)
{
  guint n_units = 0;
  guint n_spans = 0;

  for (guint i = 0; i < self->units->len; i++)
    n_units += is_sent (self, g_ptr_array_index (self->units, i)) ? 1 : 0;
  for (guint i = 0; i < self->spans->len; i++) {
    const GlowFlashSpan *span = &g_array_index (self->spans, GlowFlashSpan, i);

    if (!is_sent (self, span->unit))
      continue;
    if (span->start != span->unit->start || span->size != span->unit->size)
      return FALSE;
    n_spans++;
  }
  return self->ahead && n_spans == n_units;
}

static void
deflate_spans (GlowFlashUpdate *self)
{
  g_autoptr (GPtrArray) contents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_clear_pointer (&self->ahead, glow_deflate_ahead_free);
  for (guint i = 0; i < self->spans->len; i++) {
    const GlowFlashSpan *span = &g_array_index (self->spans, GlowFlashSpan, i);

    if (is_sent (self, span->unit))
      g_ptr_array_add (contents, content_of (span->unit, span->start, span->size));
  }
  start_deflating (self, contents);
}

static void
log_look (GlowFlashUpdate *self)
{
  g_autofree char *same = glow_format_size (self->same_size);
  g_autofree char *total = glow_format_size (self->total_size);

  glow_flash_session_log (self->session,
                          "%s of %s are in flash already (%u questions of %.1f ms and "
                          "%.2f us a byte)",
                          same, total, self->cost.n_asked, self->cost.roundtrip_us / 1000,
                          self->cost.digest_us_per_byte);
}

/**
 * glow_flash_update_look:
 * @erased: the whole flash has just been erased
 * @error: the loader's
 *
 * Finds out what is to be written, where the loader can tell; else that is everything.
 *
 * Returns: %TRUE when it is known
 */
gboolean
glow_flash_update_look (GlowFlashUpdate *self, gboolean erased, GError **error)
{
  gboolean ask = glow_flash_can_md5 (self->session) && !erased;

  if (ask) {
    glow_flash_session_start_phase (self->session, GLOW_PHASE_CHECK, self->total_size);
    if (!look_at_units (self, error))
      return FALSE;
  }
  for (guint i = 0; i < self->units->len; i++) {
    GlowFlashUnit *unit = g_ptr_array_index (self->units, i);

    if (!ask)
      mark_unit (unit, erased);
    join_blocks (self, unit);
    collect_spans (self, unit);
  }
  if (self->compressed && !has_streams (self))
    deflate_spans (self);
  if (ask)
    log_look (self);
  return TRUE;
}

static gboolean
write_span (GlowFlashUpdate *self,
            const GlowFlashSpan *span,
            guint64 already_written,
            GError **error)
{
  GlowFlashPart piece = { .name = span->unit->part->name,
                          .offset = span->unit->part->offset + span->start };
  g_autoptr (GBytes) content = content_of (span->unit, span->start, span->size);
  g_autoptr (GBytes) deflated =
    self->ahead ? glow_deflate_ahead_next (self->ahead) : NULL;

  piece.content = content;
  piece.deflated = deflated;
  return glow_flash_write_part (self->session, &piece, already_written, error);
}

static gboolean
do_span (GlowFlashUpdate *self,
         const GlowFlashSpan *span,
         guint64 already_written,
         GError **error)
{
  guint32 offset = span->unit->part->offset + span->start;
  guint32 size = count_sectors (span->size) * SECTOR;

  self->session->progress.state.item = span->unit->index;
  if (is_sent (self, span->unit))
    return write_span (self, span, already_written, error);
  glow_flash_session_log (self->session, "Erasing 0x%x to 0x%" G_GINT64_MODIFIER "x",
                          offset, offset + (guint64) size);
  self->session->result->flash_touched = TRUE;
  if (!glow_loader_erase_region (self->session->loader, offset, size, error))
    return FALSE;
  glow_flash_session_set_bytes (self->session, already_written + span->size);
  return TRUE;
}

static guint64
size_of_spans (GlowFlashUpdate *self)
{
  guint64 size = 0;

  for (guint i = 0; i < self->spans->len; i++)
    size += g_array_index (self->spans, GlowFlashSpan, i).size;
  return size;
}

/**
 * glow_flash_update_write:
 * @error: the loader's
 *
 * Erases and writes what the look has found. From the first command on the result says
 * that the flash was touched.
 *
 * Returns: %TRUE when the loader has acknowledged all of it
 */
gboolean
glow_flash_update_write (GlowFlashUpdate *self, GError **error)
{
  guint64 written = 0;

  if (self->spans->len > 0)
    glow_flash_session_start_phase (self->session, GLOW_PHASE_WRITE,
                                    size_of_spans (self));
  for (guint i = 0; i < self->spans->len; i++) {
    const GlowFlashSpan *span = &g_array_index (self->spans, GlowFlashSpan, i);

    if (!do_span (self, span, written, error)) {
      g_prefix_error (error, "%s: ", span->unit->part->name);
      return FALSE;
    }
    written += span->size;
  }
  self->session->result->bytes = self->total_size;
  self->session->result->bytes_same = self->same_size;
  return TRUE;
}

/**
 * glow_flash_update_is_proven:
 *
 * Returns: whether digests over everything were right and nothing was changed since
 */
gboolean
glow_flash_update_is_proven (GlowFlashUpdate *self)
{
  return self->looked && self->spans->len == 0;
}
