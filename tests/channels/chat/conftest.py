"""A desk with a chat, somebody at it, and a window of a stranger."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import talk, visitors, waiting
from okno.channels.models import Chat, ChatDesk, Visitor
from okno.desk.models import Message
from okno.people.models import Person, Team
from okno.staffing.models import Attendance
from tests import make

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Moscow"))  # a Monday
MARK = "a-window-of-my-own-000001"


@pytest.fixture
def team(boris: Person) -> Team:
    team = make.team("Чат")
    team.memberships.create(person=boris)
    return team


@pytest.fixture
def desk(team: Team) -> ChatDesk:
    row = the_chat_desk().get()
    row.is_active, row.team = True, team
    return set_up_chat(row)


@pytest.fixture
def visitor(desk: ChatDesk) -> Visitor:
    return visitors.welcome(MARK, name="Мария")[0]


@pytest.fixture
def begun(visitor: Visitor) -> Message:
    return talk.begin(visitor, "Не открывается личный кабинет", key="first")


@pytest.fixture
def chat(begun: Message) -> Chat:
    return Chat.objects.select_related("visitor__person", "ticket").get(ticket=begun.ticket)


@pytest.fixture
def seen() -> Callable[..., None]:
    """Somebody was at the desk at this moment, and the desk looks who is there anew."""

    def at(moment: datetime | None, *people: Person) -> None:
        for person in people:
            Attendance.objects.update_or_create(person=person, defaults={"seen_at": moment})
        waiting.forget()

    return at
