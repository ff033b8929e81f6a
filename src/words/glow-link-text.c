/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-link-text.h"

#include "glow-error-text.h"
#include "glow-port-text.h"

#include <glib/gi18n-lib.h>

/**
 * glow_link_text_get_stage:
 * @stage: of the Link check
 *
 * Returns: (transfer none): what is looked at there
 */
const char *
glow_link_text_get_stage (GlowLinkStage stage)
{
  switch (stage) {
  case GLOW_LINK_USB:
    return C_ ("link check", "On USB");
  case GLOW_LINK_DRIVER:
    return C_ ("link check", "Driver");
  case GLOW_LINK_NODE:
    return C_ ("link check", "Port");
  case GLOW_LINK_PERMISSION:
    return C_ ("link check", "Permission");
  case GLOW_LINK_LOCK:
    return C_ ("link check", "Free");
  case GLOW_LINK_BOOTLOADER:
  default:
    return C_ ("link check", "Bootloader answers");
  }
}

/**
 * glow_link_text_get_mark:
 * @mark: of a stage
 *
 * Returns: (transfer none): the mark in words
 */
const char *
glow_link_text_get_mark (GlowLinkMark mark)
{
  switch (mark) {
  case GLOW_LINK_PENDING:
    return C_ ("link check", "not yet");
  case GLOW_LINK_RUNNING:
    return C_ ("link check", "trying");
  case GLOW_LINK_PASSED:
    return C_ ("link check", "passed");
  case GLOW_LINK_FAILED:
    return C_ ("link check", "failed");
  case GLOW_LINK_SKIPPED:
  default:
    return C_ ("link check", "not checked");
  }
}

/**
 * glow_link_text_dup_sentence:
 * @check: a check
 *
 * Returns: (transfer full) (nullable): what is in the way; %NULL when nothing is, or not
 *   known yet
 */
char *
glow_link_text_dup_sentence (GlowLinkCheck *check)
{
  GlowPortProblem *problem = glow_link_check_get_problem (check);
  const GError *error = glow_link_check_get_error (check);

  if (problem)
    return glow_port_text_dup_sentence (problem);
  return error ? g_strdup (glow_error_text_get_reason (error)) : NULL;
}

/**
 * glow_link_text_dup_action:
 * @check: a check
 *
 * Returns: (transfer full) (nullable): the one thing that helps
 */
char *
glow_link_text_dup_action (GlowLinkCheck *check)
{
  GlowPortProblem *problem = glow_link_check_get_problem (check);
  const GError *error = glow_link_check_get_error (check);

  if (problem)
    return glow_port_text_dup_action (problem);
  return error ? g_strdup (glow_error_text_get_action (error)) : NULL;
}
