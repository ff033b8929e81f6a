/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-flash"

#include "config.h"

#include "glow-flasher.h"

#include "glow-chip-table.h"
#include "glow-error.h"
#include "glow-flash-boot.h"
#include "glow-flash-read.h"
#include "glow-flash-update.h"
#include "glow-flash-write.h"
#include "glow-format.h"
#include "glow-reset.h"

/* Expected seconds, for the weights of the progress only; protocol.md 8.1 and 8.2. */
#define CONNECT_S       0.6
#define IDENTIFY_S      0.2
#define STUB_S          1.2
#define SPEED_S         0.2
#define CHECK_S         0.3
#define RESET_S         0.2
#define BOOT_S          4.0
#define ERASE_S_PER_MIB 2.4
#define MD5_S_PER_MIB   0.5
#define FLASH_S_PER_MIB                                                                  \
  4.5 /* erase and program: what is left when the line is infinitely fast */
#define TYPICAL_RATIO 0.6 /* deflated size of firmware */
#define GUESSED_BAUD  460800

#define MAX_RUNS      4 /* the first and three slower ones: down to 115200 */
#define MAX_RETURNS   3 /* of a board that is unplugged during one run */

G_DEFINE_ENUM_TYPE (GlowPhase,
                    glow_phase,
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_CONNECT, "connect"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_IDENTIFY, "identify"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_STUB, "stub"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_SPEED, "speed"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_CHECK, "check"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_ERASE, "erase"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_WRITE, "write"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_READ, "read"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_VERIFY, "verify"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_RESET, "reset"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_BOOT, "boot"),
                    G_DEFINE_ENUM_VALUE (GLOW_PHASE_DONE, "done"))

static void
guess_weights (GlowFlashSession *session)
{
  GlowFlashPlan *plan = session->plan;
  const GlowFlashOptions *options = glow_flash_plan_get_options (plan);
  GlowOperation operation = glow_flash_plan_get_operation (plan);
  double mib = (double) glow_flash_plan_get_total_size (plan) / (1024 * 1024);
  double bytes_per_s = (options->baud > 0 ? options->baud : GUESSED_BAUD) / 10.0;
  double wire_s = mib * 1024 * 1024 * TYPICAL_RATIO / bytes_per_s;
  guint32 offset, size;

  glow_flash_plan_get_range (plan, &offset, &size);
  glow_progress_set_weight (&session->progress, GLOW_PHASE_CONNECT, CONNECT_S);
  glow_progress_set_weight (&session->progress, GLOW_PHASE_IDENTIFY, IDENTIFY_S);
  glow_progress_set_weight (&session->progress, GLOW_PHASE_RESET, RESET_S);
  if (glow_flash_boot_is_wanted (session))
    glow_progress_set_weight (&session->progress, GLOW_PHASE_BOOT,
                              MIN (options->boot_time_s, BOOT_S));
  if (operation == GLOW_OPERATION_IDENTIFY)
    return;
  glow_progress_set_weight (&session->progress, GLOW_PHASE_STUB,
                            options->no_stub ? 0 : STUB_S);
  glow_progress_set_weight (&session->progress, GLOW_PHASE_SPEED, SPEED_S);
  glow_progress_set_weight (&session->progress, GLOW_PHASE_CHECK, CHECK_S);
  if (operation == GLOW_OPERATION_FLASH)
    glow_progress_set_weight (&session->progress, GLOW_PHASE_WRITE,
                              MAX (wire_s, mib * FLASH_S_PER_MIB));
  if (operation == GLOW_OPERATION_FLASH || operation == GLOW_OPERATION_VERIFY)
    glow_progress_set_weight (&session->progress, GLOW_PHASE_VERIFY, mib * MD5_S_PER_MIB);
  if (operation == GLOW_OPERATION_READ)
    glow_progress_set_weight (&session->progress, GLOW_PHASE_READ,
                              MAX (size, 4096u) / bytes_per_s);
  if (operation == GLOW_OPERATION_ERASE)
    glow_progress_set_weight (&session->progress, GLOW_PHASE_ERASE, 10);
}

