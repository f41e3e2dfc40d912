"""The best answers of some tickets: what was asked there, and the words that solved it."""

from collections.abc import Sequence

from django.db.models import Max

from okno.core.grouping import grouped
from okno.desk.models import Message, MessageKind, Participant, Rating, Ticket
from okno.knowledge.gathering.composing import Told

READ_AT_MOST = 12  # tickets


def told_in(tickets: Sequence[Ticket]) -> list[Told]:
    """Return what was said in these tickets, the best answered first among those after the first; four statements.

    Well rated comes before the rest, then what one reply has solved; the first ticket stands for all and lends its question.
    """
    some = tickets[:READ_AT_MOST]
    messages = (
        Message.objects.filter(ticket__in=some, undone_at=None, redacted_at=None, is_automatic=False)
        .exclude(kind=MessageKind.NOTE)
        .select_related("author")
        .order_by("at", "pk")
    )
    said = grouped(messages, lambda one: one.ticket_id)
    part = Participant.objects.filter(ticket__in=some).select_related("person")
    beside = grouped(part, lambda one: one.ticket_id)
    stars = dict(
        Rating.objects.filter(ticket__in=some)
        .values("ticket")
        .annotate(best=Max("stars"))
        .values_list("ticket", "best")
    )
    rest = sorted(some[1:], key=lambda one: (-stars.get(one.pk, 0), _replies(said[one.pk]), -one.pk))
    order = [*some[:1], *rest]
    return [_told(one, said[one.pk], [row.person.name for row in beside[one.pk]]) for one in order]


def _replies(messages: Sequence[Message]) -> int:
    return sum(one.kind == MessageKind.REPLY for one in messages)


def _told(ticket: Ticket, messages: Sequence[Message], beside: Sequence[str]) -> Told:
    questions = [one for one in messages if one.kind == MessageKind.HEARD]
    replies = [one for one in messages if one.kind == MessageKind.REPLY]
    people = {ticket.requester.name, *beside, *(one.author.name for one in messages)}
    if ticket.organisation:
        people.add(ticket.organisation.name)
    return Told(
        subject=ticket.subject,
        question=questions[0].text if questions else "",
        answer=replies[-1].text if replies else "",
        names=sorted(people - {""}),
    )
