/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-setup"

#include "config.h"

#include "glow-setup-run.h"

#include "glow-error.h"
#include "glow-improv.h"
#include "glow-secret.h"
#include "glow-setup-address.h"
#include "glow-setup-recipe-private.h"
#include "glow-setup-talk.h"

#define IMPROV_BAUD   115200                   /* linux-desktop.md 7.1 */
#define FIND_US       (2 * G_TIME_SPAN_SECOND) /* per recipe, of a board that runs */
#define FIND_FRESH_US (8 * G_TIME_SPAN_SECOND) /* of one that has just started first */
#define ADDRESS_US    (3 * G_TIME_SPAN_SECOND) /* of a board that needs none */

/* What it is has settings that Improv can't carry. */
static void
prefer_recipe (GlowSetupKinds *kinds, GlowSetupResult *result)
{
  GlowSetupKind *kind = glow_setup_kinds_find_for_firmware (kinds, result->firmware);

  if (!kind || kind == result->kind)
    return;
  glow_setup_kind_unref (result->kind);
  result->kind = glow_setup_kind_ref (kind);
}

static gboolean
find_improv (GlowSetupLink *link,
             GlowSetupKinds *kinds,
             gint64 limit_us,
             GlowSetupResult **result,
             GError **error)
{
  g_autoptr (GlowSetupResult) found_result = NULL;
  GlowImprovState state;
  gboolean found;

  if (!glow_setup_link_open (link, IMPROV_BAUD, error) ||
      !glow_improv_find (link, limit_us, &found, &state, error))
    return FALSE;
  if (!found)
    return TRUE;
  found_result = glow_setup_result_new (glow_setup_kinds_find (kinds, "improv"));
  if (!glow_improv_read_info (link, found_result, error))
    return FALSE;
  if (state == GLOW_IMPROV_PROVISIONED &&
      !glow_improv_read_url (link, found_result, error))
    return FALSE;
  prefer_recipe (kinds, found_result);
  *result = g_steal_pointer (&found_result);
  return TRUE;
}

/* what it printed while it was asked for Improv; (transfer none) (nullable) */
static GlowSetupKind *
find_by_lines (GlowSetupLink *link, GlowSetupKinds *kinds)
{
  GlowSetupKind *kind = NULL;
  char *line;

  while ((line = glow_setup_link_pop_line (link))) {
    GlowSetupKind *found = glow_setup_kinds_find_for_boot_line (kinds, line);

    kind = found ? found : kind;
    glow_secret_free (line);
  }
  return kind;
}

