/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "config.h"

#include "port-user.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#define OPTION "--port-user"

struct _GlowPortUser {
  GSubprocess *process; /* owned */
};

/* what the letters of port_user_start() mean */
static gboolean
do_step (char step, const char *path, int *fd)
{
  switch (step) {
  case 'o':
    *fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    return *fd >= 0;
  case 'f':
    return flock (*fd, LOCK_EX | LOCK_NB) == 0;
  case 'x':
    return ioctl (*fd, TIOCEXCL) == 0;
  case 't':
    return setsid () >= 0 && ioctl (*fd, TIOCSCTTY, 0) == 0 && close (*fd) == 0;
  case 'c':
    return close (*fd) == 0;
  default:
    return FALSE;
  }
}

gboolean
port_user_run (int argc, char *argv[], int *status)
{
  int fd = -1;
  char byte;

  if (argc != 5 || !g_str_equal (argv[1], OPTION))
    return FALSE;
  prctl (PR_SET_NAME, argv[2]);
  *status = EXIT_FAILURE;
  for (const char *how = argv[3]; *how; how++)
    if (!do_step (*how, argv[4], &fd))
      return TRUE;
  if (write (STDOUT_FILENO, "r", 1) == 1 && read (STDIN_FILENO, &byte, 1) == 0)
    *status = EXIT_SUCCESS;
  return TRUE;
}

GlowPortUser *
port_user_start (const char *name, const char *how, const char *path)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  GlowPortUser *self = g_new0 (GlowPortUser, 1);
  g_autoptr (GError) error = NULL;
  char ready = 0;

  /* under it the node's ioctls would go to the rig, which is in another process */
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  self->process = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", OPTION,
                                               name, how, path, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (self->process),
                                        &ready, 1, NULL, &error),
                   ==, 1);
  g_assert_no_error (error);
  return self;
}

gint
port_user_get_pid (GlowPortUser *self)
{
  return atoi (g_subprocess_get_identifier (self->process));
}

void
port_user_stop (GlowPortUser *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, &error));
  g_assert_true (g_subprocess_wait (self->process, NULL, &error));
  g_assert_true (g_subprocess_get_successful (self->process));
  g_object_unref (self->process);
  g_free (self);
}
