/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The command line, read and checked. Main thread. */

#pragma once

#include "glow-cli-setup-options.h"
#include "glow-flash-plan.h"
#include "glow-port.h"

G_BEGIN_DECLS

typedef enum {
  GLOW_CLI_PORTS,
  GLOW_CLI_IDENTIFY,
  GLOW_CLI_FLASH,
  GLOW_CLI_VERIFY,
  GLOW_CLI_READ,
  GLOW_CLI_ERASE,
  GLOW_CLI_INSPECT,
  GLOW_CLI_CHECK,
  GLOW_CLI_MONITOR,
  GLOW_CLI_SETUP,
} GlowCliCommand;

/* Of "monitor"; all owned. */
typedef struct {
  gboolean reset;
  gboolean timestamps;
  gboolean hex;
  gboolean raw;
  double time_s;  /* 0: no end */
  char *until;    /* (nullable) */
  char *filter;   /* (nullable) */
  char *save;     /* (nullable): path of a file */
  char **send;    /* (nullable): lines */
  char *line_end; /* (nullable): name of one */
} GlowCliMonitorOptions;

typedef struct {
  GlowCliCommand command;
  char **args; /* owned: what follows the command, without options */
  guint n_args;
  char *port;           /* (nullable) owned */
  char *reset_sequence; /* (nullable) owned */
  char *report;         /* (nullable) owned: where a text for a bug report goes */
  char *build;          /* (nullable) owned: label of one build of a set */
  char **allow;         /* (nullable) owned: what may pass all the same */
  gboolean json;
  gboolean verbose;
  gboolean all;
  gboolean watch;
  gboolean version;
  GlowFlashOptions flash;
  GlowCliMonitorOptions monitor;
  GlowCliSetupOptions setup;
} GlowCliOptions;

gboolean
glow_cli_options_parse (GlowCliOptions *self, int argc, char **argv, GError **error);
void glow_cli_options_clear (GlowCliOptions *self);
const char *glow_cli_options_get_command_name (const GlowCliOptions *self);
GlowPort *glow_cli_options_dup_port (const GlowCliOptions *self); /* (nullable) */
GlowTarget *
glow_cli_options_new_target (const GlowCliOptions *self, GlowPort *port, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GlowCliOptions, glow_cli_options_clear)

G_END_DECLS
