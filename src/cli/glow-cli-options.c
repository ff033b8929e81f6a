/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-options.h"

#include "glow-board.h"
#include "glow-cli-boot.h"
#include "glow-cli-monitor-options.h"
#include "glow-error.h"
#include "glow-format.h"
#include "glow-port-list.h"
#include "glow-port-target.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#define MIN_BAUD 1200
#define MAX_BAUD 12000000 /* the fastest bridge there is; linux-desktop.md 5.1 */

static const struct {
  const char *name;
  GlowCliCommand command;
} commands[] = {
  { "ports", GLOW_CLI_PORTS },     { "identify", GLOW_CLI_IDENTIFY },
  { "flash", GLOW_CLI_FLASH },     { "verify", GLOW_CLI_VERIFY },
  { "read", GLOW_CLI_READ },       { "erase", GLOW_CLI_ERASE },
  { "inspect", GLOW_CLI_INSPECT }, { "check", GLOW_CLI_CHECK },
  { "monitor", GLOW_CLI_MONITOR }, { "setup", GLOW_CLI_SETUP },
};

/* What GOptionContext fills in before it is checked. */
typedef struct {
  char *baud;
  char *chip;
  char *flash_mode;
  char *flash_freq;
  char *flash_size;
  char *after;
  char *boot_time;
  gboolean no_boot_check;
} RawOptions;

static void
raw_options_clear (RawOptions *raw)
{
  g_free (raw->baud);
  g_free (raw->chip);
  g_free (raw->flash_mode);
  g_free (raw->flash_freq);
  g_free (raw->flash_size);
  g_free (raw->after);
  g_free (raw->boot_time);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RawOptions, raw_options_clear)

static gboolean
refuse (GError **error, const char *text, const char *what)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "\"%s\" is not %s", text, what);
  return FALSE;
}

static gboolean
parse_baud (const char *text, guint *baud, GError **error)
{
  guint32 value;

  if (!text || g_str_equal (text, "auto"))
    return TRUE;
  if (!glow_parse_number (text, &value, NULL) || value < MIN_BAUD || value > MAX_BAUD)
    return refuse (error, text, "a speed in baud");
  *baud = value;
  return TRUE;
}

static gboolean
parse_mode (const char *text, GlowFlashMode *mode, GError **error)
{
  static const char *const names[] = { "keep", "qio", "qout", "dio", "dout" };

  for (guint i = 0; text && i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (text, names[i])) {
      *mode = (GlowFlashMode) i;
      return TRUE;
    }
  }
  return !text || refuse (error, text, "a flash mode");
}

static gboolean
parse_freq (const char *text, guint *mhz, GError **error)
{
  g_autofree char *digits = NULL;
  guint32 value;

  if (!text || g_str_equal (text, "keep"))
    return TRUE;
  /* "40m" means MHz here, not the mebi of sizes */
  digits = g_strndup (text, strlen (text) - (g_str_has_suffix (text, "m") ? 1 : 0));
  if (!glow_parse_number (digits, &value, NULL) || value < 1 || value > 120)
    return refuse (error, text, "a flash frequency in MHz");
  *mhz = value;
  return TRUE;
}

static gboolean
parse_size (const char *text, GlowFlashOptions *options, GError **error)
{
  if (!text || g_str_equal (text, "auto"))
    return TRUE;
  if (g_str_equal (text, "keep")) {
    options->keep_flash_size = TRUE;
    return TRUE;
  }
  if (!glow_parse_number (text, &options->flash_size, NULL) || options->flash_size == 0)
    return refuse (error, text, "a flash size");
  return TRUE;
}

static gboolean
parse_after (const char *text, GlowAfter *after, GError **error)
{
  static const char *const names[] = { "reset", "stay", "run" };

  for (guint i = 0; text && i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (text, names[i])) {
      *after = (GlowAfter) i;
      return TRUE;
    }
  }
  return !text || refuse (error, text, "\"reset\", \"stay\" or \"run\"");
}

static gboolean
parse_chip (const char *text, const GlowChip **chip, GError **error)
{
  if (!text || g_str_equal (text, "auto"))
    return TRUE;
  *chip = glow_chip_find_by_name (text);
  return *chip || refuse (error, text, "a chip Glowplug knows");
}

