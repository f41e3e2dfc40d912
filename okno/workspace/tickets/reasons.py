"""«Почему здесь?»: in whose hands the ticket is and since when, which rules were looked at, and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from okno.automation.deeds import DECIDES
from okno.automation.models import Rule, Trace
from okno.desk import access
from okno.desk.deeds import VERBS
from okno.desk.kinds import sentence
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.workspace.doors import Request, room
from okno.workspace.settings.conditions import condition_words

FACTS, TRACES = 30, 20
CAME = {
    "done": pgettext_lazy("what came of a deed", "done"),
    "same": gettext_lazy("was so already"),
    "kept": gettext_lazy("left as a colleague has decided"),
    "refused": gettext_lazy("not possible"),
}
CAUSES = {
    "ticket.opened": gettext_lazy("The ticket was opened"),
    "message.heard": gettext_lazy("The customer wrote again"),
    "message.moved": gettext_lazy("A colleague moved a message here"),
    "ticket.service_set": gettext_lazy("A colleague changed the service"),
    "ticket.priority_set": gettext_lazy("A colleague changed the priority"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of a run: its name, what held or did not, what it did; `pk` leads to the rule where it is open to one."""

    pk: int
    name: str
    held: list[str]
    did: list[str]
    stops: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One time at which the rules were gone through."""

    trace: Trace
    cause: str
    fitted: list[Step]
    others: list[Step]


@room()
def reasons(request: Request, number: int) -> HttpResponse:
    """Tell why the ticket is where it is."""
    ticket = access.ticket_for(request.user, number)
    facts = access.facts_for(request.user, ticket).filter(kind__in=DECIDES).order_by("-id")[:FACTS]
    traces = Trace.objects.filter(ticket=ticket).select_related("fact").order_by("-pk")[:TRACES]
    context = {
        "ticket": ticket,
        "title": _("Why here?"),
        "answer": _answer(ticket),
        "facts": [(fact, sentence(fact.kind, fact.data)) for fact in facts],
        "runs": [_run(trace, request.user) for trace in traces],
        "rules": Rule.objects.filter(is_active=True).count(),
    }
    return render(request, "workspace/tickets/reasons.html", context)


def _answer(ticket: Ticket) -> str:
    """Return where it is, in one sentence."""
    if ticket.team is None and ticket.owner is None:
        return _("The ticket is in nobody's hands yet: no team and no owner.")
    if ticket.owner is None:
        return _("The ticket is with the team “%(team)s”, and has no owner yet.") % {"team": ticket.team}
    if ticket.team is None:
        return _("The ticket is in the hands of %(owner)s, without a team.") % {"owner": ticket.owner}
    words = _("The ticket is with the team “%(team)s”, in the hands of %(owner)s.")
    return words % {"team": ticket.team, "owner": ticket.owner}


def _run(trace: Trace, reader: Person) -> Run:
    steps = [(step["fits"], _step(step, reader)) for step in trace.steps]
    return Run(
        trace,
        str(CAUSES.get(trace.fact.kind, trace.fact.kind)),
        [step for fits, step in steps if fits],
        [step for fits, step in steps if not fits],
    )


def _step(step: Mapping[str, Any], reader: Person) -> Step:
    held = [_held(one, fits=step["fits"]) for one in step["held"]]
    did = [_did(one) for one in step["did"]]
    return Step(step["rule"] if reader.is_administrator else 0, step["name"], held, did, step["stops"])


def _held(one: Mapping[str, Any], *, fits: bool) -> str:
    """Return a condition with the value that fitted, or with what the ticket has instead."""
    found = str(one["found"])
    if fits and one["holds"] and found and not one["is_not"]:
        return condition_words({**one, "values": [found]})
    words = condition_words(one)
    if fits or not found:
        return words
    has = {"condition": words, "found": condition_words({**one, "is_not": False, "values": [found]})}
    return _("%(condition)s (the ticket has: %(found)s)") % has


def _did(one: Mapping[str, Any]) -> str:
    verb = VERBS.get(one["deed"])
    says = str(verb.says) % {"value": one["value"]} if verb else str(one["value"])
    words = f"{says} — {CAME[one['came']]}"
    return f"{words}: {one['why']}" if one.get("why") else words
