# world.py - the mail servers and desks that the tests share; each is started once.
# SPDX-License-Identifier: MIT
import os
import subprocess

from certificates import Authority
from desk import HEAD, Daemon, Desk
from dovecot import Dovecot
from guarded import Guarded
from place import ROOT, NotRun, free_port
from postfix import Postfix
from sendmail import Sendmail
from sink import Sink
from smtp import mail, send
from tap import Tap

# Whoever has an account on the mail server: two agents, and somebody of another department.
PASSWORDS = {"anna@example.com": "rosebud", "boris@example.com": "hemlock",
             "otto@example.com": "sesame"}

OTHER = """\
[queue help]
address   = help@other.example
agents    = boris
deliver   = consume

[agent boris]
address   = boris@elsewhere.example
"""


def shim(name):
    """Builds a library to be preloaded, tests/bench/NAME.c, and returns its path."""
    source = os.path.join(ROOT, "tests", "bench", name + ".c")
    target = os.path.join(ROOT, "build", name + ".so")
    if not os.path.exists(target) or os.path.getmtime(target) < os.path.getmtime(source):
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", target, source, "-ldl"],
                       check=True)
    return target


class World:
    """
    desk, daemon   the desk that runs through most tests
    weak, weakling a desk on a tiny file system whose daemon is stopped, killed and starved
    waker          a desk whose daemon is given an open socket
    other          a desk of other people, help@other.example; not started
    dovecot        knows the passwords of PASSWORDS, serves anna's mailbox
    guarded        a desk behind verifying filters, on a Postfix that setup has configured
    authority      signs the certificates that the port submission trusts
    postfix        its ports: desk, tapped, plain, shared (accept when down), weak, waker,
                   submission (log in there, or show a certificate)
    """

    def __init__(self, place):
        self.place = place
        self.sink = Sink(place)
        outbox = free_port()
        self.desk = Desk(place, outbox)
        self.weak = Desk(place, outbox, "weak", store_folder=self._tiny())
        self.waker = Desk(place, outbox, "waker")
        self.other = Desk(place, outbox, "other", text=HEAD + OTHER)
        self.tap = Tap(place, self.desk.port)
        self.dovecot = Dovecot(place, PASSWORDS)
        self.sink.maildirs["anna@example.com"] = self.dovecot.maildir("anna@example.com")
        self.authority = Authority(place)
        self.postfix = self._postfix(outbox)
        self.daemon = Daemon(self.desk)
        self.weakling = Daemon(self.weak)
        self._sendmail = self._sendmail_home = None
        self._guarded = None

    def _tiny(self):
        try:
            return self.place.tmpfs("tiny", "6m", "nobody")
        except NotRun as why:
            print(f"# {why}")
            return None

    def _postfix(self, outbox):
        def milter(port, action="tempfail"):
            return {"milter": f"inet:127.0.0.1:{port}", "action": action}
        return Postfix(self.place, self.sink, {
            "desk": {**milter(self.desk.port), "port": outbox},
            "tapped": milter(self.tap.port),
            "plain": {},
            "shared": milter(self.desk.port, "accept"),
            "weak": milter(self.weak.port),
            "waker": milter(self.waker.port),
            "other": milter(self.other.port),
            "submission": {**milter(self.desk.port), "settings": {
                **self.dovecot.settings, **self.authority.settings("mx.example.com")}},
        }, inject=(self.desk.user, os.path.join(self.desk.bin, "postdesk"), self.desk.file),
            local_milters=f"inet:127.0.0.1:{self.desk.port}",
            routes={"other.example": "other"})

    def start(self):
        self.dovecot.start()
        self.postfix.start()
        self.daemon.start()
        return self

    @property
    def sendmail(self):
        """Started by the first test that asks."""
        if self._sendmail is None:
            self._sendmail = self._sendmail_for("tempfail").start()
        return self._sendmail

    def _sendmail_for(self, when_down, **ways):
        return Sendmail(self.place, self.sink, self.desk, when_down, PASSWORDS, self.authority,
                        **ways)

    @property
    def sendmail_home(self):
        """Where example.com is at home, on a host that accepts when the desk is down."""
        if self._sendmail_home is None:
            self._sendmail_home = self._sendmail_for("accept", is_home=True,
                                                     name="sendmail-home").start()
        return self._sendmail_home

    @property
    def guarded(self):
        """Started by the first test that asks."""
        if self._guarded is None:
            try:
                guarded = Guarded(self.place, self.sink, self.dovecot, self.authority)
                self._guarded = guarded.start()
            except Exception as why:
                self._guarded = why
        if isinstance(self._guarded, Exception):
            raise self._guarded
        return self._guarded

    def send(self, port, sender, recipients, raw=None, parameters="", **fields):
        """One mail through one of Postfix's ports."""
        raw = raw or mail(sender=sender, to=_first(recipients), **fields)
        return send(self.postfix.ports[port], sender, recipients, raw, parameters)

    def ticket_of(self, sender, desk=None):
        """The one ticket of this sender; AssertionError if there is another number of them."""
        found = (desk or self.desk).tickets(customer=sender)
        assert len(found) == 1, f"{len(found)} tickets of {sender}"
        return found[0]


def _first(recipients):
    return recipients if isinstance(recipients, str) else recipients[0]
