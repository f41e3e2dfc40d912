"""The pages of erasure: the customer's, and the administrator's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from okno.cli.doctor.finding import Health
from okno.cli.doctor.wishes import erasures
from okno.community.names import byline
from okno.core import clock
from okno.desk.actions.merge_people import merge_people
from okno.desk.actions.reply import reply
from okno.desk.matters import name_of
from okno.people.models import Person, Role
from okno.privacy.actions.ask_erasure import ask_erasure
from okno.privacy.actions.erase import begin_erasure
from okno.privacy.models import ErasureRequest, ErasureState
from tests import make
from tests.cast import _logged_in
from tests.queue import run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_gleb(gleb: Person) -> Client:
    return _logged_in(gleb)


@pytest.fixture
def mailed_code(settings: Any) -> Callable[[], str]:
    """Return a function that gives the code of the last letter."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def code() -> str:
        run_waiting(only="login.send_code")
        found = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found
        return found.group()

    return code


def test_sec_39_an_open_session_alone_erases_nobody(
    as_anna: Client, anna: Person, mailed_code: Callable[[], str]
) -> None:
    again = "/me/again/mail/?next=%2Fmy%2Fprivacy%2Ferasure%2F"
    page = as_anna.get("/my/privacy/erasure/").content.decode()
    assert (again in page, 'name="is_sure"' in page) == (True, False)
    assert as_anna.post("/my/privacy/erasure/", {"is_sure": "on"})["Location"] == again
    assert "anna@romashka.test" in as_anna.get(again).content.decode()
    assert not mail.outbox
    target = {"next": "/my/privacy/erasure/"}
    assert as_anna.post("/me/again/mail/", {"send": "yes", **target})["Location"] == again
    code = mailed_code()
    assert "нельзя отменить" in mail.outbox[-1].body
    for _try in range(2):
        assert as_anna.post("/me/again/mail/", {"code": "0000-0000", **target}).status_code == 422
    assert as_anna.post("/me/again/mail/", {"code": "0000-0000", **target})["Location"] == again
    assert "слишком много раз" in as_anna.get(again).content.decode()
    assert as_anna.post("/me/again/mail/", {"code": code, **target})["Location"] == again, "it is burnt"
    as_anna.post("/me/again/mail/", {"send": "yes", **target})
    told = {"code": mailed_code(), "next": "https://evil.test/"}
    assert as_anna.post("/me/again/mail/", told)["Location"] == "/me/"
    assert 'name="is_sure"' in as_anna.get("/my/privacy/erasure/").content.decode()
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        assert as_anna.post("/my/privacy/erasure/", {"is_sure": "on"})["Location"] == again
    assert not ErasureRequest.objects.exists()


def test_a_customer_asks_in_so_many_words_and_takes_it_back(
    as_anna: Client, anna: Person, mailed_code: Callable[[], str]
) -> None:
    make.ticket(by=anna)
    as_anna.post("/me/again/mail/", {"send": "yes"})
    as_anna.post("/me/again/mail/", {"code": mailed_code()})
    page = as_anna.get("/my/privacy/erasure/").content.decode()
    assert "1 нерешённое обращение" in page
    assert as_anna.post("/my/privacy/erasure/").status_code == 422
    assert not ErasureRequest.objects.exists()
    assert as_anna.post("/my/privacy/erasure/", {"is_sure": "on"}).status_code == 302
    assert "Ответ придёт до" in as_anna.get("/my/privacy/").content.decode()
    assert as_anna.post("/my/privacy/erasure/withdrawal/").status_code == 302
    assert ErasureRequest.objects.get().state == ErasureState.WITHDRAWN
    assert as_anna.post("/my/privacy/erasure/withdrawal/").status_code == 404


def test_who_works_here_reads_why_not(as_boris: Client) -> None:
    assert "здесь работает" in as_boris.get("/my/privacy/erasure/").content.decode()
    assert as_boris.post("/my/privacy/erasure/", {"is_sure": "on"}).status_code == 409


def test_an_administrator_looks_and_does_it(as_gleb: Client, as_anna: Client, anna: Person) -> None:
    ticket = make.ticket(by=anna)
    ask_erasure(anna, by=anna)
    row = ErasureRequest.objects.get()
    assert "Анна Белова" in as_gleb.get("/settings/erasures/").content.decode()
    page = f"/settings/erasures/{row.pk}/"
    seen = as_gleb.get(page).content.decode()
    assert "слова 1 сообщения" in seen
    assert f"№&nbsp;{ticket.number}" in seen
    assert as_gleb.post(f"{page}beginning/", {"closes": "on"}).status_code == 422
    assert as_gleb.post(f"{page}beginning/", {"is_sure": "on"}).status_code == 409  # open tickets
    assert as_gleb.post(f"{page}beginning/", {"is_sure": "on", "closes": "on"}).status_code == 302
    assert "выполняется" in as_gleb.get(page).content.decode().casefold()
    assert as_anna.get("/my/").status_code == 302  # out at once
    run_waiting(also_later=True, only="erase")
    assert f"Удалённый человек № {anna.pk}" in as_gleb.get(page).content.decode()
    assert as_gleb.get(f"/people/{anna.pk}/").status_code == 200
    assert "Белова" not in as_gleb.get(f"/tickets/{ticket.number}/").content.decode()


