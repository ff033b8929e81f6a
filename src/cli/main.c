/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-cli.h"
#include "glow-locale.h"

int
main (int argc, char *argv[])
{
  glow_locale_init ();
  return (int) glow_cli_main (argc, argv);
}
