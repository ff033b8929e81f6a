/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Reading flash: every byte right, and what is blank not sent. */

#include "flow-fixture.h"
#include "glow-bytes.h"
#include "glow-command.h"

#include <string.h>

#define FLASH_SIZE (4u * 1024 * 1024)
#define HEADER_LEN 8 /* bytes before the payload; protocol.md 1.2 */

static TapVerdict
count_cb (Tap *tap, GByteArray *frame, gpointer user_data)
{
  guint64 *read_size = user_data;

  if (frame->data[1] == GLOW_COMMAND_READ_FLASH ||
      frame->data[1] == GLOW_COMMAND_READ_FLASH_SLOW)
    *read_size += glow_get_le32 (frame->data + HEADER_LEN + 4);
  return TAP_PASS;
}

/* reads a range of a board that holds @content from @at on, and may be thought to hold
 * @known from @known_at on; returns bytes sent */
static guint64
read_known (const char *chip,
            gboolean stub,
            guint32 at,
            GBytes *content,
            guint32 offset,
            guint32 size,
            GBytes *known,
            guint32 known_at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = known ? glow_image_new (known, "known", &error) : NULL;
  GlowBoardConfig config;
  GlowFlashOptions options = { .no_stub = !stub };
  guint64 read_size = 0;
  g_auto (Tap) tap = { .request = count_cb, .user_data = &read_size };
  g_autoptr (FlowRun) run = NULL;
  gsize flash_size, got_size;
  const guint8 *flash, *got;

  glow_board_config_init (&config);
  config.chip = chip;
  config.flash_size = FLASH_SIZE;
  config.pace = TRUE;
  config.turnaround_us = 1000;
  run = flow_run_new (&config, GLOW_OPERATION_READ);
  flow_run_tap (run, &tap);
  glow_board_load_flash (run->board, at, content);
  flow_run_set_options (run, &options);
  glow_flash_plan_set_range (run->plan, offset, size);
  g_assert_no_error (error);
  if (image)
    glow_flash_plan_add_image (run->plan, image, known_at);
  flow_run (run, NULL, NULL);
  g_assert_no_error (run->error);
  flow_assert_no_violations (run);
  flash = glow_board_peek_flash (run->board, &flash_size);
  got = g_bytes_get_data (glow_flash_result_get_data (run->result), &got_size);
  if (size == 0)
    size = FLASH_SIZE - offset;
  g_assert_cmpmem (got, got_size, flash + offset, size);
  return read_size;
}

static guint64
read_range (const char *chip,
            gboolean stub,
            guint32 at,
            GBytes *content,
            guint32 offset,
            guint32 size)
{
  return read_known (chip, stub, at, content, offset, size, NULL, 0);
}

static void
test_half_empty (void)
{
  static const char *const chips[] = { "esp32", "esp8266", "esp32c3" };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
    g_autoptr (GBytes) content = flow_make_content (FLASH_SIZE / 2, 5);

    g_assert_cmpuint (read_range (chips[i], TRUE, 0x10000, content, 0, 0), <=,
                      FLASH_SIZE / 2 + 32 * 4096);
  }
}

static void
test_blank (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  g_assert_cmpuint (read_range ("esp32", TRUE, 0, nothing, 0, 0), ==, 0);
  g_assert_cmpuint (read_range ("esp32", FALSE, 0, nothing, 0, 0), ==, 0);
}

static void
test_full (void)
{
  g_autoptr (GBytes) content = flow_make_content (FLASH_SIZE, 5);

  g_assert_cmpuint (read_range ("esp32", TRUE, 0, content, 0, 0), ==, FLASH_SIZE);
}

/* 64 bytes a time: there it counts most */
static void
test_rom (void)
{
  g_autoptr (GBytes) content = flow_make_content (20000, 5);

  g_assert_cmpuint (read_range ("esp32", FALSE, 0x10000, content, 0, 0x40000), <=,
                    20480 + 2 * 4096);
}

/* any start and end that the loaders take, and a lone byte in the middle of nothing */
static void
test_odd_ranges (void)
{
  static const guint32 ranges[][2] = {
    { 0, 4 }, { 4, 4096 }, { 0xffc, 8 }, { 0x10004, 0x20008 }, { 0x3ffffc, 4 },
  };
  g_autoptr (GBytes) lone = g_bytes_new_static ("x", 1);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++) {
    read_range ("esp32", TRUE, 0x1f003, lone, ranges[i][0], ranges[i][1]);
    read_range ("esp32", FALSE, 0x1f003, lone, ranges[i][0], ranges[i][1]);
  }
  for (guint32 at = 17; at < FLASH_SIZE; at += 811111)
    g_assert_cmpuint (read_range ("esp32c3", TRUE, at, lone, 0, 0), ==, 4096);
}

/* what the files say is not sent, wherever they begin and end */
static void
test_known (void)
{
  g_autoptr (GBytes) content = flow_make_content (1000003, 5);

  g_assert_cmpuint (read_known ("esp32", TRUE, 0x10000, content, 0, 0, content, 0x10000),
                    ==, 0);
  g_assert_cmpuint (read_known ("esp32", FALSE, 0x10000, content, 0, 0x80000, content,
                                0x10000),
                    ==, 0);
  g_assert_cmpuint (read_known ("esp32c3", TRUE, 0x10001, content, 0x20004, 0x100,
                                content, 0x10001),
                    ==, 0);
}

/* one byte is another: only what is around it is sent */
static void
test_nearly_known (void)
{
  g_autoptr (GBytes) content = flow_make_content (1000000, 5);
  gsize size;
  guint8 *bytes = g_memdup2 (g_bytes_get_data (content, &size), 1000000);
  g_autoptr (GBytes) known = NULL;

  bytes[500000] ^= 1;
  known = g_bytes_new_take (bytes, size);
  g_assert_cmpuint (read_known ("esp32", TRUE, 0x10000, content, 0, 0, known, 0x10000),
                    <=, 2 * 4096);
}

/* a file that was never written: what is blank in spite of it is found all the same, and
 * the rest is read */
static void
test_wrongly_known (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) content = flow_make_content (200000, 5);
  g_autoptr (GBytes) other = flow_make_content (FLASH_SIZE, 6);

  g_assert_cmpuint (read_known ("esp32", TRUE, 0, nothing, 0, 0, other, 0), <=,
                    40 * 4096);
  g_assert_cmpuint (read_known ("esp32", TRUE, 0x10000, content, 0, 0, other, 0), <=,
                    200000 + 72 * 4096);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  flow_stubs_init ();
  g_test_add_func ("/read-back/half-empty", test_half_empty);
  g_test_add_func ("/read-back/blank", test_blank);
  g_test_add_func ("/read-back/full", test_full);
  g_test_add_func ("/read-back/rom", test_rom);
  g_test_add_func ("/read-back/odd-ranges", test_odd_ranges);
  g_test_add_func ("/read-back/known", test_known);
  g_test_add_func ("/read-back/nearly-known", test_nearly_known);
  g_test_add_func ("/read-back/wrongly-known", test_wrongly_known);
  result = g_test_run ();
  flow_stubs_clear ();
  return result;
}
