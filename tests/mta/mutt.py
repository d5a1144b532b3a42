# mutt.py - a real mail client: mutt, in a terminal of its own, reads by IMAP and sends by SMTP.
# SPDX-License-Identifier: MIT
import os
import pty
import select
import shutil
import subprocess
import time

from place import NotRun

# Typed for the user; what mutt asks is answered beforehand.
SETTINGS = """\
set from="{login}" realname="Anna" use_from=yes envelope_from_address="{login}"
set hostname="anna.example.com"
set folder="imap://127.0.0.1:{imap}/" spoolfile="imap://127.0.0.1:{imap}/INBOX"
set imap_user="{login}" imap_pass="{password}" imap_authenticators="login"
set ssl_starttls=no ssl_force_tls=no
set smtp_url="smtp://{user}@127.0.0.1:{smtp}" smtp_pass="{password}"
set smtp_authenticators="plain"
set editor="{editor} %s"
set reply_to=yes autoedit=yes fast_reply=yes include=yes abort_unmodified=no abort_noattach=no
set postponed="" record="" copy=no wait_key=no move=no delete=no quit=yes mark_old=no
set tmpdir="{folder}" signature="" sleep_time=0 beep=no timeout=1
"""

# The user's words go above what the client has quoted.
EDITOR = """\
#!/bin/sh
cat "{words}" "$1" >"$1.new" && mv "$1.new" "$1"
"""


class Mutt:
    """One user's client. dovecot serves the mailbox, smtp_port takes what is sent."""

    def __init__(self, place, dovecot, smtp_port, login):
        if shutil.which("mutt") is None:
            raise NotRun("mutt is not installed (apt-get install mutt)")
        self.folder = place.folder("mutt")
        self.words = os.path.join(self.folder, "words")
        editor = place.file("mutt/editor", EDITOR.format(words=self.words), 0o755)
        self.file = place.file("mutt/muttrc", SETTINGS.format(
            login=login, user=login.replace("@", "%40"), password=dovecot.users[login],
            imap=dovecot.port, smtp=smtp_port, editor=editor, folder=self.folder), 0o600)

    def reply(self, subject, words, keys="<reply>", timeout_s=30):
        """Answers the newest mail whose subject has this; returns what the terminal showed."""
        with open(self.words, "w", encoding="utf-8") as file:
            file.write(words + "\n")
        return self._run(f"<last-entry><search-reverse>~s '{subject}'<enter>{keys}"
                         "<send-message><quit>", timeout_s)

    def _run(self, keys, timeout_s):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            ["mutt", "-n", "-F", self.file, "-e", f'push "{keys}"'], stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True, cwd=self.folder,
            env={**os.environ, "TERM": "vt100", "HOME": self.folder, "LC_ALL": "C.UTF-8",
                 "COLUMNS": "80", "LINES": "24"})
        os.close(theirs)
        shown = _watch(process, ours, timeout_s)
        os.close(ours)
        return shown


def _watch(process, terminal, timeout_s):
    """Reads the terminal until the program has ended."""
    shown, until = b"", time.monotonic() + timeout_s
    while process.poll() is None:
        if time.monotonic() > until:
            process.kill()
            process.wait(5)
            raise TimeoutError(f"mutt does not end: {shown[-1500:]!r}")
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
    process.wait(5)
    return shown.decode("utf-8", "replace")
