"""Deciding from a letter or behind a login: the link is the right to one answer, and opening it decides nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.catalog.approvals import DEFAULTS
from okno.channels.mail.letters import facts_of
from okno.channels.models import Delivery
from okno.core import clock
from okno.desk import links
from okno.desk.actions.ask_approval import ask_for_approval
from okno.desk.actions.decide import approve
from okno.desk.actions.participate import add_participant
from okno.desk.actions.withdraw_approval import withdraw_approval
from okno.desk.models import ApprovalQuestion, Ticket
from okno.people.models import Person, Role
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def petr() -> Person:
    return make.person("Пётр Ильин", "petr@romashka.test", language="en")


@pytest.fixture
def question(anna: Person, petr: Person, boris: Person) -> ApprovalQuestion:
    ticket = make.ticket(by=anna, subject="Диск для кассы", text="Совсем-другие-слова")
    step = {**DEFAULTS, "people": [petr.pk], "hours": 8}
    ask_for_approval(ticket, [step], by=boris, what="Купить диск за 12 000 ₽?")
    return ApprovalQuestion.objects.get()


@pytest.fixture
def stranger() -> Client:
    """A browser in which nobody is logged in."""
    return Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")


def path(question: ApprovalQuestion, answer: str) -> str:
    return "/" + links.make_approval(question, answer).split("/", 3)[3]


def state(question: ApprovalQuestion) -> str:
    return ApprovalQuestion.objects.get(pk=question.pk).state


def letters_to(mail: str) -> list[Any]:
    rows = Delivery.objects.filter(address=mail, purpose__in=("approval", "refused")).order_by("pk")
    return [facts_of(row) for row in rows.select_related("ticket", "recipient", "fact__by", "message")]


def test_the_letter_tells_what_is_asked_and_its_links_decide_without_a_login(
    question: ApprovalQuestion, stranger: Client, run_jobs: Callable[..., int]
) -> None:
    run_jobs()
    run_jobs()
    [letter] = letters_to("petr@romashka.test")
    assert "Купить диск за 12 000 ₽?" in letter.text
    assert "Анна Белова" in letter.text
    assert "Совсем-другие-слова" not in letter.text + letter.html  # the conversation is not his
    yes, no = re.findall(r"https?://\S+(/a/\S+/)", letter.text)
    assert stranger.post(no, {"answer": "no", "reason": " "}).status_code == 422
    assert state(question) == "asked"
    assert stranger.post(yes, {"answer": "yes"}).status_code == 302
    decided = stranger.get(no).content.decode()
    assert "You approved it" in decided
    assert "asks for your approval" not in decided
    stranger.post(no, {"answer": "no", "reason": "Передумал"})
    assert state(question) == "approved"


def test_sec_48_opening_the_links_decides_nothing(question: ApprovalQuestion, stranger: Client) -> None:
    for answer in ("yes", "no"):
        for _turn in range(2):
            page = stranger.get(path(question, answer))
            assert page.status_code == 200
            assert page.headers["Referrer-Policy"] == "no-referrer"
            stranger.head(path(question, answer))
        buttons = re.findall(r'name="answer" value="(\w+)"', page.content.decode())
        assert buttons == [answer]
    assert state(question) == "asked"


def test_another_site_decides_nothing(question: ApprovalQuestion, stranger: Client) -> None:
    for site in ("cross-site", "same-site"):
        answer = stranger.post(path(question, "yes"), {"answer": "yes"}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403
    assert state(question) == "asked"


def test_changed_old_and_foreign_links_say_so_and_decide_nothing(
    question: ApprovalQuestion, stranger: Client, anna: Person
) -> None:
    good = path(question, "yes")
    salt = "okno.desk.links.approval"
    bad = [
        good[:-2] + "x/",
        f"/a/{signing.dumps([question.pk, question.person_id, 'yes'], salt='okno.desk.links.ticket')}/",
        f"/a/{signing.dumps([question.pk, anna.pk, 'yes'], salt=salt)}/",  # she is asked nothing
        f"/a/{signing.dumps([question.pk, question.person_id, 'maybe'], salt=salt)}/",
        f"/a/{signing.dumps([10**30, question.person_id, 'yes'], salt=salt)}/",
        f"/a/{signing.dumps('x', salt=salt)}/",
        "/a/1:2:3/",
    ]
    for address in bad:
        for page in (stranger.get(address), stranger.post(address, {"answer": "yes"})):
            assert page.status_code == 404
            assert "This link no longer works" in page.content.decode()
    with pytest.MonkeyPatch.context() as days:
        old = signing.time.time() - links.LIFETIME.total_seconds() - 60
        days.setattr(signing.time, "time", lambda: old)
        aged = path(question, "yes")
    assert stranger.post(aged, {"answer": "yes"}).status_code == 404
    Person.objects.filter(pk=question.person_id).update(is_active=False)
    assert stranger.get(good).status_code == 404  # whoever may not come in any more decides nothing
    assert state(question) == "asked"


def test_a_link_to_a_withdrawn_question_says_that_nothing_is_needed(
    question: ApprovalQuestion, stranger: Client, boris: Person, run_jobs: Callable[..., int]
) -> None:
    withdraw_approval(question.step.approval.ticket, by=boris)
    for answer in ("yes", "no"):
        assert "no longer needed" in stranger.get(path(question, answer)).content.decode()
        assert stranger.post(path(question, answer), {"answer": answer, "reason": "x"}).status_code == 302
    assert state(question) == "withdrawn"
    run_jobs()
    assert not Delivery.objects.filter(purpose="approval").exists()  # and no letter leaves for it


def test_an_answer_by_letter_lands_in_the_ticket_and_decides_nothing(
    question: ApprovalQuestion, petr: Person
) -> None:
    ticket = question.step.approval.ticket
    add_participant(ticket, petr, by=ticket.requester)
    make.message(by=petr, ticket=ticket, text="да, согласовано")
    assert state(question) == "asked"
    assert Ticket.objects.get(pk=ticket.pk).messages.count() == 2


def test_whoever_logs_in_finds_what_waits_for_the_own_decision_and_nobody_elses(
    question: ApprovalQuestion, petr: Person, as_anna: Client, as_grigory: Client
) -> None:
    mine = Client(HTTP_HOST="desk.test")
    mine.force_login(petr, backend="okno.login.backends.ByMailAddress")
    page = f"/my/approvals/{question.pk}/"
    assert "Диск для кассы" in mine.get("/my/approvals/").content.decode()
    assert "/my/approvals/" in mine.get("/my/").content.decode()
    for other in (as_anna, as_grigory):
        assert "Диск для кассы" not in other.get("/my/approvals/").content.decode()
        assert other.get(page).status_code == 404
        assert other.post(page, {"answer": "yes"}).status_code == 404
    assert mine.post(page, {"answer": "yes"}).status_code == 302
    assert state(question) == "approved"
    assert "Диск для кассы" not in mine.get("/my/approvals/").content.decode()


def test_the_decision_goes_to_a_colleague_of_the_one_who_is_asked_and_to_no_stranger(
    anna: Person, boris: Person, grigory: Person, stranger: Client
) -> None:
    company = make.organisation("ООО «Лилия»", "lily.test")
    olga = make.person("Ольга", "olga@lily.test", language="en")
    make.person("Инна", "inna@lily.test")
    assert olga.organisation == company
    ask_for_approval(make.ticket(by=anna), [{**DEFAULTS, "people": [olga.pk]}], by=boris, what="Можно?")
    question = ApprovalQuestion.objects.get()
    address = path(question, "yes") + "delegation/"
    for wrong in ("grigory@other.test", "boris@desk.test", "nobody@nowhere.test", "x"):
        assert stranger.post(address, {"email": wrong}).status_code == 422
    assert state(question) == "asked"
    assert stranger.post(address, {"email": "INNA@lily.test"}).status_code == 302
    assert state(question) == "delegated"
    assert ApprovalQuestion.objects.get(state="asked").person.name == "Инна"


def test_the_requester_sees_whose_turn_it_is_and_no_private_address(
    question: ApprovalQuestion, as_anna: Client, petr: Person
) -> None:
    ticket = question.step.approval.ticket
    Person.objects.filter(pk=petr.pk).update(name="")
    page = as_anna.get(f"/my/{ticket.number}/").content.decode()
    assert "course-title" in page
    assert "petr@romashka.test" not in page
    approve(question, by=Person.objects.get(pk=petr.pk))
    assert "petr@romashka.test" not in as_anna.get(f"/my/{ticket.number}/").content.decode()


def test_after_the_yes_nobody_says_that_work_goes_on_before_somebody_has_it(
    anna: Person, petr: Person, boris: Person, as_anna: Client
) -> None:
    ticket = make.ticket(by=anna)
    ask_for_approval(ticket, [{**DEFAULTS, "people": [petr.pk]}], by=boris, what="Можно?")
    approve(ApprovalQuestion.objects.get(), by=petr)
    page = as_anna.get(f"/my/{ticket.number}/").content.decode()
    assert "It is approved. We take it in hand by" in " ".join(page.split())
    assert "We are working on it" not in page


def test_a_refused_request_is_told_to_the_requester_with_the_reason(
    anna: Person, boris: Person, stranger: Client, as_anna: Client, run_jobs: Callable[..., int]
) -> None:
    manager = make.person("Пётр Ильин", "petr@romashka.test", role=Role.MANAGER)
    ticket = make.ticket(by=anna)
    step = {**DEFAULTS, "people": [manager.pk]}
    ask_for_approval(ticket, [step], by=anna, is_of_form=True, at=clock.now())
    question = ApprovalQuestion.objects.get()
    stranger.post(path(question, "no"), {"answer": "no", "reason": "Нет денег"})
    run_jobs()
    [letter] = letters_to("anna@romashka.test")
    assert "Нет денег" in letter.text
    page = as_anna.get(f"/my/{ticket.number}/").content.decode()
    assert "Нет денег" in page
    assert 'name="stars"' not in page  # nothing was done that could be rated


def test_the_list_of_what_waits_costs_the_same_however_long_it_is(
    question: ApprovalQuestion, anna: Person, petr: Person, boris: Person
) -> None:
    as_petr = _logged_in(petr)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_petr.get("/my/approvals/")
        return len(asked)

    statements()
    few = statements()
    for number in range(4):
        ticket = make.ticket(by=anna, subject=f"Диск {number}")
        ask_for_approval(ticket, [{**DEFAULTS, "people": [petr.pk]}], by=boris, what="Можно?")
    assert statements() == few
