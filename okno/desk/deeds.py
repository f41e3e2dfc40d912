"""What can be done to a ticket in one word and one value: each deed is a verb, with its right and its words.

Runs over many tickets are made of them, and what a macro does beside its text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import IntegerChoices, Model, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Impact, Priority, Service, Urgency
from okno.desk import flow
from okno.desk.actions.assess import assess
from okno.desk.actions.assign import assign, take
from okno.desk.actions.classify import set_kind, set_priority, set_service, set_tags
from okno.desk.actions.close import close, reopen
from okno.desk.actions.participate import watch
from okno.desk.actions.reply import Then
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import wait
from okno.desk.lines import team_on
from okno.desk.models import Kind, State, Ticket, WaitingFor
from okno.desk.refusals import NoTeamThere
from okno.people.models import Line, Person, Team

Act = Callable[[Ticket, Any, Person, str], None]  # the ticket, what the value means, who, why


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its words, the purpose that access is asked for, and of what its value is the id or the code."""

    says: str | Promise
    icon: str
    act: Act
    to: str = "work"
    table: type[Model] | None = None
    labels: type[TextChoices] | type[IntegerChoices] | None = None
    step: str = ""  # its name in the table of states, where it is not possible in all of them
    end: State | None = None  # where it leads: a ticket that is there already stays there
    is_course: bool = False  # it says what becomes of the ticket: one such word is enough


def _set_priority(ticket: Ticket, priority: Priority, by: Person, why: str) -> None:
    set_priority(ticket, priority, by=by, why=why)


def _set_service(ticket: Ticket, service: Service, by: Person, why: str) -> None:
    set_service(ticket, service, by=by, why=why)


def _set_kind(ticket: Ticket, kind: str, by: Person, why: str) -> None:
    set_kind(ticket, kind, by=by, why=why)


def _label(labels: type[TextChoices] | type[IntegerChoices], value: Any) -> str:
    """Name a value as people read it; what is not of these stays as it is written."""
    return str(labels(value).label if value in labels.values else value or "")


@dataclass(frozen=True, slots=True)
class Assessment:
    """How many are concerned and how soon it hurts; what is empty stays as it is."""

    impact: str = ""
    urgency: str = ""

    def __str__(self) -> str:
        seen = (_label(Impact, self.impact), _label(Urgency, self.urgency))
        return "; ".join(words for words in seen if words)


def _assess(ticket: Ticket, seen: Assessment, by: Person, why: str) -> None:
    assess(ticket, impact=seen.impact or None, urgency=seen.urgency or None, by=by, why=why)


def _tag(ticket: Ticket, tags: str | tuple[str, ...], by: Person, why: str) -> None:
    set_tags(ticket, [*ticket.tags, *((tags,) if isinstance(tags, str) else tags)], by=by, why=why)


def _team(ticket: Ticket, team: Team | None, by: Person, why: str) -> None:
    assign(ticket, team=team, owner=ticket.owner, by=by, why=why)


def _hand(ticket: Ticket, team: Team, by: Person, why: str) -> None:
    """Give the ticket to another team, where nobody has it in hand yet."""
    if ticket.team_id != team.pk:
        assign(ticket, team=team, by=by, why=why)


def _line(ticket: Ticket, line: int, by: Person, why: str) -> None:
    """Give the ticket to the team of this line; one that is there already stays in the hands that it is in."""
    if ticket.team is not None and ticket.team.line == line:
        return
    team = team_on(line, ticket.service)
    if team is None:
        raise NoTeamThere
    assign(ticket, team=team, by=by, why=why)


def _watch(ticket: Ticket, person: Person, by: Person, why: str) -> None:
    watch(ticket, person=person, by=by, why=why)


def _owner(ticket: Ticket, owner: Person | None, by: Person, why: str) -> None:
    assign(ticket, owner=owner, team=ticket.team, by=by, why=why)


def _take(ticket: Ticket, _none: None, by: Person, why: str) -> None:
    take(ticket, by=by, why=why)


def _wait(ticket: Ticket, waiting_for: str, by: Person, why: str) -> None:
    wait(ticket, waiting_for, by=by, why=why)


def _resolve(ticket: Ticket, _none: None, by: Person, why: str) -> None:
    resolve(ticket, by=by, why=why)


def _close(ticket: Ticket, _none: None, by: Person, why: str) -> None:
    close(ticket, by=by, why=why)


def _reopen(ticket: Ticket, _none: None, by: Person, why: str) -> None:
    reopen(ticket, by=by, why=why)


