/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One automaton of Knuth, Morris and Pratt per secret tells after each byte how much of
 * it the stream may have begun. The longest of these beginnings is what is held back.
 *
 * A line that loses a byte shows a secret that is not quite one. So pieces of a long
 * secret are hidden, too, wherever they come from. */

#define G_LOG_DOMAIN "glow-util"

#include "config.h"

#include "glow-redactor.h"

#include "glow-secret.h"

#include <string.h>

/* bytes: a shorter beginning of a secret tells nothing, and is shown when a stream ends
 * or pauses in it */
#define MIN_TOLD_LEN 4

/* bytes: pieces of this length are hidden, of secrets that have at least the other */
#define PIECE_LEN 6
#define PIECES_OF 8

typedef struct {
  char *text; /* owned */
  gsize len;
  gsize *fallback; /* owned: [n] is the state after a mismatch in state n */
} Secret;

/* The bytes of a secret from end - len to end. */
typedef struct {
  gsize end;
  gsize len;
} Piece;

/* What is known of one stream. */
typedef struct {
  gsize *states;      /* owned: per secret, how many of its bytes the stream ends in */
  Piece *pieces;      /* owned: per secret, which piece of it the stream ends in */
  GByteArray *held;   /* owned: not given on yet */
  GByteArray *hidden; /* owned: per byte of @held, whether it belongs to a secret */
  gboolean in_mask;   /* the last byte given on was a hidden one */
} Stream;

struct _GlowRedactor {
  GPtrArray *secrets; /* owned */
  Stream stream;      /* owned: of glow_redactor_filter() */
};

G_DEFINE_BOXED_TYPE (GlowRedactor, glow_redactor, glow_redactor_ref, glow_redactor_unref)

static void
secret_free (Secret *secret)
{
  glow_secret_free (secret->text);
  g_free (secret->fallback);
  g_free (secret);
}

static gsize
next_state (const Secret *secret, gsize state, char byte)
{
  while (state > 0 && (state == secret->len || secret->text[state] != byte))
    state = secret->fallback[state];
  return secret->text[state] == byte ? state + 1 : 0;
}

/* the longest piece that ends in what @piece has, as much of it as possible, and @byte */
static Piece
next_piece (const Secret *secret, Piece piece, char byte)
{
  Piece best = { 0, 0 };

  if (piece.end < secret->len && piece.len > 0 && secret->text[piece.end] == byte)
    return (Piece){ piece.end + 1, piece.len + 1 };
  for (gsize i = 0; i < secret->len; i++) {
    gsize len = 0;

    if (secret->text[i] != byte)
      continue;
    while (len < piece.len && len < i &&
           secret->text[i - 1 - len] == secret->text[piece.end - 1 - len])
      len++;
    if (len + 1 > best.len)
      best = (Piece){ i + 1, len + 1 };
  }
  return best;
}

static Secret *
secret_new (const char *text)
{
  Secret *secret = g_new0 (Secret, 1);

  secret->text = g_strdup (text);
  secret->len = strlen (text);
  secret->fallback = g_new0 (gsize, secret->len + 1);
  for (gsize i = 1; i < secret->len; i++)
    secret->fallback[i + 1] = next_state (secret, secret->fallback[i], text[i]);
  return secret;
}

static void
stream_init (Stream *stream, guint n_secrets)
{
  stream->states = g_new0 (gsize, n_secrets + 1);
  stream->pieces = g_new0 (Piece, n_secrets + 1);
  stream->held = g_byte_array_new ();
  stream->hidden = g_byte_array_new ();
  stream->in_mask = FALSE;
}

static void
stream_clear (Stream *stream)
{
  g_free (stream->states);
  g_free (stream->pieces);
  glow_secret_bytes_free (stream->held);
  g_byte_array_unref (stream->hidden);
}

static void
hide (Stream *stream, gsize len)
{
  gsize n = MIN (len, stream->hidden->len);

  memset (stream->hidden->data + stream->hidden->len - n, TRUE, n);
}

static void
take_byte (const GPtrArray *secrets, Stream *stream, guint8 byte)
{
  guint8 visible = FALSE;

  g_byte_array_append (stream->held, &byte, 1);
  g_byte_array_append (stream->hidden, &visible, 1);
  for (guint i = 0; i < secrets->len; i++) {
    const Secret *secret = g_ptr_array_index (secrets, i);

    stream->states[i] = next_state (secret, stream->states[i], (char) byte);
    if (stream->states[i] == secret->len)
      hide (stream, secret->len);
    if (secret->len < PIECES_OF)
      continue;
    stream->pieces[i] = next_piece (secret, stream->pieces[i], (char) byte);
    if (stream->pieces[i].len >= PIECE_LEN)
      hide (stream, stream->pieces[i].len);
  }
}

/* how many bytes at the end may be the beginning of a secret */
static gsize
begun_len (const GPtrArray *secrets, const Stream *stream)
{
  gsize len = 0;

  for (guint i = 0; i < secrets->len; i++) {
    const Secret *secret = g_ptr_array_index (secrets, i);
    gsize state = stream->states[i];

    len = MAX (len, state == secret->len ? secret->fallback[state] : state);
  }
  return MIN (len, stream->held->len);
}

/* the same, or of a piece of one; a piece that is long enough is hidden already */
static gsize
open_len (const GPtrArray *secrets, const Stream *stream)
{
  gsize len = begun_len (secrets, stream);

  for (guint i = 0; i < secrets->len; i++) {
    if (stream->pieces[i].len < PIECE_LEN)
      len = MAX (len, stream->pieces[i].len);
  }
  return MIN (len, stream->held->len);
}

