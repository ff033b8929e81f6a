/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-locale.h"

#include <glib/gi18n.h>
#include <locale.h>

/**
 * glow_locale_init:
 *
 * Turns on the language of the environment. The translations are the installed ones, or
 * those below $GLOWPLUG_LOCALE_DIR: a program that runs from its build directory has
 * them there. Main thread, before any other is started.
 */
void
glow_locale_init (void)
{
  const char *dir = g_getenv ("GLOWPLUG_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir ? dir : GLOW_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
