/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-holder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Linux keeps this many characters of a program's name (TASK_COMM_LEN - 1). */
#define COMM_LEN 15

/* What a node is recognised by: in a container the same device may have another inode,
 * and a node that is a link to a pseudo-terminal has no number of its own. */
typedef struct {
  dev_t device;
  ino_t inode;
  dev_t number; /* 0: not a device */
} NodeId;

static gboolean
get_node_id (const char *path, NodeId *id)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return FALSE;
  id->device = status.st_dev;
  id->inode = status.st_ino;
  id->number = S_ISCHR (status.st_mode) ? status.st_rdev : 0;
  return TRUE;
}

static gboolean
is_same_node (const NodeId *a, const NodeId *b)
{
  return (a->device == b->device && a->inode == b->inode) ||
         (a->number != 0 && a->number == b->number);
}

/* 0: not the number of a process */
static gint
parse_pid (const char *text)
{
  guint64 pid = 0;

  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &pid, NULL) ? (gint) pid : 0;
}

static char *
read_proc (gint pid, const char *name, gsize *len)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  char *text = NULL;

  return g_file_get_contents (path, &text, len, NULL) ? text : NULL;
}

/* whether the name of a program only says in which language it is written */
static gboolean
is_interpreter (const char *name)
{
  static const char *const names[] = { "python", "node", "perl", "ruby", "java",
                                       "mono",   "bash", "sh",   "dash", "npm" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *rest = g_str_has_prefix (name, names[i]) ? name + strlen (names[i]) : "?";

    if (strspn (rest, "0123456789.") == strlen (rest))
      return TRUE;
  }
  return FALSE;
}

/* the script of "python3 -u /usr/bin/esptool", the module of "python3 -m esptool" */
static char *
dup_script (char *const *arguments)
{
  for (gsize i = 1; arguments[0] && arguments[i]; i++) {
    if (g_str_equal (arguments[i], "-m") || g_str_equal (arguments[i], "-jar"))
      return arguments[i + 1] ? g_path_get_basename (arguments[i + 1]) : NULL;
    if (g_str_equal (arguments[i], "-c"))
      return NULL;
    if (arguments[i][0] != '-')
      return g_path_get_basename (arguments[i]);
  }
  return NULL;
}

/* /proc/PID/cmdline: every argument ends with a NUL */
static char **
read_arguments (gint pid)
{
  gsize len = 0;
  g_autofree char *text = read_proc (pid, "cmdline", &len);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  for (gsize at = 0; text && at < len; at += strlen (text + at) + 1)
    g_ptr_array_add (arguments, g_strdup (text + at));
  g_ptr_array_add (arguments, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}

static char *
dup_name (gint pid)
{
  g_autofree char *comm = read_proc (pid, "comm", NULL);
  g_auto (GStrv) arguments = NULL;
  g_autofree char *longer = NULL;

  if (!comm)
    return NULL;
  g_strchomp (comm);
  arguments = read_arguments (pid);
  if (is_interpreter (comm))
    longer = dup_script (arguments);
  else if (strlen (comm) == COMM_LEN && arguments[0])
    longer = g_path_get_basename (arguments[0]);
  if (longer && !is_interpreter (comm) && !g_str_has_prefix (longer, comm))
    g_clear_pointer (&longer, g_free);
  return longer ? g_steal_pointer (&longer) : g_steal_pointer (&comm);
}

static GlowPortHolder *
new_holder (gint pid, gboolean is_open)
{
  g_autofree char *name = pid > 0 && pid != getpid () ? dup_name (pid) : NULL;
  GlowPortHolder *self;

  if (!name)
    return NULL;
  self = g_new0 (GlowPortHolder, 1);
  self->name = g_steal_pointer (&name);
  self->pid = pid;
  self->is_open = is_open;
  return self;
}

/* How many descriptors of a process are @id, and what they are called in @link. */
static guint
count_descriptors (const char *fd_dir, const NodeId *id, char **link)
{
  g_autoptr (GDir) dir = g_dir_open (fd_dir, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fd_dir, name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);
    NodeId found;

    /* looking at what a link points to opens nothing, but costs more than the link; a
     * container may have the system's /dev elsewhere */
    if (!target || !strstr (target, "/dev/") || !get_node_id (path, &found) ||
        !is_same_node (&found, id))
      continue;
    count++;
    if (link && !*link)
      *link = g_steal_pointer (&target);
  }
  return count;
}

static gboolean
is_master_of (gint pid, const char *fd, const char *index_line)
{
  g_autofree char *name = g_strconcat ("fdinfo/", fd, NULL);
  g_autofree char *info = read_proc (pid, name, NULL);

  return info && strstr (info, index_line);
}

/* A pseudo-terminal's other end belongs to whoever made it, such as a simulated board: it
 * often has our end open as well, to keep it alive, and is no user of it. */
