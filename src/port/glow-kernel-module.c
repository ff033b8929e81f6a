/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-kernel-module.h"

#include "glow-sandbox.h"

#include <string.h>
#include <sys/utsname.h>

static const char *const serial_modules[] = {
  "cp210x",  "ch341",     "ftdi_sio",          "pl2303",
  "cdc_acm", "usbserial", "usbserial_generic", "mct_u232"
};

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
