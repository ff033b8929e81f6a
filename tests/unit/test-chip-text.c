/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-chip-text.h"

static void
test_all_facts (void)
{
  static const guint8 eui64[] = { 0x11, 0x22, 0x33, 0xff, 0xfe, 0x44, 0x55, 0x66 };
  g_autoptr (GlowChipInfo) info = glow_chip_info_new (glow_chip_get (GLOW_CHIP_ESP32C6));
  g_autofree char *text = NULL;

  info->features = g_strdup ("Wi-Fi 6");
  info->crystal_mhz = 40;
  info->has_eui64 = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (eui64); i++)
    info->eui64[i] = eui64[i];
  info->flash_id = 0x1640c8;
  info->flash_size = 4 * 1024 * 1024;
  info->usb = GLOW_CHIP_USB_JTAG;
  info->has_security = TRUE;
  info->flash_encryption = TRUE;
  info->security_flags = GLOW_CHIP_JTAG_OFF | GLOW_CHIP_JTAG_OFF_SOFT;
  info->n_keys = 3;
  info->key_purposes[1] = 4;
  info->key_purposes[2] = 200;
  text = glow_chip_text_dup_facts (info);
  g_assert_cmpstr (text, ==,
                   "Wi-Fi 6\n"
                   "Crystal: 40 MHz\n"
                   "EUI-64: 11:22:33:ff:fe:44:55:66\n"
                   "Flash chip: GigaDevice, 4 MiB, id 0x1640c8\n"
                   "Connected through: the chip's USB-Serial/JTAG\n"
                   "Secure boot: off\n"
                   "Flash encryption: on\n"
                   "JTAG is off\n"
                   "Key 1: XTS-AES-128 key\n"
                   "Key 2: unknown purpose\n");
}

static void
test_nothing_known (void)
{
  g_autoptr (GlowChipInfo) info = glow_chip_info_new (glow_chip_get (GLOW_CHIP_ESP32S2));
  g_autofree char *text = NULL;

  info->secure_download = TRUE;
  text = glow_chip_text_dup_facts (info);
  g_assert_cmpstr (text, ==,
                   "Secure boot and flash encryption: not known\n"
                   "Secure download mode: flash can be written, nothing can be read\n");
}

static void
test_unknown_flash_chip (void)
{
  g_autoptr (GlowChipInfo) info = glow_chip_info_new (glow_chip_get (GLOW_CHIP_ESP32));
  g_autofree char *text = NULL;

  info->flash_id = 0x01ff77;
  info->has_security = TRUE;
  text = glow_chip_text_dup_facts (info);
  g_assert_nonnull (
    g_strstr_len (text, -1, "Flash chip: unknown maker, unknown size, id 0x01ff77\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chip-text/all-facts", test_all_facts);
  g_test_add_func ("/chip-text/nothing-known", test_nothing_known);
  g_test_add_func ("/chip-text/unknown-flash", test_unknown_flash_chip);
  return g_test_run ();
}
