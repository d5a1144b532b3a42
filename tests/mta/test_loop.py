# test_loop.py - two desks, and a desk and a machine, on one Postfix: how soon they fall silent.
# SPDX-License-Identifier: MIT
import re

from desk import Daemon
from place import wait_for
from report import equal, test
from smtp import mail


def idle(*desks):
    """Waits until nothing is left to be sent."""
    for desk in desks:
        desk.poke()
        wait_for(lambda desk=desk: "{" not in desk.command("outbox", "--json"), 20,
                 "an empty outbox")


@test("two desks that write to each other are silent within five mails")
def _(world):
    with_daemon = Daemon(world.other).start()
    try:
        # Somebody at the other desk writes by hand, from its address.
        assert world.send("desk", "help@other.example", "support@example.com",
                          subject="Our two desks").accepted
        wait_for(lambda: world.other.tickets(), 20, "the acknowledgement at the other desk")
        idle(world.desk, world.other)
        there = world.other.tickets()
        here = world.desk.tickets(customer="help@other.example")
        equal([len(there), len(here)], [1, 1])
        exchanged = re.findall(r"to=<(?:help@other\.example|support\S*@example\.com)>.*Our two desks|"
                               r"to=<help@other\.example>", world.postfix.log())
        assert len(exchanged) <= 5, exchanged
    finally:
        equal(with_daemon.stop(), 0)


@test("a machine that answers all mail, with other words, subject and extension, is silent within five mails")
def _(world):
    for number in range(14):
        sender = f"bot+{number}@loop.example"
        raw = mail(sender, subject=f"Automatic reply no. {number * 7919 % 1000}",
                   text=f"We value your mail {number}, it is in the best of hands.\n" * (number + 1))
        assert world.send("desk", sender, "support@example.com", raw).accepted
    idle(world.desk)
    # What the desk has handed over may still be on its way through Postfix.
    equal(len(world.sink.wait("bot@loop.example", 4)), 4)
    sent = world.desk.command("outbox", "list", "--all", "--json")
    equal(sent.count('"recipient":"bot+'), 4)
    assert "a budget is used up" in world.daemon.log()
