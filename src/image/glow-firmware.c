/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-image"

#include "config.h"

#include "glow-firmware.h"

#include "glow-image-descriptor.h"

#include <string.h>

#define VERSION_MAX_LEN 31

/* Texts that only the firmware itself has, found in its published files or its source;
 * the version follows at once where there is one. The first that is found wins, so a text
 * with a version stands before one without. */
static const struct {
  const char *name;
  const char *text;
  const char *version_prefix; /* NULL: no version follows; "": it does */
} known[] = {
  { "CircuitPython", "Adafruit CircuitPython ", "" },
  { "MicroPython", "MicroPython v", "" },
  { "MicroPython", "MicroPython-", "" },
  { "MicroPython", "MicroPython ESP32_LoBo_v", "" },
  { "ESPEasy", "ESP_Easy_mega_", "mega-" },
  { "ESPEasy", "ESP Easy Mega", NULL },
  { "ESPHome", "ESPHome version ", "" },
  { "ESPHome", "esphome version ", "" },
  { "Tasmota", "tasmota/discovery/", NULL },
  { "Tasmota", "Tasmota Version", NULL },
  { "Tasmota", "//ota.tasmota.com/", NULL },
  { "Tasmota", "//bit.ly/tasmota", NULL },
  { "ESPurna", "ESPURNA ", "" },
  { "WLED", "WLED v", "" },
  { "WLED", "WLED-AP", NULL },
  { "NodeMCU", "NodeMCU ", "" },
  { "Meshtastic", "//\\ E S H T /\\ S T / C", NULL },
  { "Espruino", "User-Agent: Espruino ", "" },
  { "Espruino", "Espruino ", "" },
  { "Espruino", "espruino.com", NULL },
  { "ESP-AT", "AT version:", "" },
  { "ESP-AT", "Bin version(Wroom 02):", "" },
  { "ESP-AT", "Bin version(Wroom S2):", "" },
};

/* Projects whose name people know in another spelling. */
static const struct {
  const char *project;
  const char *name;
} projects[] = {
  { "esp-at", "ESP-AT" },
  { "micropython", "MicroPython" },
  { "circuitpython", "CircuitPython" },
};

/* Firmware whose makers publish a file for a new board and another, the bare application,
 * for updates (linux-desktop.md 7.4). */
static const char *const published_twice[] = {
  "ESPEasy", "ESPHome", "Meshtastic", "MicroPython", "Tasmota",
};

/* Parts of the names of files that only lead from one version to the next. */
static const char *const bridges[] = { "-minimal", "_minimal", "2step" };

/* Projects that everyone has who builds with these tools. */
static const char *const generic_projects[] = {
  "arduino-lib-builder",
  "esp32-arduino-lib-builder",
  "esp-idf",
};

static char *
dup_version (const guint8 *bytes, gsize size, const char *prefix)
{
  gsize len = 0;

  if (size == 0 || !g_ascii_isdigit ((char) bytes[0]))
    return NULL;
  while (len < size && len < VERSION_MAX_LEN &&
         (g_ascii_isalnum ((char) bytes[len]) || strchr (".+-", bytes[len])) &&
         bytes[len] != '\0')
    len++;
  while (len > 1 && !g_ascii_isalnum ((char) bytes[len - 1]))
    len--;
  return g_strdup_printf ("%s%.*s", prefix, (int) len, (const char *) bytes);
}

/* Looks at every place of @text until a version follows. */
static gboolean
find_known (gsize index, const guint8 *data, gsize size, char **version)
{
  const char *text = known[index].text;
  const guint8 *end = data + size;
  const guint8 *at = data;

  while ((at = memmem (at, (gsize) (end - at), text, strlen (text)))) {
    at += strlen (text);
    if (!known[index].version_prefix)
      return TRUE;
    *version = dup_version (at, (gsize) (end - at), known[index].version_prefix);
    if (*version)
      return TRUE;
  }
  return FALSE;
}

/* "MicroPython v1.22.1 on 2024-01-05": the day stands in no descriptor. */
static char *
dup_day (const guint8 *data, gsize size, const char *name, const char *version)
{
  const char *prefix = g_str_equal (name, "MicroPython") ? "v" : "";
  g_autofree char *text = g_strdup_printf ("%s %s%s on ", name, prefix, version);
  const guint8 *at = memmem (data, size, text, strlen (text));

  if (!at || size - (gsize) (at - data) < strlen (text) + 10)
    return NULL;
  return dup_version (at + strlen (text), 10, "");
}

static void
read_content (GlowFirmware *self, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (!find_known (i, data, size, &self->version))
      continue;
    self->name = g_strdup (known[i].name);
    if (self->version && !self->build_date)
      self->build_date = dup_day (data, size, self->name, self->version);
    return;
  }
}

