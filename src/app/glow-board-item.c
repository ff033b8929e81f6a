/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-item.h"

#include "glow-board-memory.h"
#include "glow-port-monitor.h"

#include "glow-chip.h"
#include "glow-job-text.h"
#include "glow-port-help.h"
#include "glow-port-target.h"
#include "glow-port-text.h"

#include <glib/gi18n-lib.h>

struct _GlowBoardItem {
  GObject parent_instance;

  /* owned */
  GlowPort *port;           /* (nullable) */
  GlowPortMonitor *monitor; /* (nullable): while it is watched and plugged in */
  GlowPortProblem *problem; /* (nullable): as far as it has been looked for */
  GlowBoard *board;         /* (nullable): the simulated board of a practice entry */
  GlowTarget *target;       /* (nullable): the same for as long as the node stays */
  GlowChipInfo *info;       /* (nullable): not met yet */
  char *id;
  char *title;
  char *subtitle;
  char *facts; /* (nullable): nothing known */

  guint number; /* of a practice board among those of its chip, from 1 */
  guint n_watchers;
  gboolean busy;
  gboolean gone; /* unplugged, and kept for the case that it comes back */
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_HEARD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GlowBoardItem, glow_board_item, G_TYPE_OBJECT)

static const GlowChip *
practice_chip (GlowBoardItem *self)
{
  return glow_chip_find_by_name (glow_board_get_chip_name (self->board));
}

static char *
dup_practice_title (GlowBoardItem *self)
{
  const GlowChip *chip = practice_chip (self);
  const char *name =
    chip ? glow_chip_get_name (chip) : glow_board_get_chip_name (self->board);

  if (self->number > 1)
    /* TRANSLATORS: a simulated board: name of its chip, and which one of several */
    return g_strdup_printf (_ ("Practice board %s (%u)"), name, self->number);
  /* TRANSLATORS: a simulated board, with the name of its chip */
  return g_strdup_printf (_ ("Practice board %s"), name);
}

static char *
dup_port_title (GlowBoardItem *self)
{
  g_autofree char *name = glow_board_item_dup_name (self);

  if (name)
    return g_steal_pointer (&name);
  if (self->info == NULL)
    return g_strdup (glow_port_get_display_name (self->port));
  /* TRANSLATORS: a board with this chip on it */
  return g_strdup_printf (_ ("%s board"), glow_chip_get_name (self->info->chip));
}

static GlowPortProblemKind
get_problem_kind (GlowBoardItem *self)
{
  return self->problem ? glow_port_problem_get_kind (self->problem)
                       : GLOW_PORT_PROBLEM_NONE;
}

static char *
dup_state (GlowBoardItem *self)
{
  if (self->busy && !self->gone)
    return g_strdup (_ ("working"));
  if (self->port && glow_port_get_state (self->port) == GLOW_PORT_SETTLING && !self->gone)
    return g_strdup (_ ("just plugged in"));
  if (self->problem)
    return glow_port_text_dup_state (self->problem);
  return g_strdup (C_ ("board", "ready"));
}

/* bridge and node; the bridge not twice */
static char *
dup_subtitle (GlowBoardItem *self)
{
  g_autofree char *state = dup_state (self);

  if (self->board)
    return g_strdup_printf ("%s · %s", _ ("simulated, no hardware"), state);
  if (g_strcmp0 (self->title, glow_port_get_display_name (self->port)) == 0)
    return g_strdup_printf ("%s · %s", glow_port_get_node_name (self->port), state);
  return g_strdup_printf ("%s · %s · %s", glow_port_get_display_name (self->port),
                          glow_port_get_node_name (self->port), state);
}

/* What was on it the last time helps to tell boards apart before the first contact. */
static char *
dup_facts (GlowBoardItem *self)
{
  g_autofree char *chip = NULL;

  if (self->info)
    return glow_job_text_dup_chip (self->info);
  if (self->port)
    chip = glow_board_memory_dup_chip_name (glow_board_memory_get_default (), self->port);
  /* TRANSLATORS: the chip that was read on this board some time ago */
  return chip ? g_strdup_printf (_ ("Last time: %s"), chip) : NULL;
}

