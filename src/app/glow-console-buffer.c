/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-console-buffer.h"

#include "glow-console-filter.h"
#include "glow-console-hex.h"
#include "glow-console-style.h"
#include "glow-console-text.h"
#include "glow-console-time.h"

/* What a style applies to, in the text that is about to be inserted. */
typedef struct {
  guint start; /* characters */
  guint end;
  GtkTextTag *tag; /* borrowed */
} Stretch;

struct _GlowConsoleBuffer {
  GObject parent_instance;

  /* owned */
  GtkTextBuffer *buffer;
  GtkTextTag *base_tag;   /* of all text */
  GtkTextMark *open_mark; /* before the line that has not ended */
  GlowConsoleText *text;
  GlowConsoleHex *hex;
  GlowConsoleStyle *style;
  GlowConsoleFilter *filter; /* (nullable) */
  GQueue shown;              /* of the lines in the buffer their numbers, as pointers */

  guint64 next; /* number of the first line that is not in the buffer yet */
  gboolean is_hex;
  gboolean timestamps;
  gboolean is_behind;
};

G_DEFINE_FINAL_TYPE (GlowConsoleBuffer, glow_console_buffer, G_TYPE_OBJECT)

static void
glow_console_buffer_finalize (GObject *object)
{
  GlowConsoleBuffer *self = GLOW_CONSOLE_BUFFER (object);

  glow_console_style_free (self->style);
  glow_console_text_free (self->text);
  glow_console_hex_free (self->hex);
  g_clear_pointer (&self->filter, glow_console_filter_free);
  g_queue_clear (&self->shown);
  g_clear_object (&self->base_tag);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (glow_console_buffer_parent_class)->finalize (object);
}

static void
glow_console_buffer_class_init (GlowConsoleBufferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_console_buffer_finalize;
}

static void
glow_console_buffer_init (GlowConsoleBuffer *self)
{
  GtkTextIter end;

  g_queue_init (&self->shown);
  self->buffer = gtk_text_buffer_new (NULL);
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->open_mark = gtk_text_buffer_create_mark (self->buffer, NULL, &end, TRUE);
  self->base_tag = g_object_ref (
    gtk_text_buffer_create_tag (self->buffer, NULL, "insert-hyphens", FALSE, NULL));
  self->style = glow_console_style_new (self->buffer);
}

/**
 * glow_console_buffer_new:
 * @max_lines: how many are kept
 *
 * Returns: (transfer full): an empty buffer
 */
GlowConsoleBuffer *
glow_console_buffer_new (guint max_lines)
{
  GlowConsoleBuffer *self = g_object_new (GLOW_TYPE_CONSOLE_BUFFER, NULL);

  self->text = glow_console_text_new (max_lines);
  self->hex = glow_console_hex_new (max_lines);
  return self;
}

GtkTextBuffer *
glow_console_buffer_get_buffer (GlowConsoleBuffer *self)
{
  return self->buffer;
}

/**
 * glow_console_buffer_feed:
 * @bytes: what the board said
 * @time_us: when, by the wall clock
 *
 * Shown by the next glow_console_buffer_render().
 */
void
glow_console_buffer_feed (GlowConsoleBuffer *self, GBytes *bytes, gint64 time_us)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  glow_console_text_feed (self->text, data, len, time_us);
  glow_console_hex_feed (self->hex, data, len, time_us);
  self->is_behind = TRUE;
}

/**
 * glow_console_buffer_add_note:
 * @text: what happened, in one line; only shown among text
 */
void
glow_console_buffer_add_note (GlowConsoleBuffer *self, const char *text)
{
  glow_console_text_add_note (self->text, text, g_get_real_time ());
  self->is_behind = TRUE;
}

static guint64
get_first (GlowConsoleBuffer *self)
{
  return self->is_hex ? glow_console_hex_get_first (self->hex)
                      : glow_console_text_get_first (self->text);
}

static guint64
get_end (GlowConsoleBuffer *self)
{
  return self->is_hex ? glow_console_hex_get_end (self->hex)
                      : glow_console_text_get_end (self->text);
}

/* from the first line that is kept on */
static void
begin_anew (GlowConsoleBuffer *self)
{
  gtk_text_buffer_set_text (self->buffer, "", 0);
  g_queue_clear (&self->shown);
  self->next = get_first (self);
  self->is_behind = TRUE;
}

