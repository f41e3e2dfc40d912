"""A draft is rehearsed on the past: a job with progress, in parts that several workers share."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction

from okno.catalog.models import Priority, Service
from okno.contracts.book import Book, book, rule_of
from okno.contracts.choosing import Rule, Version
from okno.contracts.models import PolicyVersion
from okno.contracts.terms import terms_of
from okno.core import clock, rows
from okno.core.live import nudge
from okno.core.refusals import BadInput
from okno.desk import formerly
from okno.desk.actions._parts import claim, look, split
from okno.desk.agreed import Terms
from okno.desk.formerly import Formerly
from okno.desk.lives import lives_of
from okno.desk.models import Assignment, Late, Rehearsal, RehearsalPart, Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.desk.rehearsing import Turn, drafted, told
from okno.people.models import Person
from okno.sla.models import WorkCalendar

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


def go_on_rehearsing(pk: int, help_wanted: Callable[[], None] = lambda: None) -> None:
    """Look at the tickets of the time, part by part, until nothing is left that no other worker has.

    `help_wanted` is called, in the transaction, where there is work for another worker too.
    """
    while _one_part(pk) or _begun(pk, help_wanted):
        pass


@transaction.atomic
def _begun(pk: int, help_wanted: Callable[[], None]) -> bool:
    """Part the rehearsal; False where that was done before."""
    run = Rehearsal.objects.filter(pk=pk, begun_at=None).select_for_update().first()
    if run is None:
        return False
    run.begun_at, run.total = clock.now(), _past(run).count()
    run.save(update_fields=["begun_at", "total"])
    stretches = split(_past(run))
    RehearsalPart.objects.bulk_create(
        RehearsalPart(rehearsal=run, after=after, upto=upto) for after, upto in stretches
    )
    if len(stretches) > 1:
        help_wanted()
    return True


def _past(run: Rehearsal) -> TicketQuerySet:
    return Ticket.objects.filter(created_at__gte=run.since)


@transaction.atomic
def _one_part(pk: int) -> bool:
    """Look at one part; False where none is left to claim."""
    part = claim(RehearsalPart.objects.filter(rehearsal=pk).select_related("rehearsal__version__policy"))
    if part is None:
        return False
    tickets = look(part, _past(part.rehearsal).only(*READ))
    seen = _seen(part.rehearsal, tickets)
    run = Rehearsal.objects.select_for_update().get(pk=pk)
    run.looked, run.untold = run.looked + len(tickets), run.untold + seen.untold
    run.promises = {
        side: Counter(run.promises.get(side)) + counted
        for side, counted in (("was", seen.was), ("would", seen.would))
    }
    if not run.parts.exists():
        run.ended_at = clock.now()
    run.save()
    nudge(rehearsal=run.pk, to=run.by_id)
    return True


@dataclass(slots=True)
class _Seen:
    """What some tickets tell: how many promises there were, and would have been, by their metric."""

    was: Counter[str] = field(default_factory=Counter)
    would: Counter[str] = field(default_factory=Counter)
    untold: int = 0


def _seen(run: Rehearsal, tickets: list[Ticket]) -> _Seen:
    """Replay each ticket under both terms, and write down what is late in one of the two."""
    pks = [ticket.pk for ticket in tickets]
    lives, teams, names = lives_of(pks, also=formerly.PARTS), _hands(pks), _names()
    calendars, now, turn = WorkCalendar.objects.in_bulk(), clock.now(), _turn(run)
    seen, late = _Seen(), []
    for ticket in tickets:
        facts = lives[ticket.pk]
        was = formerly.opened(ticket, facts, teams[ticket.pk], names)
        follow = partial(Formerly.follow, hands=teams[ticket.pk], names=names)
        found = told(ticket, facts, drafted(facts, was, follow, turn), calendars, now)
        if found is None:
            seen.untold += 1
            continue
        for one in found:
            seen.was[one.metric] += one.was is not None
            seen.would[one.metric] += one.would is not None
            if one.was or one.would:
                hands = {"ticket_id": ticket.pk, "team_id": ticket.team_id, "owner_id": ticket.owner_id}
                sums = {"was": one.was or 0, "would": one.would or 0}
                late.append({"rehearsal_id": run.pk, "metric": one.metric, **hands, **sums})
    rows.insert(Late, late)
    return seen


def _hands(tickets: list[int]) -> defaultdict[int, list[tuple[datetime, int | None]]]:
    """Return with which teams each ticket was, from when on."""
    rows = Assignment.objects.filter(ticket__in=tickets).order_by("pk")
    found: defaultdict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
    for ticket, at, team in rows.values_list("ticket_id", "started_at", "team_id"):
        found[ticket].append((at, team))
    return found


def _names() -> formerly.Named:
    """Return the ids of services and priorities by their names, as older facts name them."""
    tables: dict[str, Any] = {"service_id": Service, "priority_id": Priority}
    return {part: dict(table.objects.values_list("name", "pk")) for part, table in tables.items()}


def _turn(run: Rehearsal) -> Turn:
    """Return how the terms of a ticket would have been; what the draft does not concern stays as it was."""
    if run.version is None:
        return partial(_by_calendar, run.instead_of_id or 0, run.calendar_id or 0)
    priorities = {one.pk: one for one in Priority.objects.select_related("calendar")}
    return partial(_by_policy, run.version.policy.name, _with(book(), run.version), priorities)


def _by_calendar(before: int, after: int, _was: Formerly, terms: Terms, _at: datetime) -> Terms:
    would = {**terms, "calendar": after} if terms["calendar"] == before else dict(terms)
    ola = terms.get("ola")
    return {**would, "ola": {**ola, "calendar": after}} if ola and ola.get("calendar") == before else would


def _by_policy(
    policy: str, known: Book, priorities: dict[int, Priority], was: Formerly, terms: Terms, at: datetime
) -> Terms:
    """The policies are asked about the ticket as it was then; what another policy or the priority promised stays."""
    would = terms_of(was, priorities[was.priority_id], known, at)
    if (would.get("policy") or {}).get("name") != policy:
        return terms
    return {**would, "ola": terms["ola"]} if "ola" in terms else would


def _with(known: Book, version: PolicyVersion) -> Book:
    """Return the policies with this version as if it had always been in force."""
    always = Version(version.pk, LONG_AGO, version.calendar_id, version.minutes)
    own = rule_of(version.policy, [])
    drafted = Rule(own.pk, own.name, own.asks, own.words, [always])
    return Book((*(one for one in known.rules if one.pk != own.pk), drafted), known.organisations)
