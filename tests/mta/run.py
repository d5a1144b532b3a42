#!/usr/bin/python3
# run.py - tests postdeskd on real mail servers: run.py [--keep] [PATTERN].
# SPDX-License-Identifier: MIT
"""Prints `ok - …`, `not ok - …` or `not run: why - …` for each test. Exit 1 if any failed, 77 if
none failed but some could not be run."""

import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import report  # noqa: E402
from place import NotRun, Place  # noqa: E402
from world import World  # noqa: E402
# An agent gets so many notices an hour: who reads them comes first, who floods last.
import test_mail  # noqa: E402,F401
import test_client  # noqa: E402,F401
import test_direct  # noqa: E402,F401
import test_odd_mail  # noqa: E402,F401
import test_failure  # noqa: E402,F401
import test_evidence  # noqa: E402,F401
import test_setup  # noqa: E402,F401
import test_attack  # noqa: E402,F401
import test_siege  # noqa: E402,F401
import test_sendmail  # noqa: E402,F401
import test_daemon  # noqa: E402,F401
import test_loop  # noqa: E402,F401


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--keep"]
    began = time.monotonic()
    try:
        with Place(keep="--keep" in sys.argv) as place:
            failed, absent = report.run(World(place).start(), *arguments[:1])
    except NotRun as why:
        print(f"not run: {why} - all tests on real mail servers")
        return 77
    print(f"# {failed} failed, {absent} not run, {time.monotonic() - began:.0f} s")
    return 1 if failed else 77 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
