/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-words"

#include "config.h"

#include "glow-setup-text.h"

#include <glib/gi18n-lib.h>

#define MIN_TOLD_S 5 /* what is over sooner needs no limit beside it */

/* clang-format off */
static const char *const field_texts[] = {
  [GLOW_SETUP_NAME] = NC_ ("setting", "Name of the board"),
  [GLOW_SETUP_UNIT] = NC_ ("setting", "Unit number"),
  [GLOW_SETUP_ADMIN_PASSWORD] = NC_ ("setting", "Password of its web page"),
  [GLOW_SETUP_SSID] = NC_ ("setting", "Name of the Wi-Fi"),
  [GLOW_SETUP_KEY] = NC_ ("setting", "Key of the Wi-Fi"),
  [GLOW_SETUP_SSID2] = NC_ ("setting", "Name of the second Wi-Fi"),
  [GLOW_SETUP_KEY2] = NC_ ("setting", "Key of the second Wi-Fi"),
  [GLOW_SETUP_IP] = NC_ ("setting", "Static address"),
  [GLOW_SETUP_GATEWAY] = NC_ ("setting", "Gateway"),
  [GLOW_SETUP_SUBNET] = NC_ ("setting", "Subnet mask"),
  [GLOW_SETUP_DNS] = NC_ ("setting", "DNS server"),
  [GLOW_SETUP_HOSTNAME] = NC_ ("setting", "Name in the network"),
  [GLOW_SETUP_COMMANDS] = NC_ ("setting", "Further commands, one per line"),
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (field_texts) == GLOW_SETUP_N_FIELDS);

/**
 * glow_setup_text_get_field:
 * @id: which field
 *
 * Returns: (transfer none): what stands beside it in a form
 */
const char *
glow_setup_text_get_field (GlowSetupFieldId id)
{
  g_return_val_if_fail (id < GLOW_SETUP_N_FIELDS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "setting", field_texts[id]);
}

static char *
dup_character (gunichar character)
{
  char text[6] = "";

  if (character == 0)
    return g_strdup (_ ("A character in it can't be sent to this firmware."));
  if (!g_unichar_isgraph (character))
    /* TRANSLATORS: the number of a character in Unicode, such as 00AD */
    return g_strdup_printf (_ ("The character U+%04X can't be sent to this firmware."),
                               character);
  g_unichar_to_utf8 (character, text);
  /* TRANSLATORS: one character, such as ü */
  return g_strdup_printf (_ ("“%s” can't be sent to this firmware."), text);
}

static char *
dup_length (const GlowSetupProblem *problem)
{
  guint limit = problem->limit;

  if (problem->trouble == GLOW_SETUP_TOO_SHORT)
    /* TRANSLATORS: the least number of characters */
    return g_strdup_printf (ngettext ("Too short: it takes at least %u character.",
                                      "Too short: it takes at least %u characters.",
                                      limit),
                            limit);
  if (problem->trouble == GLOW_SETUP_LINE_TOO_LONG)
    return g_strdup_printf (
      /* TRANSLATORS: the greatest number of characters in a line */
      ngettext ("Too long: the firmware reads lines of at most %u character.",
                "Too long: the firmware reads lines of at most %u characters.", limit),
      limit);
  return g_strdup_printf (
    /* TRANSLATORS: the greatest number of bytes in UTF-8 */
    ngettext ("Too long: at most %u byte fits; letters with accents take two.",
              "Too long: at most %u bytes fit; letters with accents take two.", limit),
    limit);
}

/**
 * glow_setup_text_dup_problem:
 * @problem: why a value can't be sent
 *
 * Returns: (transfer full): the reason as a sentence that stands beside the field
 */
char *
glow_setup_text_dup_problem (const GlowSetupProblem *problem)
{
  switch (problem->trouble) {
  case GLOW_SETUP_MISSING:
    return g_strdup (_ ("This is needed."));
  case GLOW_SETUP_NOT_TAKEN:
    return g_strdup (_ ("This firmware has no such setting."));
  case GLOW_SETUP_CHARACTER:
    return dup_character (problem->character);
  case GLOW_SETUP_QUOTES:
    return g_strdup (_ ("It has every kind of quotes in it that this firmware knows; "
                              "leave one kind out."));
  case GLOW_SETUP_SPACES:
    return g_strdup (_ ("A space at the beginning or the end would get lost."));
  case GLOW_SETUP_NOT_NUMBER:
    /* TRANSLATORS: two numbers, such as 0 and 255 */
    return g_strdup_printf (_ ("A number from %u to %u is needed."), problem->limit,
                               problem->max_limit);
  case GLOW_SETUP_NOT_ADDRESS:
    return g_strdup (_ ("An address looks like 192.168.1.20."));
  case GLOW_SETUP_NOT_HOST:
    return g_strdup (_ ("Letters, digits and hyphens only, and no hyphen at an end."));
  case GLOW_SETUP_NEEDS:
    /* TRANSLATORS: the name of another field of the form, such as Gateway */
    return g_strdup_printf (_ ("Of no use without “%s”."),
                               glow_setup_text_get_field (problem->other));
  case GLOW_SETUP_TOO_SHORT:
  case GLOW_SETUP_TOO_LONG:
  case GLOW_SETUP_LINE_TOO_LONG:
  case GLOW_SETUP_N_TROUBLES:
  default:
    return dup_length (problem);
  }
}

static char *
dup_phase (const GlowSetupStep *step)
{
  switch (step->phase) {
  case GLOW_SETUP_LISTEN:
    return g_strdup (_ ("Finding out which firmware is there"));
  case GLOW_SETUP_SCAN:
    return g_strdup (_ ("The board looks for networks"));
  case GLOW_SETUP_SAVE:
    return g_strdup (_ ("The board saves its settings"));
  case GLOW_SETUP_RESTART:
    return g_strdup (_ ("The board starts anew"));
  case GLOW_SETUP_CONNECT:
    return g_strdup (_ ("The board joins the network"));
  case GLOW_SETUP_SEND:
  case GLOW_SETUP_N_PHASES:
  default:
    if (step->field >= GLOW_SETUP_N_FIELDS)
      return g_strdup (_ ("Sending the settings"));
    /* TRANSLATORS: the name of a field of the form, such as Unit number */
    return g_strdup_printf (_ ("Sending: %s"), glow_setup_text_get_field (step->field));
  }
}

/**
 * glow_setup_text_dup_step:
 * @step: what a conversation does now
 *
 * Returns: (transfer full): it, and how long it may take if that is longer than a moment
 */
char *
glow_setup_text_dup_step (const GlowSetupStep *step)
{
  g_autofree char *phase = dup_phase (step);
  guint limit_s = (step->limit_ms + 500) / 1000;

  if (limit_s < MIN_TOLD_S)
    return g_steal_pointer (&phase);
  /* TRANSLATORS: what is being done, and how many seconds it may take */
  return g_strdup_printf (_ ("%s (up to %u s)"), phase, limit_s);
}
