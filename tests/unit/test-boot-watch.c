/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "boot-logs.h"
#include "glow-boot-watch.h"

#include <string.h>

#define LIMIT_MS 15000
#define STEP_MS  50

/* What is said when, and at which rate; NULL ends it. */
typedef struct {
  guint at_ms;
  guint baud; /* 0: 115200 */
  const char *text;
} Said;

typedef struct {
  const char *name;
  guint rom_baud;      /* 0: 115200 */
  guint repeat_ms;     /* 0: said once */
  GlowBootSetup setup; /* beyond was_reset and has_baud */
  gboolean not_reset;
  Said said[6];
  GlowBootVerdict verdict;
  GlowBootCause cause;
  GlowBootRepair repair;
  const char *app_name;
} Case;

#define SETUP_NONE                                                                       \
  {                                                                                      \
    0                                                                                    \
  }
#define SETUP_SAFE                                                                       \
  {                                                                                      \
    .safe_mode = TRUE                                                                    \
  }
#define SETUP_VERIFIED                                                                   \
  {                                                                                      \
    .good_bootloader = TRUE                                                              \
  }

static const Case cases[] = {
  /* an application's own line, and quiet or talk after it */
  { "idf",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM C3_LOADS }, { 300, 0, IDF_LOADER }, { 700, 0, IDF_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "idf-log-off",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 900, 0, "Hello from my sketch\r\n" } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "loader-says-so",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM C3_LOADS }, { 300, 0, IDF_LOADER } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "tasmota",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 600, 0, TASMOTA_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "Tasmota" },
  { "espeasy",
    74880,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, ESP8266_ROM ESP8266_LOADS }, { 400, 115200, ESPEASY_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "ESPEasy" },
  { "esphome",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 600, 0, ESPHOME_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "ESPHome" },
  { "wled",
    74880,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, ESP8266_ROM ESP8266_LOADS }, { 400, 115200, "\r\nAda\r\n" } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "WLED" },
  { "micropython",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 900, 0, MICROPYTHON_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "MicroPython" },
  { "app-at-74880",
    74880,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, ESP8266_ROM ESP8266_LOADS },
      { 400, 74880, LONG_TALK },
      { 900, 74880, LONG_TALK } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "app-at-9600",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS },
      { 600, 9600, LONG_TALK },
      { 1100, 9600, LONG_TALK },
      { 1600, 9600, LONG_TALK },
      { 2100, 9600, LONG_TALK } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "never-reset-talks",
    0,
    0,
    SETUP_NONE,
    TRUE,
    { { 2000, 0, ESP32_ROM ESP32_LOADS }, { 2500, 0, TASMOTA_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "Tasmota" },
  { "slept",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 1500, 0, ESP32_ROM_SLEPT ESP32_LOADS } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "one-restart-of-its-own",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS },
      { 500, 0, TASMOTA_APP },
      { 2000, 0, ESP32_ROM_SOFTWARE ESP32_LOADS },
      { 2400, 0, TASMOTA_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "Tasmota" },
  { "bounce",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM }, { 200, 0, ESP32_ROM ESP32_LOADS }, { 500, 0, IDF_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "larger-flash",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS },
      { 500, 0,
        "W (50) spi_flash: Detected size(8192k) larger than the size in the "
        "binary image header(4096k). Using the size in the binary image "
        "header.\r\n" } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },

  /* again and again */
  { "panic",
    0,
    1500,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM C3_LOADS },
      { 300, 0, IDF_LOADER },
      { 700, 0, IDF_APP },
      { 900, 0, RISCV_PANIC } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_PANIC,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "panic-late",
    0,
    5000,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS },
      { 500, 0, "boot\r\nstarting up\r\n" },
      { 2800, 0, XTENSA_PANIC } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_PANIC,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "panic-esp8266",
    74880,
    1500,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, ESP8266_ROM ESP8266_LOADS },
      { 400, 115200, ESPEASY_APP },
      { 800, 115200, ESP8266_PANIC } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_PANIC,
    GLOW_BOOT_REPAIR_NONE,
    "ESPEasy" },
  { "soft-watchdog-esp8266",
    74880,
    4000,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, ESP8266_ROM ESP8266_LOADS },
      { 400, 115200, "Setting up\r\n" },
      { 3300, 115200, ESP8266_SOFT_WDT } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_WATCHDOG,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "brownout",
    0,
    1200,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_BROWNOUT ESP32_LOADS },
      { 500, 0, IDF_APP },
      { 700, 0, "\r\nBrownout detector was triggered\r\n\r\n" } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_BROWNOUT,
    GLOW_BOOT_REPAIR_POWER,
    NULL },
  { "brownout-in-silence",
    0,
    800,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_BROWNOUT ESP32_LOADS } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_BROWNOUT,
    GLOW_BOOT_REPAIR_POWER,
    NULL },
  { "power",
    0,
    1500,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 500, 0, IDF_APP } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_POWER,
    GLOW_BOOT_REPAIR_POWER,
    NULL },
  { "watchdog",
    0,
    1500,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_WATCHDOG ESP32_LOADS }, { 500, 0, IDF_APP } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_WATCHDOG,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "watchdog-in-rom",
    0,
    900,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_WATCHDOG } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_WATCHDOG,
    GLOW_BOOT_REPAIR_FLASH_MODE,
    NULL },
  { "restarts-itself",
    0,
    2500,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_SOFTWARE ESP32_LOADS }, { 500, 0, TASMOTA_APP } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_SOFTWARE,
    GLOW_BOOT_REPAIR_NONE,
    "Tasmota" },
  { "flash-size",
    0,
    1500,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 500, 0, IDF_APP FLASH_SIZE_ABORT } },
    GLOW_BOOT_RESTARTS,
    GLOW_BOOT_CAUSE_FLASH_SIZE,
    GLOW_BOOT_REPAIR_FLASH_SIZE,
    NULL },

  /* not even an application */
  { "blank",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM INVALID_HEADERS } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_INVALID_HEADER,
    GLOW_BOOT_REPAIR_BOOTLOADER,
    NULL },
  { "blank-loop",
    0,
    1000,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM_WATCHDOG INVALID_HEADERS } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_INVALID_HEADER,
    GLOW_BOOT_REPAIR_BOOTLOADER,
    NULL },
  { "unread-bootloader",
    0,
    1000,
    SETUP_VERIFIED,
    FALSE,
    { { 100, 0, C3_ROM_WATCHDOG INVALID_HEADERS } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_INVALID_HEADER,
    GLOW_BOOT_REPAIR_FLASH_MODE,
    NULL },
  { "flash-read",
    0,
    600,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_WATCHDOG "flash read err, 1000\r\nets_main.c 371 \r\n" } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_FLASH_READ,
    GLOW_BOOT_REPAIR_FLASH_MODE,
    NULL },
  { "flash-read-dio",
    0,
    600,
    SETUP_SAFE,
    FALSE,
    { { 100, 0, ESP32_ROM_WATCHDOG "flash read err, 1000\r\nets_main.c 371 \r\n" } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_FLASH_READ,
    GLOW_BOOT_REPAIR_APPLICATION,
    NULL },
  { "checksum-esp8266",
    74880,
    600,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, ESP8266_ROM "csum err\r\nets_main.c \r\n" } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_CHECKSUM,
    GLOW_BOOT_REPAIR_FLASH_MODE,
    NULL },
  { "no-table",
    0,
    900,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM C3_LOADS NO_TABLE } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_PARTITION_TABLE,
    GLOW_BOOT_REPAIR_PARTITION_TABLE,
    NULL },
  { "no-app",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM C3_LOADS NO_APP } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_NO_APP,
    GLOW_BOOT_REPAIR_APPLICATION,
    NULL },
  { "small-header",
    0,
    900,
    SETUP_NONE,
    FALSE,
    { { 100, 0,
        C3_ROM C3_LOADS "E (50) flash_parts: partition 3 invalid - offset "
                        "0x310000 size 0x100000 exceeds flash chip size "
                        "0x200000\r\nE (60) boot: Failed to verify partition "
                        "table\r\n" } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_FLASH_SIZE,
    GLOW_BOOT_REPAIR_FLASH_SIZE,
    NULL },
  { "wrong-revision",
    0,
    900,
    SETUP_NONE,
    FALSE,
    { { 100, 0,
        C3_ROM C3_LOADS "E (50) boot_comm: Image requires chip rev >= v3.0, but "
                        "chip is v1.0\r\n" } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_WRONG_CHIP,
    GLOW_BOOT_REPAIR_APPLICATION,
    NULL },
  { "halted",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS },
      { 500, 0, IDF_APP XTENSA_PANIC },
      { 900, 0, "CPU halted.\r\n" } },
    GLOW_BOOT_STOPPED,
    GLOW_BOOT_CAUSE_PANIC,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "second-slot-is-good",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, C3_ROM C3_LOADS },
      { 200, 0,
        "E (60) esp_image: image at 0x10000 has invalid magic byte (nothing "
        "flashed here?)\r\n" },
      { 300, 0, IDF_LOADER },
      { 700, 0, IDF_APP } },
    GLOW_BOOT_BOOTED,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },

  { "in-loader",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM_DOWNLOAD "waiting for download\r\n" } },
    GLOW_BOOT_IN_LOADER,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_PRESS_RESET,
    NULL },
  { "in-loader-esp8266",
    74880,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 74880, "\r\n ets Jan  8 2013,rst cause:2, boot mode:(1,7)\r\n\r\n" } },
    GLOW_BOOT_IN_LOADER,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_PRESS_RESET,
    NULL },

  /* nothing is proven */
  { "silent",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 0 } },
    GLOW_BOOT_SILENT,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "a-stray-byte",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, "\xff" } },
    GLOW_BOOT_SILENT,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "never-reset",
    0,
    0,
    SETUP_NONE,
    TRUE,
    { { 0 } },
    GLOW_BOOT_SILENT,
    GLOW_BOOT_CAUSE_NO_RESET,
    GLOW_BOOT_REPAIR_PRESS_RESET,
    NULL },
  { "unreadable",
    0,
    300,
    SETUP_NONE,
    FALSE,
    { { 100, 1234567, LONG_TALK } },
    GLOW_BOOT_UNREADABLE,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "rom-and-silence",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS } },
    GLOW_BOOT_UNPROVEN,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    NULL },
  { "too-late",
    0,
    0,
    SETUP_NONE,
    FALSE,
    { { 100, 0, ESP32_ROM ESP32_LOADS }, { 14000, 0, TASMOTA_APP } },
    GLOW_BOOT_UNPROVEN,
    GLOW_BOOT_CAUSE_NONE,
    GLOW_BOOT_REPAIR_NONE,
    "Tasmota" },
};

