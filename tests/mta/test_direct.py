# test_direct.py - an agent answers a customer from the own client, through Postfix and Sendmail.
# SPDX-License-Identifier: MIT
import re
from email.message import EmailMessage
from email.policy import SMTP

from report import equal, test
from smtp import Client, mail

CLIENT = ("User-Agent: Mozilla Thunderbird\nX-Mailer: Outlook 16\nSender: anna@example.com\n"
          "X-Originating-IP: [192.0.2.77]\nReply-To: anna@example.com\n"
          "Received: from laptop.lan ([10.1.2.3]) by hop.example.com; Mon, 23 Nov 2026 08:59:00 +0200\n"
          "Disposition-Notification-To: anna@example.com\nX-Fold: one\n\ttwo\n"
          "X-Postdesk-Ticket: 99\nX-Fold: three\n")
TEXT = "It was one charge.\n.dot\n"


def ask(world, customer, subject):
    """A customer's mail; returns the ticket's number and the notice's Message-ID."""
    world.send("desk", customer, "support@example.com", subject=subject)
    notice = world.sink.wait("anna@example.com",
                             where=lambda got: subject in str(got.message["Subject"]))[0]
    return world.ticket_of(customer)["ticket"], notice.header("Message-ID")[0]


def answer(customer, number, parent, subject):
    return mail("Anna Agent <anna@example.com>", customer, f"Re: [#{number}] {subject}", TEXT,
                extra=f"In-Reply-To: {parent}\nReferences: {parent}\n{CLIENT}")


def check(world, customer, number):
    """What reached the customer, and what the desk knows of it."""
    got = world.sink.wait(customer, where=lambda mail: b"It was one charge." in mail.raw)[0]
    equal(got.header("From"), ['"Anna (Support)" <support@example.com>'])
    equal(got.header("Reply-To"), ["support@example.com"])
    assert re.match(r"support\+pd\w{32}@example.com$", got.sender), got.sender
    for name in ("User-Agent", "X-Mailer", "Sender", "X-Originating-IP", "X-Fold",
                 "Disposition-Notification-To", "X-Postdesk-Ticket"):
        equal(got.header(name), [], name)
    assert b"anna@example.com" not in got.raw and b"laptop.lan" not in got.raw, got.raw
    assert b"192.0.2.77" not in got.raw, got.raw
    assert re.fullmatch(r"<\S+@example.org>", got.header("In-Reply-To")[0]), got.raw
    equal(got.body, TEXT.replace("\n", "\r\n").encode())
    [ticket] = [one for one in world.desk.tickets() if one["ticket"] == number]
    equal(ticket["state"], "waiting")
    copies = [one for one in world.sink.mailbox(customer) if b"It was one charge." in one.raw]
    equal(len(copies), 1, "copies")


def submit(world, recipients, raw, user="anna@example.com", password="rosebud"):
    with Client(world.postfix.ports["submission"]) as client:
        equal(client.log_in(user, password)[0], 235)
        return client.send_mail(user, recipients, raw)


@test("an agent's own mail to a customer leaves as the queue's, and is on the ticket")
def _(world):
    customer = "d.ann@example.org"
    number, parent = ask(world, customer, "Direct one")
    outcome = submit(world, [customer], answer(customer, number, parent, "Direct one"))
    assert outcome.accepted, outcome
    check(world, customer, number)
    assert f"ticket={number} direct answer of anna" in world.daemon.log()


@test("a desk address beside the customer gets no copy, and a customer's reply joins")
def _(world):
    customer = "d.beth@example.org"
    number, parent = ask(world, customer, "Direct two")
    raw = answer(customer, number, parent, "Direct two")
    assert submit(world, [customer, "support@example.com"], raw).accepted
    check(world, customer, number)
    equal([one for one in world.sink.mailbox("support@example.com")
           if b"It was one charge." in one.raw], [])
    mine = re.search(rb"Message-ID: (<[^>]+>)", raw).group(1).decode()
    world.send("desk", customer, "support@example.com", subject="Re: Direct two",
               extra=f"In-Reply-To: {mine}\n")
    equal(world.ticket_of(customer)["state"], "open")


