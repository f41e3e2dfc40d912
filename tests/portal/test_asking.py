"""A new request of a customer: what is optional, where it goes, and that no file has to be chosen twice."""

import re
import threading
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from okno.catalog.models import Service
from okno.channels.models import Delivery
from okno.core import clock
from okno.desk.actions.hear import Heard, hear
from okno.desk.models import Clock, Fact, Message, Ticket
from okno.people.models import Person
from tests import make
from tests.portal.canary import PICTURE

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(anna: Person) -> Client:
    Person.objects.filter(pk=anna.pk).update(language="en")
    visitor = Client(HTTP_HOST="desk.test")
    visitor.force_login(anna, backend="okno.login.backends.ByMailAddress")
    return visitor


def paper(name: str, words: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words)


def signs(page: bytes) -> list[str]:
    return re.findall(r'name="kept" value="([^"]+)" checked', page.decode())


def test_words_alone_are_a_request_and_the_first_ones_name_it(asks: Client) -> None:
    answer = asks.post("/ask/", {"text": "Касса молчит с утра\nи чеки не печатает"})
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/my/{ticket.number}/"
    assert ticket.subject == "Касса молчит с утра и чеки не печатает"


def test_the_clocks_run_and_a_letter_says_that_it_has_come_as_for_mail(asks: Client, run_jobs) -> None:
    asks.post("/ask/", {"text": "Касса молчит"})
    ticket = Ticket.objects.get()
    assert Clock.objects.filter(ticket=ticket, stopped_at=None).count() == 3
    assert Fact.objects.get(kind="ticket.opened").data["door"] == "portal"
    run_jobs()
    assert Delivery.objects.get(purpose="acknowledge").address == "anna@romashka.test"


def test_each_request_of_somebody_who_is_logged_in_is_confirmed_though_they_come_within_an_hour(
    asks: Client, run_jobs
) -> None:
    for words in ("Касса молчит.", "Терминал тоже."):
        asks.post("/ask/", {"text": words})
        run_jobs()
    assert Delivery.objects.filter(purpose="acknowledge").count() == 2


def test_a_request_about_a_service_goes_to_its_team(asks: Client) -> None:
    team = make.team("Телефония")
    service = Service.objects.create(name="Телефоны", team=team)
    Service.objects.create(name="Закрытая", is_active=False)
    page = asks.get("/ask/").content.decode()
    assert "Телефоны" in page
    assert "I do not know" in page
    assert "Закрытая" not in page
    asks.post("/ask/", {"text": "Трубка молчит", "service": service.pk})
    ticket = Ticket.objects.get()
    assert (ticket.service, ticket.team) == (service, team)
    assert ticket.assignments.get().team == team


def test_a_service_that_is_no_longer_offered_is_told_and_the_words_are_kept(asks: Client) -> None:
    gone = Service.objects.create(name="Факс", is_active=False)
    Service.objects.create(name="Почта")
    answer = asks.post("/ask/", {"text": "Не уходит", "service": gone.pk})
    assert answer.status_code == 422
    assert "no longer offered" in answer.content.decode()
    assert "Не уходит" in answer.content.decode()


def test_where_no_service_is_offered_none_is_asked_for(asks: Client) -> None:
    Service.objects.all().delete()
    assert b'name="service"' not in asks.get("/ask/").content


def test_limits_are_told_beforehand(asks: Client) -> None:
    size = django_settings.MAX_FILE_BYTES // 2**20
    assert f"Up to 10 files, each of up to {size} MB." in asks.get("/ask/").content.decode()


def test_files_of_a_faulty_form_need_not_be_chosen_again(asks: Client) -> None:
    wrong = asks.post("/ask/", {"text": "", "attached": [paper("план.txt"), paper("чек.txt", b"other")]})
    assert wrong.status_code == 422
    first, second = signs(wrong.content)
    still_wrong = asks.post("/ask/", {"text": "", "kept": [first, second]})
    assert signs(still_wrong.content) == [first, second]
    asks.post("/ask/", {"text": "Смотрите", "kept": [second], "attached": [paper("ещё.txt", b"more")]})
    said = Message.objects.get()
    assert sorted(said.attachments.values_list("name", flat=True)) == ["ещё.txt", "чек.txt"]


def test_a_file_too_large_is_named_and_the_others_are_kept(asks: Client, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 2**20
    answer = asks.post(
        "/ask/", {"text": "Вот", "attached": [paper("a.txt"), paper("видео.mp4", b"x" * (2**20 + 1))]}
    )
    assert answer.status_code == 413
    assert "видео.mp4” is too large" in answer.content.decode()
    assert len(signs(answer.content)) == 1


def test_kept_files_count_among_the_ten(asks: Client) -> None:
    kept = signs(
        asks.post(
            "/ask/", {"text": "", "attached": [paper(f"{n}.txt", b"%d" % n) for n in range(10)]}
        ).content
    )
    assert len(kept) == 10
    answer = asks.post("/ask/", {"text": "Вот", "kept": kept, "attached": [paper("11.txt", b"eleven")]})
    assert answer.status_code == 413
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("sign", ["", "x", "WyJhIiwiYiJd:1:x", "a\0b", "x" * 5000])
def test_sec_13_a_reference_of_ones_own_making_is_no_file(asks: Client, sign: str) -> None:
    asks.post("/ask/", {"text": "Вот", "kept": [sign]})
    assert not Message.objects.get().attachments.exists()


def test_a_thousand_files_and_a_thousand_fields_are_told_as_what_they_are(asks: Client) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(60)]
    answer = asks.post("/ask/", {"text": "Вот всё", "files": many})
    assert answer.status_code == 400
    assert "too many files at once" in answer.content.decode()
    answer = asks.post("/ask/", {f"field{number}": "x" for number in range(600)})
    assert answer.status_code == 400
    assert "too much at once" in answer.content.decode()


def test_who_asks_too_often_is_told_to_wait(asks: Client) -> None:
    answers = [asks.post("/ask/", {"text": f"Ещё {n}"}).status_code for n in range(31)]
    assert answers == [302] * 30 + [429]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_open_one_ticket(anna: Person) -> None:
    heard = Heard(text="Касса молчит", at=clock.now(), key="same", door="portal")
    numbers, start = [], threading.Barrier(2)

    def press() -> None:
        start.wait(120)
        numbers.append(hear(heard, by=anna).ticket.number)
        connection.close()

    both = [threading.Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert numbers == [Ticket.objects.get().number] * 2


def test_a_picture_that_came_ahead_goes_with_the_request_and_says_what_it_shows(asks: Client) -> None:
    given = asks.post("/my/keeping/", {"file": SimpleUploadedFile("IMG_1.png", PICTURE)})
    mark = re.search(r'name="(alt-\w+)"', given.content.decode())
    assert mark is not None
    asks.post("/ask/", {"text": "Смотрите", "kept": signs(given.content), mark.group(1): "Пустой чек"})
    attachment = Message.objects.get().attachments.get()
    assert (attachment.name, attachment.alt) == ("IMG_1.png", "Пустой чек")


def test_what_comes_ahead_is_bounded(asks: Client, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 10
    assert asks.post("/my/keeping/", {"file": SimpleUploadedFile("a", b"x" * 11)}).status_code == 413
    assert asks.post("/my/keeping/").status_code == 422
    answers = [asks.post("/my/keeping/", {"file": paper("a", b"x")}).status_code for _ in range(61)]
    assert answers[-1] == 429
