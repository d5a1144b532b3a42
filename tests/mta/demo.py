#!/usr/bin/python3
# demo.py - a Monday of a help desk, on a private Postfix: what everybody wrote and received.
# SPDX-License-Identifier: MIT
"""Starts Postfix and postdeskd on loopback in a temporary folder, plays the mails of samples/
through SMTP, lets the morning pass, shows each mailbox and the desk, and stops all of it. Prints
`ok - …` or `not ok - …` for what must have happened. Exit 1 if something did not, 77 if nothing
could be started."""

import email
import email.policy
import email.utils
import imaplib
import json
import os
import re
import sys
import textwrap
import time
from datetime import datetime, timedelta
from email.header import Header
from zoneinfo import ZoneInfo

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desk import Daemon, Desk  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from place import ROOT, NotRun, Place, free_port, wait_for  # noqa: E402
from postfix import Postfix  # noqa: E402
from sink import Sink  # noqa: E402
from smtp import send  # noqa: E402
from world import shim  # noqa: E402

ZONE = ZoneInfo("Europe/Athens")
SAMPLES = os.path.join(ROOT, "tests", "mta", "samples")
WIDTH = 78


def sample_desk():
    """The shipped configuration, with the files and ports of the run."""
    with open(os.path.join(ROOT, "milter", "postdesk.ini"), encoding="utf-8") as file:
        text = file.read()
    ours = {"store": "sqlite:{store}", "socket": "{socket}", "user": "{user}",
            "outbox": "smtp://127.0.0.1:{outbox}\nrules = {share}/rules/shop\n"
            "templates = {share}/templates"}
    for key, value in ours.items():
        text = re.sub(rf"(?m)^{key} *=.*$", f"{key} = {value}", text, count=1)
    return text


# Her mailbox is served by Dovecot, and read over IMAP.
ANNA = "anna@example.com"
BOXES = ("ann@example.org", "eleni@example.net", "ivan@example.net", ANNA,
         "boris@example.com", "lena@example.com")


class Missing(Exception):
    """What follows needs a mail that did not arrive."""


class Clock:
    """The desk's clock: it starts on a Monday at nine and runs; move() sets it forward."""

    def __init__(self, place):
        self.path = os.path.join(place.path, "ahead")
        self.ahead_s = 0
        today = self.now()
        monday = today + timedelta(days=7 - today.weekday())
        self.move(monday.replace(hour=9, minute=0, second=0))

    def now(self):
        return datetime.fromtimestamp(time.time() + self.ahead_s, ZONE)

    def move(self, to):
        """Programs that run with environment() see it at once."""
        self.ahead_s += round(to.timestamp() - self.now().timestamp())
        with open(self.path + ".new", "w") as file:
            file.write(str(self.ahead_s))
        os.rename(self.path + ".new", self.path)

    def environment(self):
        return {"LD_PRELOAD": shim("clock"),
                "CLOCK_AHEAD": self.path}


class Demo:
    def __init__(self, place):
        self.clock = Clock(place)
        self.failed = 0
        self.sink = Sink(place)
        self.dovecot = Dovecot(place, {ANNA: "rosebud"})
        self.sink.maildirs[ANNA] = self.dovecot.maildir(ANNA)
        port = free_port()
        self.desk = Desk(place, port, text=sample_desk())
        self.postfix = Postfix(place, self.sink, {"smtp": {
            "port": port, "action": "tempfail",
            "milter": f"inet:127.0.0.1:{self.desk.port}"}})
        self.daemon = Daemon(self.desk, environment=self.clock.environment(), verbose=False)

    def start(self):
        self.dovecot.start()
        self.postfix.start()
        self.daemon.start()

    def at(self, hour, minute):
        """Lets the time of day come."""
        self.clock.move(self.clock.now().replace(hour=hour, minute=minute, second=0))
        self.desk.poke()

    def say(self, what):
        print(f"{self.clock.now():%a %H:%M}  {what}", flush=True)

    def command(self, *arguments):
        os.environ["POSTDESK_NOW"] = str(int(self.clock.now().timestamp()))
        return self.desk.command(*arguments)

    def check(self, sentence, is_true):
        print(f"{'ok' if is_true else 'not ok'} - {sentence}", flush=True)
        self.failed += not is_true

    def write(self, name, sender, recipient, what, **values):
        """Sends samples/NAME.eml, written now and with @WORDS@ replaced, and says what the server
        answered."""
        with open(os.path.join(SAMPLES, name + ".eml"), "rb") as file:
            raw = file.read()
        date = email.utils.format_datetime(self.clock.now())
        raw = re.sub(rb"(?m)^Date: .*", f"Date: {date}".encode(), raw, count=1)
        for key, value in values.items():
            raw = raw.replace(f"@{key.upper()}@".encode(), value.encode())
        outcome = send(self.postfix.ports["smtp"], sender, recipient,
                       raw.replace(b"\n", b"\r\n"))
        code, text = outcome.end or outcome.recipients.get(recipient) or outcome.mail
        self.say(f"{what}\n           {sender or '<>'} -> {shorten(recipient)}: {code}")
        self.check(f"the mail server took {name}.eml", code == 250)

    def answer(self, name, sender, received, what):
        """Sends samples/NAME.eml as the reply to a mail that was received."""
        message = received.message
        address = email.utils.parseaddr(str(message["Reply-To"] or message["From"]))[1]
        self.write(name, sender, address, what, reply_to=address,
                   subject=subject_of(message),
                   message_id=message["Message-ID"], quote=quoted(readable(message)))

    def report(self, name, received, what):
        """Sends samples/NAME.eml as a mail server does, to the envelope sender of a mail."""
        self.write(name, "", received.sender, what, envelope_from=received.sender,
                   subject=subject_of(received.message),
                   message_id=received.message["Message-ID"])

    def arrives(self, sentence, address, words, count=1):
        """Checks that a mail with the words came for the address; returns it."""
        def found(mail):
            return words in str(mail.message["Subject"]) or words in readable(mail.message)
        try:
            mails = self.sink.wait(address, count, found)
        except TimeoutError:
            self.check(sentence, False)
            raise Missing(f"no mail for {address} has «{words}»") from None
        self.check(sentence, True)
        return mails[-1]

    def tickets(self):
        """In the order of their numbers."""
        lines = self.command("list", "--all", "--json").splitlines()
        return sorted(map(json.loads, lines), key=lambda ticket: ticket["ticket"])

    def ticket(self, number):
        return self.tickets()[number - 1]

    def is_state(self, number, state):
        try:
            return wait_for(lambda: self.ticket(number)["state"] == state, 10, "the state")
        except TimeoutError:
            return False


