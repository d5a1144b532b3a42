# test_failure.py - Postfix: the store cannot, the daemon is gone, the mail is not lost.
# SPDX-License-Identifier: MIT
import os
import select
import socket
import threading
import time

from desk import Daemon
from place import NotRun, wait_for
from report import equal, test
from smtp import mail
from world import shim


def need_tiny(world):
    if "tiny" not in world.weak.store:
        raise NotRun("no tmpfs can be mounted")


def start(world, **environment):
    """The weak desk's daemon, ended first if it runs."""
    if world.weakling.process is not None:
        world.weakling.stop()
    for name in ("LD_PRELOAD", "SLOWSYNC_MS", "SLOWSYNC_SAY"):
        world.weakling.environment.pop(name, None)
    world.weakling.environment.update(environment)
    return world.weakling.start()


@test("with the store locked the sender gets 451, and later a ticket")
def _(world):
    start(world)
    raw = mail("liam@example.org")
    holder = world.weak.lock()
    began = time.monotonic()
    outcome = world.send("weak", "liam@example.org", "support@example.com", raw)
    waited = time.monotonic() - began
    holder.close()
    code = outcome.end[0] if outcome.end else outcome.recipients["support@example.com"][0]
    equal(code, 451, outcome)
    assert waited < 60, waited
    equal(world.weak.tickets(customer="liam@example.org"), [])
    wait_for(lambda: world.send("weak", "liam@example.org", "support@example.com",
                                raw).accepted, 20, "the store to be well again")
    world.ticket_of("liam@example.org", world.weak)


@test("with the store locked mail for others is not delayed")
def _(world):
    start(world)
    holder = world.weak.lock()
    began = time.monotonic()
    outcome = world.send("weak", "mona@example.org", "nils@example.net")
    waited = time.monotonic() - began
    holder.close()
    assert outcome.accepted and waited < 3, (outcome, waited)


@test("with the store locked the admin command still shows it")
def _(world):
    start(world)
    holder = world.weak.lock()
    began = time.monotonic()
    try:
        world.weak.command("list")
    finally:
        holder.close()
    assert time.monotonic() - began < 3


@test("on a full disk the sender gets 451, and nothing that was answered 250 is missing")
def _(world):
    need_tiny(world)
    start(world)
    answered, refused = [], None
    for number in range(40):
        sender = f"full{number}@example.org"
        raw = mail(sender) + os.urandom(300000).hex().encode()
        outcome = world.send("weak", sender, "support@example.com", raw)
        if not outcome.accepted:
            refused = outcome
            break
        answered.append(sender)
    assert refused is not None, "the disk did not fill"
    code = refused.end[0] if refused.end else next(iter(refused.recipients.values()))[0]
    equal(code, 451, refused)
    known = {ticket["customer"] for ticket in world.weak.tickets()}
    equal(set(answered) - known, set(), "answered 250 and missing")
    assert sender not in known
    assert "full" in world.weakling.log()


@test("once the disk has room again mail is taken")
def _(world):
    need_tiny(world)
    os.system(f"mount -o remount,size=64m {os.path.dirname(world.weak.store)}")
    wait_for(lambda: world.send("weak", "otto@example.org",
                                "support@example.com").accepted, 20, "250")
    world.ticket_of("otto@example.org", world.weak)


@test("a stop answers the mails in flight first")
def _(world):
    start(world, LD_PRELOAD=shim("slowsync"), SLOWSYNC_MS="700", SLOWSYNC_SAY="1")
    outcomes = in_background(world, "pia@example.org")
    wait_until_in_sync(world)
    began = time.monotonic()
    status = world.weakling.stop()
    waited = time.monotonic() - began
    outcome = outcomes()
    equal(status, 0, "exit status")
    assert outcome.accepted, outcome
    assert waited < 20, waited
    start(world)
    world.ticket_of("pia@example.org", world.weak)


@test("an idle daemon stops at once, ten times")
def _(world):
    for _ in range(10):
        start(world)
        began = time.monotonic()
        equal(world.weakling.stop(), 0)
        assert time.monotonic() - began < 2.5, time.monotonic() - began
    world.weakling.start()


