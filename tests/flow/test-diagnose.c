/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Flash that does not hold what was written: which sectors, what is to blame, and another
 * try with those alone. Somebody on the wire changes two bytes so that the checksum stays
 * right. */

#include "flow-fixture.h"
#include "glow-bytes.h"
#include "glow-command.h"
#include "glow-error.h"

#include <string.h>

#define OFFSET       0x10000
#define CONTENT_SIZE 150001
#define BAD_AT       0x1f234 /* in flash; the byte behind it as well */
#define HEADER_LEN   8       /* bytes before the payload; protocol.md 1.2 */
#define DATA_LEN     16      /* bytes of a block's own head */

typedef enum {
  SPOIL_SAME,   /* the same way each time */
  SPOIL_DIFFER, /* another way each time */
  SPOIL_DIGEST, /* not the flash, but what is said of it */
} Spoil;

typedef struct {
  Spoil kind;
  guint times; /* at most */

  guint n_spoiled;
  guint n_begins;
  guint32 begin_offset; /* of the last BEGIN */
  guint32 begin_size;
  guint32 block_size;
} Spoiler;

static void
spoil_block (Spoiler *self, GByteArray *frame)
{
  guint32 seq = glow_get_le32 (frame->data + HEADER_LEN + 4);
  guint32 start = self->begin_offset + seq * self->block_size;
  guint8 *data = frame->data + HEADER_LEN + DATA_LEN;
  guint8 mask;

  if (BAD_AT < start || BAD_AT + 1 >= start + frame->len - HEADER_LEN - DATA_LEN ||
      self->n_spoiled >= self->times)
    return;
  self->n_spoiled++;
  mask = self->kind == SPOIL_SAME ? 0x10 : (guint8) self->n_spoiled;
  data[BAD_AT - start] ^= mask;
  data[BAD_AT - start + 1] ^= mask;
}

static TapVerdict
spoil_cb (Tap *tap, GByteArray *frame, gpointer user_data)
{
  static const guint8 wrong[HEADER_LEN + 18] = { 1, GLOW_COMMAND_SPI_FLASH_MD5, 18 };
  Spoiler *self = user_data;

  if (frame->data[1] == GLOW_COMMAND_FLASH_BEGIN) {
    self->n_begins++;
    self->begin_size = glow_get_le32 (frame->data + HEADER_LEN);
    self->block_size = glow_get_le32 (frame->data + HEADER_LEN + 8);
    self->begin_offset = glow_get_le32 (frame->data + HEADER_LEN + 12);
  } else if (frame->data[1] == GLOW_COMMAND_FLASH_DATA && self->kind != SPOIL_DIGEST) {
    spoil_block (self, frame);
  } else if (frame->data[1] == GLOW_COMMAND_SPI_FLASH_MD5 && self->kind == SPOIL_DIGEST &&
             glow_get_le32 (frame->data + HEADER_LEN + 4) >= CONTENT_SIZE &&
             self->n_spoiled < self->times) {
    self->n_spoiled++;
    tap_answer (tap, wrong, sizeof wrong);
    return TAP_TAKE;
  }
  return TAP_PASS;
}

static FlowRun *
run_spoiled (const char *chip, gboolean stub, Spoiler *spoiler, Tap *tap)
{
  GlowBoardConfig config;
  g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 8);
  GlowFlashOptions options = { .no_stub = !stub, .no_compress = TRUE };
  FlowRun *run;

  glow_board_config_init (&config);
  config.chip = chip;
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  run = flow_run_new (&config, GLOW_OPERATION_FLASH);
  tap->request = spoil_cb;
  tap->user_data = spoiler;
  flow_run_tap (run, tap);
  flow_run_set_options (run, &options);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  flow_run (run, NULL, NULL);
  g_assert_cmpuint (tap->n_opened, ==, 1);
  if (!run->error) {
    flow_assert_flash (run, OFFSET, glow_image_get_bytes (image));
    flow_assert_no_violations (run);
    g_assert_cmpuint (glow_flash_result_get_bytes (run->result), >=, CONTENT_SIZE);
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_YES);
  } else {
    g_assert_cmpint (glow_flash_result_get_verified (run->result), ==, GLOW_VERDICT_NO);
  }
  return run;
}

