/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-item.h"

#include "glow-error-text.h"
#include "glow-format.h"
#include "glow-image-text.h"
#include "glow-wrap.h"

#include <glib/gi18n-lib.h>

struct _GlowFileItem {
  GObject parent_instance;

  /* owned */
  GlowImage *image; /* (nullable): loading, a heading, or it can't be read */
  GError *error;    /* (nullable): why it can't be read */
  char *name;
  char *summary;
  char *heading; /* (nullable): the summary of a heading */
  char *offset_text;
  char *typed_chip;    /* (nullable): the name typed to write it to another chip */
  char *suggestion;    /* (nullable): the offset text last suggested */
  GPtrArray *findings; /* of GlowItemFinding */

  /* borrowed */
  GObject *source; /* (nullable) a weak pointer: the source holds the item */

  GlowFileItemKind kind;
  gboolean enabled;
  gboolean loading;
  gboolean typed;            /* the offset is the user's, an empty one as well */
  gboolean has_given_offset; /* the set says where the file goes */
  guint32 given_offset;
  guint overrides; /* bits: refusals that somebody has set aside */
  guint n_choices; /* of a heading: builds to choose from; below 2: no choice */
};

enum {
  PROP_NAME = 1,
  PROP_SUMMARY,
  PROP_KIND,
  PROP_OFFSET_TEXT,
  PROP_ENABLED,
  PROP_IMAGE,
  PROP_LOADING,
  PROP_FINDINGS,
  PROP_N_CHOICES,
  PROP_OVERRIDES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GlowFileItem, glow_file_item, G_TYPE_OBJECT)

static void
notify (GlowFileItem *self, guint prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static char *
dup_image_summary (GlowImage *image)
{
  g_autofree char *summary = glow_image_text_dup_summary (image);

  return glow_wrap_before_sizes (summary);
}

static void
update_summary (GlowFileItem *self)
{
  g_autofree char *summary = NULL;

  if (self->error)
    summary = g_strdup (glow_error_text_get_action (self->error));
  else if (self->heading)
    summary = g_strdup (self->heading);
  else if (self->image)
    summary = dup_image_summary (self->image);
  else
    summary = g_strdup (_ ("Reading the file…"));
  if (g_strcmp0 (summary, self->summary) == 0)
    return;
  g_free (self->summary);
  self->summary = g_steal_pointer (&summary);
  notify (self, PROP_SUMMARY);
}

static void
glow_file_item_finalize (GObject *object)
{
  GlowFileItem *self = GLOW_FILE_ITEM (object);

  g_clear_weak_pointer (&self->source);
  g_clear_object (&self->image);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self->summary);
  g_free (self->heading);
  g_free (self->offset_text);
  g_free (self->suggestion);
  g_free (self->typed_chip);
  g_ptr_array_unref (self->findings);
  G_OBJECT_CLASS (glow_file_item_parent_class)->finalize (object);
}

static void
glow_file_item_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  GlowFileItem *self = GLOW_FILE_ITEM (object);

  switch (prop_id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_SUMMARY:
    g_value_set_string (value, self->summary);
    break;
  case PROP_KIND:
    g_value_set_uint (value, self->kind);
    break;
  case PROP_OFFSET_TEXT:
    g_value_set_string (value, self->offset_text);
    break;
  case PROP_ENABLED:
    g_value_set_boolean (value, self->enabled);
    break;
  case PROP_IMAGE:
    g_value_set_object (value, self->image);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  case PROP_FINDINGS:
    g_value_set_boxed (value, self->findings);
    break;
  case PROP_N_CHOICES:
    g_value_set_uint (value, self->n_choices);
    break;
  case PROP_OVERRIDES:
    g_value_set_uint (value, self->overrides);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_file_item_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  GlowFileItem *self = GLOW_FILE_ITEM (object);

  switch (prop_id) {
  case PROP_OFFSET_TEXT:
    glow_file_item_set_offset_text (self, g_value_get_string (value));
    break;
  case PROP_ENABLED:
    glow_file_item_set_enabled (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags out =
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = out | G_PARAM_WRITABLE;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, out);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, out);
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, GLOW_FILE_ITEM_PART,
                                             GLOW_FILE_ITEM_SINGLE, out);
  properties[PROP_OFFSET_TEXT] =
    g_param_spec_string ("offset-text", NULL, NULL, NULL, both);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, both);
  properties[PROP_IMAGE] =
    g_param_spec_object ("image", NULL, NULL, GLOW_TYPE_IMAGE, out);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, out);
  properties[PROP_FINDINGS] =
    g_param_spec_boxed ("findings", NULL, NULL, G_TYPE_PTR_ARRAY, out);
  properties[PROP_N_CHOICES] =
    g_param_spec_uint ("n-choices", NULL, NULL, 0, G_MAXUINT, 0, out);
  properties[PROP_OVERRIDES] =
    g_param_spec_uint ("overrides", NULL, NULL, 0, G_MAXUINT, 0, out);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
