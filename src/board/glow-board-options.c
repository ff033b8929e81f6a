/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-options.h"

#include "glow-error.h"
#include "glow-format.h"

#include <string.h>

#define MAX_TURNAROUND_MS 1000
#define MAX_CODE          15 /* of a few bits in the eFuses */

static gboolean
set_argument_error (GError **error, const char *option, const char *value)
{
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "%s can't be \"%s\"", option,
               value);
  return FALSE;
}

static gboolean
parse_mac (const char *text, guint8 mac[6], GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);

  if (g_strv_length (parts) != 6)
    return set_argument_error (error, "--mac", text);
  for (gsize i = 0; i < 6; i++) {
    if (strlen (parts[i]) != 2 || !g_ascii_isxdigit (parts[i][0]) ||
        !g_ascii_isxdigit (parts[i][1]))
      return set_argument_error (error, "--mac", text);
    mac[i] = (guint8) ((g_ascii_xdigit_value (parts[i][0]) << 4) |
                       g_ascii_xdigit_value (parts[i][1]));
  }
  return TRUE;
}

static gboolean
parse_mode (const char *text, GlowBoardMode *mode, GError **error)
{
  static const struct {
    const char *name;
    GlowBoardMode mode;
  } modes[] = {
    { "download", GLOW_BOARD_MODE_DOWNLOAD },
    { "running-app", GLOW_BOARD_MODE_RUNNING_APP },
    { "silent", GLOW_BOARD_MODE_SILENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if (strcmp (modes[i].name, text) == 0) {
      *mode = modes[i].mode;
      return TRUE;
    }
  return set_argument_error (error, "--mode", text);
}

static gboolean
parse_fault_kind (const char *text, GlowBoardFault *fault)
{
  static const struct {
    const char *name;
    GlowBoardFault fault;
  } faults[] = {
    { "drop", GLOW_BOARD_FAULT_DROP },           { "flip", GLOW_BOARD_FAULT_FLIP },
    { "duplicate", GLOW_BOARD_FAULT_DUPLICATE }, { "stall", GLOW_BOARD_FAULT_STALL },
    { "close", GLOW_BOARD_FAULT_CLOSE },         { "none", GLOW_BOARD_FAULT_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].name, text) == 0) {
      *fault = faults[i].fault;
      return TRUE;
    }
  return FALSE;
}

/* KIND[:SEED[:RATE]] */
static gboolean
parse_fault (const char *text, GlowBoardConfig *config, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint n_parts = g_strv_length (parts);
  char *end = NULL;

  if (n_parts < 1 || n_parts > 3 || !parse_fault_kind (parts[0], &config->fault))
    return set_argument_error (error, "--fault", text);
  if (n_parts > 1 && !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT64,
                                                  &config->fault_seed, NULL))
    return set_argument_error (error, "--fault", text);
  if (n_parts < 3)
    return TRUE;
  config->fault_rate = g_ascii_strtod (parts[2], &end);
  if (end == parts[2] || *end != '\0' || !(config->fault_rate > 0) ||
      config->fault_rate > 1)
    return set_argument_error (error, "--fault", text);
  return TRUE;
}

static gboolean
parse_usb (const char *text, GlowBoardUsb *usb, GError **error)
{
  static const char *const ports[] = { "uart", "jtag", "otg" }; /* as GlowBoardUsb */

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    if (strcmp (ports[i], text) == 0) {
      *usb = (GlowBoardUsb) i;
      return TRUE;
    }
  return set_argument_error (error, "--usb", text);
}

/* Two decimal numbers and what is between them; the second is optional when @second is
 * not 0 before. */
static gboolean
parse_pair (const char *text, const char *between, guint64 *first, guint64 *second)
{
  g_auto (GStrv) parts = g_strsplit (text, between, -1);
  guint n_parts = g_strv_length (parts);

  if (n_parts < 1 || n_parts > 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, 99, first, NULL))
    return FALSE;
  if (n_parts == 1)
    return *second != 0;
  return g_ascii_string_to_unsigned (parts[1], 10, 0, 99, second, NULL);
}

static gboolean
parse_revision (const char *text, gint *revision, GError **error)
{
  guint64 major;
  guint64 minor = 0;

  if (!parse_pair (text, ".", &major, &minor))
    return set_argument_error (error, "--revision", text);
  *revision = (gint) (major * 100 + minor);
  return TRUE;
}

/* MHZ[:MHZ]: what is there, and what the ROM takes it for */
static gboolean
parse_crystal (const char *text, GlowBoardConfig *config, GError **error)
{
  guint64 real;
  guint64 believed = G_MAXUINT64;

  if (!parse_pair (text, ":", &real, &believed) || real == 0 || believed == 0)
    return set_argument_error (error, "--crystal", text);
  config->crystal_mhz = (guint) real;
  config->rom_crystal_mhz = believed == G_MAXUINT64 ? 0 : (guint) believed;
  return TRUE;
}

