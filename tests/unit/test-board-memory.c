/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-board-memory.h"

#include "glow-error.h"

#include <glib/gstdio.h>

typedef struct {
  /* owned */
  char *dir;
  GFile *file;
  GlowBoardMemory *memory;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("glow-memory-XXXXXX", NULL);
  fixture->file = g_file_new_build_filename (fixture->dir, "state", "boards.ini", NULL);
  fixture->memory = glow_board_memory_new (fixture->file);
}

static void
remove_in (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->memory);
  remove_in (fixture->dir, "state/boards.ini");
  remove_in (fixture->dir, "state/boards.ini.lock");
  remove_in (fixture->dir, "state");
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_object_unref (fixture->file);
  g_free (fixture->dir);
}

static GlowPort *
make_port (const char *usb_path, const char *serial, guint index)
{
  const GlowPortInfo info = {
    .devnode = "/dev/ttyUSB0",
    .serial = serial,
    .usb_path = usb_path,
    .vid = 0x10c4,
    .pid = 0xea60,
    .index = index,
    .n_ports = 2,
  };

  return glow_port_new (&info);
}

/* as the next start of the program would */
static void
restart (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (glow_board_memory_sync (fixture->memory, &error));
  g_assert_no_error (error);
  g_clear_object (&fixture->memory);
  fixture->memory = glow_board_memory_new (fixture->file);
}

static void
assert_name (Fixture *fixture, GlowPort *port, const char *expected)
{
  g_autofree char *name = glow_board_memory_dup_name (fixture->memory, port);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_all_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);
  g_autofree char *chip = NULL;
  g_autofree char *sequence = NULL;

  assert_name (fixture, port, NULL);
  g_assert_cmpuint (glow_board_memory_get_baud (fixture->memory, port), ==, 0);
  glow_board_memory_set_name (fixture->memory, port, "Kitchen [x] = \"#1\"; ü");
  glow_board_memory_set_chip_name (fixture->memory, port, "ESP32-S3");
  glow_board_memory_set_reset_sequence (fixture->memory, port, "D0|R1|W0.1|D1|R0");
  glow_board_memory_set_baud (fixture->memory, port, 921600);
  restart (fixture);
  assert_name (fixture, port, "Kitchen [x] = \"#1\"; ü");
  chip = glow_board_memory_dup_chip_name (fixture->memory, port);
  g_assert_cmpstr (chip, ==, "ESP32-S3");
  sequence = glow_board_memory_dup_reset_sequence (fixture->memory, port);
  g_assert_cmpstr (sequence, ==, "D0|R1|W0.1|D1|R0");
  g_assert_cmpuint (glow_board_memory_get_baud (fixture->memory, port), ==, 921600);
}

static void
test_serial_goes_along (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) here = make_port ("1-2", "A50285BI", 0);
  g_autoptr (GlowPort) there = make_port ("3-1.4", "A50285BI", 0);
  g_autoptr (GlowPort) other = make_port ("1-2", "A50285XY", 0);

  glow_board_memory_set_name (fixture->memory, here, "Kitchen");
  assert_name (fixture, there, "Kitchen");
  assert_name (fixture, other, NULL);
}

/* nothing but the place is known of it */
static void
test_factory_serial_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) here = make_port ("1-2", "0001", 0);
  g_autoptr (GlowPort) there = make_port ("1-3", "0001", 0);
  g_autoptr (GlowPort) other = make_port ("1-2", NULL, 0);

  glow_board_memory_set_name (fixture->memory, here, "Kitchen");
  restart (fixture);
  assert_name (fixture, here, "Kitchen");
  assert_name (fixture, there, NULL);
  assert_name (fixture, other, NULL);
  glow_board_memory_set_baud (fixture->memory, other, 115200);
  assert_name (fixture, here, NULL);
}

/* Named while a second one said to be the same, and alone at the next start. */
static void
test_shared_serial (Fixture *fixture, gconstpointer data)
{
  GlowPortInfo info = {
    .devnode = "/dev/ttyUSB0",
    .serial = "A50285BI",
    .usb_path = "1-2",
    .vid = 0x10c4,
    .pid = 0xea60,
    .serial_is_shared = TRUE,
  };
  g_autoptr (GlowPort) shared = glow_port_new (&info);
  g_autoptr (GlowPort) alone = NULL;
  g_autoptr (GlowPort) elsewhere = NULL;

  glow_board_memory_set_name (fixture->memory, shared, "Kitchen");
  info.serial_is_shared = FALSE;
  alone = glow_port_new (&info);
  info.usb_path = "1-3";
  elsewhere = glow_port_new (&info);
  assert_name (fixture, alone, "Kitchen");
  assert_name (fixture, elsewhere, NULL);
}

static void
test_ports_of_one_device (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) first = make_port ("1-2", "A50285BI", 0);
  g_autoptr (GlowPort) second = make_port ("1-2", "A50285BI", 1);

  glow_board_memory_set_name (fixture->memory, first, "Kitchen");
  glow_board_memory_set_name (fixture->memory, second, "Cellar");
  restart (fixture);
  assert_name (fixture, first, "Kitchen");
  assert_name (fixture, second, "Cellar");
}

static void
test_names_are_cleaned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);
  g_autofree char *much = g_strnfill (500, 'x');
  g_autofree char *cut = g_strnfill (60, 'x');

  glow_board_memory_set_name (fixture->memory, port, "  two\nlines \xff ");
  assert_name (fixture, port, "two lines \xef\xbf\xbd");
  glow_board_memory_set_name (fixture->memory, port, much);
  assert_name (fixture, port, cut);
  glow_board_memory_set_name (fixture->memory, port, "  ");
  assert_name (fixture, port, NULL);
}

