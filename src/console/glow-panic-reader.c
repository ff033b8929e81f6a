/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The panic handlers of ESP-IDF (Xtensa and RISC-V), of the ESP8266's SDKs and of its
 * Arduino core, line by line. */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-panic-private.h"

#include <string.h>

#define MAX_LINES      600 /* of one panic: a whole stack dump is shorter */
#define MAX_REASON_LEN 120

struct _GlowPanicReader {
  GlowPanic *panic; /* (nullable) owned */
  guint n_lines;
  gboolean in_stack; /* between the ESP8266's >>>stack>>> and <<<stack<<< */
};

/* How a panic begins. What is between @from and @to is the reason. */
static const struct {
  const char *from;
  const char *to; /* (nullable): up to the end of the line */
  GlowPanicKind kind;
  gboolean whole; /* the whole line from @from on is the reason */
} openings[] = {
  { "Guru Meditation Error:", NULL, GLOW_PANIC_EXCEPTION, FALSE },
  { "Fatal exception ", ":", GLOW_PANIC_EXCEPTION, FALSE },
  { "Exception (", ")", GLOW_PANIC_EXCEPTION, FALSE },
  { "abort() was called", NULL, GLOW_PANIC_ABORT, TRUE },
  { "assert failed:", NULL, GLOW_PANIC_ABORT, TRUE },
  { "***ERROR*** A stack overflow", NULL, GLOW_PANIC_STACK, TRUE },
  { "Stack smashing protect failure", NULL, GLOW_PANIC_STACK, TRUE },
  { "Stack overflow detected", NULL, GLOW_PANIC_STACK, TRUE },
  { "Stack canary watchpoint triggered", NULL, GLOW_PANIC_STACK, TRUE },
  { "CORRUPT HEAP:", NULL, GLOW_PANIC_MEMORY, TRUE },
  { "Soft WDT reset", NULL, GLOW_PANIC_WATCHDOG, TRUE },
  { "Hardware WDT reset", NULL, GLOW_PANIC_WATCHDOG, TRUE },
  { "Unhandled C++ exception", NULL, GLOW_PANIC_ABORT, TRUE },
  { "User exception (panic/abort/assert)", NULL, GLOW_PANIC_ABORT, TRUE },
  { "Abort called", NULL, GLOW_PANIC_ABORT, TRUE },
  { "Panic core_", NULL, GLOW_PANIC_ABORT, TRUE },
  { "ESP_ERROR_CHECK failed", NULL, GLOW_PANIC_ABORT, TRUE },
};

/* What a panic of Guru Meditation names tells its kind. */
static const struct {
  const char *text;
  GlowPanicKind kind;
} kinds[] = {
  { "wdt timeout", GLOW_PANIC_WATCHDOG },
  { "Stack protection fault", GLOW_PANIC_STACK },
  { "Unhandled debug exception", GLOW_PANIC_STACK },
  { "Cache", GLOW_PANIC_MEMORY },
  { "Memory protection", GLOW_PANIC_MEMORY },
  { "Double exception", GLOW_PANIC_MEMORY },
};

/**
 * glow_panic_reader_new:
 *
 * Returns: (transfer full): a reader that has seen nothing
 */
GlowPanicReader *
glow_panic_reader_new (void)
{
  return g_new0 (GlowPanicReader, 1);
}

/**
 * glow_panic_reader_free:
 */
void
glow_panic_reader_free (GlowPanicReader *self)
{
  g_clear_pointer (&self->panic, glow_panic_unref);
  g_free (self);
}

/* what follows @name, spaces, = and : in @line, as hexadecimal with or without 0x */
static gboolean
find_hex (const char *line, const char *name, guint32 *value)
{
  const char *pos = strstr (line, name);
  guint64 number;
  char *end;

  if (!pos)
    return FALSE;
  pos += strlen (name);
  pos += strspn (pos, " \t:=");
  if (!g_ascii_isxdigit (*pos))
    return FALSE;
  number = g_ascii_strtoull (pos, &end, 16);
  if (end == pos || number > G_MAXUINT32)
    return FALSE;
  *value = (guint32) number;
  return TRUE;
}

static void
set_reason (GlowPanic *panic, const char *text, gsize len)
{
  g_autofree char *raw = g_strndup (text, MIN (len, MAX_REASON_LEN));
  g_autofree char *valid = g_utf8_make_valid (raw, -1);

  g_free (panic->reason);
  panic->reason = g_strstrip (g_steal_pointer (&valid));
}

