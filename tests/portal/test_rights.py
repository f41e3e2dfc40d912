"""Who may do what in the portal: the committed table, each address with each person (SEC-11)."""

import pytest
from django.http import HttpResponseBase
from django.urls import URLPattern

from okno.desk.models import Message
from okno.portal.urls import urlpatterns
from tests.portal.canary import CANARY
from tests.portal.world import World

pytestmark = pytest.mark.django_db

NAMES = (
    "anonymous",
    "requester",
    "other customer",
    "same organisation",
    "manager",
    "participant",
    "agent",
    "disabled",
)
DOOR, NO, OK, GONE = 302, 404, 200, 302

# address → what each of NAMES gets for a GET (or a POST with nothing in it, where only that exists). 302 of the anonymous
# and the disabled leads to the door; 422 is «the right is there, the words are missing».
EXPECTED: dict[str, tuple[int, ...]] = {
    "mine": (DOOR, OK, OK, OK, OK, OK, OK, DOOR),
    "ask": (DOOR, OK, OK, OK, OK, OK, OK, DOOR),
    "keeping": (DOOR, 422, 422, 422, 422, 422, 422, DOOR),
    "ticket": (DOOR, OK, NO, NO, OK, OK, NO, DOOR),
    "answers": (DOOR, 422, NO, NO, 422, 422, NO, DOOR),
    "confirmation": (DOOR, 302, NO, NO, 302, 302, NO, DOOR),
    "reopening": (DOOR, 422, NO, NO, 422, 422, NO, DOOR),
    "rating": (DOOR, 422, NO, NO, 403, 403, NO, DOOR),  # the requester's word
    "file": (DOOR, OK, NO, NO, OK, NO, NO, DOOR),  # the participant came after the picture (SEC-24)
    # The link is the right, whoever's browser opens it.
    "by_link": (OK,) * 8,
    "link_answers": (422,) * 8,
    "link_confirmation": (302,) * 8,
    "link_reopening": (422,) * 8,
    "link_rating": (422,) * 8,
    "link_file": (OK,) * 8,
    "link_keeping": (422,) * 8,
    "link_language": (422,) * 8,
    "link_live": (OK,) * 8,
}
POSTED = (
    "answers",
    "confirmation",
    "reopening",
    "rating",
    "link_rating",
    "link_answers",
    "link_confirmation",
    "link_reopening",
    "link_language",
    "keeping",
    "link_keeping",
)


def path_of(name: str, world: World) -> str:
    paths = {
        str(pattern.name): str(pattern.pattern) for pattern in urlpatterns if isinstance(pattern, URLPattern)
    }
    filled = paths[name].replace("<int:number>", str(world.ticket.number)).replace("<str:token>", world.token)
    return "/" + filled.replace("<int:pk>", str(world.public.pk))


def body_of(answer: HttpResponseBase) -> str:
    """Return all that was answered, and close what was opened for it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def test_sec_11_every_address_has_its_row() -> None:
    assert {str(pattern.name) for pattern in urlpatterns} == set(EXPECTED)


@pytest.mark.parametrize("who", NAMES)
def test_sec_11_the_table_of_rights(world: World, who: str) -> None:
    visitor = world.client(who)
    before = Message.objects.count()
    found = {}
    for name in EXPECTED:
        if name == "link_live":
            continue  # an endless answer; test_streams asks it
        path = path_of(name, world)
        answer = visitor.post(path) if name in POSTED else visitor.get(path)
        found[name] = answer.status_code
        body_of(answer)
    place = NAMES.index(who)
    assert found == {name: row[place] for name, row in EXPECTED.items() if name != "link_live"}
    assert Message.objects.count() == before


def test_sec_11_what_only_takes_a_post_takes_no_get(world: World) -> None:
    visitor = world.client("requester")
    for name in POSTED:
        assert visitor.get(path_of(name, world)).status_code == 405


@pytest.mark.parametrize("who", NAMES)
def test_sec_14_34_nobody_outside_reads_what_is_said_inside(world: World, who: str) -> None:
    visitor = world.client(who)
    for name in EXPECTED:
        if name == "link_live":
            continue
        path = path_of(name, world)
        for answer in (visitor.get(path), visitor.post(path, {"text": ""})):
            assert CANARY not in body_of(answer), (who, path)
            assert CANARY not in str(answer.headers)


@pytest.mark.parametrize("who", NAMES)
def test_sec_11_13_the_file_of_a_note_does_not_exist(world: World, who: str) -> None:
    visitor = world.client(who)
    for path in (
        f"/my/{world.ticket.number}/files/{world.secret.pk}/",
        f"/t/{world.token}/files/{world.secret.pk}/",
    ):
        assert visitor.get(path).status_code in (302, 404)


@pytest.mark.parametrize("who", ["requester", "other customer", "agent"])
@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999", "-1", "x", "1e3", "%00", "..;"])
def test_sec_11_no_number_breaks_anything(world: World, who: str, number: str) -> None:
    assert world.client(who).get(f"/my/{number}/").status_code == 404
    assert world.client(who).get(f"/my/{world.ticket.number}/files/{number}/").status_code == 404


def test_sec_24_a_participant_reads_from_the_moment_of_being_added(world: World) -> None:
    page = world.client("participant").get(f"/my/{world.ticket.number}/").content.decode()
    assert "Касса молчит" not in page


def test_a_manager_sees_the_requests_of_the_organisation_and_who_asked(world: World) -> None:
    page = world.client("manager").get("/my/").content.decode()
    assert "Принтер гудит" in page
    assert "Анна Белова" in page


def test_an_agent_who_asks_is_a_customer_here(world: World) -> None:
    agent = world.client("agent")
    agent.post("/ask/", {"subject": "Мой монитор", "text": "Моргает"})
    page = agent.get("/my/").content.decode()
    assert "Мой монитор" in page
    assert "Принтер гудит" not in page
