/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A simulated board: chip ROM, stub, flash, reset circuit and boot log. It shares no
 * protocol code and no table with the engine, on purpose. A pure state machine on a clock
 * its caller moves; one thread at a time. */

#pragma once

#include "glow-target.h"
#include "glow-transport.h"

G_BEGIN_DECLS

#define GLOW_TYPE_BOARD (glow_board_get_type ())
G_DECLARE_FINAL_TYPE (GlowBoard, glow_board, GLOW, BOARD, GObject)

typedef enum {
  GLOW_BOARD_MODE_RUNNING_APP, /* booted from flash; needs a reset into download mode */
  GLOW_BOARD_MODE_DOWNLOAD,    /* waits in the ROM loader */
  GLOW_BOARD_MODE_SILENT,      /* answers nothing, whatever is done to it */
} GlowBoardMode;

typedef enum {
  GLOW_BOARD_FAULT_NONE,
  GLOW_BOARD_FAULT_DROP,      /* loses bytes, either way */
  GLOW_BOARD_FAULT_FLIP,      /* flips a bit, either way */
  GLOW_BOARD_FAULT_DUPLICATE, /* repeats a byte, either way */
  GLOW_BOARD_FAULT_STALL,     /* stops answering at a seeded point, until a reset */
  GLOW_BOARD_FAULT_CLOSE,     /* the connection breaks at a seeded point, once */
} GlowBoardFault;

typedef enum {
  GLOW_BOARD_USB_UART, /* a bridge of its own, wired to the reset and boot pins */
  GLOW_BOARD_USB_JTAG, /* the chip's USB-Serial/JTAG */
  GLOW_BOARD_USB_OTG,  /* the chip's USB-OTG */
} GlowBoardUsb;

typedef struct {
  const char *chip;   /* "esp32", "esp8266" */
  guint32 flash_size; /* bytes, a power of two */
  guint8 mac[6];      /* all zero: one made from the chip's name */
  GlowBoardMode mode;
  GlowBoardFault fault;
  guint64 fault_seed;
  double fault_rate;   /* events per byte for drop and flip; 0: a default */
  gboolean pace;       /* take the time a real line and a real flash take */
  guint turnaround_us; /* µs a USB bridge adds on the way to the host; with pace */
  guint md5_rate;      /* bytes per ms the chip digests; 0: a default; with pace */
  guint clean_baud;    /* bytes are dropped and flipped only above it; 0: at any rate */
  gboolean samples;    /* text at another rate is what a receiver makes of its bits */
  const char *app;     /* NAME[:BAUD], what runs; NULL: as the flash has it */

  /* the chip's individual traits */
  gint revision;         /* major × 100 + minor; -1: the chip's usual one */
  guint package;         /* code in the eFuses */
  guint flash_cap;       /* code in the eFuses; 0: no flash in the package */
  guint psram_cap;       /* code in the eFuses; 0: no PSRAM in the package */
  guint crystal_mhz;     /* 0: the usual one */
  guint rom_crystal_mhz; /* what the ROM takes it for; 0: the usual */
  gint rc_drift;         /* ‰ the ESP32's RC clock is off by, protocol.md 3.4 */
  GlowBoardUsb usb;
  gboolean strap_held; /* BOOT was held at power-on, and is until the first command */
  gboolean secure_download;
  gboolean secure_boot;
  gboolean flash_encryption;
} GlowBoardConfig;

const char *const *glow_board_get_chip_names (void); /* NULL-terminated, "esp32" ... */
const char *const *glow_board_get_app_names (void);  /* NULL-terminated, "auto" ... */
void glow_board_config_init (GlowBoardConfig *config);
gboolean glow_board_config_name (GlowBoardConfig *config, char *text, GError **error);
GlowBoard *glow_board_new (const GlowBoardConfig *config, GError **error);

/* The wire and the lines, driven by a transport or by the program's event loop. */
void glow_board_receive (GlowBoard *self, const guint8 *data, gsize len, gint64 now_us);
gsize glow_board_transmit (GlowBoard *self, guint8 *buf, gsize buf_size, gint64 now_us);
gint64 glow_board_next_output_us (GlowBoard *self,
                                  gint64 now_us); /* -1: nothing is coming */
gint64 glow_board_next_chunk_us (GlowBoard *self, gint64 now_us);
void glow_board_set_lines (GlowBoard *self, gboolean dtr, gboolean rts, gint64 now_us);
void glow_board_set_host_baud (GlowBoard *self, guint baud, gint64 now_us);
void glow_board_reset (GlowBoard *self, gint64 now_us); /* the RESET button */
void glow_board_hold_boot (GlowBoard *self, gboolean held, gint64 now_us);
gboolean glow_board_is_closed (GlowBoard *self); /* the close fault has struck */

void glow_board_reconnect (GlowBoard *self);              /* plugged in again */
void glow_board_discard (GlowBoard *self, gint64 now_us); /* what the host did not read */

/* What is in its flash, and what was seen. */
const guint8 *glow_board_peek_flash (GlowBoard *self, gsize *size);
void glow_board_load_flash (GlowBoard *self, guint32 offset, GBytes *content);
char *glow_board_dup_report (GlowBoard *self); /* JSON, see glowplug-board(1) */
const char *glow_board_get_chip_name (GlowBoard *self);

/* In-process, for --practice and for tests. The board is kept across openings; opening it
 * while it is open fails with GLOW_ERROR_BUSY. With real_time FALSE the transport's clock
 * is virtual: waiting takes no time and runs are repeatable. */
GlowTarget *glow_board_target_new (GlowBoard *board, gboolean real_time);

G_END_DECLS
