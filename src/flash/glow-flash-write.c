/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flash-write.h"

#include "glow-chip-table.h"
#include "glow-error.h"
#include "glow-flash-cut.h"
#include "glow-flash-diagnose.h"
#include "glow-spi-flash.h"

#include <string.h>

/* The stub erases ahead in 64 KiB blocks while it inflates 32 KiB at a time: what one of
 * its answers may have to wait for (protocol.md 4.6). */
#define STUB_INFLATE_SIZE 32768
#define STUB_ERASE_SIZE   65536

#define MIN_TURNAROUND_US 200 /* no way to a chip and back takes less */

#define ROUNDTRIP_LEN     4 /* bytes: a digest of next to nothing */
#define ROUNDTRIP_TIMES   3

/* Of that question and its answer on the line, bytes; protocol.md 1.2, 1.6 */
#define ROUNDTRIP_LINE_LEN 54

/* One part on its way: what each side has to know of the blocks. */
typedef struct {
  const guint8 *data; /* borrowed from the part */
  GArray *blocks;     /* owned: of GlowFlashBlock */

  gboolean compressed;
  gsize size; /* bytes on the wire, before framing */
  guint32 block_size;
  guint n_taken;      /* blocks the loader took */
  guint64 flash_done; /* bytes of flash the blocks so far hold */
  guint64 last_flash; /* of the block before: the stub still works on it */
} GlowBlockStream;

static void
glow_block_stream_clear (GlowBlockStream *self)
{
  g_clear_pointer (&self->blocks, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowBlockStream, glow_block_stream_clear)

/**
 * glow_flash_can_deflate:
 *
 * Returns: whether the loader of @session takes compressed blocks
 */
gboolean
glow_flash_can_deflate (GlowFlashSession *session)
{
  if (glow_flash_plan_get_options (session->plan)->no_compress ||
      session->info->secure_download)
    return FALSE;
  return glow_loader_is_stub (session->loader) ||
         (session->info->chip->flags & GLOW_CHIP_ROM_DEFLATE);
}

/**
 * glow_flash_can_md5:
 *
 * Returns: whether the loader of @session can compute a digest over flash
 */
gboolean
glow_flash_can_md5 (GlowFlashSession *session)
{
  return glow_loader_is_stub (session->loader) ||
         ((session->info->chip->flags & GLOW_CHIP_ROM_MD5) &&
          !session->info->secure_download);
}

/**
 * glow_flash_session_get_line_baud:
 *
 * Returns: bits per second of the line; 0 where there is none to wait for, as on a socket
 *   or the chip's own USB
 */
guint
glow_flash_session_get_line_baud (GlowFlashSession *self)
{
  gboolean has_baud =
    glow_transport_get_flags (self->transport) & GLOW_TRANSPORT_HAS_BAUD;

  return has_baud && self->usb == GLOW_TARGET_UART ? glow_loader_get_baud (self->loader)
                                                   : 0;
}

static gint64
line_us (GlowFlashSession *session, guint len)
{
  guint baud = glow_flash_session_get_line_baud (session);

  return baud > 0 ? (gint64) len * 10 * G_USEC_PER_SEC / baud : 0;
}

/**
 * glow_flash_measure_roundtrip:
 * @offset: bytes from the start of flash: some place that may be asked for
 * @roundtrip_us: (out): from a question about next to nothing to its answer
 * @error: the loader's
 *
 * The best of several: a host that is busy for a moment makes one look long, and what is
 * asked next is decided by it. Also sets what the way takes besides the line.
 *
 * Returns: %TRUE when the loader has answered
 */
gboolean
glow_flash_measure_roundtrip (GlowFlashSession *session,
                              guint32 offset,
                              gint64 *roundtrip_us,
                              GError **error)
{
  *roundtrip_us = G_MAXINT64;
  for (guint i = 0; i < ROUNDTRIP_TIMES; i++) {
    gint64 start_us = glow_transport_now (session->transport);
    guint8 digest[GLOW_LOADER_MD5_LEN];
    gint64 us;

    if (!glow_loader_flash_md5 (session->loader, offset, ROUNDTRIP_LEN, digest, error))
      return FALSE;
    us = glow_transport_now (session->transport) - start_us;
    *roundtrip_us = MIN (*roundtrip_us, us);
  }
  session->turnaround_us = MAX (*roundtrip_us - line_us (session, ROUNDTRIP_LINE_LEN), 0);
  return TRUE;
}

/**
 * glow_flash_ask_md5:
 * @cost: learns how long the answer took
 * @offset: bytes from the start of flash
 * @size: bytes
 * @digest: (out) (array fixed-size=16): of what is in flash there
 * @error: the loader's
 *
 * Returns: %TRUE when the loader has answered
 */
gboolean
glow_flash_ask_md5 (GlowFlashSession *session,
                    GlowFlashCost *cost,
                    guint32 offset,
                    guint32 size,
                    guint8 *digest,
                    GError **error)
{
  gint64 start_us = glow_transport_now (session->transport);

  if (!glow_loader_flash_md5 (session->loader, offset, size, digest, error))
    return FALSE;
  glow_flash_cost_add_question (cost, size,
                                glow_transport_now (session->transport) - start_us);
  return TRUE;
}

static GArray *
cut_plain (gsize size, guint32 block_size)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (GlowFlashBlock));

  for (gsize pos = 0; pos < size; pos += block_size) {
    gsize len = MIN (size - pos, block_size);
    GlowFlashBlock block = { len, len };

    g_array_append_val (blocks, block);
  }
  return blocks;
}

