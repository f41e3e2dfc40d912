"""What a rule does: deeds of the desk, each with its right to be done, and what a ticket would be after them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from okno.automation.models import Rule
from okno.automation.seen import Seen
from okno.catalog.models import Service
from okno.core.said import own_words
from okno.desk.deeds import Assessment, Deed
from okno.desk.models import Fact, Ticket
from okno.people.models import Person, Role

# What a deed decides about the ticket, and the facts by which somebody has decided it.
HANDS = "hands"
OF = {
    "service": "service",
    "kind": "kind",
    "assess": "priority",
    "priority": "priority",
    "hand": HANDS,
    "line": HANDS,
    "owner": HANDS,
}
DECIDES: Mapping[str, str] = {
    "ticket.service_set": "service",
    "ticket.kind_set": "kind",
    "ticket.priority_set": "priority",
    "ticket.assigned": HANDS,
    "ticket.taken": HANDS,
    "ticket.handed_over": HANDS,
    "ticket.sent_back": HANDS,
    "ticket.assessed": "priority",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided about a ticket by hand; a rule leaves it as it is."""

    things: frozenset[str] = frozenset()
    tags_taken_off: frozenset[str] = frozenset()

    def keeps(self, deed: Deed) -> bool:
        """Tell whether the deed would overwrite a decision."""
        return OF.get(deed.name) in self.things or (deed.name == "tag" and deed.thing in self.tags_taken_off)


def decided_in(ticket: Ticket) -> Decided:
    """Return what people have decided, as the facts know it."""
    told = (
        Fact.objects.filter(ticket=ticket, kind__in=[*DECIDES, "ticket.tags_set"])
        .exclude(by__role=Role.ROBOT)
        .order_by("id")
        .values_list("kind", "data")
    )
    things: set[str] = set()
    off: set[str] = set()
    for kind, data in told:
        if kind in DECIDES:
            things.add(DECIDES[kind])
        else:
            before, after = (
                set(filter(None, str(data.get(side, "")).split(", "))) for side in ("before", "after")
            )
            off = (off | (before - after)) - after
    return Decided(frozenset(things), frozenset(off))


def deeds_of(rule: Rule, watchers: Iterable[Person] | None = None) -> list[Deed]:
    """Return what the rule does, in the order in which it is done; each fact of it tells the name of the rule."""
    why = why_of(rule)
    rows = {
        "service": rule.service,
        "kind": rule.kind,
        "assess": Assessment(rule.impact, rule.urgency) if rule.impact or rule.urgency else None,
        "priority": rule.priority,
        "hand": rule.to_team,
        "line": rule.to_line,
        "owner": rule.to_person,
    }
    found = [Deed(name, thing, why) for name, thing in rows.items() if thing]
    found += [Deed("tag", tag, why) for tag in rule.tags]
    if watchers is None:
        watchers = rule.watchers.all() if rule.pk else ()
    return found + [Deed("watch", person, why) for person in watchers]


def why_of(rule: Rule) -> str:
    """Return the reason that stands at each fact of the rule."""
    return own_words(gettext_noop("rule “%(name)s”"), name=rule.name)


def after(seen: Seen, deeds: Iterable[Deed]) -> Seen:
    """Return the ticket as it would be; nothing is asked and nothing written."""
    for deed in deeds:
        seen = _after(seen, deed)
    return seen


def _after(seen: Seen, deed: Deed) -> Seen:
    thing = deed.thing
    if deed.name == "service":
        brings = isinstance(thing, Service) and not seen.team and thing.team_id
        return seen.now(service=thing.pk, team=thing.team_id if brings else seen.team)
    if isinstance(thing, Assessment):
        return seen.now(impact=thing.impact or seen.impact, urgency=thing.urgency or seen.urgency)
    if deed.name == "tag":
        return seen.now(tags=seen.tags | {thing})
    if part := {"priority": "priority", "hand": "team", "owner": "owner", "kind": "kind"}.get(deed.name):
        return seen.now(**{part: thing if part == "kind" else thing.pk})
    return seen
