/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-console-view.h"

#include "glow-console-text.h"

#include <glib/gi18n-lib.h>

/* Lines in one frame: some 4 ms. 2 Mbaud bring 50 in a frame, so this catches up. */
#define MAX_LINES_PER_FRAME 1000

struct _GlowConsoleView {
  AdwBin parent_instance;

  /* owned */
  GlowConsoleBuffer *buffer;

  /* borrowed */
  GtkTextMark *end_mark; /* of the buffer */

  guint tick_id;
  gboolean paused;
  gboolean follows; /* the end */
  gboolean by_hand; /* the reader has moved since it does not */

  /* template children */
  GtkScrolledWindow *scrolled_window;
  GtkTextView *text_view;
};

enum {
  PROP_PAUSED = 1,
  N_PROPS,
};

enum {
  SIGNAL_INTERRUPT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowConsoleView, glow_console_view, ADW_TYPE_BIN)

/* Not by the adjustment: the view corrects it while it still measures its lines. */
static void
scroll_to_end (GlowConsoleView *self)
{
  gtk_text_view_scroll_to_mark (self->text_view, self->end_mark, 0, TRUE, 0, 1);
}

/* the text became higher, or lower, or the window did */
static void
adjustment_changed_cb (GlowConsoleView *self)
{
  if (self->follows && self->tick_id == 0)
    scroll_to_end (self);
}

static gboolean
is_at_end (GlowConsoleView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  return gtk_adjustment_get_value (adjustment) + 1 >=
         gtk_adjustment_get_upper (adjustment) -
           gtk_adjustment_get_page_size (adjustment);
}

static void
value_changed_cb (GlowConsoleView *self)
{
  self->follows |= self->by_hand && is_at_end (self);
}

/* Only the reader stops the following: the view moves by itself, too, when lines are
 * measured or go. */
static void
stop_following (GlowConsoleView *self)
{
  self->by_hand = TRUE;
  self->follows = FALSE;
}

static gboolean
scroll_cb (GlowConsoleView *self, double dx, double dy)
{
  if (dy < 0)
    stop_following (self);
  self->by_hand = TRUE;
  return GDK_EVENT_PROPAGATE;
}

static void
scrollbar_pressed_cb (GlowConsoleView *self)
{
  stop_following (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GlowConsoleView *self = GLOW_CONSOLE_VIEW (widget);

  gboolean goes_on =
    !self->paused && glow_console_buffer_render (self->buffer, MAX_LINES_PER_FRAME);

  if (self->follows)
    scroll_to_end (self);
  if (goes_on)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * glow_console_view_queue_render:
 *
 * Shows what has changed in the buffer with the next frame.
 */
void
glow_console_view_queue_render (GlowConsoleView *self)
{
  if (self->tick_id == 0 && !self->paused && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      glow_console_buffer_is_behind (self->buffer))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
glow_console_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (glow_console_view_parent_class)->map (widget);
  glow_console_view_queue_render (GLOW_CONSOLE_VIEW (widget));
}

static void
glow_console_view_unmap (GtkWidget *widget)
{
  GlowConsoleView *self = GLOW_CONSOLE_VIEW (widget);

  if (self->tick_id > 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  GTK_WIDGET_CLASS (glow_console_view_parent_class)->unmap (widget);
}

static gboolean
glow_console_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GLOW_CONSOLE_VIEW (widget)->text_view));
}

static gboolean
has_selection (GlowConsoleView *self)
{
  return gtk_text_buffer_get_has_selection (
    glow_console_buffer_get_buffer (self->buffer));
}

/* Ctrl+C copies what is selected; with nothing selected it is the board's, as every
 * terminal has it. */
static gboolean
key_pressed_cb (GlowConsoleView *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean is_break = keyval == GDK_KEY_c || keyval == GDK_KEY_d;

  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Home)
    stop_following (self);
  if ((state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) != GDK_CONTROL_MASK ||
      !is_break || has_selection (self))
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[SIGNAL_INTERRUPT], 0, keyval & 0x1f);
  return GDK_EVENT_STOP;
}

static void
dark_changed_cb (GlowConsoleView *self, GParamSpec *pspec, AdwStyleManager *manager)
{
  glow_console_buffer_set_dark (self->buffer, adw_style_manager_get_dark (manager));
}

static void
glow_console_view_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PAUSED:
    g_value_set_boolean (value, GLOW_CONSOLE_VIEW (object)->paused);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_console_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_CONSOLE_VIEW);
  G_OBJECT_CLASS (glow_console_view_parent_class)->dispose (object);
}

