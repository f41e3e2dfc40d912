"""«Почему срок 14:30?»: the sentence, the bar and the table say the same, and say it rightly."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.catalog.models import Priority
from okno.desk.actions.classify import set_priority
from okno.desk.actions.close import reopen
from okno.desk.actions.hear import hear
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.models import Clock
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 13, 36, 40, tzinfo=UTC)  # 16:36 in Moscow
MONDAY = datetime(2026, 11, 23, 8, 5, 10, tzinfo=UTC)  # 11:05
STATEMENTS = 6
NBSP = "\u00a0"


@pytest.fixture
def ticket(anna):
    with time_machine.travel(FRIDAY, tick=False):
        return make.ticket(by=anna, priority=Priority.objects.get(code="major"))


def page(client, ticket, at, clock="resolution", **headers):
    with time_machine.travel(at, tick=False):
        answer = client.get(f"/tickets/{ticket.number}/ledger/?clock={clock}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode().replace(NBSP, " ").replace("\u2060", "")


def table(shown):
    """The rows as a screen reader says them."""
    rows = re.findall(r"<tr class=\"ledger__row[^>]*>(.*?)</tr>", shown, re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_each_line_counts_and_the_sum_is_the_promise(as_boris, ticket):
    shown = page(as_boris, ticket, MONDAY)
    assert table(shown) == [
        ["20 нояб., 16:36", "Обращение открыто, часы пошли"],
        ["20 нояб., 16:36–18:00", "рабочее время", "1 ч 24 мин", "1 ч 24 мин"],
        ["20 нояб., 18:00 – 23 нояб., 09:00", "нерабочие часы, выходной", "—", "1 ч 24 мин"],
        ["23 нояб., 09:00–11:05", "рабочее время", "2 ч 5 мин", "3 ч 29 мин"],
        ["23 нояб., 11:05", "Сейчас"],
        ["23 нояб., 11:05–11:36", "рабочее время", "31 мин", "4 ч"],
        ["23 нояб., 11:36", "Срок"],
    ]
    assert "Почему срок 11:36?" in shown
    assert "Критичность «Важный» обещает 4 ч рабочего времени по календарю «Рабочие часы»." in shown
    assert "срок — 11:36." in shown


def test_a_pause_tells_for_what_it_was_and_who_said_so(as_boris, anna, boris, ticket):
    reply(ticket, "Какая модель?", by=boris, then=Then.WAIT, at=FRIDAY + timedelta(minutes=30))
    assert "Почему часы стоят?" in page(as_boris, ticket, MONDAY)
    hear(make.said("LaserJet", at=MONDAY - timedelta(minutes=60)), by=anna, ticket=ticket)
    rows = table(page(as_boris, ticket, MONDAY))
    assert rows[2] == [
        "20 нояб., 17:06 – 23 нояб., 10:05",
        "пауза: ждём ответа заявителя (Борис Орлов)",
        "—",
        "30 мин",
    ]


def test_a_missed_deadline_stands_where_it_was_and_time_goes_on_after_it(as_boris, ticket):
    shown = page(as_boris, ticket, MONDAY + timedelta(hours=2))
    names = [row[1] for row in table(shown)]
    assert names.index("Срок") < names.index("Сейчас") == len(names) - 1
    assert "Срок был 11:36" in shown
    assert "ledger__block--late" in shown


def test_a_kept_promise_tells_how_long_it_took(as_boris, boris, ticket):
    resolve(ticket, by=boris, at=FRIDAY + timedelta(minutes=60))
    shown = page(as_boris, ticket, MONDAY)
    assert "Как шли часы?" in shown
    assert "Ушло 1 ч, в запасе осталось 3 ч." in shown
    assert table(shown)[-1][1] == "Часы остановлены"
    reopen(ticket, by=boris, at=MONDAY - timedelta(minutes=30))
    assert "было решено, потом вернули в работу (Борис Орлов)" in page(as_boris, ticket, MONDAY)


def test_a_calendar_that_has_changed_since_is_no_judge_of_what_is_over(as_boris, boris, ticket):
    resolve(ticket, by=boris, at=FRIDAY + timedelta(minutes=60))
    assert "Календарь с тех пор изменился" not in page(as_boris, ticket, MONDAY)
    WorkCalendar.objects.filter(is_always=False).update(exceptions={"2026-11-20": []}, version=2)
    assert "Календарь с тех пор изменился: тогда срок был 11:36." in page(as_boris, ticket, MONDAY)


def test_another_priority_is_named_as_what_changed_the_deadlines(as_boris, boris, ticket):
    with time_machine.travel(MONDAY, tick=False):
        set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    shown = page(as_boris, ticket, MONDAY)
    assert "Что меняло сроки" in shown
    assert "Важный → Критический" in shown


def test_times_are_the_readers_and_the_calendars_zone_is_named_where_it_differs(as_boris, boris, ticket):
    assert "календарь живёт по времени" not in page(as_boris, ticket, MONDAY)
    boris.zone = "Asia/Vladivostok"
    boris.save()
    shown = page(as_boris, ticket, MONDAY)
    assert "календарь живёт по времени: Москва, Санкт-Петербург (UTC+3)" in shown
    assert table(shown)[0][0] == "20 нояб., 23:36"


def test_it_comes_into_the_dialog_and_stands_on_a_page_of_its_own(as_boris, ticket):
    assert "<html" not in page(as_boris, ticket, MONDAY, **{"HX-Request": "true"})
    assert "<html" in page(as_boris, ticket, MONDAY)


def test_without_a_choice_it_is_the_clock_that_is_due_next(as_boris, ticket):
    shown = page(as_boris, ticket, FRIDAY, clock="nonsense")
    assert 'clock=reaction"' in shown
    assert re.search(r'clock=reaction"[^>]*aria-current="page"', shown)


def test_it_is_asked_in_few_statements(as_boris, boris, anna, ticket):
    reply(ticket, "Какая модель?", by=boris, then=Then.WAIT, at=FRIDAY + timedelta(minutes=30))
    page(as_boris, ticket, MONDAY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(as_boris, ticket, MONDAY)
    assert len(asked) <= STATEMENTS, [one["sql"][:120] for one in asked]


def test_a_customer_learns_nothing_of_it(as_anna, as_grigory, ticket):
    for client in (as_anna, as_grigory):
        assert client.get(f"/tickets/{ticket.number}/ledger/").status_code == 404


def test_a_ticket_of_a_closed_team_has_no_ledger_for_others(as_boris, anna):
    ticket = make.ticket(by=anna, team=make.team(is_closed=True))
    assert as_boris.get(f"/tickets/{ticket.number}/ledger/").status_code == 404


def test_a_clock_of_months_is_told_by_weeks(as_boris, ticket):
    Clock.objects.filter(ticket=ticket).update(minutes=60 * 8 * 70)
    rows = table(page(as_boris, ticket, MONDAY))
    assert len(rows) < 30
    assert ["рабочие и нерабочие часы", "45 ч"] in [row[1:3] for row in rows]


def test_round_the_clock_is_one_line(as_boris, ticket):
    always = WorkCalendar.objects.get(is_always=True)
    Clock.objects.filter(ticket=ticket).update(calendar=always)
    assert [row[1] for row in table(page(as_boris, ticket, FRIDAY + timedelta(minutes=10)))] == [
        "Обращение открыто, часы пошли",
        "рабочее время",
        "Сейчас",
        "рабочее время",
        "Срок",
    ]
