/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "glow-error.h"
#include "glow-partition-table.h"
#include "image-maker.h"

/* protocol.md 5.7 */
static const char vector_md5[] = "f4ad4f4538564b5d7435b62c75b69524";

static GByteArray *
make_vector (void)
{
  GByteArray *bytes = g_byte_array_new ();

  maker_put_partition (bytes, 1, 2, 0x9000, 0x6000, "nvs");
  maker_put_partition (bytes, 1, 1, 0xf000, 0x1000, "phy_init");
  maker_put_partition (bytes, 0, 0, 0x10000, 0x100000, "factory");
  maker_put_table_end (bytes, 0);
  maker_fill (bytes, 0xff, GLOW_PARTITION_TABLE_MAX_SIZE);
  return bytes;
}

static GlowPartitionTable *
parse (GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  GlowPartitionTable *table = glow_partition_table_new (bytes->data, bytes->len, &error);

  g_assert_no_error (error);
  return table;
}

static void
assert_refused (const guint8 *data, gsize size, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (glow_partition_table_new (data, size, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_IMAGE);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_vector (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();
  g_autoptr (GlowPartitionTable) table = parse (bytes);
  g_autoptr (GString) md5 = g_string_new (NULL);
  const GlowPartition *factory = glow_partition_table_get_partition (table, 2);

  for (guint i = 0; i < 16; i++)
    g_string_append_printf (md5, "%02x", (guint) bytes->data[96 + 16 + i]);
  g_assert_cmpstr (md5->str, ==, vector_md5);
  g_assert_cmpuint (glow_partition_table_get_n_partitions (table), ==, 3);
  g_assert_true (glow_partition_table_has_digest (table));
  g_assert_cmpuint (glow_partition_table_get_size (table), ==, 4 * 32);
  g_assert_cmpuint (factory->type, ==, GLOW_PARTITION_TYPE_APP);
  g_assert_cmpuint (factory->subtype, ==, GLOW_PARTITION_APP_FACTORY);
  g_assert_cmphex (factory->offset, ==, 0x10000);
  g_assert_cmphex (factory->size, ==, 0x100000);
  g_assert_cmpstr (factory->label, ==, "factory");
  g_assert_cmphex (factory->flags, ==, 0);
}

static void
test_without_md5 (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();
  g_autoptr (GlowPartitionTable) table = NULL;

  memset (bytes->data + 96, 0xff, 32);
  table = parse (bytes);
  g_assert_false (glow_partition_table_has_digest (table));
  g_assert_cmpuint (glow_partition_table_get_size (table), ==, 3 * 32);
}

static void
test_wrong_md5 (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();

  bytes->data[5] ^= 1;
  assert_refused (bytes->data, bytes->len,
                  "the MD5 at 0x60 of the partition table does not fit its 3 entries");
}

static void
test_label_without_nul (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();
  g_autoptr (GlowPartitionTable) table = NULL;

  memcpy (bytes->data + 12, "sixteen_letters_", 16);
  bytes->data[28] = 0x83; /* flags: encrypted, read-only and one unknown */
  memset (bytes->data + 96, 0xff, 32);
  table = parse (bytes);
  g_assert_cmpstr (glow_partition_table_get_partition (table, 0)->label, ==,
                   "sixteen_letters_");
  g_assert_cmphex (glow_partition_table_get_partition (table, 0)->flags, ==,
                   GLOW_PARTITION_ENCRYPTED | GLOW_PARTITION_READ_ONLY | 0x80);
}

static void
test_unprintable_label (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();
  g_autoptr (GlowPartitionTable) table = NULL;

  memcpy (bytes->data + 12,
          "a\x1b\xff"
          "b",
          5);
  memset (bytes->data + 96, 0xff, 32);
  table = parse (bytes);
  g_assert_cmpstr (glow_partition_table_get_partition (table, 0)->label, ==, "a??b");
}

static void
test_full_table (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowPartitionTable) table = NULL;

  for (guint i = 0; i < 95; i++)
    maker_put_partition (bytes, 1, 6, 0x10000 + i * 0x1000, 0x1000, "part");
  maker_put_table_end (bytes, 0);
  g_assert_cmpuint (bytes->len, ==, GLOW_PARTITION_TABLE_MAX_SIZE);
  /* what follows the table is not looked at */
  maker_put_partition (bytes, 0, 0, 0, 0, "beyond");
  table = parse (bytes);
  g_assert_cmpuint (glow_partition_table_get_n_partitions (table), ==, 95);
  g_assert_true (glow_partition_table_has_digest (table));
}

static void
test_refused (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();

  assert_refused ((const guint8 *) "", 0, "the partition table has no entries");
  assert_refused (bytes->data + 128, 64, "the partition table has no entries");
  assert_refused (bytes->data, 70,
                  "the partition table ends at 0x46, in the middle of an entry");
  assert_refused (bytes->data + 1, 96,
                  "the partition table has no entry at 0x0: it starts with 0x50 0x01 "
                  "instead of 0xaa 0x50");
  bytes->data[32] = 0xab;
  assert_refused (bytes->data, bytes->len,
                  "the partition table has no entry at 0x20: it starts with 0xab 0x50 "
                  "instead of 0xaa 0x50");
}

static void
test_overflow (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GlowPartitionTable) table = NULL;

  maker_put_partition (bytes, 0, 0, 0xffff0000, 0xffff, "last");
  table = parse (bytes);
  g_assert_cmpuint (glow_partition_table_get_n_partitions (table), ==, 1);
  maker_put_partition (bytes, 0, 0, 0xffff0000, 0x10000, "evil");
  assert_refused (
    bytes->data, bytes->len,
    "partition \"evil\" at 0xffff0000 with 0x10000 bytes ends beyond 4 GiB");
}

