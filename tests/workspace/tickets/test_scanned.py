"""Files that a virus scanner has not called clean, as colleagues meet them."""

import json
import re

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okno.channels.models import Inbound, InboundState
from okno.core import clock, files
from okno.core.live import CHANNEL, _parameters
from okno.core.scanning import scan_waiting
from okno.desk.actions.hear import NewFile
from okno.desk.actions.save_draft import attach_to_draft
from okno.desk.models import Attachment
from okno.privacy.models import Look
from tests import make, scanners

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def scanner_there(settings, tmp_path):
    return scanners.set_up(settings, tmp_path)


def sent(anna, content: bytes, name: str = "счёт.pdf", **fields) -> Attachment:
    message = make.message(by=anna, files=(NewFile(file=files.keep(content), name=name, **fields),))
    return message.attachments.get()


@pytest.fixture
def as_gleb(gleb):
    return logged_in(gleb)


def logged_in(person, **options) -> Client:
    client = Client(HTTP_HOST="desk.test", **options)
    client.force_login(person, backend="okno.login.backends.ByMailAddress")
    return client


def page_of(client: Client, file: Attachment) -> str:
    return client.get(f"/tickets/{file.message.ticket.number}/").content.decode()


def given(client: Client, file: Attachment) -> bytes:
    answer = client.get(f"/attachments/{file.pk}/")
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer.streaming_content)


def test_a_file_that_is_being_checked_says_so_and_comes_by_itself(as_boris, anna):
    file = sent(anna, b"%PDF harmless")
    assert "проверяется на вирусы" in page_of(as_boris, file)
    answer = as_boris.get(f"/attachments/{file.pk}/")
    assert (answer.status_code, answer["Retry-After"]) == (409, "5")
    assert '<meta http-equiv="refresh" content="5">' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    scan_waiting()
    assert given(as_boris, file) == b"%PDF harmless"
    assert "проверяется на вирусы" not in page_of(as_boris, file)


def test_a_picture_stands_in_the_conversation_when_it_is_clean(as_boris, anna):
    file = sent(anna, PNG, "экран.png")
    assert 'class="picture"' not in page_of(as_boris, file)
    scan_waiting()
    assert 'class="picture"' in page_of(as_boris, file)


def test_a_virus_is_given_to_nobody_and_an_administrator_hears_which(as_boris, as_gleb, anna):
    file = sent(anna, scanners.VIRUS)
    scan_waiting()
    for client in (as_boris, as_gleb):
        for answer in (client.get(f"/attachments/{file.pk}/"), client.post(f"/attachments/{file.pk}/")):
            assert answer.status_code == 403
            assert "найден вирус" in answer.content.decode()
    assert "вирус: не выдаётся" in page_of(as_boris, file)
    told = as_gleb.get(f"/attachments/{file.pk}/").content.decode()
    for known in (file.file.sha256, "Test.Worm FOUND", "счёт.pdf", "байты остаются в хранилище"):
        assert known in told
        assert known not in as_boris.get(f"/attachments/{file.pk}/").content.decode()
    assert not Look.objects.filter(is_refused=True).exists(), (
        "whoever may read the ticket tries nothing forbidden"
    )


def test_sec_06_what_a_scanner_says_stays_words(as_gleb, anna, settings, tmp_path):
    scanners.set_up(settings, tmp_path, "printf '<img src=x>\\033[31m{{7*7}}'; exit 1")
    file = sent(anna, scanners.VIRUS)
    scan_waiting()
    told = as_gleb.get(f"/attachments/{file.pk}/").content.decode()
    assert "&lt;img src=x&gt; [31m{{7*7}}" in told


def test_an_unchecked_file_is_taken_after_a_warning_alone(as_boris, anna):
    file = sent(anna, scanners.SILENT)
    scan_waiting()
    assert "не проверен на вирусы" in page_of(as_boris, file)
    warning = as_boris.get(f"/attachments/{file.pk}/?show=1")
    assert warning.status_code == 403
    assert "Всё равно скачать" in warning.content.decode()
    assert scanners.SILENT not in warning.content
    taken = as_boris.post(f"/attachments/{file.pk}/?show=1")
    assert b"".join(taken.streaming_content) == scanners.SILENT
    assert taken["Content-Disposition"].startswith("attachment")
    assert taken["Cache-Control"] == "no-store"


