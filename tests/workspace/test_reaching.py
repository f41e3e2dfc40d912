"""The page on which a colleague sees and changes how a person is reached."""

import pytest

from okno.people.actions.addresses import mark_broken
from okno.people.actions.hire import hire
from okno.people.actions.write_down_address import write_down_address
from okno.people.models import Person
from tests import make
from tests.cast import _logged_in

HOSTILE = "\"><img src=x onerror=alert(1)>'{{7*7}}"


@pytest.fixture
def as_vera(vera):
    return _logged_in(vera)


def here(person: Person) -> str:
    return f"/people/{person.pk}/addresses/"


def test_all_addresses_are_shown_with_what_is_known_of_them(as_vera, anna, vera):
    write_down_address(anna, "+74951234567", by=vera)
    write_down_address(anna, "home@mail.test", by=vera, is_proved=True)
    mark_broken("anna@romashka.test")
    page = as_vera.get(here(anna)).content.decode()
    for words in (
        "+7 495 123-45-67",
        "home@mail.test",
        "badge--missed",
        "главный",
        "подтверждён",
        "Вера Соколова",
    ):
        assert words in page
    assert here(anna) in as_vera.get(f"/people/{anna.pk}/").content.decode()


def test_a_lead_writes_down_makes_main_mends_and_removes(as_vera, anna):
    assert as_vera.post(here(anna), {"address": " Home@mail.test "})["Location"] == here(anna)
    home, first = anna.addresses.get(normal="home@mail.test"), anna.addresses.get(normal="anna@romashka.test")
    as_vera.post(f"/addresses/{home.pk}/main/")
    anna.refresh_from_db()
    assert anna.email == "home@mail.test"
    mark_broken("home@mail.test")
    as_vera.post(f"/addresses/{home.pk}/repair/")
    assert anna.addresses.get(pk=home.pk).broken_since is None
    assert "<b>anna@romashka.test</b>" in as_vera.get(f"/addresses/{home.pk}/removal/").content.decode()
    assert "home@mail.test" not in as_vera.get(f"/addresses/{first.pk}/removal/").content.decode()
    as_vera.post(f"/addresses/{first.pk}/removal/")
    assert [one.normal for one in anna.addresses.all()] == ["home@mail.test"]


def test_whose_address_it_is_is_named_with_the_way_to_merge(as_vera, anna, grigory):
    answer = as_vera.post(here(anna), {"address": "grigory@other.test"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Григорий Чужой" in page
    assert f"/people/{anna.pk}/merger/?other={grigory.pk}" in page


def test_a_colleague_is_named_but_not_offered_for_a_merge(as_vera, anna, boris):
    page = as_vera.post(here(anna), {"address": "boris@desk.test"}).content.decode()
    assert "Борис Орлов" in page
    assert "/merger/?other=" not in page


def test_sec_14_somebody_known_from_a_closed_team_alone_is_not_named(as_vera, anna, grigory):
    make.ticket(by=grigory, team=make.team(is_closed=True))
    answer = as_vera.post(here(anna), {"address": "grigory@other.test"})
    assert answer.status_code == 409
    assert "Григорий" not in answer.content.decode()
    assert f"/people/{grigory.pk}" not in answer.content.decode()
    address = grigory.addresses.get()
    for url in (f"/addresses/{address.pk}/main/", f"/addresses/{address.pk}/removal/"):
        assert as_vera.post(url).status_code == 404


@pytest.mark.parametrize("typed", ["", "Анна", HOSTILE, "x" * 300, "a\x00b@c.test"])
def test_what_is_no_address_is_told_beside_the_field(as_vera, anna, typed):
    answer = as_vera.post(here(anna), {"address": typed})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert " autofocus" in answer.content.decode()
    assert HOSTILE not in answer.content.decode()


def test_the_last_mail_address_is_warned_of_and_goes_only_where_it_is_meant(as_vera, anna):
    url = f"/addresses/{anna.addresses.get().pk}/removal/"
    assert 'name="anyway"' in as_vera.get(url).content.decode()
    assert as_vera.post(url).status_code == 409
    assert as_vera.post(url, {"anyway": "yes"}).status_code == 302
    assert not anna.addresses.exists()


def test_an_agent_sees_addresses_and_changes_none(as_boris, anna):
    address = anna.addresses.get()
    assert here(anna) not in as_boris.get(f"/people/{anna.pk}/").content.decode()
    assert as_boris.get(here(anna)).status_code == 403
    assert as_boris.post(here(anna), {"address": "x@mail.test"}).status_code == 403
    for deed in ("main", "repair", "removal"):
        assert as_boris.post(f"/addresses/{address.pk}/{deed}/").status_code == 403


def test_sec_36_a_lead_gives_no_colleague_an_address_of_his_own(as_vera, gleb, boris):
    """Whoever reads a mail address comes in by a code: a lead would become an administrator."""
    for person in (gleb, boris):
        assert here(person) not in as_vera.get(f"/people/{person.pk}/").content.decode()
        assert as_vera.post(here(person), {"address": "vera.too@mail.test"}).status_code == 403
        assert as_vera.post(f"/addresses/{person.addresses.get().pk}/main/").status_code == 403
    assert _logged_in(gleb).post(here(boris), {"address": "boris.too@desk.test"}).status_code == 302


def test_sec_36_neither_one_who_worked_here_once(as_vera, boris):
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    assert as_vera.post(here(boris), {"address": "vera.too@mail.test"}).status_code == 403


def test_a_customer_finds_no_such_page(as_anna, anna):
    assert as_anna.get(here(anna)).status_code == 404
    assert as_anna.post(f"/addresses/{anna.addresses.get().pk}/removal/").status_code == 404


def test_whoever_became_a_colleague_meanwhile_is_an_administrators_matter(as_vera, anna):
    hire("anna@romashka.test", "Анна Белова", "agent")
    assert as_vera.post(here(anna), {"address": "x@mail.test"}).status_code == 403