static gint
read_number (const char *text)
{
  guint64 number = g_ascii_strtoull (text, NULL, 10);

  return g_ascii_isdigit (*text) && number < 256 ? (gint) number : -1;
}

/* "Core  0 panic'ed (LoadProhibited). Exception was unhandled." */
static void
read_guru (GlowPanic *panic, const char *text)
{
  const char *core = strstr (text, "Core");
  const char *open = strchr (text, '(');
  const char *close = open ? strrchr (open, ')') : NULL;

  if (core)
    panic->core = read_number (core + 4 + strspn (core + 4, " "));
  if (close)
    set_reason (panic, open + 1, (gsize) (close - open - 1));
  else
    set_reason (panic, text, strlen (text));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strstr (panic->reason, kinds[i].text))
      panic->kind = kinds[i].kind;
  }
}

/* "Exception (28):", "Fatal exception 28(LoadProhibitedCause):", "Fatal exception (28):"
 */
static void
read_number_of_exception (GlowPanic *panic, const char *text)
{
  const char *name;

  panic->arch = GLOW_PANIC_ESP8266;
  panic->cause = read_number (text + strspn (text, " ("));
  name = glow_panic_get_cause_name (panic);
  if (name)
    set_reason (panic, name, strlen (name));
  else
    set_reason (panic, text, strlen (text));
}

/* "PC 0x400d1234" */
static void
read_abort_addr (GlowPanic *panic, const char *line)
{
  if (find_hex (line, "at PC", &panic->pc))
    panic->has_pc = TRUE;
  if (strstr (line, "on core "))
    panic->core = read_number (strstr (line, "on core ") + 8);
}

static GlowPanic *
new_panic (void)
{
  GlowPanic *panic = g_atomic_rc_box_new0 (GlowPanic);

  panic->core = panic->cause = -1;
  return panic;
}

static GlowPanic *
open_panic (const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (openings); i++) {
    const char *pos = strstr (line, openings[i].from);
    const char *rest = pos ? pos + strlen (openings[i].from) : NULL;
    GlowPanic *panic;

    if (!pos || (openings[i].to && !strstr (rest, openings[i].to)))
      continue;
    panic = new_panic ();
    panic->kind = openings[i].kind;
    if (openings[i].whole)
      set_reason (panic, pos, strlen (pos));
    else if (g_str_has_prefix (openings[i].from, "Guru"))
      read_guru (panic, rest);
    else
      read_number_of_exception (panic, rest);
    read_abort_addr (panic, line);
    return panic;
  }
  return NULL;
}

static void
add_frame (GlowPanic *panic, guint32 addr)
{
  if (panic->n_frames < GLOW_PANIC_MAX_FRAMES)
    panic->frames[panic->n_frames++] = addr;
}

/* "0x400d1234:0x3ffb1f70 0x400d5678:0x3ffb1f90 |<-CORRUPTED" */
static void
read_backtrace (GlowPanic *panic, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);

  panic->n_frames = 0;
  for (guint i = 0; words[i]; i++) {
    guint32 addr;

    if (strstr (words[i], "CORRUPT"))
      panic->corrupted = TRUE;
    else if (g_str_has_prefix (words[i], "0x") && find_hex (words[i], "0x", &addr))
      add_frame (panic, addr);
  }
}

static gboolean
take_register (const char *line, const char *name, gboolean *has, guint32 *value)
{
  if (!find_hex (line, name, value))
    return FALSE;
  *has = TRUE;
  return TRUE;
}

static void
read_riscv (GlowPanic *panic, const char *line)
{
  guint32 number;

  if (take_register (line, "MEPC ", &panic->has_pc, &panic->pc))
    panic->arch = GLOW_PANIC_RISCV;
  take_register (line, "MTVAL ", &panic->has_fault_addr, &panic->fault_addr);
  /* the highest bit says that it was an interrupt */
  if (find_hex (line, "MCAUSE ", &number)) {
    panic->cause = number < 256 ? (gint) number : -1;
    panic->arch = GLOW_PANIC_RISCV;
  }
}

static void
read_xtensa (GlowPanic *panic, const char *line)
{
  guint32 number;

  if (g_str_has_prefix (line, "PC ") &&
      take_register (line, "PC ", &panic->has_pc, &panic->pc))
    panic->arch = GLOW_PANIC_XTENSA;
  if (find_hex (line, "EXCCAUSE", &number) && number < 256)
    panic->cause = (gint) number;
  take_register (line, "EXCVADDR", &panic->has_fault_addr, &panic->fault_addr);
}

