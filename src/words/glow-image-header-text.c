/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The details of images of programs: their header, end, signature and descriptors. */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-image-details-private.h"

#include "glow-chip-header.h"
#include "glow-format.h"

#include <glib/gi18n-lib.h>

#define NO_MAX_REVISION    65535
#define NO_PIN             0xee /* byte 8 of a header: the write-protect pin is not used */
#define N_DESCRIPTOR_BYTES 32

static char *
dup_hex (const guint8 *bytes, gsize size)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_format (GPtrArray *details, const GlowImageHeader *header)
{
  static const char *const formats[] = {
    [GLOW_IMAGE_FORMAT_ESP8266_V1] = "ESP8266 v1",
    [GLOW_IMAGE_FORMAT_ESP8266_V2] = "ESP8266 v2",
    [GLOW_IMAGE_FORMAT_ESP8266_V3] = "ESP8266 v3",
    [GLOW_IMAGE_FORMAT_ESP32] = "ESP32",
  };
  const char *name = header->chip ? glow_chip_get_name (header->chip) : _ ("unknown");

  glow_image_details_add_text (details, _ ("Format"), formats[header->format]);
  if (header->chip_id == GLOW_CHIP_NO_IMAGE_ID)
    glow_image_details_add_text (details, _ ("Chip"), name);
  else
    /* TRANSLATORS: name of a chip, and its number in image files */
    glow_image_details_add (details, _ ("Chip"),
                                        /* TRANSLATORS: a chip, and the number the
                                         * format has for it */
                                        g_strdup_printf (_ ("%s (number %u)"), name,
                                                            header->chip_id));
}

/* Only the ESP32 family has the fields. */
static void
add_revisions (GPtrArray *details, const GlowImageHeader *header)
{
  guint min = header->min_revision;
  guint max = header->max_revision;

  if (header->format != GLOW_IMAGE_FORMAT_ESP32)
    return;
  if (max == NO_MAX_REVISION)
    /* TRANSLATORS: revisions of a chip: "from 3.0 on" */
    glow_image_details_add (details, _ ("Chip revisions"),
                                        /* TRANSLATORS: a revision of a chip, such as
                                         * 1.0 */
                                        g_strdup_printf (_ ("from %u.%u on"), min / 100,
                                                            min % 100));
  else
    /* TRANSLATORS: revisions of a chip: "from 3.0 to 3.99" */
    glow_image_details_add (details,
                            _ ("Chip revisions"),
                               /* TRANSLATORS: two revisions of a chip, such as 1.0
                                * and 3.99 */
                               g_strdup_printf (_ ("from %u.%u to %u.%u"), min / 100,
                                                   min % 100, max / 100, max % 100));
}

static void
add_flash (GPtrArray *details, const GlowImageHeader *header)
{
  const GlowChip *chip = header->chip;
  g_autofree char *mode =
    g_ascii_strup (glow_chip_get_flash_mode_name (header->flash_mode), -1);
  guint64 size;
  guint mhz;

  glow_image_details_add_text (details, _ ("Flash mode"), mode);
  if (!chip)
    return;
  size = glow_chip_decode_flash_size (chip, header->flash_size_nibble);
  mhz = glow_chip_decode_flash_freq (chip, header->flash_freq_nibble);
  glow_image_details_add (details, _ ("Flash size"),
                                      size > 0
                                        ? glow_format_size (size)
                                        /* TRANSLATORS: what stands in the file and
                                         * has no meaning we know */
                                        : g_strdup_printf (_ ("unknown code 0x%x"),
                                                              header->flash_size_nibble));
  glow_image_details_add (details, _ ("Flash frequency"), mhz > 0
                                      /* TRANSLATORS: a frequency */
                                      ? g_strdup_printf (_ ("%u MHz"), mhz)
                                      : g_strdup_printf (_ ("unknown code 0x%x"),
                                                            header->flash_freq_nibble));
  if (header->format == GLOW_IMAGE_FORMAT_ESP32 && header->pins[0] != NO_PIN)
    /* TRANSLATORS: the pin that keeps the flash chip from being written */
    glow_image_details_add (details, _ ("Write-protect pin"),
                                        g_strdup_printf ("%u", header->pins[0]));
}

