/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The console's thread boundary: everything arrives in order on the main loop, nothing is
 * lost without being counted, and the port goes from hand to hand without being closed.
 */

#include "glow-board.h"
#include "glow-console-pulse.h"
#include "glow-console.h"
#include "glow-error.h"
#include "wire-target.h"

typedef struct {
  Wire wire;
  GlowConsole *console;
  GThread *main_thread;
  GString *output;
  guint64 n_dropped;
  GError *trouble;
  guint n_gone; /* how often it was in that state */
  gboolean talked;
  GError *talk_error;
} Fixture;

static void
output_cb (GlowConsole *console, GBytes *bytes, gint64 time_us, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_thread_self () == fixture->main_thread);
  g_assert_cmpint (time_us, >, 0);
  g_string_append_len (fixture->output, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes));
}

static void
dropped_cb (GlowConsole *console, guint64 n_dropped, gpointer user_data)
{
  ((Fixture *) user_data)->n_dropped += n_dropped;
}

static void
trouble_cb (GlowConsole *console, const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->trouble);
  fixture->trouble = g_error_copy (error);
}

static void
state_cb (GlowConsole *console, GParamSpec *pspec, gpointer user_data)
{
  ((Fixture *) user_data)->n_gone +=
    glow_console_get_state (console) == GLOW_CONSOLE_GONE ? 1 : 0;
}

static void
watch_console (Fixture *fixture, GlowTarget *target)
{
  fixture->main_thread = g_thread_self ();
  fixture->output = g_string_new (NULL);
  fixture->console = glow_console_new (target);
  g_signal_connect (fixture->console, "output", G_CALLBACK (output_cb), fixture);
  g_signal_connect (fixture->console, "dropped", G_CALLBACK (dropped_cb), fixture);
  g_signal_connect (fixture->console, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->console, "trouble", G_CALLBACK (trouble_cb), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  wire_init (&fixture->wire);
  watch_console (fixture, fixture->wire.target);
}

/* the worker's thread may still hold the target for a moment */
static void
wait_for_claim (GlowTarget *target)
{
  g_assert_true (glow_target_claim (target, NULL, NULL));
  glow_target_release (target);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  glow_console_stop (fixture->console, FALSE);
  wait_for_claim (glow_console_get_target (fixture->console));
  g_clear_object (&fixture->console);
  g_clear_error (&fixture->trouble);
  g_clear_error (&fixture->talk_error);
  g_string_free (fixture->output, TRUE);
  wire_clear (&fixture->wire);
}

static void
wait_for_state (Fixture *fixture, GlowConsoleState state)
{
  while (glow_console_get_state (fixture->console) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_output (Fixture *fixture, const char *text)
{
  while (!strstr (fixture->output->str, text))
    g_main_context_iteration (NULL, TRUE);
}

static void
open_it (Fixture *fixture)
{
  glow_console_start (fixture->console);
  wait_for_state (fixture, GLOW_CONSOLE_OPEN);
}

static void
test_listens (Fixture *fixture, gconstpointer data)
{
  open_it (fixture);
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.dtr), ==, FALSE);
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.rts), ==, FALSE);
  wire_say (&fixture->wire, "hello ");
  wire_say (&fixture->wire, "world\n");
  wait_for_output (fixture, "hello world\n");
}

static void
test_sends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = g_bytes_new_static ("one\r\n", 5);
  g_autoptr (GBytes) second = g_bytes_new_static ("\0two", 4);
  g_autofree char *heard = NULL;

  open_it (fixture);
  glow_console_send (fixture->console, first);
  glow_console_send (fixture->console, second);
  heard = wire_hear (&fixture->wire, 9);
  g_assert_cmpmem (heard, 9, "one\r\n\0two", 9);
}

