"""Stars in one tap after «solved», behind a login and behind the link of a letter; asked once, never by a GET."""

from datetime import timedelta

import pytest
from django.test import Client

from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.resolve import resolve
from okno.desk.models import Closure, Fact, Rating
from tests.portal.world import World

pytestmark = pytest.mark.django_db
ASKS = "How did we help you?"


@pytest.fixture(params=["login", "link"])
def place(request: pytest.FixtureRequest, world: World) -> tuple[Client, str]:
    """The same conversation, opened in both ways."""
    if request.param == "login":
        return world.client("requester"), f"/my/{world.ticket.number}/"
    return world.client("anonymous"), f"/t/{world.token}/"


def test_after_yes_the_page_asks_for_stars_and_one_tap_gives_them(
    place: tuple[Client, str], world: World
) -> None:
    visitor, path = place
    resolve(world.ticket, by=world.people["agent"])
    assert ASKS not in visitor.get(path).content.decode()
    page = visitor.post(f"{path}confirmation/", follow=True).content.decode()
    assert ASKS in page
    assert "5 of 5: excellent" in page
    thanks = visitor.post(f"{path}rating/", {"stars": "4"}, follow=True).content.decode()
    assert "Thank you for the rating!" in thanks
    assert ASKS not in thanks
    visitor.post(f"{path}rating/", {"stars": "4", "words": "Всё хорошо"})
    visitor.post(f"{path}rating/", {"stars": "5"})
    row = Rating.objects.get()
    assert (row.stars, row.words, row.by) == (5, "Всё хорошо", world.people["requester"])


def test_sec_48_a_get_gives_no_stars(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    confirm(world.ticket, by=world.people["requester"])
    facts = Fact.objects.count()
    assert visitor.get(f"{path}rating/?stars=5").status_code == 405
    page = visitor.get(f"{path}?stars=5&solved=yes").content.decode()
    assert "Give 5 of 5" in page  # what was chosen in the letter waits for a press
    assert "Give" not in visitor.get(f"{path}?stars=6").content.decode()
    assert (Rating.objects.count(), Fact.objects.count()) == (0, facts)


def test_the_page_that_fetches_itself_anew_keeps_the_stars_of_the_letter(
    place: tuple[Client, str], world: World
) -> None:
    visitor, path = place
    confirm(world.ticket, by=world.people["requester"])
    assert f'hx-get="{path}?stars=2"' in visitor.get(f"{path}?stars=2").content.decode()
    assert f'hx-get="{path}"' in visitor.get(f"{path}?stars=9").content.decode()


def test_nobody_is_asked_a_second_time(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    confirm(world.ticket, by=world.people["requester"])
    visitor.post(f"{path}rating/", {"stars": "2"})
    reopen(world.ticket, by=world.people["requester"])
    assert "rating" not in visitor.get(path).content.decode()
    close(world.ticket, by=world.people["agent"])
    page = visitor.get(path).content.decode()
    assert ASKS not in page
    assert "Rate the help" in page


def test_after_a_week_the_rating_is_read_and_no_longer_changed(
    place: tuple[Client, str], world: World
) -> None:
    visitor, path = place
    confirm(world.ticket, by=world.people["requester"])
    visitor.post(f"{path}rating/", {"stars": "4"})
    given = Rating.objects.get()
    Rating.objects.update(at=given.at - timedelta(days=8))
    page = visitor.get(path).content.decode()
    assert "Your rating" in page
    assert f"{path}rating/" not in page
    assert visitor.post(f"{path}rating/", {"stars": "1"}).status_code == 409
    assert Rating.objects.get().stars == 4


def test_a_closure_of_long_ago_is_not_asked_about(place: tuple[Client, str], world: World) -> None:
    visitor, path = place
    confirm(world.ticket, by=world.people["requester"])
    closed = Closure.objects.get()
    Closure.objects.update(closed_at=closed.closed_at - timedelta(days=31))
    assert 'id="rating"' not in visitor.get(path).content.decode()


@pytest.mark.parametrize("stars", ["", "0", "6", "x", "9" * 30, "4.5", "\0"])
def test_strange_stars_are_refused(place: tuple[Client, str], world: World, stars: str) -> None:
    visitor, path = place
    confirm(world.ticket, by=world.people["requester"])
    assert visitor.post(f"{path}rating/", {"stars": stars}).status_code == 422
    assert not Rating.objects.exists()


def test_those_who_take_part_are_not_asked_and_cannot_answer(world: World) -> None:
    confirm(world.ticket, by=world.people["requester"])
    for name in ("participant", "manager"):
        visitor = world.client(name)
        assert ASKS not in visitor.get(f"/my/{world.ticket.number}/").content.decode()
        assert visitor.post(f"/my/{world.ticket.number}/rating/", {"stars": "1"}).status_code == 403


def test_colleagues_read_the_rating_beside_the_ticket_and_in_its_history(world: World) -> None:
    confirm(world.ticket, by=world.people["requester"])
    world.client("requester").post(f"/my/{world.ticket.number}/rating/", {"stars": "4", "words": "Толково"})
    agent = world.client("agent")
    around = agent.get(f"/tickets/{world.ticket.number}/around/").content.decode()
    assert "Толково" in around
    assert "4 of 5: good" in around
    assert "rated the help: 4 of 5" in agent.get(f"/tickets/{world.ticket.number}/").content.decode()
    assert (
        "rated the help" not in world.client("requester").get(f"/my/{world.ticket.number}/").content.decode()
    )
