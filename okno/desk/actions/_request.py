"""What a request by a form opens: a ticket as its type says, and further ones for other teams."""

from dataclasses import replace
from datetime import datetime

from okno.catalog.answers import is_asked, name_of
from okno.catalog.models import RequestType
from okno.desk.actions._ground import lock
from okno.desk.actions.hear import Heard, NewFile, hear
from okno.desk.journal import record
from okno.desk.models import FilledForm, Message, Ticket
from okno.people.models import Person, Team


def heard_as(
    asked: RequestType,
    name: str,
    about: str,
    heard: Heard,
    *,
    by: Person,
    team: Team | None,
    part_of: Ticket | None = None,
) -> Message:
    """Hear it as a ticket that has what its type says."""
    return hear(
        replace(heard, subject=f"{name}: {about}" if about else name),
        by=by,
        team=team,
        priority=asked.priority,
        service=asked.service,
        kind=asked.kind,
        request_type=asked,
        part_of=part_of,
    )


def open_parts(whole: Ticket, *, at: datetime) -> None:
    """Open the parts whose conditions hold, with what was said in the request; those of an opened one stay as they are."""
    filled = FilledForm.objects.filter(ticket=whole).select_related("version__request_type", "by").first()
    if filled is None or whole.parts.exists():
        return
    asked, answers = filled.version.request_type, filled.answers
    about, heard = name_of(filled.version.questions, answers), _said(whole, at)
    teams = Team.objects.in_bulk([part["team"] for part in asked.parts])
    for part in asked.parts:
        if part["team"] in teams and is_asked(part, answers):
            team = teams[part["team"]]
            message = heard_as(asked, part["name"], about, heard, by=filled.by, team=team, part_of=whole)
            told = {"number": message.ticket.number, "part": part["name"], "team": team.name}
            record("ticket.part_opened", lock(whole), by=filled.by, at=at, **told)


def _said(whole: Ticket, at: datetime) -> Heard:
    """Return the first message of the request as it is heard again in each part."""
    first = whole.messages.order_by("at", "pk")[0]
    files = [
        NewFile(file=one.file, name=one.name, alt=one.alt, note=one.note)
        for one in first.attachments.filter(redacted_at=None).select_related("file").order_by("pk")
    ]
    return Heard(text=first.text, at=at, files=files, door=first.door, wish=whole.wish)
