# sendmail.py - a private Sendmail, unpacked beside whatever mail server is installed.
# SPDX-License-Identifier: MIT
"""Debian's Sendmail and Postfix packages conflict, so Sendmail's are downloaded and unpacked into
build/sendmail, never installed. It runs in a mount and host-name namespace of its own, because it
waits a minute at its start for a host name that has no dot."""

import glob
import os
import shutil
import subprocess

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
define(`ALIAS_FILE', `')dnl
define(`HELP_FILE', `')dnl
define(`confDOMAIN_NAME', `mx.example.com')dnl
define(`confTO_ICONNECT', `5s')dnl
define(`confMIN_QUEUE_AGE', `0')dnl
define(`confMAX_MESSAGE_SIZE', `60000000')dnl
define(`confDELIVERY_MODE', `background')dnl
define(`SMART_HOST', `relay:[127.0.0.1]')dnl
define(`RELAY_MAILER_ARGS', `TCP $h {sink}')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`promiscuous_relay')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`accept_unqualified_senders')dnl
FEATURE(`nocanonify')dnl
DAEMON_OPTIONS(`Name=MTA, Addr=127.0.0.1, Port={port}')dnl
INPUT_MAIL_FILTER(`postdesk', `S=inet:{milter}@127.0.0.1, F={action}, T=C:5s;S:10s;R:30s;E:2m')dnl
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


class Sendmail:
    """One port, one milter. action: "T" tempfail, "R" reject, "" the mail passes. login: who has
    logged in, in every session."""

    def __init__(self, place, sink, milter_port, action="T", login=None, name="sendmail"):
        self.place = place
        self.port = free_port()
        self.files = _require()
        # Its own files must lie where nobody else can write.
        self.name, self.folder = name, place.folder(name)
        place.folder(f"{name}/queue", mode=0o700)
        self.log_path = os.path.join(place.path, f"{name}.log")
        place.file(f"{name}/sendmail.mc", CONFIGURATION.format(
            cf=self.files + "/usr/share/sendmail/cf", folder=self.folder, sink=sink.port,
            port=self.port, milter=milter_port, action=action) +
            (f"LOCAL_CONFIG\nD{{auth_authen}}{login}\n" if login else ""))
        place.file(f"{name}/hosts", "127.0.0.1 mx.example.com localhost\n")
        self._build()

    def _build(self):
        done = subprocess.run(["m4", "-I", self.files + "/usr/share/sendmail/cf",
                               self.folder + "/sendmail.mc"], capture_output=True, text=True)
        lines = [line for line in done.stdout.splitlines() if "HelpFile" not in line]
        if done.returncode != 0:
            raise NotRun(f"m4 does not build sendmail.cf: {done.stderr}")
        self.place.file(f"{self.name}/sendmail.cf", "\n".join(lines) + "\n")

    def start(self):
        program = self._program()
        inner = (f"hostname mx.example.com; mount --bind {self.folder}/hosts /etc/hosts; "
                 f"exec {program} -C {self.folder}/sendmail.cf -bD -q2s -X {self.log_path}")
        libraries = ":".join(glob.glob(self.files + "/usr/lib/*-linux-gnu*"))
        self.process = self.place.start(
            ["unshare", "-m", "-u", "sh", "-c", inner], f"{self.name}.err",
            env={**os.environ, "LD_LIBRARY_PATH": libraries})
        wait_for(self._is_up, 20, "Sendmail to come up")
        return self

    def _program(self):
        return self.files + "/usr/libexec/sendmail/sendmail"

    def _is_up(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.place.path, f"{self.name}.err")) as log:
                raise NotRun(f"Sendmail does not start: {log.read()[-1000:]}")
        return is_listening(self.port)


def _require():
    if os.geteuid() != 0:
        raise NotRun("Sendmail can only be started by root")
    for program in ("m4", "unshare", "dpkg-deb"):
        if shutil.which(program) is None:
            raise NotRun(f"there is no {program}")
    if subprocess.run(["unshare", "-m", "-u", "true"], capture_output=True).returncode != 0:
        raise NotRun("unshare is not allowed here")
    return unpacked()
