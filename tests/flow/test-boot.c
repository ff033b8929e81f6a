/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The third thing that is known after a run: whether the board started. A board that
 * starts what was written, or fails to in every way the simulated one can. */

#include "../unit/merged-maker.h"
#include "flow-fixture.h"
#include "glow-error.h"

#include <string.h>

#define FLASH_SIZE (4u * 1024 * 1024)
#define LIMIT_S    15u

/* What is in the file that is written. */
typedef enum {
  FILE_WHOLE,
  FILE_CONTENT,  /* no firmware at all */
  FILE_NO_TABLE, /* a bootloader alone */
  FILE_NO_APP,   /* bootloader and table */
} File;

typedef struct {
  const char *name;
  const char *chip;
  const char *app;
  File file;
  guint8 mode; /* of the header */
  GlowBoardUsb usb;
  GlowBootVerdict verdict;
  GlowBootCause cause;
  GlowBootRepair repair;
  const char *app_name; /* (nullable): not asked for */
} Case;

#define UART   GLOW_BOARD_USB_UART
#define JTAG   GLOW_BOARD_USB_JTAG
#define BOOTED GLOW_BOOT_BOOTED, GLOW_BOOT_CAUSE_NONE, GLOW_BOOT_REPAIR_NONE
#define RESTARTS(cause, repair)                                                          \
  GLOW_BOOT_RESTARTS, GLOW_BOOT_CAUSE_##cause, GLOW_BOOT_REPAIR_##repair
#define STOPPED(cause, repair)                                                           \
  GLOW_BOOT_STOPPED, GLOW_BOOT_CAUSE_##cause, GLOW_BOOT_REPAIR_##repair

