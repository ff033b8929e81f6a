/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The half of the page that has the port: when it listens, and when it lets go. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-console-page-private.h"

#include "glow-boot-text.h"
#include "glow-console-pulse.h"
#include "glow-error.h"
#include "glow-format.h"

#include <glib/gi18n-lib.h>

/* How long the board is listened to after a run without anybody looking, so that nothing
 * is missing when somebody does; then the port is other programs' again. */
#define LINGER_S 20

/* after a port went away, for the case that it is back before that was noticed */
#define RETRY_MS 500

static void
note (GlowConsolePage *self, const char *text)
{
  glow_console_buffer_add_note (glow_console_view_get_buffer (self->view), text);
  glow_console_view_queue_render (self->view);
}

static void
panic_cb (GlowPanic *panic, gpointer user_data)
{
  g_autofree char *what = glow_boot_text_dup_panic (panic);
  /* TRANSLATORS: why a program crashed, in a sentence */
  g_autofree char *text = g_strdup_printf (_ ("The program crashed: %s"), what);
  g_autofree char *details = glow_panic_dup_text (panic);

  note (user_data, text);
  note (user_data, details);
}

static void
output_cb (GlowConsolePage *self, GBytes *bytes, gint64 time_us)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  glow_console_buffer_feed (glow_console_view_get_buffer (self->view), bytes, time_us);
  glow_panic_stream_feed (self->panics, data, len);
  glow_console_view_queue_render (self->view);
  if (gtk_widget_get_visible (GTK_WIDGET (self->empty_page)))
    _glow_console_page_update (self);
}

static void
dropped_cb (GlowConsolePage *self, guint64 n_dropped)
{
  g_autofree char *size = glow_format_size (n_dropped);
  g_autofree char *text =
    /* TRANSLATORS: an amount of text such as 1.6 MiB */
    g_strdup_printf (_ ("%s came faster than it could be shown and is missing here"),
                        size);

  note (self, text);
}

static void
trouble_cb (GlowConsolePage *self, const GError *error)
{
  /* TRANSLATORS: what could not be done, in English */
  g_autofree char *text = g_strdup_printf (_ ("That did not work: %s"), error->message);

  note (self, text);
}

static void
baud_found_cb (GlowConsolePage *self)
{
  glow_baud_chooser_show_found (self->baud_chooser,
                                glow_console_get_baud (self->console));
  _glow_console_page_update (self);
}

static gboolean
retry_cb (gpointer user_data)
{
  GlowConsolePage *self = user_data;

  if (self->console && glow_console_get_state (self->console) == GLOW_CONSOLE_FAILED)
    _glow_console_page_sync (self);
  return G_SOURCE_REMOVE;
}

static void
note_gone (GlowConsolePage *self)
{
  g_autoptr (GSource) source = g_timeout_source_new (RETRY_MS);

  note (self, _ ("The board was unplugged"));
  if (glow_board_item_is_practice (self->item))
    return;
  g_source_set_callback (source, G_SOURCE_FUNC (retry_cb), g_object_ref (self),
                         g_object_unref);
  g_source_attach (source, NULL);
}

static void
state_cb (GlowConsolePage *self)
{
  GlowConsoleState state = glow_console_get_state (self->console);

  if (state == GLOW_CONSOLE_FAILED && self->was_open &&
      g_error_matches (glow_console_get_error (self->console), GLOW_ERROR,
                       GLOW_ERROR_PORT_GONE))
    note_gone (self);
  if (state != GLOW_CONSOLE_OPENING)
    self->was_open = state == GLOW_CONSOLE_OPEN;
  _glow_console_page_update (self);
}

static void
drop_console (GlowConsolePage *self, gboolean keep_open)
{
  if (!self->console)
    return;
  self->was_open = FALSE;
  g_signal_group_set_target (self->console_signals, NULL);
  glow_console_stop (self->console, keep_open);
  g_clear_object (&self->console);
}

