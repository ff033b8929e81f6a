/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Names and versions of firmware, by what its files say. */

#include "image-maker.h"

static GlowImage *
open_with_text (const char *text, gsize text_size, const char *file_name)
{
  MakerImage app = maker_esp32_app;
  g_autoptr (GByteArray) bytes = NULL;

  app.segments[1].text = text;
  app.segments[1].text_size = text_size;
  bytes = maker_new (&app);
  return maker_open (bytes, file_name);
}

static void
test_texts (void)
{
  static const struct {
    const char *text;
    const char *file_name;
    const char *name;
    const char *version;
  } cases[] = {
    { "\n; MicroPython v1.22.1 on 2024-01-05", "a.bin", "MicroPython", "1.22.1" },
    { "MicroPython v%s MicroPython v1.24.0-preview.1.g5f on ", "a.bin", "MicroPython",
      "1.24.0-preview.1.g5f" },
    { "Adafruit CircuitPython 9.1.0-beta.2 on 2024-05-22; x", "a.bin", "CircuitPython",
      "9.1.0-beta.2" },
    { "OK - WLED v0.15.0", "WLED.bin", "WLED", "0.15.0" },
    { "WLED-AP", "WLED_0.14.1_ESP32.bin", "WLED", "0.14.1" },
    { "tasmota/discovery/%s", "tasmota32c3_14.3.0.4_de.bin", "Tasmota", "14.3.0.4" },
    { "tasmota/discovery/%s", "tasmota32.bin", "Tasmota", NULL },
    { "ESP_Easy_mega_20210529_normal", "a.bin", "ESPEasy", "mega-20210529" },
    { "ESP Easy Mega", "a.bin", "ESPEasy", NULL },
    { "ESPHome version 2024.5.1 compiled on", "a.bin", "ESPHome", "2024.5.1" },
    { "NodeMCU 0.9.5 build 20150318", "a.bin", "NodeMCU", "0.9.5" },
    { "//\\ E S H T /\\ S T / C", "firmware-2.5.9.bin", "Meshtastic", "2.5.9" },
    { "AT version:1.7.4.0(May", "a.bin", "ESP-AT", "1.7.4.0" },
    { "WLED v0.14.4. Bye", "a.bin", "WLED", "0.14.4" },
    { "www.espruino.com", "a.bin", "Espruino", NULL },
    { "GET / HTTP/1.0\r\nUser-Agent: Espruino 2v25\r\n", "a.bin", "Espruino", "2v25" },
    { "MicroPython ESP32_LoBo_v3.2.24 - 2018-09-06", "a.bin", "MicroPython", "3.2.24" },
    { "http://ota.tasmota.com/tasmota/release/", "a.bin", "Tasmota", NULL },
    { "[MAIN] ESPURNA 1.13.5", "a.bin", "ESPurna", "1.13.5" },
    { "Bin version(Wroom 02):1.7.6", "a.bin", "ESP-AT", "1.7.6" },
    { "based on MicroPython and WLED", "MicroPython-1.2.bin", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowImage) image = open_with_text (cases[i].text, 0, cases[i].file_name);

    g_assert_cmpstr (glow_image_get_firmware_name (image), ==, cases[i].name);
    g_assert_cmpstr (glow_image_get_firmware_version (image), ==, cases[i].version);
  }
}

/* linux-desktop.md 7.4: an application alone, where another file is for new boards. */
static void
test_update_only (void)
{
  static const struct {
    const char *text;
    const char *file_name;
    gboolean update_only;
  } cases[] = {
    { "tasmota/discovery/%s", "tasmota32.bin", TRUE },
    { "ESP_Easy_mega_20210529_normal", "ESP_Easy_normal_ESP32.bin", TRUE },
    { "ESPHome version 2024.5.1 compiled on", "firmware.bin", TRUE },
    { "//\\ E S H T /\\ S T / C", "firmware-update.bin", TRUE },
    { "MicroPython v1.22.1 on 2024-01-05", "a.app-bin", TRUE },
    { "WLED v0.15.0", "WLED_0.15.0_ESP32.bin", FALSE },
    { "nothing that is known", "app.bin", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowImage) image = open_with_text (cases[i].text, 0, cases[i].file_name);

    g_assert_cmpint (glow_image_is_update_only (image), ==, cases[i].update_only);
  }
}

