/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-board"

#include "config.h"

#include "glow-board-private.h"

#include "glow-board-event.h"
#include "glow-bytes.h"
#include "glow-error.h"

#include <string.h>

#define DEFAULT_BAUD   115200u
#define MIN_FLASH_SIZE (256u * 1024)
#define MAX_FLASH_SIZE (128u * 1024 * 1024)

G_DEFINE_FINAL_TYPE (GlowBoard, glow_board, G_TYPE_OBJECT)

static void
glow_board_finalize (GObject *object)
{
  GlowBoard *self = GLOW_BOARD (object);

  glow_board_clear_events (self);
  glow_board_app_clear (&self->app);
  g_clear_pointer (&self->boot, glow_board_boot_free);
  glow_board_stub_stop (self);
  glow_board_inflate_stop (&self->rom.inflate);
  glow_board_wire_clear (&self->wire);
  glow_board_ram_clear (&self->ram);
  g_clear_pointer (&self->regs, glow_board_regs_free);
  g_clear_pointer (&self->flash, glow_board_flash_free);
  g_clear_pointer (&self->report, glow_board_report_free);
  G_OBJECT_CLASS (glow_board_parent_class)->finalize (object);
}

static void
glow_board_class_init (GlowBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_board_finalize;
}

static void
glow_board_init (GlowBoard *self)
{
  self->report = glow_board_report_new ();
  self->release_us = -1;
  self->watchdog_us = -1;
  self->chip_baud = DEFAULT_BAUD;
  g_queue_init (&self->events);
  glow_board_ram_init (&self->ram);
  glow_board_wire_init (&self->wire, self->report);
}

static gboolean
check_config (const GlowBoardConfig *config, const GlowBoardChip *chip, GError **error)
{
  if (!chip) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no simulated chip \"%s\"",
                 config->chip);
    return FALSE;
  }
  if (config->flash_size < MIN_FLASH_SIZE || config->flash_size > MAX_FLASH_SIZE ||
      (config->flash_size & (config->flash_size - 1)) != 0) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT,
                 "flash size 0x%x is not a power of two from 0x%x to 0x%x",
                 config->flash_size, MIN_FLASH_SIZE, MAX_FLASH_SIZE);
    return FALSE;
  }
  return TRUE;
}

/**
 * glow_board_new:
 * @config: what to simulate
 * @error: %GLOW_ERROR_ARGUMENT for a chip, a size or an application that there is not
 *
 * A board with an empty flash. It gets power when it is first used, so that what
 * glow_board_load_flash() puts there before is what it boots.
 *
 * Returns: (transfer full): the board
 */
GlowBoard *
glow_board_new (const GlowBoardConfig *config, GError **error)
{
  const GlowBoardChip *chip = glow_board_chip_find (config->chip);
  const GlowBoardAppKind *kind;
  GlowBoardTraits traits;
  GlowBoard *self;
  guint baud;

  if (!check_config (config, chip, error) ||
      !glow_board_app_parse (config->app, &kind, &baud, error))
    return NULL;
  if (config->revision >= 0)
    chip = glow_board_chip_revise (chip, (guint) config->revision);
  if (!glow_board_traits_fill (&traits, chip, config, error))
    return NULL;
  self = g_object_new (GLOW_TYPE_BOARD, NULL);
  self->chip = chip;
  self->traits = traits;
  self->mode = config->mode;
  self->boot_held = config->strap_held;
  self->boot_waits = config->strap_held;
  self->pace = config->pace;
  self->wire.pace = config->pace;
  self->wire.samples = config->samples;
  self->wire.turnaround_us = config->turnaround_us;
  self->wire.clean_baud = config->clean_baud;
  glow_board_faulter_init (&self->wire.faulter, config->fault, config->fault_seed,
                           config->fault_rate);
  self->flash = glow_board_flash_new (config->flash_size, self->report);
  if (config->md5_rate > 0)
    self->flash->md5_rate = config->md5_rate;
  self->regs = glow_board_regs_new (chip, &self->traits, self->flash);
  self->kind = kind;
  glow_board_app_init (&self->app, chip, &self->traits, &self->wire);
  self->app.baud_wanted = baud;
  return self;
}

