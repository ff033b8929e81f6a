/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-command.h"

/* Absolute limit of any wait, protocol.md 4.6. */
#define MAX_TIMEOUT_MS 240000

typedef struct {
  GlowCommand command;
  const char *name;
  guint base_ms;        /* protocol.md 4.6: "any command" is 3 s */
  guint rom_per_mib_ms; /* added for each MiB of flash the command works on */
  guint stub_per_mib_ms;
} GlowCommandInfo;

/* The ROM erases in BEGIN and writes before its acknowledge; the stub erases and writes
 * while the next block comes in, so a DATA command waits for the block before it
 * (protocol.md 4.6, 6.2). */
static const GlowCommandInfo infos[] = {
  { GLOW_COMMAND_FLASH_BEGIN, "FLASH_BEGIN", 3000, 40000, 0 },
  { GLOW_COMMAND_FLASH_DATA, "FLASH_DATA", 3000, 40000, 40000 },
  { GLOW_COMMAND_FLASH_END, "FLASH_END", 3000, 40000, 40000 },
  { GLOW_COMMAND_MEM_BEGIN, "MEM_BEGIN", 3000, 0, 0 },
  { GLOW_COMMAND_MEM_END, "MEM_END", 200, 0, 0 },
  { GLOW_COMMAND_MEM_DATA, "MEM_DATA", 3000, 0, 0 },
  { GLOW_COMMAND_SYNC, "SYNC", 100, 0, 0 },
  { GLOW_COMMAND_WRITE_REG, "WRITE_REG", 3000, 0, 0 },
  { GLOW_COMMAND_READ_REG, "READ_REG", 3000, 0, 0 },
  { GLOW_COMMAND_SPI_SET_PARAMS, "SPI_SET_PARAMS", 3000, 0, 0 },
  { GLOW_COMMAND_SPI_ATTACH, "SPI_ATTACH", 3000, 0, 0 },
  { GLOW_COMMAND_READ_FLASH_SLOW, "READ_FLASH_SLOW", 3000, 0, 0 },
  { GLOW_COMMAND_CHANGE_BAUDRATE, "CHANGE_BAUDRATE", 3000, 0, 0 },
  { GLOW_COMMAND_FLASH_DEFL_BEGIN, "FLASH_DEFL_BEGIN", 3000, 40000, 0 },
  { GLOW_COMMAND_FLASH_DEFL_DATA, "FLASH_DEFL_DATA", 3000, 40000, 40000 },
  { GLOW_COMMAND_FLASH_DEFL_END, "FLASH_DEFL_END", 3000, 40000, 40000 },
  { GLOW_COMMAND_SPI_FLASH_MD5, "SPI_FLASH_MD5", 3000, 8000, 8000 },
  { GLOW_COMMAND_GET_SECURITY_INFO, "GET_SECURITY_INFO", 500, 0, 0 },
  { GLOW_COMMAND_ERASE_FLASH, "ERASE_FLASH", 120000, 0, 15000 },
  { GLOW_COMMAND_ERASE_REGION, "ERASE_REGION", 3000, 0, 40000 },
  { GLOW_COMMAND_READ_FLASH, "READ_FLASH", 3000, 0, 0 },
};

static const GlowCommandInfo *
find_info (GlowCommand command)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++) {
    if (infos[i].command == command)
      return &infos[i];
  }
  return NULL;
}

/**
 * glow_command_get_name:
 * @command: the opcode
 *
 * Returns: (transfer none): "FLASH_DATA", as Espressif's documentation has it
 */
const char *
glow_command_get_name (GlowCommand command)
{
  const GlowCommandInfo *info = find_info (command);

  return info ? info->name : "unknown command";
}

/**
 * glow_command_get_timeout_us:
 * @command: the opcode
 * @stub: a stub answers, not the ROM
 * @flash_size: bytes of flash the command erases, writes or reads; 0 for none
 *
 * Returns: how long to wait for the whole answer, in microseconds; at most 240 s
 */
