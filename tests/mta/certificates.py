# certificates.py - an authority of the tests' own, and what it and a false one have signed.
# SPDX-License-Identifier: MIT
import os
import shutil
import ssl
import subprocess

from place import NotRun


class Authority:
    """Makes keys and certificates in a folder of the place; pem(name) has both."""

    def __init__(self, place, name="authority"):
        if shutil.which("openssl") is None:
            raise NotRun("there is no openssl")
        self.folder = place.folder(f"tls/{name}")
        self.certificate = os.path.join(self.folder, "ca.pem")
        self._openssl("req", "-x509", *_NEW_KEY, "-subj", f"/CN={name}", "-days", "2",
                      "-keyout", self.folder + "/ca.key", "-out", self.certificate)

    def pem(self, common_name):
        """A certificate for a name, with its key, as one file; made once."""
        path = os.path.join(self.folder, common_name + ".pem")
        if os.path.exists(path):
            return path
        request, key = path + ".csr", path + ".key"
        self._openssl("req", *_NEW_KEY, "-subj", f"/CN={common_name}", "-keyout", key,
                      "-out", request)
        self._openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey",
                      self.folder + "/ca.key", "-CAcreateserial", "-days", "2", "-out", path)
        with open(path, "a") as out, open(key) as source:
            out.write(source.read())
        return path

    def client(self, common_name):
        """For starttls() of a client that shows the certificate."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.load_cert_chain(self.pem(common_name))
        return context

    def settings(self, host):
        """What makes an smtpd port of Postfix offer TLS and ask for the client's certificate."""
        pem = self.pem(host)
        return {"smtpd_tls_security_level": "may", "smtpd_tls_cert_file": pem,
                "smtpd_tls_key_file": pem, "smtpd_tls_CAfile": self.certificate,
                "smtpd_tls_ask_ccert": "yes", "smtpd_tls_fingerprint_digest": "sha256"}

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise NotRun(f"openssl {arguments[0]}: {done.stderr[-500:]}")


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
