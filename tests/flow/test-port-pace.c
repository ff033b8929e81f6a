/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * How soon a port is in the list, and what 200 at once do to the main loop. The figures
 * are told; only what is off by far fails, since the machine may be busy with other
 * things. */

#include "glow-fake-port.h"
#include "glow-port-list.h"
#include "test-user.h"

/* microseconds; ten times what is promised */
#define LATENCY_LIMIT_US (1000 * 1000)
#define GAP_LIMIT_US     (500 * 1000)

/* A gap that is ours comes each time; one of a machine with other work does not. */
#define N_TRIES 3

/* milliseconds between two ticks of the main loop */
#define TICK_MS  2

#define N_ROUNDS 10
#define N_PORTS  200

typedef struct {
  GlowFakeBus *bus; /* borrowed */

  /* owned */
  GlowPortList *list;
  GPtrArray *plugged; /* of GlowFakePort */

  guint n_updates;
  gint64 tick_us; /* monotonic: the last one */
  gint64 gap_us;  /* the longest */
  gint n_ticks;   /* atomic */
} Fixture;

static const struct {
  const char *name;
  GlowPortBackEnds back_ends;
} ways[] = {
  { "both", GLOW_PORT_BACK_ENDS_ALL },
  { "udev", GLOW_PORT_BACK_END_UDEV },
  { "dev", GLOW_PORT_BACK_END_DEV },
};

static GlowFakeBus *the_bus;

static void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  Fixture *fixture)
{
  fixture->n_updates++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GlowPortBackEnds back_ends = (GlowPortBackEnds) GPOINTER_TO_UINT (data);

  fixture->bus = the_bus;
  fixture->plugged =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_fake_port_unplug);
  fixture->list = glow_port_list_new_with (back_ends);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb),
                    fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  g_ptr_array_unref (fixture->plugged);
}

static void
plug (Fixture *fixture, guint number)
{
  g_autofree char *name = g_strdup_printf ("ttyUSB%u", number);
  g_autofree char *usb_name = g_strdup_printf ("1-%u", number + 1);
  GlowFakePortSpec spec = glow_fake_cp2102;

  spec.name = name;
  spec.usb_name = usb_name;
  g_ptr_array_add (fixture->plugged,
                   glow_fake_port_plug (fixture->bus, &spec, NULL, NULL));
}

