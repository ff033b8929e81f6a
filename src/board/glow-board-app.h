/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What runs on a board once it has started from its flash: a personality
 * (#GlowBoardAppKind, one file each) and what it has of the board. */

#pragma once

#include "glow-board-cause.h"
#include "glow-board-settings.h"
#include "glow-board-traits.h"
#include "glow-board-wire.h"

G_BEGIN_DECLS

typedef struct _GlowBoardApp GlowBoardApp;

/* What an application can wait for at the same time; 0 is its own. */
#define GLOW_BOARD_TIMER_OWN     0u
#define GLOW_BOARD_TIMER_BUSY    1u /* glow-board-line-input.c */
#define GLOW_BOARD_TIMER_STATION 2u /* glow-board-station.c */
#define GLOW_BOARD_TIMER_IMPROV  3u /* glow-board-improv.c */
#define GLOW_BOARD_N_TIMERS      4u

/**
 * GlowBoardAppKind:
 * @name: as it is asked for
 * @baud: its rate, bits per second
 * @state_size: bytes of what it keeps while it runs; all zero at the start
 * @log: it begins with the lines of an ESP-IDF application
 * @needs_dual: its board reads its flash by two lines at most (protocol.md 3.10)
 * @start: it begins
 * @receive: (nullable): a byte came, as a receiver at its rate sees it
 * @tick: (nullable): the time has come that it asked a timer for
 * @stop: (nullable): frees what its state owns
 *
 * A personality. Constant.
 */
typedef struct {
  const char *name;
  guint baud;
  gsize state_size;
  gboolean log;
  gboolean needs_dual;
  void (*start) (GlowBoardApp *self);
  void (*receive) (GlowBoardApp *self, guint8 byte);
  void (*tick) (GlowBoardApp *self, guint timer);
  void (*stop) (GlowBoardApp *self);
} GlowBoardAppKind;

struct _GlowBoardApp {
  /* owned */
  GlowBoardSettings *settings; /* of @owner; outlive a restart */
  gpointer state;              /* nullable: of the kind that runs */
  char *title;                 /* nullable: what the firmware calls itself */

  /* borrowed */
  const GlowBoardChip *chip;
  const GlowBoardTraits *traits;
  GlowBoardWire *wire;
  const GlowBoardAppKind *kind;  /* nullable: what runs */
  const GlowBoardAppKind *owner; /* nullable: whose settings they are */

  guint baud_wanted; /* of whoever asked for it; 0: that of the kind */
  guint baud;
  gint64 start_us;
  gint64 at_us;  /* when it acts; moved on by what takes time */
  gint64 now_us; /* what the board is being moved to */
  gint64 due_us[GLOW_BOARD_N_TIMERS];
  guint running;        /* bit mask of the timers */
  gboolean is_mute;     /* what it says was said before anybody looked */
  gboolean is_over;     /* it restarts the chip */
  GlowBoardCause cause; /* then */
};

/* The board's side. */
void glow_board_app_init (GlowBoardApp *self,
                          const GlowBoardChip *chip,
                          const GlowBoardTraits *traits,
                          GlowBoardWire *wire);
void glow_board_app_clear (GlowBoardApp *self);
void glow_board_app_start (GlowBoardApp *self,
                           const GlowBoardAppKind *kind,
                           const char *title,
                           gint64 at_us,
                           gboolean long_ago);
void glow_board_app_stop (GlowBoardApp *self);
gint64 glow_board_app_next_us (const GlowBoardApp *self);
void glow_board_app_tick (GlowBoardApp *self, gint64 now_us);
void glow_board_app_receive (GlowBoardApp *self, guint8 byte, gint64 at_us);

/* The personality's side. */
void glow_board_app_say (GlowBoardApp *self, const char *text);
void glow_board_app_print (GlowBoardApp *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
void glow_board_app_send (GlowBoardApp *self, const guint8 *data, gsize len);
void glow_board_app_set_baud (GlowBoardApp *self, guint baud);
gint64 glow_board_app_uptime_ms (const GlowBoardApp *self);
void glow_board_app_spend (GlowBoardApp *self, gint64 duration_us);
void glow_board_app_tick_in (GlowBoardApp *self, gint64 delay_us);
void glow_board_app_timer_in (GlowBoardApp *self, guint timer, gint64 delay_us);
void glow_board_app_stop_timer (GlowBoardApp *self, guint timer);
void glow_board_app_restart (GlowBoardApp *self, GlowBoardCause cause);

/* glow-board-app-table.c */
extern const GlowBoardAppKind glow_board_app_brownout;
extern const GlowBoardAppKind glow_board_app_counter;
extern const GlowBoardAppKind glow_board_app_espeasy;
extern const GlowBoardAppKind glow_board_app_flood;
extern const GlowBoardAppKind glow_board_app_improv;
extern const GlowBoardAppKind glow_board_app_micropython;
extern const GlowBoardAppKind glow_board_app_noise;
extern const GlowBoardAppKind glow_board_app_panic;
extern const GlowBoardAppKind glow_board_app_silent;
extern const GlowBoardAppKind glow_board_app_tasmota;
extern const GlowBoardAppKind glow_board_app_watchdog;
extern const GlowBoardAppKind glow_board_app_wled;
extern const GlowBoardAppKind glow_board_app_wrong_mode;
const GlowBoardAppKind *glow_board_app_find (const char *name);
const char *const *glow_board_app_names (void);
const GlowBoardAppKind *
glow_board_app_guess (const guint8 *image, gsize size, char **title);
gboolean glow_board_app_parse (const char *text,
                               const GlowBoardAppKind **kind,
                               guint *baud,
                               GError **error);

G_END_DECLS
