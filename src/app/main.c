/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-application.h"

#include "glow-locale.h"

int
main (int argc, char **argv)
{
  g_autoptr (GlowApplication) application = NULL;

  glow_locale_init ();
  application = glow_application_new ();
  return glow_application_run (application, argc, argv);
}
