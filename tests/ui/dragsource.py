#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""dragsource.py FILE...: a window full of nothing but those files, to be dragged away from it."""

import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def main():
    Gtk.init()
    uris = ''.join(Gio.File.new_for_path(path).get_uri() + '\r\n' for path in sys.argv[1:])
    window = Gtk.Window(title='Drag source', decorated=False, default_width=80, default_height=80)
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes(uris.encode())))
    source.connect('drag-end', lambda *end: print('dropped', flush=True))
    source.connect('drag-cancel', lambda drag, gdk_drag, reason: print(f'refused {reason.value_nick}', flush=True))
    window.add_controller(source)
    window.set_child(Gtk.Label(label='Files'))
    window.present()
    print('shown', flush=True)
    GLib.MainLoop().run()


main()
