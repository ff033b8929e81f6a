/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The host's end of a board on which an application runs. */

#pragma once

#include "board-host.h"

/* A board that has been running @app for long. */
static inline void
app_init (Host *host, const char *chip, const char *app)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = chip;
  config.app = app;
  host_init (host, &config);
}

/* What is said in that time; zeros, which are garbage, as question marks. */
static inline char *
app_listen (Host *host, gint64 wait_us)
{
  g_autoptr (GByteArray) all = host_read (host, wait_us);
  g_autofree char *shown = NULL;
  char *text;

  for (guint i = 0; i < all->len; i++)
    if (all->data[i] == 0)
      all->data[i] = '?';
  g_byte_array_append (all, (const guint8 *) "", 1);
  text = g_strndup ((const char *) all->data, all->len);
  shown = g_strescape (text, NULL);
  g_test_message ("%.2000s", shown);
  return text;
}

/* Presses RESET and returns what is said in that time. */
static inline char *
app_boot (Host *host, gint64 wait_us)
{
  g_autoptr (GByteArray) before = host_read (host, 0);

  glow_board_reset (host->board, host->now_us);
  return app_listen (host, wait_us);
}

static inline void
app_write (Host *host, const char *text)
{
  host_write (host, (const guint8 *) text, strlen (text));
}

/* Sends @text and returns what is said in that time. */
static inline char *
app_ask (Host *host, const char *text, gint64 wait_us)
{
  app_write (host, text);
  return app_listen (host, wait_us);
}

static inline guint
app_count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, what)); at += strlen (what))
    n++;
  return n;
}

static inline void
app_assert_has (const char *text, const char *what)
{
  if (!strstr (text, what))
    g_error ("no \"%s\" in \"%s\"", what, text);
}

static inline void
app_assert_lacks (const char *text, const char *what)
{
  if (strstr (text, what))
    g_error ("\"%s\" in \"%s\"", what, text);
}

/* The board's own account. */
static inline void
app_assert_report (Host *host, const char *what)
{
  g_autofree char *report = glow_board_dup_report (host->board);

  app_assert_has (report, what);
}

/* It remembers nothing. */
static inline void
app_assert_no_settings (Host *host)
{
  g_autofree char *report = glow_board_dup_report (host->board);
  const char *settings = strstr (report, "\"settings\" : {");

  g_assert_nonnull (settings);
  settings += strlen ("\"settings\" : {");
  g_assert_cmpint (settings[strspn (settings, " \n")], ==, '}');
}
