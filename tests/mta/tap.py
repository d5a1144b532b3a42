# tap.py - stands between the mail server and a milter and keeps what the server sends.
# SPDX-License-Identifier: MIT
import socket
import threading


class Tap:
    """Listens on port, passes everything on to target, keeps what came from the server's side."""

    def __init__(self, place, target):
        self.target = target
        self.heard = bytearray()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        place.at_end(self.listener.close)

    def _accept(self):
        while True:
            try:
                server, _ = self.listener.accept()
            except OSError:
                return
            try:
                milter = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                server.close()
                continue
            for one, other, keep in ((server, milter, True), (milter, server, False)):
                threading.Thread(target=self._pass, args=(one, other, keep),
                                 daemon=True).start()

    def _pass(self, one, other, keep):
        try:
            for chunk in iter(lambda: one.recv(65536), b""):
                if keep:
                    self.heard += chunk
                other.sendall(chunk)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass
