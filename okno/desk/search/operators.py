"""The operators of the search: their names in both languages, their values where these are few, an example for each."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from okno.desk.models.ticket import APPROVALS, LIVE, Approved, Kind, State, WaitingFor


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
    OLA = "ola"
    NUMBER = "number"
    KIND = "kind"
    DOOR = "channel"
    WAITING = "waits"
    APPROVAL = "approval"


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
    Operator.OLA: Spelled(
        _("Team deadline"), _("what the team has agreed upon"),
        ("соглашение", "ola"), ("ola", "agreement"), ("просрочено", "overdue"),
    ),
    Operator.NUMBER: Spelled(_("Number"), _("one ticket or several"), ("номер",), ("number",), ("1001,1002", "1001,1002")),
    Operator.KIND: Spelled(
        _("Kind"), _("an incident, a request, a question"),
        ("вид", "тип"), ("kind", "type"), ("инцидент", "incident"),
    ),
    Operator.DOOR: Spelled(
        _("Channel"), _("by which road it came"),
        ("канал",), ("channel", "door", "via"), ("портал", "portal"),
    ),
    Operator.WAITING: Spelled(
        _("Waits"), _("for whom or what it waits"),
        ("ждём", "ожидание"), ("waits", "waitingfor"), ("клиента", "customer"),
    ),
    Operator.APPROVAL: Spelled(
        _("Approval"), _("whether it is awaited, given or refused"),
        ("согласование",), ("approval",), ("ждёт", "awaited"),
    ),
}  # fmt: skip


def folded(words: str) -> str:
    """Return words as values and names are compared."""
    return words.casefold().replace("ё", "е").strip()


BY_NAME = {
    folded(name): operator
    for operator, spelled in SPELLED.items()
    for name in (*spelled.russian, *spelled.english)
}

# The words of values of which there are few; a Russian one may end in any way: открыт, открыта, открытые.
Few = tuple[tuple[tuple[str, str], tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]
STATUSES: Few = (
    (("открыт", "open"), ("откры", "актив"), ("open", "live"), LIVE),
    (("новый", "new"), ("нов",), ("new",), (State.NEW,)),
    (("работа", "working"), ("работ", "в работе"), ("working", "in work", "work"), (State.OPEN,)),
    (("ждёт", "waiting"), ("жд", "ожида"), ("waiting", "paused", "pending"), (State.WAITING,)),
    (("решён", "resolved"), ("реш",), ("resolved", "solved"), (State.RESOLVED,)),
    (("закрыт", "closed"), ("закры",), ("closed",), (State.CLOSED,)),
)  # fmt: skip
KINDS: Few = (
    (("инцидент", "incident"), ("инцидент", "сбо", "авари"), ("incident",), (Kind.INCIDENT,)),
    (("запрос", "request"), ("запрос", "обслуж"), ("request", "service request"), (Kind.REQUEST,)),
    (("вопрос", "question"), ("вопрос", "консульт"), ("question",), (Kind.QUESTION,)),
    (("проблема", "problem"), ("проблем",), ("problem",), (Kind.PROBLEM,)),
    (("идея", "idea"), ("иде", "пожелан", "предлож"), ("idea", "wish"), (Kind.IDEA,)),
    (("нет", "none"), ("нет", "без"), ("none", "unset"), ("",)),
)  # fmt: skip
DOORS: Few = (
    (("почта", "mail"), ("почт", "письм"), ("mail", "letter", "email"), ("mail",)),
    (("портал", "portal"), ("портал", "сайт"), ("portal", "site", "web"), ("portal",)),
    (("чат", "chat"), ("чат",), ("chat",), ("chat",)),
    (("виджет", "widget"), ("виджет",), ("widget",), ("widget",)),
)  # fmt: skip
WAITS: Few = (
    (("клиента", "customer"), ("клиент", "заявител"), ("customer", "requester"), (WaitingFor.CUSTOMER,)),
    (
        ("других", "others"), ("други", "треть", "постав", "подряд"),
        ("others", "third", "third party", "vendor"), (WaitingFor.THIRD_PARTY,),
    ),
    (("даты", "date"), ("дат", "план", "срок"), ("date", "planned"), (WaitingFor.PLANNED,)),
    (("согласования", "approval"), ("соглас",), ("approval",), APPROVALS),
)  # fmt: skip
ANSWERS: Few = (
    (("ждёт", "awaited"), ("жд", "ожида"), ("awaited", "waiting", "pending"), (Approved.ASKED,)),
    (("дано", "approved"), ("дано", "соглас", "одобр"), ("approved", "given"), (Approved.APPROVED,)),
    (("отказ", "refused"), ("отказ", "откло"), ("refused", "declined"), (Approved.REFUSED,)),
    (("нет", "none"), ("нет", "без"), ("none", "never"), (Approved.NEVER,)),
)  # fmt: skip
FEW = {
    Operator.STATUS: STATUSES,
    Operator.KIND: KINDS,
    Operator.DOOR: DOORS,
    Operator.WAITING: WAITS,
    Operator.APPROVAL: ANSWERS,
}
ME = ("я", "мне", "мои", "me", "mine")
NOBODY = ("никто", "никому", "ничей", "nobody", "none", "unassigned")
DEADLINES = (Operator.DUE, Operator.OLA)
OVERDUE = ("просрочен", "просрочено", "просроченные", "overdue", "late", "missed")
UNCOUNTED = ("неизвестен", "неизвестно", "unknown")
DAYS = (("сегодня", "today"), ("вчера", "yesterday"), ("неделя", "week"), ("месяц", "month"))


def is_russian() -> bool:
    """Tell whether the reader's language is Russian; the operators are offered in it."""
    return (get_language() or "ru").startswith("ru")


def in_language(both: tuple[str, str]) -> str:
    """Return the Russian or the English one of two words."""
    return both[0 if is_russian() else 1]


def meant_by(operator: Operator, value: str) -> tuple[str, ...]:
    """Return what a word means of which there are few: states, kinds and the like; nothing for another word."""
    asked = folded(value)
    for _both, stems, exact, meant in FEW[operator]:
        if asked in exact or (asked and asked.startswith(stems)):
            return meant
    return ()