static gboolean
verify (GlowFlashSession *session, GPtrArray *parts, GError **error)
{
  GlowFlashResult *result = session->result;

  if (!glow_flash_can_md5 (session)) {
    result->verified = GLOW_VERDICT_NOT_CHECKED;
    result->verify_reason =
      session->info->secure_download
        ? g_strdup ("in secure download mode the chip does not tell what is in its flash")
        : g_strdup_printf ("the %s's ROM can't compute a digest of its flash; a stub can",
                           session->info->chip->name);
    glow_flash_session_log (session, "Not verified: %s", result->verify_reason);
    return TRUE;
  }
  if (!glow_flash_verify_parts (session, parts, error))
    return FALSE;
  result->verified = GLOW_VERDICT_YES;
  return TRUE;
}

static gboolean
run_flash (GlowFlashSession *session, GError **error)
{
  const GlowFlashOptions *options = glow_flash_plan_get_options (session->plan);
  guint32 flash_size = (guint32) session->info->flash_size;
  gboolean erase = options->erase_all && !session->erased;
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GlowFlashUpdate) update = NULL;

  glow_flash_session_start_phase (session, GLOW_PHASE_CHECK, 0);
  if (!glow_flash_check_board (session, error))
    return FALSE;
  parts = glow_flash_check_prepare (session, error);
  if (!parts)
    return FALSE;
  glow_flash_boot_note_parts (session, parts);
  glow_progress_set_weight (&session->progress, GLOW_PHASE_ERASE,
                            options->erase_all
                              ? ERASE_S_PER_MIB * flash_size / (1024 * 1024)
                              : 0);
  if (erase && (!glow_flash_check_range (session, 0, flash_size, error) ||
                !glow_flash_erase (session, 0, flash_size, error)))
    return FALSE;
  session->erased |= erase;
  update = glow_flash_update_new (session, parts);
  if (!glow_flash_update_look (update, erase, error) ||
      !glow_flash_update_write (update, error))
    return FALSE;
  session->result->written = GLOW_VERDICT_YES;
  if (glow_flash_update_is_proven (update)) {
    session->result->verified = GLOW_VERDICT_YES;
    return TRUE;
  }
  return verify (session, parts, error);
}

static gboolean
run_verify (GlowFlashSession *session, GError **error)
{
  g_autoptr (GPtrArray) parts = NULL;

  glow_flash_session_start_phase (session, GLOW_PHASE_CHECK, 0);
  if (!glow_flash_check_board (session, error))
    return FALSE;
  parts = glow_flash_check_prepare (session, error);
  if (!parts)
    return FALSE;
  session->result->written = GLOW_VERDICT_NOT_CHECKED;
  return verify (session, parts, error);
}

/* the plan's range, with "up to the end" made a number and checked against the flash */
static gboolean
resolve_range (GlowFlashSession *session, guint32 *offset, guint32 *size, GError **error)
{
  guint64 flash_size = session->info->flash_size;
  g_autofree char *text = glow_format_size (flash_size);

  glow_flash_plan_get_range (session->plan, offset, size);
  if (*size == 0 && *offset < flash_size)
    *size = (guint32) (flash_size - *offset);
  if (*size > 0 && *offset + (guint64) *size <= flash_size)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_TOO_BIG,
               "0x%x to 0x%" G_GINT64_MODIFIER "x is beyond the flash of %s", *offset,
               *offset + (guint64) *size, text);
  return FALSE;
}

static gboolean
run_read (GlowFlashSession *session, GError **error)
{
  guint32 offset, size;

  if (!resolve_range (session, &offset, &size, error))
    return FALSE;
  if (!glow_loader_is_stub (session->loader) &&
      (!(session->info->chip->flags & GLOW_CHIP_ROM_READ) ||
       session->info->secure_download)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
                 "the %s's ROM can't read its flash as it is; a stub could",
                 session->info->chip->name);
    return FALSE;
  }
  glow_progress_set_weight (&session->progress, GLOW_PHASE_READ,
                            size * 10.0 / glow_loader_get_baud (session->loader));
  glow_flash_session_start_phase (session, GLOW_PHASE_READ, size);
  glow_flash_session_log (session, "Reading 0x%x to 0x%" G_GINT64_MODIFIER "x", offset,
                          offset + (guint64) size);
  g_clear_pointer (&session->result->data, g_bytes_unref);
  session->result->data = glow_flash_read (session, offset, size, error);
  session->result->bytes = size;
  return session->result->data != NULL;
}

