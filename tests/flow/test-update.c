/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Whole runs on a board that holds something already: only what differs is written,
 * blank stretches are not, an interrupted run goes on where it was, and in the end the
 * flash is right however it began. */

#include "flow-fixture.h"
#include "glow-bytes.h"
#include "glow-command.h"
#include "glow-error.h"

#include <string.h>

#define OFFSET       0x10000
#define CONTENT_SIZE (300 * 4096 - 100)
#define HEADER_LEN   8 /* bytes before the payload; protocol.md 1.2 */

/* What the engine did to the flash, listened to on the wire. */
typedef struct {
  guint n_begins;
  guint n_erases;
  guint n_digests;
  guint64 erased_size;  /* by BEGIN and ERASE_REGION */
  guint32 last_digest;  /* bytes of the last question */
  gboolean wrote_after; /* something was written after the last question */
  guint64 break_after;  /* data bytes after which the port goes away; 0: never */
  guint64 data_len;
} Listener;

static TapVerdict
listen_cb (Tap *tap, GByteArray *frame, gpointer user_data)
{
  Listener *self = user_data;

  switch (frame->data[1]) {
  case GLOW_COMMAND_FLASH_BEGIN:
  case GLOW_COMMAND_FLASH_DEFL_BEGIN:
    self->n_begins++;
    self->erased_size += glow_get_le32 (frame->data + HEADER_LEN);
    self->wrote_after = TRUE;
    break;
  case GLOW_COMMAND_ERASE_REGION:
    self->n_erases++;
    self->erased_size += glow_get_le32 (frame->data + HEADER_LEN + 4);
    self->wrote_after = TRUE;
    break;
  case GLOW_COMMAND_SPI_FLASH_MD5:
    self->n_digests++;
    self->last_digest = glow_get_le32 (frame->data + HEADER_LEN + 4);
    self->wrote_after = FALSE;
    break;
  case GLOW_COMMAND_FLASH_DATA:
  case GLOW_COMMAND_FLASH_DEFL_DATA:
    self->data_len += frame->len;
    if (self->break_after > 0 && self->data_len > self->break_after)
      return TAP_BREAK;
    break;
  default:
    break;
  }
  return TAP_PASS;
}

static FlowRun *
start (const char *chip, Listener *listener, Tap *tap)
{
  GlowBoardConfig config;
  FlowRun *run;

  glow_board_config_init (&config);
  config.chip = chip;
  config.pace = TRUE;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  tap->request = listen_cb;
  tap->user_data = listener;
  flow_run_tap (run, tap);
  return run;
}

static void
flash (FlowRun *run, GlowImage *image, gboolean stub)
{
  GlowFlashOptions options = { .no_stub = !stub };

  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  flow_run (run, NULL, NULL);
}

static void
assert_right (FlowRun *run, GlowImage *image)
{
  g_assert_no_error (run->error);
  flow_assert_flash (run, OFFSET, glow_image_get_bytes (image));
  flow_assert_no_violations (run);
  g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
  g_assert_cmpint (glow_flash_result_get_written (run->result), ==, GLOW_VERDICT_YES);
}

static void
load_changed (FlowRun *run, GlowImage *image, guint32 first, guint32 end)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (glow_image_get_bytes (image), &size);
  g_autofree guint8 *changed = g_memdup2 (data, size);
  g_autoptr (GBytes) bytes = NULL;

  for (guint32 i = first; i < end; i++)
    changed[i * 4096 + 1000] ^= 1;
  bytes = g_bytes_new (changed, size);
  glow_board_load_flash (run->board, OFFSET, bytes);
}

static void
test_same (void)
{
  for (guint stub = 0; stub < 2; stub++) {
    Listener listener = { 0 };
    g_auto (Tap) tap = { 0 };
    g_autoptr (FlowRun) run = start ("esp32", &listener, &tap);
    g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 3);

    load_changed (run, image, 0, 0);
    flash (run, image, stub != 0);
    assert_right (run, image);
    g_assert_cmpuint (listener.n_begins + listener.n_erases, ==, 0);
    g_assert_false (glow_flash_result_flash_touched (run->result));
    g_assert_cmpuint (glow_flash_result_get_bytes_same (run->result), ==, CONTENT_SIZE);
  }
}

/* one sector is written, and the proof is a digest over everything */
static void
test_one_sector (void)
{
  static const guint32 places[] = { 0, 1, 77, 150, 298, 299 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (places); i++) {
    guint32 place = places[i / 2];
    Listener listener = { 0 };
    g_auto (Tap) tap = { 0 };
    g_autoptr (FlowRun) run = start ("esp32c3", &listener, &tap);
    g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 3);

    load_changed (run, image, place, place + 1);
    flash (run, image, i % 2 == 0);
    assert_right (run, image);
    g_assert_cmpuint (listener.n_begins, ==, 1);
    /* a ROM is told whole blocks */
    g_assert_cmpuint (listener.erased_size, >=, MIN (4096, CONTENT_SIZE - place * 4096));
    g_assert_cmpuint (listener.erased_size, <=, 6144);
    g_assert_cmpuint (listener.last_digest, ==, CONTENT_SIZE);
    g_assert_false (listener.wrote_after);
  }
}