/**
 * glow_console_buffer_clear:
 *
 * Drops all lines.
 */
void
glow_console_buffer_clear (GlowConsoleBuffer *self)
{
  glow_console_text_clear (self->text);
  glow_console_hex_clear (self->hex);
  begin_anew (self);
}

gboolean
glow_console_buffer_is_behind (GlowConsoleBuffer *self)
{
  return self->is_behind;
}

/* What is being put together for one insertion: a hundred small ones take ten times as
 * long, since each makes the view look at its lines again. */
typedef struct {
  GString *text;
  guint n_chars;
  GArray *stretches; /* of Stretch */
} Batch;

static void
add_to_batch (Batch *batch, const char *text, gsize len, GtkTextTag *tag)
{
  guint n_chars = (guint) g_utf8_strlen (text, (gssize) len);
  Stretch stretch = { batch->n_chars, batch->n_chars + n_chars, tag };

  g_string_append_len (batch->text, text, (gssize) len);
  batch->n_chars += n_chars;
  if (tag && n_chars > 0)
    g_array_append_val (batch->stretches, stretch);
}

static void
add_time (GlowConsoleBuffer *self, Batch *batch, gint64 time_us)
{
  g_autofree char *text = NULL;

  if (!self->timestamps)
    return;
  text = glow_console_dup_time (time_us);
  add_to_batch (batch, text, strlen (text),
                glow_console_style_get_time_tag (self->style));
}

static gboolean
add_row (GlowConsoleBuffer *self, Batch *batch, guint64 number)
{
  gint64 time_us = 0;
  g_autofree char *row = glow_console_hex_dup_row (self->hex, number, &time_us);

  if (*row == '\0' || !glow_console_filter_shows (self->filter, row, strlen (row)))
    return FALSE;
  add_time (self, batch, time_us);
  add_to_batch (batch, row, strlen (row), NULL);
  return TRUE;
}

static void
add_spans (GlowConsoleBuffer *self, Batch *batch, const GlowConsoleLine *line)
{
  for (guint i = 0; i < line->n_spans; i++) {
    const GlowConsoleSpan *span = &line->spans[i];
    gsize end = i + 1 < line->n_spans ? line->spans[i + 1].start : line->len;

    add_to_batch (batch, line->text + span->start, end - span->start,
                  line->is_note ? glow_console_style_get_note_tag (self->style)
                                : glow_console_style_get_tag (self->style, &span->style));
  }
}

/* without its end; returns whether there is anything of it to see */
static gboolean
add_line (GlowConsoleBuffer *self, Batch *batch, guint64 number)
{
  const GlowConsoleLine *line;

  if (self->is_hex)
    return add_row (self, batch, number);
  line = glow_console_text_get_line (self->text, number);
  if (number == get_end (self) && line->len == 0)
    return FALSE;
  if (!line->is_note && !glow_console_filter_shows (self->filter, line->text, line->len))
    return FALSE;
  add_time (self, batch, line->time_us);
  add_spans (self, batch, line);
  return TRUE;
}

static void
insert_batch (GlowConsoleBuffer *self, Batch *batch)
{
  GtkTextIter iter;
  int offset;

  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  offset = gtk_text_iter_get_offset (&iter);
  gtk_text_buffer_insert (self->buffer, &iter, batch->text->str, (int) batch->text->len);
  for (guint i = 0; i < batch->stretches->len; i++) {
    const Stretch *stretch = &g_array_index (batch->stretches, Stretch, i);
    GtkTextIter start;
    GtkTextIter end;

    gtk_text_buffer_get_iter_at_offset (self->buffer, &start,
                                        offset + (int) stretch->start);
    end = start;
    gtk_text_iter_forward_chars (&end, (int) (stretch->end - stretch->start));
    gtk_text_buffer_apply_tag (self->buffer, stretch->tag, &start, &end);
  }
}

static int
get_open_offset (GlowConsoleBuffer *self)
{
  GtkTextIter open;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &open, self->open_mark);
  return gtk_text_iter_get_offset (&open);
}

/* What is selected in the open line, or into it, counted from where that line begins:
 * @place is where the cursor is, @bound the other end. */
