/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-job-bar.h"

#include "glow-alert.h"
#include "glow-boot-text.h"
#include "glow-error-text.h"
#include "glow-flow-layout.h"
#include "glow-format.h"
#include "glow-job-text.h"
#include "glow-wrap.h"

#include <glib/gi18n-lib.h>

/* pixels of the window, its shadow included */
#define CONSOLE_BUTTON_WIDTH 500

struct _GlowJobBar {
  AdwBin parent_instance;

  int announced; /* the phase and its quarter that a screen reader was told of */

  /* template children */
  GtkProgressBar *progress_bar;
  GtkLabel *status_label;
  GtkWidget *end_box;
  GtkWidget *console_button;
  GtkImage *written_image;
  GtkLabel *written_label;
  GtkWidget *verified_mark;
  GtkWidget *booted_mark;
  GtkImage *verified_image;
  GtkLabel *verified_label;
  GtkImage *booted_image;
  GtkLabel *booted_label;
  GtkLabel *reason_label;
  GtkButton *button;
  GtkLabel *button_label;
};

G_DEFINE_FINAL_TYPE (GlowJobBar, glow_job_bar, ADW_TYPE_BIN)

static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) == 0)
    return;
  gtk_label_set_label (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
}

/* No GtkStack: what it does not show, a screen reader finds all the same. */
/* Where the window is narrow the marks need its room, and the page switcher is below. */
static void
update_console_button (GlowJobBar *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native ? gtk_native_get_surface (native) : NULL;

  gtk_widget_set_visible (self->console_button,
                          gtk_widget_get_visible (self->end_box) && surface &&
                            gdk_surface_get_width (surface) >= CONSOLE_BUTTON_WIDTH);
}

static void
glow_job_bar_realize (GtkWidget *widget)
{
  GdkSurface *surface;

  GTK_WIDGET_CLASS (glow_job_bar_parent_class)->realize (widget);
  surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  g_signal_connect_object (surface, "notify::width", G_CALLBACK (update_console_button),
                           widget, G_CONNECT_SWAPPED);
}

static void
show_page (GlowJobBar *self, gboolean end)
{
  gtk_widget_set_visible (GTK_WIDGET (self->status_label), !end);
  gtk_widget_set_visible (self->end_box, end);
  update_console_button (self);
}

/* Empty it is only a line that says nothing; it keeps its place all the same. */
static void
set_fraction (GlowJobBar *self, double fraction, gboolean shown)
{
  gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  gtk_widget_set_opacity (GTK_WIDGET (self->progress_bar), shown ? 1 : 0);
}

static void
set_mark (GtkImage *image,
          GtkLabel *label,
          GlowVerdict verdict,
          const char *yes,
          const char *no)
{
  static const char *const classes[] = { "error", "success", "dim-label" };
  static const char *const icons[] = {
    [GLOW_VERDICT_NO] = "window-close-symbolic",
    [GLOW_VERDICT_YES] = "object-select-symbolic",
    [GLOW_VERDICT_NOT_CHECKED] = "dialog-question-symbolic",
  };
  const char *css[] = { classes[verdict], NULL };

  gtk_image_set_from_icon_name (image, icons[verdict]);
  gtk_widget_set_css_classes (GTK_WIDGET (image), css);
  set_label (label, verdict == GLOW_VERDICT_YES ? yes : no);
}

static GlowVerdict
get_booted (GlowBootReport *boot)
{
  if (glow_boot_report_get_verdict (boot) == GLOW_BOOT_BOOTED)
    return GLOW_VERDICT_YES;
  return glow_boot_report_is_failure (boot) ? GLOW_VERDICT_NO : GLOW_VERDICT_NOT_CHECKED;
}

/* only where it was watched */
static void
set_booted_mark (GlowJobBar *self, GlowBootReport *boot)
{
  const char *text =
    boot ? glow_boot_text_get_mark (glow_boot_report_get_verdict (boot)) : "";

  gtk_widget_set_visible (self->booted_mark, boot != NULL);
  set_mark (self->booted_image, self->booted_label,
            boot ? get_booted (boot) : GLOW_VERDICT_NOT_CHECKED, text, text);
}