static GArray *
cut_deflated (GlowFlashSession *session,
              const GlowFlashPart *part,
              const GlowBlockStream *stream)
{
  GlowFlashCutInput input = { .data = stream->data,
                              .size = stream->size,
                              .content_size = g_bytes_get_size (part->content),
                              .offset = part->offset,
                              .block_size = stream->block_size,
                              .baud = glow_flash_session_get_line_baud (session),
                              .turnaround_us =
                                MAX (session->turnaround_us, MIN_TURNAROUND_US),
                              .overlaps = glow_loader_is_stub (session->loader) };

  return glow_flash_cut (&input);
}

static void
fill_stream (GlowBlockStream *stream,
             GlowFlashSession *session,
             const GlowFlashPart *part)
{
  stream->compressed = part->deflated != NULL;
  stream->block_size = glow_loader_get_flash_block (session->loader, stream->compressed);
  stream->data =
    g_bytes_get_data (stream->compressed ? part->deflated : part->content, &stream->size);
  stream->blocks = stream->compressed ? cut_deflated (session, part, stream)
                                      : cut_plain (stream->size, stream->block_size);
}

static guint32
round_up (guint32 size, guint32 unit)
{
  return (size + unit - 1) / unit * unit;
}

/* what BEGIN is told: see the table in protocol.md 4.6. Never more than whole sectors: a
 * ROM erases what it is told. */
static guint32
begin_size (GlowFlashSession *session,
            const GlowFlashPart *part,
            const GlowBlockStream *stream)
{
  guint32 size = (guint32) g_bytes_get_size (part->content);

  if (glow_loader_is_stub (session->loader))
    return size;
  if (stream->compressed)
    return round_up (size, GLOW_LOADER_ROM_BLOCK);
  return glow_spi_flash_erase_size (session->info->chip, FALSE, part->offset, size);
}

static guint64
flash_to_wait_for (GlowFlashSession *session,
                   const GlowBlockStream *stream,
                   guint64 flash_size)
{
  guint64 last = stream->last_flash;

  if (!glow_loader_is_stub (session->loader))
    return flash_size;
  return last + (last / STUB_INFLATE_SIZE + 2) * STUB_ERASE_SIZE;
}

