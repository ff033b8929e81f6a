/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The rule for one adapter as text. What udev makes of it: tests/udev. */

#include "glow-udev-rule.h"

static GlowPort *
new_port (const char *devnode, const char *usb_path, guint16 vid, guint16 pid)
{
  GlowPortInfo info = {
    .devnode = devnode,
    .usb_path = usb_path,
    .vid = vid,
    .pid = pid,
    .product = "An \"adapter\"\nRUN+=\"/bin/false\" \\",
  };

  return glow_port_new (&info);
}

static void
test_usb (void)
{
  g_autoptr (GlowPort) port = new_port ("/dev/ttyUSB3", "1-2", 0x10c4, 0xea60);
  g_autofree char *rule = glow_udev_rule_for_port (port);
  g_autofree char *name = glow_udev_rule_dup_file_name (port);

  g_assert_cmpstr (name, ==, "70-glowplug-10c4-ea60.rules");
  g_assert_cmpstr (rule, ==,
                   "# /etc/udev/rules.d/70-glowplug-10c4-ea60.rules\n"
                   "# CP2102 USB to UART bridge: may be opened by whoever sits at this "
                   "machine\n"
                   "ACTION!=\"remove\", SUBSYSTEM==\"tty\", ATTRS{idVendor}==\"10c4\", "
                   "ATTRS{idProduct}==\"ea60\", TAG+=\"uaccess\"\n");
}

/* the ids have four digits, and ModemManager stays away from the chips' own USB */
static void
test_native (void)
{
  g_autoptr (GlowPort) port = new_port ("/dev/ttyACM0", "1-2", 0x303a, 0x0002);
  g_autofree char *rule = glow_udev_rule_for_port (port);

  g_assert_nonnull (strstr (rule, "ATTRS{idProduct}==\"0002\", TAG+=\"uaccess\", "
                                  "ENV{ID_MM_PORT_IGNORE}=\"1\"\n"));
}

/* what a device calls itself can end neither the line nor a string */
static void
test_hostile_name (void)
{
  g_autoptr (GlowPort) port = new_port ("/dev/ttyUSB0", "1-2", 0x1234, 0x5678);
  g_autofree char *rule = glow_udev_rule_for_port (port);
  g_auto (GStrv) lines = g_strsplit (rule, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[1], "# "));
  g_assert_false (g_str_has_suffix (lines[1], "\\"));
  g_assert_cmpstr (lines[3], ==, "");
}

static void
test_not_usb (void)
{
  g_autoptr (GlowPort) port = new_port ("/dev/ttyS4", NULL, 0, 0);
  g_autofree char *rule = glow_udev_rule_for_port (port);
  g_autofree char *name = glow_udev_rule_dup_file_name (port);

  g_assert_cmpstr (name, ==, "70-glowplug-ttyS4.rules");
  g_assert_nonnull (
    strstr (rule, "SUBSYSTEM==\"tty\", KERNEL==\"ttyS4\", TAG+=\"uaccess\"\n"));
}

/* systemd's 73-seat-late.rules acts on the tag */
static void
test_sorts_before_seat_late (void)
{
  g_autoptr (GlowPort) port = new_port ("/dev/ttyUSB0", "1-2", 0xffff, 0xffff);
  g_autofree char *name = glow_udev_rule_dup_file_name (port);

  g_assert_cmpint (strcmp (name, "73-seat-late.rules"), <, 0);
}

static void
test_install_command (void)
{
  g_autoptr (GlowPort) port = new_port ("/dev/ttyUSB0", "1-2", 0x10c4, 0xea60);
  g_autofree char *command =
    glow_udev_rule_dup_install_command (port, "/media/it's here/x.rules");
  g_auto (GStrv) words = NULL;
  int n_words = 0;

  g_assert_true (g_shell_parse_argv (command, &n_words, &words, NULL));
  g_assert_cmpstr (words[1], ==, "cp");
  g_assert_cmpstr (words[2], ==, "/media/it's here/x.rules");
  g_assert_cmpstr (words[3], ==, "/etc/udev/rules.d/70-glowplug-10c4-ea60.rules");
  g_assert_cmpstr (words[n_words - 1], ==, "--name-match=/dev/ttyUSB0");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/udev-rule/usb", test_usb);
  g_test_add_func ("/udev-rule/native", test_native);
  g_test_add_func ("/udev-rule/hostile-name", test_hostile_name);
  g_test_add_func ("/udev-rule/not-usb", test_not_usb);
  g_test_add_func ("/udev-rule/order", test_sorts_before_seat_late);
  g_test_add_func ("/udev-rule/install-command", test_install_command);
  return g_test_run ();
}
