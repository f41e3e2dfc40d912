"""Blanks: a pure table of names, filled in once, nothing evaluated."""

import pytest

from okno.catalog.models import Priority
from okno.core.refusals import BadInput
from okno.desk import access, blanks
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.models import Blank
from tests import make

pytestmark = pytest.mark.django_db


def test_sec_43_these_are_all_variables_and_no_others():
    assert sorted(blanks.BY_NAME) == sorted(
        ["имя клиента", "customer name", "имя", "first name", "организация", "organisation", "номер", "number", "тема",
         "subject", "услуга", "service", "критичность", "priority", "срок", "deadline", "специалист", "agent"]
    )  # fmt: skip


def test_a_blank_is_filled_in_for_a_ticket(anna, boris):
    ticket = make.ticket(by=anna, subject="Принтер гудит")
    text = "Здравствуйте, {имя клиента}! № { Номер }, «{тема}». {специалист}, {agent}"
    told = blanks.render(Blank(text=text), ticket, by=boris)
    assert told == f"Здравствуйте, Анна Белова! № {ticket.number}, «Принтер гудит». Борис Орлов, Борис Орлов"


def test_what_is_not_known_stays_visible(boris):
    ticket = make.ticket()
    assert (
        blanks.render(Blank(text="{организация} {услуга} {нечто}"), ticket, by=boris)
        == "{организация} {услуга} {нечто}"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "{{7*7}}",
        "{% include '/etc/passwd' %}",
        "{ticket.__class__}",
        "{0.__class__}",
        "${7*7}",
        "{имя клиента!r}",
        "{:>9999999}",
    ],
)
def test_sec_43_nothing_is_evaluated(boris, hostile):
    assert blanks.render(Blank(text=hostile), make.ticket(), by=boris) == hostile


def test_a_value_is_not_filled_in_again(boris):
    ticket = make.ticket(by=make.person("{номер} {специалист}"))
    assert blanks.render(Blank(text="{имя клиента}"), ticket, by=boris) == "{номер} {специалист}"


def test_who_may_use_which_blank(boris, vera):
    team, other = make.team("Своя"), make.team("Чужая")
    team.memberships.create(person=boris)
    for name, fields in {
        "моя": {"owner": boris}, "чужая личная": {"owner": vera}, "команды": {"team": team},
        "чужой команды": {"team": other}, "общая": {}, "из архива": {"is_active": False},
    }.items():  # fmt: skip
        Blank.objects.create(name=name, text="Х", **fields)
    assert {blank.name for blank in access.blanks_for(boris)} == {"моя", "команды", "общая"}
    assert {blank.name for blank in access.blanks_changed_by(boris)} == {"моя"}


def test_what_a_macro_does_is_told_in_words_and_names_what_is_gone(boris):
    team, service = make.team("Инженеры"), make.service("Почта")
    macro = keep_blank(
        Blank(name="Почта", service=service, kind="incident", to_team=team, to_person=boris, then="resolve")
    )
    assert [deed.words for deed in blanks.deeds_of(macro)] == [
        "Услуга: Почта", "Вид: инцидент", "Передать: Инженеры", "Исполнитель: Борис Орлов", "Решить",
    ]  # fmt: skip
    assert not any(deed.is_gone for deed in blanks.deeds_of(macro))
    for one in (service, team, boris):
        one.is_active = False
        one.save()
    gone = {deed.name for deed in blanks.deeds_of(Blank.objects.get()) if deed.is_gone}
    assert gone == {"service", "hand", "owner"}
    assert blanks.deeds_of(macro)[2].why_not(make.ticket()) == "уже в архиве"


@pytest.mark.parametrize(
    ("fields", "tags", "field"),
    [
        ({}, [], "text"),
        ({"text": ""}, [" ", ""], "text"),
        ({"text": "{секрет}"}, ["vpn"], "text"),
        ({}, [f"метка {number}" for number in range(21)], "tags"),
        ({"to_person": "customer"}, [], "to_person"),
        ({"to_person": "colleague", "to_me": True}, [], "to_me"),
    ],
)
def test_a_blank_that_could_not_be_used_is_refused_in_words(anna, boris, fields, tags, field):
    people = {"customer": anna, "colleague": boris}
    row = Blank(
        name="М", **fields | ({"to_person": people[fields["to_person"]]} if "to_person" in fields else {})
    )
    with pytest.raises(BadInput) as refused:
        keep_blank(row, tags=tags)
    assert refused.value.facts["field"] == field
    assert not Blank.objects.exists()


def test_those_that_say_nothing_fit_many_tickets(boris):
    keep_blank(Blank(name="Спам", priority=Priority.objects.get(rank=4), then="close"))
    keep_blank(Blank(name="Принято", text="Принято!", then="wait"))
    assert [blank.name for blank in access.macros_for(boris)] == ["Спам"]
