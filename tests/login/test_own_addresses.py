"""A customer's own addresses, on the page of the profile."""

import pytest
from django.core import mail
from django.test import Client

from okno.login.again import CodeAgain
from okno.people.actions.addresses import add_address, mark_broken
from okno.people.actions.meet import meet
from okno.people.models import Channel, PersonFact
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
HERE = "/me/addresses/"


@pytest.fixture
def entered(visitor: Client, anna, mailed_code) -> Client:
    """Anna, logged in, who has shown just now that it is she."""
    client = _logged_in(anna)
    client.post("/me/again/mail/", {"send": "yes", "next": HERE})
    client.post("/me/again/mail/", {"code": mailed_code("anna@romashka.test"), "next": HERE})
    mail.outbox.clear()
    return client


def test_sec_39_an_open_session_alone_adds_no_mail_address(as_anna, anna):
    answer = as_anna.post(HERE, {"address": "thief@mail.test"})
    assert answer["Location"].startswith("/me/again/mail/")
    home = add_address(anna, Channel.MAIL, "home@mail.test")
    assert as_anna.post(f"/me/addresses/{home.pk}/main/")["Location"].startswith("/me/again/mail/")
    assert as_anna.post(f"/me/addresses/{home.pk}/removal/")["Location"].startswith("/me/again/mail/")
    anna.refresh_from_db()
    assert (anna.email, anna.addresses.count()) == ("anna@romashka.test", 2)
    assert not mail.outbox


def test_a_mail_address_is_proved_by_a_code_and_opens_the_desk(entered, anna, mailed_code, visitor):
    assert entered.post(HERE, {"address": "Home@mail.test"})["Location"] == "/me/addresses/code/"
    assert not anna.addresses.filter(normal="home@mail.test").exists()
    assert "Home@mail.test" in entered.get("/me/addresses/code/").content.decode()
    code = mailed_code("Home@mail.test")
    assert entered.post("/me/addresses/code/", {"code": code})["Location"] == HERE
    assert anna.addresses.get(normal="home@mail.test").verified_at is not None
    assert [one.by for one in PersonFact.objects.filter(person=anna)] == [anna]
    assert mail.outbox[-1].to == ["anna@romashka.test"], "the known address hears of it"
    visitor.post("/login/code/", {"email": "home@mail.test"})
    visitor.post("/login/code/confirm/", {"code": mailed_code("home@mail.test")})
    assert b"home@mail.test" in visitor.get("/me/").content.lower()


def test_a_wrong_code_adds_nothing_and_the_third_one_ends_it(entered, anna):
    entered.post(HERE, {"address": "home@mail.test"})
    for _ in range(2):
        assert entered.post("/me/addresses/code/", {"code": "0000-0000"}).status_code == 422
    assert entered.post("/me/addresses/code/", {"code": "0000-0000"})["Location"] == HERE
    assert entered.get("/me/addresses/code/")["Location"] == HERE
    assert anna.addresses.count() == 1


def test_sec_37_whether_an_address_is_known_is_told_only_to_who_reads_it(entered, anna, grigory, mailed_code):
    for address in ("grigory@other.test", "nobody@other.test"):
        assert entered.post(HERE, {"address": address})["Location"] == "/me/addresses/code/"
    entered.post(HERE, {"address": "grigory@other.test"})
    answer = entered.post("/me/addresses/code/", {"code": mailed_code("grigory@other.test")}, follow=True)
    assert "Григорий" not in answer.content.decode()
    assert anna.addresses.count() == 1
    assert meet("mail", "grigory@other.test") == grigory


def test_one_code_opens_nothing_but_its_own_place(entered, anna, mailed_code):
    """The code for an address is not the one that shows who sits there."""
    entered.post(HERE, {"address": "home@mail.test"})
    code = mailed_code("home@mail.test")
    assert CodeAgain.place != "okno_address_code"
    assert entered.post("/me/again/mail/", {"code": code, "next": HERE})["Location"].startswith(
        "/me/again/mail/"
    )
    assert anna.addresses.count() == 1


def test_codes_to_new_addresses_are_counted(entered):
    for number in range(5):
        assert entered.post(HERE, {"address": f"home{number}@mail.test"}).status_code == 302
    assert entered.post(HERE, {"address": "home9@mail.test"}).status_code == 422


def test_a_phone_needs_no_code_and_tries_are_counted(as_anna, anna, grigory):
    add_address(grigory, Channel.PHONE, "+74951112233")
    as_anna.post(HERE, {"address": "8 495 123-45-67"})
    assert anna.addresses.get(channel="phone").normal == "+74951234567"
    answer = as_anna.post(HERE, {"address": "+7 495 111-22-33"})
    assert answer.status_code == 422
    assert "Григорий" not in answer.content.decode()
    for number in range(9):
        answer = as_anna.post(HERE, {"address": f"+7 495 333-22-1{number}"})
    assert answer.status_code == 422


def test_the_main_one_is_chosen_and_another_removed_but_never_the_last(entered, anna):
    first, home = anna.addresses.get(), add_address(anna, Channel.MAIL, "home@mail.test")
    entered.post(f"/me/addresses/{home.pk}/main/")
    entered.post(f"/me/addresses/{first.pk}/removal/")
    anna.refresh_from_db()
    assert anna.email == "home@mail.test"
    assert (
        "<form"
        not in entered.get(f"/me/addresses/{home.pk}/removal/")
        .content.decode()
        .split("<h1")[1]
        .split("</section>")[0]
    )
    assert entered.post(f"/me/addresses/{home.pk}/removal/").status_code == 409


def test_a_broken_address_is_said_to_work_again(as_anna, anna):
    mark_broken("anna@romashka.test")
    as_anna.post(f"/me/addresses/{anna.addresses.get().pk}/repair/")
    assert anna.addresses.get().broken_since is None


def test_sec_11_addresses_of_others_do_not_exist(entered, grigory):
    other = grigory.addresses.get()
    for deed in ("main", "removal", "repair"):
        assert entered.post(f"/me/addresses/{other.pk}/{deed}/").status_code == 404


def test_who_works_here_sees_his_and_changes_none(as_boris, boris):
    assert "boris@desk.test" in as_boris.get(HERE).content.decode()
    assert as_boris.post(HERE, {"address": "x@mail.test"}).status_code == 403
    assert as_boris.post(f"/me/addresses/{boris.addresses.get().pk}/removal/").status_code == 403
