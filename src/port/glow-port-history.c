/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-history.h"

#include "glow-usb-ids.h"

/* Microseconds that a device without serial side is waited for before it is told: its
 * driver may have to be loaded. */
#define NO_SERIAL_US (1500 * 1000)

/* Microseconds: a device that goes sooner than this fell off, it was not unplugged.
 * brltty and firmware that crashes take less than two seconds (linux-desktop.md 3.1). */
#define FELL_OFF_US (3 * 1000 * 1000)

/* Microseconds between the end of a node and the end of its device, when the plug was
 * pulled. */
#define LOST_US (500 * 1000)

/* so many falls in so many microseconds are one board that crashes again and again */
#define LOOP_FALLS 3
#define LOOP_US    (15 * 1000 * 1000)

#define MAX_EVENTS 256
#define MAX_ENDED  64

typedef struct {
  guint bus;
  guint device;
  GlowPortEvent about; /* owned strings; kind is not used */
  gint64 since_us;     /* 0: from the start */
  gint64 lost_us;      /* 0: its node is there, or its end was told */
  gboolean is_hub;     /* of which nothing is told */
  gboolean is_there;   /* while an update runs */
  gboolean has_serial;
  gboolean is_told;
} Device;

struct _GlowPortHistory {
  GPtrArray *devices; /* of Device */
  GPtrArray *events;  /* of GlowPortEvent */
  GArray *ended;      /* of guint64: bus and device of the last ones */
  guint last_id;
  gboolean started;
};

static void
event_free (gpointer data)
{
  GlowPortEvent *event = data;

  g_free (event->name);
  g_free (event->usb_path);
  g_free (event);
}

static void
device_free (gpointer data)
{
  Device *device = data;

  g_free (device->about.name);
  g_free (device->about.usb_path);
  g_free (device);
}

/**
 * glow_port_history_new:
 *
 * Returns: (transfer full): an empty history
 */
GlowPortHistory *
glow_port_history_new (void)
{
  GlowPortHistory *self = g_new0 (GlowPortHistory, 1);

  self->devices = g_ptr_array_new_with_free_func (device_free);
  self->events = g_ptr_array_new_with_free_func (event_free);
  self->ended = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

void
glow_port_history_free (GlowPortHistory *self)
{
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->events);
  g_array_unref (self->ended);
  g_free (self);
}

static void
add_event (GlowPortHistory *self,
           GlowPortEventKind kind,
           const GlowPortEvent *about,
           gint64 now_us)
{
  GlowPortEvent *event = g_memdup2 (about, sizeof *about);

  event->id = ++self->last_id;
  event->kind = kind;
  event->time_us = now_us;
  event->name = g_strdup (about->name);
  event->usb_path = g_strdup (about->usb_path);
  g_ptr_array_add (self->events, event);
  if (self->events->len > MAX_EVENTS)
    g_ptr_array_remove_index (self->events, 0);
}

static guint64
get_address (guint bus, guint device)
{
  return (guint64) bus << 32 | device;
}

static gboolean
has_ended (GlowPortHistory *self, guint bus, guint device)
{
  for (guint i = 0; i < self->ended->len; i++)
    if (g_array_index (self->ended, guint64, i) == get_address (bus, device))
      return TRUE;
  return FALSE;
}

static void
set_ended (GlowPortHistory *self, guint bus, guint device)
{
  guint64 address = get_address (bus, device);

  g_array_append_val (self->ended, address);
  if (self->ended->len > MAX_ENDED)
    g_array_remove_index (self->ended, 0);
}

/* a number may be given again */
static void
forget_ended (GlowPortHistory *self, guint bus, guint device)
{
  for (guint i = self->ended->len; i-- > 0;)
    if (g_array_index (self->ended, guint64, i) == get_address (bus, device))
      g_array_remove_index (self->ended, i);
}

static Device *
find_device (GlowPortHistory *self, guint bus, guint device)
{
  for (guint i = 0; i < self->devices->len; i++) {
    Device *known = g_ptr_array_index (self->devices, i);

    if (known->bus == bus && known->device == device)
      return known;
  }
  return NULL;
}