static gboolean
get_open_selection (GlowConsoleBuffer *self, int *place, int *bound)
{
  int open = get_open_offset (self);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_insert (self->buffer));
  *place = gtk_text_iter_get_offset (&iter) - open;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter,
                                    gtk_text_buffer_get_selection_bound (self->buffer));
  *bound = gtk_text_iter_get_offset (&iter) - open;
  return *place != *bound && MAX (*place, *bound) > 0;
}

static void
select_again (GlowConsoleBuffer *self, int place, int bound)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, MAX (place, 0));
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, MAX (bound, 0));
  gtk_text_buffer_select_range (self->buffer, &start, &end);
}

static void
drop_open_line (GlowConsoleBuffer *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &start, self->open_mark);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
}

/* what is not kept any more is not shown any more */
static void
drop_old_lines (GlowConsoleBuffer *self)
{
  guint64 first = get_first (self);
  int n_lines = 0;
  GtkTextIter start;
  GtkTextIter end;

  while (!g_queue_is_empty (&self->shown) &&
         GPOINTER_TO_SIZE (g_queue_peek_head (&self->shown)) < first) {
    g_queue_pop_head (&self->shown);
    n_lines++;
  }
  self->next = MAX (self->next, first);
  if (n_lines == 0)
    return;
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_line (self->buffer, &end, n_lines);
  gtk_text_buffer_delete (self->buffer, &start, &end);
}

static void
add_ended_lines (GlowConsoleBuffer *self, Batch *batch, guint max_lines)
{
  guint64 end = MIN (get_end (self), self->next + max_lines);

  for (; self->next < end; self->next++) {
    if (!add_line (self, batch, self->next))
      continue;
    add_to_batch (batch, "\n", 1, NULL);
    g_queue_push_tail (&self->shown, GSIZE_TO_POINTER (self->next));
  }
}

static void
move_open_mark (GlowConsoleBuffer *self)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_move_mark (self->buffer, self->open_mark, &end);
}

static void
clear_batch (Batch *batch)
{
  g_string_truncate (batch->text, 0);
  g_array_set_size (batch->stretches, 0);
  batch->n_chars = 0;
}

/**
 * glow_console_buffer_render:
 * @max_lines: how many at most, so that it ends in time
 *
 * Brings the buffer up to what is kept.
 *
 * Returns: whether there is more to do
 */
gboolean
glow_console_buffer_render (GlowConsoleBuffer *self, guint max_lines)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  Batch batch = { text, 0, stretches };
  int place, bound, open;
  gboolean selected;

  if (!self->is_behind)
    return FALSE;
  selected = get_open_selection (self, &place, &bound);
  drop_open_line (self);
  drop_old_lines (self);
  open = get_open_offset (self);
  add_ended_lines (self, &batch, max_lines);
  insert_batch (self, &batch);
  move_open_mark (self);
  self->is_behind = self->next < get_end (self);
  clear_batch (&batch);
  if (!self->is_behind && add_line (self, &batch, self->next))
    insert_batch (self, &batch);
  if (selected)
    select_again (self, open + place, open + bound);
  return self->is_behind;
}

/**
 * glow_console_buffer_set_dark:
 * @dark: whether the text stands on dark
 */
void
glow_console_buffer_set_dark (GlowConsoleBuffer *self, gboolean dark)
{
  glow_console_style_set_dark (self->style, dark);
}

/**
 * glow_console_buffer_set_hex:
 * @hex: rows of bytes instead of lines of text
 */
void
glow_console_buffer_set_hex (GlowConsoleBuffer *self, gboolean hex)
{
  if (self->is_hex == hex)
    return;
  self->is_hex = hex;
  begin_anew (self);
}

/**
 * glow_console_buffer_set_timestamps:
 * @timestamps: each line begins with the time its first byte came
 */
void
glow_console_buffer_set_timestamps (GlowConsoleBuffer *self, gboolean timestamps)
{
  if (self->timestamps == timestamps)
    return;
  self->timestamps = timestamps;
  begin_anew (self);
}

/**
 * glow_console_buffer_set_filter:
 * @filter: as for glow_console_filter_new(); empty shows all
 */
void
glow_console_buffer_set_filter (GlowConsoleBuffer *self, const char *filter)
{
  g_clear_pointer (&self->filter, glow_console_filter_free);
  self->filter = glow_console_filter_new (filter);
  begin_anew (self);
}