VERBS = {
    "assess": Verb(_("Impact and urgency: %(value)s"), "flag", _assess),
    "priority": Verb(_("Priority: %(value)s"), "flag", _set_priority, table=Priority),
    "service": Verb(_("Service: %(value)s"), "service", _set_service, table=Service),
    "kind": Verb(_("Kind: %(value)s"), "shapes", _set_kind, labels=Kind),
    "tag": Verb(_("Tag: %(value)s"), "tag", _tag),
    "team": Verb(_("Team: %(value)s"), "team", _team, table=Team, step="take"),
    "hand": Verb(_("Hand over: %(value)s"), "hand-over", _hand, table=Team, step="take"),
    "line": Verb(_("Line: %(value)s"), "team", _line, labels=Line, step="take"),
    "watch": Verb(_("Watched by %(value)s"), "eye", _watch, table=Person),
    "owner": Verb(_("Owner: %(value)s"), "assign", _owner, table=Person, step="take"),
    "take": Verb(_("Take"), "hand", _take, step="take"),
    "wait": Verb(_("Wait: %(value)s"), "waiting", _wait, labels=WaitingFor, step="wait", is_course=True),
    "resolve": Verb(_("Resolve"), "resolved", _resolve, step="resolve", end=State.RESOLVED, is_course=True),
    "close": Verb(_("Close"), "archive", _close, to="close", step="close", end=State.CLOSED, is_course=True),
    "reopen": Verb(_("Reopen"), "reopen", _reopen, to="reopen", step="reopen", end=State.OPEN),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with its value; `thing` is what the value means: a row, a code, a tag."""

    name: str
    thing: Any = None
    why: str = ""

    @property
    def verb(self) -> Verb:
        """Its row of the table."""
        return VERBS[self.name]

    @property
    def code(self) -> str:
        """As forms and addresses name it: «priority:3»."""
        value = self.thing.pk if isinstance(self.thing, Model) else self.thing
        return f"{self.name}:{value or ''}"

    @property
    def words(self) -> str:
        """As people read it: “Priority: high”."""
        return str(self.verb.says) % {"value": self.value_words}

    @property
    def value_words(self) -> str:
        """Its value alone, as people read it."""
        labels = self.verb.labels
        return (_label(labels, self.thing) if labels else str(self.thing or "")) or "—"

    @property
    def is_gone(self) -> bool:
        """True where what it names was put into the archive, or does not work here any more."""
        if isinstance(self.thing, Person):
            return not self.thing.is_staff_member
        return not getattr(self.thing, "is_active", True)

    def why_not(self, ticket: Ticket) -> str:
        """Return why it cannot be done now, in words; nothing where it can."""
        if self.is_gone:
            return gettext("it is in the archive")
        step, end = self.verb.step, self.verb.end
        if step and ticket.state != end and step not in flow.possible(ticket.state):
            return gettext("not in the present state")
        return ""

    def do(self, ticket: Ticket, *, by: Person) -> None:
        """Do it by its verb; doing it twice changes nothing more."""
        self.verb.act(ticket, self.thing, by, self.why)


def named(name: str, value: str) -> Deed:
    """Return the deed of a code that was checked before."""
    table = VERBS[name].table
    if table is None:
        return Deed(name, value)
    return Deed(name, table._default_manager.get(pk=value) if value else None)  # noqa: SLF001 - Django's documented name of it


def joined(deeds: Iterable[Deed]) -> Iterator[Deed]:
    """Yield them with the tags of one macro as one deed: they are one line of the timeline."""
    for (name, why), group in groupby(deeds, key=lambda deed: (deed.name, deed.why)):
        if name == "tag":
            yield Deed(name, tuple(deed.thing for deed in group), why)
        else:
            yield from group


def around_reply(deeds: Iterable[Deed], then: Then) -> tuple[list[Deed], Then, list[Deed]]:
    """Return what is done before a reply, what the ticket becomes together with it, and what is done after it.

    What the person chose beside «Send» is the last word. The hands change first: a ticket that is over goes into no others.
    """
    deeds = list(deeds)
    before = [deed for deed in deeds if not deed.verb.is_course]
    course = [deed for deed in deeds if deed.verb.is_course] if then is Then.STAY else []
    with_it = {"wait:customer": Then.WAIT, "resolve:": Then.RESOLVE}
    for deed in course:
        then = with_it.get(deed.code, then)
    return before, then, [deed for deed in course if deed.code not in with_it]
