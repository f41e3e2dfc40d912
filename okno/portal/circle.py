"""Who else takes part in a conversation: its requester lets people in by their mail addresses, and out again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from okno.core.refusals import BadInput, NotAllowed, NotFound
from okno.core.throttle import at_most
from okno.desk import access
from okno.desk.actions.participate import add_participant, remove_participant
from okno.desk.models import Fact, Ticket
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person

AT_MOST = 20
TIMES, SECONDS = 30, 86_400


@dataclass(frozen=True)
class Partner:
    """Somebody who takes part, as it was told when he was let in: an address tells nobody whose it is."""

    pk: int
    called: str


def partners(ticket: Ticket, told: Iterable[Fact]) -> list[Partner]:
    """Return who takes part now; `told` is the public history of the ticket."""
    names = {fact.data.get("person"): fact.data["name"] for fact in told if fact.kind == "participant.added"}
    rows = ticket.participants.filter(removed_at=None).select_related("person").order_by("pk")
    return [Partner(row.person_id, names.get(row.person_id) or row.person.email) for row in rows[:AT_MOST]]


def let_in(ticket: Ticket, address: str, *, by: Person) -> None:
    """Let the owner of an address read and write from now on. Raises NotAllowed, BadInput or TooOften."""
    _decides(ticket, by)
    if ticket.participants.filter(removed_at=None).count() >= AT_MOST:
        words = ngettext(
            "At most %(n)d person can take part.", "At most %(n)d people can take part.", AT_MOST
        )
        raise BadInput(words % {"n": AT_MOST})
    at_most(TIMES, SECONDS, "portal-people", str(by.pk))
    other = meet(Channel.MAIL, address)
    is_near = other.organisation_id is not None and other.organisation_id == ticket.organisation_id
    add_participant(ticket, other, by=by, called="" if is_near else address)


def let_go(ticket: Ticket, pk: int, told: Iterable[Fact], *, by: Person) -> None:
    """Let somebody take part no longer. Raises NotAllowed or NotFound."""
    _decides(ticket, by)
    called = {one.pk: one.called for one in partners(ticket, told)}
    person = Person.objects.filter(pk=pk).first() if pk in called else None
    if person is None:
        raise NotFound
    remove_participant(ticket, person, by=by, called=called[pk])


def _decides(ticket: Ticket, person: Person) -> None:
    if not access.may_let_in(person, ticket):
        raise NotAllowed