/* Every length either gives entries that were there or an error, never both or neither.
 */
static void
test_every_truncation (void)
{
  g_autoptr (GByteArray) bytes = make_vector ();

  for (gsize len = 0; len < bytes->len; len++) {
    g_autofree guint8 *cut = g_memdup2 (bytes->data, len);
    g_autoptr (GError) error = NULL;
    g_autoptr (GlowPartitionTable) table = glow_partition_table_new (cut, len, &error);

    g_assert_true ((table == NULL) == (error != NULL));
    if (table)
      g_assert_cmpuint (glow_partition_table_get_n_partitions (table), ==,
                        MIN (len / 32, 3));
  }
}

static void
test_names (void)
{
  static const struct {
    guint8 type;
    guint8 subtype;
    const char *type_name;
    const char *subtype_name;
  } cases[] = {
    { 0, 0x00, "app", "factory" },
    { 0, 0x10, "app", "ota_0" },
    { 0, 0x1f, "app", "ota_15" },
    { 0, 0x20, "app", "test" },
    { 1, 0x00, "data", "ota" },
    { 1, 0x02, "data", "nvs" },
    { 1, 0x83, "data", "littlefs" },
    { 1, 0x99, "data", "0x99" },
    { 2, 0x02, "bootloader", "recovery" },
    { 3, 0x00, "partition_table", "primary" },
    { 0x40, 0x00, "0x40", "0x00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GlowPartition partition = { .type = cases[i].type, .subtype = cases[i].subtype };
    g_autofree char *type = glow_partition_dup_type (&partition);
    g_autofree char *subtype = glow_partition_dup_subtype (&partition);

    g_assert_cmpstr (type, ==, cases[i].type_name);
    g_assert_cmpstr (subtype, ==, cases[i].subtype_name);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/partition-table/vector", test_vector);
  g_test_add_func ("/partition-table/without-md5", test_without_md5);
  g_test_add_func ("/partition-table/wrong-md5", test_wrong_md5);
  g_test_add_func ("/partition-table/label", test_label_without_nul);
  g_test_add_func ("/partition-table/unprintable-label", test_unprintable_label);
  g_test_add_func ("/partition-table/full", test_full_table);
  g_test_add_func ("/partition-table/refused", test_refused);
  g_test_add_func ("/partition-table/overflow", test_overflow);
  g_test_add_func ("/partition-table/truncation", test_every_truncation);
  g_test_add_func ("/partition-table/names", test_names);
  return g_test_run ();
}
