/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-address.h"

#include "glow-error.h"
#include "glow-secret.h"
#include "glow-setup-check.h"
#include "glow-setup-recipe-private.h"

#include <string.h>

/* of a board that is in no network */
#define NO_ADDRESS "0.0.0.0"

static void
take_address (GlowSetupRecipe *recipe, GlowSetupResult *result, const char *address)
{
  const char *place = recipe->url ? strstr (recipe->url, "{address}") : NULL;
  g_autofree char *url = NULL;

  if (place)
    url = g_strdup_printf ("%.*s%s%s", (int) (place - recipe->url), recipe->url, address,
                           place + strlen ("{address}"));
  glow_setup_result_set_url (result, url);
  g_free (result->address);
  result->address = g_strdup (address);
  result->connected = TRUE;
}

/* What is known while an address is waited for. */
typedef struct {
  char *address; /* owned (nullable): the last one heard */
  char *trouble; /* owned (nullable): why there is none yet */
} Search;

static void
search_clear (Search *search)
{
  g_free (search->address);
  g_free (search->trouble);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
take_trouble (GlowSetupLink *link,
              GlowSetupRecipe *recipe,
              Search *search,
              const char *line)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *text = NULL;

  if (!recipe->trouble || !g_regex_match (recipe->trouble, line, 0, &match))
    return;
  text = g_match_info_fetch (match, 1);
  g_free (search->trouble);
  search->trouble = glow_setup_link_dup_shown (link, text ? text : "");
}

/* TRUE when it is an address, and not the one of a board without a network; a line that
 * lost a byte can still have one in it, so it is asked for until two are the same */
static gboolean
take_address_line (GlowSetupLink *link,
                   GlowSetupRecipe *recipe,
                   GlowSetupResult *result,
                   Search *search,
                   const char *line)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *address = NULL;

  take_trouble (link, recipe, search, line);
  if (!g_regex_match (recipe->address_reply, line, 0, &match))
    return FALSE;
  address = g_match_info_fetch (match, 1);
  if (!address || g_str_equal (address, NO_ADDRESS) || !glow_setup_is_address (address))
    return FALSE;
  if (!recipe->address_line || g_strcmp0 (address, search->address) == 0)
    take_address (recipe, result, address);
  g_free (search->address);
  search->address = g_steal_pointer (&address);
  return TRUE;
}

static gboolean
listen_for_address (GlowSetupLink *link,
                    GlowSetupRecipe *recipe,
                    gint64 deadline_us,
                    GlowSetupResult *result,
                    Search *search,
                    GError **error)
{
  for (;;) {
    char *line;

    while ((line = glow_setup_link_pop_line (link))) {
      gboolean found = take_address_line (link, recipe, result, search, line);

      glow_secret_free (line);
      if (found)
        return TRUE;
    }
    if (glow_setup_link_now (link) >= deadline_us)
      return TRUE;
    if (!glow_setup_link_wait (link, deadline_us, error))
      return FALSE;
  }
}

/**
 * glow_setup_address_find:
 * @limit_us: how long to ask
 * @result: gets the address
 * @error: %GLOW_ERROR_WIFI with what the firmware said when there is none in time, the
 *   transport's, %G_IO_ERROR_CANCELLED
 *
 * Asks now and then where the board is.
 *
 * Returns: %TRUE with an address in @result
 */
gboolean
glow_setup_address_find (GlowSetupLink *link,
                         GlowSetupRecipe *recipe,
                         gint64 limit_us,
                         GlowSetupResult *result,
                         GError **error)
{
  gint64 deadline_us = glow_setup_link_now (link) + limit_us;
  g_auto (Search) search = { NULL, NULL };

  while (!result->connected && glow_setup_link_now (link) < deadline_us) {
    gint64 until_us = glow_setup_link_now (link) + recipe->address_every_us;

    if (recipe->address_line &&
        !glow_setup_link_write_line (link, recipe->address_line, recipe->line_end, error))
      return FALSE;
    if (!listen_for_address (link, recipe, MIN (until_us, deadline_us), result, &search,
                             error))
      return FALSE;
  }
  if (result->connected)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_WIFI, "no address within %d s%s%s",
               (int) (limit_us / G_TIME_SPAN_SECOND), search.trouble ? ": " : "",
               search.trouble ? search.trouble : "");
  return FALSE;
}
