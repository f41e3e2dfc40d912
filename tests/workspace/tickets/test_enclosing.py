"""Files that wait with a draft: whose they are, what is refused, and that they go with the answer."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okno.desk.actions.reply import reply
from okno.desk.actions.save_draft import attach_to_draft, save_draft
from okno.desk.actions.undo_send import undo_send
from okno.desk.models import Attachment, Draft, MessageKind, Ticket
from okno.people.models import Person
from tests import make
from tests.portal.canary import PICTURE


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    return make.ticket(by=anna)


def give(
    client: Client, ticket: Ticket, name: str = "экран.png", content: bytes = PICTURE, kind: str = "reply"
) -> int:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/tickets/{ticket.number}/drafts/{kind}/files/", {"file": file}).status_code


def test_a_file_waits_with_the_draft_and_goes_with_the_answer(as_boris: Client, ticket: Ticket) -> None:
    assert give(as_boris, ticket) == 200
    attachment = Attachment.objects.get()
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert f'name="alt-{attachment.pk}"' in page
    as_boris.post(f"/attachments/{attachment.pk}/alt/", {"alt": "Ошибка\n в углу"})
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Вот"})
    sent = ticket.messages.get(kind=MessageKind.REPLY).attachments.get()
    assert (sent.name, sent.alt, sent.file) == ("экран.png", "Ошибка в углу", attachment.file)
    assert not Draft.objects.exists()


def test_what_stands_in_the_form_beside_the_picture_counts(as_boris: Client, ticket: Ticket) -> None:
    give(as_boris, ticket, kind="note")
    attachment = Attachment.objects.get()
    as_boris.post(f"/tickets/{ticket.number}/notes/", {"text": "Вот", f"alt-{attachment.pk}": "Кнопка"})
    assert ticket.messages.get(kind=MessageKind.NOTE).attachments.get().alt == "Кнопка"


def test_a_picture_alone_is_an_answer_and_nothing_is_none(as_boris: Client, ticket: Ticket) -> None:
    assert as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": ""}).status_code == 422
    give(as_boris, ticket)
    assert as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": ""}).status_code == 302
    assert ticket.messages.get(kind=MessageKind.REPLY).attachments.count() == 1


def test_what_the_author_took_off_while_it_was_coming_is_not_sent(as_boris: Client, ticket: Ticket) -> None:
    give(as_boris, ticket)
    give(as_boris, ticket, name="лишний.png")
    wanted = Attachment.objects.get(name="экран.png")
    form = {"text": "Вот", "attached": ["", str(wanted.pk), "987654321", "x"]}
    as_boris.post(f"/tickets/{ticket.number}/replies/", form)
    assert [one.name for one in ticket.messages.get(kind=MessageKind.REPLY).attachments.all()] == [
        "экран.png"
    ]


def test_what_is_too_large_or_nothing_or_of_no_kind_is_refused(
    as_boris: Client, ticket: Ticket, settings: Any
) -> None:
    settings.MAX_FILE_BYTES = 10
    assert give(as_boris, ticket, content=b"x" * 11) == 413
    assert give(as_boris, ticket, kind="song") == 422
    assert as_boris.post(f"/tickets/{ticket.number}/drafts/reply/files/").status_code == 422
    assert not Attachment.objects.exists()


def test_sec_13_nobody_describes_or_sends_the_file_of_another(
    as_boris: Client, boris: Person, vera: Person, ticket: Ticket
) -> None:
    hers = attach_to_draft(ticket, "reply", "её.txt", b"1", by=vera)
    assert as_boris.post(f"/attachments/{hers.pk}/alt/", {"alt": "моё"}).status_code == 404
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Вот", f"alt-{hers.pk}": "моё"})
    assert not ticket.messages.get(kind=MessageKind.REPLY).attachments.exists()
    hers.refresh_from_db()
    assert hers.alt == ""


def test_the_files_of_an_answer_called_back_join_what_is_written_already(
    boris: Person, ticket: Ticket, as_boris: Client
) -> None:
    give(as_boris, ticket)
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Рано"})
    save_draft(ticket, "reply", "Уже другое", by=boris)
    draft = undo_send(ticket.messages.get(kind=MessageKind.REPLY), by=boris)
    assert (draft.text, draft.other_text) == ("Уже другое", "Рано")
    assert draft.attachments.count() == 1


def test_small_pictures_inside_of_letters_are_no_pictures_of_the_conversation(
    boris: Person, ticket: Ticket, as_boris: Client
) -> None:
    message = reply(ticket, "Ответ", by=boris)
    logo = attach_to_draft(ticket, "note", "лого.png", PICTURE, by=boris)
    Attachment.objects.filter(pk=logo.pk).update(message=message, draft=None, is_inline=True)
    logo.refresh_from_db()
    assert not logo.is_seen
    logo.file.width = logo.file.height = 300
    assert logo.is_seen
