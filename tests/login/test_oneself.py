"""Profile, sessions, second step, language."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client

from okno.people.actions.hire import hire, set_password
from okno.people.models import Person
from tests.login.door import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(visitor: Client, boris: Person) -> Client:
    """Boris, really logged in."""
    hire("boris@desk.test", "Борис Орлов", "agent", password=PASSWORD)
    visitor.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    return visitor


def test_the_profile_is_changed(entered: Client, boris: Person) -> None:
    answer = entered.post(
        "/me/", {"name": "Борис  Орлов-Синий", "language": "en", "zone": "Asia/Vladivostok"}
    )
    assert answer.status_code == 302
    boris.refresh_from_db()
    assert (boris.name, boris.language, boris.zone) == ("Борис Орлов-Синий", "en", "Asia/Vladivostok")
    assert b"<h1>Profile</h1>" in entered.get("/me/").content


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"language": "xx"}, {"zone": "../../etc/passwd"}, {"name": "я" * 201}, {"name": "a\0b"}],
)
def test_a_wrong_profile_is_told_next_to_the_field(
    entered: Client, boris: Person, wrong: dict[str, str]
) -> None:
    answer = entered.post("/me/", {"name": "Б", "language": "ru", "zone": "", **wrong})
    assert answer.status_code == 422
    assert b"field__error" in answer.content
    boris.refresh_from_db()
    assert boris.name == "Борис Орлов"


def test_a_person_reads_in_his_language_whatever_the_browser_says(entered: Client, boris: Person) -> None:
    Person.objects.filter(pk=boris.pk).update(language="ru")
    assert b'lang="ru"' in entered.get("/me/", headers={"Accept-Language": "en"}).content


def test_a_stranger_reads_russian_unless_browser_or_cookie_say_otherwise() -> None:
    visitor = Client(HTTP_HOST="desk.test")
    assert b'<html lang="ru"' in visitor.get("/login/").content
    assert b'<html lang="en"' in visitor.get("/login/", headers={"Accept-Language": "en"}).content
    visitor.post("/language/", {"language": "en", "next": "/login/"})
    assert b'<html lang="en"' in visitor.get("/login/").content


def test_sec_39_a_session_gets_a_new_number_at_login(visitor: Client, boris: Person) -> None:
    hire("boris@desk.test", "Борис Орлов", "agent", password=PASSWORD)
    visitor.post("/login/code/", {"email": "someone@else.test"})
    before = visitor.cookies["okno"].value
    visitor.post("/logout/")
    visitor.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    assert visitor.cookies["okno"].value != before
    assert visitor.cookies["okno"]["httponly"]
    assert visitor.cookies["okno"]["samesite"] == "Lax"


def test_sessions_are_listed_and_ended_one_by_one(entered: Client, boris: Person, grigory: Person) -> None:
    phone = Client(HTTP_HOST="desk.test", HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605")
    phone.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    page = entered.get("/me/sessions/").content.decode()
    assert "Safari, iPhone" in page
    theirs = UserSession.objects.get(user_agent__contains="iPhone")
    entered.post("/me/sessions/", {"session": str(theirs.pk)})
    assert phone.get("/me/").status_code == 302
    assert entered.get("/me/").status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", "-1", "999999", "9" * 40, "٣"])
def test_sec_11_another_persons_session_cannot_be_ended(entered: Client, wrong: str) -> None:
    assert entered.post("/me/sessions/", {"session": wrong}).status_code == 404


def test_sec_11_nor_by_its_number(entered: Client, vera: Person) -> None:
    set_password(vera, PASSWORD)
    vera.save()
    other = Client(HTTP_HOST="desk.test")
    other.post("/login/", {"login": "vera@desk.test", "password": PASSWORD})
    theirs = UserSession.objects.get(user=vera)
    assert entered.post("/me/sessions/", {"session": str(theirs.pk)}).status_code == 404
    assert other.get("/me/").status_code == 200


def test_sec_39_a_new_password_ends_the_other_sessions(entered: Client) -> None:
    other = Client(HTTP_HOST="desk.test")
    other.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    new = "восемь рыжих лис 8"
    entered.post("/me/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890", "борис орлов", "x" * 1025])
def test_a_weak_password_is_refused_with_the_reason(entered: Client, boris: Person, weak: str) -> None:
    answer = entered.post("/me/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert answer.status_code == 200
    assert b"field__error" in answer.content
    boris.refresh_from_db()
    assert boris.check_password(PASSWORD)


def test_sec_39_the_application_is_switched_on_with_the_password_and_ends_the_other_sessions(
    entered: Client,
    boris: Person,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    other = Client(HTTP_HOST="desk.test")
    other.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    asked = entered.get("/me/factor/app/")
    assert asked["Location"].startswith("/me/again/"), "the password is asked for again"
    entered.post(asked["Location"], {"password": PASSWORD, "next": "/me/factor/app/"})
    page = entered.get("/me/factor/app/").content.decode()
    secret = entered.session["mfa.totp.secret"]
    assert secret in page
    assert "data:image/svg+xml" in page
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        assert entered.post("/me/factor/app/", {"code": code})["Location"] == "/me/factor/codes/"
    assert set(Authenticator.objects.filter(user=boris).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }
    assert entered.get("/me/factor/codes/").content.count(b"<li>") == 10
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/me/",
        "/me/sessions/",
        "/me/password/",
        "/me/factor/",
        "/me/passkeys/",
        "/my/",
        "/ask/1/",
        "/me/factor/codes/file/",
    ],
)
def test_sec_11_a_stranger_is_led_to_the_door(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "path", ["/me/", "/me/sessions/", "/me/factor/", "/me/passkeys/", "/me/password/", "/logout/"]
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_of_oneself_opens(entered: Client, boris: Person, path: str, language: str) -> None:
    Person.objects.filter(pk=boris.pk).update(language=language)
    answer = entered.get(path)
    assert answer.status_code == 200
    assert (
        "nonce" in answer["Content-Security-Policy"]
        or "script-src 'self'" in answer["Content-Security-Policy"]
    )


def test_sec_40_nothing_is_changed_without_the_token_of_the_form(boris: Person) -> None:
    strict = Client(HTTP_HOST="desk.test", enforce_csrf_checks=True)
    strict.force_login(boris, backend="okno.login.backends.ByMailAddress")
    for path in ("/me/", "/me/sessions/", "/language/", "/logout/", "/ask/", "/my/1/answers/"):
        assert strict.post(path, {"language": "en", "name": "x"}).status_code == 403
        assert strict.post(path, {"language": "en"}, headers={"Origin": "null"}).status_code == 403
    assert strict.get("/me/").status_code == 200


def test_the_recovery_codes_come_as_a_file(
    entered: Client, boris: Person, run_jobs: Callable[..., int]
) -> None:
    asked = entered.get("/me/passkeys/add/")
    entered.post(asked["Location"], {"password": PASSWORD, "next": "/me/passkeys/add/"})
    totp.TOTP.activate(boris, totp.generate_totp_secret())
    entered.post("/me/factor/codes/new/")
    file = entered.get("/me/factor/codes/file/")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert len(file.content.split()) == 10


@pytest.mark.parametrize(("seconds", "kept"), [("0", 0), ("60", 60), ("", None)])
def test_a_colleague_chooses_how_long_answers_can_be_called_back(
    entered: Client, boris: Person, seconds: str, kept: int | None
) -> None:
    known = {"name": boris.name, "language": "ru", "zone": ""}
    assert entered.post("/me/", known | {"undo_seconds": seconds}).status_code == 302
    boris.refresh_from_db()
    assert boris.undo_seconds == kept
    assert entered.post("/me/", known | {"undo_seconds": "61"}).status_code == 422


def test_a_customer_is_not_asked_for_it(as_anna: Client) -> None:
    assert "undo_seconds" not in as_anna.get("/me/").content.decode()


def test_a_logout_lets_the_browser_forget_what_it_has_kept_of_the_desk(
    entered: Client, boris: Person
) -> None:
    assert entered.get("/queues/mine/").headers["Desk-Reader"] == str(boris.pk)
    assert "Clear-Site-Data" not in entered.get("/logout/").headers
    assert entered.post("/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'
