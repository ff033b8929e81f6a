/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-code-block.h"

#include "glow-fold-box.h"

#include <glib/gi18n-lib.h>

struct _GlowCodeBlock {
  AdwBin parent_instance;

  /* owned */
  char *copy_label; /* (nullable) */

  /* template children */
  GtkLabel *code_label;
  GtkWidget *copy_button;
  GtkLabel *copy_button_label;
};

enum {
  PROP_CODE = 1,
  PROP_COPY_LABEL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GlowCodeBlock, glow_code_block, ADW_TYPE_BIN)

static void
reset_button (GlowCodeBlock *self)
{
  gtk_label_set_label (self->copy_button_label,
                       self->copy_label ? self->copy_label : _ ("Copy"));
}

static void
copy_cb (GlowCodeBlock *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          glow_code_block_get_code (self));
  gtk_label_set_label (self->copy_button_label, _ ("Copied"));
}

static void
glow_code_block_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  GlowCodeBlock *self = GLOW_CODE_BLOCK (object);

  switch (prop_id) {
  case PROP_CODE:
    g_value_set_string (value, glow_code_block_get_code (self));
    break;
  case PROP_COPY_LABEL:
    g_value_set_string (value, self->copy_label);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_code_block_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  GlowCodeBlock *self = GLOW_CODE_BLOCK (object);

  switch (prop_id) {
  case PROP_CODE:
    glow_code_block_set_code (self, g_value_get_string (value));
    break;
  case PROP_COPY_LABEL:
    g_free (self->copy_label);
    self->copy_label = g_value_dup_string (value);
    reset_button (self);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_code_block_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_CODE_BLOCK);
  G_OBJECT_CLASS (glow_code_block_parent_class)->dispose (object);
}

static void
glow_code_block_finalize (GObject *object)
{
  g_free (GLOW_CODE_BLOCK (object)->copy_label);
  G_OBJECT_CLASS (glow_code_block_parent_class)->finalize (object);
}

static void
glow_code_block_class_init (GlowCodeBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = glow_code_block_dispose;
  object_class->finalize = glow_code_block_finalize;
  object_class->get_property = glow_code_block_get_property;
  object_class->set_property = glow_code_block_set_property;
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_COPY_LABEL] =
    g_param_spec_string ("copy-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (GLOW_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-code-block.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowCodeBlock, code_label);
  gtk_widget_class_bind_template_child (widget_class, GlowCodeBlock, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GlowCodeBlock, copy_button_label);
}

static void
glow_code_block_init (GlowCodeBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  reset_button (self);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->copy_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->code_label,
                                  NULL, -1);
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_cb), self,
                           G_CONNECT_SWAPPED);
}

const char *
glow_code_block_get_code (GlowCodeBlock *self)
{
  return gtk_label_get_label (self->code_label);
}

/**
 * glow_code_block_set_code:
 * @code: (nullable): the lines; without any, the block hides
 */
void
glow_code_block_set_code (GlowCodeBlock *self, const char *code)
{
  if (g_strcmp0 (code, glow_code_block_get_code (self)) == 0)
    return;
  gtk_label_set_label (self->code_label, code ? code : "");
  gtk_widget_set_visible (GTK_WIDGET (self), code != NULL);
  reset_button (self);
}
