# dns.py - answers questions about the domains that the tests have made up.
# SPDX-License-Identifier: MIT
"""A name server on a loopback address of its own, UDP only, because a resolver's configuration
names an address and no port. It knows what it was told; all other names do not exist."""

import os
import socket
import struct
import threading

from place import NotRun

A, TXT = 1, 16
NO_SUCH_NAME = 3


class NameServer:
    """records: {("example.com", "TXT"): ["v=spf1 -all"], ("mx.example.com", "A"): […]}; more may
    be added while it runs. Ready at once."""

    def __init__(self, place, records):
        self.records = records
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.address = self._bind()
        threading.Thread(target=self._serve, daemon=True).start()
        place.at_end(self.socket.close)

    def _bind(self):
        for _ in range(20):
            one, two = os.urandom(2)
            address = f"127.53.{one}.{max(two, 1) % 255}"
            try:
                self.socket.bind((address, 53))
                return address
            except OSError as why:
                error = why
        raise NotRun(f"no port 53 on loopback: {error}")

    def _serve(self):
        while True:
            try:
                query, asker = self.socket.recvfrom(4096)
                self.socket.sendto(self._answer(query), asker)
            except OSError:
                return
            except (IndexError, UnicodeDecodeError, struct.error):
                pass  # no question

    def _answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1"))
            at += 1 + query[at]
        name = ".".join(labels).lower()
        kind = struct.unpack("!H", query[at + 1:at + 3])[0]
        question = query[12:at + 5]
        self.asked.append((name, kind))
        answers = [_record(kind, value) for value in self.records.get((name, _NAMES.get(kind)), ())]
        exists = any(known == name or known.endswith("." + name) for known, _ in self.records)
        flags = 0x8580 | (0 if exists else NO_SUCH_NAME)
        head = query[:2] + struct.pack("!HHHHH", flags, 1, len(answers), 0, 0)
        return head + question + b"".join(answers)


_NAMES = {A: "A", TXT: "TXT"}


def _record(kind, value):
    if kind == A:
        content = socket.inet_aton(value)
    else:
        parts = [value[at:at + 255].encode() for at in range(0, len(value), 255)]
        content = b"".join(bytes([len(part)]) + part for part in parts)
    return struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(content)) + content