static void
read_esp8266 (GlowPanic *panic, const char *line)
{
  if (take_register (line, "epc1", &panic->has_pc, &panic->pc))
    panic->arch = GLOW_PANIC_ESP8266;
  take_register (line, "excvaddr", &panic->has_fault_addr, &panic->fault_addr);
}

/* A backtrace of the ESP8266 has to be guessed: words of its stack that point into code
 * (protocol.md 3.11: IRAM and the mapped flash). */
static gboolean
is_esp8266_code (guint32 addr)
{
  return (addr >= 0x40100000 && addr < 0x40110000) ||
         (addr >= 0x40201000 && addr < 0x40300000);
}

static void
read_stack (GlowPanic *panic, const char *line)
{
  const char *colon = strchr (line, ':');
  g_auto (GStrv) words = NULL;

  if (!colon)
    return;
  words = g_strsplit (colon + 1, " ", 16);
  for (guint i = 0; words[i]; i++) {
    char *end;
    guint64 number = g_ascii_strtoull (words[i], &end, 16);

    if (end - words[i] == 8 && number <= G_MAXUINT32 &&
        is_esp8266_code ((guint32) number))
      add_frame (panic, (guint32) number);
  }
}

static void
read_more (GlowPanicReader *self, const char *line)
{
  const char *backtrace = strstr (line, "Backtrace:");
  const char *reason = strstr (line, "Debug exception reason:");
  GlowPanic *panic = self->panic;

  if (strstr (line, ">>>stack>>>"))
    self->in_stack = TRUE;
  else if (strstr (line, "<<<stack<<<"))
    self->in_stack = FALSE;
  else if (self->in_stack)
    read_stack (panic, line);
  else if (backtrace)
    read_backtrace (panic, backtrace + strlen ("Backtrace:"));
  else if (reason)
    set_reason (panic, reason + strlen ("Debug exception reason:"), MAX_REASON_LEN);
  else {
    read_xtensa (panic, line);
    read_riscv (panic, line);
    read_esp8266 (panic, line);
  }
}

/* What a board says when a panic is over. */
static gboolean
is_end (const char *line)
{
  static const char *const ends[] = { "Rebooting...",   "ets Jan",      "ets Jun",
                                      "ets Jul",        "ESP-ROM:",     "rst:0x",
                                      "CPU halted.",    "Entering gdb", "<<<stack<<<",
                                      "ELF file SHA256" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    if (strstr (line, ends[i]))
      return TRUE;
  }
  return FALSE;
}

static void
begin (GlowPanicReader *self, GlowPanic *panic)
{
  g_clear_pointer (&self->panic, glow_panic_unref);
  self->panic = panic;
  self->n_lines = 1;
  self->in_stack = FALSE;
}

/**
 * glow_panic_reader_feed:
 * @line: what the board said, without line end and escapes
 *
 * A second opening within a panic (an assert, and then what the handler says of it) does
 * not replace the first.
 *
 * Returns: %TRUE if the line belongs to a panic
 */
gboolean
glow_panic_reader_feed (GlowPanicReader *self, const char *line)
{
  GlowPanic *panic;

  if (self->n_lines > 0) {
    if (is_end (line) || ++self->n_lines > MAX_LINES) {
      self->n_lines = 0;
      return g_str_has_prefix (line, "Rebooting") || strstr (line, "<<<stack") != NULL ||
             g_str_has_prefix (line, "ELF file") || g_str_has_prefix (line, "CPU halted");
    }
    read_more (self, line);
    return TRUE;
  }
  panic = open_panic (line);
  if (!panic)
    return FALSE;
  begin (self, panic);
  return TRUE;
}

/**
 * glow_panic_reader_is_reading:
 *
 * Returns: %TRUE within a panic
 */
gboolean
glow_panic_reader_is_reading (GlowPanicReader *self)
{
  return self->n_lines > 0;
}

/**
 * glow_panic_reader_take:
 *
 * Returns: (transfer full) (nullable): the last panic, with what was read of it so far
 */
GlowPanic *
glow_panic_reader_take (GlowPanicReader *self)
{
  self->n_lines = 0;
  self->in_stack = FALSE;
  return g_steal_pointer (&self->panic);
}
