/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-image-text.h"

#include "glow-format.h"

#include <glib/gi18n-lib.h>

/* A file without a firmware's name is called by what it is. */
typedef struct {
  const char *for_chip; /* with one %s; NULL: such files are for any chip */
  const char *any_chip;
} KindText;

/* TRANSLATORS: %s is the name of a chip, such as ESP32-S3 */
/* clang-format off: it takes designators and N_() for nested blocks */
static const KindText kind_texts[] = {
  [GLOW_IMAGE_DATA] = {
    NULL, N_ ("Unknown data") },
    [GLOW_IMAGE_APP] = {
      /* TRANSLATORS: a chip such as ESP32-S3 */
      N_ ("Application for %s"), N_ ("Application") },
      [GLOW_IMAGE_BOOTLOADER] = {
        /* TRANSLATORS: a chip such as ESP32-S3 */
        N_ ("Bootloader for %s"), N_ ("Bootloader") },
        [GLOW_IMAGE_PARTITION_TABLE] = {
          NULL, N_ ("Partition table") },
          [GLOW_IMAGE_MERGED] = {
            /* TRANSLATORS: a chip such as ESP32-S3 */
            N_ ("Firmware for %s"), N_ ("Firmware") },
            [GLOW_IMAGE_OTADATA] = {
              NULL, N_ ("Choice of the application to boot") },
              [GLOW_IMAGE_BLANK] = {
                NULL, N_ ("Blank, only 0xff") },
                [GLOW_IMAGE_NVS] = {
                  NULL, N_ ("Settings (NVS)") },
                  [GLOW_IMAGE_SPIFFS] = {
                    NULL, N_ ("SPIFFS file system") },
                    [GLOW_IMAGE_LITTLEFS] = {
                      NULL, N_ ("LittleFS file system") },
                      [GLOW_IMAGE_FAT] = {
                        NULL, N_ ("FAT file system") },
                        [GLOW_IMAGE_PHY_INIT] = {
                          NULL, N_ ("Radio start values (phy_init)") },
                          [GLOW_IMAGE_INIT_DATA] = {
                            NULL, N_ ("Radio start values for ESP8266 (esp_init_data)") },
                            [GLOW_IMAGE_IROM] = {
                              NULL, N_ ("Code for ESP8266 without a header (irom)") },
                              [GLOW_IMAGE_ENCRYPTED] = {
                                NULL, N_ ("Data that looks encrypted") },
                                [GLOW_IMAGE_TEXT] = { NULL, N_ ("Text") },
                                };
/* clang-format on */

/* What holds firmware, but is not flashed as it is: what it is, what to do. */
static const struct {
  const char *container; /* of glow_image_get_container() */
  const char *title;
  const char *problem;
} container_texts[] = {
  { "gzip", N_ ("Compressed file (gzip)"),
                N_ ("This file is compressed. Unpack it and add what is in it.") },
    { "xz", N_ ("Compressed file (xz)"),
                N_ ("This file is compressed. Unpack it and add what is in it.") },
      { "zstd", N_ ("Compressed file (zstd)"),
                    N_ ("This file is compressed. Unpack it and add what is in it.") },
        { "zip", N_ ("Archive (zip)"),
                     N_ ("This is an archive. Unpack it and add the firmware in it.") },
          { "7z", N_ ("Archive (7z)"),
                      N_ ("This is an archive. Unpack it and add the firmware in it.") },
            { "UF2", N_ ("UF2 file"),
                         N_ ("This is a UF2 file, made for boards that show up as a drive. Use the .bin file "
        "of this firmware.") },
              { "ELF", N_ ("Program for debugging (ELF)"),
                           N_ ("This is a program for debugging. Use the .bin file built with it.") },
                { "Intel HEX",
                  N_ ("Intel HEX file"),
                    N_ ("This is firmware as text. Use the .bin file of this firmware.") },
                  { "HTML",
                    N_ ("Web page"),
                      N_ ("This is a web page, not firmware. Download the file again.") },
                    { "JSON",
                      N_ ("List of files (JSON)"),
                        N_ ("This is a list, not firmware. Add the files that it names.") },
                    };