@test("an agent's mail to somebody whom the desk does not know is not touched")
def _(world):
    raw = mail("anna@example.com", "d.carl@example.net", text="between us\n", extra=CLIENT)
    assert submit(world, ["d.carl@example.net"], raw).accepted
    got = world.sink.wait("d.carl@example.net")[0]
    equal(got.sender, "anna@example.com")
    for name in ("User-Agent", "X-Mailer", "Sender", "Reply-To", "X-Postdesk-Ticket"):
        equal(len(got.header(name)), 1, name)


@test("another login's mail to a customer is not touched either")
def _(world):
    customer = "d.dora@example.org"
    number, _ = ask(world, customer, "Direct three")
    raw = mail("otto@example.com", customer, f"Re: [#{number}] Direct three", "Hello!\n")
    assert submit(world, [customer], raw, "otto@example.com", "sesame").accepted
    got = world.sink.wait(customer, where=lambda mail: b"Hello!" in mail.raw)[0]
    equal(got.sender, "otto@example.com")
    equal(world.ticket_of(customer)["state"], "new")


@test("a direct answer that quotes the block is refused")
def _(world):
    customer = "d.eva@example.org"
    number, parent = ask(world, customer, "Direct four")
    notice = world.sink.wait("anna@example.com", where=lambda mail: parent in
                             mail.header("Message-ID"))[0]
    block = notice.message.get_body(("plain",)).get_content()
    raw = mail("anna@example.com", customer, f"Re: [#{number}] Direct four", "Yes.\n\n" + block,
               extra="MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n")
    outcome = submit(world, [customer], raw)
    equal(outcome.end[0], 550, outcome)
    equal(world.ticket_of(customer)["state"], "new")


@test("Sendmail: an agent's own mail to a customer leaves as the queue's, and is on the ticket")
def _(world):
    customer = "d.gus@example.org"
    number, parent = ask(world, customer, "Direct six")
    with Client(world.sendmail.port) as client:
        equal(client.log_in("anna@example.com", "rosebud")[0], 235)
        outcome = client.send_mail("anna@example.com", [customer, "support@example.com"],
                                   answer(customer, number, parent, "Direct six"))
    assert outcome.accepted, outcome
    check(world, customer, number)
    equal([one for one in world.sink.mailbox("support@example.com")
           if b"It was one charge." in one.raw and b"Direct six" in one.raw], [])


@test("an HTML answer with a picture reaches the customer as such, and without its quote")
def _(world):
    customer = "d.hal@example.org"
    ask(world, customer, "Direct seven")
    notice = world.sink.wait("anna@example.com", where=lambda got: "Direct seven" in
                             str(got.message["Subject"]))[0]
    reply = EmailMessage()
    reply["From"], reply["To"] = "anna@example.com", notice.header("Reply-To")[0]
    reply["Subject"] = "Re: " + str(notice.message["Subject"])
    reply["In-Reply-To"] = notice.header("Message-ID")[0]
    reply["Message-ID"] = "<d-seven@annas-laptop.example.com>"
    quoted = notice.message.get_body(("html",)).get_content()
    reply.set_content("Press *here*.\n")
    reply.add_alternative('<p>Press <b>here</b>: <img src="cid:x1@annas-laptop"></p><div class='
                          '"moz-cite-prefix">Am 1. Juni schrieb Hal:</div><blockquote type="cite">'
                          f"{quoted}</blockquote>", subtype="html")
    reply.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<x1@annas-laptop>")
    raw = reply.as_bytes(policy=SMTP)
    assert world.send("desk", "anna@example.com", notice.header("Reply-To")[0], raw=raw).accepted
    got = world.sink.wait(customer, where=lambda mail: b"multipart/related" in mail.raw)[0]
    page = got.message.get_body(("html",)).get_content()
    [picture] = re.findall(r'Press <b>here</b>: <img src="cid:([^"]+)">', page)
    [part] = [part for part in got.message.walk() if part.get_content_type() == "image/png"]
    equal(part["Content-ID"], f"<{picture}>")
    equal(part.get_content(), b"\x89PNG")
    assert "Press here" in got.message.get_body(("plain",)).get_content()
    for word in (b"annas-laptop", b"anna@example.com", b"#category", b"schrieb"):
        assert word not in got.raw and word.decode() not in page, word
