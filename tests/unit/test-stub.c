/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-stub.h"

#define GOOD                                                                             \
  "{\"entry\": 1074921514, \"text\": \"AAECAwQFBgc=\", \"text_start\": 1074921512, "     \
  "\"data\": \"CAkKCw==\", \"data_start\": 1070279592, \"bss_start\": 1070202880}"

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowStub) stub = glow_stub_new_from_json (GOOD, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (stub->text), ==, 8);
  g_assert_cmphex (stub->text_addr, ==, 1074921512);
  g_assert_cmphex (stub->entry_addr, ==, 1074921514);
  g_assert_cmpuint (g_bytes_get_size (stub->data), ==, 4);
  g_assert_cmphex (stub->data_addr, ==, 1070279592);
}

static void
test_damaged (void)
{
  static const char *const damaged[] = {
    "",
    "no json",
    "[]",
    "7",
    "{}",
    "{\"entry\": 1, \"text\": \"\", \"text_start\": 1}",
    "{\"entry\": 1, \"text\": 7, \"text_start\": 1}",
    "{\"entry\": 1, \"text\": \"AAECAw==\", \"text_start\": -1}",
    "{\"entry\": 4294967296, \"text\": \"AAECAw==\", \"text_start\": 1}",
    "{\"entry\": \"1\", \"text\": \"AAECAw==\", \"text_start\": 1}",
    /* the entry is not in the code */
    "{\"entry\": 5, \"text\": \"AAECAw==\", \"text_start\": 1}",
    "{\"entry\": 0, \"text\": \"AAECAw==\", \"text_start\": 1}",
    /* data without its address */
    "{\"entry\": 1, \"text\": \"AAECAw==\", \"text_start\": 1, \"data\": \"AAECAw==\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowStub) stub = glow_stub_new_from_json (damaged[i], -1, &error);

    g_test_message ("%s", damaged[i]);
    g_assert_null (stub);
    g_assert_error (error, GLOW_ERROR, GLOW_ERROR_STUB);
  }
}

/* the files Espressif publishes, where they are installed */
static void
test_published (void)
{
  static const char *const names[] = { "esp8266", "esp32", "esp32s3", "esp32c3",
                                       "esp32p4" };
  const char *dir = g_getenv ("GLOWPLUG_STUBS_DIR");

  if (!dir || !*dir) {
    g_test_skip ("no stub images here; see build-aux/stubs");
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowStub) stub = glow_stub_find (names[i], &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (stub->text), >, 4096);
  }
}

static void
test_none_installed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowStub) stub = glow_stub_find ("esp9999", &error);

  g_assert_null (stub);
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_STUB);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stub/good", test_good);
  g_test_add_func ("/stub/damaged", test_damaged);
  g_test_add_func ("/stub/published", test_published);
  g_test_add_func ("/stub/none-installed", test_none_installed);
  return g_test_run ();
}
