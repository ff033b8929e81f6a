/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A row is a board: it keeps its number over all that happens to its port. Three rules
 * find the row of what was found, the surest first: the same device in the same place; a
 * serial number of its own, when exactly one board that is gone had it; a chip with its
 * own USB that comes back in its place as another device, because it changed from
 * firmware to bootloader. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-rows.h"

#include "glow-usb-ids.h"

/* Microseconds that a new node may stay closed before it is said to lack permission: udev
 * needs 0.1 to 1 s (linux-desktop.md 3.3). Its own event ends the wait. */
#define NODE_SETTLE_US (1000 * 1000)

/* Microseconds in which a new device gets its node, if the driver need not be loaded
 * first. */
#define DEVICE_SETTLE_US (1500 * 1000)

/* Microseconds between the end of a node and the end of its device, when the plug was
 * pulled. */
#define LOST_SETTLE_US (500 * 1000)

/* Microseconds in which a chip with its own USB comes back after a reset; protocol.md 2.6
 */
#define COME_BACK_US (10 * 1000 * 1000)

/* boards that are gone and still known */
#define MAX_GONE 256

/* There are never more than some hundred rows, so that looking through all is quick. */
typedef struct {
  GlowPort *port; /* as it is, or was last; its row number is the row's */

  gboolean is_there;
  gboolean is_taken; /* while an update runs */
  gboolean is_legacy;
  gboolean is_hidden;  /* not sure yet that it is worth a row */
  gboolean is_settled; /* udev has handed the node over */
  gint64 since_us;     /* device or node, 0: from the start */
  gint64 plugged_us;
  gint64 lost_us;
  gint64 gone_us;
} Row;

struct _GlowPortRows {
  GPtrArray *rows;     /* of Row */
  GHashTable *removed; /* nodes */
  GHashTable *settled; /* nodes */
  GHashTable *shared;  /* ids and serial number of several devices at once */
  guint last_row;
  gboolean started;
};

static void
row_free (gpointer data)
{
  Row *row = data;

  g_clear_object (&row->port);
  g_free (row);
}

/**
 * glow_port_rows_new:
 *
 * Returns: (transfer full): no rows yet
 */
GlowPortRows *
glow_port_rows_new (void)
{
  GlowPortRows *self = g_new0 (GlowPortRows, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
glow_port_rows_free (GlowPortRows *self)
{
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->removed);
  g_hash_table_unref (self->settled);
  g_hash_table_unref (self->shared);
  g_free (self);
}

/**
 * glow_port_rows_set_removed:
 * @devnode: a node that went; one of the same name that is found later is a new one
 */
void
glow_port_rows_set_removed (GlowPortRows *self, const char *devnode)
{
  g_hash_table_add (self->removed, g_strdup (devnode));
  g_hash_table_remove (self->settled, devnode);
}

/**
 * glow_port_rows_set_settled:
 * @devnode: a node that has its final group and mode
 */
void
glow_port_rows_set_settled (GlowPortRows *self, const char *devnode)
{
  g_hash_table_add (self->settled, g_strdup (devnode));
}

static char *
dup_serial_id (const GlowPortFound *found)
{
  return g_strdup_printf ("%04x:%04x:%s", (guint) found->vid, (guint) found->pid,
                          found->serial);
}

/* Serial numbers that two devices have at the same time are no serial numbers. */
static void
find_shared_serials (GlowPortRows *self, GPtrArray *all)
{
  g_autoptr (GHashTable) paths =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < all->len; i++) {
    const GlowPortFound *found = g_ptr_array_index (all, i);
    g_autofree char *id = NULL;
    const char *path;

    if (!found->serial || !found->usb_path)
      continue;
    id = dup_serial_id (found);
    path = g_hash_table_lookup (paths, id);
    if (path && !g_str_equal (path, found->usb_path))
      g_hash_table_add (self->shared, g_strdup (id));
    g_hash_table_insert (paths, g_steal_pointer (&id), found->usb_path);
  }
}

static gboolean
is_shared (GlowPortRows *self, const GlowPortFound *found)
{
  g_autofree char *id = found->serial ? dup_serial_id (found) : NULL;

  return id && g_hash_table_contains (self->shared, id);
}

static GlowPortInfo
get_info (GlowPortRows *self, const GlowPortFound *found)
{
  return (GlowPortInfo){
    .devnode = found->devnode,
    .manufacturer = found->manufacturer,
    .product = found->product,
    .serial = found->serial,
    .usb_path = found->usb_path,
    .driver = found->driver,
    .vid = found->vid,
    .pid = found->pid,
    .index = found->index,
    .n_ports = found->n_ports,
    .bus = found->bus,
    .device = found->device,
    .serial_is_shared = is_shared (self, found),
  };
}

