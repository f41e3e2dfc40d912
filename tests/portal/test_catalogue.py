"""The catalogue: whose names it tells, what it says of each thing, and how a stranger asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.catalog.models import Category, Priority, RequestType, Service
from okno.core import clock
from okno.desk import forecast
from okno.desk.models import Message, Ticket
from okno.people.models import Organisation, Person
from okno.portal import stranger
from okno.setup import setups
from okno.setup.actions.save import save
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def foreign() -> Organisation:
    return make.organisation("ООО «Север»", "sever.test")


@pytest.fixture
def till(foreign: Organisation) -> RequestType:
    """What everybody may ask for; beside it what only another organisation may."""
    shelf = Category.objects.create(name="Магазин", description=f"Всё для торговли {HOSTILE}")
    tills = Service.objects.create(name="Кассы", description="Кассы и чеки", category=shelf)
    own = Service.objects.create(name="Служба Севера")
    retired = Service.objects.create(name="Старая служба Севера")
    Service.objects.create(name="Прочее")
    Service.objects.create(name="Закрытая", is_active=False)
    RequestType.objects.create(name="Только Северу", service=own, organisation=foreign)
    RequestType.objects.create(name="Было", service=retired, organisation=foreign, is_active=False)
    made = RequestType.objects.create(name="Починить кассу", description="Не печатает", service=tills)
    made.versions.create(number=1, questions=[], at=clock.now())
    return made


@pytest.fixture
def anybody() -> Client:
    return Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")


def test_no_service_of_others_is_named_in_the_form_nor_among_the_filters(
    till: RequestType, anna: Person, as_anna: Client, foreign: Organisation
) -> None:
    make.ticket(by=anna)
    for path in ("/ask/", "/my/"):
        page = as_anna.get(path).content.decode()
        assert ("Кассы" in page, "Прочее" in page) == (True, True), path
        assert ("Служба Севера" in page, "служба Севера" in page, "Закрытая" in page) == (False,) * 3, path
    own = Service.objects.get(name="Служба Севера")
    assert as_anna.post("/ask/", {"text": "Молчит", "service": own.pk}).status_code == 422
    theirs = _logged_in(make.person("Нина", "nina@sever.test", organisation=foreign))
    assert "Служба Севера" in theirs.get("/ask/").content.decode()


def test_shelves_services_and_cards_say_what_they_are_and_how_long_it_takes(
    till: RequestType, anna: Person, as_anna: Client
) -> None:
    Person.objects.filter(pk=anna.pk).update(language="en")
    page = as_anna.get("/ask/").content.decode()
    assert "&lt;script&gt;" in page
    assert HOSTILE not in page
    places = [
        page.index(words) for words in ("Магазин", "Всё для", "Кассы и чеки", "Починить кассу", "Не печатает")
    ]
    assert places == sorted(places)
    assert page.count("Sent now, it is") == 2  # on the card, and above one's own words
    assert "Кассы и чеки" in as_anna.get(f"/ask/{till.pk}/").content.decode()


def test_own_words_are_told_how_long_others_waited_who_wrote_so_or_nothing(
    till: RequestType, anna: Person, as_anna: Client, anybody: Client
) -> None:
    Person.objects.filter(pk=anna.pk).update(language="en")
    Priority.objects.update(first_reply_minutes=None, resolution_minutes=None)
    now, default = clock.now(), Priority.objects.get(is_default=True)
    other = Priority.objects.exclude(pk=default.pk).first()

    def solved(count: int, **fields: Any) -> None:
        for number in range(count):
            ticket = make.ticket(by=anna)
            begin = now - timedelta(days=10 + number)
            told = {
                "priority": default,
                "created_at": begin,
                "resolved_at": begin + timedelta(days=3),
                **fields,
            }
            Ticket.objects.filter(pk=ticket.pk).update(state="closed", closed_at=now, **told)
        forecast.usual.forget()

    solved(forecast.FEWEST - 1, service=till.service)
    solved(forecast.FEWEST, request_type=till)
    solved(forecast.FEWEST, priority=other)
    for browser in (as_anna, anybody):
        assert "Usually it takes" not in browser.get("/ask/").content.decode(), "too few were alike"
    solved(1)
    for browser in (as_anna, anybody):
        page = browser.get("/ask/").content.decode()
        assert page.count("of working time: so it was with 10 similar requests") == 1
        assert page.index("Just write") < page.index("so it was with 10")
    forecast.usual.forget()


def test_where_nothing_is_promised_it_is_told_how_long_the_same_took_others(
    till: RequestType, anna: Person, as_anna: Client
) -> None:
    Person.objects.filter(pk=anna.pk).update(language="en")
    Priority.objects.update(first_reply_minutes=None, resolution_minutes=None)
    forecast.usual.forget()
    assert "Usually it takes" not in as_anna.get("/ask/").content.decode()
    now, default = clock.now(), Priority.objects.get(is_default=True)
    for number in range(forecast.FEWEST):
        ticket = make.ticket(by=anna)
        begin = now - timedelta(days=10 + number)
        Ticket.objects.filter(pk=ticket.pk).update(
            service=till.service, priority=default, created_at=begin, resolved_at=begin + timedelta(days=3),
            state="closed", closed_at=now,
        )  # fmt: skip
    forecast.usual.forget()
    for path in ("/ask/", f"/ask/{till.pk}/"):
        page = as_anna.get(path).content.decode()
        assert "of working time: so it was with 10 similar requests" in page, path
    forecast.usual.forget()


def test_what_fits_stands_above_the_form_after_an_answer_that_did_not_help(
    till: RequestType, as_anna: Client
) -> None:
    RequestType.objects.create(name="Новый сотрудник", service=Service.objects.get(name="Прочее"))
    page = as_anna.get("/ask/?text=сломалась косса")
    assert [card.kind for card in page.context["cards"]] == [till]
    text = page.content.decode()
    assert text.index("Починить кассу") < text.index("сломалась косса</textarea>")
    assert "Новый сотрудник" not in text


def test_a_stranger_sees_what_everybody_may_ask_for_and_logs_in_to_ask_it(
    till: RequestType, anybody: Client
) -> None:
    page = anybody.get("/ask/").content.decode()
    assert "Починить кассу" in page
    assert "Sent now, it is" in page
    assert "Севера" not in page
    assert "Только Северу" not in page
    assert anybody.get(f"/ask/{till.pk}/")["Location"].startswith("/login/")
    assert anybody.post("/ask/", {"text": " "}).status_code == 422
    assert anybody.post("/ask/", {"text": "я" * 10_001}).status_code == 422
    assert anybody.get("/ask/", {"text": f"касса{HOSTILE}\x00"}).status_code == 200


def test_what_a_stranger_has_written_waits_behind_the_log_in_until_it_is_sent(
    anna: Person, anybody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Касса молчит. " * 100
    door = anybody.post("/ask/?text=касса", {"text": words})["Location"]
    assert door == "/login/?next=/ask/%3Ftext%3D%25D0%25BA%25D0%25B0%25D1%2581%25D1%2581%25D0%25B0"
    assert not Message.objects.exists()
    anybody.force_login(anna, backend="okno.login.backends.ByMailAddress")
    assert anybody.get("/ask/?text=касса").context["form"]["text"].value() == words.strip()
    anybody.post("/ask/", {"text": words})
    assert Message.objects.get().text.startswith("Касса молчит.")
    assert not anybody.get("/ask/").context["form"]["text"].value()


def test_what_a_stranger_wrote_an_hour_ago_is_not_shown_to_whoever_logs_in(
    anna: Person, anybody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    anybody.post("/ask/", {"text": "Моя тайна"})
    monkeypatch.setattr(stranger, "SECONDS", -1)
    anybody.force_login(anna, backend="okno.login.backends.ByMailAddress")
    assert "Моя тайна" not in anybody.get("/ask/").content.decode()


def test_a_long_catalogue_costs_no_more_statements(till: RequestType, as_anna: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            as_anna.get("/ask/")
        return len(seen)

    asked()
    few = asked()
    for number in range(30):
        service = Service.objects.create(name=f"Служба {number}")
        RequestType.objects.create(name=f"Дело {number}", service=service)
    assert asked() <= few + 1


def test_a_category_is_described_in_the_settings(gleb: Person) -> None:
    row = save(setups.CATEGORIES, None, {"name": "Полка", "description": "Для всех"}, by=gleb)[0]
    assert setups.CATEGORIES.shape.plain(row)["description"] == "Для всех"
