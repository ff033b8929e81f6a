/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What firmware can be told: a fixed list of fields, and what a kind of firmware takes in
 * each. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GlowSetupFieldId:
 * @GLOW_SETUP_NAME: what the board calls itself
 * @GLOW_SETUP_UNIT: ESPEasy's number of the board
 * @GLOW_SETUP_ADMIN_PASSWORD: of its web page; a secret
 * @GLOW_SETUP_SSID: name of the Wi-Fi
 * @GLOW_SETUP_KEY: of the Wi-Fi; a secret
 * @GLOW_SETUP_SSID2: of a second Wi-Fi
 * @GLOW_SETUP_KEY2: of the second Wi-Fi; a secret
 * @GLOW_SETUP_IP: static address, dotted
 * @GLOW_SETUP_GATEWAY: goes with a static address
 * @GLOW_SETUP_SUBNET: mask, goes with a static address
 * @GLOW_SETUP_DNS: goes with a static address
 * @GLOW_SETUP_HOSTNAME: name in the network
 * @GLOW_SETUP_COMMANDS: the firmware's own commands, one per line
 */
typedef enum {
  GLOW_SETUP_NAME,
  GLOW_SETUP_UNIT,
  GLOW_SETUP_ADMIN_PASSWORD,
  GLOW_SETUP_SSID,
  GLOW_SETUP_KEY,
  GLOW_SETUP_SSID2,
  GLOW_SETUP_KEY2,
  GLOW_SETUP_IP,
  GLOW_SETUP_GATEWAY,
  GLOW_SETUP_SUBNET,
  GLOW_SETUP_DNS,
  GLOW_SETUP_HOSTNAME,
  GLOW_SETUP_COMMANDS,
  GLOW_SETUP_N_FIELDS,
} GlowSetupFieldId;

/**
 * GlowSetupCharacters:
 * @GLOW_SETUP_UTF8: any text
 * @GLOW_SETUP_ASCII: what ASCII can print, 0x20 to 0x7e
 * @GLOW_SETUP_NUMBER: decimal digits
 * @GLOW_SETUP_ADDRESS: an IPv4 address, dotted
 * @GLOW_SETUP_HOST: letters, digits and hyphens within (RFC 1123)
 */
typedef enum {
  GLOW_SETUP_UTF8,
  GLOW_SETUP_ASCII,
  GLOW_SETUP_NUMBER,
  GLOW_SETUP_ADDRESS,
  GLOW_SETUP_HOST,
} GlowSetupCharacters;

/**
 * GlowSetupField:
 * @taken: the firmware takes it; all else has no meaning without it
 * @required: nothing can be set without it
 * @characters: which ones
 * @min_len: bytes, of a text that is not empty
 * @max_len: bytes
 * @min: of a number
 * @max: of a number
 */
typedef struct {
  gboolean taken;
  gboolean required;
  GlowSetupCharacters characters;
  guint min_len;
  guint max_len;
  guint min;
  guint max;
} GlowSetupField;

const char *glow_setup_field_id_to_string (GlowSetupFieldId id);
gboolean glow_setup_field_id_from_string (const char *text, GlowSetupFieldId *id);
gboolean glow_setup_field_is_secret (GlowSetupFieldId id);

G_END_DECLS