static const Case cases[] = {
  { "esp8266/as-flashed", "esp8266", NULL, FILE_WHOLE, 2, UART, BOOTED },
  { "esp32/as-flashed", "esp32", NULL, FILE_WHOLE, 2, UART, BOOTED },
  { "esp32c3/as-flashed", "esp32c3", NULL, FILE_WHOLE, 2, UART, BOOTED },
  { "esp32c3-usb/as-flashed", "esp32c3", NULL, FILE_WHOLE, 2, JTAG, BOOTED },
  { "esp8266/counter", "esp8266", "counter", FILE_WHOLE, 2, UART, BOOTED },
  { "esp32/counter", "esp32", "counter", FILE_WHOLE, 2, UART, BOOTED },
  { "esp32/counter-at-460800", "esp32", "counter:460800", FILE_WHOLE, 2, UART, BOOTED },
  { "esp32/counter-at-74880", "esp32", "counter:74880", FILE_WHOLE, 2, UART, BOOTED },
  { "esp8266/counter-at-9600", "esp8266", "counter:9600", FILE_WHOLE, 2, UART, BOOTED },
  { "esp8266/espeasy", "esp8266", "espeasy", FILE_WHOLE, 2, UART, BOOTED, "ESPEasy" },
  { "esp32/espeasy", "esp32", "espeasy", FILE_WHOLE, 2, UART, BOOTED, "ESPEasy" },
  { "esp8266/tasmota", "esp8266", "tasmota", FILE_WHOLE, 2, UART, BOOTED, "Tasmota" },
  { "esp32/tasmota", "esp32", "tasmota", FILE_WHOLE, 2, UART, BOOTED, "Tasmota" },
  { "esp8266/improv", "esp8266", "improv", FILE_WHOLE, 2, UART, BOOTED, "ESPHome" },
  { "esp32/improv", "esp32", "improv", FILE_WHOLE, 2, UART, BOOTED, "ESPHome" },
  { "esp8266/wled", "esp8266", "wled", FILE_WHOLE, 2, UART, BOOTED, "WLED" },
  { "esp32/wled", "esp32", "wled", FILE_WHOLE, 2, UART, BOOTED, "WLED" },
  { "esp8266/micropython", "esp8266", "micropython", FILE_WHOLE, 2, UART, BOOTED,
    "MicroPython" },
  { "esp32/micropython", "esp32", "micropython", FILE_WHOLE, 2, UART, BOOTED,
    "MicroPython" },
  { "esp32/noise", "esp32", "noise", FILE_WHOLE, 2, UART, BOOTED },
  { "esp32/flood", "esp32", "flood", FILE_WHOLE, 2, UART, BOOTED },
  { "esp32c3/flood", "esp32c3", "flood", FILE_WHOLE, 2, JTAG, BOOTED },
  { "esp8266/panic", "esp8266", "panic", FILE_WHOLE, 2, UART, RESTARTS (PANIC, NONE) },
  { "esp8266/panic-paced", "esp8266", "panic", FILE_WHOLE, 2, UART,
    RESTARTS (PANIC, NONE) },
  { "esp32/panic", "esp32", "panic", FILE_WHOLE, 2, UART, RESTARTS (PANIC, NONE) },
  { "esp32c3/panic", "esp32c3", "panic", FILE_WHOLE, 2, UART, RESTARTS (PANIC, NONE) },
  { "esp32c3-usb/panic", "esp32c3", "panic", FILE_WHOLE, 2, JTAG,
    RESTARTS (PANIC, NONE) },
  { "esp32/brownout", "esp32", "brownout", FILE_WHOLE, 2, UART,
    RESTARTS (BROWNOUT, POWER) },
  { "esp32c3/brownout", "esp32c3", "brownout", FILE_WHOLE, 2, UART,
    RESTARTS (BROWNOUT, POWER) },
  { "esp8266/watchdog-paced", "esp8266", "watchdog", FILE_WHOLE, 2, UART,
    RESTARTS (WATCHDOG, NONE) },
  { "esp8266/watchdog", "esp8266", "watchdog", FILE_WHOLE, 2, UART, GLOW_BOOT_UNPROVEN,
    GLOW_BOOT_CAUSE_NONE, GLOW_BOOT_REPAIR_NONE },
  { "esp32/watchdog", "esp32", "watchdog", FILE_WHOLE, 2, UART,
    RESTARTS (WATCHDOG, NONE) },
  { "esp32c3/watchdog", "esp32c3", "watchdog", FILE_WHOLE, 2, UART,
    RESTARTS (WATCHDOG, NONE) },
  { "esp32/wrong-mode", "esp32", "wrong-mode", FILE_WHOLE, 0, UART,
    STOPPED (FLASH_READ, FLASH_MODE) },
  { "esp8266/wrong-mode", "esp8266", "wrong-mode", FILE_WHOLE, 0, UART,
    STOPPED (CHECKSUM, FLASH_MODE) },
  { "esp32c3/wrong-mode", "esp32c3", "wrong-mode", FILE_WHOLE, 0, UART,
    STOPPED (INVALID_HEADER, FLASH_MODE) },
  { "esp32/wrong-mode-but-dio", "esp32", "wrong-mode", FILE_WHOLE, 2, UART, BOOTED },
  { "esp32/no-firmware", "esp32", NULL, FILE_CONTENT, 2, UART,
    STOPPED (INVALID_HEADER, BOOTLOADER) },
  { "esp32c3/no-firmware", "esp32c3", NULL, FILE_CONTENT, 2, UART,
    STOPPED (INVALID_HEADER, BOOTLOADER) },
  { "esp32/no-table", "esp32", NULL, FILE_NO_TABLE, 2, UART,
    STOPPED (PARTITION_TABLE, PARTITION_TABLE) },
  { "esp32c3/no-app", "esp32c3", NULL, FILE_NO_APP, 2, UART,
    STOPPED (NO_APP, APPLICATION) },
  { "sampled-paced/esp8266-counter", "esp8266", "counter", FILE_WHOLE, 2, UART, BOOTED },
  { "sampled-paced/esp8266-counter-at-9600", "esp8266", "counter:9600", FILE_WHOLE, 2,
    UART, BOOTED },
  { "sampled-paced/esp32-noise", "esp32", "noise", FILE_WHOLE, 2, UART, BOOTED },
  { "sampled-paced/esp32-counter-at-74880", "esp32", "counter:74880", FILE_WHOLE, 2, UART,
    BOOTED },
  { "sampled-paced/esp32-counter-at-57600", "esp32", "counter:57600", FILE_WHOLE, 2, UART,
    BOOTED },
  { "sampled-paced/esp32-counter-at-230400", "esp32", "counter:230400", FILE_WHOLE, 2,
    UART, BOOTED },
  { "sampled-paced/esp32-counter-at-460800", "esp32", "counter:460800", FILE_WHOLE, 2,
    UART, BOOTED },
  { "sampled-paced/esp32-counter-at-921600", "esp32", "counter:921600", FILE_WHOLE, 2,
    UART, BOOTED },
  { "sampled-paced/esp8266-panic", "esp8266", "panic", FILE_WHOLE, 2, UART,
    RESTARTS (PANIC, NONE) },
  { "sampled-paced/esp8266-watchdog", "esp8266", "watchdog", FILE_WHOLE, 2, UART,
    RESTARTS (WATCHDOG, NONE) },
  { "sampled-paced/esp8266-wrong-mode", "esp8266", "wrong-mode", FILE_WHOLE, 0, UART,
    STOPPED (CHECKSUM, FLASH_MODE) },
  { "esp32/silent", "esp32", "silent", FILE_WHOLE, 2, UART, BOOTED },
  { "esp8266/silent", "esp8266", "silent", FILE_WHOLE, 2, UART, GLOW_BOOT_UNPROVEN,
    GLOW_BOOT_CAUSE_NONE, GLOW_BOOT_REPAIR_NONE },
};

