#!/usr/bin/python3
# bench.py - what postdesk costs beside a milter that does nothing: bench.py [--pairs N] [--mails N].
# SPDX-License-Identifier: MIT
"""One private Postfix, whose mail is thrown away; unix sockets; interleaved pairs. Each pair
sends the same number of mails through a null milter and through postdesk, in turns first, and
gives one ratio; the median of all pairs is given with its 95 % interval (bootstrap)."""

import argparse
import grp
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "mta"))
sys.path.insert(1, HERE)

import mails  # noqa: E402
from desk import HEAD, Daemon, Desk  # noqa: E402
from place import ROOT, NotRun, Place, wait_for  # noqa: E402
from postfix import Postfix  # noqa: E402
from world import shim  # noqa: E402

# One sender writes all of it.
ROOM = "max_new_tickets = 1000000\n"

QUIET = """\
; nobody is told and nothing is answered: the way in alone
[queue quiet]
address   = quiet@example.com
answers   = no
"""

ANSWERED = """
[queue support]
address   = support@example.com
agents    = anna

[agent anna]
address   = anna@example.com
"""

BYTES = 20000


def program(name, *flags):
    source, target = os.path.join(HERE, name + ".c"), os.path.join(ROOT, "build", name)
    if not os.path.exists(target) or os.path.getmtime(target) < os.path.getmtime(source):
        subprocess.run(["cc", "-O2", "-o", target, source, *flags], check=True)
    return target


class Bench:
    def __init__(self, place, options):
        self.place, self.options = place, options
        self.load = program("load", "-lpthread")
        self.null = program("null", "-lmilter")
        # Postfix's smtpd must be let through to the sockets.
        self.sockets = place.folder("sockets")
        self.prefixes = iter(range(1 << 30))
        self.postfix = Postfix(place, None, {
            name: {"milter": f"unix:{self.sockets}/{name}", "action": "tempfail"} if name != "out"
            else {} for name in ("aside", "take", "desk", "out")})

    def start(self):
        os.chmod(self.sockets, 0o2770)
        os.chown(self.sockets, 0, _group("postfix"))
        for name in ("aside", "take"):
            old = os.umask(0)
            self.place.start([self.null, name, f"unix:{self.sockets}/{name}"], name + ".log")
            os.umask(old)
        self.postfix.start()
        return self

    def desk(self, name, queues=QUIET, **environment):
        desk = Desk(self.place, self.postfix.ports["out"], name, more=ROOM,
                    text=HEAD + queues)
        daemon = Daemon(desk, ["-p", f"unix:{self.sockets}/desk"], environment, listens=False,
                        verbose=False)
        return desk, daemon.start()

    def run(self, port, recipient, mails, sessions=10):
        """Mails a second."""
        prefix = f"c{next(self.prefixes)}x"
        done = subprocess.run([self.load, str(self.postfix.ports[port]), str(sessions), str(mails),
                               str(BYTES), recipient, prefix], capture_output=True, text=True,
                              check=True)
        seconds, accepted = done.stdout.split()
        if int(accepted) != mails:
            raise AssertionError(f"{accepted} of {mails} mails were accepted: "
                                 f"{self.postfix.log()[-2000:]}")
        return mails / float(seconds)

    def pairs(self, null_port, recipient):
        """Ratios of postdesk's rate to the null milter's, and both rates."""
        ratios, rates = [], {null_port: [], "desk": []}
        for number in range(self.options.pairs):
            order = (null_port, "desk") if number % 2 else ("desk", null_port)
            pair = {port: self.run(port, recipient, self.options.mails) for port in order}
            for port in order:
                rates[port].append(pair[port])
            ratios.append(pair["desk"] / pair[null_port])
        return ratios, statistics.median(rates["desk"]), statistics.median(rates[null_port])


def _group(name):
    return grp.getgrnam(name).gr_gid


def interval(values, rounds=4000):
    """The 95 % interval of the median, by bootstrap."""
    chance = random.Random(1)
    medians = sorted(statistics.median(chance.choices(values, k=len(values)))
                     for _ in range(rounds))
    return medians[int(rounds * 0.025)], medians[int(rounds * 0.975)]


def tell_pairs(what, goal, result):
    ratios, ours, null = result
    low, high = interval(ratios)
    middle = statistics.median(ratios)
    print(f"{what}: {middle:.3f} of the null milter [{low:.3f} .. {high:.3f}], "
          f"{len(ratios)} pairs, {ours:.0f} against {null:.0f} mails/s; goal {goal}: "
          f"{'reached' if middle >= goal else 'missed'}", flush=True)


def bench_pairs(bench):
    desk, daemon = bench.desk("quiet")
    for port in ("aside", "take", "desk"):
        bench.run(port, "nobody@example.net", 100)
    tell_pairs("other people's mail", 0.97, bench.pairs("aside", "nobody@example.net"))
    tell_pairs("desk mail, answers off", 0.6, bench.pairs("take", "quiet@example.com"))
    daemon.stop()


def bench_answers(bench):
    desk, daemon = bench.desk("answers", QUIET + ANSWERED)
    mails = bench.options.mails * 2
    began = time.monotonic()
    rate = bench.run("desk", "support@example.com", mails)
    wait_for(lambda: not desk.command("outbox", "--json").strip(), 600, "an empty outbox")
    drained = mails / (time.monotonic() - began)
    print(f"desk mail with answers: {rate:.0f} mails/s accepted, {drained:.0f} mails/s until "
          f"all acknowledgements and notices were sent, {mails} mails", flush=True)
    daemon.stop()