static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);

  glow_board_memory_set_name (fixture->memory, port, "Kitchen");
  glow_board_memory_set_baud (fixture->memory, port, 460800);
  restart (fixture);
  glow_board_memory_forget (fixture->memory, port);
  assert_name (fixture, port, NULL);
  restart (fixture);
  assert_name (fixture, port, NULL);
  g_assert_cmpuint (glow_board_memory_get_baud (fixture->memory, port), ==, 0);
}

static void
count_cb (GlowBoardMemory *memory, const char *board_key, guint *count)
{
  (*count)++;
}

static void
test_tells_of_changes_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);
  guint count = 0;

  g_signal_connect (fixture->memory, "changed", G_CALLBACK (count_cb), &count);
  glow_board_memory_set_name (fixture->memory, port, "Kitchen");
  glow_board_memory_set_name (fixture->memory, port, "Kitchen");
  glow_board_memory_set_name (fixture->memory, port, "Cellar");
  g_assert_cmpuint (count, ==, 2);
}

/* the window and the command line at the same time */
static void
test_two_programs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowBoardMemory) other = glow_board_memory_new (fixture->file);
  g_autoptr (GlowPort) first = make_port ("1-2", "A50285BI", 0);
  g_autoptr (GlowPort) second = make_port ("1-3", "A50285XY", 0);

  glow_board_memory_set_name (fixture->memory, first, "Kitchen");
  glow_board_memory_set_baud (other, first, 230400);
  glow_board_memory_set_name (other, second, "Cellar");
  g_assert_true (glow_board_memory_sync (other, NULL));
  restart (fixture);
  assert_name (fixture, first, "Kitchen");
  assert_name (fixture, second, "Cellar");
  g_assert_cmpuint (glow_board_memory_get_baud (fixture->memory, first), ==, 230400);
}

static void
write_file (Fixture *fixture, const char *content)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *dir = g_path_get_dirname (path);

  g_mkdir_with_parents (dir, 0700);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
test_bad_values (Fixture *fixture, gconstpointer data)
{
  static const char *const values[] = { "fast", "-1", "99999999999", "", "115200x" };
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *content =
      g_strdup_printf ("[%s]\nbaud=%s\n", glow_port_get_board_key (port), values[i]);

    g_clear_object (&fixture->memory);
    write_file (fixture, content);
    fixture->memory = glow_board_memory_new (fixture->file);
    g_assert_cmpuint (glow_board_memory_get_baud (fixture->memory, port), ==, 0);
  }
}

static void
test_broken_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);

  g_clear_object (&fixture->memory);
  write_file (fixture, "this is no key file\n\xff\xfe");
  g_test_expect_message ("glow-port", G_LOG_LEVEL_WARNING, "can't read what*");
  fixture->memory = glow_board_memory_new (fixture->file);
  g_test_assert_expected_messages ();
  glow_board_memory_set_name (fixture->memory, port, "Kitchen");
  g_test_expect_message ("glow-port", G_LOG_LEVEL_WARNING, "can't read what*");
  restart (fixture);
  g_test_assert_expected_messages ();
  assert_name (fixture, port, "Kitchen");
}

static void
test_cannot_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/dev/null/boards.ini");
  g_autoptr (GlowBoardMemory) memory = NULL;
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);
  g_autoptr (GError) error = NULL;

  g_test_expect_message ("glow-port", G_LOG_LEVEL_WARNING, "can't read what*");
  memory = glow_board_memory_new (file);
  g_test_assert_expected_messages ();
  glow_board_memory_set_name (memory, port, "Kitchen");
  g_assert_false (glow_board_memory_sync (memory, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_FILE);
}

/* what is not synced is written by a worker */
static void
test_writes_by_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = make_port ("1-2", "A50285BI", 0);
  g_autofree char *path = g_file_get_path (fixture->file);

  glow_board_memory_set_name (fixture->memory, port, "Kitchen");
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  restart (fixture);
  assert_name (fixture, port, "Kitchen");
}

static void
test_length_is_limited (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize len = 0;

  for (guint i = 0; i < 1100; i++) {
    g_autofree char *serial = g_strdup_printf ("BOARD%05u", i);
    g_autoptr (GlowPort) port = make_port ("1-2", serial, 0);

    glow_board_memory_set_baud (fixture->memory, port, 115200);
  }
  restart (fixture);
  g_assert_true (g_file_load_contents (fixture->file, NULL, &content, &len, NULL, NULL));
  g_assert_nonnull (strstr (content, "BOARD01099"));
  g_assert_null (strstr (content, "BOARD00099"));
  g_assert_nonnull (strstr (content, "BOARD00100"));
}

#define ADD(path, func)                                                                  \
  g_test_add ("/board-memory/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("values", test_all_values);
  ADD ("serial/own", test_serial_goes_along);
  ADD ("serial/factory", test_factory_serial_stays);
  ADD ("serial/shared", test_shared_serial);
  ADD ("ports", test_ports_of_one_device);
  ADD ("clean", test_names_are_cleaned);
  ADD ("forget", test_forgotten);
  ADD ("signal", test_tells_of_changes_only);
  ADD ("two-programs", test_two_programs);
  ADD ("bad-values", test_bad_values);
  ADD ("broken-file", test_broken_file);
  ADD ("cannot-write", test_cannot_write);
  ADD ("worker", test_writes_by_itself);
  ADD ("limit", test_length_is_limited);
  return g_test_run ();
}