static const char *
get_container_title (const char *container)
{
  for (gsize i = 0; i < G_N_ELEMENTS (container_texts); i++) {
    if (g_str_equal (container, container_texts[i].container))
      return _ (container_texts[i].title);
  }
  return _ ("Packed file");
}

static const char *
get_container_problem (const char *container)
{
  for (gsize i = 0; i < G_N_ELEMENTS (container_texts); i++) {
    if (g_str_equal (container, container_texts[i].container))
      return _ (container_texts[i].problem);
  }
  return _ ("This file is packed. Unpack it and add what is in it.");
}

/**
 * glow_image_text_get_kind:
 * @kind: what a file or a part of it is
 *
 * Any thread.
 *
 * Returns: (transfer none): the kind in a word or two, translated
 */
const char *
glow_image_text_get_kind (GlowImageKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_texts), "");

  return _ (kind_texts[kind].any_chip);
}

static char *
dup_kind_title (GlowImage *image)
{
  const KindText *text = &kind_texts[glow_image_get_kind (image)];
  const GlowChip *chip = glow_image_get_chip (image);
  g_autoptr (GString) title = NULL;

  if (glow_image_get_container (image))
    return g_strdup (get_container_title (glow_image_get_container (image)));
  if (!chip || !text->for_chip)
    return g_strdup (_ (text->any_chip));
  title = g_string_new (_ (text->for_chip));
  g_string_replace (title, "%s", glow_chip_get_name (chip), 1);
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static char *
dup_title (GlowImage *image)
{
  const GlowChip *chip = glow_image_get_chip (image);
  const char *name = glow_image_get_firmware_name (image);
  const char *version = glow_image_get_firmware_version (image);

  if (!name)
    return dup_kind_title (image);
  if (!chip)
    return g_strdup (name);
  if (!version)
    /* TRANSLATORS: name of a firmware, name of a chip: "Tasmota for ESP32" */
    return g_strdup_printf (_ ("%s for %s"), name, glow_chip_get_name (chip));
  /* TRANSLATORS: name of a firmware, its version, name of a chip: "WLED 0.15 for ESP32"
   */
  return g_strdup_printf (_ ("%s %s for %s"), name, version, glow_chip_get_name (chip));
}

static guint
count_parts (GlowImage *image, GlowImageKind kind)
{
  guint n = 0;

  for (guint i = 0; i < glow_image_get_n_parts (image); i++)
    n += glow_image_get_part (image, i)->kind == kind;
  return n;
}

static gboolean
is_signed (GlowImage *image)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    if (glow_image_get_part (image, i)->signature.scheme != GLOW_SIGNATURE_NONE)
      return TRUE;
  }
  return FALSE;
}

static void
add_parts (GStrvBuilder *builder, GlowImage *image)
{
  guint n_apps = count_parts (image, GLOW_IMAGE_APP);
  g_autofree char *apps = NULL;

  if (count_parts (image, GLOW_IMAGE_BOOTLOADER) > 0)
    g_strv_builder_add (builder, _ ("bootloader"));
  if (count_parts (image, GLOW_IMAGE_PARTITION_TABLE) > 0)
    g_strv_builder_add (builder, _ ("partitions"));
  apps = g_strdup_printf (ngettext ("application", "%u applications", n_apps), n_apps);
  if (n_apps > 0)
    g_strv_builder_add (builder, apps);
}

/* (nullable): a list for files whose title says not enough */
static char *
dup_contents (GlowImage *image)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) items = NULL;

  if (glow_image_is_update_only (image))
    /* TRANSLATORS: what a file holds, in a list of facts about it */
    g_strv_builder_add (builder, _ ("application for updates only"));
  else if (glow_image_get_kind (image) == GLOW_IMAGE_MERGED)
    add_parts (builder, image);
  else if (glow_image_get_kind (image) == GLOW_IMAGE_APP &&
           glow_image_get_firmware_name (image))
    /* TRANSLATORS: what a file holds, in a list of facts about it */
    g_strv_builder_add (builder, _ ("application"));
  if (is_signed (image))
    /* TRANSLATORS: the file has a signature, in a list of facts about it */
    g_strv_builder_add (builder, _ ("signed"));
  items = g_strv_builder_end (builder);
  if (!items[0])
    return NULL;
  /* TRANSLATORS: between the items of a list: "bootloader, partitions, application" */
  return g_strjoinv (C_ ("list of contents", ", "), items);
}

