"""Customers are added, moved, made managers and shut out by an administrator, with history and undo."""

import pytest
from django.test import Client

from okno.people.models import Address, Channel, Person, Role
from okno.setup import setups
from okno.setup.actions.save import save
from okno.setup.actions.undo import undo
from okno.setup.file import export
from okno.setup.shape import Unfit
from tests import make

pytestmark = pytest.mark.django_db


def put(by: Person, row: Person | None = None, **plain: object) -> Person:
    return save(setups.CUSTOMERS, row, plain, by=by)[0]


def test_a_customer_on_the_phone_is_added_with_a_number_alone(gleb: Person) -> None:
    made = put(gleb, name="Пётр с кассы", role="customer", phones=["8 (900) 123-45-67"])
    assert Address.objects.get(person=made).normal == "+79001234567"
    put(gleb, made, phones=["8 900 765-43-21"])
    assert [one.normal for one in Address.objects.filter(person=made)] == ["+79007654321"]


def test_whoever_is_known_by_the_address_is_the_one_who_is_meant(anna: Person, gleb: Person) -> None:
    made = put(gleb, name="Анна Б.", email=anna.email.upper(), role="customer")
    assert made.pk == anna.pk
    assert Person.objects.get(pk=anna.pk).name == "Анна Б."


def test_a_customer_becomes_a_manager_of_an_organisation_and_undo_takes_it_back(
    anna: Person, gleb: Person
) -> None:
    with pytest.raises(Unfit) as refused:
        put(gleb, Person.objects.create(name="Без", email="b@b.test"), role="manager")
    assert list(refused.value.errors) == ["organisation"]
    company = make.organisation("Север")
    _row, change = save(setups.CUSTOMERS, anna, {"role": "manager", "organisation": company.name}, by=gleb)
    assert Person.objects.get(pk=anna.pk).role == Role.MANAGER
    assert change is not None
    undo(change, by=gleb)
    assert Person.objects.get(pk=anna.pk).role == Role.CUSTOMER


def test_nobody_who_works_here_is_made_a_customer(boris: Person, gleb: Person) -> None:
    with pytest.raises(Unfit) as refused:
        put(gleb, name="Борис", email=boris.email, role="customer")
    assert list(refused.value.errors) == ["email"]
    assert Person.objects.get(pk=boris.pk).role == Role.AGENT
    for plain in ({"role": "administrator"}, {"email": "нет"}, {"email": ""}):
        with pytest.raises(Unfit):
            put(gleb, **{"name": "Х", "role": "customer", "email": "x@x.test"} | plain)


def test_who_may_not_log_in_any_more_is_out(as_anna: Client, anna: Person, gleb: Person) -> None:
    assert as_anna.get("/my/").status_code == 200
    put(gleb, anna, is_active=False)
    assert as_anna.get("/my/").status_code == 302


def test_customers_are_no_part_of_the_file_of_the_configuration(anna: Person) -> None:
    assert anna.email not in export()


def test_an_administrator_invites_a_customer(client: Client, anna: Person, gleb: Person, mailoutbox) -> None:
    client.force_login(gleb)
    assert anna.email in client.get(f"/settings/customers/?q={anna.email}").content.decode()
    assert f"/settings/customers/{anna.pk}/" in client.get(f"/people/{anna.pk}/").content.decode()
    client.post(f"/settings/customers/{anna.pk}/invitation/")
    (letter,) = mailoutbox
    assert letter.to == [anna.email]
    assert "/login/code/" in letter.body
    assert Address.objects.filter(person=anna, channel=Channel.MAIL).exists()