gint64
glow_command_get_timeout_us (GlowCommand command, gboolean stub, guint64 flash_size)
{
  const GlowCommandInfo *info = find_info (command);
  guint64 per_mib_ms;
  guint64 timeout_ms;

  g_return_val_if_fail (info != NULL, 3000 * 1000);

  per_mib_ms = stub ? info->stub_per_mib_ms : info->rom_per_mib_ms;
  timeout_ms = info->base_ms + per_mib_ms * flash_size / (1024 * 1024);
  return (gint64) MIN (timeout_ms, MAX_TIMEOUT_MS) * 1000;
}

/* The one likely cause behind a code. */
#define LINE      "bytes were lost or changed on the line"
#define RANGE     "the place is beyond the flash or not on a sector"
#define FLASH     "the flash chip did not take it, for lack of power or for wear"
#define PROTECTED "the flash chip is write-protected"
#define LOCKED    "the chip is locked against it"
#define INTERNAL  "the loader and Glowplug disagree, which is worth a report"

/* protocol.md 1.5 */
typedef struct {
  guint8 code;
  const char *name;
  const char *cause;
} GlowStatusInfo;

static const GlowStatusInfo rom_codes[] = {
  { 0x00, "undefined error", INTERNAL },
  { 0x01, "invalid parameter", INTERNAL },
  { 0x02, "out of memory", INTERNAL },
  { 0x03, "send failed", LINE },
  { 0x04, "receive failed", LINE },
  { 0x05, "invalid message format", LINE },
  { 0x06, "wrong result", RANGE },
  { 0x07, "checksum error", LINE },
  { 0x08, "flash write error", FLASH },
  { 0x09, "flash read error", FLASH },
  { 0x0a, "flash read length error", INTERNAL },
  { 0x0b, "inflate failed", LINE },
  { 0x0c, "inflate checksum error", LINE },
  { 0x0d, "inflate parameter error", LINE },
  { 0x0e, "invalid RAM size", INTERNAL },
  { 0x0f, "invalid RAM address", INTERNAL },
  { 0x64, "invalid parameter", LOCKED },
  { 0x65, "invalid format", INTERNAL },
  { 0x66, "description too long", INTERNAL },
  { 0x67, "bad encoding", INTERNAL },
  { 0x69, "insufficient storage", INTERNAL },
};

static const GlowStatusInfo stub_codes[] = {
  { 0x01, "failed", FLASH },
  { 0xc0, "bad data length", LINE },
  { 0xc1, "bad data checksum", LINE },
  { 0xc2, "bad block size", INTERNAL },
  { 0xc3, "invalid command", INTERNAL },
  { 0xc4, "flash operation failed", FLASH },
  { 0xc5, "flash unlock failed", PROTECTED },
  { 0xc6, "not in flash mode", LINE },
  { 0xc7, "inflate failed", LINE },
  { 0xc8, "not enough data", LINE },
  { 0xc9, "too much data", LINE },
  { 0xca, "NAND program failed", FLASH },
  { 0xcb, "NAND erase failed", FLASH },
  { 0xff, "not implemented", INTERNAL },
};

/* the stub puts its code into the first byte, the ROM into the second */
static const GlowStatusInfo *
find_status (gboolean stub, guint8 status, guint8 code)
{
  const GlowStatusInfo *codes = stub ? stub_codes : rom_codes;
  guint n_codes = stub ? G_N_ELEMENTS (stub_codes) : G_N_ELEMENTS (rom_codes);
  guint8 wanted = stub ? status : code;

  for (guint i = 0; i < n_codes; i++) {
    if (codes[i].code == wanted)
      return &codes[i];
  }
  return NULL;
}

/**
 * glow_command_get_status_name:
 * @stub: a stub answered, not the ROM
 * @status: first status byte
 * @code: second status byte
 *
 * Returns: (transfer none): what the status means
 */
const char *
glow_command_get_status_name (gboolean stub, guint8 status, guint8 code)
{
  const GlowStatusInfo *info = find_status (stub, status, code);

  if (!info)
    return stub ? "unknown stub error" : "unknown ROM error";
  return info->name;
}

/**
 * glow_command_get_status_cause:
 * @stub: a stub answered, not the ROM
 * @status: first status byte
 * @code: second status byte
 *
 * Returns: (transfer none): the one likely cause
 */
const char *
glow_command_get_status_cause (gboolean stub, guint8 status, guint8 code)
{
  const GlowStatusInfo *info = find_status (stub, status, code);

  return info ? info->cause : INTERNAL;
}
