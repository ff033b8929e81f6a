/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One row per error: a title that names what happened, the reason that is most often
 * behind it, and the one thing to do about it. */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-error-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

typedef struct {
  const char *title;
  const char *reason;
  const char *action;
} ErrorText;

/* clang-format off */
static const ErrorText error_texts[] = {
  [GLOW_ERROR_FAILED] = {
    N_ ("Something went wrong that has no name yet"),
    N_ ("The details below say what Glowplug was doing."),
    N_ ("Copy the log and report it with the details."),
  },
  [GLOW_ERROR_ARGUMENT] = {
    N_ ("A value can't be used"),
    N_ ("An offset, a size or an option is not written the way Glowplug reads it."),
    N_ ("Correct the value; offsets look like 0x1000."),
  },
  [GLOW_ERROR_FILE] = {
    N_ ("The file can't be read"),
    N_ ("It, or a file that it names, is missing, empty, a folder, or this user may not read it."),
    N_ ("Choose a firmware file that is there and not empty, with the files it names beside it."),
  },
  [GLOW_ERROR_DOWNLOAD] = {
    N_ ("The address can't be opened"),
    N_ ("It is not an https address, its server does not answer or can't be trusted, or it is no firmware."),
    N_ ("Check the address, or download the file with a browser and add it."),
  },
  [GLOW_ERROR_IMAGE] = {
    N_ ("The file can't be flashed"),
    N_ ("Its content is damaged or incomplete, most often after a download that stopped early."),
    N_ ("Download the file again."),
  },
  [GLOW_ERROR_ALIGNMENT] = {
    N_ ("The offset is between two sectors"),
    N_ ("Flash is erased in sectors of 4 KiB, so a file has to start on one."),
    N_ ("Use an offset that ends in 000, such as 0x1000."),
  },
  [GLOW_ERROR_OVERLAP] = {
    N_ ("Two files want the same place"),
    N_ ("One offset is wrong, or one file already contains the other."),
    N_ ("Correct the offset, or untick one of the two files."),
  },
  [GLOW_ERROR_TOO_BIG] = {
    N_ ("The file doesn't fit into the flash"),
    N_ ("The firmware was made for a board with more flash than this one has."),
    N_ ("Choose the build for the flash size of this board."),
  },
  [GLOW_ERROR_PLACE] = {
    N_ ("A file would lie in the wrong place"),
    N_ ("The board looks for this kind of file somewhere else, or something it needs is already there."),
    N_ ("Use the offset that Glowplug names for the file."),
  },
  [GLOW_ERROR_INCOMPLETE] = {
    N_ ("Parts are missing"),
    N_ ("The board has no bootloader or no partition table, so this file alone would not start."),
    N_ ("Add the missing parts, or use the file its makers offer for new boards."),
  },
  [GLOW_ERROR_NO_PORT] = {
    N_ ("No board is chosen"),
    N_ ("No board is plugged in, or none of them was picked."),
    N_ ("Plug in the board with a USB cable that carries data."),
  },
  [GLOW_ERROR_PORT_MISSING] = {
    N_ ("The port is not there"),
    N_ ("The board was unplugged, or it came back under another name."),
    N_ ("Plug the board in again and choose it in the list."),
  },
  [GLOW_ERROR_PERMISSION] = {
    N_ ("You may not use this port yet"),
    N_ ("The system lets only members of the port's group open it, and you are not one."),
    N_ ("Join the group of the port (dialout or uucp), then log out and in again."),
  },
  [GLOW_ERROR_BUSY] = {
    N_ ("The port is in use"),
    N_ ("Another program holds it open, such as a serial monitor or an IDE."),
    N_ ("Close the other program, then start again."),
  },
  [GLOW_ERROR_PORT_OPEN] = {
    N_ ("The port can't be opened"),
    N_ ("Its USB adapter or its driver does not react as it should."),
    N_ ("Unplug the board, wait a moment and plug it in again."),
  },
  [GLOW_ERROR_PORT_GONE] = {
    N_ ("The board was unplugged"),
    N_ ("The USB connection ended while it was in use."),
    N_ ("Plug the board in and start again."),
  },
  [GLOW_ERROR_SILENT] = {
    N_ ("The board doesn't answer"),
    N_ ("The port opened and works, but nothing came back: the board was not in its bootloader."),
    N_ ("Hold BOOT, press RESET once, let go of BOOT, then start again."),
  },
  [GLOW_ERROR_GARBAGE] = {
    N_ ("The board's answer can't be read"),
    N_ ("Bytes arrive but make no sense: a loose wire, a weak cable, or something that is not an Espressif board."),
    N_ ("Try another USB cable, plugged straight into the computer."),
  },
  [GLOW_ERROR_APP_RUNNING] = {
    N_ ("The board keeps running its program"),
    N_ ("The board talks, but it did not restart into its bootloader by itself."),
    N_ ("Hold BOOT, press RESET once, let go of BOOT, then start again."),
  },
  [GLOW_ERROR_BOOT_MODE] = {
    N_ ("The board restarted, but not into its bootloader"),
    N_ ("Its boot pin was not held low during the restart."),
    N_ ("Hold BOOT while you press RESET, then start again."),
  },
  [GLOW_ERROR_NO_SYNC] = {
    N_ ("The board can't hear Glowplug"),
    N_ ("Its bootloader waits, but nothing reaches it: the wire to its RX pin, or something else plugged into the board, is in the way."),
    N_ ("Take everything but USB off the board and start again."),
  },
  [GLOW_ERROR_TIMED_OUT] = {
    N_ ("The board stopped answering"),
    N_ ("Bytes were lost on the way, or the board lost power."),
    N_ ("Start again at the speed 115200."),
  },
  [GLOW_ERROR_PROTOCOL] = {
    N_ ("The board's answer makes no sense"),
    N_ ("Bytes were changed on the way, most often by the cable or by a speed it can't carry."),
    N_ ("Start again at the speed 115200."),
  },
  [GLOW_ERROR_LOADER_STATUS] = {
    N_ ("The board refused a step"),
    N_ ("Its bootloader understood the request and answered with an error."),
    N_ ("Press RESET on the board and start again."),
  },
  [GLOW_ERROR_UNSUPPORTED] = {
    N_ ("This board can't do that"),
    N_ ("The bootloader in this chip, its firmware, or this kind of port, doesn't know the request."),
    N_ ("Set the options back to how they were and start again."),
  },
  [GLOW_ERROR_UNKNOWN_CHIP] = {
    N_ ("Glowplug doesn't know this chip"),
    N_ ("The chip is newer than this version of Glowplug."),
    N_ ("Update Glowplug."),
  },
  [GLOW_ERROR_WRONG_CHIP] = {
    N_ ("The file is for another chip"),
    N_ ("The board would not start with it, so nothing was sent."),
    N_ ("Choose the build of this firmware for the chip on the board."),
  },
  [GLOW_ERROR_FLASH_CHIP] = {
    N_ ("The flash memory doesn't answer"),
    N_ ("The chip works, but not the flash beside it: something holds its pins, or it is broken."),
    N_ ("Take everything but USB off the board and start again."),
  },
  [GLOW_ERROR_STUB] = {
    N_ ("The flashing helper did not start"),
    N_ ("It was loaded into the board's memory, but bytes were lost on the way."),
    N_ ("Press RESET on the board and start again."),
  },
  [GLOW_ERROR_VERIFY] = {
    N_ ("The flash doesn't hold what was written"),
    N_ ("Weak power during the write, or a worn flash memory."),
    N_ ("Plug the board straight into the computer with a short cable and flash again."),
  },
  [GLOW_ERROR_SETTING] = {
    N_ ("A setting can't be sent"),
    N_ ("This firmware has no such field, or it can't take this value as it is written."),
    N_ ("Change the value; what the firmware takes stands beside it."),
  },
  [GLOW_ERROR_RECIPE] = {
    N_ ("A recipe for settings can't be read"),
    N_ ("The file that tells how a firmware takes its settings has a mistake in it."),
    N_ ("Correct the file, or take it out of the folder; the details say what is wrong."),
  },
  [GLOW_ERROR_NO_SETUP] = {
    N_ ("Nothing on this board takes settings"),
    N_ ("Its firmware does not know Improv, and does not answer like one that Glowplug knows."),
    N_ ("Press RESET on the board and start again while it runs, or use the firmware's own way."),
  },
  [GLOW_ERROR_SETUP_SILENT] = {
    N_ ("The firmware stopped answering"),
    N_ ("It got a setting and did not say that it took it; it may be busy, or the line lost bytes."),
    N_ ("Press RESET on the board and send the settings again."),
  },
  [GLOW_ERROR_SETUP_REFUSED] = {
    N_ ("The firmware refused a setting"),
    N_ ("It understood the setting and said no to it."),
    N_ ("Change the value that the details name, then send the settings again."),
  },
  [GLOW_ERROR_WIFI] = {
    N_ ("The board is not in the Wi-Fi"),
    N_ ("It got its settings, but could not join: most often a mistyped key, or a network of 5 GHz only."),
    N_ ("Check the name and the key of the Wi-Fi, then send the settings again."),
  },
  [GLOW_ERROR_PROFILE] = {
    N_ ("The profile can't be used"),
    N_ ("It is not there, damaged, or its folder can't be written."),
    N_ ("Choose another name for it, or enter the values again."),
  },
  [GLOW_ERROR_KEYRING] = {
    N_ ("The keyring can't be used"),
    N_ ("No keyring is running for this user, or it is locked."),
    N_ ("Unlock the keyring, or enter the keys each time."),
  },
};

