/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What has been read of a panic; glow-panic-reader.c reads it. */

#define G_LOG_DOMAIN "glow-console"

#include "config.h"

#include "glow-panic-private.h"

G_DEFINE_BOXED_TYPE (GlowPanic, glow_panic, glow_panic_ref, glow_panic_unref)

/* EXCCAUSE of the Xtensa instruction set, and of the ESP8266 */
static const struct {
  gint cause;
  const char *name;
} xtensa_causes[] = {
  { 0, "IllegalInstruction" },     { 1, "Syscall" },
  { 2, "InstructionFetchError" },  { 3, "LoadStoreError" },
  { 4, "Level1Interrupt" },        { 5, "Alloca" },
  { 6, "IntegerDivideByZero" },    { 8, "Privileged" },
  { 9, "LoadStoreAlignment" },     { 12, "InstrPIFDataError" },
  { 13, "LoadStorePIFDataError" }, { 14, "InstrPIFAddrError" },
  { 15, "LoadStorePIFAddrError" }, { 20, "InstFetchProhibited" },
  { 28, "LoadProhibited" },        { 29, "StoreProhibited" },
};

/* mcause of the RISC-V privileged specification */
static const struct {
  gint cause;
  const char *name;
} riscv_causes[] = {
  { 0, "Instruction address misaligned" },
  { 1, "Instruction access fault" },
  { 2, "Illegal instruction" },
  { 3, "Breakpoint" },
  { 4, "Load address misaligned" },
  { 5, "Load access fault" },
  { 6, "Store address misaligned" },
  { 7, "Store access fault" },
  { 8, "Environment call from U-mode" },
  { 11, "Environment call from M-mode" },
};

/**
 * glow_panic_ref:
 *
 * Returns: (transfer full): @self
 */
GlowPanic *
glow_panic_ref (GlowPanic *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  GlowPanic *self = data;

  g_free (self->reason);
}

/**
 * glow_panic_unref:
 */
void
glow_panic_unref (GlowPanic *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

GlowPanicArch
glow_panic_get_arch (const GlowPanic *self)
{
  return self->arch;
}

GlowPanicKind
glow_panic_get_kind (const GlowPanic *self)
{
  return self->kind;
}

gint
glow_panic_get_core (const GlowPanic *self)
{
  return self->core;
}

/**
 * glow_panic_get_reason:
 *
 * Returns: (transfer none): the board's own words for it, never %NULL
 */
const char *
glow_panic_get_reason (const GlowPanic *self)
{
  return self->reason ? self->reason : "";
}

gint
glow_panic_get_cause (const GlowPanic *self)
{
  return self->cause;
}

/**
 * glow_panic_get_cause_name:
 *
 * Returns: (transfer none) (nullable): what the number of the cause stands for in the
 * chip's manual, %NULL if there is no number or it means nothing
 */
const char *
glow_panic_get_cause_name (const GlowPanic *self)
{
  for (guint i = 0; self->arch == GLOW_PANIC_RISCV && i < G_N_ELEMENTS (riscv_causes);
       i++) {
    if (riscv_causes[i].cause == self->cause)
      return riscv_causes[i].name;
  }
  for (guint i = 0; self->arch != GLOW_PANIC_RISCV && i < G_N_ELEMENTS (xtensa_causes);
       i++) {
    if (xtensa_causes[i].cause == self->cause)
      return xtensa_causes[i].name;
  }
  return NULL;
}

/**
 * glow_panic_get_pc:
 * @addr: (out): PC, EPC1 or MEPC
 *
 * Returns: %TRUE if it was told
 */
gboolean
glow_panic_get_pc (const GlowPanic *self, guint32 *addr)
{
  *addr = self->pc;
  return self->has_pc;
}

/**
 * glow_panic_get_fault_addr:
 * @addr: (out): EXCVADDR or MTVAL: what was to be read or written
 *
 * Returns: %TRUE if it was told
 */
gboolean
glow_panic_get_fault_addr (const GlowPanic *self, guint32 *addr)
{
  *addr = self->fault_addr;
  return self->has_fault_addr;
}

guint
glow_panic_get_n_frames (const GlowPanic *self)
{
  return self->n_frames;
}

/**
 * glow_panic_get_frame:
 * @index: from 0, the innermost
 *
 * Returns: an address of code
 */
guint32
glow_panic_get_frame (const GlowPanic *self, guint index)
{
  g_return_val_if_fail (index < self->n_frames, 0);

  return self->frames[index];
}

gboolean
glow_panic_is_corrupted (const GlowPanic *self)
{
  return self->corrupted;
}

static void
append_frames (GString *text, const GlowPanic *self)
{
  g_string_append (text, ", backtrace");
  for (guint i = 0; i < self->n_frames; i++)
    g_string_append_printf (text, " 0x%08x", self->frames[i]);
  if (self->corrupted)
    g_string_append (text, " (corrupted)");
}

/**
 * glow_panic_dup_text:
 *
 * Returns: (transfer full): all of it in one line, in English
 */
char *
glow_panic_dup_text (const GlowPanic *self)
{
  GString *text = g_string_new (glow_panic_get_reason (self));
  const char *name = glow_panic_get_cause_name (self);

  if (self->cause >= 0)
    g_string_append_printf (text, ", cause %d%s%s%s", self->cause, name ? " (" : "",
                            name ? name : "", name ? ")" : "");
  if (self->core >= 0)
    g_string_append_printf (text, ", core %d", self->core);
  if (self->has_pc)
    g_string_append_printf (text, ", at 0x%08x", self->pc);
  if (self->has_fault_addr)
    g_string_append_printf (text, ", address 0x%08x", self->fault_addr);
  if (self->n_frames > 0)
    append_frames (text, self);
  return g_string_free (text, FALSE);
}
