"""The rules are gone through because of one fact: in their order, once, in one transaction, by the desk itself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from okno.automation.book import book
from okno.automation.deeds import Decided, decided_in, deeds_of
from okno.automation.matching import Held, Moment, Plan, Verdict, matches
from okno.automation.models import Rule, Trace
from okno.automation.reading import Spoken, see, standing
from okno.core import clock
from okno.core.prepared import prepared
from okno.core.refusals import Refusal
from okno.desk.deeds import Deed
from okno.desk.models import Fact, Ticket
from okno.people.actions.meet import robot
from okno.people.models import Person

STEPS, TRACES = 60, 20  # kept of one run, of one ticket
SHOWN = 10  # values of one condition in a trace
DONE, SAME, KEPT, REFUSED = "done", "same", "kept", "refused"


@transaction.atomic
def route(fact: Fact, moment: Moment) -> Trace | None:
    """Do what the rules say because of this fact, and write down why; a second run for the same fact does nothing."""
    rules = (known := book()).at(moment)
    ticket = _held(fact.ticket_id) if rules and fact.ticket_id else None
    if ticket is None or ticket.merged_into_id or ticket.is_over or Trace.objects.filter(fact=fact).exists():
        return None
    (seen,) = see([Spoken(ticket, fact.message)], known.asked)
    decided, by, steps = decided_in(ticket), robot(), []
    for rule in rules:
        verdict = matches(rule, seen)
        steps.append(_step(rule, verdict, _done(rule, ticket, decided, by=by) if verdict.fits else []))
        if verdict.fits:
            ticket = _held(ticket.pk) or ticket
            seen = seen.now(**standing(ticket, seen.names))
        if verdict.fits and rule.stops:
            break
    trace = Trace(ticket=ticket, fact=fact, at=clock.now(), looked_at=len(steps), steps=_bounded(steps))
    trace.save(force_insert=True)
    if moment is not Moment.OPENING:
        older = Trace.objects.filter(ticket=ticket).order_by("-pk").values("pk")[:TRACES]
        Trace.objects.filter(ticket=ticket).exclude(pk__in=list(older.values_list("pk", flat=True))).delete()
    return trace


def _held(pk: int) -> Ticket | None:
    """Return the ticket as it is now with what the rules ask of it, held until we commit."""
    return next(iter(_locked(pk)), None)


@prepared
def _locked(pk: int) -> QuerySet[Ticket]:
    around = ("requester", "organisation", "service", "priority", "team")
    return Ticket.objects.select_for_update(of=("self",)).select_related(*around).filter(pk=pk)


def _done(rule: Plan, ticket: Ticket, decided: Decided, *, by: Person) -> list[dict[str, Any]]:
    rows = ("service", "priority", "to_team", "to_person")
    found = Rule.objects.select_related(*rows).prefetch_related("watchers").get(pk=rule.pk)
    return [_did(deed, ticket, decided, by=by) for deed in deeds_of(found)]


def _did(deed: Deed, ticket: Ticket, decided: Decided, *, by: Person) -> dict[str, Any]:
    """Do one deed and tell what came of it; one that is refused takes no other along."""
    told = {"deed": deed.name, "value": deed.value_words}
    ticket = _held(ticket.pk) or ticket
    if decided.keeps(deed):
        return told | {"came": KEPT}
    if why_not := deed.why_not(ticket):
        return told | {"came": REFUSED, "why": why_not}
    before = ticket.version
    try:
        with transaction.atomic():
            deed.do(ticket, by=by)
    except Refusal as refusal:
        return told | {"came": REFUSED, "why": str(refusal)}
    return told | {"came": SAME if Ticket.objects.filter(pk=ticket.pk, version=before).exists() else DONE}


def _step(rule: Plan, verdict: Verdict, did: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a rule as the trace keeps it: of one that did not fit, what it was that did not."""
    groups = verdict.groups if verdict.fits else verdict.groups[-1:]
    held = [_told(one) for group in groups for one in group if one.holds is verdict.fits or verdict.fits]
    return {
        "rule": rule.pk,
        "name": rule.name,
        "fits": verdict.fits,
        "stops": rule.stops,
        "held": held,
        "did": did,
    }


def _told(held: Held) -> dict[str, Any]:
    one = held.condition
    return {
        "about": one.about,
        "name": one.name,
        "is_not": one.is_not,
        "values": [value.said for value in one.values[:SHOWN]],
        "holds": held.holds,
        "found": held.found,
    }


def _bounded(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep what fitted; of what did not, only so much."""
    spare = STEPS - sum(step["fits"] for step in steps)
    kept = []
    for step in steps:
        spare -= not step["fits"]
        if step["fits"] or spare >= 0:
            kept.append(step)
    return kept
