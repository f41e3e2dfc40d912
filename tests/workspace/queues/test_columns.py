"""A view with columns: what one may choose, what stands in its table and its file, and what its heads sort by."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.keep_view import UnknownColumn, keep_view
from okno.desk.actions.resolve import resolve
from okno.desk.models import SavedView, Ticket, ViewColumn
from tests import make

pytestmark = pytest.mark.django_db
HOSTILE = "\"><img src=x onerror=alert(1)>'<!--"


def view_of(person, *columns, query="статус:открыт", **more):
    """Keep a view with these columns."""
    view = SavedView(owner=person, name="Таблица", query=query, columns=list(columns), **more)
    return keep_view(view, by=person)


def page_of(client, view):
    """Return the page of a view."""
    answer = client.get(f"/queues/{view.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def heads(page):
    """Return the heads of the table, as a reader hears them; the first is that of the boxes."""
    found = re.findall(r'<th [^>]*scope="col"[^>]*>(.*?)</th>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", head).split()) for head in found][1:]


def cells(page, number):
    """Return what stands in the row of a ticket by column; what only a compact row shows is left out."""
    row = re.search(rf'id="pick-{number}".*?</tr>', page, re.DOTALL)[0]
    found = re.findall(r'<td class="cell cell--(\w+)(?: cell--urgent)?" role="cell">(.*?)</td>', row)
    return {name: unescape(re.sub(r"<[^>]+>", "", cell)).strip() for name, cell in found if name != "pick"}


def form(**more):
    """Return a filled form of a view."""
    return {"name": "Таблица", "query": "статус:открыт", "icon": "star", "order": "due", **more}


# ---- the verb ------------------------------------------------------------------------------------


def test_columns_are_kept_in_the_order_of_the_choice_and_each_once(boris):
    view = view_of(boris, "due", "subject", "number", "due")
    view.refresh_from_db()
    assert view.columns == ["due", "subject", "number"]


def test_no_table_is_without_the_subject_by_which_one_opens(boris):
    assert view_of(boris, "number", "due").columns == ["subject", "number", "due"]
    assert view_of(boris).columns == []


def test_a_column_that_does_not_exist_is_refused_in_words(as_boris, boris):
    with pytest.raises(UnknownColumn):
        view_of(boris, "subject", "password")
    answer = as_boris.post("/queues/views/", form(columns=["subject", "password"]))
    assert answer.status_code == 422
    assert "Столбцы" in answer.content.decode()
    assert not SavedView.objects.exists()


# ---- the form ------------------------------------------------------------------------------------


def test_the_form_keeps_columns_in_their_order_and_offers_the_chosen_ones_first(as_boris):
    as_boris.post("/queues/views/", form(columns=["tags", "subject", "number"]))
    view = SavedView.objects.get()
    assert view.columns == ["tags", "subject", "number"]
    page = as_boris.get(f"/queues/views/{view.pk}/").content.decode()
    offered = re.findall(r'name="columns" value="(\w+)"( checked)?', page)
    assert [name for name, is_chosen in offered if is_chosen] == ["tags", "subject", "number"]
    assert offered[3:] == [(name, "") for name in ViewColumn.values if name not in view.columns]


def test_without_a_script_an_arrow_moves_a_column_and_nothing_is_lost_or_kept(as_boris, boris):
    view = view_of(boris, "subject", "due")
    typed = form(name="Иначе", columns=["subject", "due", "tags"], move="tags:up")
    answer = as_boris.post(f"/queues/views/{view.pk}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r'value="(\w+)" checked', page) == ["subject", "tags", "due"]
    assert 'value="Иначе"' in page
    view.refresh_from_db()
    assert (view.name, view.columns) == ("Таблица", ["subject", "due"])


@pytest.mark.parametrize("move", ["", "tags", "subject:up", "nothing:down", HOSTILE])
def test_a_move_that_leads_nowhere_changes_nothing(as_boris, move):
    answer = as_boris.post("/queues/views/", form(columns=["subject", "due", "x"], move=move))
    page = answer.content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["subject", "due"]
    assert not SavedView.objects.exists()


# ---- the table -----------------------------------------------------------------------------------


def test_a_view_with_columns_is_a_table_of_them_in_their_order(as_boris, boris, anna):
    team = make.team("Вторая линия")
    service = make.service("Почта")
    ticket = make.ticket(by=anna, subject="Не уходит письмо", team=team)
    take(ticket, by=boris)
    Ticket.objects.filter(pk=ticket.pk).update(
        service=service,
        kind="incident",
        tags=["ноутбук", "срочно"],
        organisation=make.organisation("Ромашка"),
    )
    names = [
        "tags",
        "number",
        "subject",
        "service",
        "kind",
        "team",
        "state",
        "owner",
        "requester",
        "priority",
    ]
    page = page_of(as_boris, view_of(boris, *names))
    assert heads(page) == [str(ViewColumn(name).label) for name in names]
    told = cells(page, ticket.number)
    assert [name for name in told if name in names] == names
    assert told["number"] == f"№\u00a0{ticket.number}"
    assert told["tags"] == "ноутбук срочно"
    assert (told["service"], told["kind"], told["team"]) == ("Почта", "Инцидент", "Вторая линия")
    assert told["state"] == "В работе"
    assert told["owner"].endswith(str(boris))  # behind the initials
    assert told["requester"] == str(anna)


def test_a_row_of_a_table_has_one_link_that_opens_its_ticket_beside_the_list(as_boris, boris, anna):
    ticket = make.ticket(by=anna)
    view = view_of(boris, "number", "subject", "due")
    row = re.search(rf'id="pick-{ticket.number}".*?</tr>', page_of(as_boris, view), re.DOTALL)[0]
    address = f"/tickets/{ticket.number}/?queue={view.slug}"
    assert row.count("<a ") == 1
    assert f'href="{address}" hx-get="{address}"' in row
    assert f'name="ticket" value="{ticket.number}"' in row
    assert as_boris.get(address).status_code == 200


def test_what_a_compact_row_shows_is_sent_once_whatever_the_columns(as_boris, boris, anna):
    ticket = make.ticket(by=anna, subject="Сканер")
    for columns in (("subject",), ("last", "subject", "owner", "requester", "number")):
        row = re.search(
            rf'id="pick-{ticket.number}".*?</tr>', page_of(as_boris, view_of(boris, *columns)), re.DOTALL
        )[0]
        for name in ("subject", "owner", "requester", "organisation", "due", "last", "priority", "number"):
            assert len(re.findall(rf"cell--{name}\b", row)) == 1, (columns, name)
            assert bool(re.search(rf"cell--{name} cell--spare", row)) is (name not in columns)


def test_a_ticket_whose_work_is_over_has_no_clock_in_a_table(as_boris, boris, anna):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    view = view_of(boris, "subject", "due", query="кому:я")
    assert "clock--chip" in page_of(as_boris, view)
    resolve(ticket, by=boris)
    page = page_of(as_boris, view)
    assert f'id="pick-{ticket.number}"' in page
    assert "clock--chip" not in page


def test_sec_06_words_of_strangers_stay_words_in_every_cell(as_boris, boris, anna):
    team = make.team(HOSTILE)
    anna.name = HOSTILE
    anna.save()
    ticket = make.ticket(by=anna, subject=HOSTILE, text=HOSTILE, team=team)
    Ticket.objects.filter(pk=ticket.pk).update(
        tags=[HOSTILE], service=make.service(HOSTILE), organisation=make.organisation(HOSTILE)
    )
    page = page_of(as_boris, view_of(boris, *ViewColumn.values))
    assert "<img src=x" not in page
    told = cells(page, ticket.number)
    assert (
        told["subject"] == told["service"] == told["team"] == told["tags"] == told["organisation"] == HOSTILE
    )


def test_a_queue_and_a_view_without_columns_are_lists_as_ever(as_boris, boris, anna):
    make.ticket(by=anna)
    for slug in ("open", view_of(boris).slug):
        page = as_boris.get(f"/queues/{slug}/").content.decode()
        assert "<table" not in page
        assert 'class="row__line"' in page


def test_a_table_asks_no_more_than_a_list(as_boris, boris, anna):
    team = make.team()
    for _ in range(5):
        make.ticket(by=make.person(organisation=make.organisation()), team=team)
    plain, table = view_of(boris), view_of(boris, *ViewColumn.values)

    def asked(view):
        page_of(as_boris, view)  # names are looked up once a minute
        with CaptureQueriesContext(connection) as statements:
            page_of(as_boris, view)
        return [one["sql"] for one in statements]

    of_plain, of_table = asked(plain), asked(table)
    assert len(of_plain) == len(of_table)
    assert not any("catalog_service" in sql for sql in of_plain)
    assert any("catalog_service" in sql for sql in of_table)


# ---- heads that sort -----------------------------------------------------------------------------


def sorting(page):
    """Return the heads that lead to another order, and how the list is sorted now."""
    found = re.findall(
        r'<th class="cell cell--(\w+)"[^>]*?(?: aria-sort="(\w+)")?>(?:<a href="([^"]+)")?', page
    )
    return {name: (how, address) for name, how, address in found if how or address}


def test_heads_sort_by_the_orders_that_a_list_knows_and_others_do_not_pretend(as_boris, boris, anna):
    now = clock.now()
    for name, created in (("a", 1), ("b", 3), ("c", 2)):
        ticket = make.ticket(by=anna, subject=name)
        Ticket.objects.filter(pk=ticket.pk).update(created_at=now + timedelta(hours=created))
    view = view_of(boris, *ViewColumn.values)
    assert sorting(page_of(as_boris, view)) == {
        "due": ("ascending", ""),
        "changed": ("", f"/queues/{view.slug}-changed/"),
        "created": ("", f"/queues/{view.slug}-newest/"),
    }
    newest = as_boris.get(f"/queues/{view.slug}-newest/")
    assert "".join(row.subject for row in newest.context["rows"]) == "bca"
    found = sorting(newest.content.decode())
    assert found["created"] == ("descending", f"/queues/{view.slug}-oldest/")
    assert found["due"] == ("", f"/queues/{view.slug}-due/")
    oldest = as_boris.get(f"/queues/{view.slug}-oldest/")
    assert "".join(row.subject for row in oldest.context["rows"]) == "acb"


def test_a_view_in_another_order_is_still_that_view(as_boris, boris, anna):
    ticket = make.ticket(by=anna)
    view = view_of(boris, "subject", "created")
    slug = f"{view.slug}-newest"
    page = as_boris.get(f"/queues/{slug}/").content.decode()
    assert f'href="/queues/{view.slug}/" aria-current="page"' in page
    assert f"/tickets/{ticket.number}/?queue={slug}" in page
    beside = as_boris.get(f"/tickets/{ticket.number}/?queue={slug}").content.decode()
    assert f'hx-get="/queues/{slug}/"' in beside


@pytest.mark.parametrize("order", ["", "password", "-due", "due-", "Due"])
def test_an_order_that_does_not_exist_is_not_found(as_boris, boris, order):
    assert as_boris.get(f"/queues/{view_of(boris, 'subject').slug}-{order}/").status_code == 404


# ---- the file ------------------------------------------------------------------------------------


def test_the_file_of_a_view_has_its_columns_in_its_order(as_boris, boris, anna):
    ticket = make.ticket(by=anna, subject="=1+1", text="Сканер молчит.")
    view = view_of(boris, "last", "subject", "number", "requester")
    answer = as_boris.get(f"/queues/{view.slug}/tickets.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["Последние слова", "Тема", "Номер", "Заявитель"],
        ["Сканер молчит.", "'=1+1", str(ticket.number), str(anna)],
    ]
    assert as_boris.get(f"/queues/{view.slug}/tickets.xlsx").status_code == 200


def test_every_column_of_a_view_is_one_of_a_file(as_boris, boris, anna):
    make.ticket(by=anna)
    view = view_of(boris, *ViewColumn.values)
    content = as_boris.get(f"/queues/{view.slug}/tickets.csv").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert len(head) == len(row) == len(ViewColumn.values)
