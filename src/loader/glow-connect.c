/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-loader"

#include "config.h"

#include "glow-connect.h"

#include "glow-error.h"
#include "glow-reset.h"

#include <string.h>

/* protocol.md 2.3 */
#define CONNECT_ATTEMPTS  7
#define SYNCS_PER_ATTEMPT 5
#define SYNC_PAUSE_US     50000
#define BANNER_US         20000  /* what a ROM says first, before the SYNC drowns it */
#define LISTEN_US         300000 /* an application that talks now and then */
#define WAIT_LISTEN_US    150000 /* between two SYNCs while a person has the buttons */
#define MIN_TEXT_RUN      8      /* printable bytes in a row that noise hardly makes */

static const GlowReset strategies[] = {
  GLOW_RESET_TIGHT,
  GLOW_RESET_CLASSIC,
  GLOW_RESET_TIGHT_SLOW,
  GLOW_RESET_CLASSIC_SLOW,
};

static gboolean
contains (const guint8 *data, gsize len, const char *text)
{
  return data && memmem (data, len, text, strlen (text)) != NULL;
}

static gsize
longest_text_run (const guint8 *data, gsize len)
{
  gsize run = 0;
  gsize longest = 0;

  for (gsize i = 0; i < len; i++) {
    gboolean text = g_ascii_isprint ((char) data[i]) || g_ascii_isspace ((char) data[i]);

    run = text ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  return longest;
}

/**
 * glow_connect_classify:
 * @data: (array length=len): what the board sent outside of the protocol
 * @len: how many bytes
 *
 * Tells from it what the board is doing. Any thread.
 *
 * Returns: the most telling thing in it
 */
GlowHeard
glow_connect_classify (const guint8 *data, gsize len)
{
  if (len == 0)
    return GLOW_HEARD_NOTHING;
  /* protocol.md 2.4 */
  if (contains (data, len, "waiting for download") ||
      contains (data, len, "boot mode:(1,"))
    return GLOW_HEARD_ROM_DOWNLOAD;
  if (contains (data, len, ",boot:0x") || contains (data, len, "boot mode:("))
    return GLOW_HEARD_ROM_NORMAL_BOOT;
  if (longest_text_run (data, len) >= MIN_TEXT_RUN)
    return GLOW_HEARD_APPLICATION;
  return GLOW_HEARD_GARBAGE;
}

static gboolean
fail_to_connect (GlowLoader *loader, gboolean reset, GError **error)
{
  static const struct {
    GlowError code;
    const char *message;
  } causes[] = {
    [GLOW_HEARD_NOTHING] = { GLOW_ERROR_SILENT, "nothing came back" },
    [GLOW_HEARD_GARBAGE] = { GLOW_ERROR_GARBAGE, "only garbage came back" },
    [GLOW_HEARD_APPLICATION] = { GLOW_ERROR_APP_RUNNING, "an application is talking" },
    [GLOW_HEARD_ROM_NORMAL_BOOT] = { GLOW_ERROR_BOOT_MODE,
                                     "the ROM started, but not in download mode" },
    [GLOW_HEARD_ROM_DOWNLOAD] = { GLOW_ERROR_NO_SYNC,
                                  "the ROM waits for a download, but does not answer" },
  };
  g_autoptr (GBytes) heard = glow_loader_steal_heard (loader);
  gsize len;
  const guint8 *data = g_bytes_get_data (heard, &len);
  GlowHeard kind = glow_connect_classify (data, len);

  g_set_error (error, GLOW_ERROR, (gint) causes[kind].code,
               "no bootloader answered on %s %s: %s (%" G_GSIZE_FORMAT " bytes heard)",
               glow_transport_get_name (glow_loader_get_transport (loader)),
               reset ? "after the resets" : "without a reset", causes[kind].message, len);
  return FALSE;
}

static gboolean
try_syncs (GlowLoader *loader, gboolean *synced, GError **error)
{
  GlowTransport *transport = glow_loader_get_transport (loader);

  for (guint i = 0; i < SYNCS_PER_ATTEMPT && !*synced; i++) {
    if (!glow_loader_try_sync (loader, synced, error))
      return FALSE;
    if (!*synced && !glow_transport_sleep (transport, SYNC_PAUSE_US,
                                           glow_loader_get_cancellable (loader), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
run_reset (GlowLoader *loader, const GlowConnectWay *way, guint attempt, GError **error)
{
  GlowTransport *transport = glow_loader_get_transport (loader);
  GCancellable *cancellable = glow_loader_get_cancellable (loader);
  GlowReset strategy = way->usb == GLOW_TARGET_USB_JTAG
                         ? GLOW_RESET_USB_JTAG
                         : strategies[attempt % G_N_ELEMENTS (strategies)];

  g_debug ("reset: %s", way->custom ? "custom" : glow_reset_get_name (strategy));
  if (way->custom)
    return glow_reset_sequence_run (way->custom, transport, cancellable, error);
  return glow_reset_run (strategy, way->flow_control, transport, cancellable, error);
}

/* %FALSE in @reset when the port turns out to have no modem lines */
static gboolean
enter_bootloader (GlowLoader *loader,
                  const GlowConnectWay *way,
                  guint attempt,
                  gboolean *reset,
                  GError **error)
{
  g_autoptr (GError) local_error = NULL;

  glow_loader_reset_state (loader);
  if (!glow_transport_discard_input (glow_loader_get_transport (loader), error))
    return FALSE;
  if (!run_reset (loader, way, attempt, &local_error)) {
    if (!g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    *reset = FALSE;
    return TRUE;
  }
  return glow_loader_listen (loader, BANNER_US, error);
}

/**
 * glow_connect:
 * @loader: a fresh loader
 * @way: how this board is got into its bootloader
 * @reset: reset the board into its bootloader, where the port has the lines for it
 * @was_reset: (out): whether the lines were used
 * @error: %GLOW_ERROR_SILENT, %GLOW_ERROR_GARBAGE, %GLOW_ERROR_APP_RUNNING,
 *   %GLOW_ERROR_BOOT_MODE, %GLOW_ERROR_NO_SYNC, or the transport's
 *
 * Tries the reset sequences in turn, each followed by SYNCs, until a loader answers.
 *
 * Returns: %TRUE when one does; see glow_loader_is_stub() for which
 */
gboolean
glow_connect (GlowLoader *loader,
              const GlowConnectWay *way,
              gboolean reset,
              gboolean *was_reset,
              GError **error)
{
  GlowTransport *transport = glow_loader_get_transport (loader);
  guint attempts = way->attempts > 0 ? way->attempts : CONNECT_ATTEMPTS;
  gboolean synced = FALSE;

  reset = reset && (glow_transport_get_flags (transport) & GLOW_TRANSPORT_HAS_LINES);
  if (!glow_loader_set_line_baud (loader,
                                  way->baud > 0 ? way->baud : GLOW_LOADER_ROM_BAUD,
                                  error))
    return FALSE;
  for (guint attempt = 0; attempt < attempts; attempt++) {
    if (reset && !enter_bootloader (loader, way, attempt, &reset, error))
      return FALSE;
    if (!try_syncs (loader, &synced, error))
      return FALSE;
    if (synced) {
      *was_reset = reset;
      return TRUE;
    }
  }
  if (!glow_loader_listen (loader, LISTEN_US, error))
    return FALSE;
  return fail_to_connect (loader, reset, error);
}

/**
 * glow_connect_error_needs_hand:
 * @error: from glow_connect()
 *
 * Any thread.
 *
 * Returns: whether somebody at the board's buttons could help, see glow_connect_wait()
 */
gboolean
glow_connect_error_needs_hand (const GError *error)
{
  static const GlowError codes[] = { GLOW_ERROR_SILENT, GLOW_ERROR_GARBAGE,
                                     GLOW_ERROR_APP_RUNNING, GLOW_ERROR_BOOT_MODE,
                                     GLOW_ERROR_NO_SYNC };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, GLOW_ERROR, (gint) codes[i]))
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_connect_wait:
 * @loader: one that glow_connect() has given up
 * @func: told what the board says, at first and when it changes
 * @error: the transport's, or %G_IO_ERROR_CANCELLED
 *
 * Goes on listening and sending SYNCs, and leaves the lines alone, so that a person can
 * hold BOOT and tap RESET. Only a cancelled or broken wait ends without an answer.
 *
 * Returns: %TRUE when a loader answers
 */
gboolean
glow_connect_wait (GlowLoader *loader,
                   GlowConnectHeardFunc func,
                   gpointer user_data,
                   GError **error)
{
  GlowHeard last = GLOW_HEARD_NOTHING;
  gboolean synced = FALSE;

  glow_loader_reset_state (loader);
  func (last, user_data);
  while (!synced) {
    g_autoptr (GBytes) bytes = NULL;
    GlowHeard heard;
    const guint8 *data;
    gsize len;

    if (!glow_loader_try_sync (loader, &synced, error))
      return FALSE;
    if (!synced && !glow_loader_listen (loader, WAIT_LISTEN_US, error))
      return FALSE;
    bytes = glow_loader_steal_heard (loader);
    data = g_bytes_get_data (bytes, &len);
    heard = glow_connect_classify (data, len);
    /* silence after a word takes nothing back: most say it once */
    if (!synced && heard != GLOW_HEARD_NOTHING && heard != last) {
      last = heard;
      func (heard, user_data);
    }
  }
  return TRUE;
}
