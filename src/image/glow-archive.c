/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-archive.h"

#include "glow-error.h"
#include "glow-set-path.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define CHUNK_SIZE  (64u * 1024) /* bytes */
#define MAX_ENTRIES 10000
/* Bytes of all files together. The releases of ESPEasy and Tasmota come as some hundred
 * files of 1 to 2 MiB. */
#define MAX_TOTAL (512u * 1024 * 1024)
/* Blank flash shrinks to a thousandth, so this counts only from MIN_SUSPECT on. */
#define MAX_RATIO        100
#define MIN_SUSPECT      (64u * 1024 * 1024) /* bytes */

#define TAR_MAGIC_OFFSET 257 /* POSIX.1-1988 ustar */

typedef struct archive Reader;

static void
reader_free (Reader *reader)
{
  archive_read_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

/* What is done with one archive. */
typedef struct {
  Reader *reader;            /* borrowed */
  GCancellable *cancellable; /* borrowed (nullable) */
  gsize packed_size;         /* bytes */
  gsize total;               /* bytes unpacked */
} Unpacker;

static void
set_reader_error (GError **error, Reader *reader)
{
  const char *text = archive_error_string (reader);

  g_set_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE, "the archive is damaged: %s",
               text ? text : "it can't be unpacked");
}

static gboolean
check_total (const Unpacker *unpacker, GError **error)
{
  gsize total = unpacker->total;

  if (total <= MAX_TOTAL &&
      (total < MIN_SUSPECT || total / MAX_RATIO < unpacker->packed_size))
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
               "%" G_GSIZE_FORMAT " packed bytes unpack to more than %" G_GSIZE_FORMAT
               " bytes",
               unpacker->packed_size, total);
  return FALSE;
}

/* One byte more than a file may have tells that it is too big. */
static GBytes *
read_data (Unpacker *unpacker, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);

  while (content->len <= GLOW_IMAGE_MAX_SIZE) {
    la_ssize_t got = archive_read_data (unpacker->reader, chunk, CHUNK_SIZE);

    if (g_cancellable_set_error_if_cancelled (unpacker->cancellable, error))
      return NULL;
    if (got < 0) {
      set_reader_error (error, unpacker->reader);
      return NULL;
    }
    if (got == 0)
      break;
    unpacker->total += (gsize) got;
    if (!check_total (unpacker, error))
      return NULL;
    g_byte_array_append (content, chunk, (guint) got);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

static char *
dup_path (struct archive_entry *entry)
{
  const char *utf8 = archive_entry_pathname_utf8 (entry);
  const char *raw = utf8 ? utf8 : archive_entry_pathname (entry);

  return g_utf8_make_valid (raw ? raw : "", -1);
}

/* FALSE: left out, and said so if it matters */
static gboolean
want_entry (struct archive_entry *entry, const char *path, GlowFirmwareSet *set)
{
  g_autofree char *clean = NULL;

  if (archive_entry_filetype (entry) == AE_IFDIR || glow_set_path_is_hidden (path))
    return FALSE;
  clean = glow_set_path_resolve ("", path);
  if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry))
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_LINK, path, NULL);
  else if (!clean)
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_PATH_OUTSIDE, path, NULL);
  else if (archive_entry_is_data_encrypted (entry))
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_LOCKED, path, NULL);
  else if (glow_set_path_is_archive (path))
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_ARCHIVE_INSIDE, path, NULL);
  else if (!glow_set_path_is_wanted (path))
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_NOT_FIRMWARE, path, NULL);
  else if (archive_entry_size_is_set (entry) &&
           archive_entry_size (entry) > GLOW_IMAGE_MAX_SIZE)
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_TOO_BIG, path, NULL);
  else
    return TRUE;
  return FALSE;
}

static void
add_entry (GPtrArray *entries, GlowFirmwareSet *set, const char *path, GBytes *bytes)
{
  GlowArchiveEntry *entry;

  if (g_bytes_get_size (bytes) > GLOW_IMAGE_MAX_SIZE) {
    glow_firmware_set_leave_out (set, GLOW_FIRMWARE_NOTE_TOO_BIG, path, NULL);
    return;
  }
  entry = g_new0 (GlowArchiveEntry, 1);
  entry->path = glow_set_path_resolve ("", path);
  entry->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (entries, entry);
}

