"""A real Dovecot on a free port, with a folder, users and accounts of its own; ended with the test."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.channels.until import until

PASSWORD = "canary-password"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%u
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 3
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    port: int
    folder: Path

    def deliver(self, user: str, name: str, content: bytes) -> None:
        """Put a letter into the user's folder as a delivery agent does (maildir)."""
        box = self.folder / "mail" / user
        for part in ("new", "cur", "tmp"):
            (box / part).mkdir(parents=True, exist_ok=True)
        (box / "tmp" / name).write_bytes(content)
        _give(self.folder / "mail")
        (box / "tmp" / name).rename(box / "new" / name)

    def renumber(self, user: str) -> None:
        """Forget the numbers of the letters, as after a restored backup: UIDVALIDITY changes."""
        for file in (self.folder / "mail" / user).glob("dovecot*"):
            if file.is_file():
                file.unlink()
        box = self.folder / "mail" / user
        (box / "dovecot-uidlist").write_text("3 V1999999999 N1 G00000000000000000000000000000001\n")
        _give(self.folder / "mail")


@contextmanager
def running() -> Iterator[Dovecot]:
    """Start Dovecot and wait until it answers."""
    folder = Path(tempfile.mkdtemp(prefix="okno-dovecot-"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    account = _account()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            folder=folder,
            port=port,
            password=PASSWORD,
            user=account.pw_name,
            group=_group(account),
            uid=account.pw_uid,
            gid=account.pw_gid,
        )
    )
    _give(folder / "mail")
    process = subprocess.Popen([shutil.which("dovecot") or "dovecot", "-F", "-c", str(config)])
    try:
        until(lambda: process.poll() is not None or _answers(port), seconds=60)
        assert process.poll() is None, (folder / "log").read_text()
        yield Dovecot(port, folder)
    finally:
        process.terminate()
        process.wait(120)
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _group(account: pwd.struct_passwd) -> str:
    import grp

    return grp.getgrgid(account.pw_gid).gr_name


def _give(folder: Path) -> None:
    if os.geteuid() == 0:
        account = _account()
        for path in [folder, *folder.rglob("*")]:
            with suppress(FileNotFoundError):
                os.chown(path, account.pw_uid, account.pw_gid)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            return line.recv(4) == b"* OK"
    except OSError:
        return False
