"""The mail catcher of the demo: takes every letter that the desk sends and keeps the newest five hundred in a folder.

It listens on this machine alone, delivers nothing to anybody and exists only where the demo does.
"""

import secrets
import threading
import time
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

KEPT = 500
LARGEST = 40 * 2**20


@dataclass(frozen=True, kw_only=True)
class Caught:
    """One letter as the page shows it."""

    name: str
    to: str
    sender: str
    subject: str
    at: float
    text: str
    html: str
    reply_to: str
    message_id: str
    files: tuple[str, ...]


class Catcher:
    """Handler of the SMTP server: a letter is a file, written aside and renamed, so a page never reads half of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the letter and forget the oldest."""
        content = envelope.content
        assert isinstance(content, bytes)
        aside = self.folder / f"{secrets.token_hex(4)}.part"
        aside.write_bytes(content)
        aside.rename(self.folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml")
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return "250 caught"


def run(host: str, port: int, stop: threading.Event) -> None:
    """Catch letters until told to stop."""
    controller = Controller(Catcher(folder()), hostname=host, port=port, data_size_limit=LARGEST)
    controller.start()
    try:
        stop.wait()
    finally:
        controller.stop()


def folder() -> Path:
    """Return the folder of the caught letters."""
    return Path(settings.VAR) / "caught"


def newest(count: int = 50) -> list[Caught]:
    """Return the newest letters, newest first."""
    return [read(path) for path in sorted(folder().glob("*.eml"), reverse=True)[:count]]


def by_name(name: str) -> Caught | None:
    """Return one letter; a name that is not one of ours names nothing."""
    path = folder() / name
    if path.suffix != ".eml" or path.parent != folder() or not path.is_file():
        return None
    return read(path)


def read(path: Path) -> Caught:
    """Read a letter that the desk itself composed."""
    letter = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    reply_to = getaddresses([str(letter["Reply-To"] or letter["From"] or "")])
    return Caught(
        name=path.name,
        to=str(letter["To"] or ""),
        sender=str(letter["From"] or ""),
        subject=str(letter["Subject"] or ""),
        at=path.stat().st_mtime,
        text=_part(letter, "plain"),
        html=_part(letter, "html"),
        reply_to=reply_to[0][1] if reply_to else "",
        message_id=str(letter["Message-ID"] or ""),
        files=tuple(part.get_filename() or "—" for part in letter.iter_attachments()),
    )


def _part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""
