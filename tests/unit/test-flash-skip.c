/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * The search for what is in flash already, against a chip that only knows digests and
 * keeps a clock: what is found, and what the questions cost. */

#include "glow-error.h"
#include "glow-flash-skip.h"

#include <string.h>

#define SECTOR       4096u
#define N_SECTORS    417u
#define SIZE         (N_SECTORS * SECTOR - 96)
#define ROUNDTRIP_US 2500
#define US_PER_BYTE  0.5

typedef struct {
  guint8 *flash; /* owned */
  guint8 *data;  /* owned */
  gint64 spent_us;
  guint n_questions;
  gboolean fails;
  gboolean differs[N_SECTORS];
  GlowFlashCost cost;
} Chip;

static void
chip_clear (Chip *self)
{
  g_free (self->flash);
  g_free (self->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chip, chip_clear)

static void
chip_init (Chip *self, guint baud)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  self->data = g_malloc (SIZE);
  for (guint i = 0; i < SIZE; i++)
    self->data[i] = (guint8) g_rand_int_range (random, 0, 256);
  self->flash = g_memdup2 (self->data, SIZE);
  glow_flash_cost_init (&self->cost, baud, TRUE, TRUE);
  glow_flash_cost_set_roundtrip (&self->cost, ROUNDTRIP_US);
}

static gboolean
ask_cb (guint32 offset, guint32 size, guint8 *digest, gpointer user_data, GError **error)
{
  Chip *self = user_data;
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  gsize len = GLOW_LOADER_MD5_LEN;
  gint64 us = ROUNDTRIP_US + (gint64) (size * US_PER_BYTE);

  g_assert_cmpuint (offset + size, <=, SIZE);
  if (self->fails) {
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT, "no answer");
    return FALSE;
  }
  g_checksum_update (md5, self->flash + offset, (gssize) size);
  g_checksum_get_digest (md5, digest, &len);
  self->spent_us += us;
  self->n_questions++;
  glow_flash_cost_add_question (&self->cost, size, us);
  return TRUE;
}

static void
spoil (Chip *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    self->flash[i * SECTOR + 7] ^= 0x55;
}

/* no sector that differs is ever taken for the same */
static guint
find (Chip *self)
{
  GlowFlashSkip skip = { .data = self->data,
                         .cost = &self->cost,
                         .ask = ask_cb,
                         .user_data = self,
                         .size = SIZE,
                         .differs = self->differs };
  g_autoptr (GError) error = NULL;
  guint n_differ = 0;

  glow_flash_skip_find (&skip, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_SECTORS; i++) {
    guint len = MIN (SIZE - i * SECTOR, SECTOR);

    if (memcmp (self->data + i * SECTOR, self->flash + i * SECTOR, len) != 0)
      g_assert_true (self->differs[i]);
    n_differ += self->differs[i] ? 1 : 0;
  }
  g_test_message ("%u questions, %.2f s, %u sectors to write", self->n_questions,
                  (double) self->spent_us / 1e6, n_differ);
  return n_differ;
}

static void
test_same (void)
{
  g_auto (Chip) chip = { 0 };

  chip_init (&chip, 921600);
  g_assert_cmpuint (find (&chip), ==, 0);
  /* little more than one digest over everything */
  g_assert_cmpint (chip.spent_us, <, (gint64) (SIZE * US_PER_BYTE * 1.15));
}

/* the owner of another firmware does not wait for that news */
static void
test_other (void)
{
  static const guint bauds[] = { 115200, 460800, 921600, 2000000 };

  for (guint i = 0; i < G_N_ELEMENTS (bauds); i++) {
    g_auto (Chip) chip = { 0 };

    chip_init (&chip, bauds[i]);
    spoil (&chip, 0, N_SECTORS);
    g_assert_cmpuint (find (&chip), ==, N_SECTORS);
    g_assert_cmpint (chip.spent_us, <,
                     (gint64) (0.02 *
                               glow_flash_cost_of_write_us (&chip.cost, N_SECTORS)));
  }
}

static void
test_each_single_sector (void)
{
  for (guint i = 0; i < N_SECTORS; i += 13) {
    g_auto (Chip) chip = { 0 };

    chip_init (&chip, 921600);
    spoil (&chip, i, i + 1);
    g_assert_cmpuint (find (&chip), ==, 1);
    g_assert_cmpint (chip.spent_us, <, (gint64) (SIZE * US_PER_BYTE * 1.35));
  }
}

/* an interrupted run: about what is missing is written, and little time is lost */
static void
test_half (void)
{
  g_auto (Chip) chip = { 0 };

  chip_init (&chip, 921600);
  spoil (&chip, N_SECTORS / 2, N_SECTORS);
  g_assert_cmpuint (find (&chip), <, N_SECTORS - N_SECTORS / 2 + 4);
  g_assert_cmpint (chip.spent_us, <, (gint64) (SIZE * US_PER_BYTE * 0.9));
}

/* whatever changed, by seed */
static void
test_any (void)
{
  for (guint32 seed = 1; seed <= 200; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    g_auto (Chip) chip = { 0 };

    g_test_message ("seed %u", seed);
    chip_init (&chip, seed % 2 ? 115200 : 921600);
    for (gint n = g_rand_int_range (random, 0, 12); n > 0; n--) {
      guint first = (guint) g_rand_int_range (random, 0, N_SECTORS);
      guint end = first + (guint) g_rand_int_range (random, 1, 40);

      spoil (&chip, first, MIN (end, N_SECTORS));
    }
    find (&chip);
  }
}

