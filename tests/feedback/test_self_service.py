"""The self-service share: what each figure counts, and that the list behind it has as many rows."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from okno.community.actions.tell_helped import tell_helped as helped_by_post
from okno.core import clock
from okno.desk.models import Ticket
from okno.feedback import self_service
from okno.feedback.self_service import Narrowed, Share, Span
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.models import Article
from okno.people.models import Person
from okno.portal.visits import of_person
from tests import make
from tests.community.making import opened, post, reply
from tests.knowledge.making import article

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
SPAN = Span(MONDAY, MONDAY + timedelta(days=14))


def at(day: int, hour: int = 12) -> datetime:
    """Return an hour of a day of that March, by the clocks of the desk."""
    return datetime(2026, 3, day, hour, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture
def lead() -> Person:
    return make.lead()


@pytest.fixture
def made(lead: Person) -> Article:
    return article(lead)


def yes(made: Article, key: str, when: datetime, *, by: Person | None = None, door: str = "portal") -> None:
    with clock.moved_to(when):
        mark = of_person(by) if by else key
        tell_helped(made, is_yes=True, key=mark, by=by, door=door, asked="печать")


def asks(person: Person, when: datetime, door: str = "portal") -> Ticket:
    with clock.moved_to(when):
        ticket = make.ticket(by=person)
    Ticket.objects.filter(pk=ticket.pk).update(door=door)
    return ticket


def counted(lead: Person) -> Share:
    found = len(self_service.visits(lead, SPAN, Narrowed(), at_most=100))
    whole = self_service.figures(lead, SPAN).whole
    assert (found, self_service.asked_of(lead, SPAN).count()) == (whole.found, whole.asked)
    return whole


def test_a_visit_counts_once_however_much_helped_in_it(lead: Person, made: Article, anna: Person) -> None:
    opened()
    other, question = article(lead, "Другая"), post(anna)
    reply(question, lead)
    yes(made, "visit", at(3))
    yes(other, "visit", at(3, 13))
    with clock.moved_to(at(3, 14)):
        helped_by_post(question, is_yes=True, key="visit", by=None)
    yes(made, "another", at(4), door="widget")
    assert counted(lead) == Share(2, 0)
    assert dict(self_service.figures(lead, SPAN).by_door)["widget"] == Share(1, 0)
    carried = self_service.carried(lead, SPAN, 20)
    assert carried == [("text", made.pk, 2), ("community", question.pk, 1), ("text", other.pk, 1)]
    for sort, about, count in carried:
        rows = self_service.visits(lead, SPAN, Narrowed("", sort, about), at_most=100)
        assert [row.about for row in rows] == [about] * count


def test_a_no_a_colleague_and_who_writes_to_us_the_same_day_did_not_find_it_alone(
    lead: Person, made: Article, anna: Person, boris: Person
) -> None:
    with clock.moved_to(at(3)):
        tell_helped(made, is_yes=False, key="visit", by=None)
    yes(made, "", at(3), by=boris)
    yes(made, "", at(4, 10), by=anna)
    asks(anna, at(4, 23))
    assert counted(lead) == Share(0, 1)
    yes(made, "", at(5), by=anna)
    assert counted(lead) == Share(1, 1)


def test_requests_of_colleagues_parts_merged_ones_and_closed_teams_are_not_asked(
    lead: Person, anna: Person, boris: Person
) -> None:
    for door in ("portal", "widget", "chat", "mail", "desk"):
        asks(anna, at(10), door)
    asks(boris, at(10))
    whole = asks(anna, at(11))
    Ticket.objects.filter(pk=asks(anna, at(11)).pk).update(part_of=whole)
    Ticket.objects.filter(pk=asks(anna, at(11)).pk).update(merged_into=whole)
    Ticket.objects.filter(pk=asks(anna, at(11)).pk).update(team=make.team("Тайны", is_closed=True))
    assert counted(lead) == Share(0, 5)
    weeks = self_service.figures(lead, SPAN).by_week
    assert [(week.begins, share.asked) for week, share in weeks] == [(date(2026, 3, 9), 5), (MONDAY, 0)]


def test_days_are_those_of_the_desk(lead: Person, made: Article) -> None:
    yes(made, "first", at(2, 0))
    yes(made, "before", at(1, 23))
    yes(made, "last", at(15, 23))
    assert [share.found for _week, share in self_service.figures(lead, SPAN).by_week] == [1, 1]
    assert counted(lead).found == 2


def test_each_figure_of_the_page_leads_to_as_many_rows(lead: Person, made: Article, anna: Person) -> None:
    now = clock.now()
    for number in range(53):
        yes(made, f"visit-{number}", now - timedelta(minutes=number), door="widget")
    asks(anna, now, "mail")
    page = Client(HTTP_HOST="desk.test")
    page.force_login(lead)
    share = page.get("/feedback/self-service/?weeks=4").content.decode()
    assert "98&nbsp;%" in share
    wide = f"from={now.date() - timedelta(days=20)}&until={now.date() + timedelta(days=2)}"
    first = page.get(f"/feedback/self-service/found/?{wide}&door=widget")
    after = first.context["after"]
    rest = page.get(f"/feedback/self-service/found/?{wide}&door=widget&after={after}")
    assert (len(first.context["rows"]), len(rest.context["rows"]), rest.context["after"]) == (50, 3, "")
    assert len(page.get(f"/feedback/self-service/asked/?{wide}&door=mail").context["rows"]) == 1
    assert not page.get(f"/feedback/self-service/asked/?{wide}&door=portal").context["rows"]


def test_hostile_addresses_of_the_lists_are_answered(lead: Person, anna: Person, boris: Person) -> None:
    page = Client(HTTP_HOST="desk.test")
    page.force_login(lead)
    for name in ("found", "asked"):
        for said in (
            "from=0001-01-01&until=9999-12-31",
            "from=2026-02-31&until=x",
            "door=%00&sort='&about=99999999999999999999",
        ):
            assert page.get(f"/feedback/self-service/{name}/?{said}").status_code == 200
        assert page.get(f"/feedback/self-service/{name}/?after=x").status_code == 422
    for person, status in ((boris, 403), (anna, 404)):
        page.force_login(person)
        for name in ("", "found/", "asked/"):
            assert page.get(f"/feedback/self-service/{name}").status_code == status
