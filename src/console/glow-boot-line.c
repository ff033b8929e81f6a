/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The words of ROMs (protocol.md 2.4), of ESP-IDF's bootloader and start-up code, and of
 * well-known firmwares. */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-boot-line.h"

#include <string.h>

typedef struct {
  const char *text;
  GlowBootLineKind kind;
  GlowBootCause cause;
} LineText;

#define COMPLAINT(cause) GLOW_BOOT_LINE_COMPLAINT, GLOW_BOOT_CAUSE_##cause
#define FAULT(cause)     GLOW_BOOT_LINE_FAULT, GLOW_BOOT_CAUSE_##cause
#define SAYS(kind)       GLOW_BOOT_LINE_##kind, GLOW_BOOT_CAUSE_NONE

/* What may stand anywhere in a line, the most telling first. */
static const LineText anywhere[] = {
  { "waiting for download", SAYS (DOWNLOAD) },
  { "flash read err", COMPLAINT (FLASH_READ) },
  { "csum err", COMPLAINT (CHECKSUM) },
  { "invalid header: 0x", COMPLAINT (INVALID_HEADER) },
  { "Invalid image block", COMPLAINT (INVALID_HEADER) },
  { "invalid magic byte", COMPLAINT (NO_APP) },
  { "Detected size(", FAULT (FLASH_SIZE) },
  { "exceeds flash chip size", COMPLAINT (FLASH_SIZE) },
  { "Failed to set QIE bit", GLOW_BOOT_LINE_LOADER, GLOW_BOOT_CAUSE_FLASH_MODE },
  { "Task watchdog got triggered", GLOW_BOOT_LINE_APP, GLOW_BOOT_CAUSE_WATCHDOG },
  { "Brownout detector was triggered", FAULT (BROWNOUT) },
  { "Loaded app from partition", SAYS (LOADED) },
  { "jump to run user", SAYS (LOADED) },
};

/* What the second bootloader says at the level of errors, by tag and words. */
static const struct {
  const char *tag;
  const char *text;
  GlowBootCause cause;
} complaints[] = {
  { "boot", "load partition table error", GLOW_BOOT_CAUSE_PARTITION_TABLE },
  { "boot", "Failed to verify partition table", GLOW_BOOT_CAUSE_PARTITION_TABLE },
  { "flash_parts", "", GLOW_BOOT_CAUSE_PARTITION_TABLE },
  { "boot", "No bootable app partitions", GLOW_BOOT_CAUSE_NO_APP },
  { "boot", "is not bootable", GLOW_BOOT_CAUSE_NO_APP },
  { "esp_image", "nothing flashed here", GLOW_BOOT_CAUSE_NO_APP },
  { "esp_image", "", GLOW_BOOT_CAUSE_APP_IMAGE },
  { "boot_comm", "", GLOW_BOOT_CAUSE_WRONG_CHIP },
  { "boot", "mismatch chip ID", GLOW_BOOT_CAUSE_WRONG_CHIP },
  { "secure_boot", "", GLOW_BOOT_CAUSE_SECURE_BOOT },
  { "secure_boot_v1", "", GLOW_BOOT_CAUSE_SECURE_BOOT },
  { "secure_boot_v2", "", GLOW_BOOT_CAUSE_SECURE_BOOT },
};

/* Tags of ESP-IDF's second bootloader; every other one is an application's. */
static const char *const loader_tags[] = {
  "boot",
  "boot_comm",
  "bootloader_flash",
  "bootloader_init",
  "bootloader_random",
  "esp_image",
  "flash_parts",
  "qio_mode",
  "flash_encrypt",
  "secure_boot",
  "secure_boot_v1",
  "secure_boot_v2",
  "rtc_clk",
  "rtc_clk_init",
  "rtc_time",
  "efuse",
  "efuse_init",
  "bootloader",
  "bootloader_support",
  "clk",
  "octal_flash",
  "MPU",
  "XMC",
  "flash HPM",
};

/* How the lines of a ROM begin. */
static const LineText rom_starts[] = {
  { "ESP-ROM:", SAYS (BANNER) },
  { "Build:", SAYS (ROM) },
  { "configsip:", SAYS (ROM) },
  { "clk_drv:", SAYS (ROM) },
  { "mode:", SAYS (ROM) },
  { "SPIWP:", SAYS (ROM) },
  { "load:0x", SAYS (ROM) },
  { "load 0x", SAYS (ROM) },
  { "ho ", SAYS (ROM) },
  { "tail ", SAYS (ROM) },
  { "chksum 0x", SAYS (ROM) },
  { "Saved PC:", SAYS (ROM) },
  { "ets_main.c", SAYS (ROM) },
  { "ets_loader.c", SAYS (ROM) },
  { "SHA-256 comparison failed", SAYS (ROM) },
  { "Calculated:", SAYS (ROM) },
  { "Expected:", SAYS (ROM) },
  { "Attempting to boot anyway", SAYS (ROM) },
  { "wdt reset", SAYS (ROM) },
  { "@cp:", SAYS (ROM) },
  { "~ld", SAYS (ROM) },
  { "csum 0x", SAYS (HANDOVER) },
  { "entry 0x", SAYS (HANDOVER) },
  { "2nd boot version", SAYS (LOADER) },
  { "SPI Speed  ", SAYS (LOADER) },
  { "SPI Mode  ", SAYS (LOADER) },
  { "SPI Flash Size & Map", SAYS (LOADER) },
  { "Rebooting...", SAYS (ROM) },
};