/* takes @text; returns whether it is another one */
static gboolean
take_words (char **place, char *text)
{
  g_autofree char *old = g_steal_pointer (place);

  *place = text;
  return g_strcmp0 (old, text) != 0;
}

/* returns whether anything was told */
static gboolean
update (GlowBoardItem *self)
{
  gboolean changed = take_words (&self->title, self->board ? dup_practice_title (self)
                                                           : dup_port_title (self));

  changed |= take_words (&self->subtitle, dup_subtitle (self));
  changed |= take_words (&self->facts, dup_facts (self));
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return changed;
}

/* Whoever still has it finds the port closed, and nobody is handed it any more. */
static void
drop_target (GlowBoardItem *self)
{
  if (self->target)
    glow_target_close_parked (self->target);
  g_clear_object (&self->target);
}

static void
glow_board_item_finalize (GObject *object)
{
  GlowBoardItem *self = GLOW_BOARD_ITEM (object);

  drop_target (self);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->problem, glow_port_problem_unref);
  g_clear_object (&self->port);
  g_clear_object (&self->board);
  g_clear_pointer (&self->info, glow_chip_info_free);
  g_free (self->id);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->facts);
  G_OBJECT_CLASS (glow_board_item_parent_class)->finalize (object);
}

static void
glow_board_item_class_init (GlowBoardItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_board_item_finalize;
  signals[SIGNAL_HEARD] =
    g_signal_new ("heard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, GLOW_TYPE_BOOT_REPORT);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
glow_board_item_init (GlowBoardItem *self)
{
}

/* takes @problem */
static void
take_problem (GlowBoardItem *self, GlowPortProblem *problem)
{
  g_autoptr (GlowPortProblem) old = g_steal_pointer (&self->problem);

  self->problem = problem;
  if (!glow_port_problem_equal (old, problem) && !update (self))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What the list of ports knows; the monitor looks closer. */
static void
take_port_state (GlowBoardItem *self)
{
  take_problem (self, glow_port_target_new_problem (self->port));
}

static void
monitor_changed_cb (GlowBoardItem *self)
{
  GlowPortProblem *problem = glow_port_monitor_get_problem (self->monitor);

  if (problem && !self->gone)
    take_problem (self, glow_port_problem_ref (problem));
}

static void
update_monitor (GlowBoardItem *self)
{
  gboolean wanted = self->port && self->n_watchers > 0 && !self->gone;
  GlowPort *followed = self->monitor ? glow_port_monitor_get_port (self->monitor) : NULL;

  if (followed && (!wanted || followed != self->port)) {
    g_signal_handlers_disconnect_by_data (self->monitor, self);
    g_clear_object (&self->monitor);
  }
  if (!wanted || self->monitor)
    return;
  self->monitor = glow_port_monitor_new (self->port);
  g_signal_connect_object (self->monitor, "notify::problem",
                           G_CALLBACK (monitor_changed_cb), self, G_CONNECT_SWAPPED);
  monitor_changed_cb (self);
}

/**
 * glow_board_item_new_port:
 * @port: a port that is there
 *
 * Returns: (transfer full): its entry
 */
GlowBoardItem *
glow_board_item_new_port (GlowPort *port)
{
  GlowBoardItem *self = g_object_new (GLOW_TYPE_BOARD_ITEM, NULL);

  self->port = g_object_ref (port);
  self->id = g_strdup (glow_port_get_board_key (port));
  take_port_state (self);
  return self;
}

/**
 * glow_board_item_new_practice:
 * @board: a simulated board
 * @number: which one of its chip, from 1
 *
 * Returns: (transfer full): its entry
 */
GlowBoardItem *
glow_board_item_new_practice (GlowBoard *board, guint number)
{
  GlowBoardItem *self = g_object_new (GLOW_TYPE_BOARD_ITEM, NULL);

  self->board = g_object_ref (board);
  self->number = number;
  self->id = g_strdup_printf ("practice:%s:%u", glow_board_get_chip_name (board), number);
  update (self);
  return self;
}

const char *
glow_board_item_get_id (GlowBoardItem *self)
{
  return self->id;
}

const char *
glow_board_item_get_title (GlowBoardItem *self)
{
  return self->title;
}

const char *
glow_board_item_get_subtitle (GlowBoardItem *self)
{
  return self->subtitle;
}

GlowPort *
glow_board_item_get_port (GlowBoardItem *self)
{
  return self->port;
}

gboolean
glow_board_item_is_practice (GlowBoardItem *self)
{
  return self->board != NULL;
}

/**
 * glow_board_item_is_likely:
 *
 * Returns: %TRUE if it may be chosen without asking; a legacy port may not, there is
 * hardly ever a board on one
 */
gboolean
glow_board_item_is_likely (GlowBoardItem *self)
{
  return self->board != NULL || glow_port_is_likely (self->port);
}

gboolean
glow_board_item_is_usable (GlowBoardItem *self)
{
  if (self->port && glow_port_get_state (self->port) == GLOW_PORT_SETTLING)
    return FALSE;
  return get_problem_kind (self) == GLOW_PORT_PROBLEM_NONE;
}

/**
 * glow_board_item_is_occupied:
 *
 * Returns: %TRUE if somebody else has the port and will let go of it some time
 */
gboolean
glow_board_item_is_occupied (GlowBoardItem *self)
{
  GlowPortProblemKind kind = get_problem_kind (self);

  return kind == GLOW_PORT_PROBLEM_IN_USE ||
         (kind == GLOW_PORT_PROBLEM_CLAIMED &&
          g_strcmp0 (glow_port_problem_get_service (self->problem), "ModemManager") == 0);
}

/**
 * glow_board_item_get_problem:
 *
 * Returns: (transfer none) (nullable): what keeps it from being used; a practice board
 *   has none, and a ready port one of the kind "none"
 */
GlowPortProblem *
glow_board_item_get_problem (GlowBoardItem *self)
{
  return self->problem;
}

/**
 * glow_board_item_get_icon_name:
 *
 * Returns: (transfer none): the symbol of its state
 */
const char *
glow_board_item_get_icon_name (GlowBoardItem *self)
{
  return glow_port_help_get_icon_name (self->busy && !self->gone ? NULL : self->problem);
}

/**
 * glow_board_item_watch:
 *
 * Keeps the state fresh until glow_board_item_unwatch() is called as often as this.
 */
void
glow_board_item_watch (GlowBoardItem *self)
{
  self->n_watchers++;
  update_monitor (self);
}

void
glow_board_item_unwatch (GlowBoardItem *self)
{
  g_return_if_fail (self->n_watchers > 0);

  self->n_watchers--;
  update_monitor (self);
}

/* Another board may hang on the same adapter after it was unplugged, unless a run was
 * just following it. */
static void
forget_chip_if_replugged (GlowBoardItem *self, GlowPort *port)
{
  if (self->busy ||
      glow_port_get_plugged_us (port) == glow_port_get_plugged_us (self->port))
    return;
  g_clear_pointer (&self->info, glow_chip_info_free);
}

/**
 * glow_board_item_update_port:
 * @port: what the list says about a port now
 *
 * Takes @port over if it is the port of this entry, maybe under another node.
 *
 * Returns: %TRUE if it was
 */
gboolean
glow_board_item_update_port (GlowBoardItem *self, GlowPort *port)
{
  if (self->port == NULL || glow_port_get_row (port) != glow_port_get_row (self->port))
    return FALSE;
  forget_chip_if_replugged (self, port);
  if (!glow_port_target_is_same_way (self->port, port))
    drop_target (self);
  g_set_object (&self->port, port);
  g_free (self->id);
  self->id = g_strdup (glow_port_get_board_key (port));
  self->gone = FALSE;
  if (self->monitor == NULL ||
      !glow_port_equal (port, glow_port_monitor_get_port (self->monitor)))
    take_port_state (self);
  update_monitor (self);
  update (self);
  return TRUE;
}

/**
 * glow_board_item_set_gone:
 *
 * Its port was unplugged; the entry is kept for the case that it comes back.
 */
void
glow_board_item_set_gone (GlowBoardItem *self)
{
  const GlowPortProblemInfo info = {
    .kind = GLOW_PORT_PROBLEM_UNPLUGGED,
    .devnode = glow_port_get_devnode (self->port),
  };

  self->gone = TRUE;
  if (self->target)
    glow_target_close_parked (self->target);
  update_monitor (self);
  take_problem (self, glow_port_problem_new (&info));
  /* the monitor may have found the same before, while a run was still said to be on */
  update (self);
}

gboolean
glow_board_item_is_gone (GlowBoardItem *self)
{
  return self->gone;
}

/**
 * glow_board_item_dup_name:
 *
 * Returns: (transfer full) (nullable): the name the user gave the board
 */
char *
glow_board_item_dup_name (GlowBoardItem *self)
{
  if (self->port == NULL)
    return NULL;
  return glow_board_memory_dup_name (glow_board_memory_get_default (), self->port);
}

/**
 * glow_board_item_set_name:
 * @name: the user's own name for the board; empty: none
 */
void
glow_board_item_set_name (GlowBoardItem *self, const char *name)
{
  g_return_if_fail (self->port != NULL);

  glow_board_memory_set_name (glow_board_memory_get_default (), self->port,
                              name[0] ? name : NULL);
  update (self);
}

GlowPortMonitor *
glow_board_item_get_monitor (GlowBoardItem *self)
{
  return self->monitor;
}

void
glow_board_item_set_busy (GlowBoardItem *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  update (self);
}

/**
 * glow_board_item_note_boot:
 * @report: how it started, as a run has heard it
 *
 * Tells whoever shows what the board says.
 */
void
glow_board_item_note_boot (GlowBoardItem *self, GlowBootReport *report)
{
  g_signal_emit (self, signals[SIGNAL_HEARD], 0, report);
}

gboolean
glow_board_item_is_busy (GlowBoardItem *self)
{
  return self->busy;
}

/**
 * glow_board_item_get_proven_baud:
 *
 * Returns: bits per second its adapter was clean at last time; 0: not known
 */
guint
glow_board_item_get_proven_baud (GlowBoardItem *self)
{
  return self->port
           ? glow_board_memory_get_baud (glow_board_memory_get_default (), self->port)
           : 0;
}

/**
 * glow_board_item_set_proven_baud:
 * @baud: bits per second that a whole run has held
 *
 * Remembers it for the next one.
 */
void
glow_board_item_set_proven_baud (GlowBoardItem *self, guint baud)
{
  if (self->port)
    glow_board_memory_set_baud (glow_board_memory_get_default (), self->port, baud);
}

/**
 * glow_board_item_set_chip_info:
 * @info: what the last contact showed
 */
void
glow_board_item_set_chip_info (GlowBoardItem *self, const GlowChipInfo *info)
{
  g_clear_pointer (&self->info, glow_chip_info_free);
  self->info = glow_chip_info_copy (info);
  if (self->port)
    glow_board_memory_set_chip_name (glow_board_memory_get_default (), self->port,
                                     glow_chip_get_name (info->chip));
  update (self);
}

const GlowChipInfo *
glow_board_item_get_chip_info (GlowBoardItem *self)
{
  return self->info;
}

/**
 * glow_board_item_get_facts:
 *
 * Returns: (transfer none) (nullable): what the last contact showed, in words; before
 *   the first one in this session, which chip it was the last time
 */
const char *
glow_board_item_get_facts (GlowBoardItem *self)
{
  return self->facts;
}

/**
 * glow_board_item_create_target:
 *
 * The same one as long as the node stays, so that a port that one use has left open is
 * there for the next.
 *
 * Returns: (transfer full): how a worker reaches the board
 */
GlowTarget *
glow_board_item_create_target (GlowBoardItem *self)
{
  if (!self->target)
    self->target = self->board ? glow_board_target_new (self->board, TRUE)
                               : glow_port_target_new (self->port);
  return g_object_ref (self->target);
}
