/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What runs on a board and never listens: what it prints, at which rate and how often. */

#include "board-app-host.h"

#include "glow-error.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_counter (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "counter");
  text = app_listen (&host, 10 * SECOND);
  g_assert_true (g_str_has_prefix (text, "I (60"));
  g_assert_cmpuint (app_count (text, "counter: "), ==, 11);
}

/* Where nobody has written anything yet, the board has come with the application. */
static void
test_starts_untouched (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "counter");
  text = app_boot (&host, 3 * SECOND);
  app_assert_has (text, "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)");
  app_assert_has (text, "entry 0x");
  app_assert_has (text, "counter: 1\r\n");
  app_assert_report (&host, "\"booted\" : true");
  app_assert_report (&host, "\"app\" : \"counter\"");
}

/* From then on the flash says what there is to run. */
static void
test_stops_when_erased (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GBytes) blank = g_bytes_new_static ("\xff", 1);
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "counter");
  glow_board_load_flash (host.board, 0, blank);
  text = app_boot (&host, 3 * SECOND);
  app_assert_has (text, "invalid header: 0xffffffff");
  app_assert_lacks (text, "counter");
  app_assert_report (&host, "\"booted\" : false");
}

static void
test_silent (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "silent");
  before = app_ask (&host, "hello?\r\n", 20 * SECOND);
  g_assert_cmpstr (before, ==, "");
  text = app_boot (&host, SECOND / 4);
  app_assert_has (text, "SPI_FAST_FLASH_BOOT");
  g_clear_pointer (&text, g_free);
  text = app_listen (&host, 20 * SECOND);
  g_assert_cmpstr (text, ==, "");
}

static const struct {
  const char *name;
  const char *app;
  guint right;
  guint wrong;
} rates[] = {
  { "/board/app/rate/noise", "noise", 9600, 115200 },
  { "/board/app/rate/noise-74880", "noise:74880", 74880, 115200 },
  { "/board/app/rate/noise-460800", "noise:460800", 460800, 115200 },
  { "/board/app/rate/counter", "counter", 115200, 74880 },
  { "/board/app/rate/counter-9600", "counter:9600", 9600, 19200 },
};

static void
test_rate (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *right = NULL;
  g_autofree char *wrong = NULL;

  app_init (&host, "esp32", rates[i].app);
  glow_board_set_host_baud (host.board, rates[i].wrong, host.now_us);
  glow_board_discard (host.board, host.now_us);
  wrong = app_listen (&host, 3 * SECOND);
  g_assert_cmpuint (strlen (wrong), >, 0);
  app_assert_lacks (wrong, "counter");
  glow_board_set_host_baud (host.board, rates[i].right, host.now_us);
  right = app_listen (&host, 3 * SECOND);
  app_assert_has (right, "counter: ");
}

/* A host at another rate samples the bits. */
static void
sampled_init (Host *host, const char *chip, const char *app)
{
  GlowBoardConfig config;

  glow_board_config_init (&config);
  config.chip = chip;
  config.app = app;
  config.samples = TRUE;
  host_init (host, &config);
}

/* What every owner of an ESP8266 has seen at 115200: the beginning of "ets Jan  8 2013".
 */
static void
test_rate_of_rom (void)
{
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) all = NULL;
  g_autofree char *hex = NULL;

  sampled_init (&host, "esp8266", "silent");
  glow_board_set_host_baud (host.board, 115200, host.now_us);
  glow_board_reset (host.board, host.now_us);
  all = host_read (&host, SECOND / 20);
  hex = host_hex (all->data, all->len);
  app_assert_has (hex, "6c9c9e7c008c6ce07c02");
}

/* Whatever the two rates are, it neither reads as text nor goes on for ever. */
static void
test_rates_of_all (void)
{
  static const guint bauds[] = { 4800, 9600, 74880, 115200, 460800, 921600, 2000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (bauds); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (bauds); j++) {
      g_autofree char *app = g_strdup_printf ("counter:%u", bauds[i]);
      g_auto (Host) host = { 0 };
      g_autofree char *text = NULL;

      if (i == j)
        continue;
      sampled_init (&host, "esp32", app);
      glow_board_set_host_baud (host.board, bauds[j], host.now_us);
      glow_board_discard (host.board, host.now_us);
      text = app_listen (&host, 20 * SECOND);
      app_assert_lacks (text, "count");
      g_assert_cmpuint (strlen (text), <, 20 * 30 * 5);
    }
}