/**
 * glow_board_send_frame:
 * @data: (array length=len): content of the frame
 * @len: bytes
 *
 * Sends one frame at @self->at_us and at the chip's rate.
 */
void
glow_board_send_frame (GlowBoard *self, const guint8 *data, gsize len)
{
  g_autoptr (GByteArray) frame = g_byte_array_sized_new ((guint) len + 2);

  glow_board_slip_encode (frame, data, len);
  self->answered_us = self->at_us;
  glow_board_wire_send (&self->wire, frame->data, frame->len, self->chip_baud,
                        self->at_us);
}

/**
 * glow_board_spend:
 *
 * Lets the time pass that the flash has worked since the last call; none without pace.
 */
void
glow_board_spend (GlowBoard *self)
{
  gint64 work_us = glow_board_flash_take_work_us (self->flash);

  if (!self->pace)
    return;
  self->at_us += work_us;
  self->report->flash_busy_us += work_us;
}

/**
 * glow_board_write_regs:
 * @p: (array length=len): tuples of address, value, mask and delay in µs
 * @len: bytes, a multiple of 16
 *
 * Runs a WRITE_REG: each delay comes before its write (protocol.md 1.6).
 */
void
glow_board_write_regs (GlowBoard *self, const guint8 *p, gsize len)
{
  for (gsize i = 0; i < len; i += 16) {
    if (self->pace)
      self->at_us += glow_get_le32 (p + i + 12);
    glow_board_write_register (self, glow_get_le32 (p + i), glow_get_le32 (p + i + 4),
                               glow_get_le32 (p + i + 8));
  }
}

/**
 * glow_board_set_chip_baud:
 * @baud: bits per second, not 0
 *
 * Sets the chip's UART; what was sent before goes at the old rate.
 */
void
glow_board_set_chip_baud (GlowBoard *self, guint32 baud)
{
  self->chip_baud = baud;
}

static void
run_frame (GlowBoard *self, guint host_baud, gint64 at_us)
{
  if (at_us < self->answered_us)
    glow_board_report_violation (self->report,
                                 "request sent before the one before was answered");
  self->at_us = MAX (at_us, self->idle_us);
  if (self->boot_waits)
    self->boot_held = FALSE;
  self->boot_waits = FALSE;
  if (glow_board_usb_breaks (self, self->slip.len))
    return;
  if (self->state == GLOW_BOARD_STATE_ROM)
    glow_board_rom_frame (self, self->slip.len, host_baud);
  else
    glow_board_stub_frame (self, self->slip.len);
  glow_board_spend (self);
  self->idle_us = self->at_us;
}

static void
tell_app (GlowBoard *self, guint8 byte, guint host_baud, gint64 at_us)
{
  guint8 out[GLOW_BOARD_UART_MAX + 1] = { byte };
  gsize n_out = 1;

  if (glow_board_wire_rates_match (host_baud, self->chip_baud)) {
    glow_board_uart_init (&self->uart);
  } else if (!self->wire.samples) {
    out[0] = glow_board_wire_garble (byte);
  } else {
    n_out = glow_board_uart_feed (&self->uart, byte, host_baud, self->chip_baud, out);
    if (glow_board_wire_next_arrival_us (&self->wire) < 0)
      n_out += glow_board_uart_end (&self->uart, out + n_out);
  }
  for (gsize i = 0; i < n_out; i++)
    glow_board_app_receive (&self->app, out[i], at_us);
}

static void
take_byte (GlowBoard *self)
{
  guint8 byte;
  guint host_baud;
  gint64 at_us;

  if (!glow_board_wire_take (&self->wire, &byte, &host_baud, &at_us))
    return;
  if (self->state == GLOW_BOARD_STATE_APP) {
    tell_app (self, byte, host_baud, at_us);
    return;
  }
  if (self->state != GLOW_BOARD_STATE_ROM && self->state != GLOW_BOARD_STATE_STUB)
    return;
  if (!self->autobaud && !glow_board_wire_rates_match (host_baud, self->chip_baud))
    byte = glow_board_wire_garble (byte);
  if (glow_board_slip_push (&self->slip, byte))
    run_frame (self, host_baud, at_us);
}

