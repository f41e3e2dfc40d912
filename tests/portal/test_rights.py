"""What of the portal is whose, beside the table of all addresses with all people (tests/security/rights.py)."""

import pytest
from django.http import HttpResponseBase

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


def body_of(answer: HttpResponseBase) -> str:
    """Return all that was answered, and close what was opened for it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


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
