# test_sendmail.py - the same promises on a real Sendmail.
# SPDX-License-Identifier: MIT
import re

from certificates import Authority
from place import wait_for
from report import equal, test
from smtp import mail, send
from test_evidence import evidence_in_log, submit
from test_mail import FORGED, address_in


def sendmail(world, sender, recipients, raw=None, parameters=""):
    return send(world.sendmail.port, sender, recipients, raw or mail(sender), parameters)


def kept(world, address, sender):
    return world.sink.wait(address, where=lambda mail: mail.sender == sender)[0]


@test("Sendmail: a mail to the desk is on a ticket, and is kept with its number alone")
def _(world):
    sender = "s.ann@example.org"
    raw = mail(sender, extra="X-Postdesk-Ticket: 98\nX-Fold: one\n\ttwo\nX-Postdesk-Ticket: 99\n")
    outcome = sendmail(world, sender, "support@example.com", raw)
    assert outcome.accepted, outcome
    ticket = world.ticket_of(sender)
    archive = kept(world, "support@example.com", sender)
    equal(archive.header("X-Postdesk-Ticket"), [str(ticket["ticket"])])
    assert b"X-Postdesk-Ticket: " in archive.raw and b"X-Postdesk-Ticket:  " not in archive.raw
    assert f"{outcome.queue_id}: from=<{sender}>" in world.daemon.log()


@test("Sendmail: mail for others passes unchanged")
def _(world):
    sender, text = "s.fred@example.org", "between us\n.dot\n"
    raw = mail(sender, to="s.gus@example.net", text=text)
    assert sendmail(world, sender, "s.gus@example.net", raw).accepted
    archive = kept(world, "s.gus@example.net", sender)
    equal(re.sub(rb"^(Received:.*\r\n([ \t].*\r\n)*)", b"", archive.raw), raw)


@test("Sendmail: a forged token is refused at RCPT with the plain address")
def _(world):
    outcome = sendmail(world, "s.ida@example.org",
                       [f"support+{FORGED}@example.com", "s.joe@example.net"])
    code, text = outcome.recipients[f"support+{FORGED}@example.com"]
    equal(code, 550)
    assert "write to" in text.lower() or "support@example.com" in text.split("...")[-1], text
    assert outcome.accepted, outcome


@test("Sendmail: a consumed mail is on the desk and nowhere else")
def _(world):
    assert sendmail(world, "s.lea@example.org", "billing@example.com").accepted
    world.ticket_of("s.lea@example.org")


@test("Sendmail: consumed recipients are taken out, upper-case ones too, the others get it")
def _(world):
    sender = "s.max@example.org"
    outcome = sendmail(world, sender, ["BILLING@Example.COM", "s.nina@example.net"])
    assert outcome.accepted, outcome
    kept(world, "s.nina@example.net", sender)
    world.ticket_of(sender)
    equal([mail for mail in world.sink.mailbox("billing@example.com")
           if mail.sender == sender], [])


@test("Sendmail: eight-bit text and NUL bytes are taken")
def _(world):
    sender = "s.abel@example.org"
    raw = mail(sender, text="Γειά σας\0, где мой заказ?\n",
               extra="MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
               "Content-Transfer-Encoding: 8bit\n")
    assert sendmail(world, sender, "support@example.com", raw, "BODY=8BITMIME").accepted
    number = str(world.ticket_of(sender)["ticket"])
    assert "где мой заказ" in world.desk.command("show", number, "--text")


@test("Sendmail: the same mail again is on the ticket once")
def _(world):
    raw = mail("s.paul@example.org")
    for _ in range(2):
        assert sendmail(world, "s.paul@example.org", "support@example.com", raw).accepted
    world.ticket_of("s.paul@example.org")


