# test_odd_mail.py - Postfix: mail that is large, eight-bit, or not as it should be.
# SPDX-License-Identifier: MIT
import json
import os

from report import equal, test
from smtp import mail


def text_on_ticket(world, sender):
    number = str(world.ticket_of(sender)["ticket"])
    shown = json.loads(world.desk.command("show", number, "--json"))
    return "".join(message["text"] or "" for message in shown["messages"]
                   if message["kind"] == "in")


@test("8BITMIME: eight-bit text arrives whole on the ticket and in the archive")
def _(world):
    sender, text = "abel@example.org", "Γειά σας, где мой заказ?\n"
    raw = mail(sender, text=text, extra="MIME-Version: 1.0\nContent-Type: text/plain; "
               "charset=utf-8\nContent-Transfer-Encoding: 8bit\n")
    assert world.send("desk", sender, "support@example.com", raw,
                      "BODY=8BITMIME").accepted
    assert text.strip() in text_on_ticket(world, sender)
    kept = world.sink.wait("support@example.com", where=lambda mail: mail.sender == sender)[0]
    assert text.strip().encode() in kept.raw


@test("SMTPUTF8: a sender and a subject in UTF-8 are the customer's")
def _(world):
    sender = "δοκιμή@example.org"
    raw = mail(sender, subject="Ερώτηση", text="Πού είναι;\n")
    outcome = world.send("desk", sender, "support@example.com", raw, "SMTPUTF8")
    assert outcome.accepted, outcome
    equal(world.ticket_of(sender)["subject"], "Ερώτηση")


@test("lines of 100,000 characters and headers of 50,000 are taken")
def _(world):
    sender = "bill@example.org"
    raw = mail(sender, text="start " + "x" * 100000 + " end\n",
               extra="X-Long: " + "word " * 10000 + "\n")
    assert world.send("desk", sender, "support@example.com", raw).accepted
    text = text_on_ticket(world, sender)
    assert text.startswith("start") and text.rstrip().endswith("end"), text[:100]


@test("NUL bytes and lone CRs are taken, and the ticket's text is valid")
def _(world):
    sender = "carl@example.org"
    raw = mail(sender, text="before\0after\nlone\rreturn\n", subject="with a N\0UL")
    assert world.send("desk", sender, "support@example.com", raw).accepted
    text = text_on_ticket(world, sender)
    assert "before" in text and "after" in text, text
    assert "\0" not in text


@test("a multipart whose lines end with two CRs is read")
def _(world):
    sender = "cora@example.org"
    raw = mail(sender, subject="Two of each", text="--x\n\nThe lamp is broken.\n--x--\n",
               extra="Content-Type: multipart/mixed; boundary=x\n")
    assert world.send("desk", sender, "support@example.com",
                      raw.replace(b"\r\n", b"\r\r\n")).accepted
    assert "The lamp is broken." in text_on_ticket(world, sender)
    equal(world.ticket_of(sender)["subject"], "Two of each")


@test("broken MIME is a ticket")
def _(world):
    sender = "dirk@example.org"
    raw = mail(sender, text="--x\nContent-Type: text/html; charset=no-such\n"
               "Content-Transfer-Encoding: base64\n\n!!!!\n--x\nContent-Type: multipart/y\n",
               extra="Content-Type: multipart/mixed; boundary=x\n"
               "Content-Type: text/plain; charset=\"\n")
    assert world.send("desk", sender, "support@example.com", raw).accepted
    world.ticket_of(sender)


@test("a mail without a single header is a ticket, and no part of its text is a header")
def _(world):
    sender = "emil@example.org"
    assert world.send("desk", sender, "support@example.com",
                      b"\r\nFrom: emma@example.org\r\nSubject: mine\r\n\r\nhelp me\r\n").accepted
    assert any("Subject: mine" in world.desk.command("show", str(ticket["ticket"]), "--text")
               for ticket in world.desk.tickets())
    equal(world.desk.tickets(customer="emma@example.org"), [])


LARGE = b"".join(b"%078d\r\n" % number for number in range(30 * 1024 * 1024 // 80))


@test("a mail of 30 MB over the queue's limit gets 552 with the limit in it")
def _(world):
    sender = "finn@example.org"
    outcome = world.send("desk", sender, "photos@example.com", mail(sender) + LARGE)
    equal(outcome.end[0], 552, outcome)
    assert "20" in outcome.end[1] and "M" in outcome.end[1], outcome.end
    equal(world.desk.tickets(customer=sender), [])
    assert f"from=<{sender}>" in world.daemon.log()


@test("one that says so with SIZE= gets 552 at RCPT, and the others their mail")
def _(world):
    sender = "gary@example.org"
    outcome = world.send("desk", sender, ["photos@example.com", "harry@example.net"],
                         parameters="SIZE=31000000")
    equal(outcome.recipients["photos@example.com"][0], 552)
    assert outcome.accepted, outcome
    world.sink.wait("harry@example.net")


@test("a mail over the limit that is for others too reaches them and is a ticket")
def _(world):
    sender = "ines@example.org"
    outcome = world.send("desk", sender, ["photos@example.com", "jack@example.net"],
                         mail(sender) + LARGE)
    assert outcome.accepted, outcome
    world.ticket_of(sender)
    kept = world.sink.wait("jack@example.net")[0]
    assert len(kept.raw) > len(LARGE), len(kept.raw)


@test("a mail of 20 MB within the limit is taken whole, and memory stays bounded")
def _(world):
    sender = "kate@example.org"
    raw = mail(sender) + LARGE[:18 * 1024 * 1024]
    assert world.send("desk", sender, "photos@example.com", raw).accepted
    world.ticket_of(sender)
    now, most = world.daemon.memory_kb()
    limit = 1200 if "asan" in os.environ.get("BUILD", "") else 400
    assert most < limit * 1024, f"{most} KiB at most, {now} now"
