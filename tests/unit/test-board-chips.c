/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#include "board-host.h"

#define MAGIC 0x40001000

/* A GET_SECURITY_INFO or READ_REG reply, unescaped, without its delimiters. */
static GByteArray *
read_reply (Host *host)
{
  GByteArray *got = host_read (host, 100000);

  g_assert_cmpuint (got->len, >=, 12);
  g_assert_cmphex (got->data[0], ==, 0xc0);
  g_byte_array_remove_index (got, 0);
  host_unescape (got);
  return got;
}

static guint32
bits (guint32 word, guint shift, guint width)
{
  return (word >> shift) & ((1u << width) - 1);
}

/* The formulas of protocol.md 3.7, written out once more; this is word @n of block 1. */
static guint32
b1 (Host *host, guint32 base, guint n)
{
  return host_read_reg (host, base + 0x44 + 4 * n);
}

static guint
revision_s2 (Host *host, guint32 base)
{
  guint32 minor = bits (b1 (host, base, 3), 20, 1) << 3 | bits (b1 (host, base, 4), 4, 3);

  return bits (b1 (host, base, 3), 18, 2) * 100 + minor;
}

static guint
revision_s3 (Host *host, guint32 base)
{
  guint32 minor =
    bits (b1 (host, base, 5), 23, 1) << 3 | bits (b1 (host, base, 3), 18, 3);

  return bits (b1 (host, base, 5), 24, 2) * 100 + minor;
}

static guint
revision_c2 (Host *host, guint32 base)
{
  guint32 word = host_read_reg (host, base + 0x44);

  return bits (word, 20, 2) * 100 + bits (word, 16, 4);
}

static guint
revision_c6 (Host *host, guint32 base)
{
  guint32 word = b1 (host, base, 3);

  return bits (word, 22, 2) * 100 + bits (word, 18, 4);
}

static guint
revision_c5 (Host *host, guint32 base)
{
  guint32 word = b1 (host, base, 2);

  return bits (word, 4, 2) * 100 + bits (word, 0, 4);
}

static guint
revision_h2 (Host *host, guint32 base)
{
  guint32 word = b1 (host, base, 3);

  return bits (word, 21, 2) * 100 + bits (word, 18, 3);
}

static guint
revision_h21 (Host *host, guint32 base)
{
  guint32 word = b1 (host, base, 5);

  return bits (word, 8, 2) * 100 + bits (word, 4, 4);
}

static guint
revision_p4 (Host *host, guint32 base)
{
  guint32 word = b1 (host, base, 2);

  return (bits (word, 23, 1) << 2 | bits (word, 4, 2)) * 100 + bits (word, 0, 4);
}

static guint
revision_s31 (Host *host, guint32 base)
{
  guint32 word = host_read_reg (host, base + 0x50 + 12);

  return bits (word, 22, 2) * 100 + bits (word, 18, 4);
}

static guint
revision_32 (Host *host, guint32 base)
{
  static const guint8 majors[] = { 0, 1, 0, 2, 0, 0, 0, 3 };
  guint32 w3 = host_read_reg (host, base + 12);
  guint32 w5 = host_read_reg (host, base + 20);
  guint32 date = host_read_reg (host, 0x3ff6607c);

  return majors[bits (w3, 15, 1) | bits (w5, 20, 1) << 1 | bits (date, 31, 1) << 2] *
           100u +
         bits (w5, 24, 2);
}

typedef struct {
  const char *name;
  guint chip_id;
  guint32 magic;
  guint32 base; /* of the eFuses */
  guint32 mac;  /* from there */
  guint32 spi;
  guint revision; /* one that uses every bit */
  guint (*read_revision) (Host *host, guint32 base);
  guint32 package_word; /* from the base */
  guint package_shift;
  guint package;
  guint32 crystal_mhz; /* measured by the divider; 0: can't be */
  guint32 crypt_word;
  guint32 crypt_bit;
  guint32 boot_word;
  guint32 boot_bit;
} Chip;

