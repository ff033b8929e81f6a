/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-port.h"

static GlowPort *
make_usb_port (guint16 vid, guint16 pid, const char *product)
{
  const GlowPortInfo info = {
    .devnode = "/dev/ttyUSB0",
    .product = product,
    .usb_path = "1-2",
    .vid = vid,
    .pid = pid,
  };

  return glow_port_new (&info);
}

static void
test_names (void)
{
  static const struct {
    guint16 vid;
    guint16 pid;
    const char *product;
    const char *name;
    gboolean is_native;
  } cases[] = {
    { 0x10c4, 0xea60, NULL, "CP2102 USB to UART bridge", FALSE },
    { 0x10c4, 0xea60, "CP2102N USB to UART Bridge Controller",
      "CP2102N USB to UART bridge", FALSE },
    { 0x10c4, 0xea60, "My own gadget", "CP2102 USB to UART bridge", FALSE },
    { 0x10c4, 0xea60, "CP", "CP2102 USB to UART bridge", FALSE },
    { 0x1a86, 0x7523, "USB Serial", "CH340 USB to UART bridge", FALSE },
    { 0x1a86, 0x55d4, "USB Single Serial", "CH9102 USB to UART bridge", FALSE },
    { 0x0403, 0x6001, "FT232R USB UART", "FT232R USB to UART bridge", FALSE },
    { 0x303a, 0x1001, "USB JTAG/serial debug unit", "USB JTAG/serial", TRUE },
    { 0x303a, 0x1002, NULL, "ESP USB Bridge", FALSE },
    { 0x303a, 0x80c3, "S2 Mini", "LOLIN S2 Mini", TRUE },
    { 0x303a, 0x80d1, "TinyS3", "Unexpected Maker TinyS3", TRUE },
    { 0x303a, 0x8003, "Wuard Zero", "Wuard Zero", TRUE },
    { 0x303a, 0x8003, NULL, "Serial port", TRUE },
    { 0x239a, 0x811b, "Feather", "Adafruit Feather ESP32-S3", TRUE },
    { 0x239a, 0x1234, "Metro", "Metro", TRUE },
    { 0x1234, 0x5678, "Something", "Something", FALSE },
    { 0x1234, 0x5678, "", "Serial port", FALSE },
    { 0x1234, 0x5678, " two\nlines\x1b[1m \xff", "two lines [1m \xef\xbf\xbd", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowPort) port =
      make_usb_port (cases[i].vid, cases[i].pid, cases[i].product);

    g_test_message ("%04x:%04x", cases[i].vid, cases[i].pid);
    g_assert_cmpstr (glow_port_get_display_name (port), ==, cases[i].name);
    g_assert_cmpint (glow_port_is_native_usb (port), ==, cases[i].is_native);
  }
}

static void
test_not_usb (void)
{
  const GlowPortInfo info = { .devnode = "/dev/ttyS0", .vid = 0x303a, .pid = 0x1001 };
  g_autoptr (GlowPort) port = glow_port_new (&info);

  g_assert_cmpstr (glow_port_get_display_name (port), ==, "Serial port");
  g_assert_cmpstr (glow_port_get_node_name (port), ==, "ttyS0");
  g_assert_false (glow_port_is_usb (port));
  g_assert_false (glow_port_is_native_usb (port));
}

static void
test_order (void)
{
  static const GlowPortInfo in_order[] = {
    { .devnode = "/dev/ttyS0", .plugged_us = 20 },
    { .devnode = "/dev/ttyUSB9", .usb_path = "1-9", .plugged_us = 10 },
    { .devnode = "/dev/ttyUSB10", .usb_path = "1-1", .plugged_us = 10 },
    { .devnode = "/dev/ttyACM0", .usb_path = "1-1" },
    { .devnode = "/dev/ttyUSB0", .usb_path = "1-1" },
    { .devnode = "/dev/ttyAMA0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (in_order); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (in_order); j++) {
      g_autoptr (GlowPort) a = glow_port_new (&in_order[i]);
      g_autoptr (GlowPort) b = glow_port_new (&in_order[j]);
      int order = glow_port_compare (a, b);

      g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      g_assert_cmpint (glow_port_equal (a, b), ==, i == j);
    }
  }
}

static void
test_equal_looks_at_everything (void)
{
  const GlowPortInfo info = { "/dev/ttyUSB0", "m", "p", "s", "1-2", "d", 1, 2, 0, 3 };
  GlowPortInfo others[10];
  g_autoptr (GlowPort) port = glow_port_new (&info);
  g_autoptr (GlowPort) same = glow_port_new (&info);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    others[i] = info;
  others[0].devnode = "/dev/ttyUSB1";
  others[1].manufacturer = NULL;
  others[2].product = "P";
  others[3].serial = "S";
  others[4].usb_path = "1-3";
  others[5].driver = "D";
  others[6].vid = 9;
  others[7].pid = 9;
  others[8].state = GLOW_PORT_NO_PERMISSION;
  others[9].plugged_us = 9;
  g_assert_true (glow_port_equal (port, same));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GlowPort) other = glow_port_new (&others[i]);

    g_test_message ("field %" G_GSIZE_FORMAT, i);
    g_assert_false (glow_port_equal (port, other));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port/names", test_names);
  g_test_add_func ("/port/not-usb", test_not_usb);
  g_test_add_func ("/port/order", test_order);
  g_test_add_func ("/port/equal", test_equal_looks_at_everything);
  return g_test_run ();
}