static gboolean
give_up_cb (gpointer data)
{
  g_critical ("the ports don't come"); /* ends a test */
  return G_SOURCE_CONTINUE;
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static void
wait_for_count (Fixture *fixture, guint n_ports)
{
  guint source = g_timeout_add_seconds (60, give_up_cb, NULL);

  while (count (fixture) != n_ports)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
wait_for_state (Fixture *fixture, GlowPortState state)
{
  guint source = g_timeout_add_seconds (60, give_up_cb, NULL);
  gboolean is_there = FALSE;

  while (!is_there) {
    g_autoptr (GlowPort) port = NULL;

    g_main_context_iteration (NULL, TRUE);
    port = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
    is_there = glow_port_get_state (port) == state;
  }
  g_source_remove (source);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const gint64 *first = a;
  const gint64 *second = b;

  return (*first > *second) - (*first < *second);
}

static void
report (const char *what, gint64 *times_us)
{
  qsort (times_us, N_ROUNDS, sizeof *times_us, compare_cb);
  g_test_message ("%s: median %.1f ms, longest %.1f ms", what,
                  (double) times_us[N_ROUNDS / 2] / 1000.0,
                  (double) times_us[N_ROUNDS - 1] / 1000.0);
  g_assert_cmpint (times_us[N_ROUNDS / 2], <, LATENCY_LIMIT_US);
}

/* from before the plug, so with what the rig takes for it */
static void
test_node_to_row (Fixture *fixture, gconstpointer data)
{
  gint64 in_us[N_ROUNDS];
  gint64 out_us[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++) {
    gint64 start_us = g_get_monotonic_time ();

    plug (fixture, i);
    wait_for_count (fixture, 1);
    in_us[i] = g_get_monotonic_time () - start_us;
    start_us = g_get_monotonic_time ();
    g_ptr_array_set_size (fixture->plugged, 0);
    wait_for_count (fixture, 0);
    out_us[i] = g_get_monotonic_time () - start_us;
  }
  report ("from the node to the row", in_us);
  report ("from the end of the node to the end of the row", out_us);
}

static void
set_mode (Fixture *fixture, guint mode)
{
  become_root_again ();
  glow_fake_port_set_mode (g_ptr_array_index (fixture->plugged, 0), mode);
  become_a_user ();
}

static void
test_permission_to_ready (Fixture *fixture, gconstpointer data)
{
  gint64 ready_us[N_ROUNDS];

  plug (fixture, 0);
  wait_for_count (fixture, 1);
  for (guint i = 0; i < N_ROUNDS; i++) {
    gint64 start_us;

    set_mode (fixture, 0);
    wait_for_state (fixture, GLOW_PORT_NO_PERMISSION);
    start_us = g_get_monotonic_time ();
    set_mode (fixture, 0666);
    wait_for_state (fixture, GLOW_PORT_READY);
    ready_us[i] = g_get_monotonic_time () - start_us;
  }
  become_root_again ();
  report ("from the permission to ready", ready_us);
}

static gboolean
tick_cb (gpointer data)
{
  Fixture *fixture = data;
  gint64 now_us = g_get_monotonic_time ();

  fixture->gap_us = MAX (fixture->gap_us, now_us - fixture->tick_us);
  fixture->tick_us = now_us;
  g_atomic_int_inc (&fixture->n_ticks);
  return G_SOURCE_CONTINUE;
}

static gint64
wait_and_report (Fixture *fixture, const char *what, guint n_ports, GThreadFunc act)
{
  gint64 start_us = g_get_monotonic_time ();
  guint source = g_timeout_add (TICK_MS, tick_cb, fixture);
  GThread *thread;

  fixture->n_updates = 0;
  fixture->gap_us = 0;
  fixture->tick_us = start_us;
  thread = g_thread_new ("rig", act, fixture);
  wait_for_count (fixture, n_ports);
  tick_cb (fixture);
  g_thread_join (thread);
  g_test_message ("%s: within %.1f ms, in %u updates, longest gap of the main "
                  "loop %.1f ms",
                  what, (double) (fixture->tick_us - start_us) / 1000.0,
                  fixture->n_updates, (double) fixture->gap_us / 1000.0);
  g_source_remove (source);
  return fixture->gap_us;
}

/* umockdev ends the process when nobody takes its events; the kernel would lose them. */
static void
let_loop_run (Fixture *fixture)
{
  gint n_ticks = g_atomic_int_get (&fixture->n_ticks);

  while (g_atomic_int_get (&fixture->n_ticks) == n_ticks)
    g_usleep (500);
}

/* a thread of its own plays the kernel, while the main loop of the program runs */
static gpointer
plug_all (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < N_PORTS; i++) {
    plug (fixture, i);
    if (i % 4 == 1)
      let_loop_run (fixture);
  }
  return NULL;
}

static gpointer
unplug_all (gpointer data)
{
  Fixture *fixture = data;

  while (fixture->plugged->len > 0) {
    g_ptr_array_set_size (fixture->plugged, (int) fixture->plugged->len - 1);
    if (fixture->plugged->len % 4 == 1)
      let_loop_run (fixture);
  }
  return NULL;
}

static void
test_many_at_once (Fixture *fixture, gconstpointer data)
{
  gint64 in_us = G_MAXINT64;
  gint64 out_us = G_MAXINT64;

  for (guint i = 0; i < N_TRIES && MAX (in_us, out_us) >= GAP_LIMIT_US; i++) {
    gint64 in = wait_and_report (fixture, "200 ports plugged", N_PORTS, plug_all);
    gint64 out = wait_and_report (fixture, "200 ports unplugged", 0, unplug_all);

    in_us = MIN (in_us, in);
    out_us = MIN (out_us, out);
  }
  g_assert_cmpint (in_us, <, GAP_LIMIT_US);
  g_assert_cmpint (out_us, <, GAP_LIMIT_US);
}

static void
add (const char *what, guint i, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/port-pace/%s/%s", ways[i].name, what);

  g_test_add (path, Fixture, GUINT_TO_POINTER ((guint) ways[i].back_ends), set_up, test,
              tear_down);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = glow_fake_bus_new ();

  the_bus = bus;
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    add ("node", i, test_node_to_row);
    /* a change of the mode makes no event of udev */
    if (ways[i].back_ends & GLOW_PORT_BACK_END_DEV)
      add ("permission", i, test_permission_to_ready);
    add ("many", i, test_many_at_once);
  }
  return g_test_run ();
}
