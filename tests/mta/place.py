# place.py - a temporary folder with the processes and ports of one run; leaves nothing behind.
# SPDX-License-Identifier: MIT
"""A Place owns everything that a run makes: files, mounts, processes. Leaving it ends each
process that it started, by its id, and removes the folder."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class NotRun(Exception):
    """What is wanted cannot be had on this machine; its text says why."""


def wait_for(condition, timeout_s, what):
    """Returns the first true value of condition(), asked often; TimeoutError names what."""
    until = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise TimeoutError(f"waited {timeout_s} s for {what}")
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Place:
    """keep=True leaves the folder for a look at the logs."""

    def __init__(self, keep=False, base="/run" if os.geteuid() == 0 else None):
        # Sendmail trusts nothing below a world-writable folder, hence not /tmp.
        self.path = tempfile.mkdtemp(prefix="postdesk-mta-", dir=base)
        os.chmod(self.path, 0o755)
        self.keep = keep
        self.ends = []  # what to call at the end, last first

    def __enter__(self):
        # Being ended from outside is no reason to leave a mail server behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *failure):
        while self.ends:
            end = self.ends.pop()
            try:
                end()
            except Exception as error:  # the others must be ended all the same
                print(f"# while ending: {error}")
        if self.keep:
            print(f"# kept: {self.path}")
        else:
            shutil.rmtree(self.path, ignore_errors=True)

    def at_end(self, end):
        self.ends.append(end)

    def file(self, name, text, mode=0o644):
        path = self.folder(os.path.dirname(name)) if os.path.dirname(name) else self.path
        path = os.path.join(path, os.path.basename(name))
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(path, mode)
        return path

    def folder(self, name, owner=None, mode=0o755):
        path = os.path.join(self.path, name)
        os.makedirs(path, exist_ok=True)
        os.chmod(path, mode)
        if owner is not None and os.geteuid() == 0:
            entry = pwd.getpwnam(owner)
            os.chown(path, entry.pw_uid, entry.pw_gid)
        return path

    def tmpfs(self, name, size, owner=None):
        """A file system of its own, so small that it can be filled."""
        path = self.folder(name)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise NotRun(f"no tmpfs can be mounted: {done.stderr.strip()}")
        self.at_end(lambda: subprocess.run(["umount", "-l", path], check=False))
        return self.folder(name, owner)

    def start(self, arguments, log, **options):
        """Starts a process whose output goes to log; it is ended with the place."""
        out = open(os.path.join(self.path, log), "ab")
        process = subprocess.Popen(arguments, stdout=out, stderr=out,
                                   stdin=subprocess.DEVNULL, **options)
        out.close()
        self.at_end(lambda: end_process(process))
        return process


def end_process(process, how=signal.SIGTERM, timeout_s=15):
    """Ends a process that we started; returns its exit status."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(5)


def service_user():
    """Whom the daemon runs as: postdesk where it is installed, else nobody."""
    for name in ("postdesk", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NotRun("there is neither a user postdesk nor nobody")
