/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-chip-text.h"

#include "glow-format.h"

#include <glib/gi18n.h>

static void
add_flash (GString *text, const GlowChipInfo *info)
{
  const char *maker = glow_chip_info_get_flash_maker (info);
  g_autofree char *size = NULL;

  if (info->flash_id == 0)
    return;
  size = info->flash_size > 0 ? glow_format_size (info->flash_size)
                              : g_strdup (_ ("unknown size"));
  /* TRANSLATORS: maker, size and id of a flash chip: Winbond, 4 MiB, id 0x1640ef */
  g_string_append_printf (text,
                          /* TRANSLATORS: maker and size of the flash chip, and id */
                          _ ("Flash chip: %s, %s, id 0x%06x\n"),
                             maker ? maker : _ ("unknown maker"), size, info->flash_id);
}

static const char *
usb_text (GlowChipUsb usb)
{
  switch (usb) {
  case GLOW_CHIP_USB_NONE:
    return _ ("UART");
  case GLOW_CHIP_USB_JTAG:
    return _ ("the chip's USB-Serial/JTAG");
  case GLOW_CHIP_USB_OTG:
    return _ ("the chip's USB-OTG");
  case GLOW_CHIP_USB_UNKNOWN:
  default:
    return NULL;
  }
}

static void
add_security (GString *text, const GlowChipInfo *info)
{
  if (!info->has_security) {
    g_string_append (text, _ ("Secure boot and flash encryption: not known\n"));
    return;
  }
  g_string_append (text, info->secure_boot ? _ ("Secure boot: on\n")
                                           : _ ("Secure boot: off\n"));
  g_string_append (text, info->flash_encryption ? _ ("Flash encryption: on\n")
                                                : _ ("Flash encryption: off\n"));
}

static void
add_restrictions (GString *text, const GlowChipInfo *info)
{
  static const struct {
    guint32 flags;
    const char *name;
  } restrictions[] = {
    { GLOW_CHIP_JTAG_OFF_SOFT | GLOW_CHIP_JTAG_OFF, N_ ("JTAG is off\n") },
      { GLOW_CHIP_USB_OFF, N_ ("USB is off\n") },
        { GLOW_CHIP_DOWNLOAD_DCACHE_OFF | GLOW_CHIP_DOWNLOAD_ICACHE_OFF,
          N_ ("Caches are off in download mode\n") },
      };

  if (info->secure_download)
    g_string_append (
      text, _ ("Secure download mode: flash can be written, nothing can be read\n"));
  for (guint i = 0; i < G_N_ELEMENTS (restrictions); i++) {
    if (info->security_flags & restrictions[i].flags)
      g_string_append (text, _ (restrictions[i].name));
  }
}

static void
add_keys (GString *text, const GlowChipInfo *info)
{
  for (guint i = 0; i < info->n_keys; i++) {
    const char *purpose = glow_chip_info_get_key_purpose (info, i);

    if (info->key_purposes[i] == 0)
      continue;
    /* TRANSLATORS: number of a key block, what the key is for (in English) */
    g_string_append_printf (text, _ ("Key %u: %s\n"), i,
                                     purpose ? purpose : _ ("unknown purpose"));
  }
}

/**
 * glow_chip_text_dup_facts:
 * @info: what was found out about a chip
 *
 * All that is known beside what glow_job_text_dup_chip() says.
 *
 * Returns: (transfer full): lines, each with its end; without what is not known
 */
char *
glow_chip_text_dup_facts (const GlowChipInfo *info)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *eui64 = glow_chip_info_dup_eui64 (info);
  const char *usb = usb_text (info->usb);

  if (info->features)
    g_string_append_printf (text, "%s\n", info->features);
  if (info->crystal_mhz > 0)
    /* TRANSLATORS: a frequency */
    g_string_append_printf (text, _ ("Crystal: %u MHz\n"), info->crystal_mhz);
  if (eui64)
    g_string_append_printf (text, "EUI-64: %s\n", eui64);
  add_flash (text, info);
  if (usb)
    /* TRANSLATORS: the port of the chip that the computer talks to */
    g_string_append_printf (text, _ ("Connected through: %s\n"), usb);
  add_security (text, info);
  add_restrictions (text, info);
  add_keys (text, info);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
