"""In which words letters tell of a step of a ticket or ask about it: the desk's usual ones, or an administrator's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop

from okno.core.said import ngettext_noop, own_words
from okno.core.variables import fill
from okno.desk.letter_words import THEIRS, USUAL, VARIABLES, variables
from okno.desk.matters import Matter
from okno.desk.models import Clock, LoopPlan, Ticket
from okno.people.models import Person
from okno.people.provider import ours, zone_of
from okno.sla.models import Metric

_DAYS: Final = ngettext_noop("%(count)d working day", "%(count)d working days")


def loop_plan() -> LoopPlan:
    """Return what the desk has chosen; where nothing was, all is as usual."""
    return LoopPlan.objects.first() or LoopPlan()


def words(
    occasion: str,
    ticket: Ticket,
    reader: Person,
    plan: LoopPlan,
    *,
    knows_us: bool,
    why: str = "",
    decided_by: str = "",
) -> str:
    """Return what the reader is told, in the language that is active and by his own clock.

    Who has not proved to read at his address gets nothing back of what was written to us.
    """
    values = _values(ticket, reader, plan, why) | {"decided by": decided_by}
    if not knows_us:
        values |= dict.fromkeys(THEIRS, "")
    return _filled(occasion, plan, values)


def asking(occasion: str, matter: Matter, reader: Person, plan: LoopPlan, *, why: str = "") -> str:
    """Return in which words the reader is asked to approve something; `why` he, where it is in another one's place.

    The answers of the form and the two buttons stand under it, whatever the text.
    """
    values = _own(reader) | {
        "number": str(matter.ticket.number),
        "subject": matter.subject,
        "requester": matter.requester,
        "organisation": matter.organisation,
        "question": matter.what,
        "colleague": matter.asks,
        "work": matter.work,
        "answer by": moment(matter.due_at, zone_of(reader.zone)) if matter.due_at else "",
        "why you": why,
    }
    return _filled(occasion, plan, values)


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


def _filled(occasion: str, plan: LoopPlan, values: Mapping[str, str]) -> str:
    """Return the chosen words, else the usual ones; what does not belong into this letter has no value in it."""
    text = plan.text(occasion, get_language() or "") or str(USUAL[occasion])
    own = {one.english for one in variables(occasion)}
    known = {one: values.get(one.english, "") if one.english in own else "" for one in VARIABLES}
    return fill(text, {name: value for one, value in known.items() for name in (one.russian, one.english)})


def _own(reader: Person) -> dict[str, str]:
    return {"first name": reader.name.split()[0] if reader.name else "", "company": str(ours())}


def _values(ticket: Ticket, reader: Person, plan: LoopPlan, why: str) -> dict[str, str]:
    promised = _promises(ticket, zone_of(reader.zone))
    return _own(reader) | {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "service": str(ticket.service or ""),
        "priority": str(ticket.priority),
        "agent": ticket.owner.name if ticket.owner else "",
        "taken by": promised.get(Metric.REACTION, ""),
        "solved by": promised.get(Metric.RESOLUTION, ""),
        "silence": silence(plan.silence_days),
        "reason": why,
    }


def _promises(ticket: Ticket, zone: ZoneInfo) -> dict[str, str]:
    """Return until when the ticket is taken in hand and solved."""
    clocks = Clock.objects.running().filter(
        ticket=ticket, metric__in=[Metric.REACTION, Metric.RESOLUTION], due_at__isnull=False
    )
    return {clock.metric: moment(clock.due_at, zone) for clock in clocks if clock.due_at}
