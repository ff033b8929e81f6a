/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Every state of a port has words: a few for its row, one sentence, one action. */

#include "glow-link-text.h"
#include "glow-port-text.h"

static void
assert_is_sentence (const char *text)
{
  g_assert_nonnull (text);
  /* or begins with the name of a program */
  g_assert_true (g_ascii_isupper (*text) || strchr (text, '(') ||
                 g_str_has_prefix (text, "gpsd "));
  g_assert_true (g_str_has_suffix (text, "."));
  /* one: only an abbreviation or a name has a full stop inside */
  g_assert_null (strstr (text, ". "));
  g_assert_null (strchr (text, '!'));
  g_assert_null (strchr (text, '%'));
}

/* all that can be known of a kind; states that differ have to be told apart by somebody
 * who hears nothing else */
static const GlowPortProblemInfo infos[] = {
  { .kind = GLOW_PORT_PROBLEM_NONE },
  { .kind = GLOW_PORT_PROBLEM_NO_PERMISSION },
  { .kind = GLOW_PORT_PROBLEM_NO_PERMISSION, .group = "uucp" },
  { .kind = GLOW_PORT_PROBLEM_NO_PERMISSION, .group = "uucp", .joined_group = TRUE },
  { .kind = GLOW_PORT_PROBLEM_NO_PERMISSION, .sandboxed = TRUE },
  { .kind = GLOW_PORT_PROBLEM_IN_USE },
  { .kind = GLOW_PORT_PROBLEM_IN_USE, .sandboxed = TRUE },
  { .kind = GLOW_PORT_PROBLEM_IN_USE, .holder_name = "screen", .holder_pid = 1234 },
  { .kind = GLOW_PORT_PROBLEM_CLAIMED },
  { .kind = GLOW_PORT_PROBLEM_CLAIMED, .holder_name = "openocd", .holder_pid = 1234 },
  { .kind = GLOW_PORT_PROBLEM_CLAIMED, .service = "brltty" },
  { .kind = GLOW_PORT_PROBLEM_CLAIMED, .service = "gpsd" },
  { .kind = GLOW_PORT_PROBLEM_CLAIMED, .service = "ModemManager" },
  { .kind = GLOW_PORT_PROBLEM_NO_DRIVER },
  { .kind = GLOW_PORT_PROBLEM_NO_DRIVER, .module = "ch341" },
  { .kind = GLOW_PORT_PROBLEM_NO_DRIVER,
    .module = "ch341",
    .module_state = GLOW_PORT_MODULE_INSTALLED },
  { .kind = GLOW_PORT_PROBLEM_NO_DRIVER,
    .module = "ch341",
    .module_state = GLOW_PORT_MODULE_MISSING },
  { .kind = GLOW_PORT_PROBLEM_NO_DRIVER,
    .module = "ch341",
    .module_state = GLOW_PORT_MODULE_KERNEL_REPLACED },
  { .kind = GLOW_PORT_PROBLEM_VANISHED },
  { .kind = GLOW_PORT_PROBLEM_DRIVER_DEAD },
  { .kind = GLOW_PORT_PROBLEM_UNPLUGGED },
};

static GlowPortProblem *
new_problem (const GlowPortProblemInfo *info)
{
  GlowPortProblemInfo with_node = *info;

  with_node.devnode = "/dev/ttyUSB0";
  return glow_port_problem_new (&with_node);
}

static void
test_all (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++) {
    g_autoptr (GlowPortProblem) problem = new_problem (&infos[i]);
    g_autofree char *state = glow_port_text_dup_state (problem);
    g_autofree char *sentence = glow_port_text_dup_sentence (problem);
    g_autofree char *action = glow_port_text_dup_action (problem);
    g_autofree char *other = glow_port_text_dup_other_action (problem);
    g_autofree char *command = glow_port_text_dup_command (problem);

    g_test_message ("%s | %s | %s | %s", state, sentence, action,
                    command ? command : "-");
    g_assert_cmpuint (strlen (state), >, 0);
    g_assert_false (g_str_has_suffix (state, "."));
    assert_is_sentence (sentence);
    assert_is_sentence (action);
    if (other)
      assert_is_sentence (other);
    /* where words speak of a command there is one */
    if (strstr (action, "this command") || (other && strstr (other, "this command")))
      g_assert_nonnull (command);
    else
      g_assert_null (command);
  }
}

/* a kind that is added needs a row above */
static void
test_every_kind_is_here (void)
{
  g_autoptr (GEnumClass) kinds = g_type_class_ref (GLOW_TYPE_PORT_PROBLEM_KIND);

  for (guint i = 0; i < kinds->n_values; i++) {
    gboolean is_here = FALSE;

    for (gsize j = 0; j < G_N_ELEMENTS (infos); j++)
      is_here |= (gint) infos[j].kind == kinds->values[i].value;
    g_assert_true (is_here);
  }
}