def test_an_administrator_refuses_and_the_customer_reads_why(
    as_gleb: Client, as_anna: Client, anna: Person
) -> None:
    ask_erasure(anna, by=anna)
    row = ErasureRequest.objects.get()
    assert as_gleb.post(f"/settings/erasures/{row.pk}/refusal/", {"reason": ""}).status_code == 422
    as_gleb.post(f"/settings/erasures/{row.pk}/refusal/", {"reason": "Договор действует."})
    assert "Договор действует." in as_anna.get("/my/privacy/").content.decode()
    assert "Договор действует." in as_gleb.get(f"/settings/erasures/{row.pk}/").content.decode()


def test_a_wish_on_paper_is_written_down_on_the_page_of_the_person(
    as_gleb: Client, as_boris: Client, anna: Person
) -> None:
    make.ticket(by=anna)
    assert "Удалить данные…" in as_gleb.get(f"/people/{anna.pk}/").content.decode()
    assert as_boris.get(f"/people/{anna.pk}/erasure/").status_code == 404
    assert as_gleb.get(f"/people/{anna.pk}/erasure/").status_code == 200
    assert as_gleb.post(f"/people/{anna.pk}/erasure/", {"note": "Бумага № 45"}).status_code == 302
    row = ErasureRequest.objects.get()
    assert (row.by_hand, row.note, row.person) == (True, "Бумага № 45", anna)
    assert "Бумага № 45" in as_gleb.get(f"/settings/erasures/{row.pk}/").content.decode()


def test_a_wish_for_who_was_merged_is_one_of_whoever_stands_for_him(
    as_gleb: Client, anna: Person, gleb: Person
) -> None:
    double = make.person("Анна Двойник")
    merge_people(double, anna, by=gleb)
    as_gleb.post(f"/people/{double.pk}/erasure/", {"note": "Письмо"})
    row = ErasureRequest.objects.get()
    assert row.person == anna
    for one in (double, anna):
        assert f"/settings/erasures/{row.pk}/" in as_gleb.get(f"/people/{one.pk}/").content.decode()


def test_a_colleague_at_work_is_not_erased_from_the_page(as_gleb: Client, boris: Person) -> None:
    assert "Удалить данные…" not in as_gleb.get(f"/people/{boris.pk}/").content.decode()
    assert as_gleb.get(f"/people/{boris.pk}/erasure/").status_code == 409


def test_what_is_late_is_marked(as_gleb: Client, as_anna: Client, anna: Person) -> None:
    ask_erasure(anna, by=anna)
    ErasureRequest.objects.update(due_at=clock.now())
    assert "badge--missed" in as_gleb.get("/settings/erasures/").content.decode()


def test_the_doctor_says_what_is_due(anna: Person) -> None:
    assert [found.health for found in erasures()] == [Health.WELL]
    row = ask_erasure(anna, by=anna)
    for due, health in ((timedelta(days=1), Health.CARE), (-timedelta(days=1), Health.ILL)):
        ErasureRequest.objects.filter(pk=row.pk).update(due_at=clock.now() + due)
        assert [found.health for found in erasures()] == [health]


def test_who_is_erased_is_a_member_among_customers(anna: Person, gleb: Person) -> None:
    Person.objects.filter(pk=anna.pk).update(role=Role.ERASED, name=str(anna.pk))
    anna.refresh_from_db()
    assert byline(anna) == "Участник сообщества"
    assert name_of(anna) == f"Удалённый человек № {anna.pk}"


def test_where_a_letter_went_is_shown_no_more(
    anna: Person, boris: Person, gleb: Person, as_gleb: Client
) -> None:
    ticket = make.ticket(by=anna)
    reply(ticket, "Ответ", by=boris, undo_seconds=0)
    run_waiting()
    delivery = ticket.deliveries.get(purpose="reply")
    assert delivery.known_address == "anna@romashka.test"
    begin_erasure(ask_erasure(anna, by=anna), by=gleb, closes=True)
    run_waiting(also_later=True, only="erase")
    delivery.refresh_from_db()
    assert delivery.known_address == ""
    assert "erased-" not in as_gleb.get(f"/tickets/{ticket.number}/").content.decode()