/* The file as the chip's ROM finds it: @offset is where it belongs. */
static GBytes *
make_file (const Case *c, guint32 *offset)
{
  MakerImage bootloader = maker_esp32_bootloader;
  MergedPlan plan = { 0x1000, 0xff,        0x1000,          TABLE_AT,
                      APP_AT, &bootloader, &maker_esp32_app };
  GByteArray *out = g_byte_array_new ();

  *offset = 0;
  if (g_str_equal (c->chip, "esp8266")) {
    bootloader = maker_esp8266_v1;
    bootloader.mode = c->mode;
    maker_put_image (out, &bootloader);
    return g_byte_array_free_to_bytes (out);
  }
  g_byte_array_unref (out);
  if (g_str_equal (c->chip, "esp32c3")) {
    bootloader = merged_c3_bootloader;
    plan.first = plan.bootloader_at = 0;
    plan.app = &maker_c3_app;
  }
  bootloader.mode = c->mode;
  *offset = (guint32) plan.first;
  if (c->file == FILE_NO_APP)
    plan.app = NULL;
  if (c->file == FILE_NO_TABLE) {
    out = g_byte_array_new ();
    maker_put_image (out, &bootloader);
    return g_byte_array_free_to_bytes (out);
  }
  return g_byte_array_free_to_bytes (merged_make (&plan));
}

static void
add_file (FlowRun *run, const Case *c)
{
  guint32 offset = 0x40000;
  g_autoptr (GBytes) content =
    c->file == FILE_CONTENT ? flow_make_content (9000, 3) : make_file (c, &offset);
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = glow_image_new (content, "file.bin", &error);

  g_assert_no_error (error);
  glow_flash_plan_add_image (run->plan, image, offset);
  glow_flash_plan_set_override (run->plan, 0, GLOW_OVERRIDE_PARTS, NULL);
}

static FlowRun *
new_run (const Case *c, const GlowFlashOptions *options)
{
  GlowBoardConfig config;
  FlowRun *run;

  glow_board_config_init (&config);
  config.chip = c->chip;
  config.app = c->app;
  config.usb = c->usb;
  config.flash_size = FLASH_SIZE;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  config.pace = strstr (c->name, "-paced") != NULL;
  config.samples = strstr (c->name, "sampled") != NULL;
  config.turnaround_us = 1000;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  flow_run_set_options (run, options);
  add_file (run, c);
  return run;
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
log_cb (const char *line, gpointer user_data)
{
  g_test_message ("%s", line);
}

static void
assert_boot (FlowRun *run, const Case *c)
{
  GlowBootReport *boot = glow_flash_result_get_boot (run->result);

  g_assert_nonnull (boot);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (boot), c->verdict);
  assert_nick (GLOW_TYPE_BOOT_CAUSE, glow_boot_report_get_cause (boot), c->cause);
  assert_nick (GLOW_TYPE_BOOT_REPAIR, glow_boot_report_get_repair (boot), c->repair);
  if (c->app_name)
    g_assert_cmpstr (glow_boot_report_get_app_name (boot), ==, c->app_name);
  g_assert_cmpint (glow_boot_report_get_listened_us (boot), <=,
                   (LIMIT_S + 1) * G_USEC_PER_SEC);
}

