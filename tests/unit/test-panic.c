/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "boot-logs.h"
#include "glow-line-splitter.h"
#include "glow-panic.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *log;
  GlowPanicArch arch;
  GlowPanicKind kind;
  gint core;
  gint cause;
  const char *text;
} Case;

static const Case cases[] = {
  { "xtensa", XTENSA_PANIC, GLOW_PANIC_XTENSA, GLOW_PANIC_EXCEPTION, 1, 28,
    "LoadProhibited, cause 28 (LoadProhibited), core 1, at 0x400d1234, address "
    "0x00000010, backtrace 0x400d1231 0x400d5675 0x40088b7d (corrupted)" },
  { "riscv", RISCV_PANIC, GLOW_PANIC_RISCV, GLOW_PANIC_EXCEPTION, 0, 5,
    "Load access fault, cause 5 (Load access fault), core 0, at 0x42006a4c, address "
    "0x00000004" },
  { "esp8266", ESP8266_PANIC, GLOW_PANIC_ESP8266, GLOW_PANIC_EXCEPTION, -1, 28,
    "LoadProhibited, cause 28 (LoadProhibited), at 0x40201234, address 0x00000008, "
    "backtrace 0x40201234 0x40205678 0x40100e11" },
  { "esp8266-rtos",
    "Fatal exception 29(StoreProhibitedCause):\r\nepc1=0x40241234, epc2=0x00000000, "
    "epc3=0x00000000, excvaddr=0x00000003, depc=0x00000000\r\n",
    GLOW_PANIC_ESP8266, GLOW_PANIC_EXCEPTION, -1, 29,
    "StoreProhibited, cause 29 (StoreProhibited), at 0x40241234, address 0x00000003" },
  { "esp8266-divides", "Exception (0):\r\nepc1=0x40201111 excvaddr=0x00000000\r\n",
    GLOW_PANIC_ESP8266, GLOW_PANIC_EXCEPTION, -1, 0,
    "IllegalInstruction, cause 0 (IllegalInstruction), at 0x40201111, address "
    "0x00000000" },
  { "soft-watchdog", ESP8266_SOFT_WDT, GLOW_PANIC_UNKNOWN, GLOW_PANIC_WATCHDOG, -1, -1,
    "Soft WDT reset, backtrace 0x40201111" },
  { "interrupt-watchdog",
    "Guru Meditation Error: Core  0 panic'ed (Interrupt wdt timeout on CPU0). \r\n",
    GLOW_PANIC_UNKNOWN, GLOW_PANIC_WATCHDOG, 0, -1,
    "Interrupt wdt timeout on CPU0, core 0" },
  { "abort",
    "abort() was called at PC 0x400d2a51 on core 1\r\n\r\n\r\nBacktrace: "
    "0x40083ca5:0x3ffb25e0\r\n",
    GLOW_PANIC_UNKNOWN, GLOW_PANIC_ABORT, 1, -1,
    "abort() was called at PC 0x400d2a51 on core 1, core 1, at 0x400d2a51, backtrace "
    "0x40083ca5" },
  { "assert",
    "assert failed: do_it main.c:12 (x > 0)\r\n\r\nBacktrace: "
    "0x40081b62:0x3ffe3b10\r\n",
    GLOW_PANIC_UNKNOWN, GLOW_PANIC_ABORT, -1, -1,
    "assert failed: do_it main.c:12 (x > 0), backtrace 0x40081b62" },
  { "stack", "***ERROR*** A stack overflow in task main has been detected.\r\n",
    GLOW_PANIC_UNKNOWN, GLOW_PANIC_STACK, -1, -1,
    "***ERROR*** A stack overflow in task main has been detected." },
  { "canary",
    "Guru Meditation Error: Core  0 panic'ed (Unhandled debug exception). \r\n"
    "Debug exception reason: Stack canary watchpoint triggered (main) \r\n",
    GLOW_PANIC_UNKNOWN, GLOW_PANIC_STACK, 0, -1,
    "Stack canary watchpoint triggered (main), core 0" },
  { "without-numbers", "Guru Meditation Error: of nobody\r\nPC      : nonsense\r\n",
    GLOW_PANIC_UNKNOWN, GLOW_PANIC_EXCEPTION, -1, -1, "of nobody" },
};

