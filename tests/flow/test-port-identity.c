/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which board is which, with the real libudev, on the fake bus: rows, ports of one
 * device, devices without a serial side, and what is told of them. */

#include "port-list-fixture.h"

/* The node goes and the device stays: first that might be the beginning of an unplugging,
 * then it is a device whose serial side was taken. */
static void
test_node_is_lost (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *fake = plug (fixture, &glow_fake_cp2102);
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  plug (fixture, &jtag);
  start (fixture);
  before = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  glow_fake_port_lose_node (fake, "usbfs");
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "1-1+1 ");
  assert_names (fixture, "ttyACM0 ttyUSB0 ");
  wait_for_change (fixture);
  assert_names (fixture, "ttyACM0 USB 1-2 ");
  after = glow_port_list_find_row (fixture->list, glow_port_get_row (before));
  g_assert_null (glow_port_get_devnode (after));
  g_assert_cmpint (glow_port_get_state (after), ==, GLOW_PORT_NO_DRIVER);
  g_assert_cmpstr (glow_port_get_driver (after), ==, "usbfs");
  g_assert_cmpint (glow_port_get_lost_us (after), >, 0);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, NULL), ==,
                   GLOW_PORT_NEWS_NODE_LOST);
}

static GlowPort *
get_only (Fixture *fixture)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 1);
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
}

/* gone in between, and back under another node */
static void
test_same_row_under_another_node (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *fake = plug (fixture, &jtag);
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  start (fixture);
  before = get_only (fixture);
  unplug (fixture, fake);
  wait_for_change (fixture);
  g_assert_null (glow_port_list_find_row (fixture->list, glow_port_get_row (before)));
  plug_as (fixture, &jtag, "ttyACM3", "1-3");
  wait_for_change (fixture);
  after = get_only (fixture);
  g_assert_cmpstr (glow_port_get_devnode (after), ==, "/dev/ttyACM3");
  g_assert_cmpuint (glow_port_get_row (after), ==, glow_port_get_row (before));
}

/* as a chip with its own USB does at a reset: the row never leaves the list */
static void
test_renamed_in_one_update (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *fake = plug (fixture, &jtag);
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  start (fixture);
  before = get_only (fixture);
  unplug (fixture, fake);
  plug_as (fixture, &jtag, "ttyACM1", "1-3");
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-1+1 ");
  after = get_only (fixture);
  g_assert_cmpstr (glow_port_get_devnode (after), ==, "/dev/ttyACM1");
  g_assert_cmpuint (glow_port_get_row (after), ==, glow_port_get_row (before));
}

static void
test_own_serial_in_another_socket (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *fake = plug (fixture, &jtag);
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  start (fixture);
  before = get_only (fixture);
  unplug (fixture, fake);
  wait_for_change (fixture);
  plug_as (fixture, &jtag, "ttyACM0", "1-7");
  wait_for_change (fixture);
  after = get_only (fixture);
  g_assert_cmpuint (glow_port_get_row (after), ==, glow_port_get_row (before));
}

static void
test_equal_serials_are_two_boards (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *first = plug_as (fixture, &jtag, "ttyACM0", "1-3");
  g_autoptr (GlowPort) one = NULL;
  g_autoptr (GlowPort) other = NULL;
  g_autoptr (GlowPort) moved = NULL;
  g_autofree char *again = NULL;

  plug_as (fixture, &jtag, "ttyACM1", "1-4");
  start (fixture);
  one = glow_port_list_find (fixture->list, "/dev/ttyACM0");
  other = glow_port_list_find (fixture->list, "/dev/ttyACM1");
  g_assert_cmpuint (glow_port_get_row (one), !=, glow_port_get_row (other));
  g_assert_cmpstr (glow_port_get_board_key (one), !=, glow_port_get_board_key (other));
  unplug (fixture, first);
  wait_for_change (fixture);
  /* the other one is not taken for it, neither here nor by a run that looks for it */
  again = glow_port_find_again (one);
  g_assert_null (again);
  plug_as (fixture, &jtag, "ttyACM0", "1-7");
  wait_for_change (fixture);
  moved = glow_port_list_find (fixture->list, "/dev/ttyACM0");
  g_assert_cmpuint (glow_port_get_row (moved), !=, glow_port_get_row (one));
  g_assert_cmpuint (glow_port_get_row (moved), !=, glow_port_get_row (other));
}

