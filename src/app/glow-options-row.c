/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-options-row.h"

#include <glib/gi18n-lib.h>

/* One choice of a list: what the settings keep, what is shown, what the plan gets. */
typedef struct {
  const char *id;
  const char *label;
  guint32 value;
} OptionChoice;

/* clang-format off */
static const OptionChoice baud_choices[] = {
  { "0", N_ ("Automatic"), 0 },
  { "115200", "115200", 115200 },
  { "230400", "230400", 230400 },
  { "460800", "460800", 460800 },
  { "921600", "921600", 921600 },
  { "1500000", "1500000", 1500000 },
  { "2000000", "2000000", 2000000 },
};

static const OptionChoice mode_choices[] = {
  { "keep", N_ ("As the file says"), GLOW_FLASH_MODE_KEEP },
  { "qio", "QIO", GLOW_FLASH_MODE_QIO },
  { "qout", "QOUT", GLOW_FLASH_MODE_QOUT },
  { "dio", "DIO", GLOW_FLASH_MODE_DIO },
  { "dout", "DOUT", GLOW_FLASH_MODE_DOUT },
};

static const OptionChoice frequency_choices[] = { /* MHz */
  { "keep", N_ ("As the file says"), 0 },
  { "20m", "20 MHz", 20 },
  { "26m", "26 MHz", 26 },
  { "40m", "40 MHz", 40 },
  { "80m", "80 MHz", 80 },
};

#define SIZE_AS_FILE 1 /* not a size: leave it alone on every chip */

static const OptionChoice size_choices[] = { /* bytes */
  { "keep", N_ ("Automatic"), 0 },
  { "file", N_ ("As the file says"), SIZE_AS_FILE },
  { "512KB", "512 KiB", 512 * 1024 },
  { "1MB", "1 MiB", 1024 * 1024 },
  { "2MB", "2 MiB", 2 * 1024 * 1024 },
  { "4MB", "4 MiB", 4 * 1024 * 1024 },
  { "8MB", "8 MiB", 8 * 1024 * 1024 },
  { "16MB", "16 MiB", 16 * 1024 * 1024 },
};
/* clang-format on */

struct _GlowOptionsRow {
  AdwExpanderRow parent_instance;

  /* template children */
  GtkSwitch *erase_switch;
  AdwComboRow *baud_row;
  AdwComboRow *mode_row;
  AdwComboRow *frequency_row;
  AdwComboRow *size_row;
};

enum {
  PROP_BAUD = 1,
  PROP_FLASH_MODE,
  PROP_FLASH_FREQUENCY,
  PROP_FLASH_SIZE,
  PROP_ERASE_ALL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GlowOptionsRow, glow_options_row, ADW_TYPE_EXPANDER_ROW)

static const OptionChoice *
get_choice (AdwComboRow *row, const OptionChoice *choices)
{
  return &choices[adw_combo_row_get_selected (row)];
}

static void
select_id (AdwComboRow *row, const OptionChoice *choices, gsize n_choices, const char *id)
{
  for (gsize i = 0; i < n_choices; i++) {
    if (g_strcmp0 (choices[i].id, id) == 0)
      adw_combo_row_set_selected (row, (guint) i);
  }
}

static void
fill_row (AdwComboRow *row, const OptionChoice *choices, gsize n_choices)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; i < n_choices; i++)
    gtk_string_list_append (labels, _ (choices[i].label));
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
}

static void
append_part (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static void
append_choice (GString *text, AdwComboRow *row, const OptionChoice *choices)
{
  if (adw_combo_row_get_selected (row) > 0)
    append_part (text, _ (get_choice (row, choices)->label));
}

static void
update_summary (GlowOptionsRow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean erase_all = gtk_switch_get_active (self->erase_switch);
  const OptionChoice *baud = get_choice (self->baud_row, baud_choices);

  if (baud->value > 0)
    /* TRANSLATORS: speed of the port, in baud */
    g_string_append_printf (text, _ ("speed %u"), baud->value);
  else
    append_part (text, _ ("speed automatic"));
  append_part (text, erase_all ? _ ("erase everything first") : _ ("keep settings"));
  append_choice (text, self->mode_row, mode_choices);
  append_choice (text, self->frequency_row, frequency_choices);
  append_choice (text, self->size_row, size_choices);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text->str);
}

static void
baud_changed_cb (GlowOptionsRow *self)
{
  update_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BAUD]);
}

static void
mode_changed_cb (GlowOptionsRow *self)
{
  update_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FLASH_MODE]);
}

static void
frequency_changed_cb (GlowOptionsRow *self)
{
  update_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FLASH_FREQUENCY]);
}

static void
size_changed_cb (GlowOptionsRow *self)
{
  update_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FLASH_SIZE]);
}

static void
erase_changed_cb (GlowOptionsRow *self)
{
  update_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERASE_ALL]);
}