/* What was written is written, whatever the board makes of it. */
static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  const GlowFlasherHooks hooks = { .log = log_cb };
  g_autoptr (FlowRun) run = new_run (c, &options);

  flow_run (run, &hooks, NULL);
  g_assert_no_error (run->error);
  g_assert_cmpint (glow_flash_result_get_written (run->result), ==, GLOW_VERDICT_YES);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
  g_assert_false (glow_flash_result_left_in_loader (run->result));
  assert_boot (run, c);
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

/* the repair that is offered is the one that helps */
static void
test_mode_is_repaired (gconstpointer data)
{
  const Case *c = find_case (data);
  GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  g_autoptr (FlowRun) run = new_run (c, &options);

  flow_run (run, NULL, NULL);
  assert_boot (run, c);
  options.flash_mode = GLOW_FLASH_MODE_DIO;
  flow_run_again (run, GLOW_OPERATION_FLASH);
  flow_run_set_options (run, &options);
  add_file (run, c);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  assert_nick (GLOW_TYPE_BOOT_VERDICT,
               glow_boot_report_get_verdict (glow_flash_result_get_boot (run->result)),
               GLOW_BOOT_BOOTED);
}

static void
add_real_firmware (FlowRun *run, const char *chip)
{
  static const char *const parts[] = { "bootloader.bin", "partition-table.bin",
                                       "world.bin" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *name = g_strdup_printf ("%s/hello_%s", chip, parts[i]);
    g_autoptr (GlowImage) part = flow_load_firmware (name);

    glow_flash_plan_add_image (run->plan, part, GLOW_FLASH_OFFSET_AUTO);
  }
}

/* the same of a header that promises more flash than there is */
static void
test_size_is_repaired (gconstpointer data)
{
  const char *chip = data;
  GlowFlashOptions options = { .boot_time_s = LIMIT_S, .flash_size = 0x400000 };
  g_autofree char *probe = g_strdup_printf ("%s/hello_world.bin", chip);
  g_autoptr (GlowImage) there = flow_load_firmware (probe);
  GlowBoardConfig config;
  g_autoptr (FlowRun) run = NULL;
  GlowBootReport *boot;

  if (!there)
    return;
  glow_board_config_init (&config);
  config.chip = chip;
  config.flash_size = 0x200000;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  flow_run_set_options (run, &options);
  add_real_firmware (run, chip);
  glow_flash_plan_set_override (run->plan, 0, GLOW_OVERRIDE_FLASH_SIZE, NULL);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  boot = glow_flash_result_get_boot (run->result);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (boot),
               GLOW_BOOT_RESTARTS);
  assert_nick (GLOW_TYPE_BOOT_REPAIR, glow_boot_report_get_repair (boot),
               GLOW_BOOT_REPAIR_FLASH_SIZE);

  options.flash_size =
    (guint32) glow_flash_result_get_chip_info (run->result)->flash_size;
  flow_run_again (run, GLOW_OPERATION_FLASH);
  flow_run_set_options (run, &options);
  add_real_firmware (run, chip);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  assert_nick (GLOW_TYPE_BOOT_VERDICT,
               glow_boot_report_get_verdict (glow_flash_result_get_boot (run->result)),
               GLOW_BOOT_BOOTED);
}

static void
test_not_asked_for (void)
{
  const GlowFlashOptions options = { 0 };
  g_autoptr (FlowRun) run = new_run (find_case ("esp32/counter"), &options);

  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  g_assert_null (glow_flash_result_get_boot (run->result));
}

