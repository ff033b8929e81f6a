/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GlowError:
 * @GLOW_ERROR_FAILED: anything that has no code of its own
 * @GLOW_ERROR_ARGUMENT: an option, an offset or a size that can't be used as it was given
 * @GLOW_ERROR_FILE: a file that is missing, empty, unreadable or a directory
 * @GLOW_ERROR_DOWNLOAD: an address that can't be opened: not https, no server, no answer,
 * no trust, or too much of it
 * @GLOW_ERROR_IMAGE: a file whose content is damaged or can't be flashed
 * @GLOW_ERROR_ALIGNMENT: an offset or size that is not on the boundary the flash needs
 * @GLOW_ERROR_OVERLAP: two files want the same sectors
 * @GLOW_ERROR_TOO_BIG: the end of a file lies beyond the end of the flash
 * @GLOW_ERROR_PLACE: a file would lie where it can't work, or cover what the board needs
 * @GLOW_ERROR_INCOMPLETE: the board would lack parts that the files need to start
 * @GLOW_ERROR_NO_PORT: no port was chosen, or there is none
 * @GLOW_ERROR_PORT_MISSING: the port's node does not exist
 * @GLOW_ERROR_PERMISSION: the system does not allow this user to open the port
 * @GLOW_ERROR_BUSY: another program, or another job, uses the port
 * @GLOW_ERROR_PORT_OPEN: the port can't be opened for any other reason
 * @GLOW_ERROR_PORT_GONE: the port vanished while it was in use
 * @GLOW_ERROR_SILENT: the board sends nothing at all
 * @GLOW_ERROR_GARBAGE: the board sends bytes that are neither text nor the protocol
 * @GLOW_ERROR_APP_RUNNING: the board runs an application and did not reset into its
 * bootloader
 * @GLOW_ERROR_BOOT_MODE: the board was reset, but its boot pin was not held low
 * @GLOW_ERROR_NO_SYNC: the bootloader waits for a download, but our bytes don't reach it
 * @GLOW_ERROR_TIMED_OUT: a command was not answered in its time
 * @GLOW_ERROR_PROTOCOL: an answer that breaks the protocol
 * @GLOW_ERROR_LOADER_STATUS: the ROM or the stub refused a command; the message has its
 * code
 * @GLOW_ERROR_UNSUPPORTED: this loader, chip or port does not know that command
 * @GLOW_ERROR_UNKNOWN_CHIP: a chip that Glowplug does not know
 * @GLOW_ERROR_WRONG_CHIP: a file for another chip
 * @GLOW_ERROR_FLASH_CHIP: the flash chip does not answer
 * @GLOW_ERROR_STUB: the stub could not be loaded or did not start
 * @GLOW_ERROR_VERIFY: the flash does not hold what was written
 * @GLOW_ERROR_SETTING: a setting that can't be sent to this firmware as it is
 * @GLOW_ERROR_RECIPE: a recipe for a firmware's settings that can't be read
 * @GLOW_ERROR_NO_SETUP: nothing on the board takes settings
 * @GLOW_ERROR_SETUP_SILENT: the firmware stopped answering while it was told its settings
 * @GLOW_ERROR_SETUP_REFUSED: the firmware said no to a setting
 * @GLOW_ERROR_WIFI: the board has its settings, but is not in the network
 * @GLOW_ERROR_PROFILE: a profile that can't be read or written
 * @GLOW_ERROR_KEYRING: the keyring is not there, locked, or refused
 *
 * Every error of the engine. Foreign errors (errno, libserialport, zlib, JSON) are turned
 * into one of these where they enter; a cancelled run is %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  GLOW_ERROR_FAILED,
  GLOW_ERROR_ARGUMENT,
  GLOW_ERROR_FILE,
  GLOW_ERROR_DOWNLOAD,
  GLOW_ERROR_IMAGE,
  GLOW_ERROR_ALIGNMENT,
  GLOW_ERROR_OVERLAP,
  GLOW_ERROR_TOO_BIG,
  GLOW_ERROR_PLACE,
  GLOW_ERROR_INCOMPLETE,
  GLOW_ERROR_NO_PORT,
  GLOW_ERROR_PORT_MISSING,
  GLOW_ERROR_PERMISSION,
  GLOW_ERROR_BUSY,
  GLOW_ERROR_PORT_OPEN,
  GLOW_ERROR_PORT_GONE,
  GLOW_ERROR_SILENT,
  GLOW_ERROR_GARBAGE,
  GLOW_ERROR_APP_RUNNING,
  GLOW_ERROR_BOOT_MODE,
  GLOW_ERROR_NO_SYNC,
  GLOW_ERROR_TIMED_OUT,
  GLOW_ERROR_PROTOCOL,
  GLOW_ERROR_LOADER_STATUS,
  GLOW_ERROR_UNSUPPORTED,
  GLOW_ERROR_UNKNOWN_CHIP,
  GLOW_ERROR_WRONG_CHIP,
  GLOW_ERROR_FLASH_CHIP,
  GLOW_ERROR_STUB,
  GLOW_ERROR_VERIFY,
  GLOW_ERROR_SETTING,
  GLOW_ERROR_RECIPE,
  GLOW_ERROR_NO_SETUP,
  GLOW_ERROR_SETUP_SILENT,
  GLOW_ERROR_SETUP_REFUSED,
  GLOW_ERROR_WIFI,
  GLOW_ERROR_PROFILE,
  GLOW_ERROR_KEYRING,
  GLOW_ERROR_LAST,
} GlowError;

#define GLOW_ERROR      (glow_error_quark ())
#define GLOW_TYPE_ERROR (glow_error_get_type ())

GQuark glow_error_quark (void);
GType glow_error_get_type (void);

const char *glow_error_code_to_string (GlowError code);

G_END_DECLS