static gint64
earlier (gint64 a_us, gint64 b_us)
{
  if (a_us < 0)
    return b_us;
  return b_us < 0 ? a_us : MIN (a_us, b_us);
}

/* The next thing that happens without a byte. */
static gint64
next_own_step_us (GlowBoard *self)
{
  gint64 step_us = earlier (self->release_us, glow_board_next_event_us (self));

  step_us = earlier (step_us, glow_board_app_next_us (&self->app));

  return earlier (step_us, self->watchdog_us);
}

/* The next thing that happens by itself. */
static gint64
next_step_us (GlowBoard *self)
{
  return earlier (next_own_step_us (self), glow_board_wire_next_arrival_us (&self->wire));
}

static void
run_app (GlowBoard *self, gint64 at_us, gint64 now_us)
{
  if (!self->app.is_over) {
    glow_board_app_tick (&self->app, now_us);
    self->chip_baud = self->app.baud;
    return;
  }
  self->at_us = at_us;
  glow_board_restart_app (self, self->app.cause);
}

static void
step (GlowBoard *self, gint64 at_us, gint64 now_us)
{
  glow_board_wire_deliver (&self->wire, at_us);
  if (self->release_us == at_us)
    glow_board_leave_reset (self, at_us);
  else if (self->watchdog_us == at_us)
    glow_board_watchdog_bite (self, at_us);
  else if (glow_board_next_event_us (self) == at_us)
    glow_board_run_event (self);
  else if (glow_board_app_next_us (&self->app) == at_us)
    run_app (self, at_us, now_us);
  else
    take_byte (self);
}

/**
 * glow_board_advance:
 * @now_us: the caller's clock
 *
 * Lets everything happen that is due by then. A clock that goes back stands still.
 */
void
glow_board_advance (GlowBoard *self, gint64 now_us)
{
  gint64 step_us;

  if (self->state == GLOW_BOARD_STATE_UNPOWERED)
    glow_board_power_on (self, now_us);
  now_us = MAX (now_us, self->now_us);
  glow_board_wire_set_time (&self->wire, now_us);
  while ((step_us = next_step_us (self)) >= 0 && step_us <= now_us)
    step (self, step_us, now_us);
  glow_board_wire_deliver (&self->wire, now_us);
  self->now_us = now_us;
}

/**
 * glow_board_receive:
 * @data: (array length=len): bytes from the host
 * @len: how many
 * @now_us: the caller's clock, never going back
 *
 * The host sends bytes. Thread: whichever drives the board.
 */
void
glow_board_receive (GlowBoard *self, const guint8 *data, gsize len, gint64 now_us)
{
  g_return_if_fail (GLOW_IS_BOARD (self));

  glow_board_advance (self, now_us);
  glow_board_wire_write (&self->wire, data, len, self->chip_baud, self->now_us);
  glow_board_advance (self, now_us);
}

/**
 * glow_board_transmit:
 * @buf: (array length=buf_size) (out caller-allocates): gets bytes for the host
 * @buf_size: how many fit
 * @now_us: the caller's clock
 *
 * Takes what has arrived at the host. Thread: whichever drives the board.
 *
 * Returns: bytes taken, 0 when nothing has arrived
 */
gsize
glow_board_transmit (GlowBoard *self, guint8 *buf, gsize buf_size, gint64 now_us)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), 0);

  glow_board_advance (self, now_us);
  return glow_board_wire_read (&self->wire, buf, buf_size);
}

/**
 * glow_board_next_output_us:
 * @now_us: the caller's clock
 *
 * When to call glow_board_transmit() again: at that time something may have arrived at
 * the host, and not before. Thread: whichever drives the board.
 *
 * Returns: µs of the caller's clock, @now_us when something is there already, -1 when
 *   nothing comes without further input
 */
gint64
glow_board_next_output_us (GlowBoard *self, gint64 now_us)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), -1);

  glow_board_advance (self, now_us);
  if (self->wire.inbox->len > 0)
    return now_us;
  return earlier (next_step_us (self), glow_board_wire_next_delivery_us (&self->wire));
}

/**
 * glow_board_next_chunk_us:
 * @now_us: the caller's clock
 *
 * As glow_board_next_output_us(), but what was sent in one piece is waited for as a
 * whole: a server that woke up for each byte would be late for the next.
 *
 * Returns: µs of the caller's clock, -1 when nothing comes without further input
 */
