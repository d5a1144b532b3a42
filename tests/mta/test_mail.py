# test_mail.py - Postfix: mail for the desk, mail for others, and what is done to it.
# SPDX-License-Identifier: MIT
import re

from place import wait_for
from report import equal, test
from smtp import Client, mail

# The shape of a token of ours, with a MAC that is not.
FORGED = "pd" + "a" * 32


def address_in(text):
    return re.search(r"[^\s<>:]+@[^\s<>]+", text).group(0)


@test("a mail to the desk is answered 250, is on a ticket, and is kept with its number")
def _(world):
    outcome = world.send("desk", "ann@example.org", "support@example.com",
                         subject="Where is my parcel?")
    assert outcome.accepted, outcome
    ticket = world.ticket_of("ann@example.org")
    equal(ticket["subject"], "Where is my parcel?")
    kept = world.sink.wait("support@example.com",
                           where=lambda mail: mail.sender == "ann@example.org")[0]
    equal(kept.header("X-Postdesk-Ticket"), [str(ticket["ticket"])])
    assert f"{outcome.queue_id}: from=<ann@example.org>" in world.daemon.log()


@test("the customer gets an acknowledgement from the null sender, the agent a notice")
def _(world):
    world.send("desk", "beth@example.org", "support@example.com", subject="Two lamps")
    ticket = world.ticket_of("beth@example.org")["ticket"]
    answer = world.sink.wait("beth@example.org")[0]
    equal(answer.sender, "", "envelope sender")
    equal(answer.header("Auto-Submitted"), ["auto-replied"])
    assert f"#{ticket}]" in answer.header("Subject")[0], answer.header("Subject")
    notice = world.sink.wait("anna@example.com",
                             where=lambda mail: "Two lamps" in str(mail.message["Subject"]))[0]
    assert re.match(r"support\+\w+@example.com$", notice.sender), notice.sender
    assert "+" in address_in(notice.header("Reply-To")[0])


@test("the desk's own mail through its own milter opens no ticket")
def _(world):
    world.send("desk", "cleo@example.org", "support@example.com")
    world.ticket_of("cleo@example.org")
    world.sink.wait("cleo@example.org")
    equal(world.desk.tickets(customer="anna@example.com"), [])
    equal(world.desk.tickets(customer="support@example.com"), [])


@test("a customer's reply to the token joins the ticket")
def _(world):
    world.send("desk", "dora@example.org", "support@example.com", subject="Broken cup")
    answer = world.sink.wait("dora@example.org")[0]
    reply_to = address_in((answer.header("Reply-To") or answer.header("From"))[0])
    world.send("desk", "dora@example.org", reply_to, subject="Re: Broken cup",
               extra=f"In-Reply-To: {answer.header('Message-ID')[0]}\n")
    number = str(world.ticket_of("dora@example.org")["ticket"])
    shown = world.desk.command("show", number, "--text")
    equal(shown.count("Where is my parcel?"), 2, shown)


@test("the agent's reply reaches the customer from the queue, without the agent's address")
def _(world):
    world.send("desk", "eva@example.org", "support@example.com", subject="Torn bag")
    notice = world.sink.wait("anna@example.com",
                             where=lambda mail: "Torn bag" in str(mail.message["Subject"]))[0]
    world.send("desk", "anna@example.com", address_in(notice.header("Reply-To")[0]), raw=mail(
        sender="anna@example.com", to=notice.header("Reply-To")[0], subject="Re: Torn bag",
        text="We send a new one.\n", extra=f"In-Reply-To: {notice.header('Message-ID')[0]}\n"))
    answer = world.sink.wait("eva@example.org",
                             where=lambda mail: b"We send a new one." in mail.raw)[0]
    assert "support@example.com" in answer.header("From")[0], answer.header("From")
    assert b"anna@example.com" not in answer.raw, answer.raw


@test("mail for others passes unchanged, and its content is never sent to the desk")
def _(world):
    raw = mail(sender="fred@example.org", to="gus@example.net", text="a SECRET between us\n",
               extra="X-Postdesk-Ticket: 7\n")
    assert world.send("tapped", "fred@example.org", "gus@example.net", raw=raw).accepted
    assert world.send("plain", "fred@example.org", "gus@example.net", raw=raw).accepted
    ours, other = world.sink.wait("gus@example.net", 2)
    equal(without_received(ours.raw), without_received(other.raw))
    assert b"SECRET" not in world.tap.heard
    assert b"gus@example.net" in world.tap.heard, "the tap heard nothing at all"


