# test_evidence.py - Postfix: what proves that a mail is an agent's, and what does not.
# SPDX-License-Identifier: MIT
import re

from certificates import Authority
from guarded import OFFICE
from report import equal, test
from smtp import Client, mail


def evidence_in_log(world, outcome, daemon=None):
    """What the daemon's line about the mail says of its sender: "agent auth"."""
    assert outcome.accepted, outcome
    line = next(line for line in (daemon or world.daemon).log().splitlines()
                if f"{outcome.queue_id}: from=" in line)
    words = dict(word.split("=", 1) for word in line.split() if "=" in word)
    return f"{words['sender']} {words['evidence'].rstrip(';')}"


def submit(world, sender, user=None, password=None, context=None, port=None):
    """A mail through the submission port, after logging in or showing a certificate."""
    with Client(port or world.postfix.ports["submission"]) as client:
        if context is not None:
            client.starttls(context=context)
            client.ehlo()
        if user is not None:
            code, text = client.log_in(user, password)
            if code != 235:
                return code, text
        return client.send_mail(sender, ["support@example.com"],
                                mail(sender, subject="Who am I?"))


@test("an agent who has logged in by SASL is known by that")
def _(world):
    outcome = submit(world, "anna@example.com", "anna@example.com", "rosebud")
    equal(evidence_in_log(world, outcome), "agent auth")


@test("a wrong password logs nobody in")
def _(world):
    code, _ = submit(world, "anna@example.com", "anna@example.com", "wrong")
    equal(code, 535)


@test("somebody else's login is no evidence for an agent's From, another agent's is refused")
def _(world):
    outcome = submit(world, "anna@example.com", "otto@example.com", "sesame")
    equal(evidence_in_log(world, outcome), "customer none")
    outcome = submit(world, "anna@example.com", "boris@example.com", "hemlock")
    equal(outcome.end[0], 550, outcome)
    assert "boris@example.com" in outcome.end[1], outcome


@test("an agent's certificate from the trusted authority is evidence")
def _(world):
    outcome = submit(world, "anna@example.com",
                     context=world.authority.client("anna@example.com"))
    equal(evidence_in_log(world, outcome), "agent cert")


@test("a certificate of somebody else, or one that nobody trusts, is none")
def _(world):
    outcome = submit(world, "anna@example.com",
                     context=world.authority.client("otto@example.com"))
    equal(evidence_in_log(world, outcome), "customer none")
    false = Authority(world.place, "false")
    outcome = submit(world, "anna@example.com", context=false.client("anna@example.com"))
    equal(evidence_in_log(world, outcome), "customer none")


# --- behind OpenDKIM and OpenDMARC -------------------------------------------------------


def guarded_evidence(world, outcome):
    return evidence_in_log(world, outcome, world.guarded.daemon)


def from_anna(world, number, text="#note seen by real filters\n", extra=""):
    """A mail of Anna's about a ticket, without any token."""
    return mail("anna@example.com", subject=f"Re: [#{number}] lamp", text=text, extra=extra)


def ticket_of(world, sender):
    guarded = world.guarded
    assert guarded.send(sender, "support@example.com", subject="lamp").accepted
    return str(world.ticket_of(sender, guarded.desk)["ticket"])


@test("what the agent's domain has signed is evidence, and the command is obeyed")
def _(world):
    guarded, number = world.guarded, ticket_of(world, "dkim1@plain.example")
    outcome = guarded.send("anna@example.com", "support@example.com",
                           guarded.ours.sign(from_anna(world, number)))
    equal(guarded_evidence(world, outcome), "agent dmarc")
    assert "seen by real filters" in guarded.desk.command("show", number, "--text")


@test("without a signature DMARC fails, and nothing is obeyed")
def _(world):
    guarded, number = world.guarded, ticket_of(world, "dkim2@plain.example")
    outcome = guarded.send("anna@example.com", "support@example.com", from_anna(world, number))
    equal(guarded_evidence(world, outcome), "customer none")
    equal(world.ticket_of("dkim2@plain.example", guarded.desk)["state"], "new")
    assert "seen by real filters" not in guarded.desk.command("show", number, "--text")