static void
test_sends_when_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("early", 5);
  g_autofree char *heard = NULL;

  glow_console_start (fixture->console);
  glow_console_send (fixture->console, bytes);
  wait_for_state (fixture, GLOW_CONSOLE_OPEN);
  heard = wire_hear (&fixture->wire, 5);
  g_assert_cmpstr (heard, ==, "early");
}

static void
test_baud (Fixture *fixture, gconstpointer data)
{
  glow_console_set_baud (fixture->console, 74880);
  open_it (fixture);
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.baud), ==, 74880);
  g_assert_cmpuint (glow_console_get_baud (fixture->console), ==, 74880);
  glow_console_set_baud (fixture->console, 2000000);
  while (glow_console_get_baud (fixture->console) != 2000000)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.baud), ==, 2000000);
}

/* it listens at one rate after the other until there is text */
static void
test_finds_baud (Fixture *fixture, gconstpointer data)
{
  guint8 garbage[64];

  memset (garbage, 0x98, sizeof garbage);
  open_it (fixture);
  wire_say_bytes (&fixture->wire, garbage, sizeof garbage);
  while (glow_console_get_baud (fixture->console) == 115200)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (glow_console_get_baud (fixture->console), ==, 74880);
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.baud), ==, 74880);
  wire_say (&fixture->wire, "now this is text, and it stays so\n");
  wait_for_output (fixture, "stays so\n");
  g_assert_cmpuint (glow_console_get_baud (fixture->console), ==, 74880);
}

/* a rate that was chosen is kept whatever comes */
static void
test_keeps_baud (Fixture *fixture, gconstpointer data)
{
  guint8 garbage[64];

  memset (garbage, 0x98, sizeof garbage);
  glow_console_set_baud (fixture->console, 9600);
  open_it (fixture);
  wire_say_bytes (&fixture->wire, garbage, sizeof garbage);
  while (fixture->output->len < sizeof garbage)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (glow_console_get_baud (fixture->console), ==, 9600);
}

static void
test_gone_fails (Fixture *fixture, gconstpointer data)
{
  open_it (fixture);
  wire_say (&fixture->wire, "last words");
  wire_unplug (&fixture->wire);
  wait_for_state (fixture, GLOW_CONSOLE_FAILED);
  g_assert_error (glow_console_get_error (fixture->console), GLOW_ERROR,
                  GLOW_ERROR_PORT_GONE);
  g_assert_cmpstr (fixture->output->str, ==, "last words");
}

static char *
find_it (gpointer user_data)
{
  return g_strdup ("wire");
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  glow_target_set_finder (fixture->wire.target, find_it, NULL, NULL);
  glow_console_set_follow (fixture->console, TRUE);
  open_it (fixture);
  wire_unplug (&fixture->wire);
  while (fixture->n_gone == 0 ||
         glow_console_get_state (fixture->console) != GLOW_CONSOLE_OPEN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.n_opened), ==, 2);
  wire_say (&fixture->wire, "back");
  wait_for_output (fixture, "back");
}

static gpointer
open_elsewhere (gpointer data)
{
  g_autoptr (GError) error = NULL;
  GlowTransport *transport = glow_target_open (data, NULL, &error);

  g_assert_no_error (error);
  return transport;
}

/* what a flash does while the console is open */
static void
test_hands_over (Fixture *fixture, gconstpointer data)
{
  GlowTarget *target = fixture->wire.target;
  GThread *job;

  open_it (fixture);
  glow_console_stop (fixture->console, TRUE);
  job = g_thread_new ("job", open_elsewhere, target);
  glow_target_park (target, g_thread_join (job));
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.n_opened), ==, 1);
  wire_say (&fixture->wire, "while it was parked");
  open_it (fixture);
  wait_for_output (fixture, "while it was parked");
  g_assert_cmpint (g_atomic_int_get (&fixture->wire.n_opened), ==, 1);
}

static void
test_stop_closes (Fixture *fixture, gconstpointer data)
{
  open_it (fixture);
  glow_console_stop (fixture->console, FALSE);
  wait_for_claim (fixture->wire.target);
  g_assert_false (glow_target_has_parked (fixture->wire.target));
}

