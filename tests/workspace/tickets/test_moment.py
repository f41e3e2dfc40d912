"""A page is of one moment: what is said while it is drawn stands on the next one, with its version."""

import re
import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from okno.desk.models import Ticket
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_version_of_a_page_is_that_of_its_conversation(as_boris: Client, anna: Person) -> None:
    ticket = make.ticket(by=anna)
    path = f"/tickets/{ticket.number}/"

    def writes() -> None:
        try:
            make.message(by=anna, ticket=Ticket.objects.get(pk=ticket.pk), text="Уже заработало!")
        finally:
            connections.close_all()

    writer = threading.Thread(target=writes)

    def anna_writes_before_the_messages_are_read(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('SELECT "desk_message"') and writer.ident is None:
            writer.start()
            writer.join(30)
        return execute(sql, *rest)

    with connection.execute_wrapper(anna_writes_before_the_messages_are_read):
        page = as_boris.get(path).content.decode()
    assert writer.ident is not None
    assert "Уже заработало!" not in page
    later = as_boris.get(path).content.decode()
    assert "Уже заработало!" in later
    assert _version(later) == _version(page) + 1


def _version(page: str) -> int:
    found = re.search(r'name="seen_version" value="(\d+)"', page)
    assert found is not None
    return int(found.group(1))
