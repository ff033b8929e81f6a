/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-boot-listen.h"

#define READ_LEN 4096
#define SLICE_US 100000 /* so often the time is looked at */

static gboolean
follow_baud (GlowTransport *transport, GlowBootWatch *watch, guint *baud, GError **error)
{
  guint wanted = glow_boot_watch_get_baud (watch);

  if (*baud == wanted ||
      !(glow_transport_get_flags (transport) & GLOW_TRANSPORT_HAS_BAUD))
    return TRUE;
  g_debug ("listening at %u baud", wanted);
  *baud = wanted;
  /* what has come at the old one means nothing at the new one */
  return glow_transport_set_baud (transport, wanted, error) &&
         glow_transport_discard_input (transport, error);
}

/**
 * glow_boot_listen:
 * @transport: open, at the rate of glow_boot_watch_get_baud() where it has one
 * @watch: gets what comes; may have seen something already
 * @until_us: when to stop, in µs on the transport's clock
 * @func: (nullable): told how late it is
 * @user_data: for @func
 * @cancellable: (nullable): ends it at once
 * @error: the transport's, %GLOW_ERROR_PORT_GONE among them; %G_IO_ERROR_CANCELLED
 *
 * Listens until the watch has decided or the time is over, and sends nothing. Blocks;
 * worker thread.
 *
 * Returns: %TRUE if the watch has decided or the time is over
 */
gboolean
glow_boot_listen (GlowTransport *transport,
                  GlowBootWatch *watch,
                  gint64 until_us,
                  GlowBootListenFunc func,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  guint baud = glow_boot_watch_get_baud (watch);
  guint8 buf[READ_LEN];

  for (;;) {
    gint64 now_us = glow_transport_now (transport);
    gssize len;

    if (func)
      func (now_us, user_data);
    if (glow_boot_watch_is_decided (watch) || now_us >= until_us)
      return TRUE;
    len = glow_transport_read (transport, buf, sizeof buf,
                               MIN (SLICE_US, until_us - now_us), cancellable, error);
    if (len < 0)
      return FALSE;
    glow_boot_watch_feed (watch, buf, (gsize) len, glow_transport_now (transport));
    if (!follow_baud (transport, watch, &baud, error))
      return FALSE;
  }
}
