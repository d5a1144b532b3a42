# test_siege.py - attacks that take more than one mail, or need a closer look afterwards.
# SPDX-License-Identifier: MIT
import re
import time

from attacks import ANNA, DESK
from certificates import Authority
from place import wait_for
from report import equal, test
from smtp import Client, mail
from stage import SECRET, STAFF, VICTIMS, Watch
from test_attack import stage_of


def attack(sentence):
    """As test(), with the stage and a watch, which must have seen no change when it ends."""
    def register(function):
        def run(world):
            stage = stage_of(world)
            watch = Watch(stage)
            marks = function(stage, watch) or ()
            equal(list(watch.changes(marks)), [], "what the attack has changed")
        test(f"attack: {sentence}")(run)
        return function
    return register


def says(watch, pattern):
    """The log is written by processes of its own, a moment later than the answer."""
    wait_for(lambda: re.search(pattern, watch.log()), 20, f"the log to say «{pattern}»")


@attack("a hundred tokens guessed over one connection")
def _(stage, watch):
    with Client(stage.guarded.postfix.ports["outside"]) as client:
        client.come_from("192.0.2.7")
        client.command("MAIL FROM:<guess@wild.example>")
        for number in range(100):
            letters = format(number, "05b").replace("0", "a").replace("1", "b")
            code, _ = client.command(f"RCPT TO:<support+pd{letters:a>32}@example.com>")
            equal(code, 550)
    equal(watch.log().count("550 5.1.1 This reply address is not valid"), 200)


# --- who it is -----------------------------------------------------------------------------


def submit(stage, sender, login=None, context=None, **fields):
    with Client(stage.guarded.postfix.ports["submission"]) as client:
        if context is not None:
            client.starttls(context=context)
            client.ehlo()
        client.come_from("192.0.2.7")
        if login is not None:
            equal(client.log_in(*login)[0], 235)
        return client.send_mail(sender, [DESK], mail(sender, **fields))


@attack("a colleague's login with an agent's From")
def _(stage, watch):
    outcome = submit(stage, ANNA, ("otto@example.com", "sesame"), text="#solve\n",
                     subject=f"Re: [#{stage.names['lamp']}] x")
    assert outcome.accepted, outcome
    says(watch, "agent anna is claimed, and nothing proves it")


@attack("an agent's login with another agent's From")
def _(stage, watch):
    outcome = submit(stage, ANNA, ("boris@example.com", "hemlock"), text="#solve\n",
                     subject=f"Re: [#{stage.names['lamp']}] x")
    equal(outcome.end[0], 550, outcome)
    says(watch, "AUTH is boris@example.com, From is agent anna")


@attack("an agent's name in a certificate that nobody has signed")
def _(stage, watch):
    false = Authority(stage.world.place, "false")
    with Client(stage.guarded.postfix.ports["submission"]) as client:
        client.starttls(context=false.client(ANNA))
        client.ehlo()
        outcome = client.send_mail(ANNA, [DESK], mail(
            ANNA, subject=f"Re: [#{stage.names['lamp']}] x", text="#solve\n"))
    assert outcome.accepted, outcome
    says(watch, "agent anna is claimed, and nothing proves it")


# --- replayed ------------------------------------------------------------------------------


def signed(stage, number, text="#note for the files\n", to=DESK, message_id=None):
    return stage.guarded.ours.sign(mail(ANNA, to, f"Re: [#{number}] About my own", text,
                                        message_id=message_id))


@attack("an agent's signed mail, sent again as it is")
def _(stage, watch):
    raw = signed(stage, stage.names["own"])
    for _ in range(2):
        assert stage.guarded.send(ANNA, DESK, raw).accepted
    says(watch, "received again")
    equal(notes(stage), 1)


def notes(stage):
    return stage.ask("SELECT COUNT(*) FROM record WHERE ticket = ? AND kind = 'note'"
                     " AND agent = 'anna'", int(stage.names["own"]))[0][0]


