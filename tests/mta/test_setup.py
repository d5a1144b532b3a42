# test_setup.py - Postfix as `postdesk setup postfix` makes it.
# SPDX-License-Identifier: MIT
import os
import re

from place import wait_for
from report import equal, test


def settings(folder):
    """The lines of main.cf and master.cf, and the names of the desk's files beside them."""
    lines = [name for name in os.listdir(folder) if "postdesk" in name]
    for name in ("main.cf", "master.cf"):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines += file.read().splitlines()
    return sorted(line for line in lines if line.strip())


def ticket_comes(world, sender):
    wait_for(lambda: world.guarded.desk.tickets(customer=sender), 20, f"a ticket of {sender}")
    return world.ticket_of(sender, world.guarded.desk)


@test("setup: mail to the desk is a ticket once, and goes to the archive")
def _(world):
    guarded = world.guarded
    assert guarded.send("adam@plain.example", "support@example.com").accepted
    guarded.postfix.wait_log("relay=postdesk")
    ticket_comes(world, "adam@plain.example")
    world.sink.wait("support@example.com", where=lambda mail: mail.sender == "adam@plain.example")
    equal(len(world.sink.wait("adam@plain.example")), 1)


@test("setup: the desk stands behind the milters that verify, before the one that signs")
def _(world):
    verifier, dmarc, signer = (one.port for one in world.guarded.filters)
    ports = re.findall(r"inet:127\.0\.0\.1:(\d+)", world.guarded.setting("smtpd_milters"))
    equal(list(map(int, ports)), [verifier, dmarc, world.guarded.desk.port, signer])
    world.guarded.send("bill@plain.example", "support@example.com")
    answer = world.sink.wait("bill@plain.example")[0]
    assert "d=example.com" in answer.header("DKIM-Signature")[0], answer.raw


def checked(world):
    """What check --mta finds wrong with main.cf and master.cf."""
    return "".join(line + "\n" for line in world.guarded.desk.command(
        "check", "--mta", check=False, MAIL_CONFIG=world.guarded.postfix.folder).splitlines()
        if line.startswith(("main.cf", "master.cf")))


@test("setup: check --mta warns of a milter on the wrong side of the desk, setup puts it right")
def _(world):
    guarded = world.guarded
    before = guarded.setting("smtpd_milters")
    verifier, dmarc, signer = (f"inet:127.0.0.1:{one.port}" for one in guarded.filters)
    block = before[before.index("{"):before.index("}") + 1]
    try:
        guarded.postfix.run("postconf", "-e", f"smtpd_milters={signer} {verifier} {block} {dmarc}")
        said = checked(world)
        guarded.set_up("--apply")
        again, twice = checked(world), guarded.setting("smtpd_milters")
    finally:
        guarded.postfix.run("postconf", "-e", f"smtpd_milters={before}")
    assert f"{signer} signs before the desk" in said, said
    assert f"{dmarc} comes after the desk" in said, said
    assert verifier not in said, said
    equal(again, "")
    equal(twice, before)


@test("setup: check --mta tells that the second door names another configuration")
def _(world):
    guarded = world.guarded
    before = guarded.postfix.run("postconf", "-M", "postdesk/unix").stdout.decode().strip()
    moved = before.replace(guarded.desk.file, "/etc/other.ini")
    try:
        guarded.postfix.run("postconf", "-M", f"postdesk/unix={moved}")
        said = checked(world)
        guarded.set_up("--when-down=accept", "--apply")
        again = checked(world)
    finally:
        guarded.postfix.run("postconf", "-M", f"postdesk/unix={before}")
    assert f"configuration: run postdesk -c {guarded.desk.file} setup postfix" in said, said
    equal(again, "")


@test("setup: --remove takes out what setup put in, and nothing else")
def _(world):
    guarded = world.guarded
    folder = guarded.postfix.folder
    before = settings(folder)
    others = [f"inet:127.0.0.1:{one.port}" for one in guarded.filters]
    try:
        printed = guarded.set_up("--remove")
        equal(settings(folder), before)
        guarded.set_up("--remove", "--apply")
        removed = settings(folder)
        milters = guarded.setting("smtpd_milters")
        equal(guarded.set_up("--remove"), "")
    finally:
        guarded.set_up("--when-down=accept", "--apply")
    assert "postconf -MX 'postdesk/unix'" in printed, printed
    traces = ("postdesk_", ".postdesk.invalid", " inject ")
    assert not [line for line in removed if any(trace in line for trace in traces)], removed
    equal(milters.split(", "), others)
    equal(settings(folder), before)


@test("setup: with the daemon stopped the second door takes the desk's part")
def _(world):
    guarded = world.guarded
    guarded.daemon.stop()
    try:
        assert guarded.send("bea@plain.example",
                            ["billing@example.com", "SUPPORT+x@example.com",
                             "otto@example.com"]).accepted
        world.sink.wait("otto@example.com")
        ticket_comes(world, "bea@plain.example")
    finally:
        guarded.daemon.start()
    equal(world.sink.mailbox("billing@example.com"), [])


@test("setup: a mail to an alias of a desk address is a ticket, and not returned")
def _(world):
    assert world.guarded.send("carl@plain.example", "hello@example.com").accepted
    ticket_comes(world, "carl@plain.example")
