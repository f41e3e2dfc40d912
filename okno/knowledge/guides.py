"""A step-by-step guide: a tree of questions written as text, its faults, and the way somebody goes through it. Pure.

    # Касса включена?
    Экран светится, даже если на нём ничего нет.
    - Да → Лента
    - Нет → Питание

A heading is a step, the words below it are Markdown, the last list names the answers: where each leads, or how it ends: «решено»
(solved), «спросить» (ask us) or «спросить: Ремонт кассы» (ask by that request type). An arrow back, «←», leads to an earlier step
on purpose; any other circle is a fault.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext as _

STEPS_AT_MOST, ANSWERS_AT_MOST, WAY_AT_MOST = 100, 12, 100
_HEADING = re.compile(r"#{1,6}\s+(\S.*)")
_ANSWER = re.compile(r"\s*[-*]\s+(.+?)\s*(→|->|=>|←|<-)\s*(.+?)\s*$")
_BACK = frozenset({"←", "<-"})
_SOLVED = frozenset({"решено", "solved"})
_ASK = re.compile(r"(?:спросить|ask)(?:\s*:\s*(.+))?$", re.IGNORECASE)


class End(Enum):
    """How a way ends."""

    SOLVED = "solved"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a step: the step to which it leads, or the end; `request_type` is asked by name."""

    words: str
    to: str
    end: End | None
    request_type: str
    is_back: bool
    line: int