/* How well-known firmwares are told by their first words. */
static const struct {
  const char *text;
  const char *name;
} apps[] = {
  { "INIT : Boot", "ESPEasy" },
  { "ESP_Easy", "ESPEasy" },
  { "ESP Easy", "ESPEasy" },
  { "Project tasmota", "Tasmota" },
  { "Tasmota Version", "Tasmota" },
  { "HDW: ESP", "Tasmota" },
  { "WLED", "WLED" },
  { "MicroPython v", "MicroPython" },
  { "CircuitPython", "CircuitPython" },
  { "ESPHome version", "ESPHome" },
  { "Running through setup()", "ESPHome" },
  { "ESPURNA", "ESPurna" },
  { "OpenMQTTGateway", "OpenMQTTGateway" },
  { "NodeMCU ", "NodeMCU" },
  { "Meshtastic", "Meshtastic" },
  { "Ai-Thinker Technology", "ESP-AT" },
  { "Espruino", "Espruino" },
};

/* Whole lines that say little but are known. */
static const struct {
  const char *line;
  const char *name;
} app_lines[] = {
  { "Ada", "WLED" },
  { ">>>", "MicroPython" },
  { ">>> ", "MicroPython" },
};

/* A line of a log of ESP-IDF. */
typedef struct {
  char level;
  const char *tag;
  gsize tag_len;
  const char *message;
} LogLine;

/* "I (29) boot: text", "E BOD: text", "W (12:34:56.789) wifi: text" */
static gboolean
read_log_line (const char *text, LogLine *log)
{
  const char *pos = text + 1;
  const char *colon;

  if (!*text || !strchr ("EWIDV", *text) || *pos != ' ')
    return FALSE;
  pos++;
  if (*pos == '(') {
    pos += strspn (pos, "(0123456789:.");
    if (*pos != ')' || pos[1] != ' ')
      return FALSE;
    pos += 2;
  }
  colon = strstr (pos, ": ");
  if (!colon || colon == pos || colon - pos > 32)
    return FALSE;
  log->level = *text;
  log->tag = pos;
  log->tag_len = (gsize) (colon - pos);
  log->message = colon + 2;
  return TRUE;
}

static gboolean
has_tag (const LogLine *log, const char *tag)
{
  return strlen (tag) == log->tag_len && strncmp (log->tag, tag, log->tag_len) == 0;
}