/* protocol.md 3.2, 3.3, 3.7, 3.9 */
static const Chip chips[] = {
  { "esp32", 0, 0x00f01d83, 0x3ff5a000, 0x04, 0x3ff42000, 203, revision_32, 0x0c, 9, 5,
    40, 0x00, 1u << 20, 0x18, 1u << 5 },
  { "esp32s2", 2, 0x000007c6, 0x3f41a000, 0x44, 0x3f402000, 209, revision_s2, 0x54, 0, 9,
    40, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32s3", 9, 0x00000009, 0x60007000, 0x44, 0x60002000, 209, revision_s3, 0x50, 21, 5,
    40, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32c2", 12, 0x0c21e06f, 0x60008800, 0x40, 0x60002000, 209, revision_c2, 0x44, 22,
    5, 40, 0x30, 1u << 7, 0x30, 1u << 21 },
  { "esp32c3", 5, 0x4361606f, 0x60008800, 0x44, 0x60002000, 209, revision_s3, 0x50, 21, 5,
    40, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32c5", 23, 0x5fd1406f, 0x600b4800, 0x44, 0x60003000, 209, revision_c5, 0x4c, 26,
    5, 48, 0x34, 1u << 16, 0x38, 1u << 25 },
  { "esp32c6", 13, 0x2ce0806f, 0x600b0800, 0x44, 0x60003000, 209, revision_c6, 0x50, 24,
    5, 40, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32c61", 20, 0x7211606f, 0x600b4800, 0x44, 0x60003000, 209, revision_c5, 0x4c, 26,
    5, 40, 0x30, 1u << 23, 0x34, 1u << 26 },
  { "esp32h2", 16, 0x97e30068, 0x600b0800, 0x44, 0x60003000, 205, revision_h2, 0x54, 0, 5,
    32, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32h21", 25, 0, 0x600b4000, 0x44, 0x60003000, 209, revision_h21, 0x58, 11, 5, 32,
    0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32h4", 28, 0, 0x600b1800, 0x44, 0x60099000, 209, revision_c6, 0x54, 12, 5, 0,
    0x30, 1u << 23, 0x38, 1u << 5 },
  { "esp32p4", 18, 0x0addbad0, 0x5012d000, 0x44, 0x5008d000, 209, revision_p4, 0x4c, 20,
    5, 0, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32p4-rev3", 18, 0x07039ad9, 0x5012d000, 0x44, 0x5008d000, 509, revision_p4, 0x4c,
    20, 5, 0, 0x34, 1u << 18, 0x38, 1u << 20 },
  { "esp32s31", 32, 0, 0x20715000, 0x50, 0x20501000, 209, revision_s31, 0x60, 6, 2, 0,
    0x34, 1u << 21, 0x3c, 1u << 2 },
};

static void
test_efuses (gconstpointer data)
{
  const Chip *chip = data;
  const guint8 mac[6] = { 0x24, 0x0a, 0xc4, 0x11, 0x22, 0x33 };
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, chip->name);
  config.revision = (gint) chip->revision;
  config.package = chip->package;
  memcpy (config.mac, mac, sizeof mac);
  host_start (&host, &config);
  g_assert_cmphex (host_read_reg (&host, MAGIC), ==, chip->magic);
  g_assert_cmpuint (chip->read_revision (&host, chip->base), ==, chip->revision);
  g_assert_cmphex (bits (host_read_reg (&host, chip->base + chip->package_word),
                         chip->package_shift, 2),
                   ==, chip->package & 3);
  g_assert_cmphex (host_read_reg (&host, chip->base + chip->mac), ==, 0xc4112233);
  g_assert_cmphex (host_read_reg (&host, chip->base + chip->mac + 4) & 0xffff, ==,
                   0x240a);
}

/* GET_SECURITY_INFO, and the words that say the same. */
static void
test_security (gconstpointer data)
{
  const Chip *chip = data;
  gboolean is_s2 = chip->chip_id == 2;
  g_auto (Host) host = { 0 };
  g_autoptr (GByteArray) reply = NULL;
  GlowBoardConfig config;

  host_config (&config, chip->name);
  config.secure_boot = TRUE;
  config.flash_encryption = TRUE;
  host_start (&host, &config);
  g_assert_cmphex (host_read_reg (&host, chip->base + chip->crypt_word) & chip->crypt_bit,
                   ==, chip->crypt_bit);
  g_assert_cmphex (host_read_reg (&host, chip->base + chip->boot_word) & chip->boot_bit,
                   ==, chip->boot_bit);
  if (chip->chip_id == 0)
    return;
  host_send (&host, 0x14, 0, NULL, 0);
  reply = read_reply (&host);
  g_assert_cmpuint (glow_get_le16 (reply->data + 2), ==, is_s2 ? 16 : 24);
  g_assert_cmphex (glow_get_le32 (reply->data + 8), ==, 0x01);
  g_assert_cmphex (reply->data[12], ==, 1);
  if (!is_s2)
    g_assert_cmpuint (glow_get_le32 (reply->data + 8 + 12), ==, chip->chip_id);
}

