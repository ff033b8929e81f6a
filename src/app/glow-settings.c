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

static void
load_source (GlowFileList *files, const char *uri, const char *build, GVariantIter *parts)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoptr (GlowFileSource) source = glow_file_source_new (file);
  const char *name;
  const char *offset_text;
  gboolean enabled;

  glow_file_source_remember_build (source, build);
  while (g_variant_iter_next (parts, "(&s&sb)", &name, &offset_text, &enabled))
    glow_file_source_remember_part (source, name, offset_text, enabled);
  glow_file_list_add_source (files, source);
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
  const char *build;
  GVariantIter *parts;

  if (settings == NULL)
    return;
  g_settings_get (settings, "last-firmware", "a(ssa(ssb))", &iter);
  while (g_variant_iter_next (iter, "(&s&sa(ssb))", &uri, &build, &parts)) {
    load_source (files, uri, build, parts);
    g_variant_iter_free (parts);
  }
}

static void
save_source (GVariantBuilder *builder, GlowFileSource *source)
{
  GListModel *items = glow_file_source_get_items (source);
  GFile *file = glow_file_source_get_file (source);
  const char *build = glow_file_source_get_chosen_label (source);
  g_autofree char *uri = NULL;

  /* the network is only used when somebody asks for it */
  if (file == NULL)
    return;
  uri = g_file_get_uri (file);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("(ssa(ssb))"));
  g_variant_builder_add (builder, "s", uri);
  g_variant_builder_add (builder, "s", build ? build : "");
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(ssb)"));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (GlowFileItem) item = g_list_model_get_item (items, i);
    gboolean typed = glow_file_item_offset_is_typed (item);

    g_variant_builder_add (builder, "(ssb)", glow_file_item_get_name (item),
                           typed ? glow_file_item_get_offset_text (item) : "",
                           glow_file_item_get_enabled (item));
  }
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
}

/**
 * glow_settings_save_files:
 * @settings: (nullable): as from glow_settings_open()
 * @files: what to keep for the next time
 */
void
glow_settings_save_files (GSettings *settings, GlowFileList *files)
{
  GListModel *sources = glow_file_list_get_sources (files);
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssa(ssb))"));

  if (settings == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++) {
    g_autoptr (GlowFileSource) source = g_list_model_get_item (sources, i);

    save_source (&builder, source);
  }
  g_settings_set_value (settings, "last-firmware", g_variant_builder_end (&builder));
}