def without_received(raw):
    return re.sub(rb"^(Received|Return-Path|Delivered-To):.*\r\n([ \t].*\r\n)*", b"", raw,
                  flags=re.M)


@test("what is kept is unchanged but for one header, and claims of a ticket are removed")
def _(world):
    raw = mail(sender="hal@example.org", text="line\n.dot\n\nßß Ж\n",
               extra="X-Postdesk-Ticket: 98\nX-Fold: one\n\ttwo\nx-postdesk-ticket: 99\n")
    assert world.send("desk", "hal@example.org", "support@example.com", raw=raw).accepted
    kept = world.sink.wait("support@example.com",
                           where=lambda mail: mail.sender == "hal@example.org")[0]
    number = str(world.ticket_of("hal@example.org")["ticket"])
    equal(kept.header("X-Postdesk-Ticket"), [number])
    wanted = re.sub(rb"(?i)X-Postdesk-Ticket: 9.\r\n", b"", raw)
    left = without_received(kept.raw).replace(f"X-Postdesk-Ticket: {number}\r\n".encode(), b"")
    equal(left, wanted)


@test("a forged token is refused at RCPT with the plain address, others get the mail")
def _(world):
    outcome = world.send("desk", "ida@example.org",
                         [f"support+{FORGED}@example.com", "joe@example.net"])
    code, text = outcome.recipients[f"support+{FORGED}@example.com"]
    equal(code, 550)
    assert "support@example.com" in text, text
    assert outcome.accepted, outcome
    world.sink.wait("joe@example.net")
    equal(world.desk.tickets(customer="ida@example.org"), [])


@test("another extension is the plain queue")
def _(world):
    assert world.send("desk", "kim@example.org", "support+shop@example.com").accepted
    world.ticket_of("kim@example.org")


@test("a consumed mail is on the desk and nowhere else")
def _(world):
    outcome = world.send("desk", "lea@example.org", "billing@example.com")
    assert outcome.accepted, outcome
    world.ticket_of("lea@example.org")
    world.postfix.wait_log("milter-discard")
    equal([mail for mail in world.sink.mailbox("billing-archive@example.com")], [])


@test("consumed recipients are taken out, aliased and upper-case ones too, the others get it")
def _(world):
    outcome = world.send("desk", "max@example.org",
                         ["BILLING@Example.COM", "robert@example.com", "nina@example.net"])
    assert outcome.accepted, outcome
    world.sink.wait("bob@example.com")
    world.sink.wait("nina@example.net")
    world.ticket_of("max@example.org")
    wait_for(lambda: f"{outcome.queue_id}: removed" in world.postfix.log(), 10, "delivery")
    equal(world.sink.mailbox("billing-archive@example.com"), [])
    equal(world.sink.mailbox("billing@example.com"), [])


@test("a mail to two queues is one ticket, kept if any of them keeps")
def _(world):
    assert world.send("desk", "olga@example.org",
                      ["support@example.com", "billing@example.com"]).accepted
    world.ticket_of("olga@example.org")
    world.sink.wait("support@example.com",
                    where=lambda mail: mail.sender == "olga@example.org")


@test("the same mail again is answered the same and is on the ticket once")
def _(world):
    raw = mail(sender="paul@example.org", text="only once\n")
    for _ in range(3):
        assert world.send("desk", "paul@example.org", "support@example.com", raw=raw).accepted
    number = str(world.ticket_of("paul@example.org")["ticket"])
    equal(world.desk.command("show", number, "--text").count("only once"), 1)
    kept = world.sink.wait("support@example.com", 3,
                           where=lambda mail: mail.sender == "paul@example.org")
    equal({tuple(mail.header("X-Postdesk-Ticket")) for mail in kept}, {(number,)})


@test("one connection brings many mails, and one that is given up leaves nothing")
def _(world):
    with Client(world.postfix.ports["desk"]) as client:
        for name in ("quinn", "rosa"):
            sender = f"{name}@example.org"
            assert client.send_mail(sender, ["support@example.com"], mail(sender)).accepted
            client.command("MAIL FROM:<sam@example.org>")
            client.command("RCPT TO:<support@example.com>")
            client.command("RSET")
    with Client(world.postfix.ports["desk"]) as client:
        client.command("MAIL FROM:<sam@example.org>")
        client.command("RCPT TO:<support@example.com>")
        equal(client.command("DATA")[0], 354)
        client.send(mail("sam@example.org"))
        client.close()
    for name in ("quinn", "rosa"):
        world.ticket_of(f"{name}@example.org")
    equal(world.desk.tickets(customer="sam@example.org"), [])


