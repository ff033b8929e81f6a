/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What nobody should have to open: broken, hostile and absurd archives, folders and
 * lists. */

#include "glow-error.h"
#include "set-maker.h"

static void
must_fail (SetDir *dir, const char *name, GlowError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowFirmwareSet) set = set_dir_try (dir, name, &error);

  g_assert_null (set);
  g_assert_error (error, GLOW_ERROR, (gint) code);
  g_test_message ("%s", error->message);
}

/* A zip is cut at every length: an error each time, or less in it, but no crash. */
static void
test_truncated_zip (SetDir *dir, gconstpointer data)
{
  static const char *const names[] = { "a.bin", "b.bin", NULL };
  g_autofree char *path = set_dir_path (dir, "all.zip");
  g_autofree char *content = NULL;
  gsize size;

  set_dir_write_image (dir, "a.bin", &maker_esp32_app);
  set_dir_write_image (dir, "b.bin", &maker_c3_app);
  set_dir_pack (dir, "all.zip", "", names);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  for (gsize cut = 4; cut < size; cut += 7) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowFirmwareSet) set = NULL;

    set_dir_write (dir, "cut.zip", content, cut);
    set = set_dir_try (dir, "cut.zip", &error);
    g_assert_true ((set == NULL) == (error != NULL));
    g_assert_true (set == NULL || glow_firmware_set_get_n_builds (set) <= 2);
  }
  set_dir_write (dir, "cut.zip", content, size / 3);
  must_fail (dir, "cut.zip", GLOW_ERROR_IMAGE);
}

static void
write_entry (struct archive *writer,
             const char *name,
             mode_t type,
             const char *link,
             const guint8 *content,
             gsize size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, type);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) size);
  if (link)
    archive_entry_set_symlink (entry, link);
  g_assert_cmpint (archive_write_header (writer, entry), ==, ARCHIVE_OK);
  if (size > 0)
    g_assert_cmpint (archive_write_data (writer, content, size), ==, (la_ssize_t) size);
  archive_entry_free (entry);
}

static struct archive *
open_zip (SetDir *dir, const char *name)
{
  g_autofree char *path = set_dir_path (dir, name);
  struct archive *writer = archive_write_new ();

  archive_write_set_format_zip (writer);
  g_assert_cmpint (archive_write_open_filename (writer, path), ==, ARCHIVE_OK);
  return writer;
}

static void
close_zip (struct archive *writer)
{
  g_assert_cmpint (archive_write_close (writer), ==, ARCHIVE_OK);
  archive_write_free (writer);
}

static const struct {
  const char *name;
  GlowFirmwareNoteCode code;
} bad_entries[] = {
  { "../evil.bin", GLOW_FIRMWARE_NOTE_PATH_OUTSIDE },
  { "/etc/evil.bin", GLOW_FIRMWARE_NOTE_PATH_OUTSIDE },
  { "a/../../evil.bin", GLOW_FIRMWARE_NOTE_PATH_OUTSIDE },
  { "C:/evil.bin", GLOW_FIRMWARE_NOTE_PATH_OUTSIDE },
  { "inner.zip", GLOW_FIRMWARE_NOTE_ARCHIVE_INSIDE },
  { "movie.mp4", GLOW_FIRMWARE_NOTE_NOT_FIRMWARE },
};

static void
test_bad_entries (SetDir *dir, gconstpointer data)
{
  g_autoptr (GByteArray) app = maker_new (&maker_esp32_app);
  g_autoptr (GlowFirmwareSet) set = NULL;
  struct archive *writer = open_zip (dir, "bad.zip");

  write_entry (writer, "good.bin", AE_IFREG, NULL, app->data, app->len);
  write_entry (writer, "link.bin", AE_IFLNK, "/etc/hostname", NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_entries); i++)
    write_entry (writer, bad_entries[i].name, AE_IFREG, NULL, app->data, app->len);
  close_zip (writer);
  set = set_dir_load (dir, "bad.zip");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  g_assert_cmpuint (set_find_left_out (set, "link.bin")->code, ==,
                    GLOW_FIRMWARE_NOTE_LINK);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_entries); i++) {
    const GlowFirmwareNote *note = set_find_left_out (set, bad_entries[i].name);

    g_test_message ("%s", bad_entries[i].name);
    g_assert_nonnull (note);
    g_assert_cmpuint (note->code, ==, bad_entries[i].code);
  }
}

/* 4 files of 30 MiB that are nothing but zeros, in 120 KiB */
static void
test_zip_bomb (SetDir *dir, gconstpointer data)
{
  gsize size = 30u * 1024 * 1024;
  g_autofree guint8 *zeros = g_malloc0 (size);
  struct archive *writer = open_zip (dir, "bomb.zip");

  for (guint i = 0; i < 4; i++) {
    g_autofree char *name = g_strdup_printf ("%u.bin", i);

    write_entry (writer, name, AE_IFREG, NULL, zeros, size);
  }
  close_zip (writer);
  must_fail (dir, "bomb.zip", GLOW_ERROR_FILE);
}

