"""Customers may come by an address of their own; the rooms of colleagues are not there, and links in letters lead to it."""

import pytest
from django.test import Client

from okno.desk import links
from okno.people.entrances import callback_addresses
from okno.people.models import Entrance, Person
from tests import make

pytestmark = pytest.mark.django_db
HELP = "help.romashka.test"


@pytest.fixture
def own(settings) -> None:
    settings.PORTAL_URL, settings.PORTAL_HOST = f"http://{HELP}", HELP
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HELP]


def came(person: Person | None = None) -> Client:
    browser = Client(HTTP_HOST=HELP)
    if person is not None:
        browser.force_login(person, backend="okno.login.backends.ByMailAddress")
    return browser


@pytest.mark.usefixtures("own")
def test_a_stranger_begins_at_the_answers_and_a_customer_at_the_own_requests(anna: Person) -> None:
    assert came().get("/").headers["Location"] == "/help/"
    assert came().get("/help/").status_code == 200
    assert came(anna).get("/").headers["Location"] == "/my/"
    assert came(anna).get("/my/").status_code == 200


@pytest.mark.usefixtures("own")
def test_the_rooms_of_colleagues_are_not_there(anna: Person, boris: Person, settings) -> None:
    for somebody in (came(), came(anna)):
        assert somebody.get("/queues/mine/").status_code == 404
        assert somebody.get("/settings/").status_code == 404
    led = came(boris).get("/queues/mine/?order=due")
    assert led.headers["Location"] == settings.BASE_URL + "/queues/mine/?order=due"
    assert came(boris).post("/tickets/1/replies/", {"text": "x"}).status_code == 404
    assert came(boris).get("/help/").status_code == 200


def test_without_one_everything_is_at_one_address(boris: Person) -> None:
    browser = Client(HTTP_HOST="desk.test")
    browser.force_login(boris, backend="okno.login.backends.ByMailAddress")
    assert browser.get("/queues/mine/").status_code == 200
    assert len(callback_addresses(Entrance(pk=1))) == 1


@pytest.mark.usefixtures("own")
def test_links_in_letters_lead_to_it_and_a_login_comes_back_to_where_it_began(anna: Person, settings) -> None:
    assert links.make(make.ticket(by=anna), anna).startswith(f"http://{HELP}/")
    at_the_desk, at_the_portal = callback_addresses(Entrance(pk=1))
    assert at_the_desk.startswith(settings.BASE_URL)
    assert at_the_portal.startswith(f"http://{HELP}/")
