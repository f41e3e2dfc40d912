"""Coming in: by password, by mailed code, with a second step; and who is kept out."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client

from okno.people.actions.hire import dismiss, hire
from okno.people.models import Address, Person
from tests import make
from tests.login.door import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def boris_with_password(boris: Person) -> Person:
    return hire("boris@desk.test", "Борис Орлов", "agent", password=PASSWORD)


def logged_in(visitor: Client) -> bool:
    return "_auth_user_id" in visitor.session


def enter(visitor: Client, address: str, password: str) -> object:
    return visitor.post("/login/", {"login": address, "password": password})


def test_an_agent_enters_with_a_password_and_comes_to_the_workspace(
    visitor: Client, boris_with_password: Person
) -> None:
    answer = enter(visitor, "Boris@Desk.test", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert logged_in(visitor)


def test_any_address_of_the_person_opens(visitor: Client, boris_with_password: Person) -> None:
    from okno.people.actions.addresses import add_address

    add_address(boris_with_password, "mail", "b.orlov@private.test")
    enter(visitor, "b.orlov@private.test", PASSWORD)
    assert logged_in(visitor)


def test_a_customer_enters_with_a_mailed_code_and_comes_to_the_portal(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str]
) -> None:
    assert visitor.post("/login/code/", {"email": "anna@romashka.test"})["Location"] == "/login/code/confirm/"
    code = mailed_code("anna@romashka.test")
    answer = visitor.post("/login/code/confirm/", {"code": code})
    assert answer["Location"] == "/my/"
    assert logged_in(visitor)
    assert Address.objects.get(person=anna).verified_at is not None


def test_the_code_button_of_the_login_form_needs_no_password(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str]
) -> None:
    answer = visitor.post("/login/code/", {"login": "anna@romashka.test", "password": ""})
    assert answer["Location"] == "/login/code/confirm/"
    assert mailed_code("anna@romashka.test")


def test_an_address_alone_asks_for_a_code(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str]
) -> None:
    page = visitor.get("/login/").content.decode()
    (password,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert "required" not in password, "the browser lets Enter through"
    answer = visitor.post(
        "/login/?next=/my/privacy/", {"login": "anna@romashka.test", "password": "", "next": "/my/privacy/"}
    )
    assert answer["Location"].startswith("/login/code/confirm/")
    answer = visitor.post(
        "/login/code/confirm/", {"code": mailed_code("anna@romashka.test"), "next": "/my/privacy/"}
    )
    assert answer["Location"] == "/my/privacy/"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"login": "", "password": ""},
        {"login": "anna@romashka.test"},
        {"login": "no address", "password": ""},
    ],
)
def test_what_is_no_address_alone_sends_nothing(visitor: Client, anna: Person, sent: dict[str, str]) -> None:
    assert visitor.post("/login/", sent).status_code == 200
    assert not mail.outbox
    assert not logged_in(visitor)


def test_the_letter_speaks_the_language_of_the_person(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str]
) -> None:
    Person.objects.filter(pk=anna.pk).update(language="en")
    visitor.post("/login/code/", {"email": "anna@romashka.test"})
    code = mailed_code("anna@romashka.test")
    [letter] = mail.outbox
    assert letter.subject == f"{code} is your code for Okno"
    assert "works once, for 10 minutes" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_sec_35_a_code_works_once_and_only_in_its_browser(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str]
) -> None:
    visitor.post("/login/code/", {"email": "anna@romashka.test"})
    code = mailed_code("anna@romashka.test")
    other = Client(HTTP_HOST="desk.test")
    other.post("/login/code/confirm/", {"code": code})
    assert not logged_in(other)
    visitor.post("/login/code/confirm/", {"code": code})
    visitor.post("/logout/")
    visitor.post("/login/code/confirm/", {"code": code})
    assert not logged_in(visitor)


@pytest.mark.parametrize(
    "wrong", ["", "%", "_", "*", "0", "null", "0000-0000", "\0", "１２３４-５６７８", "x" * 5000]
)
def test_sec_35_no_other_word_opens(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str], wrong: str
) -> None:
    visitor.post("/login/code/", {"email": "anna@romashka.test"})
    assert visitor.post("/login/code/confirm/", {"code": wrong}).status_code in (200, 302)
    assert not logged_in(visitor)


def test_sec_35_three_wrong_codes_end_the_attempt(
    visitor: Client, anna: Person, mailed_code: Callable[[str], str]
) -> None:
    visitor.post("/login/code/", {"email": "anna@romashka.test"})
    code = mailed_code("anna@romashka.test")
    for _ in range(3):
        visitor.post("/login/code/confirm/", {"code": "0000-0000"})
    visitor.post("/login/code/confirm/", {"code": code})
    assert not logged_in(visitor)


def test_a_password_and_the_application_open_together(visitor: Client, boris_with_password: Person) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(boris_with_password, secret)
    assert secret not in str(Authenticator.objects.get().data), "the secret lies sealed"
    assert enter(visitor, "boris@desk.test", PASSWORD)["Location"] == "/login/factor/"
    assert not logged_in(visitor)
    assert b"second step" in visitor.get("/login/factor/").content
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert visitor.post("/login/factor/", {"code": code})["Location"] == "/"
    assert logged_in(visitor)


def test_the_second_step_is_asked_after_a_mailed_code_too(
    visitor: Client, boris: Person, mailed_code: Callable[[str], str]
) -> None:
    totp.TOTP.activate(boris, totp.generate_totp_secret())
    visitor.post("/login/code/", {"email": "boris@desk.test"})
    answer = visitor.post("/login/code/confirm/", {"code": mailed_code("boris@desk.test")})
    assert answer["Location"] == "/login/factor/"
    assert not logged_in(visitor)


def test_a_new_password_by_a_mailed_code_ends_every_session(
    visitor: Client, boris_with_password: Person, mailed_code: Callable[[str], str]
) -> None:
    elsewhere = Client(HTTP_HOST="desk.test")
    enter(elsewhere, "boris@desk.test", PASSWORD)
    assert elsewhere.get("/me/").status_code == 200
    visitor.post("/login/password/", {"email": "boris@desk.test"})
    visitor.post("/login/password/confirm/", {"code": mailed_code("boris@desk.test")})
    new = "восемь рыжих лис 8"
    answer = visitor.post("/login/password/new/", {"password1": new, "password2": new})
    assert answer["Location"] == "/login/password/done/"
    assert elsewhere.get("/me/").status_code == 302
    enter(visitor, "boris@desk.test", new)
    assert logged_in(visitor)


def test_sec_36_the_robot_the_dismissed_and_the_merged_are_kept_out(
    visitor: Client,
    boris_with_password: Person,
    gleb: Person,
    mailed_code: Callable[[str], str],
    run_jobs: Callable[..., int],
) -> None:
    from okno.desk.actions.merge_people import merge_people

    dismiss(boris_with_password)
    enter(visitor, "boris@desk.test", PASSWORD)
    assert not logged_in(visitor)
    one, other = make.person(email="one@romashka.test"), make.person(email="other@romashka.test")
    merge_people(one, other, by=gleb)
    one.refresh_from_db()
    visitor.force_login(one, backend="okno.login.backends.ByMailAddress")
    assert visitor.get("/me/").status_code == 302
    Client(HTTP_HOST="desk.test").post("/login/code/", {"email": "boris@desk.test"})
    run_jobs(only="login.send_code")
    assert mail.outbox == []


def test_sec_36_an_open_session_of_a_dismissed_person_ends_at_once(as_boris: Client, boris: Person) -> None:
    assert as_boris.get("/me/").status_code == 200
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    assert as_boris.get("/me/").status_code == 302


def test_sec_36_a_relay_cannot_name_the_person(visitor: Client, boris: Person) -> None:
    headers = {"X-Forwarded-User": "boris@desk.test", "Remote-User": "boris@desk.test"}
    assert visitor.get("/me/", headers=headers).status_code == 302


def test_sign_up_and_management_of_addresses_do_not_exist(visitor: Client) -> None:
    for path in (
        "/signup/",
        "/login/signup/",
        "/email/",
        "/me/email/",
        "/accounts/login/",
        "/login/signup/passkey/",
    ):
        assert visitor.get(path).status_code == 404
