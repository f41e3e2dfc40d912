"""Erasing somebody: shut out at once, forgotten step by step in a job, told at the end.

Every step finds by itself what is left to do, so whoever is killed in the middle goes on where he stopped, and twice is once.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from okno.automation.actions.forget_person import forget_in_rules, forget_in_traces
from okno.channels.actions import forget_person as channels
from okno.community.actions import forget_person as community
from okno.core import clock, jobs
from okno.core.refusals import Refusal
from okno.core.said import own_words
from okno.core.sealed import seal, unseal
from okno.desk.actions import forget_person as desk
from okno.desk.actions.close import close
from okno.desk.models import Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.feedback.actions.forget_person import forget_words
from okno.knowledge.actions import forget_person as knowledge
from okno.notify.actions.forget_person import forget_ways
from okno.people.actions.forget import forget
from okno.people.forgetting import Gone, needles_of
from okno.people.former import former_addresses
from okno.people.joining import family
from okno.people.models import Address, Channel, Person, normalised
from okno.privacy import letters
from okno.privacy.access import may_be_erased
from okno.privacy.models import ErasureRequest, ErasureState
from okno.privacy.refusals import AlreadyDecided, OpenTickets
from okno.setup.actions.forget_person import forget_in_changes, names_in_changes

RUN_SECONDS: Final = 60.0  # of one turn; other reactions come in between
AGAIN: Final = timedelta(seconds=5)  # a letter that is on its way has left by then
_LOCKS: Final = 0x0C0_0038  # the first half of our advisory locks; the second is the request
log = logging.getLogger(__name__)
CLOSED: Final = gettext_noop("The requester’s data are erased at the requester’s wish.")


@dataclass(frozen=True)
class Sought:
    """What a request looks for while it is being done: kept sealed in its row, and nowhere afterwards."""

    gone: Gone
    addresses: list[str]
    farewell: str
    language: str


@transaction.atomic
def begin_erasure(row: ErasureRequest, *, by: Person, closes: bool = False) -> None:
    """Decide that it is done, and shut the person out in the same moment; the rest is a job's. Twice is once.

    Raises OpenTickets where there are some and they are not to be closed, AlreadyDecided, and what `may_be_erased` does.
    """
    row = ErasureRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    if row.state in (ErasureState.DOING, ErasureState.DONE):
        return
    if row.state != ErasureState.ASKED:
        raise AlreadyDecided
    people = family(row.person)
    row.person = may_be_erased(people[0])
    pks = [person.pk for person in people]
    if not closes and open_tickets_of(pks).exists():
        raise OpenTickets
    sought = _sought(list(people))
    row.sealed = _sealed(sought)
    row.state, row.closes, row.decided_by, row.decided_at = ErasureState.DOING, closes, by, clock.now()
    row.total = len(desk.tickets_of(sought.gone))
    row.save()
    forget(sought.gone)
    jobs.later(erase, request=row.pk)


@jobs.task(name="erase", queue="reactions", seconds=600)
def erase(request: int) -> None:
    """Go on with one request, and come again while something is left; of two runs at the same time one is too many."""
    row = ErasureRequest.objects.get(pk=request)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, row.pk % 2**31])
        if not cursor.fetchone()[0]:
            return
    try:
        is_left = go_on_erasing(row)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, row.pk % 2**31])
    if is_left:
        jobs.later(erase, request=row.pk, after=AGAIN)


def wake_erasures() -> None:
    """Let a worker go on with what was left alone."""
    for pk in ErasureRequest.objects.filter(state=ErasureState.DOING).values_list("pk", flat=True):
        jobs.wake(erase, request=pk)


def go_on_erasing(row: ErasureRequest) -> bool:
    """Do as much as one turn may; returns whether something is left for the next one."""
    if row.state != ErasureState.DOING:
        return False
    sought = _opened(row)
    until = time.monotonic() + RUN_SECONDS
    return _tickets(row, sought, until) or any(step(sought) for step in STEPS) or _end(row, sought)


def open_tickets_of(people: list[int]) -> TicketQuerySet:
    """Return the person's own tickets that are not over."""
    tickets = Ticket.objects.all()
    assert isinstance(tickets, TicketQuerySet)
    return tickets.live().filter(requester__in=people).order_by("pk")


def sought_of(row: ErasureRequest) -> Gone:
    """Return whom a request is about, before anything is done: for the preview."""
    return _sought(list(family(row.person))).gone


