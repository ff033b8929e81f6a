/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A port list on the fake bus. It runs on this thread's main loop, which sees the events
 * of a step only after the step.
 *
 * GLOW_TEST_BACK_ENDS=udev or dev runs all of it with one back end switched off. */

#pragma once

#include "glow-fake-port.h"
#include "glow-port-list.h"

static const GlowFakePortSpec jtag = {
  .name = "ttyACM0",
  .usb_name = "1-3",
  .vid = 0x303a,
  .pid = 0x1001,
  .manufacturer = "Espressif",
  .product = "USB JTAG/serial debug unit",
  .serial = "7C:DF:A1:00:00:01",
  .driver = "cdc_acm",
};

typedef struct {
  /* borrowed */
  GlowFakeBus *bus;

  /* owned */
  GPtrArray *plugged; /* GlowFakePort */
  GlowPortList *list;

  GString *changes; /* "0-1+1 ": position, removed, added */
} Fixture;

static inline void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  Fixture *fixture)
{
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static inline GlowPortBackEnds
get_back_ends (void)
{
  const char *name = g_getenv ("GLOW_TEST_BACK_ENDS");

  if (g_strcmp0 (name, "udev") == 0)
    return GLOW_PORT_BACK_END_UDEV;
  return g_strcmp0 (name, "dev") == 0 ? GLOW_PORT_BACK_END_DEV : GLOW_PORT_BACK_ENDS_ALL;
}

static inline void
start (Fixture *fixture)
{
  fixture->list = glow_port_list_new_with (get_back_ends ());
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb),
                    fixture);
}

static inline GlowFakePort *
plug (Fixture *fixture, const GlowFakePortSpec *spec)
{
  GlowFakePort *port = glow_fake_port_plug (fixture->bus, spec, NULL, NULL);

  g_ptr_array_add (fixture->plugged, port);
  return port;
}

/* a second board of the same kind in another socket */
static inline GlowFakePort *
plug_as (Fixture *fixture,
         const GlowFakePortSpec *kind,
         const char *name,
         const char *usb_name)
{
  GlowFakePortSpec spec = *kind;

  spec.name = name;
  spec.usb_name = usb_name;
  return plug (fixture, &spec);
}

static inline void
unplug (Fixture *fixture, GlowFakePort *port)
{
  g_assert_true (g_ptr_array_remove (fixture->plugged, port));
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = (GlowFakeBus *) data;
  fixture->changes = g_string_new (NULL);
  fixture->plugged =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_fake_port_unplug);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->list);
  g_ptr_array_unref (fixture->plugged);
  g_string_free (fixture->changes, TRUE);
}

static inline gboolean
give_up_cb (gpointer data)
{
  g_critical ("no change came"); /* ends a test */
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the list has changed. */
static inline void
wait_for_change (Fixture *fixture)
{
  guint source = g_timeout_add_seconds (30, give_up_cb, NULL);

  g_string_truncate (fixture->changes, 0);
  while (fixture->changes->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static inline char *
dup_names (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->list);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GlowPort) port = g_list_model_get_item (model, i);

    g_string_append_printf (names, "%s ", glow_port_get_node_name (port));
  }
  return g_string_free (names, FALSE);
}

static inline void
assert_names (Fixture *fixture, const char *expected)
{
  g_autofree char *names = dup_names (fixture);

  g_assert_cmpstr (names, ==, expected);
}
