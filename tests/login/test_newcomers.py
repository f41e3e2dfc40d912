"""Whoever is unknown becomes a customer: by a code that was sent to his mail address, where the desk is open to him."""

import html
import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.test import Client

from okno.login import codes, newcomers
from okno.people import provider
from okno.people.actions.hire import dismiss, hire
from okno.people.actions.meet import meet
from okno.people.actions.register import RegistrationClosed, may_register, register
from okno.people.actions.set_up import set_up_provider
from okno.people.actions.set_up_purpose import set_up_purpose
from okno.people.models import Address, Channel, Consent, Person, Provider, Purpose, PurposeText, Role
from tests import make

pytestmark = pytest.mark.django_db
STRANGER = "nina@nowhere.test"


@pytest.fixture(autouse=True)
def as_it_was(db: None) -> Iterator[None]:
    """What a test lets the provider be is forgotten after it."""
    provider.ours.forget()
    yield
    provider.ours.forget()


def rule(name: str) -> None:
    ours = Provider.objects.first() or Provider(zone="UTC")
    ours.registration = name
    set_up_provider(ours)
    provider.ours.forget()


def proved(visitor: Client, mailed_code: Callable[[str], str], address: str = STRANGER) -> str:
    """Ask for a code and enter it; returns where that leads."""
    confirm = visitor.post("/login/code/", {"email": address})["Location"]
    return str(visitor.post(confirm, {"code": mailed_code(address)})["Location"])


def test_a_stranger_registers_and_goes_on_with_what_he_has_written(
    visitor: Client, mailed_code: Callable[[str], str]
) -> None:
    room = visitor.post("/ask/", {"text": "касса молчит"})["Location"]
    assert "What you have written is kept." in visitor.get(room).content.decode()
    confirm = visitor.post(room, {"login": "nian@nowhere.test", "password": "", "next": "/ask/"})["Location"]
    page = visitor.get(confirm).content.decode()
    assert "on its way to <b>nian@nowhere.test</b>" in page
    [again] = re.findall(r'name="next" value="(/login/code/[?][^"]*)"', page)  # a slip: another address
    left = visitor.post("/logout/", {"next": html.unescape(again)})
    assert "Clear-Site-Data" not in left.headers, "what the browser keeps of a half-filled form stays"
    confirm = visitor.post(left["Location"], {"email": STRANGER, "next": "/ask/"})["Location"]
    name = visitor.post(confirm, {"code": mailed_code(STRANGER), "next": "/ask/"})["Location"]
    assert STRANGER in visitor.get(name).content.decode()
    assert not Person.objects.filter(email=STRANGER).exists(), "a proved address alone makes nobody"
    answer = visitor.post(name, {"name": "Нина Лукина", "next": "/ask/"})
    assert (left["Location"], answer["Location"]) == ("/login/code/?next=%2Fask%2F", "/ask/")
    person = Person.objects.get(email=STRANGER)
    assert (person.name, person.role, person.language) == ("Нина Лукина", Role.CUSTOMER, "en")
    assert Address.objects.get(person=person).verified_at is not None
    assert "касса молчит" in visitor.get("/ask/").content.decode()


def test_the_letter_to_a_stranger_says_whose_desk_it_is(
    visitor: Client, mailed_code: Callable[[str], str]
) -> None:
    Provider.objects.update(name="Ромашка Сервис")
    provider.ours.forget()
    visitor.post("/login/code/", {"email": STRANGER})
    mailed_code(STRANGER)
    assert "Ромашка Сервис" in mail.outbox[-1].subject
    assert "probably you" in str(mail.outbox[-1].body)


def test_the_mail_domain_names_the_organisation(visitor: Client, mailed_code: Callable[[str], str]) -> None:
    company = make.organisation("Лютик", "lutik.test")
    visitor.post(proved(visitor, mailed_code, "oleg@lutik.test"), {"name": "Олег"})
    assert Person.objects.get(email="oleg@lutik.test").organisation == company


def test_what_is_asked_of_all_is_asked_of_a_newcomer(
    visitor: Client, mailed_code: Callable[[str], str]
) -> None:
    set_up_purpose(Purpose(name="Обработка данных", is_required=True, text="Мы храним ваши слова."))
    room = proved(visitor, mailed_code)
    assert "Мы храним ваши слова." in visitor.get(room).content.decode()
    refused = visitor.post(room, {"name": "Нина"})
    assert refused.status_code == 422
    assert not Person.objects.filter(email=STRANGER).exists()
    text = PurposeText.objects.get()
    visitor.post(room, {"name": "Нина", f"consent_{text.pk}": "on"})
    assert Consent.objects.get(person__email=STRANGER).is_given


