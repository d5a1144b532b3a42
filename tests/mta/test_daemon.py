# test_daemon.py - postdeskd itself: start, reload, many at once, who it runs as.
# SPDX-License-Identifier: MIT
import os
import pwd
import shutil
import socket
import subprocess
import threading
import time

from report import equal, test


def run(world, *arguments):
    return subprocess.run([os.path.join(world.desk.bin, "postdeskd"), "-f", *arguments],
                          capture_output=True, text=True, timeout=30)


@test("the daemon does not run as root")
def _(world):
    with open(f"/proc/{world.daemon.process.pid}/status") as status:
        uids = next(line for line in status if line.startswith("Uid:")).split()[1:]
    equal(set(uids), {str(pwd.getpwnam(world.desk.user).pw_uid)})


@test("it refuses to stay root, and says what to write")
def _(world):
    text = world.desk.configuration().replace(f"user      = {world.desk.user}", "")
    path = world.place.file("root/postdesk.ini", text)
    done = run(world, "-c", path, "-p", "inet:0@127.0.0.1")
    equal(done.returncode, 78, done.stderr)
    assert "user = postdesk" in done.stderr, done.stderr


@test("a wrong configuration stops the start with file, line and message")
def _(world):
    path = world.place.file("wrong/postdesk.ini", world.desk.configuration() + "\n[queue x]\n"
                            "adress = x@example.com\n")
    done = run(world, "-c", path)
    equal(done.returncode, 78, done.stderr)
    line = world.desk.configuration().count("\n") + 3
    assert f"{path}:{line}: " in done.stderr, done.stderr


@test("a wrong socket is named")
def _(world):
    done = run(world, "-c", world.desk.file, "-p", "tcp://nonsense")
    equal(done.returncode, 64, done.stderr)
    assert "inet:8895@127.0.0.1" in done.stderr, done.stderr


@test("a reload takes a good file, refuses a bad one by its line, and the old one stays")
def _(world):
    good = world.desk.configuration()
    queue = "\n[queue sales]\naddress = sales@example.com\nagents = anna\n"
    assert world.send("desk", "xena@example.org", "sales@example.com").accepted
    equal(world.desk.tickets(customer="xena@example.org"), [])
    try:
        world.desk.write(good + queue)
        lines = world.daemon.reload()
        assert "is in force" in lines, lines
        assert world.send("desk", "xena@example.org", "sales@example.com").accepted
        world.desk.write(good + queue.replace("address", "adress"))
        lines = world.daemon.reload()
        assert "refused" in lines and f"postdesk.ini:{good.count(chr(10)) + 3}:" in lines, lines
        assert world.send("desk", "yves@example.org", "sales@example.com").accepted
    finally:
        world.desk.write(good)
    assert "is in force" in world.daemon.reload()
    world.ticket_of("xena@example.org")
    world.ticket_of("yves@example.org")


def send_until(world, done, seconds):
    """Sends mails one after the other; how long each took is added to seconds."""
    while not done.is_set():
        began = time.monotonic()
        sent = world.send("desk", "zoe@example.org", "support@example.com")
        seconds.append(time.monotonic() - began if sent.accepted else 1000)


@test("ten thousand rules are taken up while mail flows, and one that takes too long is named")
def _(world):
    good = world.desk.configuration()
    rules = world.place.folder("many")
    shutil.copy(f"{world.place.path}/rules/shop/taxonomy.ini", rules)
    slow = "[rule slow]\nif text = /^(a|aa)+$/\nthen tag = slow\n"
    world.place.file("many/many.ini", slow + "".join(
        f"[rule r{n}]\nif says = /\\b(word{n}|other {n} word)s?\\b/i\n"
        "then category = billing +1\n" for n in range(10000)))
    done, seconds = threading.Event(), []
    sender = threading.Thread(target=send_until, args=(world, done, seconds))
    try:
        world.desk.write(good.replace(f"{world.place.path}/rules/shop", rules))
        sender.start()
        lines = world.daemon.reload()
        done.set()
        sender.join()
        assert "is in force" in lines, lines
        assert seconds and max(seconds) < 2, seconds
        assert world.send("desk", "zoe@example.org", "support@example.com",
                          text="a" * 5000 + "!").accepted
        assert "rule slow (many.ini:1): over its limits" in world.daemon.log(), (
            world.daemon.log()[-1500:])
    finally:
        done.set()
        world.desk.write(good)
        world.daemon.reload()


@test("twenty senders at once get twenty tickets")
def _(world):
    outcomes = []
    threads = [threading.Thread(target=lambda sender: outcomes.append(
        world.send("desk", sender, "support@example.com")),
        args=(f"many{number}@example.org",)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(outcome.accepted for outcome in outcomes), outcomes
    numbers = {world.ticket_of(f"many{number}@example.org")["ticket"]
               for number in range(20)}
    equal(len(numbers), 20)


@test("a stranger that hangs up, talks nonsense, or says nothing does no harm")
def _(world):
    for words in (b"", b"\0\0\0\x01O", b"\xff\xff\xff\xffEHLO nonsense\r\n" * 10):
        with socket.create_connection(("127.0.0.1", world.desk.port)) as stranger:
            stranger.sendall(words)
    assert world.send("desk", "zoe@example.org", "support@example.com").accepted
