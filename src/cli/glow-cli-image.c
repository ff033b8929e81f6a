/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-image.h"

#include "glow-chip-header.h"
#include "glow-cli-output.h"
#include "glow-image-details-text.h"
#include "glow-image-text.h"

static const char *
kind_nick (GlowImageKind kind)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_IMAGE_KIND);
  GEnumValue *value = g_enum_get_value (klass, (gint) kind);

  return value ? value->value_nick : "data";
}

/**
 * glow_cli_image_print:
 * @image: the image
 *
 * Writes what a file is to standard output.
 */
void
glow_cli_image_print (GlowImage *image)
{
  g_autofree char *summary = glow_image_text_dup_summary (image);
  g_autoptr (GPtrArray) details = glow_image_details_text_dup (image);

  g_print ("%s\n  %s\n", glow_image_get_name (image), summary);
  for (guint i = 0; i < details->len; i++) {
    const GlowImageDetail *detail = g_ptr_array_index (details, i);

    if (detail->value)
      g_print ("    %s: %s\n", detail->label, detail->value);
    else
      g_print ("  %s\n", detail->label);
  }
}

static void
add_hex (JsonBuilder *builder, const char *name, const guint8 *bytes, gsize size)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  glow_cli_output_add_string (builder, name, text->str);
}

static void
add_segments (JsonBuilder *builder, const GlowImageHeader *header)
{
  json_builder_set_member_name (builder, "segments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < header->n_segments; i++) {
    json_builder_begin_object (builder);
    glow_cli_output_add_int (builder, "address", header->segments[i].addr);
    glow_cli_output_add_int (builder, "size", header->segments[i].size);
    glow_cli_output_add_int (builder, "file_offset",
                             (gint64) header->segments[i].file_offset);
    glow_cli_output_add_string (builder, "region", header->segments[i].region);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_flash (JsonBuilder *builder, const GlowImageHeader *header)
{
  const GlowChip *chip = header->chip;

  glow_cli_output_add_string (builder, "flash_mode",
                              glow_chip_get_flash_mode_name (header->flash_mode));
  glow_cli_output_add_int (
    builder, "flash_size",
    chip ? (gint64) glow_chip_decode_flash_size (chip, header->flash_size_nibble) : 0);
  glow_cli_output_add_int (builder, "flash_freq_mhz",
                           chip ? glow_chip_decode_flash_freq (chip,
                                                               header->flash_freq_nibble)
                                : 0);
}

static void
add_header (JsonBuilder *builder, const GlowImageHeader *header)
{
  const GlowChip *chip = header->chip;

  glow_cli_output_add_string (builder, "chip",
                              chip ? glow_chip_get_tool_name (chip) : NULL);
  if (header->chip_id != GLOW_CHIP_NO_IMAGE_ID)
    glow_cli_output_add_int (builder, "chip_id", header->chip_id);
  glow_cli_output_add_int (builder, "entry", header->entry_addr);
  add_flash (builder, header);
  glow_cli_output_add_int (builder, "min_revision", header->min_revision);
  glow_cli_output_add_int (builder, "max_revision", header->max_revision);
  glow_cli_output_add_int (builder, "write_protect_pin", header->pins[0]);
  glow_cli_output_add_boolean (builder, "complete", header->complete);
  glow_cli_output_add_int (builder, "checksum", header->checksum);
  glow_cli_output_add_boolean (builder, "checksum_valid", header->checksum_valid);
  glow_cli_output_add_boolean (builder, "has_digest", header->has_digest);
  add_hex (builder, "digest", header->digest, header->digest_size);
  glow_cli_output_add_boolean (builder, "digest_valid", header->digest_valid);
  add_segments (builder, header);
}

static void
add_app_descriptor (JsonBuilder *builder, const GlowAppDescriptor *app)
{
  json_builder_set_member_name (builder, "app");
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "project", app->project);
  glow_cli_output_add_string (builder, "version", app->version);
  glow_cli_output_add_string (builder, "idf_version", app->idf_version);
  glow_cli_output_add_string (builder, "date", app->date);
  glow_cli_output_add_string (builder, "time", app->time);
  glow_cli_output_add_int (builder, "secure_version", app->secure_version);
  add_hex (builder, "elf_digest", app->elf_digest, sizeof app->elf_digest);
  glow_cli_output_add_int (builder, "min_efuse_block", app->min_efuse_block);
  glow_cli_output_add_int (builder, "max_efuse_block", app->max_efuse_block);
  json_builder_end_object (builder);
}

static void
add_bootloader_descriptor (JsonBuilder *builder, const GlowBootloaderDescriptor *boot)
{
  json_builder_set_member_name (builder, "bootloader");
  json_builder_begin_object (builder);
  glow_cli_output_add_int (builder, "version", boot->version);
  glow_cli_output_add_int (builder, "secure_version", boot->secure_version);
  glow_cli_output_add_string (builder, "idf_version", boot->idf_version);
  glow_cli_output_add_string (builder, "date_time", boot->date_time);
  json_builder_end_object (builder);
}

static void
add_signature (JsonBuilder *builder, const GlowSignature *signature)
{
  json_builder_set_member_name (builder, "signature");
  json_builder_begin_object (builder);
  glow_cli_output_add_int (builder, "secure_boot",
                           signature->scheme == GLOW_SIGNATURE_V1 ? 1 : 2);
  glow_cli_output_add_string (builder, "key",
                              signature->scheme == GLOW_SIGNATURE_V2_RSA ? "rsa"
                                                                         : "ecdsa");
  glow_cli_output_add_int (builder, "blocks", signature->n_blocks);
  glow_cli_output_add_int (builder, "valid_blocks", signature->n_valid);
  json_builder_end_object (builder);
}

static void
add_partition (JsonBuilder *builder, const GlowPartition *partition)
{
  g_autofree char *type = glow_partition_dup_type (partition);
  g_autofree char *subtype = glow_partition_dup_subtype (partition);

  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "label", partition->label);
  glow_cli_output_add_string (builder, "type", type);
  glow_cli_output_add_string (builder, "subtype", subtype);
  glow_cli_output_add_int (builder, "offset", partition->offset);
  glow_cli_output_add_int (builder, "size", partition->size);
  glow_cli_output_add_int (builder, "flags", partition->flags);
  json_builder_end_object (builder);
}

