# stage.py - what there is to attack: tickets of other people, and what must not change.
# SPDX-License-Identifier: MIT
"""A Stage is a desk in the middle of its work, and what a well-informed attacker may know of it.
Watch tells whether an attack has changed, sent or shown anything."""

import re
import sqlite3
from email.utils import parseaddr

from place import wait_for
from smtp import Client, mail

SECRET = "The safe opens with 4711-kiwi."
VICTIMS = ("vera@plain.example", "hugh@honest.example")
STAFF = ("anna@example.com", "boris@example.com", "lena@example.com", "hugo@example.com")

# What is looked at of the victims' tickets, each with the tickets' numbers as {list}.
LOOKS = {
    "tickets": "SELECT id, queue, state, category, priority, agent, customer, merged_into, "
               "linked_to, claimed FROM ticket WHERE id IN ({list})",
    "people": "SELECT * FROM participant WHERE ticket IN ({list})",
    "fields": "SELECT * FROM ticket_field WHERE ticket IN ({list})",
    "tags": "SELECT * FROM ticket_tag WHERE ticket IN ({list})",
    "queues": "SELECT * FROM ticket_queue WHERE ticket IN ({list})",
    "timers": "SELECT ticket, kind, state, due_at FROM timer WHERE ticket IN ({list})",
    "deliveries": "SELECT id, delivery FROM record WHERE ticket IN ({list})",
    "texts": "SELECT id, kind, mark FROM record WHERE ticket IN ({list})",
    "tokens": "SELECT token FROM token_used",
    "away": "SELECT name, value FROM setting WHERE name LIKE 'away%'",
}


class Stage:
    """
    guarded  the desk
    names    what is filled into the mails of the attackers: numbers, addresses, Message-IDs
    """

    def __init__(self, world):
        self.world, self.guarded, self.sink = world, world.guarded, world.sink
        self.names = {}
        self.tickets = []
        self._waiting("lamp", "vera@plain.example")
        self._solved("kettle", "vera@plain.example")
        self._article("login", "vera@plain.example")
        self._signed("chair", "hugh@honest.example")
        self._own("owen@wild.example")

    def _open(self, word, sender, text, raw=None):
        """A ticket; its number, and the customer's and the agent's mails about it."""
        assert self.guarded.send(sender, "support@example.com", raw or mail(
            sender, subject=f"About my {word}", text=text)).accepted
        answer = self._mail(sender, word)
        notice = self._mail("anna@example.com", word)
        number = re.search(r"\[#(\d+)\]", str(answer.message["Subject"])).group(1)
        self.names[word] = number
        self.names[word + "_reply"] = address_of(answer.header("Reply-To")[0])
        self.names[word + "_ack"] = answer.header("Message-ID")[0]
        self.names[word + "_notice"] = address_of(notice.header("Reply-To")[0])
        self.names[word + "_notice_id"] = notice.header("Message-ID")[0]
        self.names[word + "_bounce_anna"] = notice.sender
        return answer, notice

    def _mail(self, address, word, count=1):
        return self.sink.wait(address, count, lambda one: f"About my {word}" in str(
            one.message["Subject"]))[-1]

    def _say(self, word, sender, text):
        """The agent answers the newest notice about it; the customer's mail."""
        with Client(self.guarded.postfix.ports["submission"]) as client:
            client.log_in("anna@example.com", "rosebud")
            assert client.send_mail("anna@example.com", [self.names[word + "_notice"]], mail(
                "anna@example.com", self.names[word + "_notice"], f"Re: About my {word}", text,
                extra=f"In-Reply-To: {self.names[word + '_notice_id']}\n")).accepted
        answer = self._mail(sender, word, 2)
        self.names[word + "_answer"] = answer.header("Message-ID")[0]
        self.names[word + "_bounce"] = answer.sender
        return answer

    def _waiting(self, word, sender):
        self._open(word, sender, SECRET + "\n")
        self._say(word, sender, f"Please send a photo. {SECRET}\n")
        self._take(word)

    def _solved(self, word, sender):
        self._open(word, sender, "It whistles.\n")
        self._say(word, sender, "#solve\nLet it whistle.\n")
        self._take(word)

    def _article(self, word, sender):
        """Answered with an article, which has links."""
        answer, _ = self._open(word, sender, "I forgot my password.\n")
        links = re.findall(r"support\+pd\w{32}@example\.com", answer.message.get_body(
            ("plain",)).get_content())
        other = [link for link in links if link != self.names[word + "_reply"]]
        self.names[word + "_solved"], self.names[word + "_more"] = other[0], other[1]
        self._take(word)

    def _signed(self, word, sender):
        self._open(word, sender, "", self.guarded.honest.sign(
            mail(sender, subject=f"About my {word}", text=SECRET + "\n")))
        self._take(word)

    def _own(self, sender):
        """The attacker is a customer too."""
        self._open("own", sender, "Hello.\n")

    def _take(self, word):
        self.tickets.append(int(self.names[word]))

    def quiet(self):
        """Waits until nothing is left to be sent."""
        self.guarded.desk.poke()
        wait_for(lambda: not self.ask("SELECT 1 FROM outbox WHERE state IN ('queued', 'sending')"),
                 30, "the outbox to be empty")

    def ask(self, sql, *values):
        connection = sqlite3.connect(f"file:{self.guarded.desk.store}?mode=ro", uri=True,
                                     timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()


class Watch:
    """From its making on: what has changed, and what the programs have logged."""

    def __init__(self, stage):
        self.stage = stage
        self.before = self._look()
        self.sent = self._newest("outbox")
        self.log_at = len(stage.guarded.daemon.log())
        self.postfix_at = len(stage.guarded.postfix.log())

    def _look(self):
        numbers = ",".join(map(str, self.stage.tickets))
        return {name: sorted(self.stage.ask(sql.format(list=numbers)), key=repr)
                for name, sql in LOOKS.items()}

    def _newest(self, table):
        return self.stage.ask(f"SELECT COALESCE(MAX(id), 0) FROM {table}")[0][0]

    def log(self):
        return (self.stage.guarded.daemon.log()[self.log_at:] +
                self.stage.guarded.postfix.log()[self.postfix_at:])

    def changes(self, marks=()):
        """Sentences on what is not as it was. marks: a text with one of these may have come."""
        now = self._look()
        for name, rows in now.items():
            for row in set(rows) ^ set(self.before[name]):
                if name == "deliveries" and row[1] is None:
                    continue
                if name == "texts" and row[2] in marks:
                    continue
                yield f"{name}: {row}"
        for ticket, kind, recipient in self.stage.ask(
                "SELECT ticket, kind, recipient FROM outbox WHERE id > ?", self.sent):
            if recipient in STAFF:
                continue
            if ticket in self.stage.tickets or recipient in VICTIMS:
                yield f"{kind} of ticket {ticket} goes to {recipient}"


def address_of(header):
    return parseaddr(header)[1]