@attack("an agent's signed mail under another Message-ID, aimed at another ticket")
def _(stage, watch):
    before = notes(stage)
    raw = signed(stage, stage.names["own"], "#solve\nOnce.\n")
    assert stage.guarded.send(ANNA, DESK, raw).accepted
    replay = re.sub(rb"Message-ID: <[^>]*>", b"Message-ID: <again@wild.example>\r\n"
                    b"In-Reply-To: " + stage.names["lamp_notice_id"].encode(), raw)
    assert stage.guarded.send(ANNA, DESK, replay).accepted
    says(watch, "what was signed names no ticket in its subject, or came before")
    equal(notes(stage), before)
    elsewhere = signed(stage, stage.names["own"], "#solve\nTwice.\n").replace(
        b"\r\n\r\n", b"\r\nIn-Reply-To: " + stage.names["lamp_notice_id"].encode() +
        b"\r\n\r\n", 1)
    assert stage.guarded.send(ANNA, DESK, elsewhere).accepted
    says(watch, f"ticket={stage.names['own']} agent mail")
    return ("from a new person",)


@attack("what an agent has signed for somebody else, handed to the desk")
def _(stage, watch):
    raw = signed(stage, stage.names["lamp"], "#solve\nFor your eyes.\n", "owen@wild.example")
    assert stage.guarded.send(ANNA, DESK, raw).accepted
    says(watch, "agent anna is claimed, and nothing proves it")
    return ("says to be an agent, without evidence",)


@attack("a link «this solved it» used a second time by its reader's forwarder")
def _(stage, watch):
    outcome = stage.guarded.send("fred@wild.example", stage.names["login_solved"],
                                 subject="Solved", text="Solved.\n")
    assert outcome.accepted
    says(watch, "the token was not issued to this sender")
    return ("from a new person",)


# --- on the wire -----------------------------------------------------------------------------

ENDS = {"LF . LF": b"\n.\n", "LF . CR LF": b"\n.\r\n", "CR LF . LF": b"\r\n.\n",
        "CR . CR": b"\r.\r", "CR . CR LF": b"\r.\r\n", "CR LF . CR": b"\r\n.\r",
        "CR LF NUL . CR LF": b"\r\n\0.\r\n", "LF LF . CR CR LF": b"\n\n.\r\r\n"}


def smuggle(stage, end):
    """Two mails in one, if end is taken for the end; how many were taken."""
    hidden = (b"MAIL FROM:<anna@example.com>\r\nRCPT TO:<support@example.com>\r\nDATA\r\n" +
              mail(ANNA, subject=f"Re: [#{stage.names['lamp']}] x", text="#solve\n"))
    with Client(stage.guarded.postfix.ports["outside"], timeout_s=10) as client:
        client.come_from("192.0.2.7")
        client.command("MAIL FROM:<smug@wild.example>")
        client.command(f"RCPT TO:<{DESK}>")
        client.command("DATA")
        client.send(mail("smug@wild.example") + end + hidden + b".\r\n")
        answers = [client.answer()]
        client.send(b"NOOP\r\n")
        while True:
            answers.append(client.answer())
            if answers[-1][1].endswith("2.0.0 Ok") or answers[-1][0] in (221, 421, 521):
                return answers


def smuggling(title, end):
    @attack(f"a second mail behind {title}")
    def _(stage, watch):
        try:
            answers = smuggle(stage, end)
        except Exception as closed:
            answers = [(0, str(closed))]
        taken = [text for code, text in answers if "queued as" in text]
        assert len(taken) <= 1, answers
        taken_log = watch.log().count("from=<anna@example.com> size=")
        equal(taken_log, 0)
        says(watch, r"from=<smug@wild\.example>|from=<smug@wild.example>|bare <LF>|smug")


for title, end in ENDS.items():
    smuggling(title, end)


# --- bombs ---------------------------------------------------------------------------------


def bomb(title, make):
    @attack(f"a mail bomb: {title}")
    def _(stage, watch):
        sender = f"bomb{abs(hash(title)) % 100000}@wild.example"
        head = f"From: {sender}\r\nTo: {DESK}\r\nSubject: Bomb\r\nMessage-ID: <{sender}>\r\n"
        raw = head.encode() + make()
        began = time.monotonic()
        outcome = stage.guarded.send(sender, DESK, raw)
        took = time.monotonic() - began
        assert outcome.end[0] in (250, 451, 550, 552, 554), outcome
        assert took < 10, f"{took:.1f} s"
        equal(stage.guarded.daemon.process.poll(), None, "the daemon lives")
        says(watch, re.escape(sender) + "|nesting exceeds safety limit")


def nested():
    text, inner = "", "x"
    for number in range(600):
        text += (f"Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n")
    return ("MIME-Version: 1.0\r\n" + text + "Content-Type: text/plain\r\n\r\n" + inner).encode()


