from importlib import import_module
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.core import live
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.actions.merge_people import MergedOnwards, NotTheSamePerson, merge_people, undo_merge_people
from okno.desk.actions.participate import add_participant
from okno.people.actions.addresses import add_address
from okno.people.actions.hire import dismiss
from okno.people.actions.meet import meet
from okno.people.joining import family
from okno.people.models import Address, Channel, Person, PersonMerge, Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def anya(db: None) -> Person:
    """Anna writes from her address at home, too."""
    return make.person("Аня", "anna.home@mail.test")


def test_two_persons_become_one_and_two_again(
    anna: Person, anya: Person, boris: Person, vera: Person
) -> None:
    ticket = make.ticket(by=anya)
    row = merge_people(anya, anna, by=boris)
    assert merge_people(anya, anna, by=boris) == row
    assert meet("mail", "Anna.Home@mail.test") == anna
    ticket.refresh_from_db()
    assert ticket.requester == anna
    undo_merge_people(row, by=vera)
    undo_merge_people(row, by=boris)
    ticket.refresh_from_db()
    assert ticket.requester == anya
    assert Address.objects.get(normal="anna.home@mail.test").person == anya
    row.refresh_from_db()
    assert (row.by, row.undone_by) == (boris, vera)


def test_a_merge_can_be_made_again_after_its_undo(anna: Person, anya: Person, vera: Person) -> None:
    undo_merge_people(merge_people(anya, anna, by=vera), by=vera)
    merge_people(anna, anya, by=vera)
    assert meet("mail", "anna@romashka.test") == anya
    assert PersonMerge.objects.count() == 2


def test_what_came_after_the_merge_stays_where_it_came(anna: Person, anya: Person, vera: Person) -> None:
    row = merge_people(anya, anna, by=vera)
    later = make.ticket(by=meet("mail", "anna.home@mail.test"))
    add_address(anna, Channel.PHONE, "8 495 123-45-67")
    undo_merge_people(row, by=vera)
    later.refresh_from_db()
    assert later.requester == anna
    assert set(anna.addresses.values_list("channel", flat=True)) == {"mail", "phone"}


def test_who_stays_takes_over_what_it_had_not_and_gives_it_back(vera: Person) -> None:
    caller = meet(Channel.PHONE, "+7 495 123-45-67")
    romashka = make.organisation()
    writer = make.person("Ольга Рябова", "olga@romashka.test", organisation=romashka)
    row = merge_people(writer, caller, by=vera)
    caller.refresh_from_db()
    assert (caller.name, caller.email, caller.organisation) == (
        "Ольга Рябова",
        "olga@romashka.test",
        romashka,
    )
    undo_merge_people(row, by=vera)
    for person in (caller, writer):
        person.refresh_from_db()
    assert (caller.name, caller.email, caller.organisation) == ("", "", None)
    assert (writer.email, writer.is_active, writer.merged_into) == ("olga@romashka.test", True, None)


def test_one_takes_the_others_place_in_a_conversation_once(
    anna: Person, anya: Person, grigory: Person, vera: Person
) -> None:
    both, one = make.ticket(by=grigory), make.ticket(by=grigory)
    add_participant(both, anna, by=vera)
    add_participant(both, anya, by=vera)
    add_participant(one, anya, by=vera)
    row = merge_people(anya, anna, by=vera)
    assert access.ticket_for(anna, one.number) == one
    undo_merge_people(row, by=vera)
    with pytest.raises(NotFound):
        access.ticket_for(anna, one.number)
    anya.refresh_from_db()
    assert {access.ticket_for(anya, ticket.number) for ticket in (both, one)} == {both, one}


