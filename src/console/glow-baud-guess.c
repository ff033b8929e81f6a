/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Text at the wrong rate becomes bytes of which a third at most happens to be printable
 * in a row; text at the right one is printable but for a byte or two where a chip starts.
 * The last bytes count: a board may change its rate at any time. */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-baud-guess.h"

#include <string.h>

#define WINDOW_LEN      48u /* bytes looked at */
#define MIN_GARBAGE_LEN 20u /* bytes before it is called so */
#define MIN_DOUBT_LEN   2u
#define MIN_TEXT_LEN    12u
#define MAX_BAD_TEXT    10u /* percent of text that is no text */
#define MIN_BAD_GARBAGE 30u
#define FEW_LEN         8u /* so few are enough if nearly all are bad */
#define MIN_BAD_OF_FEW  75u

/* in the order of how often boards talk at them; linux-desktop.md 7.5 */
static const guint bauds[] = { 115200, 74880, 460800, 921600,  230400,  57600,
                               9600,   38400, 19200,  1500000, 2000000, 4800 };

struct _GlowBaudGuess {
  guint baud;
  guint8 window[WINDOW_LEN]; /* ring: 1 for a byte that is no text */
  guint n_bytes;             /* since the rate was set; counts up to 2 windows */
  guint n_bad;               /* in the window */
  guint n_utf8;              /* bytes of a character that are still to come */
  guint next;                /* index into bauds */
  gboolean was_text;
};

/**
 * glow_baud_guess_new:
 * @baud: the rate to begin with
 *
 * Returns: (transfer full): a guess that knows nothing
 */
GlowBaudGuess *
glow_baud_guess_new (guint baud)
{
  GlowBaudGuess *self = g_new0 (GlowBaudGuess, 1);

  self->baud = baud;
  return self;
}

/**
 * glow_baud_guess_free:
 */
void
glow_baud_guess_free (GlowBaudGuess *self)
{
  g_free (self);
}

static gboolean
is_plain (guint8 byte)
{
  return (byte >= 0x20 && byte < 0x7f) || byte == '\r' || byte == '\n' || byte == '\t' ||
         byte == '\b' || byte == '\a' || byte == 0x1b;
}

/* how many more bytes a character has that begins so; RFC 3629 */
static guint
utf8_rest (guint8 byte)
{
  if (byte >= 0xc2 && byte <= 0xdf)
    return 1;
  if (byte >= 0xe0 && byte <= 0xef)
    return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}

static void
count (GlowBaudGuess *self, gboolean bad)
{
  guint pos = self->n_bytes % WINDOW_LEN;

  if (self->n_bytes >= WINDOW_LEN)
    self->n_bad -= self->window[pos];
  self->window[pos] = bad ? 1 : 0;
  self->n_bad += bad ? 1 : 0;
  self->n_bytes++;
  if (self->n_bytes == 2 * WINDOW_LEN)
    self->n_bytes = WINDOW_LEN;
}

/* A character of several bytes is as good as it is long, once it is whole: what begins
 * one in garbage is seldom followed by the rest. */
static gboolean
is_bad (GlowBaudGuess *self, guint8 byte)
{
  if (self->n_utf8 > 0 && (byte & 0xc0) == 0x80) {
    self->n_utf8--;
    return FALSE;
  }
  if (self->n_utf8 > 0) {
    self->n_utf8 = 0;
    return TRUE;
  }
  if (is_plain (byte))
    return FALSE;
  self->n_utf8 = utf8_rest (byte);
  return self->n_utf8 == 0;
}

/**
 * glow_baud_guess_feed:
 * @data: (array length=len): what came at this rate
 * @len: its length in bytes
 */
void
glow_baud_guess_feed (GlowBaudGuess *self, const guint8 *data, gsize len)
{
  for (gsize i = 0; i < len; i++) {
    count (self, is_bad (self, data[i]));
    self->was_text |= glow_baud_guess_get_fit (self) == GLOW_BAUD_TEXT;
  }
}

/**
 * glow_baud_guess_get_fit:
 *
 * Returns: what the last bytes at this rate are
 */
GlowBaudFit
glow_baud_guess_get_fit (GlowBaudGuess *self)
{
  guint n_seen = MIN (self->n_bytes, WINDOW_LEN);

  if (n_seen >= MIN_GARBAGE_LEN && self->n_bad * 100 >= n_seen * MIN_BAD_GARBAGE)
    return GLOW_BAUD_GARBAGE;
  if (n_seen >= FEW_LEN && self->n_bad * 100 >= n_seen * MIN_BAD_OF_FEW)
    return GLOW_BAUD_GARBAGE;
  if (n_seen >= MIN_TEXT_LEN && self->n_bad * 100 <= n_seen * MAX_BAD_TEXT)
    return GLOW_BAUD_TEXT;
  return GLOW_BAUD_UNKNOWN;
}

/**
 * glow_baud_guess_is_doubtful:
 *
 * A board that talks much faster than it is listened to comes as a byte now and then.
 *
 * Returns: %TRUE if what came so far looks more like garbage, however little it is
 */
gboolean
glow_baud_guess_is_doubtful (GlowBaudGuess *self)
{
  guint n_seen = MIN (self->n_bytes, WINDOW_LEN);

  return self->n_bad >= MIN_DOUBT_LEN && self->n_bad * 100 >= n_seen * MIN_BAD_GARBAGE;
}

/**
 * glow_baud_guess_note_pause:
 *
 * What comes after a while without a byte is judged for itself; that there was text at
 * this rate is not forgotten.
 */
void
glow_baud_guess_note_pause (GlowBaudGuess *self)
{
  self->n_bytes = self->n_bad = self->n_utf8 = 0;
}

/**
 * glow_baud_guess_was_text:
 *
 * Returns: %TRUE if there was text at this rate since it was set
 */
gboolean
glow_baud_guess_was_text (GlowBaudGuess *self)
{
  return self->was_text;
}

guint
glow_baud_guess_get_baud (GlowBaudGuess *self)
{
  return self->baud;
}

/**
 * glow_baud_guess_set_baud:
 * @baud: the rate from now on
 *
 * Forgets what came before.
 */
void
glow_baud_guess_set_baud (GlowBaudGuess *self, guint baud)
{
  self->baud = baud;
  self->n_bytes = self->n_bad = self->n_utf8 = 0;
  self->was_text = FALSE;
}

/**
 * glow_baud_guess_next:
 *
 * Goes on to the next rate that is worth trying; after the last one it begins again.
 *
 * Returns: that rate
 */
guint
glow_baud_guess_next (GlowBaudGuess *self)
{
  if (bauds[self->next] == self->baud)
    self->next = (self->next + 1) % G_N_ELEMENTS (bauds);
  glow_baud_guess_set_baud (self, bauds[self->next]);
  self->next = (self->next + 1) % G_N_ELEMENTS (bauds);
  return self->baud;
}