/* a ROM writes whole blocks, so the last one is filled up with what erased flash holds */
static gboolean
send_block (GlowFlashSession *session,
            const GlowBlockStream *stream,
            guint32 seq,
            gsize start,
            GError **error)
{
  const GlowFlashBlock *block = &g_array_index (stream->blocks, GlowFlashBlock, seq);
  guint64 wait_size = flash_to_wait_for (session, stream, block->flash_size);
  const guint8 *data = stream->data + start;
  g_autofree guint8 *padded = NULL;
  gsize len = block->len;

  if (!stream->compressed && len < stream->block_size) {
    padded = g_malloc (stream->block_size);
    memset (padded, 0xff, stream->block_size);
    memmove (padded, data, len);
    data = padded;
    len = stream->block_size;
  }
  return glow_loader_flash_block (session->loader, stream->compressed, seq, data, len,
                                  wait_size, error);
}

static gboolean
send_blocks (GlowFlashSession *session,
             GlowBlockStream *stream,
             guint64 already_written,
             guint64 part_size,
             GError **error)
{
  gsize start = 0;

  for (guint32 seq = 0; seq < stream->blocks->len; seq++) {
    const GlowFlashBlock *block = &g_array_index (stream->blocks, GlowFlashBlock, seq);

    if (!send_block (session, stream, seq, start, error)) {
      g_prefix_error (error, "block %u of %u: ", seq + 1, stream->blocks->len);
      return FALSE;
    }
    stream->n_taken++;
    start += block->len;
    stream->last_flash = block->flash_size;
    stream->flash_done = MIN (stream->flash_done + block->flash_size, part_size);
    glow_flash_session_set_bytes (session, already_written + stream->flash_done);
  }
  return TRUE;
}

/* a chip without a stub may take its neighbour along: that has to be said */
static void
note_extra_erase (GlowFlashSession *session, guint32 offset, guint32 size)
{
  gboolean stub = glow_loader_is_stub (session->loader);
  guint32 n_sectors = (size + GLOW_LOADER_SECTOR_SIZE - 1) / GLOW_LOADER_SECTOR_SIZE;
  guint32 end = offset + n_sectors * GLOW_LOADER_SECTOR_SIZE;
  guint32 erased_end =
    offset + glow_spi_flash_erased_size (session->info->chip, stub, offset, size);

  if (erased_end > end)
    glow_flash_session_note (session,
                             "The %s's ROM erases a sector too many: 0x%x to 0x%x",
                             session->info->chip->name, end, erased_end);
}

static void
log_part (GlowFlashSession *session,
          const GlowFlashPart *part,
          const GlowBlockStream *stream)
{
  glow_flash_session_log (session,
                          "Writing %s: %" G_GSIZE_FORMAT
                          " bytes at 0x%x%s%" G_GSIZE_FORMAT "%s",
                          part->name, g_bytes_get_size (part->content), part->offset,
                          stream->compressed ? ", " : " in ",
                          stream->compressed ? stream->size : (gsize) stream->blocks->len,
                          stream->compressed ? " compressed" : " blocks");
}

/* @n_taken: blocks that the loader took */
static gboolean
send_part (GlowFlashSession *session,
           const GlowFlashPart *part,
           guint64 already_written,
           guint *n_taken,
           GError **error)
{
  g_auto (GlowBlockStream) stream = { 0 };
  guint64 part_size = g_bytes_get_size (part->content);
  gboolean sent;

  fill_stream (&stream, session, part);
  log_part (session, part, &stream);
  session->result->flash_touched = TRUE;
  sent = glow_loader_flash_begin (session->loader, stream.compressed, part->offset,
                                  begin_size (session, part, &stream), stream.blocks->len,
                                  stream.block_size, error) &&
         send_blocks (session, &stream, already_written, part_size, error);
  *n_taken = stream.n_taken;
  if (!sent)
    return FALSE;
  if (!glow_loader_is_stub (session->loader))
    return TRUE;
  return glow_loader_flash_end (session->loader, stream.compressed,
                                flash_to_wait_for (session, &stream, 0), error);
}

