# test_evidence.py - Postfix: what proves that a mail is an agent's, and what does not.
# SPDX-License-Identifier: MIT
from report import equal, test
from smtp import Client, mail


def evidence_in_log(world, outcome, daemon=None):
    """What the daemon's line about the mail says of its sender: "agent auth"."""
    assert outcome.accepted, outcome
    line = next(line for line in (daemon or world.daemon).log().splitlines()
                if f"{outcome.queue_id}: from=" in line)
    words = dict(word.split("=", 1) for word in line.split() if "=" in word)
    return f"{words['sender']} {words['evidence'].rstrip(';')}"


def submit(world, sender, user=None, password=None, context=None):
    """A mail through the submission port, after logging in or showing a certificate."""
    with Client(world.postfix.ports["submission"]) as client:
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
    from certificates import Authority
    outcome = submit(world, "anna@example.com",
                     context=world.authority.client("otto@example.com"))
    equal(evidence_in_log(world, outcome), "customer none")
    false = Authority(world.place, "false")
    outcome = submit(world, "anna@example.com", context=false.client("anna@example.com"))
    equal(evidence_in_log(world, outcome), "customer none")
