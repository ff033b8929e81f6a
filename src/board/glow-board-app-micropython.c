/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * MicroPython's prompt (linux-desktop.md 7.5): line editing, paste mode, raw REPL with
 * raw paste, soft reboots. Of the language it knows print() of a text, whole numbers, and
 * the resets of the module machine. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-app.h"

#include <string.h>

#define CTRL_A      0x01
#define CTRL_B      0x02
#define CTRL_C      0x03
#define CTRL_D      0x04
#define CTRL_E      0x05
#define BACKSPACE   0x08
#define DELETE      0x7f
#define INPUT_SIZE  16384u
#define WINDOW      128u /* bytes of raw paste that may be under way */
#define RAW_PROMPT  "raw REPL; CTRL-B to exit\r\n>"
#define SETUP_US    ((gint64) 150000)
#define REBOOT_US   ((gint64) 100000)
#define PASTE_START "\005A\001"

typedef enum {
  MODE_LINE,
  MODE_PASTE,
  MODE_RAW,
  MODE_RAW_PASTE,
} Mode;

typedef struct {
  Mode mode;
  GString *input; /* owned */
  gsize n_pasted; /* bytes since the window was last opened */
} Repl;

/* The ESP8266 puts the second half of it together when it starts. */
static void
say_banner (GlowBoardApp *app)
{
  gboolean is_8266 = app->chip->generation == GLOW_BOARD_GEN_8266;
  const char *title = app->title ? app->title : "MicroPython v1.22.1 on 2024-01-05";
  g_autofree char *upper = g_ascii_strup (app->chip->name, -1);
  g_autofree char *board =
    g_strdup_printf ("; %s with %s", is_8266 ? "ESP module" : "Generic ESP32 module",
                     upper);

  glow_board_app_print (app, "%s%s\r\nType \"help()\" for more information.\r\n>>> ",
                        title, strchr (title, ';') ? "" : board);
}

static void
enter (GlowBoardApp *app, Mode mode)
{
  Repl *self = app->state;

  self->mode = mode;
  g_string_truncate (self->input, 0);
}

/* The text between the quotes of print('…'), %NULL for anything else. */
static char *
dup_printed (const char *code)
{
  gsize len = strlen (code);
  char quote;

  if (!g_str_has_prefix (code, "print(") || len < strlen ("print('')") ||
      code[len - 1] != ')')
    return NULL;
  quote = code[strlen ("print(")];
  if ((quote != '\'' && quote != '"') || code[len - 2] != quote)
    return NULL;
  return g_strndup (code + strlen ("print('"), len - strlen ("print('')"));
}

static gboolean
is_name (const char *code)
{
  if (!g_ascii_isalpha (code[0]) && code[0] != '_')
    return FALSE;
  for (const char *at = code; *at; at++)
    if (!g_ascii_isalnum (*at) && *at != '_')
      return FALSE;
  return TRUE;
}

static void
run_line (GlowBoardApp *app, const char *code, GString *out, GString *err, gboolean shows)
{
  g_autofree char *printed = dup_printed (code);

  if (printed)
    g_string_append_printf (out, "%s\r\n", printed);
  else if (strcmp (code, "machine.reset()") == 0)
    glow_board_app_restart (app, GLOW_BOARD_CAUSE_SOFTWARE);
  else if (shows && *code && strspn (code, "0123456789") == strlen (code))
    g_string_append_printf (out, "%s\r\n", code);
  else if (is_name (code))
    g_string_append_printf (err,
                            "Traceback (most recent call last):\r\n"
                            "  File \"<stdin>\", line 1, in <module>\r\n"
                            "NameError: name '%s' isn't defined\r\n",
                            code);
}

static void
run (GlowBoardApp *app, GString *out, GString *err)
{
  Repl *self = app->state;
  g_auto (GStrv) lines = g_strsplit_set (self->input->str, "\r\n", -1);

  for (gsize i = 0; lines[i] && err->len == 0 && !app->is_over; i++)
    run_line (app, g_strstrip (lines[i]), out, err, self->mode == MODE_LINE);
  g_string_truncate (self->input, 0);
}

static void
soft_reboot (GlowBoardApp *app)
{
  Repl *self = app->state;
  gboolean raw = self->mode == MODE_RAW;

  glow_board_app_say (app,
                      raw ? "OK\r\nMPY: soft reboot\r\n" : "\r\nMPY: soft reboot\r\n");
  glow_board_app_spend (app, REBOOT_US);
  enter (app, self->mode);
  if (raw)
    glow_board_app_say (app, RAW_PROMPT);
  else
    say_banner (app);
}

static void
run_friendly (GlowBoardApp *app)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);

  run (app, out, err);
  enter (app, MODE_LINE);
  glow_board_app_print (app, "%s%s", out->str, err->str);
  if (!app->is_over)
    glow_board_app_say (app, ">>> ");
}

