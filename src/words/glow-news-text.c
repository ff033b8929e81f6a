/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-news-text.h"

#include <glib/gi18n-lib.h>

/* its own name, else the ids that a search engine knows */
static char *
dup_device (const GlowPortEvent *event)
{
  if (event && event->name && event->name[0])
    /* TRANSLATORS: the name of a USB device, in quotation marks */
    return g_strdup_printf (_ ("“%s”"), event->name);
  if (event && event->vid)
    /* TRANSLATORS: the two ids of a USB device, such as 303a:1001 */
    return g_strdup_printf (_ ("A USB device (%04x:%04x)"), (guint) event->vid,
                               (guint) event->pid);
  return g_strdup (_ ("A USB device"));
}

/**
 * glow_news_text_dup_sentence:
 * @news: what happened
 * @event: (nullable): to which device
 *
 * Returns: (transfer full): it in one sentence
 */
char *
glow_news_text_dup_sentence (GlowPortNews news, const GlowPortEvent *event)
{
  g_autofree char *device = dup_device (event);

  switch (news) {
  case GLOW_PORT_NEWS_SERIAL:
    /* TRANSLATORS: %s is the name of a USB device */
    return g_strdup_printf (_ ("%s appeared."), device);
  case GLOW_PORT_NEWS_NO_SERIAL:
    /* TRANSLATORS: what a USB device calls itself */
    return g_strdup_printf (_ ("%s appeared, but it has no serial side."), device);
  case GLOW_PORT_NEWS_NODE_LOST:
    /* TRANSLATORS: what a USB device calls itself */
    return g_strdup_printf (_ ("%s appeared, and something took its serial side away."),
                               device);
  case GLOW_PORT_NEWS_FELL_OFF:
    /* TRANSLATORS: what a USB device calls itself */
    return g_strdup_printf (_ ("%s appeared and fell off again."), device);
  case GLOW_PORT_NEWS_NOTHING:
  default:
    return g_strdup (_ ("Nothing has appeared on USB since you opened this."));
  }
}

/**
 * glow_news_text_get_action:
 * @news: what happened
 *
 * Returns: (transfer none): the one thing that helps
 */
const char *
glow_news_text_get_action (GlowPortNews news)
{
  switch (news) {
  case GLOW_PORT_NEWS_SERIAL:
    return _ ("Choose it in the list of boards.");
  case GLOW_PORT_NEWS_NO_SERIAL:
    return _ ("If this is the board, hold BOOT while you plug it in.");
  case GLOW_PORT_NEWS_NODE_LOST:
    return _ ("Choose it in the list of boards to see what took it.");
  case GLOW_PORT_NEWS_FELL_OFF:
    return _ ("Take another USB cable, and plug it straight into the computer.");
  case GLOW_PORT_NEWS_NOTHING:
  default:
    return _ ("Plug the board in now. If it is plugged in already, take another USB "
              "cable: many only charge.");
  }
}