static gboolean
parse_code (const char *option, gint code, guint *to, GError **error)
{
  if (code >= 0 && code <= MAX_CODE) {
    *to = (guint) code;
    return TRUE;
  }
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "%s can't be %d", option, code);
  return FALSE;
}

static gboolean
fill_traits (GlowBoardOptions *self, GError **error)
{
  GlowBoardConfig *config = &self->config;

  if (self->revision && !parse_revision (self->revision, &config->revision, error))
    return FALSE;
  if (self->crystal && !parse_crystal (self->crystal, config, error))
    return FALSE;
  if (self->usb && !parse_usb (self->usb, &config->usb, error))
    return FALSE;
  return parse_code ("--package", self->package, &config->package, error) &&
         parse_code ("--embedded-flash", self->flash_cap, &config->flash_cap, error) &&
         parse_code ("--embedded-psram", self->psram_cap, &config->psram_cap, error);
}

static gboolean
fill_config (GlowBoardOptions *self, GError **error)
{
  GlowBoardConfig *config = &self->config;

  if (self->chip)
    config->chip = self->chip;
  if (self->flash_size &&
      !glow_parse_number (self->flash_size, &config->flash_size, error))
    return FALSE;
  if (self->mac && !parse_mac (self->mac, config->mac, error))
    return FALSE;
  if (self->mode && !parse_mode (self->mode, &config->mode, error))
    return FALSE;
  config->app = self->app;
  if (self->app && !self->mode)
    config->mode = GLOW_BOARD_MODE_RUNNING_APP;
  if (self->fault && !parse_fault (self->fault, config, error))
    return FALSE;
  if (self->turnaround_ms < 0 || self->turnaround_ms > MAX_TURNAROUND_MS) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "--turnaround can't be %d ms, at most %d", self->turnaround_ms,
                 MAX_TURNAROUND_MS);
    return FALSE;
  }
  config->turnaround_us = (guint) self->turnaround_ms * 1000;
  if (self->md5_rate < 0 || self->clean_baud < 0) {
    g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                         "--md5-rate and --clean-up-to can't be negative");
    return FALSE;
  }
  config->md5_rate = (guint) self->md5_rate;
  config->clean_baud = (guint) self->clean_baud;
  return fill_traits (self, error);
}

