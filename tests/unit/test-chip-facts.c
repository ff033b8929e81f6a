/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What is made of eFuse words: a ROM that answers READ_REG from a table and
 * GET_SECURITY_INFO with what it is given. */

#include "glow-bytes.h"
#include "glow-chip-detect.h"
#include "glow-chip-package.h"
#include "glow-command.h"
#include "glow-error.h"
#include "glow-slip.h"

#include <string.h>

#define SECURITY_LEN 20
#define MAX_WORDS    8

typedef struct {
  guint32 addr;
  guint32 word;
} Word;

/* fake ROM */

#define FAKE_TYPE_ROM (fake_rom_get_type ())
G_DECLARE_FINAL_TYPE (FakeRom, fake_rom, FAKE, ROM, GObject)

struct _FakeRom {
  GObject parent_instance;
  const Word *words;       /* borrowed: ends with addr 0 */
  const guint8 *security;  /* (nullable) borrowed: SECURITY_LEN bytes */
  GlowSlipDecoder decoder; /* owned */
  GByteArray *output;      /* owned */
  gint64 now;
};

static void fake_rom_iface_init (GlowTransportInterface *iface);
G_DEFINE_TYPE_WITH_CODE (FakeRom,
                         fake_rom,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (GLOW_TYPE_TRANSPORT, fake_rom_iface_init))

static void
fake_rom_reply (FakeRom *self,
                guint8 op,
                guint32 value,
                const guint8 *data,
                gsize len,
                guint8 status)
{
  guint8 frame[8 + SECURITY_LEN + 4] = { 0x01, op, (guint8) (len + 4), 0 };

  glow_put_le32 (frame + 4, value);
  if (len > 0)
    memmove (frame + 8, data, len);
  frame[8 + len] = status;
  frame[8 + len + 1] = status ? 5 : 0;
  glow_slip_encode (self->output, frame, 8 + len + 4);
}

static void
fake_rom_obey (FakeRom *self, const guint8 *frame)
{
  guint32 value = 0;

  if (frame[1] == GLOW_COMMAND_GET_SECURITY_INFO) {
    fake_rom_reply (self, frame[1], 0, self->security, self->security ? SECURITY_LEN : 0,
                    self->security ? 0 : 1);
    return;
  }
  g_assert_cmpuint (frame[1], ==, GLOW_COMMAND_READ_REG);
  for (const Word *word = self->words; word->addr != 0; word++) {
    if (word->addr == glow_get_le32 (frame + 8))
      value = word->word;
  }
  fake_rom_reply (self, frame[1], value, NULL, 0, 0);
}

static gboolean
fake_rom_write (GlowTransport *transport,
                const guint8 *buf,
                gsize buf_len,
                gint64 timeout_us,
                GCancellable *cancellable,
                GError **error)
{
  FakeRom *self = FAKE_ROM (transport);

  (void) timeout_us, (void) cancellable, (void) error;
  while (buf_len > 0) {
    gboolean complete;
    gsize used = glow_slip_decoder_feed (&self->decoder, buf, buf_len, NULL, &complete);

    if (complete)
      fake_rom_obey (self, self->decoder.frame->data);
    buf += used;
    buf_len -= used;
  }
  return TRUE;
}

static gssize
fake_rom_read (GlowTransport *transport,
               guint8 *buf,
               gsize buf_size,
               gint64 timeout_us,
               GCancellable *cancellable,
               GError **error)
{
  FakeRom *self = FAKE_ROM (transport);
  gsize len = MIN (buf_size, self->output->len);

  (void) cancellable, (void) error;
  if (len == 0) {
    self->now += timeout_us;
    return 0;
  }
  memmove (buf, self->output->data, len);
  g_byte_array_remove_range (self->output, 0, (guint) len);
  return (gssize) len;
}

static gboolean
fake_rom_discard_input (GlowTransport *transport, GError **error)
{
  (void) error;
  g_byte_array_set_size (FAKE_ROM (transport)->output, 0);
  return TRUE;
}

