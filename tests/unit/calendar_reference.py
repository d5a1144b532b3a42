#!/usr/bin/python3
# calendar_reference.py - checks due times against an independent implementation.
# SPDX-License-Identifier: MIT
"""Random calendars and random questions, answered by zoneinfo and compared.

    calendar_reference.py [--cases N] [--seed N] [--keep DIR] -- build/postdesk

COMMAND is run as "COMMAND -c FILE due --stdin" with lines "calendar<TAB>from<TAB>duration"
and prints one RFC 3339 moment per line, or "never". The edge rules are those of
rules/calendar.h; nothing else is shared with the program. Here a calendar is first unrolled
into all of its open intervals of twenty years, which are merged and summed up; a due moment is
then found by bisection in the running sums.
"""
import argparse
import bisect
import datetime as dt
import pathlib
import random
import subprocess
import sys
import tempfile
import zoneinfo

ZONES = ["Europe/Athens", "Europe/Moscow", "America/New_York", "Asia/Kolkata",
         "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FIRST, LAST = dt.date(2007, 1, 1), dt.date(2031, 12, 31)
UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
# What GLib and zoneinfo both know of the years from 2007 to 2031 comes from tzdata itself.


def stamp(moment):
    return int((moment - EPOCH).total_seconds())


class Zone:
    """Edges of local time, from the two folds that zoneinfo gives for each reading."""

    def __init__(self, name):
        self.info = zoneinfo.ZoneInfo(name)

    def local(self, at):
        return dt.datetime.fromtimestamp(at, UTC).astimezone(self.info)

    def skip(self, lower, upper):
        """The first moment in (lower, upper] with the offset that upper has."""
        wanted = self.local(upper).utcoffset()
        for at in range(lower, upper + 1):
            if self.local(at).utcoffset() == wanted:
                return at
        raise AssertionError("no clock change")

    def edge(self, date, minutes, is_end):
        reading = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)
        early, late = (stamp(reading.replace(tzinfo=self.info, fold=fold).astimezone(UTC))
                       for fold in (0, 1))
        if early > late:  # a gap: fold 0 counts with the offset before it
            return self.skip(late, early)
        return late if is_end else early


class Calendar:
    def __init__(self, rng, name, zone_name):
        self.name, self.zone_name = name, zone_name
        self.zone = Zone(zone_name)
        self.week = [self.random_day(rng) for _ in DAYS]
        if not any(self.week):
            self.week[0] = [(540, 1020)]
        if rng.random() < 0.2:  # nights, over each midnight
            night = [(0, rng.randrange(15, 400)), (rng.randrange(1200, 1425), 1440)]
            self.week = [night] * 7
        if rng.random() < 0.1:
            self.week = [[(0, 1440)]] * 7
        span = (LAST - FIRST).days
        self.holidays = {FIRST + dt.timedelta(rng.randrange(span)) for _ in range(400)}
        self.holidays |= {dt.date(2012, 2, 29), dt.date(2028, 2, 29)} if rng.random() < .5 else set()
        self.day_minutes = rng.choice([None, None, 480, 1440, 90])
        self.unroll()

    @staticmethod
    def random_day(rng):
        kind = rng.random()
        if kind < 0.15:
            return []
        if kind < 0.25:
            return [(0, 1440)]
        count = rng.randrange(1, 5)
        # Half of all edges lie in the small hours, where clocks change.
        pool = range(0, 241, 5) if rng.random() < 0.5 else range(0, 1441)
        edges = sorted(rng.sample(pool, 2 * count))
        spans = list(zip(edges[::2], edges[1::2]))
        if rng.random() < 0.3 and spans[-1][1] < 1380:
            spans.append((rng.randrange(spans[-1][1], 1439), 1440))
        if len(spans) > 1 and rng.random() < 0.3:  # two that touch
            spans[0] = (spans[0][0], spans[1][0])
        return spans

    def unroll(self):
        """All open intervals, merged, with the seconds worked before each."""
        raw = []
        date = FIRST
        while date <= LAST:
            if date not in self.holidays:
                for start, end in self.week[date.weekday()]:
                    raw.append((self.zone.edge(date, start, False),
                                self.zone.edge(date, end, True)))
            date += dt.timedelta(1)
        self.intervals = []
        for start, end in sorted(raw):
            if start >= end:
                continue
            if self.intervals and start <= self.intervals[-1][1]:
                self.intervals[-1][1] = max(end, self.intervals[-1][1])
            else:
                self.intervals.append([start, end])
        self.starts = [start for start, _ in self.intervals]
        self.before = [0]
        for start, end in self.intervals:
            self.before.append(self.before[-1] + end - start)

    def worked_until(self, at):
        i = bisect.bisect_right(self.starts, at) - 1
        if i < 0:
            return 0
        start, end = self.intervals[i]
        return self.before[i] + min(at, end) - start

    def due(self, start, seconds):
        if seconds == 0:
            i = bisect.bisect_right(self.starts, start) - 1
            if i >= 0 and start < self.intervals[i][1]:
                return start
            return self.starts[i + 1]
        goal = self.worked_until(start) + seconds
        i = bisect.bisect_left(self.before, goal) - 1  # before[i] < goal <= before[i + 1]
        return self.intervals[i][0] + goal - self.before[i]

    def day_s(self):
        longest = max(sum(end - start for start, end in day) for day in self.week)
        return 60 * (self.day_minutes or longest)

    def ini(self):
        lines = [f"[calendar {self.name}]", f"timezone = {self.zone_name}"]
        for day, spans in zip(DAYS, self.week):
            text = " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}"
                            for a, b in spans)
            lines.append(f"{day} = {text}")
        lines += [f"holiday = {date}" for date in sorted(self.holidays)]
        if self.day_minutes:
            lines.append(f"day = {self.day_minutes}m")
        return "\n".join(lines) + "\n\n"


