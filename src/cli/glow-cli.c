/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli.h"

#include "glow-cli-commands.h"
#include "glow-cli-output.h"
#include "glow-error.h"

static GlowExit
exit_for_code (GlowError code)
{
  switch (code) {
  case GLOW_ERROR_ARGUMENT:
  case GLOW_ERROR_ALIGNMENT:
  case GLOW_ERROR_OVERLAP:
  case GLOW_ERROR_SETTING:
    return GLOW_EXIT_USAGE;
  case GLOW_ERROR_FILE:
  case GLOW_ERROR_DOWNLOAD:
  case GLOW_ERROR_IMAGE:
  case GLOW_ERROR_TOO_BIG:
  case GLOW_ERROR_PLACE:
  case GLOW_ERROR_INCOMPLETE:
  case GLOW_ERROR_RECIPE:
  case GLOW_ERROR_PROFILE:
    return GLOW_EXIT_FILE;
  case GLOW_ERROR_WRONG_CHIP:
  case GLOW_ERROR_UNKNOWN_CHIP:
    return GLOW_EXIT_CHIP;
  case GLOW_ERROR_NO_PORT:
  case GLOW_ERROR_PORT_MISSING:
  case GLOW_ERROR_PERMISSION:
  case GLOW_ERROR_BUSY:
  case GLOW_ERROR_PORT_OPEN:
  case GLOW_ERROR_PORT_GONE:
    return GLOW_EXIT_PORT;
  case GLOW_ERROR_SILENT:
  case GLOW_ERROR_GARBAGE:
  case GLOW_ERROR_APP_RUNNING:
  case GLOW_ERROR_BOOT_MODE:
  case GLOW_ERROR_NO_SYNC:
  case GLOW_ERROR_NO_SETUP:
  case GLOW_ERROR_SETUP_SILENT:
    return GLOW_EXIT_SILENT;
  case GLOW_ERROR_TIMED_OUT:
  case GLOW_ERROR_PROTOCOL:
  case GLOW_ERROR_LOADER_STATUS:
  case GLOW_ERROR_UNSUPPORTED:
  case GLOW_ERROR_FLASH_CHIP:
  case GLOW_ERROR_STUB:
    return GLOW_EXIT_LOADER;
  case GLOW_ERROR_VERIFY:
    return GLOW_EXIT_VERIFY;
  case GLOW_ERROR_FAILED:
  case GLOW_ERROR_SETUP_REFUSED:
  case GLOW_ERROR_WIFI:
  case GLOW_ERROR_KEYRING:
  case GLOW_ERROR_LAST:
  default:
    return GLOW_EXIT_FAILED;
  }
}

/**
 * glow_cli_exit_for_error:
 * @error: why a command failed
 *
 * Returns: the exit code for scripts, as glowplug-cli(1) lists them
 */
GlowExit
glow_cli_exit_for_error (const GError *error)
{
  if (error->domain == GLOW_ERROR)
    return exit_for_code ((GlowError) error->code);
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? GLOW_EXIT_CANCELLED
                                                                   : GLOW_EXIT_FAILED;
}

/**
 * glow_cli_main:
 *
 * The whole program. Main thread.
 *
 * Returns: the exit code
 */
GlowExit
glow_cli_main (int argc, char **argv)
{
  g_auto (GlowCliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!glow_cli_options_parse (&options, argc, argv, &error)) {
    g_printerr ("glowplug-cli: %s\n", error->message);
    return GLOW_EXIT_USAGE;
  }
  if (options.version) {
    g_print ("glowplug-cli %s\n", GLOW_VERSION);
    return GLOW_EXIT_OK;
  }
  if (options.command == GLOW_CLI_PORTS)
    return options.watch ? glow_cli_watch (&options) : glow_cli_ports (&options);
  if (options.command == GLOW_CLI_CHECK)
    return glow_cli_check (&options);
  if (options.command == GLOW_CLI_MONITOR)
    return glow_cli_monitor (&options);
  if (options.command == GLOW_CLI_INSPECT)
    return glow_cli_inspect (&options);
  if (options.command == GLOW_CLI_SETUP)
    return glow_cli_setup (&options);
  return glow_cli_run (&options);
}
