/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Which of the kernel's modules a system has, told from a folder laid out like its own.
 */

#include "glow-kernel-module.h"

#include <glib/gstdio.h>

typedef struct {
  /* owned */
  char *all;     /* "/lib/modules" */
  char *running; /* the running kernel's */
} Fixture;

static void
write_list (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->running, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->all = g_dir_make_tmp ("glow-modules-XXXXXX", NULL);
  fixture->running = g_build_filename (fixture->all, "6.1.0-1-amd64", NULL);
  g_assert_cmpint (g_mkdir (fixture->running, 0755), ==, 0);
  write_list (fixture, "modules.dep",
              "kernel/drivers/usb/serial/usbserial.ko.xz:\n"
              "kernel/drivers/usb/serial/cp210x.ko.xz: kernel/drivers/usb/serial/"
              "usbserial.ko.xz\n"
              "kernel/drivers/usb/class/cdc-acm.ko:\n");
  write_list (fixture, "modules.builtin", "kernel/drivers/usb/serial/ftdi_sio.ko\n");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "modules.dep", "modules.builtin" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->running, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->running);
  g_rmdir (fixture->all);
  g_free (fixture->running);
  g_free (fixture->all);
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *module;
    GlowPortModuleState state;
  } rows[] = {
    { "cp210x", GLOW_PORT_MODULE_INSTALLED },
    { "cdc_acm", GLOW_PORT_MODULE_INSTALLED },  /* the file has a hyphen */
    { "ftdi_sio", GLOW_PORT_MODULE_INSTALLED }, /* part of the kernel */
    { "ch341", GLOW_PORT_MODULE_MISSING },
    { "p210x", GLOW_PORT_MODULE_MISSING }, /* not a part of a name */
    { "cp210", GLOW_PORT_MODULE_MISSING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (glow_kernel_module_get_state (fixture->running, rows[i].module), ==,
                     rows[i].state);
}

/* a new kernel was installed and the old one's folder removed */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = g_build_filename (fixture->all, "6.0.0", NULL);

  g_assert_cmpint (glow_kernel_module_get_state (old, "cp210x"), ==,
                   GLOW_PORT_MODULE_KERNEL_REPLACED);
}

/* a container has no modules at all */
static void
test_no_modules (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (glow_kernel_module_get_state ("/nonexistent/modules/6.1", "cp210x"),
                   ==, GLOW_PORT_MODULE_UNKNOWN);
}

static void
test_serial_drivers (Fixture *fixture, gconstpointer data)
{
  g_assert_true (glow_kernel_module_is_serial ("cp210x"));
  g_assert_true (glow_kernel_module_is_serial ("cdc_acm"));
  g_assert_false (glow_kernel_module_is_serial ("usbfs"));
  g_assert_false (glow_kernel_module_is_serial ("usb-storage"));
  g_assert_false (glow_kernel_module_is_serial (NULL));
}

#define ADD(path, func)                                                                  \
  g_test_add ("/kernel-module/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("states", test_states);
  ADD ("replaced", test_replaced);
  ADD ("no-modules", test_no_modules);
  ADD ("serial-drivers", test_serial_drivers);
  return g_test_run ();
}
