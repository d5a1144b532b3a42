# smtp.py - a sender whose every byte is as the test wants it.
# SPDX-License-Identifier: MIT
import base64
import smtplib
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What the server said: (code, text) each; end is None if DATA was never reached."""
    mail: tuple = None
    recipients: dict = field(default_factory=dict)
    end: tuple = None

    @property
    def accepted(self):
        return self.end is not None and self.end[0] == 250

    @property
    def queue_id(self):
        """Postfix: "2.0.0 Ok: queued as 4XyZ"; Sendmail: "2.0.0 4BM… Message accepted"."""
        words = self.end[1].split()
        return words[-1] if "queued as" in self.end[1] else words[1]


class Client(smtplib.SMTP):
    """One connection; several mails may go over it."""

    def __init__(self, port, timeout_s=60, name="client.example"):
        super().__init__("127.0.0.1", port, local_hostname=name, timeout=timeout_s)
        self.ehlo()

    def __exit__(self, kind, *failure):
        """A conversation that failed is not ended politely."""
        if kind is None:
            super().__exit__(kind, *failure)
        self.close()

    def command(self, line):
        self.send(line.encode("utf-8") + b"\r\n")
        return self.answer()

    def answer(self):
        code, text = self.getreply()
        return code, text.decode("utf-8", "replace")

    def come_from(self, address, login=None):
        """Be somebody else for Postfix: a client at address, authenticated as login."""
        is_six = ":" in address
        code, text = self.command(
            f"XCLIENT NAME=[UNAVAILABLE] ADDR={'IPV6:' if is_six else ''}{address}" +
            (f" LOGIN={login}" if login else ""))
        if code != 220:
            raise AssertionError(f"XCLIENT: {code} {text}")
        self.ehlo()

    def log_in(self, user, password):
        """AUTH PLAIN; what the server says."""
        token = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        return self.command(f"AUTH PLAIN {token}")

    def send_mail(self, sender, recipients, raw, parameters=""):
        """raw is sent as it is but for the dots; parameters follow MAIL FROM."""
        outcome = Outcome()
        outcome.mail = self.command(f"MAIL FROM:<{sender}>{' ' + parameters if parameters else ''}")
        if outcome.mail[0] != 250:
            self.command("RSET")
            return outcome
        for recipient in recipients:
            outcome.recipients[recipient] = self.command(f"RCPT TO:<{recipient}>")
        if not any(code == 250 for code, _ in outcome.recipients.values()):
            self.command("RSET")
            return outcome
        outcome.end = self.command("DATA")
        if outcome.end[0] == 354:
            self.send_content(raw)
            outcome.end = self.answer()
        return outcome

    def send_content(self, raw):
        stuffed = raw.replace(b"\r\n.", b"\r\n..")
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        self.send(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")


def send(port, sender, recipients, raw, parameters="", timeout_s=60):
    """One mail over a connection of its own. A string is a single recipient."""
    with Client(port, timeout_s) as client:
        return client.send_mail(sender, [recipients] if isinstance(recipients, str) else
                                recipients, raw, parameters)


def mail(sender="ann@example.org", to="support@example.com", subject="A question",
         text="Where is my parcel?\n", message_id=None, extra=""):
    """A plain mail as bytes, lines ended by CRLF. extra: more header lines."""
    message_id = message_id or f"<{abs(hash((sender, to, subject, text)))}.{next(_count)}@example.org>"
    head = (f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: {message_id}\n"
            f"Date: Mon, 23 Nov 2026 09:00:00 +0200\n{extra}\n")
    return (head + text).replace("\n", "\r\n").encode("utf-8")


_count = iter(range(1, 1 << 30))
