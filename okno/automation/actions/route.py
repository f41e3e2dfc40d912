"""The rules are gone through because of one fact: in their order, once, in one transaction, by the desk itself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from okno.automation.book import book
from okno.automation.deeds import Decided, decided_in, deeds_of
from okno.automation.matching import Held, Moment, Plan, Verdict, matches
from okno.automation.models import Rule, Trace
from okno.automation.reading import AROUND, Spoken, see, standing
from okno.core import clock
from okno.core.prepared import prepared
from okno.desk.actions.do_deeds import as_one_run, try_deed
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
    with as_one_run():
        for rule in rules:
            verdict = matches(rule, seen)
            did: list[dict[str, Any]] = []
            if verdict.fits:
                ticket, did = _done(rule, ticket, decided, by=by)
                seen = seen.now(**standing(ticket, seen.names))
            steps.append(_step(rule, verdict, did))
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
    return Ticket.objects.select_for_update(of=("self",)).select_related(*AROUND).filter(pk=pk)


def _done(rule: Plan, ticket: Ticket, decided: Decided, *, by: Person) -> tuple[Ticket, list[dict[str, Any]]]:
    """Do what the rule does, deed by deed; return the ticket as it is then, and what came of each."""
    told = []
    for found in _rule(rule.pk):
        for deed in deeds_of(found, _watchers(rule.pk) if rule.is_watched else ()):
            why, before = "", ticket.version
            if is_kept := decided.keeps(deed):
                came = KEPT
            elif why := try_deed(ticket, deed, by=by):
                came = REFUSED
            else:
                ticket = _held(ticket.pk) or ticket
                came = SAME if ticket.version == before else DONE
            one = {"deed": deed.name, "value": deed.value_words, "came": came}
            told.append(one | {"why": why} if why and not is_kept else one)
    return ticket, told


@prepared
def _rule(pk: int) -> QuerySet[Rule]:
    return Rule.objects.select_related("service__priority", "priority", "to_team", "to_person").filter(pk=pk)


@prepared
def _watchers(rule: int) -> QuerySet[Person]:
    of_rule = Rule.objects.filter(pk=rule).values("watchers")
    return Person.objects.get_queryset().filter(pk__in=of_rule)


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