static const GlowFakePortSpec ft2232h = {
  .name = "ttyUSB0",
  .usb_name = "1-2",
  .vid = 0x0403,
  .pid = 0x6010,
  .manufacturer = "FTDI",
  .product = "Dual RS232-HS",
  .driver = "ftdi_sio",
};

static GlowFakePort *
plug_second (Fixture *fixture, const GlowFakePortSpec *kind, const char *name)
{
  GlowFakePortSpec spec = *kind;

  spec.name = name;
  spec.interface = 1;
  return plug (fixture, &spec);
}

static void
assert_display_name (Fixture *fixture, const char *devnode, const char *expected)
{
  g_autoptr (GlowPort) port = glow_port_list_find (fixture->list, devnode);

  g_assert_nonnull (port);
  g_assert_cmpstr (glow_port_get_display_name (port), ==, expected);
}

/* A is JTAG where an FT2232H is on a board; it stays A when a debugger has taken it. */
static void
test_two_ports_on_a_bridge (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *first = plug (fixture, &ft2232h);
  GlowFakePort *second = plug_second (fixture, &ft2232h, "ttyUSB1");
  g_autoptr (GlowPort) a = NULL;
  g_autoptr (GlowPort) b = NULL;
  g_autoptr (GlowPort) b_alone = NULL;

  start (fixture);
  a = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  b = glow_port_list_find (fixture->list, "/dev/ttyUSB1");
  assert_display_name (fixture, "/dev/ttyUSB0", "FT2232H USB to UART bridge (A)");
  assert_display_name (fixture, "/dev/ttyUSB1", "FT2232H USB to UART bridge (B)");
  g_assert_cmpuint (glow_port_get_n_ports (b), ==, 2);
  g_assert_false (glow_port_is_likely (a));
  g_assert_true (glow_port_is_likely (b));
  g_assert_cmpuint (glow_port_get_row (a), !=, glow_port_get_row (b));
  g_assert_cmpstr (glow_port_get_board_key (a), !=, glow_port_get_board_key (b));
  glow_fake_port_lose_node (first, "usbfs");
  wait_for_change (fixture);
  b_alone = get_only (fixture);
  g_assert_true (b_alone == b);
  unplug (fixture, second);
}

static void
test_named_ports (Fixture *fixture, gconstpointer data)
{
  GlowFakePortSpec cp2105 = ft2232h;
  GlowFakePort *second;

  cp2105.vid = 0x10c4;
  cp2105.pid = 0xea70;
  cp2105.product = "CP2105 Dual USB to UART Bridge Controller";
  cp2105.driver = "cp210x";
  plug (fixture, &cp2105);
  second = plug_second (fixture, &cp2105, "ttyUSB1");
  start (fixture);
  assert_display_name (fixture, "/dev/ttyUSB0", "CP2105 USB to UART bridge (Enhanced)");
  assert_display_name (fixture, "/dev/ttyUSB1", "CP2105 USB to UART bridge (Standard)");
  unplug (fixture, second);
}

static const GlowFakePortSpec bare_ch340 = {
  .usb_name = "1-5",
  .vid = 0x1a86,
  .pid = 0x7523,
  .manufacturer = "QinHeng",
  .product = "USB Serial",
};

static const GlowFakePortSpec mouse = {
  .usb_name = "1-6",
  .vid = 0x046d,
  .pid = 0xc077,
  .manufacturer = "Logitech",
  .product = "USB Optical Mouse",
  .driver = "usbhid",
  .interface_class = "03",
};

static void
happened_cb (GlowPortList *list, guint *count)
{
  (*count)++;
}

