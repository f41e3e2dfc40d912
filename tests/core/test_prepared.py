"""A statement that is put together once says the same as one that is put together each time, for every number and shape."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from okno.core.prepared import prepared
from okno.people.models import Organisation, Person

pytestmark = pytest.mark.django_db


@prepared
def people_of(
    organisation: int, *, roles: tuple[str, ...] = (), at_most: int | None = None
) -> QuerySet[Person]:
    found = Person.objects.filter(organisation=organisation).select_related("organisation").order_by("pk")
    return found.filter(role__in=roles)[:at_most] if roles else found[:at_most]


@prepared
def either(one: int, other: int) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=[one, other]).exclude(pk=other).prefetch_related("addresses")


@prepared
def forgetful(one: int, other: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=one)


@prepared
def nobody(pk: int) -> QuerySet[Person]:
    return Person.objects.none().filter(pk=pk)


@pytest.fixture
def companies() -> list[Organisation]:
    made = [Organisation.objects.create(name=name) for name in ("Ромашка", "Север", "100%s")]
    for company in made:
        for role in ("customer", "manager", "customer"):
            Person.objects.create(name=f"{role} {company.name}", role=role, organisation=company)
    return made


def test_each_number_gets_its_own_rows(companies: list[Organisation]) -> None:
    for _ in range(2):
        for company in companies:
            rows = people_of(company.pk)
            assert rows == list(Person.objects.filter(organisation=company).order_by("pk"))
            assert {row.organisation for row in rows} == {company}


def test_what_stands_around_comes_with_the_rows(companies: list[Organisation]) -> None:
    people_of(companies[0].pk)
    with CaptureQueriesContext(connection) as asked:
        assert [row.organisation.name for row in people_of(companies[1].pk) if row.organisation] == [
            "Север"
        ] * 3
    assert len(asked) == 1


def test_each_shape_is_a_statement_of_its_own(companies: list[Organisation]) -> None:
    pk = companies[0].pk
    assert [len(people_of(pk, roles=roles)) for roles in ((), ("manager",), ("manager", "customer"))] == [
        3,
        1,
        3,
    ]
    assert [len(people_of(pk, at_most=count)) for count in (1, 2, None)] == [1, 2, 3]


def test_a_number_may_stand_in_several_places(companies: list[Organisation]) -> None:
    one, other, third = people_of(companies[0].pk)
    assert either(one.pk, other.pk) == [one]
    assert either(third.pk, one.pk) == [third]
    assert [list(row.addresses.all()) for row in either(other.pk, third.pk)] == [[]]


def test_rows_are_new_at_each_asking(companies: list[Organisation]) -> None:
    pk = companies[0].pk
    first = people_of(pk)[0]
    Person.objects.filter(pk=first.pk).update(name="Другое имя")
    assert people_of(pk)[0].name == "Другое имя" != first.name


def test_where_nothing_can_be_found_nothing_is_asked(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert nobody(1) == nobody(2) == []


def test_a_value_that_the_statement_forgets_is_a_fault_of_the_programmer() -> None:
    with pytest.raises(AssertionError, match="each value stands in the statement"):
        forgetful(1, 2)


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_through_its_own_connection(companies: list[Organisation]) -> None:
    expected, found = people_of(companies[0].pk), []

    def ask() -> None:
        found.append(people_of(companies[0].pk))
        connection.close()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 3


@prepared
def called(name: str, organisation: int) -> QuerySet[Person]:
    return Person.objects.filter(name=name, organisation=organisation)


def test_texts_are_values_too(companies: list[Organisation]) -> None:
    for company in companies:
        for name in (f"manager {company.name}", "100%s", "' OR 1=1 --", ""):
            assert called(name, company.pk) == list(Person.objects.filter(name=name, organisation=company))
