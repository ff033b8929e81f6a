/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The port list, with the real libudev, on the fake bus: what is there and in which
 * order.
 */

#include "port-list-fixture.h"
#include "test-user.h"

static void
test_cold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = NULL;

  plug (fixture, &glow_fake_cp2102);
  start (fixture);
  assert_names (fixture, "ttyUSB0 ");
  port = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  g_assert_nonnull (port);
  g_assert_cmpstr (glow_port_get_devnode (port), ==, "/dev/ttyUSB0");
  g_assert_cmpstr (glow_port_get_display_name (port), ==, "CP2102 USB to UART bridge");
  g_assert_cmpstr (glow_port_get_manufacturer (port), ==, "Silicon Labs");
  g_assert_cmpstr (glow_port_get_product (port), ==, glow_fake_cp2102.product);
  g_assert_cmpstr (glow_port_get_serial (port), ==, "0001");
  g_assert_cmpstr (glow_port_get_usb_path (port), ==, "1-2");
  g_assert_cmpstr (glow_port_get_driver (port), ==, "cp210x");
  g_assert_cmphex (glow_port_get_vid (port), ==, 0x10c4);
  g_assert_cmphex (glow_port_get_pid (port), ==, 0xea60);
  g_assert_true (glow_port_is_usb (port));
  g_assert_false (glow_port_is_native_usb (port));
  g_assert_cmpint (glow_port_get_state (port), ==, GLOW_PORT_READY);
  g_assert_cmpint (glow_port_get_plugged_us (port), ==, 0);
  g_assert_null (glow_port_list_find (fixture->list, "/dev/ttyUSB1"));
}

static void
test_native (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = NULL;

  plug (fixture, &jtag);
  start (fixture);
  port = glow_port_list_find (fixture->list, "/dev/ttyACM0");
  g_assert_cmpstr (glow_port_get_display_name (port), ==, "USB JTAG/serial");
  g_assert_cmpstr (glow_port_get_driver (port), ==, "cdc_acm");
  g_assert_true (glow_port_is_native_usb (port));
}

static void
test_add_and_remove (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *port;

  start (fixture);
  assert_names (fixture, "");
  port = plug (fixture, &glow_fake_cp2102);
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 ");
  assert_names (fixture, "ttyUSB0 ");
  unplug (fixture, port);
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-1+0 ");
  assert_names (fixture, "");
}

static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  plug (fixture, &glow_fake_cp2102);
  start (fixture);
  before = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  plug (fixture, &jtag);
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 ");
  plug_as (fixture, &glow_fake_cp2102, "ttyUSB1", "1-4");
  wait_for_change (fixture);
  assert_names (fixture, "ttyUSB1 ttyACM0 ttyUSB0 ");
  after = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  g_assert_true (before == after);
}

static void
test_natural_order (Fixture *fixture, gconstpointer data)
{
  plug_as (fixture, &glow_fake_cp2102, "ttyUSB10", "1-4");
  plug_as (fixture, &glow_fake_cp2102, "ttyUSB2", "1-5");
  start (fixture);
  assert_names (fixture, "ttyUSB2 ttyUSB10 ");
}

/* also when both fall into one update: the port was gone meanwhile, so it is new */
static void
test_replugged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;
  GlowFakePort *port = plug (fixture, &glow_fake_cp2102);

  plug (fixture, &jtag);
  start (fixture);
  assert_names (fixture, "ttyACM0 ttyUSB0 ");
  before = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  unplug (fixture, port);
  plug (fixture, &glow_fake_cp2102);
  wait_for_change (fixture);
  assert_names (fixture, "ttyUSB0 ttyACM0 ");
  after = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  g_assert_true (before != after);
  g_assert_cmpint (glow_port_get_plugged_us (after), >, 0);
}

/* a chip with its own USB comes back under another name: found by its place or its number
 */