@test("a stop in the middle of answering is quick, and each answer is sent once")
def _(world):
    senders = [f"mid{number}@mid{number}.example" for number in range(6)]
    for sender in senders:
        assert world.send("desk", sender, "support@example.com").accepted
        began = time.monotonic()
        equal(world.daemon.stop(), 0)
        waited = time.monotonic() - began
        world.daemon.start()
        assert waited < 5, waited
    for sender in senders:
        world.sink.wait(sender)
    time.sleep(0.5)
    equal([len(world.sink.mailbox(sender)) for sender in senders], [1] * len(senders))


@test("killed at any moment of a mail, the sender's retry makes one ticket")
def _(world):
    for delay_ms in (50, 150, 250, 350, 450, 600, 800):
        sender = f"kill{delay_ms}@example.org"
        raw = mail(sender)
        start(world, LD_PRELOAD=shim("slowsync"), SLOWSYNC_MS="200")
        outcomes = in_background(world, sender, raw)
        time.sleep(delay_ms / 1000)
        world.weakling.kill()
        first = outcomes()
        start(world)
        if first.accepted:
            world.ticket_of(sender, world.weak)
        again = world.send("weak", sender, "support@example.com", raw)
        assert again.accepted, again
        world.ticket_of(sender, world.weak)


def in_background(world, sender, raw=None):
    """Sends; calling the result waits for the outcome."""
    kept = []
    raw = raw or mail(sender)
    thread = threading.Thread(target=lambda: kept.append(
        world.send("weak", sender, "support@example.com", raw)))
    thread.start()

    def outcome():
        thread.join(60)
        return kept[0]
    return outcome


def wait_until_in_sync(world):
    """The preloaded library writes a line when a slow sync begins."""
    begins = world.weakling.log().count("slowsync: begin")
    wait_for(lambda: world.weakling.log().count("slowsync: begin") > begins, 10, "a sync")


@test("stopped under tempfail: the sender gets 451 and keeps the mail")
def _(world):
    world.weakling.stop()
    outcome = world.send("weak", "rita@example.org", "support@example.com")
    codes = [code for code, _ in
             (outcome.mail, *outcome.recipients.values(), outcome.end or (0, ""))]
    assert 451 in codes and not outcome.accepted, outcome
    start(world)
    assert world.send("weak", "rita@example.org", "support@example.com").accepted
    world.ticket_of("rita@example.org", world.weak)


@test("stopped under accept: the mail goes on, and inject makes it a ticket")
def _(world):
    world.daemon.stop()
    try:
        assert world.send("shared", "saul@example.org",
                          ["care@example.com", "tina@example.net"]).accepted
        world.sink.wait("tina@example.net")
        wait_for(lambda: world.desk.tickets(customer="saul@example.org"), 20, "the ticket")
        world.sink.wait("care@example.com",
                        where=lambda mail: mail.sender == "saul@example.org")
    finally:
        world.daemon.start()
    world.ticket_of("saul@example.org")
    world.sink.wait("saul@example.org")


@test("mails in an open socket wait for the daemon: a restart is not seen")
def _(world):
    listener = socket.create_server(("127.0.0.1", world.waker.port), backlog=64)
    fd = listener.fileno()
    os.set_inheritable(fd, True)
    results = []
    thread = threading.Thread(target=lambda: results.append(
        world.send("waker", "ulla@example.org", "support@example.com")))
    thread.start()
    time.sleep(1)
    assert not results, "the mail did not wait"
    daemon = Daemon(world.waker, ["-p", f"fd:{fd}"], pass_fds=(fd,)).start()
    thread.join(30)
    assert results and results[0].accepted, results
    world.ticket_of("ulla@example.org", world.waker)
    equal(daemon.stop(), 0)
    left = select.select([listener], [], [], 0)[0]
    assert not left, "a stop leaves a connection behind, for which systemd would start it again"
    thread = threading.Thread(target=lambda: results.append(
        world.send("waker", "vito@example.org", "support@example.com")))
    thread.start()
    time.sleep(0.5)
    daemon.start()
    thread.join(30)
    assert results[1].accepted, results[1]
    daemon.stop()
    listener.close()
