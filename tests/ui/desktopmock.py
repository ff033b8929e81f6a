# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""What a desktop is to the program, on the test's session bus: who shows notifications, the session manager, the
portals. It notes what it is asked and answers as the real ones do.

Run as a program it is the desktop itself: each call is one line of JSON, [interface, method, arguments]."""

import itertools
import json
import subprocess
import sys
import threading

from gi.repository import Gio, GLib

NOTIFICATIONS = """<interface name='org.gtk.Notifications'>
  <method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>
    <arg type='a{sv}' direction='in'/></method>
  <method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>
</interface>"""
SESSION = """<interface name='org.gnome.SessionManager'>
  <method name='RegisterClient'><arg type='s' direction='in'/><arg type='s' direction='in'/>
    <arg type='o' direction='out'/></method>
  <method name='UnregisterClient'><arg type='o' direction='in'/></method>
  <method name='Inhibit'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
    <arg type='u' direction='in'/><arg type='u' direction='out'/></method>
  <method name='Uninhibit'><arg type='u' direction='in'/></method>
</interface>"""
PORTALS = """<interface name='org.freedesktop.portal.FileChooser'>
  <method name='OpenFile'><arg type='s' direction='in'/><arg type='s' direction='in'/>
    <arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
  <property name='version' type='u' access='read'/>
</interface>
<interface name='org.freedesktop.portal.Inhibit'>
  <method name='Inhibit'><arg type='s' direction='in'/><arg type='u' direction='in'/>
    <arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
  <method name='CreateMonitor'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>
    <arg type='o' direction='out'/></method>
  <property name='version' type='u' access='read'/>
</interface>
<interface name='org.freedesktop.portal.Notification'>
  <method name='AddNotification'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>
  <method name='RemoveNotification'><arg type='s' direction='in'/></method>
  <property name='version' type='u' access='read'/>
</interface>"""
PLACES = {
    'org.gtk.Notifications': ('/org/gtk/Notifications', NOTIFICATIONS),
    'org.gnome.SessionManager': ('/org/gnome/SessionManager', SESSION),
    'org.freedesktop.portal.Desktop': ('/org/freedesktop/portal/desktop', PORTALS),
}
COOKIE = 4711


class Service:
    """The process behind Desktop: names and files to choose are its arguments."""

    def __init__(self, names, files):
        self.files = files
        self.numbers = itertools.count()
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for name in names:
            path, interfaces = PLACES[name]
            node = Gio.DBusNodeInfo.new_for_xml(f'<node>{interfaces}</node>')
            for interface in node.interfaces:
                self.bus.register_object(path, interface, self.call, lambda *_: GLib.Variant('u', 1), None)
            reply = self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                       'RequestName', GLib.Variant('(su)', (name, 4)), None, 0, -1, None)
            assert reply.unpack() == (1,), f'{name} is taken'

    def call(self, _bus, sender, _path, interface, method, arguments, invocation):
        values = arguments.unpack()
        print(json.dumps([interface, method, values]), flush=True)
        if interface.startswith('org.freedesktop.portal.') and method in ('OpenFile', 'Inhibit', 'CreateMonitor'):
            invocation.return_value(GLib.Variant('(o)', (self.request(sender, values[-1], method),)))
        elif method == 'RegisterClient':
            invocation.return_value(GLib.Variant('(o)', ('/org/gnome/SessionManager/Client1',)))
        elif method == 'Inhibit':
            invocation.return_value(GLib.Variant('(u)', (COOKIE,)))
        else:
            invocation.return_value(None)

    def request(self, sender, options, method):
        """The object by which a portal answers: it was told its name."""
        path = '/org/freedesktop/portal/desktop/request/{}/{}'.format(
            sender[1:].replace('.', '_'), options.get('handle_token', f'none{next(self.numbers)}'))
        if method == 'OpenFile':
            answer = {'uris': GLib.Variant('as', [Gio.File.new_for_path(file).get_uri() for file in self.files])}
            GLib.idle_add(lambda: self.bus.emit_signal(sender, path, 'org.freedesktop.portal.Request', 'Response',
                                                       GLib.Variant('(ua{sv})', (0, answer))) and False)
        else:
            node = Gio.DBusNodeInfo.new_for_xml(
                "<node><interface name='org.freedesktop.portal.Request'><method name='Close'/></interface></node>")
            self.bus.register_object(path, node.interfaces[0], self.call, None, None)
        return path


class Desktop:
    """The desktop of one test: which of PLACES there are, and what a person chooses in the portal's dialog."""

    def __init__(self, *names, files=()):
        self.process = subprocess.Popen([sys.executable, __file__, ','.join(names), *files], stdout=subprocess.PIPE,
                                        text=True)
        self.process.stdout.readline()
        self.calls = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.calls.append(json.loads(line))

    def of(self, method):
        """The arguments of the calls of METHOD so far."""
        return [values for _, name, values in list(self.calls) if name == method]

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.process.terminate()
        self.process.wait(10)
        if kind:
            print(f'# the desktop was asked: {self.calls}', flush=True)


if __name__ == '__main__':
    service = Service(sys.argv[1].split(','), sys.argv[2:])
    print('ready', flush=True)
    GLib.MainLoop().run()