static void
test_found_again (Fixture *fixture, gconstpointer data)
{
  GlowFakePortSpec moved = jtag;
  GlowFakePortSpec renamed = jtag;
  GlowFakePort *fake = plug (fixture, &jtag);
  g_autoptr (GlowPort) port = NULL;
  g_autofree char *there = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *by_path = NULL;
  g_autofree char *by_serial = NULL;

  plug (fixture, &glow_fake_cp2102);
  start (fixture);
  port = glow_port_list_find (fixture->list, "/dev/ttyACM0");
  there = glow_port_find_again (port);
  g_assert_cmpstr (there, ==, "/dev/ttyACM0");
  unplug (fixture, fake);
  gone = glow_port_find_again (port);
  g_assert_null (gone);
  renamed.name = "ttyACM1";
  fake = plug (fixture, &renamed);
  by_path = glow_port_find_again (port);
  g_assert_cmpstr (by_path, ==, "/dev/ttyACM1");
  unplug (fixture, fake);
  moved.name = "ttyACM2";
  moved.usb_name = "1-7";
  plug (fixture, &moved);
  by_serial = glow_port_find_again (port);
  g_assert_cmpstr (by_serial, ==, "/dev/ttyACM2");
}

static void
test_burst_is_one_update (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *port = plug (fixture, &jtag);

  start (fixture);
  plug (fixture, &glow_fake_cp2102);
  plug_as (fixture, &glow_fake_cp2102, "ttyUSB1", "1-4");
  unplug (fixture, port);
  plug_as (fixture, &glow_fake_cp2102, "ttyUSB2", "1-5");
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-1+3 ");
  assert_names (fixture, "ttyUSB0 ttyUSB1 ttyUSB2 ");
}

static void
test_legacy_is_hidden (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = NULL;

  plug (fixture, &glow_fake_cp2102);
  glow_fake_bus_add_legacy_port (fixture->bus, "ttyS0");
  start (fixture);
  assert_names (fixture, "ttyUSB0 ");
  g_assert_false (glow_port_list_get_show_all (fixture->list));
  glow_port_list_set_show_all (fixture->list, TRUE);
  g_assert_cmpstr (fixture->changes->str, ==, "1-0+1 ");
  assert_names (fixture, "ttyUSB0 ttyS0 ");
  port = glow_port_list_find (fixture->list, "/dev/ttyS0");
  g_assert_false (glow_port_is_usb (port));
  g_assert_cmpstr (glow_port_get_display_name (port), ==, "Serial port");
  g_assert_cmpstr (glow_port_get_driver (port), ==, "serial8250");
  glow_port_list_set_show_all (fixture->list, FALSE);
  assert_names (fixture, "ttyUSB0 ");
}

/* Root may open everything; give that up for a while. */
static GlowPortState
get_state (Fixture *fixture)
{
  g_autoptr (GlowPort) port = glow_port_list_find (fixture->list, "/dev/ttyUSB0");

  return glow_port_get_state (port);
}

/* udev makes no event of a chmod; the watch on /dev sees it */
static void
test_permission_comes_and_goes (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *port = plug (fixture, &glow_fake_cp2102);

  if (get_back_ends () == GLOW_PORT_BACK_END_UDEV) {
    g_test_skip ("chmod makes no event of udev");
    start (fixture);
    return;
  }
  glow_fake_port_set_mode (port, 0);
  become_a_user ();
  start (fixture);
  g_assert_cmpint (get_state (fixture), ==, GLOW_PORT_NO_PERMISSION);
  become_root_again ();
  glow_fake_port_set_mode (port, 0666);
  become_a_user ();
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-1+1 ");
  g_assert_cmpint (get_state (fixture), ==, GLOW_PORT_READY);
  become_root_again ();
  glow_fake_port_set_mode (port, 0);
  become_a_user ();
  wait_for_change (fixture);
  g_assert_cmpint (get_state (fixture), ==, GLOW_PORT_NO_PERMISSION);
  become_root_again ();
}

#define ADD(path, func)                                                                  \
  g_test_add ("/port-list/" path, Fixture, bus, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = glow_fake_bus_new ();

  g_test_init (&argc, &argv, NULL);
  ADD ("cold", test_cold);
  ADD ("native", test_native);
  ADD ("hotplug", test_add_and_remove);
  ADD ("order/newest", test_newest_first);
  ADD ("order/natural", test_natural_order);
  ADD ("replug", test_replugged);
  ADD ("found-again", test_found_again);
  ADD ("burst", test_burst_is_one_update);
  ADD ("permission", test_permission_comes_and_goes);
  ADD ("legacy", test_legacy_is_hidden);
  return g_test_run ();
}