/**
 * glow_image_text_dup_summary:
 * @image: the image
 *
 * Says in one line what a file is. Any thread.
 *
 * Returns: (transfer full): "MicroPython 1.22.1 for ESP8266 · application · 626.9 KiB"
 */
char *
glow_image_text_dup_summary (GlowImage *image)
{
  g_autofree char *title = dup_title (image);
  g_autofree char *contents = dup_contents (image);
  g_autofree char *size = glow_format_size (glow_image_get_size (image));

  if (!contents)
    /* TRANSLATORS: what a file is, its size: "Bootloader for ESP32 · 16.7 KiB" */
    return g_strdup_printf (_ ("%s · %s"), title, size);
  /* TRANSLATORS: what a file is, what it holds, its size:
   * "ESPEasy for ESP32 · bootloader, partitions, application · 1.6 MiB" */
  return g_strdup_printf (_ ("%s · %s · %s"), title, contents, size);
}

static char *
dup_unknown_chip (GlowImage *image)
{
  guint id = 0;

  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    if (part->has_header && !part->header.chip)
      id = part->header.chip_id;
  }
  /* TRANSLATORS: the number is how image files name a chip */
  return g_strdup_printf (_ ("This file is for a chip that Glowplug doesn't know (number %u)."), id);
}

static char *
dup_mixed_chips (GlowImage *image)
{
  const GlowChip *first = glow_image_get_chip (image);

  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    if (!part->has_header || !part->header.chip || part->header.chip == first)
      continue;
    /* TRANSLATORS: two names of chips */
    return g_strdup_printf (_ ("One part of this file is for %s, another for %s. Use a file for one chip."),
      glow_chip_get_name (first), glow_chip_get_name (part->header.chip));
  }
  return NULL;
}

static char *
dup_digest (GlowImage *image)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    if (part->has_header && part->header.complete && !part->header.digest_valid)
      return g_strdup (_ ("This file is damaged: its content is not what its hash says. "
                          "Download it again."));
  }
  return g_strdup (_ ("The partition table in this file is damaged. Download it again."));
}

static char *
dup_app_missing (GlowImage *image)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);

    if (part->app_missing && part->kind == GLOW_IMAGE_TEXT)
      /* TRANSLATORS: %s is the name of a partition, such as app0 */
      return g_strdup_printf (_ ("Where the application “%s” should be, this file has text, such as an error page of a server. It may not start. Ask its makers for another build."),
        part->label);
    if (part->app_missing)
      /* TRANSLATORS: %s is the name of a partition, such as app0 */
      return g_strdup_printf (_ ("The place for the application “%s” holds something else, so the firmware may "
           "not start. Ask its makers for another build."),
        part->label);
  }
  return NULL;
}

static char *
dup_tail (GlowImage *image)
{
  for (guint i = 0; i < glow_image_get_n_parts (image); i++) {
    const GlowImagePart *part = glow_image_get_part (image, i);
    g_autofree char *size = glow_format_size (part->tail_size);

    if (part->tail == GLOW_IMAGE_TAIL_DATA)
      /* TRANSLATORS: %s is a size */
      return g_strdup_printf (_ ("Behind the program in this file follow %s of unknown data."), size);
  }
  return NULL;
}

static char *
dup_short_data (GlowImage *image)
{
  const GlowImagePart *part = glow_image_get_part (image, 0);
  g_autofree char *own = glow_format_size (part->filesystem.size);
  g_autofree char *size = glow_format_size (part->size);

  /* TRANSLATORS: two sizes */
  return g_strdup_printf (_ ("The end of this file system is missing: it has %s by its own account, the file "
                             "has %s."),
    own, size);
}

static char *
dup_bootloader_place (GlowImage *image)
{
  /* TRANSLATORS: %s is the name of a chip */
  return g_strdup_printf (_ ("By the partition table in this file, the bootloader lies where %s doesn't look "
                             "for it, so the board won't start."),
    glow_chip_get_name (glow_image_get_chip (image)));
}

static char *
dup_container_problem (GlowImage *image)
{
  return g_strdup (get_container_problem (glow_image_get_container (image)));
}

/* The gravest first; each has a sentence of its own or one made of what is in the file.
 */