/* On the ESP8266 the application is all there is, but for files that lead elsewhere. */
static void
test_update_only_esp8266 (void)
{
  static const struct {
    const char *file_name;
    gboolean update_only;
  } cases[] = { { "tasmota.bin", FALSE }, { "tasmota-minimal.bin", TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MakerImage app = maker_esp8266_v1;
    g_autoptr (GByteArray) bytes = NULL;
    g_autoptr (GlowImage) image = NULL;

    app.n_segments = 3;
    app.segments[2] = (MakerSegment){ 0x40201010, 0x40, "tasmota/discovery/", 0 };
    bytes = maker_new (&app);
    image = maker_open (bytes, cases[i].file_name);
    g_assert_cmpstr (glow_image_get_firmware_name (image), ==, "Tasmota");
    g_assert_cmpint (glow_image_is_update_only (image), ==, cases[i].update_only);
  }
}

static void
test_day_of_micropython (void)
{
  g_autoptr (GlowImage) image =
    open_with_text ("MicroPython v1.22.1 on 2024-01-05; x", 0, "a.bin");

  g_assert_cmpstr (glow_image_get_build_date (image), ==, "2024-01-05");
}

/* Texts at the very end of a file: nothing behind it may be read. */
static void
test_text_at_the_end (void)
{
  static const char *const texts[] = { "MicroPython v1.2", "MicroPython v", "WLED-AP" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GByteArray) bytes = maker_new (&maker_esp32_app);
    g_autoptr (GlowImage) image = NULL;

    g_byte_array_append (bytes, (const guint8 *) texts[i], (guint) strlen (texts[i]));
    image = maker_open (bytes, "a.bin");
    if (i == 0)
      g_assert_cmpstr (glow_image_get_firmware_version (image), ==, "1.2");
    else
      g_assert_null (glow_image_get_firmware_version (image));
  }
}

/* protocol.md 5.3 */
static void
put_descriptor (guint8 *bytes, const char *project, const char *version)
{
  static const guint8 magic[] = { 0x32, 0x54, 0xcd, 0xab };

  memset (bytes, 0, 256);
  memcpy (bytes, magic, sizeof magic);
  memcpy (bytes + 0x10, version, strlen (version));
  memcpy (bytes + 0x30, project, strlen (project));
  memcpy (bytes + 0x50, "16:23:40", 8);
  memcpy (bytes + 0x60, "Jul 25 2024", 11);
  memcpy (bytes + 0x70, "v5.2.2", 6);
}

static GlowImage *
open_with_descriptor (const char *project, const char *version)
{
  MakerImage app = maker_esp32_app;
  guint8 descriptor[256];
  g_autoptr (GByteArray) bytes = NULL;

  put_descriptor (descriptor, project, version);
  app.segments[0].text = (const char *) descriptor;
  app.segments[0].text_size = sizeof descriptor;
  bytes = maker_new (&app);
  return maker_open (bytes, "a.bin");
}

static void
test_descriptor (void)
{
  g_autoptr (GlowImage) image = open_with_descriptor ("hello_world", "v1.4.1");

  g_assert_cmpstr (glow_image_get_firmware_name (image), ==, "hello_world");
  g_assert_cmpstr (glow_image_get_firmware_version (image), ==, "v1.4.1");
  g_assert_cmpstr (glow_image_get_idf_version (image), ==, "v5.2.2");
  g_assert_cmpstr (glow_image_get_build_date (image), ==, "Jul 25 2024");
}

/* The Arduino core's libraries come with a descriptor of their own build. */
static void
test_generic_descriptor (void)
{
  g_autoptr (GlowImage) image = open_with_descriptor ("arduino-lib-builder", "v4.4");

  g_assert_null (glow_image_get_firmware_name (image));
  g_assert_null (glow_image_get_firmware_version (image));
  g_assert_null (glow_image_get_build_date (image));
  g_assert_cmpstr (glow_image_get_idf_version (image), ==, "v5.2.2");
}

static void
test_hostile_descriptor (void)
{
  g_autoptr (GlowImage) image =
    open_with_descriptor ("ok\x1b[31mred", "32-characters-and-not-a-NUL-here");

  g_assert_cmpstr (glow_image_get_firmware_name (image), ==, "ok");
  g_assert_cmpstr (glow_image_get_firmware_version (image), ==,
                   "32-characters-and-not-a-NUL-here");
}

/* protocol.md 5.4 */
static void
test_bootloader_descriptor (void)
{
  MakerImage boot = maker_esp32_bootloader;
  char descriptor[80] = { 0x50, 0, 0, 0, 1, 0, 0, 0 };
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GlowImage) image = NULL;

  memcpy (descriptor + 8, "v5.4.1", 6);
  memcpy (descriptor + 0x28, "Jul 25 2024 16:23:50", 20);
  boot.segments[0].text = descriptor;
  boot.segments[0].text_size = sizeof descriptor;
  bytes = maker_new (&boot);
  image = maker_open (bytes, "bootloader.bin");
  g_assert_null (glow_image_get_firmware_name (image));
  g_assert_cmpstr (glow_image_get_idf_version (image), ==, "v5.4.1");
  g_assert_cmpstr (glow_image_get_build_date (image), ==, "Jul 25 2024 16:23:50");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/firmware/update-only", test_update_only);
  g_test_add_func ("/firmware/update-only-esp8266", test_update_only_esp8266);
  g_test_add_func ("/firmware/texts", test_texts);
  g_test_add_func ("/firmware/day", test_day_of_micropython);
  g_test_add_func ("/firmware/text-at-the-end", test_text_at_the_end);
  g_test_add_func ("/firmware/descriptor", test_descriptor);
  g_test_add_func ("/firmware/generic-descriptor", test_generic_descriptor);
  g_test_add_func ("/firmware/hostile-descriptor", test_hostile_descriptor);
  g_test_add_func ("/firmware/bootloader-descriptor", test_bootloader_descriptor);
  return g_test_run ();
}
