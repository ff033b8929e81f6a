/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-usb-ids.h"

#include <string.h>

/* narrowest range first */
static const GlowUsbId usb_ids[] = {
#include "glow-usb-ids-table.h"
};

/**
 * glow_usb_ids_find:
 * @vid: USB vendor id
 * @pid: USB product id
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the narrowest entry for these ids
 */
const GlowUsbId *
glow_usb_ids_find (guint16 vid, guint16 pid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usb_ids); i++) {
    const GlowUsbId *id = &usb_ids[i];

    if (id->vid == vid && id->first_pid <= pid && pid <= id->last_pid)
      return id;
  }
  return NULL;
}

static gsize
word_len (const char *text)
{
  return strcspn (text, " ");
}

static gboolean
is_part_number (const char *text, gsize len)
{
  gboolean has_digit = FALSE;

  for (gsize i = 0; i < len; i++) {
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
    has_digit |= g_ascii_isdigit (text[i]);
  }
  return has_digit;
}

/* Chips of one family share their ids (10c4:ea60 is CP2102, CP2104 and CP2102N), and most
 * begin their product string with their part number. The first three letters tell the
 * family. */
static gboolean
names_same_family (const char *name, const char *product)
{
  gsize family_len = 3;

  return product && word_len (product) > family_len &&
         is_part_number (product, word_len (product)) &&
         strncmp (name, product, family_len) == 0;
}

/**
 * glow_usb_ids_dup_name:
 * @id: (nullable): what glow_usb_ids_find() said
 * @product: (nullable): the device's own product string
 *
 * Any thread.
 *
 * Returns: (transfer full): what to call the port, such as "CP2102 USB to UART bridge"
 */
char *
glow_usb_ids_dup_name (const GlowUsbId *id, const char *product)
{
  if (!id || !id->name)
    return g_strdup (product ? product : "Serial port");
  if (id->kind == GLOW_USB_KIND_BRIDGE && names_same_family (id->name, product))
    return g_strdup_printf ("%.*s%s", (int) word_len (product), product,
                            id->name + word_len (id->name));
  return g_strdup (id->name);
}

static const char *
find_port (const GlowUsbId *id, guint index)
{
  const char *name = id ? id->ports : NULL;

  for (guint i = 0; name && i < index; i++) {
    name = strchr (name, '|');
    name = name ? name + 1 : NULL;
  }
  return name;
}

/**
 * glow_usb_ids_dup_port_name:
 * @id: (nullable): what glow_usb_ids_find() said
 * @index: which serial port of the device, from 0
 * @n_ports: how many it has
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what the maker calls the port, such as "B", else
 * its number from 1; %NULL when the device has only one
 */
char *
glow_usb_ids_dup_port_name (const GlowUsbId *id, guint index, guint n_ports)
{
  const char *name = find_port (id, index);

  if (n_ports < 2)
    return NULL;
  if (!name)
    return g_strdup_printf ("%u", index + 1);
  name += *name == '*';
  return g_strndup (name, strcspn (name, "|"));
}

/**
 * glow_usb_ids_is_likely_port:
 * @id: (nullable): what glow_usb_ids_find() said
 * @index: which serial port of the device, from 0
 *
 * Any thread.
 *
 * Returns: %FALSE when another port of the device usually is the one with the board
 */
gboolean
glow_usb_ids_is_likely_port (const GlowUsbId *id, guint index)
{
  const char *name = find_port (id, index);

  return !name || !strchr (id->ports, '*') || *name == '*';
}
