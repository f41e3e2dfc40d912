"""A draft is rehearsed on the past: a job with progress, in batches; after a crash it goes on where it stood."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q

from okno.catalog.models import Priority
from okno.contracts.book import Book, book, rule_of
from okno.contracts.choosing import Rule, Version
from okno.contracts.models import PolicyVersion
from okno.contracts.terms import terms_of
from okno.core import clock
from okno.core.grouping import grouped
from okno.core.live import nudge
from okno.core.refusals import BadInput
from okno.desk.models import Fact, Late, Rehearsal, Ticket
from okno.desk.rehearsing import told
from okno.desk.replay import MOVES, Terms
from okno.people.models import Person
from okno.sla.models import WorkCalendar

BATCH: Final = 500
MONTHS: Final = (1, 3, 6, 12)
READ: Final = (
    "number",
    "created_at",
    "organisation_id",
    "service_id",
    "team_id",
    "owner_id",
    "priority_id",
    "kind",
    "door",
)
LONG_AGO: Final = date.min
Turn = Callable[[Ticket, Terms], Terms]


@transaction.atomic
def rehearse_version(version: PolicyVersion, *, months: int, by: Person) -> Rehearsal:
    """Wish to know what would have been late if a version of a policy had been in force."""
    return _wished(by, months, version=version)


@transaction.atomic
def rehearse_calendar(
    calendar: WorkCalendar, instead_of: WorkCalendar, *, months: int, by: Person
) -> Rehearsal:
    """Wish to know what would have been late if one calendar had stood in the place of another."""
    return _wished(by, months, calendar=calendar, instead_of=instead_of)


def _wished(by: Person, months: int, **rows: object) -> Rehearsal:
    if months not in MONTHS:
        raise BadInput(field="months")
    now = clock.now()
    since = now - timedelta(days=30 * months)
    return Rehearsal.objects.create(by=by, months=months, since=since, asked_at=now, **rows)


def go_on_rehearsing(pk: int) -> None:
    """Look at all tickets of the time, batch by batch."""
    while _next(pk):
        pass


@transaction.atomic
def _next(pk: int) -> bool:
    run = (
        Rehearsal.objects.select_for_update(of=("self",))
        .select_related("version__policy")
        .filter(pk=pk)
        .first()
    )
    if run is None or run.ended_at is not None:
        return False
    past = Ticket.objects.filter(created_at__gte=run.since)
    if not run.upto:
        run.total = past.count()
    tickets = list(past.filter(pk__gt=run.upto).order_by("pk").only(*READ)[:BATCH])
    if tickets:
        _look(run, tickets)
        run.upto, run.looked = tickets[-1].pk, run.looked + len(tickets)
    else:
        run.ended_at = clock.now()
    run.save()
    nudge(rehearsal=run.pk, to=run.by_id)
    return run.ended_at is None


def _look(run: Rehearsal, tickets: list[Ticket]) -> None:
    """Replay a batch twice, and write down what is late in one of the two."""
    moving = Fact.objects.filter(Q(kind__in=MOVES) | Q(data__has_key="promised"), ticket__in=tickets)
    facts = grouped(
        moving.only("ticket", "kind", "by", "at", "data").order_by("id"), lambda one: one.ticket_id
    )
    calendars, now, turn = WorkCalendar.objects.in_bulk(), clock.now(), _turn(run)
    counted = {name: Counter(side) for name, side in run.promises.items()}
    for side in ("was", "would"):
        counted.setdefault(side, Counter())
    late = []
    for ticket in tickets:
        found = told(ticket, facts[ticket.pk], partial(turn, ticket), calendars, now)
        if found is None:
            run.untold += 1
            continue
        for one in found:
            counted["was"][one.metric] += one.was is not None
            counted["would"][one.metric] += one.would is not None
            if one.was or one.would:
                sums = {"was": one.was or 0, "would": one.would or 0}
                hands = {"team_id": ticket.team_id, "owner_id": ticket.owner_id}
                late.append(Late(rehearsal=run, ticket=ticket, metric=one.metric, **hands, **sums))
    Late.objects.bulk_create(late)
    run.promises = counted


def _turn(run: Rehearsal) -> Turn:
    """Return how the terms of a ticket would have been; what the draft does not concern stays as it was."""
    if run.version is None:
        return partial(_by_calendar, run.instead_of_id or 0, run.calendar_id or 0)
    priorities = {one.pk: one for one in Priority.objects.select_related("calendar")}
    return partial(_by_policy, run.version.policy.name, _with(book(), run.version), priorities)


def _by_calendar(before: int, after: int, _ticket: Ticket, terms: Terms) -> Terms:
    return {**terms, "calendar": after} if terms["calendar"] == before else terms


def _by_policy(
    policy: str, known: Book, priorities: dict[int, Priority], ticket: Ticket, terms: Terms
) -> Terms:
    """The policies are asked about the ticket as it is now; what another policy or the priority promised stays."""
    would = terms_of(ticket, priorities[ticket.priority_id], known, ticket.created_at)
    return would if (would.get("policy") or {}).get("name") == policy else terms


def _with(known: Book, version: PolicyVersion) -> Book:
    """Return the policies with this version as if it had always been in force."""
    always = Version(version.pk, LONG_AGO, version.calendar_id, version.minutes)
    own = rule_of(version.policy, [])
    drafted = Rule(own.pk, own.name, own.asks, own.words, [always])
    return Book((*(one for one in known.rules if one.pk != own.pk), drafted), known.organisations)