static void
feed_line (const char *line, gsize len, gpointer user_data)
{
  glow_panic_reader_feed (user_data, line);
}

static GlowPanic *
read_log (const char *log)
{
  g_autoptr (GlowPanicReader) reader = glow_panic_reader_new ();
  g_autoptr (GlowLineSplitter) splitter = glow_line_splitter_new ();

  glow_line_splitter_feed (splitter, (const guint8 *) log, strlen (log), feed_line,
                           reader);
  return glow_panic_reader_take (reader);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GlowPanic) panic = read_log (c->log);
  g_autofree char *text = NULL;

  g_assert_nonnull (panic);
  text = glow_panic_dup_text (panic);
  g_assert_cmpstr (text, ==, c->text);
  g_assert_cmpint ((gint) glow_panic_get_arch (panic), ==, (gint) c->arch);
  g_assert_cmpint ((gint) glow_panic_get_kind (panic), ==, (gint) c->kind);
  g_assert_cmpint (glow_panic_get_core (panic), ==, c->core);
  g_assert_cmpint (glow_panic_get_cause (panic), ==, c->cause);
}

static void
test_talk_is_no_panic (void)
{
  static const char *const lines[] = { "Panic button pressed", "no exception here",
                                       "PC 0x400d1234", "Backtrace: off",
                                       "I (12) main: aborting the download" };
  g_autoptr (GlowPanicReader) reader = glow_panic_reader_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_false (glow_panic_reader_feed (reader, lines[i]));
  g_assert_null (glow_panic_reader_take (reader));
}

/* what comes after a crash is not part of it */
static void
test_end (void)
{
  g_autoptr (GlowPanicReader) reader = glow_panic_reader_new ();

  g_assert_true (glow_panic_reader_feed (reader, "abort() was called at PC 0x1"));
  g_assert_true (glow_panic_reader_is_reading (reader));
  g_assert_true (glow_panic_reader_feed (reader, "Rebooting..."));
  g_assert_false (glow_panic_reader_is_reading (reader));
  g_assert_false (glow_panic_reader_feed (reader, "rst:0xc (SW_CPU_RESET)"));
}

/* A board that goes on without an end does not keep the reader in it. */
static void
test_never_ends (void)
{
  g_autoptr (GlowPanicReader) reader = glow_panic_reader_new ();
  guint n_lines = 0;

  glow_panic_reader_feed (reader, "Exception (3):");
  while (glow_panic_reader_is_reading (reader) && n_lines < 10000) {
    glow_panic_reader_feed (reader, "Backtrace: 0x1:0x2 0x3:0x4");
    n_lines++;
  }
  g_assert_cmpuint (n_lines, <, 1000);
}

static void
test_many_frames (void)
{
  g_autoptr (GString) log = g_string_new ("abort() was called\nBacktrace:");
  g_autoptr (GlowPanic) panic = NULL;

  for (guint i = 0; i < 90; i++)
    g_string_append_printf (log, " 0x%x:0x1", 0x40080000 + i);
  g_string_append (log, "\n");
  panic = read_log (log->str);
  g_assert_cmpuint (glow_panic_get_n_frames (panic), ==, GLOW_PANIC_MAX_FRAMES);
  g_assert_cmphex (glow_panic_get_frame (panic, 1), ==, 0x40080001);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/panic/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/panic/talk", test_talk_is_no_panic);
  g_test_add_func ("/panic/end", test_end);
  g_test_add_func ("/panic/never-ends", test_never_ends);
  g_test_add_func ("/panic/many-frames", test_many_frames);
  return g_test_run ();
}
