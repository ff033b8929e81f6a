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
  GFile *file;
  GlowImage *image; /* (nullable): loading, or it can't be read */
  GError *error;    /* (nullable): why it can't be read */
  char *name;
  char *summary;
  char *offset_text;
  char *suggestion;          /* (nullable): the offset text last suggested */
  char *problem;             /* (nullable) */
  GCancellable *cancellable; /* (nullable): loading */

  gboolean enabled;
  gboolean offset_problem; /* @problem is about the offset */
};

enum {
  PROP_NAME = 1,
  PROP_SUMMARY,
  PROP_PROBLEM,
  PROP_OFFSET_TEXT,
  PROP_ENABLED,
  PROP_IMAGE,
  PROP_LOADING,
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

  if (self->image)
    summary = dup_image_summary (self->image);
  else if (self->error)
    summary = g_strdup (glow_error_text_get_action (self->error));
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

  g_clear_object (&self->file);
  g_clear_object (&self->image);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self->summary);
  g_free (self->offset_text);
  g_free (self->suggestion);
  g_free (self->problem);
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
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
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
    g_value_set_boolean (value, self->cancellable != NULL);
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
glow_file_item_class_init (GlowFileItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags out =
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = out | G_PARAM_WRITABLE;

  object_class->finalize = glow_file_item_finalize;
  object_class->get_property = glow_file_item_get_property;
  object_class->set_property = glow_file_item_set_property;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, out);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, out);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, out);
  properties[PROP_OFFSET_TEXT] =
    g_param_spec_string ("offset-text", NULL, NULL, NULL, both);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, both);
  properties[PROP_IMAGE] =
    g_param_spec_object ("image", NULL, NULL, GLOW_TYPE_IMAGE, out);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, out);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
glow_file_item_init (GlowFileItem *self)
{
}

/**
 * glow_file_item_new:
 * @file: a firmware file; it need not exist
 * @offset_text: where it goes, as typed; "" to have it suggested
 * @enabled: whether it is to be flashed
 *
 * Call glow_file_item_load() next.
 *
 * Returns: (transfer full): the item
 */
GlowFileItem *
glow_file_item_new (GFile *file, const char *offset_text, gboolean enabled)
{
  GlowFileItem *self = g_object_new (GLOW_TYPE_FILE_ITEM, NULL);
  g_autofree char *basename = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->name = g_filename_display_name (basename ? basename : "");
  self->offset_text = g_strdup (offset_text);
  self->enabled = enabled;
  update_summary (self);
  return self;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GlowFileItem) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowImage) image = glow_image_load_finish (result, &error);

  /* a newer load has taken over */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_set_object (&self->image, image);
  self->error = g_steal_pointer (&error);
  update_summary (self);
  notify (self, PROP_IMAGE);
  notify (self, PROP_LOADING);
}

/**
 * glow_file_item_load:
 *
 * Reads the file, again if it was read before: it may have been built anew. "loading"
 * is %TRUE until the answer is there.
 */
void
glow_file_item_load (GlowFileItem *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  glow_image_load_async (self->file, self->cancellable, loaded_cb, g_object_ref (self));
  notify (self, PROP_LOADING);
}

GFile *
glow_file_item_get_file (GlowFileItem *self)
{
  return self->file;
}

const char *
glow_file_item_get_name (GlowFileItem *self)
{
  return self->name;
}

GlowImage *
glow_file_item_get_image (GlowFileItem *self)
{
  return self->image;
}

gboolean
glow_file_item_is_loading (GlowFileItem *self)
{
  return self->cancellable != NULL;
}

const GError *
glow_file_item_get_error (GlowFileItem *self)
{
  return self->error;
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
  notify (self, PROP_OFFSET_TEXT);
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
 * glow_file_item_suggest_offset:
 * @chip: (nullable): the board's chip, once it is known
 *
 * Fills in the offset that fits the content, unless the user has typed another.
 */
void
glow_file_item_suggest_offset (GlowFileItem *self, const GlowChip *chip)
{
  gboolean edited =
    self->offset_text[0] != '\0' && g_strcmp0 (self->offset_text, self->suggestion) != 0;
  g_autofree char *suggestion = NULL;
  guint32 offset;

  if (self->image == NULL || !glow_image_suggest_offset (self->image, chip, &offset))
    return;
  suggestion = glow_format_hex (offset);
  g_free (self->suggestion);
  self->suggestion = g_steal_pointer (&suggestion);
  if (!edited)
    glow_file_item_set_offset_text (self, self->suggestion);
}

/**
 * glow_file_item_reset_offset:
 * @chip: (nullable): as for glow_file_item_suggest_offset()
 *
 * Takes the suggested offset whatever was typed.
 */
void
glow_file_item_reset_offset (GlowFileItem *self, const GlowChip *chip)
{
  glow_file_item_set_offset_text (self, "");
  glow_file_item_suggest_offset (self, chip);
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

const char *
glow_file_item_get_problem (GlowFileItem *self)
{
  return self->problem;
}

gboolean
glow_file_item_has_offset_problem (GlowFileItem *self)
{
  return self->problem != NULL && self->offset_problem;
}

/**
 * glow_file_item_set_problem:
 * @problem: (nullable): why it can't be flashed as it is, translated
 * @about_offset: another offset would solve it
 */
void
glow_file_item_set_problem (GlowFileItem *self,
                            const char *problem,
                            gboolean about_offset)
{
  if (g_strcmp0 (self->problem, problem) == 0 && self->offset_problem == about_offset)
    return;
  self->offset_problem = about_offset;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  notify (self, PROP_PROBLEM);
}