/* the wire between a board at one rate and a host at another */
static void
hear (GlowBootWatch *watch, const Said *said, GRand *noise, gint64 now_us)
{
  guint baud = said->baud ? said->baud : 115200;
  gsize len = strlen (said->text);

  for (gsize i = 0; i < len; i++) {
    guint8 byte = (guint8) said->text[i];

    if (glow_boot_watch_get_baud (watch) != baud)
      byte = (guint8) g_rand_int (noise);
    glow_boot_watch_feed (watch, &byte, 1, now_us);
  }
}

static void
hear_all (GlowBootWatch *watch, const Case *c, GRand *noise, guint from_ms, guint to_ms)
{
  for (guint round = 0; round == 0 || (c->repeat_ms && round * c->repeat_ms < to_ms);
       round++) {
    for (guint i = 0; i < G_N_ELEMENTS (c->said) && c->said[i].text; i++) {
      guint at_ms = c->said[i].at_ms + round * c->repeat_ms;

      if (at_ms >= from_ms && at_ms < to_ms)
        hear (watch, &c->said[i], noise, at_ms * 1000);
    }
  }
}

static GlowBootWatch *
new_watch (const Case *c)
{
  GlowBootSetup setup = c->setup;

  setup.rom_baud = c->rom_baud;
  setup.has_baud = TRUE;
  setup.was_reset = !c->not_reset;
  return glow_boot_watch_new (&setup, 0);
}

