# guarded.py - a desk on a Postfix that `postdesk setup postfix` has configured, behind filters.
# SPDX-License-Identifier: MIT
"""As a careful administrator has it: OpenDKIM and OpenDMARC verify, then comes the desk, then a
second OpenDKIM signs. Postfix had all of them in the wrong places before setup added the desk.
example.com signs its mail and says so in DMARC; so do honest.example, a customer's domain, and
evil.example; plain.example and wild.example say nothing."""

from desk import Daemon, Desk
from dns import NameServer
from filters import DMARC, SIGNER, VERIFIER, Filter, Key
from place import free_port
from postfix import Postfix
from smtp import Client, mail

HOST = "mx.example.com"

# Who sends from where: nobody is known by the address of a stranger.
STRANGER, OFFICE = "192.0.2.7", "198.51.100.7"

SETTINGS = """\
authserv_id    = mx.example.com
agent_evidence = auth cert token dmarc trusted
trusted        = 198.51.100.0/24
signers        = inet:127.0.0.1:{signer}
"""


class Guarded:
    """
    desk, daemon   a desk of its own
    postfix        ports outside and submission, both with the milters of main.cf
    ours, honest, evil  the DKIM keys of example.com, honest.example and evil.example
    """

    def __init__(self, place, sink, dovecot, authority):
        self.sink = sink
        self.ours, self.honest, self.evil = (
            Key(place, domain) for domain in ("example.com", "honest.example", "evil.example"))
        self.names = NameServer(place, self._records())
        self.filters = [
            Filter(place, "opendkim", VERIFIER, self.names, host=HOST),
            Filter(place, "opendmarc", DMARC, self.names, host=HOST),
            Filter(place, "opendkim", SIGNER, self.names, key=self.ours.file)]
        port = free_port()
        signer = self.filters[2].port
        self.desk = Desk(place, port, "guarded", more=SETTINGS.format(signer=signer))
        self.postfix = Postfix(place, sink, {
            "outside": {"milter": "as in main.cf", "port": port},
            "submission": {"milter": "as in main.cf", "settings": {
                **dovecot.settings, **authority.settings(HOST)}},
        }, name="guarded-postfix", more="smtpd_milters = " + ", ".join(
            f"inet:127.0.0.1:{one.port}" for one in self.filters))
        self.set_up("--when-down=accept", "--apply")
        self.daemon = Daemon(self.desk)

    def _records(self):
        return {**self.ours.records, **self.honest.records, **self.evil.records,
                ("example.com", "TXT"): ["v=spf1 -all"],
                ("_dmarc.example.com", "TXT"): ["v=DMARC1; p=none"],
                ("_dmarc.honest.example", "TXT"): ["v=DMARC1; p=none"],
                ("_dmarc.evil.example", "TXT"): ["v=DMARC1; p=none"],
                ("plain.example", "TXT"): ["a site"], ("wild.example", "TXT"): ["a site"]}

    def start(self):
        for one in self.filters:
            one.ready()
        self.postfix.start()
        self.daemon.start()
        return self

    def set_up(self, *arguments):
        return self.desk.command("setup", "postfix", *arguments,
                                 MAIL_CONFIG=self.postfix.folder)

    def setting(self, name):
        return self.postfix.run("postconf", "-hx", name).stdout.decode().strip()

    def send(self, sender, recipients, raw=None, address=STRANGER, parameters="", **fields):
        """One mail from an address of the outside world."""
        recipients = [recipients] if isinstance(recipients, str) else recipients
        raw = raw or mail(sender=sender, to=recipients[0], **fields)
        with Client(self.postfix.ports["outside"]) as client:
            client.come_from(address)
            return client.send_mail(sender, recipients, raw, parameters)

    def line(self, outcome):
        """What the daemon logged about a mail that the server took."""
        return next(line for line in self.daemon.log().splitlines()
                    if f"{outcome.queue_id}: from=" in line)
