"""The words in which stories are told. Gaps are minutes of working time since the step before.

In a text, `{слово}` is filled from the story's table of variants, `{имя}` is how colleagues address the requester,
`{я}` the first name of who speaks, `{коллега}` the colleague who is called, and `[взял|взяла]` follows the one who speaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

OWNER, DISPATCHER, LEAD, NIGHT = "owner", "dispatcher", "lead", "night"
REQUESTER, COLLEAGUE, BOSS = "requester", "colleague", "boss"

DISPATCHERS, APPLICATIONS, FIELD, ENGINEERS = (
    "Диспетчеры",
    "Прикладные системы",
    "Выездная группа",
    "Инженеры",
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that somebody does: the verb, after how long, who, and what is said."""

    verb: str
    gap: int
    by: str = OWNER
    text: str = ""
    then: str = "stay"
    team: str = ""
    to: str = ""
    minutes: int = 0
    waiting_for: str = ""
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One matter as it happens: who may ask, about what, and what follows.

    `who`: trades of people, or keys of persons. `ends`: how it ends after the solution; empty leaves it to chance.
    `hours_ago`: a story of the last days, told once, so many working hours ago; `night`: it happens when others sleep.
    `owner` is the key of who takes it; nobody has looked at an `untouched` one yet. `double`: a colleague of the requester
    writes the same, too, and the two become one.
    """

    subject: str
    text: str
    who: str = "office"
    service: str
    kind: str = "incident"
    priority: str = ""
    tags: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    door: str = "mail"
    file: str = ""
    by_first_line: bool = False
    steps: tuple[Step, ...] = ()
    variants: tuple[Mapping[str, str], ...] = ({},)
    double: str = ""
    ends: str = ""
    night: bool = False
    hours_ago: float | None = None
    owner: str = ""
    untouched: bool = False


def table(words: str, *rows: str) -> tuple[dict[str, str], ...]:
    """Return the variants of a story: names in the first line, then one row of values a variant, parted by slashes."""
    names = words.split()
    variants = tuple(dict(zip(names, (part.strip() for part in row.split("/")), strict=True)) for row in rows)
    assert len({str(variant) for variant in variants}) == len(variants), f"a variant twice: {words}"
    return variants


def says(gap: int, text: str, *, by: str = REQUESTER, file: str = "") -> Step:
    """The customer writes."""
    return Step(verb="hear", gap=gap, by=by, text=text, file=file)


def replies(gap: int, text: str, *, by: str = OWNER, file: str = "") -> Step:
    """A colleague answers."""
    return Step(verb="reply", gap=gap, by=by, text=text, file=file)


def asks(gap: int, text: str, *, by: str = OWNER) -> Step:
    """A colleague answers with a question; the ticket waits for the customer."""
    return Step(verb="reply", gap=gap, by=by, text=text, then="wait")


def solves(gap: int, text: str, *, by: str = OWNER, file: str = "") -> Step:
    """A colleague answers with the solution."""
    return Step(verb="reply", gap=gap, by=by, text=text, then="resolve", file=file)


def notes(gap: int, text: str, *, by: str = OWNER, to: str = "", file: str = "") -> Step:
    """A colleague leaves a note; `to` is the team, or the key of the one, who is called in it."""
    return Step(verb="note", gap=gap, by=by, text=text, to=to, file=file)


def passes(gap: int, team: str, tried: str) -> Step:
    """A colleague hands the ticket over to another team, telling what was tried."""
    return Step(verb="hand_over", gap=gap, text=tried, team=team)


def waits(gap: int, why: str, *, waiting_for: str = "third_party") -> Step:
    """A colleague puts the ticket on hold."""
    return Step(verb="wait", gap=gap, text=why, waiting_for=waiting_for)


def plans(gap: int, minutes: int, why: str) -> Step:
    """A colleague puts the ticket on hold until so many working minutes later."""
    return Step(verb="wait", gap=gap, text=why, waiting_for="planned", minutes=minutes)


def goes_on(gap: int, why: str) -> Step:
    """A colleague goes on with a ticket that was on hold."""
    return Step(verb="resume", gap=gap, text=why)


def works(gap: int, minutes: int, note: str = "") -> Step:
    """A colleague writes down the work that was done."""
    return Step(verb="work", gap=gap, minutes=minutes, text=note)


def raises(gap: int, priority: str, why: str, *, by: str = OWNER) -> Step:
    """A colleague changes the priority and says why."""
    return Step(verb="priority", gap=gap, by=by, text=why, to=priority)


def splits(gap: int, subject: str, answer: str) -> Step:
    """A colleague makes a ticket of its own out of the last letter, and solves it there."""
    return Step(verb="split", gap=gap, to=subject, text=answer)


def closes(gap: int, why: str) -> Step:
    """A colleague closes the ticket without the customer's word."""
    return Step(verb="close", gap=gap, text=why)


@dataclass(frozen=True, kw_only=True)
class Outage:
    """Something that many notice at once: the story of the first who writes, what the others write, what they hear."""

    main: Story
    others: tuple[tuple[str, str, str], ...]
    answer: str
    solved: str
    working_days_ago: int
