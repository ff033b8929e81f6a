/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What boards can be asked for. */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board.h"

#include "glow-board-app.h"
#include "glow-board-chip.h"
#include "glow-error.h"

#include <string.h>

#define DEFAULT_FLASH_SIZE (4u * 1024 * 1024)

/**
 * glow_board_config_init:
 * @config: (out caller-allocates): gets the defaults
 *
 * An ESP32 with 4 MiB that runs what is in its flash, without faults and at once. Any
 * thread.
 */
void
glow_board_config_init (GlowBoardConfig *config)
{
  memset (config, 0, sizeof *config);
  config->chip = "esp32";
  config->flash_size = DEFAULT_FLASH_SIZE;
  config->mode = GLOW_BOARD_MODE_RUNNING_APP;
  config->revision = -1;
}

/**
 * glow_board_get_chip_names:
 *
 * Any thread.
 *
 * Returns: (transfer none): what #GlowBoardConfig.chip can be, %NULL-terminated
 */
const char *const *
glow_board_get_chip_names (void)
{
  return glow_board_chip_names ();
}

/**
 * glow_board_get_app_names:
 *
 * Any thread.
 *
 * Returns: (transfer none): what #GlowBoardConfig.app can be, %NULL-terminated
 */
const char *const *
glow_board_get_app_names (void)
{
  return glow_board_app_names ();
}

/**
 * glow_board_config_name:
 * @config: gets the chip and what runs on it
 * @text: CHIP or CHIP?app=NAME[:BAUD]; is taken apart, and has to outlive @config
 * @error: %GLOW_ERROR_ARGUMENT for anything else behind the question mark
 *
 * Reads the short form in which a practice board is asked for. Any thread.
 *
 * Returns: %TRUE when it has that form
 */
gboolean
glow_board_config_name (GlowBoardConfig *config, char *text, GError **error)
{
  char *mark = strchr (text, '?');

  if (mark && !g_str_has_prefix (mark, "?app=")) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "\"%s\" of a simulated board is not ?app=NAME", mark);
    return FALSE;
  }
  config->app = mark ? mark + strlen ("?app=") : NULL;
  if (mark)
    *mark = '\0';
  config->chip = text;
  return TRUE;
}