/* two files, one of them changed */
static void
test_one_of_two (void)
{
  Listener listener = { 0 };
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run = start ("esp32", &listener, &tap);
  g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 3);
  g_autoptr (GlowImage) small = flow_make_image (3072, 4);

  load_changed (run, image, 0, 0);
  glow_flash_plan_add_image (run->plan, small, 0x8000);
  flash (run, image, TRUE);
  assert_right (run, image);
  flow_assert_flash (run, 0x8000, glow_image_get_bytes (small));
  g_assert_cmpuint (listener.n_begins, ==, 1);
  g_assert_cmpuint (listener.erased_size, ==, 3072);
  g_assert_false (listener.wrote_after);
}

static GlowImage *
make_image_with_gap (void)
{
  g_autoptr (GBytes) content = flow_make_content (CONTENT_SIZE, 9);
  gsize size;
  guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&content), &size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GlowImage *image;

  memset (data + 100 * 4096, 0xff, 60 * 4096);
  bytes = g_bytes_new_take (data, size);
  image = glow_image_new (bytes, "with a gap", &error);
  g_assert_no_error (error);
  return image;
}

/* blank flash stays as it is, other flash is erased there and nothing sent */
static void
test_blank_stretch (void)
{
  for (guint dirty = 0; dirty < 2; dirty++) {
    Listener listener = { 0 };
    g_auto (Tap) tap = { 0 };
    g_autoptr (FlowRun) run = start ("esp32", &listener, &tap);
    g_autoptr (GlowImage) image = make_image_with_gap ();
    g_autoptr (GBytes) old = flow_make_content (CONTENT_SIZE, 77);

    if (dirty)
      glow_board_load_flash (run->board, OFFSET, old);
    flash (run, image, TRUE);
    assert_right (run, image);
    g_assert_cmpuint (listener.n_begins, ==, 2);
    g_assert_cmpuint (listener.n_erases, ==, dirty);
    g_assert_cmpuint (listener.erased_size, ==, CONTENT_SIZE - (dirty ? 0 : 60 * 4096));
  }
}

/* after erasing the whole chip nothing has to be asked */
static void
test_erase_all (void)
{
  Listener listener = { 0 };
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run = start ("esp32", &listener, &tap);
  g_autoptr (GlowImage) image = make_image_with_gap ();
  GlowFlashOptions options = { .erase_all = TRUE };

  load_changed (run, image, 0, 300);
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  flow_run (run, NULL, NULL);
  assert_right (run, image);
  g_assert_cmpuint (listener.n_begins, ==, 2);
  g_assert_cmpuint (listener.n_digests, ==, 1);
}

/* unplugged in the middle: the next run writes what is missing */
static void
test_resume (void)
{
  for (guint stub = 0; stub < 2; stub++) {
    Listener listener = { .break_after = CONTENT_SIZE / 2 };
    g_auto (Tap) tap = { 0 };
    g_autoptr (FlowRun) run = start ("esp32", &listener, &tap);
    g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 3);
    g_autoptr (GBytes) old = flow_make_content (CONTENT_SIZE, 77);

    glow_board_load_flash (run->board, OFFSET, old);
    flash (run, image, stub != 0);
    g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_NO);
    listener = (Listener){ 0 };
    flow_run_again (run, GLOW_OPERATION_FLASH);
    tap.request = listen_cb;
    flow_run_tap (run, &tap);
    flash (run, image, stub != 0);
    assert_right (run, image);
    g_assert_cmpuint (glow_flash_result_get_bytes_same (run->result), >,
                      CONTENT_SIZE * 4 / 10);
    g_assert_cmpuint (listener.data_len, <, CONTENT_SIZE * 6 / 10);
    g_assert_cmpuint (listener.last_digest, ==, CONTENT_SIZE);
  }
}

/* however the flash began, by seed, also on a line that loses bytes */
static void
test_any (void)
{
  for (guint32 seed = 1; seed <= 30; seed++) {
    GlowBoardConfig config;
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    g_autoptr (FlowRun) run = NULL;
    g_autoptr (GlowImage) image = make_image_with_gap ();
    guint32 first = (guint32) g_rand_int_range (random, 0, 300);
    guint32 end = first + (guint32) g_rand_int_range (random, 0, 100);

    g_test_message ("seed %u", seed);
    glow_board_config_init (&config);
    config.chip = seed % 2 ? "esp32" : "esp32c3";
    config.fault = seed % 3 == 0 ? GLOW_BOARD_FAULT_FLIP : GLOW_BOARD_FAULT_NONE;
    config.fault_seed = seed;
    config.fault_rate = 5e-6;
    run = flow_run_new (&config, GLOW_OPERATION_FLASH);
    load_changed (run, image, first, MIN (end, 300));
    flash (run, image, seed % 5 != 0);
    if (!run->error)
      flow_assert_flash (run, OFFSET, glow_image_get_bytes (image));
    if (config.fault == GLOW_BOARD_FAULT_NONE)
      assert_right (run, image);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/update/same", test_same);
  g_test_add_func ("/update/one-sector", test_one_sector);
  g_test_add_func ("/update/one-of-two", test_one_of_two);
  g_test_add_func ("/update/blank-stretch", test_blank_stretch);
  g_test_add_func ("/update/erase-all", test_erase_all);
  g_test_add_func ("/update/resume", test_resume);
  g_test_add_func ("/update/any", test_any);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
