"""A mailbox in which letters have waited for five days: how long until all are kept, and until all are tickets (REL-07).

The server is on this machine, so the line costs nothing. Usage: python bench/backlog.py [letters]
"""

import sys
import time
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.ground import desk, table
from bench.intake import letter, read

PROCESSES = 2


def fetch(contents: list[bytes]) -> float:
    """Fetch them all by IMAP; returns the seconds, when every one of them is kept, oldest first."""
    from okno.channels.mail import imap_line, lease
    from okno.channels.mail.imap_folder import Folder
    from okno.channels.models import Inbound, Mailbox
    from okno.channels.models.mailbox import Security
    from tests.channels.fake_imap import FakeImap

    server = FakeImap()
    server.add(*contents)
    box = Mailbox.objects.create(
        address="support@desk.test",
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_security=Security.NONE,
    )
    token = lease.take(box)
    assert token is not None
    line = imap_line.opened(box)
    folder = Folder(line, box, token)
    folder.select()
    start = time.perf_counter()
    taken = folder.take_new(Event())
    seconds = time.perf_counter() - start
    assert taken == len(contents)
    assert folder.reconcile() == []
    imap_line.close(line)
    server.close()
    kept = Inbound.objects.order_by("id").values_list("raw", flat=True)
    assert all(bytes(one or b"") == other for one, other in zip(kept.iterator(), contents, strict=True))
    return seconds


def main(count: int) -> None:
    """Print the table."""
    with desk():
        seconds = fetch([letter(number) for number in range(count)])
        a_second = read(PROCESSES)
        from okno.desk.models import Message

        assert Message.objects.count() == count
    rows = [
        ("fetched and kept, oldest first, s", f"{seconds:.0f}", ""),
        ("fetched and kept, letters/s", f"{count / seconds:.0f}", "all of them"),
        (f"all of them in tickets, {PROCESSES} processes, s more", f"{count / a_second:.0f}", ""),
    ]
    table(f"Waiting in a mailbox, {count} letters", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_000)
