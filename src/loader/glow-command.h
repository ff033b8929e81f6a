/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The commands of the ROM loaders and the stub: codes, names, time limits, status codes.
 * Pure tables. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* protocol.md 1.6 */
typedef enum {
  GLOW_COMMAND_FLASH_BEGIN = 0x02,
  GLOW_COMMAND_FLASH_DATA = 0x03,
  GLOW_COMMAND_FLASH_END = 0x04,
  GLOW_COMMAND_MEM_BEGIN = 0x05,
  GLOW_COMMAND_MEM_END = 0x06,
  GLOW_COMMAND_MEM_DATA = 0x07,
  GLOW_COMMAND_SYNC = 0x08,
  GLOW_COMMAND_WRITE_REG = 0x09,
  GLOW_COMMAND_READ_REG = 0x0a,
  GLOW_COMMAND_SPI_SET_PARAMS = 0x0b,
  GLOW_COMMAND_SPI_ATTACH = 0x0d,
  GLOW_COMMAND_READ_FLASH_SLOW = 0x0e,
  GLOW_COMMAND_CHANGE_BAUDRATE = 0x0f,
  GLOW_COMMAND_FLASH_DEFL_BEGIN = 0x10,
  GLOW_COMMAND_FLASH_DEFL_DATA = 0x11,
  GLOW_COMMAND_FLASH_DEFL_END = 0x12,
  GLOW_COMMAND_SPI_FLASH_MD5 = 0x13,
  GLOW_COMMAND_GET_SECURITY_INFO = 0x14,
  GLOW_COMMAND_ERASE_FLASH = 0xd0,
  GLOW_COMMAND_ERASE_REGION = 0xd1,
  GLOW_COMMAND_READ_FLASH = 0xd2,
} GlowCommand;

const char *glow_command_get_name (GlowCommand command);
gint64
glow_command_get_timeout_us (GlowCommand command, gboolean stub, guint64 flash_size);
const char *glow_command_get_status_name (gboolean stub, guint8 status, guint8 code);
const char *glow_command_get_status_cause (gboolean stub, guint8 status, guint8 code);

G_END_DECLS
