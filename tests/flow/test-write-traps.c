/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The traps of writing (protocol.md 1.7 and 6.2), one test each, against a script of what
 * goes over the wire. Each fails when its handling is taken out. */

#include "script-transport.h"

#include "glow-chip-table.h"
#include "glow-error.h"
#include "glow-flash-write.h"
#include "glow-loader-private.h"

#include <string.h>

/* requests, as far as they are the same each time */
#define MD5        "0013100000000000"
#define FLASH_DATA "0003"
#define DEFL_DATA  "0011"

/* answers */
#define OK_ROM(op)     "c0 01 " op " 0400 00000000 00000000 c0"
#define OK_STUB(op)    "c0 01 " op " 0200 00000000 0000 c0"

#define CONTENT_SIZE   1500 /* bytes: a block of a ROM and a part of one */
#define CONTENT_OFFSET 0x10000

static guint32
word_of_request (ScriptTransport *script, guint step, guint index)
{
  gsize len;
  const guint8 *data =
    g_bytes_get_data (script_transport_get_request (script, step), &len);
  guint32 word;

  g_assert_cmpuint (len, >=, 8 + 4 * (index + 1));
  memcpy (&word, data + 8 + 4 * index, sizeof word);
  return GUINT32_FROM_LE (word);
}

/* A session as it is when data may be moved. */
typedef struct {
  ScriptTransport *script; /* owned */
  GlowFlashSession session;
  GPtrArray *parts; /* owned */
} Writer;

static GlowTransport *
open_nothing (gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached ();
}

static void
free_part (gpointer data)
{
  GlowFlashPart *part = data;

  g_clear_pointer (&part->content, g_bytes_unref);
  g_clear_pointer (&part->deflated, g_bytes_unref);
  g_free (part);
}

static void
writer_init (Writer *self,
             const char *chip,
             gboolean stub,
             const ScriptStep *steps,
             guint n_steps)
{
  g_autoptr (GlowTarget) target = glow_target_new ("script", open_nothing, NULL, NULL);
  GlowFlashPart *part = g_new0 (GlowFlashPart, 1);
  guint8 *content = g_malloc (CONTENT_SIZE);

  memset (content, 0x5a, CONTENT_SIZE);
  part->name = "content";
  part->offset = CONTENT_OFFSET;
  part->content = g_bytes_new_take (content, CONTENT_SIZE);
  self->script = script_transport_new (steps, n_steps);
  self->parts = g_ptr_array_new_with_free_func (free_part);
  g_ptr_array_add (self->parts, part);
  self->session = (GlowFlashSession){
    .plan = glow_flash_plan_new (GLOW_OPERATION_FLASH, target),
    .result = glow_flash_result_new (),
    .transport = g_object_ref (GLOW_TRANSPORT (self->script)),
    .loader = script_transport_new_loader (self->script, stub),
    .info = g_new0 (GlowChipInfo, 1),
  };
  self->session.info->chip = glow_chip_find_by_name (chip);
  self->session.info->flash_size = 4 * 1024 * 1024;
  glow_loader_set_begin_5_words (self->session.loader, (self->session.info->chip->flags &
                                                        GLOW_CHIP_BEGIN_5_WORDS) != 0);
  glow_progress_init (&self->session.progress, 0);
}