static void
set_marks (GlowJobBar *self, GlowFlashResult *result)
{
  GlowVerdict written = result ? glow_flash_result_get_written (result) : GLOW_VERDICT_NO;
  GlowVerdict verified =
    result ? glow_flash_result_get_verified (result) : GLOW_VERDICT_NO;

  set_mark (self->written_image, self->written_label, written,
            _ ("Written"), _ ("Not written"));
  set_mark (self->verified_image, self->verified_label, verified,
            _ ("Verified"), _ ("Not verified"));
  set_booted_mark (self, result ? glow_flash_result_get_boot (result) : NULL);
  /* of what was not written, nobody asks whether it was verified */
  gtk_widget_set_visible (self->verified_mark, written != GLOW_VERDICT_NO);
}

/* The engine's own words begin like the messages of errors. */
static char *
dup_sentence (const char *text)
{
  g_autofree char *first = g_utf8_substring (text, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, text + strlen (first), NULL);
}

static char *
dup_sum (GlowFlashResult *result)
{
  g_autofree char *size = glow_format_size (glow_flash_result_get_bytes (result));
  g_autofree char *same = glow_format_size (glow_flash_result_get_bytes_same (result));
  double seconds = (double) glow_flash_result_get_duration_us (result) / G_USEC_PER_SEC;

  if (glow_flash_result_get_bytes_same (result) == 0)
    /* TRANSLATORS: an amount such as 1.6 MiB, and a time in seconds */
    return g_strdup_printf (_ ("%s in %.0f s"), size, seconds);
  /* TRANSLATORS: an amount such as 1.6 MiB, a time in seconds, and how much of the amount
   * did not have to be written */
  return g_strdup_printf (_ ("%s in %.0f s, %s of it were there already"), size, seconds,
                             same);
}

/* (nullable): what was heard; of a failure the card tells */
static char *
dup_boot_reason (GlowFlashResult *result)
{
  GlowBootReport *boot = glow_flash_result_get_boot (result);
  g_autofree char *title = NULL;

  if (!boot || glow_boot_report_is_failure (boot))
    return NULL;
  title = glow_boot_text_dup_title (boot);
  return g_steal_pointer (&title);
}

static char *
dup_success_reason (GlowFlashResult *result)
{
  g_autofree char *sum = dup_sum (result);
  g_autofree char *boot = dup_boot_reason (result);

  if (glow_flash_result_left_in_loader (result))
    return g_strdup (_ ("The board is left in its bootloader: press RESET to start it"));
  if (glow_flash_result_get_verified (result) == GLOW_VERDICT_NOT_CHECKED &&
      glow_flash_result_get_verify_reason (result))
    return dup_sentence (glow_flash_result_get_verify_reason (result));
  if (boot)
    return g_strdup_printf ("%s · %s", boot, sum);
  if (glow_flash_result_get_n_notes (result) > 0)
    return g_strdup_printf ("%s · %s", sum, glow_flash_result_get_note (result, 0));
  return g_steal_pointer (&sum);
}

static char *
dup_end_reason (GlowFlashJob *job, GlowFlashResult *result)
{
  const GError *error = glow_flash_job_get_error (job);
  g_autofree char *state = NULL;

  if (glow_flash_job_get_state (job) == GLOW_JOB_SUCCEEDED && result)
    return dup_success_reason (result);
  state = glow_job_text_dup_flash_state (result);
  if (glow_flash_job_get_state (job) == GLOW_JOB_CANCELLED)
    /* TRANSLATORS: what the run has left in the flash, a sentence */
    return g_strdup_printf (_ ("Cancelled. %s"), state ? state : "");
  if (state)
    return g_steal_pointer (&state);
  return g_strdup (glow_error_text_get_title (error));
}

static void
glow_job_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_JOB_BAR);
  G_OBJECT_CLASS (glow_job_bar_parent_class)->dispose (object);
}

