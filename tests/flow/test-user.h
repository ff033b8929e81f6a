/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Being somebody without rights for a while, for tests that root runs. */

#pragma once

#include <glib.h>
#include <unistd.h>

static inline void
become_a_user (void)
{
  if (getuid () == 0)
    g_assert_cmpint (setresuid (65534, 65534, 0), ==, 0); /* nobody */
}

static inline void
become_root_again (void)
{
  uid_t real;
  uid_t effective;
  uid_t saved;

  g_assert_cmpint (getresuid (&real, &effective, &saved), ==, 0);
  if (saved == 0)
    g_assert_cmpint (setresuid (0, 0, 0), ==, 0);
}
