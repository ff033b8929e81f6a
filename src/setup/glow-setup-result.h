/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What a board told about itself, and where it is now. Filled by one thread, then not
 * changed any more. */

#pragma once

#include "glow-setup-kind.h"

G_BEGIN_DECLS

#define GLOW_TYPE_SETUP_RESULT (glow_setup_result_get_type ())

/**
 * GlowSetupResult:
 * @kind: how it takes settings
 * @improv: it answers by Improv, whatever @kind is
 * @connected: it said that it is in a network
 * @firmware: "ESPHome"; %NULL like all that was not told
 * @version: of the firmware
 * @chip: as the firmware calls it
 * @device_name: what the board is called
 * @hostname: its name in the network
 * @address: "192.168.1.5"
 * @url: where its page is
 */
typedef struct {
  GlowSetupKind *kind;
  gboolean improv;
  gboolean connected;
  char *firmware;
  char *version;
  char *chip;
  char *device_name;
  char *hostname;
  char *address;
  char *url;
} GlowSetupResult;

GType glow_setup_result_get_type (void);
GlowSetupResult *glow_setup_result_new (GlowSetupKind *kind);
GlowSetupResult *glow_setup_result_ref (GlowSetupResult *self);
void glow_setup_result_unref (GlowSetupResult *self);
void glow_setup_result_set_url (GlowSetupResult *self, const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowSetupResult, glow_setup_result_unref)

G_END_DECLS
