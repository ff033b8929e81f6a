/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The files of a process are shown to its user and to root alone; its name and its
 * terminal to everybody. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-process-table.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

typedef struct {
  gint pid;
  char *name; /* owned: at most 15 characters (TASK_COMM_LEN) */
  guint terminal;
} Process;

typedef struct {
  gint pid;
  char *link; /* owned: what the descriptor is called */
  GlowNodeId id;
} Descriptor;

struct _GlowProcessTable {
  /* owned */
  GArray *processes;   /* Process, our own not among them */
  GArray *descriptors; /* Descriptor, of devices; our own among them */
};

static void
clear_process (gpointer data)
{
  g_free (((Process *) data)->name);
}

static void
clear_descriptor (gpointer data)
{
  g_free (((Descriptor *) data)->link);
}

/**
 * glow_node_id_read:
 * @self: (out caller-allocates): what @path is
 * @path: of a node, or of a link to one
 *
 * Opens nothing. Any thread.
 *
 * Returns: %FALSE when there is none
 */
gboolean
glow_node_id_read (GlowNodeId *self, const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return FALSE;
  self->device = status.st_dev;
  self->inode = status.st_ino;
  self->number = S_ISCHR (status.st_mode) ? status.st_rdev : 0;
  return TRUE;
}

static gboolean
is_same_node (const GlowNodeId *a, const GlowNodeId *b)
{
  return (a->device == b->device && a->inode == b->inode) ||
         (a->number != 0 && a->number == b->number);
}

/* What every program has open and what is no port. */
static gboolean
is_interesting (const char *link)
{
  static const char *const boring[] = { "/dev/null",    "/dev/zero", "/dev/random",
                                        "/dev/urandom", "/dev/ptmx", "/dev/pts/ptmx" };

  /* a container may have the system's /dev elsewhere */
  if (!strstr (link, "/dev/") || g_str_has_prefix (link, "/dev/shm/"))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (boring); i++)
    if (g_str_equal (link, boring[i]))
      return FALSE;
  return TRUE;
}

static void
read_descriptors (GlowProcessTable *self, gint pid)
{
  g_autofree char *dir_path = g_strdup_printf ("/proc/%d/fd", pid);
  g_autoptr (GDir) dir = g_dir_open (dir_path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (dir_path, name, NULL);
    g_autofree char *link = g_file_read_link (path, NULL);
    Descriptor descriptor = { .pid = pid };

    if (!link || !is_interesting (link) || !glow_node_id_read (&descriptor.id, path))
      continue;
    descriptor.link = g_steal_pointer (&link);
    g_array_append_val (self->descriptors, descriptor);
  }
}

/* "PID (NAME) STATE PPID PGRP SESSION TTY ...", with anything in NAME (proc(5)) */
static void
read_process (GlowProcessTable *self, gint pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  Process process = { .pid = pid };
  const char *name;
  const char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  name = strchr (text, '(');
  end = strrchr (text, ')');
  if (!name || !end || end < name)
    return;
  (void) sscanf (end, ") %*c %*d %*d %*d %u", &process.terminal);
  process.name = g_strndup (name + 1, (gsize) (end - name - 1));
  g_array_append_val (self->processes, process);
}

static GlowProcessTable *
create (void)
{
  GlowProcessTable *self = g_atomic_rc_box_new0 (GlowProcessTable);

  self->processes = g_array_new (FALSE, FALSE, sizeof (Process));
  g_array_set_clear_func (self->processes, clear_process);
  self->descriptors = g_array_new (FALSE, FALSE, sizeof (Descriptor));
  g_array_set_clear_func (self->descriptors, clear_descriptor);
  read_descriptors (self, getpid ());
  return self;
}

/**
 * glow_process_table_new:
 * @cancellable: (nullable): ends the reading early
 *
 * Returns: (transfer full): all programs that can be seen
 */
GlowProcessTable *
glow_process_table_new (GCancellable *cancellable)
{
  GlowProcessTable *self = create ();
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) &&
         !g_cancellable_is_cancelled (cancellable)) {
    guint64 pid = 0;

    if (!g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT, &pid, NULL) ||
        (gint) pid == getpid ())
      continue;
    read_process (self, (gint) pid);
    read_descriptors (self, (gint) pid);
  }
  return self;
}