static void
glow_options_row_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  GlowOptionsRow *self = GLOW_OPTIONS_ROW (object);

  switch (prop_id) {
  case PROP_BAUD:
    g_value_set_uint (value, get_choice (self->baud_row, baud_choices)->value);
    break;
  case PROP_FLASH_MODE:
    g_value_set_string (value, get_choice (self->mode_row, mode_choices)->id);
    break;
  case PROP_FLASH_FREQUENCY:
    g_value_set_string (value, get_choice (self->frequency_row, frequency_choices)->id);
    break;
  case PROP_FLASH_SIZE:
    g_value_set_string (value, get_choice (self->size_row, size_choices)->id);
    break;
  case PROP_ERASE_ALL:
    g_value_set_boolean (value, gtk_switch_get_active (self->erase_switch));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
set_baud (GlowOptionsRow *self, guint baud)
{
  g_autofree char *id = g_strdup_printf ("%u", baud);

  select_id (self->baud_row, baud_choices, G_N_ELEMENTS (baud_choices), id);
}

static void
glow_options_row_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  GlowOptionsRow *self = GLOW_OPTIONS_ROW (object);

  switch (prop_id) {
  case PROP_BAUD:
    set_baud (self, g_value_get_uint (value));
    break;
  case PROP_FLASH_MODE:
    select_id (self->mode_row, mode_choices, G_N_ELEMENTS (mode_choices),
               g_value_get_string (value));
    break;
  case PROP_FLASH_FREQUENCY:
    select_id (self->frequency_row, frequency_choices, G_N_ELEMENTS (frequency_choices),
               g_value_get_string (value));
    break;
  case PROP_FLASH_SIZE:
    select_id (self->size_row, size_choices, G_N_ELEMENTS (size_choices),
               g_value_get_string (value));
    break;
  case PROP_ERASE_ALL:
    gtk_switch_set_active (self->erase_switch, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_options_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GLOW_TYPE_OPTIONS_ROW);
  G_OBJECT_CLASS (glow_options_row_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_BAUD] = g_param_spec_uint ("baud", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FLASH_MODE] =
    g_param_spec_string ("flash-mode", NULL, NULL, "keep", flags);
  properties[PROP_FLASH_FREQUENCY] =
    g_param_spec_string ("flash-frequency", NULL, NULL, "keep", flags);
  properties[PROP_FLASH_SIZE] =
    g_param_spec_string ("flash-size", NULL, NULL, "keep", flags);
  properties[PROP_ERASE_ALL] =
    g_param_spec_boolean ("erase-all", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
glow_options_row_class_init (GlowOptionsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = glow_options_row_dispose;
  object_class->get_property = glow_options_row_get_property;
  object_class->set_property = glow_options_row_set_property;
  install_properties (object_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/glowplug/glow-options-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GlowOptionsRow, erase_switch);
  gtk_widget_class_bind_template_child (widget_class, GlowOptionsRow, baud_row);
  gtk_widget_class_bind_template_child (widget_class, GlowOptionsRow, mode_row);
  gtk_widget_class_bind_template_child (widget_class, GlowOptionsRow, frequency_row);
  gtk_widget_class_bind_template_child (widget_class, GlowOptionsRow, size_row);
}

static void
watch (GlowOptionsRow *self, gpointer widget, const char *signal, GCallback callback)
{
  g_signal_connect_object (widget, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
glow_options_row_init (GlowOptionsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* of the row around the header and the options, which has none of its own */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Options"), -1);
  fill_row (self->baud_row, baud_choices, G_N_ELEMENTS (baud_choices));
  fill_row (self->mode_row, mode_choices, G_N_ELEMENTS (mode_choices));
  fill_row (self->frequency_row, frequency_choices, G_N_ELEMENTS (frequency_choices));
  fill_row (self->size_row, size_choices, G_N_ELEMENTS (size_choices));
  update_summary (self);
  watch (self, self->baud_row, "notify::selected", G_CALLBACK (baud_changed_cb));
  watch (self, self->mode_row, "notify::selected", G_CALLBACK (mode_changed_cb));
  watch (self, self->frequency_row, "notify::selected",
         G_CALLBACK (frequency_changed_cb));
  watch (self, self->size_row, "notify::selected", G_CALLBACK (size_changed_cb));
  watch (self, self->erase_switch, "notify::active", G_CALLBACK (erase_changed_cb));
}

/**
 * glow_options_row_fill:
 * @options: the fields that are shown here are set, the others left alone
 */
void
glow_options_row_fill (GlowOptionsRow *self, GlowFlashOptions *options)
{
  guint32 size = get_choice (self->size_row, size_choices)->value;

  options->baud = get_choice (self->baud_row, baud_choices)->value;
  options->flash_mode = (GlowFlashMode) get_choice (self->mode_row, mode_choices)->value;
  options->flash_freq_mhz = get_choice (self->frequency_row, frequency_choices)->value;
  options->keep_flash_size = size == SIZE_AS_FILE;
  options->flash_size = size == SIZE_AS_FILE ? 0 : size;
  options->erase_all = gtk_switch_get_active (self->erase_switch);
}
