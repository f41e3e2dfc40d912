"""«Give me the next one»: the most urgent ticket that suits somebody is taken in one transaction; two never get the same."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okno.core import clock
from okno.desk import access, clockface
from okno.desk.actions._ground import clean, decline, lock, put_into_hands, step
from okno.desk.actions.assign import take
from okno.desk.journal import record
from okno.desk.models import Decline, Ticket
from okno.desk.models.ticket import IN_HAND, LIVE_DOORS, NEVER, TicketQuerySet
from okno.desk.refusals import NotYours
from okno.people.models import Line, Membership, Person

AT_ONCE = 200  # so many colleagues may ask in the same moment
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@transaction.atomic
def take_next(*, by: Person) -> Ticket | None:
    """Take the most urgent ticket of the own teams that nobody has, or nothing; what others are just taking is skipped."""
    waiting = suiting(by)
    ticket = _free(waiting.order_by("due_order", "-pk"))
    if ticket is not None and ticket.due_order == NEVER:
        ticket = _without_promise(waiting) or ticket
    if ticket is None:
        return None
    take(ticket, by=by, why=reason(ticket, clock.now()))
    ticket.refresh_from_db()
    return ticket


@transaction.atomic
def put_back(ticket: Ticket, *, by: Person, why: str) -> None:
    """Put one's own ticket back into the queue of the team, with the reason; it does not come to the same person again."""
    ticket = lock(ticket)
    if ticket.owner_id is None:
        return
    if ticket.owner_id != by.pk:
        raise NotYours
    step(ticket, "take")
    why, now = clean(why), clock.now()
    put_into_hands(ticket, team=ticket.team, owner=None, by=by, at=now)
    decline(ticket, by, now)
    record("ticket.put_back", ticket, by=by, at=now, why=why)


@transaction.atomic
def take_chat(*, by: Person) -> Ticket | None:
    """Take the chat that waits longest, or nothing; whoever presses decides himself how many he talks to at once."""
    ticket = _free(waiting_chats(by))
    if ticket is None:
        return None
    take(ticket, by=by)
    ticket.refresh_from_db()
    return ticket


def waiting_chats(person: Person) -> TicketQuerySet:
    """Return the chats of the person's teams in which nobody answers yet, the longest waiting first."""
    mine = Membership.objects.filter(person=person, team__is_active=True).values("team")
    waiting = access.tickets_for(person).chats().unassigned()
    return waiting.filter(Q(team=None) | Q(team__in=mine)).order_by("created_at", "pk")


def suiting(person: Person) -> TicketQuerySet:
    """Return what waits for an owner in the teams of the person; what has no team is for the first line."""
    own = Membership.objects.filter(person=person, team__is_active=True)
    of_teams = Q(team__in=own.values("team"))
    if own.filter(team__line=Line.FIRST).exists():
        of_teams |= Q(team=None)
    waiting = access.tickets_for(person).unassigned().filter(of_teams, state__in=IN_HAND)
    if Ticket.objects.chats().filter(owner=person).count() >= person.chat_places:
        waiting = waiting.exclude(door__in=LIVE_DOORS)
    return waiting.exclude(pk__in=Decline.objects.filter(person=person).values("ticket"))


def _free(tickets: TicketQuerySet) -> Ticket | None:
    """Hold the first of these that nobody else holds; the index of what is nobody's gives it without sorting the others.

    Where all are held, the first is waited for: a reaction of the desk itself holds what has just come, and takes it from nobody.
    """
    free = tickets.select_for_update(skip_locked=True, of=("self",)).first()
    return free or tickets.select_for_update(of=("self",)).first()


def _without_promise(waiting: TicketQuerySet) -> Ticket | None:
    """Hold the first by priority and age; the order is found in narrow rows, for all that wait would be wide to sort."""
    order = ("priority__rank", "created_at", "pk")
    first = list(waiting.order_by(*order).values_list("pk", flat=True)[:AT_ONCE])
    return _free(waiting.filter(pk__in=first).order_by(*order))


def reason(ticket: Ticket, now: datetime) -> str:
    """Return why this one comes first: its nearest promise, or its age."""
    running = [one for one in clockface.of(ticket) if one.runs and one.due_at is not None]
    nearest = min(running, key=lambda one: one.due_at or now, default=None)
    if nearest is None or nearest.due_at is None:
        return _("it has waited longest: %(span)s") % {"span": span(now - ticket.created_at)}
    told = {"promise": nearest.get_metric_display(), "span": span(abs(nearest.due_at - now))}
    if nearest.due_at < now:
        return _("the most urgent: %(promise)s is missed by %(span)s") % told
    return _("the most urgent: %(promise)s in %(span)s") % told


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit: 12 minutes, 3 hours, 2 days."""
    if length < HOUR:
        count = max(1, length // MINUTE)
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if length < DAY:
        count = length // HOUR
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = length // DAY
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
