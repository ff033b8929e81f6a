/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which board is which, over made-up scans and made-up time. */

#include "glow-port-rows.h"

#define SECOND (G_GINT64_CONSTANT (1000) * 1000)

/* a little after the start, where no wait of the start is left */
#define LATER (100 * SECOND)

static GlowPortFound
cp2102 (const char *devnode, const char *usb_path, guint device)
{
  return (GlowPortFound){
    .devnode = (char *) devnode,
    .product = (char *) "CP2102 USB to UART Bridge Controller",
    .serial = (char *) "0001",
    .usb_path = (char *) usb_path,
    .driver = (char *) "cp210x",
    .vid = 0x10c4,
    .pid = 0xea60,
    .bus = 1,
    .device = device,
    .n_ports = 1,
    .could_be_serial = TRUE,
    .may_open = TRUE,
  };
}

static GlowPortFound
with_serial (GlowPortFound found, const char *serial)
{
  found.serial = (char *) serial;
  return found;
}

static GlowPortFound
native (const char *devnode, guint16 pid, const char *serial, guint device)
{
  GlowPortFound found = cp2102 (devnode, "1-3", device);

  found.vid = 0x303a;
  found.pid = pid;
  found.driver = (char *) "cdc_acm";
  return with_serial (found, serial);
}

/* What was found: up to three, ended by one without a place and a node. */
static gint64
update (GlowPortRows *rows, const GlowPortFound *found, gint64 now_us)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; found && i < 3 && (found[i].devnode || found[i].usb_path); i++)
    g_ptr_array_add (all, (gpointer) &found[i]);
  return glow_port_rows_update (rows, all, now_us);
}

static guint
count (GlowPortRows *rows)
{
  g_autoptr (GPtrArray) ports = glow_port_rows_get_ports (rows, FALSE);

  return ports->len;
}

/* by its place on USB */
static GlowPort *
get_port (GlowPortRows *rows, const char *usb_path)
{
  g_autoptr (GPtrArray) ports = glow_port_rows_get_ports (rows, FALSE);

  for (guint i = 0; i < ports->len; i++) {
    GlowPort *port = g_ptr_array_index (ports, i);

    if (g_strcmp0 (glow_port_get_usb_path (port), usb_path) == 0)
      return g_object_ref (port);
  }
  return NULL;
}

static guint
get_row (GlowPortRows *rows, const char *usb_path)
{
  g_autoptr (GlowPort) port = get_port (rows, usb_path);

  g_assert_nonnull (port);
  return glow_port_get_row (port);
}

static GlowPortState
get_state (GlowPortRows *rows, const char *usb_path)
{
  g_autoptr (GlowPort) port = get_port (rows, usb_path);

  g_assert_nonnull (port);
  return glow_port_get_state (port);
}

static void
test_unchanged_is_same_object (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound found[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  g_assert_cmpint (update (rows, found, 0), ==, G_MAXINT64);
  before = get_port (rows, "1-2");
  update (rows, found, LATER);
  after = get_port (rows, "1-2");
  g_assert_true (before == after);
  g_assert_cmpint (glow_port_get_plugged_us (after), ==, 0);
}

static void
test_same_socket_other_node (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound first[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };
  const GlowPortFound second[2] = { cp2102 ("/dev/ttyUSB3", "1-2", 6) };
  g_autoptr (GlowPort) port = NULL;
  guint row;

  update (rows, first, 0);
  row = get_row (rows, "1-2");
  update (rows, NULL, LATER);
  g_assert_cmpuint (count (rows), ==, 0);
  update (rows, second, 2 * LATER);
  port = get_port (rows, "1-2");
  g_assert_cmpuint (glow_port_get_row (port), ==, row);
  g_assert_cmpstr (glow_port_get_devnode (port), ==, "/dev/ttyUSB3");
  g_assert_cmpint (glow_port_get_plugged_us (port), ==, 2 * LATER);
}

/* pulled and plugged between two scans: only the number on the bus tells */
static void
test_replugged_unseen (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound first[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };
  const GlowPortFound second[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 6) };
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) after = NULL;

  update (rows, first, 0);
  before = get_port (rows, "1-2");
  update (rows, second, LATER);
  after = get_port (rows, "1-2");
  g_assert_cmpuint (glow_port_get_row (after), ==, glow_port_get_row (before));
  g_assert_cmpint (glow_port_get_plugged_us (after), ==, LATER);
}

