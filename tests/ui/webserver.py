# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""An https server on the loopback, and the environment in which the program trusts it."""

import functools
import http.server
import os
import re
import ssl
import tempfile
import threading

# one certificate for all tests, good for localhost: its key is public, and nobody else trusts it
CERTIFICATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../unit/web-server.h')


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):  # noqa: N802 - the name is http.server's
        """/held is not answered before the test lets go of it."""
        if self.path.startswith('/held/'):
            self.server.asked.set()
            self.server.let_go.wait(60)
        super().do_GET()

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that does not trust us, or has gone: that is what some tests are about."""


class WebServer:
    def __init__(self, folder):
        self.scratch = tempfile.TemporaryDirectory()
        self.pem = os.path.join(self.scratch.name, 'localhost.pem')
        with open(CERTIFICATE, encoding='utf-8') as source, open(self.pem, 'w', encoding='ascii') as pem:
            pem.write('\n'.join(re.findall(r'^  "(.*)\\n"', source.read(), re.MULTILINE)) + '\n')
        self.server = Server(('127.0.0.1', 0), functools.partial(Handler, directory=folder))
        self.server.asked, self.server.let_go = threading.Event(), threading.Event()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def address(self, path):
        return f'https://127.0.0.1:{self.server.server_port}/{path}'

    def trusting(self, modules):
        return {'GIO_EXTRA_MODULES': modules, 'GIO_USE_TLS': 'glow-test', 'GLOW_TEST_AUTHORITIES': self.pem}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.server.let_go.set()
        self.server.shutdown()
        self.server.server_close()
        self.scratch.cleanup()
