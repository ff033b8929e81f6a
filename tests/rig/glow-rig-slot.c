/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-rig-slot.h"

#include "glow-error.h"

#include <stdio.h>

struct _GlowRigSlot {
  /* owned */
  GlowRigPlan *plan;
  GlowFakePort *port;
  GlowRigBoard *board; /* NULL: a port with nothing behind it */

  GlowRigSlotFunc unplug;
  gpointer user_data;

  GMutex lock;

  /* guarded by lock */
  guint64 received_len;
  guint64 limit_len;   /* the plug is pulled here */
  guint unplug_source; /* 0: not yet */
};

/* One line on stdout, from whatever thread. */
void
glow_rig_say (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  flockfile (stdout);
  puts (text);
  fflush (stdout);
  funlockfile (stdout);
}

static gboolean
unplug_idle_cb (gpointer data)
{
  GlowRigSlot *self = data;

  g_mutex_lock (&self->lock);
  self->unplug_source = 0;
  g_mutex_unlock (&self->lock);
  self->unplug (self, self->user_data);
  return G_SOURCE_REMOVE;
}

/* How many of @len bytes still reach the board. With the last of them the plug is pulled,
 * on the main loop, as the port's own thread can't do it. */
static gsize
count_bytes (GlowRigSlot *self, gsize len)
{
  gsize allowed_len;

  g_mutex_lock (&self->lock);
  allowed_len = (gsize) MIN (len, self->limit_len - self->received_len);
  self->received_len += allowed_len;
  if (self->received_len == self->limit_len && self->unplug_source == 0)
    self->unplug_source = g_idle_add (unplug_idle_cb, self);
  g_mutex_unlock (&self->lock);
  return allowed_len;
}

static void
data_cb (GlowFakePort *port, const guint8 *data, gsize len, gpointer user_data)
{
  GlowRigSlot *self = user_data;
  gsize allowed_len = count_bytes (self, len);

  if (self->board && allowed_len > 0)
    glow_rig_board_receive (self->board, data, allowed_len,
                            glow_fake_port_get_baud (port));
}

static void
lines_cb (GlowFakePort *port,
          gboolean dtr,
          gboolean rts,
          const char *how,
          gpointer user_data)
{
  GlowRigSlot *self = user_data;

  if (self->board)
    glow_rig_board_set_lines (self->board, dtr, rts);
  glow_rig_say ("lines %s dtr=%d rts=%d %s", self->plan->name, dtr, rts, how);
}

static void
opened_cb (GlowFakePort *port, gboolean open, gpointer user_data)
{
  GlowRigSlot *self = user_data;

  glow_rig_say ("%s %s", open ? "opened" : "closed", self->plan->name);
}

static gboolean
make_board (GlowRigSlot *self, GError **error)
{
  g_autoptr (GlowBoard) board = glow_board_new (&self->plan->board, error);
  g_autofree char *content = NULL;
  gsize size = 0;

  if (!board)
    return FALSE;
  /* it is written when the port is unplugged, so it need not be there yet */
  if (self->plan->flash_file &&
      g_file_get_contents (self->plan->flash_file, &content, &size, NULL)) {
    g_autoptr (GBytes) bytes = NULL;

    if (size > self->plan->board.flash_size) {
      g_set_error (error, GLOW_ERROR, GLOW_ERROR_TOO_BIG, "%s is larger than the flash",
                   self->plan->flash_file);
      return FALSE;
    }
    bytes = g_bytes_new (content, size);
    glow_board_load_flash (board, 0, bytes);
  }
  self->board = glow_rig_board_new (board);
  return TRUE;
}

static void
plug (GlowRigSlot *self, GlowFakeBus *bus)
{
  static const GlowFakePortOps ops = {
    .data = data_cb,
    .lines = lines_cb,
    .opened = opened_cb,
  };
  const GlowRigPlan *plan = self->plan;
  const GlowFakePortSpec spec = {
    .name = plan->name,
    .usb_name = plan->usb_name,
    .vid = plan->vid,
    .pid = plan->pid,
    .manufacturer = plan->manufacturer,
    .product = plan->product,
    .serial = plan->serial,
    .driver = plan->driver,
  };

  self->port = glow_fake_port_plug (bus, &spec, &ops, self);
  if (self->board)
    glow_rig_board_start (self->board, self->port);
}

/* Plugs a port in; takes @plan. @unplug is called when glow_rig_slot_set_limit() asks for
 * it, and must free the slot. */
GlowRigSlot *
glow_rig_slot_new (GlowFakeBus *bus,
                   GlowRigPlan *plan,
                   GlowRigSlotFunc unplug,
                   gpointer user_data,
                   GError **error)
{
  GlowRigSlot *self = g_new0 (GlowRigSlot, 1);

  g_mutex_init (&self->lock);
  self->plan = plan;
  self->unplug = unplug;
  self->user_data = user_data;
  self->limit_len = G_MAXUINT64;
  if (plan->chip && !make_board (self, error)) {
    glow_rig_slot_free (self);
    return NULL;
  }
  plug (self, bus);
  return self;
}

static void
save_flash (GlowRigSlot *self)
{
  g_autoptr (GBytes) flash = glow_rig_board_dup_flash (self->board);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *content = g_bytes_get_data (flash, &size);

  if (!g_file_set_contents (self->plan->flash_file, content, (gssize) size, &error))
    glow_rig_say ("error %s: %s", self->plan->name, error->message);
}

/* Pulls the plug. The board's flash outlives it in its file. */
void
glow_rig_slot_free (GlowRigSlot *self)
{
  if (self->board)
    glow_rig_board_stop (self->board);
  if (self->port)
    glow_fake_port_unplug (self->port);
  g_clear_handle_id (&self->unplug_source, g_source_remove);
  if (self->board && self->port && self->plan->flash_file)
    save_flash (self);
  g_clear_pointer (&self->board, glow_rig_board_free);
  glow_rig_plan_free (self->plan);
  g_mutex_clear (&self->lock);
  g_free (self);
}

const char *
glow_rig_slot_get_name (GlowRigSlot *self)
{
  return self->plan->name;
}

GlowFakePort *
glow_rig_slot_get_port (GlowRigSlot *self)
{
  return self->port;
}

/* NULL: nothing is behind the port */
GlowRigBoard *
glow_rig_slot_get_board (GlowRigSlot *self)
{
  return self->board;
}

/* @limit_len bytes, counted from now, still reach the board; the next one pulls the plug.
 */
void
glow_rig_slot_set_limit (GlowRigSlot *self, guint64 limit_len)
{
  g_mutex_lock (&self->lock);
  self->limit_len = self->received_len + limit_len;
  g_mutex_unlock (&self->lock);
}