static gboolean
fake_rom_sleep (GlowTransport *transport,
                gint64 duration_us,
                GCancellable *cancellable,
                GError **error)
{
  (void) cancellable, (void) error;
  FAKE_ROM (transport)->now += duration_us;
  return TRUE;
}

static gint64
fake_rom_now (GlowTransport *transport)
{
  return FAKE_ROM (transport)->now;
}

static GlowTransportFlags
fake_rom_get_flags (GlowTransport *transport)
{
  (void) transport;
  return GLOW_TRANSPORT_NONE;
}

static const char *
fake_rom_get_name (GlowTransport *transport)
{
  (void) transport;
  return "fake ROM";
}

static void
fake_rom_close (GlowTransport *transport)
{
  (void) transport;
}

static void
fake_rom_iface_init (GlowTransportInterface *iface)
{
  iface->read = fake_rom_read;
  iface->write = fake_rom_write;
  iface->discard_input = fake_rom_discard_input;
  iface->sleep = fake_rom_sleep;
  iface->now = fake_rom_now;
  iface->get_flags = fake_rom_get_flags;
  iface->get_name = fake_rom_get_name;
  iface->close = fake_rom_close;
}

static void
fake_rom_finalize (GObject *object)
{
  FakeRom *self = FAKE_ROM (object);

  glow_slip_decoder_clear (&self->decoder);
  g_byte_array_unref (self->output);
  G_OBJECT_CLASS (fake_rom_parent_class)->finalize (object);
}

static void
fake_rom_class_init (FakeRomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_rom_finalize;
}

static void
fake_rom_init (FakeRom *self)
{
  glow_slip_decoder_init (&self->decoder);
  self->output = g_byte_array_new ();
}

/* tests */

static GlowChipInfo *
read_facts (GlowChipId id, const Word *words)
{
  g_autoptr (FakeRom) rom = g_object_new (FAKE_TYPE_ROM, NULL);
  g_autoptr (GlowLoader) loader = glow_loader_new (GLOW_TRANSPORT (rom), NULL);
  g_autoptr (GError) error = NULL;
  GlowChipInfo *info = glow_chip_info_new (glow_chip_get (id));

  rom->words = words;
  g_assert_true (glow_chip_read_facts (info, loader, &error));
  g_assert_no_error (error);
  return info;
}