/**
 * glow_port_history_add_fallen:
 * @bus: number of the USB bus
 * @device: number of the device on it
 * @vid: 0 when it is not known
 * @pid: 0 when it is not known
 * @now_us: monotonic time in microseconds
 *
 * An event told that a device went. One that no scan has seen was there for so short a
 * time that it fell off; the others are left to the next update.
 *
 * Returns: whether that made an event
 */
gboolean
glow_port_history_add_fallen (GlowPortHistory *self,
                              guint bus,
                              guint device,
                              guint16 vid,
                              guint16 pid,
                              gint64 now_us)
{
  const GlowPortEvent about = {
    .vid = vid,
    .pid = pid,
    .is_board = glow_usb_ids_find (vid, pid) != NULL,
  };

  if (!self->started || find_device (self, bus, device) || has_ended (self, bus, device))
    return FALSE;
  set_ended (self, bus, device);
  add_event (self, GLOW_PORT_EVENT_FELL_OFF, &about, now_us);
  return TRUE;
}

static Device *
add_device (GlowPortHistory *self, const GlowPortFound *found, gint64 now_us)
{
  const GlowUsbId *id = glow_usb_ids_find (found->vid, found->pid);
  Device *device = g_new0 (Device, 1);

  device->bus = found->bus;
  device->device = found->device;
  device->about.vid = found->vid;
  device->about.pid = found->pid;
  device->about.usb_path = g_strdup (found->usb_path);
  device->about.is_board = id != NULL;
  device->is_hub = found->is_hub;
  if (id)
    device->about.name = glow_usb_ids_dup_name (id, found->product);
  else if (found->product)
    device->about.name = g_utf8_make_valid (found->product, -1);
  device->since_us = self->started ? now_us : 0;
  device->is_told = !self->started || found->is_hub;
  g_ptr_array_add (self->devices, device);
  forget_ended (self, found->bus, found->device);
  return device;
}

static void
tell (GlowPortHistory *self, Device *device, GlowPortEventKind kind, gint64 now_us)
{
  add_event (self, kind, &device->about, now_us);
  device->is_told = TRUE;
  device->lost_us = 0;
}

/* Returns when it has to be looked at again. */
static gint64
update_device (GlowPortHistory *self, Device *device, gboolean has_serial, gint64 now_us)
{
  gboolean had_serial = device->has_serial;

  device->has_serial = has_serial;
  if (has_serial) {
    if (!had_serial && self->started && !device->lost_us)
      tell (self, device, GLOW_PORT_EVENT_APPEARED, now_us);
    device->lost_us = 0;
    return G_MAXINT64;
  }
  if (had_serial)
    device->lost_us = now_us;
  if (device->lost_us && device->lost_us + LOST_US <= now_us)
    tell (self, device, GLOW_PORT_EVENT_NODE_LOST, now_us);
  if (!device->is_told && device->since_us + NO_SERIAL_US <= now_us)
    tell (self, device, GLOW_PORT_EVENT_NO_SERIAL, now_us);
  if (device->lost_us)
    return device->lost_us + LOST_US;
  return device->is_told ? G_MAXINT64 : device->since_us + NO_SERIAL_US;
}

static void
remove_gone (GlowPortHistory *self, gint64 now_us)
{
  for (guint i = self->devices->len; i-- > 0;) {
    Device *device = g_ptr_array_index (self->devices, i);
    gboolean fell = device->since_us > 0 && now_us - device->since_us < FELL_OFF_US;

    if (device->is_there) {
      device->is_there = FALSE;
      continue;
    }
    if (!device->is_hub)
      add_event (self, fell ? GLOW_PORT_EVENT_FELL_OFF : GLOW_PORT_EVENT_UNPLUGGED,
                 &device->about, now_us);
    set_ended (self, device->bus, device->device);
    g_ptr_array_remove_index (self->devices, i);
  }
}