static gboolean
check_ways_in (GlowBoardOptions *self, gint argc, char **argv, GError **error)
{
  if (argc > 1) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "unexpected \"%s\"", argv[1]);
    return FALSE;
  }
  if ((self->tcp_port >= 0) == (self->pty_link != NULL) && !self->version) {
    g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                         "give either --tcp PORT or --pty LINK");
    return FALSE;
  }
  if (self->tcp_port < -1 || self->tcp_port > G_MAXUINT16) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "--tcp can't be %d",
                 self->tcp_port);
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_entries (GlowBoardOptions *self, gint *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) local = NULL;
  g_autofree char *chips = g_strjoinv (", ", (char **) glow_board_get_chip_names ());
  g_autofree char *summary =
    g_strconcat ("A simulated Espressif board. Chips: ", chips, NULL);
  g_autofree char *apps = g_strjoinv (", ", (char **) glow_board_get_app_names ());
  g_autofree char *app_text = g_strconcat ("What runs on it: ", apps, NULL);
  const GOptionEntry entries[] = {
    { "tcp", 0, 0, G_OPTION_ARG_INT, &self->tcp_port,
      "Wait for one TCP connection at a time; 0 takes a free port", "PORT" },
    { "pty", 0, 0, G_OPTION_ARG_FILENAME, &self->pty_link,
      "Make a pseudo-terminal and a link to it", "LINK" },
    { "obey-rate", 0, 0, G_OPTION_ARG_NONE, &self->obeys_rate,
      "The rate set on the pseudo-terminal is the line's", NULL },
    { "chip", 0, 0, G_OPTION_ARG_STRING, &self->chip, "Chip (esp32)", "NAME" },
    { "flash-size", 0, 0, G_OPTION_ARG_STRING, &self->flash_size, "Flash size (4MB)",
      "SIZE" },
    { "flash-file", 0, 0, G_OPTION_ARG_FILENAME, &self->flash_file,
      "Content of the flash, read at the start and written back", "FILE" },
    { "mac", 0, 0, G_OPTION_ARG_STRING, &self->mac, "MAC address", "ADDRESS" },
    { "mode", 0, 0, G_OPTION_ARG_STRING, &self->mode,
      "running-app, download or silent (download)", "MODE" },
    { "app", 0, 0, G_OPTION_ARG_STRING, &self->app, app_text, "NAME[:BAUD]" },
    { "fault", 0, 0, G_OPTION_ARG_STRING, &self->fault,
      "drop, flip, duplicate, stall or close", "KIND[:SEED[:RATE]]" },
    { "pace", 0, 0, G_OPTION_ARG_NONE, &self->config.pace,
      "Take the time a real line and a real flash take", NULL },
    { "sampled", 0, 0, G_OPTION_ARG_NONE, &self->config.samples,
      "Text at another rate is what a receiver makes of its bits", NULL },
    { "turnaround", 0, 0, G_OPTION_ARG_INT, &self->turnaround_ms,
      "Delay of the USB bridge, with --pace", "MS" },
    { "md5-rate", 0, 0, G_OPTION_ARG_INT, &self->md5_rate,
      "What the chip digests of its flash, with --pace (2000)", "KB/S" },
    { "clean-up-to", 0, 0, G_OPTION_ARG_INT, &self->clean_baud,
      "The line has its faults only above this rate", "BAUD" },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &self->report_file,
      "Write what was seen there, as JSON", "FILE" },
    { "revision", 0, 0, G_OPTION_ARG_STRING, &self->revision,
      "Revision of the chip (its usual one)", "MAJOR.MINOR" },
    { "package", 0, 0, G_OPTION_ARG_INT, &self->package, "Package, as in the eFuses (0)",
      "CODE" },
    { "embedded-flash", 0, 0, G_OPTION_ARG_INT, &self->flash_cap,
      "Flash in the package, as in the eFuses (0)", "CODE" },
    { "embedded-psram", 0, 0, G_OPTION_ARG_INT, &self->psram_cap,
      "PSRAM in the package, as in the eFuses (0)", "CODE" },
    { "crystal", 0, 0, G_OPTION_ARG_STRING, &self->crystal,
      "Crystal, and what the ROM takes it for", "MHZ[:MHZ]" },
    { "rc-drift", 0, 0, G_OPTION_ARG_INT, &self->config.rc_drift,
      "How far the ESP32's RC clock is off", "PERMILLE" },
    { "usb", 0, 0, G_OPTION_ARG_STRING, &self->usb,
      "uart, or the chip's own port: jtag or otg (uart)", "KIND" },
    { "strap-held", 0, 0, G_OPTION_ARG_NONE, &self->config.strap_held,
      "BOOT was held at power-on, and is until the first command", NULL },
    { "secure-download", 0, 0, G_OPTION_ARG_NONE, &self->config.secure_download,
      "Secure download mode", NULL },
    { "secure-boot", 0, 0, G_OPTION_ARG_NONE, &self->config.secure_boot, "Secure boot",
      NULL },
    { "flash-encryption", 0, 0, G_OPTION_ARG_NONE, &self->config.flash_encryption,
      "Flash encryption, as for development", NULL },
    { "once", 0, 0, G_OPTION_ARG_NONE, &self->once, "End after the first connection",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version", NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &local))
    return TRUE;
  g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, local->message);
  return FALSE;
}

/**
 * glow_board_options_parse:
 * @self: (out caller-allocates): free its content with glow_board_options_clear(), also
 *   after an error
 * @argc: (inout): number of arguments
 * @argv: (inout): the arguments
 * @error: %GLOW_ERROR_ARGUMENT
 *
 * Reads the command line; --help prints and exits. Main thread.
 *
 * Returns: %TRUE when it makes sense
 */
gboolean
glow_board_options_parse (GlowBoardOptions *self,
                          gint *argc,
                          char ***argv,
                          GError **error)
{
  memset (self, 0, sizeof *self);
  glow_board_config_init (&self->config);
  self->config.mode = GLOW_BOARD_MODE_DOWNLOAD;
  self->tcp_port = -1;
  return parse_entries (self, argc, argv, error) &&
         check_ways_in (self, *argc, *argv, error) && fill_config (self, error);
}

/**
 * glow_board_options_clear:
 *
 * Frees the texts.
 */
void
glow_board_options_clear (GlowBoardOptions *self)
{
  g_clear_pointer (&self->pty_link, g_free);
  g_clear_pointer (&self->flash_file, g_free);
  g_clear_pointer (&self->report_file, g_free);
  g_clear_pointer (&self->chip, g_free);
  g_clear_pointer (&self->flash_size, g_free);
  g_clear_pointer (&self->mac, g_free);
  g_clear_pointer (&self->mode, g_free);
  g_clear_pointer (&self->fault, g_free);
  g_clear_pointer (&self->app, g_free);
  g_clear_pointer (&self->revision, g_free);
  g_clear_pointer (&self->crystal, g_free);
  g_clear_pointer (&self->usb, g_free);
}
