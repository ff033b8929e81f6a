/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * A board is known by its own serial number. One that has none is known by its place, and
 * then the serial number it does have must be the same, too. */

#define G_LOG_DOMAIN "glow-port"

#include "config.h"

#include "glow-board-memory.h"

#include "glow-board-file.h"

#define NAME           "name"
#define CHIP           "chip"
#define RESET_SEQUENCE "reset-sequence"
#define BAUD           "baud"
#define SERIAL         "serial"

/* Characters; longer ones are cut. */
#define MAX_NAME_LEN 60

struct _GlowBoardMemory {
  GObject parent_instance;

  /* owned */
  char *path;
  GKeyFile *known;    /* as it is with all changes */
  GPtrArray *changes; /* of GlowBoardChange, not given to a writer yet */
  GThread *writer;    /* (nullable): at work, or to be joined */
  guint save_source;
};

G_DEFINE_FINAL_TYPE (GlowBoardMemory, glow_board_memory, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
glow_board_memory_finalize (GObject *object)
{
  GlowBoardMemory *self = GLOW_BOARD_MEMORY (object);

  glow_board_memory_sync (self, NULL);
  g_key_file_unref (self->known);
  g_ptr_array_unref (self->changes);
  g_free (self->path);
  G_OBJECT_CLASS (glow_board_memory_parent_class)->finalize (object);
}

static void
glow_board_memory_class_init (GlowBoardMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = glow_board_memory_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
glow_board_memory_init (GlowBoardMemory *self)
{
  self->changes = glow_board_changes_new ();
}

/**
 * glow_board_memory_new:
 * @file: where it is kept; a local one that need not exist
 *
 * Reads the file. Main thread.
 *
 * Returns: (transfer full): the memory
 */
GlowBoardMemory *
glow_board_memory_new (GFile *file)
{
  GlowBoardMemory *self = g_object_new (GLOW_TYPE_BOARD_MEMORY, NULL);

  self->path = g_file_get_path (file);
  self->known = glow_board_file_load (self->path);
  return self;
}

static GQuark
default_memory_quark (void)
{
  return g_quark_from_static_string ("glow-board-memory-default");
}

/**
 * glow_board_memory_get_default:
 *
 * The memory of this user, in the state directory; read when it is asked for first. Main
 * thread.
 *
 * Returns: (transfer none): the memory
 */
GlowBoardMemory *
glow_board_memory_get_default (void)
{
  GlowBoardMemory *self =
    g_type_get_qdata (GLOW_TYPE_BOARD_MEMORY, default_memory_quark ());
  g_autoptr (GFile) file = NULL;

  if (self)
    return self;
  file =
    g_file_new_build_filename (g_get_user_state_dir (), "glowplug", "boards.ini", NULL);
  self = glow_board_memory_new (file);
  g_type_set_qdata (GLOW_TYPE_BOARD_MEMORY, default_memory_quark (), self);
  return self;
}

/* What a writer works on; it owns all of it. */
typedef struct {
  char *path;
  GPtrArray *changes;
} Work;

static gpointer
write_in_thread (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;

  if (!glow_board_file_save (work->path, work->changes, &error))
    g_warning ("%s", error->message);
  g_ptr_array_unref (work->changes);
  g_free (work->path);
  g_free (work);
  return NULL;
}

static void
join_writer (GlowBoardMemory *self)
{
  if (self->writer)
    g_thread_join (g_steal_pointer (&self->writer));
}

static GPtrArray *
take_changes (GlowBoardMemory *self)
{
  GPtrArray *changes = g_steal_pointer (&self->changes);

  self->changes = glow_board_changes_new ();
  return changes;
}

/* Writers follow one another, so that the last value wins. */
static gboolean
save_cb (gpointer data)
{
  GlowBoardMemory *self = data;
  Work *work = g_new0 (Work, 1);

  self->save_source = 0;
  join_writer (self);
  work->path = g_strdup (self->path);
  work->changes = take_changes (self);
  self->writer = g_thread_new ("board-memory", write_in_thread, work);
  return G_SOURCE_REMOVE;
}

/**
 * glow_board_memory_sync:
 * @error: %GLOW_ERROR_FILE
 *
 * Writes what is not written yet, and waits for that: at the end of a program. Main
 * thread.
 *
 * Returns: whether it is written
 */
gboolean
glow_board_memory_sync (GlowBoardMemory *self, GError **error)
{
  g_autoptr (GPtrArray) changes = NULL;

  g_return_val_if_fail (GLOW_IS_BOARD_MEMORY (self), FALSE);

  g_clear_handle_id (&self->save_source, g_source_remove);
  join_writer (self);
  changes = take_changes (self);
  return changes->len == 0 || glow_board_file_save (self->path, changes, error);
}

static void
set_value (GlowBoardMemory *self, GlowPort *port, const char *name, const char *value)
{
  g_autoptr (GPtrArray) change = glow_board_changes_new ();
  const char *board = glow_port_get_board_key (port);

  glow_board_changes_add (change, board, name, value);
  glow_board_changes_apply (change, self->known);
  glow_board_changes_add (self->changes, board, name, value);
}

static void
tell_changed (GlowBoardMemory *self, GlowPort *port)
{
  if (!self->save_source)
    self->save_source = g_timeout_add (200, save_cb, self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, glow_port_get_board_key (port));
}

/* The place is another board's when another serial number was seen in it. */
static gboolean
is_place_of (GlowBoardMemory *self, GlowPort *port)
{
  g_autofree char *serial =
    g_key_file_get_string (self->known, glow_port_get_place_key (port), SERIAL, NULL);
  const char *own = glow_port_get_serial (port);

  return g_strcmp0 (serial ? serial : "", own ? own : "") == 0;
}

static char *
dup_value (GlowBoardMemory *self, GlowPort *port, const char *name)
{
  char *value = NULL;

  g_return_val_if_fail (GLOW_IS_BOARD_MEMORY (self) && GLOW_IS_PORT (port), NULL);

  if (glow_port_has_own_serial (port))
    value =
      g_key_file_get_string (self->known, glow_port_get_board_key (port), name, NULL);
  if (!value && is_place_of (self, port))
    value =
      g_key_file_get_string (self->known, glow_port_get_place_key (port), name, NULL);
  return value;
}

static void
remember (GlowBoardMemory *self, GlowPort *port, const char *name, const char *value)
{
  g_autofree char *old = dup_value (self, port, name);

  g_return_if_fail (GLOW_IS_BOARD_MEMORY (self) && GLOW_IS_PORT (port));

  if (g_strcmp0 (old, value) == 0)
    return;
  if (!glow_port_has_own_serial (port) && !is_place_of (self, port))
    set_value (self, port, NULL, NULL);
  set_value (self, port, name, value);
  if (!glow_port_has_own_serial (port) && glow_port_get_serial (port) && value)
    set_value (self, port, SERIAL, glow_port_get_serial (port));
  tell_changed (self, port);
}

/**
 * glow_board_memory_dup_name:
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the name a person gave this board
 */
char *
glow_board_memory_dup_name (GlowBoardMemory *self, GlowPort *port)
{
  return dup_value (self, port, NAME);
}

/**
 * glow_board_memory_set_name:
 * @name: (nullable): spaces around it are dropped, and it is cut at 60 characters;
 * nothing is left of it, or %NULL: the board has no name
 *
 * Main thread.
 */
void
glow_board_memory_set_name (GlowBoardMemory *self, GlowPort *port, const char *name)
{
  g_autofree char *valid = name ? g_utf8_make_valid (name, -1) : NULL;
  g_autofree char *cut = NULL;

  for (char *c = valid; c && *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  if (valid)
    cut = g_utf8_substring (g_strstrip (valid), 0,
                            MIN (g_utf8_strlen (valid, -1), MAX_NAME_LEN));
  remember (self, port, NAME, cut && *cut ? cut : NULL);
}

/**
 * glow_board_memory_dup_chip_name:
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the chip that answered last, such as "ESP32-S3"
 */
char *
glow_board_memory_dup_chip_name (GlowBoardMemory *self, GlowPort *port)
{
  return dup_value (self, port, CHIP);
}

/**
 * glow_board_memory_set_chip_name:
 * @chip_name: (nullable): the chip that answered
 *
 * Main thread.
 */
void
glow_board_memory_set_chip_name (GlowBoardMemory *self,
                                 GlowPort *port,
                                 const char *chip_name)
{
  remember (self, port, CHIP, chip_name);
}

/**
 * glow_board_memory_dup_reset_sequence:
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the sequence that got this board into its
 * bootloader
 */
char *
glow_board_memory_dup_reset_sequence (GlowBoardMemory *self, GlowPort *port)
{
  return dup_value (self, port, RESET_SEQUENCE);
}

/**
 * glow_board_memory_set_reset_sequence:
 * @sequence: (nullable): the sequence that worked
 *
 * Main thread.
 */
void
glow_board_memory_set_reset_sequence (GlowBoardMemory *self,
                                      GlowPort *port,
                                      const char *sequence)
{
  remember (self, port, RESET_SEQUENCE, sequence);
}

/**
 * glow_board_memory_get_baud:
 *
 * Main thread.
 *
 * Returns: the speed that proved itself on this board, in baud; 0 when none is known
 */
guint
glow_board_memory_get_baud (GlowBoardMemory *self, GlowPort *port)
{
  g_autofree char *text = dup_value (self, port, BAUD);
  guint64 baud = 0;

  /* 12 Mbaud is the fastest bridge there is; linux-desktop.md 5.1 */
  if (!text || !g_ascii_string_to_unsigned (text, 10, 300, 12000000, &baud, NULL))
    return 0;
  return (guint) baud;
}

/**
 * glow_board_memory_set_baud:
 * @baud: the speed that proved itself; 0 to forget it
 *
 * Main thread.
 */
void
glow_board_memory_set_baud (GlowBoardMemory *self, GlowPort *port, guint baud)
{
  g_autofree char *text = baud > 0 ? g_strdup_printf ("%u", baud) : NULL;

  remember (self, port, BAUD, text);
}

/**
 * glow_board_memory_forget:
 *
 * Forgets all that is known of this board. Main thread.
 */
void
glow_board_memory_forget (GlowBoardMemory *self, GlowPort *port)
{
  g_return_if_fail (GLOW_IS_BOARD_MEMORY (self) && GLOW_IS_PORT (port));

  set_value (self, port, NULL, NULL);
  tell_changed (self, port);
}
