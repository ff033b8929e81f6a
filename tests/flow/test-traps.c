/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What loaders are known to do against all expectation (protocol.md 1.3 to 1.7 and 4.8),
 * one test each, against a script of what goes over the wire. Each fails when its
 * handling is taken out. */

#include "script-transport.h"

#include "glow-error.h"
#include "glow-loader-private.h"

#include <string.h>

#define NEW_SCRIPT(steps) script_transport_new (steps, G_N_ELEMENTS (steps))

/* requests, as far as they are the same each time */
#define SYNC          "0008240000000000"
#define READ_REG      "000a040000000000"
#define MEM_BEGIN     "0005100000000000"
#define MEM_DATA      "0007"
#define MEM_END       "0006080000000000"
#define SECURITY_INFO "0014000000000000"
#define MD5           "0013100000000000"

/* answers */
#define OK_ROM(op)      "c0 01 " op " 0400 00000000 00000000 c0"
#define OK_STUB(op)     "c0 01 " op " 0200 00000000 0000 c0"
#define SYNC_OK_ROM     "c0 01 08 0400 07071220 00000000 c0"
#define READ_REG_83     "c0 01 0a 0400 83000000 00000000 c0"
#define UNKNOWN_AS_SYNC "c0 01 08 0400 07071220 01050000 c0"
#define OHAI            "c0 4f484149 c0"
#define SIXTEEN         "00010203 04050607 08090a0b 0c0d0e0f"

/* 1.3: a ROM's status is followed by two zeros: the last bytes of the answer tell nothing
 */
