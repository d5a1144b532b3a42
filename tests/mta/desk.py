# desk.py - a help desk in a place: its configuration, its store, its daemon.
# SPDX-License-Identifier: MIT
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess

from place import ROOT, NotRun, end_process, free_port, is_listening, service_user, wait_for

# What every desk of these tests starts with; Desk fills it in.
HEAD = """\
[postdesk]
store     = sqlite:{store}
socket    = {socket}
outbox    = smtp://127.0.0.1:{outbox}
user      = {user}
rules     = {share}/rules/shop
templates = {share}/templates
{more}

"""

QUEUES = """\
[queue support]
address   = support@example.com
agents    = anna
lead      = lena@example.com
head      = hugo@example.com

[queue billing]
address   = billing@example.com
agents    = anna
deliver   = consume

; small: what is larger than this gets 552
[queue photos]
address   = photos@example.com
agents    = anna
limit     = 20M

; kept, and injected a second time by the mail server
[queue care]
address   = care@example.com
agents    = anna

[agent anna]
address   = anna@example.com

; in no queue
[agent boris]
address   = boris@example.com
"""


def binary(name):
    path = os.path.join(ROOT, os.environ.get("BUILD", "build"), name)
    if not os.access(path, os.X_OK):
        raise NotRun(f"{path} is not built")
    return path


class Desk:
    """A configuration and a store in folder desk/ of the place; commands() runs the admin
    command on it. outbox is the port of the mail server that takes the desk's own mail."""

    def __init__(self, place, outbox, name="desk", store_folder=None, more="",
                 text=HEAD + QUEUES):
        self.place = place
        self.user = service_user()
        self.folder = place.folder(name, self.user, 0o770)
        self.store = os.path.join(store_folder or self.folder, "desk.db")
        self.port = free_port()
        self.text, self.more, self.outbox = text, more, outbox
        self._copy_programs()
        self.file = self.write(self.configuration())

    def configuration(self):
        return self.text.format(store=self.store, socket=f"inet:{self.port}@127.0.0.1",
                                outbox=self.outbox, user=self.user, more=self.more,
                                share=self.place.path)

    def write(self, text):
        return self.place.file(f"{os.path.basename(self.folder)}/postdesk.ini", text)

    def _copy_programs(self):
        """The daemon's user may not be able to look into the checkout."""
        self.bin = self.place.folder("bin")
        for name in ("postdeskd", "postdesk"):
            target = os.path.join(self.bin, name)
            if not os.path.exists(target):
                shutil.copy(binary(name), target)
        for name in ("rules", "templates"):
            target = os.path.join(self.place.path, name)
            if not os.path.exists(target):
                shutil.copytree(os.path.join(ROOT, name), target)

    def command(self, *arguments, stdin=None, check=True, **environment):
        """Runs `postdesk -c FILE ARGUMENTS`; returns its standard output."""
        done = subprocess.run([os.path.join(self.bin, "postdesk"), "-c", self.file, *arguments],
                              input=stdin, capture_output=True, timeout=60,
                              env={**os.environ, **environment})
        if check and done.returncode != 0:
            raise AssertionError(f"postdesk {' '.join(arguments)}: exit {done.returncode}: "
                                 f"{done.stderr.decode('utf-8', 'replace')}")
        return done.stdout.decode("utf-8", "replace")

    def tickets(self, **want):
        """Tickets as objects of `postdesk list --json`, those whose fields are as wanted."""
        lines = self.command("list", "--all", "--json").splitlines()
        return [ticket for ticket in map(json.loads, lines)
                if all(ticket.get(key) == value for key, value in want.items())]

    def lock(self):
        """Holds the store's write lock until the returned connection is closed."""
        connection = sqlite3.connect(self.store, timeout=10, isolation_level=None,
                                     check_same_thread=False)
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def poke(self):
        """Makes the worker look now."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as poke:
            poke.sendto(b"", self.store + ".wake")


class Daemon:
    """postdeskd on a desk. environment adds variables; arguments add options (-p fd:3 …)."""

    def __init__(self, desk, arguments=(), environment=None, pass_fds=(), listens=True,
                 verbose=True):
        self.desk = desk
        self.arguments = ["-v", *arguments] if verbose else arguments
        self.pass_fds, self.listens = pass_fds, listens
        self.environment = {**os.environ, **(environment or {})}
        self.environment.pop("JOURNAL_STREAM", None)
        # A preloaded library may come before the sanitizer's, when built with it.
        self.environment.setdefault("ASAN_OPTIONS", "verify_asan_link_order=0")
        self.log_name = os.path.basename(desk.folder) + ".log"
        self.process = None

    def start(self):
        self.process = self.desk.place.start(
            [os.path.join(self.desk.bin, "postdeskd"), "-f", "-c", self.desk.file,
             *self.arguments], self.log_name, env=self.environment, pass_fds=self.pass_fds)
        wait_for(self.is_up, 20, f"postdeskd to come up: {self.log()[-2000:]}")
        return self

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError(f"postdeskd ended with {self.process.returncode}: "
                                 f"{self.log()[-2000:]}")
        return (f"[{self.process.pid}]: postdesk " in self.log() and
                (not self.listens or is_listening(self.desk.port)))

    def stop(self):
        """Returns the exit status."""
        return end_process(self.process, signal.SIGTERM, 100)

    def kill(self):
        end_process(self.process, signal.SIGKILL)

    def reload(self):
        """Returns the lines that the reload logged."""
        before = len(self.log())
        self.process.send_signal(signal.SIGUSR1)
        return wait_for(lambda: self.reload_lines(before), 10, "the reload to be logged")

    def reload_lines(self, before):
        new = self.log()[before:]
        return new if "reload: " in new else None

    def log(self):
        with open(os.path.join(self.desk.place.path, self.log_name), errors="replace") as log:
            return log.read()

    def memory_kb(self):
        """(resident now, resident at most) in KiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status if ":" in line)
        return int(lines["VmRSS"].split()[0]), int(lines["VmHWM"].split()[0])
