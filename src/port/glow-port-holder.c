/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-port-holder.h"

#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Linux keeps this many characters of a program's name (TASK_COMM_LEN - 1). */
#define COMM_LEN 15

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

/* One line of /proc/locks: "1: FLOCK  ADVISORY  WRITE 1234 00:05:678 0 EOF". Everybody
 * may read whose process it is, as long as it is in our own process namespace. */
static gint
get_locker (const char *line, const GlowNodeId *id)
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
find_locker (const GlowNodeId *id)
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
 * @table: the programs that run
 * @path: of a node
 *
 * Our own process does not count.
 *
 * Returns: (transfer full) (nullable): a program that has it, %NULL: none that can be
 * seen
 */
GlowPortHolder *
glow_port_holder_find (GlowProcessTable *table, const char *path)
{
  GlowPortHolder *holder;
  GlowNodeId id;

  g_return_val_if_fail (path != NULL, NULL);

  if (!glow_node_id_read (&id, path))
    return NULL;
  holder = new_holder (glow_process_table_find_user (table, &id), TRUE);
  if (!holder)
    holder = find_locker (&id);
  if (!holder)
    holder = new_holder (glow_process_table_find_terminal (table, &id), FALSE);
  return holder ? holder : find_lock_file (path);
}

/**
 * glow_port_holder_find_process:
 * @table: the programs that run
 * @name: of a program, at most 15 characters
 *
 * Returns: (transfer full) (nullable): a program of that name
 */
GlowPortHolder *
glow_port_holder_find_process (GlowProcessTable *table, const char *name)
{
  return new_holder (glow_process_table_find_name (table, name), FALSE);
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
