"""Fields that are defined for tickets: what fits them, where they are shown, in the page, in files, and in the settings."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client

from okno.catalog import fields
from okno.catalog.models import TicketField
from okno.core.refusals import BadInput
from okno.desk.actions import classify
from okno.desk.actions.assign import take
from okno.desk.models import Fact, Ticket
from okno.look.tables import plain_cell, table, write_xlsx
from okno.people.models import Person
from okno.setup import setups
from okno.setup.actions.save import save
from okno.workspace.tickets.own_fields import own_fields
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(anna: Person, boris: Person) -> Ticket:
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    ticket.refresh_from_db()
    return ticket


def define(by: Person, name: str, kind: str = "text", **more: Any) -> TicketField:
    row, _change = save(setups.FIELDS, None, {"name": name, "kind": kind, **more}, by=by)
    fields.defined.forget()
    assert isinstance(row, TicketField)
    return row


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("text", "  Ленина,   5 ", "Ленина, 5"),
        ("number", "3,5", "3.5"),
        ("number", "", ""),
        ("date", "31.12.2026", "2026-12-31"),
        ("date", "2026-12-31", "2026-12-31"),
        ("choice", "запись", "запись"),
    ],
)
def test_what_fits_is_kept_in_one_way(
    gleb: Person, boris: Person, ticket: Ticket, kind: str, said: str, kept: str
) -> None:
    define(gleb, "Поле", kind, choices=["чтение", "запись"] if kind == "choice" else [])
    classify.set_field(ticket, "ПОЛЕ", said, by=boris)
    ticket.refresh_from_db()
    assert ticket.fields == ({"Поле": kept} if kept else {})


@pytest.mark.parametrize(
    ("kind", "said"), [("number", "много"), ("date", "вчера"), ("date", "31.02.2026"), ("choice", "удаление")]
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    gleb: Person, boris: Person, ticket: Ticket, kind: str, said: str
) -> None:
    define(gleb, "Поле", kind, choices=["чтение"] if kind == "choice" else [])
    with pytest.raises(BadInput):
        classify.set_field(ticket, "Поле", said, by=boris)
    ticket.refresh_from_db()
    assert ticket.fields == {}
    assert not Fact.objects.filter(ticket=ticket, kind="ticket.field_set").exists()


def test_a_value_from_before_stays_until_it_is_changed(gleb: Person, boris: Person, ticket: Ticket) -> None:
    classify.set_field(ticket, "Срок", "до зимы", by=boris)
    define(gleb, "Срок", "date")
    classify.set_field(ticket, "Срок", "до зимы", by=boris)  # a form that was saved as it stood
    ticket.refresh_from_db()
    assert [one.words for one in own_fields(ticket)] == ["до зимы"]


def test_a_field_waits_in_tickets_of_its_service_alone(gleb: Person, boris: Person, ticket: Ticket) -> None:
    till = make.service("Кассы")
    define(gleb, "Точка", service="Кассы", rank=2)
    define(gleb, "Договор", rank=1)
    classify.set_field(ticket, "Своё", "да", by=boris)
    ticket.refresh_from_db()
    assert [one.name for one in own_fields(ticket)] == ["Договор", "Своё"]
    classify.set_service(ticket, till, by=boris)
    ticket.refresh_from_db()
    assert [one.name for one in own_fields(ticket)] == ["Договор", "Точка", "Своё"]
    save(setups.FIELDS, TicketField.objects.get(name="Договор"), {"is_active": False}, by=gleb)
    fields.defined.forget()
    assert [one.name for one in own_fields(ticket)] == ["Точка", "Своё"]


def test_the_page_asks_for_each_kind_in_its_way(
    gleb: Person, as_boris: Client, boris: Person, ticket: Ticket
) -> None:
    define(gleb, "Поставка", "date", name_en="Delivery")
    define(gleb, "Право", "choice", choices=["чтение", "запись"])
    room = f"/tickets/{ticket.number}/field/"
    assert 'type="date"' in as_boris.get(room, {"field": "Поставка"}).content.decode()
    offered = as_boris.get(room, {"field": "Право"}).content.decode()
    assert '<option value="запись">' in offered
    refused = as_boris.post(room, {"field": "Право", "value": "удаление"})
    assert refused.status_code == 422
    as_boris.post(room, {"field": "Поставка", "value": "2026-12-31"})
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert "31 декабря 2026" in page
    boris.language = "en"
    boris.save()
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert "Delivery" in page
    assert "Dec. 31, 2026" in page


def test_a_list_as_a_file_has_a_column_for_each_field(
    gleb: Person, as_boris: Client, boris: Person, ticket: Ticket
) -> None:
    define(gleb, "Точка")
    define(gleb, "Поставка", "date")
    classify.set_field(ticket, "Поставка", "31.12.2026", by=boris)
    text = as_boris.get("/queues/mine/tickets.csv").content.decode("utf-8-sig")
    heads, row = csv.reader(StringIO(text), delimiter=";")
    told = dict(zip(heads, row, strict=True))
    assert (told["Точка"], told["Поставка"]) == ("", "31.12.2026")


def test_a_spreadsheet_sorts_numbers_and_days_of_fields_as_such(
    gleb: Person, boris: Person, ticket: Ticket
) -> None:
    number, day = define(gleb, "Число", "number"), define(gleb, "Поставка", "date")
    for said, cell, in_csv in (
        ("-3,5", Decimal("-3.5"), "-3,5"),
        ("12345678901234567890", "12345678901234567890", "12345678901234567890"),
    ):
        classify.set_field(ticket, "Число", said, by=boris)
        ticket.refresh_from_db()
        assert fields.cell(number, ticket.fields["Число"]) == cell
        assert plain_cell(fields.cell(number, ticket.fields["Число"])) == in_csv
    classify.set_field(ticket, "Число", "2,5", by=boris)
    classify.set_field(ticket, "Поставка", "31.12.2026", by=boris)
    assert fields.cell(day, "когда-нибудь") == "когда-нибудь"
    out = BytesIO()
    write_xlsx(out, table([ticket.pk], boris))
    book = ZipFile(out)
    assert b"<v>2.5</v>" in book.read("xl/worksheets/sheet1.xml")
    assert b'formatCode="dd.mm.yyyy"' in book.read("xl/styles.xml")


def test_numbers_and_days_read_in_the_language_of_the_reader_in_the_ticket_and_its_history(
    gleb: Person, as_boris: Client, boris: Person, ticket: Ticket
) -> None:
    define(gleb, "Вес", "number", name_en="Weight")
    define(gleb, "Поставка", "date", name_en="Delivery")
    classify.set_field(ticket, "Вес", "3,5", by=boris)
    classify.set_field(ticket, "Поставка", "31.12.2026", by=boris)
    room = f"/tickets/{ticket.number}/"
    page = as_boris.get(room).content.decode()
    assert "«Вес»: — → 3,5" in page
    assert "«Поставка»: — → 31 декабря 2026" in page
    assert 'value="3,5"' in as_boris.get(f"{room}field/", {"field": "Вес"}).content.decode()
    before = Fact.objects.count()
    as_boris.post(f"{room}field/", {"field": "Вес", "value": "3,5"})
    assert Fact.objects.count() == before
    boris.language = "en"
    boris.save()
    page = as_boris.get(room).content.decode()
    assert "“Weight”: — → 3.5" in page
    assert "“Delivery”: — → Dec. 31, 2026" in page


RIGHTS = {"choices": ["чтение", "запись", "всё"], "choices_en": ["reading", "", "everything"]}


def test_choices_read_in_the_language_of_the_reader_and_are_kept_in_the_first(
    gleb: Person, as_boris: Client, boris: Person, ticket: Ticket
) -> None:
    define(gleb, "Право", "choice", name_en="Right", **RIGHTS)
    boris.language = "en"
    boris.save()
    room = f"/tickets/{ticket.number}/"
    offered = as_boris.get(f"{room}field/", {"field": "Право"}).content.decode()
    assert '<option value="чтение">reading</option>' in offered
    assert '<option value="запись">запись</option>' in offered, "without an English name it stays what it is"
    as_boris.post(f"{room}field/", {"field": "Право", "value": "чтение"})
    ticket.refresh_from_db()
    assert ticket.fields == {"Право": "чтение"}
    assert "“Right”: — → reading" in as_boris.get(room).content.decode()
    assert "reading" in as_boris.get("/queues/mine/tickets.csv").content.decode("utf-8-sig")
    boris.language = "ru"
    boris.save()
    assert "«Право»: — → чтение" in as_boris.get(room).content.decode()


def test_english_choices_stand_in_the_lines_of_their_choices(gleb: Person) -> None:
    row = define(gleb, "Право", "choice", **RIGHTS)
    office, room = _logged_in(gleb), f"/settings/fields/{row.pk}/"
    assert "reading\n\neverything" in office.get(room).content.decode()

    def keep(first: str, in_english: str, kind: str = "choice") -> HttpResponse:
        """Open the form, and send it with these choices."""
        seen = office.get(room).context["seen"]
        named = {"seen": seen, "name": "Право", "rank": "100"}
        return office.post(room, named | {"kind": kind, "choices": first, "choices_en": in_english})

    keep("чтение\n\nвсё", "reading\n\nall")
    row.refresh_from_db()
    assert (row.choices, row.choices_en) == (["чтение", "всё"], ["reading", "all"])
    refused = keep("чтение", "reading\nwriting")
    assert refused.status_code == 422
    assert "Вариантов по-английски больше" in refused.content.decode()
    row.refresh_from_db()
    assert row.choices == ["чтение", "всё"], "what is refused changes nothing"
    keep("чтение", "reading", kind="text")
    row.refresh_from_db()
    assert (row.choices, row.choices_en) == ([], [])


def test_a_file_of_settings_tells_english_choices_as_it_reads_them(gleb: Person) -> None:
    row = define(gleb, "Право", "choice", choices=["чтение", "запись"], choices_en=["reading", ""])
    told = setups.FIELDS.shape.plain(row)
    assert told["choices_en"] == ["reading"]
    _row, change = save(setups.FIELDS, row, told, by=gleb)
    assert change is None, "the same file once more changes nothing"


def test_a_name_is_one_whatever_its_letters_and_stays_while_tickets_have_it(
    gleb: Person, boris: Person, ticket: Ticket
) -> None:
    row = define(gleb, "Точка")
    with pytest.raises(BadInput, match="уже"):
        define(gleb, "ТОЧКА")
    save(setups.FIELDS, row, {"name": "Магазин"}, by=gleb)
    fields.defined.forget()
    classify.set_field(ticket, "Магазин", "Ленина, 5", by=boris)
    with pytest.raises(BadInput, match="название"):
        save(setups.FIELDS, row, {"name": "Точка"}, by=gleb)


def test_a_choice_needs_something_to_choose_from(gleb: Person) -> None:
    with pytest.raises(BadInput, match="выбирать"):
        define(gleb, "Право", "choice")
    assert define(gleb, "Кабинет", "text", choices=["лишнее"]).choices == []


def test_what_is_wrong_stands_below_its_field_as_a_sentence(gleb: Person) -> None:
    answer = _logged_in(gleb).post(
        "/settings/fields/new/", {"name": "Право", "kind": "choice", "rank": "100"}
    )
    assert answer.status_code == 422
    assert "Не из чего выбирать." in answer.content.decode()


def test_the_history_tells_a_name_from_its_name_in_english(gleb: Person) -> None:
    define(gleb, "Вес", "number", name_en="Weight")
    page = _logged_in(gleb).get("/settings/changes/").content.decode()
    assert "Название (по-английски)" in page
    assert "Название<" in page


@pytest.mark.parametrize("said", ["NaN", "Infinity", "-inf", "1e400", "1_000", "много"])
def test_what_only_looks_like_a_number_to_a_program_stays_a_text(
    gleb: Person, boris: Person, ticket: Ticket, said: str
) -> None:
    classify.set_field(ticket, "Число", said, by=boris)
    number = define(gleb, "Число", "number")
    assert fields.words(number, said) == fields.cell(number, said) == said
    write_xlsx(BytesIO(), table([ticket.pk], boris))
