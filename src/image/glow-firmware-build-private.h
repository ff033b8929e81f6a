/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How builds are put together: only while a set is loaded, by one thread. */

#pragma once

#include "glow-firmware-build.h"

G_BEGIN_DECLS

GlowFirmwareNote *glow_firmware_note_new (GlowFirmwareNoteLevel level,
                                          GlowFirmwareNoteCode code,
                                          const char *subject,
                                          const char *given,
                                          guint32 offset,
                                          const GlowChip *chip);
GlowFirmwareNote *glow_firmware_note_copy (const GlowFirmwareNote *note);
void glow_firmware_note_free (GlowFirmwareNote *note);
GError *glow_firmware_note_to_error (const GlowFirmwareNote *note);

GlowFirmwareBuild *glow_firmware_build_new (const GlowChip *chip, const char *label);
void glow_firmware_build_set_chip (GlowFirmwareBuild *self, const GlowChip *chip);
void glow_firmware_build_set_label (GlowFirmwareBuild *self, const char *label);
void glow_firmware_build_set_options (GlowFirmwareBuild *self,
                                      const GlowFirmwareOptions *options);
GlowFirmwarePart *glow_firmware_build_add_part (GlowFirmwareBuild *self,
                                                GlowImage *image,
                                                const char *name,
                                                const guint32 *offset);
GlowFirmwarePart *glow_firmware_build_peek_part (GlowFirmwareBuild *self, guint index);
void glow_firmware_build_add_note (GlowFirmwareBuild *self, GlowFirmwareNote *note);
void glow_firmware_build_settle (GlowFirmwareBuild *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowFirmwareNote, glow_firmware_note_free)

G_END_DECLS
