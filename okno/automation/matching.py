"""Whether a rule fits a ticket, and why: `matches(rule, seen)`. Pure: no table, no clock, no setting is asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from okno.automation.seen import Seen, Stems
from okno.sla.worktime.rules import time_text

Place = tuple[str, int]  # a stem, and how many words behind the beginning of its phrase it stands
LONGEST_FOUND = 80  # signs of a value that a trace keeps


class Moment(Enum):
    """Why the rules are gone through."""

    OPENING = "opening"
    MESSAGE = "message"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a condition: what people call it, and what is compared."""

    said: str
    meant: Any


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold of the ticket; any of the values will do. `name` is that of a field of one's own."""

    about: str
    values: tuple[Value, ...] = ()
    is_not: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all must hold, or any."""

    of: tuple[Condition, ...]
    any_will_do: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule made ready for asking: every group must fit; one without groups fits every ticket."""

    pk: int
    name: str
    groups: tuple[Group, ...] = ()
    moments: frozenset[Moment] = frozenset({Moment.OPENING})
    stops: bool = False
    is_watched: bool = False  # somebody is asked to watch


@dataclass(frozen=True, slots=True)
class Held:
    """One condition and what became of it: the value that fitted, or what the ticket has instead."""

    condition: Condition
    holds: bool
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the rule fits, and what each of its conditions found; groups behind one that does not fit are not asked."""

    fits: bool
    groups: tuple[tuple[Held, ...], ...] = ()


def matches(rule: Plan, seen: Seen) -> Verdict:
    """Tell whether the rule fits the ticket."""
    told: list[tuple[Held, ...]] = []
    for group in rule.groups:
        held = tuple(_held(condition, seen) for condition in group.of)
        told.append(held)
        if not (any if group.any_will_do else all)(one.holds for one in held):
            return Verdict(fits=False, groups=tuple(told))
    return Verdict(fits=True, groups=tuple(told))


def _held(condition: Condition, seen: Seen) -> Held:
    found, has = _ASKED[condition.about](condition, seen)
    holds = (found is not None) is not condition.is_not
    return Held(condition, holds, (found if found is not None else has)[:LONGEST_FOUND])


Answer = tuple[str | None, str]  # the value that fitted, in words; what the ticket has


def _words(name: str) -> Callable[[Condition, Seen], Answer]:
    def asked(condition: Condition, seen: Seen) -> Answer:
        stems: Stems = getattr(seen, name)
        return _first(condition.values, lambda places: stands_in(places, stems)), ""

    return asked


def stands_in(places: tuple[Place, ...], stems: Stems) -> bool:
    """Tell whether the words of a phrase stand in the text, one behind the other."""
    (first, offset), *rest = places
    return any(
        all(start + place - offset in stems.get(stem, ()) for stem, place in rest)
        for start in stems.get(first, ())
    )


def _row(name: str) -> Callable[[Condition, Seen], Answer]:
    def asked(condition: Condition, seen: Seen) -> Answer:
        row: int = getattr(seen, name)
        return _first(condition.values, lambda meant: meant == row), seen.called(name, row)

    return asked


def _text(name: str) -> Callable[[Condition, Seen], Answer]:
    def asked(condition: Condition, seen: Seen) -> Answer:
        text: str = getattr(seen, name)
        return _first(condition.values, lambda meant: meant == text), text

    return asked


def _plain(name: str) -> Callable[[Condition, Seen], Answer]:
    """A text as people write it, whatever its large and small letters."""

    def asked(condition: Condition, seen: Seen) -> Answer:
        text: str = getattr(seen, name)
        return _first(condition.values, lambda meant: meant == text.casefold()), text

    return asked


def _address(name: str) -> Callable[[Condition, Seen], Answer]:
    """An address, or a domain with all below it: «romashka.ru» is also «mail.romashka.ru»."""

    def fits(meant: str, address: str) -> bool:
        if "@" in meant:
            return meant == address
        domain = address.rpartition("@")[2]
        return bool(domain) and (domain == meant or domain.endswith("." + meant))

    def asked(condition: Condition, seen: Seen) -> Answer:
        address: str = getattr(seen, name)
        return _first(condition.values, lambda meant: fits(meant, address)), address

    return asked


def _tag(condition: Condition, seen: Seen) -> Answer:
    return _first(condition.values, lambda meant: meant in seen.tags), ", ".join(sorted(seen.tags))


def _answer(condition: Condition, seen: Seen) -> Answer:
    said = seen.answers.get(condition.name.casefold(), ())
    folded = {one.casefold() for one in said}
    return _first(condition.values, lambda meant: meant in folded), ", ".join(said)


def _field(condition: Condition, seen: Seen) -> Answer:
    has = seen.fields.get(condition.name, "")
    return _first(condition.values, lambda meant: meant == has.casefold()), has


def _yes(name: str) -> Callable[[Condition, Seen], Answer]:
    return lambda _condition, seen: ("" if getattr(seen, name) else None, "")


def _hour(condition: Condition, seen: Seen) -> Answer:
    def within(span: tuple[int, int]) -> bool:
        start, end = span
        return start <= seen.minute < end if start < end else seen.minute >= start or seen.minute < end

    return _first(condition.values, within), time_text(seen.minute * 60)


def _first(values: Iterable[Value], fits: Callable[[Any], bool]) -> str | None:
    return next((value.said for value in values if fits(value.meant)), None)


_ASKED: Mapping[str, Callable[[Condition, Seen], Answer]] = {
    "words": _words("words"),
    "subject": _words("subject"),
    "sender": _address("sender"),
    "address": _address("address"),
    "door": _text("door"),
    "organisation": _row("organisation"),
    "level": _row("level"),
    "region": _plain("region"),
    "requester": _address("requester"),
    "impact": _text("impact"),
    "urgency": _text("urgency"),
    "wish": _text("wish"),
    "service": _row("service"),
    "priority": _row("priority"),
    "team": _row("team"),
    "kind": _text("kind"),
    "owner": _row("owner"),
    "state": _text("state"),
    "waiting": _text("waiting"),
    "request": _row("request"),
    "answer": _answer,
    "part": _yes("is_part"),
    "follow_up": _yes("is_follow_up"),
    "tag": _tag,
    "field": _field,
    "files": _yes("has_files"),
    "working": _yes("is_working_time"),
    "day": _text("day"),
    "hour": _hour,
}
