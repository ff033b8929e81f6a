/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The serial protocol of the ROM loaders and the stub over one transport: framing,
 * matching of answers, time limits, and one function per command. It knows no chip.
 * Worker thread.
 *
 * Neighbours: glow-connect.c gets a board to answer, chip/ knows what to say to which
 * chip. */

#pragma once

#include "glow-command.h"
#include "glow-stub.h"
#include "glow-transport.h"

G_BEGIN_DECLS

#define GLOW_TYPE_LOADER (glow_loader_get_type ())
G_DECLARE_FINAL_TYPE (GlowLoader, glow_loader, GLOW, LOADER, GObject)

#define GLOW_LOADER_ROM_BAUD  115200 /* every ROM loader syncs at it */
#define GLOW_LOADER_RAM_BLOCK 0x1800 /* bytes, limit of the ROMs; protocol.md 1.7 */
#define GLOW_LOADER_ROM_BLOCK                                                            \
  0x400 /* bytes per flash block to a ROM; protocol.md 4.6                               \
         */
#define GLOW_LOADER_ROM_LARGE_BLOCK                                                      \
  0x1800 /* bytes per deflated block, the limit of ROMs; protocol.md 1.7 */
#define GLOW_LOADER_ROM_SECTOR_BLOCK                                                     \
  0x1000 /* bytes per plain block: what fills the last one up stays in its sector */
#define GLOW_LOADER_STUB_BLOCK                                                           \
  0x4000 /* bytes per flash block to a stub; protocol.md 4.6 */
#define GLOW_LOADER_USB_OTG_BLOCK 0x800 /* bytes, RAM and flash; protocol.md 2.6 */
#define GLOW_LOADER_MD5_LEN       16    /* bytes */
#define GLOW_LOADER_SECTOR_SIZE   4096  /* bytes, the unit of erasing */

/**
 * GlowLoaderReadFunc:
 * @done: bytes read so far
 * @total: bytes asked for
 *
 * Called after each packet of glow_loader_read_flash().
 */
typedef void (*GlowLoaderReadFunc) (guint64 done, guint64 total, gpointer user_data);

GlowLoader *glow_loader_new (GlowTransport *transport, GCancellable *cancellable);
GlowTransport *glow_loader_get_transport (GlowLoader *self);
GCancellable *glow_loader_get_cancellable (GlowLoader *self);
gboolean glow_loader_is_stub (GlowLoader *self);
void glow_loader_set_begin_5_words (GlowLoader *self, gboolean five);
guint glow_loader_get_baud (GlowLoader *self);
void glow_loader_set_max_block (GlowLoader *self, guint32 max_block);
guint32 glow_loader_get_ram_block (GlowLoader *self);
guint32 glow_loader_get_flash_block (GlowLoader *self, gboolean compressed);
void glow_loader_set_large_blocks (GlowLoader *self, gboolean large);
gboolean glow_loader_has_large_blocks (GlowLoader *self);

void glow_loader_reset_state (GlowLoader *self);
GBytes *glow_loader_steal_heard (GlowLoader *self);
gboolean glow_loader_listen (GlowLoader *self, gint64 duration_us, GError **error);

gboolean glow_loader_try_sync (GlowLoader *self, gboolean *synced, GError **error);
gboolean
glow_loader_read_reg (GlowLoader *self, guint32 addr, guint32 *value, GError **error);
gboolean
glow_loader_write_reg (GlowLoader *self, guint32 addr, guint32 value, GError **error);
gboolean glow_loader_prove_line (GlowLoader *self,
                                 guint32 addr,
                                 guint32 expected,
                                 guint n_times,
                                 GError **error);
gboolean glow_loader_get_security_info (GlowLoader *self,
                                        guint8 *info,
                                        gsize info_len,
                                        GError **error);
gboolean glow_loader_set_line_baud (GlowLoader *self, guint baud, GError **error);
gboolean
glow_loader_change_baud (GlowLoader *self, guint baud, guint baud_to_say, GError **error);
gboolean
glow_loader_leave_baud (GlowLoader *self, guint baud, guint baud_to_say, GError **error);

gboolean glow_loader_run_stub (GlowLoader *self, const GlowStub *stub, GError **error);

gboolean glow_loader_spi_attach (GlowLoader *self, guint32 pins, GError **error);
gboolean glow_loader_set_flash_size (GlowLoader *self, guint32 size, GError **error);
gboolean glow_loader_flash_begin (GlowLoader *self,
                                  gboolean compressed,
                                  guint32 offset,
                                  guint32 size,
                                  guint32 n_blocks,
                                  guint32 block_size,
                                  GError **error);
gboolean glow_loader_flash_block (GlowLoader *self,
                                  gboolean compressed,
                                  guint32 seq,
                                  const guint8 *data,
                                  gsize len,
                                  guint64 flash_size,
                                  GError **error);
gboolean glow_loader_flash_end (GlowLoader *self,
                                gboolean compressed,
                                guint64 flash_size,
                                GError **error);
gboolean glow_loader_flash_md5 (GlowLoader *self,
                                guint32 offset,
                                guint32 size,
                                guint8 digest[GLOW_LOADER_MD5_LEN],
                                GError **error);
gboolean glow_loader_erase_flash (GlowLoader *self, guint64 flash_size, GError **error);
gboolean
glow_loader_erase_region (GlowLoader *self, guint32 offset, guint32 size, GError **error);
GBytes *glow_loader_read_flash (GlowLoader *self,
                                guint32 offset,
                                guint32 size,
                                GlowLoaderReadFunc func,
                                gpointer user_data,
                                GError **error);
gboolean glow_loader_run_user_code (GlowLoader *self, GError **error);

G_END_DECLS
