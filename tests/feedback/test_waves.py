"""A wave asks each person once, nobody too often, and counts what they say until it is over."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from okno.channels.models import Delivery
from okno.core import clock
from okno.core.refusals import NotAllowed
from okno.desk.actions.close import confirm
from okno.desk.actions.merge_people import merge_people
from okno.feedback import access, links
from okno.feedback.actions.answer import answer, refuse
from okno.feedback.actions.ask_wave import ask_wave, due, meant
from okno.feedback.actions.plan_wave import plan_wave, stop_wave
from okno.feedback.models import Invitation, Suggestion, Wave
from okno.feedback.refusals import HasBegun, NoSuchScore, WaveIsOver
from okno.people.models import Organisation, Person
from tests import make
from tests.channels.fake_smtp import FakeSmtp

pytestmark = pytest.mark.django_db


@pytest.fixture
def helped(anna: Person) -> Person:
    confirm(make.ticket(by=anna), by=anna)
    return anna


def planned(by: Person, *organisations: Organisation, **told: object) -> Wave:
    wave = Wave(name="Осень", begins_on=timezone.localdate(), **told)
    return plan_wave(wave, list(organisations), by=by)


def path(row: Invitation) -> str:
    return "/" + links.make(row).split("/", 3)[3]


def test_who_was_helped_is_asked_once_by_a_letter_whose_link_answers(
    helped: Person, boris: Person, smtp: FakeSmtp, run_jobs: Callable[..., int]
) -> None:
    wave = planned(boris, words="Нам важно ваше мнение.")
    assert [ask_wave(wave), ask_wave(wave)] == [1, 0]
    run_jobs()
    (letter,) = [one for one in smtp.letters if "recommend" in one.text or "порекомендуете" in one.text]
    row = Invitation.objects.get()
    assert "Нам важно ваше мнение." in letter.text
    link = letter.text.partition("http://desk.test")[2].split()[0]
    assert str(letter.letter["Auto-Submitted"]) == "auto-generated"
    browser = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    page = browser.get(link + "?score=9").content.decode()
    assert 'value="9" required checked' in page
    assert Invitation.objects.get().score is None  # opening a link counts nothing
    assert browser.post(link, {"score": "11"}).status_code == 422
    browser.post(link, {"score": "9", "words": "Быстро отвечают"})
    row.refresh_from_db()
    assert (row.score, row.words) == (9, "Быстро отвечают")
    assert Suggestion.objects.get().words == "Быстро отвечают"


@pytest.mark.usefixtures("smtp")
def test_nobody_is_asked_again_soon_and_who_refused_never(helped: Person, boris: Person) -> None:
    ask_wave(planned(boris))
    assert not meant(planned(boris)).exists()
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        confirm(make.ticket(by=helped), by=helped)
        assert meant(planned(boris)).get() == helped
        refuse(Invitation.objects.get())
        assert not meant(planned(boris)).exists()


@pytest.mark.usefixtures("smtp")
def test_who_refused_under_another_address_is_not_asked_either(helped: Person, boris: Person) -> None:
    ask_wave(planned(boris))
    refuse(Invitation.objects.get())
    other = make.person("Анна Белова", "anna@sever.test")
    confirm(make.ticket(by=other), by=other)
    assert meant(planned(boris)).get() == other
    merge_people(helped, other, by=boris)
    assert not meant(planned(boris)).exists()


def test_of_each_organisation_those_who_were_helped_last(boris: Person) -> None:
    people = [make.person(f"Клиент {n}", f"k{n}@romashka.test") for n in range(3)]
    for person in people:
        confirm(make.ticket(by=person), by=person)
    wave = planned(boris, at_most=2)
    assert set(meant(wave)) == set(people[1:])


def test_only_the_chosen_organisations(helped: Person, boris: Person) -> None:
    other = make.organisation("Север")
    assert not meant(planned(boris, other)).exists()


@pytest.mark.usefixtures("smtp")
def test_answers_count_until_the_wave_is_over(helped: Person, boris: Person) -> None:
    wave = planned(boris, days=3)
    ask_wave(wave)
    row = Invitation.objects.get()
    answer(row, 3, "Долго")
    answer(row, 8)
    row.refresh_from_db()
    assert (row.score, row.words) == (8, "Долго")
    with pytest.raises(NoSuchScore):
        answer(row, 11)
    with time_machine.travel(clock.now() + timedelta(days=5)), pytest.raises(WaveIsOver):
        answer(row, 1)
    stop_wave(wave)
    with pytest.raises(WaveIsOver):
        answer(row, 1)
    with pytest.raises(HasBegun):
        plan_wave(Wave.objects.get(), [], by=boris)


def test_a_wave_is_due_on_its_day_from_nine_on(boris: Person) -> None:
    wave = planned(boris)
    Wave.objects.filter(pk=wave.pk).update(begins_on=date(2026, 3, 2))
    with time_machine.travel("2026-03-02T05:30:00Z"):  # 8:30 in Moscow
        assert not due().exists()
    with time_machine.travel("2026-03-02T06:30:00Z"):
        assert due().get() == wave


@pytest.mark.usefixtures("smtp")
def test_an_address_that_must_get_no_letter_is_not_asked(boris: Person) -> None:
    robot = make.person("Касса", "noreply@romashka.test")
    confirm(make.ticket(by=robot), by=robot)
    assert ask_wave(planned(boris)) == 0
    assert not Delivery.objects.filter(purpose="survey").exists()
    assert not Invitation.objects.exists()


@pytest.mark.usefixtures("smtp")
def test_a_changed_link_opens_nothing_and_tells_so(helped: Person, boris: Person) -> None:
    ask_wave(planned(boris))
    token = path(Invitation.objects.get())
    browser = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    assert browser.get(token[:-3] + "xx/").status_code == 404
    assert browser.post(token[:-3] + "xx/", {"score": "1"}).status_code == 404
    assert browser.post(token, {"score": "1"}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


def test_where_no_letter_can_leave_the_wave_waits(helped: Person, boris: Person) -> None:
    assert ask_wave(planned(boris)) == 0
    assert Wave.objects.get().asked_at is None


def test_administrators_alone_write_to_all_customers(boris: Person) -> None:
    wave = planned(boris)
    with pytest.raises(NotAllowed):
        access.wave_for(make.lead(), wave.pk, to="change")


@pytest.mark.usefixtures("smtp")
def test_an_administrator_plans_a_wave_in_the_browser(helped: Person) -> None:
    admin = make.administrator(language="en")
    browser = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    browser.force_login(admin)
    told = {"name": "Зима", "begins_on": timezone.localdate().isoformat(), "days": "14", "at_most": "10"}
    assert browser.post("/feedback/waves/new/", told | {"begins_on": "2020-01-01"}).status_code == 422
    browser.post("/feedback/waves/new/", told)
    wave = Wave.objects.get()
    assert "1 person will be asked" in browser.get(f"/feedback/waves/{wave.pk}/").content.decode()
    browser.post(f"/feedback/waves/{wave.pk}/change/", told | {"name": "Зима-2"})
    ask_wave(wave)
    answer(Invitation.objects.get(), 10, "Всё хорошо")
    page = browser.get(f"/feedback/waves/{wave.pk}/").content.decode()
    assert "Зима-2" in page
    assert "+100" in page
    assert "Всё хорошо" in page
    browser.post(f"/feedback/waves/{wave.pk}/stop/")
    assert Wave.objects.get().stopped_at is not None
    assert "Зима-2" in browser.get("/feedback/waves/").content.decode()