/* Its output, its error and the next prompt, each ended by Ctrl-D. */
static void
run_raw (GlowBoardApp *app, const char *before)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) err = g_string_new (NULL);

  run (app, out, err);
  enter (app, MODE_RAW);
  glow_board_app_print (app, "%s%s\x04%s\x04>", before, out->str, err->str);
}

static void
append (Repl *self, guint8 byte)
{
  if (self->input->len < INPUT_SIZE)
    g_string_append_c (self->input, (char) byte);
}

static gboolean
take_control (GlowBoardApp *app, guint8 byte)
{
  Repl *self = app->state;

  if (byte == CTRL_A) {
    enter (app, MODE_RAW);
    glow_board_app_say (app, "\r\n" RAW_PROMPT);
  } else if (byte == CTRL_B) {
    enter (app, MODE_LINE);
    glow_board_app_say (app, "\r\n");
    say_banner (app);
  } else if (byte == CTRL_C) {
    enter (app, MODE_LINE);
    glow_board_app_say (app, "\r\n>>> ");
  } else if (byte == CTRL_D && self->input->len == 0) {
    soft_reboot (app);
  } else if (byte == CTRL_E) {
    enter (app, MODE_PASTE);
    glow_board_app_say (app,
                        "\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== ");
  } else {
    return FALSE;
  }
  return TRUE;
}

static void
take_line_byte (GlowBoardApp *app, guint8 byte)
{
  Repl *self = app->state;

  if (take_control (app, byte))
    return;
  if (byte == '\r') {
    glow_board_app_say (app, "\r\n");
    run_friendly (app);
  } else if ((byte == BACKSPACE || byte == DELETE) && self->input->len > 0) {
    g_string_truncate (self->input, self->input->len - 1);
    glow_board_app_say (app, "\b \b");
  } else if (byte >= ' ' && byte != DELETE) {
    append (self, byte);
    glow_board_app_send (app, &byte, 1);
  }
}

static void
take_paste_byte (GlowBoardApp *app, guint8 byte)
{
  if (byte == CTRL_C) {
    enter (app, MODE_LINE);
    glow_board_app_say (app, "\r\n>>> ");
  } else if (byte == CTRL_D) {
    glow_board_app_say (app, "\r\n");
    run_friendly (app);
  } else {
    append (app->state, byte);
    if (byte == '\r')
      glow_board_app_say (app, "\r\n=== ");
    else
      glow_board_app_send (app, &byte, 1);
  }
}

static void
start_raw_paste (GlowBoardApp *app)
{
  static const guint8 answer[] = { 'R', 1, WINDOW, 0, 1 };
  Repl *self = app->state;

  enter (app, MODE_RAW_PASTE);
  self->n_pasted = 0;
  glow_board_app_send (app, answer, sizeof answer);
}

static void
take_raw_byte (GlowBoardApp *app, guint8 byte)
{
  Repl *self = app->state;

  if (byte == CTRL_A && strcmp (self->input->str, "\005A") != 0) {
    take_control (app, byte);
  } else if (byte == CTRL_B) {
    take_control (app, byte);
  } else if (byte == CTRL_C) {
    g_string_truncate (self->input, 0);
  } else if (byte == CTRL_D && self->input->len == 0) {
    soft_reboot (app);
  } else if (byte == CTRL_D) {
    run_raw (app, "OK");
  } else {
    append (self, byte);
    if (strcmp (self->input->str, PASTE_START) == 0)
      start_raw_paste (app);
  }
}

static void
take_pasted_byte (GlowBoardApp *app, guint8 byte)
{
  static const guint8 more = 1;
  Repl *self = app->state;

  if (byte == CTRL_C) {
    enter (app, MODE_RAW);
    glow_board_app_say (app, "\x04\x04>");
  } else if (byte == CTRL_D) {
    run_raw (app, "\x04");
  } else {
    append (self, byte);
    if (++self->n_pasted % WINDOW == 0)
      glow_board_app_send (app, &more, 1);
  }
}

static void
micropython_receive (GlowBoardApp *app, guint8 byte)
{
  Repl *self = app->state;

  if (self->mode == MODE_LINE)
    take_line_byte (app, byte);
  else if (self->mode == MODE_PASTE)
    take_paste_byte (app, byte);
  else if (self->mode == MODE_RAW)
    take_raw_byte (app, byte);
  else
    take_pasted_byte (app, byte);
}

static void
micropython_start (GlowBoardApp *app)
{
  Repl *self = app->state;

  self->input = g_string_new (NULL);
  glow_board_app_spend (app, SETUP_US);
  say_banner (app);
}

static void
micropython_stop (GlowBoardApp *app)
{
  Repl *self = app->state;

  g_string_free (self->input, TRUE);
}

const GlowBoardAppKind glow_board_app_micropython = {
  .name = "micropython",
  .baud = 115200,
  .state_size = sizeof (Repl),
  .start = micropython_start,
  .receive = micropython_receive,
  .stop = micropython_stop,
};