static void
test_gzip_bomb (SetDir *dir, gconstpointer data)
{
  static const char *const names[] = { "zeros.bin", NULL };
  gsize size = 40u * 1024 * 1024;
  g_autofree guint8 *zeros = g_malloc0 (size);
  g_autofree char *path = set_dir_path (dir, "zeros.bin.gz");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  g_autoptr (GZlibCompressor) deflater =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) packer =
    g_converter_output_stream_new (G_OUTPUT_STREAM (stream), G_CONVERTER (deflater));

  g_assert_true (g_output_stream_write_all (packer, zeros, size, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (packer, NULL, NULL));
  must_fail (dir, "zeros.bin.gz", GLOW_ERROR_FILE);

  /* one file of an archive that is larger than any flash is left out alone */
  set_dir_write (dir, "zeros.bin", zeros, 33u * 1024 * 1024);
  set_dir_pack (dir, "big.zip", "", names);
  must_fail (dir, "big.zip", GLOW_ERROR_FILE);
}

/* The local header claims 4 GiB less a byte. */
static void
test_claimed_size (SetDir *dir, gconstpointer data)
{
  static const char *const names[] = { "a.bin", NULL };
  g_autofree char *path = set_dir_path (dir, "claim.zip");
  g_autofree char *content = NULL;
  gsize size;

  set_dir_write_image (dir, "a.bin", &maker_esp32_app);
  set_dir_pack (dir, "claim.zip", "", names);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  for (gsize i = 0; i + 46 < size; i++) {
    if (memcmp (content + i, "PK\3\4", 4) == 0)
      memset (content + i + 22, 0xfe, 4);
    if (memcmp (content + i, "PK\1\2", 4) == 0)
      memset (content + i + 24, 0xfe, 4);
  }
  set_dir_write (dir, "claim.zip", content, size);
  must_fail (dir, "claim.zip", GLOW_ERROR_FILE);
}

static const struct {
  const char *name;
  const char *text;
  gsize size; /* 0: its length */
} bad_lists[] = {
  { "flash_args", "", 1 },
  { "flash_args", "0x1000 a\0b.bin", 14 },
  { "flash_args", "--flash_mode dio", 0 },
  { "m.json", "{ \"builds\": [] }", 0 },
  { "f.json", "{ \"flash_files\": {} }", 0 },
  { "f.json", "{ \"flash_files\": {}, \"flash_settings\": 7 }", 0 },
  { "f.json", "{ \"flash_settings\": { \"flash_mode\": 7 } }", 0 },
  { "d.conf", "[DOWNLOAD PATH]\nfile_sel0", 0 },
};

static void
test_bad_lists (SetDir *dir, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lists); i++) {
    gsize size = bad_lists[i].size ? bad_lists[i].size : strlen (bad_lists[i].text);
    g_autoptr (GlowFirmwareSet) set = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s: %s", bad_lists[i].name, bad_lists[i].text);
    set_dir_write (dir, bad_lists[i].name, bad_lists[i].text, size);
    set = set_dir_try (dir, bad_lists[i].name, &error);
    /* bytes of 0 are no list at all, but a file like any other */
    if (set)
      g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_FILE);
    else
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
  }
}

/* JSON of every wrong type where a manifest wants something else. */
static const char *const odd_parts[] = {
  "null",
  "7",
  "[]",
  "{}",
  "{ \"path\": 7, \"offset\": 0 }",
  "{ \"path\": \"\", \"offset\": 0 }",
  "{ \"path\": \"a.bin\" }",
  "{ \"path\": \"a.bin\", \"offset\": null }",
  "{ \"path\": \"a.bin\", \"offset\": true }",
  "{ \"path\": \"a.bin\", \"offset\": [] }",
  "{ \"path\": \"a.bin\", \"offset\": {} }",
  "{ \"path\": \"a.bin\", \"offset\": -1 }",
  "{ \"path\": \"a.bin\", \"offset\": 4294967296 }",
  "{ \"path\": \"a.bin\", \"offset\": 1e300 }",
  "{ \"path\": \"a.bin\", \"offset\": 0.5 }",
  "{ \"path\": \"a.bin\", \"offset\": 32.7681 }",
  "{ \"path\": \"a.bin\", \"offset\": \"\" }",
  "{ \"path\": \"a.bin\", \"offset\": \"start\" }",
  "{ \"path\": \"a.bin\", \"offset\": \"0x100000000\" }",
  "{ \"path\": \"a.bin\", \"offset\": 8000 }",
  "{ \"path\": \"a.bin\", \"offset\": \"10000\" }",
  "{ \"path\": \"manifest.json\", \"offset\": 0 }",
  "{ \"path\": \"../../../../etc/hostname\", \"offset\": 0 }",
  "{ \"path\": \"/etc/hostname\", \"offset\": 0 }",
  "{ \"path\": \"link.bin\", \"offset\": 0 }",
  "{ \"path\": \".\", \"offset\": 0 }",
};

