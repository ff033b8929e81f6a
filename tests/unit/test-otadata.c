/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-bytes.h"
#include "glow-otadata.h"

#include <string.h>

#define SECOND_AT 0x1000 /* bytes; each of the two sectors starts with an entry */

/* protocol.md 5.8 */
static const struct {
  guint32 sequence;
  guint32 crc;
} vectors[] = { { 1, 0x4743989a }, { 2, 0x55f63774 }, { 3, 0xed4a5011 } };

static void
put_entry (guint8 *bytes, gsize index)
{
  glow_put_le32 (bytes, vectors[index].sequence);
  glow_put_le32 (bytes + 28, vectors[index].crc);
}

static void
test_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    guint8 bytes[GLOW_OTADATA_SIZE];

    memset (bytes, 0xff, sizeof bytes);
    g_assert_false (glow_otadata_recognise (bytes, sizeof bytes));
    put_entry (bytes, i);
    g_assert_true (glow_otadata_recognise (bytes, sizeof bytes));
    bytes[0] ^= 4;
    g_assert_false (glow_otadata_recognise (bytes, sizeof bytes));
    put_entry (bytes + SECOND_AT, i);
    g_assert_true (glow_otadata_recognise (bytes, sizeof bytes));
  }
}

/* Merged files end within it. */
static void
test_sizes (void)
{
  guint8 bytes[GLOW_OTADATA_SIZE + 1];

  memset (bytes, 0xff, sizeof bytes);
  put_entry (bytes + SECOND_AT, 0);
  g_assert_false (glow_otadata_recognise (bytes, 0));
  g_assert_false (glow_otadata_recognise (bytes, 31));
  g_assert_false (glow_otadata_recognise (bytes, SECOND_AT + 31));
  g_assert_true (glow_otadata_recognise (bytes, SECOND_AT + 32));
  g_assert_true (glow_otadata_recognise (bytes, GLOW_OTADATA_SIZE));
  g_assert_false (glow_otadata_recognise (bytes, GLOW_OTADATA_SIZE + 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/otadata/vectors", test_vectors);
  g_test_add_func ("/otadata/sizes", test_sizes);
  return g_test_run ();
}
