# test_client.py - an agent works with a real mail client, as agents do.
# SPDX-License-Identifier: MIT
import imaplib

from place import wait_for
from mutt import Mutt
from report import equal, test


def client_of(world):
    if not hasattr(world, "mutt"):
        world.mutt = Mutt(world.place, world.dovecot, world.postfix.ports["submission"],
                          "anna@example.com")
    return world.mutt


def asked(world, sender, subject):
    """The ticket's number; its notice lies in Anna's mailbox."""
    assert world.send("desk", sender, "support@example.com", subject=subject).accepted
    number = str(world.ticket_of(sender)["ticket"])
    wait_for(lambda: subject in inbox(world), 20, "the notice in the mailbox")
    return number


def inbox(world):
    """The subjects in Anna's mailbox, over IMAP."""
    with imaplib.IMAP4("127.0.0.1", world.dovecot.port) as imap:
        imap.login("anna@example.com", world.dovecot.users["anna@example.com"])
        if imap.select("INBOX", readonly=True)[1] == [b"0"]:
            return ""
        _, lines = imap.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        return b" ".join(part for line in lines if isinstance(line, tuple)
                         for part in line).decode("utf-8", "replace")


@test("mutt: a reply with commands on top answers the customer, our block and all quotes cut")
def _(world):
    number = asked(world, "mia@example.org", "Torn umbrella")
    shown = client_of(world).reply("Torn umbrella", "#category billing.refund\n#priority high\n\n"
                                   "We send you a new one.\n")
    answer = world.sink.wait("mia@example.org", where=lambda mail:
                             b"We send you a new one." in mail.raw)[0]
    for hidden in (b"anna@example.com", b"#category", b"#priority", b"below this line", b"Mutt"):
        assert hidden not in answer.raw, (hidden, answer.raw, shown)
    ticket = world.ticket_of("mia@example.org")
    equal([ticket[key] for key in ("state", "category", "priority")],
          ["waiting", "billing.refund", "high"])
    world.sink.wait("anna@example.com", where=lambda mail: b"We send you" not in mail.raw and
                    f"[#{number}]" in str(mail.message["Subject"]), count=2)


@test("mutt: a reply to all with #note stays among the agents")
def _(world):
    asked(world, "lou@example.org", "Leaking kettle")
    client_of(world).reply("Leaking kettle", "#note\nA known fault.\n", "<group-reply>")
    number = str(world.ticket_of("lou@example.org")["ticket"])
    wait_for(lambda: "A known fault." in world.desk.command("show", number, "--text"), 20,
             "the note")
    equal(len(world.sink.wait("lou@example.org")), 1, "nothing but the acknowledgement")