def test_the_warning_cannot_be_passed_by_a_page_of_somebody_else(anna, boris):
    file = sent(anna, scanners.SILENT)
    scan_waiting()
    strict = logged_in(boris, enforce_csrf_checks=True)
    assert strict.post(f"/attachments/{file.pk}/").status_code == 403
    assert b"csrfmiddlewaretoken" in strict.get(f"/attachments/{file.pk}/").content


def test_pictures_of_a_letter_stand_in_it_when_they_are_clean(as_boris, anna):
    shot = NewFile(file=files.keep(PNG), name="экран.png", content_id="shot@x", is_inline=True)
    message = make.message(by=anna, html='<img data-cid="shot@x">', files=(shot,))
    assert "data:image" not in as_boris.get(f"/messages/{message.pk}/letter/").content.decode()
    scan_waiting()
    assert "data:image" in as_boris.get(f"/messages/{message.pk}/letter/").content.decode()


def inbound(raw: bytes, **fields) -> Inbound:
    return Inbound.objects.create(
        external_id="1", sha256="0" * 64, size=len(raw), raw=raw, received_at=clock.now(), **fields
    )


def test_a_raw_letter_is_read_by_the_scanner_as_any_file(as_boris, anna):
    message = make.message(by=anna)
    inbound(b"Subject: x\r\n\r\nharmless", state=InboundState.DONE, message=message, ticket=message.ticket)
    assert as_boris.get(f"/messages/{message.pk}/raw/").status_code == 409
    scan_waiting()
    answer = as_boris.get(f"/messages/{message.pk}/raw/")
    assert b"".join(answer.streaming_content) == b"Subject: x\r\n\r\nharmless"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_letter_in_quarantine_with_a_virus_stays_there(as_gleb):
    letter = inbound(b"Subject: x\r\n\r\n" + scanners.VIRUS, state=InboundState.QUARANTINED)
    assert as_gleb.get(f"/quarantine/{letter.pk}/raw/").status_code == 409
    scan_waiting()
    assert as_gleb.get(f"/quarantine/{letter.pk}/raw/").status_code == 403


def test_the_author_sees_his_own_picture_while_it_is_checked(as_boris, anna):
    ticket = make.ticket(by=anna)
    up = SimpleUploadedFile("снимок.png", PNG)
    shown = as_boris.post(f"/tickets/{ticket.number}/drafts/reply/files/", {"file": up}).content.decode()
    address = re.search(r'src="([^"]+)"', shown)
    assert address is not None, shown
    answer = as_boris.get(address[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "no-store", "it is not kept beyond the check"
    b"".join(answer.streaming_content)


def test_a_known_virus_is_not_sent_with_an_answer(as_boris, anna):
    ticket = make.ticket(by=anna)
    up = SimpleUploadedFile("счёт.pdf", scanners.VIRUS)
    as_boris.post(f"/tickets/{ticket.number}/drafts/reply/files/", {"file": up})
    scan_waiting()
    assert "вирус: не выдаётся" in as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    chip = as_boris.get(f"/attachments/{Attachment.objects.get().pk}/draft/").content.decode()
    assert "вирус: не выдаётся" in chip
    assert "data-live" not in chip, "nothing more is to be heard of it"
    said = {"text": "Вот счёт.", "key": "once"}
    answer = as_boris.post(f"/tickets/{ticket.number}/replies/", said)
    assert answer.status_code == 422
    assert "найден вирус" in answer.content.decode()
    assert not ticket.messages.filter(kind="reply").exists()


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_that_the_check_is_over(anna):
    file = sent(anna, b"%PDF harmless")
    with psycopg.connect(**_parameters()) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        scan_waiting()
        told = [json.loads(one.payload) for one in listener.notifies(timeout=3, stop_after=1)]
    number = file.message.ticket.number
    assert [(one["ticket"], one["public"]) for one in told if one.get("ticket") == number] == [(number, True)]


@pytest.mark.django_db(transaction=True)
def test_the_composer_hears_what_came_of_its_file_and_nobody_else_does(anna, boris):
    file = attach_to_draft(make.ticket(by=anna), "reply", "счёт.pdf", b"%PDF", by=boris)
    with psycopg.connect(**_parameters()) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        scan_waiting()
        told = [json.loads(one.payload) for one in listener.notifies(timeout=3, stop_after=1)]
    assert {"to": boris.pk, "draft_file": file.pk} in told
    assert not any("ticket" in one for one in told)
