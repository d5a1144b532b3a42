# filters.py - real OpenDKIM and OpenDMARC, asking a name server of the tests' own.
# SPDX-License-Identifier: MIT
import base64
import hashlib
import os
import re
import subprocess

from place import NotRun, free_port, is_listening, wait_for

VERIFIER = """\
Mode v
Socket inet:{port}@127.0.0.1
Nameservers {nameserver}
AuthservID {host}
Syslog no
UMask 022
"""

SIGNER = """\
Mode s
Socket inet:{port}@127.0.0.1
Domain example.com
Selector desk
KeyFile {key}
Nameservers {nameserver}
Syslog no
UMask 022
"""

DMARC = """\
Socket inet:{port}@127.0.0.1
AuthservID {host}
TrustedAuthservIDs {host}
SPFSelfValidate true
SPFIgnoreResults true
Syslog false
UMask 022
"""


class Filter:
    """A milter in the foreground; port is its port. Started at once, ready after ready()."""

    def __init__(self, place, program, configuration, nameserver, **values):
        self.path = f"/usr/sbin/{program}"
        if not os.access(self.path, os.X_OK):
            raise NotRun(f"{program} is not installed (apt-get install {program})")
        self.port = free_port()
        self.name = f"{program}-{self.port}"
        file = place.file(f"filters/{self.name}.conf", configuration.format(
            port=self.port, nameserver=nameserver.address, **values))
        resolver = place.file("filters/resolv.conf", f"nameserver {nameserver.address}\n")
        option = "-x" if program == "opendkim" else "-c"
        inner = (f"mount --bind {resolver} $(readlink -f /etc/resolv.conf) && "
                 f"exec {self.path} -f {option} {file}")
        self.place = place
        self.process = place.start(["unshare", "-m", "sh", "-c", inner], self.name + ".log")

    def ready(self):
        wait_for(self._is_up, 20, f"{self.name} to come up")
        return self

    def _is_up(self):
        if self.process.poll() is not None:
            with open(os.path.join(self.place.path, self.name + ".log")) as log:
                raise NotRun(f"{self.name} does not start: {log.read()[-1000:]}")
        return is_listening(self.port)


class Key:
    """A DKIM key of a domain (RFC 6376); sign() signs, records are for the name server."""

    def __init__(self, place, domain, selector="desk"):
        self.domain, self.selector = domain, selector
        place.folder("filters")
        self.file = os.path.join(place.path, f"filters/{domain}.key")
        _openssl("genrsa", "-out", self.file, "2048")
        os.chmod(self.file, 0o600)
        public = _openssl("rsa", "-in", self.file, "-pubout", "-outform", "DER")
        self.records = {(f"{selector}._domainkey.{domain}", "TXT"):
                        ["v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()]}

    def sign(self, raw):
        """The mail with a DKIM-Signature: From, To and Subject once each, and the body."""
        head, body = raw.split(b"\r\n\r\n", 1)
        fields = re.split(rb"\r\n(?![ \t])", head)
        digest = hashlib.sha256(re.sub(rb"(\r\n)*$", b"\r\n", body, count=1)).digest()
        names = [name for name in (b"from", b"to", b"subject")
                 if any(_is(field, name) for field in fields)]
        unsigned = (f"DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d={self.domain};"
                    f" s={self.selector};\r\n\th={':'.join(name.decode() for name in names)};"
                    f"\r\n\tbh={base64.b64encode(digest).decode()};\r\n\tb=").encode()
        covered = b"".join(next(field for field in reversed(fields) if _is(field, name)) + b"\r\n"
                           for name in names) + unsigned
        signature = base64.b64encode(_openssl("dgst", "-sha256", "-sign", self.file,
                                              stdin=covered))
        return unsigned + signature + b"\r\n" + raw


def _is(field, name):
    return field.lower().startswith(name + b":")


def _openssl(*arguments, stdin=None):
    done = subprocess.run(["openssl", *arguments], input=stdin, capture_output=True)
    if done.returncode != 0:
        raise NotRun(f"openssl {arguments[0]}: {done.stderr.decode()[-500:]}")
    return done.stdout
