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

/* protocol.md 1.5 */
static const struct {
  guint8 code;
  const char *name;
} rom_codes[] = {
  { 0x00, "undefined error" },
  { 0x01, "invalid parameter" },
  { 0x02, "out of memory" },
  { 0x03, "send failed" },
  { 0x04, "receive failed" },
  { 0x05, "invalid message format" },
  { 0x06, "wrong result" },
  { 0x07, "checksum error" },
  { 0x08, "flash write error" },
  { 0x09, "flash read error" },
  { 0x0a, "flash read length error" },
  { 0x0b, "inflate failed" },
  { 0x0c, "inflate checksum error" },
  { 0x0d, "inflate parameter error" },
  { 0x0e, "invalid RAM size" },
  { 0x0f, "invalid RAM address" },
  { 0x64, "invalid parameter" },
  { 0x65, "invalid format" },
  { 0x66, "description too long" },
  { 0x67, "bad encoding" },
  { 0x69, "insufficient storage" },
}, stub_codes[] = {
  { 0x01, "failed" },
  { 0xc0, "bad data length" },
  { 0xc1, "bad data checksum" },
  { 0xc2, "bad block size" },
  { 0xc3, "invalid command" },
  { 0xc4, "flash operation failed" },
  { 0xc5, "flash unlock failed" },
  { 0xc6, "not in flash mode" },
  { 0xc7, "inflate failed" },
  { 0xc8, "not enough data" },
  { 0xc9, "too much data" },
  { 0xca, "NAND program failed" },
  { 0xcb, "NAND erase failed" },
  { 0xff, "not implemented" },
};

/**
 * glow_command_get_status_name:
 * @stub: a stub answered, not the ROM
 * @status: first status byte
 * @code: second status byte
 *
 * Returns: (transfer none): what the status means; the stub puts its code into the first
 * byte, the ROM into the second
 */
const char *
glow_command_get_status_name (gboolean stub, guint8 status, guint8 code)
{
  if (stub) {
    for (guint i = 0; i < G_N_ELEMENTS (stub_codes); i++) {
      if (stub_codes[i].code == status)
        return stub_codes[i].name;
    }
    return "unknown stub error";
  }
  for (guint i = 0; i < G_N_ELEMENTS (rom_codes); i++) {
    if (rom_codes[i].code == code)
      return rom_codes[i].name;
  }
  return "unknown ROM error";
}