gint64
glow_board_next_chunk_us (GlowBoard *self, gint64 now_us)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), -1);

  glow_board_advance (self, now_us);
  if (self->wire.inbox->len > 0)
    return now_us;
  return earlier (next_own_step_us (self), glow_board_wire_next_end_us (&self->wire));
}

/**
 * glow_board_set_host_baud:
 * @baud: bits per second, 0 when the host has none
 * @now_us: the caller's clock
 *
 * Sets the host's rate for what is sent and what arrives from now on. Thread: whichever
 * drives the board.
 */
void
glow_board_set_host_baud (GlowBoard *self, guint baud, gint64 now_us)
{
  g_return_if_fail (GLOW_IS_BOARD (self));

  glow_board_advance (self, now_us);
  /* protocol.md 2.6: on the chip's own USB port there is no rate */
  self->wire.host_baud = self->traits.usb == GLOW_BOARD_USB_UART ? baud : 0;
}

/**
 * glow_board_is_closed:
 *
 * Thread: whichever drives the board.
 *
 * Returns: whether the fault that breaks the connection has struck
 */
gboolean
glow_board_is_closed (GlowBoard *self)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), FALSE);

  return self->wire.faulter.is_closed;
}

/**
 * glow_board_reconnect:
 *
 * Somebody plugs the board in again after its connection broke.
 */
void
glow_board_reconnect (GlowBoard *self)
{
  self->wire.faulter.is_closed = FALSE;
}

/**
 * glow_board_discard:
 * @now_us: the caller's clock
 *
 * Forgets what has arrived at the host and was not read.
 */
void
glow_board_discard (GlowBoard *self, gint64 now_us)
{
  glow_board_advance (self, now_us);
  g_byte_array_set_size (self->wire.inbox, 0);
}

/**
 * glow_board_peek_flash:
 * @size: (out): bytes
 *
 * Thread: whichever drives the board.
 *
 * Returns: (transfer none) (array length=size): the flash as it is now
 */
const guint8 *
glow_board_peek_flash (GlowBoard *self, gsize *size)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), NULL);

  *size = self->flash->size;
  return self->flash->mem;
}

/**
 * glow_board_load_flash:
 * @offset: bytes into the flash
 * @content: what to put there; what does not fit is cut off
 *
 * Puts content into the flash by magic, not by the protocol. Thread: whichever drives the
 * board.
 */
void
glow_board_load_flash (GlowBoard *self, guint32 offset, GBytes *content)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (content, &len);

  g_return_if_fail (GLOW_IS_BOARD (self));

  g_clear_pointer (&self->boot, glow_board_boot_free);
  self->flash->touched = TRUE;
  if (offset < self->flash->size && len > 0)
    memcpy (self->flash->mem + offset, data, MIN (len, self->flash->size - offset));
}

static const char *
loader_name (GlowBoardState state)
{
  switch (state) {
  case GLOW_BOARD_STATE_ROM:
    return "rom";
  case GLOW_BOARD_STATE_STUB:
    return "stub";
  case GLOW_BOARD_STATE_APP:
    return "app";
  case GLOW_BOARD_STATE_UNPOWERED:
  case GLOW_BOARD_STATE_RESET:
  case GLOW_BOARD_STATE_HUNG:
  default:
    return "none";
  }
}

/**
 * glow_board_dup_report:
 *
 * Thread: whichever drives the board.
 *
 * Returns: (transfer full): what the board has seen, as JSON; glowplug-board(1) has the
 *   members
 */
char *
glow_board_dup_report (GlowBoard *self)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), NULL);

  return glow_board_report_to_json (self->report, self->chip->name,
                                    loader_name (self->state), self->chip_baud,
                                    self->app.owner ? self->app.owner->name : NULL,
                                    self->app.settings, self->flash->mem,
                                    self->flash->size);
}

/**
 * glow_board_get_chip_name:
 *
 * Any thread.
 *
 * Returns: (transfer none): such as "esp32"
 */
const char *
glow_board_get_chip_name (GlowBoard *self)
{
  g_return_val_if_fail (GLOW_IS_BOARD (self), NULL);

  return self->chip->name;
}
