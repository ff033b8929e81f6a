/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How a set is put together: only while it is loaded, by one thread. */

#pragma once

#include "glow-firmware-build-private.h"
#include "glow-firmware-set.h"

G_BEGIN_DECLS

/* Files that are not used are named up to this many; a folder may hold any number. */
#define GLOW_FIRMWARE_SET_MAX_LEFT_OUT 1000
#define GLOW_FIRMWARE_SET_MAX_BUILDS   1000

GlowFirmwareSet *glow_firmware_set_new (GlowFirmwareSetKind kind, const char *name);
void glow_firmware_set_set_kind (GlowFirmwareSet *self, GlowFirmwareSetKind kind);
void glow_firmware_set_set_name (GlowFirmwareSet *self, const char *name);
void glow_firmware_set_set_version (GlowFirmwareSet *self, const char *version);
void glow_firmware_set_set_file (GlowFirmwareSet *self, GFile *file);
void glow_firmware_set_set_uri (GlowFirmwareSet *self, const char *uri);
gboolean glow_firmware_set_add_build (GlowFirmwareSet *self, GlowFirmwareBuild *build);
void glow_firmware_set_add_left_out (GlowFirmwareSet *self, GlowFirmwareNote *note);
void glow_firmware_set_leave_out (GlowFirmwareSet *self,
                                  GlowFirmwareNoteCode code,
                                  const char *name,
                                  const char *given);

G_END_DECLS