def _tickets(row: ErasureRequest, sought: Sought, until: float) -> bool:
    assert row.decided_by is not None, "whoever decided is written down with the state"
    gone = sought.gone
    if row.closes:
        _close(gone, by=row.decided_by)
    mine = desk.tickets_of(gone)
    left = desk.left_of(mine, gone)
    for done, pk in enumerate(left):
        _one_ticket(pk, gone, by=row.decided_by)
        told = {"total": len(mine), "done": len(mine) - len(left) + done + 1}
        ErasureRequest.objects.filter(pk=row.pk).update(**told)
        if time.monotonic() > until:
            return True
    return False


def _close(gone: Gone, *, by: Person) -> None:
    """Close what is open, the parts of a request before the whole; what refuses stays open, and its words go all the same."""
    for ticket in open_tickets_of(list(gone.people)).order_by("-pk"):
        try:
            close(ticket, by=by, why=own_words(CLOSED))
        except Refusal as refusal:
            log.warning("ticket %d of an erased person stays open: %s", ticket.number, refusal)


@transaction.atomic
def _one_ticket(pk: int, gone: Gone, *, by: Person) -> None:
    ticket = Ticket.objects.select_for_update().get(pk=pk)
    own = ticket.requester_id in gone.people
    desk.forget_in_ticket(pk, gone, by=by)
    channels.forget_in_letters_of(pk, gone, own=own)
    if own:
        forget_in_traces(pk)
        knowledge.forget_gaps_of([pk])


def _letters(sought: Sought) -> bool:
    while channels.forget_letters(sought.gone, sought.addresses):
        pass
    channels.forget_reports(sought.gone, sought.addresses)
    channels.forget_windows(sought.gone)
    return channels.forget_deliveries(sought.gone, sought.addresses)


def _posts(sought: Sought) -> bool:
    while community.forget_posts(sought.gone):
        pass
    community.forget_around_posts(sought.gone)
    return False


def _rest(sought: Sought) -> bool:
    desk.forget_around(sought.gone)
    knowledge.forget_readings(sought.gone)
    forget_words(sought.gone)
    forget_ways(sought.gone)
    forget_in_rules(sought.gone)
    forget_in_changes(sought.gone)
    forget(sought.gone)
    return False


# Each returns whether it has to come once more.
STEPS: tuple[Callable[[Sought], bool], ...] = (_letters, _posts, _rest)


@transaction.atomic
def _end(row: ErasureRequest, sought: Sought) -> bool:
    """Tell the person, and forget whom it was about; returns whether words have come in between."""
    row = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state != ErasureState.DOING:
        return False
    if desk.left_of(desk.tickets_of(sought.gone), sought.gone):
        return True
    row.farewell = letters.tell_done(sought.farewell, language=sought.language)
    row.state, row.ended_at, row.sealed, row.note, row.done = (
        ErasureState.DONE,
        clock.now(),
        "",
        "",
        row.total,
    )
    row.save()
    ErasureRequest.objects.filter(person__in=sought.gone.people).update(note="", reason="")
    return False


def _sought(people: list[Person]) -> Sought:
    pks = [person.pk for person in people]
    rows = list(Address.objects.filter(person__in=pks).order_by("pk"))
    claimed = channels.claimed_addresses(pks)
    words = [one for person in people for one in (person.name, person.email)]
    words += [word for row in rows for word in (row.value, row.normal)]
    former = former_addresses(pks)
    words += former
    mails = [row.normal for row in rows if row.channel == Channel.MAIL]
    mails += [normalised(Channel.MAIL, one) for one in former if "@" in one]
    addresses = sorted(
        {word.lower() for word in (*mails, *claimed, *(person.email for person in people)) if word}
    )
    return Sought(
        gone=Gone(tuple(pks), needles_of([*words, *claimed, *names_in_changes(pks)])),
        addresses=addresses,
        farewell=letters.address_of(people[0]),
        language=people[0].language,
    )


def _sealed(sought: Sought) -> str:
    plain = {
        "people": sought.gone.people,
        "needles": sought.gone.needles,
        "addresses": sought.addresses,
        "farewell": sought.farewell,
        "language": sought.language,
    }
    return seal(json.dumps(plain, ensure_ascii=False))


def _opened(row: ErasureRequest) -> Sought:
    plain = json.loads(unseal(row.sealed))
    return Sought(
        gone=Gone(tuple(plain["people"]), tuple(plain["needles"])),
        addresses=plain["addresses"],
        farewell=plain["farewell"],
        language=plain["language"],
    )
