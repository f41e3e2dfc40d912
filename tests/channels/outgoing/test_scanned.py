"""A letter waits for the virus scanner, a quarter of an hour at most; one with a virus never leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from okno.channels import outbox
from okno.channels.actions.send_again import send_again
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.channels.outcomes import delivered
from okno.core import clock, files
from okno.core.scanning import scan_waiting
from okno.desk.actions.hear import NewFile
from okno.desk.actions.redact import redact_attachment
from okno.desk.models import Fact
from tests import scanners
from tests.channels.outgoing.conftest import only

pytestmark = pytest.mark.django_db
OUTBOX = "outbox.send_from"


@pytest.fixture
def enclosed(settings, tmp_path, answer, run_jobs) -> Callable[..., Any]:
    """Answer with this file before the scanner has looked at it; the letter is tried once."""
    scanners.set_up(settings, tmp_path)

    def enclosed(content: bytes) -> Any:
        message = answer(files=[NewFile(file=files.keep(content), name="акт.pdf")], go=False)
        run_jobs(only="react")
        run_jobs(only=OUTBOX)
        return message

    return enclosed


def state() -> tuple[str, str]:
    row = only()
    return row.state, row.reason


def test_a_letter_waits_while_its_file_is_checked_and_leaves_as_soon_as_it_is_clean(smtp, enclosed, run_jobs):
    enclosed(b"%PDF harmless")
    assert state() == ("queued", status_words.BEING_CHECKED)
    assert not smtp.letters
    scan_waiting()
    run_jobs(only=OUTBOX)
    (taken,) = smtp.letters
    assert [part.get_content() for part in taken.letter.iter_attachments()] == [b"%PDF harmless"]
    assert state() == ("sent", "")


def test_a_letter_with_a_virus_does_not_leave_and_its_ticket_tells_why(smtp, enclosed, run_jobs, as_boris):
    message = enclosed(scanners.VIRUS)
    run_jobs()
    assert state() == ("failed", status_words.VIRUS_INSIDE)
    assert not smtp.letters
    assert Fact.objects.filter(kind="delivery.failed", ticket=message.ticket).exists()
    page = as_boris.get(f"/tickets/{message.ticket.number}/").content.decode()
    assert "В файле этого ответа найден вирус" in page
    assert "вирус: не выдаётся" in page


def test_without_the_file_the_letter_may_leave_again(smtp, enclosed, run_jobs, boris):
    message = enclosed(scanners.VIRUS)
    run_jobs()
    send_again(only(), by=boris)
    run_jobs()
    assert only().state == DeliveryState.FAILED, "nothing has changed"
    redact_attachment(message.attachments.get(), why="вирус", by=boris)
    send_again(only(), by=boris)
    run_jobs()
    (taken,) = smtp.letters
    assert not list(taken.letter.iter_attachments())


def test_the_name_of_a_file_marks_no_address_as_dead(smtp, enclosed, run_jobs, anna):
    enclosed(scanners.VIRUS)
    run_jobs()
    assert not anna.addresses.exclude(broken_since=None).exists()


def test_a_scanner_that_is_silent_holds_no_letter_for_long(smtp, enclosed, run_jobs):
    enclosed(scanners.SILENT)
    run_jobs()
    assert state() == ("queued", status_words.BEING_CHECKED)
    with clock.moved_to(clock.now() + timedelta(minutes=16)):
        outbox.sweep(0)
        run_jobs(only=OUTBOX)
    (taken,) = smtp.letters
    assert not list(taken.letter.iter_attachments()), "nothing leaves that was not checked"
    assert "акт.pdf" in taken.text
    assert "не удалось вовремя проверить на вирусы" in taken.text
    assert "не удалось вовремя проверить на вирусы" in taken.html
    assert state() == ("sent", status_words.WITHOUT_FILES)
    delivered(only())
    assert state() == ("delivered", status_words.WITHOUT_FILES)


def test_a_letter_that_waits_for_the_scanner_holds_no_other(smtp, enclosed, answer, asked, run_jobs):
    enclosed(scanners.SILENT)
    answer("Без файла.")
    assert len(smtp.letters) == 1
    assert Delivery.objects.filter(state=DeliveryState.QUEUED).count() == 1


def test_without_a_scanner_files_go_along_at_once(smtp, answer):
    answer(files=[NewFile(file=files.keep(b"%PDF"), name="акт.pdf")])
    (taken,) = smtp.letters
    assert len(list(taken.letter.iter_attachments())) == 1