@dataclass(slots=True)
class Step:
    """A question or an advice with its answers."""

    name: str
    line: int
    text: str = ""
    answers: list[Answer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which line."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Script:
    """A guide as it was read; one with faults is not published."""

    steps: Mapping[str, Step]
    faults: Sequence[Fault]

    @property
    def first(self) -> Step | None:
        """The step with which everybody begins."""
        return next(iter(self.steps.values()), None)


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody is: the step, and what was answered before; `way` names it in an address."""

    step: Step
    passed: tuple[tuple[Step, Answer], ...]
    way: str
    end: Answer | None = None

    def on(self, number: int) -> str:
        """Return the way with one answer more."""
        return f"{self.way}.{number}" if self.way else str(number)

    @property
    def before(self) -> str:
        """The way without the last answer."""
        return self.way.rpartition(".")[0]

    def as_text(self) -> str:
        """Return what was answered, a line for each step."""
        return "\n".join(
            f"{number}. {step.name} — {answer.words}" for number, (step, answer) in enumerate(self.passed, 1)
        )


def read(text: str) -> Script:
    """Return the steps of a text with what is wrong with them."""
    steps: dict[str, Step] = {}
    faults: list[Fault] = []
    for step in _steps(text):
        if key_of(step.name) in steps:
            faults.append(
                Fault(step.line, _("There are two steps that are called “%(name)s”.") % {"name": step.name})
            )
        steps.setdefault(key_of(step.name), step)
    if not steps:
        faults.append(Fault(1, _("Begin with a step: a line like “# Is it switched on?”.")))
    if len(steps) > STEPS_AT_MOST:
        faults.append(Fault(1, _("At most %(count)d steps.") % {"count": STEPS_AT_MOST}))
    else:
        faults += _faults(steps)
    return Script(steps, sorted(faults, key=lambda one: one.line))


def spoken(text: str) -> str:
    """Return the words of a guide without where its answers lead: what the search reads, and what stands beside a link."""
    return "\n".join(f"- {found[1]}" if (found := _ANSWER.match(line)) else line for line in text.split("\n"))


def walk(script: Script, way: str) -> Walk | None:
    """Return where this way leads; None where it leads nowhere, for the guide has changed or the address is made up."""
    step, passed = script.first, list[tuple[Step, Answer]]()
    if step is None or len(way) > 4 * WAY_AT_MOST:
        return None
    for word in way.split(".") if way else ():
        if (
            not (word.isascii() and word.isdigit())
            or int(word) >= len(step.answers)
            or len(passed) >= WAY_AT_MOST
        ):
            return None
        answer = step.answers[int(word)]
        passed.append((step, answer))
        if answer.end is not None:
            is_last = way.count(".") + 1 == len(passed)
            return Walk(step, tuple(passed), way, answer) if is_last else None
        step = script.steps[key_of(answer.to)]
    return Walk(step, tuple(passed), way)


def key_of(name: str) -> str:
    """Return how the name of a step is compared: whatever its letters and spaces."""
    return " ".join(name.casefold().replace("ё", "е").split())


def _bare(heading: str) -> str:
    """Return a heading without the marks that may stand behind it."""
    said = heading.rstrip()
    return " ".join((said.rstrip("#") or said).split())


def _steps(text: str) -> Iterator[Step]:
    """Yield the steps in their order; what stands before the first heading belongs to none."""
    step: Step | None = None
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if found := _HEADING.match(line):
            if step is not None:
                step.text = "\n".join(lines).strip()
                yield step
            step, lines = Step(_bare(found[1]), number), []
        elif step is not None and (found := _ANSWER.match(line)):
            step.answers.append(_answer(found, number))
        else:
            lines.append(line)
    if step is not None:
        step.text = "\n".join(lines).strip()
        yield step


def _answer(found: re.Match[str], line: int) -> Answer:
    words, arrow, to = found[1], found[2], " ".join(found[3].split())
    if to.casefold().rstrip(".!") in _SOLVED:
        return Answer(words, "", End.SOLVED, "", is_back=False, line=line)
    if ask := _ASK.match(to):
        return Answer(words, "", End.ASK, ask[1] or "", is_back=False, line=line)
    return Answer(words, to, None, "", is_back=arrow in _BACK, line=line)


def _faults(steps: Mapping[str, Step]) -> list[Fault]:
    """Return what is wrong with single steps; only where nothing is, what is wrong with the whole."""
    return list(_faults_of_each(steps)) or [*_circles(steps), *_lost(steps)]


def _faults_of_each(steps: Mapping[str, Step]) -> Iterator[Fault]:
    for step in steps.values():
        if not step.answers:
            yield Fault(step.line, _("“%(name)s” is a dead end: it has no answers.") % {"name": step.name})
        if len(step.answers) > ANSWERS_AT_MOST:
            yield Fault(step.line, _("“%(name)s” has too many answers.") % {"name": step.name})
        for answer in step.answers:
            if answer.end is None and key_of(answer.to) not in steps:
                yield Fault(answer.line, _("There is no step “%(name)s”.") % {"name": answer.to})


def _circles(steps: Mapping[str, Step]) -> Iterator[Fault]:
    """Yield the answers that lead back to a step from which one came, without saying so."""
    done: set[str] = set()
    for begin in steps:
        stack, on_way = [(begin, iter(_onward(steps, begin)))], {begin}
        while stack:
            name, answers = stack[-1]
            answer = next(answers, None)
            if answer is None:
                done.add(name)
                on_way.discard(name)
                stack.pop()
            elif (to := key_of(answer.to)) in on_way:
                yield Fault(
                    answer.line,
                    _("“%(name)s” leads in a circle. If that is meant, write ← before the name.")
                    % {"name": answer.words},
                )
            elif to not in done:
                on_way.add(to)
                stack.append((to, iter(_onward(steps, to))))
        done.add(begin)


def _lost(steps: Mapping[str, Step]) -> Iterator[Fault]:
    """Yield the steps that nobody reaches, and those from which nobody comes to an end."""
    if not steps:
        return
    leads = {
        name: {key_of(answer.to) for answer in step.answers if answer.end is None} & set(steps)
        for name, step in steps.items()
    }
    reached, fresh = set[str](), [next(iter(steps))]
    while fresh:
        name = fresh.pop()
        if name not in reached:
            reached.add(name)
            fresh += leads[name]
    ending = {name for name, step in steps.items() if any(answer.end for answer in step.answers)}
    while more := {name for name in steps if name not in ending and leads[name] & ending}:
        ending |= more
    for name, step in steps.items():
        if name not in reached:
            yield Fault(step.line, _("Nobody comes to “%(name)s”.") % {"name": step.name})
        elif step.answers and name not in ending:
            yield Fault(step.line, _("From “%(name)s” nobody comes to an end.") % {"name": step.name})


def _onward(steps: Mapping[str, Step], name: str) -> list[Answer]:
    return [
        one for one in steps[name].answers if one.end is None and not one.is_back and key_of(one.to) in steps
    ]