static void
writer_clear (Writer *self)
{
  g_ptr_array_unref (self->parts);
  g_object_unref (self->session.plan);
  g_object_unref (self->session.result);
  glow_flash_session_close (&self->session);
  g_object_unref (self->script);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

/* 1.7: how many blocks come has to be said exactly, the last is filled up, and END, which
 * always leaves a ROM's loader, is never sent */
static void
test_rom_blocks (void)
{
  static const struct {
    const char *chip;
    const char *begin; /* 16 bytes up to the ESP32, 20 from the S2 on */
  } cases[] = {
    { "esp8266", "0002100000000000" }, { "esp32", "0002100000000000" },
    { "esp32s2", "0002140000000000" }, { "esp32c3", "0002140000000000" },
    { "esp32p4", "0002140000000000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const ScriptStep steps[] = {
      { cases[i].begin, OK_ROM ("02"), 0 },
      { FLASH_DATA "1004", OK_ROM ("03"), 0 },
      { FLASH_DATA "1004", OK_ROM ("03"), 0 },
    };
    g_auto (Writer) writer = { 0 };
    g_autoptr (GError) error = NULL;
    gsize len;
    const guint8 *last;

    g_test_message ("%s", cases[i].chip);
    writer_init (&writer, cases[i].chip, FALSE, steps, G_N_ELEMENTS (steps));
    glow_flash_write_parts (&writer.session, writer.parts, &error);
    g_assert_no_error (error);
    script_transport_assert_done (writer.script);
    g_assert_cmpuint (word_of_request (writer.script, 0, 1), ==, 2);
    g_assert_cmpuint (word_of_request (writer.script, 0, 2), ==, GLOW_LOADER_ROM_BLOCK);
    g_assert_cmpuint (word_of_request (writer.script, 0, 3), ==, CONTENT_OFFSET);
    last = g_bytes_get_data (script_transport_get_request (writer.script, 2), &len);
    g_assert_cmpuint (len, ==, 8 + 16 + GLOW_LOADER_ROM_BLOCK);
    g_assert_cmphex (last[24 + CONTENT_SIZE - GLOW_LOADER_ROM_BLOCK - 1], ==, 0x5a);
    g_assert_cmphex (last[24 + CONTENT_SIZE - GLOW_LOADER_ROM_BLOCK], ==, 0xff);
    g_assert_cmphex (last[len - 1], ==, 0xff);
  }
}

/* 1.7: the ROM takes the block that completes num_blocks for the last one of the stream
 * and must not find anything behind it */
static void
test_rom_deflate_blocks (void)
{
  static const guint8 stream[GLOW_LOADER_ROM_BLOCK + 5] = { 0x78, 0xda };
  static const ScriptStep steps[] = {
    { "0010140000000000", OK_ROM ("10"), 0 },
    { DEFL_DATA "1004", OK_ROM ("11"), 0 },
    { DEFL_DATA "1500", OK_ROM ("11"), 0 },
  };
  g_auto (Writer) writer = { 0 };
  g_autoptr (GError) error = NULL;
  GlowFlashPart *part;

  writer_init (&writer, "esp32c3", FALSE, steps, G_N_ELEMENTS (steps));
  part = g_ptr_array_index (writer.parts, 0);
  part->deflated = g_bytes_new_static (stream, sizeof stream);
  glow_flash_write_parts (&writer.session, writer.parts, &error);
  g_assert_no_error (error);
  script_transport_assert_done (writer.script);
  g_assert_cmpuint (word_of_request (writer.script, 0, 0), ==, 2048);
  g_assert_cmpuint (word_of_request (writer.script, 0, 1), ==, 2);
}

/* 1.7: the ROM has counted the block before it looked at the checksum */
static void
test_rom_block_not_sent_again (void)
{
  static const struct {
    const char *answer;
    GlowError code;
  } cases[] = {
    { "c0 01 03 0400 00000000 01070000 c0", GLOW_ERROR_LOADER_STATUS },
    { "", GLOW_ERROR_TIMED_OUT }, /* lost: it may have been written */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const ScriptStep steps[] = {
      { "0002100000000000", OK_ROM ("02"), 0 },
      { FLASH_DATA "1004", cases[i].answer, 0 },
    };
    g_auto (Writer) writer = { 0 };
    g_autoptr (GError) error = NULL;

    writer_init (&writer, "esp32", FALSE, steps, G_N_ELEMENTS (steps));
    g_assert_false (glow_flash_write_parts (&writer.session, writer.parts, &error));
    g_assert_error (error, GLOW_ERROR, (gint) cases[i].code);
    script_transport_assert_done (writer.script);
    g_assert_true (glow_flash_result_flash_touched (writer.session.result));
  }
}

/* 6.2: a stub says yes before it writes; only END's answer proves the last block */
static void
test_stub_blocks (void)
{
  static const ScriptStep steps[] = {
    { "0002140000000000", OK_STUB ("02"), 0 },
    { FLASH_DATA "1040", OK_STUB ("03"), 0 },
    { "0004040000000000 01000000", OK_STUB ("04"), 0 },
  };
  g_auto (Writer) writer = { 0 };
  g_autoptr (GError) error = NULL;

  writer_init (&writer, "esp32", TRUE, steps, G_N_ELEMENTS (steps));
  glow_flash_write_parts (&writer.session, writer.parts, &error);
  g_assert_no_error (error);
  script_transport_assert_done (writer.script);
}

/* 6.2: what went wrong with a block is told as the answer to the next command, which is
 * not carried out: nothing of the region may be trusted, least of all a block sent again
 */
static void
test_deferred_error_of_stub (void)
{
  static const ScriptStep on_end[] = {
    { "0002140000000000", OK_STUB ("02"), 0 },
    { FLASH_DATA, OK_STUB ("03"), 0 },
    { "0004040000000000", "c0 01 04 0200 00000000 c400 c0", 0 },
  };
  static const ScriptStep on_data[] = {
    { "0002140000000000", OK_STUB ("02"), 0 },
    { FLASH_DATA, "c0 01 03 0200 00000000 c400 c0", 0 },
  };
  static const ScriptStep on_md5[] = {
    { MD5, "c0 01 13 1200 00000000 c400 c0", 0 },
  };
  g_auto (Writer) ended = { 0 };
  g_auto (Writer) stopped = { 0 };
  g_auto (Writer) verified = { 0 };
  g_autoptr (GError) error = NULL;

  writer_init (&ended, "esp32", TRUE, on_end, G_N_ELEMENTS (on_end));
  g_assert_false (glow_flash_write_parts (&ended.session, ended.parts, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
  g_assert_nonnull (strstr (error->message, "flash operation failed"));
  script_transport_assert_done (ended.script);
  g_clear_error (&error);

  writer_init (&stopped, "esp32", TRUE, on_data, G_N_ELEMENTS (on_data));
  g_assert_false (glow_flash_write_parts (&stopped.session, stopped.parts, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
  script_transport_assert_done (stopped.script);
  g_clear_error (&error);

  writer_init (&verified, "esp32", TRUE, on_md5, G_N_ELEMENTS (on_md5));
  g_assert_false (glow_flash_verify_parts (&verified.session, verified.parts, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
}

/* 1.7, 4.6: fewer round trips, but no sector more is erased than before, and what fills
 * the last plain block up stays in its sector */
static void
test_large_blocks_of_rom (void)
{
  static const ScriptStep plain[] = {
    { "0002100000000000", OK_ROM ("02"), 0 },
    { FLASH_DATA "1010", OK_ROM ("03"), 0 },
  };
  static const ScriptStep deflated[] = {
    { "0010100000000000", OK_ROM ("10"), 0 },
    { DEFL_DATA, OK_ROM ("11"), 0 },
  };
  static const guint8 stream[1100] = { 0x78, 0xda };
  g_auto (Writer) one = { 0 };
  g_auto (Writer) other = { 0 };
  g_autoptr (GError) error = NULL;
  GlowFlashPart *part;

  writer_init (&one, "esp32", FALSE, plain, G_N_ELEMENTS (plain));
  glow_loader_set_large_blocks (one.session.loader, TRUE);
  glow_flash_write_parts (&one.session, one.parts, &error);
  g_assert_no_error (error);
  script_transport_assert_done (one.script);
  g_assert_cmpuint (word_of_request (one.script, 0, 2), ==, 0x1000);

  writer_init (&other, "esp32", FALSE, deflated, G_N_ELEMENTS (deflated));
  glow_loader_set_large_blocks (other.session.loader, TRUE);
  part = g_ptr_array_index (other.parts, 0);
  part->deflated = g_bytes_new_static (stream, sizeof stream);
  glow_flash_write_parts (&other.session, other.parts, &error);
  g_assert_no_error (error);
  script_transport_assert_done (other.script);
  g_assert_cmpuint (word_of_request (other.script, 0, 0), ==, 2048);
  g_assert_cmpuint (word_of_request (other.script, 0, 2), ==, 0x1800);
}

/* a ROM that takes neither large nor deflated blocks gets what it takes, and each way is
 * tried once */
static void
test_rom_that_refuses (void)
{
  static const ScriptStep steps[] = {
    { "0010100000000000", "c0 01 10 0400 00000000 01050000 c0", 0 },
    { "0010100000000000", OK_ROM ("10"), 0 },
    { DEFL_DATA "1004", "c0 01 11 0400 00000000 010b0000 c0", 0 },
    { "0002100000000000", OK_ROM ("02"), 0 },
    { FLASH_DATA "1004", OK_ROM ("03"), 0 },
    { FLASH_DATA "1004", "c0 01 03 0400 00000000 01080000 c0", 0 },
  };
  static const guint8 stream[1100] = { 0x78, 0xda };
  g_auto (Writer) writer = { 0 };
  g_autoptr (GError) error = NULL;
  GlowFlashPart *part;

  writer_init (&writer, "esp32", FALSE, steps, G_N_ELEMENTS (steps));
  glow_loader_set_large_blocks (writer.session.loader, TRUE);
  part = g_ptr_array_index (writer.parts, 0);
  part->deflated = g_bytes_new_static (stream, sizeof stream);
  g_assert_false (glow_flash_write_parts (&writer.session, writer.parts, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
  g_assert_nonnull (strstr (error->message, "block 2 of 2"));
  script_transport_assert_done (writer.script);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    GTestFunc func;
  } tests[] = {
    { "/traps/write/rom-blocks", test_rom_blocks },
    { "/traps/write/rom-deflate-blocks", test_rom_deflate_blocks },
    { "/traps/write/rom-block-once", test_rom_block_not_sent_again },
    { "/traps/write/rom-large-blocks", test_large_blocks_of_rom },
    { "/traps/write/rom-refuses", test_rom_that_refuses },
    { "/traps/write/stub-blocks", test_stub_blocks },
    { "/traps/write/deferred-error", test_deferred_error_of_stub },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].func);
  return g_test_run ();
}
