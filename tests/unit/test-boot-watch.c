/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "boot-cases.h"

#include <string.h>

#define LIMIT_MS 15000
#define STEP_MS  50

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
