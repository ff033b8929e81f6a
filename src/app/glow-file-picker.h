/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * Asks for firmware files with the dialog of the desktop. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void glow_file_picker_open_async (GtkWindow *parent,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void glow_file_picker_open_folder_async (GtkWindow *parent,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GListModel *glow_file_picker_open_finish (GAsyncResult *result, GError **error);

void glow_file_picker_save_async (GtkWindow *parent,
                                  const char *title,
                                  const char *name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GFile *glow_file_picker_save_finish (GAsyncResult *result,
                                     GError **error); /* (nullable): not chosen */

G_END_DECLS