static GlowBootReport *
watch_case (const Case *c)
{
  g_autoptr (GlowBootWatch) watch = new_watch (c);
  g_autoptr (GRand) noise = g_rand_new_with_seed (7);

  for (guint ms = 0; ms < LIMIT_MS; ms += STEP_MS) {
    hear_all (watch, c, noise, ms, ms + STEP_MS);
    glow_boot_watch_advance (watch, (ms + STEP_MS) * 1000);
    if (glow_boot_watch_is_decided (watch))
      return glow_boot_watch_create_report (watch, GLOW_BOOT_END_DECIDED);
  }
  return glow_boot_watch_create_report (watch, GLOW_BOOT_END_TIME);
}

static const char *
nick_of (GType type, gint value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

#define assert_nick(type, a, b)                                                          \
  g_assert_cmpstr (nick_of (type, (gint) (a)), ==, nick_of (type, (gint) (b)))

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GlowBootReport) report = watch_case (c);
  const char *const *lines = glow_boot_report_get_lines (report);

  for (guint i = 0; lines[i]; i++)
    g_test_message ("%s", lines[i]);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (report), c->verdict);
  assert_nick (GLOW_TYPE_BOOT_CAUSE, glow_boot_report_get_cause (report), c->cause);
  assert_nick (GLOW_TYPE_BOOT_REPAIR, glow_boot_report_get_repair (report), c->repair);
  g_assert_cmpstr (glow_boot_report_get_app_name (report), ==, c->app_name);
  g_assert_true (glow_boot_report_is_failure (report) ==
                 (c->verdict == GLOW_BOOT_RESTARTS || c->verdict == GLOW_BOOT_STOPPED ||
                  c->verdict == GLOW_BOOT_IN_LOADER));
}