static gboolean
is_same_place (GlowPort *a, GlowPort *b)
{
  if (!glow_port_is_usb (a) || !glow_port_is_usb (b))
    return g_strcmp0 (glow_port_get_devnode (a), glow_port_get_devnode (b)) == 0;
  return g_strcmp0 (glow_port_get_usb_path (a), glow_port_get_usb_path (b)) == 0 &&
         glow_port_get_index (a) == glow_port_get_index (b);
}

static gboolean
is_same_device (GlowPort *a, GlowPort *b)
{
  return glow_port_get_vid (a) == glow_port_get_vid (b) &&
         glow_port_get_pid (a) == glow_port_get_pid (b) &&
         g_strcmp0 (glow_port_get_serial (a), glow_port_get_serial (b)) == 0;
}

typedef gboolean (*MatchFunc) (Row *row, GlowPort *port, gint64 now_us);

static gboolean
stayed_cb (Row *row, GlowPort *port, gint64 now_us)
{
  return is_same_place (row->port, port) && is_same_device (row->port, port);
}

static gboolean
moved_cb (Row *row, GlowPort *port, gint64 now_us)
{
  return glow_port_has_own_serial (port) && is_same_device (row->port, port) &&
         glow_port_get_index (row->port) == glow_port_get_index (port);
}

static gboolean
changed_cb (Row *row, GlowPort *port, gint64 now_us)
{
  return is_same_place (row->port, port) && glow_port_is_native_usb (row->port) &&
         glow_port_is_native_usb (port) &&
         (row->is_there || now_us - row->gone_us < COME_BACK_US);
}

/* NULL when none or more than one fits */
static Row *
find_row (GlowPortRows *self, GlowPort *port, MatchFunc match, gint64 now_us)
{
  Row *found = NULL;

  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = g_ptr_array_index (self->rows, i);

    if (row->is_taken || !match (row, port, now_us))
      continue;
    if (found)
      return NULL;
    found = row;
  }
  return found;
}

static Row *
add_row (GlowPortRows *self, gint64 now_us)
{
  Row *row = g_new0 (Row, 1);

  row->since_us = self->started ? now_us : 0;
  row->plugged_us = row->since_us;
  g_ptr_array_add (self->rows, row);
  return row;
}

/* Plugged in anew: the kernel gives a device another number each time. What has none went
 * by its node. */
static gboolean
is_replugged (GlowPortRows *self, Row *row, const GlowPortInfo *info)
{
  if (!row->is_there)
    return TRUE;
  if (!info->usb_path)
    return g_hash_table_contains (self->removed, info->devnode);
  return info->bus != glow_port_get_bus (row->port) ||
         info->device != glow_port_get_device (row->port);
}

static void
take_times (GlowPortRows *self, Row *row, const GlowPortInfo *info, gint64 now_us)
{
  const char *old_node = row->port ? glow_port_get_devnode (row->port) : NULL;

  if (!row->port)
    return;
  if (is_replugged (self, row, info)) {
    row->since_us = now_us;
    row->plugged_us = now_us;
    row->lost_us = 0;
    row->is_settled = FALSE;
    return;
  }
  if (info->devnode && (row->lost_us || g_strcmp0 (info->devnode, old_node) != 0 ||
                        g_hash_table_contains (self->removed, info->devnode))) {
    row->since_us = now_us;
    row->lost_us = 0;
    row->is_settled = FALSE;
  } else if (!info->devnode && old_node && !row->lost_us) {
    row->lost_us = now_us;
  }
}

/* Returns when it has to be looked at again, G_MAXINT64 when it hasn't. */
static gint64
set_state (GlowPortRows *self,
           Row *row,
           const GlowPortFound *found,
           GlowPortInfo *info,
           gint64 now_us)
{
  gint64 since_us = row->since_us;
  gint64 due_us = since_us + NODE_SETTLE_US;

  row->is_hidden = FALSE;
  if (found->may_open) {
    info->state = GLOW_PORT_READY;
    return G_MAXINT64;
  }
  if (found->devnode) {
    row->is_settled |= g_hash_table_contains (self->settled, found->devnode);
    info->state = row->is_settled || since_us == 0 || due_us <= now_us
                    ? GLOW_PORT_NO_PERMISSION
                    : GLOW_PORT_SETTLING;
  } else {
    due_us = row->lost_us ? row->lost_us + LOST_SETTLE_US : since_us + DEVICE_SETTLE_US;
    info->state = due_us <= now_us || (since_us == 0 && !row->lost_us)
                    ? GLOW_PORT_NO_DRIVER
                    : GLOW_PORT_SETTLING;
    row->is_hidden = info->state == GLOW_PORT_SETTLING && !row->lost_us;
  }
  return info->state == GLOW_PORT_SETTLING ? due_us : G_MAXINT64;
}