static gboolean
find_recipe (GlowSetupLink *link,
             GlowSetupKind *kind,
             gint64 limit_us,
             GlowSetupResult **result,
             GError **error)
{
  GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (kind);
  gboolean found;

  if (!recipe)
    return TRUE;
  if (!glow_setup_link_open (link, recipe->baud, error) ||
      !glow_setup_talk_find (link, recipe, limit_us, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  *result = glow_setup_result_new (kind);
  (*result)->firmware = g_strdup (recipe->name);
  return TRUE;
}

/* Where it is already, if it says so soon; that it is nowhere is no error. */
static gboolean
look_for_address (GlowSetupLink *link, GlowSetupResult *result, GError **error)
{
  GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (result->kind);
  g_autoptr (GError) local_error = NULL;

  if (result->connected || !recipe || !recipe->address_reply || !recipe->address_line)
    return TRUE;
  if (glow_setup_address_find (link, recipe, ADDRESS_US, result, &local_error) ||
      g_error_matches (local_error, GLOW_ERROR, GLOW_ERROR_WIFI))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
find_any_recipe (GlowSetupLink *link,
                 GlowSetupKinds *kinds,
                 gboolean fresh,
                 GlowSetupResult **result,
                 GError **error)
{
  GlowSetupKind *likely = find_by_lines (link, kinds);

  if (likely &&
      !find_recipe (link, likely, fresh ? FIND_FRESH_US : FIND_US, result, error))
    return FALSE;
  for (guint i = 0; i < glow_setup_kinds_get_n (kinds) && !*result; i++) {
    GlowSetupKind *kind = glow_setup_kinds_get (kinds, i);

    if (kind != likely && !find_recipe (link, kind, FIND_US, result, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * glow_setup_detect:
 * @transport: open, its board running
 * @kinds: what to look for
 * @hooks: (nullable): who is told
 * @cancellable: (nullable): ends it at once
 * @result: (out): what is there, and where it is
 * @error: %GLOW_ERROR_NO_SETUP if nothing takes settings, the transport's,
 *   %G_IO_ERROR_CANCELLED
 *
 * Asks by Improv, then by each recipe's question. A firmware that knows both is told
 * its settings by its recipe, which has more of them; the result says that it knows
 * Improv, too. Leaves the transport at the baud of what was found.
 *
 * Returns: %TRUE with @result set
 */
gboolean
glow_setup_detect (GlowTransport *transport,
                   GlowSetupKinds *kinds,
                   const GlowSetupHooks *hooks,
                   GCancellable *cancellable,
                   GlowSetupResult **result,
                   GError **error)
{
  g_autoptr (GlowSetupLink) link =
    glow_setup_link_new (transport, NULL, hooks, cancellable);
  g_autoptr (GlowSetupResult) found = NULL;
  gboolean fresh = hooks && hooks->fresh;
  gint64 limit_us = fresh ? GLOW_IMPROV_FIND_FRESH_US : GLOW_IMPROV_FIND_US;

  glow_setup_link_plan (link, 1);
  glow_setup_link_step (link, GLOW_SETUP_LISTEN, GLOW_SETUP_N_FIELDS, limit_us);
  if (!find_improv (link, kinds, limit_us, &found, error))
    return FALSE;
  if (!found && !find_any_recipe (link, kinds, fresh, &found, error))
    return FALSE;
  if (!found) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_SETUP,
                 glow_setup_link_has_heard (link)
                   ? "what runs on the board answers neither Improv nor %u recipes"
                   : "the board says nothing, neither to Improv nor to %u recipes",
                 glow_setup_kinds_get_n (kinds) - 1);
    return FALSE;
  }
  if (!look_for_address (link, found, error))
    return FALSE;
  *result = g_steal_pointer (&found);
  return TRUE;
}

/**
 * glow_setup_choose_scan_kind:
 * @found: from glow_setup_detect()
 *
 * Returns: (transfer none): how to ask the board for networks: by Improv if it knows
 * that, because no other way can
 */
GlowSetupKind *
glow_setup_choose_scan_kind (GlowSetupKinds *kinds, GlowSetupResult *found)
{
  return found->improv ? glow_setup_kinds_find (kinds, "improv") : found->kind;
}

/**
 * glow_setup_choose_kind:
 * @found: from glow_setup_detect()
 * @values: what is to be sent
 *
 * A firmware's own way may not take what Improv does, such as a network with an umlaut in
 * its name.
 *
 * Returns: (transfer none): Improv if the board knows it and it alone can carry @values,
 *   else the kind that was found
 */
GlowSetupKind *
glow_setup_choose_kind (GlowSetupKinds *kinds,
                        GlowSetupResult *found,
                        GlowSetupValues *values)
{
  GlowSetupKind *improv = glow_setup_kinds_find (kinds, "improv");

  return found->improv && !glow_setup_kind_accepts (found->kind, values, NULL) &&
             glow_setup_kind_accepts (improv, values, NULL)
           ? improv
           : found->kind;
}

static gboolean
find_improv_again (GlowSetupLink *link, const GlowSetupHooks *hooks, GError **error)
{
  gint64 limit_us =
    hooks && hooks->fresh ? GLOW_IMPROV_FIND_FRESH_US : GLOW_IMPROV_FIND_US;
  GlowImprovState state;
  gboolean found;

  if (!glow_setup_link_open (link, IMPROV_BAUD, error) ||
      !glow_improv_find (link, limit_us, &found, &state, error))
    return FALSE;
  if (found)
    return TRUE;
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_NO_SETUP,
               "nothing answers by Improv within %d ms", (int) (limit_us / 1000));
  return FALSE;
}

/**
 * glow_setup_scan:
 * @transport: open, its board running
 * @kind: from glow_setup_detect()
 * @hooks: (nullable): who is told
 * @cancellable: (nullable): ends it at once
 * @networks: (out) (element-type GlowWifiNetwork): what the board sees, strongest first
 * @error: %GLOW_ERROR_UNSUPPORTED if it can't look, %GLOW_ERROR_NO_SETUP,
 *   %GLOW_ERROR_SETUP_SILENT, the transport's, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE with @networks set, which may be empty
 */
gboolean
glow_setup_scan (GlowTransport *transport,
                 GlowSetupKind *kind,
                 const GlowSetupHooks *hooks,
                 GCancellable *cancellable,
                 GPtrArray **networks,
                 GError **error)
{
  g_autoptr (GlowSetupLink) link =
    glow_setup_link_new (transport, NULL, hooks, cancellable);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) glow_wifi_network_free);

  if (!glow_setup_kind_can_scan (kind)) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_UNSUPPORTED,
                 "%s can't be asked which networks it sees",
                 glow_setup_kind_get_name (kind));
    return FALSE;
  }
  glow_setup_link_plan (link, 1);
  glow_setup_link_step (link, GLOW_SETUP_SCAN, GLOW_SETUP_N_FIELDS,
                        30 * G_TIME_SPAN_SECOND);
  if (!find_improv_again (link, hooks, error) || !glow_improv_scan (link, found, error))
    return FALSE;
  *networks = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
send_name (GlowSetupLink *link,
           GlowSetupValues *values,
           GlowSetupFieldId field,
           char **told,
           GError **error)
{
  const char *name = glow_setup_values_get (values, field);
  g_autofree char *answer = NULL;

  if (!name)
    return TRUE;
  glow_setup_link_step (link, GLOW_SETUP_SEND, field, 0);
  if (!glow_improv_set_name (link,
                             field == GLOW_SETUP_NAME ? GLOW_IMPROV_DEVICE_NAME
                                                      : GLOW_IMPROV_HOSTNAME,
                             name, &answer, error))
    return FALSE;
  g_free (*told);
  *told = answer ? g_steal_pointer (&answer) : g_strdup (name);
  return TRUE;
}

/* the packet with it may have been lost; a device that is in the network may have none */
static gboolean
ask_for_url (GlowSetupLink *link, GlowSetupResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (result->url || glow_improv_read_url (link, result, &local_error) ||
      local_error->domain == GLOW_ERROR) {
    result->connected = TRUE;
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
run_improv (GlowSetupLink *link,
            GlowSetupValues *values,
            const GlowSetupHooks *hooks,
            GlowSetupResult *result,
            GError **error)
{
  const char *ssid = glow_setup_values_get (values, GLOW_SETUP_SSID);
  const GlowSetupFieldId fields[] = { GLOW_SETUP_NAME, GLOW_SETUP_HOSTNAME,
                                      GLOW_SETUP_SSID };
  guint n_steps = 1;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    n_steps += glow_setup_values_get (values, fields[i]) ? 1 : 0;
  result->improv = TRUE;
  glow_setup_link_plan (link, n_steps);
  glow_setup_link_step (link, GLOW_SETUP_LISTEN, GLOW_SETUP_N_FIELDS, 0);
  if (!find_improv_again (link, hooks, error) ||
      !glow_improv_read_info (link, result, error) ||
      !send_name (link, values, GLOW_SETUP_NAME, &result->device_name, error) ||
      !send_name (link, values, GLOW_SETUP_HOSTNAME, &result->hostname, error))
    return FALSE;
  if (!ssid)
    return glow_improv_read_url (link, result, error);
  glow_setup_link_step (link, GLOW_SETUP_CONNECT, GLOW_SETUP_N_FIELDS,
                        45 * G_TIME_SPAN_SECOND);
  return glow_improv_provision (link, ssid,
                                glow_setup_values_get (values, GLOW_SETUP_KEY), result,
                                error) &&
         ask_for_url (link, result, error);
}

static gboolean
run_recipe (GlowSetupLink *link,
            GlowSetupRecipe *recipe,
            GlowSetupValues *values,
            GlowSetupResult *result,
            GError **error)
{
  result->firmware = g_strdup (recipe->name);
  return glow_setup_link_open (link, recipe->baud, error) &&
         glow_setup_talk_run (link, recipe, values, result, error);
}

/**
 * glow_setup_run:
 * @transport: open, its board running
 * @kind: how the firmware takes settings, from glow_setup_detect()
 * @values: what to tell it; not changed by anybody meanwhile
 * @hooks: (nullable): who is told
 * @cancellable: (nullable): ends it at once
 * @result: (out): what the board said, and where it is
 * @error: %GLOW_ERROR_SETTING before anything is sent; %GLOW_ERROR_NO_SETUP,
 *   %GLOW_ERROR_SETUP_REFUSED, %GLOW_ERROR_SETUP_SILENT; %GLOW_ERROR_WIFI when all was
 *   taken, but the board is not in the network; the transport's, %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE with @result set
 */
gboolean
glow_setup_run (GlowTransport *transport,
                GlowSetupKind *kind,
                GlowSetupValues *values,
                const GlowSetupHooks *hooks,
                GCancellable *cancellable,
                GlowSetupResult **result,
                GError **error)
{
  g_autoptr (GlowSetupLink) link = NULL;
  g_autoptr (GlowSetupResult) told = glow_setup_result_new (kind);
  GlowSetupRecipe *recipe = glow_setup_kind_get_recipe (kind);

  if (!glow_setup_kind_accepts (kind, values, error))
    return FALSE;
  link = glow_setup_link_new (transport, values, hooks, cancellable);
  if (recipe ? !run_recipe (link, recipe, values, told, error)
             : !run_improv (link, values, hooks, told, error))
    return FALSE;
  *result = g_steal_pointer (&told);
  return TRUE;
}