static gboolean
is_first_of_device (GPtrArray *all, guint i)
{
  const GlowPortFound *found = g_ptr_array_index (all, i);

  for (guint j = 0; j < i; j++) {
    const GlowPortFound *other = g_ptr_array_index (all, j);

    if (other->usb_path && other->bus == found->bus && other->device == found->device)
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_port_history_update:
 * @found: (element-type GlowPortFound): what glow_port_scan() says
 * @now_us: monotonic time in microseconds
 *
 * Returns: when the next update is due though nothing happens, %G_MAXINT64 for never
 */
gint64
glow_port_history_update (GlowPortHistory *self, GPtrArray *found, gint64 now_us)
{
  gint64 due_us = G_MAXINT64;

  for (guint i = 0; i < found->len; i++) {
    const GlowPortFound *one = g_ptr_array_index (found, i);
    gint64 device_due_us;
    Device *device;

    if (!one->usb_path || !is_first_of_device (found, i))
      continue;
    device = find_device (self, one->bus, one->device);
    if (!device)
      device = add_device (self, one, now_us);
    device->is_there = TRUE;
    device_due_us = update_device (self, device, one->devnode != NULL, now_us);
    due_us = MIN (due_us, device_due_us);
  }
  remove_gone (self, now_us);
  self->started = TRUE;
  return due_us;
}

/**
 * glow_port_history_get_last_id:
 *
 * Returns: id of the last event, 0 when there was none
 */
guint
glow_port_history_get_last_id (GlowPortHistory *self)
{
  return self->last_id;
}

/**
 * glow_port_history_get_n_events:
 *
 * Returns: how many events are remembered
 */
guint
glow_port_history_get_n_events (GlowPortHistory *self)
{
  return self->events->len;
}

/**
 * glow_port_history_get_event:
 * @i: which, the oldest first
 *
 * Returns: (transfer none): the event, until the next update
 */
const GlowPortEvent *
glow_port_history_get_event (GlowPortHistory *self, guint i)
{
  g_return_val_if_fail (i < self->events->len, NULL);

  return g_ptr_array_index (self->events, i);
}

static guint
count_falls (GlowPortHistory *self, gint64 since_us)
{
  guint count = 0;

  for (guint i = 0; i < self->events->len; i++) {
    const GlowPortEvent *event = g_ptr_array_index (self->events, i);

    if (event->kind == GLOW_PORT_EVENT_FELL_OFF && event->time_us >= since_us)
      count++;
  }
  return count;
}

/* What was pulled out again is no news. */
static const GlowPortEvent *
find_last (GlowPortHistory *self, gint64 since_us)
{
  g_autoptr (GHashTable) pulled = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = self->events->len; i-- > 0;) {
    const GlowPortEvent *event = g_ptr_array_index (self->events, i);
    const char *usb_path = event->usb_path ? event->usb_path : "";

    if (event->time_us < since_us)
      return NULL;
    if (event->kind == GLOW_PORT_EVENT_UNPLUGGED)
      g_hash_table_add (pulled, (gpointer) usb_path);
    else if (!g_hash_table_contains (pulled, usb_path))
      return event;
  }
  return NULL;
}

/**
 * glow_port_history_get_news:
 * @since_us: monotonic time in microseconds
 * @event: (out) (transfer none) (nullable) (optional): what the answer is about
 *
 * Returns: what the last device that appeared since came to
 */
GlowPortNews
glow_port_history_get_news (GlowPortHistory *self,
                            gint64 since_us,
                            const GlowPortEvent **event)
{
  static const GlowPortNews news[] = {
    [GLOW_PORT_EVENT_APPEARED] = GLOW_PORT_NEWS_SERIAL,
    [GLOW_PORT_EVENT_NO_SERIAL] = GLOW_PORT_NEWS_NO_SERIAL,
    [GLOW_PORT_EVENT_NODE_LOST] = GLOW_PORT_NEWS_NODE_LOST,
    [GLOW_PORT_EVENT_FELL_OFF] = GLOW_PORT_NEWS_FELL_OFF,
  };
  const GlowPortEvent *last = find_last (self, since_us);

  if (event)
    *event = last;
  if (!last)
    return GLOW_PORT_NEWS_NOTHING;
  if (count_falls (self, MAX (since_us, last->time_us - LOOP_US)) >= LOOP_FALLS)
    return GLOW_PORT_NEWS_FELL_OFF;
  return news[last->kind];
}
