"""In which words a customer is told of a step of his ticket: the desk's usual ones, or those that an administrator wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from okno.core.said import ngettext_noop, own_words
from okno.core.variables import fill
from okno.desk.models import Clock, LoopPlan, Occasion, Ticket
from okno.people.models import Person
from okno.people.provider import ours, zone_of
from okno.sla.models import Metric

USUAL: Final[Mapping[str, str | Promise]] = {
    Occasion.RECEIVED: _(
        "Hello!\n\nYour request is accepted. Its number is {number}.\n\nWe take it in hand by {taken by}.\n"
        "We plan to solve it by {solved by}.\n\nTo add something, simply reply to this letter."
    ),
    Occasion.TAKEN: _(
        "Hello!\n\nYour request № {number} is in work.\n“{subject}”\n\nIt is in the hands of: {agent}.\n"
        "We plan to solve it by {solved by}."
    ),
    Occasion.WAITING: _(
        "Hello!\n\nWe need your answer to go on with your request № {number}.\n“{subject}”\n\n{reason}\n\n"
        "Simply reply to this letter."
    ),
    Occasion.SOLVED: _(
        "Hello!\n\nWe think that your request № {number} is solved.\n“{subject}”\n\n"
        "If we hear nothing, we close it after {silence}."
    ),
    Occasion.CLOSED: _(
        "Hello!\n\nYour request № {number} is closed.\n“{subject}”\n\n{reason}\n\n"
        "If the matter is not settled, simply reply to this letter and we take it up again."
    ),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that may stand in braces, in Russian and in English, and what it becomes."""

    russian: str
    english: str
    meaning: str | Promise
    is_theirs: bool = False  # a stranger may have chosen it: never in a letter to an address that nobody has proved (SEC-28)


_DAYS: Final = ngettext_noop("%(count)d working day", "%(count)d working days")

VARIABLES: Final = (
    Variable("номер", "number", _("the number of the ticket")),
    Variable("тема", "subject", _("the subject of the ticket"), is_theirs=True),
    Variable("имя", "first name", _("the first word of the requester's name"), is_theirs=True),
    Variable("услуга", "service", _("the service")),
    Variable("критичность", "priority", _("the priority")),
    Variable("специалист", "agent", _("who has the ticket")),
    Variable("фиксация до", "taken by", _("until when it is taken in hand")),
    Variable("решение до", "solved by", _("until when it is solved")),
    Variable("молчание", "silence", _("after how many working days without an answer it is closed")),
    Variable("причина", "reason", _("why it waits, or why it was closed")),
    Variable("компания", "company", _("what your organisation is called")),
)


def loop_plan() -> LoopPlan:
    """Return what the desk has chosen; where nothing was, all is as usual."""
    return LoopPlan.objects.first() or LoopPlan()


def variables(occasion: str) -> list[Variable]:
    """Return which names may stand in the letter about this step."""
    return [one for one in VARIABLES if not (one.is_theirs and occasion == Occasion.RECEIVED)]


def names(occasion: str) -> frozenset[str]:
    """Return these names in both languages."""
    return frozenset(name for one in variables(occasion) for name in (one.russian, one.english))


def words(
    occasion: str, ticket: Ticket, reader: Person, plan: LoopPlan, *, knows_us: bool, why: str = ""
) -> str:
    """Return what the reader is told, in the language that is active and by his own clock.

    Who has not proved to read at his address gets nothing back of what was written to us.
    """
    text = plan.text(occasion, get_language() or "") or str(USUAL[occasion])
    values = _values(ticket, reader, plan, why)
    if not knows_us or occasion == Occasion.RECEIVED:
        values |= {one.english: "" for one in VARIABLES if one.is_theirs}
    return fill(text, values | {one.russian: values[one.english] for one in VARIABLES})


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return «20 ноября, 14:30 (UTC+3)»."""
    local = timezone.localtime(at, zone)
    offset = local.strftime("%z")
    hours = f"{offset[0]}{int(offset[1:3])}" + (f":{offset[3:]}" if offset[3:] != "00" else "")
    return f"{date_format(local, 'j E, H:i')} (UTC{hours})"


def silence(days: int) -> str:
    """Return «3 рабочих дня»; nothing where silence never ends."""
    return own_words(_DAYS[0], plural=_DAYS[1], count=days) if days else ""


def why_silent(days: int) -> str:
    """Return why the desk closes what nobody answers, for each reader in his language."""
    return own_words(
        gettext_noop("No answer for %(silence)s after the solution was offered."), silence=silence(days)
    )


def _values(ticket: Ticket, reader: Person, plan: LoopPlan, why: str) -> dict[str, str]:
    promised = _promises(ticket, zone_of(reader.zone))
    return {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "first name": reader.name.split()[0] if reader.name else "",
        "service": str(ticket.service or ""),
        "priority": str(ticket.priority),
        "agent": ticket.owner.name if ticket.owner else "",
        "taken by": promised.get(Metric.REACTION, ""),
        "solved by": promised.get(Metric.RESOLUTION, ""),
        "silence": silence(plan.silence_days),
        "reason": why,
        "company": str(ours()),
    }


def _promises(ticket: Ticket, zone: ZoneInfo) -> dict[str, str]:
    """Return until when the ticket is taken in hand and solved."""
    clocks = Clock.objects.running().filter(
        ticket=ticket, metric__in=[Metric.REACTION, Metric.RESOLUTION], due_at__isnull=False
    )
    return {clock.metric: moment(clock.due_at, zone) for clock in clocks if clock.due_at}
