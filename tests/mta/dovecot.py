# dovecot.py - a private Dovecot: knows the agents' passwords and serves their mailboxes.
# SPDX-License-Identifier: MIT
"""Postfix asks it who logs in (SASL), mail clients read over IMAP. The users are of a password
file of its own, mailboxes are Maildirs below the place, filled by the sink."""

import os
import pwd
import shutil

from place import NotRun, free_port, is_listening, service_user, wait_for

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {log}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_vsz_limit = 0
mail_location = maildir:~/Maildir
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
# A wrong password is not slowed down here.
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

# What makes an smtpd port of Postfix ask it; the value of a service's "settings".
SASL = {"smtpd_sasl_auth_enable": "yes", "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_security_options": "noanonymous", "smtpd_tls_auth_only": "no"}


class Dovecot:
    """users: {login: password}. Ready after start(); settings is for Postfix's port."""

    def __init__(self, place, users):
        _require()
        self.place, self.users = place, users
        self.folder = place.folder("dovecot")
        self.port = free_port()
        self.settings = {**SASL, "smtpd_sasl_path": self.folder + "/auth"}
        entry = pwd.getpwnam(service_user())
        self.owner = (entry.pw_uid, entry.pw_gid)
        place.file("dovecot/users", "".join(
            f"{login}:{{PLAIN}}{password}\n" for login, password in users.items()))
        self.file = place.file("dovecot/dovecot.conf", CONFIGURATION.format(
            folder=self.folder, log=os.path.join(place.path, "dovecot.log"), port=self.port,
            user=entry.pw_uid, group=entry.pw_gid))

    def maildir(self, login):
        """The user's mailbox, made when it is first asked for."""
        path = os.path.join(self.folder, "home", login, "Maildir")
        if not os.path.exists(path):
            for name in ("cur", "new", "tmp"):
                os.makedirs(os.path.join(path, name))
            for folder in (os.path.dirname(path), path, *(os.path.join(path, name) for name in
                                                          ("cur", "new", "tmp"))):
                os.chown(folder, *self.owner)
        return path

    def start(self):
        self.place.start(["/usr/sbin/dovecot", "-F", "-c", self.file], "dovecot.err")
        wait_for(self._is_up, 20, f"Dovecot to come up: {self.log()[-1000:]}")
        return self

    def _is_up(self):
        return is_listening(self.port) and os.path.exists(self.folder + "/auth")

    def log(self):
        text = ""
        for name in ("dovecot.err", "dovecot.log"):
            path = os.path.join(self.place.path, name)
            if os.path.exists(path):
                with open(path, errors="replace") as log:
                    text += log.read()
        return text


def _require():
    if os.geteuid() != 0:
        raise NotRun("Dovecot can only be started by root")
    if not os.path.exists("/usr/sbin/dovecot") or shutil.which("doveadm") is None:
        raise NotRun("Dovecot is not installed (apt-get install dovecot-core dovecot-imapd)")
    if not os.path.exists("/usr/lib/dovecot/imap"):
        raise NotRun("Dovecot's IMAP is not installed (apt-get install dovecot-imapd)")
