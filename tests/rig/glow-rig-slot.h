/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One plugged port of glow-rigd: what it was told about it, the port, the board behind
 * it. Main thread. */

#pragma once

#include "glow-rig-board.h"

G_BEGIN_DECLS

/* What a "plug" line says; owned strings. */
typedef struct {
  char *name;
  char *usb_name;
  guint16 vid;
  guint16 pid;
  char *driver;
  char *serial; /* NULL: the device has none */
  char *manufacturer;
  char *product;
  char *flash_file;      /* NULL: the flash is empty at first and lost at the end */
  char *chip;            /* NULL: no board behind it */
  char *interface_class; /* NULL: as the kind of its node says */
  GlowBoardConfig board; /* chip and sizes, when there is one */
} GlowRigPlan;

GlowRigPlan *glow_rig_plan_parse (const char *line, GError **error);
void glow_rig_plan_free (GlowRigPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowRigPlan, glow_rig_plan_free)

typedef struct _GlowRigSlot GlowRigSlot;

/* Called on the main loop when the plug is to be pulled. */
typedef void (*GlowRigSlotFunc) (GlowRigSlot *slot, gpointer user_data);

GlowRigSlot *glow_rig_slot_new (GlowFakeBus *bus,
                                GlowRigPlan *plan,
                                GlowRigSlotFunc unplug,
                                gpointer user_data,
                                GError **error);
void glow_rig_slot_free (GlowRigSlot *self);
const char *glow_rig_slot_get_name (GlowRigSlot *self);
GlowFakePort *glow_rig_slot_get_port (GlowRigSlot *self);
GlowRigBoard *glow_rig_slot_get_board (GlowRigSlot *self);
void glow_rig_slot_set_limit (GlowRigSlot *self, guint64 limit_len);

void glow_rig_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