def test_a_name_is_asked_for(visitor: Client, mailed_code: Callable[[str], str]) -> None:
    room = proved(visitor, mailed_code)
    assert visitor.post(room, {"name": "  "}).status_code == 422
    assert visitor.post(room, {"name": "я" * 300}).status_code == 422
    assert not Person.objects.filter(email=STRANGER).exists()


def test_who_wrote_a_letter_meanwhile_is_the_same_person(
    visitor: Client, mailed_code: Callable[[str], str]
) -> None:
    room = proved(visitor, mailed_code)
    person = meet(Channel.MAIL, STRANGER)
    visitor.post(room, {"name": "Нина"})
    assert visitor.session["_auth_user_id"] == str(person.pk)
    assert Person.objects.get(pk=person.pk).name == "Нина"


def test_where_only_known_companies_register_others_get_no_letter(
    visitor: Client, run_jobs: Callable[..., int]
) -> None:
    make.organisation("Лютик", "lutik.test")
    rule("domains")
    for address in (STRANGER, "oleg@lutik.test"):
        visitor.post("/login/code/", {"email": address})
    run_jobs(only="login.send_code")
    assert [letter.to for letter in mail.outbox] == [["oleg@lutik.test"]]


def test_where_nobody_registers_the_door_says_nothing_of_it(
    visitor: Client, run_jobs: Callable[..., int]
) -> None:
    rule("nobody")
    assert "New here?" not in visitor.get("/login/").content.decode()
    visitor.post("/login/code/", {"email": STRANGER})
    assert "If we know" in visitor.get("/login/code/confirm/").content.decode()
    run_jobs(only="login.send_code")
    assert mail.outbox == []
    with pytest.raises(RegistrationClosed):
        register(STRANGER, name="Нина", language="ru")


def test_sec_36_a_closed_account_does_not_register_anew(
    visitor: Client, run_jobs: Callable[..., int]
) -> None:
    dismiss(hire("gone@desk.test", "Ушедший", "agent"))
    assert not may_register("Gone@desk.test")
    visitor.post("/login/code/", {"email": "gone@desk.test"})
    run_jobs(only="login.send_code")
    assert mail.outbox == []


def test_sec_35_a_wrong_code_registers_nobody(visitor: Client, mailed_code: Callable[[str], str]) -> None:
    visitor.post("/login/code/", {"email": STRANGER})
    code = mailed_code(STRANGER)
    wrong = "1111-1111" if code != "1111-1111" else "2222-2222"
    for _ in range(3):
        visitor.post("/login/code/confirm/", {"code": wrong})
    assert visitor.post("/login/code/confirm/", {"code": code})["Location"] == "/login/code/"
    assert visitor.get("/login/new/")["Location"] == "/login/code/"


def test_another_browser_gets_nowhere_with_the_page(
    visitor: Client, mailed_code: Callable[[str], str]
) -> None:
    room = proved(visitor, mailed_code)
    other = Client(HTTP_HOST="desk.test")
    assert other.post(room, {"name": "Чужая"})["Location"] == "/login/code/"
    assert not Person.objects.filter(email=STRANGER).exists()


def test_the_proof_of_an_address_grows_old(
    visitor: Client, mailed_code: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = proved(visitor, mailed_code)
    monkeypatch.setattr(newcomers, "SECONDS", -1)
    assert visitor.post(room, {"name": "Нина"})["Location"] == "/login/code/"


def test_nobody_is_led_to_another_site(visitor: Client, mailed_code: Callable[[str], str]) -> None:
    room = proved(visitor, mailed_code)
    assert visitor.post(f"{room}?next=//evil.test/", {"name": "Нина"})["Location"] == "/my/"


def test_sec_38_one_place_cannot_let_the_desk_write_to_the_whole_world(
    monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[..., int]
) -> None:
    monkeypatch.setattr(codes, "OF_ONE_PLACE", 2)
    for number in range(4):
        Client(HTTP_HOST="desk.test").post("/login/code/", {"email": f"victim{number}@nowhere.test"})
    run_jobs(only="login.send_code")
    assert len(mail.outbox) == 2


def test_after_a_slip_in_the_address_another_code_comes(
    visitor: Client, mailed_code: Callable[[str], str]
) -> None:
    visitor.post("/login/code/", {"email": "nian@nowhere.test"})
    proved(visitor, mailed_code)
    assert STRANGER in visitor.get("/login/new/").content.decode()