/* twice more, the wrong sector only, then it is given up */
static void
assert_given_up (Spoil kind, const char *cause)
{
  static const struct {
    const char *chip;
    gboolean stub;
  } cases[] = { { "esp32", TRUE }, { "esp32", FALSE }, { "esp32c3", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Spoiler spoiler = { .kind = kind, .times = G_MAXUINT };
    g_auto (Tap) tap = { 0 };
    g_autoptr (FlowRun) run = NULL;

    g_test_message ("%s %s", cases[i].chip, cases[i].stub ? "stub" : "ROM");
    run = run_spoiled (cases[i].chip, cases[i].stub, &spoiler, &tap);
    g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_VERIFY);
    g_test_message ("%s", run->error->message);
    g_assert_nonnull (strstr (run->error->message, "4096 bytes of flash from 0x1f000"));
    g_assert_nonnull (strstr (run->error->message, cause));
    g_assert_cmpuint (spoiler.n_spoiled, ==, 3);
    g_assert_cmpuint (spoiler.n_begins, ==, 3);
    g_assert_cmphex (spoiler.begin_offset, ==, 0x1f000);
    g_assert_cmphex (spoiler.begin_size, ==, 0x1000);
    /* 921600 at first, half of it each time */
    g_assert_cmpuint (glow_flash_result_get_baud (run->result), ==, 230400);
  }
}

static void
test_same_bytes (void)
{
  assert_given_up (SPOIL_SAME, "the flash chip or its supply");
}

static void
test_other_bytes (void)
{
  assert_given_up (SPOIL_DIFFER, "the line");
}

static void
test_second_try_is_right (void)
{
  for (guint times = 1; times <= 2; times++) {
    Spoiler spoiler = { .kind = SPOIL_DIFFER, .times = times };
    g_auto (Tap) tap = { 0 };
    g_autoptr (FlowRun) run = run_spoiled ("esp32", TRUE, &spoiler, &tap);

    g_assert_no_error (run->error);
    g_assert_cmpuint (spoiler.n_begins, ==, 1 + times);
    /* the same note twice is said once */
    g_assert_cmpuint (glow_flash_result_get_n_notes (run->result), ==, 1);
  }
}

/* nothing is written again because of an answer that was wrong */
static void
test_wrong_digest_once (void)
{
  Spoiler spoiler = { .kind = SPOIL_DIGEST, .times = 1 };
  g_auto (Tap) tap = { 0 };
  g_autoptr (FlowRun) run = run_spoiled ("esp32", TRUE, &spoiler, &tap);

  g_assert_no_error (run->error);
  g_assert_cmpuint (spoiler.n_begins, ==, 1);
  g_assert_cmpuint (glow_flash_result_get_n_notes (run->result), ==, 1);
  g_assert_nonnull (strstr (glow_flash_result_get_note (run->result, 0), "once"));
}

/* who only asks is told where, and nothing is touched */
static void
test_verify_only (void)
{
  GlowBoardConfig config;
  g_autoptr (FlowRun) run = NULL;
  g_autoptr (GlowImage) image = flow_make_image (CONTENT_SIZE, 8);
  g_autoptr (GBytes) spoiler = g_bytes_new_static ("\0\0", 2);

  glow_board_config_init (&config);
  config.chip = "esp32";
  run = flow_run_new (&config, GLOW_OPERATION_VERIFY);
  glow_board_load_flash (run->board, OFFSET, glow_image_get_bytes (image));
  glow_board_load_flash (run->board, 0x20fff, spoiler);
  glow_flash_plan_add_image (run->plan, image, OFFSET);
  flow_run (run, NULL, NULL);
  g_assert_error (run->error, GLOW_ERROR, GLOW_ERROR_VERIFY);
  g_assert_nonnull (strstr (run->error->message, "8192 bytes of flash from 0x20000"));
  g_assert_false (glow_flash_result_flash_touched (run->result));
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/diagnose/same-bytes", test_same_bytes);
  g_test_add_func ("/diagnose/other-bytes", test_other_bytes);
  g_test_add_func ("/diagnose/second-try", test_second_try_is_right);
  g_test_add_func ("/diagnose/wrong-digest-once", test_wrong_digest_once);
  g_test_add_func ("/diagnose/verify-only", test_verify_only);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
