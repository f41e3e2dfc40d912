from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.core import clock
from okno.desk.actions.merge_people import merge_people
from okno.people.actions.addresses import add_address, mark_broken
from okno.people.actions.meet import meet
from okno.people.models import Channel, PersonMerge
from okno.workspace.people.views import PEOPLE, TICKETS
from tests import make

HOSTILE = "\"><img src=x onerror=alert(1)>'{{7*7}}"


@pytest.fixture
def as_vera(vera):
    client = Client(HTTP_HOST="desk.test")
    client.force_login(vera, backend="okno.login.backends.ByMailAddress")
    return client


@pytest.fixture
def anya(db):
    return make.person("Анна Белова", "anna.home@mail.test")


def names(client, url):
    """Return whom a list shows, in its order."""
    answer = client.get(url)
    assert answer.status_code == 200
    return [str(person) for person in answer.context["rows"]]


def test_a_person_has_addresses_and_tickets(as_boris, anna):
    ticket = make.ticket(by=anna, subject="Принтер гудит")
    mark_broken("anna@romashka.test")
    page = as_boris.get(f"/people/{anna.pk}/").content.decode()
    assert "anna@romashka.test" in page
    assert "Принтер гудит" in page
    assert f"/tickets/{ticket.number}/" in page
    assert "badge--missed" in page


def test_somebody_who_does_not_exist_is_not_found(as_boris):
    assert as_boris.get("/people/999999/").status_code == 404
    assert as_boris.get("/people/99999999999999999999/").status_code == 404


def test_the_tickets_of_a_person_come_page_by_page(as_boris, anna):
    start = clock.now() - timedelta(days=1)
    made = [make.ticket(by=anna, at=start + timedelta(minutes=n)).number for n in range(TICKETS + 2)]
    first = as_boris.get(f"/people/{anna.pk}/")
    second = as_boris.get(f"/people/{anna.pk}/{first.context['more']}")
    seen = [row.number for page in (first, second) for row in page.context["rows"]]
    assert seen == made[::-1]
    assert "more" not in second.context


def test_people_stand_as_in_a_telephone_book_nameless_ones_by_their_address(as_boris, anna, grigory):
    make.person("", "anders@mail.test")
    merged = make.person("Анна Вторая")
    merge_people(merged, anna, by=grigory)
    assert names(as_boris, "/people/") == ["anders@mail.test", "Анна Белова", "Борис Орлов", "Григорий Чужой"]


def test_pages_of_people_show_everybody_once(as_boris):
    for number in range(PEOPLE + 5):
        make.person("Тёзка" if number % 3 else f"Имя {number:03}")
    first = as_boris.get("/people/", {"q": "romashka"})
    second = as_boris.get(first.context["more"])
    seen = [person.pk for page in (first, second) for person in page.context["rows"]]
    assert len(seen) == len(set(seen)) == PEOPLE + 5
    assert "more" not in second.context


@pytest.mark.parametrize("url", ["/people/", "/people/{pk}/"])
@pytest.mark.parametrize("place", ["x", "eyJhIjoxfQ:1:2", "%00"])
def test_a_broken_address_of_a_page_is_refused_in_words(as_boris, anna, url, place):
    assert as_boris.get(url.format(pk=anna.pk), {"after": place}).status_code == 422


def test_a_place_of_one_list_opens_no_other(as_boris, anna):
    for _ in range(PEOPLE + 1):
        make.person()
    place = as_boris.get("/people/").context["more"].partition("?")[2]
    assert as_boris.get(f"/people/{anna.pk}/?{place}").status_code == 422


@pytest.mark.parametrize(
    "words",
    [
        "белова",
        "АННА",
        "romashka.test",
        "Anna@Romashka",
        "ООО «Лютик»",
        "8 495 123-45-67",
        "+7 (495) 123",
        "8495123",
        "4567",
    ],
)
def test_a_person_is_found_by_name_organisation_address_and_number(as_boris, anna, grigory, words):
    anna.organisation = make.organisation("ООО «Лютик»")
    anna.save()
    add_address(anna, Channel.PHONE, "8 (495) 123-45-67")
    assert names(as_boris, f"/people/?q={words.replace('+', '%2B')}") == ["Анна Белова"]


@pytest.mark.parametrize(
    "words", ["%", "_", "\\", "'; drop table", "\x00", HOSTILE * 9, "8" * 500, "@", "٣٣٣٣"]
)
def test_any_words_can_be_looked_for(as_boris, anna, words):
    answer = as_boris.get("/people/", {"q": words})
    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()


def test_a_list_of_people_asks_little(as_boris):
    for number in range(PEOPLE + 1):
        person = make.person(f"Имя {number}", organisation=make.organisation())
        add_address(person, Channel.PHONE, f"+7495{number:07}")
    as_boris.get("/people/")
    for url in ("/people/", "/people/?q=имя"):
        with CaptureQueriesContext(connection) as asked:
            answer = as_boris.get(url)
        assert len(answer.context["rows"]) == PEOPLE
        assert len(asked) <= 8, len(asked)


def test_a_page_of_a_person_asks_little(as_vera, anna, vera):
    for number in range(TICKETS):
        make.ticket(by=anna)
        merge_people(make.person(f"Двойник {number}"), anna, by=vera)
    as_vera.get(f"/people/{anna.pk}/")
    with CaptureQueriesContext(connection) as asked:
        as_vera.get(f"/people/{anna.pk}/")
    assert len(asked) <= 11, len(asked)


