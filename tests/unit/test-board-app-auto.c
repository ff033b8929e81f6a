/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What runs after a start is what lies in the flash: firmware of real projects behaves as
 * itself. It comes from GLOWPLUG_FIRMWARE_DIR and is skipped without. */

#include "board-app-host.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct {
  const char *file;
  guint32 offset;
} Part;

static const struct {
  const char *name;
  const char *chip;
  Part parts[4];
  const char *app;
  const char *said; /* in the first seconds */
  const char *sent;
  const char *answered;
} firmwares[] = {
  { "/board/auto/espeasy",
    "esp32",
    { { "esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin", 0 } },
    "espeasy",
    "INIT : Booting version: ESP_Easy_mega_20210529_normal_ESP32_4M316k",
    "Settings\n",
    "System Info" },
  { "/board/auto/tasmota",
    "esp32c3",
    { { "esp32c3/tasmota32c3_14.3.0.4_de.factory.bin", 0 } },
    "tasmota",
    "Project tasmota",
    "Status 5\n",
    "\"StatusNET\"" },
  { "/board/auto/micropython",
    "esp32",
    { { "esp32/esp32spiram-idf4-20200902-v1.13.bin", 0x1000 } },
    "micropython",
    "MicroPython v1.13 on 2020-09-02; ESP32 module (spiram) with ESP32\r\n",
    "print('here')\r",
    "here\r\n>>> " },
  { "/board/auto/micropython-esp8266",
    "esp8266",
    { { "esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin", 0 } },
    "micropython",
    "MicroPython v1.22.1 on 2024-01-05; ESP module with ESP8266\r\n",
    "print('here')\r",
    "here\r\n>>> " },
  { "/board/auto/wled",
    "esp32",
    { { "esp32/WLED_0.15.0_esp32_bootloader_v4.bin", 0 },
      { "esp32/WLED_0.15.0_ESP32.bin", 0x10000 } },
    "wled",
    "Ada\r\n",
    "IMPROV\1\3\2\3",
    "" },
  { "/board/auto/wled-esp8266",
    "esp8266",
    { { "esp8266/WLED_0.15.0_ESP8266.bin", 0 } },
    "wled",
    "Ada\r\n",
    "",
    "" },
  { "/board/auto/hello",
    "esp32c3",
    { { "esp32c3/hello_bootloader.bin", 0 },
      { "esp32c3/hello_partition-table.bin", 0x8000 },
      { "esp32c3/hello_world.bin", 0x10000 } },
    "counter",
    "counter: 1\r\n",
    "hello\n",
    "" },
};

static gboolean
put (Host *host, const Part *part)
{
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autofree char *path = g_build_filename (dir ? dir : "", part->file, NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *content;
  gsize len;

  if (!g_file_get_contents (path, &content, &len, NULL))
    return FALSE;
  bytes = g_bytes_new_take (content, len);
  glow_board_load_flash (host->board, part->offset, bytes);
  return TRUE;
}

static void
test_firmware (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *app = g_strdup_printf ("\"app\" : \"%s\"", firmwares[i].app);
  g_autofree char *said = NULL;
  g_autofree char *answered = NULL;

  app_init (&host, firmwares[i].chip, NULL);
  for (const Part *part = firmwares[i].parts; part->file; part++)
    if (!put (&host, part)) {
      g_test_skip ("no such firmware in GLOWPLUG_FIRMWARE_DIR");
      return;
    }
  said = app_boot (&host, 5 * SECOND);
  app_assert_has (said, firmwares[i].said);
  app_assert_report (&host, app);
  app_assert_report (&host, "\"booted\" : true");
  answered = app_ask (&host, firmwares[i].sent, SECOND);
  app_assert_has (answered, firmwares[i].answered);
}

static void
test_empty (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *said = NULL;

  app_init (&host, "esp32c6", NULL);
  said = app_boot (&host, 5 * SECOND);
  g_assert_cmpuint (app_count (said, "invalid header: 0xffffffff"), >=, 8 * 11);
  g_assert_cmpuint (app_count (said, "rst:0x7 (TG0_WDT_HPSYS)"), >=, 11);
}

/* An image of a chip that is not this one */
static void
test_other_chip (void)
{
  static const Part part = { "esp32c3/tasmota32c3_14.3.0.4_de.factory.bin", 0 };
  g_auto (Host) host = { 0 };
  g_autofree char *said = NULL;

  app_init (&host, "esp32", NULL);
  if (!put (&host, &part)) {
    g_test_skip ("no such firmware in GLOWPLUG_FIRMWARE_DIR");
    return;
  }
  said = app_boot (&host, 5 * SECOND);
  app_assert_has (said, "invalid header: 0x");
  app_assert_report (&host, "\"booted\" : false");
}

/* It fits the board, but the size in its header does not. */
static void
test_too_big (void)
{
  static const Part part = {
    "esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin", 0
  };
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;
  g_autofree char *said = NULL;

  glow_board_config_init (&config);
  config.flash_size = 2 * 1024 * 1024;
  host_init (&host, &config);
  if (!put (&host, &part)) {
    g_test_skip ("no such firmware in GLOWPLUG_FIRMWARE_DIR");
    return;
  }
  said = app_boot (&host, 5 * SECOND);
  app_assert_has (said, "Detected size(2048k) smaller than the size in the binary image "
                        "header(4096k). Probe failed.");
  g_assert_cmpuint (app_count (said, "rst:0xc (SW_CPU_RESET)"), >=, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (firmwares); i++)
    g_test_add_data_func (firmwares[i].name, GSIZE_TO_POINTER (i), test_firmware);
  g_test_add_func ("/board/auto/empty", test_empty);
  g_test_add_func ("/board/auto/other-chip", test_other_chip);
  g_test_add_func ("/board/auto/too-big", test_too_big);
  return g_test_run ();
}
