/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What came and went, over made-up scans and made-up time. */

#include "glow-port-history.h"

#define SECOND (G_GINT64_CONSTANT (1000) * 1000)
#define LATER  (100 * SECOND)

static GlowPortFound
device (const char *devnode, const char *usb_path, guint number)
{
  return (GlowPortFound){
    .devnode = (char *) devnode,
    .product = (char *) "USB Serial",
    .usb_path = (char *) usb_path,
    .vid = 0x1a86,
    .pid = 0x7523,
    .bus = 1,
    .device = number,
  };
}

/* one device, or none */
static gint64
update (GlowPortHistory *history, const GlowPortFound *found, gint64 now_us)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (found)
    g_ptr_array_add (all, (gpointer) found);
  return glow_port_history_update (history, all, now_us);
}

static GlowPortHistory *
make_started (void)
{
  GlowPortHistory *history = glow_port_history_new ();

  update (history, NULL, 0);
  return history;
}

static void
assert_news (GlowPortHistory *history, GlowPortNews expected)
{
  g_assert_cmpint (glow_port_history_get_news (history, SECOND, NULL), ==, expected);
}

static void
test_nothing (void)
{
  g_autoptr (GlowPortHistory) history = glow_port_history_new ();
  const GlowPortFound found = device ("/dev/ttyUSB0", "1-2", 5);
  const GlowPortEvent *event = (gconstpointer) &found;

  update (history, &found, 0);
  update (history, &found, LATER);
  g_assert_cmpuint (glow_port_history_get_n_events (history), ==, 0);
  g_assert_cmpint (glow_port_history_get_news (history, 0, &event), ==,
                   GLOW_PORT_NEWS_NOTHING);
  g_assert_null (event);
}

static void
test_appeared (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const GlowPortFound bare = device (NULL, "1-2", 5);
  const GlowPortFound whole = device ("/dev/ttyUSB0", "1-2", 5);
  const GlowPortEvent *event = NULL;

  g_assert_cmpint (update (history, &bare, LATER), >, LATER);
  assert_news (history, GLOW_PORT_NEWS_NOTHING);
  g_assert_cmpint (update (history, &whole, LATER + 1), ==, G_MAXINT64);
  g_assert_cmpint (glow_port_history_get_news (history, SECOND, &event), ==,
                   GLOW_PORT_NEWS_SERIAL);
  g_assert_cmpint (event->time_us, ==, LATER + 1);
  g_assert_cmpstr (event->name, ==, "CH340 USB to UART bridge");
  g_assert_cmpstr (event->usb_path, ==, "1-2");
  g_assert_true (event->is_board);
  /* who looks later is told nothing of it */
  g_assert_cmpint (glow_port_history_get_news (history, LATER + 2, NULL), ==,
                   GLOW_PORT_NEWS_NOTHING);
}

static void
test_no_serial_side (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  GlowPortFound mouse = device (NULL, "1-2", 5);
  const GlowPortEvent *event = NULL;
  gint64 due_us;

  mouse.vid = 0x046d;
  mouse.pid = 0xc077;
  mouse.product = (char *) "USB Optical Mouse";
  due_us = update (history, &mouse, LATER);
  g_assert_cmpint (update (history, &mouse, due_us), ==, G_MAXINT64);
  g_assert_cmpint (glow_port_history_get_news (history, SECOND, &event), ==,
                   GLOW_PORT_NEWS_NO_SERIAL);
  g_assert_cmpstr (event->name, ==, "USB Optical Mouse");
  g_assert_false (event->is_board);
}

static void
test_node_lost (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const GlowPortFound whole = device ("/dev/ttyUSB0", "1-2", 5);
  const GlowPortFound bare = device (NULL, "1-2", 5);
  gint64 due_us;

  update (history, &whole, LATER);
  due_us = update (history, &bare, LATER + SECOND);
  assert_news (history, GLOW_PORT_NEWS_SERIAL);
  g_assert_cmpint (update (history, &bare, due_us), ==, G_MAXINT64);
  assert_news (history, GLOW_PORT_NEWS_NODE_LOST);
  update (history, &whole, 2 * LATER);
  assert_news (history, GLOW_PORT_NEWS_SERIAL);
}

static void
test_fell_off (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const GlowPortFound whole = device ("/dev/ttyUSB0", "1-2", 5);

  update (history, &whole, LATER);
  update (history, NULL, LATER + 2 * SECOND);
  assert_news (history, GLOW_PORT_NEWS_FELL_OFF);
}

