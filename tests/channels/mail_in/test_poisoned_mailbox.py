"""Sixty sorts of poison in the middle of a hundred good letters: every good one is a ticket, every other is seen (REL-01)."""

from collections.abc import Iterator
from threading import Event

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext

from okno.channels import access, incoming
from okno.channels.mail import imap_line, lease
from okno.channels.mail.cage import Cage, CageError
from okno.channels.mail.imap_folder import LARGE, WINDOW, Folder
from okno.channels.mail.letter import Letter
from okno.channels.models import Inbound, InboundState
from okno.channels.models.mailbox import Security
from okno.desk.models import Ticket
from okno.notify.actions.notice_troubles import notice_troubles
from okno.notify.models import Notice
from okno.people.models import Person
from tests.channels import letters
from tests.channels.fake_imap import FakeImap
from tests.letters.poison import BOMBS, POISON, SLOW

pytestmark = pytest.mark.django_db
KILLERS = {"kills its reader": "KILL", "runs out of time": "timeout", "runs out of memory": "memory"}


class Tripping(Cage):
    """A cage whose child is really killed by one letter, and gives two up as it gives up what is too slow and too hungry."""

    def understand(self, raw: bytes) -> Letter:
        code = raw.rpartition(b"POISON ")[2][:7].decode("ascii", "replace").strip()
        if code == "KILL":
            self.warm_up()
            assert self._child is not None
            self._child.process.kill()
            self._child.process.wait()
            raise CageError("crash", "killed")
        if code in ("timeout", "memory"):
            raise CageError(code, "poison")
        return super().understand(raw)


@pytest.fixture
def server() -> Iterator[FakeImap]:
    fake = FakeImap()
    fake.add(*good(0, 50), *sixty(), *good(50, 100))
    yield fake
    fake.close()


@pytest.fixture
def folder(db: None, server: FakeImap) -> Iterator[Folder]:
    box = letters.mailbox(
        "help@desk.test", imap_host="127.0.0.1", imap_port=server.port, imap_security=Security.NONE
    )
    token = lease.take(box)
    assert token is not None
    line = imap_line.opened(box)
    found = Folder(line, box, token)
    found.select()
    yield found
    imap_line.close(line)


def good(first: int, last: int) -> list[bytes]:
    return [letters.raw(f"Хорошее {number}", by=f"a{number}@romashka.test") for number in range(first, last)]


def sixty() -> list[bytes]:
    """All sorts of the poison cabinet, the lighter ones of what is slow, what breaks the reader itself, and 26 MB."""
    killers = [letters.raw(f"POISON {code}", subject=name) for name, code in KILLERS.items()]
    large = letters.raw("LARGE", subject="26 MB").replace(b"LARGE", (b"x" * 76 + b"\n") * (26 * 2**20 // 77))
    slow = sorted(SLOW.values(), key=len)[: 60 - len(POISON) - len(BOMBS) - len(killers) - 1]
    found = [*POISON.values(), *BOMBS.values(), *slow, *killers, large]
    assert len(set(found)) == 60
    return found


def test_rel_01_sixty_sorts_of_poison_among_a_hundred_good_letters(
    server: FakeImap, folder: Folder, gleb: Person
) -> None:
    assert folder.take_new(Event()) == 160
    with Tripping() as cage:
        _read_until_the_end(cage)
    assert (folder.take_new(Event()), folder.reconcile()) == (0, [])
    assert server.seen == set(server.letters), "nothing is left to fetch"
    rows = Inbound.objects.order_by("id")
    assert [bytes(raw or b"") for raw in rows.values_list("raw", flat=True)] == _in_their_order(server)
    words = list(Ticket.objects.order_by("id").values_list("last_words", flat=True))
    assert [one for one in words if one.startswith("Хорошее")] == [f"Хорошее {n}" for n in range(100)]
    assert set(rows.values_list("state", flat=True)) == {InboundState.DONE, InboundState.QUARANTINED}
    assert not rows.filter(state=InboundState.DONE, ticket=None).exists()
    assert max(rows.values_list("attempts", flat=True)) == 2

    aside = list(rows.filter(state=InboundState.QUARANTINED))
    assert {one.subject for one in aside} >= set(KILLERS)
    assert [one.attempts for one in aside if one.subject in KILLERS] == [2, 2, 2]
    assert len(aside) == len(KILLERS) + 2, "and two that are nested too deep"
    assert set(access.quarantine_for(gleb)) == set(aside)
    browser = Client(HTTP_HOST="desk.test")
    browser.force_login(gleb, backend="okno.login.backends.ByMailAddress")
    for one in aside:
        page = browser.get(f"/quarantine/{one.pk}/").content.decode()
        assert escape(gettext(one.reason)) in page
        assert f"/quarantine/{one.pk}/retrial/" in page
        assert b"".join(browser.get(f"/quarantine/{one.pk}/raw/")) == bytes(one.raw or b"")
    for _ in range(2):
        notice_troubles()
    assert [notice.about for notice in Notice.objects.filter(person=gleb)] == ["quarantine"]


def _read_until_the_end(cage: Cage) -> None:
    """Read, with every back-off taken for past."""
    for _ in range(10):
        while incoming.take_some(cage):
            pass
        if not Inbound.objects.filter(state=InboundState.NEW).update(retry_at=None):
            return
    raise AssertionError("a letter is tried for ever")


def _in_their_order(server: FakeImap) -> list[bytes]:
    """What the mailbox holds, window by window, small ones first."""
    found = list(server.letters.values())
    windows = [found[start : start + WINDOW] for start in range(0, len(found), WINDOW)]
    return [one for window in windows for one in sorted(window, key=lambda one: len(one) > LARGE)]
