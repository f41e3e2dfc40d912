import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import translation

from okno.catalog.models import Priority
from okno.core import clock
from okno.core.said import both, own_words, tell
from okno.desk import clockface, journal, kinds, reacting
from okno.desk.actions.assign import take
from okno.desk.actions.classify import set_priority, set_subject
from okno.desk.actions.close import close
from okno.desk.actions.hear import hear
from okno.desk.actions.pass_on import reason
from okno.desk.hands import Verdict, Why
from okno.desk.kinds import sentence
from okno.desk.models import Assignment, Fact, Ticket
from okno.people.models import Person
from okno.staffing.roster import Away
from tests import make
from tests.queue import waiting


@pytest.mark.django_db
def test_a_fact_that_was_written_is_never_changed(anna: Person) -> None:
    fact = Fact.objects.filter(ticket=make.ticket(by=anna)).get()
    for change in (lambda: Fact.objects.filter(pk=fact.pk).update(why="x"), fact.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_verb_that_fails_leaves_nothing_behind(anna: Person) -> None:
    def fails() -> None:
        with transaction.atomic():
            hear(make.said(), by=anna)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not Ticket.objects.exists()
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_verbs_of_one_block_write_their_facts_and_clocks_together_in_their_order(anna: Person) -> None:
    with transaction.atomic(), journal.together():
        first, second = (hear(make.said(), by=anna).ticket for _ in range(2))
        assert not Fact.objects.exists()
        assert clockface.of(first), "who reads clocks reads all"
        hear(make.said(), by=anna, ticket=first)
    assert list(Fact.objects.order_by("id").values_list("ticket", "kind")) == [
        (first.pk, "ticket.opened"),
        (second.pk, "ticket.opened"),
        (first.pk, "message.heard"),
    ]
    assert len(clockface.of(first)) == len(clockface.of(second)) > 0
    wished = [(wish["reaction"], wish["fact"]) for name, wish in waiting() if name == "react"]
    assert len(wished) == Fact.objects.count(), "the reactions of a fact share a job"
    assert {(one, fact) for reactions, fact in wished for one in reactions} == {
        (reaction, fact.pk)
        for fact in Fact.objects.all()
        for kind, reaction in reacting.table()
        if kind == fact.kind and reacting.wants(reaction, fact)
    }
    hear(make.said(), by=anna)
    assert Fact.objects.count() == 4, "after the block each verb writes at once"


@pytest.mark.django_db
def test_a_block_of_verbs_that_fails_writes_nothing_and_holds_nothing_back(anna: Person) -> None:
    def fails() -> None:
        with transaction.atomic(), journal.together():
            hear(make.said(), by=anna)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not Ticket.objects.exists()
    hear(make.said(), by=anna)
    assert Fact.objects.count() == 1


def test_every_kind_of_fact_has_a_sentence_without_holes() -> None:
    for kind in kinds.KINDS:
        assert kinds.sentence(kind, {})
        assert "{" not in kinds.sentence(kind, {})


def test_sec_43_values_are_put_into_a_sentence_as_they_are() -> None:
    words = kinds.sentence("participant.added", {"name": "{{7*7}} {minutes} {0.__class__}"})
    assert "{{7*7}} {minutes} {0.__class__}" in words


@pytest.mark.django_db(transaction=True)
def test_rel_34_ten_workers_take_a_ticket_and_each_hand_is_a_row_without_gaps() -> None:
    ticket = make.ticket()
    colleagues = [make.agent() for _ in range(10)]
    errors: list[Exception] = []

    def work(person: Person) -> None:
        try:
            take(ticket, by=person)
        except Exception as error:  # noqa: BLE001 - the test tells what happened in the thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[person]) for person in colleagues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors
    rows = list(Assignment.objects.filter(ticket=ticket).order_by("started_at", "id"))
    assert len(rows) == 10
    assert sum(row.ended_at is None for row in rows) == 1
    assert Ticket.objects.get(pk=ticket.pk).owner_id == next(
        row.owner_id for row in rows if row.ended_at is None
    )


@pytest.mark.django_db(transaction=True)
def test_the_nudge_comes_with_the_commit_and_carries_ids_alone(anna: Person, boris: Person) -> None:
    import json

    import psycopg

    from okno.core.live import CHANNEL, _parameters

    ticket = make.ticket(by=anna)
    with psycopg.connect(**_parameters()) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        close(ticket, by=boris)
        notice = next(listener.notifies(timeout=10))
    nudge = json.loads(notice.payload)
    assert nudge["ticket"] == ticket.number
    assert all(isinstance(value, int | bool | None) for value in nudge.values())
    assert connection.vendor == "postgresql"


def test_a_code_in_a_fact_is_told_in_words() -> None:
    with translation.override("en"):
        assert kinds.sentence("ticket.waiting", {"waiting_for": "third_party"}).endswith("for a third party")
        assert kinds.sentence("ticket.kind_set", {"before": "", "after": "idea"}).endswith("— → idea")
        assert kinds.sentence("ticket.linked", {"other_number": 7, "link": "duplicate"}).endswith(
            "duplicate of"
        )


@pytest.mark.django_db
def test_what_the_desk_says_by_itself_is_told_to_each_reader_in_his_language(boris: Person) -> None:
    ticket = make.ticket()
    rule = own_words("rule “%(name)s”", name="Касса стоит")
    set_priority(ticket, Priority.objects.get(code="critical"), by=boris, why=both("by hand", rule))
    fact = Fact.objects.get(kind="ticket.priority_set")
    assert fact.why == "by hand, правило «Касса стоит»"
    told = {}
    for language in ("ru", "en"):
        with translation.override(language):
            told[language] = (sentence(fact.kind, fact.data), fact.reason)
    assert told["ru"] == ("меняет критичность: Обычный → Критический", "by hand, правило «Касса стоит»")
    assert told["en"] == ("changed the priority: Normal → Critical", "by hand, rule “Касса стоит”")
    away = Away("sick", clock.now(), datetime(2031, 3, 5, 21, 0, tzinfo=UTC))
    kept = reason(boris, Verdict(Why.AWAY, away), None).kept
    with translation.override("en"):
        assert tell(kept) == "Борис Орлов: sick leave until 5 March 2031"
    silent = reason(boris, Verdict(Why.SILENT), 1).kept
    assert tell(silent) == "Борис Орлов: не принято за 1 минуту"


@pytest.mark.django_db
def test_a_reaction_that_fails_is_tried_again_alone_and_holds_up_no_other(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[str] = []

    def broken(fact: Fact) -> None:
        raise RuntimeError

    monkeypatch.setattr(reacting, "_by_name", {"broken": broken, "sound": lambda fact: did.append(fact.kind)})
    hear(make.said(), by=anna)
    before, fact = len(waiting()), Fact.objects.get()
    reacting.react.func(["broken", "sound"], fact.pk)
    assert did == ["ticket.opened"]
    assert waiting()[before:] == [("react", {"reaction": "broken", "fact": fact.pk})]
    with pytest.raises(RuntimeError):
        reacting.react.func("broken", fact.pk)


@pytest.mark.django_db
def test_a_reaction_sees_the_ticket_as_the_one_before_it_has_left_it(
    anna: Person, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, Fact]] = []

    def looks(fact: Fact) -> None:
        assert fact.ticket is not None
        assert fact.message is not None
        assert fact.message.ticket is fact.ticket
        seen.append((fact.ticket.subject, fact))

    def renames(fact: Fact) -> None:
        assert fact.ticket is not None
        set_subject(fact.ticket, "По-новому", by=boris)

    by_name = {"looks": looks, "looks again": looks, "renames": renames, "looks last": looks}
    monkeypatch.setattr(reacting, "_by_name", by_name)
    hear(make.said(subject="По-старому"), by=anna)
    reacting.react.func(list(by_name), Fact.objects.get(kind="ticket.opened").pk)
    assert [subject for subject, _fact in seen] == ["По-старому", "По-старому", "По-новому"]
    assert seen[0][1] is seen[1][1], "what nobody has changed is not read anew"
