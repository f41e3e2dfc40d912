"""The verbs about addresses: one more, another main one, one less, one that works again."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from okno.core.refusals import NotFound
from okno.desk.actions.merge_people import merge_people, undo_merge_people
from okno.people.actions._addresses import NoAddressesHere
from okno.people.actions.addresses import AddressTaken, mark_broken
from okno.people.actions.choose_main_address import OnlyMail, choose_main_address
from okno.people.actions.drop_address import LastAddress, LastMailAddress, drop_address
from okno.people.actions.meet import meet, robot
from okno.people.actions.trust_address import trust_address
from okno.people.actions.write_down_address import (
    AT_MOST,
    NotUnderstood,
    TooManyAddresses,
    write_down_address,
)
from okno.people.former import former_addresses
from okno.people.models import Address, Channel, Person, PersonFact
from tests import make
from tests.queue import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def facts(person: Person) -> list[tuple[str, str, Person]]:
    return [(one.kind, one.words, one.by) for one in PersonFact.objects.filter(person=person).order_by("pk")]


def test_an_address_is_written_down_once_with_its_fact_and_a_letter_to_the_known_one(anna, vera):
    first = write_down_address(anna, "Anna.Home@Mail.test", by=vera)
    again = write_down_address(anna, "anna.home@mail.test", by=vera)
    assert first == again
    assert (first.normal, first.verified_at) == ("anna.home@mail.test", None)
    assert facts(anna) == [("address.added", "Anna.Home@Mail.test", vera)]
    assert [letter.to for letter in mail.outbox] == [["anna@romashka.test"]]
    assert "Anna.Home@Mail.test" in mail.outbox[0].body
    assert meet(Channel.MAIL, "ANNA.home@mail.test") == anna


def test_a_phone_is_kept_as_e_164_and_no_letter_tells_of_it(anna, vera):
    phone = write_down_address(anna, "8 (495) 123-45-67", by=vera)
    assert (phone.channel, phone.value, phone.normal) == ("phone", "+7 495 123-45-67", "+74951234567")
    assert not mail.outbox


def test_an_address_of_somebody_else_is_refused_however_it_is_spelled(anna, grigory, vera):
    write_down_address(grigory, "+7 495 123-45-67", by=vera)
    for typed in ("GRIGORY@other.test", "8 495 1234567"):
        with pytest.raises(AddressTaken):
            write_down_address(anna, typed, by=vera)
    assert facts(anna) == []


def test_what_is_no_address_is_refused(anna, vera):
    with pytest.raises(NotUnderstood):
        write_down_address(anna, "у Анны дома", by=vera)


def test_nobody_has_more_than_thirty_addresses(anna, vera):
    for number in range(AT_MOST - 1):
        write_down_address(anna, f"anna{number}@mail.test", by=vera)
    with pytest.raises(TooManyAddresses):
        write_down_address(anna, "one.more@mail.test", by=vera)


def test_the_robot_and_whoever_was_merged_get_no_address(anna, grigory, vera):
    merge_people(grigory, anna, by=vera)
    for person in (robot(), grigory):
        with pytest.raises(NoAddressesHere):
            write_down_address(person, "new@mail.test", by=vera)


def test_the_main_address_is_another_one(anna, vera):
    home = write_down_address(anna, "home@mail.test", by=vera)
    for _ in range(2):
        choose_main_address(home, by=vera)
    anna.refresh_from_db()
    assert anna.email == "home@mail.test"
    assert [kind for kind, _words, _by in facts(anna)] == ["address.added", "address.main"]
    assert mail.outbox[-1].to == ["anna@romashka.test"], "the former one hears of it"


def test_a_phone_is_never_the_main_one(anna, vera):
    with pytest.raises(OnlyMail):
        choose_main_address(write_down_address(anna, "+7 495 123-45-67", by=vera), by=vera)


def test_the_next_address_takes_the_place_of_a_removed_main_one_a_working_one_first(anna, vera):
    write_down_address(anna, "broken@mail.test", by=vera)
    write_down_address(anna, "home@mail.test", by=vera)
    mark_broken("broken@mail.test")
    drop_address(anna.addresses.get(normal="anna@romashka.test"), by=vera)
    anna.refresh_from_db()
    assert anna.email == "home@mail.test"
    assert facts(anna)[-1] == ("address.removed", "anna@romashka.test", vera)
    assert mail.outbox[-1].to == ["anna@romashka.test"]


def test_what_was_said_from_a_removed_address_stays_and_a_later_letter_is_a_strangers(anna, vera):
    ticket = make.ticket(by=anna)
    write_down_address(anna, "home@mail.test", by=vera)
    drop_address(anna.addresses.get(normal="anna@romashka.test"), by=vera)
    assert ticket.messages.get().author == anna
    assert meet(Channel.MAIL, "anna@romashka.test") != anna


def test_the_last_address_goes_only_where_that_is_meant(anna, vera):
    only = anna.addresses.get()
    with pytest.raises(LastMailAddress):
        drop_address(only, by=vera)
    drop_address(only, by=vera, anyway=True)
    anna.refresh_from_db()
    assert anna.email == ""
    phone = write_down_address(anna, "+7 495 123-45-67", by=vera)
    with pytest.raises(LastAddress):
        drop_address(phone, by=vera)


def test_nobody_takes_the_last_mail_address_from_himself_or_from_a_colleague(anna, boris, gleb):
    for person, by in ((anna, anna), (boris, gleb)):
        with pytest.raises(LastMailAddress):
            drop_address(person.addresses.get(), by=by, anyway=True)


def test_a_broken_address_is_good_again(anna, vera):
    mark_broken("anna@romashka.test")
    for _ in range(2):
        trust_address(anna.addresses.get(), by=vera)
    assert anna.addresses.get().broken_since is None
    assert [kind for kind, _words, _by in facts(anna)] == ["address.works"]


def test_an_address_that_went_to_somebody_else_meanwhile_is_changed_by_nobody(anna, grigory, vera):
    stale = grigory.addresses.get()
    merge_people(grigory, anna, by=vera)
    with pytest.raises(NoAddressesHere):
        drop_address(stale, by=vera)
    drop_address(Address.objects.get(pk=stale.pk), by=vera)
    with pytest.raises(NotFound):
        drop_address(Address(pk=stale.pk, person=anna), by=vera)


def test_the_search_reads_the_tickets_of_the_person_anew(anna, vera):
    ticket = make.ticket(by=anna)
    write_down_address(anna, "+7 495 123-45-67", by=vera)
    assert ("index", {"tickets": [ticket.pk]}) in waiting()


# ---- beside merges


def test_undoing_a_merge_gives_each_a_main_address_of_his_own(anna, grigory, vera):
    row = merge_people(grigory, anna, by=vera)
    choose_main_address(anna.addresses.get(normal="grigory@other.test"), by=vera)
    undo_merge_people(row, by=vera)
    anna.refresh_from_db()
    grigory.refresh_from_db()
    assert (anna.email, grigory.email) == ("anna@romashka.test", "grigory@other.test")


def test_undoing_a_merge_takes_no_address_that_was_removed_and_is_a_strangers_now(anna, grigory, vera):
    row = merge_people(grigory, anna, by=vera)
    drop_address(anna.addresses.get(normal="grigory@other.test"), by=vera)
    stranger = meet(Channel.MAIL, "grigory@other.test")
    undo_merge_people(row, by=vera)
    grigory.refresh_from_db()
    assert grigory.email == ""
    assert meet(Channel.MAIL, "grigory@other.test") == stranger


def test_two_who_write_the_same_address_down_at_once_leave_it_with_one(anna, grigory, vera):
    write_down_address(anna, "shared@mail.test", by=vera)
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(
            person=grigory, channel="mail", value="shared@mail.test", normal="shared@mail.test"
        )


def test_an_erasure_looks_for_removed_addresses_but_never_for_one_that_is_somebody_elses_now(anna, vera):
    for typed in ("old@mail.test", "Taken@mail.test", "+7 495 123-45-67"):
        drop_address(write_down_address(anna, typed, by=vera), by=vera)
    make.person("Другая", "taken@mail.test")
    assert former_addresses([anna.pk]) == ["+7 495 123-45-67", "old@mail.test"]