static char *
dup_text (const char *text)
{
  return *text ? g_strdup (text) : NULL;
}

static void
take_descriptor (GlowFirmware *self,
                 const GlowAppDescriptor *descriptor,
                 char **project,
                 char **version)
{
  gboolean generic = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (generic_projects); i++)
    generic |= g_str_equal (descriptor->project, generic_projects[i]);
  if (!self->idf_version)
    self->idf_version = dup_text (descriptor->idf_version);
  /* a generic project's date is that of the tools */
  if (generic || *project)
    return;
  *project = dup_text (descriptor->project);
  *version = dup_text (descriptor->version);
  if (!self->build_date)
    self->build_date = dup_text (descriptor->date);
}

static void
read_descriptors (GlowFirmware *self,
                  const GlowImageLayout *layout,
                  const guint8 *data,
                  gsize size,
                  char **project,
                  char **version)
{
  GlowBootloaderDescriptor boot;

  for (guint i = 0; i < layout->parts->len; i++) {
    const GlowImagePart *part = &g_array_index (layout->parts, GlowImagePart, i);
    GlowAppDescriptor app;

    if (part->kind == GLOW_IMAGE_APP && part->has_header &&
        glow_app_descriptor_read (&app, &part->header, data, size))
      take_descriptor (self, &app, project, version);
  }
  if (layout->kind != GLOW_IMAGE_BOOTLOADER)
    return;
  if (glow_bootloader_descriptor_read (
        &boot, &g_array_index (layout->parts, GlowImagePart, 0).header, data, size)) {
    self->idf_version = dup_text (boot.idf_version);
    self->build_date = dup_text (boot.date_time);
  }
}

static gboolean
is_update_only (const char *name, const GlowImageLayout *layout, const char *file_name)
{
  gboolean esp8266 = layout->chip == glow_chip_get (GLOW_CHIP_ESP8266);

  if (layout->kind != GLOW_IMAGE_APP)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (bridges); i++) {
    if (strstr (file_name, bridges[i]))
      return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (published_twice); i++) {
    if (!esp8266 && g_str_equal (name, published_twice[i]))
      return TRUE;
  }
  return FALSE;
}

static char *
dup_known_spelling (const char *project)
{
  for (gsize i = 0; i < G_N_ELEMENTS (projects); i++) {
    if (g_ascii_strcasecmp (project, projects[i].project) == 0)
      return g_strdup (projects[i].name);
  }
  return g_strdup (project);
}

/* "tasmota32c3_14.3.0.4_de.factory.bin": a number with a dot in it that starts a word. */
static char *
dup_version_of_name (const char *file_name)
{
  for (const char *at = file_name; *at; at++) {
    gsize len;

    if (!g_ascii_isdigit (*at) || (at > file_name && !strchr ("-_v .", at[-1])))
      continue;
    len = strspn (at, "0123456789.");
    while (at[len - 1] == '.')
      len--;
    if (memchr (at, '.', len))
      return g_strndup (at, MIN (len, VERSION_MAX_LEN));
    at += len - 1;
  }
  return NULL;
}

/**
 * glow_firmware_read:
 * @firmware: (out caller-allocates): to be cleared with glow_firmware_clear()
 * @layout: what lies where in the file
 * @file_name: the file's name; gives a version if nothing else does
 * @data: (array length=size): the file
 * @size: bytes
 *
 * Names a firmware by its content: the well-known ones by texts of theirs, others by
 * their descriptor. Time in proportion to @size. Any thread.
 */
void
glow_firmware_read (GlowFirmware *firmware,
                    const GlowImageLayout *layout,
                    const char *file_name,
                    const guint8 *data,
                    gsize size)
{
  g_autofree char *project = NULL;
  g_autofree char *version = NULL;

  *firmware = (GlowFirmware){ 0 };
  read_descriptors (firmware, layout, data, size, &project, &version);
  if (layout->kind != GLOW_IMAGE_APP && layout->kind != GLOW_IMAGE_MERGED)
    return;
  read_content (firmware, data, size);
  if (firmware->name && !firmware->version)
    firmware->version = dup_version_of_name (file_name);
  if (!firmware->name && project) {
    firmware->name = dup_known_spelling (project);
    firmware->version = g_steal_pointer (&version);
  }
  if (firmware->name)
    firmware->update_only = is_update_only (firmware->name, layout, file_name);
}

/**
 * glow_firmware_clear:
 * @firmware: read before
 *
 * Any thread.
 */
void
glow_firmware_clear (GlowFirmware *firmware)
{
  g_clear_pointer (&firmware->name, g_free);
  g_clear_pointer (&firmware->version, g_free);
  g_clear_pointer (&firmware->idf_version, g_free);
  g_clear_pointer (&firmware->build_date, g_free);
}
