/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-set-text.h"

#include "glow-chip-header.h"
#include "glow-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEPARATORS "-_. "

/**
 * glow_set_text_get_kind:
 * @kind: what a set is
 *
 * Any thread.
 *
 * Returns: (transfer none): "ESP-IDF build"
 */
const char *
glow_set_text_get_kind (GlowFirmwareSetKind kind)
{
  switch (kind) {
  case GLOW_FIRMWARE_SET_GZIP:
    return _ ("Packed file");
  case GLOW_FIRMWARE_SET_ARCHIVE:
    return _ ("Archive");
  case GLOW_FIRMWARE_SET_FOLDER:
    return _ ("Folder");
  case GLOW_FIRMWARE_SET_IDF:
    return _ ("ESP-IDF build");
  case GLOW_FIRMWARE_SET_FLASH_ARGS:
    return _ ("Arguments for esptool");
  case GLOW_FIRMWARE_SET_PLATFORMIO:
    return _ ("PlatformIO build");
  case GLOW_FIRMWARE_SET_ARDUINO:
    return _ ("Arduino build");
  case GLOW_FIRMWARE_SET_WEB_MANIFEST:
    return _ ("Manifest of a web installer");
  case GLOW_FIRMWARE_SET_UF2:
    return _ ("UF2 file");
  case GLOW_FIRMWARE_SET_INTEL_HEX:
    return _ ("Intel HEX file");
  case GLOW_FIRMWARE_SET_DOWNLOAD_TOOL:
    return _ ("Settings of the Flash Download Tool");
  case GLOW_FIRMWARE_SET_FILE:
  default:
    return _ ("File");
  }
}

/**
 * glow_set_text_dup_summary:
 * @set: the set
 *
 * Says in one line what was dropped. Any thread.
 *
 * Returns: (transfer full): "Archive · 14 builds"
 */
char *
glow_set_text_dup_summary (GlowFirmwareSet *set)
{
  const char *kind = glow_set_text_get_kind (glow_firmware_set_get_kind (set));
  const char *version = glow_firmware_set_get_version (set);
  guint n_builds = glow_firmware_set_get_n_builds (set);
  g_autofree char *builds =
    g_strdup_printf (ngettext ("%u build", "%u builds", n_builds), n_builds);

  if (version)
    /* TRANSLATORS: kind of a set, name and version of a firmware, how many builds:
     * "Manifest of a web installer · WLED 0.15 · 5 builds" */
    return g_strdup_printf (_ ("%s · %s %s · %s"), kind, glow_firmware_set_get_name (set),
                               version, builds);
  /* TRANSLATORS: kind of a set, how many builds: "Archive · 14 builds" */
  return g_strdup_printf (_ ("%s · %s"), kind, builds);
}

/* What firmware makers put into file names. */
static const struct {
  const char *token;
  const char *text;
} tokens[] = {
  { "factory", N_ ("first installation") },
    { "merged", N_ ("first installation") },
      { "ota", N_ ("update") },
        { "update", N_ ("update") },
          { "upgrade", N_ ("update") },
            { "safeboot", N_ ("rescue system") },
              { "minimal", N_ ("minimal") },
                { "lite", N_ ("small") },
                  { "debug", N_ ("for finding faults") },
                    { "bluetooth", N_ ("Bluetooth") },
                      { "ble", N_ ("Bluetooth") },
                        { "eth", N_ ("Ethernet") },
                          { "ethernet", N_ ("Ethernet") },
                            { "psram", N_ ("with PSRAM") },
                              { "spiram", N_ ("with PSRAM") },
                                { "solo1", N_ ("single core") },
                                  { "unicore", N_ ("single core") },
                                    { "webcam", N_ ("camera") },
                                      { "sensors", N_ ("sensors") },
                                        { "display", N_ ("display") },
                                          { "ir", N_ ("infrared") },
                                            { "audio", N_ ("audio") },
                                          };

/* Tasmota names its builds after languages, in capitals. */
static const struct {
  const char *token;
  const char *text;
} languages[] = {
  { "CZ", N_ ("Czech") },     { "DE", N_ ("German") },     { "EN", N_ ("English") },
  { "ES", N_ ("Spanish") },   { "FR", N_ ("French") },     { "HU", N_ ("Hungarian") },
  { "IT", N_ ("Italian") },   { "NL", N_ ("Dutch") },      { "PL", N_ ("Polish") },
  { "PT", N_ ("Portuguese") }, { "RO", N_ ("Romanian") },  { "RU", N_ ("Russian") },
  { "TR", N_ ("Turkish") },   { "UA", N_ ("Ukrainian") },
};

/* ESPEasy's "4M1M" and "4M316k": flash, and of it for files (linux-desktop.md 7.4);
 * WLED's "8MB" */
