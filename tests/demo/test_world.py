"""A slice of the demo, looked at with plain questions: is what it shows true?"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Count, F
from pytest_django import DjangoDbBlocker

from okno.core import clock
from okno.demo import cast, plan, world
from okno.demo.stories import OUTAGES, STORIES, TODAY
from okno.desk.models import (
    Assignment,
    Attachment,
    Clock,
    Fact,
    Link,
    Mention,
    Merge,
    Message,
    Split,
    State,
    Ticket,
    WorkLog,
)
from okno.people.models import Membership, Person, Role
from okno.sla import clocks
from okno.sla.models import WorkCalendar
from okno.sla.worktime import Calendar

pytestmark = pytest.mark.django_db
TICKETS = 60
WORK_OF_A_TEAM = ("ticket.taken", "message.replied", "ticket.handed_over", "work.logged", "ticket.waiting")


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[tuple[int, int]]]:
    """Build one small world for all questions of this file, and undo it afterwards."""
    told: list[tuple[int, int]] = []
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            world.build(lambda done, of: told.append((done, of)), tickets=TICKETS)
            yield told
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            connection.close()


def working_hours() -> Calendar:
    return clocks.calendar_of(WorkCalendar.objects.get(is_always=False))


def test_the_progress_ends_at_the_whole(built: list[tuple[int, int]]) -> None:
    done = [number for number, _of in built]
    assert done == sorted(done)
    assert built[-1][0] == built[-1][1]


def test_every_state_is_to_be_seen_and_the_usual_things_have_happened() -> None:
    assert Ticket.objects.count() >= TICKETS
    assert set(Ticket.objects.values_list("state", flat=True)) == set(State)
    assert Person.objects.filter(role__in=("agent", "lead", "administrator")).count() == len(cast.COLLEAGUES)
    for model in (Attachment, Mention, Merge, WorkLog, Link):
        assert model.objects.exists(), model
    assert Ticket.objects.exclude(tags=[]).exists()
    assert Ticket.objects.exclude(fields={}).exists()
    assert Ticket.objects.filter(state=State.WAITING, waiting_until__isnull=False).exists()


def test_every_clock_equals_a_sum_anew() -> None:
    for row in Clock.objects.select_related("calendar"):
        assert row.due_at == clocks.due(row), row
        for start, end in clocks.spans(row):
            assert row.started_at <= start <= end, row


def test_lists_show_the_nearest_running_clock() -> None:
    of_teams = 0
    for ticket in Ticket.objects.prefetch_related("clocks"):
        running = [row for row in ticket.clocks.all() if row.runs and row.due_at]
        customers = [row.due_at for row in running if not row.team_id]
        teams = [row.due_at for row in running if row.team_id]
        assert ticket.next_due_at == min(customers, default=None), ticket
        assert ticket.team_due_at == min(teams, default=None), ticket
        of_teams += len(teams)
    assert of_teams, "some teams owe their part"


def test_facts_of_a_ticket_are_in_order_and_each_is_a_version() -> None:
    for ticket in Ticket.objects.all():
        moments = list(Fact.objects.filter(ticket=ticket).order_by("id").values_list("at", flat=True))
        assert ticket.version == len(moments) + 1, ticket
        if not hasattr(ticket, "split_from"):
            assert moments == sorted(moments), ticket
            assert moments[0] == ticket.created_at, ticket
        assert ticket.changed_at == moments[-1], ticket


def test_nothing_lies_in_the_future() -> None:
    now = clock.now()
    assert not Fact.objects.filter(at__gt=now).exists()
    assert not Message.objects.filter(at__gt=now).exists()
    assert not Ticket.objects.filter(changed_at__gt=now).exists()
    assert not Clock.objects.filter(stopped_at__gt=now).exists()


def test_nobody_works_at_night_but_the_night_shift() -> None:
    calendar, shift = working_hours(), cast.COLLEAGUES[cast.NIGHT_SHIFT].email
    colleagues = (Role.AGENT, Role.LEAD, Role.ADMINISTRATOR)
    for fact in Fact.objects.filter(by__role__in=colleagues).exclude(by__email=shift):
        around = fact.at - timedelta(minutes=2), fact.at + timedelta(minutes=1)
        assert calendar.between(*around) > 0, (fact.kind, fact.at)


def test_nobody_works_in_a_team_that_is_not_his() -> None:
    works_in = set(Membership.objects.values_list("person", "team"))
    for fact in Fact.objects.filter(kind__in=WORK_OF_A_TEAM):
        team = (
            Assignment.objects.filter(ticket=fact.ticket_id, started_at__lte=fact.at)
            # The one who hands over worked in the team before.
            .exclude(started_at=fact.at, by=fact.by, owner=None)
            .order_by("started_at", "id")
            .values_list("team", flat=True)
            .last()
        )
        assert (fact.by_id, team) in works_in, (fact.kind, fact.ticket_id, str(fact.by))


def test_only_customers_confirm_and_only_their_own() -> None:
    for fact in Fact.objects.filter(kind="ticket.confirmed").select_related("ticket"):
        assert fact.ticket is not None
        assert fact.by_id == fact.ticket.requester_id


def test_numbers_follow_the_time() -> None:
    opened = (
        Ticket.objects.filter(split_from=None)
        .exclude(door="chat")
        .order_by("number")
        .values_list("created_at", flat=True)
    )
    assert list(opened) == sorted(opened)


def test_there_is_work_now() -> None:
    now = clock.now()
    live = Ticket.objects.live()
    assert live.filter(owner=None, state=State.NEW).count() >= 5
    assert live.filter(created_at__gt=now - timedelta(hours=2)).exists()
    assert live.filter(next_due_at__gt=now, next_due_at__lt=now + timedelta(hours=1)).exists()
    assert 1 <= live.filter(next_due_at__lt=now).count() <= 5
    assert live.filter(owner__email="boris@okno.test").count() >= 5


def test_texts_are_whole_sentences_without_open_places() -> None:
    for text in Message.objects.values_list("text", flat=True):
        assert text.strip()
        assert not set("{}[]|<>") & set(text), text
    for subject in Ticket.objects.values_list("subject", flat=True):
        assert subject
        assert not set("{}[]|<>") & set(subject), subject


def test_the_outage_is_told_by_many_and_tied_together() -> None:
    causes = Link.objects.filter(kind="cause").values("other").annotate(count=Count("id"))
    assert [row["count"] for row in causes] == [len(OUTAGES[0].others)]


def test_answers_of_the_last_hours_wait_to_leave_and_older_ones_do_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'fact')::bigint FROM procrastinate_jobs WHERE task_name = 'react' AND status = 'todo'"
        )
        facts = Fact.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
    assert facts.exists()
    begins = working_hours().add(clock.now(), -(world.LETTERS_HOURS + 1) * 3600)
    assert not facts.filter(at__lt=begins).exists()


def test_the_same_world_is_planned_twice() -> None:
    now, calendar = clock.now(), working_hours()
    once, again = (
        [(act.at, act.verb, act.by, act.text) for act in world.acts_until(now, 200, calendar)]
        for _ in range(2)
    )
    assert once == again


def test_the_whole_world_has_its_size_and_no_story_is_told_twice_in_a_row() -> None:
    told = plan.tellings(plan.TICKETS, clock.now(), working_hours())
    assert len(told) == plan.TICKETS
    assert len(STORIES) + len(TODAY) >= 120
    last: dict[str, int] = {}
    for place, telling in enumerate(told):
        name = telling.story.subject + telling.story.text
        assert place - last.get(name, -1000) > 30, name
        last[name] = place
    assert max(Counter(telling.story.subject for telling in told).values()) <= 10


def test_the_customer_of_the_journeys_finds_her_own_ticket() -> None:
    marina = Ticket.objects.filter(requester__email="marina@romashka.test")
    assert marina.filter(subject="Забыла пароль от почты").exists()
    assert not marina.filter(subject__contains="VPN").exists()
    assert Ticket.objects.filter(requester__email="denis@romashka.test", subject__contains="VPN").exists()


def test_splits_and_merges_leave_no_loose_ends() -> None:
    assert not Split.objects.filter(target__state=State.NEW).exists()
    assert not Merge.objects.filter(source__merged_into=None).exists()
    assert not Ticket.objects.filter(merged_into=F("pk")).exists()
