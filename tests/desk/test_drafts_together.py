"""A picture is pasted into an empty answer while its first words are being kept: neither is refused."""

import threading

import pytest
from django.db import connection, transaction

from okno.desk.actions.save_draft import attach_to_draft, save_draft
from okno.desk.models import Draft
from okno.desk.models.draft import DraftKind
from tests import make
from tests.channels.until import until

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def test_rel_32_a_file_and_words_that_begin_a_draft_at_once_both_stay() -> None:
    ticket, author = make.ticket(), make.agent()
    refused: list[Exception] = []

    def save() -> None:
        try:
            save_draft(ticket, DraftKind.NOTE, "Смотрю", by=author)
        except Exception as error:  # noqa: BLE001 - told by the test
            refused.append(error)
        finally:
            connection.close()

    beside = threading.Thread(target=save)
    with transaction.atomic():
        attach_to_draft(ticket, DraftKind.NOTE, "экран.txt", b"1", by=author)
        beside.start()
        until(somebody_waits)
    beside.join()
    assert not refused
    draft = Draft.objects.get()
    assert draft.attachments.count() == 1