static void
test_packages (void)
{
  static const struct {
    GlowChipId id;
    Word words[MAX_WORDS];
    const char *description;
    const char *memories; /* what the features end with */
    guint16 revision;
  } cases[] = {
    { GLOW_CHIP_ESP32S2,
      { { 0x3f41a050, 2u << 21 | 1u << 28 | 1u << 18 } },
      "ESP32-S2FNR2",
      ", Embedded Flash 4MB, Embedded PSRAM 2MB",
      100 },
    { GLOW_CHIP_ESP32S2, { { 0x3f41a050, 1u << 21 } }, "ESP32-S2FH2", "2MB", 0 },
    { GLOW_CHIP_ESP32S2,
      { { 0x3f41a050, 9u << 21 } },
      "ESP32-S2 (unknown package 0)",
      ", Embedded Flash",
      0 },
    { GLOW_CHIP_ESP32S3,
      { { 0x60007050, 1u << 27 | 2u << 18 }, { 0x60007054, 5 | 1u << 3 | 2u << 7 } },
      "ESP32-S3 (QFN56)",
      ", Embedded Flash 8MB (BY), Embedded PSRAM 8MB (AP_1v8)",
      2 },
    { GLOW_CHIP_ESP32S3,
      { { 0x60007050, 1u << 21 | 1u << 18 }, { 0x60007058, 1u << 19 } },
      "ESP32-S3-PICO-1 (LGA56)",
      ", Embedded PSRAM 4MB",
      1 },
    { GLOW_CHIP_ESP32C2,
      { { 0x60008844, 1u << 22 | 1u << 20 | 2u << 16 },
        { 0x6000885c, 2u << 29 | 1u << 24 } },
      "ESP8684H",
      ", Embedded Flash 2MB (XMC)",
      102 },
    { GLOW_CHIP_ESP32C3,
      { { 0x60008850, 3u << 21 | 4u << 27 }, { 0x60008854, 5 } },
      "ESP8686 (QFN24)",
      ", Embedded Flash 8MB (ZBIT)",
      0 },
    { GLOW_CHIP_ESP32C6,
      { { 0x600b0850, 1u << 24 }, { 0x600b0854, 2 } },
      "ESP32-C6FH8 (QFN32)",
      ", Embedded Flash 8MB",
      0 },
    { GLOW_CHIP_ESP32P4,
      { { 0x5012d04c, 1u << 23 | 1u << 4 | 3 } },
      "ESP32-P4",
      "400MHz",
      503 },
    { GLOW_CHIP_ESP32, { { 0x3ff5a00c, 6u << 9 } }, "ESP32-PICO-V3-02", "PSRAM", 0 },
    { GLOW_CHIP_ESP32, { { 0x3ff5a00c, 3u << 9 } }, "ESP32 (unknown package 3)", "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GlowChipInfo) info = read_facts (cases[i].id, cases[i].words);

    g_test_message ("%s", cases[i].description);
    g_assert_cmpstr (info->description, ==, cases[i].description);
    g_assert_true (g_str_has_suffix (info->features, cases[i].memories));
    g_assert_cmpuint (info->revision, ==, cases[i].revision);
  }
}

static void
test_first_s3 (void)
{
  /* block version 1.1 and minor 0: the major field holds something else */
  static const Word first[] = {
    { 0x60007050, 1u << 24 }, { 0x60007058, 3u << 24 }, { 0x6000706c, 1 }, { 0, 0 }
  };
  static const Word later[] = { { 0x60007050, 1u << 24 | 1u << 18 },
                                { 0x60007058, 3u << 24 },
                                { 0x6000706c, 1 },
                                { 0, 0 } };
  g_autoptr (GlowChipInfo) info = read_facts (GLOW_CHIP_ESP32S3, first);
  g_autoptr (GlowChipInfo) other = read_facts (GLOW_CHIP_ESP32S3, later);

  g_assert_true (info->has_revision);
  g_assert_cmpuint (info->revision, ==, 0);
  g_assert_cmpuint (other->revision, ==, 301);
}

static void
test_addresses (void)
{
  static const Word words[] = { { 0x600b0844, 0x33445566 },
                                { 0x600b0848, 0xfffe1122 },
                                { 0, 0 } };
  g_autoptr (GlowChipInfo) info = read_facts (GLOW_CHIP_ESP32H2, words);
  g_autofree char *mac = glow_chip_info_dup_mac (info);
  g_autofree char *eui64 = glow_chip_info_dup_eui64 (info);

  g_assert_cmpstr (mac, ==, "11:22:33:44:55:66");
  g_assert_cmpstr (eui64, ==, "11:22:33:ff:fe:44:55:66");
}

static void
test_esp8285 (void)
{
  static const struct {
    guint32 word0, word2, word3;
    const char *name;
    guint mib;
  } cases[] = {
    { 0, 0, 0, "ESP8266EX", 0 },
    { 1u << 4, 0, 0, "ESP8285N08", 1 },
    { 1u << 4 | 1u << 5, 0, 0, "ESP8285H08", 1 },
    { 1u << 4 | 1u << 5, 0, 1u << 26, "ESP8285H16", 2 },
    { 0, 1u << 16, 1u << 25, "ESP8285N16", 2 },
    { 0, 1u << 16, 1u << 25 | 1u << 26, "ESP8285", 4 },
    { 0, 1u << 16, 1u << 25 | 1u << 27, "ESP8285", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Word words[] = { { 0x3ff00050, cases[i].word0 },
                           { 0x3ff00058, cases[i].word2 },
                           { 0x3ff0005c, cases[i].word3 },
                           { 0, 0 } };
    g_autoptr (GlowChipInfo) info = read_facts (GLOW_CHIP_ESP8266, words);

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (info->description, ==, cases[i].name);
    g_assert_cmpuint (info->embedded_flash_mib, ==, cases[i].mib);
  }
}

/* where the ROM has not told: an odd number of bits in the count, and the boot bit */
static void
test_security_from_efuses (void)
{
  static const struct {
    GlowChipId id;
    Word count, boot;
  } cases[] = {
    { GLOW_CHIP_ESP32S2, { 0x3f41a034, 7u << 18 }, { 0x3f41a038, 1u << 20 } },
    { GLOW_CHIP_ESP32C2, { 0x60008830, 1u << 7 }, { 0x60008830, 1u << 7 | 1u << 21 } },
    { GLOW_CHIP_ESP32C3, { 0x60008834, 1u << 18 }, { 0x60008838, 1u << 20 } },
    { GLOW_CHIP_ESP32C5, { 0x600b4834, 1u << 16 }, { 0x600b4838, 1u << 25 } },
    { GLOW_CHIP_ESP32C61, { 0x600b4830, 1u << 23 }, { 0x600b4834, 1u << 26 } },
    { GLOW_CHIP_ESP32H4, { 0x600b1830, 1u << 25 }, { 0x600b1838, 1u << 5 } },
    { GLOW_CHIP_ESP32S31, { 0x20715034, 1u << 21 }, { 0x2071503c, 1u << 2 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Word none[] = { { 0, 0 } };
    const Word both[] = { cases[i].count, cases[i].boot, { 0, 0 } };
    g_autoptr (GlowChipInfo) open = read_facts (cases[i].id, none);
    g_autoptr (GlowChipInfo) closed = read_facts (cases[i].id, both);

    g_test_message ("%s", glow_chip_get_name (open->chip));
    g_assert_true (open->has_security);
    g_assert_false (open->secure_boot || open->flash_encryption);
    g_assert_true (closed->secure_boot);
    g_assert_true (closed->flash_encryption);
  }
}

static GlowChipInfo *
detect_likely (const guint8 *security, const Word *words, GlowChipId likely)
{
  g_autoptr (FakeRom) rom = g_object_new (FAKE_TYPE_ROM, NULL);
  g_autoptr (GlowLoader) loader = glow_loader_new (GLOW_TRANSPORT (rom), NULL);
  g_autoptr (GError) error = NULL;
  GlowChipInfo *info;

  rom->words = words;
  rom->security = security;
  info = glow_chip_detect (loader, glow_chip_get (likely), &error);
  g_assert_no_error (error);
  return info;
}

static GlowChipInfo *
detect (const guint8 *security, GError **error)
{
  static const Word none[] = { { 0, 0 } };
  g_autoptr (FakeRom) rom = g_object_new (FAKE_TYPE_ROM, NULL);
  g_autoptr (GlowLoader) loader = glow_loader_new (GLOW_TRANSPORT (rom), NULL);

  rom->words = none;
  rom->security = security;
  return glow_chip_detect (loader, NULL, error);
}

/* What is likely decides what is asked first, not what is believed: a word of the ROM
 * stands only for a chip that has no id. */
static void
test_likely (void)
{
  static const guint8 s3[SECURITY_LEN] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9 };
  static const struct {
    GlowChipId likely;
    guint32 word;
    GlowChipId found;
    gboolean has_security;
  } cases[] = {
    { GLOW_CHIP_ESP8266, 0xfff0c101, GLOW_CHIP_ESP8266, FALSE },
    { GLOW_CHIP_ESP8266, 0x00f01d83, GLOW_CHIP_ESP32, FALSE },
    { GLOW_CHIP_ESP8266, 0x6921506f, GLOW_CHIP_ESP32S3, TRUE }, /* an ESP32-C3's */
    { GLOW_CHIP_ESP8266, 0x000007c6, GLOW_CHIP_ESP32S3, TRUE }, /* an ESP32-S2's */
    { GLOW_CHIP_ESP32, 0, GLOW_CHIP_ESP32S3, TRUE },
    { GLOW_CHIP_ESP32C3, 0xfff0c101, GLOW_CHIP_ESP32S3, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Word words[] = { { 0x40001000, cases[i].word }, { 0, 0 } };
    g_autoptr (GlowChipInfo) info = detect_likely (s3, words, cases[i].likely);

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpint ((gint) glow_chip_get_id (info->chip), ==, (gint) cases[i].found);
    g_assert_true (info->has_security == cases[i].has_security);
  }
}

static void
test_security_info (void)
{
  /* secure boot, JTAG off; one bit in the count; two keys; chip id 9 */
  static const guint8 security[SECURITY_LEN] = {
    0x81, 0, 0, 0, 1, 9, 4, 0, 0, 0, 0, 0, 9
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GlowChipInfo) info = detect (security, &error);

  g_assert_no_error (error);
  g_assert_cmpint ((gint) glow_chip_get_id (info->chip), ==, (gint) GLOW_CHIP_ESP32S3);
  g_assert_true (info->secure_boot);
  g_assert_true (info->flash_encryption);
  g_assert_false (info->secure_download);
  g_assert_cmphex (info->security_flags, ==, 0x81);
  g_assert_cmpuint (info->n_keys, ==, 6);
  g_assert_cmpstr (glow_chip_info_get_key_purpose (info, 0), ==, "secure boot digest 0");
  g_assert_cmpstr (glow_chip_info_get_key_purpose (info, 1), ==, "XTS-AES-128 key");
}

static void
test_unknown_id (void)
{
  static const guint8 security[SECURITY_LEN] = {
    0x05, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 77
  };
  g_autoptr (GError) error = NULL;

  g_assert_null (detect (security, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_UNKNOWN_CHIP);
  g_assert_nonnull (strstr (error->message, "id is 77"));
  g_assert_nonnull (strstr (error->message, "secure boot on"));
  g_assert_nonnull (strstr (error->message, "flash encryption off"));
  g_assert_nonnull (strstr (error->message, "secure download mode on"));
}

static void
test_usb (void)
{
  static const struct {
    GlowChipId id;
    Word revision;
    Word port;
    GlowChipUsb usb;
  } cases[] = {
    { GLOW_CHIP_ESP32S2, { 1, 0 }, { 0x3ffffd14, 2 }, GLOW_CHIP_USB_OTG },
    { GLOW_CHIP_ESP32S3, { 1, 0 }, { 0x3fcef14c, 0x1204 }, GLOW_CHIP_USB_JTAG },
    { GLOW_CHIP_ESP32S3, { 1, 0 }, { 0x3fcef14c, 0 }, GLOW_CHIP_USB_NONE },
    { GLOW_CHIP_ESP32C3, { 1, 0 }, { 0x3fcdf07c, 3 }, GLOW_CHIP_USB_JTAG },
    { GLOW_CHIP_ESP32C3,
      { 0x60008858, 1u << 24 },
      { 0x3fcdf07c, 3 },
      GLOW_CHIP_USB_JTAG }, /* v1.0 still */
    { GLOW_CHIP_ESP32P4, { 0x5012d04c, 3u << 4 }, { 0x4ffbfec8, 5 }, GLOW_CHIP_USB_OTG },
    { GLOW_CHIP_ESP32C61, { 1, 0 }, { 1, 0 }, GLOW_CHIP_USB_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Word words[] = { cases[i].revision, cases[i].port, { 0, 0 } };
    g_autoptr (GlowChipInfo) info = read_facts (cases[i].id, words);

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpint ((gint) info->usb, ==, (gint) cases[i].usb);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chip-facts/packages", test_packages);
  g_test_add_func ("/chip-facts/first-s3", test_first_s3);
  g_test_add_func ("/chip-facts/addresses", test_addresses);
  g_test_add_func ("/chip-facts/esp8285", test_esp8285);
  g_test_add_func ("/chip-facts/security-from-efuses", test_security_from_efuses);
  g_test_add_func ("/chip-facts/security-info", test_security_info);
  g_test_add_func ("/chip-facts/unknown-id", test_unknown_id);
  g_test_add_func ("/chip-facts/likely", test_likely);
  g_test_add_func ("/chip-facts/usb", test_usb);
  return g_test_run ();
}
