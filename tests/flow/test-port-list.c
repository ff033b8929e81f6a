/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The port list, with the real libudev, on the fake bus. The list runs on this thread's
 * main loop, which sees the events of a step only after the step.
 *
 * GLOW_TEST_BACK_ENDS=udev or dev runs all of it with one back end switched off. */

#include "glow-fake-port.h"
#include "glow-port-list.h"
#include "test-user.h"

#include <glib/gstdio.h>
#include <unistd.h>

static const GlowFakePortSpec cp2102 = {
  .name = "ttyUSB0",
  .usb_name = "1-2",
  .vid = 0x10c4,
  .pid = 0xea60,
  .manufacturer = "Silicon Labs",
  .product = "CP2102 USB to UART Bridge Controller",
  .serial = "0001",
  .driver = "cp210x",
};

static const GlowFakePortSpec jtag = {
  .name = "ttyACM0",
  .usb_name = "1-3",
  .vid = 0x303a,
  .pid = 0x1001,
  .manufacturer = "Espressif",
  .product = "USB JTAG/serial debug unit",
  .serial = "7C:DF:A1:00:00:01",
  .driver = "cdc_acm",
};

typedef struct {
  /* borrowed */
  GlowFakeBus *bus;

  /* owned */
  GPtrArray *plugged; /* GlowFakePort */
  GlowPortList *list;

  GString *changes; /* "0-1+1 ": position, removed, added */
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  Fixture *fixture)
{
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static GlowPortBackEnds
get_back_ends (void)
{
  const char *name = g_getenv ("GLOW_TEST_BACK_ENDS");

  if (g_strcmp0 (name, "udev") == 0)
    return GLOW_PORT_BACK_END_UDEV;
  return g_strcmp0 (name, "dev") == 0 ? GLOW_PORT_BACK_END_DEV : GLOW_PORT_BACK_ENDS_ALL;
}

static void
start (Fixture *fixture)
{
  fixture->list = glow_port_list_new_with (get_back_ends ());
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb),
                    fixture);
}

static GlowFakePort *
plug (Fixture *fixture, const GlowFakePortSpec *spec)
{
  GlowFakePort *port = glow_fake_port_plug (fixture->bus, spec, NULL, NULL);

  g_ptr_array_add (fixture->plugged, port);
  return port;
}

/* a second board of the same kind in another socket */
static GlowFakePort *
plug_as (Fixture *fixture,
         const GlowFakePortSpec *kind,
         const char *name,
         const char *usb_name)
{
  GlowFakePortSpec spec = *kind;

  spec.name = name;
  spec.usb_name = usb_name;
  return plug (fixture, &spec);
}

static void
unplug (Fixture *fixture, GlowFakePort *port)
{
  g_assert_true (g_ptr_array_remove (fixture->plugged, port));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = (GlowFakeBus *) data;
  fixture->changes = g_string_new (NULL);
  fixture->plugged =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_fake_port_unplug);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  g_ptr_array_unref (fixture->plugged);
  g_string_free (fixture->changes, TRUE);
}

static gboolean
give_up_cb (gpointer data)
{
  g_critical ("no change came"); /* ends a test */
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the list has changed. */
static void
wait_for_change (Fixture *fixture)
{
  guint source = g_timeout_add_seconds (30, give_up_cb, NULL);

  g_string_truncate (fixture->changes, 0);
  while (fixture->changes->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static char *
dup_names (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->list);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (model, i);

    g_string_append_printf (names, "%s ", glow_port_get_node_name (port));
  }
  return g_string_free (names, FALSE);
}

static void
assert_names (Fixture *fixture, const char *expected)
{
  g_autofree char *names = dup_names (fixture);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_cold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = NULL;

  plug (fixture, &cp2102);
  start (fixture);
  assert_names (fixture, "ttyUSB0 ");
  port = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  g_assert_nonnull (port);
  g_assert_cmpstr (glow_port_get_devnode (port), ==, "/dev/ttyUSB0");
  g_assert_cmpstr (glow_port_get_display_name (port), ==, "CP2102 USB to UART bridge");
  g_assert_cmpstr (glow_port_get_manufacturer (port), ==, "Silicon Labs");
  g_assert_cmpstr (glow_port_get_product (port), ==, cp2102.product);
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
  port = plug (fixture, &cp2102);
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

  plug (fixture, &cp2102);
  start (fixture);
  before = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  plug (fixture, &jtag);
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 ");
  plug_as (fixture, &cp2102, "ttyUSB1", "1-4");
  wait_for_change (fixture);
  assert_names (fixture, "ttyUSB1 ttyACM0 ttyUSB0 ");
  after = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  g_assert_true (before == after);
}

static void
test_natural_order (Fixture *fixture, gconstpointer data)
{
  plug_as (fixture, &cp2102, "ttyUSB10", "1-4");
  plug_as (fixture, &cp2102, "ttyUSB2", "1-5");
  start (fixture);
  assert_names (fixture, "ttyUSB2 ttyUSB10 ");
}

/* also when both fall into one update: the port was gone meanwhile, so it is new */
static void
test_replugged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;
  GlowFakePort *port = plug (fixture, &cp2102);

  plug (fixture, &jtag);
  start (fixture);
  assert_names (fixture, "ttyACM0 ttyUSB0 ");
  before = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  unplug (fixture, port);
  plug (fixture, &cp2102);
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

  plug (fixture, &cp2102);
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
  plug (fixture, &cp2102);
  plug_as (fixture, &cp2102, "ttyUSB1", "1-4");
  unplug (fixture, port);
  plug_as (fixture, &cp2102, "ttyUSB2", "1-5");
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "0-1+3 ");
  assert_names (fixture, "ttyUSB0 ttyUSB1 ttyUSB2 ");
}

static void
test_legacy_is_hidden (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowPort) port = NULL;

  plug (fixture, &cp2102);
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
  GlowFakePort *port = plug (fixture, &cp2102);

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

/* The node goes and the device stays: first that might be the beginning of an unplugging,
 * then it is a device whose serial side was taken. */
static void
test_node_is_lost (Fixture *fixture, gconstpointer data)
{
  GlowFakePort *fake = plug (fixture, &cp2102);
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  plug (fixture, &jtag);
  start (fixture);
  before = glow_port_list_find (fixture->list, "/dev/ttyUSB0");
  glow_fake_port_lose_node (fake, "usbfs");
  wait_for_change (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "1-1+1 ");
  assert_names (fixture, "ttyACM0 USB 1-2 ");
  wait_for_change (fixture);
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
  ADD ("legacy", test_legacy_is_hidden);
  return g_test_run ();
}
