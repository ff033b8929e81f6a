/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-port-help.h"

#include "glow-port-text.h"

#include <glib/gi18n-lib.h>

static gboolean
has_command (GlowPortProblem *problem)
{
  g_autofree char *command = glow_port_text_dup_command (problem);

  return command != NULL;
}

/**
 * glow_port_help_for:
 * @problem: (nullable): what keeps a port from being used
 *
 * Returns: what helps against it
 */
GlowPortHelp
glow_port_help_for (GlowPortProblem *problem)
{
  switch (problem ? glow_port_problem_get_kind (problem) : GLOW_PORT_PROBLEM_NONE) {
  case GLOW_PORT_PROBLEM_NO_PERMISSION:
    return GLOW_PORT_HELP_EXPLAIN;
  case GLOW_PORT_PROBLEM_IN_USE:
    return GLOW_PORT_HELP_WAIT;
  case GLOW_PORT_PROBLEM_CLAIMED:
    if (g_strcmp0 (glow_port_problem_get_service (problem), "ModemManager") == 0)
      return GLOW_PORT_HELP_WAIT;
    return has_command (problem) ? GLOW_PORT_HELP_EXPLAIN : GLOW_PORT_HELP_LINK_CHECK;
  case GLOW_PORT_PROBLEM_NO_DRIVER:
    return has_command (problem) ? GLOW_PORT_HELP_EXPLAIN : GLOW_PORT_HELP_FIND;
  case GLOW_PORT_PROBLEM_DRIVER_DEAD:
    return GLOW_PORT_HELP_LINK_CHECK;
  case GLOW_PORT_PROBLEM_VANISHED:
  case GLOW_PORT_PROBLEM_UNPLUGGED:
    return GLOW_PORT_HELP_FIND;
  case GLOW_PORT_PROBLEM_NONE:
  default:
    return GLOW_PORT_HELP_NONE;
  }
}

/**
 * glow_port_help_dup_text:
 * @problem: what keeps a port from being used
 *
 * Returns: (transfer full): the cause; and what to do, unless that is behind the button
 */
char *
glow_port_help_dup_text (GlowPortProblem *problem)
{
  g_autofree char *sentence = glow_port_text_dup_sentence (problem);
  g_autofree char *action = NULL;

  if (glow_port_help_for (problem) == GLOW_PORT_HELP_EXPLAIN)
    return g_steal_pointer (&sentence);
  action = glow_port_text_dup_action (problem);
  return g_strdup_printf ("%s %s", sentence, action);
}

/**
 * glow_port_help_get_label:
 * @problem: what keeps a port from being used
 *
 * Returns: (transfer none) (nullable): what to write on the button, translated
 */
const char *
glow_port_help_get_label (GlowPortProblem *problem)
{
  switch (glow_port_help_for (problem)) {
  case GLOW_PORT_HELP_WAIT:
    return _ ("Identify when free");
  case GLOW_PORT_HELP_EXPLAIN:
    return glow_port_problem_get_kind (problem) == GLOW_PORT_PROBLEM_NO_PERMISSION
      ? _ ("Get access")
      : _ ("What helps");
  case GLOW_PORT_HELP_LINK_CHECK:
    return _ ("Link check");
  case GLOW_PORT_HELP_FIND:
    return _ ("My board doesn't show up");
  case GLOW_PORT_HELP_NONE:
  default:
    return NULL;
  }
}

/**
 * glow_port_help_get_icon_name:
 * @problem: (nullable): what is in the way
 *
 * Returns: (transfer none): the symbol for it
 */
const char *
glow_port_help_get_icon_name (GlowPortProblem *problem)
{
  static const char *const names[] = {
    [GLOW_PORT_PROBLEM_NONE] = "glow-board-symbolic",
    [GLOW_PORT_PROBLEM_NO_PERMISSION] = "changes-prevent-symbolic",
    [GLOW_PORT_PROBLEM_IN_USE] = "content-loading-symbolic",
    [GLOW_PORT_PROBLEM_CLAIMED] = "content-loading-symbolic",
    [GLOW_PORT_PROBLEM_NO_DRIVER] = "dialog-question-symbolic",
    [GLOW_PORT_PROBLEM_VANISHED] = "dialog-warning-symbolic",
    [GLOW_PORT_PROBLEM_DRIVER_DEAD] = "dialog-warning-symbolic",
    [GLOW_PORT_PROBLEM_UNPLUGGED] = "network-offline-symbolic",
  };

  return names[problem ? glow_port_problem_get_kind (problem) : GLOW_PORT_PROBLEM_NONE];
}
