"""A real time-stamping authority on 127.0.0.1: `openssl ts -reply` behind HTTP, with a root and a certificate of its own."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[ca]
default_ca = c
[c]
dir = .
new_certs_dir = .
database = ./index.txt
serial = ./serial.ca
default_md = sha256
policy = p
unique_subject = no
[p]
commonName = supplied
organizationName = optional
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[other]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,codeSigning
[tsa]
default_tsa = t
[t]
dir = .
serial = ./serial.tsa
signer_cert = ./tsa.pem
signer_key = ./tsa.key
default_policy = 1.2.3.4.1
digests = DIGESTS
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
signer_digest = sha256
CERTS
"""
KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config conf"
LONG = ("20200101000000Z", "20991231235959Z")
REPLY = "application/timestamp-reply"

Change = Callable[[bytes], bytes]


def openssl(words: str, folder: Path, *more: str) -> bytes:
    """Run openssl in a folder; return what it wrote."""
    done = subprocess.run(["openssl", *words.split(), *more], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, (words, more, done.stderr.decode())
    return done.stdout


@dataclass(frozen=True)
class Authority:
    """One authority: its folder holds `root.pem`, `tsa.pem` and the keys."""

    folder: Path

    @property
    def roots(self) -> Path:
        """The root that vouches for it."""
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        """Return what it answers to a request."""
        (self.folder / "q.tsq").write_bytes(query)
        openssl("ts -reply -config conf -queryfile q.tsq -out r.tsr", self.folder)
        return (self.folder / "r.tsr").read_bytes()

    def verify(self, token: Path, note: Path, *more: str) -> tuple[bool, str]:
        """Return whether `openssl ts -verify` believes a token, and what it says."""
        words = f"openssl ts -verify -in {token} -data {note} -CAfile {self.roots}".split()
        done = subprocess.run([*words, *more], capture_output=True, text=True, check=False)
        return done.returncode == 0, done.stdout + done.stderr


def made(
    folder: Path,
    *,
    dates: tuple[str, str] = LONG,
    kind: str = "stamps",
    sends: str = "",
    name: str = "Clock of the north",
    by: str = "root",
    digests: str = "sha256",
) -> Authority:
    """Make an authority. dates: from when to when its certificate is valid; kind: what the certificate is for.

    sends: which certificate it sends beside its own, `root` or `middle`; by: which of these two signed its own.
    """
    folder.mkdir(parents=True)
    certs = f"certs = ./{sends}.pem" if sends else ""
    (folder / "conf").write_text(CONFIG.replace("CERTS", certs).replace("DIGESTS", digests))
    (folder / "index.txt").touch()
    for serial in ("serial.ca", "serial.tsa"):
        (folder / serial).write_text("01\n")
    subject = f"/O=The very long name of an organisation/CN=Root {folder.name}"
    openssl(
        f"req -x509 {KEY} -keyout root.key -out root.pem -days 9999 -extensions root -subj", folder, subject
    )
    middle = f"/O=A middle with a name at length/CN=Middle {folder.name}"
    _signed(folder, "middle", middle, by="root", kind="root")
    _signed(folder, "tsa", f"/CN={name}", by=by, kind=kind, dates=dates)
    return Authority(folder)


def _signed(
    folder: Path, what: str, subject: str, *, by: str, kind: str, dates: tuple[str, str] = LONG
) -> None:
    openssl(f"req {KEY} -keyout {what}.key -out {what}.csr -subj", folder, subject)
    ca = f"ca -batch -notext -config conf -in {what}.csr -out {what}.pem -cert {by}.pem -keyfile {by}.key"
    openssl(f"{ca} -extensions {kind} -startdate {dates[0]} -enddate {dates[1]}", folder)


@contextmanager
def serving(
    authority: Authority, *, change: Change = bytes, status: int = 200, kind: str = REPLY
) -> Iterator[tuple[str, list[bytes]]]:
    """Serve an authority; yield its address and the requests that came. change: what is done to each answer."""
    asked: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(query)
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = change(authority.reply(query))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsr", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
