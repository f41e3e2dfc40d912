"""A draft of a rule is tried out on past tickets: a job with progress, which writes nothing but its own row."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from okno.automation import past
from okno.automation.actions.keep_rule import check
from okno.automation.book import book_of
from okno.automation.deeds import deeds_of
from okno.automation.matching import Moment, Plan
from okno.automation.models import Rule, Trial
from okno.automation.reading import AROUND
from okno.automation.walking import PriorityBy, TeamOn, Way, walk
from okno.catalog.models import Service, priority_by
from okno.core import clock, jobs
from okno.core.refusals import BadInput
from okno.desk.actions.classify import clean_tags
from okno.desk.deeds import Deed
from okno.desk.lines import team_on
from okno.desk.models import Ticket
from okno.people.models import Person

AT_MOST, BATCH, SHOWN = 5000, 100, 200
COLUMNS = ("name", "order", "at_opening", "at_message", "at_change", "conditions", "service_id", "kind",
           "impact", "urgency", "priority_id",
           "to_team_id", "to_line", "to_person_id", "stops")  # fmt: skip
Rules = Sequence[tuple[Plan, list[Deed]]]


@transaction.atomic
def try_out(
    rule: Rule, *, tags: Sequence[str], watchers: Sequence[str], wanted: int, seen: Any = None, by: Person
) -> Trial:
    """Wish a rule, as it is filled in and not saved, to be tried out on the latest tickets."""
    rule.tags = clean_tags(tags)
    check(rule, has_watchers=bool(watchers))
    if not rule.at_opening:
        words = _("Only a rule that is looked at when a ticket is opened can be tried out on the past.")
        raise BadInput(words, field="at_opening")
    trial = Trial.objects.create(
        by=by,
        rule_id=rule.pk,
        draft={name: getattr(rule, name) for name in COLUMNS},
        lists={"tags": list(rule.tags), "watchers": list(watchers)},
        seen=seen,
        wanted=min(max(wanted, 1), AT_MOST),
        begun_at=clock.now(),
    )
    jobs.later(try_on_past, trial=trial.pk)
    return trial


@jobs.task(name="try_rule", queue="reactions", seconds=600, priority=jobs.AWAITED)
def try_on_past(trial: int) -> None:
    """Try a rule out, from the newest ticket back; a second run begins anew."""
    row = Trial.objects.get(pk=trial)
    before, after = _rules(row)
    row.done = row.fitted = row.moved = row.agreed = 0
    row.found = []
    tickets = Ticket.objects.standing().order_by("-pk")
    row.total = min(row.wanted, tickets.count())
    for batch in _batches(row.total):
        _look(row, batch, before, after)
        row.save()
    row.ended_at = clock.now()
    row.save()


def draft_of(trial: Trial) -> Rule:
    """Return the rule as it is tried, not saved."""
    return Rule(pk=trial.rule_id, **trial.draft, tags=trial.lists["tags"])


def _rules(trial: Trial) -> tuple[Rules, Rules]:
    """Return the rules that there are, and the rules as they would be with the draft."""
    draft = draft_of(trial)
    kept = list(
        Rule.objects.filter(is_active=True).select_related("service", "priority", "to_team", "to_person")
    )
    others = [rule for rule in kept if rule.pk != draft.pk]
    return _ready(kept), _ready(sorted([*others, draft], key=lambda rule: (rule.order, rule.pk or 1 << 62)))


def _ready(rules: list[Rule]) -> Rules:
    pairs = zip(book_of(rules).rules, (_acting(rule) for rule in rules), strict=True)
    return [(plan, deeds) for plan, deeds in pairs if Moment.OPENING in plan.moments]


def _acting(rule: Rule) -> list[Deed]:
    return [deed for deed in deeds_of(rule) if deed.name != "watch" and not deed.is_gone]


def _batches(total: int) -> Iterator[list[Ticket]]:
    """Yield the latest tickets with what the rules ask of them, the newest first."""
    tickets = Ticket.objects.standing().select_related(*AROUND).order_by("-pk")
    left, before = total, None
    while left > 0:
        below = tickets if before is None else tickets.filter(pk__lt=before)
        batch = list(below[: min(BATCH, left)])
        if not batch:
            return
        left, before = left - len(batch), batch[-1].pk
        yield batch


def _look(trial: Trial, batch: list[Ticket], before: Rules, after: Rules) -> None:
    asked = frozenset(
        one.about for plan, _deeds in (*before, *after) for group in plan.groups for one in group.of
    )
    lines, matrix = _lines(), _matrix()
    for ticket, seen in zip(batch, past.opened(batch, asked), strict=True):
        old, new = walk(before, seen, lines, matrix), walk(after, seen, lines, matrix)
        trial.fitted += (trial.rule_id or 0) in new.fitted
        if difference := _difference(old, new, past.now(ticket)):
            trial.moved += 1
            trial.agreed += all(side["after"] == side["now"] for side in difference.values())
            if len(trial.found) < SHOWN:
                trial.found.append({"ticket": ticket.pk, "parts": difference})
    trial.done += len(batch)


def _difference(old: Way, new: Way, today: dict[str, int | str]) -> dict[str, dict[str, int | str]]:
    """Return the parts that would be otherwise: as they would be without the draft, with it, and as they are today."""
    ends = new.parts()
    return {
        part: {"before": was, "after": ends[part], "now": today[part]}
        for part, was in old.parts().items()
        if was != ends[part]
    }


def _lines() -> TeamOn:
    @lru_cache(maxsize=1000)
    def on(line: int, service: int) -> int:
        team = team_on(line, Service.objects.filter(pk=service).first() if service else None)
        return team.pk if team else 0

    return on


def _matrix() -> PriorityBy:
    @lru_cache(maxsize=1000)
    def by(impact: str, urgency: str, service: int) -> int:
        is_fixed = Service.objects.filter(pk=service).exclude(priority=None).exists()
        found = None if is_fixed else priority_by(impact, urgency)
        return found.pk if found else 0

    return by