static const Case *
find_case (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    if (g_str_equal (cases[i].name, name))
      return &cases[i];
  }
  g_assert_not_reached ();
}

/* all that is proven, in one text */
static char *
dup_report_text (GlowBootReport *report)
{
  g_autofree char *lines =
    g_strjoinv ("|", (char **) glow_boot_report_get_lines (report));

  return g_strdup_printf ("%d %d %d %u %u %s %s",
                          (int) glow_boot_report_get_verdict (report),
                          (int) glow_boot_report_get_cause (report),
                          (int) glow_boot_report_get_repair (report),
                          glow_boot_report_get_baud (report),
                          glow_boot_report_get_n_restarts (report),
                          glow_boot_report_get_app_name (report), lines);
}

static char *
watch_split (const char *log, gsize len, gsize split)
{
  const GlowBootSetup setup = { .was_reset = TRUE };
  g_autoptr (GlowBootWatch) watch = glow_boot_watch_new (&setup, 0);
  g_autoptr (GlowBootReport) report = NULL;

  glow_boot_watch_feed (watch, (const guint8 *) log, split, 1000);
  glow_boot_watch_feed (watch, (const guint8 *) log + split, len - split, 1000);
  glow_boot_watch_advance (watch, 11000000);
  report = glow_boot_watch_create_report (watch, GLOW_BOOT_END_TIME);
  return dup_report_text (report);
}

static void
test_every_split (gconstpointer data)
{
  const char *log = data;
  gsize len = strlen (log);
  g_autofree char *whole = watch_split (log, len, 0);

  for (gsize split = 1; split <= len; split++) {
    g_autofree char *text = watch_split (log, len, split);

    g_assert_cmpstr (text, ==, whole);
  }
}

static void
test_period (void)
{
  g_autoptr (GlowBootReport) report = watch_case (find_case ("panic"));

  g_assert_cmpint (glow_boot_report_get_period_us (report), ==, 1500000);
  g_assert_cmpuint (glow_boot_report_get_n_restarts (report), ==, 2);
  g_assert_nonnull (glow_boot_report_get_panic (report));
  g_assert_cmpstr (glow_panic_get_reason (glow_boot_report_get_panic (report)), ==,
                   "Load access fault");
}

/* A crash every 5 s: the application talks for longer than it takes to be believed. */
static void
test_long_life_is_needed_after_crash (void)
{
  g_autoptr (GlowBootReport) report = watch_case (find_case ("panic-late"));

  g_assert_cmpint (glow_boot_report_get_period_us (report), ==, 5000000);
}

static void
test_baud_of_application (void)
{
  static const struct {
    const char *name;
    guint baud;
  } rates[] = { { "espeasy", 115200 },
                { "app-at-74880", 74880 },
                { "app-at-9600", 9600 },
                { "tasmota", 115200 } };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_autoptr (GlowBootReport) report = watch_case (find_case (rates[i].name));

    g_assert_cmpuint (glow_boot_report_get_baud (report), ==, rates[i].baud);
  }
}

/* nothing is a success before its time, and one line is not as much as a talk */
static void
test_not_decided_too_early (void)
{
  const GlowBootSetup setup = { .was_reset = TRUE };
  g_autoptr (GlowBootWatch) watch = glow_boot_watch_new (&setup, 0);
  g_autoptr (GlowBootReport) report = NULL;

  glow_boot_watch_feed (watch, (const guint8 *) IDF_APP, strlen (IDF_APP), 1000);
  glow_boot_watch_advance (watch, 1000 + GLOW_BOOT_QUIET_US - 1);
  g_assert_false (glow_boot_watch_is_decided (watch));
  report = glow_boot_watch_create_report (watch, GLOW_BOOT_END_SKIPPED);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (report),
               GLOW_BOOT_UNPROVEN);
  glow_boot_watch_advance (watch, 1000 + GLOW_BOOT_QUIET_US);
  g_assert_true (glow_boot_watch_is_decided (watch));
}

