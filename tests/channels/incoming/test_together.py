"""Letters are read several in one transaction; that must never be seen, except that it is quicker."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from okno.channels import claiming, incoming
from okno.channels.claiming import claim
from okno.channels.mail.cage import Cage, CageError
from okno.channels.mail.letter import Letter
from okno.channels.models import Inbound, InboundState, Mailbox
from okno.desk.models import Clock, Fact, Message, Ticket
from okno.people.models import Address, Person
from tests import make
from tests.channels import letters
from tests.channels.until import until
from tests.queue import waiting

STATEMENTS_A_LETTER = 6  # in a full run, beside those that the run needs as a whole
STATEMENTS_A_RUN = 20


class Poisoned(Cage):
    """A cage that breaks on letters that carry the word, and counts what it is asked."""

    asked = 0

    def understand(self, raw: bytes) -> Letter:
        self.asked += 1
        if b"POISON" in raw:
            raise CageError("crash", "poison")
        return super().understand(raw)


def several(count: int, box: Mailbox, *, people: int = 1000) -> list[Inbound]:
    return [
        letters.kept(letters.raw(f"Письмо {n}", by=f"a{n % people}@romashka.test"), box) for n in range(count)
    ]


def states() -> Counter[str]:
    return Counter(Inbound.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_a_run_of_letters_costs_few_statements() -> None:
    several(incoming.TOGETHER, letters.mailbox())
    for number in range(incoming.TOGETHER):
        make.person(email=f"a{number}@romashka.test")
    with CaptureQueriesContext(connection) as seen:
        assert incoming.take_some(letters.cage) == incoming.TOGETHER
    assert len(seen) <= STATEMENTS_A_LETTER * incoming.TOGETHER + STATEMENTS_A_RUN
    assert states() == {"done": incoming.TOGETHER}
    for ticket in Ticket.objects.all():
        assert ticket.facts.get().kind == "ticket.opened"
        assert Clock.objects.filter(ticket=ticket, due_at__isnull=False).exists()
        assert ticket.next_due_at is not None
    told = [arguments["fact"] for name, arguments in waiting() if name == "react"]
    assert set(told) == set(Fact.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_rel_01_a_poisoned_letter_costs_its_neighbours_nothing() -> None:
    box = letters.mailbox()
    several(5, box)
    poison = letters.kept(letters.raw("POISON", by="x@romashka.test"), box)
    several(5, box, people=3)
    with Poisoned() as cage:
        while incoming.take_some(cage):
            pass
        poison.refresh_from_db()
        assert (poison.state, poison.attempts) == (InboundState.NEW, 1)
        assert states() == {"done": 10, "new": 1}
        assert not Inbound.objects.filter(attempts__gt=0).exclude(pk=poison.pk).exists()
        Inbound.objects.update(retry_at=None)
        incoming.take_some(cage)
    poison.refresh_from_db()
    assert poison.state == InboundState.QUARANTINED
    assert Ticket.objects.count() == Message.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_is_killed_in_the_middle_of_a_run_has_read_nothing_of_it() -> None:
    several(6, letters.mailbox())
    command = [sys.executable, "-m", "tests.channels.incoming.reader", connection.settings_dict["NAME"]]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "okno.config.settings", "PYTHONPATH": "."}
    with slow_at("Письмо 4"):
        reader = subprocess.Popen(command, env=environment)
        until(lambda: _waiting_for("PgSleep"))
        reader.kill()
        reader.wait(120)
        for pid in _waiting_for("PgSleep"):  # the server hears of the death
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    assert states() == {"new": 6}
    assert not Ticket.objects.exists()
    assert not Person.objects.filter(email__startswith="a").exists()
    subprocess.run(command, env=environment, timeout=120, check=True)
    assert states() == {"done": 6}
    assert Ticket.objects.count() == Message.objects.count() == Fact.objects.count() == 6


@contextmanager
def slow_at(text: str) -> Iterator[None]:
    """Let the database take its time for a message with this text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_sleep(20); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER slowly BEFORE INSERT ON desk_message "
            f"FOR EACH ROW WHEN (NEW.text = '{text}') EXECUTE FUNCTION slowly()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION slowly CASCADE")


