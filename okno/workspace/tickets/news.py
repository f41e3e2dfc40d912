"""What was said in a chat since a page of it was drawn, as parts of that page: no whole page is drawn for one message.

Each page of a chat carries in one word what it shows: up to which fact, how ticket and clocks stood, which answers are on their
way and which files are being checked. Where more has changed than that something was said, the page is fetched whole, as that
of any other ticket.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from okno.channels.access import deliveries_of
from okno.channels.models import Delivery, DeliveryState
from okno.core.models.stored_file import Trouble
from okno.core.numbers import whole
from okno.core.prepared import prepared
from okno.desk import access, clockface
from okno.desk.models import Attachment, Clock, Fact, Message, MessageKind, Ticket
from okno.desk.models.ticket import LIVE_DOORS
from okno.people.models import Person
from okno.workspace import looking
from okno.workspace.doors import Request, room
from okno.workspace.tickets import timeline
from okno.workspace.tickets.promises import nearest, promises

AT_MOST: Final = 20  # facts at once; of a page that has missed more all is drawn anew
ON_THEIR_WAY: Final = 10  # answers whose way is followed
SAID: Final = frozenset({"message.heard", "message.replied", "message.noted"})
# What changes with every message and stands in lists only.
_OF_LISTS: Final = frozenset({"version", "changed_at", "last_message_at", "last_words", "last_from_customer"})
_OF_CLOCKS: Final = frozenset({"next_due_at", "due_order", "team_due_at", "near", "hands_due_at"})
_COLUMNS: Final = [
    one.attname
    for one in Ticket._meta.concrete_fields  # noqa: SLF001 - Django's documented way
    if one.attname not in _OF_LISTS | _OF_CLOCKS
]
_SCANNED: Final = "~"  # a file of the message is being checked for viruses
_OVER: Final = frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, in the word that it carries: `fact:standing:clocks:88.sent-90.`."""

    fact: int
    standing: str
    clocks: str
    letters: Mapping[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        letters = "-".join(f"{pk}.{state}" for pk, state in self.letters.items())
        return f"{self.fact}:{self.standing}:{self.clocks}:{letters}"

    @classmethod
    def read(cls, word: str) -> "Shown | None":
        """Return what the word says; None for one that no page of ours carries."""
        fact, *rest = word[:1000].split(":")
        pk = whole(fact)
        if pk is None or len(rest) != 3:  # noqa: PLR2004 - the word has four parts
            return None
        letters: dict[int, str] = {}
        for one in filter(None, rest[2].split("-")[:ON_THEIR_WAY]):
            number, _point, state = one.partition(".")
            if (message := whole(number)) is None:
                return None
            letters[message] = state
        return cls(pk, rest[0], rest[1], letters)


@dataclass(slots=True)
class News:
    """The parts of a page that are drawn anew."""

    ticket: Ticket
    shown: Shown
    fresh: list[timeline.Said] = field(default_factory=list)
    changed: list[timeline.Said] = field(default_factory=list)
    around: dict[str, Any] = field(default_factory=dict)  # head and promises, where the clocks are others


def shown(person: Person, ticket: Ticket, talk: timeline.Conversation, kept: Sequence[Clock]) -> Shown | None:
    """Return what the page of a chat shows that is just being drawn; None for other tickets. Ask in the page's snapshot."""
    if ticket.door not in LIVE_DOORS or ticket.merged_into_id:
        return None
    last = _last(ticket.pk, reader=access.Reader.like(person))
    said = [one for one in talk.entries if isinstance(one, timeline.Said)]
    return Shown(last[0].pk if last else 0, _standing(ticket), _mark(kept), _on_their_way(said))


@room()
def talk(request: Request, number: int) -> HttpResponse:
    """Bring what the page does not show yet; where more has changed, say that all of it is to be fetched."""
    ticket = access.ticket_for(request.user, number, to="note")
    looking.saw_news(request, ticket.pk)
    return answer(request, request.user, ticket, request.GET.get("news", "")) or HttpResponse(
        headers={"HX-Reswap": "none", "HX-Trigger": "desk:whole"}
    )


def answer(request: HttpRequest, person: Person, ticket: Ticket, word: str) -> HttpResponse | None:
    """Answer with the parts that are new for a page that carries this word; None where all of it is to be drawn."""
    found = news(person, ticket, Shown.read(word)) if word and ticket.door in LIVE_DOORS else None
    if found is None:
        return None
    context = {"ticket": found.ticket, "news": found, **found.around}
    drawn = render(request, "workspace/tickets/news.html", context)
    drawn.headers["HX-Reswap"] = "none"
    return drawn


def news(person: Person, ticket: Ticket, before: Shown | None) -> News | None:
    """Return what is new for a page; None where more has changed than that something was said."""
    if before is None or ticket.merged_into_id or _standing(ticket) != before.standing:
        return None
    facts = _facts(ticket.pk, before.fact, reader=access.Reader.like(person))
    if not facts or facts[0].pk != before.fact or len(facts) > AT_MOST:
        return None
    day, told = timezone.localdate(facts[0].at), facts[1:]
    messages = [fact.message for fact in told if fact.message is not None]
    if any(fact.kind not in SAID or timezone.localdate(fact.at) != day for fact in told):
        return None
    if len(messages) != len(told) or any(one.undone_at or one.redacted_at for one in messages):
        return None
    ways = deliveries_of(ticket, [*messages, *(Message(pk=pk) for pk in before.letters)])
    moved = _moved(
        person, ticket, [pk for pk, state in _now(ticket, before, ways) if before.letters[pk] != state]
    )
    cards = timeline.cards(ticket, [*moved, *messages], person, ways)
    changed, fresh = cards[: len(moved)], cards[len(moved) :]
    kept = clockface.of(ticket)
    mark = _mark(kept)
    after = Shown(facts[-1].pk, before.standing, mark, _follow(before.letters, changed, fresh))
    if mark == before.clocks:
        return News(ticket, after, fresh, changed)
    whole_one = access.ticket_for(person, ticket.number)
    return News(whole_one, after, fresh, changed, _around(whole_one, kept))


def _now(
    ticket: Ticket, before: Shown, ways: Mapping[int | None, list[Delivery]]
) -> Iterator[tuple[int, str]]:
    """Tell of each message that was followed how it stands; files are asked for where the virus scanner had one of them."""
    scanned = [Message(pk=pk) for pk, state in before.letters.items() if state.endswith(_SCANNED)]
    files = access.files_of(ticket, scanned)
    for pk in before.letters:
        yield pk, _state(ways[pk], files[pk] if scanned else ())


def _around(ticket: Ticket, kept: Sequence[Clock]) -> dict[str, Any]:
    promised = promises(ticket, kept)
    return {"clocks": promised, "nearest": nearest(ticket, promised)}


def _moved(person: Person, ticket: Ticket, pks: Sequence[int]) -> list[Message]:
    """Return the answers whose letters have gone on since."""
    reader = access.Reader.like(person)
    return [one for pk in pks for one in _message(ticket.pk, pk, reader=reader)]


def _follow(
    before: Mapping[int, str], changed: Sequence[timeline.Said], fresh: Sequence[timeline.Said]
) -> dict[int, str]:
    """Return the answers that are on their way now."""
    over = {one.message.pk for one in changed}
    still = {pk: state for pk, state in before.items() if pk not in over}
    return dict(sorted((still | _on_their_way([*changed, *fresh])).items())[-ON_THEIR_WAY:])


def _on_their_way(said: Sequence[timeline.Said]) -> dict[int, str]:
    moving = [one for one in said if _is_scanned(one.files) or _is_on_its_way(one)]
    return {one.message.pk: _state(one.ways, one.files) for one in moving[-ON_THEIR_WAY:]}


def _is_on_its_way(one: timeline.Said) -> bool:
    is_ours = one.message.kind == MessageKind.REPLY
    return is_ours and (not one.ways or any(way.state not in _OVER for way in one.ways))


def _is_scanned(files: Sequence[Attachment]) -> bool:
    return any(one.file.trouble == Trouble.CHECKING for one in files)


def _state(ways: Sequence[Delivery], files: Sequence[Attachment]) -> str:
    told = [way.state for way in ways]
    return "_".join(sorted(told)) + (_SCANNED if _is_scanned(files) else "")


def _standing(ticket: Ticket) -> str:
    return _digest([getattr(ticket, name) for name in _COLUMNS])


def _mark(kept: Sequence[Clock]) -> str:
    stand = (
        "pk",
        "due_at",
        "stopped_at",
        "cancelled_at",
        "calendar_id",
        "minutes",
        "until",
        "pauses",
        "warn_at",
    )
    return _digest([[getattr(one, name) for name in stand] for one in kept])


def _digest(values: Sequence[Any]) -> str:
    return hashlib.blake2s(json.dumps(values, default=str).encode(), digest_size=6).hexdigest()


@prepared
def _facts(ticket: int, since: int, *, reader: access.Reader) -> QuerySet[Fact]:
    facts = access.facts_for(reader.person(), Ticket(pk=ticket)).filter(pk__gte=since)
    return facts.select_related("by", "message__author").order_by("pk")[: AT_MOST + 1]


@prepared
def _message(ticket: int, pk: int, *, reader: access.Reader) -> QuerySet[Message]:
    return access.messages_for(reader.person(), Ticket(pk=ticket)).filter(pk=pk).prefetch_related(None)


@prepared
def _last(ticket: int, *, reader: access.Reader) -> QuerySet[Fact]:
    return access.facts_for(reader.person(), Ticket(pk=ticket)).order_by("-pk")[:1]