static void
test_own_serial_in_other_socket (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound first[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 5),
                                                "A50285BI") };
  const GlowPortFound second[2] = { with_serial (cp2102 ("/dev/ttyUSB1", "3-1.4", 9),
                                                 "A50285BI") };
  guint row;

  update (rows, first, 0);
  row = get_row (rows, "1-2");
  update (rows, second, LATER);
  g_assert_cmpuint (get_row (rows, "3-1.4"), ==, row);
  g_assert_cmpuint (count (rows), ==, 1);
}

static void
test_factory_serial_in_other_socket (void)
{
  static const char *const serials[] = {
    "0001", "0", "00000000", "123456", "0123456789ABCDEF", "FFFFFFFF", NULL
  };

  for (gsize i = 0; i < G_N_ELEMENTS (serials); i++) {
    g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
    const GlowPortFound first[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 5),
                                                  serials[i]) };
    const GlowPortFound second[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-4", 6),
                                                   serials[i]) };
    guint row;

    g_test_message ("%s", serials[i] ? serials[i] : "none");
    update (rows, first, 0);
    row = get_row (rows, "1-2");
    update (rows, second, LATER);
    g_assert_cmpuint (get_row (rows, "1-4"), !=, row);
  }
}

/* Two boards say they are the same one; from then on nobody believes either. */
static void
test_equal_serials_are_kept_apart (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound both[3] = {
    with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 5), "A50285BI"),
    with_serial (cp2102 ("/dev/ttyUSB1", "1-3", 6), "A50285BI"),
  };
  const GlowPortFound moved[3] = {
    both[1],
    with_serial (cp2102 ("/dev/ttyUSB0", "1-4", 7), "A50285BI"),
  };
  g_autoptr (GlowPort) first = NULL;
  g_autoptr (GlowPort) second = NULL;
  guint row;

  update (rows, both, 0);
  first = get_port (rows, "1-2");
  second = get_port (rows, "1-3");
  row = glow_port_get_row (first);
  g_assert_cmpuint (row, !=, glow_port_get_row (second));
  g_assert_cmpstr (glow_port_get_board_key (first), !=, glow_port_get_board_key (second));
  g_assert_false (glow_port_has_own_serial (first));
  update (rows, moved, LATER);
  g_assert_cmpuint (get_row (rows, "1-3"), ==, glow_port_get_row (second));
  g_assert_cmpuint (get_row (rows, "1-4"), !=, row);
}

/* ROM and firmware of a chip with its own USB are different devices. */
static void
test_native_changes_its_ids (void)
{
  static const struct {
    gint64 pause_us;
    gboolean same;
  } cases[] = { { SECOND, TRUE }, { 9 * SECOND, TRUE }, { 11 * SECOND, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
    const GlowPortFound app[2] = { native ("/dev/ttyACM0", 0x4001, "123456", 5) };
    const GlowPortFound rom[2] = { native ("/dev/ttyACM1", 0x0002, "0", 6) };
    guint row;

    update (rows, app, 0);
    row = get_row (rows, "1-3");
    update (rows, NULL, LATER);
    update (rows, rom, LATER + cases[i].pause_us);
    g_assert_cmpint (get_row (rows, "1-3") == row, ==, cases[i].same);
  }
}

static void
test_other_board_in_same_socket (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound first[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 5),
                                                "A50285BI") };
  const GlowPortFound second[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 6),
                                                 "A50285XY") };
  guint row;

  update (rows, first, 0);
  row = get_row (rows, "1-2");
  update (rows, second, LATER);
  g_assert_cmpuint (get_row (rows, "1-2"), !=, row);
}