/* protocol.md 3.4 */
static void
test_crystal (gconstpointer data)
{
  const Chip *chip = data;
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;
  guint32 divider;

  host_config (&config, chip->name);
  host_start (&host, &config);
  if (chip->crystal_mhz == 0)
    return;
  divider = host_read_reg (&host, (chip->base & 0xfff00000) == 0x3ff00000   ? 0x3ff40014
                                  : (chip->base & 0xfff00000) == 0x3f400000 ? 0x3f400014
                                                                            : 0x60000014);
  g_assert_cmpuint ((115200 * (divider & 0xfffff) + 500000) / 1000000, ==,
                    chip->crystal_mhz);
}

/* protocol.md 4.3: RDID through the registers of protocol.md 3.3 */
static void
test_flash_id (gconstpointer data)
{
  const Chip *chip = data;
  gboolean is_32 = chip->chip_id == 0;
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, chip->name);
  config.flash_size = 32 * 1024 * 1024;
  host_start (&host, &config);
  HOST_SEND (&host, 0x0d, 0, 0);
  g_assert_cmphex (host_expect_status (&host, 0x0d), ==, 0);
  host_write_reg (&host, chip->spi + (is_32 ? 0x2c : 0x28), 23);
  host_write_reg (&host, chip->spi + (is_32 ? 0x1c : 0x18), 1u << 31 | 1u << 28);
  host_write_reg (&host, chip->spi + (is_32 ? 0x24 : 0x20), 7u << 28 | 0x9f);
  host_write_reg (&host, chip->spi + (is_32 ? 0x80 : 0x58), 0);
  host_write_reg (&host, chip->spi, 1u << 18);
  g_assert_cmphex (host_read_reg (&host, chip->spi), ==, 0);
  g_assert_cmphex (host_read_reg (&host, chip->spi + (is_32 ? 0x80 : 0x58)), ==,
                   0x1940c8);
  host_assert_violations (&host, FALSE);
}

/* protocol.md 3.11, 6.4: its own stub runs, and one that lies elsewhere doesn't. */
static void
test_stub (gconstpointer data)
{
  const Chip *chip = data;
  const HostStub *stub = host_find_stub (chip->name);
  g_auto (Host) right = { 0 };
  g_auto (Host) wrong = { 0 };
  GlowBoardConfig config;

  host_config (&config, chip->name);
  host_start (&right, &config);
  host_upload_stub (&right, stub->text, stub->data);
  g_assert_true (host_is_greeted (&right) == (chip->chip_id != 25));
  host_start (&wrong, &config);
  host_upload_stub (&wrong, 0x10000000, stub->data);
  g_assert_false (host_is_greeted (&wrong));
  host_assert_violations (&wrong, TRUE);
}

/* protocol.md 3.2: the layouts of the two kinds of P4 are not the same. */
static void
test_p4_layouts (void)
{
  static const struct {
    gint revision;
    const char *other;
  } cases[] = { { 209, "esp32p4-rev3" }, { 300, "esp32p4" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HostStub *stub = host_find_stub (cases[i].other);
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, "esp32p4");
    config.revision = cases[i].revision;
    host_start (&host, &config);
    host_upload_stub (&host, stub->text, stub->data);
    g_assert_false (host_is_greeted (&host));
  }
}

/* protocol.md 3.7: made from the MAC by what is in the upper half of its second word */
static void
test_eui64 (void)
{
  static const struct {
    const char *chip;
    guint32 addr;
  } cases[] = {
    { "esp32c5", 0x600b4848 }, { "esp32c6", 0x600b0848 },  { "esp32h2", 0x600b0848 },
    { "esp32h4", 0x600b1848 }, { "esp32h21", 0x600b4048 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Host) host = { 0 };
    GlowBoardConfig config;

    host_config (&config, cases[i].chip);
    host_start (&host, &config);
    g_assert_cmphex (host_read_reg (&host, cases[i].addr) >> 16, ==, 0xfffe);
  }
}

