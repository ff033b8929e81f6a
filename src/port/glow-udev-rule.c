/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * udev takes a comma for "and"; two ATTRS have to match at the same parent, which the ids
 * of a USB device do. The tag is acted on by 73-seat-late.rules, so the name of the file
 * has to sort before it (linux-desktop.md 3.2). */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-udev-rule.h"

#include <string.h>

#define ESPRESSIF_VID 0x303a

/* Glob characters and quotes have a meaning in a rule. */
static char *
dup_kernel_name (GlowPort *port)
{
  char *name = g_strdup (glow_port_get_node_name (port));

  return g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '?');
}

static char *
dup_match (GlowPort *port)
{
  g_autofree char *name = NULL;

  if (glow_port_is_usb (port))
    return g_strdup_printf ("SUBSYSTEM==\"tty\", ATTRS{idVendor}==\"%04x\", "
                            "ATTRS{idProduct}==\"%04x\"",
                            (guint) glow_port_get_vid (port),
                            (guint) glow_port_get_pid (port));
  name = dup_kernel_name (port);
  return g_strdup_printf ("SUBSYSTEM==\"tty\", KERNEL==\"%s\"", name);
}

/* ModemManager asks everything that looks like a modem whether it is one. */
static const char *
get_extra (GlowPort *port)
{
  return glow_port_get_vid (port) == ESPRESSIF_VID ? ", ENV{ID_MM_PORT_IGNORE}=\"1\""
                                                   : "";
}

/**
 * glow_udev_rule_dup_file_name:
 * @port: the adapter
 *
 * Returns: (transfer full): the name of its file of rules, such as
 *   "70-glowplug-10c4-ea60.rules"
 */
char *
glow_udev_rule_dup_file_name (GlowPort *port)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  if (glow_port_is_usb (port))
    return g_strdup_printf ("70-glowplug-%04x-%04x.rules",
                            (guint) glow_port_get_vid (port),
                            (guint) glow_port_get_pid (port));
  name = dup_kernel_name (port);
  g_strdelimit (name, "?", '_');
  return g_strdup_printf ("70-glowplug-%s.rules", name);
}

/**
 * glow_udev_rule_for_port:
 * @port: the adapter
 *
 * Returns: (transfer full): a whole file of rules for exactly this kind of adapter: it
 *   gives whoever sits at the machine the right to open it
 */
char *
glow_udev_rule_for_port (GlowPort *port)
{
  g_autofree char *file_name = NULL;
  g_autofree char *match = NULL;

  g_return_val_if_fail (GLOW_IS_PORT (port), NULL);

  file_name = glow_udev_rule_dup_file_name (port);
  match = dup_match (port);
  return g_strdup_printf ("# /etc/udev/rules.d/%s\n"
                          "# %s: may be opened by whoever sits at this machine\n"
                          "ACTION!=\"remove\", %s, TAG+=\"uaccess\"%s\n",
                          file_name, glow_port_get_display_name (port), match,
                          get_extra (port));
}

/**
 * glow_udev_rule_dup_install_command:
 * @port: the adapter, with a node
 * @saved_path: where glow_udev_rule_for_port() was saved
 *
 * Returns: (transfer full): one line for a shell that installs the rule and lets it act
 *   on the port at once
 */
char *
glow_udev_rule_dup_install_command (GlowPort *port, const char *saved_path)
{
  g_autofree char *file_name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *node = NULL;

  g_return_val_if_fail (GLOW_IS_PORT (port) && saved_path, NULL);
  g_return_val_if_fail (glow_port_get_devnode (port) != NULL, NULL);

  file_name = glow_udev_rule_dup_file_name (port);
  path = g_shell_quote (saved_path);
  node = g_shell_quote (glow_port_get_devnode (port));
  return g_strdup_printf ("sudo cp %s /etc/udev/rules.d/%s && sudo udevadm control "
                          "--reload && sudo udevadm trigger --name-match=%s",
                          path, file_name, node);
}