static gboolean
is_far_end (gint pid, const char *link)
{
  g_autofree char *fd_dir = g_strdup_printf ("/proc/%d/fd", pid);
  g_autofree char *line = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *fd;

  if (!g_str_has_prefix (link, "/dev/pts/"))
    return FALSE;
  line = g_strdup_printf ("tty-index:\t%s\n", link + strlen ("/dev/pts/"));
  dir = g_dir_open (fd_dir, 0, NULL);
  while (dir && (fd = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fd_dir, fd, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);

    if (target && g_str_has_suffix (target, "/ptmx") && is_master_of (pid, fd, line))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_open (gint pid, const NodeId *id)
{
  g_autofree char *fd_dir = g_strdup_printf ("/proc/%d/fd", pid);
  g_autofree char *link = NULL;

  return count_descriptors (fd_dir, id, &link) > 0 && !is_far_end (pid, link);
}

/* The seventh field of /proc/PID/stat, which everybody may read; the second one is the
 * program's name in brackets, with anything in it (proc(5)). */
static gboolean
is_terminal_of (gint pid, const NodeId *id)
{
  g_autofree char *stat_text = read_proc (pid, "stat", NULL);
  const char *after_name = stat_text ? strrchr (stat_text, ')') : NULL;
  guint number = 0;

  if (!after_name || id->number == 0 ||
      sscanf (after_name, ") %*c %*d %*d %*d %u", &number) != 1 || number == 0)
    return FALSE;
  /* new_encode_dev() of the kernel: minor 31..20 and 7..0, major 19..8 */
  return makedev ((number & 0xfff00) >> 8,
                  (number & 0xff) | ((number >> 12) & 0xfff00)) == id->number;
}

typedef gboolean (*ProcessFunc) (gint pid, gconstpointer data);

/* the first process but our own that @matches; 0: none */
static gint
find_process (ProcessFunc matches, gconstpointer data, GCancellable *cancellable)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) &&
         !g_cancellable_is_cancelled (cancellable)) {
    gint pid = parse_pid (name);

    if (pid > 0 && pid != getpid () && matches (pid, data))
      return pid;
  }
  return 0;
}

static gboolean
open_cb (gint pid, gconstpointer data)
{
  return has_open (pid, data);
}

static gboolean
terminal_cb (gint pid, gconstpointer data)
{
  return is_terminal_of (pid, data);
}

static gboolean
name_cb (gint pid, gconstpointer data)
{
  g_autofree char *comm = read_proc (pid, "comm", NULL);

  return comm && g_str_equal (g_strchomp (comm), data);
}

/* One line of /proc/locks: "1: FLOCK  ADVISORY  WRITE 1234 00:05:678 0 EOF". Everybody
 * may read whose process it is, as long as it is in our own process namespace. */
static gint
get_locker (const char *line, const NodeId *id)
{
  gint pid = 0;
  guint major_number = 0;
  guint minor_number = 0;
  gulong inode = 0;

  if (sscanf (line, "%*[^:]: FLOCK %*s %*s %d %x:%x:%lu", &pid, &major_number,
              &minor_number, &inode) != 4)
    return 0;
  return makedev (major_number, minor_number) == id->device && inode == id->inode ? pid
                                                                                  : 0;
}

static GlowPortHolder *
find_locker (const NodeId *id)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/locks", &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i]; i++) {
    gint pid = get_locker (lines[i], id);
    GlowPortHolder *holder = pid > 0 ? new_holder (pid, FALSE) : NULL;

    if (holder)
      return holder;
  }
  return NULL;
}

/* UUCP's way, still minicom's: a file with the process's number in ten characters. The
 * file of a program that has ended means nothing. */
static GlowPortHolder *
find_lock_file (const char *path)
{
  static const char *const dirs[] = { "/run/lock", "/var/lock", "/run/lock/lockdev" };
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strconcat ("LCK..", base, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (dirs); i++) {
    g_autofree char *file = g_build_filename (dirs[i], name, NULL);
    g_autofree char *text = NULL;
    GlowPortHolder *holder = NULL;

    if (g_file_get_contents (file, &text, NULL, NULL))
      holder = new_holder (parse_pid (g_strstrip (text)), FALSE);
    if (holder)
      return holder;
  }
  return NULL;
}

/**
 * glow_port_holder_find:
 * @path: of a node
 * @cancellable: (nullable): ends the search
 *
 * Our own process does not count.
 *
 * Returns: (transfer full) (nullable): a program that has it, %NULL: none that can be
 * seen
 */
GlowPortHolder *
glow_port_holder_find (const char *path, GCancellable *cancellable)
{
  GlowPortHolder *holder = NULL;
  NodeId id;
  gint pid;

  g_return_val_if_fail (path != NULL, NULL);

  if (!get_node_id (path, &id))
    return NULL;
  pid = find_process (open_cb, &id, cancellable);
  if (pid > 0)
    holder = new_holder (pid, TRUE);
  if (!holder)
    holder = find_locker (&id);
  if (!holder && (pid = find_process (terminal_cb, &id, cancellable)) > 0)
    holder = new_holder (pid, FALSE);
  return holder ? holder : find_lock_file (path);
}

/**
 * glow_port_holder_find_process:
 * @name: of a program, at most 15 characters
 *
 * Returns: (transfer full) (nullable): a program of that name that runs now
 */
GlowPortHolder *
glow_port_holder_find_process (const char *name)
{
  gint pid = find_process (name_cb, name, NULL);

  return pid > 0 ? new_holder (pid, FALSE) : NULL;
}

/**
 * glow_port_holder_count_own:
 * @path: of a node
 *
 * Returns: how many descriptors of our own process are open on it
 */
guint
glow_port_holder_count_own (const char *path)
{
  NodeId id;

  g_return_val_if_fail (path != NULL, 0);

  return get_node_id (path, &id) ? count_descriptors ("/proc/self/fd", &id, NULL) : 0;
}

/**
 * glow_port_holder_free:
 *
 * Any thread.
 */
void
glow_port_holder_free (GlowPortHolder *self)
{
  g_free (self->name);
  g_free (self);
}