def near_clock_change(rng, zone):
    """A moment within two days of a change of the clocks, if the zone has any."""
    year = rng.randrange(2008, 2029)
    at = stamp(dt.datetime(year, 1, 1, tzinfo=UTC))
    hours = [at + 3600 * h for h in range(0, 366 * 24, 24)]
    changes = [h for h in hours
               if zone.local(h).utcoffset() != zone.local(h + 86400).utcoffset()]
    return rng.choice(changes or hours) + rng.randrange(-86400, 2 * 86400)


def random_start(rng, zone):
    kind = rng.random()
    if kind < 0.5:
        return near_clock_change(rng, zone)
    if kind < 0.7:  # about the end of February
        return stamp(dt.datetime(rng.choice([2012, 2016, 2020, 2024, 2027, 2028]), 2, 28,
                                 tzinfo=UTC)) + rng.randrange(3 * 86400)
    return rng.randrange(stamp(dt.datetime(2008, 1, 1, tzinfo=UTC)),
                         stamp(dt.datetime(2029, 1, 1, tzinfo=UTC)))


def random_duration(rng):
    """Text for the program, and (days, seconds) for us."""
    kind = rng.random()
    if kind < 0.1:
        return "0m", 0, 0
    if kind < 0.5:
        minutes = rng.randrange(1, 600)
        return f"{minutes}m", 0, 60 * minutes
    if kind < 0.7:
        hours, minutes, seconds = rng.randrange(1, 60), rng.randrange(60), rng.randrange(60)
        return f"{hours}h{minutes}m{seconds}s", 0, 3600 * hours + 60 * minutes + seconds
    days, hours = rng.randrange(1, 15), rng.randrange(10)
    return f"{days}d{hours}h", days, 3600 * hours


def build(rng, cases, per_calendar=125):
    calendars, questions = [], []
    for number in range(max(1, cases // per_calendar)):
        zone = ZONES[number % len(ZONES)]
        calendars.append(Calendar(rng, f"c{number}", zone))
    while len(questions) < cases:
        calendar = calendars[len(questions) % len(calendars)]
        start = random_start(rng, calendar.zone)
        text, days, seconds = random_duration(rng)
        seconds += days * calendar.day_s()
        zone = rng.choice([UTC, calendar.zone.info])
        written = dt.datetime.fromtimestamp(start, UTC).astimezone(zone).isoformat()
        questions.append((calendar, f"{calendar.name}\t{written}\t{text}",
                          calendar.due(start, seconds)))
    return calendars, questions


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="directory for postdesk.ini and cases.tsv")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    calendars, questions = build(random.Random(options.seed), options.cases)
    with tempfile.TemporaryDirectory() as scratch:
        directory = pathlib.Path(options.keep or scratch)
        directory.mkdir(parents=True, exist_ok=True)
        config = directory / "postdesk.ini"
        config.write_text("[queue support]\naddress = support@example.com\n\n"
                          + "".join(calendar.ini() for calendar in calendars))
        lines = "".join(line + "\n" for _, line, _ in questions)
        (directory / "cases.tsv").write_text(lines)
        run = subprocess.run([*options.command, "-c", str(config), "due", "--stdin"],
                             input=lines, text=True, capture_output=True, check=False)
    answers = run.stdout.splitlines()
    sys.stderr.write(run.stderr)
    if run.returncode or len(answers) != len(questions):
        sys.exit(f"exit {run.returncode}, {len(answers)} answers to {len(questions)} questions")
    wrong = 0
    for (calendar, line, due), answer in zip(questions, answers):
        try:
            given = stamp(dt.datetime.fromisoformat(answer))
        except ValueError:
            given = None
        if given == due:
            continue
        wrong += 1
        if wrong <= 20:
            print(f"{line}: want {calendar.zone.local(due).isoformat()}, got {answer}")
    print(f"{len(questions)} cases, {wrong} wrong")
    sys.exit(1 if wrong else 0)


main()
