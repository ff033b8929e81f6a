/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A bridge that takes its time is told not to, and left as it was found. */

#include "glow-fake-port.h"
#include "glow-serial-transport.h"

#include <linux/serial.h>

#define NODE        "/dev/ttyUSB0"
#define OTHER_FLAGS ASYNC_SPLIT_TERMIOS /* some flag that is not ours to change */

static GlowFakePort *
plug (GlowFakeBus *bus)
{
  static const GlowFakePortSpec spec = {
    .name = "ttyUSB0",
    .usb_name = "1-2",
    .vid = 0x0403,
    .pid = 0x6001,
    .manufacturer = "FTDI",
    .product = "FT232R USB UART",
    .serial = "A50285BI",
    .driver = "ftdi_sio",
  };

  return glow_fake_port_plug (bus, &spec, NULL, NULL);
}

static void
open_and_close (GlowFakeBus *bus, int before)
{
  GlowFakePort *port = plug (bus);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowTransport) transport = NULL;

  glow_fake_port_set_serial_flags (port, before);
  transport = glow_serial_transport_open (NODE, &error);
  g_assert_no_error (error);
  g_assert_cmphex ((guint) glow_fake_port_get_serial_flags (port), ==,
                   (guint) (before | (int) ASYNC_LOW_LATENCY));
  glow_transport_close (transport);
  g_assert_cmphex ((guint) glow_fake_port_get_serial_flags (port), ==, (guint) before);
  glow_fake_port_unplug (port);
}

static void
test_slow (gconstpointer data)
{
  open_and_close ((GlowFakeBus *) data, 0);
  open_and_close ((GlowFakeBus *) data, (int) OTHER_FLAGS);
}

/* somebody wants it so */
static void
test_quick_already (gconstpointer data)
{
  open_and_close ((GlowFakeBus *) data, (int) ASYNC_LOW_LATENCY);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = glow_fake_bus_new ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/serial-latency/slow", bus, test_slow);
  g_test_add_data_func ("/serial-latency/quick-already", bus, test_quick_already);
  return g_test_run ();
}
