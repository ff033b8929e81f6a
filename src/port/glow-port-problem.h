/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What keeps a port from being used, as far as that can be told without opening it:
 * opening a serial port moves DTR and RTS, and with them boards. */

#pragma once

#include "glow-port.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GlowPortProblemKind:
 * @GLOW_PORT_PROBLEM_NONE: ready
 * @GLOW_PORT_PROBLEM_NO_PERMISSION: this user may not open the node
 * @GLOW_PORT_PROBLEM_IN_USE: a program has it open or locked
 * @GLOW_PORT_PROBLEM_CLAIMED: a service of the system took it: the braille service, gpsd,
 *   ModemManager, or whatever took the USB interface away from its driver
 * @GLOW_PORT_PROBLEM_NO_DRIVER: a USB device that no serial driver takes care of
 * @GLOW_PORT_PROBLEM_VANISHED: it appeared and was gone again at once
 * @GLOW_PORT_PROBLEM_DRIVER_DEAD: it is there by name, but nothing works behind it
 * @GLOW_PORT_PROBLEM_UNPLUGGED: it is not there any more
 */
typedef enum {
  GLOW_PORT_PROBLEM_NONE,
  GLOW_PORT_PROBLEM_NO_PERMISSION,
  GLOW_PORT_PROBLEM_IN_USE,
  GLOW_PORT_PROBLEM_CLAIMED,
  GLOW_PORT_PROBLEM_NO_DRIVER,
  GLOW_PORT_PROBLEM_VANISHED,
  GLOW_PORT_PROBLEM_DRIVER_DEAD,
  GLOW_PORT_PROBLEM_UNPLUGGED,
} GlowPortProblemKind;

#define GLOW_TYPE_PORT_PROBLEM_KIND (glow_port_problem_kind_get_type ())
GType glow_port_problem_kind_get_type (void);

/**
 * GlowPortModuleState:
 * @GLOW_PORT_MODULE_UNKNOWN: the system's modules can't be seen from here
 * @GLOW_PORT_MODULE_INSTALLED: the running kernel has it and it only was not loaded
 * @GLOW_PORT_MODULE_MISSING: this kernel comes without it
 * @GLOW_PORT_MODULE_KERNEL_REPLACED: the modules of the running kernel are gone, as after
 *   an update: the computer has to be restarted
 */
typedef enum {
  GLOW_PORT_MODULE_UNKNOWN,
  GLOW_PORT_MODULE_INSTALLED,
  GLOW_PORT_MODULE_MISSING,
  GLOW_PORT_MODULE_KERNEL_REPLACED,
} GlowPortModuleState;

/**
 * GlowPortProblemInfo:
 * @kind: what it is
 * @devnode: (nullable): path of the node
 * @holder_name: (nullable): the program that has it
 * @holder_pid: its process, 0 when it can't be told
 * @service: (nullable): "brltty", "gpsd" or "ModemManager"
 * @module: (nullable): the kernel's module that is missing, such as "cp210x"
 * @module_state: whether the system has that module
 * @group: (nullable): the group that really owns the node and may use it
 * @joined_group: the user is in that group, but not yet in this session
 * @sandboxed: seen from inside a sandbox, which hides groups and processes
 *
 * What a #GlowPortProblem is made from.
 */
typedef struct {
  GlowPortProblemKind kind;
  const char *devnode;
  const char *holder_name;
  gint holder_pid;
  const char *service;
  const char *module;
  GlowPortModuleState module_state;
  const char *group;
  gboolean joined_group;
  gboolean sandboxed;
} GlowPortProblemInfo;

/* Immutable; any thread. */
typedef struct _GlowPortProblem GlowPortProblem;

#define GLOW_TYPE_PORT_PROBLEM (glow_port_problem_get_type ())
GType glow_port_problem_get_type (void);

GlowPortProblem *glow_port_problem_new (const GlowPortProblemInfo *info);
GlowPortProblem *glow_port_problem_ref (GlowPortProblem *self);
void glow_port_problem_unref (GlowPortProblem *self);
gboolean glow_port_problem_equal (GlowPortProblem *self, GlowPortProblem *other);

GlowPortProblemKind glow_port_problem_get_kind (GlowPortProblem *self);
const char *glow_port_problem_get_devnode (GlowPortProblem *self);     /* (nullable) */
const char *glow_port_problem_get_holder_name (GlowPortProblem *self); /* (nullable) */
gint glow_port_problem_get_holder_pid (GlowPortProblem *self);         /* 0: not known */
const char *glow_port_problem_get_service (GlowPortProblem *self);     /* (nullable) */
const char *glow_port_problem_get_module (GlowPortProblem *self);      /* (nullable) */
GlowPortModuleState glow_port_problem_get_module_state (GlowPortProblem *self);
const char *glow_port_problem_get_group (GlowPortProblem *self); /* (nullable) */
gboolean glow_port_problem_get_joined_group (GlowPortProblem *self);
gboolean glow_port_problem_get_sandboxed (GlowPortProblem *self);

/* Any thread; blocks for some milliseconds; never opens the node. */
GlowPortProblem *
glow_port_problem_look (GlowPort *port, GCancellable *cancellable, GError **error);
GlowPortProblem *
glow_port_problem_look_held (GlowPort *port, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPortProblem, glow_port_problem_unref)

G_END_DECLS