static const ErrorText cancelled_text = {
  N_ ("Cancelled"),
  N_ ("You stopped it."),
  N_ ("Start again when you like."),
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (error_texts) == GLOW_ERROR_LAST);

static const ErrorText *
find_text (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return &cancelled_text;
  if (error == NULL || error->domain != GLOW_ERROR || error->code < 0 ||
      error->code >= GLOW_ERROR_LAST)
    return &error_texts[GLOW_ERROR_FAILED];
  return &error_texts[error->code];
}

/**
 * glow_error_text_get_title:
 * @error: any error; one that is neither of the engine nor a cancellation gets the words
 *   of %GLOW_ERROR_FAILED
 *
 * Any thread.
 *
 * Returns: (transfer none): what happened, translated, no full stop
 */
const char *
glow_error_text_get_title (const GError *error)
{
  return g_dgettext (GETTEXT_PACKAGE, find_text (error)->title);
}

/**
 * glow_error_text_get_reason:
 * @error: as for glow_error_text_get_title()
 *
 * Any thread.
 *
 * Returns: (transfer none): the most likely reason, one translated sentence
 */
const char *
glow_error_text_get_reason (const GError *error)
{
  return g_dgettext (GETTEXT_PACKAGE, find_text (error)->reason);
}

/**
 * glow_error_text_get_action:
 * @error: as for glow_error_text_get_title()
 *
 * Any thread.
 *
 * Returns: (transfer none): the one thing to do, one translated sentence
 */
const char *
glow_error_text_get_action (const GError *error)
{
  return g_dgettext (GETTEXT_PACKAGE, find_text (error)->action);
}
