/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Sets of builds in words: what it is, what tells the builds apart, what is odd about
 * them. Any thread. */

#pragma once

#include "glow-firmware-set.h"

G_BEGIN_DECLS

const char *glow_set_text_get_kind (GlowFirmwareSetKind kind); /* "ESP-IDF build" */
char *glow_set_text_dup_summary (GlowFirmwareSet *set);        /* "Archive · 4 builds" */
char *glow_set_text_dup_label (GlowFirmwareBuild *build);      /* "Bluetooth, German" */
char *glow_set_text_dup_build (GlowFirmwareBuild *build);      /* "Bluetooth for ESP32" */
char *glow_set_text_dup_options (GlowFirmwareBuild *build);    /* (nullable) */
char *glow_set_text_dup_hidden (guint n_hidden); /* "12 builds for other chips" */
char *glow_set_text_dup_note (const GlowFirmwareNote *note); /* a sentence */
char *glow_set_text_dup_left_out (GlowFirmwareSet *set); /* (nullable) "3 files …" */

G_END_DECLS