/* nobody reads on the main loop: memory stays bounded, and what is lost is told */
static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  const gsize block_len = 64 * 1024;
  const guint n_blocks = 160;
  g_autofree guint8 *block = g_malloc (block_len);

  memset (block, 'x', block_len);
  open_it (fixture);
  for (guint i = 0; i < n_blocks; i++)
    wire_say_bytes (&fixture->wire, block, block_len);
  wire_unplug (&fixture->wire);
  wait_for_claim (fixture->wire.target);
  wait_for_state (fixture, GLOW_CONSOLE_FAILED);
  g_assert_cmpuint (fixture->output->len, <=, 4 * 1024 * 1024);
  g_assert_cmpuint (fixture->output->len, >, 3 * 1024 * 1024);
  g_assert_cmpuint (fixture->output->len + fixture->n_dropped, ==, n_blocks * block_len);
}

static void
test_redacts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GlowRedactor) redactor = glow_redactor_new ();

  glow_redactor_add_secret (redactor, "GLOWsecretKEY-console");
  glow_console_set_redactor (fixture->console, redactor);
  open_it (fixture);
  wire_say (&fixture->wire, "psk=GLOWsecret");
  wait_for_output (fixture, "psk=");
  wire_say (&fixture->wire, "KEY-console, ok\n");
  wait_for_output (fixture, ", ok\n");
  g_assert_null (strstr (fixture->output->str, "GLOWsecret"));
  g_assert_null (strstr (fixture->output->str, "KEY-console"));
}

static gboolean
ask_name (GlowTransport *transport,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  guint8 buf[16];
  GString *answer = data;

  if (!glow_transport_set_baud (transport, 9600, error) ||
      !glow_transport_write (transport, (const guint8 *) "name?", 5, G_USEC_PER_SEC,
                             cancellable, error))
    return FALSE;
  while (answer->len == 0 || answer->str[answer->len - 1] != '\n') {
    gssize len = glow_transport_read (transport, buf, sizeof buf, G_TIME_SPAN_MINUTE,
                                      cancellable, error);

    if (len < 0)
      return FALSE;
    g_string_append_len (answer, (const char *) buf, len);
  }
  return TRUE;
}

static void
talked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->talked = TRUE;
  glow_console_talk_finish (GLOW_CONSOLE (source), result, &fixture->talk_error);
}

