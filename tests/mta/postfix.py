# postfix.py - a private Postfix on loopback.
# SPDX-License-Identifier: MIT
import os
import pwd
import shutil
import subprocess

from place import NotRun, free_port, is_listening, wait_for

MAIN = """\
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {log}
maillog_file_prefixes = {place}

myhostname = mx.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = all
mynetworks = 127.0.0.0/8
recipient_delimiter = +
smtputf8_enable = yes
message_size_limit = 60000000
alias_maps =
alias_database =
virtual_alias_maps = texthash:{folder}/aliases
transport_maps = texthash:{folder}/transport
default_transport = {transport}
relay_domains = example.com
relay_transport = $default_transport
smtpd_authorized_xclient_hosts = 127.0.0.1
non_smtpd_milters = {local_milters}

queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
milter_connect_timeout = 10s
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
{more}
"""

# Nothing is chrooted: the folder has none of the files that a chroot needs.
MASTER = """\
postlog   unix-dgram n - n - 1 postlogd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
lmtp      unix - - n - - lmtp
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
showq     unix n - n - - showq
tlsmgr    unix - - n 1000? 1 tlsmgr
"""

ALIASES = """\
robert@example.com   bob@example.com
billing@example.com  billing-archive@example.com
help@example.com     care@example.com
hello@example.com    support@example.com
care@example.com     care@example.com, care@inject.example
"""

TRANSPORT = """\
inject.example  postdesk:
"""


class Postfix:
    """
    services: {name: {"milter": "inet:127.0.0.1:PORT", "action": "tempfail"}}, each an SMTP port of
    its own, found in ports[name]; an empty dictionary is a port without milter,
    {"milter": "as in main.cf"} one with what stands there, "settings" adds others. Everything
    that is delivered goes to the sink (None: is thrown away), *@nowhere.example bounces, care@ is
    injected too. routes: {domain: name of a service} for what comes in again.
    """

    def __init__(self, place, sink, services, inject=None, local_milters="", more="",
                 name="postfix", routes=None):
        transport = f"lmtp:inet:127.0.0.1:{sink.port}" if sink else "discard:"
        self.place, self.folder, self.name = place, place.folder(name), name
        self.ports = {name: what.get("port") or free_port() for name, what in services.items()}
        self.log_path = os.path.join(place.path, name + ".log")
        _require()
        place.folder(f"{name}/data", "postfix", 0o700)
        place.file(f"{name}/aliases", ALIASES)
        place.file(f"{name}/transport", TRANSPORT + "".join(
            f"{domain}  smtp:[127.0.0.1]:{self.ports[service]}\n"
            for domain, service in (routes or {}).items()))
        place.file(f"{name}/main.cf", MAIN.format(
            queue=place.folder(f"{name}/queue"), data=self.folder + "/data",
            log=self.log_path, place=place.path, folder=self.folder, transport=transport,
            local_milters=local_milters, more=more))
        place.file(f"{name}/master.cf", MASTER + _pipe(inject) + "".join(
            self._service(name, what) for name, what in services.items()))

    def _service(self, name, what):
        milter = what.get("milter")
        settings = {"syslog_name": f"postfix/{name}", **what.get("settings", {})}
        if milter != "as in main.cf":
            settings["smtpd_milters"] = (
                f"{{ {milter}, default_action={what['action']} }}" if milter else "")
        options = "".join(f"\n  -o {{ {key} = {value} }}" for key, value in settings.items())
        return f"127.0.0.1:{self.ports[name]} inet n - n - - smtpd{options}\n"

    def start(self):
        # A private configuration's queue is made by its first start.
        done = self.run("postfix", "start")
        self.place.at_end(self.stop)
        if done.returncode != 0:
            raise NotRun(f"Postfix does not start: {done.stderr} {self.log()[-1000:]}")
        for name, port in self.ports.items():
            wait_for(lambda port=port: is_listening(port), 15, f"Postfix's port {name}")
        return self

    def stop(self):
        self.run("postfix", "stop")

    def run(self, program, *arguments, stdin=None):
        """Runs one of Postfix's programs on this configuration."""
        return subprocess.run([shutil.which(program, path="/usr/sbin:/usr/bin"), "-c",
                               self.folder, *arguments], input=stdin, capture_output=True,
                              env={**os.environ, "MAIL_CONFIG": self.folder}, timeout=60)

    def sendmail(self, sender, recipients, raw):
        """Injects by sendmail(1)."""
        done = subprocess.run(["/usr/sbin/sendmail", "-C", self.folder, "-i", "-f", sender, "--",
                               *recipients], input=raw.replace(b"\r\n", b"\n"),
                              capture_output=True, timeout=30,
                              env={**os.environ, "MAIL_CONFIG": self.folder})
        if done.returncode != 0:
            raise AssertionError(f"sendmail: {done.stderr.decode()}")

    def flush(self):
        """Tries what is deferred now."""
        self.run("postqueue", "-f")

    def queue_length(self):
        lines = self.run("postqueue", "-j").stdout.splitlines()
        return len(lines)

    def log(self):
        try:
            with open(self.log_path, errors="replace") as log:
                return log.read()
        except FileNotFoundError:
            return ""

    def wait_log(self, text, timeout_s=15):
        wait_for(lambda: text in self.log(), timeout_s, f"«{text}» in Postfix's log")


def _require():
    if os.geteuid() != 0:
        raise NotRun("Postfix can only be started by root")
    if not os.path.exists("/usr/sbin/postfix"):
        raise NotRun("Postfix is not installed (apt-get install postfix)")
    try:
        pwd.getpwnam("postfix")
    except KeyError:
        raise NotRun("there is no user postfix") from None


def _pipe(inject):
    """The second door: inject is (user, program, configuration). care@inject.example is
    care@example.com to it."""
    if inject is None:
        return ""
    user, program, configuration = inject
    return ("postdesk  unix - n n - 4 pipe\n"
            f"  flags=q user={user} null_sender=\n"
            f"  argv={program} -c {configuration} inject -f ${{sender}} -- "
            "${mailbox}@example.com\n")
