/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What udev's monitor does when it has nothing, too much, or something else: this program
 * has its own udev_monitor_receive_device(), which goes before libudev's. Only udev's
 * back end is on. */

#include "glow-fake-port.h"
#include "glow-port-list.h"

#include <dlfcn.h>
#include <errno.h>

struct udev_device;
struct udev_monitor;
struct udev_device *udev_monitor_receive_device (struct udev_monitor *monitor);
struct udev_device *udev_device_unref (struct udev_device *device);

typedef struct udev_device *(*ReceiveFunc) (struct udev_monitor *monitor);

typedef enum {
  AS_IT_IS,
  OVERFLOW_FIRST, /* all events are lost, and that is said by ENOBUFS */
  OVERFLOW_TWICE, /* ENOBUFS, an event, ENOBUFS again */
  NOTHING_FIRST,  /* NULL although events are waiting, as when one was filtered out */
} Trouble;

static GlowFakeBus *the_bus; /* one in the life of a process */
static Trouble trouble;
static guint n_calls;
static guint n_overflows;

static void
lose_all (ReceiveFunc receive, struct udev_monitor *monitor)
{
  struct udev_device *device;

  while ((device = receive (monitor)) != NULL)
    udev_device_unref (device);
}

static struct udev_device *
overflow (void)
{
  n_overflows++;
  errno = ENOBUFS;
  return NULL;
}

struct udev_device *
udev_monitor_receive_device (struct udev_monitor *monitor)
{
  ReceiveFunc receive = (ReceiveFunc) dlsym (RTLD_NEXT, "udev_monitor_receive_device");
  guint call = n_calls++;

  if (trouble == OVERFLOW_FIRST && call == 0) {
    lose_all (receive, monitor);
    return overflow ();
  }
  if (trouble == OVERFLOW_TWICE && (call == 0 || call == 2))
    return overflow ();
  if (trouble == NOTHING_FIRST && call == 0) {
    errno = EAGAIN;
    return NULL;
  }
  return receive (monitor);
}

static gboolean
give_up_cb (gpointer data)
{
  g_critical ("no change came"); /* ends a test */
  return G_SOURCE_CONTINUE;
}

static void
wait_for_count (GlowPortList *list, guint n_ports)
{
  guint source = g_timeout_add_seconds (30, give_up_cb, NULL);

  while (g_list_model_get_n_items (G_LIST_MODEL (list)) != n_ports)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
make_trouble (Trouble kind)
{
  trouble = kind;
  n_calls = 0;
  n_overflows = 0;
}

static void
test_trouble (gconstpointer data)
{
  const Trouble *kind = data;
  GlowPortList *list = glow_port_list_new_with (GLOW_PORT_BACK_END_UDEV);
  GlowFakePort *port;

  make_trouble (*kind);
  port = glow_fake_port_plug (the_bus, &glow_fake_cp2102, NULL, NULL);
  wait_for_count (list, 1);
  g_assert_cmpuint (n_calls, >, 1);
  g_assert_cmpuint (n_overflows, ==,
                    *kind == OVERFLOW_TWICE ? 2 : (guint) (*kind == OVERFLOW_FIRST));
  make_trouble (*kind);
  glow_fake_port_unplug (port);
  wait_for_count (list, 0);
  g_assert_finalize_object (list);
}

int
main (int argc, char *argv[])
{
  static const Trouble kinds[] = { AS_IT_IS, OVERFLOW_FIRST, OVERFLOW_TWICE,
                                   NOTHING_FIRST };
  static const char *const names[] = { "as-it-is", "overflow", "overflow-twice",
                                       "nothing" };
  g_autoptr (GlowFakeBus) bus = glow_fake_bus_new ();

  the_bus = bus;
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strdup_printf ("/udev-overflow/%s", names[i]);

    g_test_add_data_func (path, &kinds[i], test_trouble);
  }
  return g_test_run ();
}
