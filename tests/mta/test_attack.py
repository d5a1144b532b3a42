# test_attack.py - each attack of the table, and some that need more than one mail.
# SPDX-License-Identifier: MIT
"""None may change somebody's ticket, write to somebody in the desk's name, or read; and each
leaves a line in the log that says what became of it and why."""

import re

import attacks
from report import equal, test
from smtp import mail
from stage import Stage, Watch

BOUNCE = """\
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.evil.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: About my lamp

--b--
"""


def stage_of(world):
    """Set once; what it fails for, all fail for."""
    if not hasattr(world, "stage"):
        try:
            world.stage = Stage(world)
            world.stage.names.update(variants(world.stage.names))
        except Exception as why:
            world.stage = why
    if isinstance(world.stage, Exception):
        raise world.stage
    return world.stage


def variants(names):
    """Tokens bent, cut and dressed up."""
    local, domain = names["lamp_reply"].split("@")
    letters = re.search(r"pd\w{32}", names["lamp_answer"]).group(0)
    bent = local[:-1] + ("a" if local[-1] != "a" else "b")
    return {
        "VERA": attacks.VERA,
        "lamp_reply_bent": f"{bent}@{domain}",
        "lamp_reply_other": f"{other_ticket(local)}@{domain}",
        "lamp_reply_billing": names["lamp_reply"].replace("support", "billing"),
        "lamp_reply_cut": f"{local[:-2]}@{domain}",
        "lamp_reply_long": f"{local}zz@{domain}",
        "lamp_reply_capitals": names["lamp_reply"].upper(),
        "lamp_reply_percent": f"{local}%{domain}@evil.example",
        "lamp_reply_quoted": f'"{local}"@{domain}',
        "lamp_id_token": f"support+{letters}@{domain}",
        "lamp_id_letters": letters,
    }


def other_ticket(local):
    """The ticket's number is in the bytes 2 to 5 of what follows «pd»."""
    at = local.index("pd") + 2 + 7
    return local[:at] + ("b" if local[at] == "a" else "a") + local[at + 1:]


def bytes_of(stage, attack):
    def fill(text):
        return text.format(**stage.names)
    if attack.whole:
        return fill(attack.whole).replace("\n", "\r\n").encode()
    author = fill(attack.sender if attack.author is None else attack.author)
    if attack.raw:
        _, recipient, message_id = fill(attack.raw).split()
        head = f"From: {author}\nTo: {attacks.DESK}\nSubject: Undelivered Mail\n"
        return (head + BOUNCE.format(recipient=recipient, message_id=message_id)).replace(
            "\n", "\r\n").encode()
    return mail(author, attacks.DESK, fill(attack.subject), fill(attack.text),
                message_id=attack.message_id and fill(attack.message_id), extra=fill(attack.extra))


def carry_out(world, attack):
    stage = stage_of(world)
    stage.names["me"] = f"m{attacks.ALL.index(attack)}@wild.example"
    watch = Watch(stage)
    raw = bytes_of(stage, attack)
    if attack.sign:
        raw = stage.guarded.evil.sign(raw)
    outcome = stage.guarded.send(attack.sender.format(**stage.names), attack.to.format(**stage.names).split(" "), raw,
                                 parameters=attack.parameters)
    code = outcome.end[0] if outcome.end else next(iter(outcome.recipients.values()))[0]
    log = watch.log()
    changes = list(watch.changes(attack.marks))
    equal(changes, [], "what the attack has changed")
    if attack.code is not None:
        equal(code, attack.code, outcome)
    assert re.search(attack.log.format(**stage.names), log), f"the log says nothing of it: {log}"


for one in attacks.ALL:
    test(f"attack: {one.name}")(lambda world, one=one: carry_out(world, one))
