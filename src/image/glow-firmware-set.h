/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What one dropped thing (a file, an archive, a folder, a list, an address) expands to:
 * one build or several, each for one chip. Immutable: safe on any thread. */

#pragma once

#include "glow-firmware-build.h"

G_BEGIN_DECLS

#define GLOW_TYPE_FIRMWARE_SET (glow_firmware_set_get_type ())
G_DECLARE_FINAL_TYPE (GlowFirmwareSet, glow_firmware_set, GLOW, FIRMWARE_SET, GObject)

/**
 * GlowFirmwareSetKind:
 * @GLOW_FIRMWARE_SET_FILE: one image as it is
 * @GLOW_FIRMWARE_SET_GZIP: one image, packed
 * @GLOW_FIRMWARE_SET_ARCHIVE: zip or tar
 * @GLOW_FIRMWARE_SET_FOLDER: files in a folder
 * @GLOW_FIRMWARE_SET_IDF: a build of ESP-IDF (`flasher_args.json`)
 * @GLOW_FIRMWARE_SET_FLASH_ARGS: arguments of esptool in a file
 * @GLOW_FIRMWARE_SET_PLATFORMIO: a build of PlatformIO
 * @GLOW_FIRMWARE_SET_ARDUINO: a build of the Arduino IDE
 * @GLOW_FIRMWARE_SET_WEB_MANIFEST: `manifest.json` of ESP Web Tools
 * @GLOW_FIRMWARE_SET_UF2: blocks with addresses
 * @GLOW_FIRMWARE_SET_INTEL_HEX: records with addresses
 * @GLOW_FIRMWARE_SET_DOWNLOAD_TOOL: saved by Espressif's Flash Download Tool
 */
typedef enum {
  GLOW_FIRMWARE_SET_FILE,
  GLOW_FIRMWARE_SET_GZIP,
  GLOW_FIRMWARE_SET_ARCHIVE,
  GLOW_FIRMWARE_SET_FOLDER,
  GLOW_FIRMWARE_SET_IDF,
  GLOW_FIRMWARE_SET_FLASH_ARGS,
  GLOW_FIRMWARE_SET_PLATFORMIO,
  GLOW_FIRMWARE_SET_ARDUINO,
  GLOW_FIRMWARE_SET_WEB_MANIFEST,
  GLOW_FIRMWARE_SET_UF2,
  GLOW_FIRMWARE_SET_INTEL_HEX,
  GLOW_FIRMWARE_SET_DOWNLOAD_TOOL,
} GlowFirmwareSetKind;

#define GLOW_TYPE_FIRMWARE_SET_KIND (glow_firmware_set_kind_get_type ())
GType glow_firmware_set_kind_get_type (void);

GlowFirmwareSet *
glow_firmware_set_load (GFile *file, GCancellable *cancellable, GError **error);
void glow_firmware_set_load_async (GFile *file,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GlowFirmwareSet *glow_firmware_set_load_finish (GAsyncResult *result, GError **error);

GlowFirmwareSet *glow_firmware_set_load_uri (const char *uri,
                                             GTlsDatabase *trust,
                                             GCancellable *cancellable,
                                             GError **error);
void glow_firmware_set_load_uri_async (const char *uri,
                                       GTlsDatabase *trust,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GlowFirmwareSet *glow_firmware_set_load_uri_finish (GAsyncResult *result, GError **error);

const char *glow_firmware_set_get_name (GlowFirmwareSet *self);
const char *glow_firmware_set_get_version (GlowFirmwareSet *self); /* (nullable) */
GlowFirmwareSetKind glow_firmware_set_get_kind (GlowFirmwareSet *self);
GFile *glow_firmware_set_get_file (GlowFirmwareSet *self);     /* (nullable) */
const char *glow_firmware_set_get_uri (GlowFirmwareSet *self); /* (nullable) */
guint glow_firmware_set_get_n_builds (GlowFirmwareSet *self);
GlowFirmwareBuild *glow_firmware_set_get_build (GlowFirmwareSet *self, guint index);
guint glow_firmware_set_get_n_left_out (GlowFirmwareSet *self);
const GlowFirmwareNote *glow_firmware_set_get_left_out (GlowFirmwareSet *self,
                                                        guint index);
GPtrArray *
glow_firmware_set_match (GlowFirmwareSet *self, const GlowChip *chip, guint *n_hidden);

G_END_DECLS
