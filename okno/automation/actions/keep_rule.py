"""A rule is kept: it has a moment, something to do, words that can be found, and makes no circle with the others."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from okno.automation import conditions
from okno.automation.book import book_of
from okno.automation.circles import Turn, circle, needs_of
from okno.automation.models import Rule
from okno.automation.reading import places_of
from okno.catalog.models import priority_by
from okno.core.refusals import BadInput, Conflict
from okno.desk.actions.classify import clean_tags
from okno.desk.lines import team_on
from okno.people.models import STAFF, Person

AT_MOST = 200  # rules in use
WATCHERS = 20


@transaction.atomic
def keep_rule(
    rule: Rule, *, tags: Sequence[str] | None = None, watchers: Sequence[str] | None = None
) -> Rule:
    """Save a rule as it shall be; the processes read the rules anew."""
    if tags is not None:
        rule.tags = clean_tags(tags)
    found = None if watchers is None else _colleagues(watchers)
    kept = Rule.objects.filter(pk=rule.pk, watchers__isnull=False)
    check(rule, has_watchers=bool(found) if found is not None else kept.exists())
    rule.stamp = uuid.uuid4()
    rule.save()
    if found is not None:
        rule.watchers.set(found)
    return rule


def check(rule: Rule, *, has_watchers: bool) -> None:
    """Refuse a rule that could not work, in a sentence that says what and where."""
    if not (rule.at_opening or rule.at_message or rule.at_change):
        raise BadInput(_("Choose when the rule is looked at."), field="at_opening")
    if rule.to_team is not None and rule.to_line is not None:
        raise BadInput(_("A rule leads to a team or to a line, not to both."), field="to_line")
    does = (
        rule.service,
        rule.kind,
        rule.impact,
        rule.urgency,
        rule.priority,
        rule.to_team,
        rule.to_line,
        rule.to_person,
        rule.tags,
        has_watchers,
    )
    if not any(does):
        raise BadInput(_("The rule does nothing yet: choose at least one thing that it does."), field="")
    if rule.to_person is not None and rule.to_person.role not in STAFF:
        raise BadInput(
            _("%(name)s does not work here any more.") % {"name": rule.to_person}, field="to_person"
        )
    for phrase, places in places_of(conditions.phrases(rule.conditions)).items():
        if not places:
            words = _("“%(word)s” is in nearly every letter; choose a word that tells more.")
            raise BadInput(words % {"word": phrase}, field="conditions")
    if rule.is_active:
        _no_circle(rule)


def _no_circle(rule: Rule) -> None:
    others = Rule.objects.filter(is_active=True).exclude(pk=rule.pk)
    rules = sorted([*others.order_by("order", "pk"), rule], key=lambda one: one.order)
    if len(rules) > AT_MOST:
        raise Conflict(_("Two hundred rules can be in use at once; put one into the archive first."))
    turns = [
        Turn(one.name, needs_of(plan.groups), _makes(one))
        for one, plan in zip(rules, book_of(rules).rules, strict=True)
    ]
    if found := circle(turns):
        names = ", ".join(_("“%(name)s”") % {"name": turn.name} for turn in found)
        words = _(
            "These rules would send a ticket in a circle: %(names)s. What one of them does, another takes back."
        )
        raise Conflict(words % {"names": names})


def _makes(rule: Rule) -> dict[str, int | str]:
    by_matrix = priority_by(rule.impact, rule.urgency)
    team = rule.to_team or (team_on(rule.to_line, rule.service) if rule.to_line else None)
    rows = {
        "service": rule.service_id,
        "priority": rule.priority_id or (by_matrix and by_matrix.pk),
        "kind": rule.kind,
        "impact": rule.impact,
        "urgency": rule.urgency,
        "owner": rule.to_person_id,
        "team": team and team.pk,
    }
    return {name: value for name, value in rows.items() if value}


def _colleagues(addresses: Sequence[str]) -> list[Person]:
    wanted = list(dict.fromkeys(filter(None, (address.strip() for address in addresses))))
    if len(wanted) > WATCHERS:
        raise BadInput(_("Twenty colleagues can be asked to watch, not more."), field="watchers")
    found = []
    for address in wanted:
        person = Person.objects.filter(role__in=STAFF, email__iexact=address).first()
        if person is None:
            words = _("Nobody with the address %(address)s works here.")
            raise BadInput(words % {"address": address}, field="watchers")
        found.append(person)
    return found
