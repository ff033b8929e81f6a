/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-problem.h"

struct _GlowPortProblem {
  /* never changed after construction */
  GlowPortProblemInfo info; /* its strings are owned */
};

G_DEFINE_BOXED_TYPE (GlowPortProblem,
                     glow_port_problem,
                     glow_port_problem_ref,
                     glow_port_problem_unref)

G_DEFINE_ENUM_TYPE (GlowPortProblemKind,
                    glow_port_problem_kind,
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_NONE, "ready"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_NO_PERMISSION,
                                         "no-permission"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_IN_USE, "in-use"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_CLAIMED, "claimed"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_NO_DRIVER, "no-driver"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_VANISHED, "vanished"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_DRIVER_DEAD, "driver-dead"),
                    G_DEFINE_ENUM_VALUE (GLOW_PORT_PROBLEM_UNPLUGGED, "unplugged"))

/* a program may call itself whatever it likes, and it ends up on the screen */
static char *
dup_clean (const char *text)
{
  g_autofree char *clean = NULL;

  if (!text)
    return NULL;
  clean = g_utf8_make_valid (text, -1);
  for (char *c = clean; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_strstrip (clean);
  return *clean ? g_steal_pointer (&clean) : NULL;
}

/**
 * glow_port_problem_new:
 * @info: what is known; copied
 *
 * Any thread.
 *
 * Returns: (transfer full): the problem, also for "ready"
 */
GlowPortProblem *
glow_port_problem_new (const GlowPortProblemInfo *info)
{
  GlowPortProblem *self = g_atomic_rc_box_new0 (GlowPortProblem);

  self->info = *info;
  self->info.devnode = g_strdup (info->devnode);
  self->info.holder_name = dup_clean (info->holder_name);
  self->info.service = g_strdup (info->service);
  self->info.module = g_strdup (info->module);
  self->info.group = g_strdup (info->group);
  return self;
}

/**
 * glow_port_problem_ref:
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
GlowPortProblem *
glow_port_problem_ref (GlowPortProblem *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GlowPortProblem *self = data;

  g_free ((char *) self->info.devnode);
  g_free ((char *) self->info.holder_name);
  g_free ((char *) self->info.service);
  g_free ((char *) self->info.module);
  g_free ((char *) self->info.group);
}

/**
 * glow_port_problem_unref:
 *
 * Any thread.
 */
void
glow_port_problem_unref (GlowPortProblem *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * glow_port_problem_equal:
 * @self: (nullable): a problem
 * @other: (nullable): another
 *
 * Any thread.
 *
 * Returns: whether a person would be told the same
 */
gboolean
glow_port_problem_equal (GlowPortProblem *self, GlowPortProblem *other)
{
  const GlowPortProblemInfo *a;
  const GlowPortProblemInfo *b;

  if (!self || !other)
    return self == other;
  a = &self->info;
  b = &other->info;
  return a->kind == b->kind && a->holder_pid == b->holder_pid &&
         a->module_state == b->module_state && a->joined_group == b->joined_group &&
         a->sandboxed == b->sandboxed && g_strcmp0 (a->devnode, b->devnode) == 0 &&
         g_strcmp0 (a->holder_name, b->holder_name) == 0 &&
         g_strcmp0 (a->service, b->service) == 0 &&
         g_strcmp0 (a->module, b->module) == 0 && g_strcmp0 (a->group, b->group) == 0;
}

/**
 * glow_port_problem_get_kind:
 *
 * Any thread.
 *
 * Returns: what it is; %GLOW_PORT_PROBLEM_NONE: the port is ready
 */
GlowPortProblemKind
glow_port_problem_get_kind (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, GLOW_PORT_PROBLEM_NONE);

  return self->info.kind;
}

/**
 * glow_port_problem_get_devnode:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): path of the node
 */
const char *
glow_port_problem_get_devnode (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->info.devnode;
}

/**
 * glow_port_problem_get_holder_name:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the program that has the port
 */
const char *
glow_port_problem_get_holder_name (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->info.holder_name;
}

/**
 * glow_port_problem_get_holder_pid:
 *
 * Any thread.
 *
 * Returns: the process that has the port, 0 when it can't be told
 */
gint
glow_port_problem_get_holder_pid (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->info.holder_pid;
}

/**
 * glow_port_problem_get_service:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): "brltty", "gpsd" or "ModemManager"
 */
const char *
glow_port_problem_get_service (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->info.service;
}

/**
 * glow_port_problem_get_module:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the kernel's module that would drive the device
 */
const char *
glow_port_problem_get_module (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->info.module;
}

/**
 * glow_port_problem_get_module_state:
 *
 * Any thread.
 *
 * Returns: whether the system has that module
 */
GlowPortModuleState
glow_port_problem_get_module_state (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, GLOW_PORT_MODULE_UNKNOWN);

  return self->info.module_state;
}

/**
 * glow_port_problem_get_group:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the group that owns the node on this system; %NULL
 * when none does or it can't be seen from here
 */
const char *
glow_port_problem_get_group (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->info.group;
}

/**
 * glow_port_problem_get_joined_group:
 *
 * Any thread.
 *
 * Returns: whether the user is a member of the group, but since after the login
 */
gboolean
glow_port_problem_get_joined_group (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->info.joined_group;
}

/**
 * glow_port_problem_get_sandboxed:
 *
 * Any thread.
 *
 * Returns: whether this was seen from inside a sandbox
 */
gboolean
glow_port_problem_get_sandboxed (GlowPortProblem *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->info.sandboxed;
}