# --- what happens ------------------------------------------------------------------------


def three_customers_write(demo):
    """Returns what the agents were told, and the acknowledgement for Ann."""
    demo.write("plain", "ann@example.org", "support@example.com", "Ann writes, in English")
    acknowledged = demo.arrives("Ann's ticket is acknowledged", "ann@example.org", "[#1]")
    first = demo.arrives("an agent is told of it", "anna@example.com", "[#1]")

    demo.at(9, 5)
    demo.write("greek-html", "eleni@example.net", "support@example.com",
               "Eleni writes, in Greek: HTML in ISO-8859-7")
    demo.arrives("Eleni is answered in Greek", "eleni@example.net", "παραγγελία")
    second = demo.arrives("the next agent is told", "boris@example.com", "Πού είναι")

    demo.at(9, 10)
    demo.write("russian", "ivan@example.net", "support@example.com",
               "Ivan writes, in Russian: KOI8-R with a picture")
    demo.arrives("Ivan is answered in Russian", "ivan@example.net", "Чайник разбит")
    return first, second, acknowledged


def they_talk(demo, first, second, acknowledged):
    """Returns the answers as the customers received them."""
    demo.at(9, 20)
    demo.answer("reply", "ann@example.org", acknowledged, "Ann has more to say")
    demo.arrives("her reply is on her ticket", "anna@example.com", "ends in 4021")
    demo.at(9, 40)
    demo.answer("answer", "anna@example.com", first,
                "Anna answers from her own mail client, with two commands")
    to_ann = demo.arrives("Ann has the answer", "ann@example.org", "we are sorry")
    demo.check("without commands and without Anna's own address",
               b"#promise" not in to_ann.raw and b"anna@example.com" not in to_ann.raw)
    demo.check("the commands were obeyed", demo.ticket(1)["category"] == "billing.refund" and
               "timer: promise running" in demo.command("show", "1"))
    demo.at(9, 50)
    demo.answer("answer-greek", "boris@example.com", second, "Boris answers Eleni")
    to_eleni = demo.arrives("Eleni has the answer", "eleni@example.net", "φεύγει σήμερα")
    return to_ann, to_eleni


def machines_write(demo, to_ann, to_eleni):
    before = len(demo.sink.mailbox("eleni@example.net"))
    demo.report("out-of-office", to_eleni, "Eleni's mail server says that she is away")
    demo.report("bounce", to_ann, "Ann's mail server returns the answer")
    demo.check("a bounced answer opens the ticket again", demo.is_state(1, "open"))
    demo.check("an absence does not", demo.is_state(2, "waiting"))
    demo.check("and is never answered", len(demo.sink.mailbox("eleni@example.net")) == before)


def somebody_lies(demo):
    demo.at(10, 30)
    demo.write("forged", "mallory@example.net", "support@example.com",
               "Somebody says that he is Anna, and would close Ivan's ticket", ticket="3")
    demo.arrives("the real Anna hears of it", "anna@example.com", "Nobody needs this ticket")
    demo.check("the ticket is as it was", demo.is_state(3, "new"))


