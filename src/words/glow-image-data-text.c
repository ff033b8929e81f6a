/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The details of what is no program: tables, settings, file systems. */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-image-details-private.h"

#include "glow-format.h"

#include <glib/gi18n-lib.h>

static void
add_partition (GPtrArray *details, const GlowPartition *partition)
{
  g_autofree char *type = glow_partition_dup_type (partition);
  g_autofree char *subtype = glow_partition_dup_subtype (partition);
  g_autofree char *offset = glow_format_hex (partition->offset);
  g_autofree char *size = glow_format_size (partition->size);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%s, %s, %s, %s", offset, size, type, subtype);
  if (partition->flags & GLOW_PARTITION_ENCRYPTED)
    g_string_append_printf (text, ", %s", _ ("encrypted"));
  if (partition->flags & GLOW_PARTITION_READ_ONLY)
    g_string_append_printf (text, ", %s", _ ("read-only"));
  glow_image_details_add_text (details, *partition->label ? partition->label
                                                          : _ ("(no name)"), text->str);
}

static void
add_table (GPtrArray *details, GlowPartitionTable *table)
{
  if (!table) {
    glow_image_details_add_text (details, _ ("Problem"), _ ("damaged"));
    return;
  }
  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++)
    add_partition (details, glow_partition_table_get_partition (table, i));
  glow_image_details_add_text (details, "MD5",
                               /* TRANSLATORS: whether a checksum is there and right */
                               glow_partition_table_has_digest (table) ? _ ("valid")
                                                                       : _ ("none"));
}

static const char *
get_state (gint state)
{
  switch (state) {
  case GLOW_OTADATA_NEW:
    /* TRANSLATORS: how far an update has come: written, never started */
    return C_ ("state of an update", "new");
  case GLOW_OTADATA_PENDING_VERIFY:
    return C_ ("state of an update", "started, not yet confirmed");
  case GLOW_OTADATA_VALID:
    return C_ ("state of an update", "confirmed");
  case GLOW_OTADATA_INVALID:
    return C_ ("state of an update", "found bad");
  case GLOW_OTADATA_ABORTED:
    return C_ ("state of an update", "given up");
  case GLOW_OTADATA_UNDEFINED:
  default:
    return NULL;
  }
}

static void
add_entry (GPtrArray *details, const GlowOtadataEntry *entry, guint number)
{
  /* TRANSLATORS: one of two copies */
  g_autofree char *label = g_strdup_printf (_ ("Entry %u"), number);
  const char *state = get_state (entry->state);

  if (entry->damaged)
    glow_image_details_add (details, label,
                            /* TRANSLATORS: a number that goes up with each update */
                            g_strdup_printf (_ ("number %u, checksum wrong"),
                                                entry->sequence));
  else if (!entry->present)
    glow_image_details_add_text (details, label, _ ("none"));
  else if (!state)
    /* TRANSLATORS: a number that goes up with each update */
    glow_image_details_add (details, label,
                            /* TRANSLATORS: which of several applications, counted
                             * from 0 */
                            g_strdup_printf (_ ("number %u"), entry->sequence));
  else
    /* TRANSLATORS: a number that goes up with each update, and how far it has come */
    glow_image_details_add (details, label,
                            /* TRANSLATORS: which of several applications, counted
                             * from 0, and its state */
                            g_strdup_printf (_ ("number %u, %s"), entry->sequence,
                                                state));
}

static void
add_otadata (GPtrArray *details, GlowImage *image, const GlowOtadata *otadata)
{
  GlowPartitionTable *table = glow_image_get_partition_table (image);
  const GlowPartition *boots = table ? glow_otadata_choose (otadata, table) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (otadata->entries); i++)
    add_entry (details, &otadata->entries[i], i + 1);
  if (boots)
    /* TRANSLATORS: which partition the board starts from */
    glow_image_details_add_text (details, _ ("Boots"), boots->label);
  else if (otadata->chosen >= 0)
    /* TRANSLATORS: on a board with two partitions for applications, which one starts */
    glow_image_details_add (
      details, _ ("Boots, of two slots"),
                  g_strdup_printf ("ota_%u",
                                   (otadata->entries[otadata->chosen].sequence - 1) % 2));
}

static void
add_nvs (GPtrArray *details, const GlowNvs *nvs)
{
  glow_image_details_add (details, _ ("Version"), g_strdup_printf ("%u", nvs->version));
  /* TRANSLATORS: of the second number of pages, the first number is in use */
  glow_image_details_add (details,
                          _ ("Pages in use"),
                             /* TRANSLATORS: how many of how many */
                             g_strdup_printf (_ ("%u of %u"), nvs->n_used, nvs->n_pages));
  glow_image_details_add (details, _ ("Entries"), g_strdup_printf ("%u", nvs->n_entries));
  if (nvs->n_damaged > 0)
    glow_image_details_add (details, _ ("Damaged pages"),
                                        g_strdup_printf ("%u", nvs->n_damaged));
}

static void
add_filesystem (GPtrArray *details, const GlowFilesystem *filesystem)
{
  if (filesystem->type == GLOW_FILESYSTEM_FAT)
    glow_image_details_add (details, _ ("File system"),
                                        g_strdup_printf ("FAT%u", filesystem->version));
  else if (filesystem->type == GLOW_FILESYSTEM_LITTLEFS)
    glow_image_details_add (details, _ ("File system"),
                                        g_strdup_printf ("LittleFS %u.%u",
                                                         filesystem->version >> 16,
                                                         filesystem->version & 0xffff));
  glow_image_details_add_size (details, filesystem->type == GLOW_FILESYSTEM_FAT
                               ? _ ("Sector size")
                               : _ ("Block size"), filesystem->block_size);
  if (filesystem->page_size > 0)
    glow_image_details_add_size (details, _ ("Page size"), filesystem->page_size);
  if (filesystem->size > 0)
    glow_image_details_add_size (details, _ ("Size of the file system"),
                                             filesystem->size);
  if (filesystem->wear_levelled)
    /* TRANSLATORS: writes are spread over the flash */
    glow_image_details_add_text (details, _ ("Wear levelling"), _ ("yes"));
}

/* The lines of a part without a header. */
void
glow_image_details_add_data (GPtrArray *details,
                             GlowImage *image,
                             const GlowImagePart *part)
{
  if (part->kind == GLOW_IMAGE_PARTITION_TABLE)
    add_table (details, part->table);
  else if (part->kind == GLOW_IMAGE_OTADATA)
    add_otadata (details, image, &part->otadata);
  else if (part->kind == GLOW_IMAGE_NVS)
    add_nvs (details, &part->nvs);
  else if (part->filesystem.type != GLOW_FILESYSTEM_NONE)
    add_filesystem (details, &part->filesystem);
}
