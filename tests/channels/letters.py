"""Letters for the tests: plain functions that write RFC 5322 bytes, and the road from bytes to a ticket."""

import itertools
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from django.db import connection

from okno.channels import incoming
from okno.channels.mail.cage import Cage
from okno.channels.mail.receive import store
from okno.channels.models import Inbound, Mailbox
from okno.core import clock
from okno.people.models import Team

_count = itertools.count(1)
cage = Cage()


def raw(
    text: str = "Принтер на третьем этаже гудит.",
    *,
    by: str = "Анна Белова <anna@romashka.test>",
    to: str = "support@desk.test",
    subject: str = "Принтер гудит",
    message_id: str | None = None,
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """A letter; headers by keyword with underscores: `in_reply_to="<…>"`."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = by, to, subject
    letter["Date"] = format_datetime(clock.now())
    if message_id != "":
        letter["Message-ID"] = f"<{message_id or f'letter-{next(_count)}@romashka.test'}>"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def mailbox(address: str = "support@desk.test", *, team: Team | None = None, **fields: Any) -> Mailbox:
    return Mailbox.objects.create(address=address, team=team, **fields)


def kept(content: bytes, box: Mailbox | None = None, *, to: str = "", envelope_from: str = "") -> Inbound:
    """Store a letter as a door does."""
    return store(
        "mail",
        f"test:{next(_count)}",
        content,
        mailbox=box,
        envelope_from=envelope_from,
        envelope_to=[to] if to else [],
    )


def read_by(workers: int, take: Callable[[Cage], object]) -> None:
    """Let so many readers, each with a cage of its own, take letters at once until none waits; their errors are ours."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Cage() as own:
                while take(own):
                    pass
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failures


def read_all() -> int:
    """Let the reader work until nothing waits; returns how many letters it took."""
    done = 0
    while taken := incoming.take_some(cage):
        done += taken
    return done


def came(content: bytes, box: Mailbox | None = None, *, to: str = "", envelope_from: str = "") -> Inbound:
    """Store a letter and let it be read; returns the row as it is then."""
    inbound = kept(content, box, to=to, envelope_from=envelope_from)
    read_all()
    inbound.refresh_from_db()
    return inbound


def codes(inbound: Inbound) -> list[str]:
    return [step["code"] for step in inbound.decisions]
