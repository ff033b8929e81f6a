/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * glow-rigd: a fake USB bus with simulated boards, driven by lines on stdin. It runs
 * under run-in-rig.sh; so does the program under test, with the directory that the first
 * line of output names ("dir PATH") in UMOCKDEV_DIR.
 *
 *   plug NAME USBNAME VID PID DRIVER SERIAL|- MANUFACTURER|PRODUCT [KEY=VALUE...]
 *       board=CHIP mode=running-app|download|silent flash-size=4MB flash-file=PATH pace=1
 *   device USBNAME VID PID DRIVER|- SERIAL|- MANUFACTURER|PRODUCT [class=03]
 *       a USB device without a tty
 *   remove USBNAME             unplugs it
 *   claim NAME                 a program takes the port from its driver: the node goes
 *   unplug NAME
 *   unplug-after NAME BYTES    pulls the plug as soon as it has received so many more
 *   chmod NAME MODE            octal
 *   lose NAME DRIVER|-         the node goes, the device stays: "usbfs" as brltty does it
 *   report NAME FILE           the board's report, JSON
 *   dump NAME FILE             the content of its flash
 *   legacy NAME                a ttyS without anything behind it
 *   quit                       or the end of the input
 *
 * Each is answered by "ok ..." with its own words, or "error WHY". Events: "lines NAME
 * dtr=0 rts=1 TIOCMSET", "opened NAME", "closed NAME", "unplugged NAME". */

#include "config.h"

#include "glow-rig-slot.h"

#include "glow-error.h"

#include <string.h>

typedef struct {
  /* owned */
  GlowFakeBus *bus;
  GMainLoop *loop;
  GHashTable *slots; /* name → GlowRigSlot */
  GHashTable *bare;  /* USB name → GlowFakeUsb */
} Rig;

static void
unplug_cb (GlowRigSlot *slot, gpointer user_data)
{
  Rig *rig = user_data;
  g_autofree char *name = g_strdup (glow_rig_slot_get_name (slot));

  g_hash_table_remove (rig->slots, name);
  glow_rig_say ("unplugged %s", name);
}

static GlowRigSlot *
find_slot (Rig *rig, const char *name, GError **error)
{
  GlowRigSlot *slot = g_hash_table_lookup (rig->slots, name);

  if (!slot)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_PORT, "%s is not plugged", name);
  return slot;
}

static GlowRigBoard *
find_board (Rig *rig, const char *name, GError **error)
{
  GlowRigSlot *slot = find_slot (rig, name, error);
  GlowRigBoard *board = slot ? glow_rig_slot_get_board (slot) : NULL;

  if (slot && !board)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED, "no board behind %s", name);
  return board;
}

static gboolean
run_plug (Rig *rig, const char *line, GError **error)
{
  g_autoptr (GlowRigPlan) plan = glow_rig_plan_parse (line, error);
  GlowRigSlot *slot;

  if (!plan)
    return FALSE;
  if (g_hash_table_contains (rig->slots, plan->name)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_BUSY, "%s is plugged already", plan->name);
    return FALSE;
  }
  slot = glow_rig_slot_new (rig->bus, g_steal_pointer (&plan), unplug_cb, rig, error);
  if (!slot)
    return FALSE;
  g_hash_table_insert (rig->slots, g_strdup (glow_rig_slot_get_name (slot)), slot);
  return TRUE;
}

/* as a plug line without the name of a tty */
static gboolean
run_device (Rig *rig, const char *line, GError **error)
{
  g_autofree char *plug_line = g_strconcat ("plug - ", line + strlen ("device "), NULL);
  g_autoptr (GlowRigPlan) plan = glow_rig_plan_parse (plug_line, error);
  GlowFakePortSpec spec;

  if (!plan)
    return FALSE;
  spec = (GlowFakePortSpec){
    .usb_name = plan->usb_name,
    .vid = plan->vid,
    .pid = plan->pid,
    .manufacturer = plan->manufacturer,
    .product = plan->product,
    .serial = plan->serial,
    .driver = g_str_equal (plan->driver, "-") ? NULL : plan->driver,
    .interface_class = plan->interface_class,
  };
  g_hash_table_insert (rig->bare, g_strdup (plan->usb_name),
                       glow_fake_usb_plug (rig->bus, &spec));
  return TRUE;
}

static gboolean
run_remove (Rig *rig, char **words, GError **error)
{
  if (g_hash_table_remove (rig->bare, words[1]))
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_PORT, "%s is not plugged", words[1]);
  return FALSE;
}

static gboolean
run_claim (Rig *rig, char **words, GError **error)
{
  GlowRigSlot *slot = find_slot (rig, words[1], error);

  if (slot)
    glow_fake_port_lose_node (glow_rig_slot_get_port (slot), "usbfs");
  return slot != NULL;
}

