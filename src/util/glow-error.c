/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-util"

#include "config.h"

#include "glow-error.h"

/* clang-format off */
G_DEFINE_QUARK (glow-error-quark, glow_error)
/* clang-format on */

G_DEFINE_ENUM_TYPE (GlowError,
                    glow_error,
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_ARGUMENT, "argument"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_DOWNLOAD, "download"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_IMAGE, "image"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_ALIGNMENT, "alignment"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_OVERLAP, "overlap"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_TOO_BIG, "too-big"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PLACE, "place"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_INCOMPLETE, "incomplete"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_NO_PORT, "no-port"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PORT_MISSING, "port-missing"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PERMISSION, "permission"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_BUSY, "busy"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PORT_OPEN, "port-open"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PORT_GONE, "port-gone"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_SILENT, "silent"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_GARBAGE, "garbage"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_APP_RUNNING, "app-running"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_BOOT_MODE, "boot-mode"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_NO_SYNC, "no-sync"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_TIMED_OUT, "timed-out"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PROTOCOL, "protocol"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_LOADER_STATUS, "loader-status"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_UNSUPPORTED, "unsupported"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_UNKNOWN_CHIP, "unknown-chip"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_WRONG_CHIP, "wrong-chip"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_FLASH_CHIP, "flash-chip"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_STUB, "stub"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_VERIFY, "verify"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_SETTING, "setting"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_RECIPE, "recipe"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_NO_SETUP, "no-setup"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_SETUP_SILENT, "setup-silent"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_SETUP_REFUSED, "setup-refused"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_WIFI, "wifi"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_PROFILE, "profile"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_KEYRING, "keyring"),
                    G_DEFINE_ENUM_VALUE (GLOW_ERROR_LAST, "last"))

/**
 * glow_error_code_to_string:
 * @code: a code of %GLOW_ERROR
 *
 * Names a code for logs and for `--json`; the names are stable. Any thread.
 *
 * Returns: a static string such as "wrong-chip"
 */
const char *
glow_error_code_to_string (GlowError code)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (GLOW_TYPE_ERROR);
  GEnumValue *value = g_enum_get_value (klass, (gint) code);

  return value ? value->value_nick : "failed";
}
