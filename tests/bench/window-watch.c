/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Watches a window from outside, as a window manager would: window-watch start COMMAND...
 * tells how long it takes from the start of a program until its window is up and its main
 * loop answers, and what the program does while nobody touches it; window-watch gap
 * SECONDS tells the longest time in which the loop of the window on the screen does not
 * answer. Prints one line of JSON. */

#define G_LOG_DOMAIN "bench"

#include "config.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIN_WINDOW 100 /* pixels; smaller ones are helpers */
#define PING_US    5000
#define LIMIT_US   (30 * (gint64) G_USEC_PER_SEC)
#define SETTLE_US  (3 * (gint64) G_USEC_PER_SEC)
#define IDLE_US    (5 * (gint64) G_USEC_PER_SEC)

typedef struct {
  Display *display;
  Window root;
  Window window; /* None: not seen yet */
  Atom protocols;
  Atom ping;
} Watch;

static gboolean
watch_open (Watch *self)
{
  self->display = XOpenDisplay (NULL);
  if (!self->display)
    return FALSE;
  self->root = DefaultRootWindow (self->display);
  self->protocols = XInternAtom (self->display, "WM_PROTOCOLS", False);
  self->ping = XInternAtom (self->display, "_NET_WM_PING", False);
  XSelectInput (self->display, self->root, SubstructureNotifyMask);
  return TRUE;
}

/* a window that asks for pings is the program's own, and takes part in the protocol */
static gboolean
takes_pings (Watch *self, Window window)
{
  Atom *atoms = NULL;
  int n_atoms = 0;
  gboolean takes = FALSE;
  XWindowAttributes attributes;

  if (!XGetWindowAttributes (self->display, window, &attributes) ||
      attributes.map_state != IsViewable || attributes.width < MIN_WINDOW ||
      !XGetWMProtocols (self->display, window, &atoms, &n_atoms))
    return FALSE;
  for (int i = 0; i < n_atoms; i++)
    takes = takes || atoms[i] == self->ping;
  XFree (atoms);
  return takes;
}

static void
find_window (Watch *self)
{
  Window root, parent;
  Window *children = NULL;
  unsigned int n_children = 0;

  if (!XQueryTree (self->display, self->root, &root, &parent, &children, &n_children))
    return;
  for (unsigned int i = 0; i < n_children && self->window == None; i++) {
    if (takes_pings (self, children[i]))
      self->window = children[i];
  }
  if (children)
    XFree (children);
}

static void
send_ping (Watch *self)
{
  XEvent event = { 0 };

  event.xclient.type = ClientMessage;
  event.xclient.window = self->window;
  event.xclient.message_type = self->protocols;
  event.xclient.format = 32;
  event.xclient.data.l[0] = (long) self->ping;
  event.xclient.data.l[1] = CurrentTime;
  event.xclient.data.l[2] = (long) self->window;
  XSendEvent (self->display, self->window, False, NoEventMask, &event);
  XFlush (self->display);
}

static gboolean
next_event (Watch *self, XEvent *event, gint64 until_us)
{
  while (XPending (self->display) == 0) {
    struct pollfd item = { .fd = ConnectionNumber (self->display), .events = POLLIN };
    gint64 left_us = until_us - g_get_monotonic_time ();

    if (left_us <= 0)
      return FALSE;
    poll (&item, 1, (int) (left_us + 999) / 1000);
  }
  XNextEvent (self->display, event);
  return TRUE;
}

/* µs until the window answers; -1: it does not */
static gint64
ping (Watch *self)
{
  gint64 start_us = g_get_monotonic_time ();
  XEvent event;

  send_ping (self);
  while (next_event (self, &event, start_us + LIMIT_US)) {
    if (event.type == ClientMessage && event.xclient.message_type == self->protocols &&
        (Atom) event.xclient.data.l[0] == self->ping)
      return g_get_monotonic_time () - start_us;
  }
  return -1;
}

static double
cpu_s (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *text = NULL;
  unsigned long user, system;
  const char *rest;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !(rest = strrchr (text, ')')) ||
      sscanf (rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
              &system) != 2)
    return -1;
  return (double) (user + system) / (double) sysconf (_SC_CLK_TCK);
}

static pid_t
start_program (char **command)
{
  pid_t child = fork ();

  if (child == 0) {
    execvp (command[0], command);
    _exit (EXIT_FAILURE);
  }
  return child;
}

static int
watch_start (Watch *self, char **command)
{
  gint64 start_us = g_get_monotonic_time ();
  pid_t child = start_program (command);
  gint64 mapped_us, usable_us;
  double busy_s, idle_s;
  XEvent event;

  while (self->window == None && next_event (self, &event, start_us + LIMIT_US)) {
    if (event.type == MapNotify)
      find_window (self);
  }
  mapped_us = g_get_monotonic_time () - start_us;
  if (self->window == None || ping (self) < 0)
    return EXIT_FAILURE;
  usable_us = g_get_monotonic_time () - start_us;
  g_usleep (SETTLE_US);
  busy_s = cpu_s (child);
  g_usleep (IDLE_US);
  idle_s = cpu_s (child) - busy_s;
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  printf ("{\"mapped_ms\": %.1f, \"usable_ms\": %.1f, \"cpu_s\": %.3f, "
          "\"idle_cpu_percent\": %.2f}\n",
          (double) mapped_us / 1e3, (double) usable_us / 1e3, busy_s,
          idle_s * 100 * G_USEC_PER_SEC / (double) IDLE_US);
  return EXIT_SUCCESS;
}

static int
watch_gap (Watch *self, double seconds)
{
  gint64 end_us = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  gint64 longest_us = 0;
  guint n_pings = 0;

  find_window (self);
  if (self->window == None)
    return EXIT_FAILURE;
  while (g_get_monotonic_time () < end_us) {
    gint64 us = ping (self);

    if (us < 0)
      return EXIT_FAILURE;
    longest_us = MAX (longest_us, us);
    n_pings++;
    g_usleep (PING_US);
  }
  printf ("{\"longest_gap_ms\": %.1f, \"pings\": %u}\n", (double) longest_us / 1e3,
          n_pings);
  return EXIT_SUCCESS;
}

/* windows come and go while they are looked at */
static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

int
main (int argc, char *argv[])
{
  Watch self = { 0 };

  if (argc < 3 || !watch_open (&self))
    return EXIT_FAILURE;
  XSetErrorHandler (ignore_error);
  if (g_str_equal (argv[1], "start"))
    return watch_start (&self, argv + 2);
  return watch_gap (&self, g_ascii_strtod (argv[2], NULL));
}
