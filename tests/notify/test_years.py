"""Administrators are told once which calendar does not know the coming year; a year that has come is news no more."""

from datetime import UTC, datetime

import pytest

from okno.core import clock
from okno.notify.actions.notice_years import notice_years
from okno.notify.models import Notice
from okno.setup.actions.save import save
from okno.setup.setups import CALENDARS
from okno.sla import russia
from okno.sla.models import WorkCalendar
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> int:
    """The first year that a desk founded today does not know; its calendars bring this year and the next."""
    return clock.now().year + 2


def in_december(year: int) -> datetime:
    return datetime(year - 1, 12, 2, 9, tzinfo=UTC)


def test_administrators_hear_of_a_lacking_year_once_and_others_never(gleb, boris, year):
    with clock.moved_to(in_december(year).replace(month=11)):
        notice_years()
    assert not Notice.objects.exists()
    with clock.moved_to(in_december(year)):
        notice_years()
        notice_years()
    assert [(one.person, one.calendar.name, one.year) for one in Notice.objects.all()] == [
        (gleb, "Рабочие часы", year)
    ]
    office = _logged_in(gleb)
    page = office.get("/notifications/")
    assert len(page.context["news"]) == 1
    assert f"«Рабочие часы» не знает выходных {year} года" in page.content.decode()
    assert _logged_in(boris).get("/notifications/").context["news"] == []


def test_what_was_read_does_not_come_again(gleb, year):
    office = _logged_in(gleb)
    with clock.moved_to(in_december(year)):
        notice_years()
        office.post("/notifications/reading/")
        notice_years()
    page = office.get("/notifications/")
    assert page.context["news"] == []
    assert "не знает выходных" not in page.content.decode()


def test_a_year_that_was_brought_in_is_news_no_more(gleb, year):
    calendar = WorkCalendar.objects.get(name="Рабочие часы")
    with clock.moved_to(in_december(year)):
        notice_years()
        plain, _kept = russia.put(CALENDARS.shape.plain(calendar), year)
        decreed = {
            **plain,
            "holidays": sorted([*plain["holidays"], f"{year}-12-29", f"{year}-12-28", f"{year}-12-27"]),
        }
        save(CALENDARS, calendar, decreed, by=gleb)
        notice_years()
    assert not Notice.objects.filter(read_at=None).exists()
    assert _logged_in(gleb).get("/notifications/").context["news"] == []