static const struct {
  const char *name;
  const char *chip;
  const char *app;
  guint min_loops; /* in 30 s */
  guint max_loops;
  const char *texts[5];
} loops[] = {
  { "/board/app/panic/esp32",
    "esp32",
    "panic",
    20,
    40,
    { "Guru Meditation Error: Core  1 panic'ed (LoadProhibited). Exception was "
      "unhandled.",
      "EXCCAUSE: 0x0000001c", "Backtrace:0x400d1b29:0x3ffb2740",
      "Rebooting...\r\nets Jul", "rst:0xc (SW_CPU_RESET)" } },
  { "/board/app/panic/esp32s3",
    "esp32s3",
    "panic",
    20,
    40,
    { "(StoreProhibited)", "EXCCAUSE: 0x0000001d", "Backtrace: 0x42007a5b:0x3fc98f70",
      "Rebooting...", "rst:0xc (RTC_SW_CPU_RST)" } },
  { "/board/app/panic/esp32c3",
    "esp32c3",
    "panic",
    20,
    40,
    { "(Load access fault)", "MEPC    : 0x42006c0e", "MCAUSE  : 0x00000005",
      "Stack memory:\r\n3fc8f6f0:", "Saved PC:0x" } },
  { "/board/app/panic/esp32c6",
    "esp32c6",
    "panic",
    20,
    40,
    { "(Load access fault)", "MCAUSE  : 0x00000005", "Rebooting...", "rst:0xc (SW_CPU)",
      NULL } },
  { "/board/app/brownout/esp32",
    "esp32",
    "brownout",
    30,
    50,
    { "\r\nBrownout detector was triggered\r\n", "rst:0xc (SW_CPU_RESET)", NULL } },
  { "/board/app/brownout/esp32c3",
    "esp32c3",
    "brownout",
    30,
    50,
    { "E BOD: Brownout detector was triggered\r\n", "rst:0x3 (RTC_SW_SYS_RST)", NULL } },
  { "/board/app/watchdog/esp32",
    "esp32",
    "watchdog",
    20,
    30,
    { "rst:0x8 (TG1WDT_SYS_RESET)", "waiting for the sensor", NULL } },
  { "/board/app/watchdog/esp32s3",
    "esp32s3",
    "watchdog",
    4,
    7,
    { "task_wdt: Task watchdog got triggered.", "task_wdt:  - IDLE", "abort() was called",
      "Backtrace: 0x", "rst:0xc (RTC_SW_CPU_RST)" } },
  { "/board/app/watchdog/esp32c3",
    "esp32c3",
    "watchdog",
    4,
    7,
    { "task_wdt: Task watchdog got triggered.", "MEPC", "rst:0xc (RTC_SW_CPU_RST)",
      NULL } },
  { "/board/app/wrong-mode/esp32",
    "esp32",
    "wrong-mode",
    60,
    80,
    { "flash read err, 1000\r\nets_main.c 371 \r\n", "rst:0x10 (RTCWDT_RTC_RESET)",
      NULL } },
  { "/board/app/wrong-mode/esp32c3",
    "esp32c3",
    "wrong-mode",
    60,
    80,
    { "invalid header: 0xffffffff\r\n", "rst:0x7 (TG0WDT_SYS_RST)", NULL } },
};

/* Chips of the ROM's own rate start over again and again, for as long as one listens. */
static void
test_loop (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *later = NULL;
  guint n_starts;

  app_init (&host, loops[i].chip, loops[i].app);
  text = app_boot (&host, 30 * SECOND);
  for (gsize j = 0; j < G_N_ELEMENTS (loops[i].texts) && loops[i].texts[j]; j++)
    app_assert_has (text, loops[i].texts[j]);
  n_starts = app_count (text, "boot:0x");
  g_assert_cmpuint (n_starts, >=, loops[i].min_loops);
  g_assert_cmpuint (n_starts, <=, loops[i].max_loops);
  later = app_listen (&host, 300 * SECOND);
  g_assert_cmpuint (app_count (later, "boot:0x"), >=, 9 * loops[i].min_loops);
  app_assert_report (&host, "\"violation_count\" : 0");
}