static gboolean
parse_boot (const RawOptions *raw, GlowFlashOptions *flash, GError **error)
{
  flash->boot_time_s = GLOW_FLASH_BOOT_TIME_S;
  if (!glow_cli_boot_parse_time (raw->boot_time, &flash->boot_time_s, error))
    return FALSE;
  if (raw->no_boot_check)
    flash->boot_time_s = 0;
  return TRUE;
}

static gboolean
parse_raw (GlowFlashOptions *flash, const RawOptions *raw, GError **error)
{
  return parse_baud (raw->baud, &flash->baud, error) &&
         parse_mode (raw->flash_mode, &flash->flash_mode, error) &&
         parse_freq (raw->flash_freq, &flash->flash_freq_mhz, error) &&
         parse_size (raw->flash_size, flash, error) &&
         parse_after (raw->after, &flash->after, error) &&
         parse_chip (raw->chip, &flash->expected_chip, error) &&
         parse_boot (raw, flash, error);
}

static gboolean
take_command (GlowCliOptions *self, int argc, char **argv, GError **error)
{
  if (argc < 2) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "no command was given; see glowplug-cli --help");
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (argv[1], commands[i].name)) {
      self->command = commands[i].command;
      self->args = g_strdupv (argv + 2);
      self->n_args = g_strv_length (self->args);
      return TRUE;
    }
  }
  return refuse (error, argv[1], "a command; see glowplug-cli --help");
}

/* "check /dev/ttyUSB0" reads better than "check --port /dev/ttyUSB0" */
static void
take_port_argument (GlowCliOptions *self)
{
  if ((self->command != GLOW_CLI_CHECK && self->command != GLOW_CLI_MONITOR) ||
      self->n_args != 1 || self->port)
    return;
  self->port = g_strdup (self->args[0]);
  self->n_args = 0;
}

static GOptionContext *
new_context (GlowCliOptions *self, RawOptions *raw)
{
  GlowFlashOptions *flash = &self->flash;
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_STRING, &self->port,
      N_ ("Where the board is: /dev/ttyUSB0, socket://HOST:PORT or practice[:CHIP]"), N_ ("PORT") },
    { "baud", 'b', 0, G_OPTION_ARG_STRING, &raw->baud,
      N_ ("Speed for the data; without it the fastest that proves itself"), N_ ("BAUD") },
    { "chip", 'c', 0, G_OPTION_ARG_STRING, &raw->chip, N_ ("Refuse any other chip"), N_ ("CHIP") },
    { "no-stub", 0, 0, G_OPTION_ARG_NONE, &flash->no_stub,
      N_ ("Stay with the chip's own loader; slower"), NULL },
    { "reset-sequence", 0, 0, G_OPTION_ARG_STRING, &self->reset_sequence,
      N_ ("How to get this board into its bootloader, such as D0|R1|W0.1|D1|R0|W0.05|D0"),
      N_ ("SEQUENCE") },
    { "no-reset", 0, 0, G_OPTION_ARG_NONE, &flash->no_reset_before,
      N_ ("The board is in its bootloader already"), NULL },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &flash->wait_for_board,
      N_ ("Wait for BOOT and RESET to be pressed where the board does not reset by itself"), NULL },
    { "no-compress", 'u', 0, G_OPTION_ARG_NONE, &flash->no_compress,
      N_ ("Send the files as they are"), NULL },
    { "after", 'a', 0, G_OPTION_ARG_STRING, &raw->after,
      N_ ("At the end: reset the board, stay in the bootloader, or run without a reset"),
      "reset|stay|run" },
    { "no-boot-check", 0, 0, G_OPTION_ARG_NONE, &raw->no_boot_check,
      N_ ("flash: don't watch whether the board starts"), NULL },
    { "boot-time", 0, 0, G_OPTION_ARG_STRING, &raw->boot_time,
      N_ ("flash: watch the start for so long at most; usually 15"), N_ ("SECONDS") },
    { "erase-all", 'e', 0, G_OPTION_ARG_NONE, &flash->erase_all,
      N_ ("Start clean: erase the whole flash before writing"), NULL },
    { "flash-mode", 0, 0, G_OPTION_ARG_STRING, &raw->flash_mode,
      N_ ("Mode in the image header; usually as in the file"), "keep|qio|qout|dio|dout" },
    { "flash-freq", 0, 0, G_OPTION_ARG_STRING, &raw->flash_freq,
      N_ ("Frequency in the image header; usually as in the file"), "keep|40m|80m|…" },
    { "flash-size", 0, 0, G_OPTION_ARG_STRING, &raw->flash_size,
      N_ ("Size in the image header; auto: see the manual page"), "auto|keep|4MB|…" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &self->all,
      N_ ("ports: legacy ports too; erase: the whole flash"), NULL },
    { "allow", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->allow,
      N_ ("flash: write file N in spite of what was found, such as 1:parts or 2:chip=esp32"),
      N_ ("N:WHAT") },
    { "build", 0, 0, G_OPTION_ARG_STRING, &self->build,
      N_ ("Which of several builds that fit; inspect names them"), N_ ("NAME") },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &self->watch,
      N_ ("ports: go on and tell what comes, goes and changes"), NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &self->report,
      N_ ("Save a text for a bug report, without keys, home paths and half of the MAC"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json,
      N_ ("One JSON object on standard output"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->verbose,
      N_ ("Every step on standard error"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, N_ ("Print the version and end"), NULL },
    { NULL },
  };
  /* clang-format on */
  GOptionContext *context = g_option_context_new (_ ("COMMAND [ARGUMENT…]"));

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, glow_cli_monitor_new_group (&self->monitor));
  glow_cli_setup_options_add (&self->setup, context);
  g_option_context_set_summary (
    context,
    _ ("Puts firmware on Espressif boards.\n\n"
                "Commands:\n"
                "  ports                    list the boards that are plugged in\n"
                "  check [PORT]             tell what keeps a board from answering\n"
                "  monitor [PORT]           show what a board says, and talk to it;\n"
                "                           its options: --help-monitor\n"
                "  identify                 tell which chip answers\n"
                "  flash [OFFSET] FILE …    write files and verify them\n"
                "  verify [OFFSET] FILE …   compare files with the flash\n"
                "  read OFFSET SIZE FILE [OFFSET KNOWN]…\n"
                "                           save a part of the flash; what FILE had already,\n"
                "                           or KNOWN has, is compared and not sent\n"
                "  erase OFFSET SIZE        erase a part of the flash, or --all of it\n"
                "  inspect FILE …           tell what files, archives and folders hold\n"
                "  setup                    tell a board its Wi-Fi and settings"));
  return context;
}

