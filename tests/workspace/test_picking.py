"""Fields that name a ticket, a person or a post offer what may be meant."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.community.actions.merge import merge
from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.close import close
from okno.desk.actions.index import index_all
from okno.desk.actions.merge_people import merge_people
from okno.people.actions.addresses import add_address
from okno.people.models import Channel
from okno.workspace.picking import number_of
from tests import make
from tests.community.making import opened, post

pytestmark = pytest.mark.django_db
HOSTILE = "\"><img src=x onerror=alert(1)>'{{7*7}}"


def offers(client, url, **asked):
    """Return what would be written into the field, in the order of the list."""
    answer = client.get(url, asked)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert HOSTILE not in page
    return [one.text for one in answer.context["offers"]]


def numbers(client, ticket, **asked):
    return [number_of(text) for text in offers(client, f"/tickets/{ticket.number}/others/", **asked)]


# ---- tickets


def test_before_the_first_word_stand_the_other_tickets_of_the_customer_the_own_queue_first(
    as_boris, boris, anna, grigory
):
    ticket, older, mine, over = (make.ticket(by=anna) for _ in range(4))
    make.ticket(by=grigory)
    take(mine, by=boris)
    newer = make.ticket(by=anna)
    close(over, by=boris)
    assert numbers(as_boris, ticket) == [mine.number, newer.number, older.number, over.number]


def test_the_tickets_of_a_double_are_the_customers_too(as_boris, vera, anna):
    anya = make.person("Аня", "anna.home@mail.test")
    ticket, hers = make.ticket(by=anna), make.ticket(by=anya)
    merge_people(anya, anna, by=vera)
    assert numbers(as_boris, ticket) == [hers.number]


def test_words_find_a_ticket_the_customers_own_first_and_never_itself(as_boris, anna, grigory):
    ticket, own = (make.ticket(by=anna, subject="Принтер гудит") for _ in range(2))
    other = make.ticket(by=grigory, subject="Принтер гудит")
    make.ticket(by=anna, subject="Монитор мигает", text="Совсем другое.")
    list(index_all())
    for words in ("принтер", "ghbynth"):
        assert numbers(as_boris, ticket, into=words) == [own.number, other.number]


def test_a_number_finds_one_and_what_was_taken_finds_itself(as_boris, anna):
    ticket, other = make.ticket(by=anna), make.ticket(by=anna, subject="Принтер")
    for words in (str(other.number), f"№ {other.number}", f"№ {other.number} · Принтер"):
        assert numbers(as_boris, ticket, other=words) == [other.number]
    assert numbers(as_boris, ticket, into=ticket.number) == []


def test_sec_14_no_ticket_of_a_closed_team_is_offered(as_boris, anna):
    ticket = make.ticket(by=anna)
    hidden = make.ticket(by=anna, subject="Оклад", team=make.team(is_closed=True))
    list(index_all())
    for words in ("", "оклад", str(hidden.number)):
        assert numbers(as_boris, ticket, into=words) == []
    assert as_boris.get(f"/tickets/{hidden.number}/others/").status_code == 404


def test_what_was_taken_from_the_list_merges_and_links(as_boris, anna):
    ticket, target, third = make.ticket(by=anna), make.ticket(by=anna), make.ticket(by=anna)
    said = f"№ {third.number} · Принтер / 2 · гудит"
    as_boris.post(f"/tickets/{ticket.number}/links/", {"other": said})
    assert f"/tickets/{third.number}/" in as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
    as_boris.post(f"/tickets/{ticket.number}/merger/", {"into": f"№ {target.number} · Принтер"})
    ticket.refresh_from_db()
    assert ticket.merged_into == target


@pytest.mark.parametrize(
    ("said", "number"),
    [("125", 125), (" №125 ", 125), ("# 125", 125), ("№ 125 · Принтер № 7", 125)],
)
def test_a_number_is_read_as_people_and_offers_write_it(said, number):
    assert number_of(said) == number


@pytest.mark.parametrize("said", ["", "Принтер", "125 принтеров", "№", "1" * 40, "٣", "-1", "12·", "· 12"])
def test_words_are_no_number(said):
    assert number_of(said) in (None, 12 if said == "12·" else None)


def test_words_that_nobody_chose_are_refused_at_the_field(as_boris, anna):
    ticket = make.ticket(by=anna)
    for noun, name in (("merger", "into"), ("links", "other")):
        answer = as_boris.post(f"/tickets/{ticket.number}/{noun}/", {name: "принтер"})
        assert answer.status_code == 422
    ticket.refresh_from_db()
    assert ticket.merged_into is None


# ---- people


def test_people_are_offered_by_name_address_and_number_and_taken_by_their_mail_address(as_boris, anna):
    add_address(anna, Channel.PHONE, "+7 495 123-45-67")
    for words in ("белова", ",tkjdf", "anna@romashka", "8 495 123"):
        assert offers(as_boris, "/people/offers/", email=words) == ["anna@romashka.test"]


def test_nobody_is_offered_before_the_second_letter_or_without_a_mail_address(as_boris, anna):
    nobody = make.person("Белова Без-почты")
    nobody.addresses.all().delete()
    nobody.email = ""
    nobody.save()
    assert offers(as_boris, "/people/offers/", email="") == []
    assert offers(as_boris, "/people/offers/", email="б") == []
    assert offers(as_boris, "/people/offers/", email="белова") == ["anna@romashka.test"]


def test_sec_14_somebody_known_from_a_closed_team_alone_is_not_offered(as_boris, anna):
    make.ticket(by=anna, team=make.team(is_closed=True))
    assert offers(as_boris, "/people/offers/", email="белова") == []


def test_an_unknown_address_may_still_be_written(as_boris, anna):
    ticket = make.ticket(by=anna)
    as_boris.post(f"/tickets/{ticket.number}/participants/", {"email": "new@mail.test", "name": "Новая"})
    assert ticket.participants.get().person.name == "Новая"
    assert as_boris.post(f"/tickets/{ticket.number}/participants/", {"email": "Новая"}).status_code == 422


# ---- posts


def test_posts_like_it_are_offered_and_one_is_taken_by_any_spelling(as_boris, anna, grigory):
    opened()
    first = post(anna, title="Как настроить принтер на этаже")
    double = post(grigory, title="Настроить принтер")
    post(grigory, title="Где взять справку")
    url = f"/moderation/{double.pk}/others/"
    said = offers(as_boris, url)
    assert [number_of(text) for text in said] == [first.pk]
    assert [number_of(text) for text in offers(as_boris, url, into=str(first.pk))] == [first.pk]
    assert "справку" in offers(as_boris, url, into="справка")[0]
    as_boris.post(f"/moderation/{double.pk}/merger/", {"into": said[0]})
    double.refresh_from_db()
    assert double.merged_into == first


def test_neither_itself_nor_what_is_merged_is_offered(as_boris, boris, anna, grigory):
    opened()
    first, double = post(anna, title="Настроить принтер"), post(grigory, title="Настроить принтер снова")
    merge(double, first, by=boris)
    assert offers(as_boris, f"/moderation/{first.pk}/others/") == []


# ---- all of them


@pytest.mark.parametrize("words", ["%", "\\", "'; drop", "\x00", HOSTILE * 9, "9" * 500, "от:", '"', "٣٣٣٣"])
def test_any_words_can_be_typed(as_boris, anna, words):
    opened()
    ticket, question = make.ticket(by=anna, subject=HOSTILE), post(anna, title="Вопрос о принтере")
    for url in ("/people/offers/", f"/tickets/{ticket.number}/others/", f"/moderation/{question.pk}/others/"):
        offers(as_boris, url, into=words)


def test_customers_find_none_of_them(as_anna, anna):
    ticket = make.ticket(by=anna)
    for url in ("/people/offers/", f"/tickets/{ticket.number}/others/"):
        assert as_anna.get(url).status_code == 404


def test_the_forms_ask_and_stay_forms_without_scripts(as_boris, anna):
    ticket = make.ticket(by=anna)
    for noun, name, where in (
        ("merger", "into", f"/tickets/{ticket.number}/others/"),
        ("links", "other", f"/tickets/{ticket.number}/others/"),
        ("participants", "email", "/people/offers/"),
        ("requester", "email", "/people/offers/"),
    ):
        page = as_boris.get(f"/tickets/{ticket.number}/{noun}/").content.decode()
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert field, noun
        assert f'hx-get="{where}"' in field[0]
        assert f'id="{name}-offers"' in page


def test_offers_ask_little(as_boris, boris, anna):
    ticket = make.ticket(by=anna)
    for number in range(12):
        make.ticket(by=anna, subject=f"Принтер {number}", at=clock.now())
    list(index_all())
    for asked in ({}, {"into": "принтер"}):
        as_boris.get(f"/tickets/{ticket.number}/others/", asked)
        with CaptureQueriesContext(connection) as statements:
            assert len(numbers(as_boris, ticket, **asked)) == 8
        assert len(statements) <= 14, len(statements)