/* Each is the problem of its build and hides no other. */
static void
test_odd_manifests (SetDir *dir, gconstpointer data)
{
  g_autofree char *link = set_dir_path (dir, "link.bin");

  set_dir_write_image (dir, "a.bin", &maker_esp32_app);
  g_assert_cmpint (symlink ("/etc/hostname", link), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (odd_parts); i++) {
    g_autofree char *text =
      g_strdup_printf ("{ \"builds\": [ { \"chipFamily\": \"ESP32\", \"parts\": [ %s ] },"
                       " { \"chipFamily\": \"ESP32\", \"parts\": ["
                       " { \"path\": \"a.bin\", \"offset\": 65536 } ] } ] }",
                       odd_parts[i]);
    g_autoptr (GlowFirmwareSet) set = NULL;

    g_test_message ("%s", odd_parts[i]);
    set_dir_write_text (dir, "manifest.json", text);
    set = set_dir_load (dir, "manifest.json");
    g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
    g_assert_nonnull (
      glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 0)));
    g_assert_null (
      glow_firmware_build_get_problem (glow_firmware_set_get_build (set, 1)));
  }
}

static void
test_deep_json (SetDir *dir, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("{ \"builds\": ");
  g_autoptr (GlowFirmwareSet) set = NULL;

  for (guint i = 0; i < 500000; i++)
    g_string_append_c (text, '[');
  set_dir_write_text (dir, "deep.json", text->str);
  set = set_dir_load (dir, "deep.json");
  g_assert_cmpuint (glow_firmware_set_get_kind (set), ==, GLOW_FIRMWARE_SET_FILE);
}

/* Links in a folder: within it they are followed, out of it and round about not. */
static void
test_links (SetDir *dir, gconstpointer data)
{
  g_autofree char *circle = set_dir_path (dir, "fw/circle");
  g_autofree char *inside = set_dir_path (dir, "fw/inside.bin");
  g_autofree char *outside = set_dir_path (dir, "fw/outside.bin");
  g_autofree char *secret = set_dir_path (dir, "secret.bin");
  g_autoptr (GlowFirmwareSet) set = NULL;

  set_dir_write_image (dir, "secret.bin", &maker_c3_app);
  set_dir_write_image (dir, "fw/sub/a.bin", &maker_esp32_app);
  g_assert_cmpint (symlink ("..", circle), ==, 0);
  g_assert_cmpint (symlink ("sub/a.bin", inside), ==, 0);
  g_assert_cmpint (symlink (secret, outside), ==, 0);
  set = set_dir_load (dir, "fw");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 2);
  g_assert_cmpuint (set_find_left_out (set, "outside.bin")->code, ==,
                    GLOW_FIRMWARE_NOTE_LINK);
}

static void
test_too_many_files (SetDir *dir, gconstpointer data)
{
  for (guint i = 0; i < 501; i++) {
    g_autofree char *name = g_strdup_printf ("many/%u.bin", i);

    set_dir_write_text (dir, name, "x");
  }
  must_fail (dir, "many", GLOW_ERROR_FILE);
}

/* A pipe is neither waited for nor read, and nothing else in the folder is hidden. */
static void
test_pipe (SetDir *dir, gconstpointer data)
{
  g_autofree char *pipe = set_dir_path (dir, "fw/pipe.bin");
  g_autoptr (GlowFirmwareSet) set = NULL;

  set_dir_write_image (dir, "fw/a.bin", &maker_esp32_app);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  set = set_dir_load (dir, "fw");
  g_assert_cmpuint (glow_firmware_set_get_n_builds (set), ==, 1);
  g_assert_nonnull (set_find_left_out (set, "pipe.bin"));
}

static void
test_names_that_are_no_text (SetDir *dir, gconstpointer data)
{
  g_autoptr (GlowFirmwareSet) set = NULL;
  GlowFirmwareBuild *build;

  set_dir_write_image (dir, "fw/\xff\xfe.bin", &maker_esp32_app);
  set = set_dir_load (dir, "fw");
  build = glow_firmware_set_get_build (set, 0);
  g_assert_true (g_utf8_validate (glow_firmware_build_get_label (build), -1, NULL));
  g_assert_true (
    g_utf8_validate (glow_firmware_build_get_part (build, 0)->name, -1, NULL));
}

static void
add (const char *path, void (*test) (SetDir *dir, gconstpointer data))
{
  g_test_add (path, SetDir, NULL, set_dir_set_up, test, set_dir_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/set-limits/zip/truncated", test_truncated_zip);
  add ("/set-limits/zip/bad-entries", test_bad_entries);
  add ("/set-limits/zip/bomb", test_zip_bomb);
  add ("/set-limits/zip/claimed-size", test_claimed_size);
  add ("/set-limits/gzip/bomb", test_gzip_bomb);
  add ("/set-limits/lists/bad", test_bad_lists);
  add ("/set-limits/lists/odd-manifests", test_odd_manifests);
  add ("/set-limits/lists/deep-json", test_deep_json);
  add ("/set-limits/folder/links", test_links);
  add ("/set-limits/folder/too-many-files", test_too_many_files);
  add ("/set-limits/folder/pipe", test_pipe);
  add ("/set-limits/folder/names", test_names_that_are_no_text);
  return g_test_run ();
}
