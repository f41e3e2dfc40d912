"""Factories: plain functions that make the world through the verbs, so that it is true."""

import itertools
from datetime import datetime
from typing import Any

from okno.catalog.models import Service
from okno.core import clock
from okno.desk.actions.hear import Heard, hear
from okno.desk.models import Message, Ticket
from okno.people.actions.hire import hire
from okno.people.actions.meet import meet
from okno.people.models import Channel, Line, MailDomain, Organisation, Person, Role, Team

_count = itertools.count(1)


def person(name: str = "Анна Белова", email: str | None = None, **fields: Any) -> Person:
    made = meet(Channel.MAIL, email or f"person{next(_count)}@romashka.test", name=name)
    return _with(made, fields)


def agent(
    name: str = "Борис Орлов",
    email: str | None = None,
    *,
    role: str = Role.AGENT,
    teams: tuple[Team, ...] = (),
    **fields: Any,
) -> Person:
    made = hire(email or f"agent{next(_count)}@desk.test", name, role, teams=teams)
    return _with(made, fields)


def lead(name: str = "Вера Соколова", **fields: Any) -> Person:
    return agent(name, role=Role.LEAD, **fields)


def administrator(name: str = "Глеб Титов", **fields: Any) -> Person:
    return agent(name, role=Role.ADMINISTRATOR, **fields)


def organisation(name: str | None = None, *domains: str) -> Organisation:
    made = Organisation.objects.create(name=name or f"ООО «Ромашка {next(_count)}»")
    for domain in domains:
        MailDomain.objects.create(organisation=made, domain=domain)
    return made


def team(name: str | None = None, *, line: int = Line.FIRST, **fields: Any) -> Team:
    return Team.objects.create(name=name or f"Команда {next(_count)}", line=line, **fields)


def service(name: str | None = None, **fields: Any) -> Service:
    return Service.objects.create(name=name or f"Услуга {next(_count)}", **fields)


def said(
    text: str = "Принтер на третьем этаже гудит и не печатает.", at: datetime | None = None, **fields: Any
) -> Heard:
    return Heard(text=text, at=at or clock.now(), **{"subject": "Принтер гудит", **fields})


def message(
    *,
    by: Person | None = None,
    ticket: Ticket | None = None,
    text: str = "Принтер гудит и не печатает.",
    at: datetime | None = None,
    **fields: Any,
) -> Message:
    own = {
        name: fields.pop(name)
        for name in ("team", "our_address", "maybe_reply_to", "priority", "why")
        if name in fields
    }
    return hear(said(text, at, **fields), by=by or person(), ticket=ticket, **own)


def ticket(*, by: Person | None = None, **fields: Any) -> Ticket:
    return message(by=by, **fields).ticket


def _with(made: Person, fields: dict[str, Any]) -> Person:
    for name, value in fields.items():
        setattr(made, name, value)
    if fields:
        made.save()
    return made
