"""A list as a file: the same tickets in the same order, as Excel in Russia opens it, and never a formula."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest

from okno.core import clock
from okno.desk.actions.assign import take
from okno.look import tables
from okno.people.models import Organisation
from tests import make

NOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", ";=1", ' "=1', "＝1")


def table_of(answer):
    """Return the cells of a CSV file as a spreadsheet reads them."""
    assert answer.status_code == 200
    content = answer.content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_queue_is_a_file_with_russian_heads_and_the_times_of_the_reader(as_boris, boris, anna):
    with clock.moved_to(NOON):
        ticket = make.ticket(by=anna, subject="Не печатает; гудит")
        take(ticket, by=boris)
        make.ticket(by=anna)
    answer = as_boris.get("/queues/mine/tickets.csv")
    heads, row = table_of(answer)
    told = dict(zip(heads, row, strict=True))
    assert told["Номер"] == str(ticket.number)
    assert told["Тема"] == "Не печатает; гудит"
    assert told["Исполнитель"] == str(boris)
    assert told["Создано"] == "02.11.2026 12:00"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ".csv" in answer.headers["Content-Disposition"]


def test_the_order_is_that_of_the_list(as_boris, anna):
    for _ in range(3):
        make.ticket(by=anna)
    shown = [str(row.number) for row in as_boris.get("/queues/open/").context["rows"]]
    assert [row[0] for row in table_of(as_boris.get("/queues/open/tickets.csv"))[1:]] == shown


def test_a_search_is_a_file_of_what_it_finds(as_boris, anna, run_jobs):
    found = make.ticket(by=anna, subject="Принтер в бухгалтерии")
    make.ticket(by=anna, subject="Почта")
    run_jobs()
    assert [row[0] for row in table_of(as_boris.get("/search/tickets.csv?q=бухгалтерия"))[1:]] == [
        str(found.number)
    ]
    assert len(table_of(as_boris.get("/search/tickets.csv"))) == 1


@pytest.mark.parametrize("words", FORMULAS)
def test_sec_49_no_cell_of_a_csv_file_is_a_formula(as_boris, anna, words):
    anna.name = words
    anna.organisation = Organisation.objects.create(name=words)
    anna.save()
    ticket = make.ticket(by=anna)
    type(ticket).objects.filter(pk=ticket.pk).update(subject=words, organisation=anna.organisation)
    heads, row = table_of(as_boris.get("/queues/open/tickets.csv"))
    told = dict(zip(heads, row, strict=True))
    for head in ("Тема", "Заявитель", "Организация"):
        assert told[head] == f"'{words}"


def test_sec_49_every_text_of_a_workbook_is_a_text(as_boris, anna):
    ticket = make.ticket(by=anna, subject="=1+1")
    answer = as_boris.get("/queues/open/tickets.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<is><t>=1+1</t></is>" in sheet
    assert f"<v>{ticket.number}</v>" in sheet
    assert "hyperlink" not in sheet


def test_sec_14_a_file_holds_what_the_reader_may_see(as_boris, boris, anna):
    closed = make.team("Кадры")
    closed.is_closed = True
    closed.save()
    make.ticket(by=anna, team=closed)
    assert len(table_of(as_boris.get("/queues/open/tickets.csv"))) == 1
    closed.memberships.create(person=boris)
    assert len(table_of(as_boris.get("/queues/open/tickets.csv"))) == 2


def test_a_file_is_bounded_and_says_so(as_boris, anna, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(tables, "AT_MOST", 3)
    monkeypatch.setattr(tables, "CHUNK", 2)
    for _ in range(4):
        make.ticket(by=anna)
    with django_assert_max_num_queries(16):
        rows = table_of(as_boris.get("/queues/open/tickets.csv"))
    assert len(rows) == 5
    assert rows[4][1].startswith("Здесь только первые 3")


def test_a_file_of_another_kind_does_not_exist_and_many_at_once_are_refused(as_boris):
    assert as_boris.get("/queues/open/tickets.pdf").status_code == 404
    assert as_boris.get("/queues/view-99/tickets.csv").status_code == 404
    answers = [as_boris.get("/queues/open/tickets.csv").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