glow_file_item_class_init (GlowFileItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = glow_file_item_finalize;
  object_class->get_property = glow_file_item_get_property;
  object_class->set_property = glow_file_item_set_property;
  install_properties (object_class);
}

static void
glow_file_item_init (GlowFileItem *self)
{
  self->findings = glow_item_findings_new ();
  self->offset_text = g_strdup ("");
  self->enabled = TRUE;
}

/**
 * glow_file_item_new:
 * @kind: what the row is
 * @name: what it is called
 *
 * Returns: (transfer full): the item, ticked, with nothing loaded
 */
GlowFileItem *
glow_file_item_new (GlowFileItemKind kind, const char *name)
{
  GlowFileItem *self = g_object_new (GLOW_TYPE_FILE_ITEM, NULL);

  self->kind = kind;
  self->name = g_strdup (name);
  update_summary (self);
  return self;
}

GObject *
glow_file_item_get_source (GlowFileItem *self)
{
  return self->source;
}

/**
 * glow_file_item_set_source:
 * @source: (nullable): what the item is a row of; not held
 */
void
glow_file_item_set_source (GlowFileItem *self, GObject *source)
{
  g_set_weak_pointer (&self->source, source);
}

GlowFileItemKind
glow_file_item_get_kind (GlowFileItem *self)
{
  return self->kind;
}

/**
 * glow_file_item_set_kind:
 * @kind: what the row is from now on: a file turns into a heading when it was opened
 */
void
glow_file_item_set_kind (GlowFileItem *self, GlowFileItemKind kind)
{
  if (self->kind == kind)
    return;
  self->kind = kind;
  if (kind != GLOW_FILE_ITEM_HEADING)
    g_clear_pointer (&self->heading, g_free);
  update_summary (self);
  notify (self, PROP_KIND);
}

const char *
glow_file_item_get_name (GlowFileItem *self)
{
  return self->name;
}

/**
 * glow_file_item_set_name:
 * @name: what it is called
 */
void
glow_file_item_set_name (GlowFileItem *self, const char *name)
{
  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  notify (self, PROP_NAME);
}

const char *
glow_file_item_get_summary (GlowFileItem *self)
{
  return self->summary;
}

guint
glow_file_item_get_n_choices (GlowFileItem *self)
{
  return self->n_choices;
}

/**
 * glow_file_item_set_heading:
 * @summary: (nullable): what the set is, translated
 * @n_choices: builds it has
 *
 * For a heading, or with %NULL for what is none any more.
 */
void
glow_file_item_set_heading (GlowFileItem *self, const char *summary, guint n_choices)
{
  g_free (self->heading);
  self->heading = g_strdup (summary);
  update_summary (self);
  if (self->n_choices == n_choices)
    return;
  self->n_choices = n_choices;
  notify (self, PROP_N_CHOICES);
}

gboolean
glow_file_item_is_loading (GlowFileItem *self)
{
  return self->loading;
}

/**
 * glow_file_item_set_loading:
 * @loading: the file is being read, again if there is an image already
 */
void
glow_file_item_set_loading (GlowFileItem *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  notify (self, PROP_LOADING);
}

GlowImage *
glow_file_item_get_image (GlowFileItem *self)
{
  return self->image;
}

const GError *
glow_file_item_get_error (GlowFileItem *self)
{
  return self->error;
}

/**
 * glow_file_item_set_image:
 * @image: (nullable): what was read, or %NULL for a heading
 */
void
glow_file_item_set_image (GlowFileItem *self, GlowImage *image)
{
  g_clear_error (&self->error);
  g_set_object (&self->image, image);
  update_summary (self);
  notify (self, PROP_IMAGE);
}

/**
 * glow_file_item_set_error:
 * @error: (nullable): why it can't be read
 */
void
glow_file_item_set_error (GlowFileItem *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error ? g_error_copy (error) : NULL;
  if (error)
    g_clear_object (&self->image);
  update_summary (self);
  notify (self, PROP_IMAGE);
}

/**
 * glow_file_item_set_given_offset:
 * @given: whether the set says where the file goes
 * @offset: bytes from the start of flash
 */
void
glow_file_item_set_given_offset (GlowFileItem *self, gboolean given, guint32 offset)
{
  self->has_given_offset = given;
  self->given_offset = offset;
}

/**
 * glow_file_item_get_given_offset:
 * @offset: (out): bytes from the start of flash, where the set says it
 *
 * Returns: whether it does
 */
gboolean
glow_file_item_get_given_offset (GlowFileItem *self, guint32 *offset)
{
  *offset = self->given_offset;
  return self->has_given_offset;
}