def test_sec_14_a_person_known_from_a_closed_team_alone_is_in_no_list(as_boris, as_vera, anna, grigory):
    make.ticket(by=anna, team=make.team(is_closed=True))
    make.ticket(by=grigory)
    assert "Анна Белова" not in names(as_boris, "/people/")
    assert names(as_boris, "/people/?q=anna@romashka") == []
    assert names(as_vera, f"/people/{grigory.pk}/merger/?q=белова") == []
    assert as_vera.get(f"/people/{grigory.pk}/merger/?other={anna.pk}").status_code == 404
    assert as_vera.post(f"/people/{grigory.pk}/merger/", {"other": anna.pk}).status_code == 404


def test_sec_14_whoever_was_merged_into_a_hidden_person_stays_hidden(as_boris, anna, anya, gleb):
    make.ticket(by=anna, team=make.team(is_closed=True))
    merge_people(anya, anna, by=gleb)
    assert as_boris.get(f"/people/{anya.pk}/").status_code == 404


# ---- merging


def test_the_namesakes_are_offered_before_the_first_word(as_vera, anna, anya, grigory):
    assert names(as_vera, f"/people/{anna.pk}/merger/") == ["Анна Белова"]
    assert names(as_vera, f"/people/{grigory.pk}/merger/") == []


def test_colleagues_and_oneself_are_not_offered(as_vera, anna, boris):
    assert names(as_vera, f"/people/{anna.pk}/merger/?q=орлов") == []
    assert names(as_vera, f"/people/{anna.pk}/merger/?q=белова") == []


def test_the_search_opens_in_the_dialog_and_as_a_page(as_vera, anna, anya):
    inside = as_vera.get(
        f"/people/{anna.pk}/merger/?q=anna.home", headers={"HX-Request": "true"}
    ).content.decode()
    alone = as_vera.get(f"/people/{anna.pk}/merger/?q=anna.home").content.decode()
    assert "<html" not in inside
    assert "<html" in alone
    for page in (inside, alone):
        assert f'href="/people/{anna.pk}/merger/?other={anya.pk}"' in page
        assert 'id="candidates"' in page


def test_both_stand_side_by_side_before_anything_happens(as_vera, anna, anya):
    make.ticket(by=anya)
    anna.organisation = make.organisation("ООО «Лютик»")
    anna.save()
    answer = as_vera.get(f"/people/{anna.pk}/merger/?other={anya.pk}")
    page = answer.content.decode()
    assert "anna.home@mail.test" in page
    assert "anna@romashka.test" in page
    assert f"/people/{anya.pk}/merger/?other={anna.pk}" in page  # the other way round
    assert (answer.context["goes"].tickets, answer.context["stays"].tickets) == (1, 0)
    assert not PersonMerge.objects.exists()


def test_a_merge_of_different_organisations_is_warned_of(as_vera, anna, anya):
    for person in (anna, anya):
        person.organisation = make.organisation()
        person.save()
    assert "banner--near" in as_vera.get(f"/people/{anna.pk}/merger/?other={anya.pk}").content.decode()


def test_a_lead_merges_two_people_and_undoes_it(as_vera, vera, anna, anya):
    ticket = make.ticket(by=anya)
    answer = as_vera.post(f"/people/{anna.pk}/merger/", {"other": anya.pk})
    assert answer["Location"] == f"/people/{anna.pk}/"
    ticket.refresh_from_db()
    assert ticket.requester == anna
    row = PersonMerge.objects.get()
    for person in (anna, anya):
        page = as_vera.get(f"/people/{person.pk}/").content.decode()
        assert f'action="/people/mergers/{row.pk}/undoing/"' in page
        assert "Вера Соколова" in page
    for _ in range(2):
        answer = as_vera.post(f"/people/mergers/{row.pk}/undoing/")
        assert answer["Location"] == f"/people/{anna.pk}/"
    assert meet("mail", "anna.home@mail.test") == anya
    row.refresh_from_db()
    assert row.undone_by == vera
    assert "mergers/" not in as_vera.get(f"/people/{anna.pk}/").content.decode()


def test_an_agent_sees_the_merge_but_neither_merges_nor_undoes(as_boris, vera, anna, anya):
    assert "/merger/" not in as_boris.get(f"/people/{anna.pk}/").content.decode()
    row = merge_people(anya, anna, by=vera)
    page = as_boris.get(f"/people/{anna.pk}/").content.decode()
    assert "Вера Соколова" in page
    assert "/undoing/" not in page
    assert as_boris.post(f"/people/mergers/{row.pk}/undoing/").status_code == 403


@pytest.mark.parametrize("other", ["", "x", "0", "-1", "99999999999999999999", "<b>"])
def test_a_wrong_other_person_is_refused_in_words(as_vera, anna, other):
    for answer in (
        as_vera.get(f"/people/{anna.pk}/merger/", {"other": other}),
        as_vera.post(f"/people/{anna.pk}/merger/", {"other": other}),
    ):
        assert answer.status_code in (404, 422)
    assert not PersonMerge.objects.exists()


def test_a_person_is_not_merged_with_a_colleague_or_with_oneself(as_vera, anna, boris):
    for other in (anna, boris):
        assert as_vera.get(f"/people/{anna.pk}/merger/?other={other.pk}").status_code == 422
        assert as_vera.post(f"/people/{anna.pk}/merger/", {"other": other.pk}).status_code == 422