static gboolean
run_unplug (Rig *rig, char **words, GError **error)
{
  return find_slot (rig, words[1], error) && g_hash_table_remove (rig->slots, words[1]);
}

static gboolean
run_unplug_after (Rig *rig, char **words, GError **error)
{
  GlowRigSlot *slot = find_slot (rig, words[1], error);
  guint64 limit_len = 0;

  if (!slot ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXUINT32, &limit_len, error))
    return FALSE;
  glow_rig_slot_set_limit (slot, limit_len);
  return TRUE;
}

static gboolean
run_chmod (Rig *rig, char **words, GError **error)
{
  GlowRigSlot *slot = find_slot (rig, words[1], error);
  guint64 mode = 0;

  if (!slot || !g_ascii_string_to_unsigned (words[2], 8, 0, 0777, &mode, error))
    return FALSE;
  glow_fake_port_set_mode (glow_rig_slot_get_port (slot), (guint) mode);
  return TRUE;
}

static gboolean
run_lose (Rig *rig, char **words, GError **error)
{
  GlowRigSlot *slot = find_slot (rig, words[1], error);

  if (!slot)
    return FALSE;
  glow_fake_port_lose_node (glow_rig_slot_get_port (slot),
                            g_str_equal (words[2], "-") ? NULL : words[2]);
  return TRUE;
}

static gboolean
run_report (Rig *rig, char **words, GError **error)
{
  GlowRigBoard *board = find_board (rig, words[1], error);
  g_autofree char *report = board ? glow_rig_board_dup_report (board) : NULL;

  return report && g_file_set_contents (words[2], report, -1, error);
}

static gboolean
run_dump (Rig *rig, char **words, GError **error)
{
  GlowRigBoard *board = find_board (rig, words[1], error);
  g_autoptr (GBytes) flash = board ? glow_rig_board_dup_flash (board) : NULL;
  gsize size = 0;
  const char *content = flash ? g_bytes_get_data (flash, &size) : NULL;

  return flash && g_file_set_contents (words[2], content, (gssize) size, error);
}

static gboolean
run_legacy (Rig *rig, char **words, GError **error)
{
  glow_fake_bus_add_legacy_port (rig->bus, words[1]);
  return TRUE;
}

static gboolean
run_command (Rig *rig, char **words, GError **error)
{
  static const struct {
    const char *name;
    guint n_words;
    gboolean (*run) (Rig *rig, char **words, GError **error);
  } commands[] = {
    { "unplug", 2, run_unplug }, { "unplug-after", 3, run_unplug_after },
    { "chmod", 3, run_chmod },   { "report", 3, run_report },
    { "dump", 3, run_dump },     { "legacy", 2, run_legacy },
    { "claim", 2, run_claim },   { "remove", 2, run_remove },
    { "lose", 3, run_lose },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (words[0], commands[i].name) == 0 &&
        g_strv_length (words) == commands[i].n_words)
      return commands[i].run (rig, words, error);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_ARGUMENT, "no such command");
  return FALSE;
}

static void
run_line (Rig *rig, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  gboolean is_plug = g_str_has_prefix (line, "plug ");
  gboolean is_device = g_str_has_prefix (line, "device ");
  gboolean done;

  if (g_str_equal (line, "quit")) {
    g_main_loop_quit (rig->loop);
    return;
  }
  if (is_plug)
    done = run_plug (rig, line, &error);
  else if (is_device)
    done = run_device (rig, line, &error);
  else
    done = run_command (rig, words, &error);
  if (!done)
    glow_rig_say ("error %s: %s", line, error->message);
  else if (is_plug)
    glow_rig_say ("ok plug %s", words[1]);
  else if (is_device)
    glow_rig_say ("ok device %s", words[1]);
  else
    glow_rig_say ("ok %s", line);
}

static gboolean
input_cb (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  Rig *rig = data;
  g_autofree char *line = NULL;
  GIOStatus status = g_io_channel_read_line (channel, &line, NULL, NULL, NULL);

  if (status == G_IO_STATUS_AGAIN)
    return G_SOURCE_CONTINUE;
  if (status != G_IO_STATUS_NORMAL) {
    g_main_loop_quit (rig->loop);
    return G_SOURCE_REMOVE;
  }
  g_strchomp (line);
  if (*line)
    run_line (rig, line);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GlowFakeBus) bus = glow_fake_bus_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GHashTable) slots =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                           (GDestroyNotify) glow_rig_slot_free);
  g_autoptr (GHashTable) bare =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                           (GDestroyNotify) glow_fake_usb_unplug);
  Rig rig = { .bus = bus, .loop = loop, .slots = slots, .bare = bare };

  glow_rig_say ("dir %s", glow_fake_bus_get_dir (bus));
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_cb, &rig);
  g_main_loop_run (loop);
  g_hash_table_remove_all (slots);
  g_hash_table_remove_all (bare);
  return 0;
}