static gboolean
is_loader_tag (const LogLine *log)
{
  /* "boot.esp32" */
  if (log->tag_len > 5 && strncmp (log->tag, "boot.", 5) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (loader_tags); i++) {
    if (has_tag (log, loader_tags[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_complaint (const LogLine *log, GlowBootLine *line)
{
  if (log->level != 'E')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (complaints); i++) {
    if (has_tag (log, complaints[i].tag) && strstr (log->message, complaints[i].text)) {
      line->kind = GLOW_BOOT_LINE_COMPLAINT;
      line->cause = complaints[i].cause;
      return TRUE;
    }
  }
  return FALSE;
}

/* the names newer ROMs and older ones have for it, protocol.md 2.4 */
static GlowBootReset
reset_by_name (const char *name)
{
  if (strstr (name, "BROWN") || strstr (name, "GLITCH"))
    return GLOW_BOOT_RESET_BROWNOUT;
  if (strstr (name, "WDT"))
    return GLOW_BOOT_RESET_WATCHDOG;
  if (strstr (name, "SLEEP"))
    return GLOW_BOOT_RESET_SLEEP;
  if (strstr (name, "SW"))
    return GLOW_BOOT_RESET_SOFTWARE;
  if (strstr (name, "POWERON") || strstr (name, "USB"))
    return GLOW_BOOT_RESET_POWER;
  return GLOW_BOOT_RESET_UNKNOWN;
}

/* "rst:0x10 (RTCWDT_RTC_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)" */
static gboolean
read_reset (const char *text, GlowBootLine *line)
{
  const char *reset = strstr (text, "rst:0x");
  const char *boot = strstr (text, "boot:0x");
  g_autofree char *name = NULL;

  if (!reset)
    return FALSE;
  line->kind = GLOW_BOOT_LINE_RESET;
  name = g_strndup (reset, boot && boot > reset ? (gsize) (boot - reset) : 40);
  line->reset = reset_by_name (name);
  line->download = boot && strstr (boot, "DOWNLOAD");
  return TRUE;
}

/* rst cause of the ESP8266's ROM: 1 power, 2 the pin or software, 3 software, 4 its
 * watchdog */
static GlowBootReset
reset_by_digit (char digit)
{
  switch (digit) {
  case '1':
    return GLOW_BOOT_RESET_POWER;
  case '3':
    return GLOW_BOOT_RESET_SOFTWARE;
  case '4':
    return GLOW_BOOT_RESET_WATCHDOG;
  default:
    return GLOW_BOOT_RESET_UNKNOWN;
  }
}

/* " ets Jan  8 2013,rst cause:2, boot mode:(3,6)", "ets Jul 29 2019 12:21:46" */
static gboolean
read_ets (const char *text, GlowBootLine *line)
{
  const char *ets = strstr (text, "ets J");
  const char *cause = strstr (text, "rst cause:");
  const char *mode = strstr (text, "boot mode:(");

  if (cause) {
    line->kind = GLOW_BOOT_LINE_RESET;
    line->reset = reset_by_digit (cause[strlen ("rst cause:")]);
    line->download = mode && mode[strlen ("boot mode:(")] == '1';
    return TRUE;
  }
  if (!ets || !strstr (ets, " 20"))
    return FALSE;
  line->kind = GLOW_BOOT_LINE_BANNER;
  return TRUE;
}

static gboolean
read_table (const char *text, GlowBootLine *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (anywhere); i++) {
    /* larger flash than the header says is no harm */
    if (!strstr (text, anywhere[i].text) || strstr (text, "larger than"))
      continue;
    line->kind = anywhere[i].kind;
    line->cause = anywhere[i].cause;
    return TRUE;
  }
  return FALSE;
}

static gboolean
read_rom (const char *text, GlowBootLine *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (rom_starts); i++) {
    if (!g_str_has_prefix (text, rom_starts[i].text))
      continue;
    line->kind = rom_starts[i].kind;
    return TRUE;
  }
  if (!strstr (text, "ESP-ROM:"))
    return FALSE;
  line->kind = GLOW_BOOT_LINE_BANNER;
  return TRUE;
}

static const char *
find_app (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (apps); i++) {
    if (strstr (text, apps[i].text))
      return apps[i].name;
  }
  for (guint i = 0; i < G_N_ELEMENTS (app_lines); i++) {
    if (g_str_equal (text, app_lines[i].line))
      return app_lines[i].name;
  }
  return NULL;
}

/* "[I][app:029]: ..." and "[12:34:56][C][logger:185]: ..." */
static gboolean
is_esphome (const char *text)
{
  const char *open = strstr (text, "][");
  const char *level = text[0] == '[' && text[1] && text[2] == ']' ? text + 1 : NULL;

  if (!level && open && open[2] && open[3] == ']')
    level = open + 2;
  if (!level || !strchr ("EWICDV", *level) || level[1] != ']' || level[2] != '[')
    return FALSE;
  return strstr (level, "]: ") != NULL;
}

static void
read_app (const char *text, GlowBootLine *line)
{
  LogLine log;

  line->app_name = find_app (text);
  if (!line->app_name && is_esphome (text))
    line->app_name = "ESPHome";
  if (line->app_name) {
    line->kind = GLOW_BOOT_LINE_APP;
    return;
  }
  if (!read_log_line (text, &log))
    return;
  if (find_complaint (&log, line))
    return;
  line->kind = is_loader_tag (&log) ? GLOW_BOOT_LINE_LOADER : GLOW_BOOT_LINE_APP;
}

/* "mode:DIO, clock div:2", "SPI Mode       : DOUT" */
static gboolean
names_safe_mode (const char *text)
{
  const char *mode = strstr (text, "mode:");

  if (!mode)
    mode = strstr (text, "SPI Mode");
  return mode && (strstr (mode, "DIO") || strstr (mode, "DOUT"));
}

/**
 * glow_boot_line_read:
 * @text: a line without its end and without escapes
 * @line: (out caller-allocates): what it tells
 *
 * Any thread.
 */
void
glow_boot_line_read (const char *text, GlowBootLine *line)
{
  *line = (GlowBootLine){ 0 };
  line->safe_mode = names_safe_mode (text);
  if (read_reset (text, line) || read_ets (text, line) || read_table (text, line) ||
      read_rom (text, line))
    return;
  read_app (text, line);
}