static char *
dup_flash_token (const char *token)
{
  char *end = NULL;
  guint64 flash = g_ascii_strtoull (token, &end, 10);
  guint64 files;

  if (end == token || flash == 0 || flash > 128 || *end != 'M')
    return NULL;
  end++;
  if (!*end || g_str_equal (end, "B"))
    /* TRANSLATORS: a build for boards with so much flash */
    return g_strdup_printf (_ ("%u MiB flash"), (guint) flash);
  token = end;
  files = g_ascii_strtoull (token, &end, 10);
  if (end == token || files == 0 || files > 1024 || !end[0] || end[1])
    return NULL;
  if (*end != 'M' && *end != 'k')
    return NULL;
  /* TRANSLATORS: a build for boards with so much flash, so much of it for files; the
   * last is "KiB" or "MiB" */
  return g_strdup_printf (_ ("%u MiB flash, %u %s for files"), (guint) flash,
                             (guint) files, *end == 'M' ? "MiB" : "KiB");
}

static char *
dup_token (const char *token)
{
  char *flash = dup_flash_token (token);

  if (flash)
    return flash;
  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++) {
    if (g_ascii_strcasecmp (token, tokens[i].token) == 0)
      return g_strdup (_ (tokens[i].text));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (g_str_equal (token, languages[i].token))
      return g_strdup (_ (languages[i].text));
  }
  return NULL;
}

/* @plain keeps its separators: "tasmota32c3_14.3" is no list */
static void
take_plain (GPtrArray *words, GString *plain)
{
  if (plain->len > 0)
    g_ptr_array_add (words, g_strdup (plain->str));
  g_string_truncate (plain, 0);
}

static void
take_words (const char *label, GPtrArray *words)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = label; *at;) {
    gsize gap = strspn (at, SEPARATORS);
    gsize len = strcspn (at + gap, SEPARATORS);
    g_autofree char *token = g_strndup (at + gap, len);
    g_autofree char *word = len > 0 ? dup_token (token) : NULL;

    if (word) {
      take_plain (words, plain);
      g_ptr_array_add (words, g_steal_pointer (&word));
    } else if (len > 0) {
      g_string_append_len (plain, at, (gssize) (plain->len > 0 ? gap : 0));
      g_string_append (plain, token);
    }
    at += gap + len;
  }
  take_plain (words, plain);
}

/**
 * glow_set_text_dup_label:
 * @build: one of a set
 *
 * What tells a build from the others, with what is usual in file names put into words.
 * Any thread.
 *
 * Returns: (transfer full): "Bluetooth, German"
 */
char *
glow_set_text_dup_label (GlowFirmwareBuild *build)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  take_words (glow_firmware_build_get_label (build), words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (C_ ("list of contents", ", "), (char **) words->pdata);
}

/**
 * glow_set_text_dup_build:
 * @build: one of a set
 *
 * Any thread.
 *
 * Returns: (transfer full): "Bluetooth, German for ESP32"
 */
char *
glow_set_text_dup_build (GlowFirmwareBuild *build)
{
  g_autofree char *label = glow_set_text_dup_label (build);
  const GlowChip *chip = glow_firmware_build_get_chip (build);

  if (!chip || g_str_equal (label, glow_chip_get_name (chip)))
    return g_steal_pointer (&label);
  /* TRANSLATORS: what a build is called, name of a chip */
  return g_strdup_printf (C_ ("build", "%s for %s"), label, glow_chip_get_name (chip));
}

/**
 * glow_set_text_dup_options:
 * @build: one of a set
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what its makers ask for, "DIO, 40 MHz, 2 MiB"
 */
char *
glow_set_text_dup_options (GlowFirmwareBuild *build)
{
  const GlowFirmwareOptions *options = glow_firmware_build_get_options (build);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (options->mode >= 0)
    g_ptr_array_add (words,
                     g_ascii_strup (glow_chip_get_flash_mode_name ((guint) options->mode),
                                    -1));
  if (options->freq_mhz)
    g_ptr_array_add (words, g_strdup_printf (_ ("%u MHz"), options->freq_mhz));
  if (options->size)
    g_ptr_array_add (words, glow_format_size (options->size));
  if (options->size_detect)
    g_ptr_array_add (words, g_strdup (_ ("the flash's own size")));
  if (options->erase_first)
    g_ptr_array_add (words, g_strdup (_ ("empty flash for a first installation")));
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv (C_ ("list of contents", ", "), (char **) words->pdata);
}

/**
 * glow_set_text_dup_hidden:
 * @n_hidden: how many builds are not shown
 *
 * Any thread.
 *
 * Returns: (transfer full): "12 builds for other chips"
 */
char *
glow_set_text_dup_hidden (guint n_hidden)
{
  /* TRANSLATORS: how many */
  return g_strdup_printf (ngettext ("%u build for another chip",
                                    "%u builds for other chips", n_hidden),
                          n_hidden);
}

/**
 * glow_set_text_dup_left_out:
 * @set: the set
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): "3 files are left out", or %NULL
 */
char *
glow_set_text_dup_left_out (GlowFirmwareSet *set)
{
  guint n = glow_firmware_set_get_n_left_out (set);

  if (n == 0)
    return NULL;
  /* TRANSLATORS: how many */
  return g_strdup_printf (ngettext ("%u file is left out", "%u files are left out", n),
                          n);
}