/* A node is made for root and handed over later: no "no permission" in between. */
static void
test_new_node_settles (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  GlowPortFound found[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };

  update (rows, NULL, 0);
  found[0].may_open = FALSE;
  g_assert_cmpint (update (rows, found, LATER), ==, LATER + SECOND);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_SETTLING);
  found[0].may_open = TRUE;
  g_assert_cmpint (update (rows, found, LATER + 1), ==, G_MAXINT64);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_READY);
  found[0].may_open = FALSE;
  g_assert_cmpint (update (rows, found, LATER + SECOND), ==, G_MAXINT64);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_NO_PERMISSION);
}

static void
test_udev_ends_the_settling (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  GlowPortFound found[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };

  update (rows, NULL, 0);
  found[0].may_open = FALSE;
  glow_port_rows_set_settled (rows, "/dev/ttyUSB0");
  g_assert_cmpint (update (rows, found, LATER), ==, G_MAXINT64);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_NO_PERMISSION);
}

static void
test_no_permission_from_the_start (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  GlowPortFound found[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };

  found[0].may_open = FALSE;
  g_assert_cmpint (update (rows, found, LATER), ==, G_MAXINT64);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_NO_PERMISSION);
}

static GlowPortFound
without_node (GlowPortFound found, const char *driver)
{
  found.devnode = NULL;
  found.driver = (char *) driver;
  found.may_open = FALSE;
  return found;
}

static void
test_device_gets_its_node (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound bare[2] = { without_node (cp2102 (NULL, "1-2", 5), NULL) };
  const GlowPortFound whole[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };

  update (rows, NULL, 0);
  g_assert_cmpint (update (rows, bare, LATER), >, LATER);
  g_assert_cmpuint (count (rows), ==, 0);
  g_assert_cmpint (update (rows, whole, LATER + 1), ==, G_MAXINT64);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_READY);
}

static void
test_device_without_driver (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound bare[2] = { without_node (cp2102 (NULL, "1-2", 5), NULL) };
  gint64 due_us;
  g_autoptr (GlowPort) port = NULL;

  update (rows, NULL, 0);
  due_us = update (rows, bare, LATER);
  g_assert_cmpint (update (rows, bare, due_us), ==, G_MAXINT64);
  port = get_port (rows, "1-2");
  g_assert_cmpint (glow_port_get_state (port), ==, GLOW_PORT_NO_DRIVER);
  g_assert_cmpstr (glow_port_get_module (port), ==, "cp210x");
  g_assert_cmpstr (glow_port_get_node_name (port), ==, "USB 1-2");
  g_assert_null (glow_port_get_devnode (port));
  g_assert_cmpint (glow_port_get_lost_us (port), ==, 0);
}

static void
test_claimed_and_given_back (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound whole[2] = { cp2102 ("/dev/ttyUSB0", "1-2", 5) };
  const GlowPortFound taken[2] = { without_node (cp2102 (NULL, "1-2", 5), "usbfs") };
  g_autoptr (GlowPort) going = NULL;
  g_autoptr (GlowPort) lost = NULL;
  g_autoptr (GlowPort) back = NULL;
  gint64 due_us;
  guint row;

  update (rows, whole, 0);
  row = get_row (rows, "1-2");
  due_us = update (rows, taken, LATER);
  g_assert_cmpint (get_state (rows, "1-2"), ==, GLOW_PORT_SETTLING);
  g_assert_cmpint (update (rows, taken, LATER + 1), ==, due_us);
  going = get_port (rows, "1-2");
  g_assert_cmpstr (glow_port_get_devnode (going), ==, "/dev/ttyUSB0");
  g_assert_cmpint (update (rows, taken, due_us), ==, G_MAXINT64);
  lost = get_port (rows, "1-2");
  g_assert_cmpint (glow_port_get_state (lost), ==, GLOW_PORT_NO_DRIVER);
  g_assert_cmpstr (glow_port_get_driver (lost), ==, "usbfs");
  g_assert_cmpint (glow_port_get_lost_us (lost), ==, LATER);
  g_assert_null (glow_port_get_devnode (lost));
  update (rows, whole, 2 * LATER);
  back = get_port (rows, "1-2");
  g_assert_cmpint (glow_port_get_state (back), ==, GLOW_PORT_READY);
  g_assert_cmpint (glow_port_get_lost_us (back), ==, 0);
  g_assert_cmpuint (glow_port_get_row (back), ==, row);
}

