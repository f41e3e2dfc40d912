"""Letters wait, are read in turn, fail, wait again and end where people see them; those behind them go on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from okno.channels import access, incoming
from okno.channels.actions.retry import retry
from okno.channels.actions.set_aside import set_aside
from okno.channels.mail.cage import Cage, CageError
from okno.channels.mail.letter import Letter
from okno.channels.models import Inbound, InboundState
from okno.core.refusals import NotFound
from okno.desk.models import Message, Ticket
from okno.people.models import Address, Person
from tests import make
from tests.channels import letters
from tests.queue import waiting

DEEP = b"From: anna@romashka.test\r\nSubject: deep\r\n" + b"".join(
    f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(100)
)


class Tripping(Cage):
    """A cage whose child is really killed on letters that carry the word."""

    def understand(self, raw: bytes) -> Letter:
        if b"KILL-THE-READER" in raw:
            self.warm_up()
            assert self._child is not None
            self._child.process.kill()
            self._child.process.wait()
            raise CageError("crash", "killed")
        return super().understand(raw)


@pytest.fixture
def tripping() -> Iterator[Cage]:
    with Tripping() as cage:
        yield cage


def every_try(cage: Cage) -> None:
    """Read, with every back-off taken for past."""
    for _ in range(20):
        while incoming.take_one(cage):
            pass
        if not Inbound.objects.filter(state=InboundState.NEW).update(retry_at=None):
            return
    raise AssertionError("a letter is tried for ever")


@pytest.mark.django_db
def test_storing_wakes_the_reader(run_jobs: object) -> None:
    inbound = letters.kept(letters.raw(), letters.mailbox())
    assert [name for name, _ in waiting()] == ["understand"]
    run_jobs(only="understand")  # type: ignore[operator]
    inbound.refresh_from_db()
    assert inbound.state == InboundState.DONE


@pytest.mark.django_db
def test_a_lost_wish_is_found_by_the_sweep(run_jobs: object) -> None:
    letters.kept(letters.raw(), letters.mailbox())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    incoming.sweep_letters.func(timestamp=0)
    assert [name for name, _ in waiting()] == ["understand"]


@pytest.mark.django_db
def test_a_fault_of_ours_is_tried_five_times(monkeypatch: pytest.MonkeyPatch) -> None:
    inbound = letters.kept(letters.raw(), letters.mailbox())
    Inbound.objects.filter(pk=inbound.pk).update(envelope_to=17)  # a row that the inbox cannot read
    every_try(letters.cage)
    inbound.refresh_from_db()
    assert (inbound.state, inbound.attempts) == (InboundState.QUARANTINED, 5)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_quarantine_and_retry(tripping: Cage, gleb: Person, boris: Person, grigory: Person) -> None:
    poison = letters.kept(letters.raw("KILL-THE-READER"), letters.mailbox())
    every_try(tripping)
    assert list(access.quarantine_for(boris)) == [poison]
    assert not access.quarantine_for(grigory).exists()
    with pytest.raises(NotFound):
        access.inbound_for(grigory, poison.pk)
    retry(poison, by=gleb)
    letters.read_all()
    poison.refresh_from_db()
    assert poison.state == InboundState.DONE
    assert "tried_again" in letters.codes(poison)
    assert retry(poison, by=gleb).state == InboundState.DONE
    flights = access.recorder_for(boris, poison.message)
    assert [flight.inbound for flight in flights] == [poison]
    assert any("Глеб" in sentence for sentence in flights[0].sentences)


@pytest.mark.django_db
def test_what_was_set_aside_is_not_read_again_with_the_others(tripping: Cage, gleb: Person) -> None:
    box = letters.mailbox()
    one, other = (letters.kept(letters.raw(f"KILL-THE-READER {n}"), box) for n in range(2))
    every_try(tripping)
    set_aside(one, by=gleb, why="спам")
    set_aside(one, by=gleb, why="спам")
    for held in Inbound.objects.filter(state=InboundState.QUARANTINED):
        retry(held, by=gleb)
    letters.read_all()
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (InboundState.IGNORED, InboundState.DONE)


@pytest.mark.django_db
def test_the_quarantine_of_a_closed_team_is_its_own(boris: Person, gleb: Person) -> None:
    team = make.team("Кадры", is_closed=True)
    member = make.agent(teams=(team,))
    inbound = letters.kept(DEEP, letters.mailbox("hr@desk.test", team=team))
    letters.read_all()
    assert list(access.quarantine_for(member)) == list(access.quarantine_for(gleb)) == [inbound]
    assert not access.quarantine_for(boris).exists()
    with pytest.raises(NotFound):
        access.inbound_for(boris, inbound.pk)


@pytest.mark.django_db
def test_rel_23_bytes_that_postgresql_cannot_keep_become_a_ticket() -> None:
    content = b"From: a\x00b <a@romashka.test>\r\nSubject: x\x00y \xff\xfe\r\n"
    content += b"Content-Type: text/plain; charset=x-no\r\n\r\na\x00b\xed\xa0\x80\r\n"
    inbound = letters.came(content, letters.mailbox())
    assert inbound.state == InboundState.DONE, inbound.decisions
    assert bytes(Inbound.objects.get(pk=inbound.pk).raw) == content


@pytest.mark.django_db(transaction=True)
def test_rel_29_fifty_letters_of_a_new_person_through_eight_workers() -> None:
    box = letters.mailbox()
    for number in range(50):
        # The eight cannot lean on the order of one sender here: half of the letters hide who wrote them.
        by = "Анна <ANNA@romashka.test>" if number % 2 else "Анна <anna@romashka.test>"
        letters.kept(letters.raw(f"Сообщение {number}", by=by, message_id=f"n{number}@romashka.test"), box)
    Inbound.objects.filter(pk__in=list(Inbound.objects.values_list("pk", flat=True)[::2])).update(sender="")
    letters.read_by(8, incoming.take_one)
    letters.read_all()
    assert set(Inbound.objects.values_list("state", flat=True)) == {"done"}
    assert Address.objects.filter(normal="anna@romashka.test").count() == 1
    assert Person.objects.filter(email="anna@romashka.test").count() == 1
    assert Message.objects.count() == Ticket.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_the_letters_of_one_sender_keep_their_order() -> None:
    box = letters.mailbox()
    first = letters.came(letters.raw("Начало", message_id="begin@romashka.test"), box)
    for number in range(12):
        letters.kept(letters.raw(f"{number}", subject="Re: Принтер", references="<begin@romashka.test>"), box)

    def work() -> None:
        with Cage() as cage:
            for _ in range(40):
                incoming.take_one(cage)
        connection.close()

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(work) for _ in range(3)]:
            done.result(120)
    letters.read_all()
    texts = Message.objects.filter(ticket=first.ticket).order_by("id").values_list("text", flat=True)
    assert list(texts) == ["Начало", *map(str, range(12))]


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_dies_leaves_the_letter_to_the_next() -> None:
    inbound = letters.kept(letters.raw(), letters.mailbox())

    class Dying(Cage):
        def understand(self, raw: bytes) -> Letter:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            raise AssertionError

    with pytest.raises(Exception, match=r"terminat|closed|connection"):
        incoming.take_one(Dying())
    connection.close()
    inbound.refresh_from_db()
    assert (inbound.state, inbound.attempts) == (InboundState.NEW, 0)
    assert letters.read_all() == 1
