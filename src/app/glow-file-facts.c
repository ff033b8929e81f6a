/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-facts.h"

#include "glow-error-text.h"
#include "glow-file-source.h"
#include "glow-image-details-text.h"
#include "glow-set-text.h"

#include <glib/gi18n-lib.h>

static void
fact_free (gpointer data)
{
  GlowFact *self = data;

  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static void
section_free (gpointer data)
{
  GlowFactSection *self = data;

  g_free (self->title);
  g_free (self->subtitle);
  g_ptr_array_unref (self->facts);
  g_free (self);
}

/**
 * glow_fact_section_add:
 * @sections: gets a section more
 * @title: copied, translated
 * @subtitle: (nullable): copied, translated
 *
 * Returns: (transfer none): the section, without facts
 */
GlowFactSection *
glow_fact_section_add (GPtrArray *sections, const char *title, const char *subtitle)
{
  GlowFactSection *self = g_new0 (GlowFactSection, 1);

  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  self->facts = g_ptr_array_new_with_free_func (fact_free);
  g_ptr_array_add (sections, self);
  return self;
}

/**
 * glow_fact_add:
 * @section: gets a fact more
 * @name: copied, translated
 * @value: (nullable): copied; nothing is added without one
 */
void
glow_fact_add (GlowFactSection *section, const char *name, const char *value)
{
  glow_fact_add_marked (section, name, value, GLOW_FACT_PLAIN);
}

/**
 * glow_fact_add_marked:
 * @section: gets a fact more
 * @name: copied, translated
 * @value: (nullable): copied; nothing is added without one
 * @mark: whether it was checked
 */
void
glow_fact_add_marked (GlowFactSection *section,
                      const char *name,
                      const char *value,
                      GlowFactMark mark)
{
  GlowFact *fact;

  if (value == NULL || value[0] == '\0')
    return;
  fact = g_new0 (GlowFact, 1);
  fact->name = g_strdup (name);
  fact->value = g_strdup (value);
  fact->mark = mark;
  g_ptr_array_add (section->facts, fact);
}

static char *
dup_place (GlowFileItem *item)
{
  GlowFileSource *source = GLOW_FILE_SOURCE (glow_file_item_get_source (item));
  GFile *file = source ? glow_file_source_get_file (source) : NULL;

  if (file)
    return g_file_get_parse_name (file);
  if (source && glow_file_source_get_set (source))
    return g_strdup (glow_firmware_set_get_uri (glow_file_source_get_set (source)));
  return NULL;
}

static void
add_file (GPtrArray *sections, GlowFileItem *item)
{
  GlowFactSection *section = glow_fact_section_add (sections, _ ("File"), NULL);
  const GError *error = glow_file_item_get_error (item);
  g_autofree char *place = dup_place (item);

  glow_fact_add (section, _ ("Name"), glow_file_item_get_name (item));
  glow_fact_add (section, _ ("Where from"), place);
  glow_fact_add (section, _ ("What it is"),
                             error ? NULL : glow_file_item_get_summary (item));
  if (glow_file_item_get_kind (item) != GLOW_FILE_ITEM_HEADING)
    glow_fact_add (section, _ ("Goes to"), glow_file_item_get_offset_text (item));
  if (error) {
    glow_fact_add_marked (section, _ ("Problem"), glow_error_text_get_title (error),
                                      GLOW_FACT_WRONG);
    glow_fact_add (section, _ ("Reason"), glow_error_text_get_reason (error));
    glow_fact_add (section, _ ("In detail"), error->message);
  }
}

static void
add_checks (GPtrArray *sections, GlowFileItem *item)
{
  GlowFactSection *section = glow_fact_section_add (sections, _ ("Checks"), NULL);
  GPtrArray *findings = glow_file_item_get_findings (item);
  static const struct {
    const char *name;
    GlowFactMark mark;
  } levels[] = {
    [GLOW_ITEM_ALLOWED] = {
      N_ ("Allowed"), GLOW_FACT_PLAIN }, [GLOW_ITEM_WARNING] = {
                                           N_ ("Warning"), GLOW_FACT_WARNED },
                                           [GLOW_ITEM_REFUSAL] = { N_ ("Problem"),
                                                                       GLOW_FACT_WRONG },
                                           };

  for (guint i = 0; i < findings->len; i++) {
    const GlowItemFinding *finding = g_ptr_array_index (findings, i);

    glow_fact_add_marked (section, _ (levels[finding->level].name), finding->sentence,
                                      levels[finding->level].mark);
  }
  if (findings->len == 0)
    glow_fact_add_marked (section, _ ("Result"), _ ("Nothing speaks against this file"),
                                                    GLOW_FACT_RIGHT);
}

/* What the command line lists as well. */
static void
add_content (GPtrArray *sections, GlowImage *image)
{
  g_autoptr (GPtrArray) details = glow_image_details_text_dup (image);
  GlowFactSection *section = glow_fact_section_add (sections, _ ("Content"), NULL);

  for (guint i = 0; i < details->len; i++) {
    const GlowImageDetail *detail = g_ptr_array_index (details, i);

    if (detail->value)
      glow_fact_add (section, detail->label, detail->value);
    else
      section = glow_fact_section_add (sections, detail->label, NULL);
  }
}

static void
add_build (GPtrArray *sections, GlowFileItem *item)
{
  GlowFileSource *source = GLOW_FILE_SOURCE (glow_file_item_get_source (item));
  GlowFirmwareSet *set = source ? glow_file_source_get_set (source) : NULL;
  GlowFactSection *section;

  if (set == NULL || glow_firmware_set_get_n_left_out (set) == 0)
    return;
  section = glow_fact_section_add (sections, _ ("Files that are not used"), NULL);
  for (guint i = 0; i < glow_firmware_set_get_n_left_out (set); i++) {
    const GlowFirmwareNote *note = glow_firmware_set_get_left_out (set, i);
    g_autofree char *reason = glow_set_text_dup_note (note);

    glow_fact_add (section, note->subject, reason);
  }
}

/**
 * glow_file_facts_new:
 * @item: a row of the list
 *
 * Returns: (transfer full) (element-type GlowFactSection): all that is known of it
 */
GPtrArray *
glow_file_facts_new (GlowFileItem *item)
{
  GPtrArray *sections = g_ptr_array_new_with_free_func (section_free);
  GlowImage *image = glow_file_item_get_image (item);

  add_file (sections, item);
  if (glow_file_item_get_error (item) == NULL)
    add_checks (sections, item);
  if (image)
    add_content (sections, image);
  if (glow_file_item_get_kind (item) == GLOW_FILE_ITEM_HEADING)
    add_build (sections, item);
  return sections;
}

/**
 * glow_file_facts_dup_text:
 * @sections: (element-type GlowFactSection): facts
 *
 * Returns: (transfer full): the same, to be sent to somebody
 */
char *
glow_file_facts_dup_text (GPtrArray *sections)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sections->len; i++) {
    const GlowFactSection *section = g_ptr_array_index (sections, i);

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", section->title);
    if (section->subtitle)
      g_string_append_printf (text, " · %s", section->subtitle);
    g_string_append_c (text, '\n');
    for (guint k = 0; k < section->facts->len; k++) {
      const GlowFact *fact = g_ptr_array_index (section->facts, k);

      g_string_append_printf (text, "  %s: %s\n", fact->name, fact->value);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