static const struct {
  GlowImageProblem problem;
  const char *text;
  char *(*dup) (GlowImage *image);
} problem_texts[] = {
  { GLOW_IMAGE_PROBLEM_COMPRESSED, NULL, dup_container_problem },
  { GLOW_IMAGE_PROBLEM_UNKNOWN_CHIP, NULL, dup_unknown_chip },
  { GLOW_IMAGE_PROBLEM_MIXED_CHIPS, NULL, dup_mixed_chips },
  { GLOW_IMAGE_PROBLEM_TRUNCATED,
    N_ ("The end of this file is missing. Download it again."), NULL },
    { GLOW_IMAGE_PROBLEM_CHECKSUM,
      N_ ("This file is damaged: its checksum is wrong. Download it again."), NULL },
      { GLOW_IMAGE_PROBLEM_DIGEST, NULL, dup_digest },
      { GLOW_IMAGE_PROBLEM_APP_MISSING, NULL, dup_app_missing },
      { GLOW_IMAGE_PROBLEM_BOOTLOADER_PLACE, NULL, dup_bootloader_place },
      { GLOW_IMAGE_PROBLEM_SHORT_DATA, NULL, dup_short_data },
      { GLOW_IMAGE_PROBLEM_ENCRYPTED,
        N_ ("This looks encrypted. It only runs on a chip that has its key."), NULL },
        { GLOW_IMAGE_PROBLEM_TEXT, N_ ("This is text, not firmware."), NULL },
          { GLOW_IMAGE_PROBLEM_SIGNATURE,
            N_ ("The signature doesn't fit the content. A chip with secure boot refuses this file."),
                NULL },
            { GLOW_IMAGE_PROBLEM_PLACES,
              N_ ("A part of this program is for memory that its chip doesn't have."),
                  NULL },
              { GLOW_IMAGE_PROBLEM_SETTINGS,
                N_ ("Some of the settings in this file are damaged."), NULL },
                { GLOW_IMAGE_PROBLEM_OTADATA,
                  N_ ("No choice in this file is valid. The board ignores it and starts its first application."),
                      NULL },
                  { GLOW_IMAGE_PROBLEM_TAIL, NULL, dup_tail },
                  { GLOW_IMAGE_PROBLEM_KNOWN_CHECKSUM,
                    N_ ("The checksum inside is wrong, which is how the Arduino core for "
        "ESP8266 builds files. It does no harm."),
                        NULL },
                };

static char *
dup_sentence (GlowImage *image, gsize index)
{
  g_autofree char *made = NULL;

  if (problem_texts[index].dup)
    made = problem_texts[index].dup (image);
  return made ? g_steal_pointer (&made) : g_strdup (_ (problem_texts[index].text));
}

/**
 * glow_image_text_dup_problems:
 * @image: the image
 *
 * Says what is wrong with a file by itself and what helps. Any thread.
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence or two for each problem,
 * the worst first; empty if there is none
 */
char **
glow_image_text_dup_problems (GlowImage *image)
{
  GlowImageProblem problems = glow_image_get_problems (image);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (problem_texts); i++) {
    g_autofree char *sentence = NULL;

    if (!(problems & problem_texts[i].problem))
      continue;
    sentence = dup_sentence (image, i);
    g_strv_builder_add (builder, sentence);
  }
  return g_strv_builder_end (builder);
}

/**
 * glow_image_text_dup_problem_of:
 * @image: the image
 * @problems: some of those it has
 *
 * As glow_image_text_dup_problems(). Any thread.
 *
 * Returns: (transfer full) (nullable): the worst of @problems; %NULL if there is none
 */
char *
glow_image_text_dup_problem_of (GlowImage *image, GlowImageProblem problems)
{
  for (gsize i = 0; i < G_N_ELEMENTS (problem_texts); i++) {
    if (problems & problem_texts[i].problem)
      return dup_sentence (image, i);
  }
  return NULL;
}

/**
 * glow_image_text_dup_problem:
 * @image: the image
 *
 * Says what is wrong with a file by itself and what helps. Any thread.
 *
 * Returns: (transfer full) (nullable): the worst problem, or %NULL if there is none
 */
char *
glow_image_text_dup_problem (GlowImage *image)
{
  return glow_image_text_dup_problem_of (image, glow_image_get_problems (image));
}
