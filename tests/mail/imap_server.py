"""A real IMAP server (Dovecot) on loopback, as the user that runs the tests, or as `nobody` for root; every user name has a mailbox of its own."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_PARTS = [Path("/usr/lib/dovecot/imap"), Path("/usr/libexec/dovecot/imap")]
PASSWORD = "pä@ss/word"
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
mail_location = maildir:~/mail
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
_numbers = count(1)


@dataclass
class ImapServer:
    """A running server: its ports, and the file with the certificate that signs itself."""

    port: int
    secure_port: int
    certificate: Path

    def mailbox(self) -> Account:
        """Return a new, empty mailbox."""
        return Account(self, f"reports{next(_numbers)}")


@dataclass
class Account:
    """A mailbox of the server, as a mail server fills it and an administrator sees it."""

    server: ImapServer
    user: str

    def url(self, *, secure: bool = False, password: str = PASSWORD, folder: str = "") -> str:
        """Return the value of the setting for this mailbox."""
        scheme, port = ("imaps", self.server.secure_port) if secure else ("imap", self.server.port)
        return f"{scheme}://{self.user}:{quote(password, safe='')}@127.0.0.1:{port}/{folder}"

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        """Yield a client that is signed in."""
        client = imaplib.IMAP4("127.0.0.1", self.server.port)
        try:
            client.authenticate("PLAIN", lambda _: f"\0{self.user}\0{PASSWORD}".encode())
            yield client
        finally:
            client.logout()

    def deliver(self, *messages: bytes) -> None:
        """Put messages into the inbox."""
        with self.client() as client:
            for message in messages:
                assert client.append("INBOX", "", "", message)[0] == "OK"

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """Return the messages in a folder; none if there is no folder."""
        with self.client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = client.search(None, "ALL")[1][0].split()
            return [client.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]  # type: ignore[index,misc]


def why_not() -> str:
    """Return why the server cannot run here; empty if it can."""
    if _PROGRAM is None or not any(part.exists() for part in _PARTS):
        return "Dovecot is not installed; make test installs it where it may."
    version = subprocess.run([_PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return "" if version.startswith("2.3.") else f"The configuration of these tests is for Dovecot 2.3, not {version}."


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _certify(folder: Path) -> None:
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def running() -> Iterator[ImapServer]:
    """Run the server until the block ends."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    folder = Path(tempfile.mkdtemp(prefix="coalition-imap-"))
    server = ImapServer(_free_port(), _free_port(), folder / "certificate.pem")
    _certify(folder)
    identity = {"user": account.pw_name, "uid": account.pw_uid, "gid": account.pw_gid, "group": _group(account.pw_gid)}
    ports = {"port": server.port, "secure_port": server.secure_port}
    (folder / "dovecot.conf").write_text(_CONFIGURATION.format(folder=folder, password=PASSWORD, **identity, **ports))
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account.pw_uid, account.pw_gid)
    as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    process = subprocess.Popen([_PROGRAM, "-F", "-c", folder / "dovecot.conf"], cwd="/", **as_account)  # type: ignore[call-overload]
    try:
        _wait_for(server.port, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _group(number: int) -> str:
    import grp

    return grp.getgrgid(number).gr_name


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            continue
        return
    raise RuntimeError("Dovecot ended.")
