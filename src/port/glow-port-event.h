/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What happened on USB since a list was made. Plain data. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GlowPortEventKind:
 * @GLOW_PORT_EVENT_APPEARED: a device with a serial side
 * @GLOW_PORT_EVENT_NO_SERIAL: a device without one; told after a second of waiting for it
 * @GLOW_PORT_EVENT_NODE_LOST: the serial side went, the device is still there
 * @GLOW_PORT_EVENT_FELL_OFF: a device went within seconds after it had appeared
 * @GLOW_PORT_EVENT_UNPLUGGED: a device that had been there for a while went
 */
typedef enum {
  GLOW_PORT_EVENT_APPEARED,
  GLOW_PORT_EVENT_NO_SERIAL,
  GLOW_PORT_EVENT_NODE_LOST,
  GLOW_PORT_EVENT_FELL_OFF,
  GLOW_PORT_EVENT_UNPLUGGED,
} GlowPortEventKind;

/**
 * GlowPortEvent:
 * @id: a number of its own, higher than those before; from 1
 * @kind: what happened
 * @time_us: monotonic time in microseconds
 * @vid: USB vendor id, 0 when it went before it could be asked
 * @pid: USB product id
 * @name: (nullable): what the device calls itself
 * @usb_path: (nullable): place on the bus
 * @is_board: its ids are in the table of bridges and boards
 */
typedef struct {
  guint id;
  GlowPortEventKind kind;
  gint64 time_us;
  guint16 vid;
  guint16 pid;
  char *name;
  char *usb_path;
  gboolean is_board;
} GlowPortEvent;

/**
 * GlowPortNews:
 * @GLOW_PORT_NEWS_NOTHING: no device appeared
 * @GLOW_PORT_NEWS_SERIAL: the last one that appeared has a serial side
 * @GLOW_PORT_NEWS_NO_SERIAL: the last one that appeared has none
 * @GLOW_PORT_NEWS_NODE_LOST: it had one, which went while the device stayed
 * @GLOW_PORT_NEWS_FELL_OFF: it fell off again, or keeps doing so
 *
 * The answer to "my board doesn't show up".
 */
typedef enum {
  GLOW_PORT_NEWS_NOTHING,
  GLOW_PORT_NEWS_SERIAL,
  GLOW_PORT_NEWS_NO_SERIAL,
  GLOW_PORT_NEWS_NODE_LOST,
  GLOW_PORT_NEWS_FELL_OFF,
} GlowPortNews;

G_END_DECLS