static void
glow_console_view_finalize (GObject *object)
{
  g_clear_object (&GLOW_CONSOLE_VIEW (object)->buffer);
  G_OBJECT_CLASS (glow_console_view_parent_class)->finalize (object);
}

static void
glow_console_view_class_init (GlowConsoleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = glow_console_view_get_property;
  object_class->dispose = glow_console_view_dispose;
  object_class->finalize = glow_console_view_finalize;
  widget_class->map = glow_console_view_map;
  widget_class->unmap = glow_console_view_unmap;
  widget_class->grab_focus = glow_console_view_grab_focus;

  properties[PROP_PAUSED] =
    g_param_spec_boolean ("paused", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                            G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_INTERRUPT] =
    g_signal_new ("interrupt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-console-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowConsoleView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, GlowConsoleView, text_view);
}

static void
watch_keys (GlowConsoleView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text_view), keys);
}

static void
watch_scrolling (GlowConsoleView *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *press = gtk_gesture_click_new ();
  GtkWidget *scrollbar = gtk_scrolled_window_get_vscrollbar (self->scrolled_window);

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scrolled_window), scroll);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (scrollbar_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (scrollbar, GTK_EVENT_CONTROLLER (press));
}

static void
watch_style (GlowConsoleView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (self, NULL, manager);
}

static void
glow_console_view_init (GlowConsoleView *self)
{
  GtkAdjustment *adjustment;
  GtkTextBuffer *buffer;
  GtkTextIter end;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->follows = TRUE;
  self->buffer = glow_console_buffer_new (GLOW_CONSOLE_MAX_LINES);
  buffer = glow_console_buffer_get_buffer (self->buffer);
  gtk_text_view_set_buffer (self->text_view, buffer);
  gtk_text_buffer_get_end_iter (buffer, &end);
  self->end_mark = gtk_text_buffer_create_mark (buffer, NULL, &end, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the board says"), -1);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (adjustment_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb),
                           self, G_CONNECT_SWAPPED);
  watch_keys (self);
  watch_scrolling (self);
  watch_style (self);
}

GlowConsoleBuffer *
glow_console_view_get_buffer (GlowConsoleView *self)
{
  return self->buffer;
}

/**
 * glow_console_view_set_paused:
 * @paused: what comes is kept, but not shown yet
 */
void
glow_console_view_set_paused (GlowConsoleView *self, gboolean paused)
{
  if (self->paused == paused)
    return;
  self->paused = paused;
  glow_console_view_queue_render (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

gboolean
glow_console_view_is_paused (GlowConsoleView *self)
{
  return self->paused;
}

/**
 * glow_console_view_set_wrap:
 * @wrap: whether long lines go on below
 */
void
glow_console_view_set_wrap (GlowConsoleView *self, gboolean wrap)
{
  gtk_text_view_set_wrap_mode (self->text_view,
                               wrap ? GTK_WRAP_WORD_CHAR : GTK_WRAP_NONE);
}

/**
 * glow_console_view_follow:
 *
 * Goes to the end and stays there.
 */
void
glow_console_view_follow (GlowConsoleView *self)
{
  self->follows = TRUE;
  self->by_hand = FALSE;
  scroll_to_end (self);
}

/**
 * glow_console_view_find:
 * @needle: what to look for; upper and lower case are the same
 * @forward: towards the end
 *
 * Selects the next one from the selection on, or from what is shown.
 *
 * Returns: whether there is one
 */
gboolean
glow_console_view_find (GlowConsoleView *self, const char *needle, gboolean forward)
{
  GtkTextBuffer *buffer = glow_console_buffer_get_buffer (self->buffer);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  if (!glow_console_buffer_find (self->buffer, needle, forward, &start, &end))
    return FALSE;
  stop_following (self);
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_text_view_scroll_to_mark (self->text_view, gtk_text_buffer_get_insert (buffer), 0.1,
                                FALSE, 0, 0);
  return TRUE;
}

/**
 * glow_console_view_unselect:
 *
 * Nothing is selected any more, and a search begins at the end.
 */
void
glow_console_view_unselect (GlowConsoleView *self)
{
  GtkTextBuffer *buffer = glow_console_buffer_get_buffer (self->buffer);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
}

/**
 * glow_console_view_dup_selection:
 *
 * Returns: (transfer full) (nullable): what is selected
 */
char *
glow_console_view_dup_selection (GlowConsoleView *self)
{
  GtkTextBuffer *buffer = glow_console_buffer_get_buffer (self->buffer);
  GtkTextIter start;
  GtkTextIter end;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return NULL;
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
