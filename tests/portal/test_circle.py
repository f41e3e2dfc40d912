"""Who else takes part, and what is no longer needed: the customer's own decisions about the own request."""

import pytest

from okno.desk.models import Fact, Participant, State
from okno.people.models import Person
from tests.portal.world import World

pytestmark = pytest.mark.django_db


def test_the_requester_lets_somebody_in_and_out_again(world: World) -> None:
    visitor, path = world.client("requester"), f"/my/{world.ticket.number}/"
    assert "Олег" in visitor.get(path).content.decode()
    visitor.post(f"{path}people/", {"email": "Zoya@Partner.test"})
    zoya = Person.objects.get(email="zoya@partner.test")
    assert "Zoya@Partner.test" in visitor.get(path).content.decode()
    assert world.ticket.participants.filter(person=zoya, removed_at=None).exists()
    visitor.post(f"{path}people/{zoya.pk}/removal/")
    assert not Participant.objects.filter(person=zoya, removed_at=None).exists()


def test_an_address_does_not_tell_whose_it_is(world: World) -> None:
    visitor, path = world.client("requester"), f"/my/{world.ticket.number}/"
    visitor.post(f"{path}people/", {"email": "grigory@other.test"})
    page = visitor.get(path).content.decode()
    assert "grigory@other.test" in page
    assert "Григорий" not in page
    pk = world.people["other customer"].pk
    visitor.post(f"{path}people/{pk}/removal/")
    assert "Григорий" not in visitor.get(path).content.decode()
    assert Fact.objects.get(kind="participant.removed").data["name"] == "grigory@other.test"


def test_colleagues_of_the_same_company_are_called_by_name(world: World) -> None:
    visitor, path = world.client("manager"), f"/my/{world.ticket.number}/"
    visitor.post(f"{path}people/", {"email": "nina@romashka.test"})
    assert "Нина" in visitor.get(path).content.decode()


def test_a_circle_is_bounded_and_a_wrong_address_is_told_at_its_field(world: World) -> None:
    visitor, path = world.client("requester"), f"/my/{world.ticket.number}/"
    wrong = visitor.post(f"{path}people/", {"email": "не адрес"})
    assert wrong.status_code == 422
    assert "partner_email_error" in wrong.content.decode()
    answers = [visitor.post(f"{path}people/", {"email": f"n{n}@x.test"}).status_code for n in range(20)]
    assert answers[0] == 302
    assert answers[-1] == 422


def test_what_is_no_longer_needed_is_closed_by_the_one_who_asked(world: World) -> None:
    path = f"/my/{world.ticket.number}/"
    assert world.client("participant").post(f"{path}closure/").status_code == 403
    assert "Close the request" in world.client("requester").get(path).content.decode()
    for _ in range(2):
        assert world.client("anonymous").post(f"/t/{world.token}/closure/").status_code == 302
    world.ticket.refresh_from_db()
    assert world.ticket.state == State.CLOSED
    assert Fact.objects.filter(kind="ticket.confirmed", ticket=world.ticket).count() == 1


def test_the_page_says_how_far_it_is(world: World) -> None:
    page = world.client("requester").get(f"/my/{world.ticket.number}/").content.decode()
    assert page.count('class="road__step" data-done="true"') == 2
    assert 'aria-current="step"><span class="road__name">In work' in page
