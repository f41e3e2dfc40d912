"""The widget's door: which sites may show it, what a widget may be, whom a site can vouch for."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from okno.channels.actions.set_up_widget import set_up_widget
from okno.channels.models import Widget
from okno.channels.widget.identity import person_of, signature, vouched
from okno.channels.widget.origins import NotASite, may, normal
from okno.core.refusals import BadInput
from okno.core.sealed import seal
from okno.people.models import Channel, Person

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
END = int((NOW + timedelta(hours=1)).timestamp())
SECRET = "тайна сайта"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Romashka.RU", "https://romashka.ru"), ("https://romashka.ru:443/", "https://romashka.ru"),
        ("https://romashka.ru:8443", "https://romashka.ru:8443"), (" https://кто.рф ", "https://xn--j1ail.xn--p1ai"),
        ("http://localhost:3000", "http://localhost:3000"), ("http://[::1]:80", "http://[::1]"),
    ],
)  # fmt: skip
def test_a_site_is_kept_as_browsers_name_it(written: str, origin: str) -> None:
    assert normal(written) == origin


@pytest.mark.parametrize(
    "written",
    ["http://romashka.ru", "romashka.ru", "*", "null", "https://*.romashka.ru", "https://a@romashka.ru", "https://romashka.ru/tills",
     "https://romashka.ru?x", "javascript:alert(1)", "https://", "https://romashka.ru:x", "file:///etc", "https://ro mashka.ru",
     "http://localhost.evil.ru", "https://" + "a" * 300],
)  # fmt: skip
def test_sec_what_is_no_exact_site_is_refused(written: str) -> None:
    with pytest.raises(NotASite):
        normal(written)


@pytest.mark.django_db
def test_a_site_may_use_its_own_widget_alone_and_only_while_it_is_in_use() -> None:
    mine = set_up_widget(Widget(name="Наш"), origins=["https://romashka.ru"])
    other = set_up_widget(Widget(name="Чужой"), origins=["https://other.ru"])
    assert mine.key != other.key
    assert may("https://romashka.ru", mine.key)
    assert may("https://romashka.ru")  # some widget is enough for the chat
    for origin, key in (
        ("https://romashka.ru", other.key), ("http://romashka.ru", mine.key), ("https://romashka.ru.evil.ru", mine.key),
        ("null", ""), ("https://evil.ru", ""),
    ):  # fmt: skip
        assert not may(origin, key)
    mine.is_active = False
    set_up_widget(mine)
    assert not may("https://romashka.ru")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "<script>"}, "phone"), ({"links": [{"name": "Я", "url": "javascript:alert(1)"}]}, "links"),
        ({"links": [{"name": "Я", "url": "http://t.me/x"}]}, "links"), ({"links": ["x"]}, "links"),
        ({"contexts": {}}, "contexts"),
        ({"links": [{"name": "", "url": "https://t.me/x"}]}, "links"),
        ({"contexts": [{"page": "tills", "words": "касса"}]}, "contexts"),
        ({"contexts": [{"page": "/tills"}]}, "contexts"), ({"contexts": [{"page": "/", "words": "x"}] * 31}, "contexts"),
    ],
    ids=str,
)  # fmt: skip
def test_sec_a_widget_that_could_run_something_is_refused(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_up_widget(Widget(name="Наш", **wrong))
    assert refused.value.facts["field"] == field


def claimed(**changed: Any) -> dict[str, Any]:
    """Return claims with a good signature over what they say; `signature` may be another one."""
    said: dict[str, Any] = {"id": "42", "email": "anna@romashka.test", "name": "Анна", "expires": END}
    said |= changed
    made = signature(SECRET, str(said["id"]), str(said["email"]), int(said["expires"]))
    return {"signature": made} | said


def test_a_signature_is_hmac_over_the_lines() -> None:
    """Reckoned by hand: printf '42\\nanna@romashka.ru\\n1799999999' | openssl dgst -sha256 -hmac key."""
    made = signature("key", "42", "anna@romashka.ru", 1799999999)
    assert made == "872e62ff76d62c5df287e6411610872cca5c7bd6064383357ce558d88cd8ed06"


@pytest.mark.parametrize(
    "claims",
    [
        claimed() | {"email": "gleb@desk.test"}, claimed() | {"id": "43"}, claimed() | {"expires": END + 1},
        claimed(signature="0" * 64), claimed(signature=""), claimed(signature="ё" * 64), claimed(signature=None),
        claimed(expires=int((NOW - timedelta(hours=1)).timestamp())), claimed(expires=int((NOW + timedelta(days=2)).timestamp())),
        claimed() | {"expires": "1e9"}, claimed() | {"expires": "9" * 40}, claimed() | {"expires": True},
        claimed(id="", email=""),
        claimed(id="42\nanna@romashka.test", email=""), claimed() | {"id": ["42"]}, claimed() | {"email": {"$ne": ""}},
        {"__proto__": {"id": "42"}}, {}, [], None, "admin", {"id": "42", "email": "anna@romashka.test"},
    ],
    ids=str,
)  # fmt: skip
def test_sec_a_forged_or_expired_identity_is_nobody_and_the_log_says_so(
    claims: object, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert not vouched(Widget(key="k", secret=seal(SECRET)), claims, NOW)
    assert "widget k: an identity is not believed: " in caplog.text
    assert "romashka" not in caplog.text


def test_sec_a_signature_for_one_widget_is_none_for_another_nor_for_one_without_a_secret() -> None:
    assert vouched(Widget(secret=seal(SECRET)), claimed(), NOW)
    assert not vouched(Widget(secret=seal("another")), claimed(), NOW)
    assert not vouched(Widget(secret=""), claimed(), NOW)
    assert not vouched(Widget(secret="of another desk"), claimed(), NOW)


@pytest.mark.django_db
def test_a_site_vouches_for_a_customer_by_mail_or_by_its_own_number(anna: Person) -> None:
    widget = Widget(key="k", secret=seal(SECRET))
    assert person_of(widget, claimed(), NOW) == anna
    numbered = person_of(widget, claimed(email="", name="Олег"), NOW)
    assert numbered is not None
    assert (numbered.name, numbered.email) == ("Олег", "")
    assert numbered.addresses.get().channel == Channel.OTHER
    assert person_of(widget, claimed(email=""), NOW) == numbered
    assert person_of(Widget(key="other", secret=seal(SECRET)), claimed(email=""), NOW) != numbered


@pytest.mark.django_db
def test_sec_no_site_makes_anybody_a_colleague(boris: Person, caplog: pytest.LogCaptureFixture) -> None:
    claims = claimed(email=boris.email)
    assert person_of(Widget(key="k", secret=seal(SECRET)), claims, NOW) is None
    assert "no customer" in caplog.text
