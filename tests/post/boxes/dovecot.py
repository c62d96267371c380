"""Debian's Dovecot on loopback, with a mailbox for each name that logs in with “secret”."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_CONFIGURATION = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
shutdown_clients = yes
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={mails.pw_uid} gid={mails.pw_gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """One server, and what lies in its mailboxes."""

    def __init__(self, folder: Path, port: int, tls_port: int) -> None:
        self.folder = folder
        self.port = port
        self.tls_port = tls_port

    def url(self, name: str) -> str:
        return f"imap://{name}@127.0.0.1:{self.port}/INBOX"

    def opened(self, name: str) -> imaplib.IMAP4:
        """Return another program's connection to a mailbox."""
        server = imaplib.IMAP4("127.0.0.1", self.port)
        server.login(name, "secret")
        server.select()
        return server

    def deliver(self, name: str, *mails: bytes) -> None:
        server = self.opened(name)
        for mail in mails:
            server.append("INBOX", "", "", mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        server.logout()

    def subjects(self, name: str) -> list[str]:
        """Return the subjects of the mails that lie there."""
        server = self.opened(name)
        _, found = server.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        server.logout()
        return [one[1].decode().strip()[9:] for one in found if isinstance(one, tuple)]


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Run a server, as whoever runs the tests."""
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("there is no Dovecot here (Debian: dovecot-imapd)")
    folder = Path(tempfile.mkdtemp(prefix="boxes-"))
    server = Dovecot(folder, _free(), _free())
    _configure(server)
    with subprocess.Popen([program, "-F", "-c", str(folder / "conf")]) as process:
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            process.wait(10)
            shutil.rmtree(folder, ignore_errors=True)


def _configure(server: Dovecot) -> None:
    folder, root = server.folder, os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid()).pw_name
    mails = pwd.getpwnam("nobody" if root else me)
    internal = "dovecot" if root else me
    (folder / "mail").mkdir()
    folder.chmod(0o755)
    if root:
        os.chown(folder / "mail", mails.pw_uid, mails.pw_gid)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    words = _CONFIGURATION.format(
        folder=folder,
        internal=internal,
        group=grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name,
        login="dovenull" if root else me,
        mails=mails,
        port=server.port,
        tls_port=server.tls_port,
    )
    (folder / "conf").write_text(words)


def _free() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait(server: Dovecot) -> None:
    for _ in range(500):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", server.port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError((server.folder / "log").read_text())