/* the port may have come back under another name: then there is another target */
static void
ensure_console (GlowConsolePage *self)
{
  g_autoptr (GlowTarget) target = glow_board_item_create_target (self->item);

  if (self->console && glow_console_get_target (self->console) == target)
    return;
  drop_console (self, FALSE);
  self->console = glow_console_new (target);
  glow_console_set_pulse_func (self->console, glow_console_pulse_run);
  glow_console_set_baud (self->console, glow_baud_chooser_get_baud (self->baud_chooser));
  g_signal_group_set_target (self->console_signals, self->console);
  self->was_open = FALSE;
}

static gboolean
is_wanted (GlowConsolePage *self)
{
  gboolean is_asked = self->used || self->linger_id > 0;

  return self->item && (self->n_holds > 0 || (is_asked && !self->disconnected)) &&
         !self->suspended && !glow_board_item_is_busy (self->item);
}

static gboolean
is_possible (GlowConsolePage *self)
{
  return !glow_board_item_is_gone (self->item) && glow_board_item_is_usable (self->item);
}

static void
stop_lingering (GlowConsolePage *self)
{
  g_clear_handle_id (&self->linger_id, g_source_remove);
}

static gboolean
linger_cb (gpointer user_data)
{
  GlowConsolePage *self = user_data;

  self->linger_id = 0;
  _glow_console_page_sync (self);
  return G_SOURCE_REMOVE;
}

/* A run has ended and left the port open. */
static void
take_back (GlowConsolePage *self)
{
  stop_lingering (self);
  if (!self->used)
    self->linger_id = g_timeout_add_seconds (LINGER_S, linger_cb, self);
}

static void
take_busy (GlowConsolePage *self)
{
  gboolean is_busy = self->item && glow_board_item_is_busy (self->item);

  if (is_busy == self->was_busy)
    return;
  self->was_busy = is_busy;
  if (!is_busy && self->item && !glow_board_item_is_gone (self->item))
    take_back (self);
}

/* Listens if it is to and can; else lets go of the port, open for who takes it over. */
void
_glow_console_page_sync (GlowConsolePage *self)
{
  take_busy (self);
  if (is_wanted (self) && is_possible (self)) {
    ensure_console (self);
    glow_console_start (self->console);
  } else if (self->console && !is_wanted (self)) {
    glow_console_stop (self->console,
                       self->suspended ||
                         (self->item && glow_board_item_is_busy (self->item)));
  }
  _glow_console_page_update (self);
}

/* By the user. */
void
_glow_console_page_connect (GlowConsolePage *self, gboolean connected)
{
  self->disconnected = !connected;
  if (connected && self->console &&
      glow_console_get_state (self->console) == GLOW_CONSOLE_FAILED)
    drop_console (self, FALSE);
  _glow_console_page_sync (self);
}

gboolean
_glow_console_page_is_open (GlowConsolePage *self)
{
  return self->console && glow_console_get_state (self->console) == GLOW_CONSOLE_OPEN;
}

void
_glow_console_page_send (GlowConsolePage *self, GBytes *bytes)
{
  if (_glow_console_page_is_open (self))
    glow_console_send (self->console, bytes);
}

/* What was heard right after a run, which has the port until then. */
static void
heard_cb (GlowConsolePage *self, const GlowBootReport *report)
{
  const char *const *lines = glow_boot_report_get_lines (report);
  guint baud = glow_boot_report_get_baud (report);
  gint64 now_us = g_get_real_time ();

  for (; lines && *lines; lines++) {
    g_autofree char *line = g_strconcat (*lines, "\n", NULL);
    g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));

    output_cb (self, bytes, now_us);
  }
  ensure_console (self);
  if (baud > 0)
    glow_console_set_likely_baud (self->console, baud);
}

