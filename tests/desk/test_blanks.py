"""Blanks: a pure table of names, filled in once, nothing evaluated."""

import pytest

from okno.desk import access, blanks
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
