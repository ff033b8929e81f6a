/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "flow-fixture.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* Where the made-up stub of each chip lies in RAM: inside what the ROM leaves free. */
static const struct {
  const char *name; /* of the stub file */
  guint32 text_addr;
  guint32 data_addr;
} stub_places[] = {
  { "esp8266", 0x4010c500, 0x3fffae6c },  { "esp32", 0x400a8000, 0x3ffded6c },
  { "esp32s2", 0x40028000, 0x3ffe2dc0 },  { "esp32s3", 0x40378000, 0x3fcb2dc0 },
  { "esp32c2", 0x40380000, 0x3fcb6d6c },  { "esp32c3", 0x40380000, 0x3fc96d68 },
  { "esp32c5", 0x40800000, 0x40852f0c },  { "esp32c6", 0x40800000, 0x40852f0c },
  { "esp32c61", 0x40800000, 0x40816d68 }, { "esp32h2", 0x40800000, 0x40842d68 },
  { "esp32h4", 0x40810000, 0x40842d68 },  { "esp32p4-rev1", 0x4ff10000, 0x4ff62db8 },
  { "esp32p4", 0x4ff50000, 0x4ff72db8 },  { "esp32s31", 0x2f001000, 0x2f01cdb8 },
};

static char *
stubs_dir (void)
{
  return g_strdup_printf ("%s/glowplug-flow-%d", g_get_tmp_dir (), (int) getpid ());
}

static void
write_stub (const char *dir, guint index)
{
  g_autoptr (GBytes) text = flow_make_content (6456, 11);
  g_autoptr (GBytes) data = flow_make_content (212, 12);
  g_autofree char *text64 = g_base64_encode (g_bytes_get_data (text, NULL), 6456);
  g_autofree char *data64 = g_base64_encode (g_bytes_get_data (data, NULL), 212);
  g_autofree char *json =
    g_strdup_printf ("{\"text\": \"%s\", \"text_start\": %u, \"data\": \"%s\", "
                     "\"data_start\": %u, \"entry\": %u}",
                     text64, stub_places[index].text_addr, data64,
                     stub_places[index].data_addr, stub_places[index].text_addr + 4);
  g_autofree char *name = g_strconcat (stub_places[index].name, ".json", NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, json, -1, NULL));
}

/* Writes stub files of our own: the board runs any code, and no published stub is needed.
 */
void
flow_stubs_init (void)
{
  g_autofree char *dir = stubs_dir ();

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (stub_places); i++)
    write_stub (dir, i);
  flow_use_stubs (TRUE);
}

void
flow_stubs_clear (void)
{
  g_autofree char *dir = stubs_dir ();

  for (guint i = 0; i < G_N_ELEMENTS (stub_places); i++) {
    g_autofree char *path = g_strdup_printf ("%s/%s.json", dir, stub_places[i].name);

    g_unlink (path);
  }
  g_rmdir (dir);
}

/* the one chip for which Espressif publishes none */
gboolean
flow_has_stub (const char *chip)
{
  return !g_str_equal (chip, "esp32h21");
}

void
flow_use_stubs (gboolean use)
{
  g_autofree char *dir = stubs_dir ();

  g_setenv ("GLOWPLUG_STUBS_DIR", use ? dir : "", TRUE);
}

FlowRun *
flow_run_new (const GlowBoardConfig *config, GlowOperation operation)
{
  FlowRun *self = g_new0 (FlowRun, 1);
  g_autoptr (GError) error = NULL;

  self->board = glow_board_new (config, &error);
  g_assert_no_error (error);
  self->target = glow_board_target_new (self->board, FALSE);
  self->plan = glow_flash_plan_new (operation, self->target);
  return self;
}

/* the same board, the next run */
void
flow_run_again (FlowRun *self, GlowOperation operation)
{
  g_clear_object (&self->plan);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  self->plan = glow_flash_plan_new (operation, self->target);
}

/* the same run, over @tap, which must outlive it; before anything is put into the plan */
void
flow_run_tap (FlowRun *self, Tap *tap)
{
  g_autoptr (GlowTarget) target =
    tap_target_new (tap, glow_target_get_usb (self->target));
  GlowOperation operation = glow_flash_plan_get_operation (self->plan);

  tap->target = self->target;
  g_object_unref (self->plan);
  self->plan = glow_flash_plan_new (operation, target);
}

void
flow_run_free (FlowRun *self)
{
  g_clear_object (&self->plan);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  g_assert_finalize_object (self->target);
  g_assert_finalize_object (self->board);
  g_free (self);
}

void
flow_run_set_options (FlowRun *self, const GlowFlashOptions *options)
{
  glow_flash_plan_set_options (self->plan, options);
}

gboolean
flow_run (FlowRun *self, const GlowFlasherHooks *hooks, GCancellable *cancellable)
{
  gboolean done;

  if (!glow_flash_plan_is_sealed (self->plan))
    g_assert_true (glow_flash_plan_seal (self->plan, &self->error));
  done = glow_flasher_run (self->plan, hooks, cancellable, &self->result, &self->error);
  g_assert_true (done == (self->error == NULL));
  g_assert_nonnull (self->result);
  return done;
}

/* half noise, half runs: neither all nor nothing for the compressor */
GBytes *
flow_make_content (gsize size, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i / 512 % 2 ? g_rand_int (random) : (guint32) (i / 64));
  return g_bytes_new_take (data, size);
}

GlowImage *
flow_make_image (gsize size, guint32 seed)
{
  g_autoptr (GBytes) content = flow_make_content (size, seed);
  g_autofree char *name = g_strdup_printf ("content-%u.bin", seed);
  g_autoptr (GError) error = NULL;
  GlowImage *image = glow_image_new (content, name, &error);

  g_assert_no_error (error);
  return image;
}

/* (nullable): %NULL, with the test skipped, where the real files are not */
GlowImage *
flow_load_firmware (const char *name)
{
  const char *dir = g_getenv ("GLOWPLUG_FIRMWARE_DIR");
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  GlowImage *image;

  if (!dir || !*dir) {
    g_test_skip ("no real firmware here: GLOWPLUG_FIRMWARE_DIR is not set");
    return NULL;
  }
  path = g_build_filename (dir, name, NULL);
  file = g_file_new_for_path (path);
  image = glow_image_new_from_file (file, NULL, &error);
  g_assert_no_error (error);
  return image;
}

void
flow_assert_flash (FlowRun *self, guint32 offset, GBytes *content)
{
  gsize flash_size;
  const guint8 *flash = glow_board_peek_flash (self->board, &flash_size);
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);

  g_assert_cmpuint (offset + size, <=, flash_size);
  g_assert_cmpmem (flash + offset, size, data, size);
}

void
flow_assert_flash_blank (FlowRun *self, guint32 offset, gsize size)
{
  gsize flash_size;
  const guint8 *flash = glow_board_peek_flash (self->board, &flash_size);

  g_assert_cmpuint (offset + size, <=, flash_size);
  for (gsize i = 0; i < size; i++)
    g_assert_cmphex (flash[offset + i], ==, 0xff);
}

void
flow_assert_no_violations (FlowRun *self)
{
  g_autofree char *report = glow_board_dup_report (self->board);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *violations;

  g_assert_true (json_parser_load_from_data (parser, report, -1, NULL));
  violations =
    json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                  "violations");
  for (guint i = 0; i < json_array_get_length (violations); i++)
    g_test_message ("violation: %s", json_array_get_string_element (violations, i));
  g_assert_cmpuint (json_array_get_length (violations), ==, 0);
}