static void
add_table (JsonBuilder *builder, GlowPartitionTable *table)
{
  glow_cli_output_add_boolean (builder, "has_digest",
                               glow_partition_table_has_digest (table));
  json_builder_set_member_name (builder, "partitions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_partition_table_get_n_partitions (table); i++)
    add_partition (builder, glow_partition_table_get_partition (table, i));
  json_builder_end_array (builder);
}

static void
add_otadata (JsonBuilder *builder, const GlowOtadata *otadata)
{
  json_builder_set_member_name (builder, "otadata");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (otadata->entries); i++) {
    json_builder_begin_object (builder);
    glow_cli_output_add_boolean (builder, "present", otadata->entries[i].present);
    glow_cli_output_add_int (builder, "sequence", otadata->entries[i].sequence);
    glow_cli_output_add_int (builder, "state", otadata->entries[i].state);
    glow_cli_output_add_boolean (builder, "chosen", otadata->chosen == (gint) i);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_nvs (JsonBuilder *builder, const GlowNvs *nvs)
{
  glow_cli_output_add_int (builder, "version", nvs->version);
  glow_cli_output_add_int (builder, "pages", nvs->n_pages);
  glow_cli_output_add_int (builder, "used_pages", nvs->n_used);
  glow_cli_output_add_int (builder, "damaged_pages", nvs->n_damaged);
  glow_cli_output_add_int (builder, "entries", nvs->n_entries);
}

static void
add_filesystem (JsonBuilder *builder, const GlowFilesystem *filesystem)
{
  glow_cli_output_add_int (builder, "version", filesystem->version);
  glow_cli_output_add_int (builder, "block_size", filesystem->block_size);
  glow_cli_output_add_int (builder, "filesystem_size", (gint64) filesystem->size);
  glow_cli_output_add_boolean (builder, "wear_levelled", filesystem->wear_levelled);
}

static void
add_image_part (JsonBuilder *builder, const GlowImagePart *part)
{
  add_header (builder, &part->header);
  if (part->has_app_descriptor)
    add_app_descriptor (builder, &part->app_descriptor);
  if (part->has_bootloader_descriptor)
    add_bootloader_descriptor (builder, &part->bootloader_descriptor);
  if (part->signature.scheme != GLOW_SIGNATURE_NONE)
    add_signature (builder, &part->signature);
  if (part->tail != GLOW_IMAGE_TAIL_NONE)
    glow_cli_output_add_int (builder, "bytes_behind", (gint64) part->tail_size);
}

static void
add_part (JsonBuilder *builder, const GlowImagePart *part)
{
  json_builder_begin_object (builder);
  glow_cli_output_add_string (builder, "kind", kind_nick (part->kind));
  glow_cli_output_add_string (builder, "label", *part->label ? part->label : NULL);
  glow_cli_output_add_int (builder, "file_offset", (gint64) part->file_offset);
  glow_cli_output_add_int (builder, "size", (gint64) part->size);
  if (part->app_missing)
    glow_cli_output_add_boolean (builder, "app_missing", TRUE);
  if (part->has_header)
    add_image_part (builder, part);
  if (part->table)
    add_table (builder, part->table);
  if (part->kind == GLOW_IMAGE_OTADATA)
    add_otadata (builder, &part->otadata);
  if (part->kind == GLOW_IMAGE_NVS)
    add_nvs (builder, &part->nvs);
  if (part->filesystem.type != GLOW_FILESYSTEM_NONE)
    add_filesystem (builder, &part->filesystem);
  json_builder_end_object (builder);
}

static void
add_summary (JsonBuilder *builder, GlowImage *image)
{
  g_autofree char *summary = glow_image_text_dup_summary (image);
  g_autofree char *problem = glow_image_text_dup_problem (image);

  glow_cli_output_add_string (builder, "summary", summary);
  glow_cli_output_add_string (builder, "problem", problem);
}

/**
 * glow_cli_image_add:
 * @builder: in an object, gets members
 * @image: the image
 *
 * Tells what a file is and what is in it.
 */
void
glow_cli_image_add (JsonBuilder *builder, GlowImage *image)
{
  const GlowChip *chip = glow_image_get_chip (image);
  g_autoptr (GError) problem = NULL;
  guint32 offset;

  add_summary (builder, image);
  glow_cli_output_add_string (builder, "kind", kind_nick (glow_image_get_kind (image)));
  glow_cli_output_add_string (builder, "chip",
                              chip ? glow_chip_get_tool_name (chip) : NULL);
  glow_cli_output_add_int (builder, "size", (gint64) glow_image_get_size (image));
  if (glow_image_suggest_offset (image, NULL, &offset))
    glow_cli_output_add_int (builder, "offset", offset);
  glow_cli_output_add_string (builder, "firmware", glow_image_get_firmware_name (image));
  glow_cli_output_add_string (builder, "version",
                              glow_image_get_firmware_version (image));
  glow_cli_output_add_string (builder, "idf_version", glow_image_get_idf_version (image));
  glow_cli_output_add_string (builder, "build_date", glow_image_get_build_date (image));
  glow_cli_output_add_boolean (builder, "update_only", glow_image_is_update_only (image));
  if (!glow_image_check (image, &problem))
    glow_cli_output_add_error (builder, problem);
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < glow_image_get_n_parts (image); i++)
    add_part (builder, glow_image_get_part (image, i));
  json_builder_end_array (builder);
}
