"""What is promised about a ticket as it is today: by the policy that holds for it, else by its priority."""

from datetime import datetime
from typing import Any, Protocol

from okno.catalog.models import Priority
from okno.contracts.book import Book
from okno.contracts.choosing import Choice, choose, terms
from okno.people.provider import zone_of
from okno.sla.models import BY_TERMS


class Asked(Protocol):
    """The parts of a ticket about which policies ask."""

    organisation_id: int | None
    request_type_id: int | None
    service_id: int | None
    team_id: int | None
    priority_id: int
    kind: str
    door: str


def own_terms(priority: Priority) -> dict[str, Any]:
    """Return what a priority promises by itself, in plain values: a fact keeps it, whatever becomes of the priority."""
    minutes = {metric.value: priority.minutes_for(metric) for metric in BY_TERMS}
    promised = {metric: count for metric, count in minutes.items() if count is not None}
    return {"calendar": priority.calendar_id, **promised}


def terms_of(asked: Asked, priority: Priority, known: Book, at: datetime) -> dict[str, Any]:
    """Return what is promised at a moment, with the reason where a policy holds."""
    own = own_terms(priority)
    chosen = chosen_for(asked, known, at)
    found = terms(chosen, priority.code, own) if chosen else own
    agreed = agreed_with(asked.team_id, priority.code, known)
    return {**found, "ola": agreed} if agreed else found


def agreed_with(team: int | None, code: str, known: Book) -> dict[str, Any] | None:
    """Return what this team promises to the desk for the priority of this code; the team alone, where that is nothing.

    None where nothing was ever agreed with it.
    """
    deal = (known.deals or {}).get(team or 0)
    if deal is None:
        return None
    if (minutes := deal.minutes.get(code)) is None:
        return {"team": team}
    return {
        "team": team,
        "calendar": deal.calendar,
        "minutes": minutes,
        "name": deal.name,
        "partner": deal.partner,
    }


def chosen_for(asked: Asked, known: Book, at: datetime) -> Choice | None:
    """Return the policy that holds at a moment."""
    if not known.rules:
        return None
    level, region = known.of(asked.organisation_id)
    matter = {
        "organisation": asked.organisation_id,
        "support_level": level,
        "region": region,
        "request_type": asked.request_type_id,
        "service": asked.service_id,
        "kind": asked.kind,
        "priority": asked.priority_id,
        "team": asked.team_id,
        "door": asked.door,
    }
    return choose(known.rules, matter, at.astimezone(zone_of("")).date())