def test_an_earlier_merge_waits_until_the_later_one_is_undone(
    anna: Person, anya: Person, grigory: Person, vera: Person
) -> None:
    first = merge_people(anya, anna, by=vera)
    second = merge_people(anna, grigory, by=vera)
    with pytest.raises(MergedOnwards):
        undo_merge_people(first, by=vera)
    undo_merge_people(second, by=vera)
    undo_merge_people(first, by=vera)
    assert [meet("mail", address) for address in ("anna.home@mail.test", "anna@romashka.test")] == [
        anya,
        anna,
    ]


def everything() -> list[list[Any]]:
    """Who stands for whom, with which name, address and right to log in, and whose each ticket and address is."""
    people = Person.objects.order_by("pk").values_list("pk", "merged_into", "name", "email", "is_active")
    tickets = Person.objects.order_by("tickets", "pk").values_list("pk", "tickets")
    return [list(people), list(tickets), list(Address.objects.order_by("pk").values_list("pk", "person"))]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_one_step_leads_to_who_stands_and_undone_in_any_order_all_is_as_before(
    order: tuple[int, ...], anna: Person, anya: Person, grigory: Person, vera: Person
) -> None:
    caller = meet(Channel.PHONE, "+7 495 123-45-67")
    fifth = make.person("Пётр", "petr@mail.test")
    for one in (anna, anya, grigory, fifth):
        make.ticket(by=one)
    before = everything()
    rows = [
        merge_people(source, target, by=vera)
        for source, target in ((anya, caller), (caller, anna), (fifth, anna), (anna, grigory))
    ]
    anya.refresh_from_db()
    assert anya.standing == grigory
    assert set(family(anya)) == {anya, caller, anna, fifth, grigory}
    left = list(order)
    while left:
        for number in tuple(left):
            held = everything()
            try:
                undo_merge_people(rows[number], by=vera)
            except MergedOnwards:
                assert everything() == held
            else:
                left.remove(number)
                assert not Person.objects.exclude(merged_into__merged_into=None).exists()
    assert everything() == before


def test_chains_of_an_older_desk_are_made_one_step_and_can_be_undone(
    anna: Person, anya: Person, grigory: Person, vera: Person
) -> None:
    first, second = merge_people(anya, anna, by=vera), merge_people(anna, grigory, by=vera)
    for row in PersonMerge.objects.all():  # as they were written down before
        row.moved.pop("followed")
        row.save()
    Person.objects.filter(pk=anya.pk).update(merged_into=anna)
    with connection.cursor() as cursor:
        cursor.execute(import_module("okno.people.migrations.0015_one_step").REPLAY)
    anya.refresh_from_db()
    assert anya.standing == grigory
    undo_merge_people(second, by=vera)
    anya.refresh_from_db()
    assert anya.standing == anna
    undo_merge_people(first, by=vera)


def test_sec_25_nobody_becomes_one_with_a_colleague(anna: Person, boris: Person, vera: Person) -> None:
    """A letter from Anna's address would speak with Boris's rights."""
    robot = Person.objects.get(role=Role.ROBOT)
    gone = make.agent("Ушедший")
    dismiss(gone)
    for colleague in (boris, robot, gone):
        for source, target in ((colleague, anna), (anna, colleague)):
            with pytest.raises(NotTheSamePerson):
                merge_people(source, target, by=vera)
    with pytest.raises(NotTheSamePerson):
        merge_people(anna, anna, by=vera)


def test_nobody_is_merged_into_a_part_of_somebody_else(
    anna: Person, anya: Person, grigory: Person, vera: Person
) -> None:
    merge_people(anya, anna, by=vera)
    for source, target in ((grigory, anya), (anya, grigory), (anna, anya)):
        with pytest.raises(NotTheSamePerson):
            merge_people(source, target, by=vera)


def test_sec_15_the_open_pages_of_who_was_merged_away_are_told(
    anna: Person, anya: Person, vera: Person
) -> None:
    with CaptureQueriesContext(connection) as asked:
        merge_people(anya, anna, by=vera)
    told = [query["sql"] for query in asked if live.CHANNEL in query["sql"]]
    assert f'{{"person": {anya.pk}}}' in told[0]
