/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-terminal.h"

#include <termios.h>
#include <unistd.h>

struct _GlowCliTerminal {
  int fd;
  struct termios found;
};

/**
 * glow_cli_terminal_take:
 * @fd: where keys come from
 *
 * Keys come one by one, are not shown, and make no signals: Ctrl+C is the board's. What
 * is printed is treated as before.
 *
 * Returns: (transfer full) (nullable): %NULL when it is no terminal, or one that another
 *   program has at the moment
 */
GlowCliTerminal *
glow_cli_terminal_take (int fd)
{
  g_autofree GlowCliTerminal *self = g_new0 (GlowCliTerminal, 1);
  struct termios wanted;

  self->fd = fd;
  if (tcgetattr (fd, &self->found) < 0 || tcgetpgrp (fd) != getpgrp ())
    return NULL;
  wanted = self->found;
  wanted.c_lflag &= ~(tcflag_t) (ICANON | ECHO | ISIG | IEXTEN);
  wanted.c_iflag &= ~(tcflag_t) (ICRNL | INLCR | IGNCR | IXON);
  wanted.c_cc[VMIN] = 1;
  wanted.c_cc[VTIME] = 0;
  if (tcsetattr (fd, TCSADRAIN, &wanted) < 0)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * glow_cli_terminal_give_back:
 * @self: (transfer full): a terminal that was taken
 *
 * Makes it what it was.
 */
void
glow_cli_terminal_give_back (GlowCliTerminal *self)
{
  (void) tcsetattr (self->fd, TCSADRAIN, &self->found);
  g_free (self);
}