/**
 * glow_cli_options_parse:
 * @self: (out caller-allocates): what was asked for
 * @error: %GLOW_ERROR_ARGUMENT with what can't be understood
 *
 * Reads the command line. With @self->version nothing else is read.
 *
 * Returns: %TRUE when it makes sense
 */
gboolean
glow_cli_options_parse (GlowCliOptions *self, int argc, char **argv, GError **error)
{
  g_auto (RawOptions) raw = { 0 };
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) local_error = NULL;

  *self = (GlowCliOptions){ 0 };
  context = new_context (self, &raw);
  if (!g_option_context_parse (context, &argc, &argv, &local_error)) {
    g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, local_error->message);
    return FALSE;
  }
  if (self->version)
    return TRUE;
  if (!take_command (self, argc, argv, error))
    return FALSE;
  take_port_argument (self);
  return parse_raw (&self->flash, &raw, error);
}

/**
 * glow_cli_options_clear:
 *
 * Frees what the options own.
 */
void
glow_cli_options_clear (GlowCliOptions *self)
{
  g_strfreev (self->args);
  g_free (self->port);
  g_free (self->build);
  g_strfreev (self->allow);
  g_free (self->reset_sequence);
  g_free (self->report);
  glow_cli_monitor_options_clear (&self->monitor);
  glow_cli_setup_options_clear (&self->setup);
}

/**
 * glow_cli_options_get_command_name:
 *
 * Returns: (transfer none): "flash"
 */
const char *
glow_cli_options_get_command_name (const GlowCliOptions *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (commands[i].command == self->command)
      return commands[i].name;
  }
  return NULL;
}

/* Its time passes as fast as it can, unless somebody looks on. */
static GlowTarget *
new_practice_target (const GlowCliOptions *self, const char *chip, GError **error)
{
  g_autofree char *name = g_strdup (*chip == ':' ? chip + 1 : chip);
  g_autoptr (GlowBoard) board = NULL;
  GlowBoardConfig config;

  glow_board_config_init (&config);
  if (*name && !glow_board_config_name (&config, name, error))
    return NULL;
  board = glow_board_new (&config, error);
  return board ? glow_board_target_new (board, self->command == GLOW_CLI_MONITOR) : NULL;
}

