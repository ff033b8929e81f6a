/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * glow-rigd, the fake bus with simulated boards that the tests of whole programs use,
 * seen through the serial transport. GLOW_RIGD names the program. */

#include "glow-error.h"
#include "glow-serial-transport.h"

#include <glib/gstdio.h>
#include <string.h>

/* microseconds; an upper bound that nothing waits for unless it is broken */
#define LONG_US (60 * G_USEC_PER_SEC)

#define NODE    "/dev/ttyUSB0"
#define PLUG                                                                             \
  "plug ttyUSB0 1-2 10c4 ea60 cp210x 0001 "                                              \
  "Silicon Labs|CP2102 USB to UART Bridge Controller"

typedef struct {
  /* owned */
  GSubprocess *rigd;
  GDataInputStream *output;
  GlowTransport *transport;
  char *dir;
} Fixture;

/* Reads up to a line that begins with @prefix. */
static char *
expect (Fixture *fixture, const char *prefix)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autofree char *line =
      g_data_input_stream_read_line (fixture->output, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (line);
    g_test_message ("%s", line);
    if (g_str_has_prefix (line, prefix))
      return g_steal_pointer (&line);
  }
}

static void
say (Fixture *fixture, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->rigd),
                                            text, strlen (text), NULL, NULL, NULL));
}

static void
run (Fixture *fixture, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *answer = g_strdup_printf ("ok %s %s", words[0], words[1]);

  say (fixture, line);
  g_free (expect (fixture, answer));
}

static char *
dup_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->dir, name, NULL);
}

static void
run_with_file (Fixture *fixture, const char *command, const char *name)
{
  g_autofree char *path = dup_path (fixture, name);
  g_autofree char *line = g_strconcat (command, path, NULL);

  run (fixture, line);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  fixture->rigd =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                      &error, g_getenv ("GLOW_RIGD"), NULL);
  g_assert_no_error (error);
  fixture->output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->rigd));
  line = expect (fixture, "dir ");
  g_setenv ("UMOCKDEV_DIR", line + strlen ("dir "), TRUE);
  fixture->dir = g_dir_make_tmp ("glowplug-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "report", "dump", "flash" };

  g_clear_object (&fixture->transport);
  say (fixture, "quit");
  g_assert_true (g_subprocess_wait_check (fixture->rigd, NULL, NULL));
  g_clear_object (&fixture->output);
  g_clear_object (&fixture->rigd);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = dup_path (fixture, names[i]);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
}

static void
open_port (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->transport = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
}

static void
set_lines (Fixture *fixture, gboolean dtr, gboolean rts, gint64 hold_us)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (glow_transport_set_lines (fixture->transport, dtr, rts, &error));
  g_assert_true (glow_transport_sleep (fixture->transport, hold_us, NULL, &error));
}