static void
glow_job_bar_class_init (GlowJobBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = glow_job_bar_dispose;
  widget_class->realize = glow_job_bar_realize;
  g_type_ensure (GLOW_TYPE_FLOW_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "jobbar");
  gtk_widget_class_set_template_from_resource (widget_class, "/glowplug/glow-job-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, status_label);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, end_box);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, console_button);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, written_image);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, written_label);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, verified_mark);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, booted_mark);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, verified_image);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, verified_label);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, booted_image);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, booted_label);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, reason_label);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, button);
  gtk_widget_class_bind_template_child (widget_class, GlowJobBar, button_label);
}

static void
glow_job_bar_init (GlowJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Progress"), -1);
  glow_job_bar_set_running (self, FALSE);
}

/**
 * glow_job_bar_show_status:
 * @text: what is missing, or that all is ready
 */
void
glow_job_bar_show_status (GlowJobBar *self, const char *text)
{
  set_label (self->status_label, text);
  show_page (self, FALSE);
  set_fraction (self, 0, FALSE);
}

/* Each phase and each quarter of it, not every percent. */
static void
announce (GlowJobBar *self, const GlowProgressState *state, const char *text)
{
  int now = (int) state->phase * 4 + (int) (CLAMP (state->fraction, 0, 0.99) * 4);

  if (now == self->announced)
    return;
  self->announced = now;
  glow_alert_announce (GTK_WIDGET (self->progress_bar), text);
}

/**
 * glow_job_bar_show_progress:
 * @state: how far the run is
 */
void
glow_job_bar_show_progress (GlowJobBar *self, const GlowProgressState *state)
{
  g_autofree char *text = glow_job_text_dup_progress (state);
  g_autofree char *wrapped = glow_wrap_at_dots (text);

  set_label (self->status_label, wrapped);
  announce (self, state, text);
  show_page (self, FALSE);
  set_fraction (self, state->fraction, TRUE);
  /* what is left then is only watched, and can be left out */
  gtk_label_set_label (self->button_label, state->phase == GLOW_PHASE_BOOT
                       ? C_ ("button", "_Skip") : _ ("_Cancel"));
}

static char *
dup_marks (GlowJobBar *self, const char *reason)
{
  const char *written = gtk_label_get_label (self->written_label);
  const char *verified = gtk_label_get_label (self->verified_label);
  const char *booted = gtk_label_get_label (self->booted_label);

  if (!*booted)
    return g_strdup_printf ("%s, %s. %s", written, verified, reason);
  return g_strdup_printf ("%s, %s, %s. %s", written, verified, booted, reason);
}

/**
 * glow_job_bar_show_end:
 * @job: a flash run that has ended
 *
 * Shows what is known to be true of the flash now, and why not more.
 */
void
glow_job_bar_show_end (GlowJobBar *self, GlowFlashJob *job)
{
  GlowFlashResult *result = glow_flash_job_get_result (job);
  gboolean succeeded = glow_flash_job_get_state (job) == GLOW_JOB_SUCCEEDED;
  g_autofree char *reason = dup_end_reason (job, result);
  g_autofree char *name = NULL;

  set_marks (self, result);
  /* three marks may need the room of the second one */
  gtk_label_set_lines (self->reason_label,
                       result && glow_flash_result_get_boot (result) ? 1 : 2);
  set_label (self->reason_label, reason);
  name = dup_marks (self, reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->console_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Open console"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->end_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_page (self, TRUE);
  set_fraction (self, succeeded ? 1 : 0, succeeded);
}

/**
 * glow_job_bar_set_running:
 * @running: whether the button cancels a run, or starts one
 */
void
glow_job_bar_set_running (GlowJobBar *self, gboolean running)
{
  GtkWidget *button = GTK_WIDGET (self->button);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button),
                                  running ? "win.cancel" : "win.flash");
  gtk_label_set_label (self->button_label,
                       running ? _ ("_Cancel") : C_ ("button", "_Flash"));
  if (running)
    gtk_widget_remove_css_class (button, "suggested-action");
  else
    gtk_widget_add_css_class (button, "suggested-action");
}

/**
 * glow_job_bar_focus_end:
 *
 * Moves the focus to the result, so that a screen reader says it.
 */
void
glow_job_bar_focus_end (GlowJobBar *self)
{
  gtk_widget_grab_focus (self->end_box);
}