/**
 * glow_console_buffer_is_empty:
 *
 * Returns: whether nothing is kept
 */
gboolean
glow_console_buffer_is_empty (GlowConsoleBuffer *self)
{
  return glow_console_text_get_first (self->text) ==
           glow_console_text_get_end (self->text) &&
         glow_console_text_get_line (self->text, glow_console_text_get_end (self->text))
             ->len == 0;
}

static char *
dup_lines_from (GlowConsoleBuffer *self, guint64 first)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  Batch batch = { g_string_new (NULL), 0, stretches };

  for (guint64 i = first; i <= get_end (self); i++) {
    if (add_line (self, &batch, i))
      g_string_append_c (batch.text, '\n');
    g_array_set_size (stretches, 0);
  }
  return g_string_free (batch.text, FALSE);
}

/**
 * glow_console_buffer_dup_text:
 *
 * Returns: (transfer full): all that is kept and not filtered out, as it is shown
 */
char *
glow_console_buffer_dup_text (GlowConsoleBuffer *self)
{
  return dup_lines_from (self, get_first (self));
}

/**
 * glow_console_buffer_dup_tail:
 * @n_lines: so many at most
 *
 * Returns: (transfer full): what glow_console_buffer_dup_text() ends with
 */
char *
glow_console_buffer_dup_tail (GlowConsoleBuffer *self, guint n_lines)
{
  guint64 end = get_end (self);

  return dup_lines_from (self, MAX (get_first (self), end > n_lines ? end - n_lines : 0));
}

static gboolean
find_in_line (GlowConsoleBuffer *self,
              int line,
              const char *needle,
              gsize from,
              gsize *start,
              gsize *end)
{
  GtkTextIter line_start;
  GtkTextIter line_end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_iter_at_line (self->buffer, &line_start, line);
  line_end = line_start;
  if (!gtk_text_iter_ends_line (&line_end))
    gtk_text_iter_forward_to_line_end (&line_end);
  text = gtk_text_iter_get_text (&line_start, &line_end);
  return glow_console_find (text, strlen (text), needle, MIN (from, strlen (text)), start,
                            end);
}

/* the last one that begins before @before */
static gboolean
find_last_in_line (GlowConsoleBuffer *self,
                   int line,
                   const char *needle,
                   gsize before,
                   gsize *start,
                   gsize *end)
{
  gboolean found = FALSE;
  gsize at = 0;
  gsize behind;

  for (gsize from = 0;
       find_in_line (self, line, needle, from, &at, &behind) && at < before;
       from = behind) {
    *start = at;
    *end = behind;
    found = TRUE;
  }
  return found;
}

static void
set_iters (GlowConsoleBuffer *self,
           int line,
           gsize start_index,
           gsize end_index,
           GtkTextIter *start,
           GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_line_index (self->buffer, start, line, (int) start_index);
  gtk_text_buffer_get_iter_at_line_index (self->buffer, end, line, (int) end_index);
}

/**
 * glow_console_buffer_find:
 * @needle: valid UTF-8, not empty; upper and lower case are the same
 * @forward: the next one behind @end, else the last one before @start
 * @start: (inout): of the one before, or where to begin; then of what was found
 * @end: (inout): likewise
 *
 * Goes on at the other end.
 *
 * Returns: whether there is one at all
 */
gboolean
glow_console_buffer_find (GlowConsoleBuffer *self,
                          const char *needle,
                          gboolean forward,
                          GtkTextIter *start,
                          GtkTextIter *end)
{
  int n_lines = gtk_text_buffer_get_line_count (self->buffer);
  int line = gtk_text_iter_get_line (forward ? end : start);
  gsize index = (gsize) gtk_text_iter_get_line_index (forward ? end : start);

  for (int i = 0; i <= n_lines; i++) {
    gsize found_start;
    gsize found_end;

    if (forward
          ? find_in_line (self, line, needle, index, &found_start, &found_end)
          : find_last_in_line (self, line, needle, index, &found_start, &found_end)) {
      set_iters (self, line, found_start, found_end, start, end);
      return TRUE;
    }
    line = (line + (forward ? 1 : n_lines - 1)) % n_lines;
    index = forward ? 0 : G_MAXSIZE;
  }
  return FALSE;
}
