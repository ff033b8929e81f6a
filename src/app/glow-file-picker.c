/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors
 *
 * One of the two files that know more than one generation of GTK and libadwaita. */

#define G_LOG_DOMAIN "glow-app"

#include "config.h"

#include "glow-file-picker.h"

#include <glib/gi18n-lib.h>

static GListModel *
create_filters (void)
{
  static const char *const suffixes[] = { "bin", "zip",  "gz",  "tgz",
                                          "tar", "json", "uf2", "hex" };
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) firmware = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (firmware, _ ("Firmware"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (firmware, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, firmware);
  g_list_store_append (filters, all);
  return G_LIST_MODEL (filters);
}

#if GTK_CHECK_VERSION(4, 10, 0)

static void
folder_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder =
    gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, &error);

  if (folder) {
    GListStore *files = g_list_store_new (G_TYPE_FILE);

    g_list_store_append (files, folder);
    g_task_return_pointer (task, files, g_object_unref);
  } else if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)) {
    g_task_return_pointer (task, NULL, NULL);
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

static void
show_folder_dialog (GtkWindow *parent, GTask *task)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Add a folder"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Add"));
  gtk_file_dialog_select_folder (dialog, parent, g_task_get_cancellable (task),
                                 folder_opened_cb, task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GListModel *files =
    gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);

  if (files || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_task_return_pointer (task, files, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
show_dialog (GtkWindow *parent, GTask *task)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = create_filters ();

  gtk_file_dialog_set_title (dialog, _ ("Add firmware"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Add"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open_multiple (dialog, parent, g_task_get_cancellable (task), opened_cb,
                                 task);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
show_save_dialog (GtkWindow *parent, const char *title, const char *name, GTask *task)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, g_task_get_cancellable (task), saved_cb, task);
}

#else

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GListModel *files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_destroy (dialog);
  g_task_return_pointer (task, files, g_object_unref);
}

static void
show_dialog (GtkWindow *parent, GTask *task)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Add firmware"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                    _ ("_Add"), _ ("_Cancel"));
  g_autoptr (GListModel) filters = create_filters ();

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (filters); i++) {
    g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  /* destroying a native dialog leaves its creator's reference */
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_destroy (dialog);
  g_task_return_pointer (task, file, g_object_unref);
}

static void
show_save_dialog (GtkWindow *parent, const char *title, const char *name, GTask *task)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  /* destroying a native dialog leaves its creator's reference */
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (save_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
show_folder_dialog (GtkWindow *parent, GTask *task)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_ ("Add a folder"), parent,
                                    GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                    _ ("_Add"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

/**
 * glow_file_picker_open_folder_async:
 * @parent: the window to ask over
 * @cancellable: (nullable): closes the dialog, where the toolkit can
 *
 * Asks for a folder; glow_file_picker_open_finish() gives it as the only one of its list.
 */
void
glow_file_picker_open_folder_async (GtkWindow *parent,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, glow_file_picker_open_folder_async);
  show_folder_dialog (parent, task);
}

/**
 * glow_file_picker_open_async:
 * @parent: the window to ask over
 * @cancellable: (nullable): closes the dialog, where the toolkit can
 *
 * Asks for any number of firmware files.
 */
void
glow_file_picker_open_async (GtkWindow *parent,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, glow_file_picker_open_async);
  show_dialog (parent, task);
}

/**
 * glow_file_picker_open_finish:
 * @error: only when the dialog itself failed
 *
 * Returns: (transfer full) (nullable): a list of #GFile; %NULL without an error when the
 *   dialog was dismissed
 */
GListModel *
glow_file_picker_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * glow_file_picker_save_async:
 * @parent: the window to ask over
 * @title: what is to be saved
 * @name: what the file is called unless the user has another name
 * @cancellable: (nullable): closes the dialog, where the toolkit can
 *
 * Asks where to save a file.
 */
void
glow_file_picker_save_async (GtkWindow *parent,
                             const char *title,
                             const char *name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, glow_file_picker_save_async);
  show_save_dialog (parent, title, name, task);
}

/**
 * glow_file_picker_save_finish:
 * @error: only when the dialog itself failed
 *
 * Returns: (transfer full) (nullable): the file; %NULL without an error when the dialog
 *   was dismissed
 */
GFile *
glow_file_picker_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