static const char *
get_region (const GlowImageHeader *header, const GlowImageSegment *segment)
{
  if (segment->addr == 0 && header->format != GLOW_IMAGE_FORMAT_ESP8266_V2)
    /* TRANSLATORS: a segment of an image that only fills space */
    return _ ("padding");
  if (segment->region)
    return segment->region;
  return header->chip ? _ ("no memory of this chip") : _ ("unknown memory");
}

static void
add_segments (GPtrArray *details, const GlowImageHeader *header)
{
  glow_image_details_add (details, _ ("Entry point"),
                                      g_strdup_printf ("0x%08x", header->entry_addr));
  for (guint i = 0; i < header->n_segments; i++) {
    const GlowImageSegment *segment = &header->segments[i];
    /* TRANSLATORS: a piece of an image with a place in memory of its own */
    g_autofree char *label = g_strdup_printf (_ ("Segment %u"), i + 1);

    /* TRANSLATORS: an address, a number of bytes, the name of a memory:
     * "0x400d0020, 115436 bytes, IROM" */
    glow_image_details_add (details, label,
                            /* TRANSLATORS: where in the memory of the chip a part
                             * goes, its size, and what it is */
                            g_strdup_printf (_ ("0x%08x, %u bytes, %s"), segment->addr,
                                                segment->size,
                                                get_region (header, segment)));
  }
  if (header->n_segments < header->n_declared)
    glow_image_details_add (details, _ ("Missing segments"),
                                        g_strdup_printf ("%u", header->n_declared -
                                                                 header->n_segments));
}

/* TRANSLATORS: a checksum, and whether it is the right one */
static char *
dup_judged (const char *digits, gboolean valid)
{
  if (valid)
    /* TRANSLATORS: a checksum that is right */
    return g_strdup_printf (_ ("%s, valid"), digits);
  /* TRANSLATORS: a checksum that is not right */
  return g_strdup_printf (_ ("%s, wrong"), digits);
}

static void
add_sums (GPtrArray *details, const GlowImageHeader *header)
{
  g_autofree char *sum = g_strdup_printf ("0x%02x", header->checksum);
  g_autofree char *digest = dup_hex (header->digest, header->digest_size);

  if (!header->complete) {
    glow_image_details_add_text (details, _ ("Problem"), _ ("the end of it is missing"));
    return;
  }
  glow_image_details_add (details, _ ("Checksum"),
                                      dup_judged (sum, header->checksum_valid));
  if (header->has_digest)
    glow_image_details_add (details,
                            header->format == GLOW_IMAGE_FORMAT_ESP8266_V2 ? "CRC-32"
                                                                           : "SHA-256",
                            dup_judged (digest, header->digest_valid));
}

static void
add_signature (GPtrArray *details, const GlowSignature *signature)
{
  static const char *const schemes[] = {
    [GLOW_SIGNATURE_NONE] = NULL,
    [GLOW_SIGNATURE_V1] = N_ ("secure boot 1 (ECDSA)"), [GLOW_SIGNATURE_V2_RSA] = N_ ("secure boot 2 (RSA-3072)"),
                                                          [GLOW_SIGNATURE_V2_ECDSA] =
                                                            N_ ("secure boot 2 (ECDSA)"),
                                                          };

  if (signature->scheme == GLOW_SIGNATURE_NONE)
    return;
  glow_image_details_add_text (details, _ ("Signed for"), _ (schemes[signature->scheme]));
  if (signature->scheme == GLOW_SIGNATURE_V1)
    return;
  /* TRANSLATORS: of the second number of signatures, the first number fits the content */
  glow_image_details_add (details, _ ("Signatures that fit"),
                                      g_strdup_printf (_ ("%u of %u"), signature->n_valid,
                                                          signature->n_blocks));
}