static void
test_talk_is_believed_sooner (void)
{
  static const char line[] = "I (1) main: still there\r\n";
  const GlowBootSetup setup = { .was_reset = TRUE };
  g_autoptr (GlowBootWatch) watch = glow_boot_watch_new (&setup, 0);
  gint64 now_us = 0;

  for (; now_us < GLOW_BOOT_SETTLE_US; now_us += 500000) {
    g_assert_false (glow_boot_watch_is_decided (watch));
    glow_boot_watch_feed (watch, (const guint8 *) line, strlen (line), now_us);
  }
  glow_boot_watch_advance (watch, now_us);
  g_assert_true (glow_boot_watch_is_decided (watch));
}

/* Boards print the keys of their networks; the report is shown and copied. */
static void
test_no_secret_is_kept (void)
{
  static const char log[] =
    ESP32_ROM ESP32_LOADS "Connecting to GLOWsecretKEY-net\r\n"
                          "WiFi password: GLOWsecretKEY-pass\r\n"
                          "PSK=GLOWsecretKEY-psk\r\n"
                          "I (900) wifi:ssid GLOWsecretKEY-ssid\r\n"
                          "harmless\r\n";
  const GlowBootSetup setup = { .was_reset = TRUE };
  g_autoptr (GlowBootWatch) watch = glow_boot_watch_new (&setup, 0);
  g_autoptr (GlowBootReport) report = NULL;
  g_autofree char *text = NULL;

  glow_boot_watch_feed (watch, (const guint8 *) log, strlen (log), 1000);
  report = glow_boot_watch_create_report (watch, GLOW_BOOT_END_TIME);
  text = dup_report_text (report);
  g_assert_null (strstr (text, "GLOWsecretKEY"));
  g_assert_nonnull (strstr (text, "SPI_FAST_FLASH_BOOT"));
}

/* a log without end, as fast as a port can be, keeps nothing */
static void
test_flood (void)
{
  const GlowBootSetup setup = { .was_reset = TRUE, .has_baud = TRUE };
  g_autoptr (GlowBootWatch) watch = glow_boot_watch_new (&setup, 0);
  g_autoptr (GlowBootReport) report = NULL;

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *line = g_strdup_printf ("line %u of \033[31mmany\033[0m\r\n", i);

    glow_boot_watch_feed (watch, (const guint8 *) line, strlen (line), i * 250);
  }
  report = glow_boot_watch_create_report (watch, GLOW_BOOT_END_DECIDED);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (report),
               GLOW_BOOT_BOOTED);
  g_assert_cmpuint (g_strv_length ((char **) glow_boot_report_get_lines (report)), <=, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/boot-watch/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_data_func ("/boot-watch/split/idf", C3_ROM C3_LOADS IDF_LOADER IDF_APP,
                        test_every_split);
  g_test_add_data_func ("/boot-watch/split/xtensa",
                        ESP32_ROM ESP32_LOADS XTENSA_PANIC ESP32_ROM_SOFTWARE,
                        test_every_split);
  g_test_add_data_func ("/boot-watch/split/riscv",
                        C3_ROM C3_LOADS RISCV_PANIC C3_ROM_WATCHDOG INVALID_HEADERS,
                        test_every_split);
  g_test_add_data_func ("/boot-watch/split/esp8266",
                        ESP8266_ROM ESP8266_LOADS ESPEASY_APP ESP8266_PANIC ESP8266_ROM,
                        test_every_split);
  g_test_add_func ("/boot-watch/period", test_period);
  g_test_add_func ("/boot-watch/long-life", test_long_life_is_needed_after_crash);
  g_test_add_func ("/boot-watch/baud", test_baud_of_application);
  g_test_add_func ("/boot-watch/not-too-early", test_not_decided_too_early);
  g_test_add_func ("/boot-watch/talk", test_talk_is_believed_sooner);
  g_test_add_func ("/boot-watch/no-secret", test_no_secret_is_kept);
  g_test_add_func ("/boot-watch/flood", test_flood);
  return g_test_run ();
}