static GlowTarget *
new_socket_target (const char *port, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (port, G_URI_FLAGS_NONE, NULL);

  if (!uri || !g_uri_get_host (uri) || !*g_uri_get_host (uri) ||
      g_uri_get_port (uri) <= 0) {
    refuse (error, port, "socket://HOST:PORT");
    return NULL;
  }
  return glow_target_new_socket (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
}

/* by its node, by a link to it, or by its place on the bus */
static GlowPort *
find_listed_port (GListModel *ports, const char *name)
{
  g_autofree char *path = realpath (name, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (ports, i);

    if (g_strcmp0 (glow_port_get_devnode (port), path ? path : name) == 0 ||
        g_strcmp0 (glow_port_get_usb_path (port), name) == 0)
      return g_steal_pointer (&port);
  }
  return NULL;
}

/* a node the list does not know, such as a link or a pty, is opened all the same */
static GlowTarget *
new_serial_target (const char *name, GlowPort *known)
{
  g_autoptr (GlowPortList) ports = known ? NULL : glow_port_list_new ();
  g_autoptr (GlowPort) port =
    known ? g_object_ref (known) : find_listed_port (G_LIST_MODEL (ports), name);

  return port && glow_port_get_devnode (port) && glow_port_get_usb_path (port)
           ? glow_port_target_new (port)
           : glow_target_new_serial (name);
}

/* NULL when there is none or more than one, counted in @n_ports */
static GlowPort *
find_only_board (GListModel *ports, guint *n_ports)
{
  g_autoptr (GlowPort) only = NULL;

  *n_ports = 0;
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (ports, i);

    if (glow_port_get_devnode (port) && glow_port_is_likely (port)) {
      g_set_object (&only, port);
      (*n_ports)++;
    }
  }
  return *n_ports == 1 ? g_steal_pointer (&only) : NULL;
}

static GlowTarget *
new_only_board_target (GError **error)
{
  g_autoptr (GlowPortList) ports = glow_port_list_new ();
  guint n_ports;
  g_autoptr (GlowPort) port = find_only_board (G_LIST_MODEL (ports), &n_ports);

  if (port)
    return glow_port_target_new (port);
  if (n_ports == 0)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_PORT, "no board is plugged in");
  else
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_PORT,
                 "%u boards are plugged in: choose one by --port", n_ports);
  return NULL;
}

static gboolean
is_serial_name (const char *name)
{
  return !strstr (name, "://") && !g_str_equal (name, "practice") &&
         !g_str_has_prefix (name, "practice:");
}

/**
 * glow_cli_options_dup_port:
 *
 * Returns: (transfer full) (nullable): what is known of the serial port that was named,
 *   or of the only one there is; %NULL for a board that is behind something else, or when
 *   there is not exactly one
 */
GlowPort *
glow_cli_options_dup_port (const GlowCliOptions *self)
{
  g_autoptr (GlowPortList) list = NULL;
  GListModel *ports;
  GlowPort *port;

  if (self->port && !is_serial_name (self->port))
    return NULL;
  list = glow_port_list_new ();
  glow_port_list_set_show_all (list, self->port != NULL);
  ports = G_LIST_MODEL (list);
  if (!self->port)
    return g_list_model_get_n_items (ports) == 1 ? g_list_model_get_item (ports, 0)
                                                 : NULL;
  port = find_listed_port (ports, self->port);
  return port ? port : glow_port_new (&(GlowPortInfo){ .devnode = self->port });
}

/**
 * glow_cli_options_new_target:
 * @port: (nullable): from glow_cli_options_dup_port(), where it was asked for already:
 *   looking for the ports takes a while
 * @error: %GLOW_ERROR_NO_PORT, %GLOW_ERROR_ARGUMENT
 *
 * Returns: (transfer full): the board that was named, or the only one there is; not
 * opened yet
 */
GlowTarget *
glow_cli_options_new_target (const GlowCliOptions *self, GlowPort *port, GError **error)
{
  if (!self->port)
    return new_only_board_target (error);
  if (g_str_equal (self->port, "practice") || g_str_has_prefix (self->port, "practice:"))
    return new_practice_target (self, self->port + strlen ("practice"), error);
  if (g_str_has_prefix (self->port, "socket://"))
    return new_socket_target (self->port, error);
  if (strstr (self->port, "://")) {
    refuse (error, self->port, "a kind of port Glowplug knows");
    return NULL;
  }
  return new_serial_target (self->port, port);
}
