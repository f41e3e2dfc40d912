"""What is promised again and again: each question after the first reply, and to keep the customer up to date."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from okno.catalog.models import Priority
from okno.desk.actions.classify import set_priority
from okno.desk.actions.close import reopen
from okno.desk.actions.hear import hear
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import resume, wait
from okno.desk.audit import Audit, audit
from okno.desk.models import Clock, Ticket
from okno.people.models import Person
from okno.sla.clocks import is_paused
from tests import make

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    """A ticket day and night, that promises an answer to each question within an hour and news every four."""
    promising = Priority.objects.get(code="critical")
    promising.next_reply_minutes, promising.update_minutes = 60, 240
    promising.save()
    with time_machine.travel(START, tick=False):
        return make.ticket(by=anna, priority=promising)


def rounds(ticket: Ticket, metric: str) -> list[Clock]:
    return list(Clock.objects.filter(ticket=ticket, metric=metric).order_by("started_at"))


def test_each_question_after_the_first_reply_opens_one_round_and_our_reply_ends_it(
    ticket: Ticket, anna: Person, boris: Person
) -> None:
    with time_machine.travel(START, tick=False) as now:
        hear(make.said("Ещё и пахнет"), by=anna, ticket=ticket)
        assert rounds(ticket, "next_reply") == []
        now.shift(600)
        reply(ticket, "Смотрим.", by=boris)
        hear(make.said("Спасибо!"), by=anna, ticket=ticket)
        assert rounds(ticket, "next_reply") == []
        now.shift(600)
        asked = datetime.now(UTC) - timedelta(minutes=5)
        hear(make.said("Ну что там?", at=asked), by=anna, ticket=ticket)
        now.shift(600)
        hear(make.said("Ау?"), by=anna, ticket=ticket)
        [first] = rounds(ticket, "next_reply")
        assert (first.started_at, first.due_at) == (asked, asked + timedelta(hours=1))
        reply(ticket, "Мастер выехал.", by=boris)
        hear(make.said("А сейчас?", at=datetime.now(UTC) + timedelta(minutes=1)), by=anna, ticket=ticket)
        kept, second = rounds(ticket, "next_reply")
        assert kept.stopped_at == datetime.now(UTC)
        assert second.stopped_at is None
    assert audit() == Audit(agree=1)


def test_the_customer_is_kept_up_to_date_from_each_of_our_messages_on(
    ticket: Ticket, anna: Person, boris: Person
) -> None:
    with time_machine.travel(START, tick=False) as now:
        now.shift(3600)
        reply(ticket, "Смотрим.", by=boris)
        first, second = rounds(ticket, "update")
        assert (first.stopped_at, second.due_at) == (
            datetime.now(UTC),
            datetime.now(UTC) + timedelta(hours=4),
        )
        wait(ticket, "third_party", by=boris)
        assert not is_paused(rounds(ticket, "update")[-1])
        wait(ticket, "customer", by=boris)
        assert is_paused(rounds(ticket, "update")[-1])
        now.shift(3600)
        reply(ticket, "Ждём вашей модели принтера.", by=boris)
        third = rounds(ticket, "update")[-1]
        assert (third.started_at, is_paused(third)) == (datetime.now(UTC), True)
        resume(ticket, by=boris)
        now.shift(60)
        reply(ticket, "Готово.", by=boris, then=Then.RESOLVE)
        assert not Clock.objects.running().filter(ticket=ticket).exists()
        now.shift(60)
        reopen(ticket, by=boris)
        assert rounds(ticket, "update")[-1].started_at == datetime.now(UTC)
    assert audit() == Audit(agree=1)


def test_other_terms_change_the_round_that_runs_and_leave_those_that_are_over(
    ticket: Ticket, anna: Person, boris: Person
) -> None:
    other = Priority.objects.get(code="major")
    with time_machine.travel(START, tick=False) as now:
        now.shift(60)
        reply(ticket, "Смотрим.", by=boris)
        now.shift(60)
        hear(make.said("Ну что там?"), by=anna, ticket=ticket)
        set_priority(ticket, other, by=boris)
        over, running = rounds(ticket, "update")
        assert (over.cancelled_at, running.cancelled_at) == (None, datetime.now(UTC))
        assert [one.runs for one in rounds(ticket, "next_reply")] == [False]
        Priority.objects.filter(pk=other.pk).update(next_reply_minutes=30)
        resolve(ticket, by=boris)
        assert audit() == Audit(agree=1)


def test_a_round_that_nobody_had_promised_begins_when_the_question_came(anna: Person, boris: Person) -> None:
    with time_machine.travel(START, tick=False) as now:
        ticket = make.ticket(by=anna)
        now.shift(60)
        reply(ticket, "Смотрим.", by=boris)
        now.shift(60)
        asked = datetime.now(UTC)
        hear(make.said("Ну что там?"), by=anna, ticket=ticket)
        now.shift(60)
        Priority.objects.filter(code="critical").update(next_reply_minutes=30)
        set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
        [one] = rounds(ticket, "next_reply")
        assert (one.started_at, one.due_at) == (asked, asked + timedelta(minutes=30))
    assert audit() == Audit(agree=1)
