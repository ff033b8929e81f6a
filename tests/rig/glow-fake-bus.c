/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "glow-fake-bus.h"

#include "glow-fake-bus-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

struct _GlowFakeBus {
  /* owned */
  UMockdevTestbed *testbed;
  char *dir;

  guint last_device_number;
};

/* Makes an empty bus and sets UMOCKDEV_DIR; ends the process outside of the preload. */
GlowFakeBus *
glow_fake_bus_new (void)
{
  GlowFakeBus *self = g_new0 (GlowFakeBus, 1);
  g_autofree char *dev = NULL;
  g_autofree char *usb = NULL;

  self->testbed = umockdev_testbed_new ();
  self->dir = umockdev_testbed_get_root_dir (self->testbed);
  /* The library keeps the answer, and before the testbed exists it is FALSE. */
  if (!umockdev_in_mock_environment ())
    g_error ("the fake bus needs LD_PRELOAD=libumockdev-preload.so.0");
  /* for tests that go on as another user */
  g_chmod (self->dir, 0755);
  dev = g_build_filename (self->dir, "dev", NULL);
  g_mkdir_with_parents (dev, 0755);
  usb = g_build_filename (self->dir, "dev", "bus", "usb", "001", NULL);
  g_mkdir_with_parents (usb, 0755);
  glow_fake_bus_ensure_tty_class (self);
  return self;
}

void
glow_fake_bus_free (GlowFakeBus *self)
{
  g_object_unref (self->testbed);
  g_free (self->dir);
  g_free (self);
}

const char *
glow_fake_bus_get_dir (GlowFakeBus *self)
{
  return self->dir;
}

UMockdevTestbed *
glow_fake_bus_get_testbed (GlowFakeBus *self)
{
  return self->testbed;
}

guint
glow_fake_bus_take_device_number (GlowFakeBus *self)
{
  return ++self->last_device_number;
}

/* It exists on every Linux, and libserialport can't list ports without it. The testbed
 * removes it with its last port. */
void
glow_fake_bus_ensure_tty_class (GlowFakeBus *self)
{
  g_autofree char *path = g_build_filename (self->dir, "sys", "class", "tty", NULL);

  g_mkdir_with_parents (path, 0755);
}

void
glow_fake_bus_add_file (GlowFakeBus *self, const char *path)
{
  g_autofree char *full = g_build_filename (self->dir, path, NULL);

  g_assert_true (
    g_file_set_contents_full (full, "", 0, G_FILE_SET_CONTENTS_NONE, 0664, NULL));
}

void
glow_fake_bus_remove_file (GlowFakeBus *self, const char *path)
{
  g_autofree char *full = g_build_filename (self->dir, path, NULL);

  unlink (full);
}

void
glow_fake_bus_add_legacy_port (GlowFakeBus *self, const char *name)
{
  g_autofree char *node = g_strconcat ("/dev/", name, NULL);
  g_autofree char *tty = g_strconcat ("tty/", name, NULL);
  g_autofree char *path = g_build_filename (self->dir, node, NULL);
  g_autofree char *parent =
    umockdev_testbed_add_device (self->testbed, "platform", "serial8250", NULL, NULL,
                                 "DRIVER", "serial8250", NULL);
  g_autofree char *device = NULL;

  umockdev_testbed_set_attribute_link (self->testbed, parent, "driver",
                                       "../../../bus/platform/drivers/serial8250");
  g_file_set_contents (path, "", 0, NULL);
  device =
    umockdev_testbed_add_device (self->testbed, "tty", tty, parent, "dev", "4:64", NULL,
                                 "DEVNAME", node, "MAJOR", "4", "MINOR", "64", NULL);
}