static void
add_tail (GPtrArray *details, const GlowImagePart *part)
{
  static const char *const tails[] = {
    /* TRANSLATORS: what follows the end of an image; %s is a size */
    [GLOW_IMAGE_TAIL_BLANK] = N_ ("%s of padding with 0xff"),
      /* TRANSLATORS: a size such as 12 KiB */
      [GLOW_IMAGE_TAIL_ZERO] = N_ ("%s of padding with 0x00"),
        /* TRANSLATORS: a size such as 12 KiB */
        [GLOW_IMAGE_TAIL_CODE] = N_ ("%s of code for flash"), [GLOW_IMAGE_TAIL_DATA] =
                                                                /* TRANSLATORS: a size
                                                                 * such as 12 KiB */
                                                              N_ ("%s of unknown data"),
        };
  g_autoptr (GString) text = NULL;
  g_autofree char *size = glow_format_size (part->tail_size);

  if (part->tail == GLOW_IMAGE_TAIL_NONE)
    return;
  text = g_string_new (_ (tails[part->tail]));
  g_string_replace (text, "%s", size, 1);
  /* TRANSLATORS: what follows in the file */
  glow_image_details_add_text (details, _ ("After its end"), text->str);
}

static gboolean
is_told (const guint8 *digest)
{
  for (gsize i = 0; i < N_DESCRIPTOR_BYTES; i++) {
    if (digest[i] != 0)
      return TRUE;
  }
  return FALSE;
}

static void
add_app_descriptor (GPtrArray *details, const GlowAppDescriptor *app)
{
  g_autofree char *date = g_strdup_printf ("%s %s", app->date, app->time);

  glow_image_details_add_text (details, _ ("Project"), app->project);
  glow_image_details_add_text (details, _ ("Project version"), app->version);
  glow_image_details_add_text (details, _ ("Compiled"), g_strstrip (date));
  glow_image_details_add_text (details, "ESP-IDF", app->idf_version);
  /* TRANSLATORS: a number that only goes up, so that old firmware is refused */
  glow_image_details_add (details, _ ("Secure version"),
                                      g_strdup_printf ("%u", app->secure_version));
  if (is_told (app->elf_digest))
    glow_image_details_add (details,
                            _ ("SHA-256 of the ELF file"),
                               dup_hex (app->elf_digest, sizeof app->elf_digest));
  if (app->max_efuse_block > 0)
    glow_image_details_add (details, _ ("eFuse block revisions"),
                                        g_strdup_printf (_ ("from %u.%u to %u.%u"),
                                                            app->min_efuse_block / 100,
                                                            app->min_efuse_block % 100,
                                                            app->max_efuse_block / 100,
                                                            app->max_efuse_block % 100));
  if (app->mmu_page_size_log2 > 0 && app->mmu_page_size_log2 < 32)
    glow_image_details_add_size (details, _ ("Page size of mapped flash"),
                                             G_GUINT64_CONSTANT (1)
                                               << app->mmu_page_size_log2);
}

static void
add_bootloader_descriptor (GPtrArray *details, const GlowBootloaderDescriptor *boot)
{
  glow_image_details_add (details, _ ("Bootloader version"),
                                      g_strdup_printf ("%u", boot->version));
  glow_image_details_add_text (details, _ ("Compiled"), boot->date_time);
  glow_image_details_add_text (details, "ESP-IDF", boot->idf_version);
  glow_image_details_add (details, _ ("Secure version"),
                                      g_strdup_printf ("%u", boot->secure_version));
}

/* The lines of a part with a header. */
void
glow_image_details_add_header (GPtrArray *details, const GlowImagePart *part)
{
  if (part->has_app_descriptor)
    add_app_descriptor (details, &part->app_descriptor);
  if (part->has_bootloader_descriptor)
    add_bootloader_descriptor (details, &part->bootloader_descriptor);
  add_format (details, &part->header);
  if (part->header.n_segments == 0) {
    add_sums (details, &part->header);
    return;
  }
  add_revisions (details, &part->header);
  add_flash (details, &part->header);
  add_segments (details, &part->header);
  add_sums (details, &part->header);
  add_signature (details, &part->signature);
  add_tail (details, part);
}
