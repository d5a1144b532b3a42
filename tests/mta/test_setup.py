# test_setup.py - Postfix as `postdesk setup postfix` makes it.
# SPDX-License-Identifier: MIT
from place import wait_for
from postfix import Postfix
from report import equal, test


def prepared(world):
    """A Postfix of its own, to whose configuration only setup has added the desk."""
    if not hasattr(world, "prepared"):
        postfix = Postfix(world.place, world.sink, {"prepared": {"milter": "as in main.cf"}},
                          name="prepared")
        world.desk.command("setup", "postfix", "--when-down=accept", "--apply",
                           MAIL_CONFIG=postfix.folder)
        world.prepared = postfix.start()
    world.postfix.ports["prepared"] = world.prepared.ports["prepared"]
    return world.prepared


def ticket_comes(world, sender):
    wait_for(lambda: world.desk.tickets(customer=sender), 20, f"a ticket of {sender}")
    world.ticket_of(sender)


@test("setup: mail to the desk is a ticket once, and goes to the archive")
def _(world):
    postfix = prepared(world)
    assert world.send("prepared", "adam@example.edu", "support@example.com").accepted
    postfix.wait_log("relay=postdesk")
    ticket_comes(world, "adam@example.edu")
    world.sink.wait("support@example.com", where=lambda mail: mail.sender == "adam@example.edu")
    equal(len(world.sink.wait("adam@example.edu")), 1)


@test("setup: with the daemon stopped the second door takes the desk's part")
def _(world):
    prepared(world)
    world.daemon.stop()
    try:
        assert world.send("prepared", "bea@example.edu",
                          ["billing@example.com", "SUPPORT+x@example.com",
                           "other@example.edu"]).accepted
        world.sink.wait("other@example.edu")
        ticket_comes(world, "bea@example.edu")
    finally:
        world.daemon.start()
    equal(world.sink.mailbox("billing@example.com"), [])


@test("setup: a mail to an alias of a desk address is a ticket, and not returned")
def _(world):
    prepared(world)
    assert world.send("prepared", "carl@example.edu", "hello@example.com").accepted
    ticket_comes(world, "carl@example.edu")