/**
 * glow_process_table_new_own:
 *
 * Returns: (transfer full): only what we have open ourselves; fast
 */
GlowProcessTable *
glow_process_table_new_own (void)
{
  return create ();
}

/**
 * glow_process_table_ref:
 *
 * Returns: (transfer full): @self
 */
GlowProcessTable *
glow_process_table_ref (GlowProcessTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GlowProcessTable *self = data;

  g_array_unref (self->processes);
  g_array_unref (self->descriptors);
}

/**
 * glow_process_table_unref:
 */
void
glow_process_table_unref (GlowProcessTable *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static gboolean
is_master_of (gint pid, const char *fd, const char *index_line)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fdinfo/%s", pid, fd);
  g_autofree char *info = NULL;

  return g_file_get_contents (path, &info, NULL, NULL) && strstr (info, index_line);
}

/* A pseudo-terminal's other end belongs to whoever made it, such as a simulated board: it
 * often has our end open as well, to keep it alive, and is no user of it. */
static gboolean
is_far_end (const Descriptor *descriptor)
{
  g_autofree char *fd_dir = g_strdup_printf ("/proc/%d/fd", descriptor->pid);
  g_autofree char *line = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *fd;

  if (!g_str_has_prefix (descriptor->link, "/dev/pts/"))
    return FALSE;
  line = g_strdup_printf ("tty-index:\t%s\n", descriptor->link + strlen ("/dev/pts/"));
  dir = g_dir_open (fd_dir, 0, NULL);
  while (dir && (fd = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fd_dir, fd, NULL);
    g_autofree char *link = g_file_read_link (path, NULL);

    if (link && g_str_has_suffix (link, "/ptmx") &&
        is_master_of (descriptor->pid, fd, line))
      return TRUE;
  }
  return FALSE;
}

/**
 * glow_process_table_find_user:
 * @id: a node
 *
 * Returns: a process that has it open and may be seen to; 0: none
 */
gint
glow_process_table_find_user (GlowProcessTable *self, const GlowNodeId *id)
{
  for (guint i = 0; i < self->descriptors->len; i++) {
    const Descriptor *descriptor = &g_array_index (self->descriptors, Descriptor, i);

    if (descriptor->pid != getpid () && is_same_node (&descriptor->id, id) &&
        !is_far_end (descriptor))
      return descriptor->pid;
  }
  return 0;
}

/**
 * glow_process_table_find_terminal:
 * @id: a node
 *
 * Returns: a process whose controlling terminal it is, such as a getty; 0: none
 */
gint
glow_process_table_find_terminal (GlowProcessTable *self, const GlowNodeId *id)
{
  for (guint i = 0; i < self->processes->len && id->number != 0; i++) {
    const Process *process = &g_array_index (self->processes, Process, i);
    guint terminal = process->terminal;

    /* new_encode_dev() of the kernel: minor 31..20 and 7..0, major 19..8 */
    if (terminal != 0 &&
        makedev ((terminal & 0xfff00) >> 8,
                 (terminal & 0xff) | ((terminal >> 12) & 0xfff00)) == id->number)
      return process->pid;
  }
  return 0;
}

/**
 * glow_process_table_find_name:
 * @name: of a program, at most 15 characters
 *
 * Returns: a process of that name; 0: none
 */
gint
glow_process_table_find_name (GlowProcessTable *self, const char *name)
{
  for (guint i = 0; i < self->processes->len; i++) {
    const Process *process = &g_array_index (self->processes, Process, i);

    if (g_str_equal (process->name, name))
      return process->pid;
  }
  return 0;
}

/**
 * glow_process_table_count_own:
 * @id: a node
 *
 * Returns: how many descriptors of our own process are open on it
 */
guint
glow_process_table_count_own (GlowProcessTable *self, const GlowNodeId *id)
{
  guint count = 0;

  for (guint i = 0; i < self->descriptors->len; i++) {
    const Descriptor *descriptor = &g_array_index (self->descriptors, Descriptor, i);

    count += descriptor->pid == getpid () && is_same_node (&descriptor->id, id) ? 1 : 0;
  }
  return count;
}
