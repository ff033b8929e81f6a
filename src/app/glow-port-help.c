/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-port-help.h"

#include <glib/gi18n-lib.h>

#include <grp.h>
#include <sys/stat.h>

/* What a group id that is not mapped into a sandbox looks like from inside. */
#define OVERFLOW_GID 65534

static char *
dup_group_name (GlowPort *port)
{
  struct stat status;
  struct group *group;

  if (stat (glow_port_get_devnode (port), &status) != 0 || status.st_gid == 0 ||
      status.st_gid == OVERFLOW_GID ||
      (status.st_mode & (S_IRGRP | S_IWGRP)) != (S_IRGRP | S_IWGRP))
    return NULL;
  group = getgrgid (status.st_gid);
  return group ? g_strdup (group->gr_name) : NULL;
}

static gboolean
is_listed_member (const char *group_name)
{
  struct group *group = getgrnam (group_name);

  for (char **member = group ? group->gr_mem : NULL; member && *member; member++) {
    if (g_str_equal (*member, g_get_user_name ()))
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_port_help_new:
 * @port: a port without permission
 *
 * Returns: (transfer full): why, and what helps on this system
 */
GlowPortHelp *
glow_port_help_new (GlowPort *port)
{
  GlowPortHelp *self = g_new0 (GlowPortHelp, 1);
  g_autofree char *group = dup_group_name (port);

  if (group == NULL) {
    self->reason = g_strdup_printf (_ ("Only the administrator may open %s. Ask for membership of the group that owns "
         "serial ports on the system (dialout or uucp)."),
      glow_port_get_node_name (port));
  } else if (is_listed_member (group)) {
    self->reason = g_strdup_printf (_ ("You have joined the group %s since you logged in. Log out and in again."), group);
  } else {
    self->reason = g_strdup_printf (_ ("Only members of the group %s may open %s. Run this command in a terminal, then "
         "log out and in again."),
      group, glow_port_get_node_name (port));
    self->command = g_strdup_printf ("sudo usermod -aG %s %s", group, g_get_user_name ());
  }
  return self;
}

/**
 * glow_port_help_free:
 *
 * Any thread.
 */
void
glow_port_help_free (GlowPortHelp *self)
{
  g_free (self->reason);
  g_free (self->command);
  g_free (self);
}
