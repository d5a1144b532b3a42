# sendmail.py - a private Sendmail, unpacked beside whatever mail server is installed.
# SPDX-License-Identifier: MIT
"""Debian's Sendmail and Postfix packages conflict, so Sendmail's are downloaded and unpacked into
build/sendmail, never installed. It runs in a mount and host-name namespace of its own, because it
waits a minute at its start for a host name that has no dot."""

import glob
import os
import shutil
import socket
import struct
import subprocess
import threading

from place import ROOT, NotRun, free_port, is_listening, wait_for

PACKAGES = ("sendmail-bin", "sendmail-base", "sendmail-cf")
LIBRARIES = ("libwrap0", "libnsl2", "libldap-2.5-0", "libsasl2-2", "liblockfile1", "libdb5.3")

CONFIGURATION = """\
divert(-1)
include(`{cf}/m4/cf.m4')dnl
define(`_USE_ETC_MAIL_')dnl
VERSIONID(`postdesk test')dnl
OSTYPE(`linux')dnl
define(`QUEUE_DIR', `{folder}/queue')dnl
define(`confPID_FILE', `{folder}/pid')dnl
define(`STATUS_FILE', `{folder}/status')dnl
define(`ALIAS_FILE', `{aliases}')dnl
define(`HELP_FILE', `')dnl
define(`confDOMAIN_NAME', `mx.example.com')dnl
define(`confTO_ICONNECT', `5s')dnl
define(`confMIN_QUEUE_AGE', `0')dnl
define(`confMAX_MESSAGE_SIZE', `60000000')dnl
define(`confDELIVERY_MODE', `background')dnl
define(`confAUTH_MECHANISMS', `PLAIN')dnl
TRUST_AUTH_MECH(`PLAIN')dnl
define(`confCACERT', `{authority}')dnl
define(`confCACERT_PATH', `{folder}')dnl
define(`confSERVER_CERT', `{pem}')dnl
define(`confSERVER_KEY', `{pem}')dnl
define(`SMART_HOST', `relay:[127.0.0.1]')dnl
define(`RELAY_MAILER_ARGS', `TCP $h {sink}')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`promiscuous_relay')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`accept_unqualified_senders')dnl
FEATURE(`nocanonify')dnl
DAEMON_OPTIONS(`Name=MTA, Addr=127.0.0.1, Port={port}')dnl
define(`LOCAL_MAILER_PATH', `[IPC]')dnl
define(`LOCAL_MAILER_ARGS', `TCP [127.0.0.1] {sink}')dnl
define(`LOCAL_MAILER_FLAGS', `PSXmnz9')dnl
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')dnl
{local}
MAILER(`local')dnl
MAILER(`smtp')dnl
"""


def unpacked():
    """The folder with Sendmail's files; downloads them the first time."""
    folder = os.path.join(ROOT, "build", "sendmail")
    if os.path.exists(folder + "/.complete"):
        return folder
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["apt-get", "download", "-q", *PACKAGES, *LIBRARIES], cwd=folder, check=False,
                   capture_output=True)
    for package in PACKAGES + LIBRARIES:
        found = glob.glob(f"{folder}/{package}_*.deb")
        if not found:
            raise NotRun(f"the package {package} cannot be downloaded")
        subprocess.run(["dpkg-deb", "-x", found[0], folder], check=True)
    # The dynamic linker looks for no libraries of ours on behalf of a setgid program.
    os.chmod(folder + "/usr/libexec/sendmail/sendmail", 0o755)
    open(folder + "/.complete", "w").close()
    return folder


class Passwords:
    """What Cyrus SASL asks: saslauthd's protocol, for users {login: password}. Four strings, each
    behind its length: login, password, service, realm."""

    def __init__(self, place, name, users):
        self.users = users
        folder = place.folder(name)
        if os.path.exists(folder + "/passwords"):
            os.unlink(folder + "/passwords")
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(folder + "/passwords")
        self.socket.listen()
        place.at_end(self.socket.close)
        place.file(name + "/Sendmail.conf", "pwcheck_method: saslauthd\nmech_list: PLAIN\n"
                   f"saslauthd_path: {folder}/passwords\n")
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, client.makefile("rb") as asked:
                login, password, _, realm = [
                    asked.read(struct.unpack("!H", asked.read(2))[0]).decode() for _ in range(4)]
                whole = f"{login}@{realm}" if realm else login
                said = b"OK" if self.users.get(whole) == password else b"NO"
                client.sendall(struct.pack("!H", len(said)) + said)


