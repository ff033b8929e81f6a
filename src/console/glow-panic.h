/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * What an application says when it crashes, taken apart: which core, why, where. Pure;
 * any thread, but one at a time. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GLOW_PANIC_MAX_FRAMES 64u

/**
 * GlowPanicArch:
 * @GLOW_PANIC_UNKNOWN: it did not say enough
 * @GLOW_PANIC_XTENSA: ESP32, S2, S3
 * @GLOW_PANIC_RISCV: C, H and P series
 * @GLOW_PANIC_ESP8266: the exception of its SDKs and of Arduino
 *
 * Whose registers they are.
 */
typedef enum {
  GLOW_PANIC_UNKNOWN,
  GLOW_PANIC_XTENSA,
  GLOW_PANIC_RISCV,
  GLOW_PANIC_ESP8266,
} GlowPanicArch;

/**
 * GlowPanicKind:
 * @GLOW_PANIC_EXCEPTION: the processor refused an instruction or an access
 * @GLOW_PANIC_ABORT: the application gave up: abort(), a failed check, no memory
 * @GLOW_PANIC_STACK: a task used more stack than it has
 * @GLOW_PANIC_WATCHDOG: something took too long
 * @GLOW_PANIC_MEMORY: the memory of the heap or the cache was not as it should be
 *
 * What went wrong, roughly.
 */
typedef enum {
  GLOW_PANIC_EXCEPTION,
  GLOW_PANIC_ABORT,
  GLOW_PANIC_STACK,
  GLOW_PANIC_WATCHDOG,
  GLOW_PANIC_MEMORY,
} GlowPanicKind;

/* Immutable once it was handed out; any thread. */
typedef struct _GlowPanic GlowPanic;

#define GLOW_TYPE_PANIC (glow_panic_get_type ())
GType glow_panic_get_type (void);

GlowPanic *glow_panic_ref (GlowPanic *self);
void glow_panic_unref (GlowPanic *self);

GlowPanicArch glow_panic_get_arch (const GlowPanic *self);
GlowPanicKind glow_panic_get_kind (const GlowPanic *self);
gint glow_panic_get_core (const GlowPanic *self);              /* -1: not told */
const char *glow_panic_get_reason (const GlowPanic *self);     /* "LoadProhibited" */
gint glow_panic_get_cause (const GlowPanic *self);             /* number; -1: not told */
const char *glow_panic_get_cause_name (const GlowPanic *self); /* (nullable) in words */
gboolean glow_panic_get_pc (const GlowPanic *self, guint32 *addr);
gboolean glow_panic_get_fault_addr (const GlowPanic *self, guint32 *addr);
guint glow_panic_get_n_frames (const GlowPanic *self);
guint32 glow_panic_get_frame (const GlowPanic *self, guint index);
gboolean glow_panic_is_corrupted (const GlowPanic *self); /* the backtrace ends early */
char *glow_panic_dup_text (const GlowPanic *self);        /* one line, for logs */

typedef struct _GlowPanicReader GlowPanicReader;

GlowPanicReader *glow_panic_reader_new (void);
void glow_panic_reader_free (GlowPanicReader *self);
gboolean glow_panic_reader_feed (GlowPanicReader *self, const char *line);
gboolean glow_panic_reader_is_reading (GlowPanicReader *self);
GlowPanic *glow_panic_reader_take (GlowPanicReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPanic, glow_panic_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GlowPanicReader, glow_panic_reader_free)

G_END_DECLS
