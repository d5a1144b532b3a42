# sink.py - where mail ends in a run: a server for SMTP and LMTP that keeps all it gets.
# SPDX-License-Identifier: MIT
"""The mail server under test delivers everything here. mailbox(address) is what has come for
that address, each a Mail with the envelope and the bytes as they came over the wire. Nobody lives
at nowhere.example."""

import email
import email.policy
import os
import re
import socketserver
import threading
import time
from dataclasses import dataclass

from place import wait_for


@dataclass
class Mail:
    sender: str
    recipient: str
    raw: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    def header(self, name):
        """All values of a header, as written, unfolded."""
        head = re.split(rb"\r?\n\r?\n", self.raw, maxsplit=1)[0]
        lines = re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines()
        start = name.lower().encode() + b":"
        return [line[len(start):].strip().decode("utf-8", "replace")
                for line in lines if line.lower().startswith(start)]

    @property
    def body(self):
        return re.split(rb"\r\n\r\n", self.raw, maxsplit=1)[1]


class _Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.lmtp, self.sender, self.recipients = False, "", []
        self.say("220 sink.example ready")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"QUIT":
                self.say("221 bye")
                return
            getattr(self, "on_" + word.decode("ascii", "replace").strip().lower(),
                    self.on_other)(line.decode("utf-8", "replace"))

    def on_other(self, line):
        self.say("250 ok")

    def on_ehlo(self, line):
        self.say("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8")

    def on_lhlo(self, line):
        self.lmtp = True
        self.on_ehlo(line)

    def on_mail(self, line):
        self.sender, self.recipients = _path(line), []
        self.say("250 ok")

    def on_rcpt(self, line):
        if _path(line).endswith("@nowhere.example"):
            self.say("550 5.1.1 there is nobody here")
            return
        self.recipients.append(_path(line))
        self.say("250 ok")

    def on_data(self, line):
        self.say("354 go on")
        raw = self.read_content()
        for recipient in self.recipients:
            self.server.sink.take(Mail(self.sender, recipient, raw))
        if not self.lmtp or not self.recipients:
            self.say("250 kept" if self.recipients else "554 nobody left")
            return
        for _ in self.recipients:
            self.say("250 kept")

    def read_content(self):
        lines = []
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


def _path(line):
    found = re.search(r"<(.*?)>", line)
    return found.group(1) if found else line.split(":", 1)[1].split()[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


class Sink:
    def __init__(self, place):
        self.mails = []
        self.maildirs = {}  # address: folder; who reads by IMAP finds the mails there too
        self.lock = threading.Lock()
        self.server = _Server(("127.0.0.1", 0), _Session)
        self.server.sink = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        place.at_end(self.server.shutdown)

    def take(self, mail):
        with self.lock:
            self.mails.append(mail)
            number = len(self.mails)
        if mail.recipient in self.maildirs:
            _deliver(self.maildirs[mail.recipient], number, mail)

    def mailbox(self, address):
        """The mails for address; an extension (+...) of the mailbox's own is left out."""
        with self.lock:
            return [mail for mail in self.mails if _plain(mail.recipient) == _plain(address)]

    def wait(self, address, count=1, where=lambda mail: True, timeout_s=20):
        """At least count mails for address of which where() is true."""
        def enough():
            found = [mail for mail in self.mailbox(address) if where(mail)]
            return found if len(found) >= count else None
        return wait_for(enough, timeout_s, f"{count} mail(s) for {address}")

    def forget(self):
        with self.lock:
            self.mails.clear()


def _deliver(folder, number, mail):
    """Into a Maildir, for the one who owns it."""
    name = f"{int(time.time())}.{number:06}.sink"
    path = os.path.join(folder, "tmp", name)
    with open(path, "wb") as file:
        file.write(b"Return-Path: <" + mail.sender.encode() + b">\n" +
                   mail.raw.replace(b"\r\n", b"\n"))
    owner = os.stat(folder)
    os.chown(path, owner.st_uid, owner.st_gid)
    os.rename(path, os.path.join(folder, "new", name))


def _plain(address):
    local, at, domain = address.partition("@")
    return (local.split("+")[0] + at + domain).lower()
