"""Every clock is a sum of facts: whatever verbs come in whatever order, the facts alone make the same clocks again."""

import importlib
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection

from okno.catalog.models import Priority
from okno.contracts.actions.set_up import set_up_agreement
from okno.contracts.models import Agreement
from okno.core import clock
from okno.core.refusals import Refusal
from okno.desk.actions import bulk
from okno.desk.actions.assign import assign, take
from okno.desk.actions.classify import set_priority
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.hear import hear
from okno.desk.actions.merge import merge, undo_merge
from okno.desk.actions.move_message import move_message
from okno.desk.actions.move_out import move_out
from okno.desk.actions.promise import give_promise, take_promise_back
from okno.desk.actions.recount import make_clocks_again
from okno.desk.actions.recount_all import ask_for_recount, recount_all
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.split import split, undo_split
from okno.desk.actions.undo_send import undo_send
from okno.desk.actions.wait import resume, wait
from okno.desk.audit import Audit, agrees, audit
from okno.desk.courses import FROM_OPENING, GIVEN
from okno.desk.journal import told_of
from okno.desk.models import Clock, Merge, Split, Ticket
from okno.desk.replay import replay
from okno.people.models import Person, Team
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 13, 36, 40, tzinfo=UTC)
STEPS = 25
Verb = Callable[[], object]


def verbs(one: Ticket, other: Ticket, dice: random.Random, people: list[Person]) -> list[Verb]:
    """Everything that moves clocks, for two tickets."""
    anna, boris, vera = people
    now, who = clock.now(), dice.choice([boris, vera])
    received = now - timedelta(minutes=dice.choice([0, 7, 90]))
    priority = dice.choice(list(Priority.objects.all()))
    until = now + timedelta(hours=5)
    waiting_for = dice.choice(["customer", "third_party", "planned"])
    merged = Merge.objects.filter(undone_at=None).first()
    parted = Split.objects.filter(undone_at=None).first()
    return [
        partial(take, one, by=who),
        partial(assign, one, by=who, owner=dice.choice([who, boris, None]), team=one.team),
        partial(assign, one, by=who, team=dice.choice([*Team.objects.all(), None])),
        partial(assign, one, by=who, team=dice.choice([*Team.objects.all(), None])),
        partial(reply, one, "Смотрим.", by=who, then=dice.choice(list(Then))),
        partial(wait, one, waiting_for, by=who, until=until if waiting_for == "planned" else None),
        partial(resume, one, by=who),
        partial(hear, make.said(dice.choice(["Ещё гудит", "Спасибо!"]), at=received), by=anna, ticket=one),
        partial(resolve, one, by=who),
        partial(confirm, one, by=anna),
        partial(close, one, by=who),
        partial(reopen, one, by=who),
        partial(set_priority, one, priority, by=who),
        partial(set_priority, one, priority, by=who),
        partial(merge, one, other, by=who),
        partial(undo_merge, merged, by=who) if merged else partial(resume, other, by=who),
        partial(split, one, list(one.messages.order_by("?")[:1]), by=who),
        partial(undo_split, parted, by=who) if parted else partial(reopen, other, by=who),
        partial(move_some, one, other, dice, who),
        partial(move_some, one, other, dice, who),
        partial(shift_hours, dice),
        partial(agree_otherwise, dice),
        partial(give_promise, one, dice.choice(GIVEN), until, by=who),
        partial(take_promise_back, one, _some_given(one, dice), by=who),
        partial(reply_by_mistake, one, dice, who),
        partial(take_many_by_mistake, [one, other], dice, who),
    ]


def move_some(one: Ticket, other: Ticket, dice: random.Random, who: Person) -> None:
    message = dice.choice(list(one.messages.all()) or [None])
    if message is None:
        return
    verb = dice.choice(["move", "there and back", "out"])
    if verb == "out":
        move_out(message, one, by=who)
        return
    move_message(message, other, by=who)
    if verb == "there and back":
        message.refresh_from_db()
        move_message(message, one, by=who)


def reply_by_mistake(ticket: Ticket, dice: random.Random, who: Person) -> None:
    message = reply(ticket, "Не туда.", by=who, then=dice.choice(list(Then)), undo_seconds=60)
    if dice.random() < 0.5:
        hear(make.said("А ещё вот что", at=clock.now()), by=ticket.requester, ticket=ticket)
    undo_send(message, by=who)


def take_many_by_mistake(tickets: list[Ticket], dice: random.Random, who: Person) -> None:
    deed = dice.choice(["take", "resolve", "close", "reopen"])
    run = bulk.start(deed, "", [ticket.number for ticket in tickets], by=who)
    bulk.start_undo(run, by=who)


def _some_given(ticket: Ticket, dice: random.Random) -> int:
    return dice.choice([0, *ticket.clocks.filter(metric__in=GIVEN).values_list("pk", flat=True)])


def shift_hours(dice: random.Random) -> None:
    calendar = dice.choice(list(WorkCalendar.objects.filter(is_always=False)))
    calendar.exceptions = {"2026-11-24": [["10:00", f"{dice.randrange(11, 20)}:00"]]}
    calendar.version += 1
    calendar.save()
    ask_for_recount("Календарь изменился")
    recount_all()


def agree_otherwise(dice: random.Random) -> None:
    deal = dice.choice(list(Agreement.objects.all()))
    codes = [one.code for one in Priority.objects.all() if dice.random() < 0.6]
    deal.minutes = {code: dice.randrange(1, 900) for code in codes}
    deal.is_active = dice.random() < 0.8
    set_up_agreement(deal)
    ask_for_recount("Соглашение изменилось")
    recount_all()


