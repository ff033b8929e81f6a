/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-settings.h"

/**
 * glow_settings_open:
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL where their schema is not
 *   installed
 */
GSettings *
glow_settings_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, GLOW_APP_ID, TRUE);
  if (schema == NULL) {
    g_info ("no settings schema %s: nothing is remembered", GLOW_APP_ID);
    return NULL;
  }
  return g_settings_new_full (schema, NULL, NULL);
}

/**
 * glow_settings_load_files:
 * @settings: (nullable): as from glow_settings_open()
 * @files: gets the files of the last time
 */
void
glow_settings_load_files (GSettings *settings, GlowFileList *files)
{
  g_autoptr (GVariantIter) iter = NULL;
  const char *uri;
  const char *offset_text;
  gboolean enabled;

  if (settings == NULL)
    return;
  g_settings_get (settings, "last-files", "a(ssb)", &iter);
  while (g_variant_iter_next (iter, "(&s&sb)", &uri, &offset_text, &enabled)) {
    g_autoptr (GFile) file = g_file_new_for_uri (uri);

    glow_file_list_add (files, file, offset_text, enabled);
  }
}

/**
 * glow_settings_save_files:
 * @settings: (nullable): as from glow_settings_open()
 * @files: what to keep for the next time
 */
void
glow_settings_save_files (GSettings *settings, GlowFileList *files)
{
  GListModel *model = glow_file_list_get_model (files);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssb)"));

  if (settings == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (model, i);
    g_autofree char *uri = g_file_get_uri (glow_file_item_get_file (item));

    g_variant_builder_add (&builder, "(ssb)", uri, glow_file_item_get_offset_text (item),
                           glow_file_item_get_enabled (item));
  }
  g_settings_set_value (settings, "last-files", g_variant_builder_end (&builder));
}