@test("a mail from sendmail(1) opens a ticket")
def _(world):
    world.postfix.sendmail("tess@example.org", ["support@example.com"],
                           mail("tess@example.org"))
    world.sink.wait("support@example.com",
                    where=lambda mail: mail.sender == "tess@example.org")
    world.ticket_of("tess@example.org")


@test("a forged token from sendmail(1) is not refused")
def _(world):
    world.postfix.sendmail("uma@example.org", [f"support+{FORGED}@example.com"],
                           mail("uma@example.org"))
    wait_for(lambda: world.desk.tickets(customer="uma@example.org"), 10, "the ticket")


@test("the mail server's own bounce comes home through inject, to the message that bounced")
def _(world):
    world.send("desk", "ghost@nowhere.example", "care@example.com", subject="Old shoes")
    ticket = str(world.ticket_of("ghost@nowhere.example")["ticket"])
    notice = world.sink.wait("anna@example.com",
                             where=lambda mail: "Old shoes" in str(mail.message["Subject"]))[0]
    before = len(world.desk.tickets())
    world.send("desk", "anna@example.com", address_in(notice.header("Reply-To")[0]), raw=mail(
        sender="anna@example.com", subject="Re: Old shoes", text="Please send a photo.\n",
        extra=f"In-Reply-To: {notice.header('Message-ID')[0]}\n"))

    def bounced():
        shown = world.desk.command("show", ticket, "--events")
        return shown if "bounce" in shown else None
    wait_for(bounced, 20, "the bounce on the ticket")
    equal(len(world.desk.tickets()), before)


@test("a report that only its null sender tells from mail is no ticket")
def _(world):
    sent = world.send("desk", "", "care@example.com", raw=mail(
        sender="router@example.net", subject="DELIVERY FAILURE: User zed not listed",
        text="Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  zed@example.net\n"))
    assert sent.accepted, sent
    wait_for(lambda: "DELIVERY FAILURE" in world.desk.command("list", "--unmatched"), 10,
             "the report among the unmatched")
    equal(world.desk.tickets(customer="router@example.net"), [])


@test("a report that only its null sender tells from mail is no ticket by the second door")
def _(world):
    world.desk.command("inject", "-f", "", "--", "care@example.com", stdin=mail(
        sender="gateway@example.net", subject="DELIVERY FAILURE: User zoe not listed",
        text="Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  zoe@example.net\n"))
    assert "User zoe" in world.desk.command("list", "--unmatched")
    equal(world.desk.tickets(customer="gateway@example.net"), [])


@test("mail that passed the milter changes nothing when it is injected too")
def _(world):
    sent = world.send("desk", "vera@example.org", "care@example.com", text="once, please\n")
    number = str(world.ticket_of("vera@example.org")["ticket"])
    world.postfix.wait_log(f"{sent.queue_id}: removed")
    assert any(sent.queue_id in line and "relay=postdesk" in line and "status=sent" in line
               for line in world.postfix.log().splitlines())
    equal(world.desk.command("show", number, "--text").count("once, please"), 1)
    equal(len(world.desk.tickets(customer="vera@example.org")), 1)
    world.sink.wait("vera@example.org")
    equal(len(world.sink.mailbox("vera@example.org")), 1)


@test("an alias of a desk address comes in through inject")
def _(world):
    assert world.send("desk", "walt@example.org", "help@example.com").accepted
    wait_for(lambda: world.desk.tickets(customer="walt@example.org"), 15, "the ticket")


@test("an agent's AUTH identity is evidence, one that only claims to be the agent is none")
def _(world):
    for login, evidence in (("anna@example.com", "auth"), (None, "none")):
        with Client(world.postfix.ports["desk"]) as client:
            client.come_from("192.0.2.7", login)
            outcome = client.send_mail("anna@example.com", ["support@example.com"],
                                       mail("anna@example.com", subject=f"From {evidence}"))
        assert outcome.accepted, outcome
        line = next(line for line in world.daemon.log().splitlines()
                    if f"{outcome.queue_id}: from=" in line)
        assert f"evidence={evidence}" in line, line


@test("a client over IPv6 is known by its address")
def _(world):
    with Client(world.postfix.ports["desk"]) as client:
        client.come_from("2001:db8::7")
        assert client.send_mail("six@example.org", ["support@example.com"],
                                mail("six@example.org")).accepted
    world.ticket_of("six@example.org")
