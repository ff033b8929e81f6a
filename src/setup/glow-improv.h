/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Improv Wi-Fi Serial as its host: one request at a time, repeated where nothing came
 * back. linux-desktop.md 7.1. One thread, blocking. */

#pragma once

#include "glow-setup-link.h"
#include "glow-setup-result.h"

G_BEGIN_DECLS

/* µs; the reference's 1.5 s for a board that runs and 10 s after a fresh install */
#define GLOW_IMPROV_FIND_US       (1500 * G_TIME_SPAN_MILLISECOND)
#define GLOW_IMPROV_FIND_FRESH_US (10 * G_TIME_SPAN_SECOND)

gboolean glow_improv_find (GlowSetupLink *link,
                           gint64 limit_us,
                           gboolean *found,
                           GlowImprovState *state,
                           GError **error);
gboolean
glow_improv_read_info (GlowSetupLink *link, GlowSetupResult *result, GError **error);
gboolean
glow_improv_read_url (GlowSetupLink *link, GlowSetupResult *result, GError **error);
gboolean glow_improv_scan (GlowSetupLink *link, GPtrArray *networks, GError **error);
gboolean glow_improv_set_name (GlowSetupLink *link,
                               GlowImprovCommand command,
                               const char *name,
                               char **answer,
                               GError **error);
gboolean glow_improv_provision (GlowSetupLink *link,
                                const char *ssid,
                                const char *key,
                                GlowSetupResult *result,
                                GError **error);

G_END_DECLS
