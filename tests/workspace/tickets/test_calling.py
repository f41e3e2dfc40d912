"""Whom an @ offers in a note."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_an_at_sign_offers_colleagues_who_may_read_the_ticket_and_not_oneself(
    as_boris, anna, boris, vera, gleb
):
    closed = make.team("Кадры", is_closed=True)
    closed.memberships.create(person=boris)
    make.agent("", "nameless@desk.test")
    make.agent("Ушедшая Анна", is_active=False)
    for ticket, names in (
        (make.ticket(by=anna), [vera.name, gleb.name]),
        (make.ticket(by=anna, team=closed), [gleb.name]),
    ):
        page = as_boris.get(f"/tickets/{ticket.number}/colleagues/")
        assert [person.name for person in page.context["colleagues"]] == names
        assert all(f'data-name="{name}"' in page.content.decode() for name in names)
