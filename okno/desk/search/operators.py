"""The operators of the search: their names in both languages, their values where these are few, an example for each."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from okno.desk.models.ticket import LIVE, State


class Operator(Enum):
    """What one may ask about a ticket besides words."""

    STATUS = "status"
    FROM = "from"
    OWNER = "owner"
    TEAM = "team"
    ORGANISATION = "org"
    PRIORITY = "priority"
    SERVICE = "service"
    TAG = "tag"
    CREATED = "created"
    CHANGED = "changed"
    DUE = "due"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Spelled:
    """One operator: what its chip says, its names (the first is offered), and a value as example."""

    label: str | Promise
    help: str | Promise
    russian: tuple[str, ...]
    english: tuple[str, ...]
    examples: tuple[str, str]

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return self.russian[0] if is_russian() else self.english[0]

    @property
    def example(self) -> str:
        """Return a condition as one writes it."""
        return f"{self.name}:{self.examples[0 if is_russian() else 1]}"


SPELLED = {
    Operator.STATUS: Spelled(_("Status"), _("how far it is"), ("статус", "состояние"), ("status", "state"), ("открыт", "open")),
    Operator.FROM: Spelled(_("From"), _("the requester's name or address"), ("от", "заявитель"), ("from",), ("иванов", "ivanov")),
    Operator.OWNER: Spelled(_("Owner"), _("who works on it"), ("кому", "исполнитель"), ("to", "owner"), ("я", "me")),
    Operator.TEAM: Spelled(_("Team"), _("in whose hands it is"), ("команда",), ("team",), ("линия", "line")),
    Operator.ORGANISATION: Spelled(
        _("Organisation"), _("the customer's company"),
        ("организация", "компания"), ("org", "organisation", "organization"), ("ромашка", "romashka"),
    ),
    Operator.PRIORITY: Spelled(_("Priority"), _("how much it hurts"), ("приоритет",), ("priority",), ("высокий", "high")),
    Operator.SERVICE: Spelled(_("Service"), _("what it is about"), ("услуга",), ("service",), ("почта", "mail")),
    Operator.TAG: Spelled(_("Tag"), _("with this tag"), ("тег", "метка"), ("tag",), ("vip", "vip")),
    Operator.CREATED: Spelled(
        _("Created"), _("when it came"),
        ("создан", "создано"), ("created",), (">01.11.2026", ">2026-11-01"),
    ),
    Operator.CHANGED: Spelled(
        _("Changed"), _("when something last happened"),
        ("изменён", "изменено"), ("changed", "updated"), ("вчера", "yesterday"),
    ),
    Operator.DUE: Spelled(_("Due"), _("the nearest promise"), ("срок",), ("due",), ("просрочен", "overdue")),
    Operator.NUMBER: Spelled(_("Number"), _("one ticket or several"), ("номер",), ("number",), ("1001,1002", "1001,1002")),
}  # fmt: skip


def folded(words: str) -> str:
    """Return words as values and names are compared."""
    return words.casefold().replace("ё", "е").strip()


BY_NAME = {
    folded(name): operator
    for operator, spelled in SPELLED.items()
    for name in (*spelled.russian, *spelled.english)
}

# The words of each status; a Russian one may end in any way: открыт, открыта, открытые.
STATUSES: tuple[tuple[tuple[str, str], tuple[str, ...], tuple[str, ...], tuple[State, ...]], ...] = (
    (("открыт", "open"), ("откры", "актив"), ("open", "live"), LIVE),
    (("новый", "new"), ("нов",), ("new",), (State.NEW,)),
    (("работа", "working"), ("работ", "в работе"), ("working", "in work", "work"), (State.OPEN,)),
    (("ждёт", "waiting"), ("жд", "ожида"), ("waiting", "paused", "pending"), (State.WAITING,)),
    (("решён", "resolved"), ("реш",), ("resolved", "solved"), (State.RESOLVED,)),
    (("закрыт", "closed"), ("закры",), ("closed",), (State.CLOSED,)),
)  # fmt: skip
ME = ("я", "мне", "мои", "me", "mine")
NOBODY = ("никто", "никому", "ничей", "nobody", "none", "unassigned")
OVERDUE = ("просрочен", "просрочено", "просроченные", "overdue", "late", "missed")
DAYS = (("сегодня", "today"), ("вчера", "yesterday"), ("неделя", "week"), ("месяц", "month"))


def is_russian() -> bool:
    """Tell whether the reader's language is Russian; the operators are offered in it."""
    return (get_language() or "ru").startswith("ru")


def in_language(both: tuple[str, str]) -> str:
    """Return the Russian or the English one of two words."""
    return both[0 if is_russian() else 1]


def states(value: str) -> tuple[State, ...]:
    """Return the states that a word for them means; none for another word."""
    asked = folded(value)
    for _both, stems, exact, meant in STATUSES:
        if asked in exact or (asked and asked.startswith(stems)):
            return meant
    return ()