/* A ROM that refuses at once what others of its kind take gets it the usual way. */
static gboolean
try_usual_way (GlowFlashSession *session, GlowFlashPart *part, const GError *error)
{
  if (glow_loader_is_stub (session->loader) ||
      (!g_error_matches (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS) &&
       !g_error_matches (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED)))
    return FALSE;
  if (glow_loader_has_large_blocks (session->loader)) {
    glow_loader_set_large_blocks (session->loader, FALSE);
    glow_flash_session_log (session, "Large blocks are refused (%s): small ones",
                            error->message);
    return TRUE;
  }
  if (!part->deflated)
    return FALSE;
  part->deflated = NULL;
  glow_flash_session_log (session, "Compressed blocks are refused (%s): plain ones",
                          error->message);
  return TRUE;
}

/**
 * glow_flash_write_part:
 * @part: what to write, on a sector
 * @already_written: bytes of this phase before it
 * @error: the loader's
 *
 * Erases and writes one stretch of flash.
 *
 * Returns: %TRUE when the loader has acknowledged all of it
 */
gboolean
glow_flash_write_part (GlowFlashSession *session,
                       const GlowFlashPart *part,
                       guint64 already_written,
                       GError **error)
{
  GlowFlashPart way = *part; /* borrows all of it */

  note_extra_erase (session, part->offset, (guint32) g_bytes_get_size (part->content));
  while (TRUE) {
    g_autoptr (GError) local_error = NULL;
    guint n_taken = 0;

    if (send_part (session, &way, already_written, &n_taken, &local_error))
      return TRUE;
    if (n_taken > 0 || !try_usual_way (session, &way, local_error)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }
}

static guint64
total_size (GPtrArray *parts)
{
  guint64 total = 0;

  for (guint i = 0; i < parts->len; i++) {
    const GlowFlashPart *part = g_ptr_array_index (parts, i);

    total += g_bytes_get_size (part->content);
  }
  return total;
}

/**
 * glow_flash_write_parts:
 * @parts: (element-type GlowFlashPart): from glow_flash_check_prepare()
 * @error: the loader's
 *
 * Erases and writes every part, in order. From the first command on the result says that
 * the flash was touched.
 *
 * Returns: %TRUE when the loader has acknowledged all of it
 */
gboolean
glow_flash_write_parts (GlowFlashSession *session, GPtrArray *parts, GError **error)
{
  guint64 written = 0;

  glow_flash_session_start_phase (session, GLOW_PHASE_WRITE, total_size (parts));
  for (guint i = 0; i < parts->len; i++) {
    const GlowFlashPart *part = g_ptr_array_index (parts, i);

    session->progress.state.item = i;
    if (!glow_flash_write_part (session, part, written, error)) {
      g_prefix_error (error, "%s: ", part->name);
      return FALSE;
    }
    written += g_bytes_get_size (part->content);
  }
  session->result->bytes = written;
  return TRUE;
}

static gboolean
compare_digest (GlowFlashSession *session,
                const char *name,
                guint32 offset,
                guint32 size,
                GChecksum *expected,
                GError **error)
{
  guint8 wanted[GLOW_LOADER_MD5_LEN];
  guint8 found[GLOW_LOADER_MD5_LEN];
  gsize wanted_len = sizeof wanted;

  g_checksum_get_digest (expected, wanted, &wanted_len);
  if (!glow_loader_flash_md5 (session->loader, offset, size, found, error))
    return FALSE;
  if (memcmp (wanted, found, sizeof wanted) != 0) {
    g_set_error (
      error, GLOW_ERROR, GLOW_ERROR_VERIFY,
      "%s: the flash from 0x%x to 0x%x does not hold what it should: its MD5 differs",
      name, offset, offset + size);
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_flash_verify_parts:
 * @parts: (element-type GlowFlashPart): what should be in flash
 * @error: %GLOW_ERROR_VERIFY when it is not, or the loader's
 *
 * Compares each part with the digest the chip computes over its flash. A part that
 * differs is looked into, and where the plan is to write it, its wrong sectors are
 * written again: see glow_flash_diagnose_part().
 *
 * Returns: %TRUE when all parts are in flash, bit by bit
 */
gboolean
glow_flash_verify_parts (GlowFlashSession *session, GPtrArray *parts, GError **error)
{
  gboolean rewrite =
    glow_flash_plan_get_operation (session->plan) == GLOW_OPERATION_FLASH;
  guint64 verified = 0;

  glow_flash_session_start_phase (session, GLOW_PHASE_VERIFY, total_size (parts));
  for (guint i = 0; i < parts->len; i++) {
    const GlowFlashPart *part = g_ptr_array_index (parts, i);
    g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
    g_autoptr (GError) local_error = NULL;
    gsize size;
    const guint8 *data = g_bytes_get_data (part->content, &size);

    session->progress.state.item = i;
    g_checksum_update (md5, data, (gssize) size);
    if (!compare_digest (session, part->name, part->offset, (guint32) size, md5,
                         &local_error)) {
      if (!g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_VERIFY)) {
        g_propagate_error (error, g_steal_pointer (&local_error));
        return FALSE;
      }
      if (!glow_flash_diagnose_part (session, part, rewrite, error))
        return FALSE;
    }
    verified += size;
    glow_flash_session_set_bytes (session, verified);
    glow_flash_session_log (session, "Verified %s: MD5 %s", part->name,
                            g_checksum_get_string (md5));
  }
  return TRUE;
}

/**
 * glow_flash_erase:
 * @offset: bytes from the start of flash, on a sector
 * @size: bytes, whole sectors
 * @error: the loader's
 *
 * A stub has commands for it; a ROM erases at the begin of a write that then never comes
 * (protocol.md 4.11).
 *
 * Returns: %TRUE when the loader has acknowledged it
 */
gboolean
glow_flash_erase (GlowFlashSession *session, guint32 offset, guint32 size, GError **error)
{
  guint64 flash_size = session->info->flash_size;
  guint32 rom_size = glow_spi_flash_erase_size (session->info->chip, FALSE, offset, size);

  glow_flash_session_start_phase (session, GLOW_PHASE_ERASE, 0);
  glow_flash_session_log (session, "Erasing 0x%x to 0x%" G_GINT64_MODIFIER "x", offset,
                          offset + (guint64) size);
  note_extra_erase (session, offset, size);
  session->result->flash_touched = TRUE;
  if (!glow_loader_is_stub (session->loader))
    return glow_loader_flash_begin (session->loader, FALSE, offset, rom_size,
                                    (rom_size + GLOW_LOADER_ROM_BLOCK - 1) /
                                      GLOW_LOADER_ROM_BLOCK,
                                    GLOW_LOADER_ROM_BLOCK, error);
  if (offset == 0 && size == flash_size)
    return glow_loader_erase_flash (session->loader, flash_size, error);
  return glow_loader_erase_region (session->loader, offset, size, error);
}

/**
 * glow_flash_verify_erased:
 * @offset: bytes from the start of flash
 * @size: bytes
 * @error: %GLOW_ERROR_VERIFY when something is left, or the loader's
 *
 * Returns: %TRUE when the chip's digest says that all of it is 0xff
 */
gboolean
glow_flash_verify_erased (GlowFlashSession *session,
                          guint32 offset,
                          guint32 size,
                          GError **error)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guint8 blank[GLOW_LOADER_SECTOR_SIZE];

  glow_flash_session_start_phase (session, GLOW_PHASE_VERIFY, 0);
  memset (blank, 0xff, sizeof blank);
  for (guint32 done = 0; done < size; done += (guint32) sizeof blank)
    g_checksum_update (md5, blank, (gssize) MIN (size - done, sizeof blank));
  return compare_digest (session, "erase", offset, size, md5, error);
}