static gboolean
run_erase (GlowFlashSession *session, GError **error)
{
  guint32 offset, size;

  glow_flash_session_start_phase (session, GLOW_PHASE_CHECK, 0);
  if (!resolve_range (session, &offset, &size, error) ||
      !glow_flash_check_range (session, offset, size, error))
    return FALSE;
  glow_progress_set_weight (&session->progress, GLOW_PHASE_ERASE,
                            ERASE_S_PER_MIB * size / (1024 * 1024));
  glow_progress_set_weight (&session->progress, GLOW_PHASE_VERIFY,
                            MD5_S_PER_MIB * size / (1024 * 1024));
  if (!glow_flash_erase (session, offset, size, error))
    return FALSE;
  session->result->bytes = size;
  session->result->written = GLOW_VERDICT_YES;
  if (!glow_flash_can_md5 (session)) {
    session->result->verified = GLOW_VERDICT_NOT_CHECKED;
    session->result->verify_reason =
      g_strdup ("this ROM can't compute a digest of its flash");
    return TRUE;
  }
  if (!glow_flash_verify_erased (session, offset, size, error))
    return FALSE;
  session->result->verified = GLOW_VERDICT_YES;
  return TRUE;
}

static gboolean
perform (GlowFlashSession *session, GError **error)
{
  switch (glow_flash_plan_get_operation (session->plan)) {
  case GLOW_OPERATION_FLASH:
    return run_flash (session, error);
  case GLOW_OPERATION_VERIFY:
    return run_verify (session, error);
  case GLOW_OPERATION_READ:
    return run_read (session, error);
  case GLOW_OPERATION_ERASE:
    return run_erase (session, error);
  case GLOW_OPERATION_IDENTIFY:
  default:
    return glow_flash_session_look (session, error);
  }
}

