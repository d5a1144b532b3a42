# report.py - runs tests whose names are sentences and says how they went.
# SPDX-License-Identifier: MIT
import re
import time
import traceback

from place import NotRun

TESTS = []


def test(sentence):
    """Registers a function of one argument (the world) under the sentence that it proves."""
    def register(function):
        TESTS.append((sentence, function))
        return function
    return register


def equal(is_value, wanted, what=""):
    assert is_value == wanted, f"{what}: {is_value!r}, wanted {wanted!r}"


def run(world, pattern=""):
    """Runs what matches; returns how many failed and how many could not be run."""
    failed = absent = 0
    for sentence, function in TESTS:
        if not re.search(pattern, sentence):
            continue
        began = time.monotonic()
        try:
            function(world)
            print(f"ok - {sentence} ({time.monotonic() - began:.1f} s)", flush=True)
        except NotRun as why:
            absent += 1
            print(f"not run: {why} - {sentence}", flush=True)
        except Exception:
            failed += 1
            print(f"not ok - {sentence}", flush=True)
            print("".join("# " + line for line in
                          traceback.format_exc().splitlines(keepends=True)), flush=True)
    return failed, absent