/* who wants it to stay in its bootloader does not want to see it start */
static void
test_stays_in_loader (void)
{
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S,
                                     .after = GLOW_AFTER_NO_RESET };
  g_autoptr (FlowRun) run = new_run (find_case ("esp32/counter"), &options);

  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  g_assert_null (glow_flash_result_get_boot (run->result));
  g_assert_true (glow_flash_result_left_in_loader (run->result));
}

/* Ends the phase in its middle. */
typedef struct {
  GCancellable *cancellable; /* borrowed */
  guint n_boot;              /* reports of that phase */
  double last_fraction;
  gboolean done;
} Stopper;

static void
stop_cb (const GlowProgressState *state, gpointer user_data)
{
  Stopper *stopper = user_data;

  g_assert_cmpfloat (state->fraction, >=, stopper->last_fraction);
  stopper->last_fraction = state->fraction;
  stopper->done |= state->phase == GLOW_PHASE_DONE;
  if (state->phase == GLOW_PHASE_BOOT && ++stopper->n_boot == 5 && stopper->cancellable)
    g_cancellable_cancel (stopper->cancellable);
}

static void
assert_stopped (FlowRun *run, Stopper *stopper)
{
  GlowBootReport *boot = glow_flash_result_get_boot (run->result);

  g_assert_no_error (run->error);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
  g_assert_nonnull (boot);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (boot),
               GLOW_BOOT_UNPROVEN);
  assert_nick (GLOW_TYPE_BOOT_END, glow_boot_report_get_end (boot),
               GLOW_BOOT_END_SKIPPED);
  g_assert_true (stopper->done);
  g_assert_cmpfloat (stopper->last_fraction, ==, 1);
}

static void
test_skip (void)
{
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  g_autoptr (GCancellable) skip = g_cancellable_new ();
  Stopper stopper = { .cancellable = skip };
  GlowFlasherHooks hooks = { stop_cb, NULL, &stopper, skip };
  g_autoptr (FlowRun) run = new_run (find_case ("esp32/silent"), &options);

  flow_run (run, &hooks, NULL);
  assert_stopped (run, &stopper);
}

/* A cancel that comes after the proof does not undo it. */
static void
test_cancel (void)
{
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stopper stopper = { .cancellable = cancellable };
  GlowFlasherHooks hooks = { .progress = stop_cb, .user_data = &stopper };
  g_autoptr (FlowRun) run = new_run (find_case ("esp32/silent"), &options);

  flow_run (run, &hooks, cancellable);
  assert_stopped (run, &stopper);
}

static void
test_progress (void)
{
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  Stopper stopper = { 0 };
  GlowFlasherHooks hooks = { .progress = stop_cb, .user_data = &stopper };
  g_autoptr (FlowRun) run = new_run (find_case ("esp32/counter"), &options);

  flow_run (run, &hooks, NULL);
  g_assert_no_error (run->error);
  g_assert_cmpuint (stopper.n_boot, >, 10);
  g_assert_cmpfloat (stopper.last_fraction, ==, 1);
}

/* Its port goes away at the reset and comes back. */
typedef struct {
  Tap tap;
  guint n_looks;
} Native;

static char *
find_cb (gpointer user_data)
{
  Native *native = user_data;

  return ++native->n_looks < 2 ? NULL : g_strdup ("tap");
}

typedef struct {
  Native *native;
  gboolean broken;
} Breaker;

static void
break_cb (const GlowProgressState *state, gpointer user_data)
{
  Breaker *breaker = user_data;

  if (state->phase != GLOW_PHASE_BOOT || breaker->broken)
    return;
  breaker->broken = TRUE;
  breaker->native->tap.unplug = TRUE;
}

static FlowRun *
new_native_run (const Case *c, Native *native, gboolean comes_back)
{
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  FlowRun *run = new_run (c, &options);
  g_autoptr (GlowTarget) target =
    tap_target_new (&native->tap, glow_target_get_usb (run->target));

  if (comes_back)
    glow_target_set_finder (target, find_cb, native, NULL);
  native->tap.target = run->target;
  g_object_unref (run->plan);
  run->plan = glow_flash_plan_new (GLOW_OPERATION_FLASH, target);
  flow_run_set_options (run, &options);
  add_file (run, c);
  return run;
}