static gint64
update_row (GlowPortRows *self, Row *row, const GlowPortFound *found, gint64 now_us)
{
  GlowPortInfo info = get_info (self, found);
  g_autoptr (GlowPort) port = NULL;
  gint64 due_us;

  take_times (self, row, &info, now_us);
  due_us = set_state (self, row, found, &info, now_us);
  /* most likely its device goes next, and what goes is known by its node */
  if (info.state == GLOW_PORT_SETTLING && !info.devnode && row->port)
    info.devnode = glow_port_get_devnode (row->port);
  info.plugged_us = row->plugged_us;
  info.lost_us = row->lost_us;
  info.row = row->port ? glow_port_get_row (row->port) : ++self->last_row;
  port = glow_port_new (&info);
  /* what has not changed stays the same object, so that a view keeps its selection */
  if (!row->port || !glow_port_equal (row->port, port))
    g_set_object (&row->port, port);
  row->is_there = TRUE;
  row->is_taken = TRUE;
  row->is_legacy = found->is_legacy;
  return due_us;
}

/* Of devices without a serial side only what should have one. */
static gboolean
is_worth_a_row (const GlowPortFound *found)
{
  return found->devnode || (found->could_be_serial && !found->is_hub &&
                            glow_usb_ids_find (found->vid, found->pid));
}

static void
keep_earliest (gint64 *due_us, gint64 other_us)
{
  *due_us = MIN (*due_us, other_us);
}

/* Takes those that @match finds a row for out of @left. */
static gint64
update_matching (GlowPortRows *self, GPtrArray *left, MatchFunc match, gint64 now_us)
{
  gint64 due_us = G_MAXINT64;

  for (guint i = 0; i < left->len;) {
    const GlowPortFound *found = g_ptr_array_index (left, i);
    GlowPortInfo info = get_info (self, found);
    g_autoptr (GlowPort) port = glow_port_new (&info);
    Row *row = find_row (self, port, match, now_us);

    if (row) {
      keep_earliest (&due_us, update_row (self, row, found, now_us));
      g_ptr_array_remove_index (left, i);
    } else {
      i++;
    }
  }
  return due_us;
}

static gint64
add_rest (GlowPortRows *self, GPtrArray *left, gint64 now_us)
{
  gint64 due_us = G_MAXINT64;

  for (guint i = 0; i < left->len; i++)
    keep_earliest (&due_us, update_row (self, add_row (self, now_us),
                                        g_ptr_array_index (left, i), now_us));
  return due_us;
}

static void
mark_gone (GlowPortRows *self, gint64 now_us)
{
  guint n_gone = 0;

  for (guint i = self->rows->len; i-- > 0;) {
    Row *row = g_ptr_array_index (self->rows, i);

    if (!row->is_taken && row->is_there)
      row->gone_us = now_us;
    row->is_there = row->is_taken;
    row->is_taken = FALSE;
    if (!row->is_there && ++n_gone > MAX_GONE)
      g_ptr_array_remove_index (self->rows, i);
  }
}

/**
 * glow_port_rows_update:
 * @found: (element-type GlowPortFound): what glow_port_scan() says
 * @now_us: monotonic time in microseconds
 *
 * Returns: when the next update is due though nothing happens, %G_MAXINT64 for never
 */
gint64
glow_port_rows_update (GlowPortRows *self, GPtrArray *found, gint64 now_us)
{
  static const MatchFunc matches[] = { stayed_cb, moved_cb, changed_cb };
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  gint64 due_us = G_MAXINT64;

  find_shared_serials (self, found);
  for (guint i = 0; i < found->len; i++)
    if (is_worth_a_row (g_ptr_array_index (found, i)))
      g_ptr_array_add (left, g_ptr_array_index (found, i));
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    keep_earliest (&due_us, update_matching (self, left, matches[i], now_us));
  keep_earliest (&due_us, add_rest (self, left, now_us));
  mark_gone (self, now_us);
  g_hash_table_remove_all (self->removed);
  self->started = TRUE;
  return due_us;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return glow_port_compare (*(GlowPort *const *) a, *(GlowPort *const *) b);
}

/**
 * glow_port_rows_get_ports:
 * @show_all: legacy ports, too
 *
 * Returns: (transfer full) (element-type GlowPort): what is to be shown, sorted
 */
GPtrArray *
glow_port_rows_get_ports (GlowPortRows *self, gboolean show_all)
{
  GPtrArray *ports = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = g_ptr_array_index (self->rows, i);

    if (row->is_there && !row->is_hidden && (show_all || !row->is_legacy))
      g_ptr_array_add (ports, g_object_ref (row->port));
  }
  g_ptr_array_sort (ports, compare_cb);
  return ports;
}