/* Connects what the page listens to. */
void
_glow_console_page_init_port (GlowConsolePage *self)
{
  self->item_signals = g_signal_group_new (GLOW_TYPE_BOARD_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "changed",
                                  G_CALLBACK (_glow_console_page_sync), self);
  g_signal_group_connect_swapped (self->item_signals, "heard", G_CALLBACK (heard_cb),
                                  self);
  self->console_signals = g_signal_group_new (GLOW_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "output", G_CALLBACK (output_cb),
                                  self);
  g_signal_group_connect_swapped (self->console_signals, "dropped",
                                  G_CALLBACK (dropped_cb), self);
  g_signal_group_connect_swapped (self->console_signals, "trouble",
                                  G_CALLBACK (trouble_cb), self);
  g_signal_group_connect_swapped (self->console_signals, "notify::state",
                                  G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->console_signals, "notify::baud",
                                  G_CALLBACK (baud_found_cb), self);
  self->panics = glow_panic_stream_new (panic_cb, self);
}

static void
note_board (GlowConsolePage *self)
{
  GlowConsoleBuffer *buffer = glow_console_view_get_buffer (self->view);

  if (self->item != self->last_item && !glow_console_buffer_is_empty (buffer))
    note (self, glow_board_item_get_title (self->item));
  g_set_object (&self->last_item, self->item);
}

/* nobody selects a board that went: that may be the first that is heard of it */
static void
note_if_gone (GlowConsolePage *self)
{
  if (self->item && self->was_open && glow_board_item_is_gone (self->item))
    note (self, _ ("The board was unplugged"));
}

/**
 * glow_console_page_set_board:
 * @item: (nullable): the board that is selected
 */
void
glow_console_page_set_board (GlowConsolePage *self, GlowBoardItem *item)
{
  if (self->item == item)
    return;
  note_if_gone (self);
  drop_console (self, FALSE);
  stop_lingering (self);
  if (self->item)
    glow_board_item_unwatch (self->item);
  g_set_object (&self->item, item);
  g_signal_group_set_target (self->item_signals, item);
  if (item)
    glow_board_item_watch (item);
  self->disconnected = FALSE;
  self->used = self->shown;
  self->was_busy = item && glow_board_item_is_busy (item);
  if (item)
    note_board (self);
  _glow_console_page_sync (self);
}

/**
 * glow_console_page_set_shown:
 * @shown: whether this is the page that is shown
 *
 * From the first time on the board is listened to, also when the page is not shown any
 * more, until another board is selected or the user disconnects.
 */
void
glow_console_page_set_shown (GlowConsolePage *self, gboolean shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  self->used |= shown;
  if (shown)
    stop_lingering (self);
  _glow_console_page_sync (self);
}

/**
 * glow_console_page_set_suspended:
 * @suspended: something else needs the port
 */
void
glow_console_page_set_suspended (GlowConsolePage *self, gboolean suspended)
{
  if (self->suspended == suspended)
    return;
  self->suspended = suspended;
  _glow_console_page_sync (self);
}

/**
 * glow_console_page_hold:
 *
 * Listens to the board until glow_console_page_release() is called as often as this:
 * somebody talks to it by way of glow_console_page_get_console().
 */
void
glow_console_page_hold (GlowConsolePage *self)
{
  self->n_holds++;
  _glow_console_page_sync (self);
}

/**
 * glow_console_page_release:
 *
 * Lets go of the port, unless somebody looks at what the board says.
 */
void
glow_console_page_release (GlowConsolePage *self)
{
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  _glow_console_page_sync (self);
}

/**
 * glow_console_page_get_console:
 *
 * Returns: (transfer none) (nullable): the selected board's, as long as it is selected;
 *   none where it can't be used
 */
GlowConsole *
glow_console_page_get_console (GlowConsolePage *self)
{
  if (!self->item || !is_possible (self))
    return NULL;
  ensure_console (self);
  return self->console;
}

/**
 * glow_console_page_dup_tail:
 * @n_lines: so many at most
 *
 * Returns: (transfer full): the lines that the console ends with, as they are shown
 */
char **
glow_console_page_dup_tail (GlowConsolePage *self, guint n_lines)
{
  g_autofree char *text =
    glow_console_buffer_dup_tail (glow_console_view_get_buffer (self->view), n_lines);

  return g_strsplit (g_strchomp (text), "\n", -1);
}