static gboolean
unpack_entry (Unpacker *unpacker,
              struct archive_entry *entry,
              GPtrArray *entries,
              GlowFirmwareSet *set,
              GError **error)
{
  g_autofree char *path = dup_path (entry);
  g_autoptr (GBytes) bytes = NULL;

  if (!want_entry (entry, path, set))
    return TRUE;
  bytes = read_data (unpacker, error);
  if (!bytes)
    return FALSE;
  add_entry (entries, set, path, bytes);
  return TRUE;
}

static void
entry_free (gpointer data)
{
  GlowArchiveEntry *entry = data;

  g_free (entry->path);
  g_bytes_unref (entry->bytes);
  g_free (entry);
}

static gboolean
open_reader (Reader *reader, GBytes *bytes, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  archive_read_support_filter_gzip (reader);
  if (archive_read_open_memory (reader, data, size) == ARCHIVE_OK)
    return TRUE;
  set_reader_error (error, reader);
  return FALSE;
}

/**
 * glow_archive_unpack:
 * @bytes: a zip, tar or tar.gz file
 * @set: gets what is left out of it
 * @cancellable: (nullable): stops it
 * @error: %GLOW_ERROR_IMAGE if it is damaged, %GLOW_ERROR_FILE if it is beyond all
 * measure, %G_IO_ERROR_CANCELLED
 *
 * Only files that may be firmware, or lists of it, are unpacked. Any thread.
 *
 * Returns: (transfer container) (element-type GlowArchiveEntry): the files, or %NULL with
 * @error set
 */
GPtrArray *
glow_archive_unpack (GBytes *bytes,
                     GlowFirmwareSet *set,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (Reader) reader = archive_read_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  Unpacker unpacker = { reader, cancellable, g_bytes_get_size (bytes), 0 };
  struct archive_entry *entry;
  gint status = ARCHIVE_EOF;

  archive_read_support_format_zip (reader);
  archive_read_support_format_tar (reader);
  if (!open_reader (reader, bytes, error))
    return NULL;
  for (guint i = 0; i <= MAX_ENTRIES; i++) {
    status = archive_read_next_header (reader, &entry);
    if (status == ARCHIVE_EOF)
      return g_steal_pointer (&entries);
    if (status < ARCHIVE_WARN) {
      set_reader_error (error, reader);
      return NULL;
    }
    if (!unpack_entry (&unpacker, entry, entries, set, error))
      return NULL;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "the archive has more than %d files",
               MAX_ENTRIES);
  return NULL;
}

/**
 * glow_archive_gunzip:
 * @bytes: a gzip file
 * @cancellable: (nullable): stops it
 * @error: %GLOW_ERROR_IMAGE if it is damaged, %GLOW_ERROR_FILE if it is larger than any
 * flash, %G_IO_ERROR_CANCELLED
 *
 * Any thread.
 *
 * Returns: (transfer full): what is in it, or %NULL with @error set
 */
GBytes *
glow_archive_gunzip (GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (Reader) reader = archive_read_new ();
  g_autoptr (GBytes) content = NULL;
  Unpacker unpacker = { reader, cancellable, g_bytes_get_size (bytes), 0 };
  struct archive_entry *entry;

  archive_read_support_format_raw (reader);
  archive_read_support_format_empty (reader);
  if (!open_reader (reader, bytes, error))
    return NULL;
  if (archive_read_next_header (reader, &entry) != ARCHIVE_OK) {
    set_reader_error (error, reader);
    return NULL;
  }
  content = read_data (&unpacker, error);
  if (content && g_bytes_get_size (content) > GLOW_IMAGE_MAX_SIZE) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE,
                 "it unpacks to more than %u MiB, more than any flash",
                 GLOW_IMAGE_MAX_SIZE / 1024 / 1024);
    return NULL;
  }
  return g_steal_pointer (&content);
}

/**
 * glow_archive_recognise:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE for zip and tar; not for gzip, which may hold either
 */
gboolean
glow_archive_recognise (const guint8 *data, gsize size)
{
  if (size >= 4 && (memcmp (data, "PK\3\4", 4) == 0 || memcmp (data, "PK\5\6", 4) == 0))
    return TRUE;
  return size >= TAR_MAGIC_OFFSET + 5 &&
         memcmp (data + TAR_MAGIC_OFFSET, "ustar", 5) == 0;
}

/**
 * glow_archive_is_gzip:
 * @data: (array length=size): a file
 * @size: bytes
 *
 * Any thread.
 *
 * Returns: %TRUE for one packed file, or a packed tar
 */
gboolean
glow_archive_is_gzip (const guint8 *data, gsize size)
{
  return size >= 3 && memcmp (data, "\x1f\x8b\x08", 3) == 0;
}