/* Reads until @text has come. */
static void
wait_for_text (Fixture *fixture, const char *text)
{
  g_autoptr (GByteArray) seen = g_byte_array_new ();

  while (seen->len == 0 || !memmem (seen->data, seen->len, text, strlen (text))) {
    g_autoptr (GError) error = NULL;
    guint8 buf[256];
    gssize count =
      glow_transport_read (fixture->transport, buf, sizeof buf, LONG_US, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpint (count, >, 0);
    g_byte_array_append (seen, buf, (guint) count);
  }
}

/* Reset with the boot pin low: (DTR, RTS) = (0,1) holds reset, (1,0) holds the boot pin
 * (protocol.md 2). */
static void
reset_into_bootloader (Fixture *fixture)
{
  set_lines (fixture, FALSE, FALSE, 0);
  set_lines (fixture, FALSE, TRUE, 20000);
  set_lines (fixture, TRUE, FALSE, 50000);
  set_lines (fixture, FALSE, FALSE, 0);
}

static void
test_reset_and_sync (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  /* SYNC: direction, opcode, length, checksum, then 36 bytes of payload */
  guint8 frame[46] = { 0xc0, 0x00, 0x08, 0x24, 0x00, 0,    0,
                       0,    0,    0x07, 0x07, 0x12, 0x20, [45] = 0xc0 };

  memset (frame + 13, 0x55, 32);
  run (fixture, PLUG " board=esp32 mode=running-app flash-size=4MB");
  open_port (fixture);
  g_free (expect (fixture, "opened ttyUSB0"));
  reset_into_bootloader (fixture);
  g_free (expect (fixture, "lines ttyUSB0 dtr=0 rts=1 TIOCMSET"));
  g_free (expect (fixture, "lines ttyUSB0 dtr=1 rts=0 TIOCMSET"));
  wait_for_text (fixture, "waiting for download");
  g_assert_true (glow_transport_write (fixture->transport, frame, sizeof frame, LONG_US,
                                       NULL, &error));
  wait_for_text (fixture, "\xc0\x01\x08");
  g_clear_object (&fixture->transport);
  g_free (expect (fixture, "closed ttyUSB0"));
}

static void
test_report_and_dump (Fixture *fixture, gconstpointer data)
{
  g_autofree char *report_path = dup_path (fixture, "report");
  g_autofree char *dump_path = dup_path (fixture, "dump");
  g_autofree char *report = NULL;
  g_autofree char *dump = NULL;
  gsize dump_size = 0;

  run (fixture, PLUG " board=esp8266 mode=download flash-size=1MB");
  run_with_file (fixture, "report ttyUSB0 ", "report");
  run_with_file (fixture, "dump ttyUSB0 ", "dump");
  g_assert_true (g_file_get_contents (report_path, &report, NULL, NULL));
  g_assert_nonnull (strstr (report, "esp8266"));
  g_assert_true (g_file_get_contents (dump_path, &dump, &dump_size, NULL));
  g_assert_cmpuint (dump_size, ==, 1 << 20);
  g_assert_cmphex ((guint8) dump[0], ==, 0xff);
}

static void
test_flash_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *flash_path = dup_path (fixture, "flash");
  g_autofree char *plug = NULL;
  g_autofree char *content = NULL;
  gsize size = 0;

  g_assert_true (g_file_set_contents (flash_path, "abcd", 4, NULL));
  plug = g_strconcat (PLUG " board=esp32 flash-size=1MB flash-file=", flash_path, NULL);
  run (fixture, plug);
  run (fixture, "unplug ttyUSB0");
  g_assert_true (g_file_get_contents (flash_path, &content, &size, NULL));
  g_assert_cmpuint (size, ==, 1 << 20);
  g_assert_cmpmem (content, 5, "abcd\xff", 5);
  run (fixture, plug);
}

static void
test_unplug_after (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buf = g_malloc0 (4096);
  gboolean written = TRUE;

  run (fixture, PLUG);
  open_port (fixture);
  run (fixture, "unplug-after ttyUSB0 10000");
  while (written)
    written = glow_transport_write (fixture->transport, buf, 4096, LONG_US, NULL, &error);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  g_free (expect (fixture, "unplugged ttyUSB0"));
  g_clear_object (&fixture->transport);
  run (fixture, PLUG);
  open_port (fixture);
}

static void
test_bad_lines (Fixture *fixture, gconstpointer data)
{
  static const char *const lines[] = {
    "what",
    "plug ttyUSB0",
    "plug ttyUSB0 1-2 10c4 wxyz cp210x - A|B",
    PLUG " mode=asleep",
    PLUG " board=z80",
    PLUG " board=esp32 flash-size=many",
    "unplug ttyUSB7",
    "unplug-after ttyUSB7 1",
    "chmod ttyUSB7 0",
    "lose ttyUSB7 usbfs",
    "report ttyUSB7 /dev/null",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    say (fixture, lines[i]);
    g_free (expect (fixture, "error "));
  }
  run (fixture, PLUG);
  say (fixture, PLUG);
  g_free (expect (fixture, "error "));
  say (fixture, "dump ttyUSB0 /dev/null");
  g_free (expect (fixture, "error "));
}

#define ADD(path, func) g_test_add ("/rigd/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sync", test_reset_and_sync);
  ADD ("report", test_report_and_dump);
  ADD ("flash-file", test_flash_file);
  ADD ("unplug-after", test_unplug_after);
  ADD ("bad-lines", test_bad_lines);
  return g_test_run ();
}