/* keyboards and hubs are not boards, whoever made them */
static void
test_what_is_worth_a_row (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  GlowPortFound found[3] = {
    without_node (cp2102 (NULL, "1-2", 5), NULL),
    without_node (cp2102 (NULL, "1-3", 6), "usbhid"),
  };

  found[0].vid = 0x046d;
  found[1].could_be_serial = FALSE;
  update (rows, found, 0);
  g_assert_cmpuint (count (rows), ==, 0);
  found[1].could_be_serial = TRUE;
  found[1].is_hub = TRUE;
  update (rows, found, LATER);
  g_assert_cmpuint (count (rows), ==, 0);
}

/* what is not USB has no number on a bus; its node's event tells that it is a new one */
static void
test_not_usb (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  const GlowPortFound found[2] = { { .devnode = (char *) "/dev/ttyAMA0",
                                     .may_open = TRUE } };
  g_autoptr (GlowPort) before = NULL;
  g_autoptr (GlowPort) same = NULL;
  g_autoptr (GlowPort) after = NULL;

  update (rows, found, 0);
  before = get_port (rows, NULL);
  update (rows, found, LATER);
  same = get_port (rows, NULL);
  g_assert_true (before == same);
  glow_port_rows_set_removed (rows, "/dev/ttyAMA0");
  update (rows, found, 2 * LATER);
  after = get_port (rows, NULL);
  g_assert_cmpint (glow_port_get_plugged_us (after), ==, 2 * LATER);
  g_assert_cmpuint (glow_port_get_row (after), ==, glow_port_get_row (before));
}

/* Rows of boards that went are kept, but not for ever. */
static void
test_many_boards_come_and_go (void)
{
  g_autoptr (GlowPortRows) rows = glow_port_rows_new ();
  guint first_row = 0;

  for (guint i = 0; i < 1000; i++) {
    g_autofree char *serial = g_strdup_printf ("BOARD%05u", i);
    const GlowPortFound found[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", i + 2),
                                                  serial) };

    update (rows, found, LATER + i);
    if (i == 0)
      first_row = get_row (rows, "1-2");
    g_assert_cmpuint (count (rows), ==, 1);
  }
  {
    const GlowPortFound again[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 1),
                                                  "BOARD00990") };
    const GlowPortFound old[2] = { with_serial (cp2102 ("/dev/ttyUSB0", "1-2", 2),
                                                "BOARD00000") };

    update (rows, again, 2 * LATER);
    g_assert_cmpuint (get_row (rows, "1-2"), ==, first_row + 990);
    update (rows, old, 3 * LATER);
    g_assert_cmpuint (get_row (rows, "1-2"), ==, first_row + 1000);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port-rows/unchanged", test_unchanged_is_same_object);
  g_test_add_func ("/port-rows/other-node", test_same_socket_other_node);
  g_test_add_func ("/port-rows/replugged-unseen", test_replugged_unseen);
  g_test_add_func ("/port-rows/serial/own", test_own_serial_in_other_socket);
  g_test_add_func ("/port-rows/serial/factory", test_factory_serial_in_other_socket);
  g_test_add_func ("/port-rows/serial/equal", test_equal_serials_are_kept_apart);
  g_test_add_func ("/port-rows/native-ids", test_native_changes_its_ids);
  g_test_add_func ("/port-rows/other-board", test_other_board_in_same_socket);
  g_test_add_func ("/port-rows/settle/node", test_new_node_settles);
  g_test_add_func ("/port-rows/settle/udev", test_udev_ends_the_settling);
  g_test_add_func ("/port-rows/settle/start", test_no_permission_from_the_start);
  g_test_add_func ("/port-rows/bare/settles", test_device_gets_its_node);
  g_test_add_func ("/port-rows/bare/stays", test_device_without_driver);
  g_test_add_func ("/port-rows/bare/claimed", test_claimed_and_given_back);
  g_test_add_func ("/port-rows/bare/others", test_what_is_worth_a_row);
  g_test_add_func ("/port-rows/not-usb", test_not_usb);
  g_test_add_func ("/port-rows/many", test_many_boards_come_and_go);
  return g_test_run ();
}
