/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The board's inside, for the files of this folder. */

#pragma once

#include "glow-board.h"

#include "glow-board-app.h"
#include "glow-board-boot.h"
#include "glow-board-chip.h"
#include "glow-board-flash.h"
#include "glow-board-ram.h"
#include "glow-board-regs.h"
#include "glow-board-report.h"
#include "glow-board-rom.h"
#include "glow-board-slip.h"
#include "glow-board-stub.h"
#include "glow-board-traits.h"
#include "glow-board-wire.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_BOARD_STATE_UNPOWERED, /* nobody has looked at it yet */
  GLOW_BOARD_STATE_RESET,     /* held in reset, or starting */
  GLOW_BOARD_STATE_ROM,       /* the ROM's loader waits for commands */
  GLOW_BOARD_STATE_STUB,      /* the stub does */
  GLOW_BOARD_STATE_APP,       /* an application runs */
  GLOW_BOARD_STATE_HUNG,      /* nothing runs that talks, until the next reset */
} GlowBoardState;

/* How much a reset takes back. */
typedef enum {
  GLOW_BOARD_RESET_POWER,    /* all; the straps are looked at */
  GLOW_BOARD_RESET_WATCHDOG, /* all; the straps are looked at */
  GLOW_BOARD_RESET_CORE,     /* what the always-on part of the chip keeps stays */
} GlowBoardResetKind;

struct _GlowBoard {
  GObject parent_instance;

  /* owned */
  GlowBoardReport *report;
  GlowBoardFlash *flash;
  GlowBoardRegs *regs;
  GlowBoardRam ram;
  GlowBoardWire wire;
  GlowBoardRom rom;
  GlowBoardStub stub;
  GlowBoardSlip slip;
  GQueue events; /* GlowBoardEvent *, earliest first */
  GlowBoardApp app;
  GlowBoardUart uart;  /* how an application takes what a host at another rate says */
  GlowBoardBoot *boot; /* nullable: what the chip finds in its flash, as it is now */

  /* never changed after construction */
  const GlowBoardChip *chip;
  GlowBoardTraits traits;
  GlowBoardMode mode;
  gboolean pace;
  const GlowBoardAppKind *kind; /* nullable: what runs, whatever is in the flash */

  GlowBoardState state;
  guint n_wipes;      /* of the flash, when the settings were last looked at */
  gint64 now_us;      /* what the board has been moved to */
  gint64 at_us;       /* when the current command acts */
  gint64 answered_us; /* when the last answer went out */
  gint64 idle_us;     /* when the last command was through */
  guint chip_baud;
  gboolean autobaud; /* the ROM takes over the rate of the next SYNC */
  gboolean download; /* the last reset led to the loader */

  /* straps, protocol.md 2.8, 3.5 */
  gboolean boot_held;  /* somebody's finger is on BOOT */
  gboolean boot_waits; /* until the first command */
  gboolean strap_low;  /* as it was looked at */

  /* the chip's own USB port, protocol.md 2.2 */
  gboolean usb_dtr;
  gboolean usb_rts;
  gboolean usb_flag;     /* JTAG: the next reset leads to the loader */
  gboolean usb_download; /* the reset that comes now does */

  gint64 watchdog_us;   /* when it bites; -1: it sleeps */
  gboolean power_armed; /* P4: the flash is about to get power */

  /* reset circuit, protocol.md 2.1 */
  gboolean boot_pin_low;
  gboolean in_reset;
  gint64 release_us; /* when the reset pin is high again; -1: not on its way */

  gint is_open; /* atomic: a transport has it */
};

/* glow-board.c */
void glow_board_send_frame (GlowBoard *self, const guint8 *data, gsize len);
void glow_board_spend (GlowBoard *self);
void glow_board_advance (GlowBoard *self, gint64 now_us);
void glow_board_write_regs (GlowBoard *self, const guint8 *p, gsize len);
void glow_board_set_chip_baud (GlowBoard *self, guint32 baud);

/* glow-board-reset.c */
void glow_board_power_on (GlowBoard *self, gint64 now_us);
void glow_board_leave_reset (GlowBoard *self, gint64 at_us);
void glow_board_restart (GlowBoard *self, GlowBoardResetKind kind, GlowBoardCause cause);
void glow_board_restart_app (GlowBoard *self, GlowBoardCause cause);
void glow_board_leave_loader (GlowBoard *self);
void glow_board_jump (GlowBoard *self, guint32 entry);

/* glow-board-crypt.c */
void glow_board_program (GlowBoard *self,
                         gsize offset,
                         const guint8 *data,
                         gsize len,
                         gboolean encrypted);

/* glow-board-power.c */
void glow_board_power_reset (GlowBoard *self);
void glow_board_power_written (GlowBoard *self, guint32 addr);

/* glow-board-usb.c */
void glow_board_usb_set_lines (GlowBoard *self, gboolean dtr, gboolean rts);
gboolean glow_board_usb_breaks (GlowBoard *self, gsize len);

/* glow-board-watchdog.c */
void
glow_board_write_register (GlowBoard *self, guint32 addr, guint32 value, guint32 mask);
void glow_board_watchdog_bite (GlowBoard *self, gint64 at_us);
void glow_board_watchdog_leave_running (GlowBoard *self);

/* glow-board-rom.c, glow-board-stub.c */
void glow_board_rom_start (GlowBoard *self);
void glow_board_rom_frame (GlowBoard *self, gsize len, guint host_baud);
void glow_board_ram_announce (GlowBoard *self, const guint8 *p);
void glow_board_put_security_info (GlowBoard *self, guint8 *info);
void glow_board_stub_start (GlowBoard *self);
void glow_board_stub_frame (GlowBoard *self, gsize len);
void glow_board_stub_stop (GlowBoard *self);

G_END_DECLS