const char *
glow_file_item_get_offset_text (GlowFileItem *self)
{
  return self->offset_text;
}

/**
 * glow_file_item_set_offset_text:
 * @text: as typed, it need not be an offset
 *
 * A text that is not what was suggested is the user's, and no suggestion replaces it.
 */
void
glow_file_item_set_offset_text (GlowFileItem *self, const char *text)
{
  if (g_strcmp0 (self->offset_text, text) == 0)
    return;
  g_free (self->offset_text);
  self->offset_text = g_strdup (text ? text : "");
  self->typed =
    g_strcmp0 (self->offset_text, self->suggestion ? self->suggestion : "") != 0;
  notify (self, PROP_OFFSET_TEXT);
}

/**
 * glow_file_item_reset_offset:
 *
 * Takes the suggested offset whatever was typed.
 */
void
glow_file_item_reset_offset (GlowFileItem *self)
{
  glow_file_item_set_offset_text (self, self->suggestion ? self->suggestion : "");
}

/**
 * glow_file_item_parse_offset:
 * @offset: (out): bytes from the start of the flash
 *
 * Returns: %TRUE if the offset's text is a number
 */
gboolean
glow_file_item_parse_offset (GlowFileItem *self, guint32 *offset)
{
  return glow_parse_number (self->offset_text, offset, NULL);
}

/**
 * glow_file_item_offset_is_typed:
 *
 * Returns: whether the offset is the user's and not one that was suggested
 */
gboolean
glow_file_item_offset_is_typed (GlowFileItem *self)
{
  return self->typed;
}

static void
take_suggestion (GlowFileItem *self, char *suggestion)
{
  gboolean typed = self->typed;

  g_free (self->suggestion);
  self->suggestion = suggestion;
  if (typed)
    self->typed =
      g_strcmp0 (self->offset_text, self->suggestion ? self->suggestion : "") != 0;
  else
    glow_file_item_reset_offset (self);
}

/**
 * glow_file_item_suggest_offset:
 * @offset: bytes from the start of flash, where the file belongs
 *
 * Fills it in, unless the user has typed another.
 */
void
glow_file_item_suggest_offset (GlowFileItem *self, guint32 offset)
{
  take_suggestion (self, glow_format_hex (offset));
}

/**
 * glow_file_item_drop_suggestion:
 *
 * It is not known any more where the file belongs. An offset that was only suggested
 * goes.
 */
void
glow_file_item_drop_suggestion (GlowFileItem *self)
{
  take_suggestion (self, NULL);
}

gboolean
glow_file_item_get_enabled (GlowFileItem *self)
{
  return self->enabled;
}

/**
 * glow_file_item_set_enabled:
 * @enabled: whether it is to be flashed
 */
void
glow_file_item_set_enabled (GlowFileItem *self, gboolean enabled)
{
  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  notify (self, PROP_ENABLED);
}

guint
glow_file_item_get_overrides (GlowFileItem *self)
{
  return self->overrides;
}

const char *
glow_file_item_get_typed_chip (GlowFileItem *self)
{
  return self->typed_chip;
}

/**
 * glow_file_item_set_overrides:
 * @overrides: bits for the plan: refusals that somebody has set aside by a named act
 * @typed_chip: (nullable): the name of the chip that was typed for it
 */
void
glow_file_item_set_overrides (GlowFileItem *self, guint overrides, const char *typed_chip)
{
  if (self->overrides == overrides && g_strcmp0 (self->typed_chip, typed_chip) == 0)
    return;
  g_free (self->typed_chip);
  self->typed_chip = g_strdup (typed_chip);
  self->overrides = overrides;
  notify (self, PROP_OVERRIDES);
}

GPtrArray *
glow_file_item_get_findings (GlowFileItem *self)
{
  return self->findings;
}

/**
 * glow_file_item_take_findings:
 * @findings: (transfer full) (element-type GlowItemFinding): what there is to say of it
 */
void
glow_file_item_take_findings (GlowFileItem *self, GPtrArray *findings)
{
  g_autoptr (GPtrArray) taken = findings;

  if (glow_item_findings_equal (self->findings, taken))
    return;
  g_ptr_array_unref (self->findings);
  self->findings = g_steal_pointer (&taken);
  notify (self, PROP_FINDINGS);
}

const char *
glow_file_item_get_problem (GlowFileItem *self)
{
  const GlowItemFinding *refusal = glow_item_findings_get_refusal (self->findings);

  return refusal ? refusal->sentence : NULL;
}

gboolean
glow_file_item_has_offset_problem (GlowFileItem *self)
{
  const GlowItemFinding *refusal = glow_item_findings_get_refusal (self->findings);

  return refusal && refusal->about_offset;
}