/* told apart by the words of the row alone */
static void
test_states_differ (void)
{
  g_autoptr (GHashTable) seen =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GEnumClass) kinds = g_type_class_ref (GLOW_TYPE_PORT_PROBLEM_KIND);

  for (guint i = 0; i < kinds->n_values; i++) {
    GlowPortProblemInfo info = { .kind = (GlowPortProblemKind) kinds->values[i].value };
    g_autoptr (GlowPortProblem) problem = new_problem (&info);

    g_assert_true (g_hash_table_add (seen, glow_port_text_dup_state (problem)));
  }
}

static void
assert_words (const GlowPortProblemInfo *info, const char *state, const char *command)
{
  g_autoptr (GlowPortProblem) problem = new_problem (info);
  g_autofree char *told_state = glow_port_text_dup_state (problem);
  g_autofree char *told_command = glow_port_text_dup_command (problem);

  g_assert_cmpstr (told_state, ==, state);
  g_assert_cmpstr (told_command, ==, command);
}

static void
test_some (void)
{
  g_autofree char *join =
    g_strdup_printf ("sudo usermod -aG uucp %s", g_get_user_name ());

  assert_words (&infos[2], "no permission", join);
  assert_words (&infos[3], "no permission", NULL);
  assert_words (&infos[7], "in use by screen (1234)", NULL);
  assert_words (&infos[10], "claimed by the braille service",
                "sudo systemctl mask --now brltty-udev.service");
  assert_words (&infos[15], "no serial driver", "sudo modprobe ch341");
  assert_words (&infos[16], "no serial driver", NULL);
}

/* a group of the sandbox is none of the system's */
static void
test_no_group_in_a_sandbox (void)
{
  g_autoptr (GlowPortProblem) problem = new_problem (&infos[4]);
  g_autofree char *sentence = glow_port_text_dup_sentence (problem);
  g_autofree char *other = glow_port_text_dup_other_action (problem);

  g_assert_null (strstr (sentence, "group "));
  g_assert_null (strstr (other, "nogroup"));
}

/* a rule gives the port to whoever sits at the machine, which somebody from afar does not
 */
static void
test_remote (void)
{
  g_autoptr (GlowPortProblem) problem = new_problem (&infos[2]);
  g_autoptr (GlowPortProblem) unknown = new_problem (&infos[1]);
  g_autofree char *action = NULL;
  g_autofree char *other = NULL;

  g_assert_true (glow_port_text_offers_rule (problem));
  g_setenv ("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22", TRUE);
  g_assert_false (glow_port_text_offers_rule (problem));
  action = glow_port_text_dup_action (problem);
  other = glow_port_text_dup_other_action (problem);
  g_assert_true (g_str_has_prefix (action, "Join the group with this command"));
  g_assert_null (other);
  /* nothing better is known */
  g_assert_true (glow_port_text_offers_rule (unknown));
  g_unsetenv ("SSH_CONNECTION");
}

/* a program that calls itself something for the terminal */
static void
test_hostile_name (void)
{
  GlowPortProblemInfo info = {
    .kind = GLOW_PORT_PROBLEM_IN_USE,
    .holder_name = "a\x1b[2J\nb\xff",
    .holder_pid = 1,
  };
  g_autoptr (GlowPortProblem) problem = new_problem (&info);
  g_autofree char *state = glow_port_text_dup_state (problem);

  g_assert_true (g_utf8_validate (state, -1, NULL));
  for (const char *c = state; *c; c++)
    g_assert_false (g_ascii_iscntrl (*c));
}

static void
test_link_check (void)
{
  for (GlowLinkStage stage = GLOW_LINK_USB; stage < GLOW_LINK_N_STAGES; stage++)
    for (GlowLinkStage other = GLOW_LINK_USB; other < stage; other++)
      g_assert_cmpstr (glow_link_text_get_stage (stage), !=,
                       glow_link_text_get_stage (other));
  for (GlowLinkMark mark = GLOW_LINK_PENDING; mark <= GLOW_LINK_SKIPPED; mark++)
    for (GlowLinkMark other = GLOW_LINK_PENDING; other < mark; other++)
      g_assert_cmpstr (glow_link_text_get_mark (mark), !=,
                       glow_link_text_get_mark (other));
}

int
main (int argc, char *argv[])
{
  g_unsetenv ("SSH_CONNECTION");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port-text/all", test_all);
  g_test_add_func ("/port-text/every-kind", test_every_kind_is_here);
  g_test_add_func ("/port-text/states-differ", test_states_differ);
  g_test_add_func ("/port-text/some", test_some);
  g_test_add_func ("/port-text/sandbox", test_no_group_in_a_sandbox);
  g_test_add_func ("/port-text/remote", test_remote);
  g_test_add_func ("/port-text/hostile-name", test_hostile_name);
  g_test_add_func ("/port-text/link-check", test_link_check);
  return g_test_run ();
}