class Sendmail:
    """One port, and the lines that `postdesk setup sendmail` prints for the desk. is_home: it
    delivers mail for example.com itself, by way of the aliases that setup prints. users {login:
    password} may log in, and the authority's certificates are asked for."""

    def __init__(self, place, sink, desk, when_down, users, authority, is_home=False,
                 name="sendmail"):
        self.name = name
        self.place = place
        self.port = free_port()
        self.files = _require()
        # Its own files must lie where nobody else can write.
        self.folder = place.folder(self.name)
        place.folder(self.name + "/queue", mode=0o700)
        self.log_path = os.path.join(place.path, self.name + ".log")
        lines, _, aliases = desk.command(
            "setup", "sendmail", f"--when-down={when_down}").partition("# /etc/mail/aliases")
        if is_home:
            place.file(self.name + "/aliases", "#" + aliases)
        Passwords(place, self.name, users)
        pem = authority.pem("mx.example.com")
        os.chmod(pem, 0o600)
        # What comes behind the mailers.
        own, _, last = lines.partition("LOCAL_RULE_0")
        place.file(self.name + "/sendmail.mc", CONFIGURATION.format(
            cf=self.files + "/usr/share/sendmail/cf", folder=self.folder, sink=sink.port,
            port=self.port, authority=authority.certificate, pem=pem, local=own,
            aliases=self.folder + "/aliases" if is_home else "") +
            ("LOCAL_RULE_0" + last + "LOCAL_CONFIG\nCwexample.com\n" if is_home else "") +
            f"LOCAL_CONFIG\nESASL_CONF_PATH={self.folder}\n")
        place.file(self.name + "/hosts", "127.0.0.1 mx.example.com localhost\n")
        self._build(is_home)

    def _build(self, is_home):
        done = subprocess.run(["m4", "-I", self.files + "/usr/share/sendmail/cf",
                               self.folder + "/sendmail.mc"], capture_output=True, text=True)
        # The mailboxes are the sink's: no such users are known here.
        lines = [line.replace("w5:", "5:") if line.startswith("Mlocal,") else line
                 for line in done.stdout.splitlines() if "HelpFile" not in line]
        if done.returncode != 0:
            raise NotRun(f"m4 does not build sendmail.cf: {done.stderr}")
        self.place.file(self.name + "/sendmail.cf", "\n".join(lines) + "\n")
        if is_home:
            made = self._run(f"{self._program()} -C {self.folder}/sendmail.cf -bi")
            if made.returncode != 0:
                raise NotRun(f"newaliases fails: {made.stderr} {made.stdout}")

    def _run(self, inner):
        return subprocess.run(["unshare", "-m", "-u", "sh", "-c", self._inside(inner)],
                              capture_output=True, text=True, env=self._environment())

    def _inside(self, inner):
        """In its own world of names."""
        return (f"hostname mx.example.com; mount --bind {self.folder}/hosts /etc/hosts; "
                f"exec {inner}")

    def _environment(self):
        libraries = ":".join(glob.glob(self.files + "/usr/lib/*-linux-gnu*"))
        return {**os.environ, "LD_LIBRARY_PATH": libraries}

    def start(self):
        inner = f"{self._program()} -C {self.folder}/sendmail.cf -bD -q2s -X {self.log_path}"
        self.process = self.place.start(
            ["unshare", "-m", "-u", "sh", "-c", self._inside(inner)], self.name + ".err",
            env=self._environment())
        wait_for(self._is_up, 60, "Sendmail to come up")
        return self

    def _program(self):
        return self.files + "/usr/libexec/sendmail/sendmail"

    def _is_up(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.place.path, self.name + ".err")) as log:
                raise NotRun(f"Sendmail does not start: {log.read()[-1000:]}")
        return is_listening(self.port)

    def carries(self, queue_id):
        """Whether a mail that it accepted still waits for one of its recipients."""
        return os.path.exists(f"{self.folder}/queue/qf{queue_id}")


def _require():
    if os.geteuid() != 0:
        raise NotRun("Sendmail can only be started by root")
    for program in ("m4", "unshare", "dpkg-deb"):
        if shutil.which(program) is None:
            raise NotRun(f"there is no {program}")
    if subprocess.run(["unshare", "-m", "-u", "true"], capture_output=True).returncode != 0:
        raise NotRun("unshare is not allowed here")
    return unpacked()
