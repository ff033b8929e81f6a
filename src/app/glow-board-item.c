/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-board-item.h"

#include "glow-port-list.h"

#include "glow-chip.h"
#include "glow-job-text.h"

#include <glib/gi18n-lib.h>

struct _GlowBoardItem {
  GObject parent_instance;

  /* owned */
  GlowPort *port;     /* (nullable) */
  GlowBoard *board;   /* (nullable): the simulated board of a practice entry */
  GlowChipInfo *info; /* (nullable): not met yet */
  char *id;
  char *title;
  char *subtitle;
  char *facts; /* (nullable): not met yet */

  guint number; /* of a practice board among those of its chip, from 1 */
  gboolean busy;
};

enum {
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_FACTS,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

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
  if (self->info == NULL)
    return g_strdup (glow_port_get_display_name (self->port));
  /* TRANSLATORS: a board with this chip on it */
  return g_strdup_printf (_ ("%s board"), glow_chip_get_name (self->info->chip));
}

static const char *
get_state_word (GlowBoardItem *self)
{
  if (self->busy)
    return _ ("working");
  if (!glow_board_item_is_usable (self))
    return _ ("no permission");
  return C_ ("board", "ready");
}

static char *
dup_subtitle (GlowBoardItem *self)
{
  const char *state = get_state_word (self);

  if (self->board)
    return g_strdup_printf ("%s · %s", _ ("simulated, no hardware"), state);
  if (self->info == NULL)
    return g_strdup_printf ("%s · %s", glow_port_get_node_name (self->port), state);
  return g_strdup_printf ("%s · %s · %s", glow_port_get_display_name (self->port),
                          glow_port_get_node_name (self->port), state);
}

static void
update_words (GlowBoardItem *self)
{
  g_autofree char *title =
    self->board ? dup_practice_title (self) : dup_port_title (self);
  g_autofree char *subtitle = dup_subtitle (self);

  if (g_strcmp0 (title, self->title) != 0) {
    g_free (self->title);
    self->title = g_steal_pointer (&title);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  }
  if (g_strcmp0 (subtitle, self->subtitle) != 0) {
    g_free (self->subtitle);
    self->subtitle = g_steal_pointer (&subtitle);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
  }
}

static void
glow_board_item_finalize (GObject *object)
{
  GlowBoardItem *self = GLOW_BOARD_ITEM (object);

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
glow_board_item_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  GlowBoardItem *self = GLOW_BOARD_ITEM (object);

  switch (prop_id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_SUBTITLE:
    g_value_set_string (value, self->subtitle);
    break;
  case PROP_FACTS:
    g_value_set_string (value, self->facts);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
glow_board_item_class_init (GlowBoardItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = glow_board_item_finalize;
  object_class->get_property = glow_board_item_get_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_FACTS] = g_param_spec_string ("facts", NULL, NULL, NULL, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
glow_board_item_init (GlowBoardItem *self)
{
}

/* The socket a USB adapter is plugged into says more about "the same board" than the
 * number the kernel gives its node. */
static char *
dup_port_id (GlowPort *port)
{
  const char *serial = glow_port_get_serial (port);

  if (!glow_port_is_usb (port) || glow_port_get_usb_path (port) == NULL)
    return g_strdup (glow_port_get_devnode (port));
  return g_strdup_printf ("usb:%s:%04x:%04x:%s", glow_port_get_usb_path (port),
                          glow_port_get_vid (port), glow_port_get_pid (port),
                          serial ? serial : "");
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
  self->id = dup_port_id (port);
  update_words (self);
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
  update_words (self);
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
  return self->board != NULL || glow_port_is_usb (self->port);
}

gboolean
glow_board_item_is_usable (GlowBoardItem *self)
{
  return self->board != NULL || glow_port_get_state (self->port) == GLOW_PORT_READY;
}

/**
 * glow_board_item_update_port:
 * @port: what the list says about a port now
 *
 * Takes @port over if it is the port of this entry and was not unplugged in between:
 * another board may hang on the same adapter after that.
 *
 * Returns: %TRUE if it was
 */
gboolean
glow_board_item_update_port (GlowBoardItem *self, GlowPort *port)
{
  g_autofree char *id = dup_port_id (port);

  if (self->port == NULL || g_strcmp0 (id, self->id) != 0 ||
      g_strcmp0 (glow_port_get_devnode (port), glow_port_get_devnode (self->port)) != 0 ||
      glow_port_get_plugged_us (port) != glow_port_get_plugged_us (self->port))
    return FALSE;
  g_set_object (&self->port, port);
  update_words (self);
  return TRUE;
}

void
glow_board_item_set_busy (GlowBoardItem *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  update_words (self);
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
  g_free (self->facts);
  self->facts = glow_job_text_dup_chip (info);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
  update_words (self);
}

const GlowChipInfo *
glow_board_item_get_chip_info (GlowBoardItem *self)
{
  return self->info;
}

/**
 * glow_board_item_get_facts:
 *
 * Returns: (transfer none) (nullable): what the last contact showed, in words
 */
const char *
glow_board_item_get_facts (GlowBoardItem *self)
{
  return self->facts;
}

static char *
find_port (gpointer user_data)
{
  return glow_port_find_again (user_data);
}

static GlowTarget *
create_port_target (GlowPort *port)
{
  guint16 vid = glow_port_get_vid (port);
  guint16 pid = glow_port_get_pid (port);
  GlowTarget *target = glow_target_new_usb_serial (glow_port_get_devnode (port),
                                                   glow_target_usb_from_ids (vid, pid));

  glow_target_set_flow_control (target, glow_target_flow_control_from_ids (vid, pid));
  glow_target_set_finder (target, find_port, g_object_ref (port), g_object_unref);
  return target;
}

/**
 * glow_board_item_create_target:
 *
 * Returns: (transfer full): how a worker reaches the board
 */
GlowTarget *
glow_board_item_create_target (GlowBoardItem *self)
{
  if (self->board)
    return glow_board_target_new (self->board, TRUE);
  return create_port_target (self->port);
}