/* protocol.md 3.8 */
static void
test_capacities (void)
{
  g_auto (Host) s3 = { 0 };
  g_auto (Host) s2 = { 0 };
  g_auto (Host) c2 = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32s3");
  config.flash_cap = 2;
  config.psram_cap = 5;
  host_start (&s3, &config);
  g_assert_cmphex (bits (host_read_reg (&s3, 0x60007050), 27, 3), ==, 2);
  g_assert_cmphex (bits (host_read_reg (&s3, 0x60007058), 19, 1) << 2 |
                     bits (host_read_reg (&s3, 0x60007054), 3, 2),
                   ==, 5);
  g_assert_cmphex (bits (host_read_reg (&s3, 0x60007054), 0, 3), ==, 2);
  g_assert_cmphex (bits (host_read_reg (&s3, 0x60007054), 7, 2), ==, 1);
  config.chip = "esp32s2";
  host_start (&s2, &config);
  g_assert_cmphex (bits (host_read_reg (&s2, 0x3f41a050), 21, 4), ==, 2);
  g_assert_cmphex (bits (host_read_reg (&s2, 0x3f41a050), 28, 4), ==, 5);
  config.chip = "esp32c2";
  config.psram_cap = 0;
  host_start (&c2, &config);
  g_assert_cmphex (host_read_reg (&c2, 0x6000885c) >> 29, ==, 2);
}

/* protocol.md 3.9: before v3.0 the ESP32 had another kind of it. */
static void
test_secure_boot_v1 (void)
{
  g_auto (Host) host = { 0 };
  GlowBoardConfig config;

  host_config (&config, "esp32");
  config.revision = 100;
  config.secure_boot = TRUE;
  host_start (&host, &config);
  g_assert_cmphex (host_read_reg (&host, 0x3ff5a018), ==, 1u << 4);
}

typedef struct {
  const char *what;
  GlowBoardConfig config;
} Impossible;

static void
test_impossible (void)
{
  const Impossible cases[] = {
    { "revision", { .chip = "esp32c6", .revision = 400 } },
    { "minor", { .chip = "esp32h2", .revision = 8 } },
    { "package", { .chip = "esp32s31", .revision = -1, .package = 4 } },
    { "flash", { .chip = "esp32h2", .revision = -1, .flash_cap = 1 } },
    { "psram", { .chip = "esp32c3", .revision = -1, .psram_cap = 1 } },
    { "crystal", { .chip = "esp32c3", .revision = -1, .crystal_mhz = 26 } },
    { "jtag", { .chip = "esp32s2", .revision = -1, .usb = GLOW_BOARD_USB_JTAG } },
    { "otg", { .chip = "esp32c3", .revision = -1, .usb = GLOW_BOARD_USB_OTG } },
    { "secure download", { .chip = "esp32", .revision = -1, .secure_download = TRUE } },
    { "drift", { .chip = "esp32c3", .revision = -1, .rc_drift = 10 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    GlowBoardConfig config = cases[i].config;
    g_autoptr (GlowBoard) board = NULL;

    config.flash_size = 4 * 1024 * 1024;
    board = glow_board_new (&config, &error);
    g_test_message ("%s: %s", cases[i].what, error ? error->message : "taken");
    g_assert_nonnull (error);
    g_assert_null (board);
  }
}

static void
add (const char *what, const Chip *chip, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/board-chips/%s/%s", what, chip->name);

  g_test_add_data_func (path, chip, func);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (chips); i++) {
    add ("efuses", &chips[i], test_efuses);
    add ("security", &chips[i], test_security);
    add ("crystal", &chips[i], test_crystal);
    add ("flash-id", &chips[i], test_flash_id);
    add ("stub", &chips[i], test_stub);
  }
  g_test_add_func ("/board-chips/p4-layouts", test_p4_layouts);
  g_test_add_func ("/board-chips/eui64", test_eui64);
  g_test_add_func ("/board-chips/capacities", test_capacities);
  g_test_add_func ("/board-chips/secure-boot-v1", test_secure_boot_v1);
  g_test_add_func ("/board-chips/impossible", test_impossible);
  return g_test_run ();
}
