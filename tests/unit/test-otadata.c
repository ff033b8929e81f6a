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
    bytes[0x40] = 0;
    g_assert_false (glow_otadata_recognise (bytes, sizeof bytes));
    put_entry (bytes + SECOND_AT, i);
    g_assert_true (glow_otadata_recognise (bytes, sizeof bytes));
  }
}

/* The one with the higher number that was not given up; a wrong CRC counts for nothing.
 */
static void
test_choice (void)
{
  static const struct {
    gint first; /* index in vectors, -1: blank */
    guint32 first_state;
    gint second;
    guint32 second_state;
    gint chosen;
  } cases[] = {
    { 0, 0xffffffff, -1, 0xffffffff, 0 },
    { -1, 0xffffffff, 1, 0xffffffff, 1 },
    { 0, 0xffffffff, 1, 0xffffffff, 1 },
    { 2, 2, 1, 2, 0 },
    { 0, 2, 1, 3, 0 },
    { 0, 2, 1, 4, 0 },
    { 0, 3, 1, 4, -1 },
    { 0, 2, 1, 1, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint8 bytes[GLOW_OTADATA_SIZE];
    GlowOtadata otadata;

    memset (bytes, 0xff, sizeof bytes);
    if (cases[i].first >= 0)
      put_entry (bytes, (gsize) cases[i].first);
    if (cases[i].second >= 0)
      put_entry (bytes + SECOND_AT, (gsize) cases[i].second);
    glow_put_le32 (bytes + 24, cases[i].first_state);
    glow_put_le32 (bytes + SECOND_AT + 24, cases[i].second_state);
    g_assert_true (glow_otadata_read (&otadata, bytes, sizeof bytes));
    g_assert_cmpint (otadata.chosen, ==, cases[i].chosen);
  }
}

static void
test_wrong_crc (void)
{
  guint8 bytes[GLOW_OTADATA_SIZE];
  GlowOtadata otadata;

  memset (bytes, 0xff, sizeof bytes);
  glow_put_le32 (bytes, 1);
  glow_put_le32 (bytes + 28, 0x12345678);
  g_assert_true (glow_otadata_read (&otadata, bytes, sizeof bytes));
  g_assert_cmpint (otadata.chosen, ==, -1);
  g_assert_true (otadata.entries[0].damaged);
  g_assert_false (otadata.entries[1].damaged);
  /* anything else in there, and it is something else */
  bytes[0x100] = 0;
  g_assert_false (glow_otadata_read (&otadata, bytes, sizeof bytes));
}

static GlowPartitionTable *
make_table (const guint8 *subtypes, gsize n)
{
  guint8 bytes[32 * 4];

  memset (bytes, 0xff, sizeof bytes);
  for (gsize i = 0; i < n; i++) {
    guint8 *entry = bytes + 32 * i;

    memset (entry, 0, 32);
    glow_put_le16 (entry, 0x50aa);
    entry[3] = subtypes[i];
    glow_put_le32 (entry + 4, (guint32) (0x10000 * (i + 1)));
    glow_put_le32 (entry + 8, 0x10000);
  }
  return glow_partition_table_new (bytes, sizeof bytes, NULL);
}

/* protocol.md 5.8: slot (number - 1) of those in the table; without a choice factory,
 * else the first slot. */
static void
test_partition (void)
{
  static const guint8 slots[] = { 0x00, 0x10, 0x11 };
  g_autoptr (GlowPartitionTable) all = make_table (slots, 3);
  g_autoptr (GlowPartitionTable) two = make_table (slots + 1, 2);
  g_autoptr (GlowPartitionTable) factory = make_table (slots, 1);
  GlowOtadata otadata = { .chosen = 0 };

  otadata.entries[0] = (GlowOtadataEntry){ .present = TRUE, .sequence = 2 };
  g_assert_cmphex (glow_otadata_choose (&otadata, all)->subtype, ==, 0x11);
  g_assert_cmphex (glow_otadata_choose (&otadata, two)->subtype, ==, 0x11);
  g_assert_cmphex (glow_otadata_choose (&otadata, factory)->subtype, ==, 0x00);
  otadata.entries[0].sequence = 5;
  g_assert_cmphex (glow_otadata_choose (&otadata, two)->subtype, ==, 0x10);
  otadata.chosen = -1;
  g_assert_cmphex (glow_otadata_choose (&otadata, all)->subtype, ==, 0x00);
  g_assert_cmphex (glow_otadata_choose (NULL, two)->subtype, ==, 0x10);
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
  g_test_add_func ("/otadata/choice", test_choice);
  g_test_add_func ("/otadata/wrong-crc", test_wrong_crc);
  g_test_add_func ("/otadata/partition", test_partition);
  g_test_add_func ("/otadata/sizes", test_sizes);
  return g_test_run ();
}