/* the node goes a moment before its device */
static void
test_unplugged (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const GlowPortFound whole = device ("/dev/ttyUSB0", "1-2", 5);
  const GlowPortFound bare = device (NULL, "1-2", 5);

  update (history, &whole, LATER);
  update (history, &bare, 2 * LATER);
  update (history, NULL, 2 * LATER + 1);
  assert_news (history, GLOW_PORT_NEWS_NOTHING);
  g_assert_cmpuint (glow_port_history_get_n_events (history), ==, 2);
  g_assert_cmpint (glow_port_history_get_event (history, 1)->kind, ==,
                   GLOW_PORT_EVENT_UNPLUGGED);
}

/* gone before anybody could look: only the event of its end tells of it, twice */
static void
test_too_short_to_be_seen (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const GlowPortEvent *event = NULL;

  g_assert_true (glow_port_history_add_fallen (history, 1, 9, 0x303a, 0x1001, LATER));
  g_assert_false (glow_port_history_add_fallen (history, 1, 9, 0, 0, LATER));
  g_assert_cmpint (glow_port_history_get_news (history, SECOND, &event), ==,
                   GLOW_PORT_NEWS_FELL_OFF);
  g_assert_cmphex (event->vid, ==, 0x303a);
  g_assert_true (event->is_board);
}

static void
test_end_is_told_once (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const GlowPortFound whole = device ("/dev/ttyUSB0", "1-2", 5);

  update (history, &whole, LATER);
  g_assert_false (glow_port_history_add_fallen (history, 1, 5, 0, 0, 2 * LATER));
  update (history, NULL, 2 * LATER);
  g_assert_false (glow_port_history_add_fallen (history, 1, 5, 0, 0, 2 * LATER));
  g_assert_cmpuint (glow_port_history_get_n_events (history), ==, 2);
}

static void
test_hub_is_no_news (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  GlowPortFound hub = device (NULL, "1-2", 5);

  hub.is_hub = TRUE;
  g_assert_cmpint (update (history, &hub, LATER), ==, G_MAXINT64);
  g_assert_false (glow_port_history_add_fallen (history, 1, 5, 0, 0, LATER + 1));
  update (history, NULL, LATER + 1);
  g_assert_cmpuint (glow_port_history_get_n_events (history), ==, 0);
}

/* firmware that crashes again and again: it is there now, but that is not the news */
static void
test_keeps_falling (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();

  for (guint i = 0; i < 3; i++) {
    const GlowPortFound whole = device ("/dev/ttyACM0", "1-2", 5 + i);

    assert_news (history, i == 0 ? GLOW_PORT_NEWS_NOTHING : GLOW_PORT_NEWS_FELL_OFF);
    update (history, &whole, LATER + 3 * i * SECOND);
    assert_news (history, GLOW_PORT_NEWS_SERIAL);
    update (history, NULL, LATER + (3 * i + 1) * SECOND);
  }
  {
    const GlowPortFound whole = device ("/dev/ttyACM0", "1-2", 8);

    update (history, &whole, LATER + 10 * SECOND);
    assert_news (history, GLOW_PORT_NEWS_FELL_OFF);
  }
}

static void
test_two_ports_are_one_device (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GlowPortFound a = device ("/dev/ttyUSB0", "1-2", 5);
  GlowPortFound b = device ("/dev/ttyUSB1", "1-2", 5);

  g_ptr_array_add (all, &a);
  g_ptr_array_add (all, &b);
  glow_port_history_update (history, all, LATER);
  g_assert_cmpuint (glow_port_history_get_n_events (history), ==, 1);
}

static void
test_length_is_limited (void)
{
  g_autoptr (GlowPortHistory) history = make_started ();
  const guint n_events = 5000;

  for (guint i = 1; i <= n_events; i++)
    glow_port_history_add_fallen (history, 1, i, 0, 0, LATER + i);
  g_assert_cmpuint (glow_port_history_get_n_events (history), <, 1000);
  g_assert_cmpint (
    glow_port_history_get_event (history, glow_port_history_get_n_events (history) - 1)
      ->time_us,
    ==, LATER + n_events);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port-history/nothing", test_nothing);
  g_test_add_func ("/port-history/appeared", test_appeared);
  g_test_add_func ("/port-history/no-serial", test_no_serial_side);
  g_test_add_func ("/port-history/lost", test_node_lost);
  g_test_add_func ("/port-history/fell-off", test_fell_off);
  g_test_add_func ("/port-history/unplugged", test_unplugged);
  g_test_add_func ("/port-history/short", test_too_short_to_be_seen);
  g_test_add_func ("/port-history/once", test_end_is_told_once);
  g_test_add_func ("/port-history/hub", test_hub_is_no_news);
  g_test_add_func ("/port-history/loop", test_keeps_falling);
  g_test_add_func ("/port-history/two-ports", test_two_ports_are_one_device);
  g_test_add_func ("/port-history/limit", test_length_is_limited);
  return g_test_run ();
}