/* The ESP8266 says its own lines at another rate than its application. */
static const struct {
  const char *name;
  const char *app;
  const char *rom_text;
  const char *app_text;
} loops_8266[] = {
  { "/board/app/panic/esp8266", "panic", "ets Jan  8 2013,rst cause:2, boot mode:(3,",
    "Exception (28):\r\nepc1=0x40201c34 " },
  { "/board/app/watchdog/esp8266", "watchdog", "wdt reset\r\n",
    "waiting for the sensor" },
  { "/board/app/brownout/esp8266", "brownout", "rst cause:1", "wifi: starting" },
  { "/board/app/wrong-mode/esp8266", "wrong-mode", "csum err\r\nets_main.c", NULL },
};

static void
test_loop_8266 (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Host) host = { 0 };
  g_autofree char *rom_text = NULL;
  g_autofree char *app_text = NULL;

  app_init (&host, "esp8266", loops_8266[i].app);
  glow_board_set_host_baud (host.board, 74880, host.now_us);
  rom_text = app_boot (&host, 30 * SECOND);
  app_assert_has (rom_text, loops_8266[i].rom_text);
  g_assert_cmpuint (app_count (rom_text, "rst cause:"), >=, 4);
  glow_board_set_host_baud (host.board, 115200, host.now_us);
  app_text = app_listen (&host, 30 * SECOND);
  app_assert_lacks (app_text, "rst cause:");
  if (loops_8266[i].app_text)
    app_assert_has (app_text, loops_8266[i].app_text);
}

/* A loop that nobody listened to is where it would be. */
static void
test_loop_unheard (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32", "panic");
  glow_board_reset (host.board, 0);
  host.now_us = 3600 * SECOND;
  glow_board_discard (host.board, host.now_us);
  text = app_listen (&host, 3 * SECOND);
  g_assert_cmpuint (app_count (text, "Guru Meditation"), >=, 2);
  g_assert_cmpuint (app_count (text, "Guru Meditation"), <=, 4);
}

/* As much as the line can carry, and not more. */
static void
test_flood (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;

  app_init (&host, "esp32s3", "flood");
  text = app_listen (&host, SECOND);
  text = (g_free (text), app_listen (&host, 2 * SECOND));
  g_assert_cmpuint (strlen (text), >, 390000);
  g_assert_cmpuint (strlen (text), <, 410000);
  app_assert_has (text, "\033[0;32mI (");
  app_assert_has (text, "\033[0;31mE (");
}

/* Hours of it that nobody read cost nothing. */
static void
test_flood_unheard (void)
{
  g_auto (Host) host = { 0 };
  g_autofree char *text = NULL;
  gint64 before_us;

  app_init (&host, "esp32", "flood");
  text = app_listen (&host, SECOND);
  host.now_us = 24 * 3600 * SECOND;
  before_us = g_get_monotonic_time ();
  glow_board_discard (host.board, host.now_us);
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - before_us);
  app_assert_report (&host, "\"app\" : \"flood\"");
  g_free (text);
  text = app_listen (&host, SECOND);
  g_assert_cmpuint (strlen (text), >, 190000);
  g_assert_cmpuint (strlen (text), <, 220000);
}

/* Noise both ways, and bytes that mean nothing: whatever comes of it, the next start is a
 * good one. */