/* a chip that digests slowly is not asked what is written faster */
static void
test_slow_digest (void)
{
  g_auto (Chip) chip = { 0 };

  chip_init (&chip, 2000000);
  glow_flash_cost_set_roundtrip (&chip.cost, 50000);
  g_assert_cmpfloat (glow_flash_cost_of_question_us (&chip.cost, SECTOR), >, 50000);
  spoil (&chip, 0, N_SECTORS);
  find (&chip);
  g_assert_cmpuint (chip.n_questions, <=, 4);
}

/* a smaller stream is sought only where it is on flash sooner */
static void
test_effort (void)
{
  static const struct {
    guint baud;
    gboolean compressed;
    gboolean overlaps;
    GlowDeflateEffort effort;
  } cases[] = {
    { 115200, TRUE, TRUE, GLOW_DEFLATE_BEST },
    { 230400, TRUE, TRUE, GLOW_DEFLATE_BEST },
    { 460800, TRUE, TRUE, GLOW_DEFLATE_GOOD },
    { 921600, TRUE, TRUE, GLOW_DEFLATE_GOOD },
    { 2000000, TRUE, TRUE, GLOW_DEFLATE_LIGHT },
    { 2000000, TRUE, FALSE, GLOW_DEFLATE_GOOD }, /* a ROM: line and flash in turn */
    { 115200, TRUE, FALSE, GLOW_DEFLATE_BEST },
    { 0, TRUE, TRUE, GLOW_DEFLATE_LIGHT }, /* the chip's own USB */
    { 0, TRUE, FALSE, GLOW_DEFLATE_LIGHT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GlowFlashCost cost;

    g_test_message ("%u baud, overlaps %d", cases[i].baud, cases[i].overlaps);
    glow_flash_cost_init (&cost, cases[i].baud, cases[i].compressed, cases[i].overlaps);
    g_assert_cmpint ((gint) glow_flash_cost_choose_effort (&cost), ==,
                     (gint) cases[i].effort);
  }
}

/* one quick answer, or one that took less than the round trip was thought to, does not
 * make digests cost nothing */
static void
test_quick_answer (void)
{
  GlowFlashCost cost;

  glow_flash_cost_init (&cost, 921600, TRUE, TRUE);
  glow_flash_cost_set_roundtrip (&cost, 70000);
  glow_flash_cost_add_question (&cost, SECTOR, 4000);
  g_assert_cmpfloat (cost.digest_us_per_byte, >, 0.2);
}

typedef struct {
  Chip chip;
  guint n_told;
  guint n_questions; /* so far, when it was told */
  gboolean same;
} FirstAnswer;

static gboolean
ask_first_cb (guint32 offset,
              guint32 size,
              guint8 *digest,
              gpointer user_data,
              GError **error)
{
  return ask_cb (offset, size, digest, &((FirstAnswer *) user_data)->chip, error);
}

static void
first_cb (gboolean same, gpointer user_data)
{
  FirstAnswer *self = user_data;

  self->n_told++;
  self->n_questions = self->chip.n_questions;
  self->same = same;
}

/* told once, before anything else is asked */
static void
test_first_answer (void)
{
  for (guint spoilt = 0; spoilt < 2; spoilt++) {
    FirstAnswer first = { 0 };
    GlowFlashSkip skip = { .ask = ask_first_cb, .first = first_cb, .size = SIZE };
    g_autoptr (GError) error = NULL;

    chip_init (&first.chip, 921600);
    if (spoilt)
      spoil (&first.chip, 0, N_SECTORS);
    skip.data = first.chip.data;
    skip.cost = &first.chip.cost;
    skip.differs = first.chip.differs;
    skip.user_data = &first;
    g_assert_true (glow_flash_skip_find (&skip, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (first.n_told, ==, 1);
    g_assert_cmpuint (first.n_questions, ==, 1);
    g_assert_true (first.same == !spoilt);
    chip_clear (&first.chip);
  }
}

static void
test_failure (void)
{
  g_auto (Chip) chip = { 0 };
  g_autoptr (GError) error = NULL;
  GlowFlashSkip skip = { 0 };

  chip_init (&chip, 921600);
  chip.fails = TRUE;
  skip = (GlowFlashSkip){ .data = chip.data,
                          .cost = &chip.cost,
                          .ask = ask_cb,
                          .user_data = &chip,
                          .size = SIZE,
                          .differs = chip.differs };
  g_assert_false (glow_flash_skip_find (&skip, &error));
  g_assert_error (error, GLOW_ERROR, GLOW_ERROR_TIMED_OUT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flash-skip/same", test_same);
  g_test_add_func ("/flash-skip/other", test_other);
  g_test_add_func ("/flash-skip/single", test_each_single_sector);
  g_test_add_func ("/flash-skip/half", test_half);
  g_test_add_func ("/flash-skip/any", test_any);
  g_test_add_func ("/flash-skip/slow-digest", test_slow_digest);
  g_test_add_func ("/flash-skip/effort", test_effort);
  g_test_add_func ("/flash-skip/quick-answer", test_quick_answer);
  g_test_add_func ("/flash-skip/first-answer", test_first_answer);
  g_test_add_func ("/flash-skip/failure", test_failure);
  return g_test_run ();
}