def parts():
    return (b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
            b"--b\r\nContent-Type: text/plain; name=x\r\n\r\nx\r\n" * 20000 + b"--b--\r\n")


def html():
    return (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" +
            (b"<div><table><tr><td>" * 40 + b"\r\n") * 800)


def words():
    return ("X: y\r\n" + "Subject: " + "=?utf-8?q?=41?=\r\n " * 20000 + "\r\n\r\nx\r\n").encode()


bomb("six hundred multiparts in each other", nested)
bomb("twenty thousand parts", parts)
bomb("HTML that is opened and never closed", html)
bomb("a header of twenty thousand encoded words", words)
bomb("ten thousand references", lambda: b"References: " + b"".join(
    b"<%d@wild.example>\r\n " % number for number in range(10000)) + b"\r\n\r\nx\r\n")
bomb("ten thousand lines of the agents' own marker", lambda: (
    "\r\n" + "---- below this line: for agents, cut from your answer ----\r\n> > > >\r\n" *
    10000).encode())
bomb("a hundred thousand quote marks in a line of quotes", lambda: (
    b"\r\n" + b"> " * 400 + b"x\r\n") * 250)
bomb("headers without end", lambda: b"".join(
    b"X-%d: y\r\n" % number for number in range(20000)) + b"\r\nx\r\n")


# --- floods and loops ------------------------------------------------------------------------


@attack("two dozen new tickets within a minute")
def _(stage, watch):
    sender = "flood@wild.example"
    for number in range(24):
        assert stage.guarded.send(sender, DESK, subject=f"Number {number}",
                                  text=f"Question {number}.\n").accepted
    says(watch, "20 tickets within an hour: joins the newest")
    says(watch, "no automatic answer: a budget is used up")
    equal(len(stage.guarded.desk.tickets(customer=sender)), 20)
    equal(stage.ask("SELECT COUNT(*) FROM outbox WHERE recipient = ?", sender)[0][0], 4)


ROBOTS = {
    "Auto-Submitted": "Auto-Submitted: auto-replied\n",
    "Precedence": "Precedence: bulk\n",
    "a mailing list": "List-Id: <talk.wild.example>\n",
    "X-Auto-Response-Suppress": "X-Auto-Response-Suppress: All\n",
    "X-Loop": "X-Loop: wild@wild.example\n",
    "a read receipt": "MIME-Version: 1.0\nContent-Type: multipart/report; "
                      "report-type=disposition-notification; boundary=b\n",
}


@attack("machines that want an answer")
def _(stage, watch):
    for number, (name, extra) in enumerate(ROBOTS.items()):
        sender = f"robot{number}@wild.example"
        assert stage.guarded.send(sender, DESK, extra=extra, subject=f"Robot {number}",
                                  text="Answer me.\n").accepted
        equal(stage.ask("SELECT COUNT(*) FROM outbox WHERE recipient = ?", sender)[0][0], 0, name)
    equal(len(re.findall("no automatic answer: |causes nothing|unmatched", watch.log())),
          len(ROBOTS))


# --- afterwards ------------------------------------------------------------------------------


@test("attack: nobody but the customer and the desk has read what was told in confidence")
def _(world):
    stage = stage_of(world)
    stage.quiet()
    readers = set(VICTIMS) | set(STAFF) | {DESK}
    for one in stage.sink.mails:
        if SECRET.encode() in one.raw:
            assert one.recipient.split("+")[0] in {r.split("@")[0] for r in readers} or \
                one.recipient in readers, one.recipient


@test("attack: no mail of the desk has a header or markup that somebody put in")
def _(world):
    stage = stage_of(world)
    for one in stage.sink.mails:
        if one.recipient.startswith(("support", "billing")):
            continue  # the archive has the attacks themselves
        head = one.raw.split(b"\r\n\r\n", 1)[0]
        assert not re.search(rb"(?mi)^(bcc|x-evil):", head), head
        html = one.raw.partition(b"Content-Type: text/html")[2].replace(b"=\r\n", b"")
        assert b"<script" not in html and b"<img src=x" not in html, html


@test("attack: the desk still works")
def _(world):
    stage = stage_of(world)
    assert stage.guarded.send("last@plain.example", DESK, subject="Are you there?").accepted
    world.sink.wait("last@plain.example")
    equal(stage.guarded.desk.command("check"), stage.guarded.desk.command("check"))