static void
wait_for_talk (Fixture *fixture)
{
  while (!fixture->talked)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_talks (Fixture *fixture, gconstpointer data)
{
  GString *answer = g_string_new (NULL);
  g_autofree char *heard = NULL;

  open_it (fixture);
  glow_console_talk_async (fixture->console, ask_name, answer, NULL, NULL, talked_cb,
                           fixture);
  heard = wire_hear (&fixture->wire, 5);
  wire_say (&fixture->wire, "lamp\n");
  wait_for_talk (fixture);
  g_assert_no_error (fixture->talk_error);
  g_assert_cmpstr (answer->str, ==, "lamp\n");
  wait_for_output (fixture, "lamp\n");
  while (g_atomic_int_get (&fixture->wire.baud) != 115200)
    g_thread_yield ();
  g_string_free (answer, TRUE);
}

static void
test_stop_ends_talk (Fixture *fixture, gconstpointer data)
{
  GString *answer = g_string_new (NULL);
  g_autofree char *heard = NULL;

  open_it (fixture);
  glow_console_talk_async (fixture->console, ask_name, answer, NULL, NULL, talked_cb,
                           fixture);
  heard = wire_hear (&fixture->wire, 5);
  glow_console_stop (fixture->console, TRUE);
  wait_for_talk (fixture);
  g_assert_error (fixture->talk_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_string_free (answer, TRUE);
}

static void
test_talk_starts (Fixture *fixture, gconstpointer data)
{
  GString *answer = g_string_new (NULL);
  g_autofree char *heard = NULL;

  glow_console_talk_async (fixture->console, ask_name, answer, NULL, NULL, talked_cb,
                           fixture);
  wait_for_state (fixture, GLOW_CONSOLE_OPEN);
  heard = wire_hear (&fixture->wire, 5);
  wire_unplug (&fixture->wire);
  wait_for_talk (fixture);
  g_assert_error (fixture->talk_error, GLOW_ERROR, GLOW_ERROR_PORT_GONE);
  wait_for_state (fixture, GLOW_CONSOLE_FAILED);
  g_string_free (answer, TRUE);
}

static gboolean
never_called (GlowTransport *transport,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  g_assert_not_reached ();
}

static GlowTransport *
refuse (gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, GLOW_ERROR, GLOW_ERROR_BUSY, "somebody has it");
  return NULL;
}

static void
test_talk_not_held (void)
{
  g_autoptr (GlowTarget) target = glow_target_new ("busy", refuse, NULL, NULL);
  Fixture fixture = { 0 };

  watch_console (&fixture, target);
  wire_init (&fixture.wire);
  glow_console_talk_async (fixture.console, never_called, NULL, NULL, NULL, talked_cb,
                           &fixture);
  wait_for_talk (&fixture);
  g_assert_error (fixture.talk_error, GLOW_ERROR, GLOW_ERROR_NO_PORT);
  g_assert_error (glow_console_get_error (fixture.console), GLOW_ERROR, GLOW_ERROR_BUSY);
  tear_down (&fixture, NULL);
}

static void
test_disposed_while_open (Fixture *fixture, gconstpointer data)
{
  open_it (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->console));
  wait_for_claim (fixture->wire.target);
  watch_console (fixture, fixture->wire.target);
}

/* the simulated board's circuit takes the lines for what they are */
static void
test_pulses (void)
{
  g_autoptr (GlowBoard) board = NULL;
  g_autoptr (GlowTarget) target = NULL;
  GlowBoardConfig config;
  Fixture fixture = { 0 };

  glow_board_config_init (&config);
  config.chip = "esp32";
  config.mode = GLOW_BOARD_MODE_RUNNING_APP;
  board = glow_board_new (&config, NULL);
  target = glow_board_target_new (board, TRUE);
  watch_console (&fixture, target);
  wire_init (&fixture.wire);
  glow_console_set_pulse_func (fixture.console, glow_console_pulse_run);
  open_it (&fixture);
  glow_console_pulse (fixture.console, GLOW_CONSOLE_BOOTLOADER);
  wait_for_output (&fixture, "waiting for download");
  glow_console_pulse (fixture.console, GLOW_CONSOLE_RESET);
  wait_for_output (&fixture, "SPI_FAST_FLASH_BOOT");
  tear_down (&fixture, NULL);
}

#define ADD(name, func)                                                                  \
  g_test_add ("/console/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("listens", test_listens);
  ADD ("sends", test_sends);
  ADD ("sends-when-open", test_sends_when_open);
  ADD ("baud", test_baud);
  ADD ("finds-baud", test_finds_baud);
  ADD ("keeps-baud", test_keeps_baud);
  ADD ("gone-fails", test_gone_fails);
  ADD ("follows", test_follows);
  ADD ("hands-over", test_hands_over);
  ADD ("stop-closes", test_stop_closes);
  ADD ("bounded", test_bounded);
  ADD ("redacts", test_redacts);
  ADD ("talks", test_talks);
  ADD ("stop-ends-talk", test_stop_ends_talk);
  ADD ("talk-starts", test_talk_starts);
  ADD ("disposed-while-open", test_disposed_while_open);
  g_test_add_func ("/console/talk-not-held", test_talk_not_held);
  g_test_add_func ("/console/pulses", test_pulses);
  return g_test_run ();
}