static void
test_port_comes_back (void)
{
  Native native = { 0 };
  Breaker breaker = { &native, FALSE };
  GlowFlasherHooks hooks = { .progress = break_cb, .user_data = &breaker };
  g_autoptr (FlowRun) run =
    new_native_run (find_case ("esp32c3-usb/as-flashed"), &native, TRUE);

  flow_run (run, &hooks, NULL);
  g_assert_no_error (run->error);
  g_assert_cmpuint (native.n_looks, ==, 2);
  g_assert_nonnull (glow_flash_result_get_boot (run->result));
  g_assert_cmpint ((gint) glow_boot_report_get_cause (
                     glow_flash_result_get_boot (run->result)),
                   !=, (gint) GLOW_BOOT_CAUSE_PORT_GONE);
  tap_clear (&native.tap);
}

static void
test_port_stays_away (void)
{
  Native native = { 0 };
  Breaker breaker = { &native, FALSE };
  GlowFlasherHooks hooks = { .progress = break_cb, .user_data = &breaker };
  g_autoptr (FlowRun) run =
    new_native_run (find_case ("esp32c3-usb/as-flashed"), &native, FALSE);
  GlowBootReport *boot;

  flow_run (run, &hooks, NULL);
  g_assert_no_error (run->error);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
  boot = glow_flash_result_get_boot (run->result);
  assert_nick (GLOW_TYPE_BOOT_CAUSE, glow_boot_report_get_cause (boot),
               GLOW_BOOT_CAUSE_PORT_GONE);
  g_assert_false (glow_boot_report_is_failure (boot));
  tap_clear (&native.tap);
}

/* the chips' own first programs, as Espressif built them */
static void
test_real_firmware (gconstpointer data)
{
  const char *chip = data;
  const GlowFlashOptions options = { .boot_time_s = LIMIT_S };
  const GlowFlasherHooks hooks = { .log = log_cb };
  GlowBoardConfig config;
  g_autoptr (FlowRun) run = NULL;
  g_autofree char *probe = g_strdup_printf ("%s/hello_world.bin", chip);
  g_autoptr (GlowImage) there = flow_load_firmware (probe);
  GlowBootReport *boot;

  if (!there)
    return;
  glow_board_config_init (&config);
  config.chip = chip;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  flow_run_set_options (run, &options);
  add_real_firmware (run, chip);
  flow_run (run, &hooks, NULL);
  g_assert_no_error (run->error);
  boot = glow_flash_result_get_boot (run->result);
  assert_nick (GLOW_TYPE_BOOT_VERDICT, glow_boot_report_get_verdict (boot),
               GLOW_BOOT_BOOTED);
}

int
main (int argc, char **argv)
{
  static const char *const chips[] = { "esp32",   "esp32s2", "esp32s3", "esp32c2",
                                       "esp32c3", "esp32c6", "esp32h2", "esp32p4" };
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/boot/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    g_autofree char *path = g_strdup_printf ("/boot/real/%s", chips[i]);

    g_test_add_data_func (path, chips[i], test_real_firmware);
  }
  g_test_add_data_func ("/boot/repair/esp32", "esp32/wrong-mode", test_mode_is_repaired);
  g_test_add_data_func ("/boot/repair/esp8266", "esp8266/wrong-mode",
                        test_mode_is_repaired);
  g_test_add_data_func ("/boot/repair/esp32c3", "esp32c3/wrong-mode",
                        test_mode_is_repaired);
  g_test_add_data_func ("/boot/repair-size/esp32", "esp32", test_size_is_repaired);
  g_test_add_data_func ("/boot/repair-size/esp32c3", "esp32c3", test_size_is_repaired);
  g_test_add_func ("/boot/not-asked-for", test_not_asked_for);
  g_test_add_func ("/boot/stays-in-loader", test_stays_in_loader);
  g_test_add_func ("/boot/skip", test_skip);
  g_test_add_func ("/boot/cancel", test_cancel);
  g_test_add_func ("/boot/progress", test_progress);
  g_test_add_func ("/boot/port-comes-back", test_port_comes_back);
  g_test_add_func ("/boot/port-stays-away", test_port_stays_away);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