/* Runs the main loop until @n things have happened since the start. */
static void
wait_for_events (Fixture *fixture, guint n)
{
  guint source = g_timeout_add_seconds (30, give_up_cb, NULL);

  while (glow_port_list_get_n_events (fixture->list) < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

/* A bridge that no driver takes gets a row after a while, a mouse does not; both are told
 * to whoever looks for his board. */
static void
test_devices_without_serial_side (Fixture *fixture, gconstpointer data)
{
  GlowFakeUsb *bridge;
  GlowFakeUsb *pointer;
  g_autoptr (GlowPort) port = NULL;
  const GlowPortEvent *event = NULL;
  guint count = 0;

  start (fixture);
  g_signal_connect (fixture->list, "happened", G_CALLBACK (happened_cb), &count);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, NULL), ==,
                   GLOW_PORT_NEWS_NOTHING);
  bridge = glow_fake_usb_plug (fixture->bus, &bare_ch340);
  wait_for_events (fixture, 1);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, &event), ==,
                   GLOW_PORT_NEWS_NO_SERIAL);
  g_assert_cmpstr (event->name, ==, "CH340 USB to UART bridge");
  g_assert_true (event->is_board);
  port = get_only (fixture);
  g_assert_cmpint (glow_port_get_state (port), ==, GLOW_PORT_NO_DRIVER);
  g_assert_cmpstr (glow_port_get_node_name (port), ==, "USB 1-5");
  g_assert_cmpstr (glow_port_get_module (port), ==, "ch341");
  g_assert_null (glow_port_get_driver (port));
  pointer = glow_fake_usb_plug (fixture->bus, &mouse);
  wait_for_events (fixture, 2);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, &event), ==,
                   GLOW_PORT_NEWS_NO_SERIAL);
  g_assert_cmpstr (event->name, ==, "USB Optical Mouse");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 1);
  g_assert_cmpuint (count, ==, 2);
  glow_fake_usb_unplug (pointer);
  glow_fake_usb_unplug (bridge);
  wait_for_events (fixture, 4);
  assert_names (fixture, "");
}

static void
test_fell_off (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *fake;

  start (fixture);
  fake = plug (fixture, &jtag);
  wait_for_events (fixture, 1);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, NULL), ==,
                   GLOW_PORT_NEWS_SERIAL);
  unplug (fixture, fake);
  wait_for_events (fixture, 2);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, NULL), ==,
                   GLOW_PORT_NEWS_FELL_OFF);
}

/* between two looks: only the event of its end is left of it */
static void
test_fell_off_unseen (Fixture *fixture, gconstpointer data)
{
  const GlowPortEvent *event = NULL;

  start (fixture);
  unplug (fixture, plug (fixture, &jtag));
  wait_for_events (fixture, 1);
  g_assert_cmpint (glow_port_list_get_news (fixture->list, 0, &event), ==,
                   GLOW_PORT_NEWS_FELL_OFF);
  /* /dev has no ids to tell, udev's event has */
  if (get_back_ends () == GLOW_PORT_BACK_END_UDEV)
    g_assert_cmphex (event->vid, ==, 0x303a);
  assert_names (fixture, "");
}

#define ADD(path, func)                                                                  \
  g_test_add ("/port-identity/" path, Fixture, bus, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = glow_fake_bus_new ();

  g_test_init (&argc, &argv, NULL);
  ADD ("lost", test_node_is_lost);
  ADD ("row/other-node", test_same_row_under_another_node);
  ADD ("row/renamed", test_renamed_in_one_update);
  ADD ("row/other-socket", test_own_serial_in_another_socket);
  ADD ("row/equal-serials", test_equal_serials_are_two_boards);
  ADD ("ports/two", test_two_ports_on_a_bridge);
  ADD ("ports/named", test_named_ports);
  ADD ("news/no-serial", test_devices_without_serial_side);
  ADD ("news/fell-off", test_fell_off);
  ADD ("news/unseen", test_fell_off_unseen);
  return g_test_run ();
}