@pytest.mark.django_db
def test_rel_11_two_copies_in_one_run_are_one_message() -> None:
    content = letters.raw(to="support@desk.test, sales@desk.test")
    for box in (letters.mailbox(), letters.mailbox("sales@desk.test")):
        letters.kept(content, box)
    letters.kept(letters.raw("Другие слова", message_id="same@romashka.test"))
    letters.kept(letters.raw("Совсем другие", message_id="same@romashka.test"))
    Inbound.objects.update(sender="")  # nobody's order holds them apart
    assert incoming.take_some(letters.cage) == 4
    first, copy, *_others = Inbound.objects.order_by("id")
    assert first.message == copy.message
    assert letters.codes(copy)[-1] == "seen_before"
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_an_answer_to_a_letter_of_the_same_run_joins_its_ticket() -> None:
    box = letters.mailbox()
    letters.kept(letters.raw("Гудит", message_id="begin@romashka.test"), box)
    letters.kept(letters.raw("Очень гудит", in_reply_to="<begin@romashka.test>"), box)
    Inbound.objects.update(sender="")
    assert incoming.take_some(letters.cage) == 2
    ticket = Ticket.objects.get()
    assert list(ticket.messages.order_by("id").values_list("text", flat=True)) == ["Гудит", "Очень гудит"]
    assert list(ticket.facts.order_by("id").values_list("kind", flat=True)) == [
        "ticket.opened",
        "message.heard",
    ]
    assert ticket.version == 3
    assert Address.objects.count() == 1


@pytest.mark.django_db
def test_letters_of_one_sender_are_read_in_their_order_in_one_run() -> None:
    box = letters.mailbox()
    several(6, box, people=2)
    assert [incoming.take_some(letters.cage) for _ in range(2)] == [6, 0]
    assert list(Ticket.objects.order_by("id").values_list("last_words", flat=True)) == [
        f"Письмо {n}" for n in range(6)
    ]
    assert Person.objects.filter(email__startswith="a").count() == 2


@pytest.mark.django_db
def test_a_flood_of_one_sender_is_read_in_full_runs() -> None:
    several(incoming.TOGETHER * 2, letters.mailbox(), people=1)
    runs = [incoming.take_some(letters.cage) for _ in range(3)]
    assert runs == [incoming.TOGETHER, incoming.TOGETHER, 0]
    said = Message.objects.order_by("id").values_list("text", flat=True)
    assert list(said) == [f"Письмо {n}" for n in range(incoming.TOGETHER * 2)]


@pytest.mark.django_db(transaction=True)
def test_while_a_flood_is_read_the_next_reader_has_the_letters_of_others() -> None:
    several(incoming.TOGETHER * 2, letters.mailbox(), people=1)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert len(claim(incoming.TOGETHER)) == incoming.TOGETHER
        assert pool.submit(_others_letter_is_claimed).result(60)


def _others_letter_is_claimed() -> bool:
    try:
        other = letters.kept(letters.raw(by="other@romashka.test"))
        with transaction.atomic():
            return claim(incoming.TOGETHER) == [other]
    finally:
        connection.close()


@pytest.mark.django_db
def test_heavy_letters_do_not_fill_the_memory_together(monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = several(3, letters.mailbox())
    monkeypatch.setattr(claiming, "BYTES_AT_MOST", heavy[0].size + heavy[1].size)
    assert [incoming.take_some(letters.cage) for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_queue_read_every_letter_once() -> None:
    several(60, letters.mailbox(), people=25)
    letters.read_by(2, incoming.take_some)
    letters.read_all()
    assert states() == {"done": 60}
    assert Ticket.objects.count() == Message.objects.count() == Fact.objects.count() == 60
    for person in Person.objects.filter(email__startswith="a"):
        said = Message.objects.filter(author=person).order_by("id").values_list("text", flat=True)
        assert list(said) == sorted(said, key=lambda text: int(text.split()[-1]))


@pytest.mark.django_db(transaction=True)
def test_rel_30_a_run_gives_way_to_a_colleague_who_holds_what_it_wants(anna: Person) -> None:
    box = letters.mailbox()
    vasya = make.person("Вася", "vasya@romashka.test")
    first, second = make.ticket(by=anna), make.ticket(by=vasya)
    letters.kept(letters.raw("О первом", by=anna.email, subject=f"Re: № {first.number}"), box)
    letters.kept(letters.raw("О втором", by=vasya.email, subject=f"Re: № {second.number}"), box)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            letters.read_all()
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failures.append(error)
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    with transaction.atomic():
        _have_patience()
        Ticket.objects.select_for_update().get(pk=second.pk)
        reader.start()
        until(lambda: _waiting_for("Lock"))
        # The run holds the first and waits for the second: without giving way one of the two would be killed.
        Ticket.objects.select_for_update().get(pk=first.pk)
    reader.join(60)
    assert not failures
    assert states() == {"done": 2}
    assert [ticket.messages.count() for ticket in (first, second)] == [2, 2]


@pytest.mark.django_db
def test_a_run_gives_way_before_postgresql_looks_for_a_deadlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::interval < current_setting('deadlock_timeout')::interval", [incoming.GIVE_WAY]
        )
        assert cursor.fetchone()[0]


def _have_patience() -> None:
    """Wait longer than the reader does even where the machine stands still for a while: both hear their bells then."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute("SET LOCAL statement_timeout = '60s'")


def _waiting_for(kind: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND %s IN (wait_event_type, wait_event)",
            [kind],
        )
        return [row[0] for row in cursor.fetchall()]