static void
test_status_of_four_bytes (void)
{
  static const ScriptStep steps[] = {
    { "0009", "c0 01 09 0400 00000000 01070000 c0", 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_false (glow_loader_write_reg (loader, 0x60008000, 1, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
  g_assert_nonnull (strstr (error->message, "0x0107 checksum error"));
}

/* 1.3: an answer without its data has only the status */
static void
test_status_without_data (void)
{
  static const ScriptStep steps[] = {
    { SECURITY_INFO, "c0 01 14 0400 00000000 01060000 c0", 0 },
    { MD5, "c0 01 13 1200 00000000 c400 c0", 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GError) error = NULL;
  guint8 info[20];

  g_assert_false (glow_loader_get_security_info (loader, info, sizeof info, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
  g_assert_nonnull (strstr (error->message, "0x0106"));
  g_clear_error (&error);
  glow_loader_set_stub (loader, TRUE);
  g_assert_false (glow_loader_flash_md5 (loader, 0, 4096, info, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_LOADER_STATUS);
  g_assert_nonnull (strstr (error->message, "0xc400"));
}

/* 1.3: the old stub sends the head, works, and sends the rest, all in one frame */
static void
test_pause_inside_a_frame (void)
{
  static const ScriptStep steps[] = {
    { MD5, "c0 01 13 1200 00000000 @9000 " SIXTEEN "@500 0000 c0", 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, TRUE);
  g_autoptr (GError) error = NULL;
  guint8 digest[GLOW_LOADER_MD5_LEN];

  glow_loader_flash_md5 (loader, 0, 1024 * 1024, digest, &error);
  g_assert_no_error (error);
  g_assert_cmphex (digest[15], ==, 0x0f);
}

/* 1.4: what a ROM does not know it answers eight times, as if it were the command before;
 * none of it may be left for the next one */
static void
test_stale_opcode (void)
{
  static const ScriptStep steps[] = {
    { SECURITY_INFO, "@5 " UNKNOWN_AS_SYNC, 8 },
    { READ_REG, READ_REG_83, 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GError) error = NULL;
  guint8 info[20];
  guint32 value = 0;

  g_assert_false (glow_loader_get_security_info (loader, info, sizeof info, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  glow_loader_read_reg (loader, 0x40001000, &value, &error);
  g_assert_no_error (error);
  g_assert_cmphex (value, ==, 0x83);
}

/* 1.4: answers to something else are dropped, but not without end */
static void
test_unrelated_replies (void)
{
  static const ScriptStep few[] = {
    { READ_REG, OK_ROM ("02") SYNC_OK_ROM OHAI "c0 c0" READ_REG_83, 0 },
  };
  static const ScriptStep many[] = { { READ_REG, OK_ROM ("02"), 101 } };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (few);
  g_autoptr (ScriptTransport) endless = NEW_SCRIPT (many);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GlowLoader) lost = script_transport_new_loader (endless, FALSE);
  g_autoptr (GError) error = NULL;
  guint32 value = 0;

  glow_loader_read_reg (loader, 0x40001000, &value, &error);
  g_assert_no_error (error);
  g_assert_cmphex (value, ==, 0x83);
  g_assert_false (glow_loader_read_reg (lost, 0x40001000, &value, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL);
}

/* text of a firmware or of a boot log between two frames, also right after one */
static void
test_late_bytes_between_frames (void)
{
  static const ScriptStep steps[] = {
    { READ_REG, "0d0a 4f4b 0d0a" READ_REG_83 "6c617465 0d0a", 0 },
    { READ_REG, READ_REG_83, 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GError) error = NULL;
  guint32 value = 0;

  for (guint i = 0; i < 2; i++) {
    glow_loader_read_reg (loader, 0x40001000, &value, &error);
    g_assert_no_error (error);
    g_assert_cmphex (value, ==, 0x83);
  }
}

/* 1.6: the first answer is followed by seven more; they are no answers to what comes
 * next. A stub's carry the value 0. */
static void
test_sync_tells_rom_from_stub (void)
{
  static const ScriptStep rom[] = {
    { SYNC, SYNC_OK_ROM, 8 },
    { SYNC, SYNC_OK_ROM, 8 },
  };
  static const ScriptStep stub[] = { { SYNC, OK_STUB ("08"), 8 },
                                     { SYNC, SYNC_OK_ROM, 8 } };
  g_autoptr (ScriptTransport) rom_script = NEW_SCRIPT (rom);
  g_autoptr (ScriptTransport) stub_script = NEW_SCRIPT (stub);
  g_autoptr (GlowLoader) rom_loader = script_transport_new_loader (rom_script, FALSE);
  g_autoptr (GlowLoader) stub_loader = script_transport_new_loader (stub_script, FALSE);
  g_autoptr (GError) error = NULL;
  gboolean synced;

  g_assert_true (glow_loader_try_sync (rom_loader, &synced, &error));
  g_assert_true (synced && !glow_loader_is_stub (rom_loader));
  g_assert_true (glow_loader_try_sync (stub_loader, &synced, &error));
  g_assert_true (synced && glow_loader_is_stub (stub_loader));
  /* with one of the old answers left this would still say "stub" */
  g_assert_true (glow_loader_try_sync (stub_loader, &synced, &error));
  g_assert_true (synced && !glow_loader_is_stub (stub_loader));
}

/* 1.6: a ROM still sends delimiters at the old rate, which arrive as anything at all */
static void
test_bytes_after_baud_change (void)
{
  static const ScriptStep steps[] = {
    { "000f080000000000 00080700 00000000",
      OK_ROM ("0f") "@1 c0c0 c0c0 db c0 01 0a 0400 99000000 00000000 c0 db", 0 },
    { READ_REG, READ_REG_83, 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GError) error = NULL;
  guint32 value = 0;

  glow_loader_change_baud (loader, 460800, 460800, &error);
  g_assert_no_error (error);
  glow_loader_read_reg (loader, 0x40001000, &value, &error);
  g_assert_no_error (error);
  g_assert_cmphex (value, ==, 0x83);
  g_assert_cmpuint (script_transport_get_baud (script, 0), ==, 115200);
  g_assert_cmpuint (script_transport_get_baud (script, 1), ==, 460800);
}

/* 1.6: the second word is the rate in force to a stub, and must be 0 to a ROM, which
 * takes the first for a divider otherwise */
static void
test_words_of_baud_change (void)
{
  static const ScriptStep rom[] = { { "000f080000000000 00080700 00000000", OK_ROM ("0f"),
                                      0 } };
  static const ScriptStep stub[] = { { "000f080000000000 00080700 00c20100",
                                       OK_STUB ("0f"), 0 } };
  g_autoptr (ScriptTransport) rom_script = NEW_SCRIPT (rom);
  g_autoptr (ScriptTransport) stub_script = NEW_SCRIPT (stub);
  g_autoptr (GlowLoader) rom_loader = script_transport_new_loader (rom_script, FALSE);
  g_autoptr (GlowLoader) stub_loader = script_transport_new_loader (stub_script, TRUE);

  g_assert_true (glow_loader_change_baud (rom_loader, 460800, 460800, NULL));
  g_assert_true (glow_loader_change_baud (stub_loader, 460800, 460800, NULL));
}

/* 1.7: with 4 bytes a ROM takes what lies behind them for the second word; a stub takes
 * 4 exactly */
static void
test_length_of_spi_attach (void)
{
  static const ScriptStep rom[] = { { "000d080000000000 00000000 00000000", OK_ROM ("0d"),
                                      0 } };
  static const ScriptStep stub[] = { { "000d040000000000 00000000", OK_STUB ("0d"), 0 } };
  g_autoptr (ScriptTransport) rom_script = NEW_SCRIPT (rom);
  g_autoptr (ScriptTransport) stub_script = NEW_SCRIPT (stub);
  g_autoptr (GlowLoader) rom_loader = script_transport_new_loader (rom_script, FALSE);
  g_autoptr (GlowLoader) stub_loader = script_transport_new_loader (stub_script, TRUE);

  g_assert_true (glow_loader_spi_attach (rom_loader, 0, NULL));
  g_assert_true (glow_loader_spi_attach (stub_loader, 0, NULL));
}

static GlowStub *
new_stub (void)
{
  static const guint8 code[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  GlowStub *stub = g_new0 (GlowStub, 1);

  stub->text = g_bytes_new_static (code, sizeof code);
  stub->text_addr = stub->entry_addr = 0x40380000;
  return stub;
}

static void
run_stub (const char *end_answer, gint wanted_code, const char *wanted_text)
{
  const ScriptStep steps[] = { { MEM_BEGIN, OK_ROM ("05"), 0 },
                               { MEM_DATA, OK_ROM ("07"), 0 },
                               { MEM_END, end_answer, 0 } };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, FALSE);
  g_autoptr (GlowStub) stub = new_stub ();
  g_autoptr (GError) error = NULL;

  glow_loader_run_stub (loader, stub, &error);
  script_transport_assert_done (script);
  g_assert_true (glow_loader_is_stub (loader) == (wanted_code < 0));
  if (wanted_code < 0) {
    g_assert_no_error (error);
    return;
  }
  g_assert_error (error, GLOW_ERROR, wanted_code);
  g_assert_nonnull (strstr (error->message, wanted_text));
}

/* 1.6: the code takes the UART over while the ROM still answers: only the greeting
 * counts, early or late, with the answer or without */
static void
test_reply_to_mem_end_lost (void)
{
  run_stub (OK_ROM ("06") OHAI, -1, NULL);
  run_stub ("@5 " OHAI, -1, NULL);
  run_stub ("@900 " OHAI, -1, NULL);
  run_stub (OK_ROM ("06") "00ff" OHAI, -1, NULL);
}

static void
test_no_greeting (void)
{
  run_stub (OK_ROM ("06"), GLOW_ERROR_STUB, "does not answer");
  run_stub ("", GLOW_ERROR_STUB, "does not answer");
  run_stub (OK_ROM ("06") "c0 48414c54 c0", GLOW_ERROR_STUB, "something else");
  run_stub ("c0 01 06 0400 00000000 01050000 c0", GLOW_ERROR_LOADER_STATUS, "MEM_END");
}

/* 1.6: a ROM writes the digest in hex, a stub raw */
static void
test_digest_hex_or_raw (void)
{
  static const ScriptStep rom[] = {
    { MD5,
      "c0 01 13 2400 00000000 30303031303230333034303530363037"
      "30383039306130623063306430653066 00000000 c0",
      0 },
    { MD5,
      "c0 01 13 2400 00000000 30303031303230333034303530363037"
      "3038303930613062306330643065307a 00000000 c0",
      0 },
  };
  static const ScriptStep stub[] = { { MD5, "c0 01 13 1200 00000000" SIXTEEN "0000 c0",
                                       0 } };
  g_autoptr (ScriptTransport) rom_script = NEW_SCRIPT (rom);
  g_autoptr (ScriptTransport) stub_script = NEW_SCRIPT (stub);
  g_autoptr (GlowLoader) rom_loader = script_transport_new_loader (rom_script, FALSE);
  g_autoptr (GlowLoader) stub_loader = script_transport_new_loader (stub_script, TRUE);
  g_autoptr (GError) error = NULL;
  guint8 digest[2][GLOW_LOADER_MD5_LEN];

  glow_loader_flash_md5 (rom_loader, 0, 4096, digest[0], &error);
  g_assert_no_error (error);
  glow_loader_flash_md5 (stub_loader, 0, 4096, digest[1], &error);
  g_assert_no_error (error);
  g_assert_cmpmem (digest[0], sizeof digest[0], digest[1], sizeof digest[1]);
  g_assert_false (glow_loader_flash_md5 (rom_loader, 0, 4096, digest[0], &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_PROTOCOL);
}

/* 4.8: raw frames without a head, each acknowledged by the sum so far, a digest last */
static void
assert_read (const char *packet, const char *digest, gint wanted_code)
{
  g_autofree char *answer = g_strconcat (OK_STUB ("d2"), packet, NULL);
  const ScriptStep steps[] = {
    { "00d2100000000000 00100000 08000000 00100000 40000000", answer, 0 },
    { "08000000", digest, 0 },
  };
  g_autoptr (ScriptTransport) script = NEW_SCRIPT (steps);
  g_autoptr (GlowLoader) loader = script_transport_new_loader (script, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data =
    glow_loader_read_flash (loader, 0x1000, 8, NULL, NULL, &error);

  if (wanted_code < 0) {
    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (data), ==, 8);
    script_transport_assert_done (script);
  } else {
    g_assert_error (error, GLOW_ERROR, wanted_code);
    g_assert_null (data);
  }
}

static void
test_read_packets (void)
{
  /* printf '\1\2\3\4\5\6\7\10' | md5sum */
  static const char right[] = "c0 0ee0646c1c77d8131cc8f4ee65c7673b c0";

  assert_read ("c0 0102030405060708 c0", right, -1);
  assert_read ("c0 0102030405060709 c0", right, GLOW_ERROR_VERIFY);
  assert_read ("c0 01020304050607 c0", right, GLOW_ERROR_PROTOCOL);
  assert_read ("c0 010203040506070809 c0", right, GLOW_ERROR_PROTOCOL);
  assert_read ("c0 0102030405060708 c0", "", GLOW_ERROR_TIMED_OUT);
  assert_read ("", right, GLOW_ERROR_TIMED_OUT);
  assert_read ("c0 0102030405060708 c0", "c0 0000 c0", GLOW_ERROR_VERIFY);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    GTestFunc func;
  } tests[] = {
    { "/traps/status/four-bytes", test_status_of_four_bytes },
    { "/traps/status/without-data", test_status_without_data },
    { "/traps/frame/pause-inside", test_pause_inside_a_frame },
    { "/traps/frame/late-bytes", test_late_bytes_between_frames },
    { "/traps/reply/stale-opcode", test_stale_opcode },
    { "/traps/reply/unrelated", test_unrelated_replies },
    { "/traps/sync/rom-or-stub", test_sync_tells_rom_from_stub },
    { "/traps/baud/bytes-after", test_bytes_after_baud_change },
    { "/traps/baud/words", test_words_of_baud_change },
    { "/traps/attach/length", test_length_of_spi_attach },
    { "/traps/stub/reply-to-end-lost", test_reply_to_mem_end_lost },
    { "/traps/stub/no-greeting", test_no_greeting },
    { "/traps/digest/hex-or-raw", test_digest_hex_or_raw },
    { "/traps/read/packets", test_read_packets },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].func);
  return g_test_run ();
}
