"""The journal of access: who had whose data before the eyes, once a day; what was refused; and who reads the journal."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.core import clock, files
from okno.desk.actions.hear import NewFile
from okno.desk.actions.participate import add_participant
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.privacy.actions.keep_look import forget_old_looks, looked_at_ticket, took_list
from okno.privacy.keeping import KEPT
from okno.privacy.models import Look, What
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[Any, ...]]:
    return list(Look.objects.order_by("pk").values_list("reader__name", "person__name", "what", "is_refused"))


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    paper = NewFile(file=files.keep(b"words"), name="договор.txt")
    return make.ticket(by=anna, html="<p>Письмо</p>", files=[paper])


def test_a_ticket_is_looked_at_once_a_day_however_often(as_boris: Client, ticket: Ticket) -> None:
    for _turn in range(3):
        assert as_boris.get(f"/tickets/{ticket.number}/").status_code == 200
    as_boris.get(f"/tickets/{ticket.number}/history/")
    assert rows() == [("Борис Орлов", "Анна Белова", "ticket", False)]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        as_boris.get(f"/tickets/{ticket.number}/")
    assert len(rows()) == 2


def test_who_takes_part_is_written_down_too_and_nobody_for_oneself(
    boris: Person, anna: Person, grigory: Person, ticket: Ticket
) -> None:
    add_participant(ticket, grigory, by=boris)
    add_participant(ticket, boris, by=boris)
    looked_at_ticket(boris.pk, ticket.pk)
    assert sorted(row[1] for row in rows()) == ["Анна Белова", "Григорий Чужой"]


def test_person_file_letter_and_list_are_looked_at(as_boris: Client, anna: Person, ticket: Ticket) -> None:
    message = ticket.messages.get()
    as_boris.get(f"/people/{anna.pk}/")
    as_boris.get(f"/messages/{message.pk}/letter/")
    b"".join(as_boris.get(f"/attachments/{message.attachments.get().pk}/").streaming_content)
    as_boris.get("/queues/open/tickets.csv")
    seen = [(what, person) for _reader, person, what, _refused in rows()]
    assert seen == [
        ("person", "Анна Белова"),
        ("letter", "Анна Белова"),
        ("file", "Анна Белова"),
        ("list", "Анна Белова"),
        ("list", None),
    ]


def test_a_second_list_of_the_day_adds_up(boris: Person, ticket: Ticket) -> None:
    took_list(boris.pk, [ticket.pk])
    took_list(boris.pk, [ticket.pk])
    took_list(boris.pk, [])
    assert Look.objects.get(person=None).count == 2


def test_a_refused_try_is_written_down_and_looks_like_nothing(as_boris: Client, anna: Person) -> None:
    hidden = make.ticket(by=anna, team=make.team(is_closed=True))
    assert as_boris.get(f"/tickets/{hidden.number}/").status_code == 404
    assert as_boris.get("/tickets/987654321/").status_code == 404
    assert as_boris.get("/people/99999999999999999999/").status_code == 404
    assert as_boris.get(f"/people/{anna.pk}/").status_code == 404
    assert rows() == [
        ("Борис Орлов", "Анна Белова", "ticket", True),
        ("Борис Орлов", "Анна Белова", "person", True),
    ]


def test_a_page_of_a_ticket_waits_for_no_row_of_the_journal(as_boris: Client, ticket: Ticket) -> None:
    as_boris.get(f"/tickets/{ticket.number}/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        as_boris.get(f"/tickets/{ticket.number}/")
    statements = [one["sql"] for one in asked.captured_queries]
    places = [place for place, sql in enumerate(statements) if "privacy_look" in sql]
    assert places == [len(statements) - 1], "it is the last statement, behind the answer"
    assert len(statements) <= 15


def test_a_look_that_cannot_be_written_breaks_no_page(
    as_boris: Client, ticket: Ticket, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    from okno.privacy.actions import keep_look

    monkeypatch.setattr(keep_look, "_TICKET", "SELECT no_such_column")
    with connection.execute_wrapper(_in_a_savepoint):
        assert as_boris.get(f"/tickets/{ticket.number}/").status_code == 200
    assert "journal of access" in caplog.text


def _in_a_savepoint(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
    from django.db import transaction

    if "no_such_column" not in sql:
        return execute(sql, params, many, context)
    with transaction.atomic():
        return execute(sql, params, many, context)


def test_the_journal_is_an_administrators_and_is_narrowed_and_paged(
    gleb: Person, boris: Person, as_boris: Client, anna: Person, grigory: Person
) -> None:
    for person in (anna, grigory):
        for _one in range(60):
            looked_at_ticket(boris.pk, make.ticket(by=person).pk)
    client = _logged_in(gleb)
    assert as_boris.get("/settings/looks/").status_code == 404
    first = client.get("/settings/looks/").content.decode()
    assert first.count("<tr><td>") == 100
    more = first.partition('class="pane__more"><a class="button button--link" href="')[2].partition('"')[0]
    assert (
        client.get("/settings/looks/" + more.replace("&amp;", "&")).content.decode().count("<tr><td>") == 20
    )
    assert client.get("/settings/looks/", {"person": anna.pk}).content.decode().count("<tr><td>") == 60
    assert client.get("/settings/looks/", {"reader": gleb.pk}).content.decode().count("<tr><td>") == 0
    assert client.get("/settings/looks/", {"what": "file"}).content.decode().count("<tr><td>") == 0
    assert client.get("/settings/looks/", {"since": "2099-01-01"}).content.decode().count("<tr><td>") == 0
    assert (
        client.get("/settings/looks/", {"person": "x", "since": "x", "reader": "9" * 30}).status_code == 200
    )
    with CaptureQueriesContext(connection) as asked:
        client.get("/settings/looks/")
    assert len(asked) <= 12
    file = client.get("/settings/looks.csv", {"person": anna.pk})
    assert file.content.decode("utf-8-sig").count("Борис Орлов") == 60
    assert client.get("/settings/looks.xlsx").status_code == 200
    assert client.get("/settings/looks.exe").status_code == 404


def test_the_page_of_a_person_shows_administrators_who_looked(
    gleb: Person, as_boris: Client, anna: Person, ticket: Ticket
) -> None:
    as_boris.get(f"/tickets/{ticket.number}/")
    assert "Кто смотрел" in _logged_in(gleb).get(f"/people/{anna.pk}/").content.decode()
    assert "Кто смотрел" not in as_boris.get(f"/people/{anna.pk}/").content.decode()


def test_ones_own_copy_tells_when_and_as_what_and_no_names(
    as_boris: Client, as_anna: Client, ticket: Ticket
) -> None:
    as_boris.get(f"/tickets/{ticket.number}/")
    as_anna.get("/my/data.json")
    told = json.loads(as_anna.get("/my/data.json").content)
    assert [(one["what"], one["by"]) for one in told["looked_at"]] == [
        ("обращение", "специалист"),
        ("свои данные файлом", "вы сами"),
    ]
    assert "Борис" not in json.dumps(told["looked_at"], ensure_ascii=False)


def test_the_journal_forgets_what_is_old(boris: Person, ticket: Ticket) -> None:
    with time_machine.travel(clock.now() - KEPT - timedelta(days=2)):
        looked_at_ticket(boris.pk, ticket.pk)
    looked_at_ticket(boris.pk, ticket.pk)
    assert forget_old_looks() == 1
    assert Look.objects.get().what == What.TICKET
