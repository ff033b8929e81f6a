/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Improv Wi-Fi Serial's packets within a stream of log lines; linux-desktop.md 7.1. Pure,
 * any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GLOW_IMPROV_MAX_DATA 255 /* bytes: the length is one byte */

typedef enum {
  GLOW_IMPROV_STATE = 0x01,
  GLOW_IMPROV_ERROR = 0x02,
  GLOW_IMPROV_RPC = 0x03,
  GLOW_IMPROV_RESULT = 0x04,
} GlowImprovType;

typedef enum {
  GLOW_IMPROV_STOPPED = 0x00,
  GLOW_IMPROV_AWAITING = 0x01,
  GLOW_IMPROV_READY = 0x02,
  GLOW_IMPROV_PROVISIONING = 0x03,
  GLOW_IMPROV_PROVISIONED = 0x04,
} GlowImprovState;

typedef enum {
  GLOW_IMPROV_NO_ERROR = 0x00,
  GLOW_IMPROV_INVALID_RPC = 0x01,
  GLOW_IMPROV_UNKNOWN_RPC = 0x02,
  GLOW_IMPROV_NOT_CONNECTED = 0x03,
  GLOW_IMPROV_NOT_AUTHORISED = 0x04,
  GLOW_IMPROV_BAD_HOSTNAME = 0x05,
  GLOW_IMPROV_UNKNOWN_ERROR = 0xff,
} GlowImprovFault;

typedef enum {
  GLOW_IMPROV_SEND_WIFI = 0x01,
  GLOW_IMPROV_GET_STATE = 0x02,
  GLOW_IMPROV_GET_INFO = 0x03,
  GLOW_IMPROV_SCAN = 0x04,
  GLOW_IMPROV_HOSTNAME = 0x05,
  GLOW_IMPROV_DEVICE_NAME = 0x06,
} GlowImprovCommand;

typedef struct {
  guint8 type;
  guint8 len; /* bytes of @data */
  guint8 data[GLOW_IMPROV_MAX_DATA];
} GlowImprovPacket;

/**
 * GlowImprovPacketFunc:
 * @packet: one whose checksum is right, valid during the call
 * @user_data: of the caller
 */
typedef void (*GlowImprovPacketFunc) (const GlowImprovPacket *packet, gpointer user_data);

/**
 * GlowImprovTextFunc:
 * @data: (array length=len): bytes that belong to no packet
 * @len: how many
 * @user_data: of the caller
 */
typedef void (*GlowImprovTextFunc) (const guint8 *data, gsize len, gpointer user_data);

typedef struct _GlowImprovParser GlowImprovParser;

GByteArray *glow_improv_packet_encode (guint8 type, const guint8 *data, gsize len);
gboolean glow_improv_packet_get_strings (const GlowImprovPacket *packet,
                                         guint8 *command,
                                         char ***strings,
                                         GError **error);

GlowImprovParser *glow_improv_parser_new (GlowImprovPacketFunc packet_func,
                                          GlowImprovTextFunc text_func,
                                          gpointer user_data);
void glow_improv_parser_free (GlowImprovParser *self);
void glow_improv_parser_feed (GlowImprovParser *self, const guint8 *data, gsize len);
void glow_improv_parser_end_line (GlowImprovParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowImprovParser, glow_improv_parser_free)

G_END_DECLS
