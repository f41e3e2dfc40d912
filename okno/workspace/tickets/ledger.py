"""«Почему срок 14:30?»: the ledger of a clock, as a sentence, a bar on a time line and a table of the same."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from okno.core import clock as time
from okno.core.refusals import NotFound
from okno.desk import access, clockface
from okno.desk.agreed import is_present
from okno.desk.kinds import sentence
from okno.desk.models import Clock, Ticket
from okno.look import words
from okno.people.models import Person
from okno.people.zones import called
from okno.sla.clocks import is_paused
from okno.sla.ledger import Ledger
from okno.sla.ledger import ledger as told_of
from okno.workspace.doors import Request, room
from okno.workspace.settings import promises
from okno.workspace.tickets.breaches import missed_among
from okno.workspace.tickets.ledger_bar import drawn
from okno.workspace.tickets.ledger_lines import lines, on_the_wall, work

RECOUNTS = ("ticket.priority_set", "ticket.promised_anew", "ticket.recounted")
RECOUNTS_AT_MOST = 20
ROUNDS_AT_MOST = 20


@room()
def ledger(request: Request, number: int) -> HttpResponse:
    """Tell the life of one clock of the ticket: the one that is asked for, or the one that is due next."""
    ticket = access.ticket_for(request.user, number)
    known = clockface.of(ticket)
    shown = clockface.standing(known)
    if not shown:
        raise NotFound
    chosen = _asked(request.GET.get("clock", ""), shown, known) or _next_due(shown)
    now = time.now()
    told = told_of(chosen, now)
    context = {
        "ticket": ticket,
        "clock": chosen,
        "others": shown,
        "rounds": _rounds(chosen, known),
        "title": question(chosen, now),
        "sentences": _sentences(chosen, told, ticket),
        "bar": drawn(told, chosen, now),
        "lines": lines(told, chosen, clockface.who_paused(chosen), now),
        "recounts": _recounts(request.user, ticket),
        "missed": next(iter(missed_among(ticket, [chosen])), None),
        "zone": _zone(chosen, told),
    }
    return render(request, "workspace/tickets/ledger.html", context)


def question(clock: Clock, now: datetime) -> str:
    """Return what a person would ask about the clock as it stands."""
    if clock.stopped_at is not None:
        return _("How did the clock run?")
    if clock.due_at is None:
        return _("Why is the clock paused?")
    return _("Why %(moment)s?") % {"moment": words.when(clock.due_at, now=now)}


def _asked(words: str, shown: list[Clock], known: list[Clock]) -> Clock | None:
    """Return the clock that an address names: by its metric, or one of its rounds by its number."""
    by_metric = {one.metric: one for one in shown}
    return by_metric.get(words) or next(
        (one for one in known if str(one.pk) == words and not one.cancelled_at), None
    )


def _rounds(chosen: Clock, known: list[Clock]) -> list[Clock]:
    """Return the rounds of the metric, the latest first; nothing where there is but one."""
    rounds = [one for one in known if one.metric == chosen.metric and not one.cancelled_at]
    rounds.sort(key=lambda one: one.started_at, reverse=True)
    shown = rounds[:ROUNDS_AT_MOST] if len(rounds) > 1 else []
    prefetch_related_objects(shown, "team")
    return shown


def _next_due(shown: list[Clock]) -> Clock:
    """Return the running clock that is due first, else one that is paused, else the last."""
    running = [one for one in shown if one.runs]
    due = sorted((one for one in running if one.due_at), key=lambda one: (one.due_at, one.pk))
    return (due or running or shown[-1:])[0]


def _sentences(clock: Clock, told: Ledger, ticket: Ticket) -> list[str]:
    """Return the answer: what is promised, how it stands, and whether the calendar was another one then."""
    promised, worked = timedelta(minutes=clock.minutes), on_the_wall(told.worked, told)
    names = {
        "promised": work(promised),
        "calendar": clock.calendar.name,
        "priority": ticket.priority.name,
        "worked": work(worked),
        "left": work(max(promised - worked, timedelta())),
        "over": work(worked - promised),
        "due": words.when(told.due, now=time.now()) if told.due else "",
    }
    sentences = [*_promise(clock, ticket, names), _standing(clock, told) % names]
    if clock.stopped_at is not None and clock.due_at is not None and clock.due_at != told.due:
        kept = {"due": words.when(clock.due_at, now=time.now())}
        sentences.append(
            _("The calendar has changed since then; the deadline that counts was %(due)s.") % kept
        )
    return sentences


def _promise(clock: Clock, ticket: Ticket, names: dict[str, str]) -> list[str]:
    """Return by what is promised, and why by that: the policy that holds, its conditions, the one that came second."""
    if clock.until is not None:
        return [_("A colleague has promised it to the customer until %(due)s.") % names]
    if clock.team is not None:
        return [_agreed(clock, ticket, names)]
    policy = ticket.promised.get("policy")
    if not policy:
        return [
            _("“%(priority)s” promises %(promised)s of working time by the calendar “%(calendar)s”.") % names
        ]
    begun = date_format(date.fromisoformat(policy["from"]))
    names = names | {"policy": policy["name"], "from": begun, "second": policy["second"]}
    names["met"] = ", ".join(promises.in_words(policy["met"]))
    told = [
        _(
            "The policy “%(policy)s” (since %(from)s) promises %(promised)s of working time by “%(calendar)s”."
        ),
        _("It holds because all that it asks for is met: %(met)s."),
    ]
    if policy["second"]:
        told.append(_("Without it “%(second)s” would hold, which asks for less."))
    return [sentence % names for sentence in told]


def _agreed(clock: Clock, ticket: Ticket, names: dict[str, str]) -> str:
    """Return what a team has promised to the desk, and the agreement where it is the present one."""
    assert clock.team is not None
    says = {"team": clock.team.name, "agreement": "", "partner": ""}
    if is_present(clock, ticket.promised) and (name := ticket.promised["ola"].get("name")):
        says |= {"agreement": name, "partner": ticket.promised["ola"]["partner"]}
    if says["partner"]:
        told = _(
            "The team “%(team)s” of “%(partner)s” does its part from the hand-over on within %(promised)s of working time "
            "by “%(calendar)s”; so says “%(agreement)s”."
        )
    elif says["agreement"]:
        told = _(
            "The team “%(team)s” does its part from the hand-over on within %(promised)s of working time by "
            "“%(calendar)s”; so says “%(agreement)s”."
        )
    else:
        told = _(
            "The team “%(team)s” was to do its part from the hand-over on within %(promised)s of working time by "
            "“%(calendar)s”."
        )
    return told % (names | says)


def _standing(clock: Clock, told: Ledger) -> str:
    """Return how the promise stands, with places for the figures."""
    if clock.stopped_at is not None:
        if told.due is not None and clock.stopped_at > told.due:
            return _("It took %(worked)s: %(over)s more than was promised.")
        return _("It took %(worked)s; %(left)s were left.")
    if is_paused(clock):
        return _("The clock stands still after %(worked)s; when it goes on, %(left)s are left.")
    if told.due is None:
        return _("The calendar has not so much working time any more; %(worked)s have passed.")
    if told.due <= told.ends:
        return _("The deadline was %(due)s; %(over)s of working time have passed since then.")
    return _("%(worked)s have passed, %(left)s are left: the deadline is %(due)s.")


def _recounts(reader: Person, ticket: Ticket) -> list[dict[str, Any]]:
    """Return what has changed the deadlines, the latest first."""
    facts = access.facts_for(reader, ticket).filter(kind__in=RECOUNTS).order_by("-id")[:RECOUNTS_AT_MOST]
    return [{"at": fact.at, "by": fact.by, "says": sentence(fact.kind, fact.data)} for fact in facts]


def _zone(clock: Clock, told: Ledger) -> str:
    """Return the zone of the calendar where its clocks show another time than the reader's."""
    zone, own = ZoneInfo(clock.calendar.zone), timezone.get_current_timezone()
    moments = (clock.started_at, told.due or told.ends)
    same = all(one.astimezone(zone).utcoffset() == one.astimezone(own).utcoffset() for one in moments)
    return "" if same or clock.calendar.is_always else called(clock.calendar.zone)