@pytest.mark.parametrize("seed", range(4))
def test_the_clocks_that_are_kept_are_always_those_of_the_facts(
    seed: int, anna: Person, boris: Person, vera: Person
) -> None:
    dice = random.Random(seed)
    Priority.objects.filter(code="medium").update(reaction_minutes=None, first_reply_minutes=None)
    Priority.objects.exclude(code="major").update(
        next_reply_minutes=dice.choice([None, 60]), update_minutes=dice.choice([None, 240])
    )
    Priority.objects.exclude(code="medium").filter(is_default=False).update(
        resolution_minutes=dice.choice([None, 90])
    )
    office = WorkCalendar.objects.get(is_always=False)
    for name in ("Сеть", "Связь"):
        team = make.team(name, line=2)
        set_up_agreement(Agreement(name=name, team=team, calendar=office, minutes={"normal": 120}))
    make.team("Без соглашения")
    with time_machine.travel(START, tick=False) as now:
        tickets = [make.ticket(by=anna) for _ in range(3)]
        for _step in range(STEPS):
            now.shift(timedelta(minutes=dice.choice([1, 20, 400, 3000]), microseconds=dice.randrange(10**6)))
            one, other = dice.sample(list(Ticket.objects.all()), 2)
            verb = dice.choice(verbs(one, other, dice, [anna, boris, vera]))
            try:
                verb()
            except Refusal:
                continue
            assert audit() == Audit(agree=Ticket.objects.count()), verb
    assert len(tickets) == 3


def test_what_is_promised_for_the_first_time_knows_what_happened_before(anna: Person, boris: Person) -> None:
    without = Priority.objects.get(code="medium")
    Priority.objects.filter(pk=without.pk).update(reaction_minutes=None, resolution_minutes=None)
    without.refresh_from_db()
    ticket = make.ticket(by=anna, priority=without)
    take(ticket, by=boris)
    wait(ticket, "customer", by=boris)
    set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    reaction, resolution = (
        Clock.objects.get(ticket=ticket, metric=name) for name in ("reaction", "resolution")
    )
    assert reaction.stopped_at is not None
    assert (resolution.due_at, resolution.pauses[0]["why"]) == (None, "customer")


def test_a_ticket_that_is_over_gets_no_running_clock_by_another_priority(anna: Person, boris: Person) -> None:
    without = Priority.objects.get(code="medium")
    Priority.objects.filter(pk=without.pk).update(resolution_minutes=None)
    without.refresh_from_db()
    ticket = make.ticket(by=anna)
    before = ticket.priority
    set_priority(ticket, without, by=boris)
    resolve(ticket, by=boris)
    set_priority(ticket, before, by=boris)
    ticket.refresh_from_db()
    assert not Clock.objects.running().filter(ticket=ticket).exists()
    assert ticket.next_due_at is None


def test_facts_from_before_the_ledger_are_told_apart(anna: Person) -> None:
    ticket = make.ticket(by=anna)
    facts = told_of(ticket)
    assert replay(ticket, facts).is_whole
    del facts[0].data["promised"]
    assert agrees(ticket, list(ticket.clocks.all()), facts) is None
    seen = replay(ticket, facts)
    assert not seen.is_whole
    assert seen.promised == {}
    assert {metric for metric, _start in seen.clocks} == set(FROM_OPENING)


def test_clocks_that_differ_from_the_facts_are_named_and_made_again(anna: Person, boris: Person) -> None:
    ticket, other = make.ticket(by=anna), make.ticket(by=anna)
    wait(ticket, "customer", by=boris)
    before = list(Clock.objects.filter(ticket=ticket).order_by("id").values())
    patched = Clock.objects.filter(ticket=ticket, metric="resolution")
    patched.update(pauses=[], due_at=clock.now())
    Clock.objects.filter(ticket=ticket, metric="reaction").delete()
    assert (audit().differ, audit().agree) == ([ticket], 1)
    assert make_clocks_again(ticket)
    assert not make_clocks_again(ticket)
    assert audit() == Audit(agree=2)
    after = list(Clock.objects.filter(ticket=ticket).order_by("id").values())
    assert sorted(one["metric"] for one in after) == sorted(one["metric"] for one in before)
    assert {one["id"] for one in after} >= {one["id"] for one in before if one["metric"] != "reaction"}
    assert not make_clocks_again(other)


def test_a_deadline_of_long_ago_stays_when_the_calendar_changes(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    kept = list(Clock.objects.filter(ticket=ticket).order_by("id").values())
    shift_hours(random.Random(1))
    assert audit() == Audit(agree=1)
    assert list(Clock.objects.filter(ticket=ticket).order_by("id").values()) == kept


def test_pauses_from_before_the_ledger_learn_from_the_facts_for_what_they_were(
    anna: Person, boris: Person
) -> None:
    ticket = make.ticket(by=anna)
    wait(ticket, "third_party", by=boris)
    reply(ticket, "Ждём поставщика. Какая модель?", by=boris, then=Then.WAIT)
    hear(make.said("LaserJet"), by=anna, ticket=ticket)
    resolve(ticket, by=boris)
    reopen(ticket, by=anna)
    resolution = Clock.objects.filter(ticket=ticket, metric="resolution")
    kept = resolution.get().pauses
    assert [(one["why"], one["by"]) for one in kept] == [
        ("third_party", boris.pk),
        ("customer", boris.pk),
        ("over", anna.pk),
    ]
    migration = importlib.import_module("okno.desk.migrations.0014_pauses_know_why")
    with connection.cursor() as cursor:
        cursor.execute(migration.BACKWARD)
        assert resolution.get().pauses == [[one["from"], one["to"]] for one in kept]
        cursor.execute(migration.FORWARD)
    assert resolution.get().pauses == kept
