/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A preload that stands before libumockdev-preload.so.0 and keeps three calls from
 * crashing it (0.17.16):
 * - open() of a node below /dev that fails is taken for an opened node all the same. It
 *   counts as a client that never goes away, and the 51st aborts the program with
 *   "fd_map_add(): overflow";
 * - realpath() of a node of the testbed that links to /dev/pts/N cuts a prefix off that
 *   is not there. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SEND_TRIES 5000

typedef int (*OpenFunc) (const char *path, int flags, ...);
typedef ssize_t (*SendmsgFunc) (int fd, const struct msghdr *message, int flags);
typedef char *(*RealpathFunc) (const char *path, char *resolved);

int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);
char *__realpath_chk (const char *path, char *resolved, size_t resolved_size);

static int
find_in_testbed (const char *path, char *node, size_t node_size)
{
  const char *dir = getenv ("UMOCKDEV_DIR");

  if (!dir || !path || strncmp (path, "/dev/", 5) != 0)
    return 0;
  return snprintf (node, node_size, "%s%s", dir, path) < (int) node_size;
}

/* The link that stands for @path in the testbed: to /dev/pts/N for a node, to
 * "../../NAME" for what udev makes below /dev/serial. */
static int
read_link (const char *path, char *link, size_t link_size)
{
  char node[PATH_MAX];
  ssize_t len;

  if (!find_in_testbed (path, node, sizeof node))
    return 0;
  len = readlink (node, link, link_size - 1);
  link[len > 0 ? len : 0] = '\0';
  return len > 0;
}

/* Tries it past the preload. A pseudo-terminal does not mind being opened once more. */
static int
can_open (const char *path, int flags)
{
  char node[PATH_MAX];
  char link[PATH_MAX];
  int fd;

  if ((flags & O_CREAT) != 0 || strncmp (path, "/dev/", 5) != 0)
    return 1;
  if (!read_link (path, link, sizeof link))
    return access (path, F_OK) == 0;
  find_in_testbed (path, node, sizeof node);
  fd = (int) syscall (SYS_openat, AT_FDCWD, node,
                      flags | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0);
  if (fd < 0)
    return 0;
  syscall (SYS_close, fd);
  return 1;
}

static int
open_if_possible (const char *name, const char *path, int flags, mode_t mode)
{
  OpenFunc next = (OpenFunc) dlsym (RTLD_NEXT, name);

  return can_open (path, flags) ? next (path, flags, mode) : -1;
}

int
open (const char *path, int flags, ...)
{
  mode_t mode = 0;
  va_list args;

  va_start (args, flags);
  if (flags & O_CREAT)
    mode = va_arg (args, mode_t);
  va_end (args);
  return open_if_possible ("open", path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  mode_t mode = 0;
  va_list args;

  va_start (args, flags);
  if (flags & O_CREAT)
    mode = va_arg (args, mode_t);
  va_end (args);
  return open_if_possible ("open64", path, flags, mode);
}

/* what open() becomes in a fortified build, such as libserialport's */
int
__open_2 (const char *path, int flags)
{
  return open_if_possible ("__open_2", path, flags, 0);
}

int
__open64_2 (const char *path, int flags)
{
  return open_if_possible ("__open64_2", path, flags, 0);
}

char *
realpath (const char *restrict path, char *restrict resolved)
{
  RealpathFunc next = (RealpathFunc) dlsym (RTLD_NEXT, "realpath");
  char node[PATH_MAX];
  char link[PATH_MAX];

  if (!read_link (path, link, sizeof link))
    return next (path, resolved);
  if (strncmp (link, "../../", 6) == 0)
    snprintf (node, sizeof node, "/dev/%.255s", link + 6);
  else
    snprintf (node, sizeof node, "%s", path);
  return resolved ? strcpy (resolved, node) : strdup (node);
}

char *
__realpath_chk (const char *path, char *resolved, size_t resolved_size)
{
  (void) resolved_size;
  return realpath (path, resolved);
}

/* A stream's writer has its own way to wait. */
static int
is_datagram (int fd)
{
  int domain = 0;
  int type = 0;
  socklen_t domain_len = sizeof domain;
  socklen_t type_len = sizeof type;

  return getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &domain_len) == 0 &&
         getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &type_len) == 0 &&
         domain == AF_UNIX && type != SOCK_STREAM;
}

ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  const struct timespec pause = { .tv_nsec = 1000 * 1000 };
  SendmsgFunc next = (SendmsgFunc) dlsym (RTLD_NEXT, "sendmsg");
  ssize_t len = next (fd, message, flags);

  for (int i = 0; len < 0 && errno == EAGAIN && i < SEND_TRIES && is_datagram (fd); i++) {
    nanosleep (&pause, NULL);
    len = next (fd, message, flags);
  }
  return len;
}