def nobody_answers(demo):
    """75 % of the four hours for a first answer, then all of them."""
    demo.at(12, 11)
    demo.say("nobody has answered Ivan")
    demo.arrives("the agent of Ivan's ticket is warned", "anna@example.com", "75 %")
    demo.at(13, 11)
    demo.say("still nobody")
    demo.arrives("the lead is told that it is too late", "lena@example.com", "Чайник разбит")


def play(demo):
    first, second, acknowledged = three_customers_write(demo)
    to_ann, to_eleni = they_talk(demo, first, second, acknowledged)
    machines_write(demo, to_ann, to_eleni)
    somebody_lies(demo)
    nobody_answers(demo)
    demo.check("nothing waits to be sent", "{" not in demo.command("outbox", "--json"))
    demo.check("Anna's mailbox has all that was sent to her, by IMAP",
               len(mailbox(demo, ANNA)) == len(demo.sink.mailbox(ANNA)))
    demo.check("no mail has two empty lines in a row",
               not any("\n\n\n" in readable(mail.message)
                       for address in BOXES for mail in demo.sink.mailbox(address)))
    demo.check("no mail of a person opened a ticket of its own but the first and the lie",
               [ticket["customer"] for ticket in demo.tickets()] ==
               ["ann@example.org", "eleni@example.net", "ivan@example.net", "anna@example.com"])


# --- what it looks like ------------------------------------------------------------------


def readable(message):
    """The text of a mail, without its HTML twin."""
    part = message.get_body(("plain",))
    return part.get_content() if part else "(HTML only)\n"


def quoted(text):
    return "".join(f"> {line}\n" for line in text.splitlines())


def shorten(address):
    """support+t4k2…@example.com: tokens are not for reading."""
    return re.sub(r"(\+.{6})[^@\s]{6,}", r"\1…", address)


def subject_of(message):
    """Without Re:, and as a header carries it."""
    text = re.sub("^Re: ", "", str(message["Subject"]))
    return text if text.isascii() else Header(text, "utf-8", 900).encode()


def mailbox(demo, address):
    """The messages in somebody's mailbox, in the order in which they came."""
    if address != ANNA:
        return [mail.message for mail in demo.sink.mailbox(address)]
    with imaplib.IMAP4("127.0.0.1", demo.dovecot.port) as imap:
        imap.login(ANNA, demo.dovecot.users[ANNA])
        imap.select("INBOX", readonly=True)
        numbers = imap.search(None, "ALL")[1][0].decode().split()
        raw = [imap.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in raw]


def show_mail(message):
    print("-" * WIDTH)
    for name in ("From", "To", "Cc", "Reply-To", "Subject"):
        if message[name]:
            # Some versions of Python keep the fold between two encoded words.
            print(f"{name}: {shorten(' '.join(str(message[name]).split()))}")
    for part in message.iter_attachments():
        print(f"Attachment: {part.get_filename() or part.get_content_type()}")
    print()
    for line in readable(message).splitlines():
        print("\n".join(textwrap.wrap(shorten(line), WIDTH, subsequent_indent=lead(line),
                                      break_long_words=False)))


def lead(line):
    """What the wrapped rest of a line begins with: its quote marks or its indent."""
    return re.match(r"[> ]*", line).group(0)


def show_mailboxes(demo):
    for address in BOXES:
        messages = mailbox(demo, address)
        over = ", read over IMAP" if address == ANNA else ""
        print(f"\n{'=' * WIDTH}\nThe mailbox of {address}{over}: {len(messages)}")
        for message in messages:
            show_mail(message)
    print(f"\n{'=' * WIDTH}\nThe archive, support@example.com")
    for mail in demo.sink.mailbox("support@example.com"):
        number = mail.header("X-Postdesk-Ticket")
        print(f"  ticket {number[0] if number else '-'}  {mail.message['From']}: "
              f"{mail.message['Subject']}")


def show_desk(demo):
    commands = [("list", "--all"), ("show", "1", "--text"), ("show", "2"),
                ("show", "3", "--events"), ("show", "4"), ("outbox", "list", "--all")]
    for command in commands:
        print(f"\n{'=' * WIDTH}\n$ postdesk {' '.join(command)}")
        print(demo.command(*command), end="")


def main():
    try:
        with Place() as place:
            demo = Demo(place)
            demo.start()
            try:
                play(demo)
            except Missing as what:
                print(f"# {what}; postdeskd says:\n{demo.daemon.log()}")
            show_mailboxes(demo)
            show_desk(demo)
    except NotRun as why:
        print(f"not run: {why}")
        return 77
    print(f"\n{'=' * WIDTH}\n" + (f"{demo.failed} of the checks above failed" if demo.failed
                                  else "all checks passed"))
    return 1 if demo.failed else 0


if __name__ == "__main__":
    sys.exit(main())
