/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-kernel-module.h"

#include "glow-sandbox.h"

#include <string.h>
#include <sys/utsname.h>

typedef struct {
  guint16 vid;
  guint16 first_pid;
  guint16 last_pid;
  const char *module;
} ModuleRow;

/* Which driver of Linux 6.1 has the id: drivers/usb/serial/cp210x.c, ch341.c,
 * ftdi_sio_ids.h, pl2303.h; linux-desktop.md 5.1. What speaks CDC ACM has no row. */
static const ModuleRow module_rows[] = {
  { 0x10c4, 0xea60, 0xea63, "cp210x" },   { 0x10c4, 0xea70, 0xea7b, "cp210x" },
  { 0x1a86, 0x5523, 0x5523, "ch341" },    { 0x1a86, 0x7522, 0x7523, "ch341" },
  { 0x4348, 0x5523, 0x5523, "ch341" },    { 0x0403, 0x6001, 0x6001, "ftdi_sio" },
  { 0x0403, 0x6010, 0x6015, "ftdi_sio" }, { 0x067b, 0x2303, 0x2304, "pl2303" },
  { 0x067b, 0x23a3, 0x23f3, "pl2303" },
};

static const char *const serial_modules[] = {
  "cp210x",  "ch341",     "ftdi_sio",          "pl2303",
  "cdc_acm", "usbserial", "usbserial_generic", "mct_u232"
};

/**
 * glow_kernel_module_for_device:
 * @vid: USB vendor
 * @pid: USB product
 * @is_cdc: whether it has an interface of the communication class
 *
 * Returns: (transfer none) (nullable): the module, %NULL when no serial driver is known
 *   for it
 */
const char *
glow_kernel_module_for_device (guint16 vid, guint16 pid, gboolean is_cdc)
{
  for (gsize i = 0; i < G_N_ELEMENTS (module_rows); i++) {
    const ModuleRow *row = &module_rows[i];

    if (row->vid == vid && row->first_pid <= pid && pid <= row->last_pid)
      return row->module;
  }
  return is_cdc ? "cdc_acm" : NULL;
}

/**
 * glow_kernel_module_is_serial:
 * @driver: of a USB interface
 *
 * Returns: whether it makes serial ports
 */
gboolean
glow_kernel_module_is_serial (const char *driver)
{
  for (gsize i = 0; i < G_N_ELEMENTS (serial_modules); i++)
    if (g_strcmp0 (driver, serial_modules[i]) == 0)
      return TRUE;
  return FALSE;
}

/* a file is called cdc-acm.ko or cp210x.ko.xz, the module cdc_acm */
static gboolean
lists_module (const char *dir, const char *list_name, const char *module)
{
  g_autofree char *path = g_build_filename (dir, list_name, NULL);
  g_autofree char *file = g_strdup_printf ("/%s.ko", module);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  g_strdelimit (text, "-", '_');
  return strstr (text, file) != NULL;
}

/**
 * glow_kernel_module_get_state:
 * @modules_dir: of the running kernel, such as "/lib/modules/6.1.0"
 * @module: such as "cp210x"
 *
 * Returns: whether it is there
 */
GlowPortModuleState
glow_kernel_module_get_state (const char *modules_dir, const char *module)
{
  g_autofree char *all = g_path_get_dirname (modules_dir);

  g_return_val_if_fail (module != NULL, GLOW_PORT_MODULE_UNKNOWN);

  if (!g_file_test (modules_dir, G_FILE_TEST_IS_DIR))
    return g_file_test (all, G_FILE_TEST_IS_DIR) ? GLOW_PORT_MODULE_KERNEL_REPLACED
                                                 : GLOW_PORT_MODULE_UNKNOWN;
  if (lists_module (modules_dir, "modules.dep", module) ||
      lists_module (modules_dir, "modules.builtin", module))
    return GLOW_PORT_MODULE_INSTALLED;
  return GLOW_PORT_MODULE_MISSING;
}

/**
 * glow_kernel_module_get_system_state:
 * @module: such as "cp210x"
 *
 * Returns: whether the running kernel has it; a sandbox does not show that
 */
GlowPortModuleState
glow_kernel_module_get_system_state (const char *module)
{
  struct utsname names;
  g_autofree char *dir = NULL;

  if (glow_sandbox_is_inside () || uname (&names) != 0)
    return GLOW_PORT_MODULE_UNKNOWN;
  dir = g_build_filename ("/lib/modules", names.release, NULL);
  return glow_kernel_module_get_state (dir, module);
}