static void
test_faults (gconstpointer data)
{
  const char *app = data;

  for (guint seed = 1; seed <= 12; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_auto (Host) host = { 0 };
    g_autofree char *text = NULL;
    GlowBoardConfig config;

    g_test_message ("%s, seed %u", app, seed);
    glow_board_config_init (&config);
    config.app = app;
    config.fault = GLOW_BOARD_FAULT_DROP + (int) (seed % 3);
    config.fault_seed = seed;
    config.fault_rate = 0.02;
    host_init (&host, &config);
    for (guint i = 0; i < 200; i++) {
      static const char *const words[] = { "IMPROV\1\3", "Backlog ", "WifiKey,\"", "\r\n",
                                           "\1\5A\1",    "\4",       "Settings\n" };
      guint8 noise[24];
      g_autoptr (GByteArray) answer = NULL;

      for (gsize j = 0; j < sizeof noise; j++)
        noise[j] = (guint8) g_rand_int_range (rand, 0, 256);
      app_write (&host, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
      host_write (&host, noise, (gsize) g_rand_int_range (rand, 0, sizeof noise));
      answer = host_read (&host, g_rand_int_range (rand, 0, 400000));
    }
    text = app_boot (&host, 4 * SECOND);
    g_assert_cmpuint (strlen (text), >, 100);
    app_assert_report (&host, "\"booted\" : true");
  }
}

static void
test_unknown (void)
{
  static const char *const wrong[] = { "toaster",   "counter:",         "counter:12x",
                                       "counter:5", "counter:99999999", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    GlowBoardConfig config;

    glow_board_config_init (&config);
    config.app = wrong[i];
    g_assert_null (glow_board_new (&config, &error));
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
  }
}

static const struct {
  const char *text;
  const char *chip; /* NULL: refused */
  const char *app;
} names[] = {
  { "esp8266", "esp8266", NULL },
  { "esp32?app=noise:9600", "esp32", "noise:9600" },
  { "esp32?ap=noise", NULL, NULL },
  { "esp32?", NULL, NULL },
};

static void
test_short_form (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = g_strdup (names[i].text);
    g_autoptr (GError) error = NULL;
    GlowBoardConfig config;

    glow_board_config_init (&config);
    g_assert_true (glow_board_config_name (&config, text, &error) ==
                   (names[i].chip != NULL));
    if (!names[i].chip) {
      g_assert_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT);
      continue;
    }
    g_assert_cmpstr (config.chip, ==, names[i].chip);
    g_assert_cmpstr (config.app, ==, names[i].app);
  }
}

static void
test_names (void)
{
  const char *const *all = glow_board_get_app_names ();

  for (gsize i = 0; all[i]; i++) {
    g_auto (Host) host = { 0 };
    g_autofree char *text = NULL;

    app_init (&host, "esp32", all[i]);
    text = app_boot (&host, 10 * SECOND);
    g_assert_cmpuint (strlen (text), >, 0);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/app/counter", test_counter);
  g_test_add_func ("/board/app/starts-untouched", test_starts_untouched);
  g_test_add_func ("/board/app/stops-when-erased", test_stops_when_erased);
  g_test_add_func ("/board/app/silent", test_silent);
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    g_test_add_data_func (rates[i].name, GSIZE_TO_POINTER (i), test_rate);
  g_test_add_func ("/board/app/rate/rom", test_rate_of_rom);
  g_test_add_func ("/board/app/rate/all", test_rates_of_all);
  for (gsize i = 0; i < G_N_ELEMENTS (loops); i++)
    g_test_add_data_func (loops[i].name, GSIZE_TO_POINTER (i), test_loop);
  for (gsize i = 0; i < G_N_ELEMENTS (loops_8266); i++)
    g_test_add_data_func (loops_8266[i].name, GSIZE_TO_POINTER (i), test_loop_8266);
  g_test_add_func ("/board/app/loop-unheard", test_loop_unheard);
  g_test_add_func ("/board/app/flood", test_flood);
  g_test_add_func ("/board/app/flood-unheard", test_flood_unheard);
  for (gsize i = 1; glow_board_get_app_names ()[i]; i++) {
    const char *app = glow_board_get_app_names ()[i];
    g_autofree char *path = g_strconcat ("/board/app/faults/", app, NULL);

    if (strcmp (app, "wrong-mode") != 0)
      g_test_add_data_func (path, app, test_faults);
  }
  g_test_add_func ("/board/app/unknown", test_unknown);
  g_test_add_func ("/board/app/short-form", test_short_form);
  g_test_add_func ("/board/app/names", test_names);
  return g_test_run ();
}