def bench_commits(bench):
    """On a disk whose sync takes 10 ms, which this machine's may not."""
    rates = {"shared": [], "one": []}
    slow = {"LD_PRELOAD": shim("slowsync"), "SLOWSYNC_MS": "10"}
    for number in range(3):
        for kind in ("shared", "one"):
            extra = {"POSTDESK_ONE_COMMIT": "1"} if kind == "one" else {}
            _, daemon = bench.desk(f"{kind}{number}", **slow, **extra)
            rates[kind].append(bench.run("desk", "quiet@example.com", 600, sessions=50))
            daemon.stop()
    shared, one = (statistics.median(rates[kind]) for kind in ("shared", "one"))
    print(f"10 ms a sync, 50 connections: {shared:.0f} mails/s with shared commits, {one:.0f} "
          f"with one a mail: {shared / one:.1f} times; goal 5: "
          f"{'reached' if shared / one >= 5 else 'missed'}", flush=True)


def bench_memory(bench):
    _, daemon = bench.desk("memory")
    bench.run("desk", "quiet@example.com", 1000)
    before, _ = daemon.memory_kb()
    for _ in range(20):
        bench.run("desk", "quiet@example.com", bench.options.memory // 20)
    after, most = daemon.memory_kb()
    print(f"memory: {before / 1024:.1f} MiB before, {after / 1024:.1f} MiB after "
          f"{bench.options.memory} mails, {most / 1024:.1f} MiB at most; goal flat: "
          f"{'reached' if after < before * 1.25 else 'missed'}", flush=True)
    daemon.stop()


def bench_parse(bench):
    """Processor time to read a made-up day's mail, beside GMime reading the same."""
    paths = mails.write(bench.place.folder("mails"))
    done = subprocess.run([os.path.join(ROOT, "build", "bench-parse"), "300", *paths],
                          capture_output=True, text=True, check=True)
    gmime, decoded, ours = map(float, done.stdout.split())
    print(f"parse, new text and language: {ours:.0f} us a mail, {ours / gmime:.2f} of the time in "
          f"which GMime parses it ({gmime:.0f} us; parts decoded too: {decoded:.0f} us, "
          f"{ours / decoded:.2f}), {len(paths)} kinds of mail, one thread; goal 3.0: "
          f"{'reached' if ours / gmime <= 3.0 else 'missed'}", flush=True)


def bench_rules(options):
    """No mail server: the classification alone, times of the processor."""
    with tempfile.TemporaryDirectory() as folder:
        lines = subprocess.run(
            [os.path.join(ROOT, "build", "bench-rules"), folder, str(options.pairs),
             *map(str, RULES)], capture_output=True, text=True, check=True).stdout.split("\n")
    loads, ours, plain = {}, {n: [] for n in RULES}, {n: [] for n in RULES}
    for what, count, *times in (line.split() for line in lines if line):
        if what == "load":
            loads[int(count)] = float(times[0])
        else:
            ours[int(count)].append(float(times[0]))
            plain[int(count)].append(float(times[1]))
    few, many = RULES[0], RULES[-1]
    for count in RULES:
        print(f"{count} rules: {statistics.median(ours[count]):.0f} us a mail, "
              f"{statistics.median(plain[count]):.0f} us by plain PCRE2 one after the other; "
              f"read in {loads[count]:.0f} ms", flush=True)
    ratios = [many_us / few_us for many_us, few_us in zip(ours[many], ours[few])]
    low, high = interval(ratios)
    middle = statistics.median(ratios)
    print(f"{many} rules cost {middle:.2f} times {few} [{low:.2f} .. {high:.2f}], {len(ratios)} "
          f"rounds; goal 3: {'reached' if middle <= 3 else 'missed'}", flush=True)
    ratios = [plain_us / our_us for plain_us, our_us in zip(plain[many], ours[many])]
    low, high = interval(ratios)
    print(f"{many} rules by plain PCRE2 cost {statistics.median(ratios):.0f} times that "
          f"[{low:.0f} .. {high:.0f}]", flush=True)


RULES = (100, 1000, 10000)
# Those that need no mail server, and those that share one.
ALONE = {"rules": bench_rules}
PARTS = {"pairs": bench_pairs, "answers": bench_answers, "commits": bench_commits,
         "memory": bench_memory, "parse": bench_parse}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=30)
    parser.add_argument("--mails", type=int, default=500, help="mails in each half of a pair")
    parser.add_argument("--memory", type=int, default=20000, help="mails of the memory run")
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    parser.add_argument("part", nargs="*", choices=[*ALONE, *PARTS, []], help="only these parts")
    options = parser.parse_args()
    for name, part in ALONE.items():
        if not options.part or name in options.part:
            part(options)
    if options.part and not set(options.part) & set(PARTS):
        return 0
    try:
        with Place(options.keep) as place:
            bench = Bench(place, options).start()
            for name, part in PARTS.items():
                if not options.part or name in options.part:
                    part(bench)
    except NotRun as why:
        print(f"not run: {why} - bench")
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(main())