static void
give_on (Stream *stream, gsize len, GString *out)
{
  for (gsize i = 0; i < len; i++) {
    if (!stream->hidden->data[i])
      g_string_append_c (out, (char) stream->held->data[i]);
    else if (!stream->in_mask)
      g_string_append (out, GLOW_REDACTOR_MASK);
    stream->in_mask = stream->hidden->data[i];
  }
  if (len > 0) {
    g_byte_array_remove_range (stream->held, 0, (guint) len);
    g_byte_array_remove_range (stream->hidden, 0, (guint) len);
  }
}

static void
filter (const GPtrArray *secrets,
        Stream *stream,
        const guint8 *data,
        gsize len,
        GString *out)
{
  for (gsize i = 0; i < len; i++)
    take_byte (secrets, stream, data[i]);
  give_on (stream, stream->held->len - open_len (secrets, stream), out);
}

static void
flush (const GPtrArray *secrets, Stream *stream, GString *out)
{
  gsize len = begun_len (secrets, stream);

  if (len >= MIN_TOLD_LEN)
    hide (stream, len);
  give_on (stream, stream->held->len, out);
}

/**
 * glow_redactor_new:
 *
 * Returns: (transfer full): a redactor without secrets, which changes nothing
 */
GlowRedactor *
glow_redactor_new (void)
{
  GlowRedactor *self = g_atomic_rc_box_new0 (GlowRedactor);

  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) secret_free);
  stream_init (&self->stream, 0);
  return self;
}

/**
 * glow_redactor_copy:
 *
 * Returns: (transfer full): the same secrets for another stream, or another thread
 */
GlowRedactor *
glow_redactor_copy (GlowRedactor *self)
{
  GlowRedactor *copy = glow_redactor_new ();

  for (guint i = 0; i < self->secrets->len; i++) {
    const Secret *secret = g_ptr_array_index (self->secrets, i);

    g_ptr_array_add (copy->secrets, secret_new (secret->text));
  }
  stream_clear (&copy->stream);
  stream_init (&copy->stream, copy->secrets->len);
  return copy;
}

/**
 * glow_redactor_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowRedactor *
glow_redactor_ref (GlowRedactor *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
redactor_clear (gpointer data)
{
  GlowRedactor *self = data;

  g_ptr_array_unref (self->secrets);
  stream_clear (&self->stream);
}

/**
 * glow_redactor_unref:
 *
 * Any thread. The last one takes the secrets out of the memory.
 */
void
glow_redactor_unref (GlowRedactor *self)
{
  g_atomic_rc_box_release_full (self, redactor_clear);
}

static gboolean
has_secret (GlowRedactor *self, const char *text)
{
  for (guint i = 0; i < self->secrets->len; i++) {
    if (g_str_equal (((Secret *) g_ptr_array_index (self->secrets, i))->text, text))
      return TRUE;
  }
  return FALSE;
}

static void
add (GlowRedactor *self, const char *text)
{
  guint n_old = self->secrets->len;

  if (has_secret (self, text))
    return;
  g_ptr_array_add (self->secrets, secret_new (text));
  self->stream.states = g_renew (gsize, self->stream.states, n_old + 2);
  self->stream.states[n_old] = 0;
  self->stream.pieces = g_renew (Piece, self->stream.pieces, n_old + 2);
  self->stream.pieces[n_old] = (Piece){ 0, 0 };
}

/**
 * glow_redactor_add_secret:
 * @secret: (nullable): UTF-8; an empty one is none
 *
 * From the next byte on. A secret with quotes or backslashes is also found as JSON writes
 * it.
 */
void
glow_redactor_add_secret (GlowRedactor *self, const char *secret)
{
  GString *escaped;

  if (!secret || !*secret)
    return;
  add (self, secret);
  escaped = g_string_sized_new (2 * strlen (secret) + 1);
  for (const char *at = secret; *at; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_c (escaped, '\\');
    g_string_append_c (escaped, *at);
  }
  add (self, escaped->str);
  glow_secret_string_free (escaped);
}

/**
 * glow_redactor_filter:
 * @data: (array length=len): what came next, cut anywhere
 * @len: its length in bytes
 * @out: gets what may be shown, appended
 *
 * The end of @data stays inside while it could be the beginning of a secret.
 */
void
glow_redactor_filter (GlowRedactor *self, const guint8 *data, gsize len, GString *out)
{
  filter (self->secrets, &self->stream, data, len, out);
}

/**
 * glow_redactor_flush:
 * @out: gets what was held back, appended
 *
 * For the end of a stream, and for a pause: a prompt should not wait for the next byte. A
 * secret is not given away by being cut here: four bytes of it are enough to be masked,
 * and if the stream goes on, so does the search.
 */
void
glow_redactor_flush (GlowRedactor *self, GString *out)
{
  flush (self->secrets, &self->stream, out);
}

/**
 * glow_redactor_dup_text:
 * @text: a whole text
 *
 * Does not touch the stream of glow_redactor_filter().
 *
 * Returns: (transfer full): @text without the secrets
 */
char *
glow_redactor_dup_text (GlowRedactor *self, const char *text)
{
  GString *out = g_string_new (NULL);
  Stream stream;

  stream_init (&stream, self->secrets->len);
  filter (self->secrets, &stream, (const guint8 *) text, strlen (text), out);
  flush (self->secrets, &stream, out);
  stream_clear (&stream);
  return g_string_free (out, FALSE);
}