/* trouble a slower line may cure; everything else would only fail again */
static gboolean
is_line_trouble (const GError *error)
{
  static const GlowError codes[] = { GLOW_ERROR_TIMED_OUT, GLOW_ERROR_PROTOCOL,
                                     GLOW_ERROR_LOADER_STATUS, GLOW_ERROR_VERIFY };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, GLOW_ERROR, (gint) codes[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_curable (GlowFlashSession *session, const GError *error)
{
  /* of what was read; what was written has been tried again already */
  if (glow_flash_plan_get_operation (session->plan) != GLOW_OPERATION_READ &&
      g_error_matches (error, GLOW_ERROR, GLOW_ERROR_VERIFY))
    return FALSE;
  return is_line_trouble (error);
}

static void
go_slower (GlowFlashSession *session, const GError *error)
{
  guint baud =
    session->loader ? glow_loader_get_baud (session->loader) : GLOW_LOADER_ROM_BAUD;

  session->max_baud = MAX (baud / 2, (guint) GLOW_LOADER_ROM_BAUD);
  session->result->written = GLOW_VERDICT_NO;
  glow_flash_session_note (session, "Trouble on the line (%s): again, not above %u baud",
                           error->message, session->max_baud);
}

/* A run that is to be tried again, slower where that is possible: the lines get the ROM
 * back, and where there are none the loader may still answer. */
static gboolean
may_try_again (GlowFlashSession *session, const GError *error, gboolean *found)
{
  *found = FALSE;
  if (!is_curable (session, error))
    return FALSE;
  go_slower (session, error);
  if (session->was_reset)
    return TRUE;
  *found = session->info && glow_flash_session_find_loader (session, NULL);
  return *found;
}

static gboolean
may_return (GlowFlashSession *session, const GError *error, guint n_returns)
{
  return n_returns < MAX_RETURNS &&
         g_error_matches (error, GLOW_ERROR, GLOW_ERROR_PORT_GONE) && session->seen &&
         glow_target_has_finder (glow_flash_plan_get_target (session->plan));
}

/* How a run gets to its board. */
typedef enum {
  WAY_OPEN,   /* from the closed port on */
  WAY_START,  /* the port is open: it came back */
  WAY_RESUME, /* the loader answers */
} Way;

static gboolean
begin (GlowFlashSession *session, Way way, GError **error)
{
  switch (way) {
  case WAY_START:
    return glow_flash_session_start (session, error);
  case WAY_RESUME:
    return glow_flash_session_resume (session, error);
  case WAY_OPEN:
  default:
    return glow_flash_session_open (session, error);
  }
}

static gboolean
open_and_perform (GlowFlashSession *session, GError **error)
{
  guint n_returns = 0;
  Way way = WAY_OPEN;

  for (guint run = 1;;) {
    g_autoptr (GError) local_error = NULL;
    gboolean found = FALSE;

    if (begin (session, way, &local_error) && perform (session, &local_error))
      return TRUE;
    if (may_return (session, local_error, n_returns)) {
      if (!glow_flash_session_await_return (session, local_error, error))
        return FALSE;
      n_returns++;
      way = WAY_START;
      continue;
    }
    if (run++ == MAX_RUNS || !may_try_again (session, local_error, &found)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    way = found ? WAY_RESUME : WAY_OPEN;
    if (!found)
      glow_flash_session_close (session);
  }
}

/* nothing was changed, so the board can go back to what it was doing */
static void
release_board (GlowFlashSession *session)
{
  if (session->transport && session->was_reset && !session->result->flash_touched)
    glow_reset_run (GLOW_RESET_HARD, FALSE, session->transport, NULL, NULL);
}

/**
 * glow_flasher_run:
 * @plan: a sealed plan
 * @hooks: (nullable): told how it goes, on this thread
 * @cancellable: (nullable): ends the run at once
 * @result: (out) (transfer full): what is known to be true, also after a failure
 * @error: any of %GLOW_ERROR, %G_IO_ERROR_CANCELLED
 *
 * Runs the plan: reset into the bootloader, sync, identify, stub, speed, attach and size
 * the flash, check everything against the chip, then erase, write and verify, leave the
 * bootloader, and watch the board start if the plan asks for it: a cancel then ends only
 * that. Before all checks have passed nothing in flash is changed. Trouble on
 * the line is tried again at a lower rate; a board that is unplugged and comes back
 * within 10 s is taken up again, from what is in its flash. Blocks; worker thread.
 *
 * Returns: %TRUE when everything the plan asks for is known to be done
 */
gboolean
glow_flasher_run (GlowFlashPlan *plan,
                  const GlowFlasherHooks *hooks,
                  GCancellable *cancellable,
                  GlowFlashResult **result,
                  GError **error)
{
  g_autoptr (GlowFlashResult) own_result = glow_flash_result_new ();
  GlowFlashSession session = { .plan = plan,
                               .hooks = hooks,
                               .cancellable = cancellable,
                               .result = own_result,
                               .max_baud = G_MAXUINT };
  gint64 start_us = g_get_monotonic_time ();
  gboolean done;

  g_return_val_if_fail (glow_flash_plan_is_sealed (plan), FALSE);

  glow_progress_init (&session.progress, 0);
  guess_weights (&session);
  done = open_and_perform (&session, error);
  if (done) {
    glow_flash_session_start_phase (&session, GLOW_PHASE_RESET, 0);
    glow_flash_session_leave (&session);
    own_result->duration_us = g_get_monotonic_time () - start_us;
    glow_flash_boot_watch (&session);
    glow_flash_session_start_phase (&session, GLOW_PHASE_DONE, 0);
  } else {
    release_board (&session);
    own_result->duration_us = g_get_monotonic_time () - start_us;
  }
  if (done && glow_flash_plan_get_options (plan)->keep_open)
    glow_flash_session_park (&session);
  glow_flash_session_close (&session);
  g_clear_pointer (&session.seen, glow_chip_info_free);
  *result = g_steal_pointer (&own_result);
  return done;
}