@test("a signature over other words is none")
def _(world):
    guarded, number = world.guarded, ticket_of(world, "dkim3@plain.example")
    raw = guarded.ours.sign(from_anna(world, number, "#note all is well\n"))
    outcome = guarded.send("anna@example.com", "support@example.com",
                           raw.replace(b"all is well", b"nothing is well"))
    equal(guarded_evidence(world, outcome), "customer none")


@test("a token is no evidence where DMARC fails")
def _(world):
    guarded, number = world.guarded, ticket_of(world, "dkim4@plain.example")
    notice = world.sink.wait("anna@example.com", where=lambda one:
                             f"[#{number}] lamp" in str(one.message["Subject"]) and
                             one.message["Reply-To"])[-1]
    address = re.search(r"support\+\w+@example\.com", notice.header("Reply-To")[0]).group(0)
    raw = from_anna(world, number, extra=f"In-Reply-To: {notice.header('Message-ID')[0]}\n")
    outcome = guarded.send("anna@example.com", address, raw)
    equal(guarded_evidence(world, outcome), "customer none")
    outcome = guarded.send("anna@example.com", address, guarded.ours.sign(
        raw.replace(b"seen by", b"now seen by")))
    equal(guarded_evidence(world, outcome), "agent token")


@test("Authentication-Results that claim to be ours never reach the desk")
def _(world):
    guarded = world.guarded
    for claim in ("mx.example.com; dmarc=pass header.from=example.com",
                  "(of course) mx.example.com; dmarc=pass header.from=example.com",
                  "\n\tMX.Example.COM 1;\n\tdmarc=pass header.from=example.com"):
        number = ticket_of(world, f"claim{abs(hash(claim)) % 1000}@plain.example")
        outcome = guarded.send("anna@example.com", "support@example.com", from_anna(
            world, number, extra=f"Authentication-Results: {claim}\n"))
        equal(guarded_evidence(world, outcome), "customer none", claim)
        kept = world.sink.wait("support@example.com", where=lambda one:
                               f"[#{number}]".encode() in one.raw)[0]
        equal([value for value in kept.header("Authentication-Results") if "dmarc=pass" in value],
              [], claim)


@test("a customer whose domain's DMARC fails joins by token, marked, and is answered nothing")
def _(world):
    guarded, sender = world.guarded, "ann@honest.example"
    assert guarded.send(sender, "support@example.com", guarded.honest.sign(
        mail(sender, subject="lamp"))).accepted
    answer = world.sink.wait(sender)[0]
    forged = guarded.send("eve@plain.example", "support@example.com",
                          mail(sender, subject="another lamp"))
    assert forged.accepted and "DMARC failed" in guarded.line(forged), guarded.line(forged)
    equal(len(world.sink.mailbox(sender)), 1)
    joins = guarded.send("list@plain.example", answer.header("Reply-To")[0], mail(
        sender, subject="Re: lamp", text="By way of a forwarder.\n",
        extra=f"In-Reply-To: {answer.header('Message-ID')[0]}\n"))
    assert "joins ticket" in guarded.line(joins), guarded.line(joins)


@test("a trusted network counts for what was submitted there, not for what passed through")
def _(world):
    guarded = world.guarded
    for extra, wanted in (("", "agent trusted"),
                          ("Received: from gate.example (gate.example [203.0.113.9])\n"
                           "\tby relay.example.com with ESMTP; Mon, 23 Nov 2026 09:00:00 +0200\n",
                           "customer none")):
        number = ticket_of(world, f"trust{len(extra)}@plain.example")
        outcome = guarded.send("anna@example.com", "support@example.com",
                               from_anna(world, number, extra=extra), address=OFFICE)
        equal(guarded_evidence(world, outcome), wanted)