@test("Sendmail: with the daemon stopped the sender gets 451 and keeps the mail")
def _(world):
    world.sendmail
    world.daemon.stop()
    try:
        outcome = sendmail(world, "s.rita@example.org", "support@example.com")
    finally:
        world.daemon.start()
    answers = [outcome.mail, *outcome.recipients.values(), outcome.end or (0, "")]
    assert any(code in (450, 451) for code, _ in answers) and not outcome.accepted, outcome
    wait_for(lambda: sendmail(world, "s.rita@example.org", "support@example.com").accepted,
             10, "250")
    world.ticket_of("s.rita@example.org")


# --- who is it ---------------------------------------------------------------------------


@test("Sendmail: an agent who has logged in is known by that, and by nobody else's login")
def _(world):
    port = world.sendmail.port
    outcome = submit(world, "anna@example.com", "anna@example.com", "rosebud", port=port)
    equal(evidence_in_log(world, outcome), "agent auth")
    equal(submit(world, "anna@example.com", "anna@example.com", "wrong", port=port)[0], 535)
    outcome = submit(world, "anna@example.com", "otto@example.com", "sesame", port=port)
    equal(evidence_in_log(world, outcome), "customer none")
    outcome = submit(world, "anna@example.com", "boris@example.com", "hemlock", port=port)
    equal(outcome.end[0], 550, outcome)


@test("Sendmail: a certificate is evidence if it is the agent's and from the authority")
def _(world):
    port, false = world.sendmail.port, Authority(world.place, "sendmail-false")
    for context, known in ((world.authority.client("anna@example.com"), "agent cert"),
                           (world.authority.client("otto@example.com"), "customer none"),
                           (false.client("anna@example.com"), "customer none")):
        outcome = submit(world, "anna@example.com", context=context, port=port)
        equal(evidence_in_log(world, outcome), known)


# --- accept, and the second door ---------------------------------------------------------


@test("Sendmail: with accept and the daemon stopped the mail goes on, and the door makes a ticket")
def _(world):
    sender, port = "s.sam@example.org", world.sendmail_home.port
    world.daemon.stop()
    try:
        assert send(port, sender, ["care@example.com", "billing@example.com", "s.tim@example.net"],
                    mail(sender, to="care@example.com, billing@example.com")).accepted
        kept(world, "s.tim@example.net", sender)
        kept(world, "care", sender)
        wait_for(lambda: world.desk.tickets(customer=sender), 20, "the ticket")
    finally:
        world.daemon.start()
    world.ticket_of(sender)
    world.sink.wait(sender)
    equal([mail for mail in world.sink.mailbox("billing@example.com")
           if mail.sender == sender], [])


@test("Sendmail: mail that passed the milter changes nothing at the door")
def _(world):
    sender = "s.uma@example.org"
    sent = send(world.sendmail_home.port, sender, "care@example.com", mail(
        sender, to="care@example.com", text="once, please\n"))
    number = str(world.ticket_of(sender)["ticket"])
    wait_for(lambda: not world.sendmail_home.carries(sent.queue_id), 20, "the second copy")
    equal(world.desk.command("show", number, "--text").count("once, please"), 1)
    equal(len(world.desk.tickets(customer=sender)), 1)
    equal(len(world.sink.wait(sender)), 1)


@test("Sendmail: a token that comes through the door alone joins its ticket")
def _(world):
    sender = "s.vic@example.org"
    assert send(world.sendmail_home.port, sender, "care@example.com", mail(
        sender, to="care@example.com", subject="Blue shoes")).accepted
    number = str(world.ticket_of(sender)["ticket"])
    answer = world.sink.wait(sender)[0]
    reply_to = address_in(answer.header("Reply-To")[0])
    world.daemon.stop()
    try:
        assert send(world.sendmail_home.port, sender, reply_to, mail(
            sender, to=reply_to, subject="Re: Blue shoes", text="More of them.\n")).accepted
        wait_for(lambda: "More of them." in world.desk.command("show", number, "--text"), 20,
                 "the reply on the ticket")
    finally:
        world.daemon.start()
